//! Habits and challenges that are written, skipped and put away.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::habits::{
    ChallengeInput, ChallengeOver, ChallengeShown, HabitInput, HabitTerms,
};
use farthing_ledger::{ChangeLabel, Ledger};

use super::habit_named;
use crate::commands::savings::done;
use crate::commands::savings::named::{categories_named, one, payees_named};
use crate::commands::small::most_used;
use crate::commands::words::{currency_code, weekday};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Add a habit
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing habits add \"Quiet days\" --no-spend mon,tue,thu
  farthing habits add Coffee --at-most 12 --category Coffee
  farthing habits add Kiosk --times 3 --payee \"Kiosk am Tor\"
  farthing habits add \"Friday transfer\" --sweep fri
  farthing habits add \"Write it down\" --logged")]
pub struct Add {
    /// What to call it
    name: String,
    #[command(flatten)]
    terms: Terms,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// A category that counts; otherwise all but essential ones
    #[arg(long = "category", value_name = "NAME")]
    categories: Vec<String>,
    /// Only this payee counts
    #[arg(long, value_name = "NAME")]
    payee: Option<String>,
    /// Weekdays that never count, such as sat,sun
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = weekday)]
    rest: Vec<u8>,
    /// The first day; otherwise today
    #[arg(long, value_name = "DAY")]
    started: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// What it asks for.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Terms {
    /// No spending on these weekdays, such as mon,tue
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = weekday)]
    no_spend: Vec<u8>,
    /// No more than this in a week
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    at_most: Option<String>,
    /// No more than so many purchases in a week
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// A transfer of what was set aside, on this weekday or later in its week
    #[arg(long, value_name = "DAY", value_parser = weekday)]
    sweep: Option<u8>,
    /// Purchases are typed within 24 hours, on accounts that no statement is imported to
    #[arg(long)]
    logged: bool,
}

/// Leave a day of a habit out: it neither helps nor hurts
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing habits skip \"Quiet days\" --day 2026-03-14")]
pub struct Skip {
    /// The habit
    name: String,
    /// The day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Count it again
    #[arg(long)]
    back: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Put a habit away; its course stays as it is
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing habits archive \"Quiet days\"")]
pub struct Archive {
    /// The habit
    name: String,
    /// Take it out again
    #[arg(long)]
    reopen: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Let all habits rest, or go on with them
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing habits vacation start")]
pub struct Vacation {
    #[command(subcommand)]
    what: Rest,
}

#[derive(Debug, Subcommand)]
enum Rest {
    /// From today on, no day counts
    #[command(after_help = "Example: farthing habits vacation start")]
    Start,
    /// Today counts again
    #[command(after_help = "Example: farthing habits vacation end")]
    End,
}

/// Begin a challenge: so many good days out of so many
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing habits challenge \"Calm March\" --days 31 --required 20 --start 2026-03-01
  farthing habits challenge \"Two weeks\" --days 14 --required 10 --habit \"Quiet days\"
  farthing habits challenge \"Calm March\" --remove")]
pub struct Challenge {
    /// What to call it
    name: String,
    /// How many days it has
    #[arg(long, value_name = "N", required_unless_present = "remove")]
    days: Option<u32>,
    /// How many of them are to be good; otherwise all
    #[arg(long, value_name = "N")]
    required: Option<u32>,
    /// The first day; otherwise today
    #[arg(long, value_name = "DAY")]
    start: Option<NaiveDate>,
    /// Over the days of this habit; otherwise days without spending
    #[arg(long, value_name = "NAME", conflicts_with = "categories")]
    habit: Option<String>,
    /// Days without spending in this category; otherwise in all but essential ones
    #[arg(long = "category", value_name = "NAME")]
    categories: Vec<String>,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// Take it away
    #[arg(long)]
    remove: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let label = with_ledger(chosen, async |ledger| {
            let payees: Vec<String> = self.payee.into_iter().collect();
            let input = HabitInput {
                name: self.name,
                terms: self.terms.chosen(),
                currency: chosen_or_most_used(ledger, self.currency).await?,
                categories: categories_named(ledger, &self.categories).await?,
                payee: payees_named(ledger, &payees).await?.pop(),
                rest: self.rest,
                started: self.started,
            };
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.save_habit(None, input, today, now).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Terms {
    fn chosen(self) -> HabitTerms {
        if self.logged {
            return HabitTerms::LoggedWithinDay;
        }
        match (self.at_most, self.times, self.sweep) {
            (Some(amount), _, _) => HabitTerms::AtMostAmount { amount },
            (None, Some(times), _) => HabitTerms::AtMostTimes { times },
            (None, None, Some(weekday)) => HabitTerms::SweepOn { weekday },
            (None, None, None) => HabitTerms::NoSpendDays {
                weekdays: self.no_spend,
            },
        }
    }
}

impl Skip {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = habit_named(ledger, &self.name).await?.id;
            let (day, now) = (self.day.unwrap_or_else(clock::today), clock::now());
            Ok(if self.back {
                ledger.unskip_habit_day(id, day, now).await?
            } else {
                ledger.skip_habit_day(id, day, now).await?
            })
        });
        done(&label.await?, self.json, out)
    }
}

impl Archive {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = habit_named(ledger, &self.name).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(if self.reopen {
                ledger.reopen_habit(id, today, now).await?
            } else {
                ledger.archive_habit(id, today, now).await?
            })
        });
        done(&label.await?, self.json, out)
    }
}

impl Vacation {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            Ok(match self.what {
                Rest::Start => ledger.start_vacation(today, now).await?,
                Rest::End => ledger.end_vacation(today, now).await?,
            })
        });
        done(&label.await?, false, out)
    }
}

impl Challenge {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let label = with_ledger(chosen, async |ledger| match self.days {
            Some(days) if !self.remove => self.begin(ledger, days).await,
            _ => remove(ledger, &self.name).await,
        });
        done(&label.await?, json, out)
    }

    async fn begin(&self, ledger: &Ledger, days: u32) -> Result<ChangeLabel> {
        let over = match &self.habit {
            Some(habit) => ChallengeOver::Habit {
                habit: habit_named(ledger, habit).await?.id,
            },
            None => ChallengeOver::NoSpend {
                currency: chosen_or_most_used(ledger, self.currency.clone()).await?,
                categories: categories_named(ledger, &self.categories).await?,
            },
        };
        let input = ChallengeInput {
            name: self.name.clone(),
            start: self.start.unwrap_or_else(clock::today),
            days,
            required: self.required.unwrap_or(days),
            over,
        };
        Ok(ledger.save_challenge(None, input, clock::now()).await?)
    }
}

async fn remove(ledger: &Ledger, name: &str) -> Result<ChangeLabel> {
    let all = ledger.habits(clock::today()).await?.challenges;
    let key = |shown: &ChallengeShown| (shown.id.0, shown.challenge.name.clone());
    let found = one(all, name, "challenge", "`farthing habits`", key)?;
    Ok(ledger.remove_challenge(found.id, clock::now()).await?)
}

async fn chosen_or_most_used(ledger: &Ledger, chosen: Option<String>) -> Result<String> {
    match chosen {
        Some(code) => Ok(code),
        None => most_used(ledger).await,
    }
}
