//! The proof that the ledger is what it says.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::VerifyReport;

use crate::Exit;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, counted};

/// Check that the ledger is whole, balanced and says the truth
#[derive(Debug, Args)]
pub struct Verify {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Checks it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let report = with_ledger(chosen, async |ledger| Ok(ledger.verify().await?)).await?;
        if self.json {
            out.json(&report)?;
        } else {
            tell(&report, out)?;
        }
        Ok(if report.ok { Exit::Done } else { Exit::Found })
    }
}

fn tell(report: &VerifyReport, out: &mut Out) -> Result<()> {
    for check in &report.checks {
        let holds = check.contradictions.is_empty();
        out.line(&format!(
            "{}  {}",
            if holds { "yes" } else { "NO " },
            check.fact
        ))?;
        for contradiction in &check.contradictions {
            out.line(&format!("       {contradiction}"))?;
        }
    }
    let entries = counted(report.entries, "entry", "entries");
    out.line(&if report.ok {
        format!("{entries}, nothing to object to; digest {}", report.digest)
    } else {
        format!("{entries}; keep a copy of the file and report what contradicts itself")
    })
}
