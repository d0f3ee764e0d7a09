//! The purchases of which something will come back, which a standing has mostly in common with the ones
//! before and after it.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::exact::{Exact, number};
use crate::ids::EntryId;

/// A purchase of which something will come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Open {
    pub entry: EntryId,
    pub last_refund: NaiveDate,
    /// Its whole size, in minor units of the currency.
    pub size: i64,
    pub refunded: i64,
    /// What it earned: exactly, and rounded in minor units of the unit.
    pub exact: Exact,
    pub reward: i64,
    pub uses: Vec<Use>,
}

/// What a purchase added to a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Use {
    pub counter: usize,
    /// The first day of the stretch of time; none for tiers, which a later refund lowers as well.
    pub first: Option<NaiveDate>,
    #[serde(with = "number")]
    pub amount: i128,
}

/// What came back of a purchase with one refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Returned {
    pub before: i64,
    pub after: i64,
}

/// The purchases of which something will come back, by entry.
///
/// They are shared with other standings, one by one and, until one is kept, changed or forgotten, all
/// together: going from a block to the next one need not look at each of them.
#[derive(Debug, Clone, Default)]
pub(super) struct OpenPurchases {
    /// None of them is forgotten before the end of this day; none where there are none.
    earliest: Option<NaiveDate>,
    list: Arc<Vec<Arc<Open>>>,
}

impl Open {
    /// How much of it has come back before and after a refund of this size; never more than it was.
    pub(super) fn take(&mut self, refund: i64) -> Returned {
        let before = self.refunded;
        self.refunded = before.saturating_add(refund).min(self.size);
        Returned {
            before,
            after: self.refunded,
        }
    }
}

impl OpenPurchases {
    /// These ones, which are in the order of their entries.
    fn of(list: Vec<Arc<Open>>) -> Self {
        Self {
            earliest: earliest_of(&list),
            list: Arc::new(list),
        }
    }

    /// Keeps a purchase until all of it that will come back has.
    pub(super) fn keep(&mut self, open: Open) {
        let last_refund = open.last_refund;
        self.earliest = self.earliest.map_or(Some(last_refund), |earliest| {
            Some(earliest.min(last_refund))
        });
        let place = self.list.partition_point(|other| other.entry < open.entry);
        Arc::make_mut(&mut self.list).insert(place, Arc::new(open));
    }

    /// A purchase by its entry, while it is kept.
    pub(super) fn get_mut(&mut self, entry: EntryId) -> Option<&mut Open> {
        let place = self.list.binary_search_by_key(&entry, |open| open.entry);
        let place = place.ok()?;
        let list = Arc::make_mut(&mut self.list);
        list.get_mut(place).map(Arc::make_mut)
    }

    /// Forgets the purchases of which nothing comes back on a day and after it.
    pub(super) fn forget_before(&mut self, day: NaiveDate) {
        if self.earliest.is_some_and(|earliest| earliest < day) {
            let list = Arc::make_mut(&mut self.list);
            list.retain(|open| open.last_refund >= day);
            self.earliest = earliest_of(list);
        }
    }

    /// The purchases that are only in one of two lists, or not the same in both.
    pub(super) fn changed(&self, now: &Self) -> Vec<EntryId> {
        if self == now {
            return Vec::new();
        }
        let (before, now) = apart(&self.list, &now.list);
        let gone = before
            .iter()
            .filter(|open| find(now, open.entry) != Some(open));
        let come = now
            .iter()
            .filter(|open| find(before, open.entry) != Some(open));
        gone.chain(come).map(|open| open.entry).collect()
    }

    /// These purchases, but those of the entries that are named as another list has them.
    pub(super) fn with(&self, named: &[EntryId], other: &Self) -> Self {
        let mut all = self.clone();
        for entry in named {
            let list = Arc::make_mut(&mut all.list);
            let place = list.partition_point(|open| open.entry < *entry);
            if find(list, *entry).is_some() {
                list.remove(place);
            }
            if let Some(open) = find(&other.list, *entry) {
                list.insert(place, Arc::clone(open));
            }
        }
        let earliest = [self.earliest, other.earliest];
        all.earliest = earliest.into_iter().flatten().min();
        all
    }
}

impl PartialEq for OpenPurchases {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for OpenPurchases {}

/// What is left of two lists without what they share at their beginnings and ends.
fn apart<'o>(one: &'o [Arc<Open>], other: &'o [Arc<Open>]) -> (&'o [Arc<Open>], &'o [Arc<Open>]) {
    let is_shared = |(one, other): &(&Arc<Open>, &Arc<Open>)| Arc::ptr_eq(one, other);
    let first = one.iter().zip(other).take_while(is_shared).count();
    let rest = |list: &'o [Arc<Open>]| list.get(first..).unwrap_or_default();
    let (one, other) = (rest(one), rest(other));
    let ends = one.iter().rev().zip(other.iter().rev());
    let last = ends.take_while(is_shared).count();
    let middle = |list: &'o [Arc<Open>]| list.get(..list.len() - last).unwrap_or_default();
    (middle(one), middle(other))
}

fn find(list: &[Arc<Open>], entry: EntryId) -> Option<&Arc<Open>> {
    let place = list.binary_search_by_key(&entry, |open| open.entry);
    list.get(place.ok()?)
}

fn earliest_of(list: &[Arc<Open>]) -> Option<NaiveDate> {
    list.iter().map(|open| open.last_refund).min()
}

impl Serialize for OpenPurchases {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(Arc::as_ref))
    }
}

impl<'de> Deserialize<'de> for OpenPurchases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let open = Vec::<Open>::deserialize(deserializer)?;
        Ok(Self::of(open.into_iter().map(Arc::new).collect()))
    }
}
