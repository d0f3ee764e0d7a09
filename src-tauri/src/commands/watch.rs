//! The watched folder. The page knows its name, never where it lies.

use farthing_ledger::{ChangeLabel, WatchedFolder};
use serde::Serialize;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::DialogExt as _;

use super::Shell;
use crate::clock;
use crate::error::Answer;
use crate::shell;

/// The watched folder as the page shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Watched {
    /// Its name without the folders above it.
    pub name: String,
    /// Whether it is there at the moment.
    pub is_there: bool,
    /// Whether what is new is imported at once.
    pub imports_by_itself: bool,
}

impl From<WatchedFolder> for Watched {
    fn from(folder: WatchedFolder) -> Self {
        let path = std::path::Path::new(&folder.path);
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self {
            name: name.to_string_lossy().into_owned(),
            is_there: path.is_dir(),
            imports_by_itself: folder.imports_by_itself,
        }
    }
}

/// The folder that is watched, if one is.
#[tauri::command]
#[specta::specta]
pub async fn watched_folder(shell: Shell<'_>) -> Answer<Option<Watched>> {
    let folder = shell.ledger().await?.watched_folder().await?;
    Ok(folder.map(Watched::from))
}

/// Opens the system's dialog and watches the folder chosen there; nothing when it is closed.
#[tauri::command]
#[specta::specta]
pub async fn pick_watched_folder(app: AppHandle) -> Answer<Option<Watched>> {
    let dialog = app
        .dialog()
        .file()
        .set_title("Folder to watch for statements");
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_pick_folder()).await?;
    let Some(path) = picked.and_then(|folder| folder.into_path().ok()) else {
        return Ok(None);
    };
    let folder = WatchedFolder {
        path: path.to_string_lossy().into_owned(),
        imports_by_itself: false,
    };
    let shell = app.state::<shell::Shell>();
    shell
        .ledger()
        .await?
        .watch_folder(&folder, clock::now())
        .await?;
    Ok(Some(folder.into()))
}

/// Says whether what is new in the watched folder is imported at once.
#[tauri::command]
#[specta::specta]
pub async fn let_folder_import(shell: Shell<'_>, by_itself: bool) -> Answer<Option<Watched>> {
    let ledger = shell.ledger().await?;
    let Some(mut folder) = ledger.watched_folder().await? else {
        return Ok(None);
    };
    folder.imports_by_itself = by_itself;
    ledger.watch_folder(&folder, clock::now()).await?;
    Ok(Some(folder.into()))
}

/// Watches no folder any more.
#[tauri::command]
#[specta::specta]
pub async fn stop_watching(shell: Shell<'_>) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.stop_watching(clock::now()).await?)
}
