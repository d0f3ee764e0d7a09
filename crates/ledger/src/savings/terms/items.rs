//! Prices that the person writes beside what was paid.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the list said a purchase would cost, as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ListPriceInput {
    /// The price.
    pub price: String,
    /// Its currency; none for that of the purchase.
    #[serde(default)]
    pub currency: Option<String>,
}

/// A thing that is thought over before it is bought, as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WishInput {
    /// What it is.
    pub name: String,
    /// What it costs.
    pub price: String,
    /// The currency's code.
    pub currency: String,
    /// Since when it is thought over; none for today.
    #[serde(default)]
    pub added: Option<NaiveDate>,
}
