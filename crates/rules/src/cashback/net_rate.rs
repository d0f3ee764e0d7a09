//! What a programme is worth in a year after its fee, and how much spend it takes (spec E.10).

use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::exact::{Exact, GRAIN, fitting, parts_of};
use super::rate::Rate;
use super::stack::{at_least_zero, share};
use crate::error::RulesError;

/// What is spent in a year, what it earns, and what the programme costs. All amounts are in one
/// currency and zero or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetRateTerms {
    /// The currency.
    pub currency: Currency,
    /// What is spent, by what earns alike.
    pub spend: Vec<SpendShare>,
    /// What the programme costs.
    pub annual_fee: Money,
    /// What a programme without rules would pay; none for no comparison.
    pub alternative_rate: Option<Decimal>,
}

/// Spend that earns alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpendShare {
    /// How much is spent.
    pub amount: Money,
    /// What it earns.
    pub rate: Decimal,
    /// Up to so much spend; none for all of it.
    pub cap: Option<Money>,
    /// What spend beyond the cap earns.
    pub rate_beyond: Decimal,
}

/// What a programme is worth in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetRate {
    /// All rewards, rounded once.
    pub gross: Money,
    /// The same without the fee.
    pub net: Money,
    /// That as a part of all spend, with six decimals; none without spend.
    pub effective_rate: Option<Decimal>,
    /// How much more that is than the alternative would pay.
    pub versus_alternative: Option<Money>,
}

/// What a programme is worth in a year (spec E.10).
pub fn net_rate(terms: &NetRateTerms) -> Result<NetRate, RulesError> {
    at_least_zero("annual_fee", terms.annual_fee)?;
    let mut spend = Money::zero(terms.currency);
    let mut gross = Exact::ZERO;
    for share in &terms.spend {
        at_least_zero("spend", share.amount)?;
        spend = spend.checked_add(share.amount)?;
        gross = gross.plus(share.reward()?)?;
    }
    let cent = Money::small(1, terms.currency);
    let gross = gross.rounded(cent, Rounding::HalfUp)?;
    let net = gross.checked_add(terms.annual_fee.negated())?;
    let versus = terms.alternative_rate.map(|rate| {
        let parts = Rate::of("alternative_rate", rate)?.of_parts(parts_of(spend))?;
        let alternative = Exact::of_parts(parts).rounded(cent, Rounding::HalfUp)?;
        Ok::<_, RulesError>(net.checked_add(alternative.negated())?)
    });
    Ok(NetRate {
        gross,
        net,
        effective_rate: share(net, spend, 6),
        versus_alternative: versus.transpose()?,
    })
}

/// The yearly spend from which a rate with a fee pays more than one without, up to the minor unit;
/// none where it never does (spec E.10).
///
/// ```
/// use farthing_rules::cashback::break_even;
/// let spend = break_even("95.00 USD".parse()?, "0.06".parse()?, "0.02".parse()?)?;
/// assert_eq!(spend.map(|spend| spend.to_string()).as_deref(), Some("2375.00 USD"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn break_even(
    fee: Money,
    rate: Decimal,
    alternative: Decimal,
) -> Result<Option<Money>, RulesError> {
    at_least_zero("annual_fee", fee)?;
    let ours = Rate::of("rate", rate)?.billionths();
    let theirs = Rate::of("alternative_rate", alternative)?.billionths();
    if ours <= theirs {
        return Ok(None);
    }
    let fee_billionths = i128::from(fee.minor()) * GRAIN;
    let minor = Rounding::Ceil.divide(fee_billionths, i128::from(ours - theirs));
    let minor = fitting(minor.and_then(|minor| i64::try_from(minor).ok()))?;
    Ok(Some(Money::from_minor(minor, fee.currency())?))
}

impl SpendShare {
    fn reward(&self) -> Result<Exact, RulesError> {
        let cap = self.cap.unwrap_or(self.amount);
        if cap.currency() != self.amount.currency() {
            return Err(MoneyError::Mixed(self.amount.currency(), cap.currency()).into());
        }
        at_least_zero("caps", cap)?;
        let spend = parts_of(self.amount);
        let within = spend.min(parts_of(cap));
        let rate = Rate::of("rates", self.rate)?.of_parts(within)?;
        let beyond = Rate::of("rates", self.rate_beyond)?.of_parts(spend - within)?;
        Exact::of_parts(rate).plus(Exact::of_parts(beyond))
    }
}
