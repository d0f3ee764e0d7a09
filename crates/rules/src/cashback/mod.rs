//! Cashback and loyalty programmes: what each purchase earns, by which rule, and why not more (spec E).
//!
//! The result is a function of the programme and the entries: nothing is accumulated, so imports,
//! edits and undo need no counterpart here. [`earn`] begins with nothing; [`go_on`] begins where the
//! programme stood at the start of a day, and [`Renewal`] says which days a change affects.

mod advise;
mod blocks;
mod bonuses;
mod check;
mod exact;
mod live;
mod net_rate;
mod open;
mod pay_as_you_pay;
mod points;
mod portal;
mod programme;
mod rate;
mod reconcile;
mod refunded;
mod renewal;
mod run;
mod stack;
mod standing;
mod stored_value;
mod terms;
#[cfg(test)]
mod tests;
mod worth;

use chrono::NaiveDate;
use farthing_money::Money;

use crate::ids::{EntryId, RuleId};
use crate::roundup::Entry;

pub use advise::{Advice, Bonuses, Instrument, Place, Welcome, WelcomeShare, advise};
pub use blocks::{Block, Blocks};
pub use bonuses::{BonusProgress, BonusStatus, EarnedBonus, Towards, bonuses, earned_bonuses};
pub use exact::Exact;
pub use live::why_not;
pub use net_rate::{NetRate, NetRateTerms, SpendShare, break_even, net_rate};
pub use pay_as_you_pay::{
    PaidReward, PayAsYouPay, PayEvent, PayEventKind, Payback, pay_as_you_pay,
};
pub use points::{
    Expired, Expiry, Lots, PointsEvent, PointsMove, PointsOutcome, PointsPolicy, points,
};
pub use portal::{
    PaidFrom, Payout, PayoutDate, PortalAction, PortalEvent, PortalFlag, PortalPolicy,
    PortalReward, PortalState, PortalStatus, payouts, portal, reached_on,
};
pub use programme::{CapBasis, Programme};
pub use rate::Rate;
pub use reconcile::{
    EARLY_DAYS, Expectation, Paid, PaidOut, ReconcileTerms, Reconciled, ReconciledState,
    Reconciliation, reconcile,
};
pub use renewal::{Change, Renewal};
pub use run::{earn, go_on};
pub use stack::{CouponEffect, Layer, LayerBase, LayerReward, Stack, Stacked, Tax, stack};
pub use standing::{CapUsed, Standing};
pub use stored_value::{CardEvent, CardMove, StoredValue, stored_value};
pub use terms::{
    Activation, ActivationReach, Bonus, BonusCounts, BonusGoal, BonusRepeats, CapLimit, EarningCap,
    EarningRule, Earns, Exclusions, Matching, OpeningUse, PointValue, ProgrammeTerms,
    RewardRounding, RoundingScope, RuleMode, Tier, TierMethod,
};

/// An entry as a programme sees it. Entries come in the order of day, time and import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spend<'a> {
    /// The entry, on an account that the programme is for; another currency earns nothing.
    pub entry: Entry<'a>,
    /// The part that earns, without tax or tip; none for all of it.
    pub eligible: Option<Money>,
    /// The merchant category code of ISO 18245.
    pub mcc: Option<u16>,
    /// In which way it was paid, such as `qr`.
    pub method: Option<&'a str>,
    /// The day of the last refund that is linked to it; none where nothing comes back. A purchase
    /// whose refunds are others now is a changed entry.
    pub last_refund: Option<NaiveDate>,
}

/// What a programme gives while it goes through the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made<'r> {
    /// What an entry earned.
    Reward(&'r Reward),
    /// What a statement that has closed comes to.
    Statement(StatementTotal),
}

/// What an entry earned, and why (spec E.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// The entry.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// How much of it counts, in the currency: whole blocks where the programme has them. Of a
    /// refund, how much came back. Zero where it takes no part.
    pub base: Money,
    /// What it earned before rounding, in main units of the unit; below zero for a refund.
    pub exact: Exact,
    /// The same, rounded; none where the sum of the statement is rounded.
    pub reward: Option<Money>,
    /// What it is made of: the base rate or the rule that won, then the rules on top. Empty where the
    /// entry takes no part, and for a refund that is linked to its purchase.
    pub parts: Vec<Part>,
    /// The purchase of a linked refund.
    pub of: Option<EntryId>,
    /// Why that much.
    pub reason: Reason,
}

/// A part of a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The rule; none for the base rate.
    pub rule: Option<RuleId>,
    /// What its first minor unit earned, before caps.
    pub rate: Rate,
    /// What it paid before rounding, in main units of the unit.
    pub reward: Exact,
    /// What it took of its cap; none without one.
    pub cap: Option<CapUse>,
}

/// What a purchase took of a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapUse {
    /// What the cap counts: main units of the currency, or of the unit.
    pub basis: CapBasis,
    /// What was left of it before.
    pub left_before: Exact,
    /// What was left of it after.
    pub left_after: Exact,
    /// Whether the purchase would have taken more.
    pub is_short: bool,
}

/// What a statement comes to, where statements are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementTotal {
    /// The day on which it closes.
    pub end: NaiveDate,
    /// Its exact sum, rounded once; below zero where more came back than was earned.
    pub reward: Money,
}

/// Why an entry earned what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing stood in the way.
    Ok,
    /// A cap left less than the whole purchase would have earned.
    Capped,
    /// Its kind earns nothing.
    ExcludedKind,
    /// Its category earns nothing.
    ExcludedCategory,
    /// Its merchant category code earns nothing.
    ExcludedMcc,
    /// Its payee earns nothing.
    ExcludedPayee,
    /// It is not final.
    Pending,
    /// It counts no more.
    Void,
    /// It is in another currency.
    Currency,
    /// No money left.
    NotOutflow,
    /// A refund that brought nothing.
    NotInflow,
    /// No rule holds for it, and the base rate is zero.
    NoRate,
    /// The cap of its rule is used up.
    CapUsed,
    /// It is smaller than one block of spend.
    BelowBlock,
    /// It earned less than the smallest reward.
    RoundedToZero,
    /// A refund, at the rate of its purchase.
    Clawback,
    /// A refund of an unknown purchase, at the rates that hold on its day.
    UnlinkedClawback,
}

/// Why a rule does not hold for a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLive {
    /// It begins later.
    NotValidYet,
    /// It has ended.
    NoLongerValid,
    /// It is for other purchases.
    NoMatch,
    /// The purchase is smaller than its smallest.
    BelowMin,
    /// It has to be activated.
    NotActivated,
    /// It was activated after the deadline.
    ActivatedLate,
    /// It was activated after the purchase, and does not reach back.
    BeforeActivation,
}

impl Reward {
    fn empty(programme: &Programme) -> Self {
        Self {
            entry: EntryId(0),
            day: NaiveDate::MIN,
            base: Money::zero(programme.currency()),
            exact: Exact::ZERO,
            reward: None,
            parts: Vec::new(),
            of: None,
            reason: Reason::NoRate,
        }
    }

    /// Becomes that of another entry, and keeps its memory.
    fn begin(&mut self, programme: &Programme, spend: &Spend<'_>) {
        let rounds = !programme.rounds_statements();
        self.entry = spend.entry.id;
        self.day = spend.entry.day;
        self.base = Money::zero(programme.currency());
        self.exact = Exact::ZERO;
        self.reward = rounds.then(|| Money::zero(programme.unit()));
        self.parts.clear();
        self.of = None;
    }

    /// The rule that won against the base rate; none for the base rate.
    pub fn winner(&self) -> Option<RuleId> {
        self.parts.first().and_then(|part| part.rule)
    }

    /// The rules that paid on top, in the order of the programme.
    pub fn on_top(&self) -> impl Iterator<Item = RuleId> {
        let added = self.parts.iter().skip(1);
        added
            .filter(|part| !part.reward.is_zero())
            .filter_map(|part| part.rule)
    }
}

impl Reason {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Capped => "capped",
            Self::ExcludedKind => "excluded_kind",
            Self::ExcludedCategory => "excluded_category",
            Self::ExcludedMcc => "excluded_mcc",
            Self::ExcludedPayee => "excluded_payee",
            Self::Pending => "pending",
            Self::Void => "void",
            Self::Currency => "currency",
            Self::NotOutflow => "not_outflow",
            Self::NotInflow => "not_inflow",
            Self::NoRate => "no_rate",
            Self::CapUsed => "cap_used",
            Self::BelowBlock => "below_block",
            Self::RoundedToZero => "rounded_to_zero",
            Self::Clawback => "clawback",
            Self::UnlinkedClawback => "clawback_unlinked",
        }
    }
}

impl NotLive {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotValidYet => "not_valid_yet",
            Self::NoLongerValid => "no_longer_valid",
            Self::NoMatch => "no_match",
            Self::BelowMin => "below_min",
            Self::NotActivated => "not_activated",
            Self::ActivatedLate => "activated_late",
            Self::BeforeActivation => "before_activation",
        }
    }
}
