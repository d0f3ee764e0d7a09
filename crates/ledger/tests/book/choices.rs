//! What a person decides is kept, and undone like anything else.

use crate::common::{fresh, now};
use farthing_ledger::WatchedFolder;

#[tokio::test]
async fn a_watched_folder_is_kept_changed_and_taken_back() {
    let home = fresh().await;
    let ledger = &home.ledger;
    let folder = |path: &str, imports_by_itself| WatchedFolder {
        path: path.to_owned(),
        imports_by_itself,
    };
    ledger
        .watch_folder(&folder("/a", false), now())
        .await
        .unwrap();
    ledger
        .watch_folder(&folder("/b", true), now())
        .await
        .unwrap();
    let watched = async || ledger.watched_folder().await.unwrap();
    assert_eq!(watched().await, Some(folder("/b", true)));
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(watched().await, Some(folder("/a", false)));
    ledger.stop_watching(now()).await.unwrap();
    assert_eq!(watched().await, None);
    ledger.undo(None, now()).await.unwrap();
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(watched().await, None);
    ledger.redo(None, now()).await.unwrap();
    assert_eq!(watched().await, Some(folder("/a", false)));
    home.digest().await;
}

#[tokio::test]
async fn nothing_is_stopped_where_nothing_is_watched() {
    let home = fresh().await;
    let refusal = home.ledger.stop_watching(now()).await.unwrap_err();
    assert!(refusal.to_string().contains("watched folder"));
}
