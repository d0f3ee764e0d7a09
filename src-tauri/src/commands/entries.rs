//! The ledger's entries.

use farthing_ledger::{
    AccountId, ChangeLabel, EntryDetail, EntryFilter, EntryId, EntryInput, EntryPage, EntryRow,
};

use super::Shell;
use crate::clock;
use crate::error::Answer;

/// A page of the entries that a filter lets through, newest first.
#[tauri::command]
#[specta::specta]
pub async fn entries(
    shell: Shell<'_>,
    filter: EntryFilter,
    offset: u32,
    limit: u32,
) -> Answer<EntryPage> {
    Ok(shell
        .ledger()
        .await?
        .entries(&filter, offset, limit)
        .await?)
}

/// Everything about an entry.
#[tauri::command]
#[specta::specta]
pub async fn entry(shell: Shell<'_>, id: EntryId) -> Answer<EntryDetail> {
    Ok(shell.ledger().await?.entry(id).await?)
}

/// Adds an entry.
#[tauri::command]
#[specta::specta]
pub async fn add_entry(shell: Shell<'_>, input: EntryInput) -> Answer<EntryRow> {
    let ledger = shell.ledger().await?;
    Ok(ledger
        .type_entry(input, clock::here(), clock::now())
        .await?)
}

/// Replaces what an entry says.
#[tauri::command]
#[specta::specta]
pub async fn edit_entry(shell: Shell<'_>, id: EntryId, input: EntryInput) -> Answer<EntryRow> {
    Ok(shell
        .ledger()
        .await?
        .edit_entry(id, input, clock::now())
        .await?)
}

/// Takes entries out.
#[tauri::command]
#[specta::specta]
pub async fn delete_entries(shell: Shell<'_>, ids: Vec<EntryId>) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .delete_entries(&ids, clock::now())
        .await?)
}

/// Puts entries into a category.
#[tauri::command]
#[specta::specta]
pub async fn categorise(
    shell: Shell<'_>,
    ids: Vec<EntryId>,
    category: AccountId,
) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .categorise(&ids, category, clock::now())
        .await?)
}
