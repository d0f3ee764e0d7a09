//! Rewards for good days: for each day without spending, and for a row of them (spec B).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate, Weekday};
use farthing_money::{Currency, Money};

use super::{Cause, Deposit, Terms, check_above_zero, check_limit, deposit};
use crate::RulesError;
use crate::calendar::{Period, beyond_calendar};
use crate::roundup::Entry;

/// How many days card postings have to come in before a day is finished, unless the person says
/// otherwise.
pub const USUAL_SETTLE_LAG_DAYS: u32 = 2;

/// A fixed amount for each day without spending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSpendReward {
    /// Which purchases spoil a day; days of a pause are not rewarded.
    pub terms: Terms,
    /// The reward of a day, above zero.
    pub amount: Money,
    /// The first day that can be rewarded.
    pub start: NaiveDate,
    /// How many days after it a day is finished.
    pub settle_lag_days: u32,
    /// Purchases up to this size spoil no day.
    pub exempt_below: Option<Money>,
    /// How many days of a week are rewarded, the first ones; none for all.
    pub max_per_week: Option<u32>,
    /// The day on which weeks begin.
    pub week_start: Weekday,
}

/// How a day of a habit went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayResult {
    /// Well.
    Good,
    /// Not well: it ends the streak.
    Bad,
    /// It was left out: it neither counts nor ends the streak.
    Skipped,
}

/// Bonuses for good days in a row. Both kinds may be given; what falls on one day is one deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreakBonus {
    /// The currency of the bonuses.
    pub currency: Currency,
    /// A bonus each time so many good days are full.
    pub every: Option<(u32, Money)>,
    /// Bonuses at these numbers of good days, once in a streak.
    pub ladder: BTreeMap<u32, Money>,
}

/// Rewards each finished day without a purchase above the exempt size (spec B, `no_spend_reward`).
/// A day is finished when it and its lag lie before `today`. Purchases count from when they are
/// pending, as they would otherwise spoil a day that was rewarded.
pub fn no_spend_reward(
    rule: &NoSpendReward,
    entries: &[Entry<'_>],
    today: NaiveDate,
) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let spoilt = rule.spoilt(entries);
    let mut in_week: HashMap<NaiveDate, u32> = HashMap::new();
    let mut deposits = Vec::new();
    for day in rule
        .start
        .iter_days()
        .take_while(|day| rule.is_finished(*day, today))
    {
        if spoilt.contains(&day) || !rule.terms.is_active_on(day) {
            continue;
        }
        let week = Period::Week(rule.week_start).span_of(day);
        let count = in_week
            .entry(week.ok_or_else(beyond_calendar)?.first)
            .or_default();
        if rule.max_per_week.is_none_or(|most| *count < most) {
            *count += 1;
            deposits.extend(deposit(day, rule.amount, Cause::Day(day)));
        }
    }
    Ok(deposits)
}

/// Rewards good days in a row (spec B, `streak_bonus`). A day that is not listed ends the streak, as
/// a bad one does.
pub fn streak_bonus(
    rule: &StreakBonus,
    results: &BTreeMap<NaiveDate, DayResult>,
) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let mut deposits = Vec::new();
    let mut streak: Option<(NaiveDate, u32)> = None;
    let mut before: Option<NaiveDate> = None;
    for (day, result) in results {
        if before.is_some_and(|before| before.succ_opt() != Some(*day)) {
            streak = None;
        }
        before = Some(*day);
        match result {
            DayResult::Skipped => {}
            DayResult::Bad => streak = None,
            DayResult::Good => {
                let (first, days) = streak.unwrap_or((*day, 0));
                let days = days.saturating_add(1);
                streak = Some((first, days));
                let cause = Cause::Streak { first, days };
                deposits.extend(deposit(*day, rule.bonus(days)?, cause));
            }
        }
    }
    Ok(deposits)
}

impl NoSpendReward {
    fn check(&self) -> Result<(), RulesError> {
        self.terms.check()?;
        check_above_zero("amount", self.amount, self.terms.currency)?;
        check_limit("exempt_below", self.exempt_below, self.terms.currency)
    }

    fn spoilt(&self, entries: &[Entry<'_>]) -> BTreeSet<NaiveDate> {
        let exempt = self.exempt_below.map_or(0, |exempt| exempt.minor());
        let spoils = |entry: &&Entry<'_>| {
            let paid = self.terms.paid(entry);
            paid.is_some_and(|paid| paid.minor() > exempt)
        };
        let spoilers = entries.iter().filter(spoils);
        spoilers.map(|entry| entry.day).collect()
    }

    fn is_finished(&self, day: NaiveDate, today: NaiveDate) -> bool {
        let settled = day.checked_add_days(Days::new(self.settle_lag_days.into()));
        settled.is_some_and(|settled| settled < today)
    }
}

impl StreakBonus {
    fn check(&self) -> Result<(), RulesError> {
        if self.every.is_some_and(|(days, _)| days == 0) {
            return Err(RulesError::field("every", "a bonus is for at least a day"));
        }
        let every = self.every.iter().map(|(_, bonus)| bonus);
        for bonus in every.chain(self.ladder.values()) {
            check_above_zero("bonus", *bonus, self.currency)?;
        }
        Ok(())
    }

    /// What a streak gets on the day on which it has so many good days.
    fn bonus(&self, days: u32) -> Result<Money, RulesError> {
        let every = self.every.filter(|(every, _)| days.is_multiple_of(*every));
        let step = self.ladder.get(&days).copied();
        let both = every.map(|(_, bonus)| bonus).into_iter().chain(step);
        let mut both = both.into_iter();
        Ok(both.try_fold(Money::zero(self.currency), Money::checked_add)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, bought, day, days, euros};
    use super::*;
    use crate::roundup::Status;

    fn reward() -> NoSpendReward {
        NoSpendReward {
            terms: Terms::of(euros("0.00").currency()),
            amount: euros("1.00"),
            start: day("2025-05-01"),
            settle_lag_days: 0,
            exempt_below: None,
            max_per_week: None,
            week_start: Weekday::Mon,
        }
    }

    fn rewarded(rule: &NoSpendReward, entries: &[Entry<'_>], today: &str) -> Vec<String> {
        days(&no_spend_reward(rule, entries, day(today)).unwrap())
    }

    #[test]
    fn a_day_is_rewarded_once_its_lag_is_over() {
        let rule = NoSpendReward {
            settle_lag_days: USUAL_SETTLE_LAG_DAYS,
            ..reward()
        };
        assert!(rewarded(&rule, &[], "2025-05-03").is_empty());
        assert_eq!(rewarded(&rule, &[], "2025-05-04"), ["2025-05-01"]);
    }

    #[test]
    fn a_pending_purchase_spoils_its_day_and_a_void_one_does_not() {
        let pending = Entry {
            status: Status::Pending,
            ..bought(1, "2025-05-01", "2.00")
        };
        let void = Entry {
            status: Status::Void,
            ..bought(2, "2025-05-02", "2.00")
        };
        assert_eq!(
            rewarded(&reward(), &[pending, void], "2025-05-03"),
            ["2025-05-02"]
        );
    }

    #[test]
    fn the_exempt_size_itself_spoils_nothing() {
        let rule = NoSpendReward {
            exempt_below: Some(euros("2.00")),
            ..reward()
        };
        let entries = [
            bought(1, "2025-05-01", "2.00"),
            bought(2, "2025-05-02", "2.01"),
        ];
        assert_eq!(rewarded(&rule, &entries, "2025-05-03"), ["2025-05-01"]);
    }

    #[test]
    fn the_first_days_of_a_week_get_its_rewards() {
        let rule = NoSpendReward {
            max_per_week: Some(2),
            ..reward()
        };
        // The first of May 2025 is a Thursday.
        let expected = ["2025-05-01", "2025-05-02", "2025-05-05", "2025-05-06"];
        assert_eq!(rewarded(&rule, &[], "2025-05-09"), expected);
    }

    fn streak(text: &str) -> BTreeMap<NaiveDate, DayResult> {
        let results = text.chars().map(|mark| match mark {
            'x' => DayResult::Good,
            's' => DayResult::Skipped,
            _ => DayResult::Bad,
        });
        day("2025-05-01").iter_days().zip(results).collect()
    }

    fn bonus() -> StreakBonus {
        StreakBonus {
            currency: euros("0.00").currency(),
            every: Some((2, euros("1.00"))),
            ladder: BTreeMap::from([(3, euros("5.00")), (4, euros("7.00"))]),
        }
    }

    #[test]
    fn every_and_ladder_on_one_day_are_one_deposit() {
        let deposits = streak_bonus(&bonus(), &streak("xsxx.xxsx")).unwrap();
        assert_eq!(amounts(&deposits), ["1.00", "5.00", "1.00", "5.00"]);
        let deposits = streak_bonus(&bonus(), &streak("xxxx")).unwrap();
        assert_eq!(amounts(&deposits), ["1.00", "5.00", "8.00"]);
    }

    #[test]
    fn a_day_that_is_not_listed_ends_the_streak() {
        let mut results = streak("xxx");
        results.remove(&day("2025-05-02"));
        assert!(streak_bonus(&bonus(), &results).unwrap().is_empty());
    }

    #[test]
    fn a_bonus_for_no_days_is_refused() {
        let rule = StreakBonus {
            every: Some((0, euros("1.00"))),
            ..bonus()
        };
        assert!(streak_bonus(&rule, &streak("x")).is_err());
    }

    proptest! {
        #[test]
        fn every_finished_day_is_either_spoilt_or_rewarded(bad in proptest::collection::btree_set(0_u64..60, 0..60)) {
            let rule = reward();
            let entries: Vec<_> = bad.iter().zip(1..).map(|(after, id)| Entry {
                day: rule.start + Days::new(*after),
                ..bought(id, "2025-05-01", "3.00")
            }).collect();
            let today = rule.start + Days::new(60);
            let mut deposits = no_spend_reward(&rule, &entries, today).unwrap();
            prop_assert_eq!(deposits.len() + bad.len(), 60);
            let reversed: Vec<_> = entries.iter().rev().copied().collect();
            prop_assert_eq!(&deposits, &no_spend_reward(&rule, &reversed, today).unwrap());
            deposits.dedup_by_key(|deposit| deposit.day);
            prop_assert_eq!(deposits.len() + bad.len(), 60);
        }
    }
}
