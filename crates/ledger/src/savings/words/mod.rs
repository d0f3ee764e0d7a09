//! What saving says in plain sentences: what a rule does, why an amount is what it is, how a goal is on
//! its way and what has become of a transfer. Nothing here urges anybody to spend or to save, and what
//! is only set aside is never called money at the bank.

mod causes;
mod courses;
mod limits;
mod rules;
mod transfers;

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::checked::{typed_amount, typed_percent};
use crate::ids::{AccountId, ChoiceId, PayeeId};
use crate::wire::named_currency;

pub(super) use causes::{Because, because_words, reason_words};
pub(super) use courses::{course_words, interest_words, open_end_words, projection_words};
pub(super) use rules::{rule_words, usual_words};
pub(super) use transfers::{Due, SweepSums, due_words, sweep_words};

/// The names of what a rule looks at, by their ids.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Of accounts and of categories, which share their ids.
    pub accounts: HashMap<AccountId, String>,
    /// Of payees.
    pub payees: HashMap<PayeeId, String>,
    /// Of goals.
    pub goals: HashMap<ChoiceId, String>,
    /// Of rules.
    pub rules: HashMap<ChoiceId, String>,
}

impl Names {
    fn account(&self, id: AccountId) -> &str {
        self.accounts
            .get(&id)
            .map_or("an account that is gone", String::as_str)
    }

    fn category(&self, id: AccountId) -> &str {
        self.accounts
            .get(&id)
            .map_or("a category that is gone", String::as_str)
    }

    fn payee(&self, id: PayeeId) -> &str {
        self.payees
            .get(&id)
            .map_or("a payee that is gone", String::as_str)
    }

    fn goal(&self, id: ChoiceId) -> &str {
        self.goals
            .get(&id)
            .map_or("a goal that is gone", String::as_str)
    }

    fn rule(&self, id: ChoiceId) -> &str {
        self.rules
            .get(&id)
            .map_or("a rule that is gone", String::as_str)
    }
}

/// A day as a sentence says it: `3 May 2026`.
fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A typed amount as a sentence says it; what cannot be read stays as it was typed.
fn amount_words(text: &str, code: &str) -> String {
    let currency: Option<Currency> = named_currency(code).ok();
    let read = currency.and_then(|currency| typed_amount("amount", text, currency).ok());
    read.map_or_else(
        || format!("{} {code}", text.trim()),
        |amount| amount.to_string(),
    )
}

/// A typed percentage as a sentence says it; what cannot be read stays as it was typed.
fn percent_words(text: &str) -> String {
    let read = typed_percent("percent", text).ok();
    let percent = read.and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED));
    percent.map_or_else(
        || text.trim().to_owned(),
        |percent| format!("{} %", percent.normalize()),
    )
}

/// `A`, `A and B`, `A, B and C`.
fn list_words<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `1 day`, `2 days`.
fn count_words(count: u32, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {one}{ending}")
}

/// The text, if there is any.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str)
        .filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_counts_read_like_sentences() {
        assert_eq!(list_words(&["a"]), "a");
        assert_eq!(list_words(&["a", "b"]), "a and b");
        assert_eq!(list_words(&["a", "b", "c"]), "a, b and c");
        assert_eq!(count_words(1, "day"), "1 day");
        assert_eq!(count_words(7, "day"), "7 days");
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_was_typed() {
        assert_eq!(amount_words("1,5", "EUR"), "1.50 EUR");
        assert_eq!(amount_words(" much ", "EUR"), "much EUR");
        assert_eq!(percent_words("2,50"), "2.5 %");
        assert_eq!(percent_words("100"), "100 %");
        assert_eq!(percent_words("half"), "half");
    }
}
