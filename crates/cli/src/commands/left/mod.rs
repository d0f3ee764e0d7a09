//! What is left today: allowances, limits of categories, and what is said about them.

mod change;
mod told;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::Ledger;
use farthing_ledger::allowance::{AllowanceShown, CategoryLimit};
use serde::Serialize;

use super::savings::named::one;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show what is left to spend today
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  farthing left
  farthing left set Treats --amount 120 --period month
  farthing left limit Groceries 300")]
pub struct Left {
    #[command(subcommand)]
    what: Option<What>,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Set(change::Set),
    Limit(change::Limit),
    Answer(change::Answer),
    Sweep(change::Sweep),
    Remove(change::Remove),
}

/// Everything about what is left.
#[derive(Serialize)]
struct All {
    allowances: Vec<AllowanceShown>,
    limits: Vec<CategoryLimit>,
}

impl Left {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            None => show(self.day, self.json, chosen, out).await,
            Some(What::Set(set)) => set.run(chosen, out).await,
            Some(What::Limit(limit)) => limit.run(chosen, out).await,
            Some(What::Answer(answer)) => answer.run(chosen, out).await,
            Some(What::Sweep(sweep)) => sweep.run(chosen, out).await,
            Some(What::Remove(remove)) => remove.run(chosen, out).await,
        }
    }
}

async fn show(
    day: Option<NaiveDate>,
    json: bool,
    chosen: Option<PathBuf>,
    out: &mut Out,
) -> Result<Exit> {
    let day = day.unwrap_or_else(clock::today);
    let all = with_ledger(chosen, async |ledger| {
        Ok(All {
            allowances: ledger.left_today(day).await?,
            limits: ledger.limits(day).await?,
        })
    });
    let all = all.await?;
    if json {
        out.json(&all)?;
    } else {
        told::all(&all.allowances, &all.limits, out)?;
    }
    Ok(Exit::Done)
}

/// The allowance with this id or name.
async fn allowance_named(ledger: &Ledger, text: &str) -> Result<AllowanceShown> {
    let all = ledger.left_today(clock::today()).await?;
    let key = |shown: &AllowanceShown| (shown.id.0, shown.allowance.name.clone());
    one(all, text, "allowance", "`farthing left`", key)
}
