//! The program among others: private files, two at once, a closed pipe, exit codes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use common::{Desk, statement};

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let desk = Desk::new();
    desk.write("first.csv", statement(50_000, 1));
    let mut child = desk
        .farthing(&["import", "first.csv"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut seen = std::collections::BTreeSet::new();
    while child.try_wait().unwrap().is_none() {
        for end in ["", "-wal", "-shm", ".lock"] {
            let path = desk.path(&format!("home/farthing/ledger.farthing{end}"));
            if path.exists() {
                // The file may go between the two questions.
                let Ok(about) = path.metadata() else { continue };
                assert_eq!(
                    about.permissions().mode() & 0o777,
                    0o600,
                    "{}",
                    path.display()
                );
                seen.insert(end);
            }
        }
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        ["", "-shm", "-wal", ".lock"]
    );
    desk.done(&["export", "--csv", "--out", "all.csv"]);
    desk.done(&[
        "chart",
        "months",
        "--out",
        "chart.svg",
        "--to",
        "2026-01-01",
    ]);
    assert_eq!(mode(&desk.path("all.csv")), 0o600);
    assert_eq!(mode(&desk.path("chart.svg")), 0o600);
}

#[test]
fn nothing_stays_beside_a_closed_ledger() {
    let desk = Desk::new();
    desk.write("first.csv", statement(3, 1));
    desk.done(&["import", "first.csv"]);
    desk.done(&["entries"]);
    for end in ["-wal", "-shm"] {
        assert!(
            !desk
                .path(&format!("home/farthing/ledger.farthing{end}"))
                .exists(),
            "{end}"
        );
    }
}

#[test]
fn two_programs_import_at_once_and_both_succeed() {
    for round in 0..3 {
        let desk = Desk::new();
        desk.write("one.csv", statement(3_000, 10 + round));
        desk.write("two.csv", statement(2_000, 20 + round));
        let start = |name: &str| {
            let mut command = desk.farthing(&["import", name, "--account", name, "--json"]);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let (one, two) = (start("one.csv"), start("two.csv"));
        for child in [one, two] {
            let output = child.wait_with_output().unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert_eq!(desk.entries(), 5_000);
        desk.verify();
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let desk = Desk::new();
    desk.write("first.csv", statement(20_000, 1));
    desk.done(&["import", "first.csv"]);
    let mut command = desk.farthing(&["export", "--csv"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("date,time,kind"), "{line}");
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_not_panicked_about() {
    let desk = Desk::new();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = desk.farthing(&["where"]).stdout(full).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("farthing: the output could not be written: "),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_ledger_that_contradicts_itself_ends_with_1() {
    let desk = Desk::new();
    let text = "Date,Description,Amount,Currency\n2026-03-14,Kiosk am Tor,-2.50,EUR\n";
    desk.write("first.csv", text);
    desk.done(&["import", "first.csv"]);
    // The payee's name stands in its table and in an index of it; after this they differ.
    let ledger = desk.ledger();
    let mut content = common::bytes(&ledger);
    let name = b"Kiosk am Tor";
    let places: Vec<usize> = (0..content.len() - name.len())
        .filter(|&at| content[at..].starts_with(name))
        .collect();
    assert!(places.len() >= 2, "{places:?}");
    let first_table = places[0];
    content[first_table] = b'Q';
    std::fs::write(&ledger, content).unwrap();
    let output = desk.run(&["verify"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("NO   the file's pages are whole"), "{said}");
    let report = desk.run(&["verify", "--json"]);
    assert_eq!(report.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["ok"], false);
}

#[test]
fn the_environment_names_the_ledger_and_the_option_wins() {
    let desk = Desk::new();
    desk.write("first.csv", statement(3, 1));
    let here = |arguments: &[&str]| {
        let mut command = desk.farthing(arguments);
        command
            .env("FARTHING_LEDGER", "named.farthing")
            .output()
            .unwrap()
    };
    assert!(here(&["import", "first.csv"]).status.success());
    assert!(desk.path("named.farthing").is_file());
    assert!(
        here(&["import", "first.csv", "--ledger", "other.farthing"])
            .status
            .success()
    );
    assert!(desk.path("other.farthing").is_file());
    assert!(!desk.ledger().exists());
}

#[test]
fn charts_are_drawn_as_svg_and_png() {
    let desk = Desk::new();
    desk.write("first.csv", statement(300, 1));
    desk.done(&["import", "first.csv"]);
    for kind in ["months", "merchants", "calendar", "cumulative"] {
        for (ending, begin) in [("svg", b"<svg".as_slice()), ("png", b"\x89PNG".as_slice())] {
            let name = format!("{kind}.{ending}");
            let said = desk.done(&[
                "chart",
                kind,
                "--out",
                &name,
                "--to",
                "2025-12-20",
                "--theme",
                "dark",
            ]);
            assert!(said.contains("EUR"), "{said}");
            let drawn = common::bytes(&desk.path(&name));
            assert!(drawn.starts_with(begin), "{name}");
        }
    }
    let said = desk.refused(&["chart", "months", "--out", "tiny.svg", "--width", "3"]);
    assert!(said.contains("3 by 480 cannot be drawn"), "{said}");
    assert!(!desk.path("tiny.svg").exists() && !desk.path("tiny.svg.unfinished").exists());
}
