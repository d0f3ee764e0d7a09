//! Allowances and limits that are written, answered and taken away.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::Ledger;
use farthing_ledger::allowance::{
    AllowanceDaysInput, AllowanceInput, AllowancePeriod, AllowanceRest, AllowanceRollover,
    AllowanceShown, CategoryLimitInput, RestAnswer,
};

use super::{allowance_named, told};
use crate::commands::categories::category_named;
use crate::commands::savings::named::{categories_named, goal_named};
use crate::commands::savings::{done, terms::write};
use crate::commands::small::most_used;
use crate::commands::words::{
    ALLOWANCE_PERIODS, REST_ANSWERS, RESTS, ROLLOVERS, currency_code, one_of,
};
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Set an allowance, or change one
///
/// What is not given stays as it is. A changed amount holds for the whole running period.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing left set Treats --amount 120 --period month --category Coffee --category Snacks
  farthing left set Trip --amount 200 --from 2026-06-01 --to 2026-06-14 --rest asked")]
pub struct Set {
    /// What it is called
    name: String,
    /// What may be spent in a period
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    amount: Option<String>,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// How long a period is
    #[arg(long, value_parser = one_of::<AllowancePeriod>(&ALLOWANCE_PERIODS))]
    period: Option<AllowancePeriod>,
    /// The first day; otherwise the first of today's period
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// The last day, for an allowance that is for some days once
    #[arg(long, value_name = "DAY", requires = "from", conflicts_with = "period")]
    to: Option<NaiveDate>,
    /// What becomes of what a day leaves
    #[arg(long, value_parser = one_of::<AllowanceRest>(&RESTS))]
    rest: Option<AllowanceRest>,
    /// What becomes of what a period leaves
    #[arg(long, value_parser = one_of::<AllowanceRollover>(&ROLLOVERS))]
    rollover: Option<AllowanceRollover>,
    /// A category that counts; an empty name for all of them
    #[arg(long = "category", value_name = "NAME")]
    categories: Vec<String>,
    /// The goal that a swept rest goes to
    #[arg(long, value_name = "NAME")]
    goal: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Limit what is spent on a category
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing left limit Groceries 300
  farthing left limit Groceries --remove")]
pub struct Limit {
    /// The category
    category: String,
    /// What may be spent in a period
    #[arg(allow_negative_numbers = true, required_unless_present = "remove")]
    amount: Option<String>,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// How long a period is
    #[arg(long, default_value = "month", value_parser = one_of::<AllowancePeriod>(&ALLOWANCE_PERIODS))]
    period: AllowancePeriod,
    /// Take its limits away
    #[arg(long, conflicts_with = "amount")]
    remove: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Say what becomes of a rest that waits
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing left answer Treats spread")]
pub struct Answer {
    /// The allowance
    name: String,
    /// Whether the days that remain share it, or today has it
    #[arg(value_parser = one_of::<RestAnswer>(&REST_ANSWERS))]
    what: RestAnswer,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Pledge what a period that is over left to its goal
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing left sweep Treats --period-to 2026-03-31")]
pub struct Sweep {
    /// The allowance
    name: String,
    /// The last day of the period; otherwise the newest that left something
    #[arg(long, value_name = "DAY")]
    period_to: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Take an allowance away
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing left remove Treats")]
pub struct Remove {
    /// The allowance
    name: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Set {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            let all = ledger.left_today(today).await?;
            let is_it = |shown: &&AllowanceShown| {
                shown.allowance.name.to_lowercase() == self.name.trim().to_lowercase()
            };
            let there = all.iter().find(is_it);
            let id = there.map(|shown| shown.id);
            let terms = match there {
                Some(there) => there.allowance.clone(),
                None => self.begun(ledger).await?,
            };
            let terms = self.written(ledger, terms).await?;
            Ok(ledger.save_allowance(id, terms, today, now).await?)
        });
        tell(&kept.await?, json, out)
    }

    async fn begun(&self, ledger: &Ledger) -> Result<AllowanceInput> {
        let Some(amount) = self.amount.clone() else {
            let message = "there is no allowance of this name; give an --amount to make one";
            return Err(CliError::refused(message));
        };
        let currency = match &self.currency {
            Some(code) => code.clone(),
            None => most_used(ledger).await?,
        };
        Ok(AllowanceInput {
            name: self.name.clone(),
            amount,
            currency,
            days: AllowanceDaysInput::Repeating {
                period: AllowancePeriod::Month,
                start: None,
            },
            rest: AllowanceRest::Spread,
            rollover: AllowanceRollover::None,
            categories: Vec::new(),
            goal: None,
        })
    }

    async fn written(&self, ledger: &Ledger, mut terms: AllowanceInput) -> Result<AllowanceInput> {
        write(&mut terms.amount, self.amount.clone());
        write(&mut terms.currency, self.currency.clone());
        write(&mut terms.rest, self.rest);
        write(&mut terms.rollover, self.rollover);
        terms.days = self.days(terms.days);
        if !self.categories.is_empty() {
            terms.categories = categories_named(ledger, &self.categories).await?;
        }
        if let Some(goal) = &self.goal {
            terms.goal = Some(goal_named(ledger, goal).await?.id);
        }
        Ok(terms)
    }

    fn days(&self, there: AllowanceDaysInput) -> AllowanceDaysInput {
        if let (Some(first), Some(last)) = (self.from, self.to) {
            return AllowanceDaysInput::Once { first, last };
        }
        match (there, self.period, self.from) {
            (there, None, None) => there,
            (AllowanceDaysInput::Repeating { period, start }, chosen, from) => {
                AllowanceDaysInput::Repeating {
                    period: chosen.unwrap_or(period),
                    start: from.or(start),
                }
            }
            (AllowanceDaysInput::Once { last, .. }, None, Some(first)) => {
                AllowanceDaysInput::Once { first, last }
            }
            (AllowanceDaysInput::Once { .. }, Some(period), start) => {
                AllowanceDaysInput::Repeating { period, start }
            }
        }
    }
}

impl Limit {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let label = with_ledger(chosen, async |ledger| {
            let category = category_named(ledger, &self.category).await?;
            let Some(amount) = self.amount else {
                let all = ledger.limits(clock::today()).await?;
                let found = all.iter().find(|limit| limit.category.id == category);
                let found = found.ok_or_else(|| CliError::refused("it has no limit"))?;
                return Ok(ledger.remove_limit(found.id, clock::now()).await?);
            };
            let currency = match self.currency {
                Some(code) => code,
                None => most_used(ledger).await?,
            };
            let input = CategoryLimitInput {
                category,
                amount,
                currency,
                period: self.period,
            };
            Ok(ledger.save_limit(input, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Answer {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let kept = with_ledger(chosen, async |ledger| {
            let id = allowance_named(ledger, &self.name).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.answer_rest(id, self.what, today, now).await?)
        });
        tell(&kept.await?, self.json, out)
    }
}

impl Sweep {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let kept = with_ledger(chosen, async |ledger| {
            let there = allowance_named(ledger, &self.name).await?;
            let mut closed = there.closed.iter();
            let newest = closed.find(|closed| closed.can_be_swept.is_some());
            let last = self.period_to.or(newest.map(|closed| closed.last));
            let last = last.ok_or_else(|| {
                CliError::refused("no period that is over left something for a goal")
            })?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.sweep_allowance(there.id, last, today, now).await?)
        });
        tell(&kept.await?, self.json, out)
    }
}

impl Remove {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = allowance_named(ledger, &self.name).await?.id;
            Ok(ledger.remove_allowance(id, clock::now()).await?)
        });
        done(&label.await?, self.json, out)
    }
}

fn tell(shown: &AllowanceShown, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(shown)?;
    } else {
        told::allowance(shown, out)?;
    }
    Ok(Exit::Done)
}
