//! The kinds of files that Farthing says it opens are the same on every system, and known to the desktop.

use std::collections::BTreeSet;

use serde_json::Value;

use super::house::{Result, none, text};

const ENTRY: &str = "packaging/linux/money.farthing.Farthing.desktop";
const KINDS: &str = "packaging/linux/money.farthing.Farthing.xml";
const WINDOW: &str = "src-tauri/tauri.conf.json";
/// Kinds that are ours to explain; the others are known everywhere.
const OURS: &str = "application/vnd.farthing.";
/// Endings of kinds that desktops know by themselves.
const KNOWN: [&str; 8] = ["csv", "tsv", "xlsx", "xls", "xlsb", "ods", "pdf", "gnucash"];

fn between<'t>(page: &'t str, start: &str, end: char) -> BTreeSet<&'t str> {
    let pieces = page.split(start).skip(1);
    pieces.filter_map(|piece| piece.split(end).next()).collect()
}

fn our_kinds(entry: &str) -> BTreeSet<&str> {
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix("MimeType="));
    let kinds = line.unwrap_or_default().split(';');
    kinds.filter(|kind| kind.starts_with(OURS)).collect()
}

fn endings(window: &str) -> Result<BTreeSet<String>> {
    let window: Value = serde_json::from_str(window)?;
    let kinds = window["bundle"]["fileAssociations"].as_array();
    let endings = kinds.into_iter().flatten();
    let endings = endings.flat_map(|kind| kind["ext"].as_array().into_iter().flatten());
    Ok(endings
        .filter_map(|e| e.as_str().map(str::to_owned))
        .collect())
}

fn differences(entry: &str, kinds: &str, window: &str) -> Result<Vec<String>> {
    let (opened, explained) = (our_kinds(entry), between(kinds, "<mime-type type=\"", '"'));
    let kind = opened.symmetric_difference(&explained);
    let kind = kind
        .map(|kind| format!("{kind} stands in only one of {ENTRY} and {KINDS}: put it into both."));
    let listed = endings(window)?;
    let globs = between(kinds, "<glob pattern=\"*.", '"').into_iter();
    let on_linux: BTreeSet<String> = globs.chain(KNOWN).map(str::to_owned).collect();
    let ending = listed.symmetric_difference(&on_linux);
    let ending = ending.map(|ending| {
        format!(".{ending} is opened on some systems only: name it in {WINDOW} and in {KINDS}.")
    });
    Ok(kind.chain(ending).collect())
}

#[test]
fn every_system_offers_farthing_for_the_same_files() -> Result<()> {
    let found = differences(&text(ENTRY)?, &text(KINDS)?, &text(WINDOW)?)?;
    none(&found);
    Ok(())
}

#[test]
fn a_kind_of_file_on_one_system_only_is_noticed() -> Result<()> {
    let entry = "MimeType=text/csv;application/vnd.farthing.a;application/vnd.farthing.b;";
    let kinds = r#"<mime-type type="application/vnd.farthing.a"><glob pattern="*.a"/>"#;
    let window = r#"{"bundle":{"fileAssociations":[{"ext":["c"]}]}}"#;
    let found = differences(entry, kinds, window)?;
    for wrong in ["farthing.b stands", ".a is opened", ".c is opened"] {
        assert!(found.iter().any(|told| told.contains(wrong)), "{wrong}");
    }
    Ok(())
}
