//! The latest of many sizes that is large enough, found without looking at all of them.

/// Sizes in their order, with the largest of each half, quarter and so on.
#[derive(Debug)]
pub(super) struct Latest {
    /// The root is at 1, the children of `i` at `2i` and `2i + 1`, the sizes from `leaves` on.
    largest: Vec<i64>,
    leaves: usize,
}

impl Latest {
    pub(super) fn of(sizes: impl ExactSizeIterator<Item = i64>) -> Self {
        // One more leaf than sizes, so that every end has a node.
        let leaves = (sizes.len() + 1).next_power_of_two();
        let mut largest = vec![i64::MIN; leaves];
        largest.extend(sizes);
        largest.resize(leaves * 2, i64::MIN);
        let mut latest = Self { largest, leaves };
        for node in (1..leaves).rev() {
            latest.add_up(node);
        }
        latest
    }

    /// The size at a place.
    pub(super) fn size_at(&self, place: usize) -> Option<i64> {
        self.largest.get(self.leaves + place).copied()
    }

    /// Changes the size at a place.
    pub(super) fn set(&mut self, place: usize, size: i64) {
        let mut node = self.leaves + place;
        if let Some(old) = self.largest.get_mut(node) {
            *old = size;
        }
        while node > 1 {
            node /= 2;
            self.add_up(node);
        }
    }

    /// The last place before `end` whose size is this or larger.
    pub(super) fn before(&self, end: usize, size: i64) -> Option<usize> {
        let mut node = self.leaves + end.min(self.leaves - 1);
        while node > 1 {
            // An odd node has a left neighbour whose places all lie before the end.
            if node % 2 == 1 && self.at(node - 1) >= size {
                return Some(self.last_under(node - 1, size));
            }
            node /= 2;
        }
        None
    }

    /// The last place under a node that has one large enough.
    fn last_under(&self, mut node: usize, size: i64) -> usize {
        while node < self.leaves {
            let right = node * 2 + 1;
            node = if self.at(right) >= size {
                right
            } else {
                node * 2
            };
        }
        node - self.leaves
    }

    fn add_up(&mut self, node: usize) {
        let larger = self.at(node * 2).max(self.at(node * 2 + 1));
        if let Some(old) = self.largest.get_mut(node) {
            *old = larger;
        }
    }

    fn at(&self, node: usize) -> i64 {
        self.largest.get(node).copied().unwrap_or(i64::MIN)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_finds_what_looking_at_all_finds(
            sizes in proptest::collection::vec(0_i64..20, 0..40),
            changes in proptest::collection::vec((0_usize..40, 0_i64..20), 0..10),
            end in 0_usize..45,
            size in 1_i64..20,
        ) {
            let mut sizes = sizes;
            let mut latest = Latest::of(sizes.iter().copied());
            for (place, to) in changes {
                if let Some(size) = sizes.get_mut(place) {
                    *size = to;
                    latest.set(place, to);
                }
            }
            let expected = sizes.iter().take(end).rposition(|has| *has >= size);
            prop_assert_eq!(latest.before(end, size), expected);
        }
    }
}
