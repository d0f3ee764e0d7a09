//! The first screen.

use farthing_ledger::Today;

use super::Shell;
use crate::clock;
use crate::error::Answer;

/// This month so far, in `currency` or the one most used.
#[tauri::command]
#[specta::specta]
pub async fn today(shell: Shell<'_>, currency: Option<String>) -> Answer<Today> {
    Ok(shell
        .ledger()
        .await?
        .today(currency.as_deref(), clock::today())
        .await?)
}
