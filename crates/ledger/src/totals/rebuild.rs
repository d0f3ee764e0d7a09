//! The kept totals made anew from all entries: after a migration, and for `verify` to compare.

use farthing_money::Currency;
use sqlx::{SqliteConnection, SqlitePool};
use tokio_stream::StreamExt as _;

use super::{Deltas, FactRow, Gathered, Purchases, details, payee_months};
use crate::error::Result;
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::kinds::{EntryKind, EntryStatus};

/// Rebuilds the totals where a migration has changed their shape.
pub(crate) async fn rebuild_if_stale(pool: &SqlitePool) -> Result<()> {
    let stale =
        sqlx::query_scalar!(r#"select exists (select 1 from totals_to_rebuild) as "stale!: bool""#)
            .fetch_one(pool)
            .await?;
    if !stale {
        return Ok(());
    }
    let mut transaction = pool.begin_with("begin immediate").await?;
    sqlx::raw_sql(
        "delete from day_totals; delete from payee_months; delete from category_months;
         delete from balances; delete from day_details; delete from day_purchases;
         delete from totals_to_rebuild;",
    )
    .execute(&mut *transaction)
    .await?;
    let totals = rebuilt_totals(&mut transaction).await?;
    totals.apply(&mut transaction).await?;
    Ok(transaction.commit().await?)
}

/// What all entries add up to.
pub(crate) async fn rebuilt_totals(db: &mut SqliteConnection) -> Result<Deltas> {
    let mut rows = sqlx::query_as!(
        FactRow,
        r#"select e.id as "entry!: i64", e.day, e.second as "second: u32", e.kind as "kind: EntryKind",
               e.status as "status: EntryStatus", e.payee_id as "payee: PayeeId",
               e.excluded as "excluded!: bool", e.refund_of as "refund_of: EntryId", p.account_id as "account: AccountId",
               a.class = 'own' as "own!: bool", p.minor, p.currency
           from entries e
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id
           order by e.id, p.position"#
    )
    .fetch(db);
    let mut gathered = Gathered::default();
    let mut deltas = Deltas::default();
    while let Some(row) = rows.next().await {
        gathered.take(&row?)?;
        // The last fact may still get postings; the ones before are complete.
        while gathered.facts.len() > 1 {
            deltas.count(&gathered.facts.remove(0), 1)?;
        }
    }
    for fact in &gathered.facts {
        deltas.count(fact, 1)?;
    }
    Ok(deltas)
}

impl Deltas {
    /// The totals as comparable lines, one a row; rows of nothing are left out.
    pub(crate) fn lines(self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for ((currency, day, account), total) in self.days {
            let purchases = total.purchases.text();
            lines.push(format!(
                "[\"day\",\"{currency}\",{day},{},{},{},{},{purchases}]",
                account.0, total.entries, total.inflow, total.outflow
            ));
        }
        lines.extend(self.payees.iter().map(payee_line));
        for ((currency, month, account), tally) in self.categories {
            lines.push(format!(
                "[\"category\",\"{currency}\",{month},{},{},{}]",
                account.0, tally.entries, tally.minor
            ));
        }
        for ((account, currency), tally) in self.balances {
            lines.push(format!(
                "[\"balance\",\"{currency}\",{},{},{}]",
                account.0, tally.entries, tally.minor
            ));
        }
        lines.extend(details::rebuilt_lines(self.details)?);
        Ok(lines)
    }
}

fn payee_line(
    ((currency, month, payee), purchases): (&(Currency, i64, i64), &Purchases),
) -> String {
    format!(
        "[\"payee\",\"{currency}\",{month},{payee},{}]",
        purchases.text()
    )
}

/// The kept totals as the same lines.
pub(crate) async fn stored_totals(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let months = payee_months::all(db).await?;
    let mut lines: Vec<String> = months
        .iter()
        .map(|(key, total)| payee_line((key, total)))
        .collect();
    let rows = sqlx::query_scalar!(
        r#"select json_array('day', currency, day, account_id, entries, inflow, outflow, purchases,
               spent, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9)
               as "line!: String" from day_totals
           union all
           select json_array('category', currency, month, account_id, entries, minor)
               from category_months
           union all
           select json_array('balance', currency, account_id, entries, minor) from balances"#
    )
    .fetch_all(&mut *db)
    .await?;
    lines.extend(rows);
    lines.extend(details::stored_lines(db).await?);
    Ok(lines)
}
