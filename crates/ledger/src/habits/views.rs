//! What the screens and the command are told of habits and challenges, and what they ask.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::allowance::RowsBehind;
use crate::ids::{AccountId, ChoiceId, PayeeId};
use crate::wire::{Amount, states, views};

states! {
    /// What a day of a habit was.
    pub enum HabitDayState {
        /// It is not over.
        Open,
        /// Purchases of it may still come in.
        Provisional,
        /// It would be a good day, but the imports do not reach it yet.
        Unknown,
        /// Nothing was spent.
        NoSpend,
        /// Something was spent, and no more than the limit.
        UnderLimit,
        /// Something was spent, or more than the limit where there is one.
        Spend,
        /// A transfer was confirmed.
        Done,
        /// None was.
        Missed,
        /// The person left it out.
        Skipped,
        /// The habit does not ask for it.
        Rest,
        /// All habits rested.
        Vacation,
    }

    /// What a streak counts.
    pub enum StreakUnit {
        /// Days that were kept.
        Days,
        /// Weeks that were kept.
        Weeks,
    }

    /// Where a challenge stands.
    pub enum ChallengeWord {
        /// Its first day is to come.
        Ahead,
        /// It is not decided yet.
        Running,
        /// Enough days were good.
        Won,
        /// Too few days can still become good.
        Lost,
    }
}

/// What a habit asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HabitTerms {
    /// Days without spending.
    NoSpendDays {
        /// On these weekdays, 0 for Monday.
        weekdays: Vec<u8>,
    },
    /// No more than an amount in a week.
    AtMostAmount {
        /// The amount, as it was typed.
        amount: String,
    },
    /// No more than so many purchases in a week.
    AtMostTimes {
        /// How many.
        times: u32,
    },
    /// A transfer of what was set aside, once a week.
    SweepOn {
        /// On this weekday or later in its week, 0 for Monday.
        weekday: u8,
    },
    /// Purchases of accounts that are normally typed are entered within a day of them.
    LoggedWithinDay,
}

/// A habit as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HabitInput {
    /// What to call it.
    pub name: String,
    /// What it asks for.
    pub terms: HabitTerms,
    /// The currency of the purchases that count.
    pub currency: String,
    /// Which categories count; none for all but those that were said to be essential.
    #[serde(default)]
    pub categories: Vec<AccountId>,
    /// Only this payee counts.
    #[serde(default)]
    pub payee: Option<PayeeId>,
    /// Weekdays that never count, 0 for Monday.
    #[serde(default)]
    pub rest: Vec<u8>,
    /// The first day; none for today.
    #[serde(default)]
    pub started: Option<NaiveDate>,
}

/// What the days of a challenge are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChallengeOver {
    /// The days of a habit.
    Habit {
        /// The habit.
        habit: ChoiceId,
    },
    /// Days without spending.
    NoSpend {
        /// In this currency.
        currency: String,
        /// In these categories; none for all but those that were said to be essential.
        categories: Vec<AccountId>,
    },
}

/// A challenge as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChallengeInput {
    /// What to call it.
    pub name: String,
    /// The first day.
    pub start: NaiveDate,
    /// How many days it has.
    pub days: u32,
    /// How many of them are to be good.
    pub required: u32,
    /// What its days are.
    pub over: ChallengeOver,
}

views! {
    /// All habits and challenges.
    pub struct Habits {
        /// Those that are kept up, and then those put away.
        pub habits: Vec<HabitShown>,
        /// The challenges, the newest first.
        pub challenges: Vec<ChallengeShown>,
        /// Since when all habits rest; none if they do not.
        pub vacation_since: Option<NaiveDate>,
    }

    /// A habit and how it goes.
    pub struct HabitShown {
        /// Its id.
        pub id: ChoiceId,
        /// As the person would write it.
        pub habit: HabitInput,
        /// What it asks for, in words.
        pub what: String,
        /// Since when it is put away.
        pub archived: Option<NaiveDate>,
        /// How well it is kept, in percent; none before the first day that counts.
        pub score: Option<u32>,
        /// How the score comes about.
        pub score_formula: String,
        /// How many days or weeks in a row it was kept.
        pub streak: u32,
        /// The most there were.
        pub best: u32,
        /// What the streak counts.
        pub streak_unit: StreakUnit,
        /// How the streak comes about.
        pub streak_formula: String,
        /// What today is.
        pub today: HabitDayState,
        /// How this week goes, in words; empty where there is nothing to say.
        pub this_week: String,
        /// Up to which day everything is known; none where everything is.
        pub known_until: Option<NaiveDate>,
        /// The account whose statement is waited for.
        pub waits_for: Option<String>,
        /// The last weeks, the oldest first.
        pub weeks: Vec<HabitWeek>,
        /// Which entries count, over the days of those weeks.
        pub rows: Option<RowsBehind>,
    }

    /// A week of a habit.
    pub struct HabitWeek {
        /// Its Monday.
        pub first: NaiveDate,
        /// Its seven days; none before the habit began and after today.
        pub days: Vec<Option<HabitDay>>,
    }

    /// A day of a habit.
    pub struct HabitDay {
        /// The day.
        pub day: NaiveDate,
        /// What it was.
        pub state: HabitDayState,
        /// What was spent on it, where something was.
        pub spent: Option<Amount>,
    }

    /// A habit with its whole course.
    pub struct HabitDetail {
        /// The habit.
        pub habit: HabitShown,
        /// The score after each day.
        pub scores: Vec<ScorePoint>,
        /// The last twelve weeks, the oldest first.
        pub weeks: Vec<HabitWeek>,
    }

    /// A score after a day.
    pub struct ScorePoint {
        /// The day.
        pub day: NaiveDate,
        /// The score in percent.
        pub percent: u32,
    }

    /// A challenge and where it stands.
    pub struct ChallengeShown {
        /// Its id.
        pub id: ChoiceId,
        /// As the person would write it.
        pub challenge: ChallengeInput,
        /// What its days are, in words.
        pub what: String,
        /// Its last day.
        pub last: NaiveDate,
        /// Where it stands.
        pub state: ChallengeWord,
        /// Its good days.
        pub successes: u32,
        /// Its other days.
        pub failures: u32,
        /// Its days that are to come or not known yet.
        pub days_left: u32,
        /// How many good days are missing.
        pub still_needed: u32,
        /// How that comes about.
        pub formula: String,
    }
}
