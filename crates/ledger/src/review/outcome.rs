//! How a choice came out, from what the ledger knows of its week; and what can be chosen.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::kept::{KeptChoice, Week};
use super::{ReviewChoice, ReviewChoiceShown, ReviewOption, ReviewOutcome};
use crate::allowance::{AllowancePeriod, CategoryLimit, period_words};
use crate::error::{LedgerError, Result};
use crate::habits::{ChallengeShown, ChallengeWord, week_of_habit};
use crate::ids::ChoiceId;
use crate::recurring::{SeriesState, SeriesView};
use crate::store::Ledger;
use crate::wire::Amount;

type Told = (ReviewOutcome, String);

const GONE: &str = "It is no longer there, so nothing is told of it.";

impl Ledger {
    /// A choice for a week, as it stands today.
    pub(super) async fn choice_shown(
        &self,
        kept: &KeptChoice,
        week: Week,
        today: NaiveDate,
    ) -> Result<ReviewChoiceShown> {
        let (outcome, words) = if today < week.monday {
            let words = format!("Its week begins on {}.", week.monday.format("%-d %B %Y"));
            (ReviewOutcome::Ahead, words)
        } else {
            self.came_out(&kept.choice, week, today).await?
        };
        Ok(ReviewChoiceShown {
            choice: kept.choice.clone(),
            what: kept.what.clone(),
            first: week.monday,
            last: week.sunday(),
            outcome,
            words,
        })
    }

    async fn came_out(&self, choice: &ReviewChoice, week: Week, today: NaiveDate) -> Result<Told> {
        let until = today.min(week.sunday());
        let told = match choice {
            ReviewChoice::Habit { habit } => self.habit_came_out(*habit, week, today).await?,
            ReviewChoice::Challenge { challenge } => {
                let all = self.habits(until).await?.challenges;
                let found = all.iter().find(|one| one.id == *challenge);
                found.map(challenge_words)
            }
            ReviewChoice::Limit { limit } => self.limit_came_out(*limit, week, today).await?,
            ReviewChoice::Series { key, currency } => self
                .chosen_series(key, currency, today)
                .await?
                .map(|series| (ReviewOutcome::Untold, series_words(&series, week))),
            ReviewChoice::Sentence { .. } => {
                let words = "The ledger has no figures for it; how it came out is known to you.";
                Some((ReviewOutcome::Untold, words.to_owned()))
            }
        };
        Ok(told.unwrap_or((ReviewOutcome::Untold, GONE.to_owned())))
    }

    async fn habit_came_out(
        &self,
        habit: ChoiceId,
        week: Week,
        today: NaiveDate,
    ) -> Result<Option<Told>> {
        let mut db = self.pool.acquire().await?;
        let span = (week.monday, week.sunday());
        let Some(counted) = week_of_habit(&mut db, habit, span, today).await? else {
            return Ok(None);
        };
        let outcome = match counted {
            _ if counted.other > 0 => ReviewOutcome::NotKept,
            _ if counted.open > 0 => ReviewOutcome::Running,
            _ if counted.good == 0 => ReviewOutcome::Untold,
            _ => ReviewOutcome::Kept,
        };
        let days = |count: u32| format!("{count} {}", if count == 1 { "day" } else { "days" });
        let open = match counted.open {
            0 => String::new(),
            open => format!(", {open} not over or not known yet"),
        };
        let words = format!("{} kept, {} not{open}.", days(counted.good), counted.other);
        Ok(Some((outcome, words)))
    }

    async fn limit_came_out(
        &self,
        limit: ChoiceId,
        week: Week,
        today: NaiveDate,
    ) -> Result<Option<Told>> {
        let until = today.min(week.sunday());
        let Some(shown) = self.limit_on(limit, until).await? else {
            return Ok(None);
        };
        let is_over = week.sunday() < today;
        if shown.input.period != AllowancePeriod::Day {
            let left = minor(&shown.left)?;
            return Ok(Some((kept_if(left >= 0, is_over), limit_words(&shown))));
        }
        let (mut within, mut beyond) = (0, 0);
        for day in week.monday.iter_days().take_while(|day| *day <= until) {
            let Some(shown) = self.limit_on(limit, day).await? else {
                continue;
            };
            let count = if minor(&shown.left)? >= 0 {
                &mut within
            } else {
                &mut beyond
            };
            *count += 1;
        }
        let words = format!(
            "{within} days within {} {}, {beyond} beyond it.",
            shown.limit.value, shown.limit.currency
        );
        Ok(Some((kept_if(beyond == 0, is_over), words)))
    }

    async fn limit_on(&self, limit: ChoiceId, day: NaiveDate) -> Result<Option<CategoryLimit>> {
        let all = self.limits(day).await?;
        Ok(all.into_iter().find(|one| one.id == limit))
    }

    async fn chosen_series(
        &self,
        key: &str,
        currency: &str,
        today: NaiveDate,
    ) -> Result<Option<SeriesView>> {
        let all = self.recurring(currency, today).await?;
        let lists = [all.series, all.candidates, all.dismissed, all.cancelled];
        Ok(lists.into_iter().flatten().find(|one| one.key == key))
    }

    /// What can be chosen beside a sentence.
    pub(super) async fn review_options(
        &self,
        currency: Currency,
        today: NaiveDate,
    ) -> Result<Vec<ReviewOption>> {
        let habits = self.habits(today).await?;
        let running = habits.habits.into_iter().filter(|it| it.archived.is_none());
        let mut options: Vec<ReviewOption> = running
            .map(|shown| ReviewOption {
                choice: ReviewChoice::Habit { habit: shown.id },
                name: shown.habit.name,
                what: shown.what,
            })
            .collect();
        let is_open = |one: &ChallengeShown| {
            matches!(one.state, ChallengeWord::Ahead | ChallengeWord::Running)
        };
        let challenges = habits.challenges.into_iter().filter(is_open);
        options.extend(challenges.map(|shown| ReviewOption {
            choice: ReviewChoice::Challenge {
                challenge: shown.id,
            },
            name: shown.challenge.name,
            what: shown.what,
        }));
        let limits = self.limits(today).await?.into_iter();
        options.extend(limits.map(|shown| ReviewOption {
            choice: ReviewChoice::Limit { limit: shown.id },
            what: format!(
                "At most {} {} {}",
                shown.limit.value,
                shown.limit.currency,
                period_words(shown.input.period)
            ),
            name: shown.category.name,
        }));
        let series = self.recurring(currency.code(), today).await?;
        let series = series.series.into_iter().chain(series.candidates);
        options.extend(series.map(|shown| ReviewOption {
            what: format!(
                "Comes to {} {} in a year",
                shown.yearly_cost.value, shown.yearly_cost.currency
            ),
            choice: ReviewChoice::Series {
                key: shown.key,
                currency: currency.code().to_owned(),
            },
            name: shown.name,
        }));
        Ok(options)
    }
}

impl ReviewOption {
    /// What a week is for where this is chosen.
    pub(super) fn words(&self) -> String {
        let name = &self.name;
        match self.choice {
            ReviewChoice::Series { .. } => format!("Look at {name}"),
            ReviewChoice::Limit { .. } => format!("{name}: {}", lower_first(&self.what)),
            _ => name.clone(),
        }
    }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn kept_if(holds: bool, is_over: bool) -> ReviewOutcome {
    match (holds, is_over) {
        (false, _) => ReviewOutcome::NotKept,
        (true, false) => ReviewOutcome::Running,
        (true, true) => ReviewOutcome::Kept,
    }
}

fn challenge_words(shown: &ChallengeShown) -> Told {
    let outcome = match shown.state {
        ChallengeWord::Won => ReviewOutcome::Kept,
        ChallengeWord::Lost => ReviewOutcome::NotKept,
        ChallengeWord::Ahead | ChallengeWord::Running => ReviewOutcome::Running,
    };
    let words = format!(
        "{} good days of {} that are asked for, {} others.",
        shown.successes, shown.challenge.required, shown.failures
    );
    (outcome, words)
}

fn limit_words(shown: &CategoryLimit) -> String {
    format!(
        "{} {} of {} {} were spent {}.",
        shown.spent.value,
        shown.spent.currency,
        shown.limit.value,
        shown.limit.currency,
        match shown.input.period {
            AllowancePeriod::Month => "in the month so far",
            AllowancePeriod::Week | AllowancePeriod::Day => "in its week",
        }
    )
}

fn series_words(series: &SeriesView, week: Week) -> String {
    let state = match series.state {
        SeriesState::Candidate => "It was not decided yet",
        SeriesState::Confirmed => "It is confirmed",
        SeriesState::Dismissed => "It is not recurring",
        SeriesState::Cancelled => "It was cancelled",
    };
    let is_inside = |day: NaiveDate| (week.monday..=week.sunday()).contains(&day);
    let charge = series.charges.iter().find(|charge| is_inside(charge.day));
    match charge {
        Some(charge) => format!(
            "{state}; {} {} was charged on {}.",
            charge.amount.value,
            charge.amount.currency,
            charge.day.format("%-d %B %Y")
        ),
        None => format!("{state}; nothing was charged in that week."),
    }
}

fn minor(amount: &Amount) -> Result<i64> {
    let currency = crate::totals::stored_currency(&amount.currency)?;
    let money = Money::parse(&amount.value, currency);
    let money = money.map_err(|error| LedgerError::Damaged(error.to_string()))?;
    Ok(money.minor())
}
