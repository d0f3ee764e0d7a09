//! Challenges: so many good days out of so many, over the days of a habit or days without spending.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use farthing_rules::calendar::Span;
use farthing_rules::habits::{ChallengeState, DayChallenge, challenge};
use sqlx::SqliteConnection;

use super::facts::Facts;
use super::kept::{KeptHabit, Laid};
use super::results::Worked;
use super::shown::Names;
use super::{ChallengeInput, ChallengeOver, ChallengeShown, ChallengeWord, HabitInput, HabitTerms};
use crate::allowance::{day_words, refused};
use crate::choices::Choice;
use crate::error::Result;

/// All of them, the newest first.
pub(super) async fn all(
    db: &mut SqliteConnection,
    facts: &mut Facts,
    laid: &Laid,
    names: &Names,
    today: NaiveDate,
) -> Result<Vec<ChallengeShown>> {
    let mut shown = Vec::new();
    for choice in &laid.challenges {
        // The habit of a challenge may have been undone; the challenge is back when it is.
        let Some(habit) = habit_of(laid, &choice.value) else {
            continue;
        };
        shown.push(one(db, facts, (choice, &habit), names, today).await?);
    }
    shown.sort_by_key(|one| std::cmp::Reverse(one.challenge.start));
    Ok(shown)
}

/// The habit whose days a challenge counts, as if it had begun with the challenge.
fn habit_of(laid: &Laid, input: &ChallengeInput) -> Option<KeptHabit> {
    match &input.over {
        ChallengeOver::Habit { habit } => {
            let habit = laid.habit(*habit).ok()?;
            Some(KeptHabit {
                started: input.start,
                ..habit.value.clone()
            })
        }
        ChallengeOver::NoSpend {
            currency,
            categories,
        } => Some(KeptHabit {
            input: HabitInput {
                name: String::new(),
                terms: HabitTerms::NoSpendDays {
                    weekdays: (0..7).collect(),
                },
                currency: currency.clone(),
                categories: categories.clone(),
                payee: None,
                rest: Vec::new(),
                started: None,
            },
            started: input.start,
            skips: BTreeSet::new(),
            archived: None,
        }),
    }
}

async fn one(
    db: &mut SqliteConnection,
    facts: &mut Facts,
    (choice, habit): (&Choice<ChallengeInput>, &KeptHabit),
    names: &Names,
    today: NaiveDate,
) -> Result<ChallengeShown> {
    let input = &choice.value;
    let last = last_day(input);
    let span = Span::new(input.start, last.min(today).max(input.start));
    let span = span.unwrap_or(Span::of_day(input.start));
    let worked = Worked::of(db, facts, habit, span, today).await?;
    let stands = challenge(rule(input), &worked.outcomes(), today).map_err(refused)?;
    Ok(ChallengeShown {
        id: choice.id,
        challenge: input.clone(),
        what: names.what(habit),
        last,
        state: match stands.state {
            ChallengeState::Won => ChallengeWord::Won,
            ChallengeState::Lost => ChallengeWord::Lost,
            ChallengeState::Running if today < input.start => ChallengeWord::Ahead,
            ChallengeState::Running => ChallengeWord::Running,
        },
        successes: stands.successes,
        failures: stands.failures,
        days_left: stands.days_left,
        still_needed: stands.still_needed,
        formula: format!(
            "{} good days and {} others of {} from {} to {}; {} are asked for. It is won as soon as they \
             are there, and lost once too few days are left. A day that is not known yet loses nothing.",
            stands.successes,
            stands.failures,
            input.days,
            day_words(input.start),
            day_words(last),
            input.required
        ),
    })
}

pub(super) fn rule(input: &ChallengeInput) -> DayChallenge {
    DayChallenge {
        start: input.start,
        days: input.days,
        required: input.required,
    }
}

fn last_day(input: &ChallengeInput) -> NaiveDate {
    let ahead = Days::new(u64::from(input.days.saturating_sub(1)));
    input.start.checked_add_days(ahead).unwrap_or(input.start)
}
