//! What is told by the round-up lab.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::terms::SavingRuleInput;
use crate::ids::EntryId;
use crate::wire::{Amount, views};

views! {
    /// What a set of terms would have done.
    pub struct LabResult {
        /// The name of the rule.
        pub name: String,
        /// By currency, the one with most first.
        pub currencies: Vec<LabCurrency>,
    }

    /// What a set of terms would have done in a currency.
    pub struct LabCurrency {
        /// The currency.
        pub currency: String,
        /// All that would have been set aside.
        pub saved: Amount,
        /// The same for a month.
        pub a_month: Amount,
        /// By month.
        pub months: Vec<LabStretch>,
        /// By week.
        pub weeks: Vec<LabStretch>,
        /// The week with most.
        pub biggest_week: Option<LabStretch>,
        /// On how many days the floor held something back.
        pub held_days: u32,
        /// How much the floor held back.
        pub held_back: Amount,
        /// The lowest that the account that pays would have been, without what was set aside.
        pub worst_balance: Option<LabStretch>,
        /// How many refunds would have taken something back.
        pub taken_back_times: u32,
        /// How much they would have taken back.
        pub taken_back: Amount,
        /// How many purchases took part.
        pub took_part: u32,
        /// The purchases that did not, by reason.
        pub left_out: Vec<LabReason>,
        /// The purchases that gave most.
        pub top: Vec<LabPurchase>,
    }

    /// An amount of a month, a week or a day.
    pub struct LabStretch {
        /// Its first day.
        pub from: NaiveDate,
        /// The amount.
        pub amount: Amount,
    }

    /// How many purchases set nothing aside for a reason.
    pub struct LabReason {
        /// The reason, as the rules' word.
        pub reason: String,
        /// The reason in a sentence.
        pub words: String,
        /// How many.
        pub count: u32,
    }

    /// A purchase in the lab.
    pub struct LabPurchase {
        /// The entry.
        pub entry: EntryId,
        /// Its day.
        pub day: NaiveDate,
        /// Who was paid.
        pub payee: String,
        /// What it cost.
        pub size: Amount,
        /// What it would have set aside.
        pub saves: Amount,
    }
}

/// What is tried in the lab.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct LabQuery {
    /// One or two round-up rules.
    pub rules: Vec<SavingRuleInput>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}
