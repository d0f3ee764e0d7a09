//! The person's own match of what other rules set aside (spec B, matching).

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::{
    Cause, Deposit, at_most, check_currency, check_limit, check_rate, deposit, left_of, part_of,
};
use crate::RulesError;
use crate::calendar::{Period, beyond_calendar};
use crate::ids::EntryId;

/// A match of deposits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// Which part of the deposits is added, a fraction; 1 doubles them.
    pub rate: Decimal,
    /// The stretch of time that the cap is for.
    pub period: Period,
    /// The most in each period.
    pub cap: Option<Money>,
    /// The first day; none for all there is.
    pub from: Option<NaiveDate>,
    /// The last day; none for no end.
    pub to: Option<NaiveDate>,
}

/// A deposit that is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchedDeposit {
    /// Under which number the caller knows it.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// How much; withdrawals are below zero and lower what later deposits are matched with.
    pub amount: Money,
}

/// What a period has seen so far.
#[derive(Clone, Copy)]
struct Seen {
    deposited: Money,
    matched: Money,
}

/// Brings the match of each period to round(rate × its deposits so far), at most the cap; so no
/// rounding adds up. All deposits are in one currency and come in the order of their days.
pub fn matching(rule: &Matching, deposits: &[MatchedDeposit]) -> Result<Vec<Deposit>, RulesError> {
    check_rate("rate", rule.rate)?;
    let mut periods: HashMap<NaiveDate, Seen> = HashMap::new();
    let mut matches = Vec::new();
    for matched in deposits
        .iter()
        .filter(|deposit| rule.is_open_on(deposit.day))
    {
        check_limit("cap", rule.cap, matched.amount.currency())?;
        let period = rule.period.span_of(matched.day);
        let period = period.ok_or_else(beyond_calendar)?.first;
        let nothing = Money::zero(matched.amount.currency());
        let seen = periods.entry(period).or_insert(Seen {
            deposited: nothing,
            matched: nothing,
        });
        let amount = rule.taken(seen, matched.amount)?;
        matches.extend(deposit(matched.day, amount, Cause::Entry(matched.entry)));
    }
    Ok(matches)
}

impl Matching {
    fn is_open_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// What one more deposit of a period adds to its match, zero or more.
    fn taken(&self, seen: &mut Seen, amount: Money) -> Result<Money, RulesError> {
        check_currency(amount, seen.deposited.currency())?;
        seen.deposited = seen.deposited.checked_add(amount)?;
        let want = part_of(seen.deposited, self.rate, Rounding::HalfUp)?;
        let more = at_most(left_of(at_most(want, self.cap), seen.matched)?, None);
        seen.matched = seen.matched.checked_add(more)?;
        Ok(more)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, cents, day, euros, half};
    use super::super::total;
    use super::*;

    fn saved(on: &str, minor: i64) -> MatchedDeposit {
        MatchedDeposit {
            entry: EntryId(1),
            day: day(on),
            amount: cents(minor),
        }
    }

    fn by_half() -> Matching {
        Matching {
            rate: half(),
            period: Period::Lifetime,
            cap: None,
            from: None,
            to: None,
        }
    }

    #[test]
    fn two_odd_cents_are_matched_with_one() {
        let deposits = [saved("2025-05-01", 1), saved("2025-05-01", 1)];
        assert_eq!(amounts(&matching(&by_half(), &deposits).unwrap()), ["0.01"]);
    }

    #[test]
    fn both_ends_are_inclusive_and_a_new_period_has_a_new_cap() {
        let rule = Matching {
            period: Period::Statement(15),
            cap: Some(euros("1.00")),
            from: Some(day("2025-05-01")),
            to: Some(day("2025-05-16")),
            ..by_half()
        };
        let days = [
            "2025-04-30",
            "2025-05-01",
            "2025-05-15",
            "2025-05-16",
            "2025-05-17",
        ];
        let deposits = days.map(|day| saved(day, 500));
        assert_eq!(
            amounts(&matching(&rule, &deposits).unwrap()),
            ["1.00", "1.00"]
        );
    }

    #[test]
    fn what_was_withdrawn_is_not_matched_again() {
        let deposits = [
            saved("2025-05-01", 1_000),
            saved("2025-05-02", -400),
            saved("2025-05-03", 600),
        ];
        let matches = matching(&by_half(), &deposits).unwrap();
        assert_eq!(amounts(&matches), ["5.00", "1.00"]);
    }

    #[test]
    fn two_currencies_are_refused() {
        let yen = MatchedDeposit {
            amount: "5 JPY".parse().unwrap(),
            ..saved("2025-05-01", 1)
        };
        assert!(matching(&by_half(), &[saved("2025-05-01", 1), yen]).is_err());
    }

    proptest! {
        #[test]
        fn the_match_is_the_rounded_part_of_all_deposits(
            deposits in proptest::collection::vec(0_i64..1_000, 1..50),
            cap in proptest::option::of(0_i64..9_000),
        ) {
            let rule = Matching { cap: cap.map(cents), ..by_half() };
            let list: Vec<_> = deposits.iter().map(|minor| saved("2025-05-01", *minor)).collect();
            let matches = matching(&rule, &list).unwrap();
            let sum: i64 = deposits.iter().sum();
            let whole = (sum + 1) / 2;
            let expected = cap.map_or(whole, |cap| whole.min(cap));
            prop_assert_eq!(total(&matches, cents(0).currency()).unwrap(), cents(expected));
        }
    }
}
