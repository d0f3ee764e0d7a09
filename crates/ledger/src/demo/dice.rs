//! Luck that repeats: the same seed throws the same numbers on every machine.

/// A `SplitMix64` generator: tiny, and good enough for coffees.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.throw() % span).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub(super) fn chance(&mut self, in_thousand: i64) -> bool {
        self.between(0, 999) < in_thousand
    }

    /// One of the choices, the earlier ones more often; none where there are none.
    pub(super) fn favourite<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let last = i64::try_from(choices.len()).unwrap_or(0) - 1;
        let index = self.between(0, last).min(self.between(0, last));
        choices.get(usize::try_from(index).ok()?).copied()
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_numbers_within_their_bounds() {
        let throws = |seed| {
            let mut dice = Dice::new(seed);
            (0..500).map(|_| dice.between(-3, 8)).collect::<Vec<_>>()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
        assert!((-3..=8).all(|number| throws(7).contains(&number)));
        assert!(throws(7).iter().all(|number| (-3..=8).contains(number)));
    }

    #[test]
    fn an_empty_list_has_no_favourite() {
        assert_eq!(Dice::new(1).favourite::<u8>(&[]), None);
        assert_eq!(Dice::new(1).favourite(&[4]), Some(4));
    }
}
