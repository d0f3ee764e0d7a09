//! The small-money lens: what counts as small, and what the small payments add up to.

mod compare;
mod hours;
mod learnt;
mod merchant;
mod nearest_rank;
mod opportunity;
mod range;
mod summary;

use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use crate::RulesError;
use crate::increment::default_increment_minor;

pub use compare::{OwnMedian, own_median};
pub use hours::{Cell, Hours};
pub use learnt::{FEWEST_PURCHASES, learnt_limit_minor};
pub use merchant::{MerchantHabit, merchant_habit};
pub use opportunity::opportunity;
pub use range::{YearlyRange, yearly_range};
pub use summary::{Summary, summaries};

/// How many limits a ladder has.
pub const BANDS: usize = 10;

/// The limits of a ladder in tenths of the default limit, ascending.
const TENTHS: [i32; BANDS] = [2, 4, 6, 10, 15, 20, 30, 40, 50, 100];

/// The default limits that are not five increments, in minor units.
const LIMITS: [(&str, i32); 5] = [
    ("INR", 10_000),
    ("PKR", 50_000),
    ("KES", 20_000),
    ("BRL", 1_000),
    ("CNY", 2_000),
];

/// Up to which size a purchase counts as small unless the person says otherwise, inclusive
/// (small-payment metrics): 5 USD, 100 INR, 500 JPY; five default increments where none is named.
///
/// ```
/// use farthing_money::Currency;
/// use farthing_rules::lens::default_limit;
/// assert_eq!(default_limit(Currency::iso("USD")?).to_string(), "5.00 USD");
/// assert_eq!(default_limit(Currency::iso("KRW")?).to_string(), "5000 KRW");
/// # Ok::<(), farthing_money::CurrencyError>(())
/// ```
pub fn default_limit(currency: Currency) -> Money {
    Money::small(default_limit_minor(currency), currency)
}

/// The limits a person may choose among, ascending: 0.2 to 10 times the default one.
///
/// ```
/// use farthing_money::Currency;
/// use farthing_rules::lens::band_limits;
/// let limits = band_limits(Currency::iso("EUR")?).map(|limit| limit.to_string());
/// assert_eq!(limits[..4], ["1.00 EUR", "2.00 EUR", "3.00 EUR", "5.00 EUR"]);
/// # Ok::<(), farthing_money::CurrencyError>(())
/// ```
pub fn band_limits(currency: Currency) -> [Money; BANDS] {
    limits_minor(currency).map(|minor| Money::small(minor, currency))
}

/// The band of a purchase of this size; see [`Ladder::band_of`], which many purchases should use.
pub fn band_of(currency: Currency, size_minor: i64) -> Option<usize> {
    Ladder::new(currency).band_of(size_minor)
}

/// The limits of one currency, worked out once for many purchases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// Ascending, in minor units.
    limits: [i64; BANDS],
}

impl Ladder {
    /// The ladder of a currency.
    pub fn new(currency: Currency) -> Self {
        Self {
            limits: limits_minor(currency).map(i64::from),
        }
    }

    /// The index of the first limit a purchase of this size is within, inclusive; none for what
    /// is no purchase (zero or less) and for what is above the last limit.
    ///
    /// ```
    /// use farthing_money::Currency;
    /// use farthing_rules::lens::Ladder;
    /// let euros = Ladder::new(Currency::iso("EUR")?);
    /// assert_eq!(euros.band_of(500), Some(3));
    /// assert_eq!(euros.band_of(501), Some(4));
    /// assert_eq!(euros.band_of(5_001), None);
    /// # Ok::<(), farthing_money::CurrencyError>(())
    /// ```
    pub fn band_of(&self, size_minor: i64) -> Option<usize> {
        if size_minor <= 0 {
            return None;
        }
        let below = |limit: &i64| *limit < size_minor;
        Some(self.limits.partition_point(below)).filter(|band| *band < BANDS)
    }

    /// The limits, ascending, in minor units.
    pub fn limits_minor(&self) -> &[i64; BANDS] {
        &self.limits
    }
}

/// Purchases of one currency by band: how many, and their sum in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bands {
    /// How many purchases each band has.
    pub count: [i64; BANDS],
    /// What the purchases of each band add up to, in minor units.
    pub sum: [i64; BANDS],
}

impl Bands {
    /// Count and sum of every purchase within the limit of this band.
    ///
    /// ```
    /// use farthing_rules::lens::Bands;
    /// let mut bands = Bands::default();
    /// (bands.count[0], bands.sum[0]) = (3, 240);
    /// (bands.count[2], bands.sum[2]) = (1, 275);
    /// assert_eq!(bands.up_to(1)?, (3, 240));
    /// assert_eq!(bands.up_to(2)?, (4, 515));
    /// # Ok::<(), farthing_rules::RulesError>(())
    /// ```
    pub fn up_to(&self, band: usize) -> Result<(i64, i64), RulesError> {
        let missing = || RulesError::NoSuchBand(band);
        let counts = self.count.get(..=band).ok_or_else(missing)?;
        let sums = self.sum.get(..=band).ok_or_else(missing)?;
        Ok((checked_sum(counts)?, checked_sum(sums)?))
    }
}

/// What part of the whole the small payments are, with four decimals, half-up (small-payment
/// metrics); for sums in minor units of one currency and for counts. None if there is no whole.
///
/// ```
/// use farthing_rules::lens::share;
/// assert_eq!(share(515, 1_200).map(|share| share.to_string()).as_deref(), Some("0.4292"));
/// assert_eq!(share(0, 0), None);
/// ```
pub fn share(part: i64, whole: i64) -> Option<Decimal> {
    Rounding::HalfUp.ratio(part.into(), whole.into(), 4)
}

/// The average payment, half-up (small-payment metrics); none if there was no payment.
///
/// ```
/// use farthing_rules::lens::average;
/// let sum = "5.15 EUR".parse()?;
/// assert_eq!(average(sum, 4).map(|mean| mean.to_string()).as_deref(), Some("1.29 EUR"));
/// assert_eq!(average(sum, 0), None);
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
pub fn average(sum: Money, count: i64) -> Option<Money> {
    let minor = Rounding::HalfUp.divide(sum.minor().into(), count.into())?;
    money(minor, sum.currency()).ok()
}

/// What a sum of some days comes to in a year and in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// For 365 days.
    pub yearly: Money,
    /// For a twelfth of 365 days.
    pub monthly: Money,
}

/// A sum of some days at the pace of a year: sum × 365 / days, and a twelfth of it. Both are
/// rounded half-up once, from the sum itself (small-payment metrics).
///
/// ```
/// use farthing_rules::lens::annualised;
/// let pace = annualised("28.00 EUR".parse()?, 28)?;
/// assert_eq!(pace.yearly.to_string(), "365.00 EUR");
/// assert_eq!(pace.monthly.to_string(), "30.42 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn annualised(sum: Money, window_days: u32) -> Result<Pace, RulesError> {
    let days = i128::from(window_days);
    let of_year = i128::from(sum.minor()) * 365;
    let rounded = |divisor| {
        let minor = Rounding::HalfUp.divide(of_year, divisor);
        let minor = minor.ok_or(RulesError::EmptyWindow)?;
        money(minor, sum.currency()).map_err(RulesError::from)
    };
    Ok(Pace {
        yearly: rounded(days)?,
        monthly: rounded(days * 12)?,
    })
}

/// The limits in minor units. Each default one is a multiple of ten, so the tenths are exact.
fn limits_minor(currency: Currency) -> [i32; BANDS] {
    let tenth = default_limit_minor(currency) / 10;
    TENTHS.map(|tenths| tenths * tenth)
}

fn default_limit_minor(currency: Currency) -> i32 {
    let named = LIMITS.iter().find(|(code, _)| *code == currency.code());
    named.map_or_else(
        || 5 * default_increment_minor(currency),
        |(_, minor)| *minor,
    )
}

fn money(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
    let minor = i64::try_from(minor).map_err(|_| MoneyError::Overflow)?;
    Money::from_minor(minor, currency)
}

fn checked_sum(parts: &[i64]) -> Result<i64, MoneyError> {
    parts
        .iter()
        .try_fold(0_i64, |sum, part| sum.checked_add(*part))
        .ok_or(MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn iso(code: &str) -> Currency {
        Currency::iso(code).unwrap()
    }

    fn every_unit() -> impl Iterator<Item = Currency> {
        let own = (0..=8).map(|decimals| Currency::own_unit("UNIT", decimals).unwrap());
        Currency::all_iso().chain(own)
    }

    #[test]
    fn the_named_default_limits_are_those_of_the_rules() {
        let expected = [
            "5.00 USD",
            "5.00 EUR",
            "5.00 GBP",
            "100.00 INR",
            "500.00 PKR",
            "200.00 KES",
            "10.00 BRL",
            "20.00 CNY",
            "500 JPY",
            "5000 KRW",
        ];
        for text in expected {
            let limit: Money = text.parse().unwrap();
            assert_eq!(default_limit(limit.currency()), limit);
        }
        assert_eq!(default_limit(iso("SEK")).to_string(), "50.00 SEK");
        assert_eq!(default_limit(iso("KWD")).to_string(), "1.250 KWD");
    }

    #[test]
    fn every_ladder_ascends_from_above_zero_through_its_default_limit() {
        for currency in every_unit() {
            let limits = band_limits(currency).map(|limit| limit.minor());
            assert!(limits[0] > 0, "{currency}");
            assert!(limits.is_sorted_by(|a, b| a < b), "{currency}: {limits:?}");
            assert_eq!(limits[3], default_limit(currency).minor());
            let exact = TENTHS.map(|tenths| i64::from(tenths) * default_limit(currency).minor());
            assert_eq!(limits.map(|limit| limit * 10), exact, "{currency}");
        }
    }

    #[test]
    fn a_limit_belongs_to_its_own_band_and_one_unit_more_to_the_next() {
        for currency in every_unit() {
            let ladder = Ladder::new(currency);
            for (band, limit) in ladder.limits_minor().iter().enumerate() {
                assert_eq!(ladder.band_of(*limit), Some(band));
                let next = Some(band + 1).filter(|next| *next < BANDS);
                assert_eq!(ladder.band_of(limit + 1), next);
            }
        }
    }

    #[test]
    fn a_payment_of_nothing_or_of_too_much_has_no_band() {
        for size in [0, -1, i64::MIN, 5_001, i64::MAX] {
            assert_eq!(band_of(iso("USD"), size), None, "{size}");
        }
        assert_eq!(band_of(iso("USD"), 1), Some(0));
    }

    #[test]
    fn a_band_off_the_ladder_and_a_sum_too_large_are_errors() {
        let mut bands = Bands::default();
        assert_eq!(bands.up_to(BANDS), Err(RulesError::NoSuchBand(BANDS)));
        (bands.sum[0], bands.sum[1]) = (i64::MAX, 1);
        assert_eq!(bands.up_to(0), Ok((0, i64::MAX)));
        assert_eq!(bands.up_to(1), Err(MoneyError::Overflow.into()));
    }

    #[test]
    fn a_share_of_half_a_last_place_goes_up() {
        assert_eq!(share(1, 20_000).unwrap().to_string(), "0.0001");
        assert_eq!(share(0, 700).unwrap().to_string(), "0.0000");
        assert_eq!(share(700, 700).unwrap().to_string(), "1.0000");
    }

    #[test]
    fn the_month_is_not_the_rounded_year_over_twelve() {
        let pace = annualised("0.06 EUR".parse().unwrap(), 365).unwrap();
        assert_eq!(pace.yearly.to_string(), "0.06 EUR");
        assert_eq!(pace.monthly.to_string(), "0.01 EUR");
        // 11 × 365 / 700 is 5.74 a year and 0.48 a month, but a twelfth of 6 would be a half.
        let pace = annualised("11 JPY".parse().unwrap(), 700).unwrap();
        assert_eq!((pace.yearly.minor(), pace.monthly.minor()), (6, 0));
    }

    #[test]
    fn a_window_without_days_and_a_year_too_large_are_errors() {
        let yen = iso("JPY");
        let most = Money::from_minor(farthing_money::MAX_SUM_MINOR, yen).unwrap();
        assert_eq!(annualised(most, 0), Err(RulesError::EmptyWindow));
        assert_eq!(annualised(most, 364), Err(MoneyError::Overflow.into()));
        assert_eq!(annualised(most, 365).unwrap().yearly, most);
    }

    proptest! {
        #[test]
        fn the_bands_count_what_a_plain_filter_counts(
            sizes in proptest::collection::vec(-100_i64..6_000, 0..200),
            band in 0..BANDS,
        ) {
            let ladder = Ladder::new(iso("EUR"));
            let mut bands = Bands::default();
            for size in &sizes {
                if let Some(band) = ladder.band_of(*size) {
                    bands.count[band] += 1;
                    bands.sum[band] += size;
                }
            }
            let limit = ladder.limits_minor()[band];
            let small: Vec<i64> = sizes.into_iter().filter(|s| (1..=limit).contains(s)).collect();
            let expected = (i64::try_from(small.len()).unwrap(), small.iter().sum());
            prop_assert_eq!(bands.up_to(band).unwrap(), expected);
        }

        #[test]
        fn a_share_is_within_half_a_last_place(part in 0_i64..1_000_000, more in 1_i64..1_000_000) {
            let share = share(part, part + more).unwrap();
            let off = share * Decimal::from(part + more) - Decimal::from(part);
            prop_assert!(off.abs() * Decimal::from(20_000) <= Decimal::from(part + more));
            prop_assert!(share >= Decimal::ZERO && share <= Decimal::ONE);
        }

        #[test]
        fn twelve_months_are_a_year_but_for_the_roundings(
            minor in 0_i64..1_000_000_000,
            days in 1_u32..4_000,
        ) {
            let pace = annualised(Money::from_minor(minor, iso("EUR")).unwrap(), days).unwrap();
            let off = pace.monthly.minor() * 12 - pace.yearly.minor();
            prop_assert!(off.abs() <= 6);
        }
    }
}
