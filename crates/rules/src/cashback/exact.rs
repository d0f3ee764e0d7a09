//! Exact amounts before they are rounded (spec 0.2, E.3 step 7, E.4).
//!
//! Spend and rewards are counted in parts of a main unit that are so fine that every rate times every
//! amount is whole. Only a refund's share and a cap by reward that runs out leave an odd fraction.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use farthing_money::{Currency, Money, MoneyError, Rounding};
use num_rational::BigRational;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::RulesError;

/// How many decimals of a rate count.
pub(super) const RATE_DECIMALS: u32 = 9;
/// The most decimals of a currency or unit.
const MOST_DECIMALS: u32 = 8;
/// How many parts a main unit has: 10 to the power of this.
const PART_DECIMALS: u32 = RATE_DECIMALS + MOST_DECIMALS;
/// A billionth of this is one part, so that a rate of a whole number of grains is exact.
pub(super) const GRAIN: i128 = 10_i128.pow(RATE_DECIMALS);
/// How many parts a main unit has.
const PARTS: i128 = 10_i128.pow(PART_DECIMALS);
/// An odd fraction is shown with so many decimals.
const SHOWN_DECIMALS: u32 = 9;

/// An exact amount of main units: a whole number of parts, over a number that is 1 but for odd
/// fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    parts: i128,
    over: i128,
}

/// A sum of exact amounts. Odd fractions stand beside each other until the sum is rounded, one for
/// each denominator, so that it stays exact however many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    #[serde(with = "number")]
    parts: i128,
    /// In the order of their denominators, none of them zero.
    odd: Vec<Exact>,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { parts: 0, over: 1 };

    /// An amount as it is.
    pub fn of(amount: Money) -> Self {
        Self::of_parts(parts_of(amount))
    }

    pub(super) fn of_parts(parts: i128) -> Self {
        Self { parts, over: 1 }
    }

    /// A fraction in its lowest terms; the denominator is above zero.
    pub(super) fn fraction(parts: i128, over: i128) -> Self {
        if over == 1 {
            return Self { parts, over };
        }
        let divisor = gcd(parts.unsigned_abs(), over.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        Self {
            parts: parts / divisor,
            over: over / divisor,
        }
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.parts == 0
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.parts > 0
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, RulesError> {
        if self.over == other.over {
            let parts = fitting(self.parts.checked_add(other.parts))?;
            return Ok(Self { parts, ..self });
        }
        let left = self.parts.checked_mul(other.over);
        let right = other.parts.checked_mul(self.over);
        let parts = left.zip(right).and_then(|(l, r)| l.checked_add(r));
        let over = self.over.checked_mul(other.over);
        Ok(Self::fraction(fitting(parts)?, fitting(over)?))
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, RulesError> {
        self.plus(other.negated())
    }

    pub(super) fn negated(self) -> Self {
        Self {
            parts: -self.parts,
            ..self
        }
    }

    /// So much of it: a number over another that is above zero.
    pub(super) fn share(self, part: i64, of: i64) -> Result<Self, RulesError> {
        let whole = Self::fraction(self.parts, of.into());
        let parts = fitting(whole.parts.checked_mul(part.into()))?;
        let over = fitting(whole.over.checked_mul(self.over))?;
        Ok(Self::fraction(parts, over))
    }

    /// So many parts, of which this is the share.
    pub(super) fn times(self, parts: i128) -> Result<Self, RulesError> {
        // The divisors go before the product is made, which might not fit with them.
        let whole = Self::fraction(parts, self.over);
        let parts = fitting(whole.parts.checked_mul(self.parts))?;
        Ok(Self::fraction(parts, whole.over))
    }

    pub(super) fn is_above(self, other: Self) -> Result<bool, RulesError> {
        if self.over == other.over {
            return Ok(self.parts > other.parts);
        }
        Ok(self.minus(other)?.is_positive())
    }

    /// The amount in steps of a currency or unit, in the direction that is named.
    pub(super) fn rounded(self, step: Money, rounding: Rounding) -> Result<Money, RulesError> {
        money_of_steps(self.steps(parts_of(step), rounding), step)
    }

    /// How many steps of so many parts it has, in the direction that is named.
    pub(super) fn steps(self, step_parts: i128, rounding: Rounding) -> Option<i128> {
        rounding.divide(self.parts, step_parts.checked_mul(self.over)?)
    }

    /// The amount in main units as a decimal number: exactly where it has one of at most 17 decimals,
    /// otherwise to the nearest ninth decimal.
    pub fn to_decimal(self) -> Option<Decimal> {
        if self.over == 1 {
            // Zeros at the end go first, as a decimal number holds fewer digits than a part needs.
            let (mut parts, mut scale) = (self.parts, PART_DECIMALS);
            while scale > 0 && parts % 10 == 0 {
                (parts, scale) = (parts / 10, scale - 1);
            }
            return Decimal::try_from_i128_with_scale(parts, scale).ok();
        }
        let down = 10_i128.checked_pow(PART_DECIMALS - SHOWN_DECIMALS)?;
        let shown = Rounding::HalfUp.divide(self.parts, down.checked_mul(self.over)?)?;
        let decimal = Decimal::try_from_i128_with_scale(shown, SHOWN_DECIMALS).ok()?;
        Some(decimal.normalize())
    }
}

impl Sum {
    pub(super) fn add(&mut self, amount: Exact) -> Result<(), RulesError> {
        if amount.over == 1 {
            self.parts = fitting(self.parts.checked_add(amount.parts))?;
            return Ok(());
        }
        let place = self.odd.binary_search_by_key(&amount.over, |odd| odd.over);
        match place {
            Err(place) => self.odd.insert(place, amount),
            Ok(place) => self.merge(place, amount)?,
        }
        Ok(())
    }

    fn merge(&mut self, place: usize, amount: Exact) -> Result<(), RulesError> {
        let before = self.odd.remove(place);
        let parts = fitting(before.parts.checked_add(amount.parts))?;
        let sum = Exact::fraction(parts, amount.over);
        if sum.is_zero() {
            return Ok(());
        }
        self.add(sum)
    }

    pub(super) fn add_sum(&mut self, other: &Self) -> Result<(), RulesError> {
        self.add(Exact::of_parts(other.parts))?;
        other.odd.iter().try_for_each(|odd| self.add(*odd))
    }

    pub(super) fn negated(&self) -> Self {
        Self {
            parts: -self.parts,
            odd: self.odd.iter().map(|odd| odd.negated()).collect(),
        }
    }

    /// The sum in steps of a currency or unit, in the direction that is named.
    pub(super) fn rounded(&self, step: Money, rounding: Rounding) -> Result<Money, RulesError> {
        money_of_steps(self.steps(1, parts_of(step), rounding), step)
    }

    /// The sum times a number over another, in the direction that is named; none where it is too large.
    pub(super) fn steps(&self, times: i128, over: i128, rounding: Rounding) -> Option<i128> {
        if self.odd.is_empty() {
            return rounding.divide(self.parts.checked_mul(times)?, over);
        }
        let mut sum = BigRational::from_integer(self.parts.into());
        for odd in &self.odd {
            sum += BigRational::new(odd.parts.into(), odd.over.into());
        }
        let steps = sum * BigRational::new(times.into(), over.into());
        // Only the whole steps and the side of the half decide, and four quarters can say that.
        let whole = steps.floor();
        let quarters = match (&steps - &whole) * BigRational::from_integer(2.into()) {
            twice if twice == BigRational::from_integer(0.into()) => 0,
            twice => match twice.cmp(&BigRational::from_integer(1.into())) {
                Ordering::Less => 1,
                Ordering::Equal => 2,
                Ordering::Greater => 3,
            },
        };
        let whole = i128::try_from(whole.to_integer()).ok()?;
        rounding.divide(whole.checked_mul(4)?.checked_add(quarters)?, 4)
    }
}

/// The parts of a number of minor units.
pub(super) fn parts_of(amount: Money) -> i128 {
    i128::from(amount.minor()) * parts_of_minor(amount.currency())
}

/// The parts of one minor unit.
pub(super) fn parts_of_minor(currency: Currency) -> i128 {
    PARTS / 10_i128.pow(currency.decimals().min(MOST_DECIMALS))
}

/// So much of what was counted, in whole multiples of a grain: the use that a partial refund gives back
/// (spec 0.2, floors for partial reversals). All of it gives back all. The divisor is above zero.
pub(super) fn share_of_use(value: i128, part: i64, of: i64, grain: i128) -> i128 {
    if part >= of {
        return value;
    }
    let (part, of) = (i128::from(part), i128::from(of));
    let whole = (value / of).saturating_mul(part);
    let share = whole.saturating_add((value % of).saturating_mul(part) / of);
    share - share % grain.max(1)
}

/// The error of a number that is too large to be counted.
pub(super) fn fitting<T>(number: Option<T>) -> Result<T, RulesError> {
    number.ok_or(RulesError::Money(MoneyError::Overflow))
}

/// An amount of so many steps.
pub(super) fn money_of_steps(steps: Option<i128>, step: Money) -> Result<Money, RulesError> {
    let minor = steps.and_then(|steps| steps.checked_mul(step.minor().into()));
    let minor = minor.and_then(|minor| i64::try_from(minor).ok());
    Ok(Money::from_minor(fitting(minor)?, step.currency())?)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.parts, self.over)
    }
}

impl FromStr for Exact {
    type Err = RulesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(parts, over)| {
            let over: i128 = over.parse().ok()?;
            Some((parts.parse().ok()?, (over > 0).then_some(over)?))
        });
        let (parts, over) = numbers.ok_or(RulesError::field(
            "exact",
            "an exact amount is a whole number over another one above zero",
        ))?;
        Ok(Self { parts, over })
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whole numbers that are larger than numbers of JSON, as text.
pub(super) mod number {
    use super::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(number: &i128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cent() -> Money {
        "0.01 EUR".parse().unwrap()
    }

    fn euros(text: &str) -> Exact {
        Exact::of_parts(parts_of(Money::parse(text, cent().currency()).unwrap()))
    }

    #[test]
    fn thirds_of_different_purchases_add_up_to_the_whole() {
        let mut sum = Sum::default();
        for (part, of) in [(1, 3), (2, 3), (1, 7), (6, 7)] {
            sum.add(euros("1.00").share(part, of).unwrap()).unwrap();
        }
        for rounding in [Rounding::Up, Rounding::Down, Rounding::HalfEven] {
            assert_eq!(sum.rounded(cent(), rounding).unwrap().minor(), 200);
        }
        sum.add(euros("-1.00").share(1, 3).unwrap()).unwrap();
        let up = sum.rounded(cent(), Rounding::Up).unwrap();
        let down = sum.rounded(cent(), Rounding::Down).unwrap();
        assert_eq!((up.minor(), down.minor()), (167, 166));
    }

    #[test]
    fn what_adds_up_to_nothing_leaves_no_fraction() {
        let third = euros("1.00").share(1, 3).unwrap();
        let mut sum = Sum::default();
        sum.add(third).unwrap();
        sum.add(third.negated()).unwrap();
        assert_eq!(sum, Sum::default());
    }

    #[test]
    fn an_exact_amount_is_read_as_it_was_written() {
        let third = euros("0.50").share(1, 3).unwrap();
        assert_eq!(third.to_string().parse::<Exact>().unwrap(), third);
        assert_eq!(third.to_decimal().unwrap().to_string(), "0.166666667");
        assert_eq!(euros("9.50").to_decimal().unwrap().to_string(), "9.5");
        for text in ["", "1", "1/0", "1/-2", "a/1"] {
            assert!(text.parse::<Exact>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_share_of_a_large_use_does_not_wrap() {
        let large = 10_i128.pow(32);
        assert_eq!(share_of_use(large, 3, 3, GRAIN), large);
        assert_eq!(share_of_use(10 * GRAIN, 1, 3, GRAIN), 3 * GRAIN);
        assert_eq!(share_of_use(10, 1, 3, 1), 3);
        let most = share_of_use(large, 999_999, 1_000_000, GRAIN);
        assert_eq!(most, large / 1_000_000 * 999_999);
    }
}
