//! What is left today: allowances, limits of categories, and what is said about them.

mod change;
mod told;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::allowance::{AllowanceShown, CategoryLimit};
use farthing_ledger::{ChoiceId, Ledger};
use farthing_pictures::LensChart;
use serde::Serialize;

use super::chart::draw_beside;
use super::savings::named::one;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show what is left to spend today
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  farthing left
  farthing left --chart pace.svg --of Groceries
  farthing left set Treats --amount 120 --period month
  farthing left limit Groceries 300")]
pub struct Left {
    #[command(subcommand)]
    what: Option<What>,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Draw how a limit is used up into this SVG or PNG file as well
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Which limit, by its category; otherwise the one that is used up most
    #[arg(long, value_name = "CATEGORY", requires = "chart")]
    of: Option<String>,
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
            None => self.show(chosen, out).await,
            Some(What::Set(set)) => set.run(chosen, out).await,
            Some(What::Limit(limit)) => limit.run(chosen, out).await,
            Some(What::Answer(answer)) => answer.run(chosen, out).await,
            Some(What::Sweep(sweep)) => sweep.run(chosen, out).await,
            Some(What::Remove(remove)) => remove.run(chosen, out).await,
        }
    }
}

impl Left {
    async fn show(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let all = with_ledger(chosen, async |ledger| {
            let limits = ledger.limits(day).await?;
            if let Some(file) = &self.chart {
                let pace = LensChart::Pace(limit_named(&limits, self.of.as_deref())?);
                draw_beside(ledger, file, (&pace, day)).await?;
            }
            Ok(All {
                allowances: ledger.left_today(day).await?,
                limits,
            })
        });
        let all = all.await?;
        if self.json {
            out.json(&all)?;
        } else {
            told::all(&all.allowances, &all.limits, out)?;
        }
        Ok(Exit::Done)
    }
}

/// The limit of this category, or the one that is used up most.
fn limit_named(limits: &[CategoryLimit], category: Option<&str>) -> Result<ChoiceId> {
    let Some(text) = category else {
        let most = limits.iter().max_by_key(|limit| limit.spent_percent);
        let message = "there is no limit to draw; `farthing left limit` sets one";
        return Ok(most.ok_or_else(|| CliError::refused(message))?.id);
    };
    let key = |limit: &CategoryLimit| (limit.id.0, limit.category.name.clone());
    Ok(one(limits.to_vec(), text, "limit", "`farthing left`", key)?.id)
}

/// The allowance with this id or name.
async fn allowance_named(ledger: &Ledger, text: &str) -> Result<AllowanceShown> {
    let all = ledger.left_today(clock::today()).await?;
    let key = |shown: &AllowanceShown| (shown.id.0, shown.allowance.name.clone());
    one(all, text, "allowance", "`farthing left`", key)
}
