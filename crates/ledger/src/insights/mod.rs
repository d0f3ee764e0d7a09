//! The insights log: what was worth a note, with its figures as they were, why it was noted, and what
//! the person does not want to see again.
//!
//! `gather` asks the other features what is so, `farthing_rules::insights` says which of it is a note
//! and which one may be told today. What was noted is kept and does not change with the ledger; it is
//! no change of the person and has no line in the history. What the person says of it has one.

mod decide;
mod gather;
mod kept;
mod look;
mod read;
mod views;

pub use farthing_rules::insights::{InsightKind, NoticesAre};
pub use views::*;
