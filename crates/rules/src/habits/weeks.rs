//! Weeks in a row with enough good days, the streak that is easiest to tell (spec D.1).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};

use crate::calendar::{Period, beyond_calendar};
use crate::error::RulesError;

/// How many good days a week is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekQuota {
    /// So many, 1 to 7.
    pub quota: u32,
    /// The day on which weeks begin.
    pub week_start: Weekday,
    /// Any day of each week that is left out: it neither counts nor ends a streak.
    pub paused: BTreeSet<NaiveDate>,
}

/// Weeks in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekStreak {
    /// The weeks up to now. The running one counts once it has enough and never ends the streak.
    pub current: u32,
    /// The most there were.
    pub best: u32,
    /// The good days of the running week.
    pub this_week: u32,
}

/// The streak of weeks on a day. Good days after it count nowhere.
pub fn week_streak(
    rule: &WeekQuota,
    good_days: &BTreeSet<NaiveDate>,
    today: NaiveDate,
) -> Result<WeekStreak, RulesError> {
    if !(1..=7).contains(&rule.quota) {
        return Err(RulesError::field("quota", "a week has 1 to 7 good days"));
    }
    let running = rule.week_of(today)?;
    let mut weeks: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for day in good_days.range(..=today) {
        *weeks.entry(rule.week_of(*day)?).or_default() += 1;
    }
    let paused = rule.paused.iter().map(|day| rule.week_of(*day));
    let paused: BTreeSet<NaiveDate> = paused.collect::<Result<_, _>>()?;
    let first = weeks.keys().next().copied().unwrap_or(running);
    let (mut current, mut best) = (0_u32, 0_u32);
    for week in first
        .iter_days()
        .step_by(7)
        .take_while(|week| *week <= running)
    {
        let count = weeks.get(&week).copied().unwrap_or(0);
        if paused.contains(&week) {
            continue;
        }
        if count >= rule.quota {
            current = current.saturating_add(1);
        } else if week != running {
            current = 0;
        }
        best = best.max(current);
    }
    Ok(WeekStreak {
        current,
        best,
        this_week: weeks.get(&running).copied().unwrap_or(0),
    })
}

impl WeekQuota {
    /// The first day of a day's week.
    fn week_of(&self, day: NaiveDate) -> Result<NaiveDate, RulesError> {
        let week = Period::Week(self.week_start).span_of(day);
        Ok(week.ok_or_else(beyond_calendar)?.first)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::super::fixtures::day;
    use super::*;

    fn rule(quota: u32, paused: &[&str]) -> WeekQuota {
        WeekQuota {
            quota,
            week_start: Weekday::Mon,
            paused: paused.iter().map(|text| day(text)).collect(),
        }
    }

    /// So many good days in each week from Monday, 6 January on; today is the Wednesday of the last.
    fn streak(rule: &WeekQuota, counts: &[u64]) -> (u32, u32, u32) {
        let weeks = day("2025-01-06").iter_days().step_by(7).zip(counts);
        let good =
            weeks.flat_map(|(week, count)| (0..*count).map(move |ahead| week + Days::new(ahead)));
        let today = day("2025-01-08") + Days::new(7 * (counts.len() as u64 - 1));
        let streak = week_streak(rule, &good.collect(), today).unwrap();
        (streak.current, streak.best, streak.this_week)
    }

    #[test]
    fn the_running_week_counts_once_it_has_enough_and_ends_nothing() {
        assert_eq!(streak(&rule(2, &[]), &[2, 2, 0]), (2, 2, 0));
        assert_eq!(streak(&rule(2, &[]), &[2, 2, 2]), (3, 3, 2));
        assert_eq!(streak(&rule(2, &[]), &[2, 2, 2, 1, 2]), (1, 3, 2));
    }

    #[test]
    fn a_paused_week_is_as_if_it_were_not() {
        assert_eq!(streak(&rule(2, &["2025-01-19"]), &[2, 0, 2, 0]), (2, 2, 0));
        assert_eq!(streak(&rule(2, &["2025-01-19"]), &[2, 3, 2, 0]), (2, 2, 0));
        assert_eq!(streak(&rule(2, &["2025-01-20"]), &[2, 2, 2]), (2, 2, 2));
    }

    #[test]
    fn a_day_that_has_not_come_counts_nowhere() {
        assert_eq!(streak(&rule(4, &[]), &[4, 5]), (1, 1, 3));
    }

    #[test]
    fn nothing_good_is_no_streak() {
        assert_eq!(streak(&rule(1, &[]), &[0, 0]), (0, 0, 0));
        assert!(week_streak(&rule(0, &[]), &BTreeSet::new(), day("2025-01-01")).is_err());
        assert!(week_streak(&rule(8, &[]), &BTreeSet::new(), day("2025-01-01")).is_err());
    }

    proptest! {
        #[test]
        fn a_streak_is_never_longer_than_the_weeks_that_had_enough(
            counts in prop::collection::vec(0_u64..=3, 1..20), quota in 1_u32..4,
        ) {
            let (current, best, _) = streak(&rule(quota, &[]), &counts);
            let enough = counts.iter().filter(|count| **count >= u64::from(quota)).count();
            prop_assert!(current <= best);
            prop_assert!(usize::try_from(best).unwrap() <= enough);
            prop_assert_eq!(best == 0, enough == 0);
        }

        #[test]
        fn one_good_day_more_never_shortens_a_streak(
            counts in prop::collection::vec(0_u64..=2, 1..20), at in any::<prop::sample::Index>(),
            quota in 1_u32..4,
        ) {
            let mut more = counts.clone();
            more[at.index(counts.len())] += 1;
            let (before, after) = (streak(&rule(quota, &[]), &counts), streak(&rule(quota, &[]), &more));
            prop_assert!(before.0 <= after.0 && before.1 <= after.1);
        }
    }
}
