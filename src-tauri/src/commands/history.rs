//! What was done, and the way back and forth.

use farthing_ledger::{Change, ChangeId, ChangeLabel};

use super::{Shell, aside};
use crate::clock;
use crate::error::Answer;

/// The newest changes first, at most `limit`.
#[tauri::command]
#[specta::specta]
pub async fn history(shell: Shell<'_>, limit: u32) -> Answer<Vec<Change>> {
    Ok(shell.ledger().await?.history(limit).await?)
}

/// Takes a change back; without one, the newest that stands.
#[tauri::command]
#[specta::specta]
pub async fn undo(shell: Shell<'_>, change: Option<ChangeId>) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?.clone();
    aside(async move || Ok(ledger.undo(change, clock::now()).await?)).await
}

/// Does an undone change again; without one, the one undone last.
#[tauri::command]
#[specta::specta]
pub async fn redo(shell: Shell<'_>, change: Option<ChangeId>) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?.clone();
    aside(async move || Ok(ledger.redo(change, clock::now()).await?)).await
}
