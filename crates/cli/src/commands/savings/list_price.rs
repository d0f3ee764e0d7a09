//! What the list said a purchase would cost.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::EntryId;
use farthing_ledger::savings::{ListPrice as Told, ListPriceInput};

use super::done;
use crate::commands::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, amount};
use crate::{Exit, clock};

/// Say what the list said a purchase would cost, for rules that set the difference aside
///
/// Without a price it shows what is kept.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing list-price 81 12.00
  farthing list-price 81 --clear")]
pub struct ListPrice {
    /// The purchase; `farthing entries --json` names it
    #[arg(value_name = "ENTRY")]
    entry: i64,
    /// The price on the list
    #[arg(allow_negative_numbers = true)]
    price: Option<String>,
    /// The currency of the price, such as EUR; otherwise that of the purchase
    #[arg(long, value_name = "CODE", value_parser = currency_code, requires = "price")]
    currency: Option<String>,
    /// Forget the list price
    #[arg(long, conflicts_with = "price")]
    clear: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl ListPrice {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let entry = EntryId(self.entry);
        let (today, now) = (clock::today(), clock::now());
        if self.clear {
            let label = with_ledger(chosen, async |ledger| {
                Ok(ledger.clear_list_price(entry, today, now).await?)
            });
            return done(&label.await?, self.json, out);
        }
        let told = with_ledger(chosen, async |ledger| match self.price {
            None => Ok(ledger.list_price(entry, today).await?),
            Some(price) => {
                let currency = self.currency;
                let input = ListPriceInput { price, currency };
                Ok(ledger.set_list_price(entry, input, today, now).await?)
            }
        });
        tell(&told.await?, self.json, out)
    }
}

fn tell(told: &Told, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(told)?;
        return Ok(Exit::Done);
    }
    match &told.price {
        None => out.line("No list price is kept for this purchase.")?,
        Some(price) => out.line(&format!("List price {}.", amount(price)))?,
    }
    match told.rules.as_slice() {
        [] => out.line("No saving rule looks at it.")?,
        rules => out.line(&format!("Looked at by: {}.", rules.join(", ")))?,
    }
    Ok(Exit::Done)
}
