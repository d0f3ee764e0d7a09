//! What a row is in the ledger, and the postings of its entry: what own accounts saw, and what faces them.

use std::collections::HashMap;

use farthing_money::{Currency, Money};
use farthing_statements::{Part as FilePart, PartPlace, Row, RowKind};
use rust_decimal::Decimal;

use super::plan::Planned;
use crate::error::Result;
use crate::ids::{AccountId, built_in};
use crate::kinds::{CategoryClass, EntryKind};
use crate::totals::Part;

/// How many characters a category's name has at most.
const LONGEST_CATEGORY: usize = 200;

/// Where money can go: the account and currency of each statement, and the categories by name.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub accounts: Vec<(AccountId, Option<Currency>)>,
    pub categories: HashMap<CategoryClass, HashMap<String, AccountId>>,
}

/// A row as its postings are made.
#[derive(Clone, Copy)]
pub(super) struct Moved<'a> {
    pub account: AccountId,
    pub planned: &'a Planned,
    pub row: &'a Row,
    pub kind: EntryKind,
}

/// What a row is in the ledger: what the layout says, else by its sign.
pub(crate) fn kind_of(row: &Row) -> EntryKind {
    match row.kind {
        RowKind::Unknown if row.neutral => EntryKind::Transfer,
        RowKind::Unknown if row.amount.is_sign_negative() => EntryKind::Purchase,
        RowKind::Unknown | RowKind::Income => EntryKind::Income,
        RowKind::Purchase => EntryKind::Purchase,
        RowKind::Refund => EntryKind::Refund,
        RowKind::Transfer | RowKind::Conversion => EntryKind::Transfer,
        RowKind::CashWithdrawal => EntryKind::CashWithdrawal,
        RowKind::Fee => EntryKind::Fee,
        RowKind::Interest => EntryKind::Interest,
        RowKind::CardPayment => EntryKind::CardPayment,
        RowKind::TopUp => EntryKind::TopUp,
        RowKind::Cashback => EntryKind::Cashback,
    }
}

/// The class of the categories that entries of a kind go to.
pub(super) fn class_of(kind: EntryKind) -> Option<CategoryClass> {
    match kind {
        EntryKind::Purchase | EntryKind::Refund => Some(CategoryClass::Expense),
        EntryKind::Income => Some(CategoryClass::Income),
        _ => None,
    }
}

/// What the provider calls the row's category, as far as a name goes.
pub(super) fn category_name(row: &Row) -> Option<&str> {
    row.category.as_deref().and_then(short_name)
}

/// The name and class of the category that a part goes to.
pub(super) fn category_of_part(part: &FilePart) -> Option<(&str, CategoryClass)> {
    match &part.place {
        PartPlace::Expense(name) => Some((short_name(name)?, CategoryClass::Expense)),
        PartPlace::Income(name) => Some((short_name(name)?, CategoryClass::Income)),
        PartPlace::Account(_) | PartPlace::Equity => None,
    }
}

fn short_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let end = text.char_indices().nth(LONGEST_CATEGORY);
    let name = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    (!name.is_empty()).then_some(name)
}

impl Places {
    /// What faces an own account for a row of a kind, unless something better is known.
    pub(super) fn facing(&self, row: &Row, kind: EntryKind) -> AccountId {
        let category = |otherwise| {
            let known = class_of(kind).and_then(|class| self.categories.get(&class));
            category_name(row)
                .and_then(|name| known?.get(name).copied())
                .unwrap_or(otherwise)
        };
        match kind {
            EntryKind::Purchase | EntryKind::Refund => category(built_in::SPENDING),
            EntryKind::Income => category(built_in::INCOME),
            EntryKind::Fee => built_in::FEES,
            EntryKind::Interest => built_in::INTEREST,
            EntryKind::Cashback => built_in::CASHBACK,
            EntryKind::Adjustment => built_in::ADJUSTMENTS,
            EntryKind::Transfer if row.kind == RowKind::Conversion => built_in::EXCHANGE,
            EntryKind::Transfer
            | EntryKind::CashWithdrawal
            | EntryKind::CardPayment
            | EntryKind::TopUp
            | EntryKind::GiftCard
            | EntryKind::CashAdvance => built_in::TRANSFERS,
        }
    }

    /// The postings of a row: what the account saw, the fee in it, and the rest to what faces it.
    pub(super) fn of_row(&self, moved: Moved<'_>, facing: AccountId) -> Result<Vec<Part>> {
        let Moved {
            account,
            planned,
            row,
            ..
        } = moved;
        if row.neutral {
            // No side can be proved: the size is kept, and the account's balance is left alone.
            return Ok(vec![
                Part::of(account, Money::zero(planned.amount.currency())).own(),
                Part::of(facing, planned.amount),
                Part::of(facing, planned.amount.negated()),
            ]);
        }
        if !row.parts().is_empty() {
            return self.of_parts(moved);
        }
        let rest = planned.fee.checked_add(planned.amount.negated())?;
        let mut parts = vec![Part::of(account, planned.amount).own()];
        if planned.fee.is_zero() || !rest.is_zero() {
            parts.push(Part::of(facing, rest));
        }
        if !planned.fee.is_zero() {
            parts.push(Part::of(built_in::FEES, planned.fee.negated()));
        }
        Ok(parts)
    }

    /// The postings of a row whose file says where all of it went.
    fn of_parts(&self, moved: Moved<'_>) -> Result<Vec<Part>> {
        let currency = moved.planned.amount.currency();
        let mut rest = moved.planned.amount;
        let mut parts = vec![Part::of(moved.account, moved.planned.amount).own()];
        for part in moved.row.parts() {
            let value = Money::from_decimal(part.value, currency)?;
            rest = rest.checked_add(value)?;
            match part.place {
                PartPlace::Account(index) => {
                    self.to_account(index, part.amount, value, &mut parts)?;
                }
                PartPlace::Expense(_) | PartPlace::Income(_) => {
                    parts.push(Part::of(self.category_of(part), value));
                }
                PartPlace::Equity => parts.push(Part::of(built_in::OPENING, value)),
            }
        }
        if !rest.is_zero() {
            parts.push(Part::of(built_in::ADJUSTMENTS, rest.negated()));
        }
        Ok(parts)
    }

    /// Into an own account: in its own currency, exchanged; shares at what they are worth.
    fn to_account(
        &self,
        index: usize,
        amount: Decimal,
        value: Money,
        parts: &mut Vec<Part>,
    ) -> Result<()> {
        let Some((account, currency)) = self.accounts.get(index).copied() else {
            parts.push(Part::of(built_in::TRANSFERS, value));
            return Ok(());
        };
        match currency.filter(|currency| *currency != value.currency()) {
            None => parts.push(Part::of(account, value).own()),
            Some(currency) => {
                let amount = Money::from_decimal(amount, currency)?;
                parts.push(Part::of(account, amount).own());
                parts.push(Part::of(built_in::EXCHANGE, amount.negated()));
                parts.push(Part::of(built_in::EXCHANGE, value));
            }
        }
        Ok(())
    }

    fn category_of(&self, part: &FilePart) -> AccountId {
        let known = category_of_part(part)
            .and_then(|(name, class)| self.categories.get(&class)?.get(name).copied());
        known.unwrap_or(match part.place {
            PartPlace::Income(_) => built_in::INCOME,
            _ => built_in::SPENDING,
        })
    }
}

/// Closes the postings of several rows that are one event: what they leave in a currency goes to
/// what faces them, the fees apart.
pub(super) fn closed(mut parts: Vec<Part>, fees: &[Money], facing: AccountId) -> Result<Vec<Part>> {
    for fee in fees.iter().filter(|fee| !fee.is_zero()) {
        parts.push(Part::of(built_in::FEES, fee.negated()));
    }
    let mut left: Vec<Money> = Vec::new();
    for part in &parts {
        let amount = Money::from_minor(part.minor, part.currency)?;
        match left.iter_mut().find(|sum| sum.currency() == part.currency) {
            Some(sum) => *sum = sum.checked_add(amount)?,
            None => left.push(amount),
        }
    }
    let open = left.into_iter().filter(|sum| !sum.is_zero());
    parts.extend(open.map(|sum| Part::of(facing, sum.negated())));
    Ok(parts)
}

/// The postings of an entry whose spending or income is split among categories. The parts are
/// signed as the account sees them.
pub(super) fn split(postings: &mut Vec<Part>, facing: AccountId, parts: &[(AccountId, Money)]) {
    let Some(at) = postings
        .iter()
        .position(|part| part.account == facing && !part.own)
    else {
        return;
    };
    let whole = parts.iter().map(|(_, amount)| amount.minor()).sum::<i64>();
    if postings.get(at).is_none_or(|part| part.minor != -whole) {
        return;
    }
    postings.remove(at);
    let parts = parts
        .iter()
        .map(|(category, amount)| Part::of(*category, amount.negated()));
    postings.extend(parts);
}
