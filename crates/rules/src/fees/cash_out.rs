//! What it costs to turn a limit or a balance that is owed later into cash today (spec D.7).
//!
//! The figures are a warning. Nothing here ranks or names who offers it.

use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::tariff::Tariff;
use crate::error::RulesError;
use crate::power::{power, rounded};

const DAYS_A_YEAR: u32 = 365;
/// The rate of the period is told with so many decimals.
const PERIOD_PLACES: u32 = 6;
/// Rates of a year are told with so many decimals.
const YEAR_PLACES: u32 = 4;

/// What cash today costs. Every rate is a fraction: 5.2143 is 521.43 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashOut {
    /// The cash.
    pub received: Money,
    /// What is owed beyond it.
    pub cost: Money,
    /// The cost as a fraction of the cash, with six decimals.
    pub period_rate: Decimal,
    /// The same for a year of 365 days, without interest on interest, with four decimals.
    pub apr: Decimal,
    /// The same with interest on interest; none where it is too large a number to be told.
    pub effective: Option<Decimal>,
}

/// What it costs to get an amount that is owed in so many days as cash today (spec D.7).
pub fn cash_out(tariff: &Tariff, face: Money, days: u32) -> Result<CashOut, RulesError> {
    if days == 0 {
        return Err(RulesError::field("days", "there must be at least one day"));
    }
    let cost = tariff.fee(face)?;
    let received = face.checked_add(cost.negated())?;
    let none_left = RulesError::field("amount", "the fee leaves nothing of the amount");
    if received.minor() < 1 {
        return Err(none_left);
    }
    let (part, whole) = (i128::from(cost.minor()), i128::from(received.minor()));
    let year = (part * i128::from(DAYS_A_YEAR), whole * i128::from(days));
    let ratio = |(part, whole), places| {
        let ratio = Rounding::HalfUp.ratio(part, whole, places);
        ratio.ok_or(none_left.clone())
    };
    Ok(CashOut {
        received,
        cost,
        period_rate: ratio((part, whole), PERIOD_PLACES)?,
        apr: ratio(year, YEAR_PLACES)?,
        effective: effective(face, received, days),
    })
}

/// The growth from what is received to what is owed, for a year.
fn effective(face: Money, received: Money, days: u32) -> Option<Decimal> {
    let growth = Decimal::from(face.minor()).checked_div(received.minor().into())?;
    let exponent = Decimal::from(DAYS_A_YEAR) / Decimal::from(days);
    rounded(power(growth, exponent)? - Decimal::ONE, YEAR_PLACES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::plan::tests::{euros, plan};
    use super::*;

    #[test]
    fn a_cash_out_without_a_fee_costs_nothing() {
        let told = cash_out(&plan("0", "0").into(), euros("100"), 30).unwrap();
        assert_eq!((told.received, told.cost), (euros("100"), euros("0")));
        assert_eq!(told.period_rate.to_string(), "0.000000");
        assert_eq!(told.apr.to_string(), "0.0000");
        assert_eq!(told.effective.unwrap().to_string(), "0.0000");
    }

    #[test]
    fn a_rate_too_large_to_be_told_is_none() {
        let told = cash_out(&plan("0.5", "0").into(), euros("100"), 1).unwrap();
        assert_eq!(told.apr.to_string(), "365.0000");
        assert_eq!(told.effective, None);
    }

    #[test]
    fn no_days_or_nothing_left_is_an_error() {
        let half = plan("0.5", "0").into();
        assert!(cash_out(&half, euros("100"), 0).is_err());
        assert!(cash_out(&plan("0", "5").into(), euros("5"), 30).is_err());
        assert!(cash_out(&half, euros("0"), 30).is_err());
    }

    proptest! {
        #[test]
        fn over_a_year_both_rates_are_the_periods(cents in 0_i64..9_000) {
            let fixed = Money::from_minor(cents, euros("0").currency()).unwrap();
            let plan = super::super::Plan::new(Decimal::ZERO, fixed).unwrap();
            let told = cash_out(&plan.into(), euros("100"), 365).unwrap();
            prop_assert_eq!(told.effective, Some(told.apr));
            prop_assert!((told.apr - told.period_rate).abs() <= Decimal::new(5, 5));
        }
    }
}
