//! What assumed interest would add, month by month (spec C, interest).
//!
//! Nothing of it is ever counted as saved. Powers of the growth factor are compared as whole
//! numbers, so that an amount is right to its last minor unit however many months there are.

use std::fmt;

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::dates::months_later;
use super::natural::Natural;
use super::{check_currency, check_target, fitting, money_of, remaining};
use crate::error::RulesError;

/// How far ahead interest is worked out: a hundred years.
pub const MOST_MONTHS: u32 = 1_200;

/// The most decimals of a rate, so that no product of a rate and an amount is too large.
const MOST_RATE_DECIMALS: u32 = 12;
/// The largest rate: 10 000 % a year.
const MOST_RATE: i64 = 100;

const MONTHS_A_YEAR: u32 = 12;
const APY_DECIMALS: u32 = 6;
const APY_UNITS: u128 = 1_000_000;

/// A nominal rate of interest for a year, compounded each month: a fraction, 0.05 for 5 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apr(Decimal);

/// When in its month a contribution is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timing {
    /// After the month's interest.
    #[default]
    End,
    /// Before it.
    Begin,
}

/// What is there, and what is added each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavingPlan {
    /// What is there at first; zero or more.
    pub principal: Money,
    /// What is added each month; zero or more.
    pub monthly: Money,
    /// The rate that is assumed.
    pub apr: Apr,
    /// When it is added.
    pub timing: Timing,
}

/// What a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FutureValue {
    /// All of it.
    pub balance: Money,
    /// What is interest.
    pub interest: Money,
    /// What was added, without the principal.
    pub contributed: Money,
}

/// When a plan reaches a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// After how many months.
    pub months: u32,
    /// What is there then.
    pub balance: Money,
    /// The day, so many months after today.
    pub day: NaiveDate,
}

/// What a plan comes to after some months, at most [`MOST_MONTHS`] (spec C). Each month's interest
/// is rounded half-up to the minor unit.
///
/// ```
/// use farthing_rules::goals::{Apr, SavingPlan, Timing, future_value};
/// let plan = SavingPlan {
///     principal: "1000.00 EUR".parse()?,
///     monthly: "0.00 EUR".parse()?,
///     apr: Apr::new("0.06".parse()?)?,
///     timing: Timing::End,
/// };
/// // 5.00 of the first month and 5.03 of the second.
/// assert_eq!(future_value(&plan, 2)?.interest.to_string(), "10.03 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn future_value(plan: &SavingPlan, months: u32) -> Result<FutureValue, RulesError> {
    plan.check()?;
    check_months(months)?;
    let mut balance = plan.principal;
    for _ in 0..months {
        balance = plan.month_later(balance)?;
    }
    let currency = balance.currency();
    let contributed = i128::from(plan.monthly.minor()) * i128::from(months);
    let contributed = money_of(contributed, currency)?;
    let own = plan.principal.checked_add(contributed)?;
    Ok(FutureValue {
        balance,
        interest: balance.checked_add(own.negated())?,
        contributed,
    })
}

/// After how many months a plan holds a target (spec C); none if it never does or not within
/// [`MOST_MONTHS`].
pub fn months_to_target(
    plan: &SavingPlan,
    target: Money,
    today: NaiveDate,
) -> Result<Option<Reached>, RulesError> {
    plan.check()?;
    check_target(target)?;
    check_currency(plan.principal.currency(), target)?;
    let mut balance = plan.principal;
    let mut months = 0;
    while balance.minor() < target.minor() {
        let next = plan.month_later(balance)?;
        if next == balance || months == MOST_MONTHS {
            return Ok(None);
        }
        balance = next;
        months += 1;
    }
    let day = months_later(today, months);
    let day = day.ok_or(RulesError::field(
        "today",
        "the day is too far in the future",
    ))?;
    Ok(Some(Reached {
        months,
        balance,
        day,
    }))
}

/// The smallest amount that, added at the end of each of some months, brings a principal to a
/// target (spec C). Interest is exact here and rounded up only with the result.
pub fn required_monthly(
    target: Money,
    principal: Money,
    apr: Apr,
    months: u32,
) -> Result<Money, RulesError> {
    check_target(target)?;
    check_not_negative(principal)?;
    check_months(months)?;
    if months == 0 {
        return Err(RulesError::field(
            "months",
            "there must be at least one month to save in",
        ));
    }
    let missing = remaining(target, principal)?;
    let monthly = match apr.monthly()? {
        (0, _) => fitting(Rounding::Ceil.divide(missing.minor().into(), months.into()))?,
        rate => with_interest(target, principal, rate, months)?,
    };
    money_of(monthly, target.currency())
}

/// What a nominal rate comes to in a year of monthly compounding, to six decimals (spec C).
///
/// ```
/// use farthing_rules::goals::{Apr, effective_apy};
/// let apy = effective_apy(Apr::new("0.06".parse()?)?)?;
/// assert_eq!(apy.to_string(), "0.061678");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn effective_apy(apr: Apr) -> Result<Decimal, RulesError> {
    let (part, whole) = apr.monthly()?;
    let grown = Natural::power(part + whole, MONTHS_A_YEAR).times(&(2 * APY_UNITS).into());
    let before = Natural::power(whole, MONTHS_A_YEAR);
    // The first number whose upper half-way value lies beyond the growth is the nearest one.
    let lies_beyond = |units: u128| {
        let halfway = Natural::from(2 * APY_UNITS + 2 * units + 1);
        before.times(&halfway) > grown
    };
    let units = fitting(first_that(u64::MAX.into(), lies_beyond))?;
    fitting(Decimal::try_from_i128_with_scale(units, APY_DECIMALS).ok())
}

impl Apr {
    /// A rate of zero or more, at most 100 (that is 10 000 %), with at most 12 decimals.
    pub fn new(rate: Decimal) -> Result<Self, RulesError> {
        let rate = rate.normalize();
        if rate < Decimal::ZERO || rate > Decimal::from(MOST_RATE) {
            return Err(RulesError::field(
                "apr",
                "the rate is a fraction from zero on, such as 0.05 for 5 %",
            ));
        }
        if rate.scale() > MOST_RATE_DECIMALS {
            return Err(RulesError::field("apr", "the rate has at most 12 decimals"));
        }
        Ok(Self(rate))
    }

    /// The rate of one month as a fraction: a numerator and its denominator.
    fn monthly(self) -> Result<(u128, u128), RulesError> {
        let part = fitting(u128::try_from(self.0.mantissa()).ok())?;
        Ok((
            part,
            10_u128.pow(self.0.scale()) * u128::from(MONTHS_A_YEAR),
        ))
    }
}

impl fmt::Display for Apr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl SavingPlan {
    fn check(&self) -> Result<(), RulesError> {
        check_currency(self.principal.currency(), self.monthly)?;
        check_not_negative(self.principal)?;
        check_not_negative(self.monthly)
    }

    fn month_later(&self, balance: Money) -> Result<Money, RulesError> {
        match self.timing {
            Timing::End => Ok(self.with_interest(balance)?.checked_add(self.monthly)?),
            Timing::Begin => self.with_interest(balance.checked_add(self.monthly)?),
        }
    }

    fn with_interest(&self, balance: Money) -> Result<Money, RulesError> {
        let (part, whole) = self.apr.monthly()?;
        let part = fitting(i128::try_from(part).ok())?;
        let whole = fitting(i128::try_from(whole).ok())?;
        let product = i128::from(balance.minor()).checked_mul(part);
        let interest = product.and_then(|product| Rounding::HalfUp.divide(product, whole));
        let interest = money_of(fitting(interest)?, balance.currency())?;
        Ok(balance.checked_add(interest)?)
    }
}

/// With a rate of part / whole the contribution is enough if
/// (contribution · whole + principal · part) · (whole + part)^months is not below
/// (contribution · whole + target · part) · whole^months: the closed form without a division.
fn with_interest(
    target: Money,
    principal: Money,
    (part, whole): (u128, u128),
    months: u32,
) -> Result<i128, RulesError> {
    let in_units = |amount: Money| fitting(u128::try_from(amount.minor()).ok());
    let (goal, start) = (in_units(target)?, in_units(principal)?);
    let grown = Natural::power(whole + part, months);
    let before = Natural::power(whole, months);
    let is_enough = |contribution: u128| {
        let reached = Natural::from(contribution * whole + start * part).times(&grown);
        let wanted = Natural::from(contribution * whole + goal * part).times(&before);
        reached >= wanted
    };
    // One contribution of the whole target is always enough.
    fitting(first_that(goal, is_enough))
}

/// The first number for which something holds that holds for all after it, and for the last.
fn first_that(last: u128, holds: impl Fn(u128) -> bool) -> Option<i128> {
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    i128::try_from(low).ok()
}

fn check_not_negative(amount: Money) -> Result<(), RulesError> {
    if amount.minor() < 0 {
        return Err(RulesError::field(
            "amount",
            "what is there and what is added is zero or more",
        ));
    }
    Ok(())
}

fn check_months(months: u32) -> Result<(), RulesError> {
    if months > MOST_MONTHS {
        return Err(RulesError::field(
            "months",
            "interest is worked out for at most 1200 months",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn apr(text: &str) -> Apr {
        Apr::new(text.parse().unwrap()).unwrap()
    }

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor, "EUR".parse().unwrap()).unwrap()
    }

    fn plan(principal: i64, monthly: i64, rate: &str) -> SavingPlan {
        SavingPlan {
            principal: eur(principal),
            monthly: eur(monthly),
            apr: apr(rate),
            timing: Timing::End,
        }
    }

    #[test]
    fn interest_is_rounded_each_month() {
        // 0.50 of a cent becomes one, whatever the balance would be in the end.
        let plan = plan(50, 0, "0.12");
        assert_eq!(future_value(&plan, 3).unwrap().balance, eur(53));
        assert_eq!(future_value(&plan, 0).unwrap().balance, eur(50));
    }

    #[test]
    fn a_contribution_at_the_beginning_earns_its_months_interest() {
        let mut plan = plan(10_000, 10_000, "0.12");
        assert_eq!(future_value(&plan, 1).unwrap().interest, eur(100));
        plan.timing = Timing::Begin;
        assert_eq!(future_value(&plan, 1).unwrap().interest, eur(200));
    }

    #[test]
    fn what_is_reached_already_takes_no_month() {
        let today = "2027-01-31".parse().unwrap();
        let reached = months_to_target(&plan(700, 0, "0"), eur(700), today).unwrap();
        let reached = reached.unwrap();
        assert_eq!((reached.months, reached.day), (0, today));
    }

    #[test]
    fn interest_too_small_for_a_cent_never_gets_anywhere() {
        let today = "2027-01-31".parse().unwrap();
        let never = months_to_target(&plan(40, 0, "0.12"), eur(41), today);
        assert_eq!(never.unwrap(), None);
        let late = months_to_target(&plan(0, 1, "0"), eur(1_201), today);
        assert_eq!(late.unwrap(), None);
        let just = months_to_target(&plan(0, 1, "0"), eur(1_200), today).unwrap();
        assert_eq!(just.unwrap().day, "2127-01-31".parse().unwrap());
    }

    #[test]
    fn a_whole_result_is_not_rounded_up_further() {
        // One month: no interest on the only contribution, whatever the rate.
        for rate in ["0", "0.07", "0.049", "0.333333333333"] {
            let monthly = required_monthly(eur(12_345), eur(0), apr(rate), 1).unwrap();
            assert_eq!(monthly, eur(12_345), "{rate}");
        }
        // 1 % a month: 1 + 1.01 = 2.01 contributions, which is 201.00 for 100.00.
        let even = required_monthly(eur(20_100), eur(0), apr("0.12"), 2).unwrap();
        assert_eq!(even, eur(10_000));
        let over = required_monthly(eur(20_101), eur(0), apr("0.12"), 2).unwrap();
        assert_eq!(over, eur(10_001));
    }

    #[test]
    fn a_principal_that_grows_to_the_target_needs_nothing() {
        let nothing = required_monthly(eur(10_100), eur(10_000), apr("0.12"), 1).unwrap();
        assert_eq!(nothing, eur(0));
        let more = required_monthly(eur(10_101), eur(10_000), apr("0.12"), 1).unwrap();
        assert_eq!(more, eur(1));
        let beyond = required_monthly(eur(100), eur(200), apr("0"), 5).unwrap();
        assert_eq!(beyond, eur(0));
    }

    #[test]
    fn the_effective_rate_is_the_nearest_of_six_decimals() {
        let text = |rate| effective_apy(apr(rate)).unwrap().to_string();
        assert_eq!(text("0"), "0.000000");
        assert_eq!(text("0.0489"), "0.050011");
        assert_eq!(text("12"), "4095.000000");
        assert_eq!(text("0.000001"), "0.000001");
        assert_eq!(text("0.0000004"), "0.000000");
    }

    #[test]
    fn a_rate_of_many_decimals_over_a_hundred_years_is_no_trouble() {
        let rate = apr("0.049999999999");
        let monthly = required_monthly(eur(100_000_000), eur(0), rate, MOST_MONTHS).unwrap();
        assert!((2_800..2_900).contains(&monthly.minor()), "{monthly}");
    }

    #[test]
    fn what_cannot_be_is_an_error() {
        for rate in ["-0.01", "100.01", "0.0000000000001"] {
            assert!(Apr::new(rate.parse().unwrap()).is_err(), "{rate}");
        }
        assert!(future_value(&plan(1, 1, "0"), MOST_MONTHS + 1).is_err());
        assert!(future_value(&plan(-1, 1, "0"), 1).is_err());
        assert!(future_value(&plan(1, -1, "0"), 1).is_err());
        assert!(required_monthly(eur(1), eur(0), apr("0"), 0).is_err());
        assert!(required_monthly(eur(0), eur(0), apr("0"), 1).is_err());
    }

    proptest! {
        #[test]
        fn the_required_contribution_is_about_enough_and_one_less_is_not(
            target in 1_000_i64..10_000_000,
            thousandths in 0_i64..300,
            months in 1_u32..120,
        ) {
            let rate = Apr::new(Decimal::new(thousandths, 3)).unwrap();
            let monthly = required_monthly(eur(target), eur(0), rate, months).unwrap();
            let with = |minor| {
                let plan = SavingPlan { monthly: eur(minor), apr: rate, ..plan(0, 0, "0") };
                future_value(&plan, months).unwrap().balance.minor()
            };
            // Half a cent of rounding a month, which then bears interest of at most 30 % a year.
            let slack = i64::from(months) * 20;
            prop_assert!(with(monthly.minor()) + slack >= target);
            prop_assert!(monthly.minor() == 0 || with(monthly.minor() - 1) - slack < target);
        }

        #[test]
        fn a_plan_adds_up_and_never_shrinks(
            principal in 0_i64..1_000_000,
            monthly in 0_i64..100_000,
            thousandths in 0_i64..300,
            months in 0_u32..60,
        ) {
            let rate = Apr::new(Decimal::new(thousandths, 3)).unwrap();
            let plan = SavingPlan { apr: rate, ..plan(principal, monthly, "0") };
            let value = future_value(&plan, months).unwrap();
            let parts = principal + value.interest.minor() + value.contributed.minor();
            prop_assert_eq!(value.balance.minor(), parts);
            prop_assert!(value.interest.minor() >= 0);
            let longer = future_value(&plan, months + 1).unwrap();
            prop_assert!(longer.balance.minor() >= value.balance.minor() + monthly);
        }
    }
}
