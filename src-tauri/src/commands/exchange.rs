//! What exchange rates hide, and the files of reference rates.

use chrono::NaiveDate;
use farthing_ledger::exchange::{Exchanges, RatesKnown, RatesRead};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::DialogExt as _;

use super::{Shell, aside};
use crate::error::Answer;
use crate::files::read;
use crate::shell;

/// The exchanges from day to day beside the reference.
#[tauri::command]
#[specta::specta]
pub async fn exchanges(
    shell: Shell<'_>,
    currency: String,
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<Exchanges> {
    let ledger = shell.ledger().await?;
    Ok(ledger.exchanges(&currency, from, to).await?)
}

/// Which reference rates are known.
#[tauri::command]
#[specta::specta]
pub async fn rates_known(shell: Shell<'_>) -> Answer<RatesKnown> {
    Ok(shell.ledger().await?.rates_known().await?)
}

/// Lets the person pick a file of rates, and keeps them; nothing where the dialog is closed.
#[tauri::command]
#[specta::specta]
pub async fn add_rates(app: AppHandle) -> Answer<Option<RatesRead>> {
    let dialog = app
        .dialog()
        .file()
        .set_title("A file of reference rates")
        .add_filter("Tables (CSV)", &["csv", "txt"]);
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_pick_file()).await?;
    let Some(path) = picked.and_then(|file| file.into_path().ok()) else {
        return Ok(None);
    };
    aside(async move || {
        let file = read(&path)?;
        let shell = app.state::<shell::Shell>();
        Ok(Some(shell.ledger().await?.read_rates(&file).await?))
    })
    .await
}

/// Forgets all reference rates.
#[tauri::command]
#[specta::specta]
pub async fn forget_rates(shell: Shell<'_>) -> Answer<()> {
    shell.ledger().await?.forget_rates().await?;
    Ok(())
}
