//! The one window: locked to its own page, and the way files come in.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use tauri::plugin::TauriPlugin;
use tauri::webview::NewWindowResponse;
use tauri::{
    App, AppHandle, DragDropEvent, Emitter as _, Manager as _, Url, WebviewUrl,
    WebviewWindowBuilder, Window, WindowEvent, Wry,
};

use crate::arguments::Arguments;
use crate::shell::Shell;

/// The label of the one window.
pub const MAIN: &str = "main";
const FILES_DROPPED: &str = "files-dropped";
const DRAG_OVER: &str = "drag-over";

/// Opens the window. Nothing of the page is kept on disk, and it cannot go anywhere else.
pub fn open(app: &App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Farthing")
        .inner_size(1200.0, 800.0)
        .min_inner_size(800.0, 600.0)
        .incognito(!is_steered_by_a_test())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// Tells the page about files that hover over the window or are dropped on it.
pub fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else {
        return;
    };
    match event {
        DragDropEvent::Enter { .. } => tell(window.app_handle(), DRAG_OVER, true),
        DragDropEvent::Leave => tell(window.app_handle(), DRAG_OVER, false),
        DragDropEvent::Drop { paths, .. } => {
            tell(window.app_handle(), DRAG_OVER, false);
            hand_over(window.app_handle(), paths);
        }
        _ => {}
    }
}

/// A second start for the same ledger hands its files to the window that is open.
pub fn single_instance(ledger: Option<&Path>) -> TauriPlugin<Wry> {
    let builder = tauri_plugin_single_instance::Builder::new()
        .callback(|app, line, folder| on_second_start(app, line, Path::new(&folder)));
    match ledger {
        Some(path) => builder.dbus_id(bus_name(path)).build(),
        None => builder.build(),
    }
}

fn on_second_start(app: &AppHandle, line: Vec<String>, folder: &Path) {
    if let Ok(arguments) = Arguments::of_second_start(line, folder) {
        hand_over(app, &arguments.files);
    }
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window manager may refuse to raise a window; the files are there all the same.
        let _raised = window
            .unminimize()
            .and_then(|()| window.set_focus())
            .is_ok();
    }
}

/// Files that the system opens with Farthing: before the page is there they wait for it.
#[cfg(target_os = "macos")]
pub fn take_opened(app: &AppHandle, urls: &[Url]) {
    let paths: Vec<PathBuf> = urls
        .iter()
        .filter_map(|url| url.to_file_path().ok())
        .collect();
    if app.get_webview_window(MAIN).is_some() {
        hand_over(app, &paths);
    } else {
        let files = &app.state::<Shell>().files;
        for path in &paths {
            files.keep_waiting(path);
        }
    }
}

/// Each ledger has its own window.
fn bus_name(ledger: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    ledger.hash(&mut hasher);
    format!("money.farthing.Farthing.ledger{:016x}", hasher.finish())
}

fn hand_over(app: &AppHandle, paths: &[PathBuf]) {
    if !paths.is_empty() {
        tell(
            app,
            FILES_DROPPED,
            app.state::<Shell>().files.hand_over(paths),
        );
    }
}

/// The page may be gone already when the window closes; then there is nobody to tell.
fn tell<T: serde::Serialize + Clone>(app: &AppHandle, event: &str, payload: T) {
    let _heard = app.emit_to(MAIN, event, payload).is_ok();
}

fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// The stories in `e2e/` steer a window that was built for tests; WebKit allows it only where the
/// page's own storage may be kept. A release is never steered, whatever its surroundings say.
fn is_steered_by_a_test() -> bool {
    cfg!(debug_assertions)
        && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_where_it_is() {
        let goes = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(goes("tauri://localhost/"));
        assert!(goes("tauri://localhost/index.html"));
        let elsewhere = [
            "https://example.org/",
            "http://tauri.localhost.example.org/",
            "tauri://example.org/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "javascript:alert(1)",
            "about:blank",
        ];
        for url in elsewhere {
            assert!(!goes(url), "{url}");
        }
    }

    #[test]
    fn two_ledgers_have_two_windows() {
        assert_ne!(
            bus_name(Path::new("/a.farthing")),
            bus_name(Path::new("/b.farthing"))
        );
    }
}
