//! What the screens and the command are told of insights, and what they ask.

use chrono::NaiveDate;
use farthing_rules::insights::{InsightKind, NoticesAre};
use serde::{Deserialize, Serialize};

use crate::fees::FeeSide;
use crate::ids::{AccountId, PayeeId};
use crate::wire::{states, views};

states! {
    /// Where an insight stands.
    pub enum InsightState {
        /// It is so, and was not dismissed.
        Open,
        /// It is not so any more, or not news.
        Over,
        /// The person dismissed it.
        Dismissed,
        /// The person never wants to see its kind.
        Muted,
    }

    /// Where more can be read about an insight.
    pub enum InsightScreen {
        /// What is left today.
        Today,
        /// Small money.
        Small,
        /// What comes again.
        Recurring,
        /// Cashback.
        Cashback,
        /// Fees and games.
        Fees,
    }
}

/// Which entries an insight is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InsightRows {
    /// The currency's code.
    pub currency: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// The only payee.
    pub payee: Option<PayeeId>,
    /// The only category.
    pub category: Option<AccountId>,
    /// The categories that do not count.
    pub without: Vec<AccountId>,
    /// The largest size that counts.
    pub small_limit: Option<String>,
    /// The account whose fees they are.
    pub fee_account: Option<AccountId>,
    /// Which way the payments with a fee went.
    pub fee_side: Option<FeeSide>,
}

/// Where an insight leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InsightTarget {
    /// The screen that has more.
    pub screen: InsightScreen,
    /// The entries; none where it is made of no entries, or of those of several payees.
    pub rows: Option<InsightRows>,
}

/// When there are notices, as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct InsightSettings {
    /// Whether there are any.
    pub notices: NoticesAre,
    /// From when on there are none, `21:00`.
    pub quiet_from: String,
    /// Until when, `08:00`; the same time for no quiet hours.
    pub quiet_to: String,
}

views! {
    /// The log.
    pub struct Insights {
        /// What was noted: what is open first, then the newest first.
        pub all: Vec<InsightView>,
        /// Every kind there is.
        pub kinds: Vec<InsightKindShown>,
        /// When there are notices.
        pub settings: InsightSettings,
    }

    /// A kind of insights.
    pub struct InsightKindShown {
        /// The kind.
        pub kind: InsightKind,
        /// What a person calls it.
        pub name: String,
        /// Whether it never comes.
        pub is_muted: bool,
    }

    /// Something that was noted.
    pub struct InsightView {
        /// By which it is known again.
        pub key: String,
        /// What it is about.
        pub kind: InsightKind,
        /// What a person calls the kind.
        pub kind_name: String,
        /// The day on which it was first seen.
        pub first_seen: NaiveDate,
        /// What there is to know, in a sentence.
        pub title: String,
        /// The figures that it follows from, as they were then.
        pub cause: String,
        /// Which rule made it, and how to end it.
        pub why: String,
        /// Where it stands.
        pub state: InsightState,
        /// Since when it is not so any more.
        pub over: Option<NaiveDate>,
        /// The day of its notice.
        pub told: Option<NaiveDate>,
        /// Where it leads.
        pub target: InsightTarget,
    }

    /// What a look has found.
    pub struct InsightsFound {
        /// What was not in the log before.
        pub new: Vec<InsightView>,
    }
}
