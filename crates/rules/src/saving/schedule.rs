//! The same amount on every due day (spec B, `set_and_forget`).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::Money;

use super::terms::{Pause, check_pauses, is_paused};
use super::{Cause, Deposit, check_above_zero, deposit};
use crate::RulesError;
use crate::calendar::{BusinessDayRule, Frequency, beyond_calendar};

/// A standing deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAndForget {
    /// How much each time, above zero.
    pub amount: Money,
    /// How often.
    pub frequency: Frequency,
    /// The first due day, which anchors all the others.
    pub start: NaiveDate,
    /// The last day that something is due on; none for no end.
    pub end: Option<NaiveDate>,
    /// Where a due day goes that is no business day.
    pub business_day: BusinessDayRule,
    /// Days that are no business days, besides the weekends.
    pub holidays: BTreeSet<NaiveDate>,
    /// What is due on these days is dropped, whatever day it would have been moved to.
    pub pauses: Vec<Pause>,
}

/// One deposit for each due day that has come by a day, on the day it was moved to. The cause is
/// the due day itself.
pub fn set_and_forget(rule: &SetAndForget, as_of: NaiveDate) -> Result<Vec<Deposit>, RulesError> {
    check_above_zero("amount", rule.amount, rule.amount.currency())?;
    check_pauses(&rule.pauses)?;
    let mut deposits = Vec::new();
    for due in rule.frequency.due_days(rule.start) {
        let day = rule.business_day.moved(due, &rule.holidays);
        let day = day.ok_or_else(beyond_calendar)?;
        if day > as_of || rule.end.is_some_and(|end| due > end) {
            break;
        }
        if !is_paused(&rule.pauses, due) {
            deposits.extend(deposit(day, rule.amount, Cause::Day(due)));
        }
    }
    Ok(deposits)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{day, days, euros};
    use super::*;

    fn monthly(start: &str) -> SetAndForget {
        SetAndForget {
            amount: euros("5.00"),
            frequency: Frequency::Monthly,
            start: day(start),
            end: None,
            business_day: BusinessDayRule::None,
            holidays: BTreeSet::new(),
            pauses: Vec::new(),
        }
    }

    fn made(rule: &SetAndForget, as_of: &str) -> Vec<String> {
        days(&set_and_forget(rule, day(as_of)).unwrap())
    }

    #[test]
    fn what_is_due_on_a_weekend_waits_for_the_monday() {
        let rule = SetAndForget {
            business_day: BusinessDayRule::Next,
            ..monthly("2025-05-31")
        };
        assert!(made(&rule, "2025-06-01").is_empty());
        assert_eq!(made(&rule, "2025-06-30"), ["2025-06-02", "2025-06-30"]);
    }

    #[test]
    fn what_is_due_on_a_weekend_may_come_before_it() {
        let rule = SetAndForget {
            business_day: BusinessDayRule::Previous,
            ..monthly("2025-05-31")
        };
        assert_eq!(made(&rule, "2025-05-30"), ["2025-05-30"]);
    }

    #[test]
    fn an_end_is_inclusive_and_a_pause_drops_the_due_day() {
        let rule = SetAndForget {
            end: Some(day("2025-04-15")),
            pauses: vec![(day("2025-02-15"), day("2025-03-15"))],
            ..monthly("2025-01-15")
        };
        let expected = ["2025-01-15", "2025-03-15", "2025-04-15"];
        assert_eq!(made(&rule, "2026-01-01"), expected);
    }

    #[test]
    fn a_standing_deposit_of_nothing_is_refused() {
        let rule = SetAndForget {
            amount: euros("0.00"),
            ..monthly("2025-01-15")
        };
        assert!(set_and_forget(&rule, day("2025-02-01")).is_err());
    }

    #[test]
    fn looking_later_only_adds_deposits() {
        let rule = SetAndForget {
            frequency: Frequency::Biweekly,
            business_day: BusinessDayRule::Next,
            ..monthly("2025-01-04")
        };
        let all = made(&rule, "2026-01-01");
        for as_of in ["2025-01-05", "2025-03-17", "2025-11-30"] {
            assert!(all.starts_with(&made(&rule, as_of)));
        }
    }
}
