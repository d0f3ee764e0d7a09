//! What should have been paid, beside what was (spec E.9).

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};

use super::stack::at_least_zero;
use crate::calendar::beyond_calendar;
use crate::error::RulesError;
use crate::ids::{ReceiptId, RuleId};

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
            early_days: 5,
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
    let mut open: Vec<Open> = expected.iter().map(Open::of).collect();
    for open in &open {
        if open.expected.amount.minor() <= 0 {
            return Err(RulesError::field(
                "amount",
                "what is expected is more than nothing",
            ));
        }
        // Amounts of one currency can be added up without asking again.
        Money::zero(terms.currency).checked_add(open.expected.amount)?;
    }
    let mut receipts = receipts.to_vec();
    receipts.sort_by_key(|receipt| receipt.day);
    let mut unexpected = Vec::new();
    for receipt in receipts {
        Money::zero(terms.currency).checked_add(receipt.amount)?;
        if !settle(terms, &mut open, &receipt)? {
            unexpected.push(receipt.id);
        }
    }
    told(terms, &open, unexpected, today)
}

struct Open<'e> {
    expected: &'e Expectation,
    state: Option<ReconciledState>,
}

impl<'e> Open<'e> {
    fn of(expected: &'e Expectation) -> Self {
        Self {
            expected,
            state: None,
        }
    }
}

/// Whether a payment was expected.
fn settle(
    terms: &ReconcileTerms,
    open: &mut [Open<'_>],
    receipt: &PaidOut,
) -> Result<bool, RulesError> {
    let from = receipt
        .day
        .checked_add_days(Days::new(terms.early_days.into()));
    let from = from.ok_or_else(beyond_calendar)?;
    let mut candidates: Vec<&mut Open<'_>> = open
        .iter_mut()
        .filter(|open| {
            open.state.is_none()
                && open.expected.programme == receipt.programme
                && open.expected.due <= from
        })
        .collect();
    candidates.sort_by_key(|open| open.expected.due);
    if single(terms, &mut candidates, receipt)? || several(terms, &mut candidates, receipt)? {
        return Ok(true);
    }
    let [only] = candidates.as_mut_slice() else {
        return Ok(false);
    };
    let expected = only.expected.amount;
    if receipt.amount.minor().saturating_mul(2) < expected.minor() {
        return Ok(false);
    }
    let difference = receipt.amount.checked_add(expected.negated())?;
    let paid = Paid {
        receipt: receipt.id,
        difference,
    };
    only.state = Some(if difference.minor() < 0 {
        ReconciledState::Short(paid)
    } else {
        ReconciledState::Over(paid)
    });
    Ok(true)
}

/// One expectation of that amount, the nearest by day and of two the earlier.
fn single(
    terms: &ReconcileTerms,
    candidates: &mut [&mut Open<'_>],
    receipt: &PaidOut,
) -> Result<bool, RulesError> {
    let fits = |open: &Open<'_>| {
        let difference = receipt.amount.minor() - open.expected.amount.minor();
        difference.abs() <= terms.tolerance.minor()
    };
    let days = |open: &Open<'_>| (open.expected.due - receipt.day).num_days().abs();
    let fitting = candidates.iter_mut().filter(|open| fits(open));
    let Some(found) = fitting.min_by_key(|open| days(open)) else {
        return Ok(false);
    };
    let difference = receipt
        .amount
        .checked_add(found.expected.amount.negated())?;
    found.state = Some(ReconciledState::Matched(Paid {
        receipt: receipt.id,
        difference,
    }));
    Ok(true)
}

/// The earliest expectations whose sum it is, two or more.
fn several(
    terms: &ReconcileTerms,
    candidates: &mut [&mut Open<'_>],
    receipt: &PaidOut,
) -> Result<bool, RulesError> {
    let mut sum = Money::zero(terms.currency);
    let mut found = None;
    for (number, open) in (1..).zip(candidates.iter()) {
        sum = sum.checked_add(open.expected.amount)?;
        let difference = receipt.amount.checked_add(sum.negated())?;
        if number >= 2 && difference.minor().abs() <= terms.tolerance.minor() {
            found = Some((number, difference));
            break;
        }
    }
    let Some((count, difference)) = found else {
        return Ok(false);
    };
    for (number, open) in (1..=count).zip(candidates.iter_mut()) {
        let is_last = number == count;
        open.state = Some(ReconciledState::Matched(Paid {
            receipt: receipt.id,
            difference: if is_last {
                difference
            } else {
                Money::zero(terms.currency)
            },
        }));
    }
    Ok(true)
}

fn told(
    terms: &ReconcileTerms,
    open: &[Open<'_>],
    unexpected: Vec<ReceiptId>,
    today: NaiveDate,
) -> Result<Reconciliation, RulesError> {
    let mut missing = Money::zero(terms.currency);
    let mut expectations = Vec::with_capacity(open.len());
    for open in open {
        let until = open
            .expected
            .due
            .checked_add_days(Days::new(terms.grace_days.into()));
        let state = match open.state {
            Some(state) => state,
            None if today > until.ok_or_else(beyond_calendar)? => ReconciledState::Missing,
            None => ReconciledState::Waiting,
        };
        if state == ReconciledState::Missing {
            missing = missing.checked_add(open.expected.amount)?;
        }
        expectations.push(Reconciled {
            id: open.expected.id,
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
