//! What a habit costs in a year, as a range and not as one number.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};

use super::nearest_rank::nearest_rank;
use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// About a year, in blocks of four weeks back from today.
const BLOCKS: usize = 13;
const BLOCK_DAYS: i64 = 28;
/// The quarters between which the middle half of the blocks lies.
const LOW_PERCENT: usize = 25;
const HIGH_PERCENT: usize = 75;

/// What a habit costs in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearlyRange {
    /// At the pace of a block of which a quarter were cheaper.
    pub low: Money,
    /// At the pace of a block of which a quarter were dearer.
    pub high: Money,
    /// In how many of the 13 blocks anything was paid. Of a young habit there are few, and the
    /// range reaches down to nothing.
    pub active_blocks: usize,
}

/// The range of a year by the last 13 blocks of four weeks: their 25th and 75th percentile by
/// nearest rank, × 365 / 28, half-up. Payments are days and sizes in one currency, in any order;
/// those of other days are not looked at.
pub fn yearly_range(
    payments: impl IntoIterator<Item = (NaiveDate, i64)>,
    currency: Currency,
    today: NaiveDate,
) -> Result<YearlyRange, RulesError> {
    let mut blocks = [0_i64; BLOCKS];
    for (day, size_minor) in payments {
        let block = (today - day).num_days().div_euclid(BLOCK_DAYS);
        let block = usize::try_from(block).ok();
        if let Some(sum) = block.and_then(|block| blocks.get_mut(block)) {
            *sum = fitting(sum.checked_add(size_minor))?;
        }
    }
    let active_blocks = blocks.iter().filter(|sum| **sum != 0).count();
    let mut of_year = |percent| {
        let block = fitting(nearest_rank(&mut blocks, percent))?;
        let year = Rounding::HalfUp.divide(i128::from(block) * 365, BLOCK_DAYS.into());
        money_of(fitting(year)?, currency)
    };
    Ok(YearlyRange {
        low: of_year(LOW_PERCENT)?,
        high: of_year(HIGH_PERCENT)?,
        active_blocks,
    })
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn range(payments: &[(u64, i64)]) -> (i64, i64, usize) {
        let today: NaiveDate = "2025-03-31".parse().unwrap();
        let payments = payments
            .iter()
            .map(|(age, size)| (today - Days::new(*age), *size));
        let euro = Currency::iso("EUR").unwrap();
        let told = yearly_range(payments, euro, today).unwrap();
        (told.low.minor(), told.high.minor(), told.active_blocks)
    }

    #[test]
    fn the_fourth_and_the_tenth_of_thirteen_blocks_are_taken() {
        let payments: Vec<(u64, i64)> = (0..13)
            .map(|n| (n * 28, 28 * (i64::try_from(n).unwrap() + 1)))
            .collect();
        assert_eq!(range(&payments), (4 * 365, 10 * 365, 13));
    }

    #[test]
    fn a_young_habit_reaches_down_to_nothing() {
        // Day 27 is the last of the first block; day 364 and days to come are not looked at.
        assert_eq!(
            range(&[(0, 100), (27, 100), (28, 100), (364, 900)]),
            (0, 0, 2)
        );
        let four: Vec<(u64, i64)> = (0..4).map(|n| (n * 28, 100)).collect();
        // 100 × 365 / 28 = 1303.57….
        assert_eq!(range(&four), (0, 1_304, 4));
        assert_eq!(range(&[]), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn the_low_end_is_never_above_the_high_one(
            payments in proptest::collection::vec((0_u64..400, 1_i64..900), 0..60),
        ) {
            let (low, high, active) = range(&payments);
            prop_assert!(0 <= low && low <= high);
            prop_assert!(active <= 13);
        }
    }
}
