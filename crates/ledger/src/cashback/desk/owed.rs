//! Rewards that should be paid, as they were worked out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::super::kept::{Laid, RewardCause};
use super::super::read::ReadProgramme;
use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};

/// A reward that should be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cashback) struct Owed {
    pub programme: ChoiceId,
    pub cause: RewardCause,
    /// The day of the purchase, or on which the statement closes.
    pub day: NaiveDate,
    pub due: Option<NaiveDate>,
    /// What is expected, in the programme's unit; below zero for what is taken back.
    pub minor: i64,
    /// The credit that paid it.
    pub receipt: Option<EntryId>,
    /// How much more it paid than expected.
    pub difference: i64,
}

struct Stored {
    programme: ChoiceId,
    cause: String,
    day: i64,
    due: Option<i64>,
    minor: i64,
    receipt: Option<EntryId>,
    difference: Option<i64>,
}

/// Rewards that were paid as expected and that nothing was said about, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settled {
    pub programme: ChoiceId,
    pub is_taken_back: bool,
    pub count: u32,
    pub minor: i64,
}

/// So many rewards that are settled are listed, the newest.
const LISTED_SETTLED: i64 = 400;

impl Owed {
    /// A reward by its name.
    pub(in crate::cashback) async fn find(
        db: &mut SqliteConnection,
        programme: ChoiceId,
        cause: RewardCause,
    ) -> Result<Option<Self>> {
        let cause = cause.text();
        let row = sqlx::query_as!(
            Stored,
            r#"select programme_id as "programme: ChoiceId", cause, day, due, minor,
                   receipt_id as "receipt: EntryId", difference
               from receivables where programme_id = ? and cause = ?"#,
            programme,
            cause
        )
        .fetch_optional(db)
        .await?;
        row.as_ref().map(Self::of).transpose()
    }

    /// The rewards of a programme that something was said about.
    pub(in crate::cashback) async fn noted(
        db: &mut SqliteConnection,
        laid: &Laid,
        programme: &ReadProgramme<'_>,
    ) -> Result<Vec<Self>> {
        let kept = laid.receivables.iter().map(|choice| &choice.value);
        let kept = kept.filter(|kept| kept.programme == programme.id());
        let mut found = Vec::new();
        for kept in kept.filter(|kept| !kept.events.is_empty()) {
            found.extend(Self::find(db, kept.programme, kept.cause).await?);
        }
        Ok(found)
    }

    /// The rewards that are not paid or were paid short, and those that something was said about.
    pub(super) async fn open(db: &mut SqliteConnection, laid: &Laid) -> Result<Vec<Self>> {
        let noted = noted_keys(laid)?;
        let rows = sqlx::query_as!(
            Stored,
            r#"select programme_id as "programme!: ChoiceId", cause as "cause!", day as "day!", due,
                   minor as "minor!", receipt_id as "receipt: EntryId", difference
               from receivables
               where receipt_id is null or (difference < 0 and minor > 0)
                 or (programme_id || ':' || cause) in (select value from json_each(?))
               order by programme_id, day, cause"#,
            noted
        )
        .fetch_all(db)
        .await?;
        rows.iter().map(Self::of).collect()
    }

    /// The newest of the others.
    pub(super) async fn settled(db: &mut SqliteConnection, laid: &Laid) -> Result<Vec<Self>> {
        let noted = noted_keys(laid)?;
        let rows = sqlx::query_as!(
            Stored,
            r#"select programme_id as "programme!: ChoiceId", cause as "cause!", day as "day!", due,
                   minor as "minor!", receipt_id as "receipt: EntryId", difference
               from receivables
               where receipt_id is not null and (difference is null or difference >= 0 or minor <= 0)
                 and (programme_id || ':' || cause) not in (select value from json_each(?))
               order by day desc, cause limit ?"#,
            noted,
            LISTED_SETTLED
        )
        .fetch_all(db)
        .await?;
        rows.iter().map(Self::of).collect()
    }

    fn of(row: &Stored) -> Result<Self> {
        let cause = RewardCause::read(&row.cause);
        let cause = cause.ok_or_else(|| {
            LedgerError::Damaged(format!("“{}” is no cause of a reward", row.cause))
        })?;
        Ok(Self {
            programme: row.programme,
            cause,
            day: day_of(row.day)?,
            due: row.due.map(day_of).transpose()?,
            minor: row.minor,
            receipt: row.receipt,
            difference: row.difference.unwrap_or(0),
        })
    }

    /// Its name.
    pub(in crate::cashback) fn key(&self) -> String {
        self.cause.key(self.programme)
    }

    /// The purchase or refund that it is for.
    pub(in crate::cashback) fn entry(&self) -> Option<EntryId> {
        match self.cause {
            RewardCause::Entry(entry) => Some(entry),
            RewardCause::Statement(_) | RewardCause::Bonus(..) => None,
        }
    }

    /// What a credit paid of it; none without one.
    pub(in crate::cashback) fn received_minor(&self) -> Option<i64> {
        self.receipt?;
        Some(self.minor.saturating_add(self.difference))
    }
}

impl Settled {
    /// All that [`Owed::settled`] lists the newest of, by programme.
    pub(super) async fn all(db: &mut SqliteConnection, laid: &Laid) -> Result<Vec<Self>> {
        let noted = noted_keys(laid)?;
        let rows = sqlx::query!(
            r#"select programme_id as "programme!: ChoiceId", minor < 0 as "is_taken_back!: bool",
                   count(*) as "count!: u32",
                   sum(iif(minor < 0, minor, minor + coalesce(difference, 0))) as "minor!: i64"
               from receivables
               where receipt_id is not null and (difference is null or difference >= 0 or minor <= 0)
                 and (programme_id || ':' || cause) not in (select value from json_each(?))
               group by programme_id, minor < 0"#,
            noted
        )
        .fetch_all(db)
        .await?;
        let settled = rows.into_iter().map(|row| Self {
            programme: row.programme,
            is_taken_back: row.is_taken_back,
            count: row.count,
            minor: row.minor,
        });
        Ok(settled.collect())
    }
}

/// The names of the rewards that something was said about.
fn noted_keys(laid: &Laid) -> Result<String> {
    let kept = laid.receivables.iter().map(|choice| &choice.value);
    let kept = kept.filter(|kept| !kept.events.is_empty());
    let keys: BTreeSet<String> = kept.map(|kept| kept.cause.key(kept.programme)).collect();
    Ok(serde_json::to_string(&keys)?)
}
