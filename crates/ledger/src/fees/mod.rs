//! The fee lens: what wallets and banks took of payments, and what tariffs would take.
//!
//! `charged` reads the kept totals of fees; `tariffs` holds the tables of providers as data, shipped and
//! the person's own; `asked` answers what a payment would cost by each.

mod asked;
mod charged;
mod checked;
mod tariffs;
mod views;

pub use checked::TariffProblem;
pub use views::*;
