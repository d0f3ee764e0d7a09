//! What is told about rewards that should be paid.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::programmes::ProgrammeKind;
use crate::ids::{ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// How far a reward is.
    pub enum ReceivableState {
        /// Its day has not come.
        Expected,
        /// The portal has seen the purchase.
        Tracked,
        /// The shop has agreed.
        Confirmed,
        /// It can be paid out.
        Payable,
        /// It has been paid.
        Paid,
        /// Less was paid than was expected, or less was tracked.
        Short,
        /// Its day has passed, and it may still come.
        Overdue,
        /// Nothing came.
        Missing,
        /// It was refused.
        Declined,
        /// A refund takes it back after it was paid.
        TakenBack,
    }

    /// What the person can do about a reward.
    pub enum ReceivableAction {
        /// Claim it, as long as claims are taken.
        Claim,
        /// Ask where it is.
        Ask,
        /// Appeal, as long as appeals are taken.
        Appeal,
    }
}

views! {
    /// All rewards that are money, and what can be seen of them together.
    pub struct Desk {
        /// The rewards: those that need something first, then by the day they are due.
        pub items: Vec<Receivable>,
        /// Their sums by state and currency, in the order of the states.
        pub by_state: Vec<StateSum>,
        /// The sums of those that are not paid, by how long they have been due.
        pub ageing: Vec<AgeBand>,
        /// What a payout would come to, for programmes with a floor or a fee.
        pub payouts: Vec<Payout>,
        /// Credits that may be cashback, for the person to say.
        pub offered: Vec<OfferedReceipt>,
        /// Credits that are cashback of a programme and belong to nothing that was expected.
        pub unexpected: Vec<OfferedReceipt>,
    }

    /// A reward that should be paid.
    pub struct Receivable {
        /// By which it is named: the programme's id, `:` and the cause.
        pub key: String,
        /// The programme.
        pub programme: ChoiceId,
        /// Its name.
        pub programme_name: String,
        /// What it is.
        pub programme_kind: ProgrammeKind,
        /// The purchase; none for a statement or a bonus.
        pub entry: Option<EntryId>,
        /// What it is for: the payee, or the statement's days.
        pub title: String,
        /// The day of the purchase, or on which the statement closes.
        pub day: NaiveDate,
        /// How much is expected, or what was last said.
        pub amount: Amount,
        /// When it should be there; none where nobody knows.
        pub due: Option<NaiveDate>,
        /// How far it is.
        pub state: ReceivableState,
        /// What can be done; none for waiting.
        pub action: Option<ReceivableAction>,
        /// The last day to do it; none for no end.
        pub act_until: Option<NaiveDate>,
        /// How many days that is from today; none for no end.
        pub days_left: Option<i32>,
        /// What was paid; none while nothing was.
        pub paid: Option<Amount>,
        /// The credit that paid it.
        pub receipt: Option<EntryId>,
        /// What is going on, in a sentence.
        pub words: String,
        /// A text to send to the programme, with order, days and amounts.
        pub claim_text: String,
        /// The order's number.
        pub order: String,
        /// A note.
        pub note: String,
        /// What the programme said, the oldest first.
        pub events: Vec<ReceivableEvent>,
        /// The files that prove it.
        pub evidence: Vec<EvidenceFile>,
    }

    /// What a programme said about a reward.
    pub struct ReceivableEvent {
        /// The day.
        pub day: NaiveDate,
        /// How far it is from then on.
        pub state: ReceivableState,
        /// How much it is from then on; none for as much as before.
        pub amount: Option<Amount>,
    }

    /// A file that proves something.
    pub struct EvidenceFile {
        /// Its id.
        pub id: i32,
        /// Its name.
        pub name: String,
        /// What it is, by its content.
        pub media_type: String,
        /// How many bytes it has.
        pub bytes: u32,
    }

    /// How much is in a state.
    pub struct StateSum {
        /// The state.
        pub state: ReceivableState,
        /// How many.
        pub count: u32,
        /// How much together.
        pub sum: Amount,
    }

    /// What has been due for so long.
    pub struct AgeBand {
        /// The band, such as `1 to 30 days`.
        pub words: String,
        /// From how many days after the due day on; below zero for what is not due.
        pub from_days: i32,
        /// How many.
        pub count: u32,
        /// How much together.
        pub sum: Amount,
    }

    /// What a payout would come to.
    pub struct Payout {
        /// The programme.
        pub programme: ChoiceId,
        /// Its name.
        pub programme_name: String,
        /// What is there to be paid out: confirmed or payable, or points.
        pub balance: Amount,
        /// The least that is paid out.
        pub floor: Amount,
        /// What a payout costs now.
        pub fee: Amount,
        /// What is missing to the floor, or to a payout without cost; none for nothing.
        pub missing: Option<Amount>,
        /// The next day of payment; none for whenever it is asked.
        pub next: Option<NaiveDate>,
        /// The same, in a sentence.
        pub words: String,
    }

    /// A credit that is or may be cashback.
    pub struct OfferedReceipt {
        /// The entry.
        pub entry: EntryId,
        /// Its day.
        pub day: NaiveDate,
        /// Who paid it.
        pub payee: String,
        /// The account that it came to, by name.
        pub account_name: String,
        /// How much.
        pub amount: Amount,
        /// The programme that it may be of; none where nobody knows.
        pub programme: Option<ChoiceId>,
        /// The programme's name.
        pub programme_name: String,
        /// The rewards that it may pay, by their keys.
        pub keys: Vec<String>,
        /// Why it is offered, in a sentence.
        pub words: String,
    }

    /// What a file proves, to look at.
    pub struct EvidenceContent {
        /// Its name.
        pub name: String,
        /// What it is, by its content.
        pub media_type: String,
        /// Its bytes as Base64.
        pub base64: String,
    }
}
