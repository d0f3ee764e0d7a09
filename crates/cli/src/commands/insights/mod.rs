//! The insights log: what was noted, why, and what is not to come again.

mod decide;
mod tell;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::insights::{InsightView, Insights as Log};

use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show the insights log: what was noted, with its figures, and why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing insights look
  farthing insights why 1
  farthing insights never price-rise
  farthing insights quiet 21:00 08:00")]
pub struct Insights {
    #[command(subcommand)]
    what: Option<What>,
    /// Print JSON for programs
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Look(Look),
    Why(Why),
    Dismiss(decide::Dismiss),
    Restore(decide::Restore),
    Never(decide::Never),
    Again(decide::Again),
    Quiet(decide::Quiet),
    Notices(decide::Notices),
}

/// Look for what is new and note it; nothing else writes the log
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights look")]
struct Look {
    /// As it is on this day; otherwise today
    #[arg(long, value_name = "DAY")]
    on: Option<NaiveDate>,
}

/// Say why an insight is there: its figures, the rule that made it, and how to end it
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights why 1")]
struct Why {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// The insight, by its number in `farthing insights` or by its key
    #[arg(value_name = "INSIGHT")]
    insight: String,
}

impl Insights {
    /// Shows the log, or does what was asked.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        match self.what {
            None => show(json, chosen, out).await,
            Some(What::Look(look)) => look.run(json, chosen, out).await,
            Some(What::Why(why)) => why.run(json, chosen, out).await,
            Some(What::Dismiss(dismiss)) => dismiss.run(json, chosen, out).await,
            Some(What::Restore(restore)) => restore.run(json, chosen, out).await,
            Some(What::Never(never)) => never.run(json, chosen, out).await,
            Some(What::Again(again)) => again.run(json, chosen, out).await,
            Some(What::Quiet(quiet)) => quiet.run(json, chosen, out).await,
            Some(What::Notices(notices)) => notices.run(json, chosen, out).await,
        }
    }
}

async fn show(json: bool, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
    let log = with_ledger(chosen, async |ledger| Ok(ledger.insights().await?));
    let log = log.await?;
    if json {
        out.json(&log)?;
    } else {
        tell::log(&log, out)?;
    }
    Ok(Exit::Done)
}

impl Look {
    async fn run(self, json: bool, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let today = self.on.unwrap_or_else(clock::today);
        let found = with_ledger(chosen, async |ledger| {
            Ok(ledger.look_for_insights(today, clock::now()).await?)
        });
        let found = found.await?;
        if json {
            out.json(&found)?;
        } else {
            tell::found(&found, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Why {
    async fn run(self, json: bool, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let log = with_ledger(chosen, async |ledger| Ok(ledger.insights().await?));
        let log = log.await?;
        let insight = self.which.of(&log)?;
        if json {
            out.json(insight)?;
        } else {
            tell::why(insight, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Which {
    fn of<'l>(&self, log: &'l Log) -> Result<&'l InsightView> {
        let text = self.insight.trim();
        let number: Option<usize> = text.parse().ok();
        let by_number = number.and_then(|number| log.all.get(number.checked_sub(1)?));
        let found = by_number.or_else(|| log.all.iter().find(|one| one.key == text));
        found.ok_or_else(|| {
            CliError::refused(format!(
                "there is no insight “{text}”; `farthing insights` shows them with their numbers"
            ))
        })
    }
}
