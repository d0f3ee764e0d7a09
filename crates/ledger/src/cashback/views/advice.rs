//! What is told about which card or wallet to pay with, and the figures of the charts.

use serde::Serialize;

use super::desk::{AgeBand, StateSum};
use super::programmes::CapRow;
use crate::ids::{AccountId, ChoiceId};
use crate::wire::{Amount, views};

views! {
    /// What a purchase comes to with each card and wallet, the best first.
    pub struct Advised {
        /// One for each account of a programme.
        pub rows: Vec<AdviceRow>,
        /// What could not be compared, and why, in a sentence each.
        pub left_out: Vec<String>,
    }

    /// What paying with an account comes to.
    pub struct AdviceRow {
        /// The account.
        pub account: AccountId,
        /// Its name.
        pub account_name: String,
        /// The programme; none for an account without one.
        pub programme: Option<ChoiceId>,
        /// Its name.
        pub programme_name: String,
        /// What the purchase costs with it in the end: price + fees − reward, and − the shares of bonuses
        /// where the question counts them.
        pub end_price: Amount,
        /// The reward without the costs, with those shares where the question counts them.
        pub net: Amount,
        /// What the reward is worth.
        pub value: Amount,
        /// Fees and surcharges.
        pub cost: Amount,
        /// How it comes about, in a sentence.
        pub words: String,
        /// The bonuses that are not earned yet and for which the purchase counts.
        pub bonuses: Vec<AdviceBonus>,
    }

    /// A bonus for so much spend that is not earned yet, and may never be.
    pub struct AdviceBonus {
        /// What the purchase would be of it.
        pub share: Amount,
        /// What it needs, in a sentence.
        pub words: String,
    }

    /// The figures of the charts about cashback.
    pub struct CashbackFigures {
        /// The pipeline.
        pub by_state: Vec<StateSum>,
        /// How long what is not paid has been due.
        pub ageing: Vec<AgeBand>,
        /// What each programme brings for 100 spent, without its annual fee.
        pub effective: Vec<EffectiveRow>,
        /// What is used of caps today.
        pub caps: Vec<CapUse>,
    }

    /// What a programme brings.
    pub struct EffectiveRow {
        /// Its name.
        pub programme_name: String,
        /// In percent with two decimals; below zero where its fee is more than it brings.
        pub percent: String,
        /// What was spent.
        pub spend: Amount,
        /// What it brought, without the fee.
        pub net: Amount,
    }

    /// What is used of a cap.
    pub struct CapUse {
        /// The programme's name.
        pub programme_name: String,
        /// The rule's name.
        pub rule_name: String,
        /// How much.
        pub cap: CapRow,
    }
}
