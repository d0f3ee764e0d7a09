//! What is told about goals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::terms::GoalInput;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// What a goal is.
    pub enum GoalState {
        /// It still wants money.
        Active,
        /// It holds its target or more.
        Completed,
        /// It was put away.
        Archived,
    }

    /// How a goal is on its way.
    pub enum GoalCourse {
        /// It has no date.
        NoDate,
        /// It holds its target.
        Completed,
        /// Its date has passed.
        Overdue,
        /// It has more than a straight line would have.
        Ahead,
        /// It is where a straight line would be.
        OnTrack,
        /// It has less.
        Behind,
    }

    /// What put money into a goal or took it out.
    pub enum DepositKind {
        /// A rule.
        Rule,
        /// What a rule had set aside was taken back.
        TakenBack,
        /// The person.
        ByHand,
        /// The person, out of it.
        Withdrawal,
        /// It was put away, and its money became free.
        Released,
    }
}

views! {
    /// All goals, and what their money lies on.
    pub struct Goals {
        /// The goals, the most important first, those put away last.
        pub goals: Vec<GoalSummary>,
        /// The accounts on which something is set aside.
        pub accounts: Vec<AccountCover>,
        /// What rules set aside for no goal, by currency.
        pub for_nobody: Vec<Amount>,
    }

    /// A goal and where it stands.
    pub struct GoalSummary {
        /// Its id.
        pub id: ChoiceId,
        /// What the person wrote.
        pub goal: GoalInput,
        /// The name of its destination; none where it names none that is there.
        pub destination_name: Option<String>,
        /// What it is.
        pub state: GoalState,
        /// What is set aside for it, moved or not.
        pub promised: Amount,
        /// What of it a transfer has really moved.
        pub moved: Amount,
        /// What had really moved before the goal was put away, and is free since; none for nothing.
        pub moved_before: Option<Amount>,
        /// What is missing to the target.
        pub missing: Option<Amount>,
        /// What is there beyond the target.
        pub surplus: Option<Amount>,
        /// The promised part of the target in percent, whole.
        pub percent: Option<u32>,
        /// How it is on its way.
        pub course: GoalCourse,
        /// The same in a sentence.
        pub course_words: String,
        /// What is enough to be in time; none without target and date.
        pub required: Option<RequiredPace>,
        /// When it may be reached at the pace of the last weeks.
        pub projection: Option<GoalProjection>,
        /// The first day on which it held its target.
        pub completed_on: Option<NaiveDate>,
        /// What of it the balance of its account no longer covers.
        pub uncovered: Option<Amount>,
    }

    /// What is enough to be in time.
    pub struct RequiredPace {
        /// Each day.
        pub a_day: Amount,
        /// Each week.
        pub a_week: Amount,
        /// Each month.
        pub a_month: Amount,
    }

    /// When a goal may be reached.
    pub struct GoalProjection {
        /// What the last weeks have put in, a week.
        pub a_week: Option<Amount>,
        /// At a quicker pace.
        pub early: Option<NaiveDate>,
        /// At the pace of the last weeks.
        pub likely: Option<NaiveDate>,
        /// At a slower pace; none for never.
        pub late: Option<NaiveDate>,
        /// The same in a sentence.
        pub words: String,
    }

    /// When a goal may be reached with the interest that is assumed for it. Nothing of that interest is
    /// ever counted as set aside.
    pub struct GoalInterest {
        /// What the last weeks have put in, a month.
        pub a_month: Amount,
        /// After how many months the target is reached; none for never.
        pub months: Option<u32>,
        /// The day of that.
        pub day: Option<NaiveDate>,
        /// The same in a sentence.
        pub words: String,
    }

    /// What is set aside on an account.
    pub struct AccountCover {
        /// The account.
        pub account_id: AccountId,
        /// Its name.
        pub account: String,
        /// What it holds.
        pub balance: Amount,
        /// What of it is set aside.
        pub earmarked: Amount,
        /// What is free; below zero where too much is set aside.
        pub free: Amount,
        /// What is set aside and not there.
        pub shortfall: Amount,
        /// Whose money is not there, the least important goal first.
        pub uncovered: Vec<GoalAmount>,
    }

    /// An amount of a goal.
    pub struct GoalAmount {
        /// The goal; none for nobody.
        pub goal: Option<ChoiceId>,
        /// Its name.
        pub name: String,
        /// The amount.
        pub amount: Amount,
    }

    /// A goal with its history.
    pub struct GoalDetail {
        /// The goal.
        pub summary: GoalSummary,
        /// When it may be reached with the assumed interest; none without such an interest, a target or a
        /// pace, and where the target is reached.
        pub with_interest: Option<GoalInterest>,
        /// What went in and out, the newest first.
        pub deposits: Vec<GoalDeposit>,
        /// How many there are in all.
        pub deposit_count: u32,
        /// Where it stood at the end of each day on which something happened.
        pub points: Vec<GoalPoint>,
    }

    /// What went into a goal or out of it.
    pub struct GoalDeposit {
        /// The day it counts from.
        pub day: NaiveDate,
        /// How much; below zero for what left.
        pub amount: Amount,
        /// What put it there.
        pub kind: DepositKind,
        /// The rule, where one did.
        pub rule: Option<ChoiceId>,
        /// Because of what, in a sentence.
        pub words: String,
        /// The entry behind it.
        pub entry: Option<EntryId>,
        /// Who was paid there.
        pub payee: Option<String>,
        /// What the purchase cost.
        pub size: Option<Amount>,
        /// What of it has really moved.
        pub moved: Amount,
    }

    /// Where a goal stood at the end of a day.
    pub struct GoalPoint {
        /// The day.
        pub day: NaiveDate,
        /// What was set aside for it.
        pub promised: Amount,
        /// What of it had really moved.
        pub moved: Amount,
    }
}

/// A change of a goal's money by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GoalMoneyInput {
    /// Above zero to put in, below zero to take out.
    pub amount: String,
    /// The account it lies on; none for money outside the ledger.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// A note.
    #[serde(default)]
    pub note: String,
}
