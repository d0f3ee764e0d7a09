//! A limit learnt from the person's own purchases.

use super::nearest_rank::nearest_rank;

/// Fewer purchases say too little.
pub const FEWEST_PURCHASES: usize = 20;
/// How many of a hundred purchases are within the limit.
const PERCENT: usize = 40;

/// Up to which size a purchase is small for this person: the 40th percentile of the sizes of their
/// purchases in one currency, by nearest rank. None of fewer than [`FEWEST_PURCHASES`]. Reorders
/// the sizes.
///
/// ```
/// use farthing_rules::lens::learnt_limit_minor;
/// let mut sizes: Vec<i64> = (1..=20).map(|number| number * 100).collect();
/// assert_eq!(learnt_limit_minor(&mut sizes), Some(800));
/// assert_eq!(learnt_limit_minor(&mut sizes[1..]), None);
/// ```
pub fn learnt_limit_minor(sizes_minor: &mut [i64]) -> Option<i64> {
    if sizes_minor.len() < FEWEST_PURCHASES {
        return None;
    }
    nearest_rank(sizes_minor, PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_of_an_odd_number_is_rounded_up() {
        // 0.4 × 21 is 8.4, so the ninth.
        let mut sizes: Vec<i64> = (1..=21).rev().collect();
        assert_eq!(learnt_limit_minor(&mut sizes), Some(9));
        assert_eq!(learnt_limit_minor(&mut [5; 20]), Some(5));
        assert_eq!(learnt_limit_minor(&mut []), None);
    }
}
