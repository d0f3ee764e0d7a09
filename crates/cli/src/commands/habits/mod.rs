//! Habits and challenges: how they go, and what is said about them.

mod change;
mod told;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::Ledger;
use farthing_ledger::habits::HabitShown;
use farthing_pictures::LensChart;

use super::chart::draw_beside;
use super::savings::named::one;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show habits and challenges, and how they go
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  farthing habits
  farthing habits add \"Quiet days\" --no-spend mon,tue
  farthing habits vacation start")]
pub struct Habits {
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
    Show(Show),
    Add(change::Add),
    Skip(change::Skip),
    Archive(change::Archive),
    Vacation(change::Vacation),
    Challenge(change::Challenge),
}

/// Show a habit with its last twelve weeks
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing habits show \"Quiet days\" --chart course.svg
  farthing habits show \"Quiet days\" --chart days.png --days")]
struct Show {
    /// The habit
    name: String,
    /// Draw how its score went into this SVG or PNG file as well
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Draw how each day went instead
    #[arg(long, requires = "chart")]
    days: bool,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Habits {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            None => list(self.day, self.json, chosen, out).await,
            Some(What::Show(show)) => show.run(chosen, out).await,
            Some(What::Add(add)) => add.run(chosen, out).await,
            Some(What::Skip(skip)) => skip.run(chosen, out).await,
            Some(What::Archive(archive)) => archive.run(chosen, out).await,
            Some(What::Vacation(vacation)) => vacation.run(chosen, out).await,
            Some(What::Challenge(challenge)) => challenge.run(chosen, out).await,
        }
    }
}

async fn list(
    day: Option<NaiveDate>,
    json: bool,
    chosen: Option<PathBuf>,
    out: &mut Out,
) -> Result<Exit> {
    let day = day.unwrap_or_else(clock::today);
    let habits = with_ledger(chosen, async |ledger| Ok(ledger.habits(day).await?)).await?;
    if json {
        out.json(&habits)?;
    } else {
        told::all(&habits, out)?;
    }
    Ok(Exit::Done)
}

impl Show {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let habit = with_ledger(chosen, async |ledger| {
            let id = habit_named(ledger, &self.name).await?.id;
            if let Some(file) = &self.chart {
                let drawn = if self.days {
                    LensChart::Days(id)
                } else {
                    LensChart::Score(id)
                };
                draw_beside(ledger, file, (&drawn, day)).await?;
            }
            Ok(ledger.habit(id, day).await?)
        });
        let habit = habit.await?;
        if self.json {
            out.json(&habit)?;
        } else {
            told::one(&habit, out)?;
        }
        Ok(Exit::Done)
    }
}

/// The habit with this id or name.
async fn habit_named(ledger: &Ledger, text: &str) -> Result<HabitShown> {
    let all = ledger.habits(clock::today()).await?.habits;
    let key = |habit: &HabitShown| (habit.id.0, habit.habit.name.clone());
    one(all, text, "habit", "`farthing habits`", key)
}
