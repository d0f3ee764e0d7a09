//! Whether a limit is used up faster than its days go by.

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError, Rounding};

use crate::calendar::{Span, beyond_calendar};
use crate::error::RulesError;
use crate::goals::money_of;

/// How a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// What would be spent by the end of today if every day had the same, half-up.
    pub expected: Money,
    /// How much more than that was spent, below zero where it is less.
    pub ahead: Money,
    /// What is left of the limit, below zero where it was passed.
    pub left: Money,
}

/// How the limit of some days is used on one of them, today counted as a whole day. Before the first
/// day nothing is expected, and after the last the whole limit.
pub fn pace(limit: Money, days: Span, today: NaiveDate, spent: Money) -> Result<Pace, RulesError> {
    if limit.minor() < 0 {
        return Err(RulesError::field("limit", "a limit is zero or more"));
    }
    if limit.currency() != spent.currency() {
        return Err(MoneyError::Mixed(limit.currency(), spent.currency()).into());
    }
    let since = today.signed_duration_since(days.first).num_days();
    let gone = since.saturating_add(1).clamp(0, days.days());
    let even = i128::from(limit.minor()) * i128::from(gone);
    let expected = Rounding::HalfUp.divide(even, days.days().into());
    let expected = money_of(expected.ok_or_else(beyond_calendar)?, limit.currency())?;
    Ok(Pace {
        expected,
        ahead: spent.checked_add(expected.negated())?,
        left: limit.checked_add(spent.negated())?,
    })
}
