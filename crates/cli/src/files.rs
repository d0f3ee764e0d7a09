//! The files a person names: statements read with care, and results that only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use farthing_ledger::{Ledger, Place, StatementFile, default_ledger};

use crate::error::{CliError, Result};

const MEBIBYTE: u64 = 1024 * 1024;
/// Statements are far smaller; a larger file is something else.
const LARGEST_STATEMENT: u64 = 64 * MEBIBYTE;

/// Pictures of goals are smaller; what the ledger takes it says itself.
const LARGEST_PICTURE: u64 = 4 * MEBIBYTE;

/// What the ledger takes it says itself.
const LARGEST_EVIDENCE: u64 = 10 * MEBIBYTE;

/// Reads a statement: an ordinary file of at most 64 MiB, and nothing else.
pub fn read_statement(path: &Path) -> Result<StatementFile> {
    let bytes = read(path, LARGEST_STATEMENT, "name a statement that was saved")?;
    let bytes = bytes.ok_or_else(|| {
        let advice = "is larger than 64 MiB, which no statement is; nothing was read";
        CliError::about(path, advice)
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(StatementFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
    })
}

/// Reads a picture: an ordinary file of at most 4 MiB, and nothing else.
pub fn read_picture(path: &Path) -> Result<Vec<u8>> {
    let bytes = read(path, LARGEST_PICTURE, "name a picture that was saved")?;
    bytes.ok_or_else(|| {
        let advice = "is larger than 4 MiB; choose a smaller picture";
        CliError::about(path, advice)
    })
}

/// Reads a file that proves something: an ordinary file of at most 10 MiB, and nothing else.
pub fn read_evidence(path: &Path) -> Result<Vec<u8>> {
    let bytes = read(
        path,
        LARGEST_EVIDENCE,
        "name a picture or PDF that was saved",
    )?;
    bytes.ok_or_else(|| {
        let advice = "is larger than 10 MiB; choose a smaller file";
        CliError::about(path, advice)
    })
}

/// Reads the text of a programme: an ordinary file of at most 1 MiB, and nothing else.
pub fn read_programme(path: &Path) -> Result<String> {
    let bytes = read(path, MEBIBYTE, "name a programme that was saved")?;
    let bytes = bytes.ok_or_else(|| {
        let advice = "is larger than 1 MiB, which no programme is";
        CliError::about(path, advice)
    })?;
    String::from_utf8(bytes)
        .map_err(|_| CliError::about(path, "is no text; a programme is a text file"))
}

/// An ordinary file's bytes; none where there are more than `largest`.
fn read(path: &Path, largest: u64, advice: &str) -> Result<Option<Vec<u8>>> {
    let unreadable =
        |error: std::io::Error| CliError::about(path, format!("cannot be read ({error})"));
    // Asked before it is opened: opening a pipe would wait for ever.
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(CliError::about(path, "is a folder; name the files in it"));
    }
    if !about.is_file() {
        let advice = format!("is not an ordinary file; {advice}");
        return Err(CliError::about(path, advice));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    if about.len() <= largest {
        file.take(largest + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    }
    let length = about.len().max(bytes.len() as u64);
    Ok((length <= largest).then_some(bytes))
}

/// Where the ledger is: the chosen file, else the usual one.
pub fn ledger_path(chosen: Option<PathBuf>) -> Result<PathBuf> {
    match chosen {
        Some(path) => Ok(path),
        None => Ok(default_ledger()?),
    }
}

/// Does work on a ledger that is there, and closes it whatever came of it.
pub async fn with_ledger<T>(
    chosen: Option<PathBuf>,
    work: impl AsyncFnOnce(&Ledger) -> Result<T>,
) -> Result<T> {
    let path = ledger_path(chosen)?;
    if !path.exists() {
        let advice = "there is no ledger here yet; `farthing import` makes one";
        return Err(CliError::about(&path, advice));
    }
    with_ledger_or_new(Some(path), work).await
}

/// As [`with_ledger`], and makes the ledger where there is none.
pub async fn with_ledger_or_new<T>(
    chosen: Option<PathBuf>,
    work: impl AsyncFnOnce(&Ledger) -> Result<T>,
) -> Result<T> {
    let place = Place::find(chosen)?;
    if place.ledger.exists() && !place.ledger.is_file() {
        return Err(CliError::about(
            &place.ledger,
            "is not an ordinary file; choose another one",
        ));
    }
    let ledger = Ledger::open(&place.ledger, &place.machine).await?;
    let outcome = work(&ledger).await;
    ledger.close().await;
    outcome
}

/// A result that is being written beside its place, to be moved there when it is whole.
#[derive(Debug)]
pub struct Unfinished {
    place: PathBuf,
    beside: PathBuf,
    writer: BufWriter<File>,
}

impl Unfinished {
    /// Begins a file that only its owner can read; never over the ledger, a folder or a device.
    pub fn begin(place: &Path, ledger: &Path) -> Result<Self> {
        if place.exists() && !place.is_file() {
            return Err(CliError::about(
                place,
                "is not an ordinary file; choose another name",
            ));
        }
        if belongs_to(place, ledger) {
            return Err(CliError::about(
                place,
                "is the ledger itself; choose another name",
            ));
        }
        let beside = beside(place, ".unfinished");
        let _ = fs::remove_file(&beside);
        let file = private_file(&beside).map_err(CliError::Output);
        let file = file.map_err(|error| CliError::of_output(place, error))?;
        Ok(Self {
            place: place.to_owned(),
            beside,
            writer: BufWriter::new(file),
        })
    }

    /// Moves it to its place when every byte is on disk.
    pub fn finish(mut self) -> Result<()> {
        let flushed = self
            .writer
            .flush()
            .and_then(|()| self.writer.get_ref().sync_all());
        let moved = flushed.and_then(|()| fs::rename(&self.beside, &self.place));
        moved.map_err(|error| CliError::of_output(&self.place, CliError::Output(error)))
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nothing is there any more when it was finished.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Whether a path is the ledger or one of the files that SQLite keeps beside it.
fn belongs_to(path: &Path, ledger: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let taken = ["", "-wal", "-shm", ".lock"].map(|end| real(&beside(ledger, end)));
    taken.contains(&real(path))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
