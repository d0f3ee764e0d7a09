//! What the screens and the command are told of a weekly review, and what they ask.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cashback::Receivable;
use crate::ids::{AccountId, ChoiceId};
use crate::lens::{UsualSmall, WeekFlow};
use crate::links::SuggestedPair;
use crate::register::EntryRow;
use crate::savings::SweepProposal;
use crate::wire::{Amount, states, views};

states! {
    /// A step of the review.
    pub enum ReviewStep {
        /// Entries without a category.
        Uncategorised,
        /// Refunds that are awaited, and refunds without their purchase.
        Refunds,
        /// Cashback that is due, late or can be claimed.
        Cashback,
        /// What stands ready to be moved to its goals.
        Sweep,
        /// One choice for the next week.
        Choice,
    }

    /// Where a step is.
    pub enum ReviewStepState {
        /// Something waits.
        Waiting,
        /// Nothing waits.
        Clear,
        /// The person left it for another time.
        Skipped,
    }

    /// How a choice came out.
    pub enum ReviewOutcome {
        /// Its week is to come.
        Ahead,
        /// Its week is not over.
        Running,
        /// It came out as it was chosen.
        Kept,
        /// It came out otherwise.
        NotKept,
        /// The ledger cannot tell.
        Untold,
    }
}

/// One choice for a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReviewChoice {
    /// To look after a habit.
    Habit {
        /// The habit.
        habit: ChoiceId,
    },
    /// To go on with a challenge.
    Challenge {
        /// The challenge.
        challenge: ChoiceId,
    },
    /// To stay within the limit of a category.
    Limit {
        /// The limit.
        limit: ChoiceId,
    },
    /// To look at payments that come again.
    Series {
        /// The key of the series.
        key: String,
        /// The currency of its payments.
        currency: String,
    },
    /// Anything else, in the person's own words.
    Sentence {
        /// The words.
        text: String,
    },
}

views! {
    /// A review, from the last one up to today.
    pub struct WeeklyReview {
        /// The week that it belongs to, `2026-W48`.
        pub week: String,
        /// The day it is looked at from.
        pub today: NaiveDate,
        /// The day of the last finished review before this week; none where there was none.
        pub since: Option<NaiveDate>,
        /// The day on which this week's was finished.
        pub done: Option<NaiveDate>,
        /// The five steps in their order.
        pub steps: Vec<ReviewStepShown>,
        /// Entries without a category.
        pub uncategorised: Uncategorised,
        /// Refunds that are awaited, up to a week from today, by their day.
        pub awaited: Vec<EntryRow>,
        /// Refunds that came, each with the purchase it may belong to.
        pub refunds: Vec<SuggestedPair>,
        /// Rewards that are due, late or can be acted on.
        pub cashback: Vec<Receivable>,
        /// Transfers of what was set aside that stand ready.
        pub sweeps: Vec<SweepProposal>,
        /// The last whole week.
        pub figures: ReviewFigures,
        /// The choices of the last two reviews, the newest first, and how they came out.
        pub before: Vec<ReviewChoiceShown>,
        /// The choice for the next week.
        pub choice: Option<ReviewChoiceShown>,
        /// What can be chosen beside a sentence of one's own.
        pub options: Vec<ReviewOption>,
    }

    /// A step and where it is.
    pub struct ReviewStepShown {
        /// The step.
        pub step: ReviewStep,
        /// Where it is.
        pub state: ReviewStepState,
        /// How many things wait in it.
        pub waiting: u32,
    }

    /// Entries without a category.
    pub struct Uncategorised {
        /// How many there are in all.
        pub total: u32,
        /// The newest of them, at most 50.
        pub rows: Vec<UncategorisedRow>,
    }

    /// An entry without a category.
    pub struct UncategorisedRow {
        /// The entry.
        pub entry: EntryRow,
        /// Where it may belong; none where nothing is known of such entries.
        pub proposal: Option<CategoryProposal>,
    }

    /// A category that an entry may belong to.
    pub struct CategoryProposal {
        /// The category.
        pub category: AccountId,
        /// Its name.
        pub name: String,
        /// What the proposal goes by, in a sentence.
        pub because: String,
    }

    /// The small money of the last whole week.
    pub struct ReviewFigures {
        /// Its Monday.
        pub from: NaiveDate,
        /// Its Sunday.
        pub to: NaiveDate,
        /// The largest size that counts as small.
        pub limit: Amount,
        /// How many small payments.
        pub count: u32,
        /// What they add up to.
        pub sum: Amount,
        /// Beside the person's own earlier weeks; none where there is no earlier one.
        pub usual: Option<UsualSmall>,
        /// The whole weeks since the last review, the oldest first, at most eight.
        pub weeks: Vec<WeekFlow>,
        /// How these figures were made, as a sentence.
        pub formula: String,
    }

    /// A choice for a week.
    pub struct ReviewChoiceShown {
        /// The choice.
        pub choice: ReviewChoice,
        /// What was chosen, in words.
        pub what: String,
        /// The Monday of its week.
        pub first: NaiveDate,
        /// Its Sunday.
        pub last: NaiveDate,
        /// How it came out.
        pub outcome: ReviewOutcome,
        /// The same as a sentence.
        pub words: String,
    }

    /// Something that can be chosen.
    pub struct ReviewOption {
        /// The choice.
        pub choice: ReviewChoice,
        /// What it is called.
        pub name: String,
        /// What it asks for, in words.
        pub what: String,
    }
}

impl ReviewStep {
    /// All steps in their order.
    pub const ALL: [Self; 5] = [
        Self::Uncategorised,
        Self::Refunds,
        Self::Cashback,
        Self::Sweep,
        Self::Choice,
    ];

    /// How sentences have it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Uncategorised => "entries without a category",
            Self::Refunds => "refunds",
            Self::Cashback => "cashback",
            Self::Sweep => "the transfer",
            Self::Choice => "the choice",
        }
    }
}
