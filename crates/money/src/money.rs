//! An amount: minor units with their currency, checked at every step.

use std::fmt;

use rust_decimal::Decimal;

use crate::Currency;

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

/// Why an amount cannot be made or combined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is not a plain decimal number.
    #[error("“{0}” is not an amount; write it like 12.30")]
    NotANumber(String),
    /// More decimals than the currency has.
    #[error("“{text}” has more decimals than {currency} has ({})", currency.decimals())]
    Precision {
        /// What was read.
        text: String,
        /// The currency it was read in.
        currency: Currency,
    },
    /// Beyond the bounds of an entry or a sum.
    #[error("the amount is too large for one entry or sum")]
    Overflow,
    /// Two currencies in one sum.
    #[error("{0} and {1} cannot be added: amounts of two currencies never mix")]
    Mixed(Currency, Currency),
}

impl Money {
    /// An amount of this many minor units, at most [`MAX_SUM_MINOR`] either way.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > MAX_SUM_MINOR.unsigned_abs() {
            return Err(MoneyError::Overflow);
        }
        Ok(Self { minor, currency })
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
        let value: Decimal = text.parse().map_err(|_| MoneyError::Overflow)?;
        Self::from_decimal(value, currency)
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
            .and_then(|minor| i64::try_from(minor).ok())
            .filter(|minor| minor.unsigned_abs() <= MAX_ENTRY_MINOR.unsigned_abs())
            .ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, currency })
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
