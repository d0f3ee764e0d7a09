//! Everything, entry by entry, for whoever wants to take it elsewhere.

use std::collections::HashMap;
use std::ops::ControlFlow;

use sqlx::SqliteConnection;

use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::register::{EntryDetail, PostingLine, Source, postings_of, rows_of};
use crate::store::Ledger;

/// How many entries are read at a time.
const ENTRIES_A_PAGE: i64 = 1_000;

/// What an entry has beside its line in the register.
struct Rest {
    zone: Option<String>,
    refund_of: Option<EntryId>,
}

/// Where the next page begins: behind this entry of this day.
struct Place {
    id: EntryId,
    day: i64,
}

impl Ledger {
    /// Hands every entry to `take`, the void ones too, oldest first, until it breaks off. All of
    /// it is of one moment, although another program may be writing; memory holds one page.
    pub async fn every_entry(
        &self,
        take: &mut (dyn FnMut(EntryDetail) -> ControlFlow<()> + Send),
    ) -> Result<()> {
        let mut transaction = self.pool.begin().await?;
        let db = &mut *transaction;
        let mut places = page_after(db, i64::MIN, EntryId(0)).await?;
        while let Some(last) = places.last() {
            let next = page_after(db, last.day, last.id).await?;
            let ids: Vec<EntryId> = places.iter().map(|place| place.id).collect();
            for detail in details_of(db, &ids).await? {
                if take(detail).is_break() {
                    return Ok(());
                }
            }
            places = next;
        }
        Ok(())
    }
}

async fn page_after(db: &mut SqliteConnection, day: i64, id: EntryId) -> Result<Vec<Place>> {
    Ok(sqlx::query_as!(
        Place,
        r#"select id as "id!: EntryId", day from entries where (day, id) > (?, ?)
           order by day, id limit ?"#,
        day,
        id,
        ENTRIES_A_PAGE
    )
    .fetch_all(db)
    .await?)
}

async fn details_of(db: &mut SqliteConnection, ids: &[EntryId]) -> Result<Vec<EntryDetail>> {
    let list = serde_json::to_string(ids)?;
    let mut postings = by_entry(postings_of(db, ids).await?);
    let mut sources = sources_of(db, &list).await?;
    let mut rests = rests_of(db, &list).await?;
    let mut details = Vec::with_capacity(ids.len());
    for entry in rows_of(db, ids).await? {
        let rest = rests
            .remove(&entry.id)
            .ok_or(LedgerError::Missing("entry"))?;
        let mine = postings.remove(&entry.id).unwrap_or_default();
        details.push(EntryDetail {
            zone: rest.zone,
            refund_of: rest.refund_of,
            as_typed: None,
            postings: mine.iter().map(PostingLine::row).collect::<Result<_>>()?,
            sources: sources.remove(&entry.id).unwrap_or_default(),
            entry,
        });
    }
    Ok(details)
}

fn by_entry(lines: Vec<PostingLine>) -> HashMap<EntryId, Vec<PostingLine>> {
    let mut postings: HashMap<EntryId, Vec<PostingLine>> = HashMap::new();
    for line in lines {
        postings.entry(line.entry).or_default().push(line);
    }
    postings
}

async fn rests_of(db: &mut SqliteConnection, list: &str) -> Result<HashMap<EntryId, Rest>> {
    let rows = sqlx::query!(
        r#"select id as "id!: EntryId", zone, refund_of as "refund_of: EntryId"
           from entries where id in (select value from json_each(?))"#,
        list
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let rest = Rest {
                zone: row.zone,
                refund_of: row.refund_of,
            };
            (row.id, rest)
        })
        .collect())
}

async fn sources_of(
    db: &mut SqliteConnection,
    list: &str,
) -> Result<HashMap<EntryId, Vec<Source>>> {
    let rows = sqlx::query!(
        r#"select r.entry_id as "entry!: EntryId", i.file_name, r.line, r.raw, i.format, i.provider,
               i.imported_at
           from statement_rows r join imports i on i.id = r.import_id
           where r.entry_id in (select value from json_each(?)) order by i.imported_at, r.line"#,
        list
    )
    .fetch_all(db)
    .await?;
    let mut sources: HashMap<EntryId, Vec<Source>> = HashMap::new();
    for row in rows {
        sources.entry(row.entry).or_default().push(Source {
            file: row.file_name,
            line: row.line,
            raw: row.raw,
            format: row.format,
            provider: row.provider,
            imported_at: row.imported_at,
        });
    }
    Ok(sources)
}
