//! What entries earn: read, compared with what it should be, and written where it differs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::Reward;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};

/// What an entry earns in a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub entry: EntryId,
    pub day: NaiveDate,
    pub base_minor: i64,
    pub minor: Option<i64>,
    pub exact: String,
    pub rule: Option<i64>,
    pub reason: String,
    /// The purchase of a refund.
    pub of: Option<EntryId>,
}

/// What differs now of what entries earn.
#[derive(Debug, Default)]
pub(super) struct Differs {
    /// The entries, and the purchases of refunds.
    pub entries: BTreeSet<EntryId>,
    /// Their days, before and after.
    pub days: BTreeSet<NaiveDate>,
    /// The days on which statements close whose sum is another one.
    pub statements: BTreeSet<NaiveDate>,
}

impl Row {
    /// Of a reward; none where it is nothing.
    pub(super) fn of(reward: &Reward) -> Option<Self> {
        (!reward.exact.is_zero()).then(|| Self {
            entry: EntryId(reward.entry.0),
            day: reward.day,
            base_minor: reward.base.minor(),
            minor: reward.reward.map(|reward| reward.minor()),
            exact: reward.exact.to_string(),
            rule: reward.winner().map(|rule| rule.0),
            reason: reward.reason.word().to_owned(),
            of: reward.of.map(|of| EntryId(of.0)),
        })
    }
}

impl Differs {
    fn add(&mut self, row: &Row) {
        self.entries.insert(row.entry);
        self.entries.extend(row.of);
        self.days.insert(row.day);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.days.extend(other.days);
        self.statements.extend(other.statements);
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.entries.is_empty() && self.statements.is_empty()
    }
}

/// The rows of some days, and those of these entries on whatever day.
async fn kept(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    days: Span,
    entries: &str,
) -> Result<Vec<Row>> {
    let (first, last) = (day_number(days.first), day_number(days.last));
    let rows = sqlx::query!(
        r#"select entry_id as "entry!: EntryId", day as "day!: i64", base_minor as "base_minor!: i64",
               minor as "minor: i64", exact as "exact!: String", rule as "rule: i64",
               reason as "reason!: String", of_entry as "of: EntryId"
           from rewards where programme_id = ?1 and day between ?2 and ?3
           union
           select entry_id, day, base_minor, minor, exact, rule, reason, of_entry
           from rewards where programme_id = ?1 and entry_id in (select value from json_each(?4))"#,
        programme,
        first,
        last,
        entries
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(Row {
            entry: row.entry,
            day: day_of(row.day)?,
            base_minor: row.base_minor,
            minor: row.minor,
            exact: row.exact,
            rule: row.rule,
            reason: row.reason,
            of: row.of,
        })
    });
    rows.collect()
}

/// Has these rows on these days, and no others.
pub(super) async fn replace(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    days: Span,
    rows: &[Row],
) -> Result<Differs> {
    let now: BTreeMap<EntryId, &Row> = rows.iter().map(|row| (row.entry, row)).collect();
    let entries: Vec<EntryId> = now.keys().copied().collect();
    let old = kept(db, programme, days, &serde_json::to_string(&entries)?).await?;
    let mut differs = Differs::default();
    let mut gone = Vec::new();
    let mut same = BTreeSet::new();
    for row in &old {
        match now.get(&row.entry) {
            Some(new) if *new == row => drop(same.insert(row.entry)),
            found => {
                differs.add(row);
                gone.extend(found.is_none().then_some(row.entry));
            }
        }
    }
    let fresh = now.into_values().filter(|row| !same.contains(&row.entry));
    let fresh: Vec<&Row> = fresh.collect();
    for row in &fresh {
        differs.add(row);
    }
    delete(db, programme, &gone).await?;
    insert(db, programme, &fresh).await?;
    Ok(differs)
}

async fn delete(db: &mut SqliteConnection, programme: ChoiceId, gone: &[EntryId]) -> Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    let gone = serde_json::to_string(gone)?;
    sqlx::query!(
        "delete from rewards where programme_id = ?
             and entry_id in (select value from json_each(?))",
        programme,
        gone
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn insert(db: &mut SqliteConnection, programme: ChoiceId, rows: &[&Row]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.iter().map(|row| {
        json!([
            row.entry,
            day_number(row.day),
            row.base_minor,
            row.minor,
            row.exact,
            row.rule,
            row.reason,
            row.of
        ])
    });
    let rows = serde_json::to_string(&rows.collect::<Vec<_>>())?;
    sqlx::query!(
        "insert or replace into rewards (programme_id, entry_id, day, base_minor, minor, exact, rule,
             reason, of_entry)
         select ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
             value ->> 6, value ->> 7 from json_each(?2)",
        programme,
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets what follows from a programme, but for its credits.
pub(super) async fn forget(db: &mut SqliteConnection, programme: ChoiceId) -> Result<()> {
    sqlx::query!("delete from rewards where programme_id = ?", programme)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "delete from reward_statements where programme_id = ?",
        programme
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from reward_blocks where programme_id = ?",
        programme
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from receivables where programme_id = ?", programme)
        .execute(db)
        .await?;
    Ok(())
}
