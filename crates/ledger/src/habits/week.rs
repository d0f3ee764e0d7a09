//! What the days of one week of a habit were, counted.

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use farthing_rules::habits::Outcome;
use sqlx::SqliteConnection;

use super::facts::Facts;
use super::kept::Laid;
use super::results::Worked;
use crate::error::Result;
use crate::ids::ChoiceId;

/// The days of a week of a habit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CountedWeek {
    /// Days that were kept.
    pub good: u32,
    /// Days that were not.
    pub other: u32,
    /// Days that count and are to come, are not over or not known yet.
    pub open: u32,
}

/// The days of a habit from one to another, seen from today; none where the habit is gone.
pub(crate) async fn week_of_habit(
    db: &mut SqliteConnection,
    habit: ChoiceId,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Option<CountedWeek>> {
    let laid = Laid::of(db).await?;
    let Ok(habit) = laid.habit(habit) else {
        return Ok(None);
    };
    let first = first.max(habit.value.started);
    let Some(span) = Span::new(first, last) else {
        return Ok(Some(CountedWeek::default()));
    };
    let mut facts = Facts::of(db, &laid.vacation).await?;
    let worked = Worked::of(db, &mut facts, &habit.value, span, today).await?;
    let mut counted = CountedWeek::default();
    for day in worked.days.iter().filter(|day| day.is_counted()) {
        match day.outcome() {
            Some(Outcome::Success) => counted.good += 1,
            Some(Outcome::Failure) => counted.other += 1,
            None => counted.open += 1,
        }
    }
    Ok(Some(counted))
}
