//! What may not stand in Rust source, and where it may.

use super::house::{File, none, tracked};
use super::source::{Source, numbered};

/// Crates whose amounts are exact.
const EXACT: [&str; 4] = [
    "crates/money/src/",
    "crates/rules/src/",
    "crates/statements/src/",
    "crates/ledger/src/",
];
/// Crates without files, clock, randomness or waiting.
const PURE: [&str; 4] = [
    "crates/money/src/",
    "crates/rules/src/",
    "crates/statements/src/",
    "crates/charts/src/",
];
const IMPURE: [&str; 8] = [
    "std::fs",
    "std::env",
    "std::io",
    "std::net",
    "std::process",
    "std::time",
    "async fn",
    "async move",
];
/// Read everything in one snapshot and write nothing, so a deferred transaction is right there.
const READS_ONLY: [&str; 2] = ["crates/ledger/src/export.rs", "crates/ledger/src/verify.rs"];
/// How a statement begins that writes.
const WRITES: [&str; 5] = ["insert ", "update ", "delete ", "replace ", "with "];
/// The only code that speaks SQL.
const LEDGER: &str = "crates/ledger/";
/// How a statement begins.
const STATEMENTS: [&str; 9] = [
    "select ",
    "insert into ",
    "insert or ",
    "update ",
    "delete from ",
    "create table ",
    "pragma ",
    "with recursive ",
    "vacuum",
];

fn rust(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.is("", ".rs"))
}

fn floats(file: &File) -> Vec<String> {
    if !EXACT.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let lines = ["f32", "f64"]
        .into_iter()
        .flat_map(|word| source.lines_with_word(word));
    lines
        .map(|line| format!("{}:{line} has a float, and money never is one: use Money or Decimal (only charts may draw with f64).", file.path))
        .collect()
}

fn impurities(file: &File) -> Vec<String> {
    if !PURE.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let found = IMPURE.into_iter().flat_map(|piece| {
        let lines = source.lines_with(piece).into_iter();
        lines.map(move |line| (line, piece))
    });
    found
        .map(|(line, piece)| format!("{}:{line} has {piece} in a pure crate: pass in what it reads, from crates/cli or src-tauri.", file.path))
        .collect()
}

fn foreign_sql(file: &File) -> Vec<String> {
    // The checks themselves hold examples of what they forbid.
    if file.path.starts_with(LEDGER) || file.path.starts_with("xtask/") {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let calls = source.lines_with_word("sqlx");
    let spoken = source.strings.iter().filter(|(_, text)| is_sql(text));
    let mut lines: Vec<usize> = calls
        .into_iter()
        .chain(spoken.map(|(line, _)| *line))
        .collect();
    lines.dedup();
    lines
        .into_iter()
        .map(|line| format!("{}:{line} speaks SQL, whose only home is crates/ledger: make it a function of Ledger there.", file.path))
        .collect()
}

/// SQLite may turn such a join round and read the whole list again for each row of the table.
fn free_joins(file: &File) -> Vec<String> {
    if !file.path.starts_with(LEDGER) {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let strings = source.strings.iter();
    strings
        .filter(|(_, text)| joins_freely(text))
        .map(|(line, _)| format!("{}:{line} joins a list in whatever order SQLite likes, which can take minutes: begin with `from json_each(?) name cross join`, or ask with `in (select value from json_each(?))`.", file.path))
        .collect()
}

fn joins_freely(sql: &str) -> bool {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let is_list = |word: &str| word.starts_with("json_each(?");
    let is_update = words.first() == Some(&"update");
    let mut neighbours = words.windows(3);
    neighbours.any(|three| match *three {
        [list, _, "join"] | [_, "join", list] => is_list(list),
        // A list that is only selected from stands for itself.
        [before, "from", list] => is_update && is_list(list) && before != "value",
        _ => false,
    })
}

/// Whether a string is a statement; a sentence for people begins with a capital letter.
fn is_sql(text: &str) -> bool {
    let shouted = text
        .split_whitespace()
        .next()
        .is_some_and(|word| word == word.to_uppercase());
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = if shouted {
        words.join(" ").to_lowercase()
    } else {
        words.join(" ")
    };
    let begins = STATEMENTS.iter().any(|begin| text.starts_with(begin));
    begins
        && (!text.starts_with("select ") || text.contains(" from "))
        && (!text.starts_with("update ") || text.contains(" set "))
}

fn late_locks(file: &File) -> Vec<String> {
    if !file.is("crates/ledger/src/", ".rs") {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let spoken = |holds: fn(&str) -> bool| {
        let said = source.strings.iter();
        let said = said.filter(move |(_, text)| holds(&text.trim_start().to_lowercase()));
        said.map(|(line, _)| *line).collect::<Vec<_>>()
    };
    if READS_ONLY.contains(&file.path.as_str()) {
        let writes = spoken(|text| WRITES.iter().any(|begin| text.starts_with(begin)));
        return writes
            .into_iter()
            .map(|line| format!("{}:{line} writes, in a file that is trusted to read only: move it to another file of crates/ledger and begin with Ledger::begin.", file.path))
            .collect();
    }
    let deferred = source.lines_with(".begin()");
    let begins = spoken(|text| text.starts_with("begin") && text != "begin immediate");
    let lines = deferred.into_iter().chain(begins);
    lines
        .map(|line| format!("{}:{line} begins a transaction that takes its lock late, so two programs make each other fail: use begin_with(\"begin immediate\"), or Ledger::begin in write.rs.", file.path))
        .collect()
}

fn unfinished(file: &File) -> Vec<String> {
    let source = Source::of(&file.text);
    let pieces = ["#[ignore", "todo!", "unimplemented!", "Row::get("];
    let found = pieces.into_iter().flat_map(|piece| {
        let lines = source.lines_with(piece).into_iter();
        lines.map(move |line| (line, piece))
    });
    found
        .map(|(line, piece)| match piece {
            "Row::get(" => format!("{}:{line} uses Row::get, which panics where a file is damaged: use try_get or query!.", file.path),
            _ => format!("{}:{line} has {piece}: finish it or take it out; nothing here is skipped or pretended.", file.path),
        })
        .collect()
}

/// An exception from a lint says why: in its `reason`, or in a comment on it or right above.
fn unexplained(file: &File) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().collect();
    let source = Source::of(&file.text);
    let is_exception = |line: &str| {
        ["#[allow(", "#![allow(", "#[expect(", "#![expect("]
            .iter()
            .any(|begin| line.contains(begin))
    };
    let explained = |number: &usize| {
        let from = number.saturating_sub(2);
        let near = lines
            .get(from..lines.len().min(number + 4))
            .unwrap_or_default();
        let above_or_on = near.iter().take(number - from);
        let attribute = near.iter().skip(number - from - 1);
        let mut attribute = attribute.scan(false, |ended, line| {
            let last = std::mem::replace(ended, *ended || line.contains(")]"));
            (!last).then_some(line)
        });
        attribute.any(|line| line.contains("reason"))
            || above_or_on.into_iter().any(|line| line.contains("//"))
    };
    let exceptions = numbered(&source.code, is_exception);
    exceptions
        .into_iter()
        .filter(|number| !explained(number))
        .map(|line| {
            format!(
                "{}:{line} turns a lint off without saying why: add `reason = \"…\"` to it.",
                file.path
            )
        })
        .collect()
}

fn over_all(check: fn(&File) -> Vec<String>) {
    let files = tracked().unwrap_or_default();
    let seen = rust(&files).filter(|file| file.path.starts_with("crates/"));
    assert!(
        seen.count() > 30,
        "git ls-files shows hardly any Rust source here"
    );
    none(&rust(&files).flat_map(check).collect::<Vec<_>>());
}

#[test]
fn no_float_comes_near_money() {
    over_all(floats);
}

#[test]
fn pure_crates_have_no_files_clock_or_waiting() {
    over_all(impurities);
}

#[test]
fn sql_lives_in_the_ledger_only() {
    over_all(foreign_sql);
}

#[test]
fn a_list_is_joined_in_its_order() {
    over_all(free_joins);
}

#[test]
fn every_write_takes_its_lock_at_once() {
    over_all(late_locks);
}

#[test]
fn nothing_is_skipped_or_pretended() {
    over_all(unfinished);
}

#[test]
fn every_exception_from_a_lint_says_why() {
    over_all(unexplained);
}

#[test]
fn floats_and_impurities_are_noticed() {
    let bad = "pub fn a(b: f64) -> f32 { std::fs::read(\"f64\"); 0.0 }";
    assert_eq!(floats(&File::new("crates/rules/src/a.rs", bad)).len(), 2);
    assert_eq!(floats(&File::new("crates/charts/src/a.rs", bad)).len(), 0);
    assert_eq!(
        impurities(&File::new("crates/charts/src/a.rs", bad)).len(),
        1
    );
    assert_eq!(
        impurities(&File::new("crates/ledger/src/a.rs", bad)).len(),
        0
    );
}

#[test]
fn sql_in_the_wrong_place_is_noticed() {
    let found = |text: &str| foreign_sql(&File::new("crates/cli/src/a.rs", text)).len();
    assert_eq!(found("sqlx::query(a)"), 1);
    assert_eq!(found("let q = \"select a\n   from b\";"), 1);
    assert_eq!(found("let q = r#\"UPDATE a SET b = 1\"#;"), 1);
    assert_eq!(found("let q = \"pragma user_version\";"), 1);
    assert_eq!(
        found("let q = \"Select a file from the list\"; // select a from b"),
        0
    );
    assert_eq!(found("let q = \"update the page\";"), 0);
    assert_eq!(
        foreign_sql(&File::new("crates/ledger/src/a.rs", "sqlx::query(a)")).len(),
        0
    );
}

#[test]
fn a_free_join_with_a_list_is_noticed() {
    let found = |sql: &str| {
        let text = format!("let q = r#\"{sql}\"#;");
        free_joins(&File::new("crates/ledger/src/a.rs", &text)).len()
    };
    assert_eq!(
        found("select a from json_each(?) j\n   join b on b.id = j.value"),
        1
    );
    assert_eq!(
        found("select a from b join json_each(?2) j on b.id = j.value"),
        1
    );
    assert_eq!(
        found("update a set b = 1 from json_each(?) j where a.id = j.value"),
        1
    );
    assert_eq!(
        found("select a from json_each(?) j cross join b on b.id = j.value"),
        0
    );
    assert_eq!(
        found("select a from b where id in (select value from json_each(?))"),
        0
    );
}

#[test]
fn a_late_lock_is_noticed() {
    let found = |path: &str, text: &str| late_locks(&File::new(path, text)).len();
    assert_eq!(found("crates/ledger/src/a.rs", "pool.begin().await"), 1);
    assert_eq!(
        found("crates/ledger/src/a.rs", "begin_with(\"begin deferred\")"),
        1
    );
    assert_eq!(
        found("crates/ledger/src/a.rs", "begin_with(\"begin immediate\")"),
        0
    );
    assert_eq!(
        found("crates/ledger/src/verify.rs", "pool.begin().await"),
        0
    );
}

#[test]
fn skipped_tests_and_bare_exceptions_are_noticed() {
    let file = |text: &str| File::new("crates/cli/src/a.rs", text);
    assert_eq!(
        unfinished(&file("#[test]\n#[ignore]\nfn a() { todo!() }")).len(),
        2
    );
    assert_eq!(unfinished(&file("let a = Row::get(&row, 0);")).len(), 1);
    assert_eq!(
        unfinished(&file("// todo! in words\nlet a = row.try_get(0)?;")).len(),
        0
    );
    assert_eq!(
        unexplained(&file("fn a() {}\n#[allow(dead_code)]\nfn b() {}")).len(),
        1
    );
    assert_eq!(
        unexplained(&file(
            "#[expect(\n    dead_code,\n    reason = \"x\"\n)]\nfn b() {}"
        ))
        .len(),
        0
    );
    assert_eq!(
        unexplained(&file(
            "// The clock lives here.\n#[allow(dead_code)]\nfn b() {}"
        ))
        .len(),
        0
    );
    assert_eq!(
        unexplained(&file("#[allow(dead_code)]\nfn reason() {}")).len(),
        1
    );
}
