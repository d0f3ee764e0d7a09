//! Unbroken stretches of a habit, where the free days between repetitions count too (spec D.1).
//!
//! Whoever does something three times a week has done it on all seven days of that week as far as a
//! streak goes: each group of enough repetitions opens an interval of so many days, and intervals
//! that overlap slide into the past, so that the gaps between them close.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::score::{Day, Frequency, Habit, Measure};
use crate::calendar::{Span, beyond_calendar};
use crate::error::RulesError;

/// The streaks of a habit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopStreaks {
    /// The days of the streak that today or yesterday is in, up to today; today may still be open.
    pub current: i64,
    /// The days of the longest.
    pub best: i64,
    /// All of them, the oldest first. None begins before the habit or ends after its last day.
    pub streaks: Vec<Span>,
}

/// A stretch that enough repetitions fill, as days counted from the habit's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Interval {
    first: i64,
    last: i64,
    /// Its newest repetition, which it never loses.
    newest: i64,
}

/// The streaks in the days of a habit: done, left out, or filled by the repetitions around. A day
/// with a no is none of these, and a habit that is measured by amounts fills no day.
pub fn loop_streaks(
    habit: Habit,
    days: Span,
    entries: &BTreeMap<NaiveDate, Day>,
    today: NaiveDate,
) -> Result<LoopStreaks, RulesError> {
    let entries = entries.range(days.first..=days.last);
    let mut holds = vec![false; usize::try_from(days.days()).map_err(|_| beyond_calendar())?];
    for interval in intervals(habit, days, entries.clone()) {
        let (first, last) = (interval.first.max(0), interval.last.min(days.days() - 1));
        (first..=last).for_each(|at| set(&mut holds, at, true));
    }
    for (day, entry) in entries {
        let at = day.signed_duration_since(days.first).num_days();
        set(&mut holds, at, holds_on(habit, *entry)?);
    }
    let streaks = runs(days.first, &holds);
    Ok(LoopStreaks {
        current: current(&streaks, today),
        best: streaks
            .iter()
            .map(|streak| streak.days())
            .max()
            .unwrap_or(0),
        streaks,
    })
}

fn set(holds: &mut [bool], at: i64, value: bool) {
    let slot = usize::try_from(at).ok().and_then(|at| holds.get_mut(at));
    if let Some(slot) = slot {
        *slot = value;
    }
}

/// Whether a day with an entry is in a streak.
fn holds_on(habit: Habit, entry: Day) -> Result<bool, RulesError> {
    let worth = habit.worth(Some(entry))?;
    Ok(match (entry, habit.measure()) {
        (Day::Skip | Day::Yes, _) => true,
        (Day::No, _) | (Day::Value(_), Measure::Boolean) => false,
        (Day::Value(_), Measure::AtMost(target)) => worth <= target,
        (Day::Value(_), Measure::AtLeast(target)) => worth >= target,
    })
}

/// What the repetitions fill, each interval where it has slid to.
fn intervals<'e>(
    habit: Habit,
    days: Span,
    entries: impl Iterator<Item = (&'e NaiveDate, &'e Day)>,
) -> Vec<Interval> {
    if habit.measure() != Measure::Boolean {
        return Vec::new();
    }
    let done = entries.filter(|(_, entry)| **entry == Day::Yes);
    let done: Vec<i64> = done
        .map(|(day, _)| day.signed_duration_since(days.first).num_days())
        .collect();
    slid(opened(habit.frequency(), &done))
}

/// An interval for each group of so many repetitions that lie within so many days.
fn opened(frequency: Frequency, done: &[i64]) -> Vec<Interval> {
    let Ok(times) = usize::try_from(frequency.times()) else {
        return Vec::new();
    };
    let length = i64::from(frequency.days());
    let groups = done.windows(times).filter_map(|group| {
        let (first, newest) = (*group.first()?, *group.last()?);
        (newest - first < length).then_some(Interval {
            first,
            last: first + length - 1,
            newest,
        })
    });
    groups.collect()
}

/// From the newest to the oldest, an interval that touches its newer neighbour makes way into the
/// past, as far as it keeps its newest repetition.
fn slid(mut intervals: Vec<Interval>) -> Vec<Interval> {
    let mut newer: Option<Interval> = None;
    for interval in intervals.iter_mut().rev() {
        if let Some(newer) = newer {
            let overlap = interval.last - newer.first;
            let free = interval.last - interval.newest;
            let shift = free.min(overlap + 1).max(0);
            interval.first -= shift;
            interval.last -= shift;
        }
        newer = Some(*interval);
    }
    intervals
}

/// The longest stretches of days that hold.
fn runs(first: NaiveDate, holds: &[bool]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let held = first.iter_days().zip(holds).filter(|(_, holds)| **holds);
    for (day, _) in held {
        match runs.last_mut() {
            Some(run) if run.last.succ_opt() == Some(day) => run.last = day,
            _ => runs.push(Span::of_day(day)),
        }
    }
    runs
}

fn current(streaks: &[Span], today: NaiveDate) -> i64 {
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let running = |streak: &&Span| streak.contains(today) || streak.contains(yesterday);
    let current = streaks.iter().find(running);
    current.map_or(0, |streak| {
        let last = streak.last.min(today);
        Span { last, ..*streak }.days()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::super::fixtures::{day, span};
    use super::*;

    fn habit(times: u32, days: u32) -> Habit {
        Habit::new(Frequency::new(times, days).unwrap(), Measure::Boolean).unwrap()
    }

    /// Letters from 1 January on; the streaks as letters again, with their figures.
    fn streaks(habit: Habit, letters: &str) -> (String, i64, i64) {
        let first = day("2025-01-01");
        let entry = |letter| match letter {
            'y' => Some(Day::Yes),
            'n' => Some(Day::No),
            's' => Some(Day::Skip),
            _ => None,
        };
        let entries = first.iter_days().zip(letters.chars());
        let entries = entries.filter_map(|(day, letter)| Some((day, entry(letter)?)));
        let last = first + Days::new(letters.len() as u64 - 1);
        let days = Span::new(first, last).unwrap();
        let found = loop_streaks(habit, days, &entries.collect(), last).unwrap();
        let mark = |day| {
            let in_one = found.streaks.iter().any(|streak| streak.contains(day));
            if in_one { '#' } else { '.' }
        };
        let marks = first.iter_days().take(letters.len()).map(mark).collect();
        (marks, found.current, found.best)
    }

    fn marks(habit: Habit, letters: &str) -> String {
        streaks(habit, letters).0
    }

    #[test]
    fn a_week_is_filled_by_what_was_wanted_in_it() {
        assert_eq!(marks(habit(1, 7), "--y------y--"), "..##########");
        assert_eq!(marks(habit(1, 7), "--y-------y-"), "..#######.##");
        assert_eq!(marks(habit(2, 7), "-y-y--------"), ".#######....");
        assert_eq!(marks(habit(2, 7), "-y------y---"), ".#......#...");
    }

    #[test]
    fn intervals_slide_into_the_past_and_close_the_gap() {
        // Unmoved they were the days 1 to 3, 5 to 7 and 6 to 8.
        assert_eq!(marks(habit(1, 3), "y---yy------"), "########....");
        assert_eq!(marks(habit(1, 3), "-----yy-----"), "...######...");
    }

    #[test]
    fn an_interval_slides_no_further_than_its_newest_repetition() {
        // Days 4 to 6 and 5 to 7 overlap by two, and only one day of the older is free.
        assert_eq!(marks(habit(2, 3), "---yyy---"), "..#####..");
    }

    #[test]
    fn nothing_slides_before_the_first_day() {
        assert_eq!(marks(habit(1, 7), "y-y-y"), "#####");
        assert_eq!(streaks(habit(1, 7), "y-y-y").2, 5);
    }

    #[test]
    fn a_no_breaks_a_streak_that_a_skip_does_not() {
        assert_eq!(marks(habit(1, 7), "y-n-s-----"), "##.####...");
        assert_eq!(marks(habit(1, 1), "ysynyy"), "###.##");
    }

    #[test]
    fn today_may_still_be_open() {
        assert_eq!(
            streaks(habit(1, 1), "yy-yyy-"),
            ("##.###.".to_owned(), 3, 3)
        );
        assert_eq!(streaks(habit(1, 1), "yyy-y--").1, 0);
    }

    #[test]
    fn a_streak_that_reaches_past_today_counts_to_today() {
        let entries = BTreeMap::from([(day("2025-01-01"), Day::Yes)]);
        let days = span("2025-01-01", "2025-01-31");
        let found = loop_streaks(habit(1, 7), days, &entries, day("2025-01-03")).unwrap();
        assert_eq!((found.current, found.best), (3, 7));
    }

    #[test]
    fn amounts_hold_where_they_reach_or_keep_their_target() {
        let value = |text: &str| Day::Value(text.parse().unwrap());
        let entries = BTreeMap::from([
            (day("2025-01-01"), value("4.99")),
            (day("2025-01-02"), value("5")),
            (day("2025-01-03"), Day::Skip),
            (day("2025-01-04"), value("5.01")),
        ]);
        let found = |measure| {
            let habit = Habit::new(Frequency::new(1, 7).unwrap(), measure).unwrap();
            let days = span("2025-01-01", "2025-01-06");
            loop_streaks(habit, days, &entries, day("2025-01-06"))
                .unwrap()
                .streaks
        };
        let five = Decimal::from(5);
        assert_eq!(
            found(Measure::AtLeast(five)),
            [span("2025-01-02", "2025-01-04")]
        );
        assert_eq!(
            found(Measure::AtMost(five)),
            [span("2025-01-01", "2025-01-03")]
        );
    }

    proptest! {
        #[test]
        fn streaks_lie_apart_in_order_and_hold_every_repetition(
            letters in "[yns-]{1,60}", times in 1_u32..5, days in 1_u32..12,
        ) {
            let (marks, current, best) = streaks(habit(times, days), &letters);
            for (letter, mark) in letters.chars().zip(marks.chars()) {
                prop_assert!(letter == '-' || (mark == '#') == (letter != 'n'));
            }
            let longest = marks.split('.').map(str::len).max().unwrap_or(0);
            prop_assert_eq!(best, i64::try_from(longest).unwrap());
            prop_assert!(current <= best);
            if times == days {
                prop_assert_eq!(marks.replace('#', ""), letters.replace(['y', 's'], "").replace(['n', '-'], "."));
            }
        }
    }
}
