//! The one door for writes: a transaction that remembers what it touched, so that it can be undone.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::cashback;
use crate::error::{LedgerError, Result};
use crate::ids::{ChangeId, EntryId, ImportId};
use crate::image::{self, Thing};
use crate::savings::{self, TouchedDays};
use crate::store::Ledger;
use crate::totals::{Deltas, facts_of};

/// How many changes can be undone; older ones lose their images.
const KEPT_CHANGES: i64 = 1_000;

/// A change as the person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChangeLabel {
    /// Its id in the history.
    pub id: ChangeId,
    /// What was done, such as `Import paypal.csv (76 entries)`.
    pub label: String,
}

/// A write under way. Dropped without [`commit`](Self::commit), nothing of it is in the file.
pub(crate) struct Write {
    transaction: Transaction<'static, Sqlite>,
    device: i64,
    next_counter: i64,
    now: DateTime<Utc>,
    touched: Vec<Touched>,
    seen: HashSet<Thing>,
    import: Option<ImportId>,
    imported_entries: i64,
    /// The day it is where the person is, where the caller knows it.
    today: Option<NaiveDate>,
    /// What the write adds to and takes from the kept totals.
    pub(crate) deltas: Deltas,
}

struct Touched {
    thing: Thing,
    before: Option<String>,
}

impl Ledger {
    /// Begins a write; waits up to five seconds for another program's.
    pub(crate) async fn begin(&self, now: DateTime<Utc>) -> Result<Write> {
        self.begin_in(&self.pool, now).await
    }

    /// Begins the write of an import, in which references are looked up by the import itself.
    pub(crate) async fn begin_import(&self, now: DateTime<Utc>) -> Result<Write> {
        self.begin_in(&self.importing, now).await
    }

    async fn begin_in(&self, pool: &SqlitePool, now: DateTime<Utc>) -> Result<Write> {
        let mut transaction = pool.begin_with("begin immediate").await?;
        let next_counter = sqlx::query_scalar!(
            "select next_counter from devices where number = ?",
            self.device
        )
        .fetch_one(&mut *transaction)
        .await?;
        Ok(Write {
            transaction,
            device: self.device,
            next_counter,
            now,
            touched: Vec::new(),
            seen: HashSet::new(),
            import: None,
            imported_entries: 0,
            today: None,
            deltas: Deltas::default(),
        })
    }
}

impl Write {
    /// The connection of this write's transaction.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// The moment of the write, as text in UTC.
    pub(crate) fn at(&self) -> String {
        self.now.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// A new id of this device.
    pub(crate) fn new_id(&mut self) -> Result<i64> {
        self.new_ids(1)
    }

    /// As many new ids in a row; gives the first.
    pub(crate) fn new_ids(&mut self, count: u32) -> Result<i64> {
        let first = self.next_counter;
        if first + i64::from(count) > i64::from(u32::MAX) {
            return Err(LedgerError::Damaged(
                "this device has used up its four thousand million ids".to_owned(),
            ));
        }
        self.next_counter += i64::from(count);
        Ok((self.device << 32) | first)
    }

    /// Must be called before a thing with a new id is made.
    pub(crate) fn make(&mut self, thing: Thing) {
        if self.seen.insert(thing) {
            let before = None;
            self.touched.push(Touched { thing, before });
        }
    }

    /// Must be called before a thing is changed or deleted, or made where there may be one.
    pub(crate) async fn touch(&mut self, thing: Thing) -> Result<()> {
        if !self.seen.insert(thing) {
            return Ok(());
        }
        let before = image::take(&mut self.transaction, thing).await?;
        if let (Thing::Entry(entry), Some(_)) = (thing, &before) {
            self.count(entry, -1).await?;
        }
        self.touched.push(Touched { thing, before });
        Ok(())
    }

    /// Says which day it is where the person is.
    pub(crate) fn on(&mut self, today: NaiveDate) {
        self.today = Some(today);
    }

    /// Says that this write is a whole import: its entries are found by their import, not touched
    /// one by one, and the caller adds them to [`deltas`](Self::deltas).
    pub(crate) fn is_import(&mut self, import: ImportId, entries: i64) {
        self.import = Some(import);
        self.imported_entries = entries;
    }

    /// Checks, records and commits: after this the change is on disk and can be undone.
    pub(crate) async fn commit(mut self, label: &str) -> Result<ChangeLabel> {
        let id = ChangeId(self.new_id()?);
        let entries = self.touched_entries();
        let at = self.at();
        let line = sqlx::query!(
            "insert into history (id, label, at, entries, state, import_id)
             values (?, ?, ?, ?, 'done', ?)",
            id,
            label,
            at,
            entries,
            self.import
        )
        .execute(&mut *self.transaction)
        .await?;
        self.record_images(id).await?;
        if line.last_insert_rowid() > KEPT_CHANGES {
            self.forget_old_changes().await?;
        }
        self.finish().await?;
        Ok(ChangeLabel {
            id,
            label: label.to_owned(),
        })
    }

    /// Commits without a line in the history: for undo and redo, which change lines that exist.
    pub(crate) async fn finish(mut self) -> Result<()> {
        let deltas = std::mem::take(&mut self.deltas);
        let touched = deltas.touched()?;
        deltas.apply(&mut self.transaction).await?;
        self.follow(touched).await?;
        sqlx::query!(
            "update devices set next_counter = ? where number = ?",
            self.next_counter,
            self.device
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(self.transaction.commit().await?)
    }

    /// Works out what follows from what was touched: what moves savings earns nothing, and what a
    /// programme pays is cashback for the saving rules.
    async fn follow(&mut self, mut touched: TouchedDays) -> Result<()> {
        let day = self.now.date_naive();
        let begun = savings::begin(&mut self.transaction, self.today, day).await?;
        let legs = begun.as_ref().and_then(savings::Begun::legs);
        cashback::follow(&mut self.transaction, &mut touched, legs).await?;
        match begun {
            Some(begun) => savings::follow(&mut self.transaction, begun, &touched).await,
            None => Ok(()),
        }
    }

    /// Adds (1) or takes (-1) what an entry contributes to the kept totals.
    pub(crate) async fn count(&mut self, entry: EntryId, sign: i64) -> Result<()> {
        for fact in facts_of(&mut self.transaction, &[entry]).await? {
            self.deltas.count(&fact, sign)?;
        }
        Ok(())
    }

    fn touched_entries(&self) -> i64 {
        let entries = self
            .touched
            .iter()
            .filter(|t| matches!(t.thing, Thing::Entry(_)))
            .count();
        i64::try_from(entries).unwrap_or(i64::MAX) + self.imported_entries
    }

    async fn record_images(&mut self, change: ChangeId) -> Result<()> {
        let touched = std::mem::take(&mut self.touched);
        for (position, Touched { thing, before }) in (0_i64..).zip(touched) {
            let after = image::take(&mut self.transaction, thing).await?;
            if let (Thing::Entry(entry), Some(_)) = (thing, &after) {
                for fact in facts_of(&mut self.transaction, &[entry]).await? {
                    fact.require_balance()?;
                    self.deltas.count(&fact, 1)?;
                }
            }
            let (kind, key) = (thing.kind(), thing.key());
            sqlx::query!(
                "insert into history_images (history_id, position, kind, thing, before, after)
                 values (?, ?, ?, ?, ?, ?)",
                change,
                position,
                kind,
                key,
                before,
                after
            )
            .execute(&mut *self.transaction)
            .await?;
        }
        Ok(())
    }

    async fn forget_old_changes(&mut self) -> Result<()> {
        sqlx::query!(
            "delete from history where sequence in
                 (select sequence from history order by sequence desc limit -1 offset ?)",
            KEPT_CHANGES
        )
        .execute(&mut *self.transaction)
        .await?;
        cashback::drop_unnamed_files(&mut self.transaction).await
    }
}
