//! The proof that the ledger is what it says: balanced, complete, and its kept totals true.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use tokio_stream::StreamExt as _;

use crate::cashback;
use crate::error::Result;
use crate::imports::known;
use crate::savings;
use crate::store::Ledger;
use crate::totals::rebuild::{rebuilt_totals, stored_totals};

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Whether every check held.
    pub ok: bool,
    /// How many entries there are.
    pub entries: i64,
    /// A digest of all entries with their postings, whatever their ids and order.
    pub digest: String,
    /// Each check.
    pub checks: Vec<Verdict>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was checked, as a fact that should hold.
    pub fact: &'static str,
    /// What contradicts it; empty where it holds.
    pub contradictions: Vec<String>,
}

impl Ledger {
    /// Checks everything. Reads the whole file, changes nothing.
    pub async fn verify(&self) -> Result<VerifyReport> {
        // One snapshot for all checks, although another program may be writing.
        let mut transaction = self.pool.begin().await?;
        let db = &mut *transaction;
        let mut checks = vec![
            verdict("the file's pages are whole", damaged_pages(db).await?),
            verdict("every reference has its target", dangling(db).await?),
            verdict(
                "every entry sums to zero in each currency",
                unbalanced(db).await?,
            ),
            verdict(
                "every entry has its postings on its own day",
                strays(db).await?,
            ),
            verdict(
                "every import that stands has all its rows",
                short_imports(db).await?,
            ),
            verdict(
                "every row of a file is known again, once",
                known::contradictions(db).await?,
            ),
            verdict("the kept totals equal a rebuild", untrue_totals(db).await?),
        ];
        let entries = sqlx::query_scalar!(r#"select count(*) as "count!: i64" from entries"#)
            .fetch_one(&mut *db)
            .await?;
        let digest = digest(db).await?;
        transaction.rollback().await?;
        checks.push(verdict(
            "what is set aside equals a rebuild",
            self.untrue_savings().await?,
        ));
        checks.push(verdict(
            "what programmes owe equals a rebuild",
            self.untrue_cashback().await?,
        ));
        Ok(VerifyReport {
            ok: checks.iter().all(|check| check.contradictions.is_empty()),
            entries,
            digest,
            checks,
        })
    }
}

impl Ledger {
    /// Works out from nothing what is set aside, in a transaction that is never committed.
    async fn untrue_savings(&self) -> Result<Vec<String>> {
        let mut transaction = self.pool.begin_with("begin immediate").await?;
        let found = savings::contradictions(&mut transaction).await?;
        transaction.rollback().await?;
        Ok(found)
    }

    /// Works out from nothing what programmes owe, in a transaction that is never committed.
    async fn untrue_cashback(&self) -> Result<Vec<String>> {
        let mut transaction = self.pool.begin_with("begin immediate").await?;
        let found = cashback::contradictions(&mut transaction).await?;
        transaction.rollback().await?;
        Ok(found)
    }
}

fn verdict(fact: &'static str, contradictions: Vec<String>) -> Verdict {
    Verdict {
        fact,
        contradictions,
    }
}

async fn damaged_pages(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let lines: Vec<String> = sqlx::query_scalar("pragma integrity_check(20)")
        .fetch_all(db)
        .await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

async fn dangling(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows: Vec<(String, Option<i64>, String)> =
        sqlx::query_as(r#"select "table", rowid, parent from pragma_foreign_key_check limit 20"#)
            .fetch_all(db)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(table, row, parent)| {
            format!(
                "row {} of {table} points to nothing in {parent}",
                row.unwrap_or(0)
            )
        })
        .collect())
}

async fn unbalanced(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select entry_id, currency, sum(minor) as "off!: i64" from postings
           group by entry_id, currency having sum(minor) <> 0 limit 20"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            format!(
                "entry {} is off by {} minor units of {}",
                row.entry_id, row.off, row.currency
            )
        })
        .collect())
}

async fn strays(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar!(
        r#"select e.id from entries e where
               (select count(*) from postings p where p.entry_id = e.id) < 2
               or exists (select 1 from postings p where p.entry_id = e.id and p.day <> e.day)
           limit 20"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|id| format!("entry {id}")).collect())
}

async fn short_imports(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select label, entries as "entries!: i64", found as "found!: i64" from (
               select h.label, coalesce(i.last_entry - i.first_entry + 1, 0) as entries,
                   (select count(distinct r.entry_id) from statement_rows r
                    where r.entry_id between i.first_entry and i.last_entry and r.import_id = i.id)
                   as found
               from history h left join imports i on i.id = h.import_id
               where h.import_id is not null and h.state = 'done')
           where entries <> found limit 20"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            format!(
                "“{}” brought {} entries, {} are there",
                row.label, row.entries, row.found
            )
        })
        .collect())
}

/// Rebuilds the totals from the entries and compares them line by line.
async fn untrue_totals(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let stored: BTreeSet<String> = stored_totals(db).await?.into_iter().collect();
    let rebuilt: BTreeSet<String> = rebuilt_totals(db).await?.lines()?.into_iter().collect();
    let kept = stored
        .difference(&rebuilt)
        .map(|line| format!("kept, but not so: {line}"));
    let missing = rebuilt
        .difference(&stored)
        .map(|line| format!("not kept: {line}"));
    Ok(kept.chain(missing).take(20).collect())
}

/// The sum of a hash of each entry: the same for the same entries in whatever order.
async fn digest(db: &mut SqliteConnection) -> Result<String> {
    let mut entries = sqlx::query_scalar!(
        r#"select json_array(e.day, e.second, e.kind, e.status, e.note,
               (select name from payees where id = e.payee_id),
               (select json_group_array(json_array(name, minor, currency)) from
                   (select a.name, p.minor, p.currency from postings p
                    join accounts a on a.id = p.account_id
                    where p.entry_id = e.id order by p.position))) as "entry!: String"
           from entries e"#
    )
    .fetch(db);
    let mut sum = 0_u128;
    while let Some(entry) = entries.next().await {
        let hash = Sha256::digest(entry?.as_bytes());
        let first: [u8; 16] = std::array::from_fn(|i| hash.get(i).copied().unwrap_or_default());
        sum = sum.wrapping_add(u128::from_be_bytes(first));
    }
    Ok(format!("{sum:032x}"))
}
