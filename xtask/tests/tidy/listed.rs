//! Lists that must be complete: the dependencies in ARCHITECTURE.md, the steps in migrations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::crates::members;
use super::house::{Result, metadata, none, text, tracked};

/// Where each dependency has its line.
const SECTION: &str = "## Dependencies";
/// Shorter than this is no reason.
const SHORTEST_REASON: usize = 15;

/// The names under `[workspace.dependencies]`, without our own crates.
fn workspace_dependencies(manifest: &str) -> BTreeSet<String> {
    manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !name.is_empty() && !name.starts_with("farthing-"))
        .collect()
}

fn page_dependencies(manifest: &str) -> Result<BTreeSet<String>> {
    let manifest: Value = serde_json::from_str(manifest)?;
    let lists = ["dependencies", "devDependencies"].into_iter();
    let lists = lists.filter_map(|list| manifest.get(list).and_then(Value::as_object));
    Ok(lists.flat_map(|list| list.keys().cloned()).collect())
}

/// The names in the section, each with its reason: "- `name`, `other`: the reason".
fn explained(page: &str) -> BTreeMap<String, String> {
    let section = page.lines().skip_while(|line| *line != SECTION).skip(1);
    let section = section.take_while(|line| !line.starts_with("## "));
    let lines = section.filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
    lines
        .flat_map(|(names, reason)| {
            let names = names.split('`').skip(1).step_by(2);
            names.map(|name| (name.to_owned(), reason.to_owned()))
        })
        .collect()
}

fn unexplained(used: &BTreeSet<String>, explained: &BTreeMap<String, String>) -> Vec<String> {
    let missing = used.iter().filter(|name| !explained.contains_key(*name));
    let missing = missing.map(|name| format!("{name} has no line under “{SECTION}” in ARCHITECTURE.md: say there in one line what it is needed for."));
    let stale = explained.keys().filter(|name| !used.contains(*name));
    let stale = stale.map(|name| {
        format!(
            "ARCHITECTURE.md explains {name}, which nothing depends on any more: take its line out."
        )
    });
    let short = explained
        .iter()
        .filter(|(_, reason)| reason.len() < SHORTEST_REASON);
    let short = short.map(|(name, _)| {
        format!("ARCHITECTURE.md lists {name} without saying what it is needed for.")
    });
    missing.chain(stale).chain(short).collect()
}

fn unused(listed: &BTreeSet<String>, used: &BTreeSet<String>) -> Vec<String> {
    let unused = listed.difference(used);
    unused
        .map(|name| format!("Cargo.toml lists {name}, which no crate of ours uses: take it out of [workspace.dependencies]."))
        .collect()
}

fn gaps(paths: &[&str]) -> Vec<String> {
    let mut steps: Vec<&str> = paths
        .iter()
        .filter_map(|path| path.strip_prefix("migrations/"))
        .collect();
    steps.sort_unstable();
    let right = |number: usize, step: &str| {
        let name = step.strip_prefix(&format!("{number:04}_"));
        name.and_then(|name| name.strip_suffix(".sql")).is_some()
    };
    let wrong = (1..)
        .zip(steps)
        .filter(|(number, step)| !right(*number, step));
    wrong
        .map(|(number, step)| format!("migrations/{step} stands where step {number:04} belongs: number the steps 0001_name.sql, 0002_name.sql without gaps."))
        .collect()
}

fn crates_used() -> Result<BTreeSet<String>> {
    let members = members(&metadata()?);
    let names = members
        .iter()
        .flat_map(|member| &member.uses)
        .map(|(name, _)| name.clone());
    Ok(names
        .filter(|name| !name.starts_with("farthing-"))
        .collect())
}

#[test]
fn every_dependency_has_its_line_in_the_architecture() -> Result<()> {
    let mut used = crates_used()?;
    used.extend(workspace_dependencies(&text("Cargo.toml")?));
    let files = tracked()?;
    for file in files
        .iter()
        .filter(|file| file.path.ends_with("package.json"))
    {
        used.extend(page_dependencies(&file.text)?);
    }
    none(&unexplained(&used, &explained(&text("ARCHITECTURE.md")?)));
    Ok(())
}

#[test]
fn every_listed_dependency_is_used() -> Result<()> {
    none(&unused(
        &workspace_dependencies(&text("Cargo.toml")?),
        &crates_used()?,
    ));
    Ok(())
}

#[test]
fn migrations_are_numbered_without_gaps() -> Result<()> {
    let files = tracked()?;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains(&"migrations/0001_ledger.sql"));
    none(&gaps(&paths));
    Ok(())
}

#[test]
fn a_dependency_without_a_reason_is_noticed() {
    let listed = workspace_dependencies(
        "[workspace.dependencies]\nfarthing-money = { path = \"x\" }\n\nserde = \"1\"\nsqlx = { features = [\n    \"a\",\n] }\n\n[lints]\nx = 1\n",
    );
    assert_eq!(listed, ["serde", "sqlx"].map(str::to_owned).into());
    let page = explained(
        "- `no`: outside\n## Dependencies\n- `serde`, `vite`: reads and writes JSON\n- `old`: why\n## Next\n- `no`: x\n",
    );
    assert_eq!(page.len(), 3);
    let found = unexplained(&listed, &page);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(unused(&listed, &["serde".to_owned()].into()).len(), 1);
    let names =
        page_dependencies("{\"dependencies\":{\"a\":\"1\"},\"devDependencies\":{\"b\":\"1\"}}");
    assert_eq!(names.unwrap().len(), 2);
}

#[test]
fn a_gap_in_the_migrations_is_noticed() {
    assert!(gaps(&["migrations/0002_b.sql", "migrations/0001_a.sql", "x"]).is_empty());
    assert_eq!(
        gaps(&["migrations/0001_a.sql", "migrations/0003_c.sql"]).len(),
        1
    );
    assert_eq!(gaps(&["migrations/1_a.sql"]).len(), 1);
}
