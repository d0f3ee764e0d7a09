//! The weekly review: its five steps, the choice for the next week, what is skipped, and its end.

mod change;
mod told;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show the weekly review: what waits for a word, the last week, and the choice for the next
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  farthing review
  farthing review choose \"Bring lunch twice\"
  farthing review choose --habit \"Quiet days\"
  farthing review done")]
pub struct Review {
    #[command(subcommand)]
    what: Option<What>,
    /// The currency of the figures, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Choose(change::Choose),
    Skip(change::Skip),
    Came(change::Came),
    Done(change::Finish),
}

impl Review {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            None => self.show(chosen, out).await,
            Some(What::Choose(choose)) => choose.run(chosen, out).await,
            Some(What::Skip(skip)) => skip.run(chosen, out).await,
            Some(What::Came(came)) => came.run(chosen, out).await,
            Some(What::Done(finish)) => finish.run(chosen, out).await,
        }
    }

    async fn show(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let review = with_ledger(chosen, async |ledger| {
            Ok(ledger.weekly_review(self.currency.as_deref(), day).await?)
        });
        let review = review.await?;
        if self.json {
            out.json(&review)?;
        } else {
            told::all(&review, out)?;
        }
        Ok(Exit::Done)
    }
}
