//! What earlier transfers have settled, and what has left the account that pays with them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::{Settled, SettledRoundUps};
use crate::ids::EntryId;

/// What transfers have settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settlements {
    by_entry: SettledRoundUps,
    /// What has left up to and with each day on which something left, in minor units.
    left: BTreeMap<Currency, Vec<(NaiveDate, i64)>>,
}

impl Settlements {
    /// All that transfers have settled for purchases that are still there.
    pub fn of(settled: SettledRoundUps) -> Self {
        let moves = settled
            .values()
            .filter_map(|settled| Some((settled.moved?, settled.amount)));
        let left = running_sums(moves);
        Self {
            by_entry: settled,
            left,
        }
    }

    /// For a caller that has only the settled round-ups of some entries at hand: those, and all that
    /// has ever left the account that pays for round-ups of purchases that are still there, by day in
    /// any order.
    pub fn with_moves(
        settled: SettledRoundUps,
        moves: impl IntoIterator<Item = (NaiveDate, Money)>,
    ) -> Self {
        Self {
            by_entry: settled,
            left: running_sums(moves),
        }
    }

    /// What is settled of an entry.
    pub fn get(&self, entry: EntryId) -> Option<&Settled> {
        self.by_entry.get(&entry)
    }

    /// What left before a day, in minor units.
    pub(super) fn left_before(&self, currency: Currency, day: NaiveDate) -> i64 {
        self.left.get(&currency).map_or(0, |left| {
            let until = left.partition_point(|(on, _)| *on < day);
            let last = left.get(..until).and_then(<[_]>::last);
            last.map_or(0, |(_, minor)| *minor)
        })
    }
}

fn running_sums(
    moves: impl IntoIterator<Item = (NaiveDate, Money)>,
) -> BTreeMap<Currency, Vec<(NaiveDate, i64)>> {
    let mut days: BTreeMap<Currency, BTreeMap<NaiveDate, i64>> = BTreeMap::new();
    for (day, amount) in moves {
        let sum = days.entry(amount.currency()).or_default();
        let sum = sum.entry(day).or_default();
        *sum = sum.saturating_add(amount.minor());
    }
    let summed = |days: BTreeMap<NaiveDate, i64>| {
        let so_far = days.into_iter().scan(0_i64, |so_far, (day, minor)| {
            *so_far = so_far.saturating_add(minor);
            Some((day, *so_far))
        });
        so_far.collect()
    };
    days.into_iter()
        .map(|(currency, days)| (currency, summed(days)))
        .collect()
}
