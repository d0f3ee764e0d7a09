//! Files stay small enough to be read in one sitting.

use super::house::{File, none, tracked};

/// Written by a program, for programs.
const GENERATED: [&str; 1] = ["ui/src/lib/bindings.ts"];
/// A file has fewer lines than this, by how its name ends.
const LIMITS: [(&str, usize); 4] = [(".svelte", 300), (".rs", 600), (".ts", 600), (".mjs", 600)];
/// The house on one page.
const PAGE_LINES: usize = 120;

fn too_long(file: &File) -> Option<String> {
    let (_, limit) = LIMITS.iter().find(|(end, _)| file.path.ends_with(end))?;
    let lines = file.text.lines().count();
    let long = lines >= *limit && !GENERATED.contains(&file.path.as_str());
    long.then(|| format!("{} has {lines} lines and must stay under {limit}: move one of its subjects into a file of its own.", file.path))
}

#[test]
fn files_stay_short() {
    let files = tracked().unwrap();
    assert!(
        files
            .iter()
            .any(|file| file.path == "crates/money/src/money.rs")
    );
    none(&files.iter().filter_map(too_long).collect::<Vec<_>>());
}

#[test]
fn the_house_fits_on_one_page() {
    let lines = super::house::text("ARCHITECTURE.md")
        .unwrap()
        .lines()
        .count();
    assert!(
        lines <= PAGE_LINES,
        "ARCHITECTURE.md has {lines} lines and must fit in {PAGE_LINES}: reasons belong into docs/decisions.md."
    );
}

#[test]
fn a_long_file_is_noticed() {
    let file = |path: &str, lines: usize| File::new(path, &"x\n".repeat(lines));
    assert!(too_long(&file("crates/money/src/a.rs", 600)).is_some());
    assert!(too_long(&file("crates/money/src/a.rs", 599)).is_none());
    assert!(too_long(&file("ui/src/A.svelte", 300)).is_some());
    assert!(too_long(&file("ui/src/a.svelte.ts", 599)).is_none());
    assert!(too_long(&file("ui/src/lib/bindings.ts", 900)).is_none());
}
