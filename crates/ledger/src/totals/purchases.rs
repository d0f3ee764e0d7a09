//! The purchases of a day, one by one, packed into some six bytes each.
//!
//! First the categories of the day: how many, and for each, ascending, the distance to the id before.
//! Then each purchase in order of payee: the distance to the payee before, the place of its category
//! in that list, the minute of the day (0 where no time is known, else one more), its size.

use super::numbers::{push, take, unreadable};
use crate::error::{LedgerError, Result};

/// A posted purchase of a day in one currency. Their order is that of the packed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DayPurchase {
    /// The payee's id; 0 for nobody named.
    pub payee: i64,
    /// The category that took most of it.
    pub category: i64,
    /// The minute of the day, where the time is known.
    pub minute: Option<u16>,
    /// Its size in minor units, above zero.
    pub minor: i64,
}

/// The packed form of what was bought without what is taken away again.
pub(super) fn packed(mut bought: Vec<DayPurchase>, taken: Vec<DayPurchase>) -> Result<Vec<u8>> {
    bought.sort_unstable();
    take_away(&mut bought, taken)?;
    let mut categories: Vec<i64> = bought.iter().map(|purchase| purchase.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let mut bytes = Vec::with_capacity(bought.len() * 7);
    if bought.is_empty() {
        return Ok(bytes);
    }
    push_count(&mut bytes, categories.len())?;
    let mut before = 0;
    for category in &categories {
        push(&mut bytes, category - before)?;
        before = *category;
    }
    let mut before = 0;
    for purchase in &bought {
        push(&mut bytes, purchase.payee - before)?;
        before = purchase.payee;
        let place = categories.partition_point(|category| *category < purchase.category);
        push_count(&mut bytes, place)?;
        push(
            &mut bytes,
            purchase.minute.map_or(0, |minute| i64::from(minute) + 1),
        )?;
        push(&mut bytes, purchase.minor)?;
    }
    Ok(bytes)
}

fn push_count(bytes: &mut Vec<u8>, count: usize) -> Result<()> {
    push(bytes, i64::try_from(count).map_err(|_| unreadable())?)
}

/// Takes each of some purchases out of a sorted list once.
fn take_away(bought: &mut Vec<DayPurchase>, mut taken: Vec<DayPurchase>) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    taken.sort_unstable();
    let mut taken = taken.into_iter().peekable();
    bought.retain(|purchase| taken.next_if_eq(purchase).is_none());
    match taken.next() {
        None => Ok(()),
        Some(_) => Err(LedgerError::Damaged(
            "a purchase is missing in its day's kept list".to_owned(),
        )),
    }
}

/// Gives each purchase of a packed form, in its order.
pub(crate) fn unpack(bytes: &[u8], each: impl FnMut(DayPurchase)) -> Result<()> {
    taken(bytes, each).ok_or_else(unreadable)
}

fn taken(mut bytes: &[u8], mut each: impl FnMut(DayPurchase)) -> Option<()> {
    if bytes.is_empty() {
        return Some(());
    }
    let count = usize::try_from(take(&mut bytes)?).ok()?;
    let mut categories = Vec::new();
    let mut category = 0_i64;
    for _ in 0..count {
        category = category.checked_add(take(&mut bytes)?)?;
        categories.push(category);
    }
    let mut payee = 0_i64;
    while !bytes.is_empty() {
        payee = payee.checked_add(take(&mut bytes)?)?;
        let place = usize::try_from(take(&mut bytes)?).ok()?;
        each(DayPurchase {
            payee,
            category: *categories.get(place)?,
            minute: match take(&mut bytes)? {
                0 => None,
                more => Some(u16::try_from(more - 1).ok()?),
            },
            minor: take(&mut bytes)?,
        });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn purchase() -> impl Strategy<Value = DayPurchase> {
        let payee = prop_oneof![Just(0), 1..9_i64, 1_i64 << 32..1 << 53];
        let minute = prop::option::of(0..1_440_u16);
        (payee, 1..40_i64, minute, 1..1_i64 << 50).prop_map(|(payee, category, minute, minor)| {
            DayPurchase {
                payee,
                category,
                minute,
                minor,
            }
        })
    }

    fn unpacked(bytes: &[u8]) -> Vec<DayPurchase> {
        let mut back = Vec::new();
        unpack(bytes, |purchase| back.push(purchase)).unwrap();
        back
    }

    proptest! {
        #[test]
        fn a_day_comes_back_as_it_went(
            mut bought in prop::collection::vec(purchase(), 0..30)
        ) {
            let back = unpacked(&packed(bought.clone(), Vec::new()).unwrap());
            bought.sort_unstable();
            prop_assert_eq!(back, bought);
        }

        #[test]
        fn what_is_taken_away_is_gone_once(
            bought in prop::collection::vec(purchase(), 1..30),
            kept in prop::collection::vec(purchase(), 0..5),
        ) {
            let all = [kept.clone(), bought.clone()].concat();
            let left = packed(all, bought).unwrap();
            prop_assert_eq!(left, packed(kept, Vec::new()).unwrap());
        }

        #[test]
        fn bytes_of_someone_else_are_an_error_or_a_day(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpack(&bytes, |_| ());
        }
    }

    #[test]
    fn nobody_can_take_away_what_is_not_there() {
        let purchase = DayPurchase {
            payee: 1,
            category: 1,
            minute: None,
            minor: 350,
        };
        assert!(packed(vec![purchase], vec![purchase, purchase]).is_err());
    }
}
