//! Gift cards: buying one is a transfer, spending it is a purchase.

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::GiftCardInput;
use super::views::{GiftCard, GiftCardSecret};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::ChangeLabel;

impl Ledger {
    /// The gift cards: those that can be used first, by their last days.
    pub async fn gift_cards(&self, today: NaiveDate) -> Result<Vec<GiftCard>> {
        Err(LedgerError::Missing("use case"))
    }

    /// Keeps a gift card: a new one with its account and the transfer that bought it, or what is known of one.
    pub async fn save_gift_card(
        &self,
        id: Option<ChoiceId>,
        input: GiftCardInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<GiftCard> {
        Err(LedgerError::Missing("use case"))
    }

    /// Puts a gift card away, or takes it out again where it was.
    pub async fn archive_gift_card(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        Err(LedgerError::Missing("use case"))
    }

    /// The code and PIN of a gift card.
    pub async fn gift_card_secret(&self, id: ChoiceId) -> Result<GiftCardSecret> {
        Err(LedgerError::Missing("use case"))
    }
}
