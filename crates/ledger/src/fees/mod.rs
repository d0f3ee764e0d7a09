//! The fee lens: what wallets and banks took of payments, and what tariffs would take.
//!
//! `charged` reads the kept totals of fees, and `rows` finds the entries behind them; `tariffs` holds the tables of providers as data, shipped and
//! the person's own; `asked` answers what a payment would cost by each.

mod asked;
mod charged;
mod checked;
mod others;
mod rows;
mod tariffs;
mod views;

pub use crate::totals::details::FeeSide;
pub(crate) use rows::push_fee;
pub(crate) use tariffs::{check_tariff, known_tariff};
pub use views::*;
