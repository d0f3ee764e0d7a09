//! What is told about rules: what they do, what a purchase set aside, what the bank rounds up itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::terms::{ModeInput, SavingRuleInput};
use super::GoalAmount;
use crate::ids::ChoiceId;
use crate::register::EntryRow;
use crate::wire::{Amount, states, views};

states! {
    /// Whether a rule is at work.
    pub enum RuleState {
        /// It is.
        Active,
        /// It has not begun.
        Waiting,
        /// It rests.
        Paused,
    }
}

views! {
    /// A saving rule that is kept.
    pub struct SavingRule {
        /// Its id.
        pub id: ChoiceId,
        /// What it says today.
        pub rule: SavingRuleInput,
        /// The same in sentences, the most telling first.
        pub words: Vec<String>,
        /// Those of the sentences that say only what holds where nothing else is chosen.
        pub usual: Vec<String>,
        /// Its versions, the newest first.
        pub versions: Vec<RuleVersion>,
        /// Whether it is at work.
        pub state: RuleState,
        /// The last day of its pause, where that has an end.
        pub paused_until: Option<NaiveDate>,
        /// All it has set aside, by currency.
        pub saved: Vec<Amount>,
        /// What of it waits for a transfer, by currency.
        pub pending: Vec<Amount>,
        /// How often it set something aside.
        pub times: u32,
    }

    /// A version of a rule.
    pub struct RuleVersion {
        /// Its number, from 1.
        pub number: u32,
        /// The first day it counts for; none for all there is.
        pub from: Option<NaiveDate>,
        /// What it says, in sentences.
        pub words: Vec<String>,
    }

    /// A way of rounding up, tried on the person's own last purchases.
    pub struct RoundingExample {
        /// What the way is called.
        pub name: String,
        /// What it does, in a sentence.
        pub words: String,
        /// The way itself.
        pub mode: ModeInput,
        /// What it adds every time.
        pub extra: Option<String>,
        /// The purchases.
        pub purchases: Vec<ExamplePurchase>,
        /// What they would have set aside together.
        pub sum: Amount,
    }

    /// A purchase in an example.
    pub struct ExamplePurchase {
        /// Its day; none for an invented one, where the ledger has none.
        pub day: Option<NaiveDate>,
        /// Who was paid.
        pub payee: String,
        /// What it cost.
        pub size: Amount,
        /// What it would have set aside.
        pub saves: Amount,
    }

    /// What a rule made of an entry, and why not more.
    pub struct WhySaved {
        /// The rule.
        pub rule: ChoiceId,
        /// Its name.
        pub rule_name: String,
        /// The version that counts for the day.
        pub version: u32,
        /// The first day of that version; none for all there is.
        pub version_from: Option<NaiveDate>,
        /// What was set aside.
        pub amount: Amount,
        /// The reason, as the rules' word.
        pub reason: String,
        /// The reason in a sentence.
        pub words: String,
        /// The goals that share it.
        pub shares: Vec<GoalAmount>,
        /// What has changed it since.
        pub changes: Vec<SavedChange>,
    }

    /// What has changed an amount that was set aside.
    pub struct SavedChange {
        /// The day.
        pub day: NaiveDate,
        /// By how much.
        pub amount: Amount,
        /// Why, in a sentence.
        pub words: String,
    }

    /// What the bank's own round-ups come to beside what they should be.
    pub struct MirrorReport {
        /// The transfers that were recognised, each with its purchases.
        pub attached: Vec<MirrorTransfer>,
        /// What should have moved and did not.
        pub missed: Vec<MirrorMissed>,
        /// What may still move.
        pub waiting: Vec<MirrorMissed>,
        /// The transfers that no purchase explains.
        pub unexplained: Vec<EntryRow>,
        /// What the bank has moved, by currency.
        pub moved: Vec<Amount>,
        /// What it should have moved, by currency.
        pub expected: Vec<Amount>,
    }

    /// A round-up transfer of the bank.
    pub struct MirrorTransfer {
        /// The transfer.
        pub transfer: EntryRow,
        /// The purchases behind it.
        pub purchases: Vec<ExamplePurchase>,
        /// By how much it is more than they explain.
        pub difference: Amount,
    }

    /// A purchase whose round-up did not move, or the purchases of a day or a week.
    pub struct MirrorMissed {
        /// Its day, or the first of them.
        pub day: NaiveDate,
        /// The purchases with what they should have moved.
        pub purchases: Vec<ExamplePurchase>,
        /// What should have moved.
        pub amount: Amount,
    }
}

/// Until when saving rests.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PauseUntil {
    /// Until the person says so.
    Open,
    /// Until a day, on which it goes on.
    Day {
        /// That day.
        day: NaiveDate,
    },
    /// Until the next expected pay.
    Payday,
}
