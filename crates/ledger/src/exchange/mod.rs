//! What exchanges of currencies hide: what was charged beside the day's reference rate (spec G.5).
//!
//! Rates come from a file that the person has: `file` reads one, `rates` keeps them; `found` finds the
//! entries with two currencies, and `shown` puts the two together.

mod file;
mod found;
mod rates;
mod shown;
mod views;

pub use file::RatesProblem;
pub use views::*;
