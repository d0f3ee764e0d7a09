//! Round-ups follow a change month by month, until a month begins as it did before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::RulesError;
use farthing_rules::calendar::Span;
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::{
    Accrual, Entry, MonthStandings, Reason, Renewal, RoundUp, Settled, SettledRoundUps,
    Settlements, Standing, Versions, deleted, edited, go_on,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::checked::{Plan, When, plan};
use super::super::facts::{Facts, Shelf};
use super::super::kept::KeptRule;
use super::rows::{Changed, Row, changes_of, made_between, replace};
use super::{Run, rule_error};
use crate::day::{day_number, day_of, first_of_month};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId};

/// A rule in all its versions, with the accounts whose entries it needs; none named for all of them.
pub(in crate::savings) struct RoundUps {
    pub versions: Versions,
    pub accounts: BTreeSet<AccountId>,
}

impl RoundUps {
    /// Of a kept rule. The guard does not look at days before the rule was laid down.
    pub(in crate::savings) fn of(
        rule: &KeptRule,
        when: &When,
        own: &BTreeSet<AccountId>,
    ) -> Result<Self> {
        let mut versions = Vec::new();
        for version in &rule.versions {
            let Plan::RoundUp(mut round_up) = plan(&version.input, when)? else {
                return Err(LedgerError::invalid(
                    "terms",
                    "a round-up stays one; make a new rule for something else",
                ));
            };
            if round_up.accounts.is_empty() {
                let own = own.iter().map(|account| rule_ids::AccountId(account.0));
                round_up.accounts = own.collect();
            }
            versions.push((version.from, round_up));
        }
        let mut parts = versions.into_iter();
        let (_, first) = parts.next().ok_or(LedgerError::Missing("saving rule"))?;
        let mut later: Vec<(NaiveDate, RoundUp)> = parts
            .filter_map(|(from, round_up)| Some((from?, round_up)))
            .collect();
        let mut unguarded = first.clone();
        let begins_before = when.from.is_none_or(|from| from < rule.created);
        if first.guard.is_some() && begins_before {
            unguarded.guard = None;
            if later.first().is_none_or(|(from, _)| *from > rule.created) {
                later.insert(0, (rule.created, first));
            }
        }
        let versions = Versions::new(unguarded, later).map_err(rule_error)?;
        let accounts = accounts(&versions);
        Ok(Self { versions, accounts })
    }

    /// Follows what has changed on some days, or begins anew.
    pub(super) async fn follow(
        &self,
        db: &mut SqliteConnection,
        run: &Run<'_>,
        fetched: &mut Shelf,
        affected: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Changed> {
        let Some(history) = self.history(db, run).await? else {
            let nothing = MonthStandings::new();
            write_standings(db, run.id, &nothing, &nothing).await?;
            let old = made_between(db, run.id, NaiveDate::MIN, NaiveDate::MAX).await?;
            return replace(db, run.id, old, &[]).await;
        };
        let mut kept = MonthStandings::new();
        let is_known = affected.is_some();
        let affected = match affected {
            Some((first, last)) => {
                kept = standings(db, run.id).await?;
                Span::new(first, last).unwrap_or(history)
            }
            None => everything(db, run, history).await?,
        };
        let before = kept.clone();
        let ground = Ground::of(self, db, run).await?;
        let mut changed = Changed::default();
        let mut purchases = BTreeSet::new();
        if is_known && self.versions.stands_still() {
            changed = self
                .still(
                    (&mut *db, &mut *fetched),
                    run,
                    &ground,
                    affected,
                    &mut purchases,
                )
                .await?;
        } else {
            let mut renewal =
                Renewal::new(&self.versions, &mut kept, affected, history).map_err(rule_error)?;
            while let Some(month) = renewal.month() {
                let step = |entries: &[Entry<'_>], sink: &mut dyn FnMut(Accrual)| {
                    let (versions, settlements) = (&self.versions, &ground.settlements);
                    let mut sink = |accrual| sink(accrual);
                    renewal.go_on(versions, &mut kept, entries, settlements, &mut sink)
                };
                changed.join(
                    self.stretch(
                        (&mut *db, &mut *fetched),
                        run,
                        &ground,
                        month,
                        step,
                        &mut purchases,
                    )
                    .await?,
                );
            }
            write_standings(db, run.id, &before, &kept).await?;
        }
        let days = Some((affected.first, affected.last));
        changed.join(super::refunds::follow(db, (run.id, run.rule), purchases, days).await?);
        Ok(changed)
    }

    /// Works out these days alone: nothing after them depends on them.
    async fn still(
        &self,
        (db, fetched): (&mut SqliteConnection, &mut Shelf),
        run: &Run<'_>,
        ground: &Ground,
        days: Span,
        purchases: &mut BTreeSet<EntryId>,
    ) -> Result<Changed> {
        let mut standing = Standing::start(&self.versions);
        let until = days.last.succ_opt().unwrap_or(days.last);
        let step = |entries: &[Entry<'_>], sink: &mut dyn FnMut(Accrual)| {
            let mut sink = |accrual| sink(accrual);
            let (versions, settlements) = (&self.versions, &ground.settlements);
            go_on(
                versions,
                &mut standing,
                entries,
                until,
                settlements,
                &mut sink,
            )
        };
        self.stretch((db, fetched), run, ground, days, step, purchases)
            .await
    }

    /// Works a stretch of days out by a step of the rule, and writes what differs.
    async fn stretch(
        &self,
        (db, fetched): (&mut SqliteConnection, &mut Shelf),
        run: &Run<'_>,
        ground: &Ground,
        days: Span,
        step: impl FnOnce(&[Entry<'_>], &mut dyn FnMut(Accrual)) -> Result<(), RulesError>,
        purchases: &mut BTreeSet<EntryId>,
    ) -> Result<Changed> {
        let facts = fetched.between(db, days.first, days.last).await?;
        let entries = facts.entries_of(&self.accounts);
        let mut made = Vec::new();
        let mut sink = |accrual: Accrual| {
            if accrual.amount.minor() != 0 || accrual.reason == Reason::Settled {
                made.push(accrual);
            }
        };
        step(&entries, &mut sink).map_err(rule_error)?;
        let accounts: BTreeMap<rule_ids::EntryId, AccountId> = entries
            .iter()
            .rev()
            .filter(|entry| entry.amount.minor() < 0)
            .map(|entry| (entry.id, AccountId(entry.account.0)))
            .collect();
        let mut rows: Vec<Row> = Vec::with_capacity(made.len());
        for accrual in &made {
            rows.push(run.row_of(accrual, accounts.get(&accrual.entry).copied())?);
        }
        let left = ground.gone.iter().filter(|row| days.contains(row.day));
        rows.extend(left.cloned());
        let old = made_between(db, run.id, days.first, days.last).await?;
        let looked_at = old.iter().chain(&rows).filter_map(|row| row.cause.entry());
        let looked_at: BTreeSet<EntryId> = looked_at.collect();
        let mut changed = replace(db, run.id, old, &rows).await?;
        let mut later = self.edits(run, &made, &ground.settlements)?;
        let of_days = |row: &&Row| row.cause.entry().is_some_and(|e| looked_at.contains(&e));
        later.extend(ground.deleted.iter().filter(of_days).cloned());
        changed.join(replace_changes(db, run.id, &looked_at, &later).await?);
        purchases.extend(looked_at);
        Ok(changed)
    }

    /// From the first entry of its accounts to the last; a rule without a guard needs none before its
    /// own first day.
    async fn history(&self, db: &mut SqliteConnection, run: &Run<'_>) -> Result<Option<Span>> {
        let row = sqlx::query!(
            r#"select min(day) as "first: i64", max(day) as "last: i64" from entries
               where status <> 1"#
        )
        .fetch_one(db)
        .await?;
        let (Some(first), Some(last)) = (row.first, row.last) else {
            return Ok(None);
        };
        let (mut first, last) = (day_of(first)?, day_of(last)?);
        let is_guarded = self.versions.all().any(|rule| rule.guard.is_some());
        if let (Some(from), false) = (run.when.from, is_guarded) {
            first = first.max(from).min(last);
        }
        Ok(Span::new(first, last))
    }

    /// What transfers have settled of purchases that are there, and the rows of those that are gone.
    async fn settled(
        &self,
        db: &mut SqliteConnection,
        run: &Run<'_>,
    ) -> Result<(SettledRoundUps, Vec<Row>)> {
        let mut there = SettledRoundUps::new();
        let mut gone = Vec::new();
        for settled in &run.settled {
            let Cause::Entry(entry) = settled.cause else {
                continue;
            };
            let size = self.size(db, entry).await?;
            let changed = (size != settled.size).then_some(settled.sweep_day);
            let kept = Settled {
                day: settled.day,
                amount: settled.whole,
                moved: settled.moved,
                changed,
            };
            if size.is_some() {
                there.insert(rule_ids::EntryId(entry.0), kept);
                continue;
            }
            let version = run.rule.version_on(settled.day);
            let policy = self.versions.on(settled.day).changes;
            let (accrual, adjustment) = deleted(policy, rule_ids::EntryId(entry.0), &kept);
            let row = run.row_of(&accrual, settled.account)?;
            if let Some(adjustment) = adjustment {
                gone.push(Row {
                    cause: Cause::Delete(entry),
                    day: adjustment.day,
                    amount: adjustment.amount,
                    reason: adjustment.reason.word().to_owned(),
                    version: i64::try_from(version).unwrap_or(1),
                    ..row.clone()
                });
            }
            gone.push(row);
        }
        Ok((there, gone))
    }

    /// What an entry takes from the watched accounts, in minor units; none where it is not there.
    async fn size(&self, db: &mut SqliteConnection, entry: EntryId) -> Result<Option<i64>> {
        let accounts = serde_json::to_string(&self.accounts)?;
        Ok(sqlx::query_scalar!(
            r#"select min(p.minor) as "minor: i64" from postings p
               join accounts a on a.id = p.account_id and a.class = 'own'
               where p.entry_id = ?1
                 and (json_array_length(?2) = 0
                      or p.account_id in (select value from json_each(?2)))"#,
            entry,
            accounts
        )
        .fetch_one(db)
        .await?)
    }

    /// The changes of settled purchases that were edited.
    fn edits(
        &self,
        run: &Run<'_>,
        made: &[Accrual],
        settlements: &Settlements,
    ) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for accrual in made.iter().filter(|made| made.reason == Reason::Settled) {
            let Some(settled) = settlements.get(accrual.entry) else {
                continue;
            };
            let policy = self.versions.on(accrual.day).changes;
            if let Some(adjustment) = edited(policy, accrual, settled)? {
                let mut row = run.row_of(accrual, None)?;
                row.cause = Cause::Edit(EntryId(accrual.entry.0));
                row.day = adjustment.day;
                row.amount = adjustment.amount;
                adjustment.reason.word().clone_into(&mut row.reason);
                rows.push(row);
            }
        }
        Ok(rows)
    }
}

/// What transfers have settled of a rule.
struct Ground {
    settlements: Settlements,
    /// The rows of purchases that are gone.
    gone: Vec<Row>,
    /// What changes those.
    deleted: Vec<Row>,
}

impl Ground {
    async fn of(round_ups: &RoundUps, db: &mut SqliteConnection, run: &Run<'_>) -> Result<Self> {
        let (settled, gone) = round_ups.settled(db, run).await?;
        let (deleted, gone): (Vec<Row>, Vec<Row>) = gone
            .into_iter()
            .partition(|row| row.cause.changes().is_some());
        Ok(Self {
            settlements: Settlements::of(settled),
            gone,
            deleted,
        })
    }
}

/// The history, the days of rows that were made by other terms, and those of settled purchases, which
/// may be gone.
async fn everything(db: &mut SqliteConnection, run: &Run<'_>, history: Span) -> Result<Span> {
    let row = sqlx::query!(
        r#"select min(day) as "first: i64", max(day) as "last: i64" from accruals
           where rule_id = ?"#,
        run.id
    )
    .fetch_one(db)
    .await?;
    let mut all = Changed::default();
    all.add(history.first);
    all.add(history.last);
    for day in [row.first, row.last].into_iter().flatten() {
        all.add(day_of(day)?);
    }
    for settled in &run.settled {
        all.add(settled.day);
    }
    let days = all.days().and_then(|(first, last)| Span::new(first, last));
    Ok(days.unwrap_or(history))
}

/// The changes of settled purchases, in place of those that were kept of these purchases.
async fn replace_changes(
    db: &mut SqliteConnection,
    rule: i64,
    purchases: &BTreeSet<EntryId>,
    rows: &[Row],
) -> Result<Changed> {
    let mut old = changes_of(db, rule, &serde_json::to_string(purchases)?).await?;
    old.retain(|row| !matches!(row.cause, Cause::Refund { .. }));
    replace(db, rule, old, rows).await
}

/// What a rule makes of one entry, from where it stood at the start of its month; none where the entry
/// touches no account that it looks at.
pub(in crate::savings) async fn accrual_of(
    db: &mut SqliteConnection,
    rule: i64,
    round_ups: &RoundUps,
    entry: EntryId,
    day: NaiveDate,
) -> Result<Option<Accrual>> {
    let month = first_of_month(day);
    let mut kept = standings(db, rule).await?;
    let standing = kept.remove(&month);
    let mut standing = standing.unwrap_or_else(|| Standing::start(&round_ups.versions));
    let facts = Facts::between(db, month, day).await?;
    let mut found = None;
    let next = day.succ_opt().unwrap_or(day);
    let settlements = Settlements::default();
    let mut sink = |accrual: Accrual| {
        if accrual.entry.0 == entry.0 {
            found = found.or(Some(accrual));
        }
    };
    go_on(
        &round_ups.versions,
        &mut standing,
        &facts.entries_of(&round_ups.accounts),
        next,
        &settlements,
        &mut sink,
    )
    .map_err(rule_error)?;
    Ok(found)
}

fn accounts(versions: &Versions) -> BTreeSet<AccountId> {
    let mut accounts = BTreeSet::new();
    for rule in versions.all() {
        if rule.accounts.is_empty() {
            return BTreeSet::new();
        }
        accounts.extend(rule.accounts.iter().map(|account| AccountId(account.0)));
        accounts.extend(rule.guard.map(|guard| AccountId(guard.account.0)));
    }
    accounts
}

async fn standings(db: &mut SqliteConnection, rule: i64) -> Result<MonthStandings> {
    let rows = sqlx::query!(
        "select day, standing from standings where rule_id = ?",
        rule
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((day_of(row.day)?, serde_json::from_str(&row.standing)?)))
        .collect()
}

async fn write_standings(
    db: &mut SqliteConnection,
    rule: i64,
    before: &MonthStandings,
    after: &MonthStandings,
) -> Result<()> {
    let mut fresh = Vec::new();
    for (month, standing) in after {
        if before.get(month) != Some(standing) {
            fresh.push(json!([
                day_number(*month),
                serde_json::to_string(standing)?
            ]));
        }
    }
    let months: Vec<i64> = after.keys().map(|month| day_number(*month)).collect();
    let (fresh, months) = (
        serde_json::to_string(&fresh)?,
        serde_json::to_string(&months)?,
    );
    sqlx::query!(
        "delete from standings where rule_id = ?
             and day not in (select value from json_each(?))",
        rule,
        months
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into standings (rule_id, day, standing)
         select ?1, value ->> 0, value ->> 1 from json_each(?2) where true
         on conflict (rule_id, day) do update set standing = excluded.standing",
        rule,
        fresh
    )
    .execute(db)
    .await?;
    Ok(())
}
