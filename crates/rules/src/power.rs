//! Powers with any exponent, in decimal numbers: what growth over part of a year comes to.
//!
//! Worked out as e^(exponent × ln base) with some 26 digits, far more than any result shows, and the
//! same on every machine, which a float's power is not.

use farthing_money::Rounding;
use rust_decimal::Decimal;

/// ln 2.
const LN_2: Decimal = Decimal::from_parts(2_860_148_159, 2_180_329_217, 375_755_839, false, 28);

/// The largest whole power of two that a decimal number holds.
const MOST_DOUBLINGS: i64 = 95;

/// So many decimals of a power near one are right.
const SURE_DECIMALS: u32 = 20;

/// `base` to the power of `exponent`; none unless the base is above zero, and none where the result
/// is too large for a decimal number. What is too small for one is zero.
pub(crate) fn power(base: Decimal, exponent: Decimal) -> Option<Decimal> {
    exp(ln(base)?.checked_mul(exponent)?)
}

/// A worked-out number with so many decimals, half-up, and all of them shown. What lies within the
/// error of a power around half a last place is half a last place.
pub(crate) fn rounded(number: Decimal, places: u32) -> Option<Decimal> {
    let number = number.round_dp(SURE_DECIMALS);
    let units = number.mantissa().checked_mul(10_i128.pow(places))?;
    let divisor = 10_i128.checked_pow(number.scale())?;
    let units = Rounding::HalfUp.divide(units, divisor)?;
    Decimal::try_from_i128_with_scale(units, places).ok()
}

/// The natural logarithm of a number above zero.
fn ln(number: Decimal) -> Option<Decimal> {
    if number <= Decimal::ZERO {
        return None;
    }
    let (mut rest, mut doublings) = (number, 0_i64);
    while rest > Decimal::ONE_HUNDRED / Decimal::from(75) {
        rest = rest.checked_div(Decimal::TWO)?;
        doublings += 1;
    }
    while rest < Decimal::from(2) / Decimal::from(3) {
        rest = rest.checked_mul(Decimal::TWO)?;
        doublings -= 1;
    }
    // ln r = 2 (t + t³/3 + t⁵/5 + …) with t = (r − 1) / (r + 1), at most a fifth here.
    let t = (rest - Decimal::ONE) / (rest + Decimal::ONE);
    let square = t * t;
    let (mut sum, mut term) = (Decimal::ZERO, t);
    let mut divisor = 1_i64;
    while !term.is_zero() {
        sum += term / Decimal::from(divisor);
        term *= square;
        divisor += 2;
    }
    LN_2.checked_mul(Decimal::from(doublings))?
        .checked_add(sum * Decimal::TWO)
}

fn exp(exponent: Decimal) -> Option<Decimal> {
    let doublings = (exponent / LN_2).round();
    let rest = exponent - doublings * LN_2;
    let (mut sum, mut term) = (Decimal::ZERO, Decimal::ONE);
    let mut divisor = 0_i64;
    while !term.is_zero() {
        sum += term;
        divisor += 1;
        term = term * rest / Decimal::from(divisor);
    }
    doubled(sum, i64::try_from(doublings).ok()?)
}

/// A number near one, doubled or halved so many times.
fn doubled(mut number: Decimal, times: i64) -> Option<Decimal> {
    if times > MOST_DOUBLINGS {
        return None;
    }
    for _ in 0..times.max(0) {
        number = number.checked_mul(Decimal::TWO)?;
    }
    for _ in times..0 {
        number /= Decimal::TWO;
        if number.is_zero() {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn shown(base: &str, exponent: &str) -> String {
        power(decimal(base), decimal(exponent))
            .unwrap()
            .round_dp(15)
            .normalize()
            .to_string()
    }

    #[test]
    fn known_powers_come_out() {
        assert_eq!(shown("2", "0.5"), "1.414213562373095");
        assert_eq!(shown("0.5", "1"), "0.5");
        assert_eq!(shown("2.25", "-1.5"), "0.296296296296296");
        assert_eq!(shown("10", "3"), "1000");
        assert_eq!(shown("0.000001", "0.5"), "0.001");
    }

    #[test]
    fn what_has_no_power_has_none() {
        assert_eq!(power(Decimal::ZERO, Decimal::ONE), None);
        assert_eq!(power(Decimal::NEGATIVE_ONE, Decimal::TWO), None);
        assert_eq!(power(Decimal::TEN, Decimal::from(29)), None);
        assert_eq!(power(Decimal::MAX, Decimal::MAX), None);
        assert_eq!(power(Decimal::TEN, Decimal::from(-40)), Some(Decimal::ZERO));
    }

    #[test]
    fn half_a_last_place_goes_away_from_zero_and_nothing_has_no_sign() {
        let shown = |text: &str| rounded(decimal(text), 4).unwrap().to_string();
        assert_eq!(shown("0.12345"), "0.1235");
        assert_eq!(shown("0.1234499999999999999999999"), "0.1235");
        assert_eq!(shown("0.12344999999"), "0.1234");
        assert_eq!(shown("-0.12345"), "-0.1235");
        assert_eq!(shown("-0.00001"), "0.0000");
        assert_eq!(shown("7"), "7.0000");
        assert_eq!(rounded(Decimal::MAX, 4), None);
    }

    proptest! {
        #[test]
        fn a_power_and_its_root_lead_back(base in 1_i64..10_000_000, exponent in 1_i64..40) {
            let (base, exponent) = (Decimal::new(base, 3), Decimal::new(exponent, 1));
            let there = power(base, exponent).unwrap();
            let back = power(there, Decimal::ONE / exponent).unwrap();
            prop_assert!((back / base - Decimal::ONE).abs() < Decimal::new(1, 12));
        }
    }
}
