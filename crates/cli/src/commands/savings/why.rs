//! Why a purchase set aside what it did.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::EntryId;
use farthing_ledger::savings::WhySaved as Answer;

use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, amount};
use crate::{Exit, clock};

/// Say what each saving rule made of an entry, and why not more
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing why-saved 81")]
pub struct WhySaved {
    /// The entry; `farthing entries --json` names it
    #[arg(value_name = "ENTRY")]
    entry: i64,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl WhySaved {
    /// Says it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let answers = with_ledger(chosen, async |ledger| {
            Ok(ledger
                .why_saved(EntryId(self.entry), clock::today())
                .await?)
        });
        let answers = answers.await?;
        if self.json {
            out.json(&answers)?;
            return Ok(Exit::Done);
        }
        if answers.is_empty() {
            out.line("No saving rule looks at this entry.")?;
        }
        for answer in &answers {
            tell(answer, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(answer: &Answer, out: &mut Out) -> Result<()> {
    let since = answer.version_from.map(|day| format!(" since {day}"));
    out.line(&format!(
        "{} (version {}{}): {}, {}",
        answer.rule_name,
        answer.version,
        since.unwrap_or_default(),
        amount(&answer.amount),
        answer.words
    ))?;
    for share in &answer.shares {
        let name = match share.name.as_str() {
            "" => "no goal",
            name => name,
        };
        out.line(&format!("  {} for {name}", amount(&share.amount)))?;
    }
    for change in &answer.changes {
        let amount = amount(&change.amount);
        out.line(&format!("  {amount} on {}: {}", change.day, change.words))?;
    }
    Ok(())
}
