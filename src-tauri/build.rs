//! Makes the shell: grants exist only for the commands named here, and the page is built before.

use std::path::Path;

/// Every command of the page. `tests/locks.rs` compares it with the handler and the capability.
const COMMANDS: &[&str] = &[
    "status",
    "load_demo",
    "history",
    "undo",
    "redo",
    "accounts",
    "payees",
    "add_account",
    "edit_account",
    "categories",
    "add_category",
    "entries",
    "entry",
    "add_entry",
    "edit_entry",
    "delete_entries",
    "categorise",
    "pick_files",
    "preview_import",
    "run_import",
    "cancel_import",
    "batches",
    "paste_text",
    "message_templates",
    "save_message_template",
    "delete_message_template",
    "review",
    "link_pair",
    "take_pair_apart",
    "rules",
    "save_rule",
    "delete_rule",
    "move_rule",
    "try_rules",
    "apply_rules",
    "why",
    "suggest_category",
    "rule_from",
    "saving_rules",
    "save_saving_rule",
    "delete_saving_rule",
    "pause_saving",
    "resume_saving",
    "leave_out",
    "take_in",
    "rounding_examples",
    "lab",
    "why_saved",
    "goal_deposits",
    "list_price",
    "set_list_price",
    "clear_list_price",
    "want_list",
    "add_wish",
    "drop_wish",
    "buy_wish",
    "reopen_wish",
    "remove_wish",
    "goals",
    "goal",
    "save_goal",
    "move_goal_money",
    "archive_goal",
    "reopen_goal",
    "destinations",
    "save_destination",
    "delete_destination",
    "sweeps",
    "confirm_sweep",
    "handoff",
    "mark_sweep_paid",
    "accept_sweep_entry",
    "cancel_sweep",
    "mirror",
    "goal_chart",
    "lab_chart",
    "sweep_code",
    "watched_folder",
    "pick_watched_folder",
    "let_folder_import",
    "stop_watching",
    "today",
    "small_money",
    "small_chart",
];

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").is_file() {
        println!(
            "cargo::error=the page is not built yet: run `make`, or `npm ci && npm run build` in ui/"
        );
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
