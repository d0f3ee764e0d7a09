//! Where a programme stands between two days: all that later days depend on, and nothing else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StatementTotal;
use super::exact::{Exact, GRAIN, Sum, number, share_of_use};
use super::open::{OpenPurchases, Returned, Use};
use super::programme::{CapBasis, CounterTerms, Programme};
use crate::calendar::beyond_calendar;
use crate::error::RulesError;
use crate::ids::RuleId;

/// Where a programme stands at the start of a day.
///
/// Later days depend on it and on their entries. Two standings at the start of a day that are equal
/// have the same future. It holds what is used of caps and spent towards tiers in stretches of time
/// that are not over, the exact sum of the open statement where statements are rounded, and the
/// purchases of which something will come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The day that begins; none before the first.
    pub(super) day: Option<NaiveDate>,
    pub(super) counters: Vec<Counter>,
    pub(super) open: OpenPurchases,
    pub(super) statement: Option<Statement>,
}

/// What is used of a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapUsed {
    /// What it counts: main units of the currency, or of the unit.
    pub basis: CapBasis,
    /// How much is used.
    pub used: Exact,
    /// How much is left; zero or more.
    pub left: Exact,
}

/// What was counted in the stretch of time that the day is in: parts for a cap, minor units for tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counter {
    pub rule: RuleId,
    /// None before the first day.
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    #[serde(with = "number")]
    pub amount: i128,
}

/// The open statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Statement {
    pub end: NaiveDate,
    pub sum: Sum,
}

impl Standing {
    /// Before the first entry.
    pub fn start(programme: &Programme) -> Self {
        let counters = programme.counters.iter().map(|terms| Counter {
            rule: terms.rule,
            first: None,
            last: None,
            amount: terms.opening.map_or(0, |(_, amount)| amount),
        });
        Self {
            day: None,
            counters: counters.collect(),
            open: OpenPurchases::default(),
            statement: None,
        }
    }

    /// The day at whose start this is; none before the first.
    pub fn day(&self) -> Option<NaiveDate> {
        self.day
    }

    /// Whether it counts what this programme needs. One whose rules with caps or tiers are others
    /// needs more than was kept, and is worked out from the start again.
    pub fn fits(&self, programme: &Programme) -> bool {
        let rules = programme.counters.iter().map(|terms| terms.rule);
        self.counters.iter().map(|counter| counter.rule).eq(rules)
    }

    /// What the open statement comes to so far, where statements are rounded.
    pub fn statement_so_far(
        &self,
        programme: &Programme,
    ) -> Result<Option<StatementTotal>, RulesError> {
        let statement = self.statement.as_ref();
        let total = statement.map(|statement| statement.total(programme));
        total.transpose()
    }

    /// What is used of a rule's cap and what is left, in the stretch of time that the day is in; none
    /// for a rule without one.
    pub fn cap_used(&self, programme: &Programme, rule: RuleId) -> Option<CapUsed> {
        cap_used(programme, rule, |counter| self.amount(counter))
    }

    pub(super) fn amount(&self, counter: usize) -> i128 {
        self.counters.get(counter).map_or(0, |found| found.amount)
    }

    pub(super) fn count(&mut self, counter: usize, amount: i128) {
        if let Some(found) = self.counters.get_mut(counter) {
            found.amount = found.amount.saturating_add(amount);
        }
    }

    /// What a purchase adds to a counter now.
    pub(super) fn cap_use(&self, counter: usize, amount: i128) -> Use {
        Use {
            counter,
            first: self.counters.get(counter).and_then(|found| found.first),
            amount,
        }
    }

    /// Goes to the start of a day: a statement that has ended is given away, counters whose stretch of
    /// time is over begin again, and purchases of which nothing more comes back are forgotten.
    pub(super) fn turn_to(
        &mut self,
        programme: &Programme,
        day: NaiveDate,
        closed: &mut impl FnMut(StatementTotal),
    ) -> Result<(), RulesError> {
        if self.day == Some(day) {
            return Ok(());
        }
        if self.day.is_some_and(|before| before > day) {
            return Err(RulesError::field(
                "entries",
                "the entries come in the order of their days, none before the day that is gone on from",
            ));
        }
        for (counter, terms) in self.counters.iter_mut().zip(&programme.counters) {
            counter.turn_to(terms, day)?;
        }
        self.open.forget_before(day);
        if programme.rounds_statements() {
            self.turn_statement(programme, day, closed)?;
        }
        self.day = Some(day);
        Ok(())
    }

    fn turn_statement(
        &mut self,
        programme: &Programme,
        day: NaiveDate,
        closed: &mut impl FnMut(StatementTotal),
    ) -> Result<(), RulesError> {
        if let Some(statement) = &self.statement {
            if day <= statement.end {
                return Ok(());
            }
            closed(statement.total(programme)?);
        }
        let span = programme.statement().span_of(day);
        self.statement = Some(Statement {
            end: span.ok_or_else(beyond_calendar)?.last,
            sum: Sum::default(),
        });
        Ok(())
    }

    pub(super) fn add(&mut self, amount: Exact) -> Result<(), RulesError> {
        self.statement
            .as_mut()
            .map_or(Ok(()), |statement| statement.sum.add(amount))
    }

    /// So much of a purchase comes back: its uses are given back to the counters.
    pub(super) fn give_back(&mut self, uses: &[Use], size: i64, returned: Returned) {
        for given in uses {
            let counter = self.counters.get_mut(given.counter);
            let is_same = |counter: &Counter| given.first.is_none() || given.first == counter.first;
            if let Some(counter) = counter.filter(|counter| is_same(counter)) {
                // Caps count parts, of which only whole grains take a rate; tiers count minor units.
                let grain = if given.first.is_some() { GRAIN } else { 1 };
                let share = |part| share_of_use(given.amount, part, size, grain);
                let back = share(returned.after) - share(returned.before);
                counter.amount = counter.amount.saturating_sub(back);
            }
        }
    }
}

/// What is used of a rule's cap by what is counted.
pub(super) fn cap_used(
    programme: &Programme,
    rule: RuleId,
    counted: impl Fn(usize) -> i128,
) -> Option<CapUsed> {
    let rule = programme.rules.iter().find(|found| found.id == rule)?;
    let cap = rule.cap?;
    let used = counted(cap.counter);
    Some(CapUsed {
        basis: cap.basis,
        used: Exact::of_parts(used),
        left: Exact::of_parts((cap.limit - used).max(0)),
    })
}

impl Counter {
    /// Whether it counts the same as another one, however much that is.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        (self.rule, self.first, self.last) == (other.rule, other.first, other.last)
    }

    fn turn_to(&mut self, terms: &CounterTerms, day: NaiveDate) -> Result<(), RulesError> {
        if self.last.is_some_and(|last| day <= last) {
            return Ok(());
        }
        let span = terms.period.span_of(day).ok_or_else(beyond_calendar)?;
        let opening = terms.opening.filter(|(on, _)| span.contains(*on));
        self.amount = opening.map_or(0, |(_, amount)| amount);
        (self.first, self.last) = (Some(span.first), Some(span.last));
        Ok(())
    }
}

impl Statement {
    pub(super) fn total(&self, programme: &Programme) -> Result<StatementTotal, RulesError> {
        let rounding = &programme.terms().rounding;
        Ok(StatementTotal {
            end: self.end,
            reward: self.sum.rounded(rounding.step, rounding.mode)?,
        })
    }
}
