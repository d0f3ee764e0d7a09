//! Which crate may use which, read from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::house::{Result, metadata, none, text};

/// Our crates and what of ours each may use, in tests and build scripts as well.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("farthing-money", &[]),
    ("farthing-rules", &["farthing-money"]),
    ("farthing-statements", &["farthing-money"]),
    ("farthing-charts", &["farthing-money"]),
    (
        "farthing-ledger",
        &["farthing-money", "farthing-rules", "farthing-statements"],
    ),
    (
        "farthing-pictures",
        &["farthing-money", "farthing-charts", "farthing-ledger"],
    ),
    ("farthing-cli", EVERYTHING_BELOW),
    ("farthing-desktop", EVERYTHING_BELOW),
    ("xtask", &[]),
];

const EVERYTHING_BELOW: &[&str] = &[
    "farthing-money",
    "farthing-rules",
    "farthing-statements",
    "farthing-charts",
    "farthing-ledger",
    "farthing-pictures",
];

/// Dependencies that have one home: how the name begins, and where it lives.
const HOMES: [(&str, &str); 6] = [
    ("sqlx", "farthing-ledger"),
    ("libsqlite3", "farthing-ledger"),
    ("rusqlite", "farthing-ledger"),
    ("tauri", "farthing-desktop"),
    ("wry", "farthing-desktop"),
    ("plotters", "farthing-charts"),
];

/// The plugins of the window that are called from Rust; every other one is a door we do not need.
const PLUGINS: [&str; 2] = ["tauri-plugin-dialog", "tauri-plugin-single-instance"];

/// A crate of ours and what its manifest asks for.
pub(super) struct Member {
    pub name: String,
    pub manifest: String,
    /// Names and version requirements, of ours and of others.
    pub uses: BTreeSet<(String, String)>,
}

/// Our crates as cargo sees them.
pub(super) fn members(metadata: &Value) -> Vec<Member> {
    let text = |value: &Value, key: &str| {
        let found = value.get(key).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    let list = |value: &Value, key: &str| {
        let found = value.get(key).and_then(Value::as_array);
        found.cloned().unwrap_or_default()
    };
    let packages = list(metadata, "packages");
    packages
        .iter()
        .map(|package| Member {
            name: text(package, "name"),
            manifest: text(package, "manifest_path"),
            uses: list(package, "dependencies")
                .iter()
                .map(|used| (text(used, "name"), text(used, "req")))
                .collect(),
        })
        .collect()
}

fn wrong_ways(members: &[Member]) -> Vec<String> {
    let ours: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut violations = Vec::new();
    for member in members {
        let name = &member.name;
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| known == name) else {
            violations.push(format!("{name} has no place in the house yet: say in MAY_USE of xtask/tests/tidy/crates.rs and in ARCHITECTURE.md what it may use."));
            continue;
        };
        for (used, _) in &member.uses {
            if ours.contains(used.as_str()) && !allowed.contains(&used.as_str()) {
                violations.push(format!("{name} uses {used}, which walks against the dependency rule: move the shared part down into a crate that both may use (ARCHITECTURE.md)."));
            }
        }
    }
    violations
}

fn away_from_home(members: &[Member]) -> Vec<String> {
    let mut violations = Vec::new();
    for member in members {
        for (used, _) in &member.uses {
            let home = HOMES.iter().find(|(prefix, _)| used.starts_with(prefix));
            if let Some((_, home)) = home.filter(|(_, home)| home != &member.name) {
                violations.push(format!("{} depends on {used}, whose only home is {home}: put the code that needs it there.", member.name));
            }
            if used.starts_with("tauri-plugin-") && !PLUGINS.contains(&used.as_str()) {
                violations.push(format!("{} depends on {used}: the window has the plugins {} and no other; do it in Rust behind a command of our own.", member.name, PLUGINS.join(" and ")));
            }
        }
    }
    violations
}

fn two_versions(members: &[Member]) -> Vec<String> {
    let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in members.iter().flat_map(|member| &member.uses) {
        asked.entry(name).or_default().insert(version);
    }
    asked.retain(|_, versions| versions.len() > 1);
    asked
        .keys()
        .map(|name| format!("Our crates ask for different versions of {name}: name it once under [workspace.dependencies] in Cargo.toml."))
        .collect()
}

fn without_our_lints(name: &str, manifest: &str) -> Option<String> {
    let mut lines = manifest.lines().map(str::trim);
    let opted_in = lines.any(|line| line == "[lints]")
        && lines.next().is_some_and(|line| line == "workspace = true");
    (!opted_in).then(|| format!("{name} does not follow the lints of the house: put `[lints]` and `workspace = true` into its Cargo.toml."))
}

#[test]
fn crates_use_each_other_in_one_direction() {
    none(&wrong_ways(&members(&metadata().unwrap())));
}

#[test]
fn every_heavy_dependency_stays_in_its_home() {
    none(&away_from_home(&members(&metadata().unwrap())));
}

#[test]
fn a_dependency_has_one_version_for_all_crates() {
    none(&two_versions(&members(&metadata().unwrap())));
}

#[test]
fn every_crate_follows_the_lints_of_the_house() -> Result<()> {
    let mut violations = Vec::new();
    for member in members(&metadata()?) {
        let manifest = std::fs::read_to_string(&member.manifest)?;
        violations.extend(without_our_lints(&member.name, &manifest));
    }
    none(&violations);
    Ok(())
}

#[test]
fn clippy_watches_the_length_of_functions() -> Result<()> {
    let bans = text("clippy.toml")?;
    assert!(
        bans.lines()
            .any(|line| line == "too-many-lines-threshold = 70"),
        "clippy.toml no longer says that a function has at most 70 lines."
    );
    let pedantic = "pedantic = { level = \"warn\", priority = -1 }";
    assert!(
        text("Cargo.toml")?.lines().any(|line| line == pedantic),
        "Cargo.toml no longer turns on clippy's pedantic group, which watches the length of functions."
    );
    Ok(())
}

#[test]
fn the_whole_house_is_looked_at() {
    let members = members(&metadata().unwrap());
    let found: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, known);
}

#[test]
fn a_wrong_way_is_noticed() {
    let member = |name: &str, uses: &[&str]| Member {
        name: name.to_owned(),
        manifest: String::new(),
        uses: uses
            .iter()
            .map(|used| ((*used).to_owned(), "*".to_owned()))
            .collect(),
    };
    let house = [
        member("farthing-money", &["farthing-rules", "sqlx-core", "serde"]),
        member("farthing-rules", &["farthing-money"]),
        member(
            "farthing-desktop",
            &["farthing-rules", "tauri", "tauri-plugin-shell"],
        ),
        member("farthing-new", &[]),
    ];
    let wrong = wrong_ways(&house);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(
        wrong
            .iter()
            .any(|line| line.starts_with("farthing-money uses farthing-rules"))
    );
    assert!(
        wrong
            .iter()
            .any(|line| line.starts_with("farthing-new has no place"))
    );
    let away = away_from_home(&house);
    assert_eq!(away.len(), 2, "{away:?}");
    assert!(two_versions(&house).is_empty());
    let older = Member {
        uses: [("serde".to_owned(), "^1".to_owned())].into(),
        ..member("farthing-charts", &[])
    };
    assert_eq!(
        two_versions(&[house.into_iter().next().unwrap(), older]).len(),
        1
    );
    assert!(without_our_lints("x", "[package]\nname = \"x\"\n[lints]\n").is_some());
    assert!(without_our_lints("x", "[lints]\nworkspace = true\n").is_none());
}
