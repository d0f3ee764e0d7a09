//! Records for the tests of the rules beside this file.

use chrono::NaiveDate;
use farthing_money::Money;
use rust_decimal::Decimal;

use super::Deposit;
use crate::ids::{AccountId, CategoryId, EntryId};
use crate::kind::Kind;
use crate::roundup::{Entry, Line, Status};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn euros(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

pub fn cents(minor: i64) -> Money {
    Money::from_minor(minor, euros("0.00").currency()).unwrap()
}

pub fn half() -> Decimal {
    "0.5".parse().unwrap()
}

/// A posted purchase from the kiosk.
pub fn bought(id: i64, on: &str, price: &str) -> Entry<'static> {
    Entry {
        id: EntryId(id),
        day: day(on),
        account: AccountId(1),
        amount: euros(price).negated(),
        authorised: None,
        kind: Kind::Purchase,
        status: Status::Posted,
        payee: "Kiosk",
        category: None,
        lines: &[],
        refund_of: None,
    }
}

/// A posted income from the works.
pub fn earned(id: i64, on: &str, pay: &str) -> Entry<'static> {
    Entry {
        amount: euros(pay),
        kind: Kind::Income,
        payee: "Works",
        ..bought(id, on, pay)
    }
}

pub fn line(amount: &str, kind: Kind, category: i64) -> Line {
    Line {
        amount: euros(amount),
        kind,
        category: Some(CategoryId(category)),
    }
}

pub fn amounts(deposits: &[Deposit]) -> Vec<String> {
    let amounts = deposits.iter().map(|deposit| deposit.amount);
    amounts.map(|amount| amount.decimal_text()).collect()
}

pub fn days(deposits: &[Deposit]) -> Vec<String> {
    let days = deposits.iter().map(|deposit| deposit.day);
    days.map(|day| day.to_string()).collect()
}
