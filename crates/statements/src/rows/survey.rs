//! One pass over all rows for what only all of them together can tell.

use crate::columns::decide::{DateEvidence, NumberEvidence};
use crate::columns::number;
use crate::columns::role::Role;
use crate::plan::{Plan, Sign};
use crate::table::Table;

/// What is known from all rows before any is read.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) dates: DateEvidence,
    pub(super) numbers: NumberEvidence,
    debits_negative: usize,
    debits_positive: usize,
    amounts_with_minus: usize,
    pub(super) amounts_with_plus: usize,
    pub(super) has_dollar_sign: bool,
}

impl Survey {
    /// Goes once through the rows.
    pub(super) fn of(table: &Table<'_>, plan: &Plan) -> Self {
        let mut survey = Self::default();
        let date = plan.roles.get(Role::Date);
        let amounts: Vec<usize> = [
            Role::Amount,
            Role::Debit,
            Role::Credit,
            Role::Fee,
            Role::Balance,
        ]
        .into_iter()
        .filter_map(|role| plan.roles.get(role))
        .collect();
        for record in table.records.iter().skip(plan.first_record) {
            let rows = survey.dates.rows();
            if let Some(column) = date {
                survey.dates.add(&table.cell(record, column));
            }
            if survey.dates.rows() == rows {
                continue;
            }
            for column in &amounts {
                survey.add_amount(&table.cell(record, *column), *column, plan);
            }
        }
        survey
    }

    fn add_amount(&mut self, cell: &str, column: usize, plan: &Plan) {
        let Some(scanned) = number::scan(cell) else {
            return;
        };
        self.numbers.add(cell, &scanned);
        self.has_dollar_sign |= scanned.symbol == number::Symbol::Dollar;
        if plan.roles.get(Role::Amount) == Some(column) {
            self.amounts_with_minus += usize::from(scanned.is_negative());
            self.amounts_with_plus += usize::from(scanned.is_signed() && !scanned.is_negative());
        }
        if plan.roles.get(Role::Debit) == Some(column) && !scanned.is_zero() {
            self.debits_negative += usize::from(scanned.is_negative());
            self.debits_positive += usize::from(!scanned.is_negative());
        }
    }

    /// Card exports that write a plus before payments and nothing before purchases.
    pub(super) fn unsigned_is_out(&self, plan: &Plan) -> bool {
        plan.provider.is_none()
            && plan.sign == Sign::Signed
            && self.amounts_with_minus == 0
            && self.amounts_with_plus > 0
    }

    /// Debits of both signs: a minus among them is money that came back.
    pub(super) fn mixed_debits(&self) -> bool {
        self.debits_negative > 0 && self.debits_positive > 0
    }
}
