//! What the screens and the command are told of small money, and what they ask.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ChoiceId, PayeeId};
use crate::register::CategoryName;
use crate::wire::{Amount, states, views};

/// Which small payments.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SmallQuery {
    /// The currency's code; amounts of two currencies never mix.
    pub currency: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The largest size that is small; none for what the person has said it is, or else the
    /// currency's default.
    pub limit: Option<String>,
}

/// Payments of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFlow {
    /// The day.
    pub day: NaiveDate,
    /// How many small ones.
    pub small_count: i64,
    /// What the small ones add up to, in minor units.
    pub small_minor: i64,
    /// How many posted purchases of any size.
    pub count: i64,
    /// What those add up to, in minor units.
    pub spent_minor: i64,
}

/// Small payments of one weekday in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourFlow {
    /// 0 for Monday.
    pub weekday: u8,
    /// From 0 to 23; none where statements give no time.
    pub hour: Option<u8>,
    /// How many.
    pub count: i64,
    /// What they add up to, in minor units.
    pub minor: i64,
}

states! {
    /// Who said what counts as small.
    pub enum LimitSource {
        /// The question itself.
        Asked,
        /// The person, for this currency.
        Fixed,
        /// The person's own purchases.
        Learnt,
        /// Nobody yet: the currency's default.
        Usual,
    }
}

views! {
    /// What the small payments add up to.
    pub struct Small {
        /// The currency's code.
        pub currency: String,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// The largest size that counts as small.
        pub limit: Amount,
        /// Who said so.
        pub limit_source: LimitSource,
        /// The currency's default for it.
        pub default_limit: Amount,
        /// Steps to choose among, ascending; the limit and the person's own are among them.
        pub limits: Vec<Amount>,
        /// The categories that are left out as essential.
        pub left_out: Vec<CategoryName>,
        /// How many small payments.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub sum: Amount,
        /// Their average, half-up; none without payments.
        pub average: Option<Amount>,
        /// How many posted purchases of any size.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub total_count: i64,
        /// What those add up to.
        pub total_spend: Amount,
        /// `sum` as a fraction of `total_spend`, four places.
        pub share_of_spend: String,
        /// `count` as a fraction of `total_count`, four places.
        pub share_of_count: String,
        /// A year at this pace.
        pub annualised: Amount,
        /// Beside the person's own earlier periods; none where there is no earlier one.
        pub usual: Option<UsualSmall>,
        /// By month, ascending; months without small payments are left out.
        pub months: Vec<MonthFlow>,
        /// By week from Monday, ascending; weeks without small payments are left out.
        pub weeks: Vec<WeekFlow>,
        /// The merchants that took most, at most 50.
        pub merchants: Vec<MerchantFlow>,
        /// How these figures were made, as a sentence.
        pub formula: String,
    }

    /// The figures of earlier periods of the same length.
    pub struct UsualSmall {
        /// How many earlier periods.
        pub periods: u32,
        /// The first day of the earliest.
        pub since: NaiveDate,
        /// The median of their sums.
        pub sum: Amount,
        /// How far the sum is above it; below zero where it is less.
        pub sum_difference: Amount,
        /// The median of their counts.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// How this was made, as a sentence.
        pub formula: String,
    }

    /// The small payments of a month.
    pub struct MonthFlow {
        /// The month, `2026-03`.
        pub month: String,
        /// How many.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub sum: Amount,
    }

    /// The small payments of a week.
    pub struct WeekFlow {
        /// Its Monday.
        pub monday: NaiveDate,
        /// How many.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub sum: Amount,
    }

    /// The small payments to one merchant.
    pub struct MerchantFlow {
        /// The payee; none where statements name nobody.
        pub payee: Option<PayeeId>,
        /// Its name.
        pub name: String,
        /// How many.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub sum: Amount,
        /// Their average, half-up.
        pub average: Amount,
        /// How much of a habit it is, 0 to 100, by the 91 days up to `to`; none of fewer than three
        /// payments in them.
        pub habit: Option<u8>,
    }

    /// One merchant, looked at closely.
    pub struct MerchantLens {
        /// The payee.
        pub payee: PayeeId,
        /// Its name.
        pub name: String,
        /// Small payments in the period.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub sum: Amount,
        /// How much of a habit it is, 0 to 100.
        pub habit: Option<u8>,
        /// How that was made, as a sentence.
        pub habit_formula: String,
        /// The first day of the 91 that it is made from.
        pub habit_from: NaiveDate,
        /// What it costs in a year, the lower end; none of too young a habit.
        pub yearly_low: Option<Amount>,
        /// The upper end.
        pub yearly_high: Option<Amount>,
        /// How that was made, as a sentence.
        pub yearly_formula: String,
        /// The first day of the thirteen blocks that it is made from.
        pub yearly_from: NaiveDate,
        /// Where the upper end lies beside the person's goals in the same currency.
        pub goals: Vec<GoalShare>,
        /// How long the person works for the upper end, in minutes; none where no hourly income is said.
        pub minutes: Option<u32>,
        /// Months with payments, ascending.
        pub months: Vec<MonthFlow>,
        /// Whether the person has said that this is fine; then nothing asks again.
        pub is_fine: bool,
    }

    /// What an amount is of a goal.
    pub struct GoalShare {
        /// The goal.
        pub goal: ChoiceId,
        /// Its name.
        pub name: String,
        /// What the goal is to hold.
        pub target: Amount,
        /// The amount as a fraction of that, four places.
        pub share: String,
    }

    /// What the person has said about small money, and what their purchases say.
    pub struct LensSettings {
        /// What counts as small in the currency that was asked for.
        pub limit: Amount,
        /// Who said so.
        pub limit_source: LimitSource,
        /// The currency's default.
        pub usual_limit: Amount,
        /// The size that two in five purchases of the last year stay within; none of fewer than twenty.
        pub learnt_limit: Option<Amount>,
        /// The categories that count as essential.
        pub essentials: Vec<CategoryName>,
        /// Whether those are left out.
        pub leave_out: bool,
        /// What an hour of work brings, after taxes; none while nothing is said.
        pub hourly: Option<Amount>,
    }
}
