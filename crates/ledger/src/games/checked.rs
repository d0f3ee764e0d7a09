//! What was written about games, checked once.

use farthing_money::{Currency, Money};

use super::{GameInput, ItemInput, PackInput};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;

const LONGEST: usize = 200;
const MOST_PACKS: usize = 50;
const MOST_ITEMS: usize = 5_000;

/// A game with trimmed texts, in which every price can be read.
pub(super) fn game(mut input: GameInput) -> Result<GameInput> {
    input.title = text("title", &input.title)?;
    input.unit = text("unit", &input.unit)?;
    let currency = named_currency(&input.currency)?;
    currency.code().clone_into(&mut input.currency);
    for payee in &mut input.payees {
        *payee = text("payees", payee)?;
    }
    input.payees.sort();
    input.payees.dedup();
    if input.packs.len() > MOST_PACKS || input.items.len() > MOST_ITEMS {
        let message = "these are more than a game can have; leave out what is not bought any more";
        return Err(LedgerError::invalid("packs", message));
    }
    for pack in &mut input.packs {
        *pack = checked_pack(pack, currency)?;
    }
    for item in &mut input.items {
        *item = checked_item(item)?;
    }
    Ok(input)
}

fn checked_pack(pack: &PackInput, currency: Currency) -> Result<PackInput> {
    if pack.units == 0 {
        return Err(LedgerError::invalid(
            "packs",
            "a pack holds at least one unit",
        ));
    }
    let price = price("packs", &pack.price, currency)?;
    Ok(PackInput {
        name: text("packs", &pack.name)?,
        price: price.decimal_text(),
        units: pack.units,
    })
}

pub(super) fn checked_item(item: &ItemInput) -> Result<ItemInput> {
    if item.units == 0 {
        let message = "write how many units; below zero for units that came without a purchase";
        return Err(LedgerError::invalid("units", message));
    }
    Ok(ItemInput {
        name: text("items", &item.name)?,
        ..item.clone()
    })
}

/// An amount above zero.
pub(super) fn price(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    let money = Money::parse(text.trim(), currency)
        .map_err(|error| LedgerError::invalid(field, error.to_string()))?;
    if money.minor() <= 0 {
        let message = format!("{money} is not above zero; write a larger amount");
        return Err(LedgerError::invalid(field, message));
    }
    Ok(money)
}

fn text(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(LedgerError::invalid(field, "write a name"));
    }
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        let message = "write it in one line of at most 200 characters";
        return Err(LedgerError::invalid(field, message));
    }
    Ok(text.to_owned())
}
