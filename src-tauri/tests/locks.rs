//! The locks of the window: what the page may do is listed three times, and the lists agree.
#![allow(
    clippy::unwrap_used,
    reason = "the helpers of a test file are tests, too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn read_json(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap()
}

/// The names that the exported door calls.
fn handled() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bindings.ts");
    farthing_desktop::door()
        .export(specta_typescript::Typescript::default(), &path)
        .unwrap();
    let exported = fs::read_to_string(&path).unwrap();
    let calls = exported.split("__TAURI_INVOKE(\"").skip(1);
    calls
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// The names in the list of `build.rs`, each of which is denied unless it is granted.
fn declared() -> BTreeSet<String> {
    let build = text("build.rs");
    let list = build
        .split("COMMANDS: &[&str] = &[")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn granted() -> Vec<String> {
    let capability = read_json("capabilities/main.json");
    let permissions = capability["permissions"].as_array().unwrap();
    permissions
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_command_is_handled_declared_and_granted_or_none_of_it() {
    let handled = handled();
    assert!(handled.len() > 20, "{handled:?}");
    assert_eq!(handled, declared());
    let own = granted()
        .into_iter()
        .filter(|name| !name.starts_with("core:"));
    let own: BTreeSet<String> = own
        .map(|name| name.strip_prefix("allow-").unwrap().replace('-', "_"))
        .collect();
    assert_eq!(handled, own);
}

#[test]
fn beside_its_own_commands_the_page_may_only_listen_and_be_dragged() {
    let core: Vec<_> = granted()
        .into_iter()
        .filter(|name| name.starts_with("core:"))
        .collect();
    assert_eq!(
        core,
        [
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:window:allow-start-dragging"
        ]
    );
    let capability = read_json("capabilities/main.json");
    assert_eq!(capability["local"], json!(true));
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability.get("remote"), None);
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities")).unwrap();
    assert_eq!(files.count(), 1);
}

#[test]
fn the_policy_lets_nothing_in_but_the_page_itself() {
    let security = &read_json("tauri.conf.json")["app"]["security"];
    let policy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src ipc: http://ipc.localhost",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "worker-src 'none'",
        "media-src 'none'",
        "manifest-src 'none'",
    ];
    assert_eq!(security["csp"], json!(policy.join("; ")));
    assert_eq!(security.get("devCsp"), None);
    assert_eq!(security["freezePrototype"], json!(true));
    assert_eq!(
        security["dangerousDisableAssetCspModification"],
        json!(false)
    );
    assert_eq!(security["assetProtocol"]["enable"], json!(false));
    assert_eq!(security["capabilities"], json!(["main"]));
}

#[test]
fn windows_come_from_rust_and_the_page_has_no_global_tauri() {
    let app = &read_json("tauri.conf.json")["app"];
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(app["windows"], json!([]));
    let window = text("src/window.rs");
    for lock in [
        ".incognito(",
        ".on_navigation(is_own_page)",
        "NewWindowResponse::Deny",
    ] {
        assert!(window.contains(lock), "{lock}");
    }
}

#[test]
fn the_program_has_no_devtools_and_two_plugins() {
    let own = text("Cargo.toml");
    assert!(!own.contains("devtools"));
    let plugins: Vec<_> = own
        .lines()
        .filter(|line| line.starts_with("tauri-plugin-"))
        .collect();
    assert_eq!(
        plugins,
        [
            "tauri-plugin-dialog.workspace = true",
            "tauri-plugin-single-instance.workspace = true"
        ]
    );
    assert!(!text("../Cargo.toml").contains("devtools"));
}

#[test]
fn the_built_page_has_no_script_or_style_inside() {
    let page = text("../ui/dist/index.html");
    assert!(!page.contains("<style"), "{page}");
    assert!(!page.contains(" style="), "{page}");
    assert!(!page.contains("//"), "nothing remote: {page}");
    for script in page.split("<script").skip(1) {
        let (head, body) = script.split_once('>').unwrap();
        assert!(head.contains("src=\"/"), "{script}");
        assert!(body.starts_with("</script>"), "{script}");
    }
}
