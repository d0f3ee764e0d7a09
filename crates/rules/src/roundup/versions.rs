//! The versions of one rule: each holds from its day until the next one (spec 0.8).

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::{Guard, RoundUp, Stretch};
use crate::error::RulesError;
use crate::ids::AccountId;

/// The versions of one rule, from the oldest to the newest, each of which can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    first: RoundUp,
    later: Vec<(NaiveDate, RoundUp)>,
}

impl Versions {
    /// The first version, which holds for all days before the later ones, and those with the days
    /// from which they hold. What purchases set aside before a version begins counts to its caps and
    /// its guard, also where the versions before it had none.
    ///
    /// An error names the part that cannot be.
    pub fn new(first: RoundUp, later: Vec<(NaiveDate, RoundUp)>) -> Result<Self, RulesError> {
        let versions = Self { first, later };
        if !versions.later.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(RulesError::field(
                "versions",
                "each version of a rule begins after the one before it",
            ));
        }
        versions.all().try_for_each(RoundUp::check)?;
        versions.check_openings()?;
        Ok(versions)
    }

    /// One version for all time.
    pub fn of(rule: RoundUp) -> Result<Self, RulesError> {
        Self::new(rule, Vec::new())
    }

    /// The version of a day.
    pub fn on(&self, day: NaiveDate) -> &RoundUp {
        let begun = self.later.partition_point(|(from, _)| *from <= day);
        let latest = self.later.get(..begun).and_then(<[_]>::last);
        latest.map_or(&self.first, |(_, rule)| rule)
    }

    /// All of them, from the oldest to the newest.
    pub fn all(&self) -> impl Iterator<Item = &RoundUp> {
        [&self.first]
            .into_iter()
            .chain(self.later.iter().map(|(_, rule)| rule))
    }

    /// Whether no day depends on what was before it: none of them has a cap for a stretch of time that is
    /// longer than a day, or a guard. What purchases of some days set aside can then be worked out from
    /// these days alone, and [`super::Standing::start`].
    pub fn stands_still(&self) -> bool {
        let is_day = |(_, stretch): &(Currency, Stretch)| *stretch == Stretch::Day;
        self.stretches().iter().all(is_day) && self.guards().next().is_none()
    }

    /// The stretches of time that any of them has a cap for, each once.
    pub(super) fn stretches(&self) -> Vec<(Currency, Stretch)> {
        let of_rule = |rule: &RoundUp| {
            let week = Stretch::Week(rule.week_start);
            let of_step = |step: &super::Step| {
                let caps = [
                    (step.caps.day, Stretch::Day),
                    (step.caps.week, week),
                    (step.caps.month, Stretch::Month),
                ];
                let given = caps.into_iter().filter(|(cap, _)| cap.is_some());
                given
                    .map(|(_, stretch)| (step.currency, stretch))
                    .collect::<Vec<_>>()
            };
            rule.steps.iter().flat_map(of_step).collect::<Vec<_>>()
        };
        once_each(self.all().flat_map(of_rule))
    }

    /// The accounts that any of them guards, each once, with what they hold before the first entry.
    pub(super) fn purses(&self) -> Vec<(AccountId, Money)> {
        once_each(self.guards().map(|guard| (guard.account, guard.opening)))
    }

    /// The currencies of all guards, each once.
    pub(super) fn guarded_currencies(&self) -> Vec<Currency> {
        once_each(self.guards().map(|guard| guard.opening.currency()))
    }

    fn guards(&self) -> impl Iterator<Item = Guard> {
        self.all().filter_map(|rule| rule.guard)
    }

    fn check_openings(&self) -> Result<(), RulesError> {
        let purses = self.purses();
        let accounts = purses
            .iter()
            .map(|(account, opening)| (*account, opening.currency()));
        if once_each(accounts).len() == purses.len() {
            return Ok(());
        }
        Err(RulesError::field(
            "guard",
            "an account holds the same before its first entry in all versions",
        ))
    }
}

/// Without what was there before, in the order of its first place; there are only a few.
fn once_each<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
