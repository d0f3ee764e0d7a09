//! What is really built into the two programs, read from `cargo tree`: no network, one SQLite.

use std::collections::BTreeSet;

use super::house::{Result, cargo, none};

/// Crates that speak to a network or encrypt for one; a name with `*` is a beginning.
const NETWORK: [&str; 34] = [
    "actix-*",
    "attohttpc",
    "aws-lc-*",
    "axum",
    "curl",
    "curl-*",
    "h2",
    "h3",
    "hickory-*",
    "hyper",
    "hyper-*",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-*",
    "quinn",
    "quinn-*",
    "reqwest",
    "ring",
    "rustls",
    "rustls-*",
    "schannel",
    "security-framework",
    "soup3",
    "soup3-*",
    "surf",
    "tiny_http",
    "tonic",
    "tower-http",
    "tungstenite",
    "ureq",
    "warp",
    "webpki-*",
];

/// What the window may have of these, because the system's WebKitGTK is bound through it.
/// Nothing of ours calls it; that the page reaches no network is the content policy's work.
const OF_THE_WINDOW: [&str; 2] = ["soup3", "soup3-sys"];

/// The systems that the window is made for.
const SYSTEMS: [&str; 3] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
];

/// A crate in the tree: name, version, features.
type Built = BTreeSet<(String, String, String)>;

fn built_into(program: &str, system: &str) -> Result<Built> {
    let told = cargo(&[
        "tree",
        "--locked",
        "--package",
        program,
        "--edges",
        "normal,build",
        "--target",
        system,
        "--prefix",
        "none",
        "--format",
        "{p}|{f}",
    ])?;
    Ok(read_tree(&told))
}

fn read_tree(told: &str) -> Built {
    told.lines()
        .filter_map(|line| {
            let (package, features) = line.split_once('|')?;
            let mut words = package.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            let features = features.trim_end_matches(" (*)");
            Some((name.to_owned(), version.to_owned(), features.to_owned()))
        })
        .collect()
}

fn reaches_out(program: &str, built: &Built, allowed: &[&str]) -> Vec<String> {
    let bans = |name: &str| {
        NETWORK.iter().any(|banned| match banned.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == *banned,
        })
    };
    let found: BTreeSet<&str> = built.iter().map(|(name, ..)| name.as_str()).collect();
    found
        .into_iter()
        .filter(|name| bans(name) && !allowed.contains(name))
        .map(|name| format!("{program} has {name} built in, and nothing may leave the machine: find who brings it with `cargo tree -p {program} -i {name}` and turn that feature off in Cargo.toml."))
        .collect()
}

fn sqlite_wrongs(program: &str, built: &Built) -> Vec<String> {
    let engines: BTreeSet<&str> = built
        .iter()
        .filter(|(name, ..)| name == "libsqlite3-sys")
        .map(|(_, version, _)| version.as_str())
        .collect();
    let mut violations = Vec::new();
    if engines.len() != 1 {
        violations.push(format!("{program} must have one SQLite and has {}: keep a single libsqlite3-sys in Cargo.lock.", engines.len()));
    }
    let extensible = built.iter().filter(|(name, _, features)| {
        let loads = |feature: &str| {
            feature.contains("load-extension") || feature.contains("load_extension")
        };
        (name.starts_with("sqlx") || name == "libsqlite3-sys") && features.split(',').any(loads)
    });
    violations.extend(extensible.map(|(name, ..)| format!("{program} has {name} with extensions that a file could load: ask sqlx for `sqlite-bundled`, not `sqlite`, in Cargo.toml.")));
    violations
}

fn with_inspector(built: &Built) -> Option<String> {
    let open = built.iter().any(|(name, _, features)| {
        name == "tauri" && features.split(',').any(|feature| feature == "devtools")
    });
    open.then(|| "The window has tauri's `devtools` feature: take it out of Cargo.toml, so that a released window cannot be opened up.".to_owned())
}

#[test]
fn the_command_line_has_no_network_and_one_sqlite() {
    let built = built_into("farthing-cli", "all").unwrap();
    assert!(
        built.len() > 50,
        "cargo tree told of {} crates only",
        built.len()
    );
    none(&reaches_out("farthing-cli", &built, &[]));
    none(&sqlite_wrongs("farthing-cli", &built));
}

#[test]
fn the_window_has_no_network_and_one_sqlite() {
    for system in SYSTEMS {
        let built = built_into("farthing-desktop", system).unwrap();
        assert!(
            built.len() > 50,
            "cargo tree told of {} crates only",
            built.len()
        );
        none(&reaches_out("farthing-desktop", &built, &OF_THE_WINDOW));
        none(&sqlite_wrongs("farthing-desktop", &built));
        none(&with_inspector(&built).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_network_in_the_tree_is_noticed() {
    let built = read_tree(
        "farthing-cli v0.1.0 (/a b)|\nhyper-util v0.1.1|client\nserde v1.0.0|std (*)\nsoup3 v0.5.0|\n",
    );
    assert_eq!(built.len(), 4);
    let found = reaches_out("farthing-cli", &built, &OF_THE_WINDOW);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(reaches_out("farthing-cli", &built, &[]).len(), 2);
}

#[test]
fn a_second_sqlite_and_extensions_are_noticed() {
    let one = "libsqlite3-sys v0.37.0|bundled\n";
    assert!(sqlite_wrongs("x", &read_tree(one)).is_empty());
    let two = format!("{one}libsqlite3-sys v0.40.0|bundled (*)\n");
    assert_eq!(sqlite_wrongs("x", &read_tree(&two)).len(), 1);
    let open = format!("{one}sqlx-sqlite v0.9.0|bundled,load-extension\n");
    assert_eq!(sqlite_wrongs("x", &read_tree(&open)).len(), 1);
    assert_eq!(sqlite_wrongs("x", &read_tree("")).len(), 1);
    assert!(with_inspector(&read_tree("tauri v2.0.0|wry,devtools")).is_some());
    assert!(with_inspector(&read_tree("tauri v2.0.0|wry")).is_none());
}
