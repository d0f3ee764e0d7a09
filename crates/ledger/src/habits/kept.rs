//! Habits and challenges as they are kept.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{ChallengeInput, HabitInput, HabitTerms};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;

/// The key under which it is kept when all habits rest.
pub(super) const VACATION: &str = "vacation";

/// What the kind `habit` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kept {
    Habit(KeptHabit),
    Vacation(Vec<Stretch>),
}

/// A habit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptHabit {
    pub input: HabitInput,
    pub started: NaiveDate,
    pub skips: BTreeSet<NaiveDate>,
    pub archived: Option<NaiveDate>,
}

/// Days on which all habits rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretch {
    pub from: NaiveDate,
    /// The last of them; none while it goes on.
    pub to: Option<NaiveDate>,
}

/// Everything that is kept of habits and challenges.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub habits: Vec<Choice<KeptHabit>>,
    pub challenges: Vec<Choice<ChallengeInput>>,
    pub vacation: Vec<Stretch>,
}

impl Laid {
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let mut laid = Self {
            challenges: choices::all(db, ChoiceKind::Challenge).await?,
            ..Self::default()
        };
        for choice in choices::all::<Kept>(db, ChoiceKind::Habit).await? {
            match choice.value {
                Kept::Vacation(stretches) => laid.vacation = stretches,
                Kept::Habit(value) => laid.habits.push(Choice {
                    id: choice.id,
                    key: choice.key,
                    position: choice.position,
                    value,
                }),
            }
        }
        Ok(laid)
    }

    pub(super) fn habit(&self, id: ChoiceId) -> Result<&Choice<KeptHabit>> {
        let found = self.habits.iter().find(|habit| habit.id == id);
        found.ok_or(LedgerError::Missing("habit"))
    }

    pub(super) fn challenge(&self, id: ChoiceId) -> Result<&Choice<ChallengeInput>> {
        let found = self.challenges.iter().find(|challenge| challenge.id == id);
        found.ok_or(LedgerError::Missing("challenge"))
    }

    /// Since when all habits rest.
    pub(super) fn vacation_since(&self) -> Option<NaiveDate> {
        let newest = self.vacation.last()?;
        newest.to.is_none().then_some(newest.from)
    }
}

impl Stretch {
    pub(super) fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl KeptHabit {
    /// Whether its terms ask for a weekday at all.
    pub(super) fn asks_for(&self, day: NaiveDate) -> bool {
        let weekday = weekday_of(day);
        if self.input.rest.contains(&weekday) {
            return false;
        }
        match &self.input.terms {
            HabitTerms::NoSpendDays { weekdays } => weekdays.contains(&weekday),
            HabitTerms::SweepOn { weekday: due } => *due == weekday,
            HabitTerms::AtMostAmount { .. }
            | HabitTerms::AtMostTimes { .. }
            | HabitTerms::LoggedWithinDay => true,
        }
    }
}

/// 0 for Monday.
pub(super) fn weekday_of(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().num_days_from_monday()).unwrap_or_default()
}
