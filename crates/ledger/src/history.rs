//! What was done, and the way back and forth: undo and redo of any of the last 1,000 changes.
//!
//! A change can be undone unless a later change that still stands touched the same thing; it can be
//! redone unless an earlier one is still undone there, or a later one stands there.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::error::{LedgerError, Result};
use crate::ids::{ChangeId, EntryId, ImportId};
use crate::image::{self, Thing};
use crate::imports::known;
use crate::store::Ledger;
use crate::totals::facts_of;
use crate::write::{ChangeLabel, Write};

/// How many imported entries are turned into images at a time.
const ENTRIES_AN_IMAGE: i64 = 1_000;

/// A change in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// What was done.
    pub label: String,
    /// When, in UTC: `2026-11-22T21:00:00Z`.
    pub at: String,
    /// Whether it stands.
    pub state: ChangeState,
    /// How many entries it touched.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub entries: i64,
}

/// Whether a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ChangeState {
    /// It stands.
    Done,
    /// It was taken back.
    Undone,
}

/// What an undo or redo would do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextChanges {
    /// The newest change that stands.
    pub undo: Option<ChangeLabel>,
    /// The oldest undone change after it.
    pub redo: Option<ChangeLabel>,
}

struct Image {
    kind: String,
    thing: i64,
    before: Option<String>,
    after: Option<String>,
}

impl Ledger {
    /// The newest changes first, at most `limit`.
    pub async fn history(&self, limit: u32) -> Result<Vec<Change>> {
        Ok(sqlx::query_as!(
            Change,
            r#"select id as "id: ChangeId", label, at, state as "state: ChangeState", entries
               from history order by sequence desc limit ?"#,
            limit
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// What the next undo and redo would do.
    pub async fn next_changes(&self) -> Result<NextChanges> {
        let undo = sqlx::query_as!(
            ChangeLabel,
            r#"select id as "id: ChangeId", label from history where state = 'done'
               order by sequence desc limit 1"#
        )
        .fetch_optional(&self.pool)
        .await?;
        let redo = sqlx::query_as!(
            ChangeLabel,
            r#"select id as "id: ChangeId", label from history h where state = 'undone'
               and not exists (select 1 from history later
                   where later.state = 'done' and later.sequence > h.sequence)
               order by sequence limit 1"#
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(NextChanges { undo, redo })
    }

    /// Takes a change back; `None` means the newest that stands.
    pub async fn undo(&self, change: Option<ChangeId>, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let id = match change {
            Some(id) => id,
            None => {
                self.next_changes()
                    .await?
                    .undo
                    .ok_or(LedgerError::NothingTo("undo"))?
                    .id
            }
        };
        let mut write = self.begin(now).await?;
        let (label, import) = write.in_state(id, "done").await?;
        write.require_nothing_later(id).await?;
        write.require_accounts_unspoken_of(id).await?;
        if let Some(import) = import {
            write.require_import_untouched(import).await?;
            write.image_import(id, import).await?;
        }
        for image in write.images(id).await?.into_iter().rev() {
            write
                .swap(
                    &image.kind,
                    image.thing,
                    image.after.as_deref(),
                    image.before.as_deref(),
                )
                .await?;
        }
        write.set_state(id, "undone").await?;
        write.finish().await?;
        Ok(ChangeLabel { id, label })
    }

    /// Does an undone change again; `None` means the one after the newest that stands.
    pub async fn redo(&self, change: Option<ChangeId>, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let id = match change {
            Some(id) => id,
            None => {
                self.next_changes()
                    .await?
                    .redo
                    .ok_or(LedgerError::NothingTo("redo"))?
                    .id
            }
        };
        let mut write = self.begin(now).await?;
        let (label, import) = write.in_state(id, "undone").await?;
        write.require_nothing_later(id).await?;
        write.require_nothing_earlier(id).await?;
        for image in write.images(id).await? {
            write
                .swap(
                    &image.kind,
                    image.thing,
                    image.before.as_deref(),
                    image.after.as_deref(),
                )
                .await?;
        }
        if let Some(import) = import {
            known::keep_again(write.connection(), import, id).await?;
            write.forget_import_images(id).await?;
        }
        write.set_state(id, "done").await?;
        write.finish().await?;
        Ok(ChangeLabel { id, label })
    }
}

impl Write {
    /// The label and the import of a change that is in this state.
    async fn in_state(&mut self, id: ChangeId, state: &str) -> Result<(String, Option<ImportId>)> {
        let row = sqlx::query!(
            r#"select label, import_id as "import: ImportId", state from history where id = ?"#,
            id
        )
        .fetch_optional(self.connection())
        .await?
        .ok_or(LedgerError::Missing("change"))?;
        if row.state != state {
            let verb = if state == "done" { "undo" } else { "redo" };
            return Err(LedgerError::NothingTo(verb));
        }
        Ok((row.label, row.import))
    }

    /// An error when a later change that stands touched the same thing.
    async fn require_nothing_later(&mut self, id: ChangeId) -> Result<()> {
        let label = sqlx::query_scalar!(
            "select later.label from history_images mine
             join history me on me.id = mine.history_id
             join history_images theirs on theirs.kind = mine.kind and theirs.thing = mine.thing
             join history later on later.id = theirs.history_id
             where mine.history_id = ? and later.state = 'done'
               and later.sequence > me.sequence limit 1",
            id
        )
        .fetch_optional(self.connection())
        .await?;
        label.map_or(Ok(()), |label| Err(LedgerError::StandsOn { label }))
    }

    /// An error when a later change that stands speaks of an account that this one made, though the
    /// account holds nothing now: that change could not be undone any more.
    async fn require_accounts_unspoken_of(&mut self, id: ChangeId) -> Result<()> {
        let label = sqlx::query_scalar!(
            "select later.label from history_images mine
             join history me on me.id = mine.history_id
             join history later on later.sequence > me.sequence and later.state = 'done'
             join history_images theirs on theirs.history_id = later.id and theirs.kind = 'entry'
             where mine.history_id = ? and mine.kind = 'account' and mine.before is null
               and (exists (select 1 from json_each(theirs.before, '$.postings') part
                            where part.value ->> '$[1]' = mine.thing)
                    or exists (select 1 from json_each(theirs.after, '$.postings') part
                               where part.value ->> '$[1]' = mine.thing)) limit 1",
            id
        )
        .fetch_optional(self.connection())
        .await?;
        label.map_or(Ok(()), |label| Err(LedgerError::StandsOn { label }))
    }

    /// An error when an earlier change on the same thing is still undone.
    async fn require_nothing_earlier(&mut self, id: ChangeId) -> Result<()> {
        let label = sqlx::query_scalar!(
            "select earlier.label from history_images mine
             join history me on me.id = mine.history_id
             join history_images theirs on theirs.kind = mine.kind and theirs.thing = mine.thing
             join history earlier on earlier.id = theirs.history_id
             where mine.history_id = ? and earlier.state = 'undone'
               and earlier.sequence < me.sequence limit 1",
            id
        )
        .fetch_optional(self.connection())
        .await?;
        label.map_or(Ok(()), |label| Err(LedgerError::StandsOn { label }))
    }

    /// An error when a change that stands touched an entry of the import.
    async fn require_import_untouched(&mut self, import: ImportId) -> Result<()> {
        let label = sqlx::query_scalar!(
            "select history.label from history_images
             join history on history.id = history_images.history_id and history.state = 'done'
             where history_images.kind = 'entry' and history_images.thing in
                 (select r.entry_id from imports i join statement_rows r
                  on r.entry_id between i.first_entry and i.last_entry and r.import_id = i.id
                  where i.id = ?)
             order by history.sequence desc limit 1",
            import
        )
        .fetch_optional(self.connection())
        .await?;
        label.map_or(Ok(()), |label| Err(LedgerError::StandsOn { label }))
    }

    async fn images(&mut self, id: ChangeId) -> Result<Vec<Image>> {
        Ok(sqlx::query_as!(
            Image,
            "select kind, thing, before, after from history_images
             where history_id = ? order by position",
            id
        )
        .fetch_all(self.connection())
        .await?)
    }

    /// Puts `to` in the place of `from`, in the tables and in the totals.
    async fn swap(
        &mut self,
        kind: &str,
        thing: i64,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<()> {
        if kind == "imported" {
            return self.swap_imported(from, to).await;
        }
        let thing = Thing::of(kind, thing)?;
        if let (Thing::Entry(entry), Some(_)) = (thing, from) {
            self.count(entry, -1).await?;
        }
        match to {
            Some(image) => image::put_back(self.connection(), thing, image).await?,
            None => image::remove(self.connection(), thing).await?,
        }
        if let (Thing::Entry(entry), Some(_)) = (thing, to) {
            self.count(entry, 1).await?;
        }
        Ok(())
    }

    /// A chunk of an import's entries, there or not there.
    async fn swap_imported(&mut self, from: Option<&str>, to: Option<&str>) -> Result<()> {
        if let Some(images) = from {
            let entries = entries_in(images)?;
            self.count_all(&entries, -1).await?;
            image::remove_entries(self.connection(), &entries).await?;
        }
        if let Some(images) = to {
            image::put_back_entries(self.connection(), images).await?;
            self.count_all(&entries_in(images)?, 1).await?;
        }
        Ok(())
    }

    async fn count_all(&mut self, entries: &[EntryId], sign: i64) -> Result<()> {
        for fact in facts_of(self.connection(), entries).await? {
            self.deltas.count(&fact, sign)?;
        }
        Ok(())
    }

    /// Turns the entries of an import into images of its change, in chunks.
    async fn image_import(&mut self, id: ChangeId, import: ImportId) -> Result<()> {
        let entries = sqlx::query_scalar!(
            r#"select distinct r.entry_id as "entry: EntryId" from imports i
               join statement_rows r
                   on r.entry_id between i.first_entry and i.last_entry and r.import_id = i.id
               where i.id = ? order by r.entry_id"#,
            import
        )
        .fetch_all(self.connection())
        .await?;
        let first = sqlx::query_scalar!(
            r#"select coalesce(max(position) + 1, 0) as "next!: i64" from history_images
               where history_id = ?"#,
            id
        )
        .fetch_one(self.connection())
        .await?;
        let chunk = usize::try_from(ENTRIES_AN_IMAGE).unwrap_or(usize::MAX);
        for (position, entries) in (first..).zip(entries.chunks(chunk)) {
            let images = image::take_entries(self.connection(), entries).await?;
            let images = format!("[{}]", images.join(","));
            sqlx::query!(
                "insert into history_images (history_id, position, kind, thing, after)
                 values (?, ?, 'imported', ?, ?)",
                id,
                position,
                import,
                images
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }

    async fn forget_import_images(&mut self, id: ChangeId) -> Result<()> {
        sqlx::query!(
            "delete from history_images where history_id = ? and kind = 'imported'",
            id
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    async fn set_state(&mut self, id: ChangeId, state: &str) -> Result<()> {
        sqlx::query!("update history set state = ? where id = ?", state, id)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

/// The ids in a JSON array of entry images.
fn entries_in(images: &str) -> Result<Vec<EntryId>> {
    let heads: Vec<serde_json::Value> = serde_json::from_str(images)?;
    heads
        .iter()
        .map(|head| {
            head.pointer("/entry/0")
                .and_then(serde_json::Value::as_i64)
                .map(EntryId)
                .ok_or_else(|| LedgerError::Damaged("an image has no entry".to_owned()))
        })
        .collect()
}
