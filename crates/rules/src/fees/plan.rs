//! One way to price a payment: a part of it, something fixed, and limits (spec D.7).

use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// The most decimals of a percentage, as a fraction.
const RATE_DECIMALS: u32 = 12;
/// Exact fees count in such parts of a minor unit.
pub(super) const PARTS: i128 = 10_i128.pow(RATE_DECIMALS);

/// A part of the payment and something fixed, at least and at most so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// In parts: 0.029 is 29 000 000 000.
    rate: i128,
    fixed: Money,
    min: Option<Money>,
    max: Option<Money>,
}

impl Plan {
    /// A fraction of the payment from 0 to 1, with at most 12 decimals, and something fixed of zero
    /// or more.
    ///
    /// ```
    /// use farthing_rules::fees::Plan;
    /// let plan = Plan::new("0.029".parse()?, "0.30 USD".parse()?)?;
    /// assert_eq!(plan.fee("5.00 USD".parse()?)?.to_string(), "0.45 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(percent: Decimal, fixed: Money) -> Result<Self, RulesError> {
        let percent = percent.normalize();
        let within = percent >= Decimal::ZERO && percent <= Decimal::ONE;
        let missing = RATE_DECIMALS.checked_sub(percent.scale());
        let missing = missing.filter(|_| within).ok_or(RulesError::field(
            "percent",
            "the part of a payment is a fraction from 0 to 1 with at most 12 decimals, such as 0.029 for 2.9 %",
        ))?;
        not_negative("fixed", fixed)?;
        Ok(Self {
            rate: percent.mantissa() * 10_i128.pow(missing),
            fixed,
            min: None,
            max: None,
        })
    }

    /// The same plan, of which a fee is never less than this.
    pub fn at_least(self, min: Money) -> Result<Self, RulesError> {
        self.limited("min", Some(min), self.max)
    }

    /// The same plan, of which a fee is never more than this.
    pub fn at_most(self, max: Money) -> Result<Self, RulesError> {
        self.limited("max", self.min, Some(max))
    }

    /// The fee of a payment of zero or more: the part rounded half-up, and what is fixed, within
    /// the limits.
    pub fn fee(&self, amount: Money) -> Result<Money, RulesError> {
        self.check(amount)?;
        let part = fitting(Rounding::HalfUp.divide(self.part(amount.minor()), PARTS))?;
        let fee = self.within_limits(part + i128::from(self.fixed.minor()), 1);
        money_of(fee, self.fixed.currency())
    }

    /// What the fees are counted in.
    pub fn currency(&self) -> Currency {
        self.fixed.currency()
    }

    /// The part of a payment, as a fraction.
    pub fn percent(&self) -> Decimal {
        // A rate is at most 1, so its parts always fit.
        Decimal::from_i128_with_scale(self.rate, RATE_DECIMALS).normalize()
    }

    /// What is fixed.
    pub fn fixed(&self) -> Money {
        self.fixed
    }

    /// Below which a fee never is.
    pub fn min(&self) -> Option<Money> {
        self.min
    }

    /// Above which a fee never is.
    pub fn max(&self) -> Option<Money> {
        self.max
    }

    /// The part in parts of a minor unit for each minor unit of a payment.
    pub(super) fn rate(&self) -> i128 {
        self.rate
    }

    /// The fee before it is rounded, in parts of a minor unit. Rounding never turns round which of
    /// two fees is smaller.
    pub(super) fn exact(&self, amount_minor: i64) -> i128 {
        let fee = self.part(amount_minor) + i128::from(self.fixed.minor()) * PARTS;
        self.within_limits(fee, PARTS)
    }

    /// The last sizes before a limit begins or ends to hold.
    pub(super) fn bends(&self) -> impl Iterator<Item = i64> {
        let limits = [self.min, self.max].into_iter().flatten();
        limits.filter_map(|limit| {
            let of_part = i128::from(limit.minor()) - i128::from(self.fixed.minor());
            let size = Rounding::Floor.divide(of_part * PARTS, self.rate)?;
            i64::try_from(size).ok()
        })
    }

    fn part(&self, amount_minor: i64) -> i128 {
        self.rate * i128::from(amount_minor)
    }

    fn within_limits(&self, fee: i128, parts: i128) -> i128 {
        let limit = |money: Money| i128::from(money.minor()) * parts;
        let fee = self.min.map_or(fee, |min| fee.max(limit(min)));
        self.max.map_or(fee, |max| fee.min(limit(max)))
    }

    fn check(&self, amount: Money) -> Result<(), RulesError> {
        same_currency(self.currency(), amount)?;
        not_negative("amount", amount)
    }

    fn limited(
        self,
        field: &'static str,
        min: Option<Money>,
        max: Option<Money>,
    ) -> Result<Self, RulesError> {
        for limit in [min, max].into_iter().flatten() {
            same_currency(self.currency(), limit)?;
            not_negative(field, limit)?;
        }
        if let (Some(min), Some(max)) = (min, max)
            && min.minor() > max.minor()
        {
            return Err(RulesError::field(
                field,
                "the smallest fee must not be above the largest one",
            ));
        }
        Ok(Self { min, max, ..self })
    }
}

pub(super) fn same_currency(currency: Currency, amount: Money) -> Result<(), RulesError> {
    if amount.currency() != currency {
        return Err(MoneyError::Mixed(currency, amount.currency()).into());
    }
    Ok(())
}

pub(super) fn not_negative(field: &'static str, amount: Money) -> Result<(), RulesError> {
    if amount.minor() < 0 {
        return Err(RulesError::field(field, "the amount must not be negative"));
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::fees) fn euros(text: &str) -> Money {
        Money::parse(text, Currency::iso("EUR").unwrap()).unwrap()
    }

    pub(in crate::fees) fn plan(percent: &str, fixed: &str) -> Plan {
        Plan::new(percent.parse().unwrap(), euros(fixed)).unwrap()
    }

    pub(in crate::fees) fn any_plan() -> impl Strategy<Value = Plan> {
        let parts = (0_i64..100_000, 0_i32..200, 0_i32..100, 0_i32..300);
        parts.prop_map(|(rate, fixed, min, more)| {
            let euro = Currency::iso("EUR").unwrap();
            let of = |minor| Money::small(minor, euro);
            let plan = Plan::new(Decimal::new(rate, 6), of(fixed)).unwrap();
            match min % 3 {
                0 => plan,
                1 => plan.at_least(of(min)).unwrap(),
                _ => plan
                    .at_least(of(min))
                    .unwrap()
                    .at_most(of(min + more))
                    .unwrap(),
            }
        })
    }

    #[test]
    fn the_part_is_rounded_before_what_is_fixed_and_the_limits() {
        let plan = plan("0.05", "0.10").at_least(euros("0.13")).unwrap();
        let plan = plan.at_most(euros("0.20")).unwrap();
        let fee = |text| plan.fee(euros(text)).unwrap().decimal_text();
        // 2.5 cents are 3.
        assert_eq!(fee("0.50"), "0.13");
        assert_eq!(fee("0.70"), "0.14");
        assert_eq!(fee("0.00"), "0.13");
        assert_eq!(fee("100.00"), "0.20");
        assert_eq!(
            (plan.percent(), plan.fixed()),
            ("0.05".parse().unwrap(), euros("0.10"))
        );
        assert_eq!(
            (plan.min(), plan.max()),
            (Some(euros("0.13")), Some(euros("0.20")))
        );
    }

    #[test]
    fn a_plan_that_cannot_be_is_refused() {
        for percent in ["-0.01", "1.01", "0.0000000000001"] {
            assert!(
                Plan::new(percent.parse().unwrap(), euros("0")).is_err(),
                "{percent}"
            );
        }
        assert!(Plan::new(Decimal::ONE, euros("-0.01")).is_err());
        let limited = plan("0.01", "0").at_most(euros("1.00")).unwrap();
        assert!(limited.at_least(euros("1.01")).is_err());
        assert!(limited.at_least(euros("-1")).is_err());
        assert!(limited.at_least("1.00 USD".parse().unwrap()).is_err());
        assert!(limited.fee(euros("-1")).is_err());
        assert!(limited.fee("1.00 USD".parse().unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn a_fee_is_the_exact_one_rounded_and_never_falls(
            plan in any_plan(),
            size in 0_i32..100_000,
        ) {
            let euro = Currency::iso("EUR").unwrap();
            let fee = plan.fee(Money::small(size, euro)).unwrap().minor();
            let exact = plan.exact(size.into());
            prop_assert_eq!(Some(fee.into()), Rounding::HalfUp.divide(exact, PARTS));
            prop_assert!(plan.fee(Money::small(size + 1, euro)).unwrap().minor() >= fee);
        }
    }
}
