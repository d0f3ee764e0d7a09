//! A programme as the person lays it down (spec E.2).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use crate::calendar::{Period, Span};
use crate::ids::{CategoryId, RuleId};
use crate::kind::Kind;

/// A cashback or points programme.
///
/// Rates are fractions: main units of reward for one main unit of spend, so 0.05 is 5 %, and 1.5 is
/// one and a half points for each euro. Amounts of spend are in `currency`, amounts of reward in
/// `unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeTerms {
    /// What it is spent in.
    pub currency: Currency,
    /// What it rewards with: the same currency, or points with their own decimals.
    pub unit: Currency,
    /// What a point is worth; none for money, or where nobody knows.
    pub point_value: Option<PointValue>,
    /// What every purchase earns that no rule does better with.
    pub base_rate: Decimal,
    /// How rewards are rounded.
    pub rounding: RewardRounding,
    /// The day of the month on which a statement closes, 1 to 31; in a shorter month its last day.
    pub statement_day: u32,
    /// What earns nothing.
    pub exclusions: Exclusions,
    /// In the order in which they come first where they are equal.
    pub rules: Vec<EarningRule>,
    /// Rewards for much spend or many purchases.
    pub bonuses: Vec<Bonus>,
}

/// What one point is worth, which may be less than a minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointValue {
    /// In which currency.
    pub currency: Currency,
    /// Main units for one point, above zero.
    pub per_point: Decimal,
}

/// How rewards are rounded (spec E.3 step 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RewardRounding {
    /// What is rounded.
    pub scope: RoundingScope,
    /// In which direction.
    pub mode: Rounding,
    /// To multiples of this, in the unit; above zero.
    pub step: Money,
    /// Only whole blocks of spend count, in the currency; none for every minor unit.
    pub block: Option<Money>,
}

/// What is rounded. The words in files are `transaction` and `statement`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundingScope {
    /// The reward of each purchase.
    Transaction,
    /// The exact sum of each statement.
    Statement,
}

/// What earns nothing (spec E.3 step 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusions {
    /// Kinds of entries.
    pub kinds: BTreeSet<Kind>,
    /// Categories.
    pub categories: BTreeSet<CategoryId>,
    /// Merchant category codes of ISO 18245.
    pub mccs: BTreeSet<u16>,
    /// Payees, as they are named after cleaning.
    pub payees: BTreeSet<String>,
}

/// One rule of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningRule {
    /// Under which number the caller knows it; unique in the programme.
    pub id: RuleId,
    /// Whether it competes or comes on top.
    pub mode: RuleMode,
    /// What it pays.
    pub earns: Earns,
    /// On which purchases.
    pub matching: Matching,
    /// On which days; none for all.
    pub valid: Option<Span>,
    /// What the person has to do first; none for nothing.
    pub activation: Option<Activation>,
    /// Smaller purchases do not earn by it, in the currency.
    pub min_purchase: Option<Money>,
    /// The most that it pays for one purchase, in the unit.
    pub purchase_cap: Option<Money>,
    /// The most that it pays in a stretch of time.
    pub cap: Option<EarningCap>,
    /// What is paid beyond the cap; none for the base rate where it competes, nothing on top.
    pub fallback_rate: Option<Decimal>,
}

/// Whether a rule competes. The words in files are `replace` and `add`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleMode {
    /// The best of these rules pays, where it is better than the base rate.
    Replace,
    /// It pays on top of whatever else does.
    Add,
}

/// What a rule pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earns {
    /// The same for all.
    Rate(Decimal),
    /// By how much was spent in the stretch of time.
    Tiers {
        /// By ascending limits.
        tiers: Vec<Tier>,
        /// The stretch of time.
        period: Period,
        /// What a purchase earns that reaches into the next tier.
        method: TierMethod,
    },
}

/// A tier of spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// Up to this spend and including it, in the currency; none for all beyond.
    pub up_to: Option<Money>,
    /// What it pays.
    pub rate: Decimal,
}

/// What a purchase earns that reaches into the next tier. The words in files are `marginal` and
/// `whole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierMethod {
    /// Each of its parts by its own tier.
    Marginal,
    /// All of it by the tier that it reaches.
    Whole,
}

/// On which purchases a rule pays: all parts that are given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// Of these categories.
    pub categories: Option<BTreeSet<CategoryId>>,
    /// With these merchant category codes.
    pub mccs: Option<BTreeSet<u16>>,
    /// Of these payees.
    pub payees: Option<BTreeSet<String>>,
    /// Paid in these ways, such as `qr`.
    pub methods: Option<BTreeSet<String>>,
    /// A regular expression that is found in the payee's name, whatever its case.
    pub pattern: Option<String>,
}

/// A rule that the person has to activate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activation {
    /// When that was done; none for not yet.
    pub on: Option<NaiveDate>,
    /// The last day to do it; none for any day.
    pub deadline: Option<NaiveDate>,
    /// From when on it holds then.
    pub reach: ActivationReach,
}

/// From when on an activated rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationReach {
    /// From the day on which it was activated.
    FromThen,
    /// From its first valid day.
    Retroactive,
}

/// The most that a rule pays in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarningCap {
    /// What is limited, and to how much; zero or more.
    pub limit: CapLimit,
    /// The stretch of time; a campaign is [`Period::Lifetime`], as its rule has its days.
    pub period: Period,
    /// What was used before the entries begin; none for nothing.
    pub opening: Option<OpeningUse>,
}

/// What a cap limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapLimit {
    /// The spend that earns the rate, in the currency.
    Spend(Money),
    /// The reward at the rate, in the unit.
    Reward(Money),
}

/// What was used of a cap before the entries begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningUse {
    /// A day in the stretch of time in which it was used.
    pub on: NaiveDate,
    /// How much, as the cap counts it.
    pub amount: Money,
}

/// A reward beyond the rates (spec E.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bonus {
    /// Under which number the caller knows it; unique in the programme.
    pub id: RuleId,
    /// What it pays each time, in the unit; above zero.
    pub reward: Money,
    /// What it is paid for.
    pub goal: BonusGoal,
}

/// What a bonus is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BonusGoal {
    /// So much eligible spend, after refunds, in a number of days.
    Spend {
        /// The first day.
        from: NaiveDate,
        /// How many days, the first included.
        days: u32,
        /// In the currency, above zero.
        threshold: Money,
    },
    /// Every n-th purchase.
    Count {
        /// Every which one, above zero.
        every: u32,
        /// Which purchases.
        matching: Box<Matching>,
        /// Smaller ones do not count, in the currency.
        min_purchase: Option<Money>,
        /// How often it is paid.
        repeats: BonusRepeats,
        /// How many count.
        counts: BonusCounts,
    },
}

/// How often a bonus for purchases is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BonusRepeats {
    /// Once.
    Once,
    /// Again and again.
    Always,
}

/// How many purchases of a day count for a bonus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BonusCounts {
    /// All of them.
    Every,
    /// One.
    OnePerDay,
}

impl ProgrammeTerms {
    /// A programme that pays one rate on everything, in the currency it is spent in: rounded half-up
    /// for each purchase, statements of calendar months, and the usual exclusions.
    pub fn flat(currency: Currency, base_rate: Decimal) -> Self {
        Self {
            currency,
            unit: currency,
            point_value: None,
            base_rate,
            rounding: RewardRounding::of(currency),
            statement_day: 31,
            exclusions: Exclusions::default(),
            rules: Vec::new(),
            bonuses: Vec::new(),
        }
    }
}

impl RewardRounding {
    /// Each purchase half-up to the minor unit.
    pub fn of(unit: Currency) -> Self {
        Self {
            scope: RoundingScope::Transaction,
            mode: Rounding::HalfUp,
            step: Money::small(1, unit),
            block: None,
        }
    }
}

impl Default for Exclusions {
    /// What no programme takes for spend unless it says so: fees, interest, cash, money moved between
    /// one's own accounts, gift cards and what came in. A balance that is transferred is a transfer.
    fn default() -> Self {
        let kinds = [
            Kind::Fee,
            Kind::Interest,
            Kind::CashAdvance,
            Kind::CashWithdrawal,
            Kind::Transfer,
            Kind::GiftCard,
            Kind::CardPayment,
            Kind::TopUp,
            Kind::Income,
            Kind::Adjustment,
            Kind::Cashback,
        ];
        Self {
            kinds: BTreeSet::from(kinds),
            categories: BTreeSet::new(),
            mccs: BTreeSet::new(),
            payees: BTreeSet::new(),
        }
    }
}

impl EarningRule {
    /// A rule that competes with one rate for the purchases that match, without days and limits.
    pub fn of(id: RuleId, rate: Decimal, matching: Matching) -> Self {
        Self {
            id,
            mode: RuleMode::Replace,
            earns: Earns::Rate(rate),
            matching,
            valid: None,
            activation: None,
            min_purchase: None,
            purchase_cap: None,
            cap: None,
            fallback_rate: None,
        }
    }
}

impl CapLimit {
    /// How much.
    pub fn amount(self) -> Money {
        match self {
            Self::Spend(amount) | Self::Reward(amount) => amount,
        }
    }
}
