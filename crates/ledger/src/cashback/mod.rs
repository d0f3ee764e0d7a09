//! Cashback: which programmes there are, what each of them owes, and what was really paid.

mod advisor;
mod derive;
mod desk;
mod evidence;
mod expected;
mod facts;
mod gift_cards;
mod inputs;
mod kept;
mod points;
mod programme_list;
mod programmes;
mod purchase;
mod read;
mod receipts;
mod rewarded;
mod stranded;
mod typed;
mod views;
mod words;

pub(crate) use derive::{contradictions, follow};
pub(crate) use evidence::{KeptEvidence, cleaned, drop_unnamed_files, keep_file};
pub use inputs::*;
pub use programmes::*;
pub(crate) use programmes::{Lines, Wrong};
pub use views::*;
