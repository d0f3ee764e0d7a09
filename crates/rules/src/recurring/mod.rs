//! Payments that come again: what is paid in a rhythm, what its price did, and many payments in a
//! short time (spec D.4 to D.6).
//!
//! Everything looks at one payee in one currency. Sizes are above zero and in minor units.

mod burst;
mod cadence;
mod clusters;
mod joined;
mod next;
mod price;
mod stream;

use chrono::NaiveDate;

pub use burst::{Burst, BurstLimits, Payment, When, bursts};
pub use cadence::Cadence;
pub use joined::{Series, joined};
pub use next::next as next_day;
pub use price::{PriceCreep, PriceStep, Standing, price_creep};
pub use stream::{AmountKind, Status, Stream, streams};

/// A purchase as the rhythms see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purchase {
    /// The local day.
    pub day: NaiveDate,
    /// How much was paid; above zero.
    pub size_minor: i64,
}

/// Purchases for tests, written as day and size.
#[cfg(test)]
fn purchases(list: &[(&str, i64)]) -> Vec<Purchase> {
    let list = list.iter().map(|(day, size_minor)| Purchase {
        day: day.parse().unwrap(),
        size_minor: *size_minor,
    });
    list.collect()
}
