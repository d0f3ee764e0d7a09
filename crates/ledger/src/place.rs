//! Where things are on this machine: the ledger's default file, and the machine's own name.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{LedgerError, Result};
use crate::store::{create_private_folder, private_options};

/// The ledger file to open and the name of this machine in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The ledger file.
    pub ledger: PathBuf,
    /// A random name that keeps the ids of two machines apart.
    pub machine: String,
}

impl Place {
    /// The chosen file, else the default one; the machine's name is made at the first call.
    pub fn find(chosen: Option<PathBuf>) -> Result<Self> {
        let folder = data_folder()?;
        Ok(Self {
            ledger: chosen.unwrap_or_else(|| folder.join("ledger.farthing")),
            machine: machine_name(&folder)?,
        })
    }
}

/// The file that is opened when nobody names another one.
pub fn default_ledger() -> Result<PathBuf> {
    Ok(data_folder()?.join("ledger.farthing"))
}

fn data_folder() -> Result<PathBuf> {
    dirs::data_dir()
        .map(|folder| folder.join("farthing"))
        .ok_or_else(|| {
            LedgerError::invalid(
                "ledger",
                "this system has no data folder; name a file with --ledger",
            )
        })
}

fn machine_name(folder: &Path) -> Result<String> {
    let path = folder.join("machine");
    let at = |source| LedgerError::File {
        path: path.display().to_string(),
        source,
    };
    if let Ok(name) = fs::read_to_string(&path)
        && (1..=64).contains(&name.trim().len())
    {
        return Ok(name.trim().to_owned());
    }
    // The standard library seeds its hashers from the system's randomness.
    let random = || RandomState::new().build_hasher().finish();
    let name = format!("{:016x}{:016x}", random(), random());
    create_private_folder(folder).map_err(at)?;
    private_options()
        .create(true)
        .truncate(true)
        .open(&path)
        .and_then(|mut file| file.write_all(name.as_bytes()))
        .map_err(at)?;
    Ok(name)
}
