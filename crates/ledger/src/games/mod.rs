//! Games, tips and day passes: packs of a game's own currency with what a unit of it really costs and
//! what of it was never used, one cap for a month across all games, what tips bring to whom they are
//! for, and day passes beside a subscription.
//!
//! The person says which payees are games, which packs there are, and what their units went into. All
//! figures are worked out of posted purchases when they are read.

mod checked;
mod decide;
mod inputs;
mod kept;
mod packs;
mod passes;
mod purchases;
mod tips;
mod titles;
mod views;

pub use inputs::*;
pub use views::*;
