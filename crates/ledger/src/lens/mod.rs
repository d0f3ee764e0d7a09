//! The small-money lens: what the small payments add up to, when they are made, and what the person
//! decides about it.
//!
//! Sums of days and months are read where the limit is a step of the currency's ladder; any other
//! question goes over the purchases of the days, which are kept packed. `figures` is the dashboard,
//! `merchant` one merchant; `settings` holds what is small and what is essential.

mod figures;
pub(crate) mod flows;
mod goals;
mod hours;
mod merchant;
mod merchants;
mod question;
pub(crate) mod settings;
mod usual;
mod views;

pub(crate) use flows::each as each_purchase;
pub use settings::{EssentialsInput, LimitInput, WorkInput};
pub use views::*;
