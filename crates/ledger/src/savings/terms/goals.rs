//! Goals, and where their money really goes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::lists::{DayOfWeek, OverfundChoice, PixKeyChoice, WalletChoice};
use crate::ids::{AccountId, ChoiceId};

/// A goal as the person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct GoalInput {
    /// What the person calls it.
    pub name: String,
    /// The currency's code.
    pub currency: String,
    /// What it is to hold; none for an open end.
    #[serde(default)]
    pub target: Option<String>,
    /// By when; none for no date.
    #[serde(default)]
    pub by: Option<NaiveDate>,
    /// What it holds before its first deposit.
    #[serde(default)]
    pub initial: Option<String>,
    /// How important it is: 1 before 2.
    #[serde(default = "first")]
    pub priority: u32,
    /// What becomes of money beyond the target.
    #[serde(default)]
    pub overfund: OverfundChoice,
    /// Where its money really goes.
    #[serde(default)]
    pub destination: Option<ChoiceId>,
    /// The yearly interest that is assumed, in percent. It is shown and never counted.
    #[serde(default)]
    pub interest: Option<String>,
    /// The word of its icon.
    #[serde(default)]
    pub icon: String,
    /// A picture as a `data:` address of PNG, JPEG or WebP, up to 400 kB.
    #[serde(default)]
    pub photo: Option<String>,
    /// A note.
    #[serde(default)]
    pub note: String,
}

/// Where money really goes, and how it gets there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct DestinationInput {
    /// What the person calls it.
    pub name: String,
    /// The account of one's own that receives, where it is in the ledger.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// The currency of its transfers.
    pub currency: String,
    /// How the transfer is made.
    pub way: WayInput,
    /// From which pending sum a transfer is proposed; none for the currency's usual one.
    #[serde(default)]
    pub threshold: Option<String>,
    /// When a transfer is proposed.
    #[serde(default)]
    pub when: SweepWhen,
}

/// How a transfer is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum WayInput {
    /// A SEPA transfer by the code of EPC069-12.
    Sepa {
        /// Who holds the account.
        holder: String,
        /// The IBAN.
        iban: String,
        /// The BIC, where the bank wants it.
        #[serde(default)]
        bic: Option<String>,
    },
    /// A Swiss QR-bill.
    Swiss {
        /// Who holds the account.
        holder: String,
        /// The IBAN of Switzerland or Liechtenstein.
        iban: String,
        /// The street.
        street: String,
        /// The number of the house.
        building: String,
        /// The postcode.
        postcode: String,
        /// The town.
        town: String,
        /// The country, two letters.
        country: String,
    },
    /// UPI in India.
    Upi {
        /// Who holds the account.
        holder: String,
        /// The payment address, `name@bank`.
        address: String,
    },
    /// Pix in Brazil.
    Pix {
        /// Who holds the account.
        holder: String,
        /// The city of the holder.
        city: String,
        /// What the key is.
        key_type: PixKeyChoice,
        /// The key.
        key: String,
    },
    /// A link of PayPal.me.
    PaypalMe {
        /// The name behind `paypal.me/`.
        handle: String,
    },
    /// By hand, with numbered steps.
    Steps {
        /// Where.
        wallet: WalletChoice,
        /// Who receives.
        holder: String,
        /// The phone number or account of the receiver.
        account: String,
    },
}

/// When a transfer is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SweepWhen {
    /// Once the threshold is reached.
    #[default]
    Threshold,
    /// On a weekday, once the threshold is reached.
    Weekly {
        /// The weekday.
        weekday: DayOfWeek,
    },
    /// With the next pay, once the threshold is reached.
    Payday,
    /// Only when the person asks.
    ByHand,
}

fn first() -> u32 {
    1
}
