//! The want list: things that are thought over before they are bought.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::savings::{WantList, Wish, WishInput};

use super::named::wish_named;
use super::{amounts, done, text};
use crate::commands::small::most_used;
use crate::commands::words::{currency_code, word};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Things that are thought over before they are bought
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing want add Tent 80 --currency EUR
  farthing want drop Tent")]
pub struct Want {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Add(Add),
    Drop(Drop),
    Buy(Buy),
    Reopen(Reopen),
    Remove(Remove),
}

/// List the things, what was decided, and what those not bought would have cost
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Put a thing on the want list
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want add Tent 80 --currency EUR --added 2026-03-01")]
struct Add {
    /// What it is
    name: String,
    /// What it costs
    #[arg(allow_negative_numbers = true)]
    price: String,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// Since when it is thought over; otherwise today
    #[arg(long, value_name = "DAY")]
    added: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Keep the decision not to buy a thing
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want drop Tent --day 2026-03-14")]
struct Drop {
    #[command(flatten)]
    decision: Decision,
}

/// Keep the decision to buy a thing
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want buy Tent")]
struct Buy {
    #[command(flatten)]
    decision: Decision,
}

#[derive(Debug, Args)]
struct Decision {
    #[command(flatten)]
    which: Which,
    /// The day of the decision; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
}

/// Take the decision about a thing back
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want reopen Tent")]
struct Reopen {
    #[command(flatten)]
    which: Which,
}

/// Take a thing off the want list
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing want remove Tent")]
struct Remove {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// The thing; `farthing want list` has the ids
    #[arg(value_name = "ID")]
    wish: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Want {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Drop(drop) => drop.run(chosen, out).await,
            What::Buy(buy) => buy.run(chosen, out).await,
            What::Reopen(reopen) => reopen.run(chosen, out).await,
            What::Remove(remove) => remove.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let list = with_ledger(chosen, async |ledger| {
            Ok(ledger.want_list(clock::today()).await?)
        });
        let list = list.await?;
        if self.json {
            out.json(&list)?;
        } else {
            tell_all(&list, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let wish = with_ledger(chosen, async |ledger| {
            let currency = match self.currency {
                Some(code) => code,
                None => most_used(ledger).await?,
            };
            let input = WishInput {
                name: self.name,
                price: self.price,
                currency,
                added: self.added,
            };
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.add_wish(input, today, now).await?)
        });
        tell(wish.await?, json, out)
    }
}

impl Drop {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let Decision { which, day } = self.decision;
        let wish = with_ledger(chosen, async |ledger| {
            let id = wish_named(ledger, &which.wish).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.drop_wish(id, day, today, now).await?)
        });
        tell(wish.await?, which.json, out)
    }
}

impl Buy {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let Decision { which, day } = self.decision;
        let wish = with_ledger(chosen, async |ledger| {
            let id = wish_named(ledger, &which.wish).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.buy_wish(id, day, today, now).await?)
        });
        tell(wish.await?, which.json, out)
    }
}

impl Reopen {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let wish = with_ledger(chosen, async |ledger| {
            let id = wish_named(ledger, &self.which.wish).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.reopen_wish(id, today, now).await?)
        });
        tell(wish.await?, self.which.json, out)
    }
}

impl Remove {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = wish_named(ledger, &self.which.wish).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.remove_wish(id, today, now).await?)
        });
        done(&label.await?, self.which.json, out)
    }
}

fn tell(wish: Wish, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(&wish)?;
    } else {
        table(&[wish]).print(out, "")?;
    }
    Ok(Exit::Done)
}

fn tell_all(list: &WantList, out: &mut Out) -> Result<()> {
    if list.wishes.is_empty() {
        out.line("The want list is empty; `farthing want add` puts a thing on it.")?;
        return Ok(());
    }
    table(&list.wishes).print(out, "")?;
    if !list.kept.is_empty() {
        let kept = amounts(&list.kept);
        out.line(&format!("Not bought, and kept: {kept}."))?;
    }
    Ok(())
}

fn table(wishes: &[Wish]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "name",
        ">price",
        "added",
        "state",
        "decided",
        ">set aside",
    ]);
    for wish in wishes {
        table.row([
            wish.id.0.to_string(),
            wish.name.clone(),
            amount(&wish.price),
            text(wish.added),
            word(wish.state),
            text(wish.decided),
            amounts(&wish.saved),
        ]);
    }
    table
}
