//! Which rows the ledger has already: the identities of each import's rows, in one list.
//!
//! A list is eight bytes for each row, beside its import. A new file looks every identity in the lists
//! of the imports that share days with it up among its own, so that no index over random numbers has
//! to be kept while rows come in. The lists repeat what `statement_rows` says; `verify` compares them.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use sqlx::SqliteConnection;
use tokio_stream::StreamExt as _;

use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{ChangeId, ImportId};
use crate::imports::identity::{AsItIs, IdentitySet};

/// Those of the wanted identities that an import on any of these days has brought.
pub(crate) async fn known_among(
    db: &mut SqliteConnection,
    wanted: &IdentitySet,
    days: &RangeInclusive<NaiveDate>,
) -> Result<IdentitySet> {
    let (first, last) = (day_number(*days.start()), day_number(*days.end()));
    let mut lists = sqlx::query_scalar!(
        "select known_rows.identities from known_rows join imports on imports.id = known_rows.import_id
         where coalesce(imports.last_day >= ?, true) and coalesce(imports.first_day <= ?, true)",
        first,
        last
    )
    .fetch(db);
    let mut known = HashSet::with_hasher(AsItIs::default());
    while let Some(list) = lists.next().await {
        known.extend(identities_in(&list?).filter(|identity| wanted.contains(identity)));
    }
    Ok(known)
}

/// Keeps the identities of an import's rows, for the files that come after it.
pub(crate) async fn keep(
    db: &mut SqliteConnection,
    import: ImportId,
    identities: impl Iterator<Item = i64>,
) -> Result<()> {
    let list: Vec<u8> = identities.flat_map(i64::to_be_bytes).collect();
    sqlx::query!(
        "insert into known_rows (import_id, identities) values (?, ?)",
        import,
        list
    )
    .execute(db)
    .await?;
    Ok(())
}

/// As [`keep`], from the rows as they stand: for an import that was taken back and stands again. Some of
/// them belong to entries that were there before it, which its change touched. An error where another
/// import has brought one of its rows meanwhile.
pub(crate) async fn keep_again(
    db: &mut SqliteConnection,
    import: ImportId,
    change: ChangeId,
) -> Result<()> {
    let identities: Vec<i64> = sqlx::query_scalar!(
        r#"select r.identity as "identity!: i64" from imports i join statement_rows r
               on r.entry_id between i.first_entry and i.last_entry and r.import_id = i.id
           where i.id = ?1
           union
           select r.identity from history_images h join statement_rows r
               on r.entry_id = h.thing and r.import_id = ?1
           where h.history_id = ?2 and h.kind = 'entry'"#,
        import,
        change
    )
    .fetch_all(&mut *db)
    .await?;
    let days = sqlx::query!(
        "select first_day, last_day from imports where id = ?",
        import
    )
    .fetch_one(&mut *db)
    .await?;
    let days = match (days.first_day, days.last_day) {
        (Some(first), Some(last)) => day_of(first)?..=day_of(last)?,
        _ => NaiveDate::MIN..=NaiveDate::MAX,
    };
    let wanted: IdentitySet = identities.iter().copied().collect();
    if !known_among(db, &wanted, &days).await?.is_empty() {
        return Err(LedgerError::Overtaken);
    }
    keep(db, import, identities.into_iter()).await
}

/// Where the lists and the rows do not say the same, or one row stands twice; for `verify`.
pub(crate) async fn contradictions(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut rows: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    {
        let mut stream =
            sqlx::query!("select import_id, identity from statement_rows").fetch(&mut *db);
        while let Some(row) = stream.next().await {
            let row = row?;
            rows.entry(row.import_id).or_default().push(row.identity);
        }
    }
    let mut all: Vec<i64> = rows.values().flatten().copied().collect();
    all.sort_unstable();
    let mut found: Vec<String> = all
        .windows(2)
        .filter(|pair| pair.first() == pair.last())
        .map(|pair| format!("the row {pair:?} stands twice"))
        .collect();
    let lists = sqlx::query!("select import_id, identities from known_rows")
        .fetch_all(db)
        .await?;
    for list in lists {
        let mut kept: Vec<i64> = identities_in(&list.identities).collect();
        let mut there = rows.remove(&list.import_id).unwrap_or_default();
        kept.sort_unstable();
        there.sort_unstable();
        if kept != there {
            found.push(format!("import {} has another list", list.import_id));
        }
    }
    found.extend(
        rows.keys()
            .map(|import| format!("import {import} has no list")),
    );
    found.truncate(20);
    Ok(found)
}

fn identities_in(list: &[u8]) -> impl Iterator<Item = i64> {
    let (whole, _) = list.as_chunks::<8>();
    whole.iter().map(|bytes| i64::from_be_bytes(*bytes))
}
