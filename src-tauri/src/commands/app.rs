//! The app as a whole.

use chrono::NaiveDate;
use farthing_ledger::{ChangeLabel, Ledger};
use serde::Serialize;

use super::{Shell, aside};
use crate::clock;
use crate::error::Answer;
use crate::files::DroppedFile;

/// What every screen needs to know.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Status {
    /// The ledger's file name.
    pub ledger_name: String,
    /// Where it lies.
    pub ledger_folder: String,
    /// How many entries it has.
    #[specta(type = u32)]
    pub entries: i64,
    /// The day it is.
    pub today: NaiveDate,
    /// The program's version.
    pub version: String,
    /// The currencies in use, the one with most entries first.
    pub currencies: Vec<String>,
    /// The day of the first entry.
    pub first_date: Option<NaiveDate>,
    /// The day of the last entry.
    pub last_date: Option<NaiveDate>,
    /// What the next undo would take back.
    pub undo: Option<ChangeLabel>,
    /// What the next redo would do again.
    pub redo: Option<ChangeLabel>,
    /// Files the app was opened with that nobody looked into yet.
    pub waiting_files: Vec<DroppedFile>,
}

impl Status {
    async fn of(
        ledger: &Ledger,
        waiting_files: Vec<DroppedFile>,
        today: NaiveDate,
    ) -> Answer<Self> {
        let overview = ledger.overview().await?;
        let next = ledger.next_changes().await?;
        let shown = |part: Option<&std::ffi::OsStr>| {
            part.unwrap_or_default().to_string_lossy().into_owned()
        };
        Ok(Self {
            ledger_name: shown(ledger.path().file_name()),
            ledger_folder: shown(ledger.path().parent().map(std::path::Path::as_os_str)),
            entries: overview.entries,
            today,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            currencies: overview.currencies,
            first_date: overview.first_date,
            last_date: overview.last_date,
            undo: next.undo,
            redo: next.redo,
            waiting_files,
        })
    }
}

/// What every screen needs to know.
#[tauri::command]
#[specta::specta]
pub async fn status(shell: Shell<'_>) -> Answer<Status> {
    Status::of(shell.ledger().await?, shell.files.waiting(), clock::today()).await
}

/// Fills an empty ledger with two invented years.
#[tauri::command]
#[specta::specta]
pub async fn load_demo(shell: Shell<'_>) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?.clone();
    aside(async move || Ok(ledger.load_demo(clock::today(), clock::now()).await?)).await
}
