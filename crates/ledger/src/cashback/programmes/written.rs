//! A programme as it is written: the words and figures of its file, before they are checked.

mod rules;

use chrono::NaiveDate;
use farthing_money::Rounding;
use farthing_rules::kind::Kind;
use serde::{Deserialize, Serialize};

use super::figure::Figure;

pub use rules::*;

/// A programme as its file has it, and as the person edits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenProgramme {
    /// Under which word it is known: small letters, digits and `_`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ProgrammeKind,
    /// The day for which it was true, as far as the source knows.
    pub as_of: NaiveDate,
    /// Where that is written.
    pub source: String,
    /// What is not certain about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uncertain: String,
    /// The currency of the purchases.
    pub currency: String,
    /// What it rewards with: a code such as `PTS` for points; none for the currency.
    #[serde(default)]
    pub unit: Option<String>,
    /// How many decimals a point has; none for whole points.
    #[serde(default)]
    pub unit_decimals: Option<u8>,
    /// What a point is worth in the currency; none for money, or where nobody knows.
    #[serde(default)]
    pub point_value: Option<Figure>,
    /// What every purchase earns: 0.01 for 1 %, or points for one main unit of the currency.
    pub base_rate: Figure,
    /// The day of the month on which a statement closes; the last day where the month has no such.
    #[serde(default = "last_day")]
    pub statement_day: u32,
    /// What it costs in a year, in the currency; none for nothing.
    #[serde(default)]
    pub annual_fee: Option<Figure>,
    /// Texts that a payee of its credits has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit_texts: Vec<String>,
    /// When a reward is due; none where nobody knows.
    #[serde(default)]
    pub due: Option<WrittenDue>,
    /// How rewards are rounded; none for each purchase half-up.
    #[serde(default)]
    pub rounding: Option<WrittenRounding>,
    /// What earns nothing; none for what no programme takes for spend.
    #[serde(default)]
    pub exclusions: Option<WrittenExclusions>,
    /// Its rules, in the order in which they come first where they are equal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<WrittenRule>,
    /// Rewards for much spend or many purchases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bonuses: Vec<WrittenBonus>,
    /// When its points expire; none where nobody knows.
    #[serde(default)]
    pub expiry: Option<WrittenExpiry>,
    /// How its rewards reach the person; none where nobody knows.
    #[serde(default)]
    pub payout: Option<WrittenPayout>,
    /// How long a portal takes; for portals only.
    #[serde(default)]
    pub portal: Option<WrittenPortal>,
    /// What paying off earns; for cards that pay in two halves only.
    #[serde(default)]
    pub pay_as_you_pay: Option<WrittenPayAsYouPay>,
}

fn last_day() -> u32 {
    31
}

/// What a programme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeKind {
    /// It belongs to a card.
    Card,
    /// It belongs to a wallet.
    Wallet,
    /// It collects points.
    Points,
    /// A shopping portal.
    Portal,
    /// It lasts for some days.
    Promotion,
    /// A card that pays for buying and again for paying off.
    PayAsYouPay,
}

/// When a reward is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenDue {
    /// From when on the days count.
    pub after: DueAfter,
    /// How many.
    pub days: u32,
}

/// From when on the days count until a reward is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DueAfter {
    /// The day of the purchase.
    Purchase,
    /// The day on which its statement closes.
    Statement,
}

/// How rewards are rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenRounding {
    /// What is rounded.
    #[serde(default)]
    pub scope: WrittenScope,
    /// In which direction.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", specta(type = String))]
    pub mode: Rounding,
    /// To multiples of this, in the unit; none for its smallest part.
    #[serde(default)]
    pub step: Option<Figure>,
    /// Only whole blocks of spend count, in the currency.
    #[serde(default)]
    pub block: Option<Figure>,
}

/// What is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenScope {
    /// The reward of each purchase.
    #[default]
    Transaction,
    /// The sum of each statement.
    Statement,
}

/// What earns nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenExclusions {
    /// Kinds of entries; none for what no programme takes for spend.
    #[serde(default)]
    pub kinds: Option<Vec<Kind>>,
    /// Words for categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Merchant category codes of ISO 18245.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mccs: Vec<u16>,
    /// Payees by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
}

/// When points expire: `"never"`, or a table of one entry such as `{ months = 36 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenExpiry {
    /// Never.
    Never,
    /// So many months after they were earned.
    Months(u32),
    /// On the last day of that month.
    MonthsToMonthEnd(u32),
    /// So many days after they were earned.
    Days(u32),
    /// On 31 December, so many years after the year in which they were earned.
    CalendarYears(u32),
    /// All of them, so many months after points were last earned or redeemed.
    RollingMonths(u32),
}

/// How rewards reach the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenPayout {
    /// In which way.
    pub how: PayoutWay,
    /// The least that is paid, in the unit; none for any amount.
    #[serde(default)]
    pub floor: Option<Figure>,
    /// What a payout costs, in the unit; none for nothing.
    #[serde(default)]
    pub fee: Option<Figure>,
}

/// In which way rewards reach the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PayoutWay {
    /// Off the balance of the card.
    StatementCredit,
    /// To an account.
    Account,
    /// To the wallet.
    Wallet,
    /// They stay points.
    Points,
}

/// How long a portal takes, in days, and when it pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenPortal {
    /// From the purchase until it shows up.
    pub track_days: u32,
    /// From the purchase until it can no longer be claimed.
    pub claim_until_days: u32,
    /// From the purchase until it is confirmed.
    pub confirm_days: u32,
    /// From the confirmation until it is paid.
    pub pay_days: u32,
    /// From a refusal until it can no longer be appealed.
    pub appeal_days: u32,
    /// The least that is paid, in the currency; what is less is carried. None for any amount.
    #[serde(default)]
    pub minimum: Option<Figure>,
    /// The months in which it pays, 1 to 12; none for whenever it is asked.
    #[serde(default)]
    pub payment_months: Option<Vec<u32>>,
    /// The day of those months.
    #[serde(default)]
    pub payment_day: Option<u32>,
}

/// What paying off earns, beside the base rate for buying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenPayAsYouPay {
    /// What paying off earns.
    pub rate: Figure,
}
