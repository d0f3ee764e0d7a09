//! Categories: listed, found by name.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::{AccountId, Category, Ledger};

use super::words::word;
use crate::Exit;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table};

/// List what money is spent on and where it comes from
#[derive(Debug, Args)]
pub struct Categories {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Categories {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let categories = with_ledger(chosen, async |ledger| Ok(ledger.categories().await?)).await?;
        if self.json {
            out.json(&categories)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(&["category", "class"]);
        for category in categories {
            table.row([category.name, word(category.class)]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

/// The category with this name, whatever the capitals.
pub async fn category_named(ledger: &Ledger, name: &str) -> Result<AccountId> {
    let categories = ledger.categories().await?;
    let same = |category: &&Category| category.name.to_lowercase() == name.trim().to_lowercase();
    categories
        .iter()
        .find(same)
        .map(|category| category.id)
        .ok_or_else(|| {
            CliError::refused(format!(
                "there is no category “{name}”; `farthing categories` lists them"
            ))
        })
}
