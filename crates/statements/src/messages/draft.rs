//! What a message says: the draft of an entry.

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::matching::Found;
use super::slots::{Day, Money};
use super::template::{Direction, Template};
use crate::columns::number::negated;
use crate::model::RowKind;
use crate::text::with_single_blanks;

/// The draft of an entry, as the account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The name of the template that read it.
    pub template: String,
    /// Whose message it is, where the template is built in: `mpesa`, `paypal`.
    pub provider: Option<&'static str>,
    /// What kind of transaction it is, as far as the wording tells.
    pub kind: RowKind,
    /// What moved the account: negative for money that left, fee included.
    pub amount: Decimal,
    /// The currency, where the message or its template names it.
    pub currency: Option<Currency>,
    /// The part of `amount` that is the provider's fee: negative for a fee paid, zero for none.
    pub fee: Decimal,
    /// The account's balance after it.
    pub balance: Option<Decimal>,
    /// The provider's id of the transaction.
    pub reference: Option<String>,
    /// The reference of the transaction that this one takes back.
    pub related: Option<String>,
    /// Who was paid or who paid; empty where the message does not say.
    pub payee: String,
    /// The number or account of the other side.
    pub counter: Option<String>,
    /// The number of the own account, where the message names it.
    pub account: Option<String>,
    /// The day, where the message has one.
    pub date: Option<NaiveDate>,
    /// The local time, where the message has one.
    pub time: Option<NaiveTime>,
    /// The zone as it is written.
    pub zone: Option<String>,
    /// What else it says: a note, an account that was paid into.
    pub memo: String,
}

/// Why a message gives no draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Nothing but blanks.
    #[error("there is no message")]
    Empty,
    /// Longer than any message.
    #[error("a message has at most 8,000 characters")]
    TooLong,
    /// No template has this wording.
    #[error("no template reads “{0}”; make one of your own from it")]
    Unknown(String),
    /// A day that may be either of two.
    #[error(
        "“{0}” may be read in two ways; say in the template which: {{date dmy}} or {{date mdy}}"
    )]
    Day(String),
    /// An amount that may be either of two, or none.
    #[error("“{0}” cannot be read as one amount")]
    Amount(String),
    /// Amounts that no account can add.
    #[error("the amount, fee and balance are in different currencies")]
    Currencies,
}

impl Draft {
    /// Makes a draft of what a template found.
    pub(super) fn of(template: &Template, found: &Found<'_>) -> Result<Self, MessageError> {
        let amount = found.amount.as_ref();
        let amount = amount.ok_or_else(|| MessageError::Amount(String::new()))?;
        let currency = currency_of(template, found)?;
        let value = |money: &Money| {
            let value = money.value(currency);
            value.ok_or_else(|| MessageError::Amount(money.figures.clone()))
        };
        let fee = found
            .fee
            .as_ref()
            .map(value)
            .transpose()?
            .unwrap_or_default();
        let balance = found.balance.as_ref().map(|money| {
            let value = value(money)?;
            Ok(if money.is_negative {
                negated(value)
            } else {
                value
            })
        });
        let (payee, counter) = party(found.payee.unwrap_or(template.payee));
        let counter = found.counter.map(str::to_owned).or(counter);
        Ok(Self {
            template: template.name().to_owned(),
            provider: template.provider,
            kind: kind_of(template, counter.as_deref()),
            amount: moved(template, amount, value(amount)?, fee)?,
            currency,
            fee: negated(fee),
            balance: balance.transpose()?,
            reference: found.reference.map(str::to_owned),
            related: found.related.map(str::to_owned),
            payee,
            counter,
            account: found.account.map(str::to_owned),
            date: day_of(found)?,
            time: found.time,
            zone: found.zone.map(str::to_owned),
            memo: with_single_blanks(found.memo.unwrap_or_default()),
        })
    }
}

/// What moved the account. A minus against the template's direction is no amount that it can read.
fn moved(
    template: &Template,
    money: &Money,
    amount: Decimal,
    fee: Decimal,
) -> Result<Decimal, MessageError> {
    let unread = || MessageError::Amount(format!("-{}", money.figures));
    match template.direction {
        Direction::In if money.is_negative => Err(unread()),
        Direction::In => amount.checked_sub(fee).ok_or_else(unread),
        Direction::Out => amount.checked_add(fee).map(negated).ok_or_else(unread),
    }
}

/// The currency of all amounts: what stands beside them, else what the template's words name.
fn currency_of(template: &Template, found: &Found<'_>) -> Result<Option<Currency>, MessageError> {
    let all = [&found.amount, &found.fee, &found.balance];
    let mut named = all.into_iter().filter_map(|money| money.as_ref()?.currency);
    let first = named.next();
    if named.any(|other| Some(other) != first) {
        return Err(MessageError::Currencies);
    }
    Ok(first.or(template.currency))
}

fn day_of(found: &Found<'_>) -> Result<Option<NaiveDate>, MessageError> {
    match &found.date {
        None => Ok(None),
        Some(Day::Known(day)) => Ok(Some(*day)),
        Some(Day::Open(text)) => Err(MessageError::Day(text.clone())),
    }
}

/// Businesses pay in the same words as people do, but only people have a telephone number.
fn kind_of(template: &Template, counter: Option<&str>) -> RowKind {
    let is_person = counter.is_some_and(|number| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        digits >= 9 || number.contains(['*', '•'])
    });
    match (template.kind, template.direction) {
        (RowKind::Unknown, Direction::In) if is_person => RowKind::Transfer,
        (kind, _) => kind,
    }
}

/// A name without the number or address beside it: `ANA DEMO 0712345678`, `501901 - DEMO BANK`,
/// `Demo Inc (pay@example.org)`.
fn party(text: &str) -> (String, Option<String>) {
    let text = with_single_blanks(text);
    let (first, after) = text.split_once(' ').unwrap_or((text.as_str(), ""));
    if let Some(name) = after.strip_prefix("- ")
        && is_number(first)
    {
        return (name.to_owned(), Some(first.to_owned()));
    }
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text.as_str()));
    let last = last.trim_matches(['.', '(', ')']);
    let is_address = last.contains('@') && !before.is_empty();
    if !is_number(last) && !is_address {
        return (text, None);
    }
    let name = before.trim_end_matches([' ', ',', '-', '(']);
    let name = if name.is_empty() { last } else { name };
    (name.to_owned(), Some(last.to_owned()))
}

/// Whether a word is the number of a telephone or an account, with parts of it hidden or not.
fn is_number(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let is_hidden = word.contains("**");
    let is_part = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '*' | '•') || (is_hidden && c.is_ascii_uppercase())
    };
    digits >= 3 && word.chars().count() >= 5 && word.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beside_a_name_is_the_other_side() {
        let told = |text: &str| {
            let (name, number) = party(text);
            format!("{name}|{}", number.unwrap_or_default())
        };
        assert_eq!(told("ANA  DEMO 0712345678"), "ANA DEMO|0712345678");
        assert_eq!(told("501901 - DEMO BANK"), "DEMO BANK|501901");
        assert_eq!(told("MI*A P. 0915••••847"), "MI*A P.|0915••••847");
        assert_eq!(told("M**A D, 09170000000"), "M**A D|09170000000");
        assert_eq!(told("01700000000"), "01700000000|01700000000");
        assert_eq!(told("ANA PK**DEMO****7613"), "ANA|PK**DEMO****7613");
        assert_eq!(told("L. A. 09170000000."), "L. A.|09170000000");
        assert_eq!(
            told("Demo, Inc (pay@example.org)"),
            "Demo, Inc|pay@example.org"
        );
        assert_eq!(told("CAFE 24"), "CAFE 24|");
        assert_eq!(told("Demo Inc."), "Demo Inc.|");
        assert_eq!(told(""), "|");
    }
}
