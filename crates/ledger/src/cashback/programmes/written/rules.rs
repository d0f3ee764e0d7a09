//! The rules and bonuses of a programme as they are written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::figure::Figure;

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    /// Its number, which no other rule of the programme has.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub id: i64,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether it competes or comes on top.
    #[serde(default)]
    pub mode: WrittenMode,
    /// What it pays; either this or tiers.
    #[serde(default)]
    pub rate: Option<Figure>,
    /// What is paid beyond the cap or the last tier.
    #[serde(default)]
    pub fallback_rate: Option<Figure>,
    /// Smaller purchases do not earn by it, in the currency.
    #[serde(default)]
    pub min_purchase: Option<Figure>,
    /// The most that it pays for one purchase, in the unit.
    #[serde(default)]
    pub txn_cap: Option<Figure>,
    /// On which purchases it pays; none for all.
    #[serde(default, rename = "match")]
    pub matching: Option<WrittenMatch>,
    /// On which days; none for all.
    #[serde(default)]
    pub valid: Option<WrittenSpan>,
    /// What has to be done first.
    #[serde(default)]
    pub activation: Option<WrittenActivation>,
    /// The most that it pays in a stretch of time.
    #[serde(default)]
    pub cap: Option<WrittenCap>,
    /// What it pays by how much was spent.
    #[serde(default)]
    pub tiers: Option<WrittenTiers>,
}

/// Whether a rule competes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenMode {
    /// The best of these rules pays, where it is better than the base rate.
    #[default]
    Replace,
    /// It pays on top of whatever else does.
    Add,
}

/// On which purchases a rule pays: all parts that are given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenMatch {
    /// Words for categories, which the person maps to categories of their own.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// Merchant category codes of ISO 18245.
    #[serde(default)]
    pub mccs: Option<Vec<u16>>,
    /// Payees by their names.
    #[serde(default)]
    pub merchants: Option<Vec<String>>,
    /// Ways to pay, such as `qr`.
    #[serde(default)]
    pub methods: Option<Vec<String>>,
    /// A regular expression that is found in the payee's name, whatever its case.
    #[serde(default)]
    pub pattern: Option<String>,
}

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenSpan {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// What has to be done before a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenActivation {
    /// When it was done; none for not yet.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// The last day to do it; none for any day.
    #[serde(default)]
    pub deadline: Option<NaiveDate>,
    /// Whether it holds from its first valid day then, or from the day on which it was activated.
    #[serde(default)]
    pub retroactive: bool,
}

/// The most that a rule pays in a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenCap {
    /// What is limited.
    pub basis: WrittenBasis,
    /// To how much: in the currency for spend, in the unit for rewards.
    pub amount: Figure,
    /// The stretch of time.
    pub period: WrittenPeriod,
    /// What was used before the entries begin.
    #[serde(default)]
    pub opening: Option<WrittenOpening>,
}

/// What a cap limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenBasis {
    /// The spend that earns the rate.
    Spend,
    /// The reward at the rate.
    Reward,
}

/// A stretch of time that caps and tiers count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenPeriod {
    /// One day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// From one statement to the next.
    Statement,
    /// All of time, or of a campaign.
    Lifetime,
}

/// What was used of a cap before the entries begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenOpening {
    /// A day in that stretch of time.
    pub on: NaiveDate,
    /// How much.
    pub amount: Figure,
}

/// What a rule pays by how much was spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenTiers {
    /// The stretch of time.
    pub period: WrittenPeriod,
    /// What a purchase earns that reaches into the next tier.
    pub method: WrittenTierMethod,
    /// By ascending limits; the last may have none.
    pub steps: Vec<WrittenTier>,
}

/// What a purchase earns that reaches into the next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenTierMethod {
    /// Each of its parts by its own tier.
    Marginal,
    /// All of it by the tier that it reaches.
    Whole,
}

/// A tier of spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenTier {
    /// Up to this spend and including it, in the currency; none for all beyond.
    #[serde(default)]
    pub up_to: Option<Figure>,
    /// What it pays.
    pub rate: Figure,
}

/// A reward beyond the rates, for one of its two goals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenBonus {
    /// Its number, which no other bonus of the programme has.
    #[cfg_attr(feature = "bindings", specta(type = i32))]
    pub id: i64,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// What it pays each time, in the unit.
    pub reward: Figure,
    /// For so much spend.
    #[serde(default)]
    pub spend: Option<WrittenSpendGoal>,
    /// For every n-th purchase.
    #[serde(default)]
    pub count: Option<WrittenCountGoal>,
}

/// So much spend in a number of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenSpendGoal {
    /// The first day.
    pub from: NaiveDate,
    /// How many days, the first included.
    pub days: u32,
    /// How much, in the currency.
    pub threshold: Figure,
}

/// Every n-th purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct WrittenCountGoal {
    /// Every which one.
    pub every: u32,
    /// Smaller ones do not count, in the currency.
    #[serde(default)]
    pub min_purchase: Option<Figure>,
    /// How often it is paid.
    #[serde(default)]
    pub repeats: WrittenRepeats,
    /// How many purchases of a day count.
    #[serde(default)]
    pub counts: WrittenCounts,
    /// Which purchases; none for all.
    #[serde(default, rename = "match")]
    pub matching: Option<WrittenMatch>,
}

/// How often a bonus for purchases is paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenRepeats {
    /// Once.
    #[default]
    Once,
    /// Again and again.
    Always,
}

/// How many purchases of a day count for a bonus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WrittenCounts {
    /// All of them.
    #[default]
    Every,
    /// One.
    OnePerDay,
}
