//! What is to be shared and what was shared, in the tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};
use crate::totals::stored_currency;

/// What is to be shared.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub rule: i64,
    pub cause: Cause,
    pub day: NaiveDate,
    pub account: Option<AccountId>,
    pub amount: Money,
    pub version: i64,
}

/// A goal's part of what was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    pub day: NaiveDate,
    pub account: Option<AccountId>,
    pub currency: Currency,
    pub minor: i64,
}

/// Shares by rule, cause and goal.
pub(super) type Shares = BTreeMap<(i64, String, i64), Share>;

pub(super) async fn due_between(
    db: &mut SqliteConnection,
    from: NaiveDate,
    next: NaiveDate,
) -> Result<Vec<Due>> {
    let (from, next) = (day_number(from), day_number(next));
    let rows = sqlx::query!(
        r#"select rule_id, cause, day, account_id as "account: AccountId", currency, minor, version
           from accruals where day >= ? and day < ? order by day, rule_id, cause"#,
        from,
        next
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Due {
                rule: row.rule_id,
                cause: Cause::read(&row.cause)?,
                day: day_of(row.day)?,
                account: row.account,
                amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
                version: row.version,
            })
        })
        .collect()
}

pub(super) async fn shares_between(
    db: &mut SqliteConnection,
    from: NaiveDate,
    next: NaiveDate,
) -> Result<Shares> {
    let (from, next) = (day_number(from), day_number(next));
    let rows = sqlx::query!(
        r#"select rule_id as "rule_id!", cause as "cause!", goal_id as "goal_id!", day as "day!",
               account_id as "account: AccountId", currency as "currency!", minor as "minor!"
           from shares where day >= ? and day < ?"#,
        from,
        next
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let share = Share {
                day: day_of(row.day)?,
                account: row.account,
                currency: stored_currency(&row.currency)?,
                minor: row.minor,
            };
            Ok(((row.rule_id, row.cause, row.goal_id), share))
        })
        .collect()
}

pub(super) async fn write_shares(
    db: &mut SqliteConnection,
    old: &Shares,
    new: &Shares,
) -> Result<()> {
    let gone: Vec<_> = old
        .keys()
        .filter(|key| !new.contains_key(*key))
        .map(|(rule, cause, goal)| json!([rule, cause, goal]))
        .collect();
    let fresh: Vec<_> = new
        .iter()
        .filter(|(key, share)| old.get(*key) != Some(*share))
        .map(|((rule, cause, goal), share)| {
            let day = day_number(share.day);
            let code = share.currency.code();
            json!([rule, cause, goal, day, share.account, code, share.minor])
        })
        .collect();
    if !gone.is_empty() {
        let gone = serde_json::to_string(&gone)?;
        sqlx::query!(
            "delete from shares where (rule_id, cause, goal_id) in
                 (select value ->> 0, value ->> 1, value ->> 2 from json_each(?))",
            gone
        )
        .execute(&mut *db)
        .await?;
    }
    if !fresh.is_empty() {
        let fresh = serde_json::to_string(&fresh)?;
        sqlx::query!(
            "insert into shares (rule_id, cause, goal_id, day, account_id, currency, minor)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                 value ->> 6
             from json_each(?) where true
             on conflict (rule_id, cause, goal_id) do update set day = excluded.day,
                 account_id = excluded.account_id, currency = excluded.currency,
                 minor = excluded.minor",
            fresh
        )
        .execute(db)
        .await?;
    }
    Ok(())
}

/// The last day from `next` on whose rows change what differs between these shares: a refund takes back
/// from the goals that had it.
pub(super) async fn changed_after(
    db: &mut SqliteConnection,
    old: &Shares,
    new: &Shares,
    next: NaiveDate,
) -> Result<Option<NaiveDate>> {
    let others = |a: &Shares, b: &Shares| -> Result<Vec<(i64, EntryId)>> {
        let mut others = Vec::new();
        for (key, share) in a {
            if b.get(key) == Some(share) {
                continue;
            }
            if let Cause::Entry(entry) = Cause::read(&key.1)? {
                others.push((key.0, entry));
            }
        }
        Ok(others)
    };
    let mut differ = others(old, new)?;
    differ.extend(others(new, old)?);
    if differ.is_empty() {
        return Ok(None);
    }
    let (differ, next) = (serde_json::to_string(&differ)?, day_number(next));
    let last = sqlx::query_scalar!(
        r#"select max(a.day) as "day: i64" from json_each(?) d
           cross join accruals a on a.of_entry = d.value ->> 1 and a.rule_id = d.value ->> 0
           where a.of_entry is not null and a.day >= ?"#,
        differ,
        next
    )
    .fetch_one(db)
    .await?;
    last.map(day_of).transpose()
}
