//! A tariff: one plan for every size, or another for each band of sizes, as mobile money has it
//! (spec D.7).

use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::plan::{Plan, not_negative, same_currency};
use crate::error::RulesError;
use crate::goals::money_of;

/// An effective rate is told with so many decimals.
const PLACES: u32 = 6;

/// Plans by the size of the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    /// Ascending; only the last one may have no end.
    bands: Vec<Band>,
}

/// A plan for payments up to a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The largest payment, inclusive; none where there is no largest.
    pub up_to: Option<Money>,
    /// How its payments are priced.
    pub plan: Plan,
}

/// What a tariff takes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// What it takes.
    pub fee: Money,
    /// The fee as a fraction of the payment, with six decimals; none of a payment of nothing.
    pub effective_rate: Option<Decimal>,
    /// What is left of the payment; below zero where the fee is larger.
    pub net: Money,
}

/// Several payments beside one of the same sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundle {
    /// What the several cost.
    pub separate: Money,
    /// What the one costs.
    pub bundled: Money,
    /// What the one saves; below zero where it costs more.
    pub saved: Money,
}

impl Tariff {
    /// At least one band, in ascending order and one currency. What is above the last limit cannot
    /// be paid by this tariff.
    pub fn new(bands: Vec<Band>) -> Result<Self, RulesError> {
        let wrong = |message| Err(RulesError::field("bands", message));
        let Some((last, others)) = bands.split_last() else {
            return wrong("a tariff has at least one band");
        };
        if others.iter().any(|band| band.up_to.is_none()) {
            return wrong("only the last band may have no largest payment");
        }
        let limits = bands.iter().filter_map(|band| band.up_to);
        if !limits
            .clone()
            .map(|limit| limit.minor())
            .is_sorted_by(|a, b| a < b)
        {
            return wrong("the largest payments of the bands must ascend");
        }
        let currency = last.plan.currency();
        for amount in limits.chain(bands.iter().map(|band| band.plan.fixed())) {
            same_currency(currency, amount)?;
        }
        if bands[0].up_to.is_some_and(|limit| limit.minor() < 1) {
            return wrong("the largest payment of a band must be above zero");
        }
        Ok(Self { bands })
    }

    /// The fee of a payment of zero or more; an error where it is larger than any band.
    ///
    /// ```
    /// use farthing_rules::fees::{Band, Plan, Tariff};
    /// use farthing_rules::RulesError;
    /// let band = |up_to: &str, fee: &str| Ok::<_, RulesError>(Band {
    ///     up_to: Some(up_to.parse()?),
    ///     plan: Plan::new(0.into(), fee.parse()?)?,
    /// });
    /// let tariff = Tariff::new(vec![
    ///     band("100.00 KES", "0.00 KES")?,
    ///     band("500.00 KES", "7.00 KES")?,
    /// ])?;
    /// assert_eq!(tariff.fee("100.00 KES".parse()?)?.to_string(), "0.00 KES");
    /// assert_eq!(tariff.fee("100.01 KES".parse()?)?.to_string(), "7.00 KES");
    /// assert!(tariff.fee("500.01 KES".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fee(&self, amount: Money) -> Result<Money, RulesError> {
        same_currency(self.currency(), amount)?;
        not_negative("amount", amount)?;
        let plan = self.plan_of(amount.minor()).ok_or(RulesError::field(
            "amount",
            "the tariff has no fee for a payment as large as this",
        ))?;
        plan.fee(amount)
    }

    /// What the fees are counted in.
    pub fn currency(&self) -> Currency {
        // A tariff is made with a band and never loses one.
        self.bands[0].plan.currency()
    }

    /// Its bands, ascending.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The plan of a payment; none above the last limit.
    pub(super) fn plan_of(&self, amount_minor: i64) -> Option<&Plan> {
        let is_below = |band: &Band| band.up_to.is_some_and(|limit| limit.minor() < amount_minor);
        let place = self.bands.partition_point(is_below);
        self.bands.get(place).map(|band| &band.plan)
    }
}

impl From<Plan> for Tariff {
    /// One plan for every size.
    fn from(plan: Plan) -> Self {
        Self {
            bands: vec![Band { up_to: None, plan }],
        }
    }
}

/// What a tariff takes of a payment (spec D.7).
pub fn priced(tariff: &Tariff, amount: Money) -> Result<Priced, RulesError> {
    let fee = tariff.fee(amount)?;
    Ok(Priced {
        fee,
        effective_rate: Rounding::HalfUp.ratio(fee.minor().into(), amount.minor().into(), PLACES),
        net: amount.checked_add(fee.negated())?,
    })
}

/// So many payments of one amount beside one payment of their sum (spec D.7).
pub fn bundle(tariff: &Tariff, amount: Money, count: u32) -> Result<Bundle, RulesError> {
    if count == 0 {
        return Err(RulesError::field(
            "count",
            "there must be at least one payment",
        ));
    }
    let times = |money: Money| {
        let minor = i128::from(money.minor()) * i128::from(count);
        money_of(minor, money.currency())
    };
    let separate = times(tariff.fee(amount)?)?;
    let bundled = tariff.fee(times(amount)?)?;
    Ok(Bundle {
        separate,
        bundled,
        saved: separate.checked_add(bundled.negated())?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::plan::tests::{any_plan, euros, plan};
    use super::*;

    fn band(up_to: &str, fixed: &str) -> Band {
        Band {
            up_to: Some(euros(up_to)).filter(|limit| !limit.is_zero()),
            plan: plan("0", fixed),
        }
    }

    pub(in crate::fees) fn any_tariff() -> impl Strategy<Value = Tariff> {
        let bands = proptest::collection::vec((any_plan(), 1_i32..3_000), 1..5);
        (bands, any::<bool>()).prop_map(|(bands, is_open)| {
            let euro = Currency::iso("EUR").unwrap();
            let mut limit = 0;
            let bands = bands.into_iter().map(|(plan, more)| {
                limit += more;
                Band {
                    up_to: Some(Money::small(limit, euro)),
                    plan,
                }
            });
            let mut bands: Vec<Band> = bands.collect();
            if is_open {
                bands.last_mut().unwrap().up_to = None;
            }
            Tariff::new(bands).unwrap()
        })
    }

    #[test]
    fn a_payment_of_nothing_has_no_effective_rate() {
        let told = priced(&plan("0.01", "0.10").into(), euros("0")).unwrap();
        assert_eq!((told.fee, told.effective_rate), (euros("0.10"), None));
        assert_eq!(told.net, euros("-0.10"));
    }

    #[test]
    fn bands_that_do_not_ascend_are_refused() {
        let refused = |bands: &[Band]| Tariff::new(bands.to_vec()).unwrap_err().to_string();
        let message = "bands: the largest payments of the bands must ascend";
        assert_eq!(refused(&[band("5", "1"), band("5", "2")]), message);
        let message = "bands: only the last band may have no largest payment";
        assert_eq!(refused(&[band("0", "1"), band("5", "2")]), message);
        assert_eq!(refused(&[]), "bands: a tariff has at least one band");
        let dollars = Plan::new(Decimal::ZERO, "0.00 USD".parse().unwrap()).unwrap();
        assert!(
            Tariff::new(vec![
                band("5", "1"),
                Band {
                    up_to: None,
                    plan: dollars
                }
            ])
            .is_err()
        );
    }

    #[test]
    fn bundling_may_cost_more_and_may_be_too_large() {
        let tariff = Tariff::new(vec![band("1.00", "0.00"), band("5.00", "0.20")]).unwrap();
        let told = bundle(&tariff, euros("1.00"), 5).unwrap();
        assert_eq!((told.separate, told.bundled), (euros("0"), euros("0.20")));
        assert_eq!(told.saved, euros("-0.20"));
        assert!(bundle(&tariff, euros("1.00"), 6).is_err());
        assert!(bundle(&tariff, euros("1.00"), 0).is_err());
    }

    proptest! {
        #[test]
        fn a_flat_tariff_is_its_plan(plan in any_plan(), size in 0_i32..100_000) {
            let amount = Money::small(size, plan.currency());
            prop_assert_eq!(Tariff::from(plan).fee(amount), plan.fee(amount));
        }

        #[test]
        fn one_payment_alone_saves_nothing(plan in any_plan(), size in 1_i32..100_000) {
            let told = bundle(&plan.into(), Money::small(size, plan.currency()), 1).unwrap();
            prop_assert!(told.saved.is_zero());
        }
    }
}
