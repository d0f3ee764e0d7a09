//! Prices that the person writes beside what was paid.

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
