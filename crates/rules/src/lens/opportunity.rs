//! What a monthly cost would come to if it were set aside instead (spec D.3, opportunity cost).
//!
//! The rate is an assumption of the person, and the result no promise.

use farthing_money::Money;

use crate::error::RulesError;
use crate::goals::{Apr, FutureValue, SavingPlan, Timing, future_value};

const MONTHS_A_YEAR: u32 = 12;

/// A monthly cost set aside at the end of each month for some years, at a rate that is assumed.
///
/// ```
/// use farthing_rules::goals::Apr;
/// use farthing_rules::lens::opportunity;
/// let ten_years = opportunity("20.00 EUR".parse()?, Apr::new("0.03".parse()?)?, 10)?;
/// assert_eq!(ten_years.contributed.to_string(), "2400.00 EUR");
/// assert_eq!(ten_years.balance.to_string(), "2794.84 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn opportunity(monthly: Money, apr: Apr, years: u32) -> Result<FutureValue, RulesError> {
    let plan = SavingPlan {
        principal: Money::zero(monthly.currency()),
        monthly,
        apr,
        timing: Timing::End,
    };
    // What is beyond all numbers is beyond the most months too, and refused there.
    future_value(&plan, years.saturating_mul(MONTHS_A_YEAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_years_are_nothing_and_too_many_an_error() {
        let monthly: Money = "20.00 EUR".parse().unwrap();
        let apr = Apr::new("0.03".parse().unwrap()).unwrap();
        assert!(opportunity(monthly, apr, 0).unwrap().balance.is_zero());
        assert!(opportunity(monthly, apr, 101).is_err());
        assert!(opportunity(monthly, apr, u32::MAX).is_err());
        assert!(opportunity(monthly.negated(), apr, 1).is_err());
    }
}
