//! What should have been paid, beside what was (spec E.9).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, RangeInclusive};

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};

use super::stack::at_least_zero;
use crate::calendar::beyond_calendar;
use crate::error::RulesError;
use crate::ids::{ReceiptId, RuleId};

/// How many days before a reward is due it usually may come (spec E.9).
pub const EARLY_DAYS: u32 = 5;

/// A reward that should be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    /// Under which number the caller knows it.
    pub id: RuleId,
    /// The programme; rewards of different ones are never taken for each other.
    pub programme: RuleId,
    /// When.
    pub due: NaiveDate,
    /// How much, above zero.
    pub amount: Money,
}

/// A reward that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidOut {
    /// Under which number the caller knows it.
    pub id: ReceiptId,
    /// The programme.
    pub programme: RuleId,
    /// When.
    pub day: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// How much a reward may differ, and how long it may take. All amounts are in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReconcileTerms {
    /// The currency.
    pub currency: Currency,
    /// By how much a reward may differ, zero or more.
    pub tolerance: Money,
    /// How many days before it is due it may come.
    pub early_days: u32,
    /// How many days after it is due it is missing.
    pub grace_days: u32,
}

/// What became of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciled {
    /// The expectation.
    pub id: RuleId,
    /// What became of it.
    pub state: ReconciledState,
}

/// What became of an expectation. The words in files are those in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReconciledState {
    /// It was paid; one payment may cover several, and the last of them has the difference.
    Matched(Paid),
    /// Less was paid.
    Short(Paid),
    /// More was paid.
    Over(Paid),
    /// It is late.
    Missing,
    /// It is not late yet.
    Waiting,
}

/// With what an expectation was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// The payment.
    pub receipt: ReceiptId,
    /// How much more than expected it was; below zero for less.
    pub difference: Money,
}

/// What became of all expectations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// One for each, in their order.
    pub expectations: Vec<Reconciled>,
    /// Payments that nothing was expected of, by day.
    pub unexpected: Vec<ReceiptId>,
    /// The sum of what is missing.
    pub missing: Money,
}

impl ReconcileTerms {
    /// One hundredth where a currency has two decimals, otherwise nothing; five days early, fourteen
    /// days late.
    pub fn usual(currency: Currency) -> Self {
        Self {
            currency,
            tolerance: Money::small(i32::from(currency.decimals() == 2), currency),
            early_days: EARLY_DAYS,
            grace_days: 14,
        }
    }
}

/// Takes payments by day and finds, in each programme, what they are for (spec E.9): one expectation
/// of that amount, the nearest by day; otherwise the earliest ones that it is the sum of; otherwise
/// the only one that is open, where it is at least half of it. What is expected later than the early
/// days after a payment is not looked at.
pub fn reconcile(
    terms: &ReconcileTerms,
    expected: &[Expectation],
    receipts: &[PaidOut],
    today: NaiveDate,
) -> Result<Reconciliation, RulesError> {
    at_least_zero("tolerance", terms.tolerance)?;
    let mut open = open_of(terms, expected)?;
    let mut states = vec![None; expected.len()];
    let mut receipts = receipts.to_vec();
    receipts.sort_by_key(|receipt| receipt.day);
    let mut unexpected = Vec::new();
    for receipt in receipts {
        Money::zero(terms.currency).checked_add(receipt.amount)?;
        let open = open.entry(receipt.programme).or_default();
        let settled = settle(terms, open, &receipt)?;
        if settled.is_empty() {
            unexpected.push(receipt.id);
        }
        for (place, state) in settled {
            open.remove(place);
            if let Some(known) = states.get_mut(place.1) {
                *known = Some(state);
            }
        }
    }
    told(terms, expected, &states, unexpected, today)
}

/// When an expectation is due, and its number in the caller's list: the order in which they are looked
/// at.
type Place = (NaiveDate, usize);

/// With which state a payment settles which expectations.
type Settled = Vec<(Place, ReconciledState)>;

/// What is still expected of a programme. What is settled leaves it, so that the next payment need not
/// look at it.
#[derive(Default)]
struct Open {
    by_due: BTreeMap<Place, Money>,
    by_minor: BTreeMap<i64, BTreeSet<Place>>,
}

fn open_of(
    terms: &ReconcileTerms,
    expected: &[Expectation],
) -> Result<BTreeMap<RuleId, Open>, RulesError> {
    let mut open: BTreeMap<RuleId, Open> = BTreeMap::new();
    for (number, expected) in expected.iter().enumerate() {
        if expected.amount.minor() <= 0 {
            return Err(RulesError::field(
                "amount",
                "what is expected is more than nothing",
            ));
        }
        // Amounts of one currency can be added up without asking again.
        Money::zero(terms.currency).checked_add(expected.amount)?;
        let open = open.entry(expected.programme).or_default();
        open.add((expected.due, number), expected.amount);
    }
    Ok(open)
}

impl Open {
    fn add(&mut self, place: Place, amount: Money) {
        self.by_due.insert(place, amount);
        let of_amount = self.by_minor.entry(amount.minor()).or_default();
        of_amount.insert(place);
    }

    fn remove(&mut self, place: Place) {
        let amount = self.by_due.remove(&place);
        let minor = amount.map_or(0, |amount| amount.minor());
        if let Some(of_amount) = self.by_minor.get_mut(&minor) {
            of_amount.remove(&place);
            if of_amount.is_empty() {
                self.by_minor.remove(&minor);
            }
        }
    }

    /// What is due up to a day, the earliest first.
    fn until(&self, day: NaiveDate) -> impl Iterator<Item = (Place, Money)> {
        let due = self.by_due.range(..=(day, usize::MAX));
        due.map(|(place, amount)| (*place, *amount))
    }

    /// Of each amount between two the last that is due on a day or before it, and the next after it.
    fn around(&self, minor: RangeInclusive<i64>, day: NaiveDate) -> impl Iterator<Item = Place> {
        let alike = self.by_minor.range(minor).map(|(_, places)| places);
        alike.flat_map(move |places| {
            let end = (day, usize::MAX);
            let last = places.range(..=end).next_back();
            // Of one day the first is taken.
            let last = last.and_then(|(due, _)| places.range((*due, 0)..).next());
            let next = places
                .range((Bound::Excluded(end), Bound::Unbounded))
                .next();
            last.into_iter().chain(next).copied()
        })
    }
}

/// What a payment settles; nothing where it was not expected.
fn settle(terms: &ReconcileTerms, open: &Open, receipt: &PaidOut) -> Result<Settled, RulesError> {
    let early = Days::new(terms.early_days.into());
    let until = receipt.day.checked_add_days(early);
    let until = until.ok_or_else(beyond_calendar)?;
    let mut settled = single(terms, open, receipt, until)?;
    if settled.is_empty() {
        settled = several(terms, open, receipt, until)?;
    }
    if settled.is_empty() {
        settled = only(open, receipt, until)?;
    }
    Ok(settled)
}

/// One expectation of that amount, the nearest by day and of two the earlier.
fn single(
    terms: &ReconcileTerms,
    open: &Open,
    receipt: &PaidOut,
    until: NaiveDate,
) -> Result<Settled, RulesError> {
    let (minor, tolerance) = (receipt.amount.minor(), terms.tolerance.minor());
    let fitting = minor.saturating_sub(tolerance)..=minor.saturating_add(tolerance);
    let fitting = open.around(fitting, receipt.day);
    let days = |(due, _): &Place| (*due - receipt.day).num_days().abs();
    let nearest = fitting
        .filter(|(due, _)| *due <= until)
        .min_by_key(|place| (days(place), *place));
    let found = nearest.and_then(|place| Some((place, open.by_due.get(&place)?)));
    let Some((place, expected)) = found else {
        return Ok(Vec::new());
    };
    let paid = Paid {
        receipt: receipt.id,
        difference: receipt.amount.checked_add(expected.negated())?,
    };
    Ok(vec![(place, ReconciledState::Matched(paid))])
}

/// The earliest expectations whose sum it is, two or more.
fn several(
    terms: &ReconcileTerms,
    open: &Open,
    receipt: &PaidOut,
    until: NaiveDate,
) -> Result<Settled, RulesError> {
    let tolerance = terms.tolerance.minor();
    let mut sum = Money::zero(terms.currency);
    let mut settled = Vec::new();
    for (place, expected) in open.until(until) {
        sum = sum.checked_add(expected)?;
        let difference = receipt.amount.checked_add(sum.negated())?;
        // Every further expectation makes the sum larger.
        if difference.minor() < -tolerance {
            break;
        }
        let is_sum = difference.minor() <= tolerance && !settled.is_empty();
        let paid = Paid {
            receipt: receipt.id,
            difference: if is_sum {
                difference
            } else {
                Money::zero(terms.currency)
            },
        };
        settled.push((place, ReconciledState::Matched(paid)));
        if is_sum {
            return Ok(settled);
        }
    }
    Ok(Vec::new())
}

/// The only expectation that is open, where it is at least half of it.
fn only(open: &Open, receipt: &PaidOut, until: NaiveDate) -> Result<Settled, RulesError> {
    let mut due = open.until(until);
    let (Some((place, expected)), None) = (due.next(), due.next()) else {
        return Ok(Vec::new());
    };
    if receipt.amount.minor().saturating_mul(2) < expected.minor() {
        return Ok(Vec::new());
    }
    let difference = receipt.amount.checked_add(expected.negated())?;
    let paid = Paid {
        receipt: receipt.id,
        difference,
    };
    let state = if difference.minor() < 0 {
        ReconciledState::Short(paid)
    } else {
        ReconciledState::Over(paid)
    };
    Ok(vec![(place, state)])
}

fn told(
    terms: &ReconcileTerms,
    expected: &[Expectation],
    states: &[Option<ReconciledState>],
    unexpected: Vec<ReceiptId>,
    today: NaiveDate,
) -> Result<Reconciliation, RulesError> {
    let grace = Days::new(terms.grace_days.into());
    let mut missing = Money::zero(terms.currency);
    let mut expectations = Vec::with_capacity(expected.len());
    for (expected, state) in expected.iter().zip(states) {
        let until = expected.due.checked_add_days(grace);
        let state = match *state {
            Some(state) => state,
            None if today > until.ok_or_else(beyond_calendar)? => ReconciledState::Missing,
            None => ReconciledState::Waiting,
        };
        if state == ReconciledState::Missing {
            missing = missing.checked_add(expected.amount)?;
        }
        expectations.push(Reconciled {
            id: expected.id,
            state,
        });
    }
    Ok(Reconciliation {
        expectations,
        unexpected,
        missing,
    })
}

impl ReconciledState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched(_) => "matched",
            Self::Short(_) => "short",
            Self::Over(_) => "over",
            Self::Missing => "missing",
            Self::Waiting => "waiting",
        }
    }

    /// With what it was paid.
    pub fn paid(self) -> Option<Paid> {
        match self {
            Self::Matched(paid) | Self::Short(paid) | Self::Over(paid) => Some(paid),
            Self::Missing | Self::Waiting => None,
        }
    }
}
