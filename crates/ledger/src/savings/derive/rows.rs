//! The derived rows of a rule: read, compared with what they should be, and written where they differ.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::calendar::Span;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::AccountId;
use crate::totals::stored_currency;

/// What a rule sets aside because of one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::savings) struct Row {
    pub cause: Cause,
    pub day: NaiveDate,
    pub account: Option<AccountId>,
    pub amount: Money,
    pub base_minor: i64,
    pub reason: String,
    pub version: i64,
}

/// The days on which something differs now; none for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::savings) struct Changed(Option<(NaiveDate, NaiveDate)>);

impl Changed {
    /// A day more.
    pub(in crate::savings) fn add(&mut self, day: NaiveDate) {
        let (first, last) = self.0.unwrap_or((day, day));
        self.0 = Some((first.min(day), last.max(day)));
    }

    /// The days of another.
    pub(in crate::savings) fn join(&mut self, other: Self) {
        if let Some((first, last)) = other.0 {
            self.add(first);
            self.add(last);
        }
    }

    /// From the first to the last of them.
    pub(in crate::savings) fn span(self) -> Option<Span> {
        self.0.and_then(|(first, last)| Span::new(first, last))
    }

    /// The first and the last of them.
    pub(in crate::savings) fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        self.0
    }
}

/// A row of the table.
struct Stored {
    cause: String,
    day: i64,
    account: Option<AccountId>,
    currency: String,
    minor: i64,
    base_minor: i64,
    reason: String,
    version: i64,
}

impl Stored {
    fn row(self, known: &mut Option<Currency>) -> Result<Row> {
        let currency = match known {
            Some(known) if known.code() == self.currency => *known,
            _ => *known.insert(stored_currency(&self.currency)?),
        };
        Ok(Row {
            cause: Cause::read(&self.cause)?,
            day: day_of(self.day)?,
            account: self.account,
            amount: Money::from_minor(self.minor, currency)?,
            base_minor: self.base_minor,
            reason: self.reason,
            version: self.version,
        })
    }
}

fn rows(stored: Vec<Stored>) -> Result<Vec<Row>> {
    let mut known = None;
    stored.into_iter().map(|row| row.row(&mut known)).collect()
}

/// The rows of a rule on these days, without those that change other rows.
pub(in crate::savings) async fn made_between(
    db: &mut SqliteConnection,
    rule: i64,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Row>> {
    let (first, last) = (day_number(first), day_number(last));
    let stored = sqlx::query_as!(
        Stored,
        r#"select cause, day, account_id as "account: AccountId", currency, minor, base_minor,
               reason, version
           from accruals where rule_id = ? and day between ? and ? and of_entry is null"#,
        rule,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    rows(stored)
}

/// All rows of a rule.
pub(in crate::savings) async fn all_of(db: &mut SqliteConnection, rule: i64) -> Result<Vec<Row>> {
    let stored = sqlx::query_as!(
        Stored,
        r#"select cause, day, account_id as "account: AccountId", currency, minor, base_minor,
               reason, version
           from accruals where rule_id = ?"#,
        rule
    )
    .fetch_all(db)
    .await?;
    rows(stored)
}

/// The rows of a rule that change the rows of these purchases.
pub(in crate::savings) async fn changes_of(
    db: &mut SqliteConnection,
    rule: i64,
    purchases: &str,
) -> Result<Vec<Row>> {
    let stored = sqlx::query_as!(
        Stored,
        r#"select cause, day, account_id as "account: AccountId", currency, minor, base_minor,
               reason, version
           from accruals where rule_id = ? and of_entry in (select value from json_each(?))"#,
        rule,
        purchases
    )
    .fetch_all(db)
    .await?;
    rows(stored)
}

/// The rows of a rule for these causes.
pub(in crate::savings) async fn made_of(
    db: &mut SqliteConnection,
    rule: i64,
    causes: &str,
) -> Result<Vec<Row>> {
    let stored = sqlx::query_as!(
        Stored,
        r#"select cause, day, account_id as "account: AccountId", currency, minor, base_minor,
               reason, version
           from accruals where rule_id = ? and cause in (select value from json_each(?))"#,
        rule,
        causes
    )
    .fetch_all(db)
    .await?;
    rows(stored)
}

/// Writes what differs between the rows that are there and those that should be.
pub(in crate::savings) async fn replace(
    db: &mut SqliteConnection,
    rule: i64,
    old: Vec<Row>,
    new: &[Row],
) -> Result<Changed> {
    let mut changed = Changed::default();
    let mut before: BTreeMap<Cause, Row> = old.into_iter().map(|row| (row.cause, row)).collect();
    let mut fresh = Vec::new();
    for row in new {
        let known = before.remove(&row.cause);
        if known.as_ref() == Some(row) {
            continue;
        }
        if let Some(known) = &known {
            changed.add(known.day);
        }
        changed.add(row.day);
        fresh.push(json!([
            row.cause.to_string(),
            day_number(row.day),
            row.cause.entry(),
            row.cause.changes(),
            row.account,
            row.amount.currency().code(),
            row.amount.minor(),
            row.base_minor,
            row.reason,
            row.version
        ]));
    }
    for gone in before.values() {
        changed.add(gone.day);
    }
    let gone: Vec<String> = before.keys().map(Cause::to_string).collect();
    delete(db, rule, &gone).await?;
    // A cause that comes from days that are not looked at leaves them.
    for day in days_of(db, rule, &fresh).await? {
        changed.add(day);
    }
    insert(db, rule, &fresh).await?;
    Ok(changed)
}

/// The days on which the causes of these rows are kept.
async fn days_of(
    db: &mut SqliteConnection,
    rule: i64,
    rows: &[serde_json::Value],
) -> Result<Vec<NaiveDate>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let rows = serde_json::to_string(rows)?;
    let days = sqlx::query_scalar!(
        r#"select distinct day as "day!: i64" from accruals
           where rule_id = ?1 and cause in (select value ->> 0 from json_each(?2))"#,
        rule,
        rows
    )
    .fetch_all(db)
    .await?;
    days.into_iter().map(day_of).collect()
}

async fn delete(db: &mut SqliteConnection, rule: i64, causes: &[String]) -> Result<()> {
    if causes.is_empty() {
        return Ok(());
    }
    let causes = serde_json::to_string(causes)?;
    sqlx::query!(
        "delete from accruals where rule_id = ? and cause in (select value from json_each(?))",
        rule,
        causes
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn insert(db: &mut SqliteConnection, rule: i64, rows: &[serde_json::Value]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = serde_json::to_string(rows)?;
    sqlx::query!(
        "insert into accruals (rule_id, cause, day, entry_id, of_entry, account_id, currency,
             minor, base_minor, reason, version)
         select ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
             value ->> 6, value ->> 7, value ->> 8, value ->> 9
         from json_each(?2) where true
         on conflict (rule_id, cause) do update set day = excluded.day,
             entry_id = excluded.entry_id, of_entry = excluded.of_entry,
             account_id = excluded.account_id, currency = excluded.currency,
             minor = excluded.minor, base_minor = excluded.base_minor, reason = excluded.reason,
             version = excluded.version",
        rule,
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}
