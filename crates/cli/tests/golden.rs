//! Golden cases in plain text: `tests/cases/*.case`, each run in a folder of its own.
//!
//! ```text
//! # What the case shows.
//! file wallet.csv          a file, its lines below
//! | Date,Amount
//! $ import wallet.csv      a command; quotes keep words together
//! < 0042                   what it reads from the standard input, line by line
//! > what it prints, line by line; [..] stands for anything in a line, and {key} for a word of it that
//! >     later lines and commands name in the same way
//! 2> what it says on the standard error
//! exit 2                   how it ends, where that is not 0
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use common::Desk;

#[test]
fn every_golden_case_prints_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "case"));
    cases.sort();
    let failures: Vec<String> = cases.iter().filter_map(|path| failure(path)).collect();
    println!(
        "{} cases passed, {} failed",
        cases.len() - failures.len(),
        failures.len()
    );
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(cases.len() >= 10, "the cases are not where they should be");
}

/// A command of a case with what it should do.
#[derive(Default)]
struct Step {
    line: usize,
    arguments: Vec<String>,
    stdin: String,
    stdout: Vec<String>,
    stderr: Vec<String>,
    exit: i32,
}

fn failure(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let desk = Desk::new();
    let mut steps: Vec<Step> = Vec::new();
    let mut file = None;
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("file ") {
            file = Some(desk.write(name.trim(), ""));
        } else if let Some(content) = line.strip_prefix("| ").or((line == "|").then_some("")) {
            let path = file
                .as_ref()
                .unwrap_or_else(|| panic!("no file before line {}", number + 1));
            let so_far = std::fs::read_to_string(path).unwrap();
            std::fs::write(path, format!("{so_far}{content}\n")).unwrap();
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step {
                line: number + 1,
                arguments: words(command),
                ..Step::default()
            });
        } else if let Some(step) = steps.last_mut() {
            step.expect(line);
        } else {
            assert!(
                line.is_empty() || line.starts_with('#'),
                "{}:{}",
                path.display(),
                number + 1
            );
        }
    }
    let name = path.file_name().unwrap().to_string_lossy();
    let mut words = HashMap::new();
    let mut steps = steps.into_iter();
    steps.find_map(|step| step.with(&words).failure(&desk, &name, &mut words))
}

impl Step {
    fn expect(&mut self, line: &str) {
        if let Some(line) = line.strip_prefix("2>") {
            self.stderr
                .push(line.strip_prefix(' ').unwrap_or(line).to_owned());
        } else if let Some(line) = line.strip_prefix("< ") {
            self.stdin.push_str(line);
            self.stdin.push('\n');
        } else if let Some(line) = line.strip_prefix('>') {
            self.stdout
                .push(line.strip_prefix(' ').unwrap_or(line).to_owned());
        } else if let Some(code) = line.strip_prefix("exit ") {
            self.exit = code.parse().unwrap();
        } else {
            assert!(
                line.is_empty() || line.starts_with('#'),
                "not a line of a case: {line}"
            );
        }
    }

    /// The same with the words that earlier lines kept.
    fn with(mut self, words: &HashMap<String, String>) -> Self {
        let texts = [&mut self.arguments, &mut self.stdout, &mut self.stderr];
        for text in texts.into_iter().flatten() {
            for (name, word) in words {
                *text = text.replace(name, word);
            }
        }
        self
    }

    fn failure(
        &self,
        desk: &Desk,
        name: &str,
        words: &mut HashMap<String, String>,
    ) -> Option<String> {
        let output = if self.stdin.is_empty() {
            desk.run(&self.arguments)
        } else {
            desk.run_with(&self.arguments, &self.stdin)
        };
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code();
        words.extend(kept_words(&self.stdout, &stdout));
        if same(&self.stdout, &stdout) && same(&self.stderr, &stderr) && code == Some(self.exit) {
            return None;
        }
        let mut report = format!("{name}:{}: $ {}\n", self.line, self.arguments.join(" "));
        for line in stdout.lines() {
            writeln!(report, "> {line}").unwrap();
        }
        for line in stderr.lines() {
            writeln!(report, "2> {line}").unwrap();
        }
        writeln!(report, "exit {code:?}, not {}", self.exit).unwrap();
        Some(report)
    }
}

/// The words of printed lines that stand where a line expects `{a name}`.
fn kept_words(expected: &[String], printed: &str) -> Vec<(String, String)> {
    let lines = expected.iter().zip(printed.lines());
    let words = lines.flat_map(|(e, p)| e.split_whitespace().zip(p.split_whitespace()));
    let kept = words.filter(|(name, _)| is_name(name));
    kept.map(|(name, word)| (name.to_owned(), word.to_owned()))
        .collect()
}

fn is_name(word: &str) -> bool {
    let inner = word
        .strip_prefix('{')
        .and_then(|word| word.strip_suffix('}'));
    inner.is_some_and(|name| name.len() > 1 && name.chars().all(|c| c.is_ascii_lowercase()))
}

fn same(expected: &[String], printed: &str) -> bool {
    let printed: Vec<&str> = printed.lines().collect();
    expected.len() == printed.len() && expected.iter().zip(printed).all(|(e, p)| matches(e, p))
}

/// Whether a line is as expected; `[..]` stands for anything, and so does `{a name}`.
fn matches(expected: &str, line: &str) -> bool {
    if let Some(name) = expected.split_whitespace().find(|word| is_name(word)) {
        return matches(&expected.replace(name, "[..]"), line);
    }
    let Some((begin, rest)) = expected.split_once("[..]") else {
        return expected == line;
    };
    line.strip_prefix(begin).is_some_and(|left| {
        let mut ends = left.char_indices().map(|(at, _)| at).chain([left.len()]);
        ends.any(|at| matches(rest, &left[at..]))
    })
}

/// The words of a command line; double quotes keep them together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
