//! The watched folder: what is new in it is announced, and imported only where the person said so.
//!
//! The folder is looked into every few seconds rather than listened to, so that a folder on a
//! network or in a cloud drive works as well.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use farthing_ledger::{
    ChangeLabel, ImportOptions, ImportPreview, Ledger, MatchCertainty, WatchedFolder,
};
use serde::Serialize;
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::clock;
use crate::files::DroppedFile;
use crate::shell::Shell;
use crate::window::MAIN;

const FOLDER_NEWS: &str = "folder-news";
const PAUSE: Duration = Duration::from_secs(2);
/// More files than a folder of statements has; the rest is not looked at.
const MOST_FILES: usize = 2_000;

/// A statement in the watched folder that has something new.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FolderNews {
    /// The file, ready to be looked at; none where it is imported already.
    pub file: Option<DroppedFile>,
    /// Its name.
    pub name: String,
    /// The import of it in the history, where it was imported at once.
    pub change: Option<ChangeLabel>,
    /// How many of its rows are new.
    pub new: u32,
    /// How many the ledger has.
    pub known: u32,
}

/// Looks into the watched folder as long as the program runs.
pub fn begin(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || {
        let mut folder = Folder::default();
        loop {
            std::thread::sleep(PAUSE);
            tauri::async_runtime::block_on(folder.look(&app));
        }
    });
}

/// What was seen in the folder so far.
#[derive(Debug, Default)]
struct Folder {
    path: PathBuf,
    files: HashMap<PathBuf, Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    size: u64,
    changed: Option<SystemTime>,
    looked_into: bool,
}

impl Folder {
    async fn look(&mut self, app: &AppHandle) {
        let shell = app.state::<Shell>();
        let Ok(ledger) = shell.ledger().await else {
            return;
        };
        let Ok(Some(watched)) = ledger.watched_folder().await else {
            *self = Self::default();
            return;
        };
        for path in self.settled(Path::new(&watched.path)) {
            if let Some(news) = news_of(&shell, ledger, &watched, &path).await {
                // The page may be gone when the window closes; then there is nobody to tell.
                let _heard = app.emit_to(MAIN, FOLDER_NEWS, news).is_ok();
            }
        }
    }

    /// The files that are new or changed since the last look but one, and not being written.
    fn settled(&mut self, path: &Path) -> Vec<PathBuf> {
        if self.path != path {
            *self = Self {
                path: path.to_owned(),
                files: HashMap::new(),
            };
        }
        let mut settled = Vec::new();
        for (file, size, changed) in statements_in(path) {
            let now = Seen {
                size,
                changed,
                looked_into: false,
            };
            let before = self.files.get(&file).copied();
            let is_same = before.is_some_and(|b| (b.size, b.changed) == (size, changed));
            let looked_into = is_same && before.is_some_and(|b| b.looked_into);
            if is_same && !looked_into {
                settled.push(file.clone());
            }
            self.files.insert(
                file,
                Seen {
                    looked_into: is_same,
                    ..now
                },
            );
        }
        settled
    }
}

/// The ordinary files of a folder with their sizes and times; hidden and half-loaded ones left out.
fn statements_in(path: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let Ok(entries) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    let files = entries.filter_map(Result::ok).take(MOST_FILES);
    files
        .filter(|entry| may_be_a_statement(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((entry.path(), about.len(), about.modified().ok()))
        })
        .collect()
}

fn may_be_a_statement(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let half_loaded = ["part", "crdownload", "tmp", "download", "farthing"];
    !name.starts_with('.') && !name.ends_with('~') && !half_loaded.contains(&ending)
}

/// What a file has to tell; nothing for one that is no statement or brings nothing new.
async fn news_of(
    shell: &Shell,
    ledger: &Ledger,
    watched: &WatchedFolder,
    path: &Path,
) -> Option<FolderNews> {
    let file = crate::files::read(path).ok()?;
    let options = ImportOptions::default();
    let preview = ledger.preview_import(&file, &options).await.ok()?;
    let sum = |part: fn(&farthing_ledger::AccountReport) -> u32| -> u32 {
        preview.accounts.iter().map(part).sum()
    };
    let (new, known) = (
        sum(|account| account.new),
        sum(|account| account.duplicates),
    );
    if new == 0 && preview.questions.is_empty() {
        return None;
    }
    if watched.imports_by_itself && nothing_is_open(&preview) {
        let mut go_on = |_| ControlFlow::Continue(());
        let done = ledger
            .import(&file, &options, clock::now(), &mut go_on)
            .await;
        if let Ok(done) = done {
            return Some(FolderNews {
                file: None,
                name: file.name,
                change: done.change,
                new,
                known,
            });
        }
    }
    Some(FolderNews {
        file: Some(shell.files.keep_waiting(path)),
        name: file.name,
        change: None,
        new,
        known,
    })
}

/// Whether a file can be imported without a word of the person: only what is certain needs none.
fn nothing_is_open(preview: &ImportPreview) -> bool {
    let mut matches = preview.matches.iter();
    preview.questions.is_empty()
        && preview.problems.is_empty()
        && matches.all(|found| found.certainty == MatchCertainty::Certain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_looked_into_once_when_it_is_no_longer_written() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("march.csv");
        let mut folder = Folder::default();
        let mut look = || folder.settled(home.path());
        assert!(look().is_empty());
        std::fs::write(&path, "Date,").unwrap();
        assert!(look().is_empty());
        std::fs::write(&path, "Date,Amount").unwrap();
        assert!(look().is_empty(), "it has grown since");
        assert_eq!(look(), std::slice::from_ref(&path));
        assert!(look().is_empty());
        std::fs::write(&path, "Date,Amount\n2026-01-01,1").unwrap();
        assert!(look().is_empty());
        assert_eq!(look(), [path]);
    }

    #[test]
    fn hidden_and_half_loaded_files_are_left_alone() {
        for name in [
            ".march.csv",
            "march.csv.part",
            "march.csv.crdownload",
            "a.csv~",
        ] {
            assert!(!may_be_a_statement(name), "{name}");
        }
        assert!(may_be_a_statement("march.csv"));
        assert!(may_be_a_statement("march"));
    }
}
