//! What a unit of a game's own currency costs by each pack. The sentence informs; it urges nobody.

use farthing_money::{Currency, Money, Rounding};

use super::{GameInput, GamePack, checked};
use crate::error::{LedgerError, Result};

/// The price of a unit is told with so many decimals.
const PLACES: u32 = 6;

/// A pack as figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pack {
    pub price: Money,
    pub units: u32,
}

/// The packs of a game, in the order in which they were written.
pub(super) fn packs(game: &GameInput, currency: Currency) -> Result<Vec<Pack>> {
    let packs = game.packs.iter().map(|pack| {
        Ok(Pack {
            price: checked::price("packs", &pack.price, currency)?,
            units: pack.units,
        })
    });
    packs.collect()
}

/// The packs as they are told, and the lowest price of a unit as a sentence.
pub(super) fn told(game: &GameInput, packs: &[Pack]) -> Result<(Vec<GamePack>, String)> {
    let mut told = Vec::with_capacity(packs.len());
    for (written, pack) in game.packs.iter().zip(packs) {
        told.push(GamePack {
            name: written.name.clone(),
            price: pack.price.into(),
            units: pack.units,
            unit_price: unit_price(pack)?,
            is_lowest: packs.iter().all(|other| !is_below(other, pack)),
        });
    }
    let words = match told.iter().find(|pack| pack.is_lowest) {
        Some(lowest) if told.len() > 1 => format!(
            "A unit costs least in {}: {} {}. More units than are used cost more, whatever a unit costs.",
            lowest.name, lowest.unit_price, lowest.price.currency
        ),
        _ => String::new(),
    };
    Ok((told, words))
}

/// Whether a unit of one pack costs less than of another, exactly.
fn is_below(one: &Pack, other: &Pack) -> bool {
    let price = |pack: &Pack, units: u32| i128::from(pack.price.minor()) * i128::from(units);
    price(one, other.units) < price(other, one.units)
}

fn unit_price(pack: &Pack) -> Result<String> {
    let one = 10_i128.pow(pack.price.currency().decimals());
    let price = Rounding::HalfUp.ratio(
        pack.price.minor().into(),
        i128::from(pack.units) * one,
        PLACES,
    );
    let price = price.ok_or(LedgerError::Money(farthing_money::MoneyError::Overflow))?;
    Ok(price.normalize().to_string())
}
