//! What there is to look at: the tracked files, and what cargo says of the crates.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

pub(super) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A tracked text file, its path as git spells it.
pub(super) struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Whether it lies in a folder and ends in an extension.
    pub(super) fn is(&self, folder: &str, extension: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(extension)
    }
}

/// The folder of the whole workspace.
pub(super) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every tracked file that is text; pictures and other bytes are left out.
pub(super) fn tracked() -> Result<Vec<File>> {
    let paths = output("git", &["ls-files", "-z"])?;
    let paths = paths.split('\0').filter(|path| !path.is_empty());
    let texts = paths.filter_map(|path| {
        let text = fs::read_to_string(root().join(path)).ok()?;
        Some(File::new(path, &text))
    });
    Ok(texts.collect())
}

/// A file of the workspace.
pub(super) fn text(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}").into())
}

/// What `cargo metadata` says of our own crates.
pub(super) fn metadata() -> Result<Value> {
    let told = cargo(&["metadata", "--format-version", "1", "--locked", "--no-deps"])?;
    Ok(serde_json::from_str(&told)?)
}

/// What a cargo command prints.
pub(super) fn cargo(arguments: &[&str]) -> Result<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    output(&cargo, arguments)
}

/// Fails with all sentences, so that one run shows everything.
pub(super) fn none(violations: &[String]) {
    assert!(violations.is_empty(), "\n\n{}\n\n", violations.join("\n"));
}

fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|error| format!("{program} could not be started: {error}"))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{program} {}: {reason}", arguments.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
