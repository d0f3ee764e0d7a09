//! Cashback: programmes, what is expected of them, what was paid, points, gift cards and what is parked.

mod advise;
mod desk;
mod expected;
mod gift_card;
mod named;
mod noted;
mod options;
mod points;
mod programme;
mod receipt;
mod secrets;
mod stranded;
mod told;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::Exit;
use crate::error::Result;
use crate::screen::Out;

pub use gift_card::GiftCard;
pub use points::Points;

/// What purchases should earn, what was paid, and what can be done about the rest
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing cashback desk
  farthing cashback advise 34.50 EUR --category Groceries
  farthing cashback programme add --template paypal_card --account \"PayPal card\"")]
pub struct Cashback {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Expected(expected::Expected),
    Desk(desk::ShowDesk),
    Reconcile(desk::Reconcile),
    Advise(advise::Advise),
    Programme(programme::Programme),
    Reward(noted::Reward),
    Told(told::Told),
    Untell(noted::Untell),
    Note(noted::Note),
    Visit(told::Visit),
    Receipt(receipt::Receipt),
    Attach(told::Attach),
    Detach(noted::Detach),
    Stranded(stranded::ShowStranded),
}

impl Cashback {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::Expected(expected) => expected.run(chosen, out).await,
            What::Desk(desk) => desk.run(chosen, out).await,
            What::Reconcile(reconcile) => reconcile.run(chosen, out).await,
            What::Advise(advise) => advise.run(chosen, out).await,
            What::Programme(programme) => programme.run(chosen, out).await,
            What::Reward(reward) => reward.run(chosen, out).await,
            What::Told(told) => told.run(chosen, out).await,
            What::Untell(untell) => untell.run(chosen, out).await,
            What::Note(note) => note.run(chosen, out).await,
            What::Visit(visit) => visit.run(chosen, out).await,
            What::Receipt(receipt) => receipt.run(chosen, out).await,
            What::Attach(attach) => attach.run(chosen, out).await,
            What::Detach(detach) => detach.run(chosen, out).await,
            What::Stranded(stranded) => stranded.run(chosen, out).await,
        }
    }
}
