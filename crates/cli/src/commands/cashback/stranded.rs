//! All value that is parked.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::cashback::Stranded;

use crate::commands::savings::{amounts, text};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// List wallets, gift cards, points and cashback that wait to be freed
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback stranded")]
pub(super) struct ShowStranded {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl ShowStranded {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let stranded = with_ledger(chosen, async |ledger| {
            Ok(ledger.stranded(clock::today()).await?)
        });
        let stranded = stranded.await?;
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
        let mut table = Table::new(&["what", ">amount", "until", "what frees it"]);
        for row in &stranded.rows {
            table.row([
                row.name.clone(),
                amount(&row.amount),
                text(row.expires),
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
