//! The insights log: which facts are worth a note, under which key, and when one may be told.
//!
//! A key is made of the kind, what it is about and a bucket, such as a series and its new price, or a
//! month. It never has the day on which somebody looked, so a note that was dismissed does not come
//! back the next night. [`insight`] makes a note of a fact, [`next_notice`] chooses the one of a day.

mod facts;
mod notice;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use facts::{
    Burst, Claim, Fact, FeeRate, FeeSide, LateReward, Missed, PriceRise, SmallMonth, StillCharged,
    Trial, TrialPrice, Used,
};
pub use notice::{Notices, NoticesAre, Quiet, Waiting, next_notice};

/// What an insight is about. The order is that of notices: what has a last day comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum InsightKind {
    /// A reward that can be claimed or is late.
    CashbackDue,
    /// A trial or an introductory price that ends.
    TrialEnds,
    /// A series that was cancelled and charged again.
    StillCharged,
    /// A series that became dearer.
    PriceRise,
    /// A charge that did not come.
    MissedCharge,
    /// A limit, an allowance or the cap of games that is used, or nearly.
    LimitUsed,
    /// Many small payments in a short time.
    Burst,
    /// A month with more small money than usual.
    SmallMonth,
    /// A wallet or bank whose fees are a large part of its payments.
    FeeRate,
}

/// Something worth a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insight {
    /// What it is about.
    pub kind: InsightKind,
    /// By which it is known again.
    pub key: String,
    /// What there is to know, in a sentence.
    pub title: String,
    /// The figures that it follows from, in a sentence.
    pub cause: String,
    /// Which rule made it, and how to end it.
    pub why: String,
}

/// What the person does not want to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Silenced {
    /// The keys of insights that were dismissed.
    pub dismissed: BTreeSet<String>,
    /// The kinds that never come again.
    pub muted: BTreeSet<InsightKind>,
}

impl InsightKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::CashbackDue,
        Self::TrialEnds,
        Self::StillCharged,
        Self::PriceRise,
        Self::MissedCharge,
        Self::LimitUsed,
        Self::Burst,
        Self::SmallMonth,
        Self::FeeRate,
    ];

    /// The word of files, keys and the command.
    pub fn word(self) -> &'static str {
        match self {
            Self::CashbackDue => "cashback_due",
            Self::TrialEnds => "trial_ends",
            Self::StillCharged => "still_charged",
            Self::PriceRise => "price_rise",
            Self::MissedCharge => "missed_charge",
            Self::LimitUsed => "limit_used",
            Self::Burst => "burst",
            Self::SmallMonth => "small_month",
            Self::FeeRate => "fee_rate",
        }
    }

    /// What the kind is, as a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CashbackDue => "Rewards to claim, or late",
            Self::TrialEnds => "Trials that end",
            Self::StillCharged => "Charges after cancelling",
            Self::PriceRise => "Price rises",
            Self::MissedCharge => "Charges that did not come",
            Self::LimitUsed => "Limits that are used",
            Self::Burst => "Many payments in a short time",
            Self::SmallMonth => "Months above the usual",
            Self::FeeRate => "Fees of a wallet or bank",
        }
    }
}

impl Silenced {
    /// Whether an insight is not to be shown.
    pub fn silences(&self, kind: InsightKind, key: &str) -> bool {
        self.muted.contains(&kind) || self.dismissed.contains(key)
    }
}

/// The insight of a fact, where it is worth one on this day.
pub fn insight(fact: &Fact, today: NaiveDate) -> Option<Insight> {
    if !fact.is_worth_a_note(today) {
        return None;
    }
    let kind = fact.kind();
    Some(Insight {
        kind,
        key: format!("{}:{}", kind.word(), fact.subject()),
        title: fact.title(),
        cause: fact.cause(),
        why: fact.why(),
    })
}
