//! Exact money: an amount is a whole number of minor units with its currency, never a float.
//!
//! Everything here is pure. Rules come from section G of the project's money specification:
//! storage in minor units (G.1), strict parsing (G.2), bounds (G.3), allocation (G.4),
//! dated rates (G.5).

mod currency;
mod money;

pub use currency::{Currency, CurrencyError};
pub use money::{MAX_ENTRY_MINOR, MAX_SUM_MINOR, Money, MoneyError};
