//! Entries that may belong together.

use chrono::Days;
use farthing_ledger::{ChangeLabel, EntryId, PairKind, Review};
use tauri::{AppHandle, Manager as _};

use super::{Shell, aside};
use crate::clock;
use crate::error::Answer;
use crate::shell;

/// How many days back pairs are looked for.
const DAYS: u64 = 400;
/// How many pairs of each kind are shown.
const SHOWN: u32 = 100;

/// Pairs that wait for the person's word.
#[tauri::command]
#[specta::specta]
pub async fn review(app: AppHandle) -> Answer<Review> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let today = clock::today();
        let from = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
        Ok(shell.ledger().await?.review(from, SHOWN).await?)
    })
    .await
}

/// Puts two entries together.
#[tauri::command]
#[specta::specta]
pub async fn link_pair(
    shell: Shell<'_>,
    kind: PairKind,
    first: EntryId,
    second: EntryId,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.link(kind, first, second, clock::now()).await?)
}

/// Says that two entries do not belong together, and remembers it.
#[tauri::command]
#[specta::specta]
pub async fn take_pair_apart(
    shell: Shell<'_>,
    kind: PairKind,
    first: EntryId,
    second: EntryId,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.take_apart(kind, first, second, clock::now()).await?)
}
