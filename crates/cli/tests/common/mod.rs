//! What the tests of the command share: a folder of one's own, the real program in it, nobody's data.

#![allow(dead_code, reason = "each test file uses its own part of these")]

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder that goes with the test; its `home` is where the program finds its usual place.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The usual ledger of this desk.
    pub fn ledger(&self) -> PathBuf {
        self.path("home").join("farthing").join("ledger.farthing")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program, ready to be started here.
    pub fn farthing<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farthing"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("FARTHING_LEDGER")
            .env("XDG_DATA_HOME", self.path("home"))
            .env("HOME", self.path("home"))
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        self.farthing(arguments).output().unwrap()
    }

    /// Runs a command that reads a text from the standard input.
    pub fn run_with<S: AsRef<OsStr>>(&self, arguments: &[S], text: &str) -> Output {
        self.write("stdin", text);
        let stdin = std::fs::File::open(self.path("stdin")).unwrap();
        self.farthing(arguments).stdin(stdin).output().unwrap()
    }

    /// Runs a command that must succeed; gives what it printed.
    pub fn done<S: AsRef<OsStr>>(&self, arguments: &[S]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused with exit 2; gives the reason.
    pub fn refused<S: AsRef<OsStr>>(&self, arguments: &[S]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8(output.stderr).unwrap()
    }

    /// Runs a command that prints one line of JSON.
    pub fn json<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    /// How many entries the ledger shows.
    pub fn entries(&self) -> i64 {
        self.json(&["entries", "--limit", "1", "--json"])["total"]
            .as_i64()
            .unwrap()
    }

    pub fn verify(&self) {
        let report = self.json(&["verify", "--json"]);
        assert_eq!(report["ok"], true, "{report}");
    }
}

/// A statement of so many invented rows, different for each seed.
pub fn statement(rows: usize, seed: u64) -> String {
    let shops = [
        "Kiosk am Tor",
        "Tea House",
        "Metro",
        "Bakery Lindner",
        "Pixel Arcade",
        "Corner Shop",
    ];
    let mut text = "Date,Time,Description,Amount,Currency\n".to_owned();
    let mut random = Random::new(seed);
    for row in 0..rows {
        let (month, day) = (1 + row % 12, 1 + random.below(28));
        let (shop, cents) = (shops[index(random.below(6))], 50 + random.below(1_500));
        let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
        writeln!(
            text,
            "2025-{month:02}-{day:02},{hour:02}:{minute:02}:{second:02},{shop},-{}.{:02},EUR",
            cents / 100,
            cents % 100
        )
        .unwrap();
    }
    text
}

/// The bytes of a file, to see that they stay.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

/// Numbers that look random and come back with their seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}
