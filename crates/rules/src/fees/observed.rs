//! What payments really cost, by who took the fee and by how large the payment was (lens).

use std::collections::BTreeMap;

use farthing_money::Rounding;
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::goals::fitting;

/// The rate is told with so many decimals.
const PLACES: u32 = 4;

/// A payment and its fee, which may be nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeRow<K> {
    /// Who took the fee.
    pub provider: K,
    /// How much was paid without the fee.
    pub size_minor: i64,
    /// The fee.
    pub fee_minor: i64,
}

/// What payments of one provider and about one size cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed<K> {
    /// Who took the fees.
    pub provider: K,
    /// The number of the first limit that the payments are within; one more than the last for
    /// those above all limits.
    pub band: usize,
    /// How many payments.
    pub count: u64,
    /// What they add up to.
    pub volume_minor: i64,
    /// What their fees add up to.
    pub fees_minor: i64,
    /// The fees as a fraction of the payments, with four decimals.
    pub effective_rate: Decimal,
}

#[derive(Default)]
struct Sums {
    count: u64,
    volume: i128,
    fees: i128,
}

/// What payments of one currency cost, by provider and then by size. The limits are inclusive and
/// ascend. Rows without a payment are left out, for a fee has no rate there.
pub fn observed<K: Copy + Ord>(
    rows: impl IntoIterator<Item = FeeRow<K>>,
    limits_minor: &[i64],
) -> Result<Vec<Observed<K>>, RulesError> {
    if !limits_minor.is_sorted_by(|a, b| a < b) {
        return Err(RulesError::field("limits", "the limits must ascend"));
    }
    let mut sums: BTreeMap<(K, usize), Sums> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.size_minor > 0) {
        let band = limits_minor.partition_point(|limit| *limit < row.size_minor);
        let sum = sums.entry((row.provider, band)).or_default();
        sum.count += 1;
        sum.volume += i128::from(row.size_minor);
        sum.fees += i128::from(row.fee_minor);
    }
    let told = sums.into_iter().map(|((provider, band), sum)| {
        let rate = Rounding::HalfUp.ratio(sum.fees, sum.volume, PLACES);
        Ok(Observed {
            provider,
            band,
            count: sum.count,
            volume_minor: fitting(sum.volume.try_into().ok())?,
            fees_minor: fitting(sum.fees.try_into().ok())?,
            effective_rate: fitting(rate)?,
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(provider: char, size_minor: i64, fee_minor: i64) -> FeeRow<char> {
        FeeRow {
            provider,
            size_minor,
            fee_minor,
        }
    }

    #[test]
    fn a_payment_at_a_limit_is_within_it() {
        let rows = [
            row('b', 500, 45),
            row('a', 501, 10),
            row('b', 100, 5),
            row('b', 0, 7),
            row('a', 9_999, 0),
        ];
        let told = observed(rows, &[500, 2_000]).unwrap();
        let told: Vec<_> = told
            .iter()
            .map(|o| {
                (
                    o.provider,
                    o.band,
                    o.count,
                    o.volume_minor,
                    o.fees_minor,
                    o.effective_rate.to_string(),
                )
            })
            .collect();
        let expected = [
            ('a', 1, 1, 501, 10, "0.0200".to_owned()),
            ('a', 2, 1, 9_999, 0, "0.0000".to_owned()),
            ('b', 0, 2, 600, 50, "0.0833".to_owned()),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn limits_that_do_not_ascend_and_sums_too_large_are_errors() {
        assert!(observed([row('a', 1, 1)], &[5, 5]).is_err());
        assert!(observed([row('a', i64::MAX, 1), row('a', 1, 1)], &[]).is_err());
        assert!(observed(Vec::<FeeRow<u8>>::new(), &[]).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_the_bands(
            rows in proptest::collection::vec((0_u8..4, 1_i64..9_000, 0_i64..90), 0..80),
        ) {
            let of = |(provider, size_minor, fee_minor): (u8, i64, i64)| FeeRow {
                provider,
                size_minor,
                fee_minor,
            };
            let told = observed(rows.iter().copied().map(of), &[100, 1_000]).unwrap();
            let volume: i64 = told.iter().map(|o| o.volume_minor).sum();
            let fees: i64 = told.iter().map(|o| o.fees_minor).sum();
            prop_assert_eq!(volume, rows.iter().map(|row| row.1).sum::<i64>());
            prop_assert_eq!(fees, rows.iter().map(|row| row.2).sum::<i64>());
        }
    }
}
