//! What a person types for an entry, understood as postings; and an entry said that way again.

use chrono::{NaiveDate, NaiveTime, Timelike};
use farthing_money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::entries::Posting;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, built_in};
use crate::kinds::{EntryKind, EntryStatus};
use crate::register::{EntryRow, PostingLine};
use crate::totals::stored_currency;

/// An entry as the person types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EntryInput {
    /// The local day.
    pub date: NaiveDate,
    /// The local time, `14:05` or `14:05:30`.
    pub time: Option<String>,
    /// The own account that paid or was paid.
    pub account: AccountId,
    /// What it is; decides the side.
    pub kind: EntryKind,
    /// How final it is.
    pub status: EntryStatus,
    /// The size without fee and tip, as typed; positive. An adjustment or a transfer may have a
    /// minus: an adjustment down, a transfer that came in.
    pub amount: String,
    /// The currency's code.
    pub currency: String,
    /// Who was paid or who paid.
    pub payee: String,
    /// A note.
    pub note: String,
    /// The category of a purchase, refund or income.
    pub category: Option<AccountId>,
    /// A fee on top, as typed; empty for none.
    pub fee: String,
    /// A tip on top, as typed; empty for none.
    pub tip: String,
    /// Where a transfer, top-up, card payment or withdrawal went.
    pub to_account: Option<AccountId>,
    /// Tags.
    pub tags: Vec<String>,
}

/// The entry as somebody would type it; `None` where its postings cannot be said that way, such as
/// those of a split or of two currencies.
pub(crate) fn as_typed(entry: &EntryRow, postings: &[PostingLine]) -> Result<Option<EntryInput>> {
    let currency = stored_currency(&entry.amount.currency)?;
    let mut parts: Vec<Posting> = Vec::with_capacity(postings.len());
    for line in postings {
        let amount = Money::from_minor(line.minor, stored_currency(&line.currency)?)?;
        parts.push(Posting::of(line.account, amount));
    }
    let Some(input) = candidate(entry, postings, currency) else {
        return Ok(None);
    };
    let again = typed_postings(&input, currency).map(sorted);
    Ok((again.ok() == Some(sorted(parts))).then_some(input))
}

fn sorted(mut postings: Vec<Posting>) -> Vec<(AccountId, String, i64)> {
    let mut keys: Vec<_> = postings
        .drain(..)
        .map(|p| {
            (
                p.account,
                p.amount.currency().code().to_owned(),
                p.amount.minor(),
            )
        })
        .collect();
    keys.sort();
    keys
}

/// The likeliest way to have typed these postings; whether it is right is for the caller to check.
fn candidate(entry: &EntryRow, postings: &[PostingLine], currency: Currency) -> Option<EntryInput> {
    let text = |minor: i64| {
        Money::from_minor(minor, currency).map_or_else(|_| String::new(), |m| m.decimal_text())
    };
    let part = |account: AccountId| postings.iter().find(|p| p.account == account);
    let extra = |account| part(account).map_or_else(String::new, |p| text(p.minor));
    let own = postings
        .iter()
        .filter(|p| p.own())
        .min_by_key(|p| p.minor)?;
    let to = postings
        .iter()
        .find(|p| p.own() && p.account != own.account);
    let aside = [built_in::FEES, built_in::TIPS];
    let other = postings
        .iter()
        .find(|p| !p.own() && !aside.contains(&p.account))
        .or(to)
        .or_else(|| part(built_in::FEES))?;
    let comes_in = matches!(
        entry.kind,
        EntryKind::Refund
            | EntryKind::Income
            | EntryKind::Interest
            | EntryKind::Cashback
            | EntryKind::Adjustment
    );
    let fee_alone = other.account == built_in::FEES;
    Some(EntryInput {
        date: entry.date,
        time: entry.time.map(|time| time.format("%H:%M:%S").to_string()),
        account: own.account,
        kind: entry.kind,
        status: entry.status,
        amount: text(if comes_in { -other.minor } else { other.minor }),
        currency: entry.amount.currency.clone(),
        payee: entry.payee.clone(),
        note: entry.note.clone(),
        category: other.is_category().then_some(other.account),
        fee: if fee_alone {
            String::new()
        } else {
            extra(built_in::FEES)
        },
        tip: extra(built_in::TIPS),
        to_account: to.map(|p| p.account),
        tags: entry.tags.clone(),
    })
}

fn may_have_a_minus(input: &EntryInput) -> bool {
    let moves = matches!(
        input.kind,
        EntryKind::Transfer
            | EntryKind::CashWithdrawal
            | EntryKind::CardPayment
            | EntryKind::TopUp
            | EntryKind::GiftCard
            | EntryKind::CashAdvance
    );
    input.kind == EntryKind::Adjustment || (moves && input.to_account.is_none())
}

/// The postings of an entry as typed: the other side first decides where the money goes.
pub(crate) fn typed_postings(input: &EntryInput, currency: Currency) -> Result<Vec<Posting>> {
    let size = typed_amount("amount", &input.amount, currency)?;
    let fee = typed_extra("fee", &input.fee, currency)?;
    let tip = typed_extra("tip", &input.tip, currency)?;
    if size.minor() <= 0 && !may_have_a_minus(input) {
        return Err(LedgerError::invalid(
            "amount",
            "write a size above zero; the kind decides the side",
        ));
    }
    let (other, other_amount) = other_side(input, size);
    let mut postings = vec![Posting::of(other, other_amount)];
    postings.extend((!fee.is_zero()).then(|| Posting::of(built_in::FEES, fee)));
    postings.extend((!tip.is_zero()).then(|| Posting::of(built_in::TIPS, tip)));
    let mut own = Money::zero(currency);
    for posting in &postings {
        own = own.checked_add(posting.amount.negated())?;
    }
    postings.insert(0, Posting::of(input.account, own));
    Ok(postings)
}

/// Which account faces the own one, and what it gets.
fn other_side(input: &EntryInput, size: Money) -> (AccountId, Money) {
    let category = |otherwise| input.category.unwrap_or(otherwise);
    match input.kind {
        EntryKind::Purchase => (category(built_in::SPENDING), size),
        EntryKind::Refund => (category(built_in::SPENDING), size.negated()),
        EntryKind::Fee => (built_in::FEES, size),
        EntryKind::Income => (category(built_in::INCOME), size.negated()),
        EntryKind::Interest => (category(built_in::INTEREST), size.negated()),
        EntryKind::Cashback => (category(built_in::CASHBACK), size.negated()),
        EntryKind::Adjustment => (built_in::ADJUSTMENTS, size.negated()),
        EntryKind::Transfer
        | EntryKind::CashWithdrawal
        | EntryKind::CardPayment
        | EntryKind::TopUp
        | EntryKind::GiftCard
        | EntryKind::CashAdvance => (input.to_account.unwrap_or(built_in::TRANSFERS), size),
    }
}

fn typed_extra(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    if text.trim().is_empty() {
        return Ok(Money::zero(currency));
    }
    let extra = typed_amount(field, text, currency)?;
    if extra.minor() < 0 {
        return Err(LedgerError::invalid(
            field,
            "write a size above zero, or leave it empty",
        ));
    }
    Ok(extra)
}

/// An amount as a person types it: a comma may stand for the point, if there is only one mark.
fn typed_amount(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    let text = text.trim().replace('\u{2212}', "-");
    let plain = if text.contains('.') {
        text
    } else {
        text.replacen(',', ".", 1)
    };
    Money::parse(&plain, currency).map_err(|error| LedgerError::invalid(field, error.to_string()))
}

pub(crate) fn typed_time(text: Option<&str>) -> Result<Option<u32>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    NaiveTime::parse_from_str(text, "%H:%M:%S")
        .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"))
        .map(|time| Some(time.num_seconds_from_midnight()))
        .map_err(|_| {
            LedgerError::invalid(
                "time",
                format!("“{text}” is not a time; write it like 14:05"),
            )
        })
}
