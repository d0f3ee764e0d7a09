//! After a change only the months that it affects are computed again.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use super::{Accrual, Entry, Settlements, Standing, Versions, go_on};
use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;

/// Where a rule stood at the start of each month after its first, by the month's first day.
pub type MonthStandings = BTreeMap<NaiveDate, Standing>;

/// What a change makes necessary to compute again: month by month, from that of the first affected
/// day until one begins after the last affected day as it did before.
///
/// While it asks for a month, its caller fetches the month's entries, drops the accruals that were
/// kept of it, and goes on with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The first day of the month that comes next; none when all is done.
    month: Option<NaiveDate>,
    standing: Standing,
    /// The last day that the change affects.
    affected: NaiveDate,
    /// The last day of the history.
    last: NaiveDate,
}

impl Renewal {
    /// Of a rule after a change that affects these days. They reach over the day of a changed entry
    /// before and after the change, of a purchase that was settled, and of what has moved
    /// ([`super::Settled::moved`]); over all days of a version that is new or another; and over the
    /// whole history where what a guarded account held before it is another. The history reaches from
    /// the first entry to the last, those that are gone included.
    ///
    /// Standings that do not fit the versions are dropped; where none is kept, the rule begins with
    /// the history.
    pub fn new(
        versions: &Versions,
        kept: &mut MonthStandings,
        affected: Span,
        history: Span,
    ) -> Result<Self, RulesError> {
        let start = Standing::start(versions);
        kept.retain(|_, standing| standing.counts_like(&start));
        let month = month_of(affected.first)?;
        let before = kept.range(..=month).next_back();
        let (month, standing) = match before {
            Some((month, standing)) => (*month, standing.clone()),
            None => (month.min(month_of(history.first)?), start),
        };
        Ok(Self {
            month: Some(month),
            standing,
            affected: affected.last,
            last: history.last.max(affected.last),
        })
    }

    /// The month whose entries come next; none when all is done.
    pub fn month(&self) -> Option<Span> {
        Period::Month.span_of(self.month?)
    }

    /// Goes through the entries of the month, which come in the order of day, time and import, and
    /// keeps where the rule stands after it.
    pub fn go_on(
        &mut self,
        versions: &Versions,
        kept: &mut MonthStandings,
        entries: &[Entry<'_>],
        settlements: &Settlements,
        sink: &mut impl FnMut(Accrual),
    ) -> Result<(), RulesError> {
        let Some(month) = self.month else {
            return Ok(());
        };
        let next = month.checked_add_months(Months::new(1));
        let next = next.ok_or_else(beyond_calendar)?;
        let standing = &mut self.standing;
        go_on(versions, standing, entries, next, settlements, sink)?;
        let before = kept.insert(next, self.standing.clone());
        let is_same = before.as_ref() == Some(&self.standing) && next > self.affected;
        if next > self.last {
            // The history may have become shorter.
            kept.split_off(&next);
            kept.insert(next, self.standing.clone());
        }
        self.month = (!is_same && next <= self.last).then_some(next);
        Ok(())
    }
}

fn month_of(day: NaiveDate) -> Result<NaiveDate, RulesError> {
    day.with_day(1).ok_or_else(beyond_calendar)
}
