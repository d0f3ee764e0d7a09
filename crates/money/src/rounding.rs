//! Rounding with a name: every division of money says in which direction it goes.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// In which direction a value between two whole units goes (conventions of rounding, spec 0.2).
/// The names in files are `half_up`, `half_even`, `down`, `up`, `floor` and `ceil`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest unit, half-way values away from zero: the default everywhere.
    #[default]
    HalfUp,
    /// To the nearest unit, half-way values to the even one.
    HalfEven,
    /// Toward zero.
    Down,
    /// Away from zero.
    Up,
    /// Toward the smaller number, so −0.1 becomes −1.
    Floor,
    /// Toward the larger number, so −0.9 becomes 0.
    Ceil,
}

impl Rounding {
    /// The whole quotient of two numbers; none if the divisor is zero.
    ///
    /// ```
    /// use farthing_money::Rounding;
    /// assert_eq!(Rounding::HalfUp.divide(-5, 2), Some(-3));
    /// assert_eq!(Rounding::HalfEven.divide(-5, 2), Some(-2));
    /// assert_eq!(Rounding::Floor.divide(1, 0), None);
    /// ```
    pub fn divide(self, numerator: i128, denominator: i128) -> Option<i128> {
        let toward_zero = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?;
        if remainder == 0 {
            return Some(toward_zero);
        }
        let negative = (remainder < 0) != (denominator < 0);
        // The rest up to the next unit instead of twice the remainder: that cannot overflow.
        let rest = denominator.unsigned_abs() - remainder.unsigned_abs();
        let halfway = remainder.unsigned_abs().cmp(&rest);
        let next = if negative { -1 } else { 1 };
        if self.leaves_zero(negative, toward_zero % 2 != 0, halfway) {
            return toward_zero.checked_add(next);
        }
        Some(toward_zero)
    }

    /// A quotient with a fixed number of decimals, such as a share of 0.5445; none if the divisor
    /// is zero or the result has more than 28 digits.
    ///
    /// ```
    /// use farthing_money::Rounding;
    /// let share = Rounding::HalfUp.ratio(2, 3, 4);
    /// assert_eq!(share.map(|s| s.to_string()).as_deref(), Some("0.6667"));
    /// ```
    pub fn ratio(self, numerator: i128, denominator: i128, places: u32) -> Option<Decimal> {
        let scaled = numerator.checked_mul(10_i128.checked_pow(places)?)?;
        let quotient = self.divide(scaled, denominator)?;
        Decimal::try_from_i128_with_scale(quotient, places).ok()
    }

    /// Whether an inexact value goes to the neighbour away from zero.
    fn leaves_zero(self, negative: bool, odd: bool, halfway: Ordering) -> bool {
        match self {
            Self::HalfUp => halfway.is_ge(),
            Self::HalfEven => halfway.is_gt() || (halfway.is_eq() && odd),
            Self::Down => false,
            Self::Up => true,
            Self::Floor => negative,
            Self::Ceil => !negative,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_its_direction_on_both_sides_of_zero() {
        let rounded = |tenths| {
            [
                Rounding::HalfUp,
                Rounding::HalfEven,
                Rounding::Down,
                Rounding::Up,
                Rounding::Floor,
                Rounding::Ceil,
            ]
            .map(|rounding| rounding.divide(tenths, 10).unwrap())
        };
        assert_eq!(rounded(25), [3, 2, 2, 3, 2, 3]);
        assert_eq!(rounded(-25), [-3, -2, -2, -3, -3, -2]);
        assert_eq!(rounded(35), [4, 4, 3, 4, 3, 4]);
        assert_eq!(rounded(24), [2, 2, 2, 3, 2, 3]);
        assert_eq!(rounded(-26), [-3, -3, -2, -3, -3, -2]);
        assert_eq!(rounded(-20), [-2; 6]);
        assert_eq!(rounded(-4), [0, 0, 0, -1, -1, 0]);
    }

    #[test]
    fn the_sign_of_the_divisor_does_not_matter() {
        assert_eq!(Rounding::Floor.divide(1, -2), Some(-1));
        assert_eq!(Rounding::Ceil.divide(-1, -2), Some(1));
    }

    #[test]
    fn the_largest_numbers_do_not_wrap() {
        assert_eq!(Rounding::HalfUp.divide(i128::MIN, -1), None);
        assert_eq!(Rounding::HalfUp.divide(i128::MAX, i128::MAX - 1), Some(1));
        assert_eq!(Rounding::HalfUp.ratio(i128::MAX, 1, 4), None);
    }
}
