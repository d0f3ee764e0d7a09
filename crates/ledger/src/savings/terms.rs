//! What a person writes down about saving: rules, goals, destinations. Amounts and rates are the texts
//! that were typed; they are read and checked in `checked`.

mod goals;
mod items;
mod lists;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ChoiceId, PayeeId};

pub use goals::*;
pub use items::*;
pub use lists::*;

/// A saving rule as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct SavingRuleInput {
    /// What the person calls it.
    pub name: String,
    /// What it does.
    pub terms: SavingTerms,
    /// Which entries it looks at.
    #[serde(default)]
    pub scope: Scope,
    /// The first day it counts from; none for all there is.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The account that pays; none for the account of each purchase.
    #[serde(default)]
    pub pays_from: Option<AccountId>,
    /// What keeps the account that pays from running dry; none for no guard.
    #[serde(default)]
    pub guard: Option<GuardInput>,
    /// What a linked refund takes back.
    #[serde(default)]
    pub refunds: RefundChoice,
    /// What becomes of what was moved already when its purchase changes.
    #[serde(default)]
    pub changes: ChangeChoice,
    /// Which goals share what it sets aside.
    #[serde(default)]
    pub goals: GoalSplit,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SavingTerms {
    /// Purchases are rounded up.
    RoundUp(RoundUpTerms),
    /// A part of each purchase.
    PercentOfPurchase {
        /// The currency.
        currency: String,
        /// The part in percent: `2.5`.
        percent: String,
        /// The most for one purchase.
        #[serde(default)]
        cap_purchase: Option<String>,
        /// The most in a month.
        #[serde(default)]
        cap_month: Option<String>,
    },
    /// A fixed amount with each purchase.
    FixedPerMatch {
        /// The currency.
        currency: String,
        /// The amount.
        amount: String,
        /// How many purchases of one day count; none for all.
        #[serde(default)]
        max_per_day: Option<u32>,
        /// Whether that is for the rule or for each payee.
        #[serde(default)]
        counted: PerDay,
    },
    /// What is left of a budget.
    SpendLess {
        /// The currency.
        currency: String,
        /// What may be spent in a period.
        budget: String,
        /// The period.
        period: PeriodChoice,
        /// Which part of the rest is set aside, in percent.
        percent: String,
        /// The most for one period.
        #[serde(default)]
        cap: Option<String>,
        /// Whether overspending lowers the next period.
        #[serde(default)]
        overspend: OverspendChoice,
    },
    /// The same amount on every due day.
    SetAndForget {
        /// The currency.
        currency: String,
        /// The amount.
        amount: String,
        /// How often.
        every: HowOften,
        /// The last day; none for no end.
        #[serde(default)]
        until: Option<NaiveDate>,
        /// Where a due day goes that is on a weekend.
        #[serde(default)]
        weekends: WeekendChoice,
    },
    /// Steps that grow or shrink.
    Challenge {
        /// The currency.
        currency: String,
        /// The first step, or the sum of all steps.
        amount: String,
        /// Which of the two the amount is.
        measure: ChallengeMeasure,
        /// How many steps.
        steps: u32,
        /// How many days a step has.
        step_days: u32,
        /// Which step comes first.
        #[serde(default)]
        order: StepOrder,
        /// The slots that were missed, numbered from 1.
        #[serde(default)]
        missed: Vec<u32>,
        /// What becomes of missed steps.
        #[serde(default)]
        missed_steps: MissedChoice,
    },
    /// A part of each pay.
    Payday {
        /// The currency.
        currency: String,
        /// The part in percent, or the amount.
        #[serde(flatten)]
        part: PayPart,
        /// The most with one pay.
        #[serde(default)]
        cap: Option<String>,
        /// The day it counts from.
        #[serde(default)]
        date: PayDate,
    },
    /// Parts of each income for several goals.
    Freelancer {
        /// The currency.
        currency: String,
        /// The goals with their parts.
        parts: Vec<GoalPercent>,
    },
    /// A reward for each day without spending.
    NoSpendReward {
        /// The currency.
        currency: String,
        /// The reward of a day.
        amount: String,
        /// Purchases up to this size spoil no day.
        #[serde(default)]
        exempt_below: Option<String>,
        /// How many days of a week are rewarded; none for all.
        #[serde(default)]
        max_per_week: Option<u32>,
    },
    /// Bonuses for days without spending in a row.
    StreakBonus {
        /// The currency.
        currency: String,
        /// After so many good days, again and again.
        every_days: u32,
        /// The bonus.
        amount: String,
        /// Purchases up to this size spoil no day.
        #[serde(default)]
        exempt_below: Option<String>,
    },
    /// The person's own match of what other rules set aside.
    Matching {
        /// The currency.
        currency: String,
        /// The rules whose deposits are matched.
        rules: Vec<ChoiceId>,
        /// The part in percent; 100 doubles them.
        percent: String,
        /// The most in a period.
        #[serde(default)]
        cap: Option<String>,
        /// The period of the cap.
        period: PeriodChoice,
        /// The last day; none for no end.
        #[serde(default)]
        until: Option<NaiveDate>,
    },
    /// A part of each cashback that was paid.
    SweepCashback {
        /// The currency.
        currency: String,
        /// The part in percent.
        percent: String,
    },
    /// A part of what a purchase cost less than its list price.
    SaveDiscount {
        /// The currency.
        currency: String,
        /// The part in percent.
        percent: String,
    },
    /// What an account holds above a round balance.
    RoundDownBalance {
        /// The account.
        account: AccountId,
        /// The currency.
        currency: String,
        /// Balances are rounded down to its multiples.
        increment: String,
        /// On which days.
        #[serde(default)]
        days: BalanceDays,
        /// A balance up to this size is left alone.
        #[serde(default)]
        skip_up_to: Option<String>,
        /// The most that is set aside in all.
        #[serde(default)]
        pot_cap: Option<String>,
    },
    /// What was not bought after a while of thinking.
    CoolingOff {
        /// The currency.
        currency: String,
        /// The part of the price in percent.
        percent: String,
    },
}

/// How purchases are rounded up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct RoundUpTerms {
    /// What the purchases of each currency set aside; one without a step takes no part.
    pub steps: Vec<StepInput>,
    /// How many times the gap is set aside: more than once is extra saving.
    #[serde(default = "once")]
    pub times: u32,
    /// No more than this part of the purchase, in percent.
    #[serde(default)]
    pub cap_percent: Option<String>,
    /// The day on which weeks begin.
    #[serde(default)]
    pub week_start: DayOfWeek,
    /// How the bank moves these round-ups by itself; none where it does not. What it moves is never
    /// proposed for a transfer.
    #[serde(default)]
    pub mirrors: Option<MirrorInput>,
}

/// A bank that rounds up by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct MirrorInput {
    /// How often it moves them.
    #[serde(default)]
    pub pace: MirrorPace,
    /// What its transfers are called, beside the usual words.
    #[serde(default)]
    pub words: Vec<String>,
}

/// What the purchases of one currency set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct StepInput {
    /// The currency's code.
    pub currency: String,
    /// How a purchase becomes a round-up.
    pub mode: ModeInput,
    /// Added to every round-up.
    #[serde(default)]
    pub extra: Option<String>,
    /// Smaller purchases set nothing aside.
    #[serde(default)]
    pub min_purchase: Option<String>,
    /// The most for one purchase.
    #[serde(default)]
    pub cap_purchase: Option<String>,
    /// The most in a day.
    #[serde(default)]
    pub cap_day: Option<String>,
    /// The most in a week.
    #[serde(default)]
    pub cap_week: Option<String>,
    /// The most in a month.
    #[serde(default)]
    pub cap_month: Option<String>,
}

/// How a purchase becomes a round-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ModeInput {
    /// Up to the next multiple of an increment.
    Multiple {
        /// The increment; none for the currency's usual one.
        #[serde(default)]
        increment: Option<String>,
        /// What an amount without a gap sets aside.
        #[serde(default)]
        exact: ExactInput,
    },
    /// Up to the next bank note.
    Note,
    /// The same for every purchase.
    Flat {
        /// The amount.
        amount: String,
    },
    /// A part of the purchase.
    Percent {
        /// The part in percent.
        percent: String,
    },
    /// By the size of the purchase.
    Ladder {
        /// From the smallest purchases to the largest.
        rungs: Vec<RungInput>,
        /// For larger purchases.
        beyond: String,
    },
}

/// A rung of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct RungInput {
    /// The largest purchase on it.
    pub up_to: String,
    /// What it sets aside.
    pub amount: String,
}

/// What an amount without a gap sets aside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ExactInput {
    /// Nothing.
    #[default]
    Nothing,
    /// A whole increment.
    Full,
    /// This amount.
    Fixed {
        /// The amount.
        amount: String,
    },
}

/// How much of a pay is set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PayPart {
    /// This part in percent.
    Percent(String),
    /// This amount.
    Amount(String),
}

/// The part of each income that is for a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GoalPercent {
    /// The goal.
    pub goal: ChoiceId,
    /// The part in percent.
    pub percent: String,
}

/// Which entries a rule looks at: all parts that are given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// Only on these accounts; none listed for all.
    pub accounts: Vec<AccountId>,
    /// Only of these payees; none listed for all.
    pub payees: Vec<PayeeId>,
    /// Only in these categories; none listed for all.
    pub categories: Vec<AccountId>,
    /// Not in these categories.
    pub except: Vec<AccountId>,
    /// Smaller purchases or incomes take no part; for round-ups each step has its own.
    pub smallest: Option<String>,
}

/// What keeps the account that pays from running dry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GuardInput {
    /// What is to stay in it.
    pub floor: String,
    /// The currency of the floor.
    pub currency: String,
    /// What happens where less would stay.
    #[serde(default)]
    pub mode: GuardChoice,
}

/// Which goals share what a rule sets aside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct GoalSplit {
    /// By weights, or one after the other by the goals' priority.
    pub by: SplitChoice,
    /// The goals with their weights.
    pub goals: Vec<GoalWeight>,
}

/// A goal's weight among those that share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GoalWeight {
    /// The goal.
    pub goal: ChoiceId,
    /// Its weight, relative to the others.
    #[serde(default = "one")]
    pub weight: String,
}

fn once() -> u32 {
    1
}

fn one() -> String {
    "1".to_owned()
}
