//! The weekly review: what waits for a word, how the last week went, and one choice for the next.
//!
//! It gathers what other features know and works out nothing that they do. What is kept is one choice of
//! the kind `review` for each week in which something was said: steps that were skipped, the choice for
//! the week after, and the day on which it was finished. A week without one is no gap: the next review
//! goes back to the last.

mod figures;
mod gathered;
mod keep;
mod kept;
mod outcome;
mod refunds;
mod uncategorised;
mod views;

pub use views::*;
