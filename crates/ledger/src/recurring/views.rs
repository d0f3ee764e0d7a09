//! What is told about payments that come again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cashback::EvidenceFile;
use crate::ids::{ChoiceId, PayeeId};
use crate::wire::{Amount, states, views};

states! {
    /// What the person said of a series.
    pub enum SeriesState {
        /// Nothing yet.
        Candidate,
        /// It comes again.
        Confirmed,
        /// It is not recurring.
        Dismissed,
        /// It was cancelled.
        Cancelled,
    }

    /// How near the end of a trial or an introductory price is.
    pub enum ClockState {
        /// More than three days are left.
        Running,
        /// Two or three days are left.
        Soon,
        /// It ends today or tomorrow.
        Last,
        /// It is over.
        Over,
    }
}

views! {
    /// The inbox in one currency.
    pub struct Recurring {
        /// The currency.
        pub currency: String,
        /// The day it is looked at from.
        pub today: NaiveDate,
        /// What was confirmed, the one that costs most first.
        pub series: Vec<SeriesView>,
        /// What may be recurring and was not decided, the one that costs most first.
        pub candidates: Vec<SeriesView>,
        /// What is not recurring.
        pub dismissed: Vec<SeriesView>,
        /// What was cancelled.
        pub cancelled: Vec<SeriesView>,
        /// The charges of the confirmed series that are expected in the next 60 days.
        pub upcoming: Vec<Upcoming>,
        /// What the confirmed series that run come to in a year.
        pub yearly_total: Amount,
        /// A twelfth of it.
        pub monthly_total: Amount,
        /// What was charged this month and what is still expected in it.
        pub this_month: Amount,
        /// What was not charged since series were cancelled.
        pub saved: Amount,
        /// How the totals come about.
        pub formula: String,
    }

    /// A charge that is expected.
    pub struct Upcoming {
        /// The day.
        pub day: NaiveDate,
        /// The key of its series.
        pub key: String,
        /// Its name.
        pub name: String,
        /// The last price, or the usual one where nearly every charge is another one.
        pub amount: Amount,
    }

    /// Payments that come again.
    pub struct SeriesView {
        /// What use cases name it by.
        pub key: String,
        /// What the person said of it.
        pub state: SeriesState,
        /// Its name.
        pub name: String,
        /// The names of its payees.
        pub payees: Vec<String>,
        /// Those of them that are in the ledger.
        pub payee_ids: Vec<PayeeId>,
        /// The word of its rhythm; none where its payments are not there or too few.
        pub period: Option<String>,
        /// How sure the rhythm is: mature, early or ended.
        pub status: Option<String>,
        /// Whether its last payment is long back, and it was not cancelled here.
        pub stopped: bool,
        /// The usual size.
        pub typical: Option<Amount>,
        /// The last payment.
        pub last: Option<Amount>,
        /// The day of the first payment.
        pub first_day: Option<NaiveDate>,
        /// The day of the last payment.
        pub last_day: Option<NaiveDate>,
        /// When the next one is due.
        pub next: Option<NaiveDate>,
        /// How regular the gaps are, such as `0.9500`.
        pub regularity: Option<String>,
        /// What it comes to in a year.
        pub yearly_cost: Amount,
        /// How many payments there are.
        pub count: u32,
        /// Their sum.
        pub paid: Amount,
        /// The newest payments, the newest first.
        pub charges: Vec<ChargeView>,
        /// What its price did.
        pub steps: Vec<PriceStepView>,
        /// How much dearer it is than at first; none where it is not.
        pub dearer: Option<Dearer>,
        /// The day on which a payment was expected and did not come.
        pub missed: Option<NaiveDate>,
        /// A note.
        pub note: String,
        /// The trial.
        pub trial: Option<TrialClock>,
        /// The introductory price.
        pub intro: Option<IntroClock>,
        /// How it can be cancelled: a link or steps.
        pub cancel_steps: String,
        /// The days on which it was used, the newest first.
        pub used: Vec<NaiveDate>,
        /// What one use costs.
        pub cost_per_use: Option<UseCost>,
        /// How it was cancelled.
        pub cancel: Option<CancelView>,
    }

    /// A payment of a series.
    pub struct ChargeView {
        /// The day.
        pub day: NaiveDate,
        /// How much.
        pub amount: Amount,
    }

    /// A lasting change of a price.
    pub struct PriceStepView {
        /// The first day at the new price.
        pub day: NaiveDate,
        /// The price before.
        pub from: Amount,
        /// The new price.
        pub to: Amount,
        /// The change in percent, such as `8.34` or `-5.00`.
        pub percent: String,
        /// Whether another charge followed it.
        pub confirmed: bool,
    }

    /// How much dearer a series is than its first price.
    pub struct Dearer {
        /// In percent.
        pub percent: String,
        /// Since the first day at another price.
        pub since: NaiveDate,
        /// What the charges cost beyond the first price so far.
        pub extra_so_far: Amount,
        /// What a year costs more.
        pub extra_per_year: Amount,
    }

    /// When a trial ends.
    pub struct TrialClock {
        /// Its last day.
        pub ends: NaiveDate,
        /// How many days are left; below zero when it is over.
        pub days_left: i32,
        /// How near that is.
        pub state: ClockState,
    }

    /// When an introductory price ends.
    pub struct IntroClock {
        /// The price until then.
        pub amount: Amount,
        /// Its last day.
        pub until: NaiveDate,
        /// How many days are left; below zero when it is over.
        pub days_left: i32,
        /// How near that is.
        pub state: ClockState,
    }

    /// What one use costs.
    pub struct UseCost {
        /// The cost.
        pub amount: Amount,
        /// How it comes about.
        pub formula: String,
    }

    /// How a series was cancelled, and what came of it.
    pub struct CancelView {
        /// The day.
        pub day: NaiveDate,
        /// How.
        pub how: String,
        /// The files that prove it.
        pub evidence: Vec<EvidenceFile>,
        /// What was not charged since.
        pub saved: Amount,
        /// How many charges did not come.
        pub charges_saved: u32,
        /// The last charge after it was cancelled.
        pub still_charged: Option<NaiveDate>,
        /// What of the saved money was put into goals.
        pub pledged: Amount,
        /// What of it can still be put into a goal.
        pub left: Amount,
        /// Where it went.
        pub pledges: Vec<PledgeView>,
    }

    /// Saved money that was put into a goal.
    pub struct PledgeView {
        /// The goal.
        pub goal: ChoiceId,
        /// The day.
        pub day: NaiveDate,
        /// How much.
        pub amount: Amount,
    }
}
