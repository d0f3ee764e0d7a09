//! The recurring inbox: what comes again and again, what the person says of it, and what follows.
//!
//! What was found in the purchases is only a candidate until the person confirms it, merges it or
//! says that it is not recurring. Their word is a choice, kept by payee name and size, so that it
//! holds for the same payments after another import. Everything else is worked out when it is read.

mod cancel;
mod cost;
mod decide;
mod due;
mod found;
mod kept;
mod matched;
mod pledge;
mod read;
mod shown;
mod uses;
mod views;

pub use decide::SeriesEdit;
pub(crate) use found::paid_by_use;
pub use views::*;
