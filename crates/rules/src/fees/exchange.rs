//! The fee that hides in an exchange rate: what was charged beside what the day's reference rate
//! comes to (lens).

use farthing_money::{Currency, Money, MoneyError, Rounding};
use num_rational::BigRational;
use rust_decimal::Decimal;

use crate::error::RulesError;

/// The markup is told with so many decimals.
const PLACES: u32 = 4;
/// A sum counts in so small parts of a minor unit that what they leave out of a million exchanges is
/// less than a millionth of one; exact fractions would grow with every exchange.
const PARTS: i128 = 10_i128.pow(12);

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

/// What was charged above the reference rate: home units for one unit of the amount's currency,
/// exactly, so that an inverse or a cross rate is rounded nowhere on its way.
///
/// ```
/// use farthing_money::{Currency, DatedRate, RateQuery, Rates};
/// use farthing_rules::fees::exchange_markup;
/// let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 13).ok_or("no such day")?;
/// let (base, quote) = (Currency::iso("USD")?, Currency::iso("EUR")?);
/// let rates = Rates::of([DatedRate { date, base, quote, rate: "0.9234".parse()? }])?;
/// let found = rates.reference(base, quote, RateQuery::on(date)).ok_or("no rate")?;
/// let told = exchange_markup("9.60 EUR".parse()?, "10.00 USD".parse()?, &found.factor)?;
/// assert_eq!(told.at_reference.to_string(), "9.23 EUR");
/// assert_eq!(told.markup.to_string(), "0.37 EUR");
/// assert_eq!(told.rate.to_string(), "0.0396");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn exchange_markup(
    charged: Money,
    amount: Money,
    reference_rate: &BigRational,
) -> Result<Markup, RulesError> {
    if charged.minor() < 1 || amount.minor() < 1 {
        return Err(RulesError::field(
            "amount",
            "both amounts must be above zero",
        ));
    }
    if *reference_rate <= whole(0) {
        return Err(RulesError::field(
            "reference_rate",
            "the rate must be above zero: home units for one unit of the amount",
        ));
    }
    let home = charged.currency();
    let exact = in_minor(amount, reference_rate, home);
    let over = whole(charged.minor().into()) - &exact;
    Ok(Markup {
        at_reference: rounded(&exact, home)?,
        markup: rounded(&over, home)?,
        rate: fraction(&(over / exact))?,
    })
}

/// Exchanges of one home currency added up, and rounded once: a column of them may differ by a few minor
/// units from this total (spec G.5).
///
/// ```
/// use farthing_money::{Currency, DatedRate, RateQuery, Rates};
/// use farthing_rules::fees::MarkupSum;
/// let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 13).ok_or("no such day")?;
/// let (base, quote) = (Currency::iso("EUR")?, Currency::iso("USD")?);
/// let rates = Rates::of([DatedRate { date, base, quote, rate: "3".parse()? }])?;
/// let third = rates.reference(quote, base, RateQuery::on(date)).ok_or("no rate")?.factor;
/// let mut sum = MarkupSum::nothing(base);
/// for _ in 0..3 {
///     sum.add_paid("0.40 EUR".parse()?, "1.00 USD".parse()?, &third)?;
/// }
/// let told = sum.told()?.ok_or("nothing was added")?;
/// assert_eq!(told.at_reference.to_string(), "1.00 EUR");
/// assert_eq!(told.markup.to_string(), "0.20 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkupSum {
    home: Currency,
    /// What all come to at the reference, in parts of minor units.
    at_reference: i128,
    /// What hides in them.
    over: i128,
}

impl MarkupSum {
    /// No exchange.
    pub fn nothing(home: Currency) -> Self {
        Self {
            home,
            at_reference: 0,
            over: 0,
        }
    }

    /// Adds what was charged for an amount.
    pub fn add_paid(
        &mut self,
        charged: Money,
        amount: Money,
        reference_rate: &BigRational,
    ) -> Result<(), RulesError> {
        let exact = self.parts(amount, reference_rate)?;
        let charged = i128::from(charged.minor()) * PARTS;
        self.add(exact, charged.checked_sub(exact))
    }

    /// Adds what came in for an amount: what hides is what it fell short of the reference.
    pub fn add_received(
        &mut self,
        received: Money,
        amount: Money,
        reference_rate: &BigRational,
    ) -> Result<(), RulesError> {
        let exact = self.parts(amount, reference_rate)?;
        let received = i128::from(received.minor()) * PARTS;
        self.add(exact, exact.checked_sub(received))
    }

    /// The sums, each rounded once; none where they come to nothing at the reference.
    pub fn told(self) -> Result<Option<Markup>, RulesError> {
        if self.at_reference == 0 {
            return Ok(None);
        }
        let rate = Rounding::HalfUp.ratio(self.over, self.at_reference, PLACES);
        Ok(Some(Markup {
            at_reference: self.money(self.at_reference)?,
            markup: self.money(self.over)?,
            rate: rate.ok_or(MoneyError::Overflow)?,
        }))
    }

    fn parts(&self, amount: Money, rate: &BigRational) -> Result<i128, RulesError> {
        let parts = in_minor(amount, rate, self.home) * whole(PARTS);
        let parts = i128::try_from(parts.round().to_integer());
        parts.map_err(|_| MoneyError::Overflow.into())
    }

    fn add(&mut self, exact: i128, over: Option<i128>) -> Result<(), RulesError> {
        let at_reference = self.at_reference.checked_add(exact);
        let over = over.and_then(|over| self.over.checked_add(over));
        self.at_reference = at_reference.ok_or(MoneyError::Overflow)?;
        self.over = over.ok_or(MoneyError::Overflow)?;
        Ok(())
    }

    fn money(&self, parts: i128) -> Result<Money, RulesError> {
        let minor = Rounding::HalfUp.divide(parts, PARTS);
        let minor = minor.and_then(|minor| i64::try_from(minor).ok());
        let minor = minor.ok_or(MoneyError::Overflow)?;
        Ok(Money::from_minor(minor, self.home)?)
    }
}

/// The amount at a rate, in the other currency's minor units.
fn in_minor(amount: Money, rate: &BigRational, to: Currency) -> BigRational {
    let from = power_of_ten(amount.currency().decimals());
    whole(amount.minor().into()) / from * rate * power_of_ten(to.decimals())
}

/// Half-up by magnitude, as `BigRational::round` does it.
fn rounded(minor: &BigRational, currency: Currency) -> Result<Money, RulesError> {
    let minor = i64::try_from(minor.round().to_integer()).map_err(|_| MoneyError::Overflow)?;
    Ok(Money::from_minor(minor, currency)?)
}

fn fraction(exact: &BigRational) -> Result<Decimal, RulesError> {
    let units = (exact * power_of_ten(PLACES)).round().to_integer();
    let units = i128::try_from(units).map_err(|_| MoneyError::Overflow)?;
    Decimal::try_from_i128_with_scale(units, PLACES).map_err(|_| MoneyError::Overflow.into())
}

fn whole(number: i128) -> BigRational {
    BigRational::from_integer(number.into())
}

fn power_of_ten(decimals: u32) -> BigRational {
    whole(10_i128.pow(decimals))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exactly(rate: &str) -> BigRational {
        let rate: Decimal = rate.parse().unwrap();
        whole(rate.mantissa()) / power_of_ten(rate.scale())
    }

    fn told(charged: &str, amount: &str, rate: &BigRational) -> Result<Markup, RulesError> {
        let money = |text: &str| text.parse().unwrap();
        exchange_markup(money(charged), money(amount), rate)
    }

    #[test]
    fn a_better_rate_is_a_markup_below_zero() {
        let markup = told("9.00 EUR", "1000 JPY", &exactly("0.0095")).unwrap();
        assert_eq!(markup.markup.to_string(), "-0.50 EUR");
        assert_eq!(markup.rate.to_string(), "-0.0526");
    }

    #[test]
    fn the_markup_is_rounded_once() {
        // 1.005 at the reference: 1.01 shown, and 0.095 above it is 0.10, not 0.09.
        let markup = told("1.10 EUR", "2.01 USD", &exactly("0.5")).unwrap();
        assert_eq!(markup.at_reference.to_string(), "1.01 EUR");
        assert_eq!(markup.markup.to_string(), "0.10 EUR");
    }

    #[test]
    fn an_inverse_rate_is_not_rounded_on_its_way() {
        // 5.00 ÷ 3 is 1.666…: with a rate of 0.33 it would have been 1.65.
        let markup = told("2.00 EUR", "5.00 USD", &exactly("3").recip()).unwrap();
        assert_eq!(markup.at_reference.to_string(), "1.67 EUR");
        assert_eq!(markup.markup.to_string(), "0.33 EUR");
        assert_eq!(markup.rate.to_string(), "0.2000");
    }

    #[test]
    fn nothing_charged_or_no_rate_is_an_error() {
        assert!(told("0.00 EUR", "2.01 USD", &exactly("0.5")).is_err());
        assert!(told("1.00 EUR", "-2.01 USD", &exactly("0.5")).is_err());
        assert!(told("1.00 EUR", "2.01 USD", &exactly("0")).is_err());
    }

    proptest! {
        #[test]
        fn what_is_charged_is_the_reference_and_the_markup_but_for_one_rounding(
            charged in 1_i64..100_000_000,
            amount in 1_i64..100_000_000,
            (top, bottom) in (1_i64..10_000_000, 1_i64..10_000_000),
        ) {
            let money = |minor, code| {
                Money::from_minor(minor, Currency::iso(code).unwrap()).unwrap()
            };
            let rate = BigRational::new(top.into(), bottom.into());
            let told = exchange_markup(money(charged, "EUR"), money(amount, "KWD"), &rate);
            let told = told.unwrap();
            let sum = told.at_reference.minor() + told.markup.minor();
            prop_assert!((sum - charged).abs() <= 1, "{sum} {charged}");
            // The same exchange at its own rate hides nothing.
            let own = BigRational::new(
                (i128::from(charged) * 1_000).into(),
                (i128::from(amount) * 100).into(),
            );
            let fair = exchange_markup(money(charged, "EUR"), money(amount, "KWD"), &own).unwrap();
            // One exchange added up is told like the exchange itself.
            let mut sum = MarkupSum::nothing(told.markup.currency());
            sum.add_paid(money(charged, "EUR"), money(amount, "KWD"), &rate).unwrap();
            let summed = sum.told().unwrap();
            prop_assert!(summed.is_none_or(|summed| summed.at_reference == told.at_reference));
            // What came in for the same is as much better as the charge was worse.
            sum.add_received(money(charged, "EUR"), money(amount, "KWD"), &rate).unwrap();
            prop_assert!(sum.told().unwrap().is_none_or(|both| both.markup.is_zero()));
            prop_assert_eq!(fair.at_reference.minor(), charged);
            prop_assert!(fair.markup.is_zero() && fair.rate.is_zero());
        }
    }
}
