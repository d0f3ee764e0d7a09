//! What the person says of games, creators and the cap: each one change in the history.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::kept::{CAP, KeptGame, creator_key, title};
use super::{CreatorInput, GameCapInput, GameInput, ItemInput, checked};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::fees::check_tariff;
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// Keeps a game: another form of one, or a new one.
    pub async fn save_game(
        &self,
        id: Option<ChoiceId>,
        input: GameInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let verb = if id.is_some() { "Change" } else { "Add" };
        let label = format!("{verb} game {}", input.title.trim());
        let mut write = self.begin(now).await?;
        write.keep_game(id, input).await?;
        write.commit(&label).await
    }

    /// Forgets a game; its purchases stay.
    pub async fn remove_game(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let (_, game) = title(write.connection(), id).await?;
        write.unchoose(ChoiceKind::Game, id).await?;
        write.commit(&format!("Forget game {}", game.title)).await
    }

    /// Keeps what units of a game went into.
    pub async fn spend_units(
        &self,
        id: ChoiceId,
        item: ItemInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let item = checked::checked_item(&item)?;
        let mut write = self.begin(now).await?;
        let (choice, mut game) = title(write.connection(), id).await?;
        let label = format!(
            "{} {} of {}: {}",
            item.units, game.unit, game.title, item.name
        );
        game.items.push(item);
        let kept = KeptGame::Title {
            game: checked::game(game)?,
        };
        write
            .choose(ChoiceKind::Game, &choice.key, choice.position, &kept)
            .await?;
        write.commit(&label).await
    }

    /// Says what all games together may cost in a month; an empty amount takes that back.
    pub async fn set_game_cap(
        &self,
        input: GameCapInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let currency = named_currency(&input.currency)?;
        let mut write = self.begin(now).await?;
        if input.amount.trim().is_empty() {
            write.forget(CAP, "cap").await?;
            return write.commit("No cap for games").await;
        }
        let cap = checked::price("amount", &input.amount, currency)?;
        let kept = KeptGame::Cap {
            minor: cap.minor(),
            currency: currency.code().to_owned(),
        };
        write.choose(ChoiceKind::Game, CAP, 0, &kept).await?;
        write
            .commit(&format!("Cap games at {cap} in a month"))
            .await
    }

    /// Says that every purchase of a payee is a tip.
    pub async fn mark_creator(
        &self,
        input: CreatorInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let payee = paid(write.connection(), input.payee.trim()).await?;
        if let Some(tariff) = &input.tariff {
            check_tariff(write.connection(), tariff).await?;
        }
        let label = format!("Tips: {payee}");
        let key = creator_key(&payee);
        let kept = KeptGame::Creator {
            payee,
            tariff: input.tariff,
        };
        write.choose(ChoiceKind::Game, &key, 0, &kept).await?;
        write.commit(&label).await
    }

    /// Takes that back.
    pub async fn unmark_creator(&self, payee: &str, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.forget(&creator_key(payee.trim()), "creator").await?;
        write.commit(&format!("No tips: {}", payee.trim())).await
    }
}

impl Write {
    /// Keeps a game: another form of one, or a new one.
    pub(crate) async fn keep_game(
        &mut self,
        id: Option<ChoiceId>,
        input: GameInput,
    ) -> Result<ChoiceId> {
        let game = checked::game(input)?;
        let key = match id {
            Some(id) => title(self.connection(), id).await?.0.key,
            None => format!("title:{}", self.new_id()?),
        };
        let kept = KeptGame::Title { game };
        self.choose(ChoiceKind::Game, &key, 0, &kept).await
    }

    async fn forget(&mut self, key: &str, what: &'static str) -> Result<()> {
        let all = choices::all(self.connection(), ChoiceKind::Game).await?;
        let found = all
            .into_iter()
            .find(|choice: &Choice<KeptGame>| choice.key == key);
        let choice = found.ok_or(LedgerError::Missing(what))?;
        self.unchoose(ChoiceKind::Game, choice.id).await
    }
}

/// A payee of the ledger, by name.
async fn paid(db: &mut SqliteConnection, name: &str) -> Result<String> {
    let found = sqlx::query_scalar!("select name from payees where name = ?", name)
        .fetch_optional(db)
        .await?;
    found.ok_or_else(|| {
        let message = "nobody of this name was paid; choose one of the payees";
        LedgerError::invalid("payee", message)
    })
}
