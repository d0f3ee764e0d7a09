//! Finds pairs between two lists, each thing in at most one pair, the best pairs first.
//!
//! Things stand on shelves: what is on different shelves never meets. On a shelf they meet by day,
//! at most [`MOST_PER_DAY`] others a day each, so that a file of a million equal rows takes linear
//! time. Equals of one day are offered each other in their order, the first to the first.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

/// How many things of one day a thing is compared with, where more are on the shelf.
const MOST_PER_DAY: usize = 32;
/// How many possible pairs a thing keeps, the best ones.
const MOST_KEPT: usize = 16;

/// A thing on a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    /// Only things of one shelf meet.
    pub shelf: u32,
    /// The day as a number.
    pub day: i32,
    /// The fingerprint of its text; equal ones meet before others.
    pub text: u64,
    /// Its place in the caller's list.
    pub item: u32,
}

/// Gives each distinct key a shelf.
#[derive(Debug)]
pub(crate) struct Shelves<K>(HashMap<K, u32>);

impl<K: Hash + Eq> Shelves<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn of(&mut self, key: K) -> u32 {
        let next = item(self.0.len());
        *self.0.entry(key).or_insert(next)
    }
}

/// A possible pair; the smaller key is the better pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate<K> {
    pub key: K,
    pub left: u32,
    pub right: u32,
}

/// A place in a list as a small number. Lists have at most a million rows by the limits of files.
pub(crate) fn item(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The thing at a place in a list.
pub(crate) fn at<T>(list: &[T], item: u32) -> Option<&T> {
    list.get(usize::try_from(item).ok()?)
}

/// A day as a number that can be subtracted.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The possible pairs of things that share a shelf and whose days are apart as allowed (how many
/// days the right one is after the left one), with the key that `judge` gives their items.
pub(crate) fn candidates<K: Ord>(
    left: Vec<Slot>,
    right: Vec<Slot>,
    days: &RangeInclusive<i32>,
    mut judge: impl FnMut(u32, u32) -> Option<K>,
) -> Vec<Candidate<K>> {
    let mut all: Vec<Candidate<K>> = Vec::new();
    let mut of_one: Vec<Candidate<K>> = Vec::new();
    meet(left, right, days, |left, right| {
        if of_one.last().is_some_and(|last| last.left != left.item) {
            keep_best(&mut of_one, &mut all);
        }
        if let Some(key) = judge(left.item, right.item) {
            let (left, right) = (left.item, right.item);
            of_one.push(Candidate { key, left, right });
        }
    });
    keep_best(&mut of_one, &mut all);
    all
}

/// Keeps those of one thing; of equal keys the ones that were met first, which are its own rank.
fn keep_best<K: Ord>(of_one: &mut Vec<Candidate<K>>, all: &mut Vec<Candidate<K>>) {
    of_one.sort_by(|a, b| a.key.cmp(&b.key));
    of_one.truncate(MOST_KEPT);
    all.append(of_one);
}

/// Shows every two things that share a shelf and whose days are apart as allowed.
fn meet(
    mut left: Vec<Slot>,
    mut right: Vec<Slot>,
    days: &RangeInclusive<i32>,
    mut visit: impl FnMut(&Slot, &Slot),
) {
    left.sort_unstable();
    right.sort_unstable();
    let mut rest = right.as_slice();
    for shelf in left.chunk_by(|a, b| a.shelf == b.shelf) {
        let Some(first) = shelf.first() else { continue };
        let from = rest.partition_point(|slot| slot.shelf < first.shelf);
        rest = rest.get(from..).unwrap_or_default();
        let until = rest.partition_point(|slot| slot.shelf == first.shelf);
        let facing = rest.get(..until).unwrap_or_default();
        if !facing.is_empty() {
            meet_on_shelf(shelf, facing, days, &mut visit);
        }
    }
}

/// Takes the best pairs, each thing once. Of equal keys the earlier things come first.
pub(crate) fn best_first<K: Ord>(
    mut candidates: Vec<Candidate<K>>,
    lefts: usize,
    rights: usize,
) -> Vec<Candidate<K>> {
    candidates.sort_unstable();
    let mut left_free = vec![true; lefts];
    let mut right_free = vec![true; rights];
    candidates.retain(|candidate| {
        let left = slot_of(&mut left_free, candidate.left);
        let right = slot_of(&mut right_free, candidate.right);
        match (left, right) {
            (Some(left), Some(right)) if *left && *right => {
                (*left, *right) = (false, false);
                true
            }
            _ => false,
        }
    });
    candidates
}

fn slot_of(free: &mut [bool], item: u32) -> Option<&mut bool> {
    free.get_mut(usize::try_from(item).ok()?)
}

fn meet_on_shelf(
    left: &[Slot],
    right: &[Slot],
    days: &RangeInclusive<i32>,
    visit: &mut impl FnMut(&Slot, &Slot),
) {
    for of_day in left.chunk_by(|a, b| a.day == b.day) {
        let Some(day) = of_day.first().map(|slot| slot.day) else {
            continue;
        };
        let facing: Vec<&[Slot]> = days_around(right, day, days).collect();
        let mut rank_of_day = 0;
        for of_text in of_day.chunk_by(|a, b| a.text == b.text) {
            for (rank_of_text, slot) in of_text.iter().enumerate() {
                for facing in &facing {
                    meet_on_day(slot, facing, rank_of_day, rank_of_text, visit);
                }
                rank_of_day += 1;
            }
        }
    }
}

/// The slots of each allowed day, one slice a day.
fn days_around<'a>(
    right: &'a [Slot],
    day: i32,
    days: &RangeInclusive<i32>,
) -> impl Iterator<Item = &'a [Slot]> {
    let (first, last) = (
        day.saturating_add(*days.start()),
        day.saturating_add(*days.end()),
    );
    let from = right.partition_point(|slot| slot.day < first);
    let near = right.get(from..).unwrap_or_default();
    let until = near.partition_point(|slot| slot.day <= last);
    let near = near.get(..until).unwrap_or_default();
    near.chunk_by(|a, b| a.day == b.day)
}

fn meet_on_day(
    slot: &Slot,
    facing: &[Slot],
    rank_of_day: usize,
    rank_of_text: usize,
    visit: &mut impl FnMut(&Slot, &Slot),
) {
    if facing.len() <= MOST_PER_DAY {
        for other in facing {
            visit(slot, other);
        }
        return;
    }
    let from = facing.partition_point(|other| other.text < slot.text);
    let equal = facing.get(from..).unwrap_or_default();
    let until = equal.partition_point(|other| other.text == slot.text);
    let equal = equal.get(..until).unwrap_or_default();
    for other in from_rank(equal, rank_of_text) {
        visit(slot, other);
    }
    for other in from_rank(facing, rank_of_day).filter(|other| other.text != slot.text) {
        visit(slot, other);
    }
}

/// The slots from the one of this rank on, around the end to the beginning, not too many.
fn from_rank(slots: &[Slot], rank: usize) -> impl Iterator<Item = &Slot> {
    let start = rank.checked_rem(slots.len()).unwrap_or(0);
    let (before, from) = slots.split_at_checked(start).unwrap_or((slots, &[]));
    from.iter().chain(before).take(MOST_PER_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(days: &[i32]) -> Vec<Slot> {
        let slot = |(place, day): (usize, &i32)| Slot {
            shelf: 1,
            day: *day,
            text: 7,
            item: item(place),
        };
        days.iter().enumerate().map(slot).collect()
    }

    fn pairs(left: &[i32], right: &[i32]) -> Vec<(u32, u32)> {
        let days = |days: &[i32], place| *at(days, place).unwrap();
        let candidates = candidates(slots(left), slots(right), &(-1..=2), |l, r| {
            Some((days(right, r) - days(left, l)).abs())
        });
        let best = best_first(candidates, left.len(), right.len());
        best.iter().map(|pair| (pair.left, pair.right)).collect()
    }

    #[test]
    fn the_nearest_day_wins_and_then_the_order() {
        assert_eq!(pairs(&[10, 12], &[12, 11]), [(1, 0), (0, 1)]);
        assert_eq!(pairs(&[10, 10], &[10]), [(0, 0)]);
    }

    #[test]
    fn days_too_far_apart_do_not_meet() {
        assert_eq!(pairs(&[10], &[13]), []);
        assert_eq!(pairs(&[10], &[9]), [(0, 0)]);
        assert_eq!(pairs(&[10], &[8]), []);
    }

    #[test]
    fn a_thousand_equals_find_each_other_in_order() {
        let days = [10; 1_000];
        let expected: Vec<(u32, u32)> = (0..1_000).map(|i| (i, i)).collect();
        assert_eq!(pairs(&days, &days), expected);
    }

    #[test]
    fn shelves_never_meet() {
        let mut other = slots(&[10]);
        for slot in &mut other {
            slot.shelf = 2;
        }
        let mut met = 0;
        meet(slots(&[10]), other, &(0..=0), |_, _| met += 1);
        assert_eq!(met, 0);
    }
}
