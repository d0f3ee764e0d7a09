//! What the person says of games and creators.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A game as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GameInput {
    /// What it is called.
    pub title: String,
    /// The code of the currency that is paid.
    pub currency: String,
    /// What its own currency is called, such as gems.
    pub unit: String,
    /// The names of the payees under which its purchases appear.
    pub payees: Vec<String>,
    /// The packs of its currency that are sold.
    pub packs: Vec<PackInput>,
    /// What its units went into.
    #[serde(default)]
    pub items: Vec<ItemInput>,
}

/// A pack of a game's own currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct PackInput {
    /// What it is called.
    pub name: String,
    /// What it costs, as it was typed.
    pub price: String,
    /// How many units it holds.
    pub units: u32,
}

/// Units that went into something, or came without a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ItemInput {
    /// The day.
    pub day: NaiveDate,
    /// What it was.
    pub name: String,
    /// How many units; below zero for units that came without a purchase.
    pub units: i32,
}

/// What all games together may cost in a month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GameCapInput {
    /// The amount, as it was typed; empty for no cap.
    pub amount: String,
    /// Its currency.
    pub currency: String,
}

/// A payee whose purchases are tips.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CreatorInput {
    /// The payee's name.
    pub payee: String,
    /// The key of the tariff by which the creator is paid; none where nobody knows.
    pub tariff: Option<String>,
}

/// A day pass beside a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PassInput {
    /// What one use costs, as it was typed.
    pub use_price: String,
    /// What the subscription costs in a month, as it was typed.
    pub monthly_price: String,
    /// The currency of both.
    pub currency: String,
}
