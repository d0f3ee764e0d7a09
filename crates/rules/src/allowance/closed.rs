//! Periods of an allowance that are over, and what leaves to a goal at their close.

use chrono::NaiveDate;
use farthing_money::Money;

use super::{Allowance, Budgeted, ByDay, Spent};
use crate::calendar::Span;
use crate::error::RulesError;

/// A period of an allowance that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedAllowance {
    /// Its days.
    pub span: Span,
    /// What could be spent, with what the period before left to it.
    pub total: Money,
    /// What was spent.
    pub spent: Money,
    /// What was left, below zero where too much was spent.
    pub left: Money,
    /// What of it leaves to a goal.
    pub swept: Money,
    /// What of it goes to the next period, below zero where that has less.
    pub rolled: Money,
}

/// The periods that ended before a day, in order.
pub fn closed_allowances(
    allowance: &Allowance,
    spending: &[Spent],
    today: NaiveDate,
) -> Result<Vec<ClosedAllowance>, RulesError> {
    let by_day = allowance.by_day(spending)?;
    let mut closed = Vec::new();
    walk(allowance, &by_day, today, |period, left| {
        closed.push(ClosedAllowance {
            span: period.span,
            total: allowance.money(period.total)?,
            spent: allowance.money(period.total - left)?,
            left: allowance.money(left)?,
            swept: allowance.money(period.swept(left))?,
            rolled: allowance.money(period.rolled(left))?,
        });
        Ok(())
    })?;
    Ok(closed)
}

/// The period that a day is in, with what the periods before left to it; none before the first day
/// and after the last.
pub(super) fn running(
    allowance: &Allowance,
    by_day: &ByDay,
    today: NaiveDate,
) -> Result<Option<Budgeted>, RulesError> {
    walk(allowance, by_day, today, |_, _| Ok(()))
}

/// Passes every period that ended before a day, with what was left of it, and gives the one after.
fn walk(
    allowance: &Allowance,
    by_day: &ByDay,
    today: NaiveDate,
    mut pass: impl FnMut(&Budgeted, i128) -> Result<(), RulesError>,
) -> Result<Option<Budgeted>, RulesError> {
    let (mut first, mut rolled) = (allowance.first_day(), 0);
    while first <= today {
        let Some(period) = allowance.budgeted_from(first, rolled)? else {
            return Ok(None);
        };
        if period.span.contains(today) {
            return Ok(Some(period));
        }
        let left = period.left_after(by_day, period.span.last);
        pass(&period, left)?;
        rolled = period.rolled(left);
        let Some(next) = period.span.last.succ_opt() else {
            return Ok(None);
        };
        first = next;
    }
    Ok(None)
}
