//! What is told about one purchase: what it should earn, and what it really cost.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::inputs::PurchaseDetail;
use super::desk::ReceivableState;
use crate::ids::{ChoiceId, EntryId};
use crate::wire::{Amount, views};

views! {
    /// What a purchase should earn, and what it really cost.
    pub struct PurchaseRewards {
        /// The purchase.
        pub entry: EntryId,
        /// What is known of it beside its entry.
        pub detail: PurchaseDetail,
        /// One for each programme that looks at it.
        pub rewards: Vec<ExpectedReward>,
        /// What it really cost.
        pub net: NetPrice,
    }

    /// What a purchase earns in a programme.
    pub struct ExpectedReward {
        /// The programme.
        pub programme: ChoiceId,
        /// Its name.
        pub programme_name: String,
        /// What it earns; none where the sum of its statement is rounded.
        pub reward: Option<Amount>,
        /// The same before rounding, in main units of the unit.
        pub exact: String,
        /// The unit: a currency, or points.
        pub unit: String,
        /// What counts of the purchase.
        pub base: Amount,
        /// The rates of its parts, such as `1 % + 4 %`.
        pub rate: String,
        /// The rule that won, and those on top; empty for the base rate.
        pub rules: Vec<String>,
        /// What the purchase took of caps.
        pub caps: Vec<CapTaken>,
        /// When it should be there; none where nobody knows, and for points.
        pub due: Option<NaiveDate>,
        /// How far it is; none for points and for what earns nothing.
        pub state: Option<ReceivableState>,
        /// What refunds took back.
        pub taken_back: Vec<TakenBack>,
        /// How it comes about: base, rate, rule, cap and rounding, in a sentence.
        pub words: String,
        /// Why other rules did not pay, in a sentence each.
        pub why_not: Vec<String>,
    }

    /// What a purchase took of a cap.
    pub struct CapTaken {
        /// The rule's name.
        pub rule: String,
        /// What was left before: spend or reward.
        pub left_before: Amount,
        /// What was left after.
        pub left_after: Amount,
    }

    /// What a refund took back of a reward.
    pub struct TakenBack {
        /// The refund.
        pub entry: EntryId,
        /// Its day.
        pub day: NaiveDate,
        /// How much; below zero, or none where the sum of the statement is rounded.
        pub amount: Option<Amount>,
    }

    /// What a purchase really cost: price + fees + exchange markup + tip − cashback that was paid −
    /// discounts − refunds. What is only expected stands apart.
    pub struct NetPrice {
        /// What it really cost.
        pub net: Amount,
        /// The lines whose sum that is, in this order; zero ones are left out.
        pub lines: Vec<NetLine>,
        /// Cashback that is expected and not paid.
        pub expected: Amount,
        /// What it would come to if that is paid.
        pub net_if_paid: Amount,
        /// What could not be added up, such as points without a worth, in a sentence each.
        pub apart: Vec<String>,
    }

    /// A line of a net price.
    pub struct NetLine {
        /// What it is.
        pub words: String,
        /// How much it adds; below zero for what it takes off.
        pub amount: Amount,
        /// The entry that it stands in; none for one that has no entry of its own.
        pub entry: Option<EntryId>,
    }
}
