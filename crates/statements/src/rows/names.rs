//! Who the other side of a row is, and what else its texts say.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::RowReader;
use crate::columns::role::Role;
use crate::plan::PayeeRule;
use crate::table::Record;
use crate::text::{join_text, with_single_blanks};

impl<'t> RowReader<'_, 't> {
    /// The other side by the layout's rule, else the description, else the type.
    pub(super) fn payee(&self, record: &Record, amount: Decimal) -> String {
        let description = self.cell(record, self.columns.description);
        let by_rule = match self.plan.layout.payee {
            PayeeRule::Parties(turning) => self.party(record, amount, turning),
            PayeeRule::Named | PayeeRule::Within(_) => self.cell(record, self.columns.payee),
        };
        let within = match self.plan.layout.payee {
            PayeeRule::Within(part) => part(&description),
            PayeeRule::Named | PayeeRule::Parties(_) => &description,
        };
        let kind = self.cell(record, self.columns.kind);
        let mut names = [&by_rule, within, &kind].into_iter();
        let name = names.find(|name| says_something(name));
        name.map(with_single_blanks).unwrap_or_default()
    }

    fn party(&self, record: &Record, amount: Decimal, turning: &str) -> Cow<'t, str> {
        let is_turned = self.cell(record, self.columns.kind) == turning;
        let got = amount.is_sign_positive() != is_turned;
        let (first, second) = if got {
            (Role::From, Role::To)
        } else {
            (Role::To, Role::From)
        };
        let party = self.role(record, first);
        if party.is_empty() {
            self.role(record, second)
        } else {
            party
        }
    }

    /// Type, description and note, without what payee and category already say.
    pub(super) fn memo(&self, record: &Record, payee: &str) -> String {
        let columns = &self.columns;
        let kind = columns
            .kind
            .filter(|kind| Some(*kind) != columns.description && Some(*kind) != columns.category);
        let mut memo = String::new();
        for column in [kind, columns.description, columns.note] {
            let cell = self.cell(record, column);
            if says_something(&cell) && with_single_blanks(&cell) != payee {
                join_text(&mut memo, &cell);
            }
        }
        memo
    }
}

/// Neither empty nor the slash that Chinese exports put into empty cells.
fn says_something(cell: &str) -> bool {
    !cell.is_empty() && cell != "/"
}
