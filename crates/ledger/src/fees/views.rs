//! What the screens and the command are told of fees, and what they ask.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FeeSide;
use crate::ids::{AccountId, ChoiceId};
use crate::wire::{Amount, states, views};

states! {
    /// What a tariff prices.
    pub enum TariffSide {
        /// Paying somebody.
        Pay,
        /// Being paid: a seller sees less than the buyer gave.
        Receive,
        /// Taking money out of a wallet.
        CashOut,
        /// Putting money into one.
        TopUp,
    }

    /// Which of two tariffs is cheaper.
    pub enum CheaperTariff {
        /// The first.
        First,
        /// The second.
        Second,
        /// They cost the same.
        Neither,
    }
}

/// A tariff as it is written: amounts and percentages as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct TariffInput {
    /// Its name.
    pub name: String,
    /// Whose it is, such as a wallet.
    pub provider: String,
    /// What it prices.
    pub side: TariffSide,
    /// The code of its currency.
    pub currency: String,
    /// The day on which it was so.
    pub as_of: NaiveDate,
    /// Where it is written.
    pub source: String,
    /// Whether it only shows how such a tariff looks.
    #[serde(default)]
    pub example: bool,
    /// By the size of the payment, ascending.
    pub bands: Vec<TariffBand>,
}

/// Which entries with a fee, told apart as the figures tell them apart. Needs the currency.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FeeRows {
    /// Which way the payment went.
    pub side: Option<FeeSide>,
    /// The account that was charged.
    pub account: Option<AccountId>,
    /// Only payments above this size, without the fee.
    pub above: Option<String>,
    /// Only payments up to this size; a fee without a payment has the size 0.
    pub up_to: Option<String>,
}

/// What is taken of payments up to a size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields, default)]
pub struct TariffBand {
    /// The largest payment; empty for no largest.
    pub up_to: String,
    /// Of the payment, in percent; empty for nothing.
    pub percent: String,
    /// Of every payment; empty for nothing.
    pub fixed: String,
    /// At least this; empty for no least.
    pub least: String,
    /// At most this; empty for no most.
    pub most: String,
}

views! {
    /// What was charged in a stretch of days.
    pub struct Fees {
        /// The currency's code.
        pub currency: String,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// All fees.
        pub total: Amount,
        /// A year at this pace.
        pub annualised: Amount,
        /// Fees without a payment, such as a monthly one.
        pub alone: FeeFlow,
        /// Payments that were made.
        pub paid: FeeSum,
        /// Payments that were received.
        pub received: FeeSum,
        /// What the tariffs for being paid would have taken of the received payments, the least first.
        pub others: Vec<OtherTariff>,
        /// How these figures were made, as a sentence.
        pub formula: String,
    }

    /// What a tariff would have taken of the payments that were received.
    pub struct OtherTariff {
        /// Its key.
        pub key: String,
        /// Its name.
        pub name: String,
        /// Whether it is only an example.
        pub example: bool,
        /// What it would have taken.
        pub fees: Amount,
        /// That as a fraction of the payments, four places.
        pub rate: Option<String>,
        /// What was taken less that; below zero where it would have taken more.
        pub less: Amount,
    }

    /// Payments of one side that carried a fee.
    pub struct FeeSum {
        /// All of them.
        pub all: FeeFlow,
        /// By size, ascending.
        pub bands: Vec<FeeBand>,
        /// By the account that was charged, the dearest first.
        pub providers: Vec<ProviderFees>,
    }

    /// Payments with their fees.
    pub struct FeeFlow {
        /// How many.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they come to without their fees; of received ones, before the fee was taken.
        pub volume: Amount,
        /// Their fees.
        pub fees: Amount,
        /// What is left: the volume without the fees.
        pub net: Amount,
        /// The fees as a fraction of the volume, four places; none without a volume.
        pub rate: Option<String>,
    }

    /// Payments of one size.
    pub struct FeeBand {
        /// Above this size; none for the smallest.
        pub above: Option<Amount>,
        /// Up to this size; none for the largest.
        pub up_to: Option<Amount>,
        /// The payments.
        pub flow: FeeFlow,
    }

    /// Payments of one account.
    pub struct ProviderFees {
        /// The account.
        pub account: AccountId,
        /// Its name.
        pub name: String,
        /// All of them.
        pub all: FeeFlow,
        /// By size, as in the sum of all; sizes without a payment are there with a count of zero.
        pub bands: Vec<FeeFlow>,
    }

    /// A tariff that can be asked.
    pub struct TariffShown {
        /// Its key: that of its file, or the number of the person's own.
        pub key: String,
        /// The person's own; none for one that is shipped.
        pub own: Option<ChoiceId>,
        /// What it says.
        pub tariff: TariffInput,
        /// Its bands in words.
        pub words: Vec<String>,
        /// How far it is to be trusted, as a sentence.
        pub note: String,
    }

    /// What one tariff takes of a payment.
    pub struct Quote {
        /// The tariff.
        pub key: String,
        /// Its name.
        pub name: String,
        /// What it prices.
        pub side: TariffSide,
        /// Whether it is only an example.
        pub example: bool,
        /// What it takes; none where it does not price such a size.
        pub fee: Option<Amount>,
        /// The fee as a fraction of the payment, six places.
        pub rate: Option<String>,
        /// What is left.
        pub net: Option<Amount>,
        /// Why there is no fee, as a sentence.
        pub refusal: Option<String>,
    }

    /// Two tariffs beside each other.
    pub struct TariffComparison {
        /// The sizes, ascending, and which is cheaper there.
        pub sizes: Vec<ComparedSizes>,
        /// The size at which the two cost the same; none where there is none, or they have several bands or
        /// limits of the fee.
        pub break_even: Option<Amount>,
        /// The same in a sentence.
        pub words: String,
    }

    /// Sizes between which one tariff is cheaper.
    pub struct ComparedSizes {
        /// From this size.
        pub from: Amount,
        /// Up to this one; none for no end.
        pub to: Option<Amount>,
        /// Which is cheaper.
        pub cheaper: CheaperTariff,
    }

    /// Several payments, or one of the same sum.
    pub struct BundleShown {
        /// What the several cost.
        pub separate: Amount,
        /// What the one costs.
        pub bundled: Amount,
        /// What the one saves; below zero where it costs more.
        pub saved: Amount,
        /// The same in a sentence.
        pub words: String,
    }

    /// What it costs to turn a wallet or a phone bill into money now.
    pub struct CashOutShown {
        /// What comes out.
        pub received: Amount,
        /// What it costs.
        pub cost: Amount,
        /// The cost as a fraction of what comes out, six places.
        pub period_rate: String,
        /// The same for a year without interest on interest, four places.
        pub apr: String,
        /// The same with it, four places; none where it is beyond all numbers.
        pub effective: Option<String>,
        /// What that means, as a warning.
        pub warning: String,
    }
}
