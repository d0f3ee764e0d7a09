//! Why an amount cannot be made, combined, divided or converted.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{Currency, CurrencyError, Money};

/// Why an amount cannot be made, combined, divided or converted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is not a plain decimal number.
    #[error("“{0}” is not an amount; write it like 12.30")]
    NotANumber(String),
    /// An amount without the code of its currency.
    #[error("“{0}” has no currency; write it like 12.30 EUR")]
    NoCurrency(String),
    /// The code after the amount names no currency.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
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
    /// Only an amount of nothing or more can be shared out like this.
    #[error("{0} cannot be shared out: reverse the earlier shares instead")]
    NegativeAmount(Money),
    /// A weight below zero.
    #[error("{0} cannot be a weight: weights are zero or more")]
    NegativeWeight(Decimal),
    /// No weight above zero, so nobody to share with.
    #[error("there is nobody to share with: give at least one weight above zero")]
    NoWeights,
    /// Weights that cannot be compared exactly.
    #[error("the weights have too many digits; 20 are enough for any share")]
    WeightDigits,
    /// A rate of zero or less, or between a currency and itself.
    #[error(
        "{rate} cannot be the rate from {base} to {quote}: a rate joins two currencies and is above zero"
    )]
    BadRate {
        /// What one unit is priced of.
        base: Currency,
        /// What the price is in.
        quote: Currency,
        /// The price that was given.
        rate: Decimal,
    },
    /// No rate of that day or the days before it.
    #[error("{from} is not convertible to {to} on {date}: no recent rate is known")]
    NoRate {
        /// What should be converted.
        from: Currency,
        /// What it should become.
        to: Currency,
        /// The day whose rate was asked for.
        date: NaiveDate,
    },
}
