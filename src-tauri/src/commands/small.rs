//! The small-money screen.

use std::path::PathBuf;

use farthing_ledger::lens::{EssentialsInput, LensSettings, LimitInput, MerchantLens, WorkInput};
use farthing_ledger::{ChangeLabel, PayeeId, Small, SmallQuery};

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

use super::Shell;
use crate::charts::{self, Chart, ChartKind, ChartLook, LensAsked};
use crate::clock;
use crate::error::Answer;
use crate::files;

/// What the small payments of a span add up to.
#[tauri::command]
#[specta::specta]
pub async fn small_money(shell: Shell<'_>, query: SmallQuery) -> Answer<Small> {
    Ok(shell.ledger().await?.small(&query).await?)
}

/// A chart of them.
#[tauri::command]
#[specta::specta]
pub async fn small_chart(
    shell: Shell<'_>,
    kind: ChartKind,
    query: SmallQuery,
    look: ChartLook,
) -> Answer<Chart> {
    charts::small_chart(shell.ledger().await?, kind, query, look).await
}

/// Lets the person choose where a chart goes as SVG or PNG, and writes it there; the file's name, or
/// nothing where the dialog is closed.
#[tauri::command]
#[specta::specta]
pub async fn save_small_chart(
    app: AppHandle,
    shell: Shell<'_>,
    kind: ChartKind,
    query: SmallQuery,
    look: ChartLook,
) -> Answer<Option<String>> {
    let Some(path) = picked_picture(&app, "small-money.png").await? else {
        return Ok(None);
    };
    let ledger = shell.ledger().await?;
    let bytes = charts::small_file(ledger, kind, query, (look, &path)).await?;
    Ok(Some(files::write_whole(&path, &bytes, ledger.path())?))
}

/// A chart beside them: of what comes again, of fees, of a habit or of a limit.
#[tauri::command]
#[specta::specta]
pub async fn lens_chart(shell: Shell<'_>, asked: LensAsked, look: ChartLook) -> Answer<Chart> {
    charts::lens_chart(shell.ledger().await?, asked, clock::today(), look).await
}

/// Lets the person choose where such a chart goes as SVG or PNG, and writes it there; the file's name, or
/// nothing where the dialog is closed.
#[tauri::command]
#[specta::specta]
pub async fn save_lens_chart(
    app: AppHandle,
    shell: Shell<'_>,
    asked: LensAsked,
    look: ChartLook,
) -> Answer<Option<String>> {
    let Some(path) = picked_picture(&app, "chart.png").await? else {
        return Ok(None);
    };
    let ledger = shell.ledger().await?;
    let bytes = charts::lens_file(ledger, asked, clock::today(), (look, &path)).await?;
    Ok(Some(files::write_whole(&path, &bytes, ledger.path())?))
}

/// Where the person wants a picture; nothing where the dialog is closed.
async fn picked_picture(app: &AppHandle, name: &str) -> Answer<Option<PathBuf>> {
    let dialog = app
        .dialog()
        .file()
        .set_title("Save the picture")
        .set_file_name(name)
        .add_filter("PNG picture", &["png"])
        .add_filter("SVG picture", &["svg"]);
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_save_file()).await?;
    Ok(picked.and_then(|file| file.into_path().ok()))
}

/// One merchant, looked at closely.
#[tauri::command]
#[specta::specta]
pub async fn merchant_lens(
    shell: Shell<'_>,
    payee: PayeeId,
    query: SmallQuery,
) -> Answer<MerchantLens> {
    Ok(shell.ledger().await?.merchant_lens(payee, &query).await?)
}

/// What the person has said about small money in a currency.
#[tauri::command]
#[specta::specta]
pub async fn lens_settings(shell: Shell<'_>, currency: String) -> Answer<LensSettings> {
    let ledger = shell.ledger().await?;
    Ok(ledger.lens_settings(&currency, clock::today()).await?)
}

/// Says what counts as small in a currency.
#[tauri::command]
#[specta::specta]
pub async fn set_small_limit(
    shell: Shell<'_>,
    currency: String,
    input: LimitInput,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger
        .set_small_limit(&currency, input, clock::now())
        .await?)
}

/// Says what is essential, and whether it is left out.
#[tauri::command]
#[specta::specta]
pub async fn set_essentials(shell: Shell<'_>, input: EssentialsInput) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.set_essentials(input, clock::now()).await?)
}

/// Says what an hour of work brings.
#[tauri::command]
#[specta::specta]
pub async fn set_hourly(shell: Shell<'_>, input: WorkInput) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.set_hourly(input, clock::now()).await?)
}

/// Says that a merchant is fine as it is.
#[tauri::command]
#[specta::specta]
pub async fn accept_merchant(shell: Shell<'_>, payee: PayeeId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.accept_merchant(payee, clock::now()).await?)
}

/// Takes that back.
#[tauri::command]
#[specta::specta]
pub async fn question_merchant(shell: Shell<'_>, payee: PayeeId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.question_merchant(payee, clock::now()).await?)
}
