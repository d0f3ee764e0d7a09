//! What cashback says in plain sentences: what a programme pays, how a reward came about, how far it is,
//! and a text to send. Nothing here urges anybody to spend, and what is only expected is never called
//! money.

mod claims;
mod payouts;
mod programmes;
mod receivables;
mod rewards;
mod rules;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

pub(super) use claims::{Claim, ClaimOf, claim_text};
pub(super) use payouts::{PayoutSums, payout_words};
pub(super) use programmes::{bonus_words, cap_words, programme_words};
pub(super) use receivables::{Carried, Standing, age_words, receivable_words, statement_title};
pub(super) use rewards::{left_words, not_live_words, reason_words, rounding_words};
pub(super) use rules::{rate_words, rule_name, rule_words, rules_on};

/// A day as a sentence says it: `3 May 2026`.
pub(super) fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// An amount as a sentence says it: `1,500.00 USD`.
pub(super) fn money_words(money: Money) -> String {
    let text = money.decimal_text();
    let (sign, number) = text
        .strip_prefix('-')
        .map_or(("", &*text), |rest| ("-", rest));
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{rest} {}", money.currency())
}

/// A part as a percentage: `12 %`, with at most so many decimals.
pub(super) fn percent_words(part: Decimal) -> String {
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(part);
    format!("{} %", percent.normalize())
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn list_words<T: AsRef<str>>(parts: &[T]) -> String {
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
pub(super) fn count_words(count: u32, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {one}{ending}")
}

/// A sentence that begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect());
    format!("{first}{}.", letters.as_str())
}

/// What a programme is spent in and what it rewards with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Units {
    pub currency: Currency,
    pub unit: Currency,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_amounts_are_grouped() {
        let words = |text: &str| money_words(text.parse().unwrap());
        assert_eq!(words("1500.00 USD"), "1,500.00 USD");
        assert_eq!(words("-1234567.80 EUR"), "-1,234,567.80 EUR");
        assert_eq!(words("999 JPY"), "999 JPY");
        assert_eq!(words("0.05 EUR"), "0.05 EUR");
    }

    #[test]
    fn a_sentence_has_a_beginning_and_an_end() {
        assert_eq!(sentence("so it is"), "So it is.");
        assert_eq!(list_words(&["a", "b", "c"]), "a, b and c");
        assert_eq!(count_words(1, "day"), "1 day");
    }
}
