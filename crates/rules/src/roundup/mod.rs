//! Round-ups: what each purchase sets aside, by which step, and why not more (spec A.2 to A.5).
//!
//! The result is a function of the rule, the entries, and what earlier transfers have settled:
//! nothing is accumulated, so imports, edits and undo need no counterpart here. [`accrue`] begins with
//! nothing; [`go_on`] begins where the rule stood at the start of a day, and [`Renewal`] says which
//! months a change affects.

mod changed;
mod eligible;
mod formula;
pub mod lab;
mod limits;
mod months;
mod notes;
mod refunded;
mod run;
mod settlements;
mod shared;
mod standing;
#[cfg(test)]
mod tests;
mod versions;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::ids::{AccountId, CategoryId, EntryId};
use crate::kind::Kind;
pub use changed::{deleted, edited};
pub use formula::{Exact, Mode, Rung, roundup_of};
pub use months::{MonthStandings, Renewal};
pub use notes::notes_of;
pub use refunded::{Refund, taken_back};
pub use run::go_on;
pub use settlements::Settlements;
pub use shared::shared;
pub use standing::Standing;
use standing::Stretch;
pub use versions::Versions;
pub use whole::{accrue, accrue_versions};

/// The largest multiplier of a round-up.
pub const MOST_TIMES: u32 = 20;

/// A version of a round-up rule, as the person lays it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundUp {
    /// The accounts whose purchases are rounded up.
    pub accounts: BTreeSet<AccountId>,
    /// What the purchases of each currency set aside; one without a step takes no part.
    pub steps: Vec<Step>,
    /// How many times the gap is set aside, 1 to [`MOST_TIMES`].
    pub times: u32,
    /// No more than this part of the purchase.
    pub cap_ratio: Option<Decimal>,
    /// The day on which the weeks of [`Caps::week`] begin.
    pub week_start: Weekday,
    /// Which amount of a purchase counts, and from when on.
    pub trigger: Trigger,
    /// Which purchases take part.
    pub filter: Filter,
    /// Purchases that the person leaves out.
    pub excluded: BTreeSet<EntryId>,
    /// The first day; none for all there is.
    pub from: Option<NaiveDate>,
    /// Stretches without round-ups: from a day, to the day before the second.
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
    /// What keeps the account that pays from running dry.
    pub guard: Option<Guard>,
    /// What a linked refund takes back.
    pub refunds: RefundPolicy,
    /// What becomes of a round-up that was moved already when its purchase changes.
    pub changes: ChangePolicy,
}

/// What the purchases of one currency set aside. All amounts are in that currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The currency of the purchases.
    pub currency: Currency,
    /// How a purchase becomes a round-up.
    pub mode: Mode,
    /// Added to every round-up.
    pub extra: Money,
    /// Smaller purchases set nothing aside.
    pub min_purchase: Money,
    /// The most that is set aside.
    pub caps: Caps,
}

/// The most that a rule sets aside; none for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caps {
    /// For one purchase.
    pub purchase: Option<Money>,
    /// In a day.
    pub day: Option<Money>,
    /// In a week.
    pub week: Option<Money>,
    /// In a calendar month.
    pub month: Option<Money>,
}

/// Which amount of a purchase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trigger {
    /// The posted one.
    #[default]
    Posted,
    /// The first authorised one, which is never updated.
    Authorised,
}

/// Which purchases take part: all parts that are given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only of these payees.
    pub payees: Option<BTreeSet<String>>,
    /// Only of these categories.
    pub categories: Option<BTreeSet<CategoryId>>,
    /// Not of these categories.
    pub except: BTreeSet<CategoryId>,
}

/// Keeps the account that pays from running dry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// The account that pays.
    pub account: AccountId,
    /// What it holds before the first entry of the history, the same in all versions of a rule.
    pub opening: Money,
    /// What is to stay in it.
    pub floor: Money,
    /// What happens where less would stay.
    pub mode: GuardMode,
}

/// What happens where a round-up would leave less than the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardMode {
    /// There is none.
    Skip,
    /// Only what keeps the floor.
    Partial,
    /// None for the whole day; neither on a day on which the account was below zero.
    CancelDay,
}

/// What a refund that is linked to its purchase takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RefundPolicy {
    /// Nothing.
    #[default]
    Keep,
    /// The whole round-up once the whole purchase has come back.
    OnFull,
    /// As much of the round-up as of the purchase, whole units only.
    Proportional,
}

/// What becomes of a settled round-up when its purchase changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChangePolicy {
    /// It stays.
    #[default]
    Freeze,
    /// The difference is set aside or taken back.
    Adjust,
}

/// An entry as one account sees it. Entries come in the order of day, time and import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The entry.
    pub id: EntryId,
    /// The local day.
    pub day: NaiveDate,
    /// The account.
    pub account: AccountId,
    /// The effect on it.
    pub amount: Money,
    /// The effect when it was authorised, where that is known.
    pub authorised: Option<Money>,
    /// What it is.
    pub kind: Kind,
    /// Whether it is final.
    pub status: Status,
    /// Who was paid, cleaned.
    pub payee: &'a str,
    /// The category, where it has one alone.
    pub category: Option<CategoryId>,
    /// Its lines, where it is split; they add up to the amount.
    pub lines: &'a [Line],
    /// The purchase that it is a refund of.
    pub refund_of: Option<EntryId>,
}

/// One line of a split entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The effect on the account.
    pub amount: Money,
    /// What it is.
    pub kind: Kind,
    /// Its category.
    pub category: Option<CategoryId>,
}

/// Whether an entry is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It may still change or vanish.
    Pending,
    /// It is final.
    Posted,
    /// It counts no more.
    Void,
}

/// A round-up that a transfer has settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The day of the purchase when it was settled.
    pub day: NaiveDate,
    /// What was set aside.
    pub amount: Money,
    /// The day on which the money left the account that pays, where the entries show it.
    pub moved: Option<NaiveDate>,
    /// The day on which the purchase was changed or deleted since.
    pub changed: Option<NaiveDate>,
}

/// What an entry set aside, and why not more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accrual {
    /// The entry.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// What it set aside: zero or more.
    pub amount: Money,
    /// The size of what was rounded up; zero where it takes no part.
    pub base: Money,
    /// What the rule and its caps make of it now. What is settled stays another where this changes,
    /// and what the guard holds back is in it.
    pub live: Money,
    /// Why that much.
    pub reason: Reason,
}

/// A change of what was set aside before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjustment {
    /// The refund, or the purchase that was changed.
    pub entry: EntryId,
    /// The purchase whose round-up it changes.
    pub of: EntryId,
    /// The day from which it counts.
    pub day: NaiveDate,
    /// The change, below zero for what is taken back.
    pub amount: Money,
    /// Why.
    pub reason: AdjustmentReason,
}

/// Why what was set aside has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentReason {
    /// Money came back.
    Refund,
    /// The purchase was edited after its round-up was moved.
    Edit,
    /// The purchase was deleted after its round-up was moved.
    Delete,
}

/// Why an entry set aside what it did. Of several limits that took something, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing stood in the way.
    Ok,
    /// The amount has no gap.
    Exact,
    /// A part of it comes to less than the smallest unit of the currency.
    TooSmall,
    /// It was moved already and stays as it was.
    Settled,
    /// The person leaves it out.
    Excluded,
    /// The rule does not look at its account, or knows no step for its currency.
    Account,
    /// It is no purchase.
    Kind,
    /// No money left.
    NotOutflow,
    /// It counts no more.
    Void,
    /// It is not final.
    Pending,
    /// It was before the rule's first day.
    BeforeStart,
    /// The rule was paused.
    Paused,
    /// The rule does not look at its payee or category.
    Filter,
    /// It is smaller than the rule's smallest purchase.
    BelowMin,
    /// The cap of one purchase.
    CapPurchase,
    /// The cap by the purchase's size.
    CapRatio,
    /// The cap of the day.
    CapDay,
    /// The cap of the week.
    CapWeek,
    /// The cap of the month.
    CapMonth,
    /// The account that pays would have run below its floor.
    Guard,
}

/// What a rule has set aside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// One for each entry, in their order; then those of settled entries that are gone.
    pub accruals: Vec<Accrual>,
    /// In the order of the entries.
    pub adjustments: Vec<Adjustment>,
}

/// Settled round-ups by their entries.
pub type SettledRoundUps = BTreeMap<EntryId, Settled>;

impl RoundUp {
    /// An error that names the part of the rule that cannot be.
    pub fn check(&self) -> Result<(), RulesError> {
        if !(1..=MOST_TIMES).contains(&self.times) {
            return Err(RulesError::field(
                "times",
                "a round-up is set aside 1 to 20 times",
            ));
        }
        if self.cap_ratio.is_some_and(|ratio| ratio <= Decimal::ZERO) {
            return Err(RulesError::field(
                "cap_ratio",
                "the part of a purchase must be above zero",
            ));
        }
        if self.pauses.iter().any(|(from, to)| from >= to) {
            return Err(RulesError::field("pauses", "a pause ends after it began"));
        }
        let mixes = |guard: Guard| guard.opening.currency() != guard.floor.currency();
        if self.guard.is_some_and(mixes) {
            return Err(RulesError::field(
                "guard",
                "the floor is in the currency of the account",
            ));
        }
        let mut currencies = BTreeSet::new();
        for step in &self.steps {
            step.check()?;
            if !currencies.insert(step.currency) {
                return Err(RulesError::field(
                    "steps",
                    "a currency has one step, not two",
                ));
            }
        }
        Ok(())
    }

    /// The step of a currency.
    pub fn step(&self, currency: Currency) -> Option<&Step> {
        let mut steps = self.steps.iter();
        steps.find(|step| step.currency == currency)
    }
}

impl Step {
    /// Up to the next multiple of an increment, without extras and limits.
    pub fn of(increment: Money) -> Self {
        let exact = Exact::Nothing;
        Self::with(Mode::Multiple { increment, exact }, increment.currency())
    }

    /// A step of any mode, without extras and limits.
    pub fn with(mode: Mode, currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self {
            currency,
            mode,
            extra: nothing,
            min_purchase: nothing,
            caps: Caps::default(),
        }
    }

    fn check(&self) -> Result<(), RulesError> {
        let amounts = self.amounts();
        if amounts
            .iter()
            .any(|amount| amount.currency() != self.currency)
        {
            return Err(RulesError::field(
                "steps",
                "the amounts of a step are in its own currency",
            ));
        }
        if amounts.iter().any(|amount| amount.minor() < 0) {
            return Err(RulesError::field(
                "steps",
                "the amounts of a step are zero or more",
            ));
        }
        self.mode.check()
    }

    fn amounts(&self) -> Vec<Money> {
        let caps = self.caps;
        let given = [caps.purchase, caps.day, caps.week, caps.month];
        let mut amounts = self.mode.amounts();
        amounts.extend(given.into_iter().flatten());
        amounts.extend([self.extra, self.min_purchase]);
        amounts
    }
}

impl Reason {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Exact => "exact",
            Self::TooSmall => "too_small",
            Self::Settled => "settled",
            Self::Excluded => "excluded",
            Self::Account => "account",
            Self::Kind => "kind",
            Self::NotOutflow => "not_outflow",
            Self::Void => "void",
            Self::Pending => "pending",
            Self::BeforeStart => "before_start",
            Self::Paused => "paused",
            Self::Filter => "filter",
            Self::BelowMin => "below_min",
            Self::CapPurchase => "cap_txn",
            Self::CapRatio => "cap_ratio",
            Self::CapDay => "cap_day",
            Self::CapWeek => "cap_week",
            Self::CapMonth => "cap_month",
            Self::Guard => "guard",
        }
    }
}

impl AdjustmentReason {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::Edit => "edit",
            Self::Delete => "delete",
        }
    }
}
