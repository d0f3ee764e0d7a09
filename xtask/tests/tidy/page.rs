//! What may not stand in the page and in the stories.

use super::house::{File, none, tracked};
use super::source::numbered;

/// The only files of the page that know Rust.
const DOORS: [&str; 2] = ["ui/src/lib/bindings.ts", "ui/src/lib/shell.ts"];
/// Ways to turn text into markup or code.
const MARKUP: [&str; 7] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "{@html",
    "document.write",
    "eval(",
    "new Function(",
];
/// Ways to leave a test out.
const SKIPS: [&str; 5] = [".only(", ".skip(", ".todo(", "xit(", "xdescribe("];

fn is_script(file: &File) -> bool {
    [".ts", ".js", ".mjs", ".svelte", ".html"]
        .iter()
        .any(|end| file.path.ends_with(end))
}

fn markup(file: &File) -> Vec<String> {
    if !file.path.starts_with("ui/src/") {
        return Vec::new();
    }
    let lines = numbered(&file.text, |line| {
        MARKUP.iter().any(|way| line.contains(way))
    });
    lines
        .into_iter()
        .map(|line| format!("{}:{line} could run text from a statement as markup: build nodes, as ui/src/lib/shared/svg.ts does.", file.path))
        .collect()
}

fn other_doors(file: &File) -> Vec<String> {
    if !file.path.starts_with("ui/src/") || DOORS.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let reaches = |line: &str| line.contains("@tauri-apps/") || line.contains("__TAURI");
    numbered(&file.text, reaches)
        .into_iter()
        .map(|line| {
            format!(
                "{}:{line} reaches Tauri by itself: the page knows Rust only through {}.",
                file.path,
                DOORS.join(" and ")
            )
        })
        .collect()
}

fn skipped(file: &File) -> Vec<String> {
    let is_test = file.path.starts_with("ui/tests/") || file.path.starts_with("e2e/");
    if !is_test {
        return Vec::new();
    }
    let lines = numbered(&file.text, |line| {
        SKIPS.iter().any(|way| line.contains(way))
    });
    lines
        .into_iter()
        .map(|line| {
            format!(
                "{}:{line} leaves a test out: make it pass or take it out.",
                file.path
            )
        })
        .collect()
}

fn over_all(check: fn(&File) -> Vec<String>) {
    let mut files = tracked().unwrap_or_default();
    files.retain(is_script);
    assert!(
        files.iter().any(|file| file.path.starts_with("ui/src/")),
        "git ls-files shows no page in ui/src"
    );
    none(&files.iter().flat_map(check).collect::<Vec<_>>());
}

#[test]
fn text_never_becomes_markup() {
    over_all(markup);
}

#[test]
fn the_page_knows_rust_through_two_files() {
    over_all(other_doors);
}

#[test]
fn no_test_of_the_page_is_left_out() {
    over_all(skipped);
}

#[test]
fn wrongs_of_the_page_are_noticed() {
    let file = |path: &str, text: &str| File::new(path, text);
    assert_eq!(
        markup(&file("ui/src/A.svelte", "<p>{@html note}</p>")).len(),
        1
    );
    assert_eq!(
        markup(&file("ui/src/a.ts", "node.textContent = note")).len(),
        0
    );
    let import = "import { invoke } from \"@tauri-apps/api/core\";";
    assert_eq!(other_doors(&file("ui/src/views/a.ts", import)).len(), 1);
    assert_eq!(other_doors(&file("ui/src/lib/shell.ts", import)).len(), 0);
    assert_eq!(
        skipped(&file("ui/tests/a.test.ts", "it.skip(\"a\", b)")).len(),
        1
    );
    assert_eq!(skipped(&file("ui/src/a.ts", "rows.skip(1)")).len(), 0);
}
