//! The recurring screen.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::recurring::{Recurring, SeriesEdit, SeriesView};
use farthing_ledger::{ChangeLabel, ChoiceId};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

use super::Shell;
use crate::clock;
use crate::error::Answer;
use crate::files::read;

fn moment() -> (NaiveDate, DateTime<Utc>) {
    (clock::today(), clock::now())
}

/// What comes again and again in a currency.
#[tauri::command]
#[specta::specta]
pub async fn recurring(shell: Shell<'_>, currency: String) -> Answer<Recurring> {
    let ledger = shell.ledger().await?;
    Ok(ledger.recurring(&currency, clock::today()).await?)
}

/// Confirms that something comes again.
#[tauri::command]
#[specta::specta]
pub async fn confirm_series(shell: Shell<'_>, currency: String, key: String) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    Ok(ledger.confirm_series((&currency, &key), moment()).await?)
}

/// Says that something is not recurring.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_series(shell: Shell<'_>, currency: String, key: String) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    Ok(ledger.dismiss_series((&currency, &key), moment()).await?)
}

/// Forgets what was said of a series.
#[tauri::command]
#[specta::specta]
pub async fn restore_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.restore_series((&currency, &key), moment()).await?)
}

/// Makes one series of two.
#[tauri::command]
#[specta::specta]
pub async fn merge_series(
    shell: Shell<'_>,
    currency: String,
    into: String,
    other: String,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let merged = ledger.merge_series(&currency, (&into, &other), moment());
    Ok(merged.await?)
}

/// Keeps what is written of a series.
#[tauri::command]
#[specta::specta]
pub async fn edit_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
    input: SeriesEdit,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let edited = ledger.edit_series((&currency, &key), input, moment());
    Ok(edited.await?)
}

/// Notes that a series was used today.
#[tauri::command]
#[specta::specta]
pub async fn use_series(shell: Shell<'_>, currency: String, key: String) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let used = ledger.use_series((&currency, &key), clock::today(), moment());
    Ok(used.await?)
}

/// Takes one use of a day back.
#[tauri::command]
#[specta::specta]
pub async fn unuse_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
    day: NaiveDate,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let unused = ledger.unuse_series((&currency, &key), day, moment());
    Ok(unused.await?)
}

/// Notes that a series was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn cancel_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
    day: NaiveDate,
    how: String,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let cancelled = ledger.cancel_series((&currency, &key), day, &how, moment());
    Ok(cancelled.await?)
}

/// Takes a cancellation back.
#[tauri::command]
#[specta::specta]
pub async fn uncancel_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    Ok(ledger.uncancel_series((&currency, &key), moment()).await?)
}

/// Lets the person pick a file that proves a cancellation, and keeps it; nothing where the dialog is
/// closed.
#[tauri::command]
#[specta::specta]
pub async fn attach_to_series(
    app: AppHandle,
    shell: Shell<'_>,
    currency: String,
    key: String,
) -> Answer<Option<SeriesView>> {
    let dialog = app
        .dialog()
        .file()
        .set_title("A file that proves it")
        .add_filter("Pictures and PDF", &["png", "jpg", "jpeg", "webp", "pdf"]);
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_pick_file()).await?;
    let Some(path) = picked.and_then(|file| file.into_path().ok()) else {
        return Ok(None);
    };
    let file = read(&path)?;
    let ledger = shell.ledger().await?;
    let content = (file.name.as_str(), file.bytes.as_slice());
    let kept = ledger.attach_to_series((&currency, &key), content, moment());
    Ok(Some(kept.await?))
}

/// Takes a file off a series.
#[tauri::command]
#[specta::specta]
pub async fn detach_from_series(
    shell: Shell<'_>,
    currency: String,
    key: String,
    attachment: i32,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let detached = ledger.detach_from_series((&currency, &key), attachment.into(), moment());
    Ok(detached.await?)
}

/// Puts what was saved since a series was cancelled into a goal.
#[tauri::command]
#[specta::specta]
pub async fn pledge_saved(
    shell: Shell<'_>,
    currency: String,
    key: String,
    goal: ChoiceId,
    amount: String,
) -> Answer<SeriesView> {
    let ledger = shell.ledger().await?;
    let pledged = ledger.pledge_saved((&currency, &key), goal, &amount, moment());
    Ok(pledged.await?)
}
