//! Purchases by their size, and how those of many keys are packed into one column.
//!
//! For each key (a payee, an hour), ascending: the distance to the key before, how many purchases and
//! what they add up to, which of the ten bands are not empty, and for each of those again how many and
//! how much.

use std::collections::BTreeMap;

use farthing_rules::lens::BANDS;

use super::numbers::{push, take, unreadable};
use crate::error::Result;
use crate::totals::add;

/// The purchases of each key; of payees, 0 stands for nobody named.
pub(crate) type BySize = BTreeMap<i64, Purchases>;

/// Purchases in a place of the totals: how many, how much, and by size band.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Purchases {
    pub count: i64,
    pub spent: i64,
    pub band_counts: [i64; BANDS],
    pub band_sums: [i64; BANDS],
}

impl Purchases {
    /// How many and how much in this band and the smaller ones.
    pub(crate) fn up_to(&self, band: usize) -> Result<(i64, i64)> {
        let (mut count, mut minor) = (0, 0);
        for (number, sum) in self.band_counts.iter().zip(&self.band_sums).take(band + 1) {
            add(&mut count, *number)?;
            add(&mut minor, *sum)?;
        }
        Ok((count, minor))
    }

    /// The purchases of both.
    pub(crate) fn add(&mut self, other: &Self) -> Result<()> {
        add(&mut self.count, other.count)?;
        add(&mut self.spent, other.spent)?;
        for (count, more) in self.band_counts.iter_mut().zip(other.band_counts) {
            add(count, more)?;
        }
        for (sum, more) in self.band_sums.iter_mut().zip(other.band_sums) {
            add(sum, more)?;
        }
        Ok(())
    }

    pub(crate) fn count(&mut self, size: i64, band: Option<usize>, sign: i64) -> Result<()> {
        self.count += sign;
        add(&mut self.spent, size * sign)?;
        if let Some(count) = band.and_then(|band| self.band_counts.get_mut(band)) {
            *count += sign;
        }
        match band.and_then(|band| self.band_sums.get_mut(band)) {
            Some(sum) => add(sum, size * sign),
            None => Ok(()),
        }
    }

    /// As comparable text.
    pub(super) fn text(&self) -> String {
        let numbers: Vec<String> = [self.count, self.spent]
            .iter()
            .chain(&self.band_counts)
            .chain(&self.band_sums)
            .map(i64::to_string)
            .collect();
        numbers.join(",")
    }
}

/// The packed form.
pub(super) fn packed(keys: &BySize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(keys.len() * 16);
    let mut before = 0;
    for (key, purchases) in keys {
        push(&mut bytes, key - before)?;
        before = *key;
        push(&mut bytes, purchases.count)?;
        push(&mut bytes, purchases.spent)?;
        let bands = || purchases.band_counts.iter().zip(&purchases.band_sums);
        let filled = |(count, sum): &(&i64, &i64)| **count != 0 || **sum != 0;
        let mask = bands()
            .rev()
            .fold(0, |mask, band| mask << 1 | i64::from(filled(&band)));
        push(&mut bytes, mask)?;
        for (count, sum) in bands().filter(filled) {
            push(&mut bytes, *count)?;
            push(&mut bytes, *sum)?;
        }
    }
    Ok(bytes)
}

/// The keys of a packed form, ascending.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<(i64, Purchases)>> {
    taken(bytes).ok_or_else(unreadable)
}

fn taken(mut bytes: &[u8]) -> Option<Vec<(i64, Purchases)>> {
    let mut keys = Vec::with_capacity(bytes.len() / 8);
    let mut key = 0_i64;
    while !bytes.is_empty() {
        key = key.checked_add(take(&mut bytes)?)?;
        let mut purchases = Purchases {
            count: take(&mut bytes)?,
            spent: take(&mut bytes)?,
            ..Purchases::default()
        };
        let mask = take(&mut bytes)?;
        if mask >> BANDS != 0 {
            return None;
        }
        let bands = purchases
            .band_counts
            .iter_mut()
            .zip(&mut purchases.band_sums);
        for (band, (count, sum)) in bands.enumerate() {
            if mask >> band & 1 == 1 {
                (*count, *sum) = (take(&mut bytes)?, take(&mut bytes)?);
            }
        }
        keys.push((key, purchases));
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn purchases() -> impl Strategy<Value = Purchases> {
        let band = || prop_oneof![3 => Just((0, 0)), 1 => (1..9_i64, 1..i64::MAX)];
        (
            1..1_000_i64,
            1..i64::MAX,
            prop::collection::vec(band(), BANDS),
        )
            .prop_map(|(count, spent, bands)| Purchases {
                count,
                spent,
                band_counts: std::array::from_fn(|band| bands[band].0),
                band_sums: std::array::from_fn(|band| bands[band].1),
            })
    }

    proptest! {
        #[test]
        fn a_month_comes_back_as_it_went(
            keys in prop::collection::btree_map(0..1_i64 << 53, purchases(), 0..20)
        ) {
            let back = unpacked(&packed(&keys).unwrap()).unwrap();
            prop_assert_eq!(back, keys.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn bytes_of_someone_else_are_an_error_or_a_month(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpacked(&bytes);
        }
    }

    #[test]
    fn a_month_cut_short_is_an_error() {
        let keys = BySize::from([(
            7,
            Purchases {
                count: 1,
                spent: 350,
                ..Purchases::default()
            },
        )]);
        let bytes = packed(&keys).unwrap();
        assert!(unpacked(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn less_than_nothing_is_an_error() {
        let keys = BySize::from([(
            7,
            Purchases {
                count: 1,
                spent: -1,
                ..Purchases::default()
            },
        )]);
        assert!(packed(&keys).is_err());
    }
}
