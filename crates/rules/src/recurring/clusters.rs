//! Purchases of one payee by how much was paid (spec D.4, step 1).

use farthing_money::Rounding;

use super::Purchase;

/// A size, and at which place of the list its purchase stands.
pub(super) type Placed = (i64, usize);

/// What is known of the sizes of one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) low: i64,
    pub(super) high: i64,
    /// Twice the median, so that the mean of two sizes in the middle stays whole.
    twice_median: i128,
}

/// The purchases by size, ascending; what is no purchase is left out.
pub(super) fn by_size(purchases: &[Purchase]) -> Vec<Placed> {
    let placed = purchases.iter().enumerate();
    let placed = placed.map(|(place, purchase)| (purchase.size_minor, place));
    let mut placed: Vec<Placed> = placed.filter(|(size, _)| *size > 0).collect();
    placed.sort_unstable();
    placed
}

/// How many of the sorted purchases the first cluster has, at least one where there are any. A size
/// above 1.25 times the smallest one begins another.
pub(super) fn cluster_len(sorted: &[Placed]) -> usize {
    let smallest = sorted.first().map_or(0, |(size, _)| i128::from(*size));
    sorted.partition_point(|(size, _)| i128::from(*size) * 4 <= smallest * 5)
}

impl Sizes {
    /// Of a cluster that is still sorted by size; none of an empty one.
    pub(super) fn of(sorted: &[Placed]) -> Option<Self> {
        let (low, high) = (sorted.first()?.0, sorted.last()?.0);
        let upper = sorted.get(sorted.len() / 2)?.0;
        let lower = sorted.get((sorted.len() - 1) / 2)?.0;
        Some(Self {
            low,
            high,
            twice_median: i128::from(lower) + i128::from(upper),
        })
    }

    /// Whether the largest is at most 1.02 times the smallest (spec D.4, steps 5 and 7).
    pub(super) fn are_fixed(self) -> bool {
        i128::from(self.high) * 100 <= i128::from(self.low) * 102
    }

    /// The median so many times, rounded half-up once (spec 0.2).
    pub(super) fn median_times(self, times: u32) -> i128 {
        let twice = self.twice_median * i128::from(times);
        // The divisor is not zero.
        Rounding::HalfUp.divide(twice, 2).unwrap_or(twice / 2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clusters(sizes: &[i64]) -> Vec<Vec<i64>> {
        let mut placed: Vec<Placed> = sizes.iter().copied().zip(0..).collect();
        placed.sort_unstable();
        let mut rest = placed.as_slice();
        let mut found = Vec::new();
        while !rest.is_empty() {
            let (cluster, others) = rest.split_at(cluster_len(rest));
            found.push(cluster.iter().map(|placed| placed.0).collect());
            rest = others;
        }
        found
    }

    #[test]
    fn a_cluster_reaches_to_five_quarters_of_its_smallest() {
        let expected: [&[i64]; 3] = [&[100, 110, 125], &[126, 157], &[158]];
        assert_eq!(clusters(&[158, 110, 126, 100, 157, 125]), expected);
        assert_eq!(clusters(&[i64::MAX, 1]), [[1], [i64::MAX]]);
        assert!(clusters(&[]).is_empty());
    }

    #[test]
    fn the_median_is_the_mean_of_the_two_in_the_middle() {
        let sizes = |list: &[i64]| {
            let placed: Vec<Placed> = list.iter().copied().zip(0..).collect();
            Sizes::of(&placed).unwrap()
        };
        assert_eq!(sizes(&[3]).median_times(1), 3);
        assert_eq!(sizes(&[3, 4]).median_times(1), 4);
        // Twelve times 3.5, not twelve times 4.
        assert_eq!(sizes(&[3, 4]).median_times(12), 42);
        assert_eq!(sizes(&[1, 3, 9]).median_times(2), 6);
    }

    proptest! {
        #[test]
        fn every_purchase_is_in_one_cluster(
            sizes in proptest::collection::vec(1_i64..5_000, 0..60),
        ) {
            let found = clusters(&sizes);
            let mut all: Vec<i64> = found.iter().flatten().copied().collect();
            prop_assert!(all.is_sorted());
            for cluster in &found {
                prop_assert!(cluster[cluster.len() - 1] * 4 <= cluster[0] * 5);
            }
            let mut sizes = sizes;
            sizes.sort_unstable();
            all.sort_unstable();
            prop_assert_eq!(all, sizes);
        }
    }
}
