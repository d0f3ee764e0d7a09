//! Habits and challenges, told from what the ledger knows of each day.
//!
//! What the person lays down is kept as choices of the kinds `habit` and `challenge`; `results` says what
//! each day was, and `farthing_rules::habits` makes scores and streaks of that. A day that the imports do
//! not reach yet is unknown: it neither helps nor hurts.

mod challenges;
mod facts;
mod keep;
mod kept;
mod results;
mod shown;
mod typed;
mod views;
mod week;
mod words;

pub use views::*;
pub(crate) use week::week_of_habit;
