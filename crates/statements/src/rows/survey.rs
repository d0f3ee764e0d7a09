//! One pass over all rows for what only all of them together can tell.

use farthing_money::Currency;

use crate::columns::decide::{DateEvidence, NumberEvidence};
use crate::columns::number::{Flag, Scanned};
use crate::columns::role::{Role, Roles};
use crate::plan::Plan;
use crate::table::{Record, Table};

/// The columns of what moved, whose amounts are decided together.
const AMOUNTS: [Role; 4] = [Role::Amount, Role::Debit, Role::Credit, Role::Fee];

/// How often amounts of one column have which sign.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Signs {
    pub(super) minus: usize,
    pub(super) plus: usize,
    pub(super) none: usize,
    /// A DR or CR in the cell itself.
    pub(super) flags: usize,
    /// A CR among them.
    pub(super) came: usize,
}

impl Signs {
    fn add(&mut self, scanned: &Scanned) {
        if scanned.is_zero() {
            return;
        }
        self.flags += usize::from(scanned.flag.is_some());
        self.came += usize::from(scanned.flag == Some(Flag::In));
        if scanned.is_negative() {
            self.minus += 1;
        } else if scanned.is_signed() {
            self.plus += 1;
        } else {
            self.none += 1;
        }
    }

    /// Amounts that are not negative.
    pub(super) fn positive(&self) -> usize {
        self.plus + self.none
    }
}

/// What is known from all rows before any is read.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) dates: DateEvidence,
    pub(super) numbers: NumberEvidence,
    /// Some banks write balances otherwise than amounts.
    pub(super) balances: NumberEvidence,
    pub(super) amounts: Signs,
    pub(super) debits: Signs,
    pub(super) credits: Signs,
    /// The most used currency of a sign beside the amounts that several currencies share.
    pub(super) likely_currency: Option<Currency>,
}

impl Survey {
    /// Goes once through the rows.
    pub(super) fn of(table: &Table<'_>, plan: &Plan) -> Self {
        let columns: Vec<(Role, usize)> = AMOUNTS
            .into_iter()
            .chain([Role::Balance])
            .filter_map(|role| Some((role, plan.roles.get(role)?)))
            .collect();
        let names = Names { table, plan };
        let mut survey = Self {
            dates: DateEvidence::of_columns(names.of(&[Role::Date])),
            numbers: NumberEvidence::of_columns(names.of(&AMOUNTS)),
            balances: NumberEvidence::of_columns(names.of(&[Role::Balance])),
            ..Self::default()
        };
        let date = plan.roles.get(Role::Date);
        for record in table.records.iter().skip(plan.first_record) {
            let rows = survey.dates.rows();
            if let Some(column) = date {
                survey.dates.add(&table.cell(record, column));
            }
            if survey.dates.rows() == rows {
                continue;
            }
            for (role, column) in &columns {
                survey.add_amount(table, record, *role, *column);
            }
        }
        // Amounts that leave the mark open are decided together with the balances.
        if survey.numbers.is_open() {
            survey.numbers.take(std::mem::take(&mut survey.balances));
        }
        survey
    }

    fn add_amount(&mut self, table: &Table<'_>, record: &Record, role: Role, column: usize) {
        let cell = table.cell(record, column);
        let Some(scanned) = table.amount(record, column, &cell) else {
            return;
        };
        if role == Role::Balance {
            self.balances.add(&cell, &scanned);
        } else {
            self.numbers.add(&cell, &scanned);
        }
        self.likely_currency = self.likely_currency.or(scanned.likely_currency());
        match role {
            Role::Amount => self.amounts.add(&scanned),
            Role::Debit => self.debits.add(&scanned),
            Role::Credit => self.credits.add(&scanned),
            _ => {}
        }
    }
}

/// Columns as sentences name them: by their header, else by their place.
pub(super) struct Names<'n, 't> {
    pub(super) table: &'n Table<'t>,
    pub(super) plan: &'n Plan,
}

impl Names<'_, '_> {
    /// The names of the columns that play these roles.
    pub(super) fn of(&self, roles: &[Role]) -> Vec<String> {
        self.of_plan(&self.plan.roles, roles)
    }

    fn of_plan(&self, all: &Roles, roles: &[Role]) -> Vec<String> {
        let columns = roles.iter().filter_map(|role| all.get(*role));
        columns.map(|column| self.of_column(column)).collect()
    }

    /// The name of one column.
    pub(super) fn of_column(&self, column: usize) -> String {
        let header = self
            .plan
            .header
            .and_then(|index| self.table.records.get(index));
        let name = header.map(|header| self.table.cell(header, column));
        match name {
            Some(name) if !name.is_empty() => format!("“{name}”"),
            _ => format!("number {}", column + 1),
        }
    }
}
