//! Programmes and gift cards as the person names them: by id or name.

use farthing_ledger::Ledger;
use farthing_ledger::cashback::{GiftCard, PointsPurse, ProgrammeRow};

use crate::clock;
use crate::commands::savings::named::one;
use crate::error::Result;

/// The programme with this id or name, or with the id of its file.
pub(super) async fn programme_named(ledger: &Ledger, text: &str) -> Result<ProgrammeRow> {
    let all = ledger.programmes(clock::today()).await?;
    if let Some(found) = (all.iter()).find(|one| one.input.programme.id == text) {
        return Ok(found.clone());
    }
    let key = |one: &ProgrammeRow| (one.id.0, one.name.clone());
    let list = "`farthing cashback programme list`";
    one(all, text, "programme", list, key)
}

/// The points of the programme with this id or name.
pub(super) async fn purse_named(ledger: &Ledger, text: &str) -> Result<PointsPurse> {
    let all = ledger.points(clock::today()).await?;
    let key = |one: &PointsPurse| (one.programme.0, one.programme_name.clone());
    one(all, text, "programme of points", "`farthing points`", key)
}

/// The gift card with this id or name.
pub(super) async fn card_named(ledger: &Ledger, text: &str) -> Result<GiftCard> {
    let all = ledger.gift_cards(clock::today()).await?;
    let key = |one: &GiftCard| (one.id.0, one.input.name.clone());
    one(all, text, "gift card", "`farthing giftcard list`", key)
}
