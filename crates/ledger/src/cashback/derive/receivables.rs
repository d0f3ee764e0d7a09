//! What should be paid: for each purchase or for each statement, by what the programme says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use farthing_rules::cashback::EARLY_DAYS;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::kept::RewardCause;
use super::course::{Course, Paying, Terms, after};
use super::rows::Differs;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};

/// Whether a programme owes something else now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owes {
    AsBefore,
    /// Credits of this day and later may pay other rewards than before; earlier ones pay the same.
    OtherwiseFrom(NaiveDate),
}

impl Row {
    /// The day by which it is matched: where nobody knows when it is due, when it was earned.
    fn matched_by(&self) -> NaiveDate {
        self.due.unwrap_or(self.day)
    }
}

impl Owes {
    /// All credits may pay other rewards than before.
    pub(super) const OTHERWISE: Self = Self::OtherwiseFrom(NaiveDate::MIN);

    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::AsBefore, owes) | (owes, Self::AsBefore) => owes,
            (Self::OtherwiseFrom(one), Self::OtherwiseFrom(other)) => {
                Self::OtherwiseFrom(one.min(other))
            }
        }
    }

    /// What rewards are others from: a credit pays none that is due later than the early days after it.
    fn since(earliest: NaiveDate) -> Self {
        Self::OtherwiseFrom(
            earliest
                .checked_sub_days(Days::new(EARLY_DAYS.into()))
                .unwrap_or(NaiveDate::MIN),
        )
    }
}

/// Something that should be paid, or below zero is taken back after it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub cause: RewardCause,
    pub day: NaiveDate,
    pub due: Option<NaiveDate>,
    pub minor: i64,
}

/// Follows what differs of what entries earn.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    course: &Course<'_>,
    terms: &Terms,
    differs: &Differs,
) -> Result<Owes> {
    if differs.is_nothing() {
        return Ok(Owes::AsBefore);
    }
    match terms.paying() {
        Paying::Purchases(days) => of_purchases(db, course.id(), days, differs).await,
        Paying::Statements(days) => of_statements(db, course.id(), terms, days, differs).await,
    }
}

/// A reward as it is kept, with the day of the purchase that it takes back.
struct Earned {
    entry: EntryId,
    day: NaiveDate,
    minor: i64,
    of: Option<(EntryId, NaiveDate)>,
}

async fn of_purchases(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    days: Days,
    differs: &Differs,
) -> Result<Owes> {
    let earned = earned(db, programme, &differs.entries).await?;
    let mut rows = BTreeMap::new();
    // Refunds up to the due day make less of what is due; a later one stands for itself.
    for one in earned.iter().filter(|one| one.of.is_none()) {
        let due = (one.minor > 0).then(|| after(one.day, days)).transpose()?;
        rows.insert(one.entry, row_of(one, due));
    }
    for back in &earned {
        let Some((of, bought)) = back.of else {
            continue;
        };
        if back.day > after(bought, days)? {
            rows.insert(back.entry, row_of(back, None));
        } else if let Some(row) = rows.get_mut(&of) {
            row.minor = row.minor.saturating_add(back.minor);
        }
    }
    let rows: Vec<Row> = rows
        .into_values()
        .filter(|row| row.minor > 0 || row.due.is_none() && row.minor < 0)
        .collect();
    let looked_at = earned.iter().map(|one| one.entry);
    let looked_at: BTreeSet<EntryId> = looked_at.chain(differs.entries.iter().copied()).collect();
    let causes = looked_at.into_iter().map(RewardCause::Entry);
    replace(db, programme, &causes.collect::<Vec<_>>(), &rows).await
}

fn row_of(earned: &Earned, due: Option<NaiveDate>) -> Row {
    Row {
        cause: RewardCause::Entry(earned.entry),
        day: earned.day,
        due,
        minor: earned.minor,
    }
}

/// What these entries earn, with what refunds take back of it.
async fn earned(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    entries: &BTreeSet<EntryId>,
) -> Result<Vec<Earned>> {
    let entries = serde_json::to_string(entries)?;
    let rows = sqlx::query!(
        r#"select r.entry_id as "entry!: EntryId", r.day as "day!: i64", r.minor as "minor!: i64",
               r.of_entry as "of: EntryId", p.day as "bought: i64"
           from rewards r
           left join rewards p on p.programme_id = r.programme_id and p.entry_id = r.of_entry
           where r.programme_id = ?1 and r.minor is not null and r.entry_id in (
               select value from json_each(?2)
               union
               select entry_id from rewards
               where +programme_id = ?1 and of_entry in (select value from json_each(?2)))"#,
        programme,
        entries
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let bought = row.bought.map(day_of).transpose()?;
        Ok(Earned {
            entry: row.entry,
            day: day_of(row.day)?,
            minor: row.minor,
            of: row.of.zip(bought),
        })
    });
    rows.collect()
}

async fn of_statements(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    terms: &Terms,
    days: Option<Days>,
    differs: &Differs,
) -> Result<Owes> {
    let mut closing = differs.statements.clone();
    for day in &differs.days {
        closing.insert(terms.statement(*day)?.last);
    }
    let mut rows = Vec::new();
    for day in &closing {
        let minor = if terms.rounds_statements() {
            rounded(db, programme, *day).await?
        } else {
            sum(db, programme, terms.statement(*day)?.first, *day).await?
        };
        if minor > 0 {
            rows.push(Row {
                cause: RewardCause::Statement(*day),
                day: *day,
                due: days.map(|days| after(*day, days)).transpose()?,
                minor,
            });
        }
    }
    let causes = closing.into_iter().map(RewardCause::Statement);
    replace(db, programme, &causes.collect::<Vec<_>>(), &rows).await
}

async fn rounded(db: &mut SqliteConnection, programme: ChoiceId, day: NaiveDate) -> Result<i64> {
    let day = day_number(day);
    let minor = sqlx::query_scalar!(
        "select minor from reward_statements where programme_id = ? and day = ?",
        programme,
        day
    )
    .fetch_optional(db)
    .await?;
    Ok(minor.unwrap_or_default())
}

async fn sum(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<i64> {
    let (first, last) = (day_number(first), day_number(last));
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(minor), 0) as "minor!: i64" from rewards
           where programme_id = ? and day between ? and ?"#,
        programme,
        first,
        last
    )
    .fetch_one(db)
    .await?)
}

/// The causes of a programme of which some are kept, by how their texts begin.
pub(super) async fn causes_like(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    beginning: &str,
) -> Result<Vec<RewardCause>> {
    let causes = sqlx::query_scalar!(
        "select cause from receivables where programme_id = ? and cause like ? || '%'",
        programme,
        beginning
    )
    .fetch_all(db)
    .await?;
    causes.iter().map(|cause| cause_of(cause)).collect()
}

/// The cause of a row.
pub(super) fn cause_of(text: &str) -> Result<RewardCause> {
    let damaged = || LedgerError::Damaged(format!("“{text}” is no cause of a reward"));
    RewardCause::read(text).ok_or_else(damaged)
}

/// Has these rows for these causes, and no others. What differs is matched again.
pub(super) async fn replace(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    causes: &[RewardCause],
    rows: &[Row],
) -> Result<Owes> {
    let mut old = kept(db, programme, causes).await?;
    let (mut fresh, mut days) = (Vec::new(), BTreeSet::new());
    for row in rows {
        let before = old.remove(&row.cause);
        if before != Some(*row) {
            days.extend(before.iter().chain([row]).map(Row::matched_by));
            let (day, due) = (day_number(row.day), row.due.map(day_number));
            fresh.push(json!([row.cause, day, due, row.minor]));
        }
    }
    days.extend(old.values().map(Row::matched_by));
    let Some(earliest) = days.first() else {
        return Ok(Owes::AsBefore);
    };
    let gone: Vec<RewardCause> = old.into_keys().collect();
    let (gone, fresh) = (
        serde_json::to_string(&gone)?,
        serde_json::to_string(&fresh)?,
    );
    sqlx::query!(
        "delete from receivables where programme_id = ?
             and cause in (select value from json_each(?))",
        programme,
        gone
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert or replace into receivables (programme_id, cause, day, due, minor)
         select ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?2)",
        programme,
        fresh
    )
    .execute(db)
    .await?;
    Ok(Owes::since(*earliest))
}

async fn kept(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    causes: &[RewardCause],
) -> Result<BTreeMap<RewardCause, Row>> {
    let causes = serde_json::to_string(causes)?;
    let rows = sqlx::query!(
        "select cause, day, due, minor from receivables
         where programme_id = ? and cause in (select value from json_each(?))",
        programme,
        causes
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let cause = cause_of(&row.cause)?;
        let kept = Row {
            cause,
            day: day_of(row.day)?,
            due: row.due.map(day_of).transpose()?,
            minor: row.minor,
        };
        Ok((cause, kept))
    });
    rows.collect()
}
