//! What a person says of games and creators.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::games::{CreatorInput, GameCapInput, GameInput, ItemInput, PackInput};
use farthing_ledger::{ChangeLabel, Ledger};

use crate::commands::savings::named::game_named;
use crate::commands::small::most_used;
use crate::commands::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Add a game
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing games add Castles --unit gems --payee \"Castle Game\" --pack \"Handful=4.99=500\""
)]
pub struct Add {
    /// What to call it
    title: String,
    /// What its own currency is called
    #[arg(long, value_name = "TEXT")]
    unit: String,
    /// The currency that is paid, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// A payee under which its purchases appear; may be given again
    #[arg(long, value_name = "NAME")]
    payee: Vec<String>,
    /// A pack: name, price and units; may be given again
    #[arg(long, value_name = "NAME=PRICE=UNITS", value_parser = pack)]
    pack: Vec<PackInput>,
}

/// Change a game: what is not given stays as it is
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games edit Castles --pack \"Chest=9.99=1200\"")]
pub struct Edit {
    /// The game; `farthing games` has the ids
    #[arg(value_name = "ID")]
    game: String,
    /// What to call it from now on
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What its own currency is called
    #[arg(long, value_name = "TEXT")]
    unit: Option<String>,
    /// All of its payees, in place of those it has
    #[arg(long, value_name = "NAME")]
    payee: Vec<String>,
    /// All of its packs, in place of those it has
    #[arg(long, value_name = "NAME=PRICE=UNITS", value_parser = pack)]
    pack: Vec<PackInput>,
}

/// Forget a game; its purchases stay
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games forget Castles")]
pub struct Forget {
    /// The game
    #[arg(value_name = "ID")]
    game: String,
}

/// Keep what units of a game went into
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games spend Castles 300 \"A red roof\" --on 2026-03-14")]
pub struct Spend {
    /// The game
    #[arg(value_name = "ID")]
    game: String,
    /// How many units; below zero for units that came without a purchase
    #[arg(allow_negative_numbers = true)]
    units: i32,
    /// What it was
    what: String,
    /// The day; otherwise today
    #[arg(long, value_name = "DAY")]
    on: Option<NaiveDate>,
}

/// Say what all games together may cost in a month
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games cap 20.00 --currency EUR")]
pub struct Cap {
    /// The amount; an empty text takes the cap away
    amount: String,
    /// Its currency; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
}

/// Say that every purchase of a payee is a tip
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games creator \"Late Night Stream\"")]
pub struct Creator {
    /// The payee
    payee: String,
    /// The key of the tariff by which the payee is paid; `farthing fees tariffs` has them
    #[arg(long, value_name = "KEY")]
    tariff: Option<String>,
}

/// Say that the purchases of a payee are no tips
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games not-creator \"Late Night Stream\"")]
pub struct NotCreator {
    /// The payee
    payee: String,
}

impl Add {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let input = GameInput {
                title: self.title.clone(),
                currency: chosen_currency(ledger, self.currency.as_ref()).await?,
                unit: self.unit.clone(),
                payees: self.payee.clone(),
                packs: self.pack.clone(),
                items: Vec::new(),
            };
            Ok(ledger.save_game(None, input, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl Edit {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let known = game_named(ledger, &self.game).await?;
            let mut input = known.input;
            input.title = self.title.clone().unwrap_or(input.title);
            input.unit = self.unit.clone().unwrap_or(input.unit);
            if !self.payee.is_empty() {
                input.payees.clone_from(&self.payee);
            }
            if !self.pack.is_empty() {
                input.packs.clone_from(&self.pack);
            }
            let id = Some(known.id);
            Ok(ledger.save_game(id, input, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl Forget {
    /// Forgets it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let id = game_named(ledger, &self.game).await?.id;
            Ok(ledger.remove_game(id, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl Spend {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let id = game_named(ledger, &self.game).await?.id;
            let item = ItemInput {
                day: self.on.unwrap_or_else(clock::today),
                name: self.what.clone(),
                units: self.units,
            };
            Ok(ledger.spend_units(id, item, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl Cap {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let input = GameCapInput {
                amount: self.amount.clone(),
                currency: chosen_currency(ledger, self.currency.as_ref()).await?,
            };
            Ok(ledger.set_game_cap(input, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl Creator {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let input = CreatorInput {
                payee: self.payee.clone(),
                tariff: self.tariff.clone(),
            };
            Ok(ledger.mark_creator(input, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

impl NotCreator {
    /// Takes it back.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            Ok(ledger.unmark_creator(&self.payee, clock::now()).await?)
        });
        done(&change.await?, out)
    }
}

fn done(change: &ChangeLabel, out: &mut Out) -> Result<Exit> {
    out.line(&change.label)?;
    Ok(Exit::Done)
}

async fn chosen_currency(ledger: &Ledger, chosen: Option<&String>) -> Result<String> {
    match chosen {
        Some(code) => Ok(code.clone()),
        None => most_used(ledger).await,
    }
}

/// `Handful=4.99=500`; the price is the ledger's to check.
fn pack(text: &str) -> std::result::Result<PackInput, String> {
    let wrong = || "write it like Handful=4.99=500: the name, the price, the units".to_owned();
    let (rest, units) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (name, price) = rest.rsplit_once('=').ok_or_else(wrong)?;
    Ok(PackInput {
        name: name.to_owned(),
        price: price.to_owned(),
        units: units.parse().map_err(|_| wrong())?,
    })
}
