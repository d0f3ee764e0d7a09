//! No sentence of the app urges anybody to spend; `urging_words.txt` beside this file lists the words.

use super::house::{File, none, tracked};
use super::source::Source;

const WORDS: &str = include_str!("urging_words.txt");
/// Crates whose strings a person may read: sentences, errors, help, labels of charts.
const SPEAKING: [&str; 6] = [
    "crates/charts/src/",
    "crates/cli/src/",
    "crates/ledger/src/",
    "crates/pictures/src/",
    "crates/rules/src/",
    "src-tauri/src/",
];
/// Where comments are the command's help.
const HELP: &str = "crates/cli/src/";

/// The listed words, each with whether it may go on after its end.
fn listed(list: &str) -> Vec<(String, bool)> {
    let lines = list.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| match line.strip_suffix('*') {
            Some(beginning) => (plain(beginning), true),
            None => (plain(line), false),
        })
        .collect()
}

/// Lower case letters and digits, single spaces between them.
fn plain(text: &str) -> String {
    let kept = text.to_lowercase().replace('’', "'");
    let kept: String = kept
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '\'' {
                c
            } else {
                ' '
            }
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The listed words that a sentence has.
fn urging<'w>(sentence: &str, words: &'w [(String, bool)]) -> Vec<&'w str> {
    let sentence = format!(" {} ", plain(sentence));
    let has = |(word, goes_on): &&(String, bool)| {
        let end = if *goes_on { "" } else { " " };
        sentence.contains(&format!(" {word}{end}"))
    };
    words
        .iter()
        .filter(has)
        .map(|(word, _)| word.as_str())
        .collect()
}

/// What a person may read of a file, each piece with its line.
fn sentences(file: &File) -> Vec<(usize, String)> {
    let is_page = file.is("ui/src/", ".svelte") || file.is("ui/src/", ".ts");
    let is_data = file.path.starts_with("ui/messages/") || file.is("crates/ledger/src/", ".toml");
    if is_page || is_data {
        let lines = (1..).zip(file.text.lines());
        return lines
            .map(|(number, line)| (number, line.to_owned()))
            .collect();
    }
    let speaks = SPEAKING.iter().any(|folder| file.is(folder, ".rs"));
    if !speaks {
        return Vec::new();
    }
    let mut found = Source::of(&file.text).strings;
    // A string may go on in the next line.
    for (_, text) in &mut found {
        *text = text.replace("\\\n", " ").replace("\\n", " ");
    }
    if file.path.starts_with(HELP) {
        let comments = (1..).zip(file.text.lines());
        found.extend(comments.filter_map(|(number, line)| {
            let help = line.trim_start().strip_prefix("///")?;
            Some((number, help.to_owned()))
        }));
    }
    found
}

fn violations(file: &File, words: &[(String, bool)]) -> Vec<String> {
    let mut violations = Vec::new();
    for (line, sentence) in sentences(file) {
        for word in urging(&sentence, words) {
            violations.push(format!(
                "{}:{line} says “{word}”, which urges to spend: say what is so, or leave it out.",
                file.path
            ));
        }
    }
    violations
}

#[test]
fn no_sentence_urges_to_spend() {
    let words = listed(WORDS);
    let files = tracked().unwrap_or_default();
    let read: usize = files.iter().map(|file| sentences(file).len()).sum();
    assert!(read > 3_000, "only {read} sentences were found to read");
    let all = files.iter().flat_map(|file| violations(file, &words));
    none(&all.collect::<Vec<_>>());
}

#[test]
fn a_sentence_that_urges_is_noticed() {
    let words = listed(WORDS);
    assert!(words.len() > 50);
    let page = File::new(
        "ui/messages/en.json",
        "{\"a\": \"Don’t miss   out: Buy now!\"}",
    );
    assert_eq!(violations(&page, &words).len(), 3);
    let code = File::new(
        "crates/ledger/src/a.rs",
        "// buy now\nlet a = \"Spend \\\n    more\"; let b = \"unlocked\"; let c = \"hurryi\";",
    );
    let found = violations(&code, &words);
    assert_eq!(found.len(), 3, "{found:?}");
    let help = File::new("crates/cli/src/a.rs", "/// Order now.\nstruct A;");
    assert_eq!(violations(&help, &words).len(), 1);
    let other = File::new("crates/statements/src/a.rs", "let a = \"buy now\";");
    assert!(violations(&other, &words).is_empty());
    let calm = File::new(
        "ui/messages/en.json",
        "{\"a\": \"Spending in March, a good dealer\"}",
    );
    assert!(violations(&calm, &words).is_empty());
}
