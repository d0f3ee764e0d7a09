//! When a goal may be reached at the pace of the last weeks (spec C, projection).

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::{check_currency, check_target, fitting, remaining};
use crate::error::RulesError;

/// How many weeks are looked at.
pub const MOST_WEEKS: u32 = 12;

/// How far ahead a day is named: a hundred years.
pub const MOST_DAYS: u32 = 36_525;

/// Fewer weeks say too little.
const FEWEST_WEEKS: u32 = 4;

/// A pace is rounded to a ten-thousandth of the main unit.
const PACE_DECIMALS: u32 = 4;
const PACE_UNITS: i128 = 10_000;

/// A goal and what was put aside for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What it is to hold; above zero.
    pub target: Money,
    /// What it holds.
    pub saved: Money,
    /// The local day of the question, which is not looked at itself.
    pub today: NaiveDate,
    /// Its first day.
    pub goal_start: NaiveDate,
    /// What went into it and out of it, in any order.
    pub contributions: &'a [Contribution],
}

/// Money that went into a goal, or below zero out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// The local day.
    pub day: NaiveDate,
    /// How much.
    pub amount: Money,
    /// Whether somebody put it there.
    pub kind: ContributionKind,
}

/// Whether somebody put money into a goal or took it out, or it came by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContributionKind {
    /// Somebody moved it.
    Moved,
    /// It is interest, which is no pace.
    Interest,
}

/// What the last weeks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// Nothing is missing.
    Completed,
    /// The goal is too young.
    TooEarly {
        /// Its full weeks.
        weeks: u32,
    },
    /// The goal has a pace, which may be nothing or less.
    Paced(Paces),
}

/// The pace of the last weeks and the range it may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paces {
    /// How many weeks were looked at.
    pub weeks: u32,
    /// Their mean.
    pub average: Forecast,
    /// The mean and its standard error.
    pub fast: Forecast,
    /// The mean without its standard error, zero or more.
    pub slow: Forecast,
}

/// A pace and when it reaches the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Main units of the goal's currency in a week, with four decimals.
    pub per_week: Decimal,
    /// None if the pace is nothing or less, or would take more than [`MOST_DAYS`].
    pub day: Option<NaiveDate>,
}

/// When a goal may be reached (spec C): by the net contributions of its last full weeks, at most
/// [`MOST_WEEKS`] that end yesterday. The standard error is exact to the decimals of a pace.
pub fn projection(progress: &Progress<'_>) -> Result<Projection, RulesError> {
    check_target(progress.target)?;
    let missing = remaining(progress.target, progress.saved)?;
    if missing.is_zero() {
        return Ok(Projection::Completed);
    }
    let weeks = full_weeks(progress)?;
    if weeks < FEWEST_WEEKS {
        return Ok(Projection::TooEarly { weeks });
    }
    let sample = Sample::of(&weekly(progress, weeks)?, missing.currency())?;
    let forecast = |units| forecast(units, missing, progress.today);
    Ok(Projection::Paced(Paces {
        weeks,
        average: forecast(sample.mean()?)?,
        fast: forecast(sample.fast()?)?,
        slow: forecast(sample.slow()?)?,
    }))
}

impl Projection {
    /// The word of the rules for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::TooEarly { .. } => "too_early",
            Self::Paced(paces) if paces.average.day.is_none() => "stalled",
            Self::Paced(_) => "projected",
        }
    }
}

/// The full weeks since the start, as far as they are looked at.
fn full_weeks(progress: &Progress<'_>) -> Result<u32, RulesError> {
    let days = (progress.today - progress.goal_start).num_days();
    let weeks = (days / 7).clamp(0, MOST_WEEKS.into());
    fitting(u32::try_from(weeks).ok())
}

/// What was moved in each of the last weeks, in minor units, the latest first.
fn weekly(progress: &Progress<'_>, weeks: u32) -> Result<Vec<i128>, RulesError> {
    let mut sums: Vec<i128> = (0..weeks).map(|_| 0).collect();
    for contribution in progress.contributions {
        check_currency(progress.target.currency(), contribution.amount)?;
        let age = (progress.today - contribution.day).num_days();
        let week = usize::try_from((age - 1).div_euclid(7)).ok();
        let sum = week.and_then(|week| sums.get_mut(week));
        if let (ContributionKind::Moved, Some(sum)) = (contribution.kind, sum) {
            *sum += i128::from(contribution.amount.minor());
        }
    }
    Ok(sums)
}

/// The sums of some weeks, from which a pace is a quotient and a root with only one rounding:
/// mean ± error = (sum ± √(spread / (weeks − 1))) / weeks.
struct Sample {
    /// Twice the sum, in ten-thousandths of a minor unit.
    twice_sum: i128,
    /// The square of the part of the error, as a numerator over `weeks` − 1.
    square: i128,
    weeks: i128,
    /// What divides twice the sum by the weeks and by the minor units of a main one.
    divisor: i128,
}

impl Sample {
    fn of(sums: &[i128], currency: Currency) -> Result<Self, RulesError> {
        let weeks = fitting(i128::try_from(sums.len()).ok())?;
        let minor_units = 10_i128.pow(currency.decimals());
        let squares = sums.iter().try_fold(0_i128, |total, sum| {
            total.checked_add(sum.checked_mul(*sum)?)
        });
        let sum: i128 = sums.iter().sum();
        let spread = (|| {
            let of_all = squares?.checked_mul(weeks)?;
            of_all.checked_sub(sum.checked_mul(sum)?)
        })();
        let scale = 4 * PACE_UNITS * PACE_UNITS;
        Ok(Self {
            twice_sum: fitting(sum.checked_mul(2 * PACE_UNITS))?,
            square: fitting(spread.and_then(|spread| spread.checked_mul(scale)))?,
            weeks,
            divisor: weeks * minor_units,
        })
    }

    /// In ten-thousandths of the main unit, as are the others.
    fn mean(&self) -> Result<i128, RulesError> {
        fitting(Rounding::HalfUp.divide(self.twice_sum, 2 * self.divisor))
    }

    /// A pace below zero is rounded by its size, as every amount is.
    fn fast(&self) -> Result<i128, RulesError> {
        let below_zero = self.lower(-self.twice_sum)?;
        if below_zero > 0 {
            return Ok(-below_zero);
        }
        Ok((self.twice_sum + self.divisor + self.root()?).div_euclid(2 * self.divisor))
    }

    fn slow(&self) -> Result<i128, RulesError> {
        Ok(self.lower(self.twice_sum)?.max(0))
    }

    /// The sum without the error, half-way values up. The root is rounded up: a whole number less
    /// a root is at least a whole bound exactly if it is so with the next whole root.
    fn lower(&self, twice_sum: i128) -> Result<i128, RulesError> {
        let root = self.root()?;
        let is_exact = root * root * (self.weeks - 1) == self.square;
        let root = if is_exact { root } else { root + 1 };
        Ok((twice_sum + self.divisor - root).div_euclid(2 * self.divisor))
    }

    /// The whole part of the root.
    fn root(&self) -> Result<i128, RulesError> {
        let square = self.square.checked_div(self.weeks - 1);
        fitting(square.and_then(i128::checked_isqrt))
    }
}

/// A pace and when it makes up for what is missing.
fn forecast(units: i128, missing: Money, today: NaiveDate) -> Result<Forecast, RulesError> {
    let per_week = Decimal::try_from_i128_with_scale(units, PACE_DECIMALS).ok();
    let per_week = fitting(per_week)?;
    if units <= 0 {
        return Ok(Forecast {
            per_week,
            day: None,
        });
    }
    let minor_units = 10_i128.pow(missing.currency().decimals());
    let wanted = i128::from(missing.minor()) * 7 * PACE_UNITS;
    let daily = fitting(units.checked_mul(minor_units))?;
    let days = fitting(Rounding::Ceil.divide(wanted, daily))?;
    let days = u64::try_from(days).ok();
    let days = days.filter(|days| *days <= MOST_DAYS.into());
    Ok(Forecast {
        per_week,
        day: days.and_then(|days| today.checked_add_days(Days::new(days))),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: &str = "2027-03-29";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// One contribution for each of the last weeks, in minor units, the latest first.
    fn contributions(minors: &[i64], code: &str) -> Vec<Contribution> {
        let days = (1..).step_by(7).map(|back| day(TODAY) - Days::new(back));
        let made = days.zip(minors).map(|(day, minor)| Contribution {
            day,
            amount: Money::from_minor(*minor, code.parse().unwrap()).unwrap(),
            kind: ContributionKind::Moved,
        });
        made.collect()
    }

    fn projected(contributions: &[Contribution], weeks: u64, missing: &str) -> Projection {
        let target: Money = missing.parse().unwrap();
        let progress = Progress {
            target,
            saved: Money::zero(target.currency()),
            today: day(TODAY),
            goal_start: day(TODAY) - Days::new(weeks * 7),
            contributions,
        };
        projection(&progress).unwrap()
    }

    fn paces(minors: &[i64], missing: &str) -> Paces {
        let code = missing.split_once(' ').unwrap().1;
        let weeks = u64::try_from(minors.len()).unwrap();
        match projected(&contributions(minors, code), weeks, missing) {
            Projection::Paced(paces) => paces,
            other => panic!("{other:?}"),
        }
    }

    fn texts(paces: &Paces) -> [String; 3] {
        [paces.average, paces.fast, paces.slow].map(|forecast| forecast.per_week.to_string())
    }

    #[test]
    fn an_even_pace_has_no_range() {
        let paces = paces(&[2000, 2000, 2000, 2000], "440.00 EUR");
        assert_eq!(texts(&paces), ["20.0000", "20.0000", "20.0000"]);
        let days = (paces.average.day.unwrap() - day(TODAY)).num_days();
        assert_eq!(days, 154);
    }

    #[test]
    fn the_error_of_a_whole_root_is_exact() {
        // Deviations of 3, −3, 3, −3 around 5: √(36 / 3 / 4) = √3 = 1.73205…
        assert_eq!(
            texts(&paces(&[8, 2, 8, 2], "900 JPY")),
            ["5.0000", "6.7321", "3.2679"]
        );
        // Deviations of 6, −2, −2, −2 around 2: √(48 / 3 / 4) = 2.
        assert_eq!(
            texts(&paces(&[8, 0, 0, 0], "900 JPY")),
            ["2.0000", "4.0000", "0.0000"]
        );
    }

    #[test]
    fn a_pace_below_zero_is_rounded_by_its_size() {
        // The mean is −0.00005 of the main unit, half-way.
        assert_eq!(texts(&paces(&[0, -1, 0, -1], "1.0000 CLF"))[0], "-0.0001");
        let even = paces(&[-5, -5, -5, -5, -5, -5], "1.00 EUR");
        assert_eq!(texts(&even), ["-0.0500", "-0.0500", "0.0000"]);
        assert_eq!(Projection::Paced(even).word(), "stalled");
    }

    #[test]
    fn a_stalled_goal_may_have_an_early_day() {
        let paces = paces(&[4000, -4000, 0, 0], "100.00 EUR");
        assert_eq!(paces.average.day, None);
        assert!(paces.fast.day.is_some());
    }

    #[test]
    fn only_the_days_of_full_weeks_before_today_count() {
        let mut list = contributions(&[100, 100, 100, 100], "EUR");
        let mut add = |back, kind| {
            list.push(Contribution {
                day: day(TODAY) - Days::new(back),
                amount: "70.00 EUR".parse().unwrap(),
                kind,
            });
        };
        add(0, ContributionKind::Moved);
        add(29, ContributionKind::Moved);
        add(3, ContributionKind::Interest);
        let Projection::Paced(paces) = projected(&list, 4, "5.00 EUR") else {
            panic!("four weeks are enough");
        };
        assert_eq!(texts(&paces), ["1.0000", "1.0000", "1.0000"]);
    }

    #[test]
    fn no_more_than_twelve_weeks_are_looked_at() {
        let mut minors = vec![100; 12];
        minors.extend([999_999, 999_999]);
        let paces = paces(&minors, "12.00 EUR");
        assert_eq!(paces.weeks, 12);
        assert_eq!(texts(&paces), ["1.0000", "1.0000", "1.0000"]);
    }

    #[test]
    fn a_young_goal_and_a_full_one_have_no_pace() {
        let young = projected(&[], 3, "5.00 EUR");
        assert_eq!(young, Projection::TooEarly { weeks: 3 });
        let progress = Progress {
            target: "5.00 EUR".parse().unwrap(),
            saved: "5.00 EUR".parse().unwrap(),
            today: day(TODAY),
            goal_start: day("2027-04-30"),
            contributions: &[],
        };
        assert_eq!(projection(&progress).unwrap(), Projection::Completed);
    }

    #[test]
    fn a_day_beyond_a_hundred_years_is_not_named() {
        // 7 · 5218 days at one a week are 36 526, at 5217 they are 36 519.
        let weekly = [100; 4];
        assert_eq!(paces(&weekly, "5218.00 EUR").average.day, None);
        assert!(paces(&weekly, "5217.85 EUR").average.day.is_some());
    }

    #[test]
    fn amounts_too_large_for_a_square_are_an_error() {
        let most = contributions(&[farthing_money::MAX_SUM_MINOR, 0, 0, 0], "EUR");
        let progress = Progress {
            target: "1.00 EUR".parse().unwrap(),
            saved: "0.00 EUR".parse().unwrap(),
            today: day(TODAY),
            goal_start: day("2026-01-01"),
            contributions: &most,
        };
        assert!(projection(&progress).is_err());
    }

    proptest! {
        #[test]
        fn the_error_is_the_root_to_the_last_decimal(
            minors in proptest::collection::vec(-50_000_i64..50_000, 4..=12),
        ) {
            let paces = paces(&minors, "1.00 EUR");
            let units = |forecast: Forecast| forecast.per_week.mantissa();
            prop_assert!(units(paces.slow) >= 0);
            prop_assert!(units(paces.slow) <= units(paces.average).max(0));
            prop_assert!(units(paces.average) <= units(paces.fast));
            // |fast − mean| · weeks lies within one rounding of the root of spread / (weeks − 1).
            let count = i128::try_from(minors.len()).unwrap();
            let sum: i128 = minors.iter().map(|minor| i128::from(*minor)).sum();
            let squares: i128 = minors.iter().map(|minor| i128::from(*minor).pow(2)).sum();
            let spread = count * squares - sum * sum;
            let square = |doubled: i128| doubled.pow(2) * (count - 1);
            let doubled = 2 * count * units(paces.fast) - 200 * sum;
            prop_assert!(doubled + count >= 0 && square(doubled + count) >= spread * 40_000);
            prop_assert!(doubled - count < 0 || square(doubled - count) <= spread * 40_000);
        }

        #[test]
        fn the_order_of_contributions_does_not_matter(
            minors in proptest::collection::vec(-5_000_i64..5_000, 4..=12),
        ) {
            let list = contributions(&minors, "EUR");
            let turned: Vec<Contribution> = list.iter().rev().copied().collect();
            prop_assert_eq!(projected(&list, 12, "9.00 EUR"), projected(&turned, 12, "9.00 EUR"));
        }
    }
}
