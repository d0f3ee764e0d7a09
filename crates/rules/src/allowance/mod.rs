//! Allowances: what is left to spend today, and what each remaining day has.
//!
//! An allowance is an amount for a period. A period's total is shared evenly by its days with largest
//! remainders: every day has the whole minor units of its part, and the first days have one of those
//! left over, so that the days add up to the total. What a day leaves goes where [`Rest`] says; what
//! it overspends lowers the days after it, evenly.
//!
//! Nothing is stored but the terms, what was spent and what the person decided: a changed amount or
//! last day is worked out as if it had been so from the period's first day, so no edit counts anything
//! twice or forgets it, and an edit that is taken back leaves no trace.

mod closed;
mod left;
mod pace;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};

use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;
use crate::goals::money_of;
pub use closed::{ClosedAllowance, closed_allowances};
pub use left::{LeftToday, OpenRest, Spent, left_today};
pub use pace::{Pace, pace};

/// The most days that an allowance has when it is for some days once.
pub const MOST_DAYS: i64 = 3_660;

/// The days that an allowance is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowanceDays {
    /// One period after the other. The one in which it starts has its part of the amount by days.
    Repeating {
        /// The period; any but a lifetime.
        period: Period,
        /// The first day.
        start: NaiveDate,
    },
    /// These days, once.
    Once(Span),
}

/// The terms of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllowanceTerms {
    /// What may be spent in a whole period, above zero.
    pub amount: Money,
    /// What becomes of what a day leaves.
    pub rest: Rest,
    /// What becomes of what a period leaves.
    pub rollover: Rollover,
}

/// What becomes of what a day leaves, once it is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Rest {
    /// The remaining days share it.
    #[default]
    Spread,
    /// The next day has it.
    Carried,
    /// It waits until the person says which of the two.
    Asked,
    /// It waits for the close of the period, and then leaves to a goal.
    Swept,
}

/// What becomes of what a period leaves, or of what it overspent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Rollover {
    /// The next period begins anew.
    #[default]
    None,
    /// What is left is added to the next period.
    Surplus,
    /// That, and what was overspent is taken from it.
    Both,
}

/// What the person says about a rest that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestChoice {
    /// The day of the choice and those after it share it.
    Spread,
    /// The day of the choice has it.
    Carry,
}

/// An allowance, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    days: AllowanceDays,
    terms: AllowanceTerms,
    changed: BTreeMap<NaiveDate, AllowanceTerms>,
}

/// What was spent by day, in minor units.
type ByDay = BTreeMap<NaiveDate, i128>;

/// A period with what may be spent in it, in minor units.
#[derive(Debug, Clone, Copy)]
struct Budgeted {
    span: Span,
    terms: AllowanceTerms,
    total: i128,
}

impl Allowance {
    /// An allowance with its first terms.
    pub fn new(days: AllowanceDays, terms: AllowanceTerms) -> Result<Self, RulesError> {
        check_days(days)?;
        check_amount(terms.amount)?;
        Ok(Self {
            days,
            terms,
            changed: BTreeMap::new(),
        })
    }

    /// The same with other terms from a day on. They hold for all of that day's period, whose days
    /// before it are worked out again; periods that ended before it stay as they were.
    pub fn changed(mut self, from: NaiveDate, terms: AllowanceTerms) -> Result<Self, RulesError> {
        check_amount(terms.amount)?;
        if terms.amount.currency() != self.currency() {
            return Err(MoneyError::Mixed(self.currency(), terms.amount.currency()).into());
        }
        self.changed.insert(from, terms);
        Ok(self)
    }

    /// The currency of all its amounts.
    pub fn currency(&self) -> Currency {
        self.terms.amount.currency()
    }

    /// The days it is for.
    pub fn days(&self) -> AllowanceDays {
        self.days
    }

    /// The terms of the period that ends on a day.
    pub fn terms_of_period_to(&self, last: NaiveDate) -> AllowanceTerms {
        let newest = self.changed.range(..=last).next_back();
        newest.map_or(self.terms, |(_, terms)| *terms)
    }

    /// The first of its days.
    fn first_day(&self) -> NaiveDate {
        match self.days {
            AllowanceDays::Repeating { start, .. } => start,
            AllowanceDays::Once(span) => span.first,
        }
    }

    /// The period that begins on a day, and how many days a whole one has. None beyond the last.
    fn period_from(&self, first: NaiveDate) -> Result<Option<(Span, i64)>, RulesError> {
        match self.days {
            AllowanceDays::Repeating { period, .. } => {
                let whole = period.span_of(first).ok_or_else(beyond_calendar)?;
                Ok(Some((Span { first, ..whole }, whole.days())))
            }
            AllowanceDays::Once(span) => Ok((first == span.first).then_some((span, span.days()))),
        }
    }

    /// The period that begins on a day, with what the one before left to it.
    fn budgeted_from(
        &self,
        first: NaiveDate,
        rolled: i128,
    ) -> Result<Option<Budgeted>, RulesError> {
        let Some((span, whole_days)) = self.period_from(first)? else {
            return Ok(None);
        };
        let terms = self.terms_of_period_to(span.last);
        let for_days = i128::from(terms.amount.minor()) * i128::from(span.days());
        let own = Rounding::HalfUp.divide(for_days, whole_days.into());
        let total = own.ok_or_else(beyond_calendar)? + rolled;
        Ok(Some(Budgeted { span, terms, total }))
    }

    /// What was spent by day, each amount checked.
    fn by_day(&self, spending: &[Spent]) -> Result<ByDay, RulesError> {
        let mut by_day = ByDay::new();
        for spent in spending {
            if spent.amount.currency() != self.currency() {
                return Err(MoneyError::Mixed(self.currency(), spent.amount.currency()).into());
            }
            *by_day.entry(spent.day).or_default() += i128::from(spent.amount.minor());
        }
        Ok(by_day)
    }

    fn money(&self, minor: i128) -> Result<Money, RulesError> {
        money_of(minor, self.currency())
    }
}

impl Budgeted {
    /// What is left of it after its days up to one, below zero where too much was spent.
    fn left_after(&self, by_day: &ByDay, day: NaiveDate) -> i128 {
        self.total - self.spent_by(by_day, day)
    }

    fn spent_by(&self, by_day: &ByDay, day: NaiveDate) -> i128 {
        if day < self.span.first {
            return 0;
        }
        let last = day.min(self.span.last);
        by_day
            .range(self.span.first..=last)
            .map(|(_, spent)| spent)
            .sum()
    }

    /// What leaves to a goal when it closes.
    fn swept(&self, left: i128) -> i128 {
        match self.terms.rest {
            Rest::Swept => left.max(0),
            Rest::Spread | Rest::Carried | Rest::Asked => 0,
        }
    }

    /// What of the rest goes to the next period.
    fn rolled(&self, left: i128) -> i128 {
        let left = left - self.swept(left);
        match self.terms.rollover {
            Rollover::None => 0,
            Rollover::Surplus => left.max(0),
            Rollover::Both => left,
        }
    }
}

fn check_days(days: AllowanceDays) -> Result<(), RulesError> {
    match days {
        AllowanceDays::Repeating {
            period: Period::Lifetime,
            ..
        } => {
            let message = "an allowance is for a period that ends, such as a week or a month";
            Err(RulesError::field("period", message))
        }
        AllowanceDays::Once(span) if span.days() > MOST_DAYS => {
            let message = "an allowance ends within ten years";
            Err(RulesError::field("last", message))
        }
        AllowanceDays::Repeating { .. } | AllowanceDays::Once(_) => Ok(()),
    }
}

fn check_amount(amount: Money) -> Result<(), RulesError> {
    if amount.minor() > 0 {
        return Ok(());
    }
    Err(RulesError::field(
        "amount",
        "the allowance must be above zero",
    ))
}
