//! The fixed parts of a SWIFT statement: the entry of `:61:` and the balances of `:60F:` and `:62F:`.

use chrono::{Datelike, NaiveDate};
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::columns::number::negated;

/// An amount is below this, in whole units; nobody's statement comes near.
const MAX_AMOUNT: i64 = 1_000_000_000_000_000;
/// How long a customer's reference may be.
const REFERENCE_LEN: usize = 16;

/// The entry of `:61:`, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    /// The value date, six digits.
    pub value: &'t str,
    /// The entry date, four digits, or empty.
    pub booked: &'t str,
    /// Whether money came or left, and how.
    pub mark: Mark,
    /// What moved, with the sign of the mark.
    pub amount: Decimal,
    /// How it was done: `TRF`, `CHG`, `051`.
    pub code: &'t str,
    /// The reference that the account's owner knows it by.
    pub customer: &'t str,
    /// The bank's own reference.
    pub bank: &'t str,
    /// What stands after the place of the reference: the other side's name at some banks.
    pub rest: &'t str,
}

/// The mark of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Money came.
    Credit,
    /// Money left.
    Debit,
    /// An earlier credit is taken back: money left.
    CreditReversed,
    /// An earlier debit is taken back: money came.
    DebitReversed,
    /// Money will come.
    CreditExpected,
    /// Money will leave.
    DebitExpected,
}

impl Mark {
    fn is_out(self) -> bool {
        matches!(
            self,
            Self::Debit | Self::CreditReversed | Self::DebitExpected
        )
    }

    /// Whether it has not happened yet.
    pub(super) fn is_expected(self) -> bool {
        matches!(self, Self::CreditExpected | Self::DebitExpected)
    }
}

/// A balance as `:60F:C131016EUR84349,74` states it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Balance {
    pub day: Option<NaiveDate>,
    pub currency: Option<Currency>,
    pub amount: Decimal,
}

/// A day of six digits, year first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// A day of the calendar.
    Real(NaiveDate),
    /// A day after the end of its month, such as 30 February: here the month's last day.
    MonthEnd(NaiveDate),
    /// No day of any month.
    None,
}

/// Takes the first line of `:61:` apart; an error says what was expected.
pub(super) fn entry_of(line: &str) -> Result<Entry<'_>, String> {
    let wrong = |what: &str| format!("“{line}” is no entry (:61:): {what}");
    let (value, rest) = digits(line, 6).ok_or_else(|| wrong("six digits of a day come first"))?;
    let (booked, rest) = digits(rest, 4).unwrap_or(("", rest));
    let (mark, rest) =
        mark_of(rest).ok_or_else(|| wrong("C, D, RC, RD, EC or ED follows the day"))?;
    // The third letter of the currency may stand before the amount.
    let funds_code = rest.strip_prefix(|c: char| c.is_ascii_uppercase());
    let (amount, rest) = amount_of(funds_code.unwrap_or(rest))
        .ok_or_else(|| wrong("an amount such as 12,50 follows the mark"))?;
    let code_len = rest.char_indices().nth(4).map_or(rest.len(), |(at, _)| at);
    let (code, rest) = rest.split_at(code_len);
    let (customer, bank, rest) = references(rest);
    Ok(Entry {
        value,
        booked,
        mark,
        amount: if mark.is_out() {
            negated(amount)
        } else {
            amount
        },
        code: code.get(1..).unwrap_or_default().trim(),
        customer,
        bank,
        rest,
    })
}

/// Reads a balance; days and currencies that are none are left open.
pub(super) fn balance_of(line: &str) -> Option<Balance> {
    let is_debit = line.starts_with('D');
    let rest = line.strip_prefix(['C', 'D'])?;
    let (day, rest) = digits(rest, 6)?;
    let currency = rest
        .get(..3)
        .filter(|code| code.bytes().all(|b| b.is_ascii_uppercase()));
    let rest = rest.get(currency.map_or(0, str::len)..)?;
    let (amount, _) = amount_of(rest)?;
    Some(Balance {
        day: match day_of(day) {
            Day::Real(day) | Day::MonthEnd(day) => Some(day),
            Day::None => None,
        },
        currency: currency.and_then(currency_of_code),
        amount: if is_debit { negated(amount) } else { amount },
    })
}

/// The day that six digits name.
pub(super) fn day_of(digits: &str) -> Day {
    let part = |from: usize| digits.get(from..from + 2)?.parse::<u32>().ok();
    let (Some(year), Some(month), Some(day)) = (part(0), part(2), part(4)) else {
        return Day::None;
    };
    let year = i32::try_from(year).unwrap_or_default();
    let year = if year < 70 { 2000 + year } else { 1900 + year };
    if let Some(day) = NaiveDate::from_ymd_opt(year, month, day) {
        return Day::Real(day);
    }
    let last = (28..day).rev().take(3);
    let mut last = last.filter_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    match last.next() {
        Some(last) if day <= 31 => Day::MonthEnd(last),
        _ => Day::None,
    }
}

/// The day that the four digits of an entry date name in the year that brings it nearest to another.
pub(super) fn entry_day(digits: &str, near: NaiveDate) -> Option<NaiveDate> {
    let month = digits.get(..2)?.parse().ok()?;
    let day = digits.get(2..4)?.parse().ok()?;
    let years = near.year() - 1..=near.year() + 1;
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|candidate| (*candidate - near).abs())
}

/// So many ASCII digits, and what follows them.
fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let are_digits = digits.bytes().all(|b| b.is_ascii_digit());
    are_digits.then_some((digits, rest))
}

fn mark_of(text: &str) -> Option<(Mark, &str)> {
    const MARKS: [(&str, Mark); 6] = [
        ("RC", Mark::CreditReversed),
        ("RD", Mark::DebitReversed),
        ("EC", Mark::CreditExpected),
        ("ED", Mark::DebitExpected),
        ("C", Mark::Credit),
        ("D", Mark::Debit),
    ];
    let mut found = MARKS.iter();
    found.find_map(|(word, mark)| Some((*mark, text.strip_prefix(word)?)))
}

/// `1,` `0,` `000000001,10` `11 27421,94`: digits up to the first letter, a comma before the minor units.
fn amount_of(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ' '));
    let (figures, rest) = text.split_at(end.unwrap_or(text.len()));
    let figures: String = figures.chars().filter(|c| *c != ' ').collect();
    let (whole, minor) = match figures.split_once(',') {
        Some((whole, minor)) => (whole.replace('.', ""), minor),
        // Some banks write a point, against the format.
        None => match figures.split_once('.') {
            Some((whole, minor)) if minor.len() != 3 => (whole.to_owned(), minor),
            Some(_) => return None,
            None => (figures.clone(), ""),
        },
    };
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = is_digits(&whole) && is_digits(minor) && whole.len() + minor.len() <= 18;
    if !fits || (whole.is_empty() && minor.is_empty()) {
        return None;
    }
    let scale = u32::try_from(minor.len()).ok()?;
    let amount = Decimal::new(format!("{whole}{minor}").parse().ok()?, scale);
    (amount <= Decimal::from(MAX_AMOUNT)).then_some((amount, rest))
}

/// The customer's reference, the bank's after `//`, and what stands behind the place of the first.
fn references(text: &str) -> (&str, &str, &str) {
    if let Some((customer, bank)) = text.split_once("//") {
        return (customer.trim(), bank.trim(), "");
    }
    let at = text.char_indices().nth(REFERENCE_LEN);
    let at = at.map_or(text.len(), |(at, _)| at);
    let (place, rest) = text.split_at(at);
    if place.ends_with(' ') || rest.starts_with(' ') {
        return (place.trim(), "", rest.trim());
    }
    (text.trim(), "", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_entry_is_taken_apart() {
        for (line, booked, amount, code, customer, bank, rest) in [
            (
                "2612311231D12,5NTRFNONREF",
                "1231",
                "-12.5",
                "TRF",
                "NONREF",
                "",
                "",
            ),
            (
                "2612310102CR3000,NMSCREF//7700/1",
                "0102",
                "3000",
                "MSC",
                "REF",
                "7700/1",
                "",
            ),
            (
                "261231CN50,00NZ10NONREF",
                "",
                "50.00",
                "Z10",
                "NONREF",
                "",
                "",
            ),
            ("261231RC0,NCHG", "", "0", "CHG", "", "", ""),
            ("261231RDR,75S051", "", "0.75", "051", "", "", ""),
            ("261231ED1.234,56NTRFA", "", "-1234.56", "TRF", "A", "", ""),
            ("261231EC7NTRFA", "", "7", "TRF", "A", "", ""),
            ("261231D 12.50NTRF", "", "-12.50", "TRF", "", "", ""),
            (
                "261231D000000001213,28N0440990011223      J. de Boer   ",
                "",
                "-1213.28",
                "044",
                "0990011223",
                "",
                "J. de Boer",
            ),
            (
                "2612311231DF2402,00S   X",
                "1231",
                "-2402.00",
                "",
                "X",
                "",
                "",
            ),
        ] {
            let entry = entry_of(line).unwrap();
            let amount: Decimal = amount.parse().unwrap();
            assert_eq!(
                (entry.value, entry.booked, entry.amount, entry.code),
                ("261231", booked, amount, code),
                "{line}"
            );
            assert_eq!(
                (entry.customer, entry.bank, entry.rest),
                (customer, bank, rest),
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_no_entry_says_what_was_expected() {
        for (line, expected) in [
            ("", "six digits of a day come first"),
            ("26123ä", "six digits of a day come first"),
            ("261231X1,", "C, D, RC, RD, EC or ED follows the day"),
            ("261231C,NTRF", "an amount such as 12,50 follows the mark"),
            (
                "261231C1,2,3NTRF",
                "an amount such as 12,50 follows the mark",
            ),
            (
                "261231C1.234NTRF",
                "an amount such as 12,50 follows the mark",
            ),
            (
                "261231C1234567890123456789,NTRF",
                "an amount such as 12,50 follows the mark",
            ),
            (
                "261231C1000000000000001,NTRF",
                "an amount such as 12,50 follows the mark",
            ),
        ] {
            let error = entry_of(line).unwrap_err();
            assert_eq!(error, format!("“{line}” is no entry (:61:): {expected}"));
        }
    }

    #[test]
    fn balances_are_read_with_and_without_their_currency() {
        let told = |line: &str| {
            let balance = balance_of(line)?;
            let code = balance.currency.map(|c| c.code().to_owned());
            let day = balance.day.map(|day| day.to_string());
            Some(format!(
                "{} {} {}",
                day?,
                code.unwrap_or_default(),
                balance.amount
            ))
        };
        assert_eq!(
            told("C131016EUR84349,74").unwrap(),
            "2013-10-16 EUR 84349.74"
        );
        assert_eq!(told("D131016EUR0001,").unwrap(), "2013-10-16 EUR -1");
        assert_eq!(told("C020315105000,00").unwrap(), "2002-03-15  105000.00");
        assert_eq!(
            told("C021131INR11 27,94").unwrap(),
            "2002-11-30 INR 1127.94"
        );
        assert_eq!(balance_of("C141387INR1,").unwrap().day, None);
        assert_eq!(balance_of("EUR1,"), None);
    }

    #[test]
    fn days_after_the_end_of_a_month_are_its_last() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(day_of("990228"), Day::Real(day(1999, 2, 28)));
        assert_eq!(day_of("260230"), Day::MonthEnd(day(2026, 2, 28)));
        assert_eq!(day_of("160230"), Day::MonthEnd(day(2016, 2, 29)));
        assert_eq!(day_of("260431"), Day::MonthEnd(day(2026, 4, 30)));
        for none in ["261301", "260100", "260132", "260032", "26013"] {
            assert_eq!(day_of(none), Day::None, "{none}");
        }
    }

    #[test]
    fn an_entry_date_is_of_the_nearest_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(entry_day("0102", day(2026, 12, 31)), Some(day(2027, 1, 2)));
        assert_eq!(entry_day("1231", day(2026, 1, 2)), Some(day(2025, 12, 31)));
        assert_eq!(entry_day("7806", day(2026, 1, 2)), None);
    }
}
