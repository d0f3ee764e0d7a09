//! What was done; taken back and done again.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::ChangeId;

use super::words::word;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table};
use crate::{Exit, clock};

/// List what was done, newest first
#[derive(Debug, Args)]
pub struct History {
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Take back what was done last, also a whole import
#[derive(Debug, Args)]
pub struct Undo {
    /// Take back this one instead; `farthing history` has the ids
    id: Option<i64>,
}

/// Do again what was taken back
#[derive(Debug, Args)]
pub struct Redo {
    /// Do again this one instead; `farthing history` has the ids
    id: Option<i64>,
}

impl History {
    /// Lists it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let changes = with_ledger(chosen, async |ledger| {
            Ok(ledger.history(self.limit).await?)
        })
        .await?;
        if self.json {
            out.json(&changes)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(&[">id", "when", "state", ">entries", "what"]);
        for change in changes {
            table.row([
                change.id.0.to_string(),
                change.at,
                word(change.state),
                change.entries.to_string(),
                change.label,
            ]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

impl Undo {
    /// Takes it back.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let id = self.id.map(ChangeId);
        let undone = with_ledger(chosen, async |ledger| {
            Ok(ledger.undo(id, clock::now()).await?)
        });
        out.line(&format!("Undone: {}", undone.await?.label))?;
        Ok(Exit::Done)
    }
}

impl Redo {
    /// Does it again.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let id = self.id.map(ChangeId);
        let redone = with_ledger(chosen, async |ledger| {
            Ok(ledger.redo(id, clock::now()).await?)
        });
        out.line(&format!("Done again: {}", redone.await?.label))?;
        Ok(Exit::Done)
    }
}
