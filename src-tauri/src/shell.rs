//! What the window keeps while it is open: the ledger and the files at hand.

use std::path::PathBuf;

use farthing_ledger::{Ledger, Place};
use tauri::{AppHandle, Manager as _};
use tokio::sync::OnceCell;

use crate::arguments::Arguments;
use crate::error::Answer;
use crate::files::Files;

/// What the window keeps while it is open.
#[derive(Debug)]
pub struct Shell {
    chosen: Option<PathBuf>,
    ledger: OnceCell<Ledger>,
    /// The files at hand.
    pub files: Files,
}

impl Shell {
    /// The shell of a window opened with these arguments.
    pub fn new(arguments: Arguments) -> Self {
        let files = Files::default();
        for path in &arguments.files {
            files.keep_waiting(path);
        }
        Self {
            chosen: arguments.ledger,
            ledger: OnceCell::new(),
            files,
        }
    }

    /// The one ledger of this window. Where it cannot be opened, every command answers with the
    /// reason and the next one tries again; another file is never opened in its place.
    pub async fn ledger(&self) -> Answer<&Ledger> {
        let open = async || {
            let place = Place::find(self.chosen.clone())?;
            Ledger::open(&place.ledger, &place.machine).await
        };
        Ok(self.ledger.get_or_try_init(open).await?)
    }

    /// Folds the write-ahead log into the file and lets go of it.
    pub async fn close(&self) {
        if let Some(ledger) = self.ledger.get() {
            ledger.clone().close().await;
        }
    }
}

/// Opens the ledger while the window is being made. A failure is told by the first command.
pub fn open_ledger_ahead(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let _told_later = app.state::<Shell>().ledger().await.is_err();
    });
}
