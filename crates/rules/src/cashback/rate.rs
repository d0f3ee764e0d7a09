//! Rates as whole numbers, so that a rate times an amount is one multiplication (spec E.2).

use rust_decimal::Decimal;

use super::exact::{GRAIN, RATE_DECIMALS, fitting};
use super::programme::Programme;
use crate::error::RulesError;

/// More reward for one main unit of spend is a slip of the finger.
const LARGEST: i64 = 1_000_000;

/// A fraction of spend, or points for a main unit of it, with at most nine decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(i64);

impl Rate {
    /// A rate from zero to a million with at most nine decimals.
    pub(super) fn of(field: &'static str, rate: Decimal) -> Result<Self, RulesError> {
        let rate = rate.normalize();
        let within = rate >= Decimal::ZERO && rate <= Decimal::from(LARGEST);
        let missing = RATE_DECIMALS.checked_sub(rate.scale());
        let billionths = missing.filter(|_| within).and_then(|missing| {
            let billionths = rate.mantissa().checked_mul(10_i128.pow(missing))?;
            i64::try_from(billionths).ok()
        });
        billionths.map(Self).ok_or(RulesError::field(
            field,
            "a rate is a fraction from zero, such as 0.05 for 5 %, with at most nine decimals",
        ))
    }

    /// The rate as a decimal number: 0.05 for 5 %.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, RATE_DECIMALS).normalize()
    }

    /// The rate as a whole number of billionths.
    pub(super) fn billionths(self) -> i64 {
        self.0
    }

    /// The rate of so many minor units, in parts: the same as of their parts, without a division.
    pub(super) fn of_minor(self, programme: &Programme, minor: i64) -> Result<i128, RulesError> {
        let of_one = programme.minor_grains.checked_mul(self.0.into());
        fitting(of_one.and_then(|of_one| of_one.checked_mul(minor.into())))
    }

    /// The rate of so many parts, which are whole grains.
    pub(super) fn of_parts(self, parts: i128) -> Result<i128, RulesError> {
        fitting((parts / GRAIN).checked_mul(self.0.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_below_zero_or_too_fine_is_refused() {
        let of = |text: &str| Rate::of("rate", text.parse().unwrap());
        assert_eq!(of("0.0500").unwrap().to_decimal().to_string(), "0.05");
        assert_eq!(of("0.000000001").unwrap(), Rate(1));
        for text in ["-0.01", "0.0000000001", "1000001"] {
            let refused = of(text).unwrap_err();
            assert!(refused.to_string().starts_with("rate: "), "{text}");
        }
    }
}
