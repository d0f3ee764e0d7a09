//! The value below which some part of a list lies, as one that is in the list.

/// Partly sorts the values and takes the one of nearest rank: the ceil(percent / 100 · n)-th
/// smallest. None of an empty list; percentiles are from 1 to 100.
pub(super) fn nearest_rank(values: &mut [i64], percent: usize) -> Option<i64> {
    let rank = (values.len() * percent).div_ceil(100);
    let place = rank.checked_sub(1).filter(|place| *place < values.len())?;
    let (_, value, _) = values.select_nth_unstable(place);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_rank_is_rounded_up() {
        let of = |percent| nearest_rank(&mut [50, 20, 40, 15, 35], percent);
        assert_eq!(
            [1, 20, 21, 40, 41, 100].map(of),
            [15, 15, 20, 20, 35, 50].map(Some)
        );
        assert_eq!(nearest_rank(&mut [], 40), None);
        assert_eq!(nearest_rank(&mut [7], 0), None);
    }

    proptest! {
        #[test]
        fn so_many_values_are_at_most_the_one_of_that_rank(
            mut values in proptest::collection::vec(-50_i64..50, 1..60),
            percent in 1_usize..=100,
        ) {
            let value = nearest_rank(&mut values, percent).unwrap();
            let at_most = values.iter().filter(|v| **v <= value).count();
            let below = values.iter().filter(|v| **v < value).count();
            prop_assert!(at_most * 100 >= percent * values.len());
            prop_assert!(below * 100 < percent * values.len());
        }
    }
}
