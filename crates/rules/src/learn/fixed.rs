//! Logarithms and powers of two in steps of 1/1024, by integers alone.

/// How many steps a doubling has.
pub(super) const DOUBLING: i64 = 1 << STEP_BITS;
const STEP_BITS: u32 = 10;
/// One, as [`power`] counts.
pub(super) const ONE: u64 = 1 << 30;

/// 2^(−1/2), 2^(−1/4), 2^(−1/8) and so on, in parts of [`ONE`].
const ROOTS: [u64; 10] = [
    759_250_125,
    902_905_651,
    984_625_594,
    1_028_218_693,
    1_050_733_751,
    1_062_175_491,
    1_067_942_999,
    1_070_838_486,
    1_072_289_173,
    1_073_015_252,
];

/// The logarithm to the base of two in steps of 1/1024, rounded down; of zero as of one.
pub(super) fn log2(number: u64) -> i64 {
    let whole = number.max(1).ilog2();
    // The number as 1.xxx with 31 binary places; squaring it doubles its logarithm.
    let mut mantissa = (u128::from(number.max(1)) << 31) >> whole;
    let mut steps = i64::from(whole);
    for _ in 0..STEP_BITS {
        mantissa = (mantissa * mantissa) >> 31;
        let carry = mantissa >> 32;
        steps = steps * 2 + i64::from(carry == 1);
        mantissa >>= carry;
    }
    steps
}

/// Two to the power of this many steps below zero, in parts of [`ONE`]; a power above zero is one.
pub(super) fn power(steps: i64) -> u64 {
    let below = steps.min(0).unsigned_abs();
    let (whole, fraction) = (below >> STEP_BITS, below & (DOUBLING.unsigned_abs() - 1));
    let mut power = ONE;
    for (place, root) in (0_u32..).zip(ROOTS) {
        if fraction >> (STEP_BITS - 1 - place) & 1 == 1 {
            power = (power * root) >> 30;
        }
    }
    let whole = u32::try_from(whole).unwrap_or(u32::MAX);
    power.checked_shr(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn powers_of_two_are_exact() {
        for bit in 0..64_u32 {
            assert_eq!(log2(1 << bit), i64::from(bit) * DOUBLING);
        }
        assert_eq!(log2(3), 1_623);
        assert_eq!(log2(10), 3_401);
        assert_eq!(
            (power(0), power(-DOUBLING), power(-100 * DOUBLING)),
            (ONE, ONE / 2, 0)
        );
        assert_eq!(power(-DOUBLING / 2), 759_250_125);
    }

    proptest! {
        #[test]
        fn a_logarithm_never_falls_and_adds_up(a in 1_u64..1_000_000, b in 1_u64..1_000_000) {
            prop_assert!(log2(a) <= log2(a + 1));
            let off = log2(a * b) - log2(a) - log2(b);
            prop_assert!((0..=2).contains(&off), "{off}");
        }

        #[test]
        fn a_power_undoes_a_logarithm(a in 1_u64..1_000_000) {
            let back = power(log2(a) - 30 * DOUBLING);
            prop_assert!(back <= a && a - back <= 2 + a / 700, "{a} {back}");
        }
    }
}
