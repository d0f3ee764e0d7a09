//! What belongs together: the two sides of a transfer between own accounts, and a refund with its purchase.
//!
//! Both are found by `farthing-rules`. A pair that the person took apart is remembered and never
//! comes again.

mod loose;
mod refunds;
mod transfers;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::register::{EntryRow, rows_of};
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

pub(crate) use loose::{Loose, loose_entries};
pub(crate) use transfers::Accounts;

/// Pairs that wait for the person's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Review {
    /// Entries that may be the two sides of a transfer.
    pub transfers: Vec<SuggestedPair>,
    /// Refunds, each with the purchase it may belong to.
    pub refunds: Vec<SuggestedPair>,
}

/// Two entries that may belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SuggestedPair {
    /// The transfer's side where money left; the purchase.
    pub first: EntryRow,
    /// The transfer's side where it came; the refund.
    pub second: EntryRow,
    /// Why, as part of a sentence.
    pub reason: String,
}

/// What a pair is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PairKind {
    /// The two sides of a transfer.
    Transfer,
    /// A purchase and its refund.
    Refund,
}

/// A pair by its ids, with the reason.
pub(crate) struct Found {
    pub first: EntryId,
    pub second: EntryId,
    pub reason: String,
}

impl Ledger {
    /// Pairs of the days from `from` on that may belong together, at most `limit` of each kind.
    pub async fn review(&self, from: NaiveDate, limit: u32) -> Result<Review> {
        let mut db = self.pool.acquire().await?;
        let rejected = rejected_pairs(&mut db).await?;
        let transfers = transfers::suggested(&mut db, from, &rejected).await?;
        let refunds = refunds::suggested(&mut db, from, &rejected).await?;
        Ok(Review {
            transfers: told(&mut db, transfers, limit).await?,
            refunds: told(&mut db, refunds, limit).await?,
        })
    }

    /// Puts two entries together.
    pub async fn link(
        &self,
        kind: PairKind,
        first: EntryId,
        second: EntryId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        match kind {
            PairKind::Transfer => {
                write.require_two_sides(first, second).await?;
                write.link_transfer(first, second).await?;
                write.commit("Link a transfer").await
            }
            PairKind::Refund => {
                write.link_refund(first, second).await?;
                write.commit("Link a refund").await
            }
        }
    }

    /// Says that two entries do not belong together: takes them apart where they are, and remembers.
    pub async fn take_apart(
        &self,
        kind: PairKind,
        first: EntryId,
        second: EntryId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        match kind {
            PairKind::Transfer => write.unlink_transfer(first, second).await?,
            PairKind::Refund => write.unlink_refund(second).await?,
        }
        write
            .choose(ChoiceKind::NotAPair, &pair_key(first, second), 0, &true)
            .await?;
        write.commit("Take two entries apart").await
    }
}

async fn told(
    db: &mut SqliteConnection,
    mut found: Vec<Found>,
    limit: u32,
) -> Result<Vec<SuggestedPair>> {
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let ids: Vec<EntryId> = found.iter().flat_map(|f| [f.first, f.second]).collect();
    let rows = rows_of(db, &ids).await?;
    let rows: HashMap<EntryId, EntryRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let pairs = found.into_iter().filter_map(|found| {
        Some(SuggestedPair {
            first: rows.get(&found.first)?.clone(),
            second: rows.get(&found.second)?.clone(),
            reason: found.reason,
        })
    });
    Ok(pairs.collect())
}

/// The pairs that the person took apart.
pub(crate) async fn rejected_pairs(db: &mut SqliteConnection) -> Result<Vec<(EntryId, EntryId)>> {
    let choices = choices::all::<bool>(db, ChoiceKind::NotAPair).await?;
    let pair = |key: &str| {
        let (a, b) = key.split_once(' ')?;
        Some((EntryId(a.parse().ok()?), EntryId(b.parse().ok()?)))
    };
    choices
        .iter()
        .map(|choice| {
            pair(&choice.key).ok_or_else(|| {
                LedgerError::Damaged(format!("“{}” names no two entries", choice.key))
            })
        })
        .collect()
}

/// Two entries in one text, whatever their order.
fn pair_key(a: EntryId, b: EntryId) -> String {
    let (low, high) = (a.0.min(b.0), a.0.max(b.0));
    format!("{low} {high}")
}

impl Write {
    pub(crate) async fn require_entry(&mut self, id: EntryId) -> Result<()> {
        let there = sqlx::query_scalar!(
            r#"select exists (select 1 from entries where id = ? and status <> 4) as "there!: bool""#,
            id
        )
        .fetch_one(self.connection())
        .await?;
        if there {
            Ok(())
        } else {
            Err(LedgerError::Missing("entry"))
        }
    }
}

/// `a day later`, `3 days earlier`, `on the same day`.
pub(crate) fn days_apart(days: i32) -> String {
    match days {
        0 => "on the same day".to_owned(),
        1 => "a day later".to_owned(),
        -1 => "a day earlier".to_owned(),
        later if later > 0 => format!("{later} days later"),
        earlier => format!("{} days earlier", earlier.unsigned_abs()),
    }
}
