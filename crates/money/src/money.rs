//! An amount: minor units with their currency, checked at every step.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::{Currency, MoneyError, Rounding};

/// The largest size of one entry, in minor units (spec G.3).
pub const MAX_ENTRY_MINOR: i64 = 1_000_000_000_000_000;
/// The largest size of a sum, in minor units: 2^53 − 1, exact in a JavaScript number (spec G.3).
pub const MAX_SUM_MINOR: i64 = 9_007_199_254_740_991;

/// An exact amount of one currency.
///
/// ```
/// use farthing_money::{Currency, Money};
/// let usd = Currency::iso("USD")?;
/// let coffee = Money::parse("-4.50", usd)?;
/// assert_eq!(coffee.minor(), -450);
/// assert_eq!(coffee.to_string(), "-4.50 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of this many minor units, at most [`MAX_SUM_MINOR`] either way.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > MAX_SUM_MINOR.unsigned_abs() {
            return Err(MoneyError::Overflow);
        }
        Ok(Self { minor, currency })
    }

    /// An amount of few minor units, such as a constant: any `i32` is within the bounds.
    pub fn small(minor: i32, currency: Currency) -> Self {
        Self {
            minor: minor.into(),
            currency,
        }
    }

    /// Nothing, in this currency.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a plain decimal text: optional minus, digits, optional point (spec G.2).
    /// Decimals beyond the currency's are an error unless they are zeros; nothing is rounded.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        if !is_plain_decimal(text) {
            return Err(MoneyError::NotANumber(text.to_owned()));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let part = part.trim_end_matches('0');
        if part.len() > decimal_places(currency) {
            return Err(MoneyError::Precision {
                text: text.to_owned(),
                currency,
            });
        }
        // Filled up with zeros to the currency's decimals, the digits are the minor units.
        let digits = format!("{whole}{part:0<width$}", width = decimal_places(currency));
        digits
            .parse()
            .ok()
            .and_then(|minor| Self::entry(minor, currency))
            .ok_or(MoneyError::Overflow)
    }

    /// The amount of a decimal number of main units; inexact or oversized values are errors.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let value = value.normalize();
        if value.scale() > currency.decimals() {
            return Err(MoneyError::Precision {
                text: value.to_string(),
                currency,
            });
        }
        let up = 10_i128.pow(currency.decimals() - value.scale());
        let minor = value
            .mantissa()
            .checked_mul(up)
            .and_then(|minor| i64::try_from(minor).ok());
        minor
            .and_then(|minor| Self::entry(minor, currency))
            .ok_or(MoneyError::Overflow)
    }

    /// The amount nearest to a decimal number of main units, in the direction that is named.
    /// An operation rounds once, at its end; a sum may be as large as [`MAX_SUM_MINOR`].
    ///
    /// ```
    /// use farthing_money::{Currency, Money, Rounding};
    /// let usd = Currency::iso("USD")?;
    /// let exact = "0.125".parse()?;
    /// assert_eq!(Money::round(exact, usd, Rounding::HalfUp)?.to_string(), "0.13 USD");
    /// assert_eq!(Money::round(exact, usd, Rounding::HalfEven)?.to_string(), "0.12 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn round(
        value: Decimal,
        currency: Currency,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        let up = 10_i128.pow(currency.decimals());
        let down = 10_i128.pow(value.scale());
        let minor = value
            .mantissa()
            .checked_mul(up)
            .and_then(|scaled| rounding.divide(scaled, down))
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or(MoneyError::Overflow)?;
        Self::from_minor(minor, currency)
    }

    /// The size in minor units, negative for money that leaves.
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// What it is counted in.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The amount as a decimal number of main units, with all the currency's decimals.
    pub fn to_decimal(&self) -> Decimal {
        Decimal::new(self.minor, self.currency.decimals())
    }

    /// The amount as text without its currency: `-4.50`.
    pub fn decimal_text(&self) -> String {
        self.to_decimal().to_string()
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Self::from_minor(minor, self.currency)
    }

    /// The same size in the other direction.
    #[must_use]
    pub fn negated(self) -> Self {
        // Both bounds are symmetric, so this cannot overflow.
        Self {
            minor: -self.minor,
            currency: self.currency,
        }
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// An amount within the bounds of one entry.
    fn entry(minor: i64, currency: Currency) -> Option<Self> {
        let within = minor.unsigned_abs() <= MAX_ENTRY_MINOR.unsigned_abs();
        within.then_some(Self { minor, currency })
    }
}

fn decimal_places(currency: Currency) -> usize {
    currency.decimals() as usize
}

/// Reads an amount with its ISO 4217 code after one space: `-4.50 USD`.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (amount, code) = text
            .split_once(' ')
            .ok_or_else(|| MoneyError::NoCurrency(text.to_owned()))?;
        Self::parse(amount, Currency::iso(code)?)
    }
}

fn is_plain_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd() -> Currency {
        Currency::iso("USD").unwrap()
    }

    #[test]
    fn excess_decimals_are_refused_unless_they_are_zeros() {
        assert_eq!(Money::parse("12.300", usd()).unwrap().minor(), 1230);
        assert!(matches!(
            Money::parse("12.345", usd()),
            Err(MoneyError::Precision { .. })
        ));
    }

    #[test]
    fn only_plain_decimals_are_amounts() {
        for text in ["", "-", ".5", "5.", "+1", "1e3", "1,00", " 1", "１"] {
            assert!(
                matches!(Money::parse(text, usd()), Err(MoneyError::NotANumber(_))),
                "{text:?}"
            );
        }
    }

    #[test]
    fn no_decimal_is_too_far_right_to_be_seen() {
        let far = format!("0.30{}", "0".repeat(40));
        assert_eq!(Money::parse(&far, usd()).unwrap().minor(), 30);
        assert!(matches!(
            Money::parse(&format!("{far}1"), usd()),
            Err(MoneyError::Precision { .. })
        ));
        assert_eq!(Money::parse("-0.00", usd()).unwrap(), Money::zero(usd()));
        assert_eq!(Money::parse("-0.05", usd()).unwrap().minor(), -5);
    }

    #[test]
    fn an_amount_with_its_code_is_read_strictly() {
        let fils: Money = "-0.005 KWD".parse().unwrap();
        assert_eq!((fils.minor(), fils.currency().code()), (-5, "KWD"));
        for text in [
            "1.00",
            "1.00 ",
            "1.00  USD",
            "1.00 usd",
            "1.00 USD ",
            "USD 1.00",
            "",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn rounding_beyond_the_bound_is_an_error() {
        for far in [Decimal::MAX, Decimal::MIN] {
            let rounded = Money::round(far, usd(), Rounding::HalfUp);
            assert_eq!(rounded, Err(MoneyError::Overflow));
        }
    }

    #[test]
    fn an_entry_has_an_upper_bound() {
        assert_eq!(
            Money::parse("10000000000000.00", usd()).unwrap().minor(),
            MAX_ENTRY_MINOR
        );
        assert_eq!(
            Money::parse("10000000000000.01", usd()),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            Money::parse(&"9".repeat(400), usd()),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn currencies_never_mix() {
        let yen = Money::from_minor(5, Currency::iso("JPY").unwrap()).unwrap();
        let cents = Money::from_minor(5, usd()).unwrap();
        assert!(matches!(cents.checked_add(yen), Err(MoneyError::Mixed(..))));
    }
}
