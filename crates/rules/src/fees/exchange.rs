//! The fee that hides in an exchange rate: what was charged beside what the day's reference rate
//! comes to (lens).

use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::goals::fitting;
use crate::power::rounded;

/// The markup is told with so many decimals.
const PLACES: u32 = 4;

/// What was charged above the reference rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Markup {
    /// The amount at the reference rate, rounded half-up.
    pub at_reference: Money,
    /// What was charged above it, rounded half-up from the exact amount; below zero where less was.
    pub markup: Money,
    /// The markup as a fraction of the amount at the reference rate, with four decimals.
    pub rate: Decimal,
}

/// What was charged above the reference rate: home units for one unit of the amount's currency.
///
/// ```
/// use farthing_rules::fees::exchange_markup;
/// let told = exchange_markup("9.60 EUR".parse()?, "10.00 USD".parse()?, "0.9234".parse()?)?;
/// assert_eq!(told.at_reference.to_string(), "9.23 EUR");
/// assert_eq!(told.markup.to_string(), "0.37 EUR");
/// assert_eq!(told.rate.to_string(), "0.0396");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn exchange_markup(
    charged: Money,
    amount: Money,
    reference_rate: Decimal,
) -> Result<Markup, RulesError> {
    if charged.minor() < 1 || amount.minor() < 1 {
        return Err(RulesError::field(
            "amount",
            "both amounts must be above zero",
        ));
    }
    if reference_rate <= Decimal::ZERO {
        return Err(RulesError::field(
            "reference_rate",
            "the rate must be above zero: home units for one unit of the amount",
        ));
    }
    let exact = fitting(amount.to_decimal().checked_mul(reference_rate))?;
    let over = fitting(charged.to_decimal().checked_sub(exact))?;
    let home = charged.currency();
    Ok(Markup {
        at_reference: Money::round(exact, home, Rounding::HalfUp)?,
        markup: Money::round(over, home, Rounding::HalfUp)?,
        rate: fitting(
            over.checked_div(exact)
                .and_then(|rate| rounded(rate, PLACES)),
        )?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(charged: &str, amount: &str, rate: &str) -> Result<Markup, RulesError> {
        let money = |text: &str| text.parse().unwrap();
        exchange_markup(money(charged), money(amount), rate.parse().unwrap())
    }

    #[test]
    fn a_better_rate_is_a_markup_below_zero() {
        let markup = told("9.00 EUR", "1000 JPY", "0.0095").unwrap();
        assert_eq!(markup.markup.to_string(), "-0.50 EUR");
        assert_eq!(markup.rate.to_string(), "-0.0526");
    }

    #[test]
    fn the_markup_is_rounded_once() {
        // 1.005 at the reference: 1.01 shown, and 0.095 above it is 0.10, not 0.09.
        let markup = told("1.10 EUR", "2.01 USD", "0.5").unwrap();
        assert_eq!(markup.at_reference.to_string(), "1.01 EUR");
        assert_eq!(markup.markup.to_string(), "0.10 EUR");
    }

    #[test]
    fn nothing_charged_or_no_rate_is_an_error() {
        assert!(told("0.00 EUR", "2.01 USD", "0.5").is_err());
        assert!(told("1.00 EUR", "-2.01 USD", "0.5").is_err());
        assert!(told("1.00 EUR", "2.01 USD", "0").is_err());
    }
}
