//! Bonuses that were earned become rewards that should be paid.

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{EarnedBonus, earned_bonuses};
use sqlx::SqliteConnection;

use super::super::facts::ProgrammeFacts;
use super::super::kept::RewardCause;
use super::super::programmes::DueAfter;
use super::Reach;
use super::course::{Course, Paying, Terms, after};
use super::receivables::{self, Owes, Row};
use crate::error::Result;
use crate::savings::rule_error;

/// Works the bonuses of a programme out where their days are touched.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    course: &Course<'_>,
    terms: &Terms,
    reach: &Reach,
) -> Result<Owes> {
    let Some(days) = looked_at(terms)? else {
        return Ok(Owes::AsBefore);
    };
    let overlaps = |touched: &Span| touched.first <= days.last && touched.last >= days.first;
    if let Reach::Days(touched) = reach
        && !touched.iter().any(overlaps)
    {
        return Ok(Owes::AsBefore);
    }
    let facts = ProgrammeFacts::between(db, days.first, days.last).await?;
    let spends = facts.spends(&course.scope);
    let earned = earned_bonuses(&terms.programme, &spends).map_err(rule_error)?;
    let rows = earned.iter().map(|bonus| row_of(terms, bonus));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let mut causes = receivables::causes_like(db, course.id(), "bonus:").await?;
    causes.extend(rows.iter().map(|row| row.cause));
    receivables::replace(db, course.id(), &causes, &rows).await
}

/// The days that the bonuses of a programme count: all where purchases are counted; none without bonuses.
fn looked_at(terms: &Terms) -> Result<Option<Span>> {
    let mut days: Option<Span> = None;
    for bonus in &terms.programme.terms().bonuses {
        let window = bonus.goal.window().map_err(rule_error)?.unwrap_or(Span {
            first: NaiveDate::MIN,
            last: NaiveDate::MAX,
        });
        days = Some(days.map_or(window, |days| Span {
            first: days.first.min(window.first),
            last: days.last.max(window.last),
        }));
    }
    Ok(days)
}

fn row_of(terms: &Terms, bonus: &EarnedBonus) -> Result<Row> {
    let due = terms.file.written().due.map(|due| due.after);
    let due = match (terms.paying(), due) {
        (Paying::Purchases(days), _)
        | (Paying::Statements(Some(days)), Some(DueAfter::Purchase)) => {
            Some(after(bonus.day, days)?)
        }
        (Paying::Statements(Some(days)), _) => Some(after(terms.statement(bonus.day)?.last, days)?),
        (Paying::Statements(None), _) => None,
    };
    Ok(Row {
        cause: RewardCause::Bonus(bonus.id.0, bonus.time),
        day: bonus.day,
        due,
        minor: bonus.reward.minor(),
    })
}
