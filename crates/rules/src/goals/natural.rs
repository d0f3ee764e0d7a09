//! Whole numbers of any size, as far as interest over many months needs them.
//!
//! A growth factor of some hundred months has thousands of digits, and where a sum is to be exact
//! to its last cent no shorter number will do.

use std::cmp::Ordering;
use std::iter;

/// A digit is small enough for the product of two, and what is carried, to fit into a `u128`.
const BITS: u32 = 60;
const MASK: u128 = (1 << BITS) - 1;

/// A whole number of zero or more: its digits, the lowest first, without zeros at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Natural(Vec<u128>);

impl Natural {
    pub(super) fn power(base: u128, exponent: u32) -> Self {
        let base = Self::from(base);
        let mut power = Self::from(1);
        for _ in 0..exponent {
            power = power.times(&base);
        }
        power
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0; self.0.len() + other.0.len()];
        for (start, own) in self.0.iter().enumerate() {
            let mut carry = 0;
            let others = other.0.iter().chain(iter::repeat(&0));
            for (place, others) in digits.iter_mut().skip(start).zip(others) {
                let sum = *place + own * others + carry;
                *place = sum & MASK;
                carry = sum >> BITS;
            }
        }
        Self::trimmed(digits)
    }

    fn trimmed(mut digits: Vec<u128>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self(digits)
    }
}

impl From<u128> for Natural {
    fn from(number: u128) -> Self {
        let digits = [number, number >> BITS, number >> (2 * BITS)];
        Self::trimmed(digits.map(|digit| digit & MASK).to_vec())
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_digits_carry() {
        let most = Natural::from(u128::MAX);
        let square = most.times(&most);
        // (2^128 − 1)² = 2^256 − 2^129 + 1.
        let mut digits = vec![0; 5];
        digits[0] = 1;
        digits[2] = MASK - (1 << 9) + 1;
        digits[3] = MASK;
        digits[4] = (1 << 16) - 1;
        assert_eq!(square, Natural(digits));
    }

    #[test]
    fn a_number_to_the_nothing_is_one() {
        assert_eq!(Natural::power(7, 0), Natural::from(1));
        assert_eq!(Natural::power(0, 3), Natural::from(0));
        assert_eq!(Natural::power(2, 100), Natural::from(1 << 100));
    }

    proptest! {
        #[test]
        fn small_numbers_multiply_and_compare_as_usual(
            first in 0..u128::from(u64::MAX),
            second in 0..u128::from(u64::MAX),
        ) {
            let product = Natural::from(first).times(&Natural::from(second));
            prop_assert_eq!(&product, &Natural::from(first * second));
            let order = Natural::from(first).cmp(&Natural::from(second));
            prop_assert_eq!(order, first.cmp(&second));
        }
    }
}
