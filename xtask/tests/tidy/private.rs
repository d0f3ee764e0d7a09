//! Nothing tracked says whose machine or network it was made on.

use serde_json::Value;

use super::house::{File, Result, none, text, tracked};
use super::source::numbered;

/// Folders that exist on one machine only. Spelt in halves, so that this file may be looked at too.
const FOLDERS: [&str; 4] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];
/// Where our dependencies come from.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const PACKAGES: &str = "https://registry.npmjs.org/";
/// Endings of names that only a private network knows.
const INDOORS: [&str; 5] = [".internal", ".local", ".lan", ".corp", ".intranet"];

fn machine_paths(file: &File) -> Vec<String> {
    let names_one = |line: &str| {
        FOLDERS.iter().any(|folder| {
            line.match_indices(folder).any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default().chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"._-~*}]".contains(c))
            })
        })
    };
    numbered(&file.text, names_one)
        .into_iter()
        .map(|line| format!("{}:{line} names a folder of one machine: use a path inside the repository or a variable.", file.path))
        .collect()
}

fn private_hosts(file: &File) -> Vec<String> {
    let names_one = |line: &str| {
        line.match_indices("://").any(|(at, _)| {
            let rest = line.get(at + 3..).unwrap_or_default();
            let host = rest
                .split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-')
                .next();
            host.is_some_and(is_private)
        })
    };
    numbered(&file.text, names_one)
        .into_iter()
        .map(|line| {
            format!(
                "{}:{line} names a host of a private network: use the public address, or none.",
                file.path
            )
        })
        .collect()
}

fn is_private(host: &str) -> bool {
    let mut numbers = host.split('.').map(str::parse::<u8>);
    let indoors = match (numbers.next(), numbers.next()) {
        (Some(Ok(10)), Some(Ok(_))) | (Some(Ok(192)), Some(Ok(168))) => true,
        (Some(Ok(172)), Some(Ok(second))) => (16..32).contains(&second),
        _ => false,
    };
    indoors || INDOORS.iter().any(|end| host.ends_with(end))
}

fn other_crates(lock: &str) -> Vec<String> {
    let source = |line: &&str| line.starts_with("source = ") && !line.contains(CRATES);
    lock.lines()
        .filter(source)
        .map(|line| {
            format!("Cargo.lock takes a crate from elsewhere ({line}): only crates.io is a source.")
        })
        .collect()
}

fn other_packages(path: &str, lock: &str) -> Result<Vec<String>> {
    let lock: Value = serde_json::from_str(lock)?;
    let packages = lock.get("packages").and_then(Value::as_object);
    let packages = packages.ok_or(format!("{path} lists no packages"))?;
    let from_elsewhere = packages.iter().filter(|(_, package)| {
        let resolved = package.get("resolved").and_then(Value::as_str);
        resolved.is_some_and(|address| !address.starts_with(PACKAGES))
    });
    Ok(from_elsewhere
        .map(|(name, _)| format!("{path} takes {name} from elsewhere: only {PACKAGES} is a source; write the lock again with that registry."))
        .collect())
}

#[test]
fn no_file_names_a_machine_or_a_private_network() {
    let files = tracked().unwrap();
    assert!(files.len() > 50, "git ls-files shows {} files", files.len());
    none(&files.iter().flat_map(machine_paths).collect::<Vec<_>>());
    none(&files.iter().flat_map(private_hosts).collect::<Vec<_>>());
}

#[test]
fn dependencies_come_from_the_public_registries() {
    let files = tracked().unwrap();
    let locks = files
        .iter()
        .filter(|file| file.path.ends_with("package-lock.json"));
    let mut violations = other_crates(&text("Cargo.lock").unwrap());
    for lock in locks {
        violations.extend(other_packages(&lock.path, &lock.text).unwrap());
    }
    none(&violations);
}

#[test]
fn a_machine_and_a_private_host_are_noticed() {
    let found = |text: &str| machine_paths(&File::new("a", text)).len();
    assert_eq!(found(concat!("cd /wo", "rk/main")), 1);
    assert_eq!(found(concat!("\"/ho", "me/ana/a.csv\"")), 1);
    assert_eq!(
        found(concat!("https://example.org/wo", "rk/a and ~/ho", "me/")),
        0
    );
    let found = |text: &str| private_hosts(&File::new("a", text)).len();
    assert_eq!(found(concat!("http:/", "/10.1.2.3:8080/npm")), 1);
    assert_eq!(found(concat!("https:/", "/packages.corp/x")), 1);
    assert_eq!(
        found("http://127.0.0.1:5173 https://crates.io http://10.example.org"),
        0
    );
}

#[test]
fn another_source_is_noticed() {
    assert_eq!(other_crates(&format!("source = \"{CRATES}\"\n")).len(), 0);
    assert_eq!(
        other_crates("source = \"git+https://example.org/a\"\n").len(),
        1
    );
    let lock = |address: &str| {
        format!("{{\"packages\":{{\"a\":{{\"resolved\":\"{address}\"}},\"b\":{{}}}}}}")
    };
    assert_eq!(
        other_packages("l", &lock("https://example.org/a.tgz"))
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        other_packages("l", &lock("https://registry.npmjs.org/a.tgz"))
            .unwrap()
            .len(),
        0
    );
    assert!(other_packages("l", "{}").is_err());
}
