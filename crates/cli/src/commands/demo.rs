//! A sample ledger, to look around in before the first statement.

use std::path::PathBuf;

use clap::Args;

use crate::error::Result;
use crate::files::with_ledger_or_new;
use crate::screen::Out;
use crate::{Exit, clock};

/// Fill an empty ledger with two invented years, to look around
#[derive(Debug, Args)]
pub struct Demo {}

impl Demo {
    /// Fills it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let filled = with_ledger_or_new(chosen, async |ledger| {
            let label = ledger.load_demo(clock::today(), clock::now()).await?;
            Ok((label, ledger.path().display().to_string()))
        });
        let (label, path) = filled.await?;
        out.line(&format!(
            "{} in {path}; `farthing undo` takes it away.",
            label.label
        ))?;
        Ok(Exit::Done)
    }
}
