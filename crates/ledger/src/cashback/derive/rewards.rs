//! What entries earn follows a change block by block, until a block begins as it did before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{Block, Blocks, Change, Made, Programme, Renewal};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::facts::ProgrammeFacts;
use super::Reach;
use super::course::{Course, Terms};
use super::rows::{Differs, Row, replace};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::ChoiceId;
use crate::savings::rule_error;

/// Follows what has changed on some days, or begins with nothing.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    course: &Course<'_>,
    terms: &Terms,
    reach: &Reach,
) -> Result<Differs> {
    let days = match reach {
        Reach::All => Vec::new(),
        Reach::Days(days) => clipped(course, days),
    };
    if days.is_empty() && matches!(reach, Reach::Days(_)) {
        return Ok(Differs::default());
    }
    let Some(history) = history(db, course, &days).await? else {
        return Ok(Differs::default());
    };
    let mut all = days.clone();
    all.extend(linked_days(db, course.id(), &days).await?);
    let days = clipped(course, &all);
    let first = days.iter().map(|days| days.first).min();
    let kept = blocks_from(db, course.id(), first.unwrap_or(history.first)).await?;
    let mut blocks = kept.clone();
    let mut made = Collected::default();
    let mut differs = Differs::default();
    let programme = &terms.programme;
    let change = Change { days, added: &[] };
    let mut renewal = Renewal::new(programme, &mut blocks, change, history).map_err(rule_error)?;
    loop {
        let mut sink = |new: Made<'_>| made.take(&new);
        let next = renewal.next(programme, &mut blocks, &mut sink);
        let Some(days) = next.map_err(rule_error)? else {
            break;
        };
        let facts = ProgrammeFacts::between(db, days.first, days.last).await?;
        let spends = facts.spends(&course.scope);
        let done = renewal.go_on(programme, &mut blocks, &spends, &mut sink);
        done.map_err(rule_error)?;
        differs.join(replace(db, course.id(), days, &made.rows).await?);
        made.rows.clear();
    }
    write_blocks(db, course.id(), &kept, &blocks).await?;
    differs.statements = statements(db, course.id(), made.totals, programme, &blocks).await?;
    Ok(differs)
}

/// What the programme gave.
#[derive(Debug, Default)]
struct Collected {
    rows: Vec<Row>,
    /// By the days on which statements close.
    totals: BTreeMap<NaiveDate, i64>,
}

impl Collected {
    fn take(&mut self, made: &Made<'_>) {
        match made {
            Made::Reward(reward) => self.rows.extend(Row::of(reward)),
            Made::Statement(total) => {
                self.totals.insert(total.end, total.reward.minor());
            }
        }
    }
}

/// The parts of some days that count for a programme.
fn clipped(course: &Course<'_>, days: &[Span]) -> Vec<Span> {
    let input = course.scope.input;
    let from = input.from.unwrap_or(NaiveDate::MIN);
    let until = input.until.unwrap_or(NaiveDate::MAX);
    let days = days.iter();
    days.filter_map(|days| Span::new(days.first.max(from), days.last.min(until)))
        .collect()
}

/// From the first entry of its accounts to the last, those that are gone included.
async fn history(
    db: &mut SqliteConnection,
    course: &Course<'_>,
    days: &[Span],
) -> Result<Option<Span>> {
    let mut ends: BTreeSet<NaiveDate> = BTreeSet::new();
    for account in &course.accounts {
        let row = sqlx::query!(
            r#"select (select min(day) from postings where account_id = ?1) as "first: i64",
                   (select max(day) from postings where account_id = ?1) as "last: i64""#,
            account
        )
        .fetch_one(&mut *db)
        .await?;
        for day in [row.first, row.last].into_iter().flatten() {
            ends.insert(day_of(day)?);
        }
    }
    for days in days {
        ends.extend([days.first, days.last]);
    }
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else {
        return Ok(None);
    };
    let whole = Span::new(*first, *last);
    Ok(whole.and_then(|whole| clipped(course, &[whole]).pop()))
}

/// The days of purchases that refunds of these days are linked to, or were, and of refunds that are linked
/// to purchases of these days: one of a purchase that did not count does when that counts again.
async fn linked_days(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    days: &[Span],
) -> Result<Vec<Span>> {
    let mut found = BTreeSet::new();
    for span in days {
        let (first, last) = (day_number(span.first), day_number(span.last));
        let linked = sqlx::query_scalar!(
            r#"select distinct p.day as "day!: i64" from (
                   select of_entry as purchase from rewards
                   where programme_id = ?1 and day between ?2 and ?3 and of_entry is not null
                   union all
                   select refund_of from entries
                   where day between ?2 and ?3 and refund_of is not null) linked
               join entries p on p.id = linked.purchase
               union
               select r.day from entries p join entries r on r.refund_of = p.id
               where p.day between ?2 and ?3"#,
            programme,
            first,
            last
        )
        .fetch_all(&mut *db)
        .await?;
        for day in linked {
            found.insert(day_of(day)?);
        }
    }
    found.retain(|day| !days.iter().any(|span| span.contains(*day)));
    Ok(found.into_iter().map(Span::of_day).collect())
}

/// The blocks from the last one that begins on a day or before it.
async fn blocks_from(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    first: NaiveDate,
) -> Result<Blocks> {
    let first = day_number(first);
    let rows = sqlx::query!(
        "select day, block from reward_blocks
         where programme_id = ?1 and day >= coalesce(
             (select max(day) from reward_blocks where programme_id = ?1 and day <= ?2), ?2)",
        programme,
        first
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter();
    rows.map(|row| Ok((day_of(row.day)?, serde_json::from_str::<Block>(&row.block)?)))
        .collect()
}

async fn write_blocks(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    before: &Blocks,
    after: &Blocks,
) -> Result<()> {
    let gone = before.keys().filter(|day| !after.contains_key(day));
    let gone: Vec<i64> = gone.map(|day| day_number(*day)).collect();
    let mut fresh = Vec::new();
    for (day, block) in after {
        if before.get(day) != Some(block) {
            fresh.push(json!([day_number(*day), serde_json::to_string(block)?]));
        }
    }
    let (gone, fresh) = (
        serde_json::to_string(&gone)?,
        serde_json::to_string(&fresh)?,
    );
    sqlx::query!(
        "delete from reward_blocks where programme_id = ?
             and day in (select value from json_each(?))",
        programme,
        gone
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert or replace into reward_blocks (programme_id, day, block)
         select ?1, value ->> 0, value ->> 1 from json_each(?2)",
        programme,
        fresh
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the sums of statements that have closed, and of the one that is open at the end; gives the
/// closing days of those that differ.
async fn statements(
    db: &mut SqliteConnection,
    programme_id: ChoiceId,
    mut totals: BTreeMap<NaiveDate, i64>,
    programme: &Programme,
    blocks: &Blocks,
) -> Result<BTreeSet<NaiveDate>> {
    let last = blocks.last_key_value().map(|(_, block)| block);
    let open = last.map(|block| block.statement_so_far(programme));
    let open = open.transpose().map_err(rule_error)?.flatten();
    let Some(open) = open else {
        return Ok(BTreeSet::new());
    };
    totals.insert(open.end, open.reward.minor());
    let kept = kept_statements(db, programme_id).await?;
    // After the open statement there is none any more.
    let gone = kept.keys().filter(|day| **day > open.end);
    totals.extend(gone.map(|day| (*day, 0)));
    totals.retain(|day, minor| kept.get(day).copied().unwrap_or_default() != *minor);
    for (day, minor) in &totals {
        write_statement(db, programme_id, *day, *minor).await?;
    }
    Ok(totals.into_keys().collect())
}

async fn kept_statements(
    db: &mut SqliteConnection,
    programme: ChoiceId,
) -> Result<BTreeMap<NaiveDate, i64>> {
    let rows = sqlx::query!(
        "select day, minor from reward_statements where programme_id = ?",
        programme
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter();
    rows.map(|row| Ok((day_of(row.day)?, row.minor))).collect()
}

/// A statement that comes to nothing has no row.
async fn write_statement(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    day: NaiveDate,
    minor: i64,
) -> Result<()> {
    let day = day_number(day);
    if minor == 0 {
        sqlx::query!(
            "delete from reward_statements where programme_id = ? and day = ?",
            programme,
            day
        )
        .execute(db)
        .await?;
        return Ok(());
    }
    sqlx::query!(
        "insert or replace into reward_statements (programme_id, day, minor) values (?, ?, ?)",
        programme,
        day,
        minor
    )
    .execute(db)
    .await?;
    Ok(())
}
