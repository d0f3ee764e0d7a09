//! An import that is killed at any moment is there whole or not at all.
//!
//! `KILLS=200 cargo test --release -p farthing-cli --test kills -- --nocapture` for the full run;
//! a normal run does five. `SEED` repeats a run, `ROWS` makes the import larger.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Desk, Random, statement};

const BASE_ROWS: i64 = 500;
/// Undo and redo are tried after every so many kills: each of them rewrites the whole import.
const UNDO_EVERY: u64 = 4;

#[derive(Default)]
struct Tally {
    rows: i64,
    before: u32,
    after: u32,
    partial: u32,
    lost: u32,
    told: u32,
    left_open: u32,
}

#[test]
fn a_killed_import_is_there_whole_or_not_at_all() {
    let kills = number("KILLS", 5);
    let seed = number("SEED", 20_261_122);
    let desk = Desk::new();
    desk.write(
        "base.csv",
        statement(usize::try_from(BASE_ROWS).unwrap(), 7),
    );
    let rows = number("ROWS", 20_000);
    desk.write("big.csv", statement(usize::try_from(rows).unwrap(), 8));
    desk.done(&["import", "base.csv", "--account", "Base"]);
    fs::copy(desk.ledger(), desk.path("base.ledger")).unwrap();
    let whole = uninterrupted(&desk);
    println!("seed {seed}; an import of {rows} rows takes {whole:?} when it is left alone");
    let mut random = Random::new(seed);
    let mut tally = Tally {
        rows: i64::try_from(rows).unwrap(),
        ..Tally::default()
    };
    for kill in 0..kills {
        let delay = delay(kill, kills, whole, &mut random);
        start_over(&desk);
        let told = killed_after(&desk, delay);
        tally.note(&desk, kill, told);
    }
    let Tally {
        before,
        after,
        partial,
        lost,
        told,
        left_open,
        ..
    } = tally;
    println!(
        "{kills} kills: {before} before, {after} after commit, {partial} partial, {lost} lost"
    );
    println!("{told} had printed their report, {left_open} left a write-ahead log to recover");
    assert_eq!((partial, lost), (0, 0));
    assert_eq!(u64::from(before + after), kills);
}

impl Tally {
    /// Looks at what a killed import left.
    fn note(&mut self, desk: &Desk, kill: u64, told: bool) {
        let log = desk.path("home/farthing/ledger.farthing-wal");
        self.left_open += u32::from(log.metadata().is_ok_and(|about| about.len() > 0));
        desk.verify();
        self.told += u32::from(told);
        let there = desk.entries() - BASE_ROWS;
        if there == 0 {
            self.before += 1;
        } else if there == self.rows {
            self.after += 1;
        } else {
            self.partial += 1;
        }
        self.lost += u32::from(there < 0 || (told && there != self.rows));
        if kill.is_multiple_of(UNDO_EVERY) {
            undo_and_redo(desk);
        }
    }
}

/// The way back and forth is as good as before.
fn undo_and_redo(desk: &Desk) {
    let there = desk.entries();
    let digest = desk.json(&["verify", "--json"])["digest"].clone();
    desk.done(&["undo"]);
    assert_eq!(
        desk.entries(),
        if there == BASE_ROWS { 0 } else { BASE_ROWS }
    );
    desk.verify();
    desk.done(&["redo"]);
    let again = desk.json(&["verify", "--json"]);
    assert_eq!((&again["ok"], &again["digest"]), (&true.into(), &digest));
}

/// How long an import takes that nobody kills: the middle of three.
fn uninterrupted(desk: &Desk) -> Duration {
    let once = || {
        start_over(desk);
        let begun = Instant::now();
        assert!(import(desk).wait().unwrap().success());
        begun.elapsed()
    };
    let mut times = [once(), once(), once()];
    times.sort();
    times[1]
}

/// Each kill has its own slice of time. Every other one falls anywhere in the whole duration and a
/// tenth beyond; the others around its end, where the transaction commits and the file is closed.
fn delay(kill: u64, kills: u64, whole: Duration, random: &mut Random) -> Duration {
    let whole = u64::try_from(whole.as_micros()).unwrap();
    let (begin, end) = if kill.is_multiple_of(2) {
        (0, whole * 11 / 10)
    } else {
        (whole * 8 / 10, whole * 12 / 10)
    };
    let slice = (end - begin) / kills;
    Duration::from_micros(begin + slice * kill + random.below(slice.max(1)))
}

/// The ledger as it was before the import, with nothing beside it.
fn start_over(desk: &Desk) {
    for end in ["-wal", "-shm"] {
        let beside = desk.path(&format!("home/farthing/ledger.farthing{end}"));
        assert!(!beside.exists() || fs::remove_file(beside).is_ok());
    }
    fs::copy(desk.path("base.ledger"), desk.ledger()).unwrap();
}

fn import(desk: &Desk) -> Child {
    let report = fs::File::create(desk.path("report")).unwrap();
    let mut command = desk.farthing(&["import", "big.csv", "--account", "Big", "--json"]);
    command
        .stdout(report)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Starts the import, kills it, and says whether it had told of its success.
fn killed_after(desk: &Desk, delay: Duration) -> bool {
    let mut child = import(desk);
    sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    told(&desk.path("report"))
}

fn told(report: &Path) -> bool {
    fs::read_to_string(report).unwrap().contains("\"batch\":")
}

fn number(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text}")),
        Err(_) => otherwise,
    }
}
