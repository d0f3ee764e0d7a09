//! What the screens and the command are told of allowances and limits, and what they ask.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ChoiceId};
use crate::register::CategoryName;
use crate::wire::{Amount, states, views};

states! {
    /// How long an allowance or a limit is for.
    pub enum AllowancePeriod {
        /// One day.
        Day,
        /// Seven days from Monday.
        Week,
        /// A calendar month.
        Month,
    }

    /// What becomes of what a day leaves.
    pub enum AllowanceRest {
        /// The remaining days share it.
        Spread,
        /// The next day has it.
        Carried,
        /// It waits until the person says which of the two.
        Asked,
        /// It waits for the close of the period, and can then go to a goal.
        Swept,
    }

    /// What becomes of what a period leaves.
    pub enum AllowanceRollover {
        /// The next period begins anew.
        None,
        /// What is left is added to the next period.
        Surplus,
        /// That, and what was overspent is taken from it.
        Both,
    }

    /// What the person says about a rest that waits.
    pub enum RestAnswer {
        /// Today and the days after it share it.
        Spread,
        /// Today has it.
        Carry,
    }

    /// Where an allowance is in its days.
    pub enum AllowanceState {
        /// Its first day is to come.
        Ahead,
        /// Today is one of its days.
        Running,
        /// Its last day is over.
        Over,
    }
}

/// The days of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AllowanceDaysInput {
    /// One period after the other.
    Repeating {
        /// How long one is.
        period: AllowancePeriod,
        /// The first day; none for the first day of today's period.
        start: Option<NaiveDate>,
    },
    /// Some days, once.
    Once {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
}

/// An allowance as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AllowanceInput {
    /// What to call it.
    pub name: String,
    /// What may be spent in a period, as it was typed.
    pub amount: String,
    /// Its currency.
    pub currency: String,
    /// Its days.
    pub days: AllowanceDaysInput,
    /// What becomes of what a day leaves.
    pub rest: AllowanceRest,
    /// What becomes of what a period leaves.
    pub rollover: AllowanceRollover,
    /// Which categories count; none for all of them.
    #[serde(default)]
    pub categories: Vec<AccountId>,
    /// The goal that a swept rest goes to.
    #[serde(default)]
    pub goal: Option<ChoiceId>,
}

/// A limit of a category as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CategoryLimitInput {
    /// The category.
    pub category: AccountId,
    /// What may be spent in a period, as it was typed.
    pub amount: String,
    /// Its currency.
    pub currency: String,
    /// How long a period is.
    pub period: AllowancePeriod,
}

views! {
    /// Which entries a figure is made of.
    pub struct RowsBehind {
        /// The currency's code.
        pub currency: String,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// The only category that counts.
        pub category: Option<AccountId>,
        /// Where several count, the categories that do not.
        pub without: Vec<AccountId>,
    }

    /// An allowance and where it stands.
    pub struct AllowanceShown {
        /// Its id.
        pub id: ChoiceId,
        /// As the person would write it today.
        pub allowance: AllowanceInput,
        /// The categories that count; none for all of them.
        pub categories: Vec<CategoryName>,
        /// The name of its goal.
        pub goal_name: Option<String>,
        /// Where it is in its days.
        pub state: AllowanceState,
        /// What is left; none on a day that it is not for.
        pub left: Option<LeftNow>,
        /// Its periods that are over, the newest first.
        pub closed: Vec<ClosedPeriod>,
    }

    /// What is left of an allowance on a day.
    pub struct LeftNow {
        /// The first day of the period.
        pub first: NaiveDate,
        /// Its last day.
        pub last: NaiveDate,
        /// What today began with.
        pub today: Amount,
        /// What was spent today.
        pub spent_today: Amount,
        /// What is left today.
        pub left_today: Amount,
        /// How today's figures come about.
        pub today_formula: String,
        /// Which entries were spent today.
        pub today_rows: RowsBehind,
        /// What may be spent in the period.
        pub total: Amount,
        /// What was spent in it.
        pub spent: Amount,
        /// What is left of it.
        pub left: Amount,
        /// How the period's figures come about.
        pub left_formula: String,
        /// Which entries were spent in the period.
        pub rows: RowsBehind,
        /// How many days are to come.
        pub days_to_come: u32,
        /// What tomorrow has, if today leaves nothing.
        pub tomorrow: Option<Amount>,
        /// Rests that wait for an answer, the oldest first.
        pub open: Vec<WaitingRest>,
        /// What they are together.
        pub open_sum: Option<Amount>,
        /// What each remaining day has more, today too, if they share it.
        pub open_a_day: Option<Amount>,
        /// What lies ready for the goal.
        pub set_aside: Option<Amount>,
    }

    /// What a day left, which waits.
    pub struct WaitingRest {
        /// The day.
        pub day: NaiveDate,
        /// How much.
        pub amount: Amount,
    }

    /// A period of an allowance that is over.
    pub struct ClosedPeriod {
        /// Its first day.
        pub first: NaiveDate,
        /// Its last day.
        pub last: NaiveDate,
        /// What could be spent.
        pub total: Amount,
        /// What was spent.
        pub spent: Amount,
        /// What was left.
        pub left: Amount,
        /// What of it can go to the goal.
        pub can_be_swept: Option<Amount>,
        /// What was pledged to a goal.
        pub pledged: Option<Amount>,
        /// What of it went to the next period.
        pub rolled: Amount,
        /// How its figures come about.
        pub formula: String,
        /// Which entries were spent.
        pub rows: RowsBehind,
    }

    /// A limit with what each day used of it.
    pub struct LimitUse {
        /// The limit.
        pub limit: CategoryLimit,
        /// The days on which something was spent, the first first.
        pub days: Vec<LimitDay>,
    }

    /// What a day used of a limit.
    pub struct LimitDay {
        /// The day.
        pub day: NaiveDate,
        /// What was spent on it.
        pub spent: Amount,
        /// In how many purchases.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
    }

    /// A limit of a category and how it is used.
    pub struct CategoryLimit {
        /// Its id.
        pub id: ChoiceId,
        /// As the person would write it.
        pub input: CategoryLimitInput,
        /// The category.
        pub category: CategoryName,
        /// The first day of the period.
        pub first: NaiveDate,
        /// Its last day.
        pub last: NaiveDate,
        /// The limit.
        pub limit: Amount,
        /// What was spent.
        pub spent: Amount,
        /// What would be spent by the end of today if every day had the same.
        pub expected: Amount,
        /// How much more than that was spent, below zero where it is less.
        pub ahead: Amount,
        /// What is left, below zero where it was passed.
        pub left: Amount,
        /// What was spent as a percentage of the limit, half-up.
        pub spent_percent: u32,
        /// What is expected as a percentage of the limit, half-up.
        pub expected_percent: u32,
        /// How the figures come about.
        pub formula: String,
        /// Which entries were spent.
        pub rows: RowsBehind,
    }
}
