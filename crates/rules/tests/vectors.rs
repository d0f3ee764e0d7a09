//! Runs worked cases of the rules: our own always, and those of the folder that the environment
//! variable `FARTHING_VECTORS` names. A case is `op(input)` compared with `expected` as JSON.

mod kinds;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// The kinds whose cases must all pass. This list only grows.
const DONE: &[&str] = &[
    "cashback", "classify", "earmarks", "goals", "habits", "micro", "money", "patterns", "payee",
    "payment", "roundup", "savings",
];

/// Our own cases, invented for this repository.
const OWN_CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// One file of cases.
#[derive(Deserialize)]
struct Vectors {
    schema: String,
    kind: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    op: String,
    title: String,
    input: Value,
    expected: Value,
}

/// What running a folder found: its lines, the done kinds it holds, and the failures among them.
#[derive(Default)]
struct Outcome {
    lines: Vec<String>,
    done: Vec<String>,
    failed: usize,
}

#[test]
fn our_own_cases_pass() -> Result<(), Box<dyn Error>> {
    let outcome = run_folder(Path::new(OWN_CASES))?;
    say(outcome.lines.iter().map(|line| format!("own {line}")))?;
    for kind in DONE {
        let has_own = outcome.done.iter().any(|done| done == kind);
        assert!(has_own, "the done kind {kind} has no cases of our own");
    }
    assert_eq!(outcome.failed, 0, "see the failures printed above");
    Ok(())
}

#[test]
fn the_cases_of_the_named_folder_pass() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::var_os("FARTHING_VECTORS") else {
        let unset = "FARTHING_VECTORS is not set: only our own cases ran";
        return Ok(say([unset.to_owned()])?);
    };
    let outcome = run_folder(Path::new(&folder))?;
    say(outcome.lines.iter().cloned())?;
    assert!(
        !outcome.done.is_empty(),
        "no case of a done kind is in this folder"
    );
    assert_eq!(outcome.failed, 0, "see the failures printed above");
    Ok(())
}

#[test]
fn a_wrong_expectation_fails() -> Result<(), Box<dyn Error>> {
    let mut case: Case = serde_json::from_value(serde_json::json!({
        "id": "own", "op": "to_minor", "title": "",
        "input": {"text": "2.05", "currency": "EUR"}, "expected": {"minor": 205},
    }))?;
    let runner = kinds::runner("money").ok_or("money has no runner")?;
    assert_eq!(failure(runner, &case), None);
    case.expected = serde_json::json!({"minor": 206});
    assert!(failure(runner, &case).is_some());
    case.op = "no such op".to_owned();
    assert!(failure(runner, &case).is_some());
    Ok(())
}

fn run_folder(folder: &Path) -> Result<Outcome, Box<dyn Error>> {
    let mut outcome = Outcome::default();
    for path in case_files(folder)? {
        let vectors: Vectors = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if vectors.schema != "vectors/1" {
            return Err(format!("{}: unknown schema {}", path.display(), vectors.schema).into());
        }
        run_file(&vectors, &mut outcome);
    }
    Ok(outcome)
}

fn case_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    Ok(files)
}

fn run_file(vectors: &Vectors, outcome: &mut Outcome) {
    let kind = &vectors.kind;
    let Some(runner) = kinds::runner(kind) else {
        outcome.lines.push(format!("{kind}: not implemented"));
        return;
    };
    let mut failed = 0;
    for case in &vectors.cases {
        let Some(why) = failure(runner, case) else {
            continue;
        };
        failed += 1;
        let Case { id, op, title, .. } = case;
        outcome
            .lines
            .push(format!("{kind} {id} ({op}, {title}): {why}"));
    }
    let passed = vectors.cases.len() - failed;
    outcome
        .lines
        .push(format!("{kind}: {passed} passed, {failed} failed"));
    if DONE.contains(&kind.as_str()) && passed + failed > 0 {
        outcome.done.push(kind.clone());
        outcome.failed += failed;
    }
}

/// Prints lines at once and on lines of their own, past the harness's capture, so that the
/// figures are seen without `--nocapture`.
fn say(lines: impl IntoIterator<Item = String>) -> io::Result<()> {
    let text: String = lines.into_iter().map(|line| line + "\n").collect();
    write!(io::stdout(), "\n{text}")
}

fn failure(runner: kinds::Runner, case: &Case) -> Option<String> {
    match runner(&case.op, &case.input) {
        Ok(result) if kinds::agrees(&case.op, &result, &case.expected) => None,
        Ok(result) => Some(format!("expected {}, got {result}", case.expected)),
        Err(why) => Some(why),
    }
}
