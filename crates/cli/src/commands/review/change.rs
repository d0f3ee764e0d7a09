//! What is said in a review.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use farthing_ledger::review::{ReviewChoice, ReviewOption, ReviewStep};
use farthing_ledger::{EntryId, Ledger};

use crate::commands::savings::done;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Choose one thing for the next week
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing review choose \"Bring lunch twice\"
  farthing review choose --habit \"Quiet days\"
  farthing review choose --limit Coffee
  farthing review choose --nothing")]
pub struct Choose {
    #[command(flatten)]
    what: Chosen,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Chosen {
    /// Anything, in a sentence of one's own
    text: Option<String>,
    /// A habit
    #[arg(long, value_name = "NAME")]
    habit: Option<String>,
    /// A challenge
    #[arg(long, value_name = "NAME")]
    challenge: Option<String>,
    /// The limit of a category
    #[arg(long, value_name = "CATEGORY")]
    limit: Option<String>,
    /// Payments that come again, to be looked at
    #[arg(long, value_name = "NAME")]
    series: Option<String>,
    /// Take the choice back
    #[arg(long)]
    nothing: bool,
}

/// Leave a step for another time
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing review skip refunds")]
pub struct Skip {
    /// The step
    #[arg(value_enum)]
    step: Step,
    /// Take it in again
    #[arg(long)]
    back: bool,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Step {
    /// Entries without a category
    Uncategorised,
    /// Refunds
    Refunds,
    /// Cashback
    Cashback,
    /// The transfer of what was set aside
    Sweep,
    /// The choice for the next week
    Choice,
}

/// Say that a planned refund came today
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing review came 4294967301")]
pub struct Came {
    /// The refund
    #[arg(value_name = "ENTRY")]
    entry: i64,
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Finish the review of this week; what still waits is kept as skipped
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing review done")]
pub struct Finish {
    /// As of this day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Choose {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let change = with_ledger(chosen, async |ledger| {
            if self.what.nothing {
                return Ok(ledger.unchoose_for_week(day, clock::now()).await?);
            }
            let choice = self.what.choice(ledger, day).await?;
            Ok(ledger.choose_for_week(choice, day, clock::now()).await?)
        });
        done(&change.await?, self.json, out)
    }
}

impl Chosen {
    async fn choice(&self, ledger: &Ledger, day: NaiveDate) -> Result<ReviewChoice> {
        let named = [
            (&self.habit, "habit"),
            (&self.challenge, "challenge"),
            (&self.limit, "limit"),
            (&self.series, "series"),
        ];
        let Some((name, what)) = named
            .into_iter()
            .find_map(|(name, what)| Some((name.as_deref()?, what)))
        else {
            let text = self.text.clone().unwrap_or_default();
            return Ok(ReviewChoice::Sentence { text });
        };
        let options = ledger.weekly_review(None, day).await?.options;
        let of_kind = options.into_iter().filter(|one| kind(&one.choice) == what);
        let mut same = of_kind.filter(|option| is_same(option, name));
        match (same.next(), same.next()) {
            (Some(option), None) => Ok(option.choice),
            (None, _) => Err(CliError::refused(format!(
                "there is no {what} “{name}” to choose; `farthing review` shows them"
            ))),
            (Some(_), Some(_)) => Err(CliError::refused(format!(
                "“{name}” is the name of more than one {what}; give one of them another name first"
            ))),
        }
    }
}

fn is_same(option: &ReviewOption, name: &str) -> bool {
    option.name.to_lowercase() == name.trim().to_lowercase()
}

/// How the options of the command call a kind of choice.
pub(super) fn kind(choice: &ReviewChoice) -> &'static str {
    match choice {
        ReviewChoice::Habit { .. } => "habit",
        ReviewChoice::Challenge { .. } => "challenge",
        ReviewChoice::Limit { .. } => "limit",
        ReviewChoice::Series { .. } => "series",
        ReviewChoice::Sentence { .. } => "sentence",
    }
}

impl From<Step> for ReviewStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Uncategorised => Self::Uncategorised,
            Step::Refunds => Self::Refunds,
            Step::Cashback => Self::Cashback,
            Step::Sweep => Self::Sweep,
            Step::Choice => Self::Choice,
        }
    }
}

impl Skip {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let (day, step) = (self.day.unwrap_or_else(clock::today), self.step.into());
        let change = with_ledger(chosen, async |ledger| {
            Ok(if self.back {
                ledger.unskip_review_step(step, day, clock::now()).await?
            } else {
                ledger.skip_review_step(step, day, clock::now()).await?
            })
        });
        done(&change.await?, self.json, out)
    }
}

impl Came {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let entry = EntryId(self.entry);
        let row = with_ledger(chosen, async |ledger| {
            Ok(ledger.refund_came(entry, day, clock::now()).await?)
        });
        let row = row.await?;
        if self.json {
            out.json(&row)?;
        } else {
            out.line(&format!("The refund of {} came on {}", row.payee, row.date))?;
        }
        Ok(Exit::Done)
    }
}

impl Finish {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let day = self.day.unwrap_or_else(clock::today);
        let change = with_ledger(chosen, async |ledger| {
            Ok(ledger.finish_review(day, clock::now()).await?)
        });
        done(&change.await?, self.json, out)
    }
}
