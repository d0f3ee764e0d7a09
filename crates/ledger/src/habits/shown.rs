//! Habits as they are shown: the score first, the streak second, and what each day was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use farthing_rules::calendar::Span;
use sqlx::SqliteConnection;

use super::facts::{Bought, Facts};
use super::kept::{KeptHabit, Laid};
use super::results::{DayResult, Worked, week_of};
use super::{
    HabitDay, HabitDayState, HabitDetail, HabitShown, HabitTerms, HabitWeek, Habits, ScorePoint,
    challenges, words,
};
use crate::allowance::RowsBehind;
use crate::allowance::spending::{expense_categories, rows_behind};
use crate::choices::Choice;
use crate::error::Result;
use crate::ids::{ChoiceId, PayeeId};
use crate::register::CategoryName;
use crate::store::Ledger;

/// Weeks shown in the list, and of one habit.
const WEEKS_IN_LIST: u64 = 5;
const WEEKS_OF_ONE: u64 = 12;

impl Ledger {
    /// The habits, how each goes, and the challenges.
    pub async fn habits(&self, today: NaiveDate) -> Result<Habits> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let mut facts = Facts::of(&mut db, &laid.vacation).await?;
        let names = Names::of(&mut db, &laid).await?;
        let mut habits = Vec::new();
        for habit in &laid.habits {
            let worked = worked(&mut db, &mut facts, &habit.value, today).await?;
            habits.push(shown(&names, &facts, (habit, &worked), today)?);
        }
        habits.sort_by_key(|habit| habit.archived.is_some());
        Ok(Habits {
            habits,
            challenges: challenges::all(&mut db, &mut facts, &laid, &names, today).await?,
            vacation_since: laid.vacation_since(),
        })
    }

    /// A habit with its score after each day and its last twelve weeks.
    pub async fn habit(&self, id: ChoiceId, today: NaiveDate) -> Result<HabitDetail> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let mut facts = Facts::of(&mut db, &laid.vacation).await?;
        let names = Names::of(&mut db, &laid).await?;
        let habit = laid.habit(id)?;
        let worked = worked(&mut db, &mut facts, &habit.value, today).await?;
        let scores = worked.scores()?.into_iter();
        Ok(HabitDetail {
            habit: shown(&names, &facts, (habit, &worked), today)?,
            scores: scores
                .map(|(day, percent)| ScorePoint { day, percent })
                .collect(),
            weeks: weeks(&worked, today, WEEKS_OF_ONE)?,
        })
    }
}

/// The names that sentences use.
pub(super) struct Names {
    pub categories: Vec<CategoryName>,
    payees: BTreeMap<PayeeId, String>,
}

impl Names {
    async fn of(db: &mut SqliteConnection, laid: &Laid) -> Result<Self> {
        let asked: Vec<PayeeId> = laid
            .habits
            .iter()
            .filter_map(|habit| habit.value.input.payee)
            .collect();
        let asked = serde_json::to_string(&asked)?;
        let payees = sqlx::query!(
            r#"select id as "id: PayeeId", name from payees
               where id in (select value from json_each(?))"#,
            asked
        )
        .fetch_all(&mut *db)
        .await?;
        Ok(Self {
            categories: expense_categories(db).await?,
            payees: payees.into_iter().map(|row| (row.id, row.name)).collect(),
        })
    }

    pub(super) fn what(&self, habit: &KeptHabit) -> String {
        let payee = habit.input.payee.and_then(|payee| self.payees.get(&payee));
        words::what(&habit.input, &self.categories, payee.map(String::as_str))
    }
}

/// A habit from its first day to today, or to the day on which it was put away.
async fn worked(
    db: &mut SqliteConnection,
    facts: &mut Facts,
    habit: &KeptHabit,
    today: NaiveDate,
) -> Result<Worked> {
    let last = habit.archived.unwrap_or(today).max(habit.started);
    let span = Span::new(habit.started, last).unwrap_or(Span::of_day(habit.started));
    Worked::of(db, facts, habit, span, today).await
}

fn shown(
    names: &Names,
    facts: &Facts,
    (habit, worked): (&Choice<KeptHabit>, &Worked),
    today: NaiveDate,
) -> Result<HabitShown> {
    let kept = &habit.value;
    let streak = worked.streak(&kept.input.terms)?;
    let is_scored = worked.counted() != (0, 0);
    let score = worked.scores()?.last().map(|(_, percent)| *percent);
    let today_is = worked.days.iter().find(|day| day.day == today);
    let mut input = kept.input.clone();
    input.started = Some(kept.started);
    Ok(HabitShown {
        id: habit.id,
        habit: input,
        what: names.what(kept),
        archived: kept.archived,
        score: score.filter(|_| is_scored),
        score_formula: words::score(&kept.input, worked, kept.started),
        streak: streak.current,
        best: streak.best,
        streak_unit: streak.unit,
        streak_formula: words::streak(streak),
        today: today_is.map_or(HabitDayState::Rest, |day| day.state),
        this_week: this_week(kept, worked, today)?,
        known_until: worked.known.until,
        waits_for: worked.known.account.clone(),
        weeks: weeks(worked, today, WEEKS_IN_LIST)?,
        rows: rows(names, facts, (kept, worked), today),
    })
}

/// What counts of this week, where it is limited.
fn this_week(kept: &KeptHabit, worked: &Worked, today: NaiveDate) -> Result<String> {
    let Some(most) = worked.most.filter(|_| kept.archived.is_none()) else {
        return Ok(String::new());
    };
    let week = week_of(today);
    let days = worked.days.iter().filter(|day| week.contains(day.day));
    let sum = days
        .filter(|day| day.is_counted())
        .map(DayResult::value)
        .sum();
    words::this_week(&kept.input, (sum, most), worked.currency)
}

/// The entries of the weeks in the list that count; none where entries do not matter.
fn rows(
    names: &Names,
    facts: &Facts,
    (kept, worked): (&KeptHabit, &Worked),
    today: NaiveDate,
) -> Option<RowsBehind> {
    if matches!(kept.input.terms, HabitTerms::SweepOn { .. }) {
        return None;
    }
    let back = Days::new(7 * (WEEKS_IN_LIST - 1));
    let first = week_of(today).first.checked_sub_days(back)?;
    let categories: BTreeSet<_> = kept.input.categories.iter().copied().collect();
    let days = (first.max(kept.started), today);
    let mut rows = rows_behind(worked.currency, days, &categories, &names.categories);
    let is_typed = matches!(kept.input.terms, HabitTerms::LoggedWithinDay);
    if categories.is_empty() && !is_typed {
        rows.without = facts.essentials.iter().copied().collect();
    }
    Some(rows)
}

/// The last weeks up to today, the oldest first.
fn weeks(worked: &Worked, today: NaiveDate, count: u64) -> Result<Vec<HabitWeek>> {
    let newest = week_of(today).first;
    let mut weeks = Vec::new();
    for back in (0..count).rev() {
        let Some(first) = newest.checked_sub_days(Days::new(7 * back)) else {
            continue;
        };
        let days = first.iter_days().take(7).map(|day| {
            let result = worked.days.iter().find(|result| result.day == day);
            result.map(|result| day_shown(worked, result)).transpose()
        });
        weeks.push(HabitWeek {
            first,
            days: days.collect::<Result<_>>()?,
        });
    }
    Ok(weeks)
}

fn day_shown(worked: &Worked, result: &DayResult) -> Result<HabitDay> {
    let is_spent = result.bought != Bought::default();
    let spent = result.bought.money(worked.currency);
    Ok(HabitDay {
        day: result.day,
        state: result.state,
        spent: if is_spent { Some(spent?.into()) } else { None },
    })
}
