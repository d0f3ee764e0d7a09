//! A figure beside the person's own earlier ones, never beside other people's.

use farthing_money::Rounding;

use crate::error::RulesError;
use crate::goals::fitting;

/// A figure of the running period beside the median of earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnMedian {
    /// The median of the earlier figures; of an even number, the mean of the middle two, half-up.
    pub median: i64,
    /// How far the running figure is above it; below zero where it is less.
    pub difference: i64,
}

/// The running figure beside the earlier ones, counts or minor units of one currency; none without
/// an earlier one. Reorders the earlier figures.
///
/// ```
/// use farthing_rules::lens::own_median;
/// let told = own_median(&mut [900, 400, 701, 600], 800)?.ok_or("nothing earlier")?;
/// assert_eq!((told.median, told.difference), (651, 149));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn own_median(earlier: &mut [i64], running: i64) -> Result<Option<OwnMedian>, RulesError> {
    earlier.sort_unstable();
    let Some(below) = earlier.len().checked_sub(1).map(|last| earlier[last / 2]) else {
        return Ok(None);
    };
    let twice = i128::from(below) + i128::from(earlier[earlier.len() / 2]);
    let median = fitting(Rounding::HalfUp.divide(twice, 2))?;
    let median = fitting(i64::try_from(median).ok())?;
    Ok(Some(OwnMedian {
        median,
        difference: fitting(running.checked_sub(median))?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(mut earlier: Vec<i64>, running: i64) -> Option<(i64, i64)> {
        let told = own_median(&mut earlier, running).unwrap();
        told.map(|told| (told.median, told.difference))
    }

    #[test]
    fn the_median_is_the_middle_one_or_the_mean_of_two() {
        assert_eq!(told(vec![3, 1, 100], 2), Some((3, -1)));
        assert_eq!(told(vec![-4, -3], 0), Some((-4, 4)));
        assert_eq!(told(vec![5], 5), Some((5, 0)));
        assert_eq!(told(vec![], 5), None);
        assert_eq!(
            told(vec![i64::MAX, i64::MAX], i64::MAX),
            Some((i64::MAX, 0))
        );
    }

    #[test]
    fn a_difference_too_large_is_an_error() {
        assert!(own_median(&mut [i64::MIN], i64::MAX).is_err());
    }
}
