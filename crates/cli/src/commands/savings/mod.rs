//! Saving: rules that set money aside, the lab, goals, destinations and the transfers.

mod destination;
mod goal;
mod lab;
mod list_price;
mod mirror;
pub mod named;
mod options;
mod photo;
mod rule;
mod sweep;
pub mod terms;
mod want;
mod why;

pub use destination::Destination;
pub use goal::Goal;
pub use lab::Lab;
pub use list_price::ListPrice;
pub use mirror::Mirror;
pub use rule::Rule;
pub use sweep::Sweep;
pub use want::Want;
pub use why::WhySaved;

use farthing_ledger::{Amount, ChangeLabel};

use crate::Exit;
use crate::error::Result;
use crate::screen::{Out, amount};

/// Says what was done, to a person or a program.
pub fn done(label: &ChangeLabel, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(label)?;
    } else {
        out.line(&label.label)?;
    }
    Ok(Exit::Done)
}

/// `1.20 EUR, 50 JPY`.
pub fn amounts(all: &[Amount]) -> String {
    all.iter().map(amount).collect::<Vec<_>>().join(", ")
}

/// The amount, or nothing.
pub fn maybe(one: Option<&Amount>) -> String {
    one.map(amount).unwrap_or_default()
}

/// The item as text, or nothing.
pub fn text(item: Option<impl ToString>) -> String {
    item.map(|item| item.to_string()).unwrap_or_default()
}
