//! What the person said of games, as it is kept: a choice for each game, one for the cap, one for each
//! creator.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::GameInput;
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;

/// The key of the cap.
pub(super) const CAP: &str = "cap";

/// A choice about games.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum KeptGame {
    Title {
        game: GameInput,
    },
    Cap {
        minor: i64,
        currency: String,
    },
    Creator {
        payee: String,
        tariff: Option<String>,
    },
}

/// Everything that was said.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub titles: Vec<(ChoiceId, GameInput)>,
    pub cap: Option<(i64, String)>,
    pub creators: Vec<(String, Option<String>)>,
}

impl Said {
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let mut said = Self::default();
        for Choice { id, value, .. } in choices::all(db, ChoiceKind::Game).await? {
            match value {
                KeptGame::Title { game } => said.titles.push((id, game)),
                KeptGame::Cap { minor, currency } => said.cap = Some((minor, currency)),
                KeptGame::Creator { payee, tariff } => said.creators.push((payee, tariff)),
            }
        }
        said.titles
            .sort_by_cached_key(|(id, game)| (game.title.to_lowercase(), *id));
        said.creators.sort();
        Ok(said)
    }
}

/// Under which key a creator is kept.
pub(super) fn creator_key(payee: &str) -> String {
    format!("creator:{payee}")
}

/// The choice with an id, as long as it is a game.
pub(super) async fn title(
    db: &mut SqliteConnection,
    id: ChoiceId,
) -> Result<(Choice<KeptGame>, GameInput)> {
    let all = choices::all(db, ChoiceKind::Game).await?;
    let found = all
        .into_iter()
        .find(|choice: &Choice<KeptGame>| choice.id == id);
    match found {
        Some(choice) => match choice.value.clone() {
            KeptGame::Title { game } => Ok((choice, game)),
            KeptGame::Cap { .. } | KeptGame::Creator { .. } => Err(LedgerError::Missing("game")),
        },
        None => Err(LedgerError::Missing("game")),
    }
}
