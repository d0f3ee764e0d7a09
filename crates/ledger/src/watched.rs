//! The folder that this device watches for statements.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use crate::write::ChangeLabel;

/// A folder that is looked into for new statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedFolder {
    /// Where it lies on this device.
    pub path: String,
    /// Whether what is new is imported at once, where nothing about the file is open; otherwise it
    /// is only announced.
    pub imports_by_itself: bool,
}

impl Ledger {
    /// The folder that this device watches, if it does.
    pub async fn watched_folder(&self) -> Result<Option<WatchedFolder>> {
        let mut db = self.pool.acquire().await?;
        choices::find(&mut db, ChoiceKind::WatchedFolder, &self.folder_key()).await
    }

    /// Watches a folder from now on, in the place of another.
    pub async fn watch_folder(
        &self,
        folder: &WatchedFolder,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let key = self.folder_key();
        write
            .choose(ChoiceKind::WatchedFolder, &key, 0, folder)
            .await?;
        write.commit("Watch a folder").await
    }

    /// Watches no folder any more.
    pub async fn stop_watching(&self, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let key = self.folder_key();
        let folders =
            choices::all::<WatchedFolder>(write.connection(), ChoiceKind::WatchedFolder).await?;
        let mine = folders
            .iter()
            .find(|folder| folder.key == key)
            .ok_or(LedgerError::Missing("watched folder"))?;
        write.unchoose(ChoiceKind::WatchedFolder, mine.id).await?;
        write.commit("Stop watching a folder").await
    }

    fn folder_key(&self) -> String {
        self.device.to_string()
    }
}
