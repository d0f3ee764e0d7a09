//! Who the other side of a row is, and what else its texts say.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::reader::RowReader;
use crate::columns::number::Flag;
use crate::columns::role::Role;
use crate::plan::{PayeeRule, Sign};
use crate::table::Record;
use crate::text::{join_text, with_single_blanks};

impl<'t> RowReader<'_, 't> {
    /// The other side by the layout's rule, else the description, else the type.
    pub(super) fn payee(&self, record: &Record, amount: Decimal) -> String {
        let description = self.cell(record, self.columns.description);
        let by_rule = match (self.plan.layout.payee, self.own_side(record)) {
            (_, Some(Flag::Out)) => self.name_of_side(record, Flag::In),
            (_, Some(Flag::In)) => self.name_of_side(record, Flag::Out),
            (PayeeRule::Parties(turning), _) => self.party(record, amount, turning),
            (PayeeRule::Named | PayeeRule::Within(_), _) => self.named(record, amount),
        };
        let within = match self.plan.layout.payee {
            PayeeRule::Within(part) => part(&description),
            PayeeRule::Named | PayeeRule::Parties(_) => &description,
        };
        let kind = self.cell(record, self.columns.kind);
        let mut names = [&by_rule, within, &kind].into_iter();
        let name = names.find(|name| says_something(name) && !is_masked_number(name));
        name.map(with_single_blanks).unwrap_or_default()
    }

    /// The payee column, else the one of giver and getter that is not the account's owner.
    fn named(&self, record: &Record, amount: Decimal) -> Cow<'t, str> {
        let named = self.cell(record, self.columns.payee);
        let has = |role| self.plan.roles.get(role).is_some();
        if named.is_empty() && has(Role::From) && has(Role::To) {
            return self.party(record, amount, "");
        }
        named
    }

    /// Which side of a row with giver and getter is the person's own: money left the giver.
    pub(super) fn own_side(&self, record: &Record) -> Option<Flag> {
        let Sign::Sides(own) = self.sign.sign else {
            return None;
        };
        if own.contains(&&*self.role(record, Role::FromType)) {
            return Some(Flag::Out);
        }
        if own.contains(&&*self.role(record, Role::ToType)) {
            return Some(Flag::In);
        }
        // A side without a type is not somebody else's: the account whose first balance this is.
        let is_unnamed = self.role(record, Role::From).is_empty();
        Some(
            if is_unnamed && self.role(record, Role::FromType).is_empty() {
                Flag::Out
            } else {
                Flag::In
            },
        )
    }

    /// The name on a side; the other one's where it has none.
    pub(super) fn name_of_side(&self, record: &Record, side: Flag) -> Cow<'t, str> {
        let (first, second) = match side {
            Flag::Out => (Role::From, Role::To),
            Flag::In => (Role::To, Role::From),
        };
        let name = self.role(record, first);
        if name.is_empty() {
            return self.role(record, second);
        }
        name
    }

    /// The getter's account, where it is the person's own as well as the giver's.
    pub(super) fn other_own_side(&self, record: &Record) -> Option<String> {
        let Sign::Sides(own) = self.sign.sign else {
            return None;
        };
        let both = [Role::FromType, Role::ToType]
            .into_iter()
            .all(|role| own.contains(&&*self.role(record, role)));
        both.then(|| self.role(record, Role::To).into_owned())
    }

    fn party(&self, record: &Record, amount: Decimal, turning: &str) -> Cow<'t, str> {
        let is_turned = !turning.is_empty() && self.cell(record, self.columns.kind) == turning;
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
            if says_something(&cell) && *cell != *payee && with_single_blanks(&cell) != payee {
                join_text(&mut memo, &cell);
            }
        }
        memo
    }
}

/// A card's number with stars is nobody's name.
fn is_masked_number(name: &str) -> bool {
    name.as_bytes().contains(&b'*')
        && name.contains("**")
        && name.chars().filter(|c| c.is_alphabetic()).count() < 4
}

/// Neither empty nor the slash or dash that some exports put into empty cells.
fn says_something(cell: &str) -> bool {
    !matches!(cell, "" | "/" | "-")
}
