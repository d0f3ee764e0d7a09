//! What is kept of insights: the log, what was dismissed, which kinds are muted, and the settings.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use farthing_rules::insights::{InsightKind, Notices, NoticesAre, Quiet, Silenced, Waiting};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{InsightSettings, InsightTarget};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::Result;

pub(super) const SETTINGS: &str = "settings";

/// A choice about insights. What is dismissed has a choice of its own, so that taking the dismissal
/// back never touches the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum KeptInsight {
    Noted {
        insight: String,
        noted: Box<Noted>,
    },
    Dismissed {
        insight: String,
    },
    Muted {
        muted: InsightKind,
    },
    Settings {
        notices: NoticesAre,
        quiet_from: NaiveTime,
        quiet_to: NaiveTime,
    },
}

/// What was noted, with its words as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Noted {
    pub about: InsightKind,
    pub first_seen: NaiveDate,
    pub title: String,
    pub cause: String,
    pub why: String,
    pub target: InsightTarget,
    /// Since when it is not so any more.
    #[serde(default)]
    pub over: Option<NaiveDate>,
    /// The day of its notice.
    #[serde(default)]
    pub told: Option<NaiveDate>,
}

/// Everything that is kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub log: BTreeMap<String, Noted>,
    pub silenced: Silenced,
    pub notices: NoticesAre,
    pub quiet: Quiet,
}

impl KeptInsight {
    /// Under which key it is kept.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Noted { insight, .. } => format!("noted:{insight}"),
            Self::Dismissed { insight } => format!("dismissed:{insight}"),
            Self::Muted { muted } => format!("muted:{}", muted.word()),
            Self::Settings { .. } => SETTINGS.to_owned(),
        }
    }
}

impl Kept {
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let mut kept = Self::default();
        for Choice { value, .. } in choices::all(db, ChoiceKind::Insight).await? {
            match value {
                KeptInsight::Noted { insight, noted } => {
                    kept.log.insert(insight, *noted);
                }
                KeptInsight::Dismissed { insight } => {
                    kept.silenced.dismissed.insert(insight);
                }
                KeptInsight::Muted { muted } => {
                    kept.silenced.muted.insert(muted);
                }
                KeptInsight::Settings {
                    notices,
                    quiet_from,
                    quiet_to,
                } => {
                    kept.notices = notices;
                    kept.quiet = Quiet {
                        from: quiet_from,
                        to: quiet_to,
                    };
                }
            }
        }
        Ok(kept)
    }

    /// What is laid down about notices, and when the last one was.
    pub(super) fn notices(&self) -> Notices {
        Notices {
            are: self.notices,
            quiet: self.quiet,
            last: self.log.values().filter_map(|noted| noted.told).max(),
        }
    }

    /// What is so and was not told yet.
    pub(super) fn waiting(&self) -> Vec<Waiting> {
        let is_open = |noted: &Noted| noted.over.is_none() && noted.told.is_none();
        let open = self.log.iter().filter(|(_, noted)| is_open(noted));
        open.map(|(key, noted)| Waiting {
            kind: noted.about,
            key: key.clone(),
            first_seen: noted.first_seen,
        })
        .collect()
    }

    pub(super) fn settings(&self) -> InsightSettings {
        let text = |time: NaiveTime| time.format("%H:%M").to_string();
        InsightSettings {
            notices: self.notices,
            quiet_from: text(self.quiet.from),
            quiet_to: text(self.quiet.to),
        }
    }
}
