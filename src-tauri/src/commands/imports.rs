//! Statement files. The page names them by token only.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use farthing_ledger::{Batch, ImportOptions, ImportPreview, ImportResult, Progress};
use serde::Serialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::DialogExt as _;

use super::{Shell, aside};
use crate::clock;
use crate::error::Answer;
use crate::files::DroppedFile;
use crate::shell;

/// How many imports are listed.
const SHOWN_BATCHES: u32 = 200;

/// A preview with the token it belongs to.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FilePreview {
    /// The file's token.
    pub token: u32,
    /// What an import of it would do.
    #[serde(flatten)]
    pub preview: ImportPreview,
}

/// Opens the system's dialog; nothing when the person closes it.
#[tauri::command]
#[specta::specta]
pub async fn pick_files(app: AppHandle, shell: Shell<'_>) -> Answer<Vec<DroppedFile>> {
    let dialog = app.dialog().file().set_title("Statements to import");
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_pick_files()).await?;
    let paths = picked
        .unwrap_or_default()
        .into_iter()
        .filter_map(|file| file.into_path().ok());
    Ok(shell.files.hand_over(&paths.collect::<Vec<_>>()))
}

/// What an import of a file would do. Writes nothing.
#[tauri::command]
#[specta::specta]
pub async fn preview_import(
    app: AppHandle,
    token: u32,
    options: ImportOptions,
) -> Answer<FilePreview> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let file = shell.files.read(token)?;
        let preview = shell
            .ledger()
            .await?
            .preview_import(&file, &options)
            .await?;
        Ok(FilePreview { token, preview })
    })
    .await
}

/// Imports a file, whole or not at all.
#[tauri::command]
#[specta::specta]
pub async fn run_import(
    app: AppHandle,
    token: u32,
    options: ImportOptions,
    progress: Channel<Progress>,
) -> Answer<ImportResult> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let running = shell.files.begin_import(token)?;
        let mut report = |done: Progress| {
            // A page that does not listen any more does not stop an import.
            let _heard = progress.send(done).is_ok();
            if running.stopped.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let file = shell.files.read(token)?;
        let ledger = shell.ledger().await?;
        let result = ledger
            .import(&file, &options, clock::now(), &mut report)
            .await?;
        shell.files.forget(token);
        Ok(result)
    })
    .await
}

/// The imports that stand, newest first.
#[tauri::command]
#[specta::specta]
pub async fn batches(shell: Shell<'_>) -> Answer<Vec<Batch>> {
    Ok(shell.ledger().await?.batches(SHOWN_BATCHES).await?)
}

/// Stops the import of a file that runs; nothing of it is written.
#[tauri::command]
#[specta::specta]
pub async fn cancel_import(shell: Shell<'_>, token: u32) -> Answer<()> {
    shell.files.stop_import(token);
    Ok(())
}
