//! What is told about transfers and their destinations.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::terms::DestinationInput;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::register::EntryRow;
use crate::wire::{Amount, states, views};

states! {
    /// What has become of a confirmed transfer.
    pub enum SweepState {
        /// It is looked for at the bank.
        Open,
        /// One entry might be it.
        Suggested,
        /// All of it has moved.
        Settled,
        /// Less has moved.
        Partial,
        /// More has moved.
        Over,
        /// Nothing was found in all its days.
        Expired,
    }

    /// Which code a transfer is handed over by.
    pub enum CodeKind {
        /// EPC069-12.
        Epc,
        /// A Swiss QR-bill, with the cross in its middle.
        Swiss,
        /// A plain QR code.
        Plain,
    }
}

views! {
    /// A destination that is kept.
    pub struct Destination {
        /// Its id.
        pub id: ChoiceId,
        /// What the person wrote.
        pub destination: DestinationInput,
        /// From which pending sum a transfer is proposed.
        pub threshold: Amount,
        /// The goals whose money goes there.
        pub goals: Vec<String>,
    }

    /// What waits for a transfer, and the transfers that were confirmed.
    pub struct Sweeps {
        /// One for each account that pays, destination and currency.
        pub proposals: Vec<SweepProposal>,
        /// The confirmed ones, the newest first.
        pub sweeps: Vec<Sweep>,
    }

    /// A transfer that could be made now.
    pub struct SweepProposal {
        /// The destination; none where the goals name none yet.
        pub destination: Option<ChoiceId>,
        /// Its name.
        pub destination_name: String,
        /// The account that pays; none where that is not known, or where what waits lies on an account
        /// that no transfer can be made from, such as a credit card.
        pub from: Option<AccountId>,
        /// Its name.
        pub from_name: String,
        /// The accounts that could pay, where `from` is none.
        pub payers: Vec<Payer>,
        /// All that is pending.
        pub pending: Amount,
        /// What may be moved of it without running the account dry.
        pub amount: Amount,
        /// From which sum a transfer is proposed.
        pub threshold: Amount,
        /// Whether it is proposed today.
        pub due: bool,
        /// Why, or why not yet, in a sentence.
        pub words: String,
        /// What it would move, the oldest first.
        pub items: Vec<SweepItem>,
    }

    /// An account that could pay a transfer.
    pub struct Payer {
        /// The account.
        pub account: AccountId,
        /// Its name.
        pub name: String,
    }

    /// A part of a transfer: one goal's share of one cause.
    pub struct SweepItem {
        /// The goal.
        pub goal: ChoiceId,
        /// Its name.
        pub goal_name: String,
        /// The rule; none for what was put in by hand.
        pub rule: Option<ChoiceId>,
        /// The rule's name.
        pub rule_name: String,
        /// The cause, by which the item is named.
        pub cause: String,
        /// Its day.
        pub day: NaiveDate,
        /// Because of what, in a sentence.
        pub words: String,
        /// The entry behind it.
        pub entry: Option<EntryId>,
        /// How much; below zero for what was taken back.
        pub amount: Amount,
    }

    /// A transfer that the person has confirmed.
    pub struct Sweep {
        /// Its id.
        pub id: ChoiceId,
        /// The code to put into the transfer.
        pub reference: String,
        /// The day it was confirmed.
        pub created: NaiveDate,
        /// The account that pays.
        pub from: AccountId,
        /// Its name.
        pub from_name: String,
        /// The destination.
        pub destination: ChoiceId,
        /// Its name.
        pub destination_name: String,
        /// How much.
        pub amount: Amount,
        /// What has become of it.
        pub state: SweepState,
        /// The same in a sentence.
        pub words: String,
        /// What has really moved.
        pub moved: Amount,
        /// What has moved beyond it.
        pub extra: Amount,
        /// What waits for a transfer again.
        pub back: Amount,
        /// Whether the person says that it was paid.
        pub paid: bool,
        /// The entries that paid it.
        pub legs: Vec<EntryRow>,
        /// The entry that might be it.
        pub suggested: Option<EntryRow>,
        /// What it moves.
        pub items: Vec<SweepItem>,
    }

    /// How a transfer is made.
    pub struct Handoff {
        /// What a code holds; none where the way has no code.
        pub payload: Option<String>,
        /// Which code.
        pub code: Option<CodeKind>,
        /// A link that opens an app or a page; opening it is up to the person.
        pub link: Option<String>,
        /// What to do, one after the other.
        pub steps: Vec<HandoffStep>,
    }

    /// A step of a transfer by hand.
    pub struct HandoffStep {
        /// Its number, from 1.
        pub number: u32,
        /// What to do.
        pub text: String,
        /// What to copy for it.
        pub copy: Option<String>,
    }
}

/// A transfer that the person confirms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct SweepInput {
    /// The destination.
    pub destination: ChoiceId,
    /// The account that pays.
    pub from: AccountId,
    /// Whose parts it takes.
    #[serde(default)]
    pub parts: SweepParts,
    /// What stays out of it for now.
    #[serde(default)]
    pub leave_out: Vec<ItemKey>,
}

/// Whose parts a transfer takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SweepParts {
    /// Those that the account itself pays.
    #[default]
    OfAccount,
    /// Those that lie on no account that can pay.
    WithoutPayer,
}

/// An item of a transfer by its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct ItemKey {
    /// The goal.
    pub goal: ChoiceId,
    /// The rule; none for what was put in by hand.
    #[serde(default)]
    pub rule: Option<ChoiceId>,
    /// The cause.
    pub cause: String,
}
