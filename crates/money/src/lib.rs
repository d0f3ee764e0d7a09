//! Exact money: an amount is a whole number of minor units with its currency, never a float.
//!
//! Everything here is pure. Rules come from section G of the project's money specification:
//! storage in minor units (G.1), strict parsing (G.2), bounds (G.3), allocation (G.4),
//! dated rates (G.5); the directions of rounding and the sharing among goals come from its
//! conventions (0.2) and its round-ups (A.7).

mod allocation;
mod currency;
mod error;
mod money;
mod rates;
mod rounding;
mod sum;

pub use allocation::{Capped, CappedSplit, Carry, allocate, split_caps};
pub use currency::{Currency, CurrencyError};
pub use error::MoneyError;
pub use money::{MAX_ENTRY_MINOR, MAX_SUM_MINOR, Money};
pub use rates::{DatedRate, MAX_RATE_AGE_DAYS, RateQuery, Rates, Reference};
pub use rounding::Rounding;
pub use sum::Sums;
