//! What each day of a habit was, and what the score and the streaks take of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use farthing_rules::calendar::Span;
use farthing_rules::habits::{
    Day, DayRule, DayState, Frequency, Habit, Measure, Outcome, Spending, WeekQuota, classify_days,
    loop_score, loop_streaks, percent, week_streak,
};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::facts::{Bought, Facts, Known, bought};
use super::kept::{KeptHabit, weekday_of};
use super::typed;
use super::{HabitDayState, HabitTerms, StreakUnit};
use crate::allowance::refused;
use crate::error::Result;
use crate::totals::stored_currency;

/// A habit worked out up to a day.
pub(super) struct Worked {
    pub days: Vec<DayResult>,
    pub known: Known,
    pub currency: Currency,
    /// What may be spent or bought in a week, in minor units or purchases.
    pub most: Option<i64>,
    span: Span,
    today: NaiveDate,
}

/// A day of a habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayResult {
    pub day: NaiveDate,
    pub state: HabitDayState,
    pub bought: Bought,
    /// What counts of it: purchases where those are limited, else minor units.
    value: i64,
}

/// A streak as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Streak {
    pub current: u32,
    pub best: u32,
    pub unit: StreakUnit,
}

impl Worked {
    /// What the days of a stretch were, seen from today.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        facts: &mut Facts,
        habit: &KeptHabit,
        span: Span,
        today: NaiveDate,
    ) -> Result<Self> {
        let currency = stored_currency(&habit.input.currency)?;
        if let HabitTerms::LoggedWithinDay = habit.input.terms {
            return Self::of_typed(db, facts, habit, (span, currency), today).await;
        }
        let known = facts.known(db, currency).await?;
        let range = (span.first, span.last);
        let bought = bought(db, &habit.input, &facts.essentials, range).await?;
        let most = most(&habit.input.terms, currency)?;
        let value = |bought: Bought| match habit.input.terms {
            HabitTerms::AtMostTimes { .. } => bought.count,
            _ => bought.minor,
        };
        let states = match &habit.input.terms {
            HabitTerms::SweepOn { .. } => swept(facts, span, today),
            // The typed ones have gone their own way above.
            HabitTerms::NoSpendDays { .. } | HabitTerms::LoggedWithinDay => {
                let spent = bought.iter().map(|(day, bought)| (*day, bought.minor));
                classified(currency, &known, None, span, spent, today)?
            }
            HabitTerms::AtMostAmount { .. } | HabitTerms::AtMostTimes { .. } => {
                let counts = bought
                    .iter()
                    .filter(|(day, _)| left_out(facts, habit, **day).is_none());
                let values = counts.map(|(day, bought)| (*day, value(*bought)));
                let sums = week_sums(span, &values.collect());
                classified(currency, &known, most, span, sums.into_iter(), today)?
            }
        };
        let days = span.first.iter_days().zip(states).map(|(day, state)| {
            let bought = bought.get(&day).copied().unwrap_or_default();
            DayResult {
                day,
                state: left_out(facts, habit, day).unwrap_or(state),
                bought,
                value: value(bought),
            }
        });
        Ok(Self {
            days: days.collect(),
            known,
            currency,
            most,
            span,
            today,
        })
    }

    /// The same where it matters when purchases were typed: what imports reach says nothing of them.
    async fn of_typed(
        db: &mut SqliteConnection,
        facts: &Facts,
        habit: &KeptHabit,
        (span, currency): (Span, Currency),
        today: NaiveDate,
    ) -> Result<Self> {
        let found = typed::typed(db, currency, (span.first, span.last)).await?;
        let days = span.first.iter_days().take_while(|day| *day <= span.last);
        let days = days.map(|day| {
            let typed = found.get(&day).copied().unwrap_or_default();
            let state = left_out(facts, habit, day);
            DayResult {
                day,
                state: state.unwrap_or_else(|| typed.state(day, today)),
                bought: typed.bought,
                value: typed.bought.minor,
            }
        });
        Ok(Self {
            days: days.collect(),
            known: Known::default(),
            currency,
            most: None,
            span,
            today,
        })
    }

    /// The score after each day, in percent.
    pub(super) fn scores(&self) -> Result<Vec<(NaiveDate, u32)>> {
        let scores = loop_score(self.rule()?, self.span, &self.entries()).map_err(refused)?;
        let days = self.days.iter().map(|day| day.day);
        Ok(days.zip(scores.into_iter().map(percent)).collect())
    }

    /// How many days were kept, and how many were not.
    pub(super) fn counted(&self) -> (usize, usize) {
        let outcomes = self.days.iter().filter_map(DayResult::outcome);
        let (good, bad): (Vec<_>, Vec<_>) = outcomes.partition(|it| *it == Outcome::Success);
        (good.len(), bad.len())
    }

    /// How the days went; those that are not known or do not count have no outcome.
    pub(super) fn outcomes(&self) -> BTreeMap<NaiveDate, Outcome> {
        let days = self.days.iter();
        days.filter_map(|day| Some((day.day, day.outcome()?)))
            .collect()
    }

    pub(super) fn streak(&self, terms: &HabitTerms) -> Result<Streak> {
        match terms {
            HabitTerms::NoSpendDays { .. } | HabitTerms::LoggedWithinDay => self.days_in_a_row(),
            HabitTerms::SweepOn { weekday } => {
                let rested = [HabitDayState::Skipped, HabitDayState::Vacation];
                let mut paused = self.days_that_are(&rested);
                paused.retain(|day| weekday_of(*day) == *weekday);
                self.weeks_in_a_row(&self.days_that_are(&[HabitDayState::Done]), paused)
            }
            HabitTerms::AtMostAmount { .. } | HabitTerms::AtMostTimes { .. } => {
                let (kept, paused) = self.weeks_at_most();
                self.weeks_in_a_row(&kept, paused)
            }
        }
    }

    fn rule(&self) -> Result<Habit> {
        let daily = Frequency::new(1, 1).map_err(refused)?;
        let rule = match self.most {
            None => Habit::new(daily, Measure::Boolean),
            Some(most) => {
                let weekly = Frequency::new(1, 7).map_err(refused)?;
                Habit::new(weekly, Measure::AtMost(Decimal::from(most)))
            }
        };
        rule.map_err(refused)
    }

    fn entries(&self) -> BTreeMap<NaiveDate, Day> {
        let entry = |day: &DayResult| match (day.outcome(), self.most) {
            (None, _) => Day::Skip,
            (Some(Outcome::Success), None) => Day::Yes,
            (Some(Outcome::Failure), None) => Day::No,
            (Some(_), Some(_)) => Day::Value(Decimal::from(day.value)),
        };
        let days = self.days.iter();
        days.map(|day| (day.day, entry(day))).collect()
    }

    fn days_in_a_row(&self) -> Result<Streak> {
        let streaks = loop_streaks(self.rule()?, self.span, &self.entries(), self.today);
        let streaks = streaks.map_err(refused)?;
        // Days that do not count hold a streak together, but make it no longer.
        let good = |span: &Span| {
            let good = self.days.iter().filter(|day| span.contains(day.day));
            let good = good.filter(|day| day.outcome() == Some(Outcome::Success));
            u32::try_from(good.count()).unwrap_or(u32::MAX)
        };
        let is_current = streaks.current > 0;
        let newest = streaks.streaks.last().filter(|_| is_current);
        Ok(Streak {
            current: newest.map_or(0, good),
            best: streaks.streaks.iter().map(good).max().unwrap_or(0),
            unit: StreakUnit::Days,
        })
    }

    fn weeks_in_a_row(
        &self,
        good: &BTreeSet<NaiveDate>,
        paused: BTreeSet<NaiveDate>,
    ) -> Result<Streak> {
        let quota = WeekQuota {
            quota: 1,
            week_start: Weekday::Mon,
            paused,
        };
        let streak = week_streak(&quota, good, self.today).map_err(refused)?;
        Ok(Streak {
            current: streak.current,
            best: streak.best,
            unit: StreakUnit::Weeks,
        })
    }

    /// The weeks that are over and were kept, and those that cannot be told, each by a day of it.
    fn weeks_at_most(&self) -> (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) {
        let (mut kept, mut paused) = (BTreeSet::new(), BTreeSet::new());
        let mut weeks: BTreeMap<NaiveDate, Vec<HabitDayState>> = BTreeMap::new();
        for day in &self.days {
            weeks
                .entry(week_of(day.day).last)
                .or_default()
                .push(day.state);
        }
        for (last, states) in weeks {
            let is_over = last < self.today;
            if states.contains(&HabitDayState::Spend) || !is_over {
                continue;
            }
            let untold = [HabitDayState::Unknown, HabitDayState::Provisional];
            let rested = [HabitDayState::Skipped, HabitDayState::Vacation];
            let is_rested = states.iter().all(|state| rested.contains(state));
            if states.iter().any(|state| untold.contains(state)) || is_rested {
                paused.insert(last);
            } else {
                kept.insert(last);
            }
        }
        (kept, paused)
    }

    fn days_that_are(&self, states: &[HabitDayState]) -> BTreeSet<NaiveDate> {
        let days = self.days.iter().filter(|day| states.contains(&day.state));
        days.map(|day| day.day).collect()
    }
}

impl DayResult {
    /// What counts of it.
    pub(super) fn value(&self) -> i64 {
        self.value
    }

    /// Whether it was not left out.
    pub(super) fn is_counted(&self) -> bool {
        let left_out = [
            HabitDayState::Skipped,
            HabitDayState::Rest,
            HabitDayState::Vacation,
        ];
        !left_out.contains(&self.state)
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        match self.state {
            HabitDayState::NoSpend | HabitDayState::UnderLimit | HabitDayState::Done => {
                Some(Outcome::Success)
            }
            HabitDayState::Spend | HabitDayState::Missed => Some(Outcome::Failure),
            HabitDayState::Open
            | HabitDayState::Provisional
            | HabitDayState::Unknown
            | HabitDayState::Skipped
            | HabitDayState::Rest
            | HabitDayState::Vacation => None,
        }
    }
}

/// Why a day does not count, where it does not.
fn left_out(facts: &Facts, habit: &KeptHabit, day: NaiveDate) -> Option<HabitDayState> {
    if facts.is_vacation(day) {
        return Some(HabitDayState::Vacation);
    }
    if habit.skips.contains(&day) {
        return Some(HabitDayState::Skipped);
    }
    (!habit.asks_for(day)).then_some(HabitDayState::Rest)
}

/// What may be spent in a week in minor units, or how often something may be bought.
fn most(terms: &HabitTerms, currency: Currency) -> Result<Option<i64>> {
    Ok(match terms {
        HabitTerms::AtMostAmount { amount } => Some(Money::parse(amount.trim(), currency)?.minor()),
        HabitTerms::AtMostTimes { times } => Some(i64::from(*times)),
        HabitTerms::NoSpendDays { .. }
        | HabitTerms::SweepOn { .. }
        | HabitTerms::LoggedWithinDay => None,
    })
}

/// What the rules say of each day, by what counts of it.
fn classified(
    currency: Currency,
    known: &Known,
    most: Option<i64>,
    span: Span,
    values: impl Iterator<Item = (NaiveDate, i64)>,
    today: NaiveDate,
) -> Result<Vec<HabitDayState>> {
    let money = |minor| Money::from_minor(minor, currency);
    let rule = DayRule {
        currency,
        limit: most.map(money).transpose()?,
        settle_lag_days: known.settle_lag_days(),
        known_until: known.until,
    };
    let purchases = values.map(|(day, value)| {
        Ok(Spending {
            day,
            amount: money(value)?,
        })
    });
    let purchases: Vec<Spending> = purchases.collect::<Result<_>>()?;
    let days = classify_days(rule, span, &purchases, today).map_err(refused)?;
    Ok(days.days.iter().map(|day| state(day.state)).collect())
}

fn state(state: DayState) -> HabitDayState {
    match state {
        DayState::Open => HabitDayState::Open,
        DayState::Provisional => HabitDayState::Provisional,
        DayState::Unknown => HabitDayState::Unknown,
        DayState::NoSpend => HabitDayState::NoSpend,
        DayState::UnderLimit => HabitDayState::UnderLimit,
        DayState::Spend => HabitDayState::Spend,
    }
}

/// What counts from Monday to each day: a limit of a week is passed on the day on which its sum is.
fn week_sums(span: Span, values: &BTreeMap<NaiveDate, i64>) -> BTreeMap<NaiveDate, i64> {
    let mut sums = BTreeMap::new();
    let mut sum = 0_i64;
    for day in span.first.iter_days().take_while(|day| *day <= span.last) {
        if weekday_of(day) == 0 {
            sum = 0;
        }
        sum = sum.saturating_add(values.get(&day).copied().unwrap_or_default());
        sums.insert(day, sum);
    }
    sums
}

/// Whether a transfer was confirmed in the week of each day, on that day or later.
fn swept(facts: &Facts, span: Span, today: NaiveDate) -> Vec<HabitDayState> {
    let days = span.first.iter_days().take_while(|day| *day <= span.last);
    let state = |day: NaiveDate| {
        let last = week_of(day).last;
        let is_done = facts.sweeps.iter().any(|on| day <= *on && *on <= last);
        if is_done {
            HabitDayState::Done
        } else if today <= last {
            HabitDayState::Open
        } else {
            HabitDayState::Missed
        }
    };
    days.map(state).collect()
}

/// The week of a day, from Monday to Sunday.
pub(super) fn week_of(day: NaiveDate) -> Span {
    let week = day.week(Weekday::Mon);
    let ends = week.checked_first_day().zip(week.checked_last_day());
    let span = ends.and_then(|(first, last)| Span::new(first, last));
    span.unwrap_or(Span::of_day(day))
}
