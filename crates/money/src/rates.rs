//! Dated rates: what an amount of one currency is in another, on a day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use num_rational::BigRational;
use rust_decimal::Decimal;

use crate::{Currency, Money, MoneyError, Sums};

/// For how many days a rate may be used after its own (spec G.5).
pub const MAX_RATE_AGE_DAYS: u32 = 7;

/// One unit of `base` costs `rate` units of `quote` on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRate {
    /// The local day the rate is of.
    pub date: NaiveDate,
    /// What one unit is priced of.
    pub base: Currency,
    /// What the price is in.
    pub quote: Currency,
    /// The price, above zero.
    pub rate: Decimal,
}

/// What is asked of the rates besides the two currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateQuery {
    /// The day of the amount; later rates are never used.
    pub date: NaiveDate,
    /// The one currency a conversion may pass through when its own pair has no rate.
    pub pivot: Option<Currency>,
    /// How many days before `date` a rate may be dated.
    pub max_age_days: u32,
}

impl RateQuery {
    /// A question for this day, with rates of the usual age and no pivot.
    pub fn on(date: NaiveDate) -> Self {
        Self {
            date,
            pivot: None,
            max_age_days: MAX_RATE_AGE_DAYS,
        }
    }

    /// The same question with a currency to pass through.
    #[must_use]
    pub fn through(self, pivot: Currency) -> Self {
        Self {
            pivot: Some(pivot),
            ..self
        }
    }
}

/// What one unit of a currency is worth in another, and the rates that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Units of the one currency for one unit of the other, exactly.
    pub factor: BigRational,
    /// The rates as they were added: one, or the two of a cross.
    pub rates: Vec<DatedRate>,
}

/// The rates that are known, by pair and day.
///
/// ```
/// use farthing_money::{Currency, DatedRate, RateQuery, Rates};
/// let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).ok_or("no such day")?;
/// let (base, quote) = (Currency::iso("EUR")?, Currency::iso("USD")?);
/// let mut rates = Rates::new();
/// rates.add(DatedRate { date, base, quote, rate: "1.25".parse()? })?;
/// let lunch = rates.convert("10.00 USD".parse()?, base, RateQuery::on(date))?;
/// assert_eq!(lunch.to_string(), "8.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<(Currency, Currency), BTreeMap<NaiveDate, Decimal>>);

impl Rates {
    /// No rates, so nothing is convertible.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rates of a list, added in its order.
    pub fn of(list: impl IntoIterator<Item = DatedRate>) -> Result<Self, MoneyError> {
        let mut rates = Self::new();
        for rate in list {
            rates.add(rate)?;
        }
        Ok(rates)
    }

    /// Adds a rate; a second one of the same pair and day takes the place of the first.
    pub fn add(&mut self, dated: DatedRate) -> Result<(), MoneyError> {
        let DatedRate {
            date,
            base,
            quote,
            rate,
        } = dated;
        if rate <= Decimal::ZERO || base == quote {
            return Err(MoneyError::BadRate { base, quote, rate });
        }
        self.0.entry((base, quote)).or_default().insert(date, rate);
        Ok(())
    }

    /// The amount in another currency: by the pair's own rate, else by the inverse one, else
    /// through the pivot; rounded half-up once, at the end. Without a rate it is an error,
    /// never one to one.
    pub fn convert(&self, amount: Money, to: Currency, by: RateQuery) -> Result<Money, MoneyError> {
        rounded(&self.exact(amount, to, by)?, to)
    }

    /// The sum of amounts in several currencies as one amount. Only the total is rounded, so it
    /// may differ by some minor units from the sum of single conversions.
    pub fn convert_total(
        &self,
        amounts: &Sums,
        to: Currency,
        by: RateQuery,
    ) -> Result<Money, MoneyError> {
        let mut total = whole(0);
        for amount in amounts.iter() {
            total += self.exact(amount, to, by)?;
        }
        rounded(&total, to)
    }

    /// The exact amount in the target's minor units.
    fn exact(&self, amount: Money, to: Currency, by: RateQuery) -> Result<BigRational, MoneyError> {
        let from = amount.currency();
        let units = whole(amount.minor().into());
        if from == to {
            return Ok(units);
        }
        let reference = self.reference(from, to, by).ok_or(MoneyError::NoRate {
            from,
            to,
            date: by.date,
        })?;
        let main_units = units / power_of_ten(from.decimals());
        Ok(main_units * reference.factor * power_of_ten(to.decimals()))
    }

    /// Main units of `to` for one of `from`: by the pair's own rate, else by the inverse one, else
    /// through the pivot; none without a rate.
    pub fn reference(&self, from: Currency, to: Currency, by: RateQuery) -> Option<Reference> {
        self.of_pair(from, to, by)
            .or_else(|| self.crossed(from, to, by))
    }

    fn crossed(&self, from: Currency, to: Currency, by: RateQuery) -> Option<Reference> {
        let pivot = by.pivot?;
        let first = self.of_pair(from, pivot, by)?;
        let second = self.of_pair(pivot, to, by)?;
        Some(Reference {
            factor: first.factor * second.factor,
            rates: [first.rates, second.rates].concat(),
        })
    }

    /// By a rate of the pair in either direction.
    fn of_pair(&self, from: Currency, to: Currency, by: RateQuery) -> Option<Reference> {
        let direct = || Some(Reference::of(self.latest(from, to, by)?));
        let inverse = || {
            let found = Reference::of(self.latest(to, from, by)?);
            Some(Reference {
                factor: found.factor.recip(),
                ..found
            })
        };
        direct().or_else(inverse)
    }

    fn latest(&self, base: Currency, quote: Currency, by: RateQuery) -> Option<DatedRate> {
        let oldest = by.date.checked_sub_days(Days::new(by.max_age_days.into()));
        let oldest = oldest.unwrap_or(NaiveDate::MIN);
        let days = self.0.get(&(base, quote))?;
        let (date, rate) = days.range(oldest..=by.date).next_back()?;
        Some(DatedRate {
            date: *date,
            base,
            quote,
            rate: *rate,
        })
    }
}

impl Reference {
    fn of(dated: DatedRate) -> Self {
        let rate = dated.rate;
        Self {
            factor: whole(rate.mantissa()) / power_of_ten(rate.scale()),
            rates: vec![dated],
        }
    }

    /// The factor to be read: rounded half-up to so many digits that count, whole units never.
    pub fn shown(&self, digits: u32) -> Option<Decimal> {
        let enough = power_of_ten(digits.saturating_sub(1).min(Decimal::MAX_SCALE));
        let mut scale = 0;
        while scale < Decimal::MAX_SCALE && &self.factor * power_of_ten(scale) < enough {
            scale += 1;
        }
        let units = (&self.factor * power_of_ten(scale)).round().to_integer();
        let units = i128::try_from(units).ok()?;
        let shown = Decimal::try_from_i128_with_scale(units, scale).ok()?;
        Some(shown.normalize())
    }
}

fn whole(number: i128) -> BigRational {
    BigRational::from_integer(number.into())
}

/// Ten to the number of decimals, which is at most 28.
fn power_of_ten(decimals: u32) -> BigRational {
    whole(10_i128.pow(decimals))
}

fn rounded(minor: &BigRational, currency: Currency) -> Result<Money, MoneyError> {
    // `round` takes half-way values away from zero, which is half-up by magnitude.
    let minor = i64::try_from(minor.round().to_integer()).map_err(|_| MoneyError::Overflow)?;
    Money::from_minor(minor, currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, day).unwrap()
    }

    fn iso(code: &str) -> Currency {
        Currency::iso(code).unwrap()
    }

    fn dated(date: NaiveDate, base: &str, quote: &str, rate: &str) -> DatedRate {
        DatedRate {
            date,
            base: iso(base),
            quote: iso(quote),
            rate: rate.parse().unwrap(),
        }
    }

    fn converted(
        rates: &Rates,
        amount: &str,
        to: &str,
        by: RateQuery,
    ) -> Result<String, MoneyError> {
        let money = rates.convert(amount.parse().unwrap(), iso(to), by);
        money.map(|money| money.to_string())
    }

    #[test]
    fn the_latest_rate_of_the_week_before_is_used_and_no_later_one() {
        let list = [(3, "2"), (5, "3"), (12, "4")];
        let rates = Rates::of(list.map(|(d, rate)| dated(day(d), "EUR", "USD", rate))).unwrap();
        let on = |d| converted(&rates, "1.00 EUR", "USD", RateQuery::on(day(d)));
        assert_eq!(on(4).unwrap(), "2.00 USD");
        assert_eq!(on(11).unwrap(), "3.00 USD");
        assert_eq!(on(19).unwrap(), "4.00 USD");
        assert!(matches!(on(20), Err(MoneyError::NoRate { .. })));
        assert!(matches!(on(2), Err(MoneyError::NoRate { .. })));
    }

    #[test]
    fn a_pairs_own_rate_comes_before_a_later_inverse_one() {
        let list = [
            dated(day(1), "EUR", "USD", "2"),
            dated(day(2), "USD", "EUR", "0.1"),
        ];
        let rates = Rates::of(list).unwrap();
        let on = RateQuery::on(day(2));
        assert_eq!(
            converted(&rates, "1.00 EUR", "USD", on).unwrap(),
            "2.00 USD"
        );
        assert_eq!(
            converted(&rates, "1.00 USD", "EUR", on).unwrap(),
            "0.10 EUR"
        );
    }

    #[test]
    fn a_cross_passes_through_the_pivot_only_when_one_is_named() {
        let list = [
            dated(day(1), "EUR", "JPY", "160"),
            dated(day(1), "KWD", "EUR", "3"),
        ];
        let rates = Rates::of(list).unwrap();
        let on = RateQuery::on(day(1));
        assert!(converted(&rates, "480 JPY", "KWD", on).is_err());
        let through = on.through(iso("EUR"));
        assert_eq!(
            converted(&rates, "480 JPY", "KWD", through).unwrap(),
            "1.000 KWD"
        );
    }

    #[test]
    fn a_currency_needs_no_rate_to_itself_and_takes_none() {
        let own = converted(&Rates::new(), "-4.50 USD", "USD", RateQuery::on(day(1)));
        assert_eq!(own.unwrap(), "-4.50 USD");
        for bad in [
            ("EUR", "EUR", "1"),
            ("EUR", "USD", "0"),
            ("EUR", "USD", "-1"),
        ] {
            let added = Rates::of([dated(day(1), bad.0, bad.1, bad.2)]);
            assert!(matches!(added, Err(MoneyError::BadRate { .. })), "{bad:?}");
        }
    }

    #[test]
    fn a_total_is_rounded_once() {
        let list = ["GBP", "CHF", "SEK"].map(|base| dated(day(1), base, "JPY", "40.4"));
        let rates = Rates::of(list).unwrap();
        let amounts = ["0.01 GBP", "0.01 CHF", "0.01 SEK"].map(|text| text.parse().unwrap());
        let by = RateQuery::on(day(1));
        let singly = amounts.map(|amount| rates.convert(amount, iso("JPY"), by).unwrap().minor());
        assert_eq!(singly, [0, 0, 0]);
        let total = rates.convert_total(&Sums::of(amounts).unwrap(), iso("JPY"), by);
        assert_eq!(total.unwrap().minor(), 1);
    }

    #[test]
    fn a_rate_of_28_digits_counts_to_its_last_digit() {
        let by = RateQuery::on(day(1));
        let cent_at = |rate| {
            let rates = Rates::of([dated(day(1), "EUR", "USD", rate)]).unwrap();
            converted(&rates, "0.01 EUR", "USD", by).unwrap()
        };
        assert_eq!(cent_at("0.4999999999999999999999999999"), "0.00 USD");
        assert_eq!(cent_at("0.5000000000000000000000000000"), "0.01 USD");
    }

    #[test]
    fn a_reference_names_the_rates_that_it_was_made_of() {
        let list = [
            dated(day(1), "EUR", "USD", "1.25"),
            dated(day(2), "EUR", "JPY", "160"),
        ];
        let rates = Rates::of(list).unwrap();
        let by = RateQuery::on(day(4)).through(iso("EUR"));
        let told = |from, to| {
            let reference = rates.reference(iso(from), iso(to), by).unwrap();
            (reference.shown(6).unwrap().to_string(), reference.rates)
        };
        assert_eq!(told("EUR", "USD"), ("1.25".to_owned(), vec![list[0]]));
        assert_eq!(told("JPY", "EUR"), ("0.00625".to_owned(), vec![list[1]]));
        // 1.25 ÷ 160 through the euro, from the two rates in the order of the way.
        let crossed = ("0.0078125".to_owned(), vec![list[1], list[0]]);
        assert_eq!(told("JPY", "USD"), crossed);
        let mut third = rates.reference(iso("EUR"), iso("USD"), by).unwrap();
        third.factor = whole(1) / whole(3);
        assert_eq!(third.shown(6).unwrap().to_string(), "0.333333");
        third.factor = whole(12_345_678);
        assert_eq!(third.shown(6).unwrap().to_string(), "12345678");
        assert_eq!(rates.reference(iso("EUR"), iso("SEK"), by), None);
    }

    #[test]
    fn a_result_beyond_the_bound_is_an_error() {
        let rates = Rates::of([dated(day(1), "EUR", "IDR", "20000")]).unwrap();
        let most = Money::from_minor(crate::MAX_SUM_MINOR, iso("EUR")).unwrap();
        let idr = rates.convert(most, iso("IDR"), RateQuery::on(day(1)));
        assert_eq!(idr, Err(MoneyError::Overflow));
    }
}
