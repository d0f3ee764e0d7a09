//! What the screens and the command are told about cashback.

mod advice;
mod desk;
mod expected;
mod gift_cards;
mod points;
mod programmes;
mod stranded;

pub use advice::*;
pub use desk::*;
pub use expected::*;
pub use gift_cards::*;
pub use points::*;
pub use programmes::*;
pub use stranded::*;
