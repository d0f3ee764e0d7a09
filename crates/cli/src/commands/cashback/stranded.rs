//! All value that is parked.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use farthing_ledger::cashback::Stranded;

use crate::commands::savings::{amounts, text};
use crate::commands::words::word;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// List wallets, gift cards, points and cashback that wait to be freed
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback stranded --by ease")]
pub(super) struct ShowStranded {
    /// What comes first: what expires first, or what is freed most easily
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = By::Expiry, hide_default_value = true, hide_possible_values = true)]
    by: By,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Expiry,
    Ease,
}

impl ShowStranded {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let stranded = with_ledger(chosen, async |ledger| {
            Ok(ledger.stranded(clock::today()).await?)
        });
        let stranded = match self.by {
            By::Expiry => stranded.await?,
            By::Ease => stranded.await?.easiest_first(),
        };
        if self.json {
            out.json(&stranded)?;
        } else {
            tell(&stranded, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(stranded: &Stranded, out: &mut Out) -> Result<()> {
    if stranded.rows.is_empty() {
        out.line("Nothing is parked.")?;
    } else {
        let mut table = Table::new(&["what", ">amount", "until", "ease", "what frees it"]);
        for row in &stranded.rows {
            table.row([
                row.name.clone(),
                amount(&row.amount),
                text(row.expires),
                word(row.ease),
                row.action.clone(),
            ]);
        }
        table.print(out, "")?;
        out.line(&format!("Together {}.", amounts(&stranded.totals)))?;
    }
    if !stranded.expiring.is_empty() {
        let expiring = amounts(&stranded.expiring);
        out.line(&format!("In the next thirty days {expiring} expires."))?;
    }
    for words in &stranded.unvalued {
        out.line(words)?;
    }
    Ok(())
}
