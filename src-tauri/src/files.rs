//! Files that a person handed over. The page knows their tokens and names, never where they lie.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use farthing_ledger::StatementFile;
use serde::Serialize;

/// Statements are far smaller; a larger file is something else.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// What pasted text is called where files have their names.
const PASTED: &str = "Pasted text";

/// A file that can be previewed and imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DroppedFile {
    /// What the page calls it by.
    pub token: u32,
    /// Its name without folders.
    pub name: String,
    /// Its size in bytes; 0 where it could not be seen.
    #[specta(type = u32)]
    pub size: u64,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No such token, or its file was imported.
    #[error("this file is not at hand any more; add it again")]
    Unknown,
    /// A folder, a device, a pipe.
    #[error("{0} is not a file that can be read")]
    NotAFile(String),
    /// Larger than any statement.
    #[error("{0} is larger than 64 MiB, which no statement is; nothing was read")]
    TooLarge(String),
    /// The system refused.
    #[error("{name} could not be read: {source}")]
    Unreadable {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system refused to write.
    #[error("{name} could not be written: {source}; choose another folder or name")]
    Unwritable {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A picture would take the place of the ledger.
    #[error("this file is the ledger itself; choose another name")]
    IsLedger,
    /// A second import of the same file at the same time.
    #[error("{0} is being imported already")]
    Running(String),
}

/// The files at hand.
#[derive(Debug, Default)]
pub struct Files {
    tray: Mutex<Tray>,
}

#[derive(Debug, Default)]
struct Tray {
    last_token: u32,
    held: BTreeMap<u32, Held>,
}

#[derive(Debug)]
struct Held {
    source: Source,
    waiting: bool,
    running: Option<Arc<AtomicBool>>,
}

/// Where the content of what is held comes from.
#[derive(Debug, Clone)]
enum Source {
    /// A file that the person handed over.
    File(PathBuf),
    /// Text that the person pasted.
    Text(String),
}

/// An import that runs. Dropped, it lets the file be imported again.
#[derive(Debug)]
pub struct Running<'a> {
    files: &'a Files,
    token: u32,
    /// Becomes true when the person stops it.
    pub stopped: Arc<AtomicBool>,
}

impl Files {
    /// Files that the page is told about at once.
    pub fn hand_over(&self, paths: &[PathBuf]) -> Vec<DroppedFile> {
        paths
            .iter()
            .map(|path| self.hold(Held::new(path)))
            .collect()
    }

    /// A file that waits until the page asks for it.
    pub fn keep_waiting(&self, path: &Path) -> DroppedFile {
        self.hold(Held {
            waiting: true,
            ..Held::new(path)
        })
    }

    /// The files that wait and that nobody looked into yet.
    pub fn waiting(&self) -> Vec<DroppedFile> {
        let tray = self.lock();
        let waiting = tray.held.iter().filter(|(_, held)| held.waiting);
        waiting
            .map(|(token, held)| described(*token, &held.source))
            .collect()
    }

    /// The content of a file, read with care.
    pub fn read(&self, token: u32) -> Result<StatementFile, FileError> {
        let source = {
            let mut tray = self.lock();
            let held = tray.held.get_mut(&token).ok_or(FileError::Unknown)?;
            held.waiting = false;
            held.source.clone()
        };
        match source {
            Source::File(path) => read(&path),
            Source::Text(text) => Ok(StatementFile {
                name: PASTED.to_owned(),
                bytes: text.into_bytes(),
            }),
        }
    }

    /// Takes text that the person pasted, to be read like a file.
    pub fn hold_text(&self, text: String) -> Result<DroppedFile, FileError> {
        if u64::try_from(text.len()).is_ok_and(|size| size > LARGEST_FILE) {
            return Err(FileError::TooLarge(PASTED.to_owned()));
        }
        Ok(self.hold(Held {
            source: Source::Text(text),
            waiting: false,
            running: None,
        }))
    }

    /// Marks a file as being imported.
    pub fn begin_import(&self, token: u32) -> Result<Running<'_>, FileError> {
        let mut tray = self.lock();
        let held = tray.held.get_mut(&token).ok_or(FileError::Unknown)?;
        if held.running.is_some() {
            return Err(FileError::Running(held.source.name()));
        }
        let stopped = Arc::new(AtomicBool::new(false));
        held.running = Some(Arc::clone(&stopped));
        Ok(Running {
            files: self,
            token,
            stopped,
        })
    }

    /// Asks a running import to stop; nothing happens where none runs.
    pub fn stop_import(&self, token: u32) {
        if let Some(stopped) = self
            .lock()
            .held
            .get(&token)
            .and_then(|held| held.running.as_ref())
        {
            stopped.store(true, Ordering::Relaxed);
        }
    }

    /// A token is of no use after its file was imported.
    pub fn forget(&self, token: u32) {
        self.lock().held.remove(&token);
    }

    fn hold(&self, held: Held) -> DroppedFile {
        let mut tray = self.lock();
        tray.last_token += 1;
        let token = tray.last_token;
        let file = described(token, &held.source);
        tray.held.insert(token, held);
        file
    }

    /// Nothing is left half done under this lock, so that a panic elsewhere does not matter.
    fn lock(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(path: &Path) -> Self {
        Self {
            source: Source::File(path.to_owned()),
            waiting: false,
            running: None,
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(held) = self.files.lock().held.get_mut(&self.token) {
            held.running = None;
        }
    }
}

/// The content of the file at a path, read with care.
pub fn read(path: &Path) -> Result<StatementFile, FileError> {
    let name = name_of(path);
    let bytes = read_with_care(path, &name)?;
    Ok(StatementFile { name, bytes })
}

/// Writes a file whole or not at all, never over the ledger; gives its name.
pub fn write_whole(path: &Path, bytes: &[u8], ledger: &Path) -> Result<String, FileError> {
    let name = name_of(path);
    let unwritable = |source| FileError::Unwritable {
        name: name.clone(),
        source,
    };
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if real(path) == real(ledger) {
        return Err(FileError::IsLedger);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".unfinished");
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What is left of it is of no use; that it may not go away changes nothing.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(unwritable)?;
    Ok(name)
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::File(path) => name_of(path),
            Self::Text(_) => PASTED.to_owned(),
        }
    }

    fn size(&self) -> u64 {
        match self {
            Self::File(path) => path.metadata().map_or(0, |about| about.len()),
            Self::Text(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
        }
    }
}

fn described(token: u32, source: &Source) -> DroppedFile {
    DroppedFile {
        token,
        name: source.name(),
        size: source.size(),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || "the file".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Regular files of a bounded size only: opening a pipe would wait for ever, and a device never ends.
fn read_with_care(path: &Path, name: &str) -> Result<Vec<u8>, FileError> {
    let refused = |source| FileError::Unreadable {
        name: name.to_owned(),
        source,
    };
    let about = path.metadata().map_err(refused)?;
    if !about.is_file() {
        return Err(FileError::NotAFile(name.to_owned()));
    }
    if about.len() > LARGEST_FILE {
        return Err(FileError::TooLarge(name.to_owned()));
    }
    let mut bytes = Vec::new();
    // It may have grown since.
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(refused)?;
    match u64::try_from(bytes.len()) {
        Ok(size) if size <= LARGEST_FILE => Ok(bytes),
        _ => Err(FileError::TooLarge(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        (folder, path)
    }

    #[test]
    fn a_file_is_known_by_its_name_and_not_by_its_folder() {
        let (_folder, path) = folder_with("paypal.csv", b"Date,Name");
        let files = Files::default();
        let [dropped] = files.hand_over(&[path]).try_into().unwrap();
        assert_eq!((dropped.name.as_str(), dropped.size), ("paypal.csv", 9));
        assert_eq!(files.read(dropped.token).unwrap().bytes, b"Date,Name");
    }

    #[test]
    fn a_folder_a_device_and_a_missing_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::default();
        let refusal = |path: PathBuf| {
            let token = files.hand_over(&[path])[0].token;
            files.read(token).unwrap_err()
        };
        assert!(matches!(
            refusal(folder.path().to_owned()),
            FileError::NotAFile(_)
        ));
        assert!(matches!(
            refusal(PathBuf::from("/dev/zero")),
            FileError::NotAFile(_)
        ));
        let missing = refusal(folder.path().join("gone.csv"));
        assert!(matches!(missing, FileError::Unreadable { .. }));
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.csv");
        File::create(&path)
            .unwrap()
            .set_len(LARGEST_FILE + 1)
            .unwrap();
        let files = Files::default();
        let token = files.hand_over(&[path])[0].token;
        assert!(matches!(
            files.read(token).unwrap_err(),
            FileError::TooLarge(_)
        ));
    }

    #[test]
    fn pasted_text_is_read_like_a_file() {
        let files = Files::default();
        let held = files.hold_text("Date,Amount".to_owned()).unwrap();
        assert_eq!((held.name.as_str(), held.size), ("Pasted text", 11));
        assert_eq!(files.read(held.token).unwrap().bytes, b"Date,Amount");
    }

    #[test]
    fn a_file_waits_until_it_is_looked_into() {
        let (_folder, path) = folder_with("card.ofx", b"OFX");
        let files = Files::default();
        files.keep_waiting(&path);
        let [waiting] = files.waiting().try_into().unwrap();
        files.read(waiting.token).unwrap();
        assert_eq!(files.waiting(), []);
    }

    #[test]
    fn a_token_is_gone_after_the_import_and_never_given_again() {
        let (_folder, path) = folder_with("card.ofx", b"OFX");
        let files = Files::default();
        let first = files.hand_over(std::slice::from_ref(&path))[0].token;
        files.forget(first);
        assert!(matches!(files.read(first).unwrap_err(), FileError::Unknown));
        assert_ne!(files.hand_over(&[path])[0].token, first);
    }

    #[test]
    fn one_import_of_a_file_runs_at_a_time_and_can_be_stopped() {
        let (_folder, path) = folder_with("card.ofx", b"OFX");
        let files = Files::default();
        let token = files.hand_over(&[path])[0].token;
        let running = files.begin_import(token).unwrap();
        assert!(matches!(
            files.begin_import(token).unwrap_err(),
            FileError::Running(_)
        ));
        files.stop_import(token);
        assert!(running.stopped.load(Ordering::Relaxed));
        drop(running);
        assert!(files.begin_import(token).is_ok());
    }
}
