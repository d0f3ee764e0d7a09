//! Which card, wallet or account to pay a purchase with (spec E.10).

use std::cmp::Reverse;

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::programme::Programme;
use super::run::Run;
use super::stack::{at_least_zero, rate_of};
use super::standing::Standing;
use super::{Reward, Spend};
use crate::error::RulesError;
use crate::ids::AccountId;

/// Something that the purchase could be paid with.
#[derive(Debug, Clone, Copy)]
pub struct Instrument<'a> {
    /// The account.
    pub account: AccountId,
    /// What it earns by.
    pub programme: &'a Programme,
    /// Where that stands at the start of the day of the purchase, or before.
    pub standing: &'a Standing,
    /// What a purchase abroad costs, a fraction of it.
    pub fx_fee: Decimal,
    /// What the shop adds for paying with it, a fraction.
    pub surcharge_rate: Decimal,
    /// What the shop adds besides, in the currency of the purchase; none for nothing.
    pub surcharge: Option<Money>,
    /// A bonus for new customers that is not yet earned; none for none, and where it is not to count.
    pub welcome: Option<Welcome>,
}

/// A bonus for so much spend up to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Welcome {
    /// The last day.
    pub deadline: NaiveDate,
    /// The spend that is still missing, above zero.
    pub missing: Money,
    /// What it pays, in the currency of the purchase.
    pub reward: Money,
}

/// Where a purchase is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the currency of the card.
    Home,
    /// In another one, which costs the fee of the card.
    Abroad,
}

/// What paying with an instrument comes to, in the currency of the purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The account.
    pub account: AccountId,
    /// The reward and the share of the welcome bonus without the costs.
    pub net: Money,
    /// What the reward is worth.
    pub value: Money,
    /// The share of the welcome bonus.
    pub welcome: Money,
    /// Fees and surcharges.
    pub cost: Money,
    /// How the reward comes about.
    pub reward: Reward,
}

/// What paying a purchase with each instrument comes to, the best first: the largest net, then the
/// lowest cost, then the smallest account number (spec E.10). Each is looked at with what is used of
/// its caps now. Points that nobody knows the worth of cannot be compared, which is an error that
/// names `point_value`.
pub fn advise(
    purchase: &Spend<'_>,
    place: Place,
    instruments: &[Instrument<'_>],
) -> Result<Vec<Advice>, RulesError> {
    let advice = instruments.iter();
    let advice = advice.map(|instrument| instrument.advice(purchase, place));
    let mut advice = advice.collect::<Result<Vec<_>, RulesError>>()?;
    advice.sort_by_key(|advice| {
        (
            Reverse(advice.net.minor()),
            advice.cost.minor(),
            advice.account,
        )
    });
    Ok(advice)
}

impl Instrument<'_> {
    fn advice(&self, purchase: &Spend<'_>, place: Place) -> Result<Advice, RulesError> {
        let size = purchase.entry.amount.negated();
        at_least_zero("amount", size)?;
        let mut standing = self.standing.clone();
        standing.turn_to(self.programme, purchase.entry.day, &mut |_| ())?;
        let reward = Run::new(self.programme, &mut standing)
            .take(purchase)?
            .clone();
        let value = self.value(&reward, size)?;
        let welcome = self.welcome_share(size, purchase.entry.day)?;
        let cost = self.cost(size, place)?;
        let net = value.checked_add(welcome)?.checked_add(cost.negated())?;
        Ok(Advice {
            account: self.account,
            net,
            value,
            welcome,
            cost,
            reward,
        })
    }

    /// What the reward is worth in the currency of the purchase; where statements are rounded, the
    /// exact reward, rounded half-up.
    fn value(&self, reward: &Reward, size: Money) -> Result<Money, RulesError> {
        let programme = self.programme;
        let exact = match reward.reward {
            Some(rounded) => Some(rounded.to_decimal()),
            None => reward.exact.to_decimal(),
        };
        let exact = exact.ok_or(MoneyError::Overflow)?;
        let value = match programme.terms().point_value {
            Some(value) => {
                let worth = exact.checked_mul(value.per_point);
                let worth = worth.ok_or(MoneyError::Overflow)?;
                Money::round(worth, value.currency, Rounding::HalfUp)?
            }
            None if programme.unit().is_iso() => {
                Money::round(exact, programme.unit(), Rounding::HalfUp)?
            }
            None => {
                return Err(RulesError::field(
                    "point_value",
                    "points can be compared with money once it is known what one is worth",
                ));
            }
        };
        if value.currency() != size.currency() {
            return Err(MoneyError::Mixed(size.currency(), value.currency()).into());
        }
        Ok(value)
    }

    fn welcome_share(&self, size: Money, day: NaiveDate) -> Result<Money, RulesError> {
        let nothing = Money::zero(size.currency());
        let Some(welcome) = self.welcome.filter(|welcome| day <= welcome.deadline) else {
            return Ok(nothing);
        };
        let currencies = [welcome.missing.currency(), welcome.reward.currency()];
        if let Some(other) = currencies
            .into_iter()
            .find(|other| *other != size.currency())
        {
            return Err(MoneyError::Mixed(size.currency(), other).into());
        }
        let missing = welcome.missing.minor();
        if missing <= 0 {
            return Err(RulesError::field(
                "welcome",
                "a bonus of which nothing is missing is earned already",
            ));
        }
        let counted = size.minor().min(missing);
        let share = i128::from(welcome.reward.minor()) * i128::from(counted);
        let share = Rounding::HalfUp.divide(share, missing.into());
        let share = share.and_then(|share| i64::try_from(share).ok());
        Ok(Money::from_minor(
            share.ok_or(MoneyError::Overflow)?,
            size.currency(),
        )?)
    }

    fn cost(&self, size: Money, place: Place) -> Result<Money, RulesError> {
        let fee = match place {
            Place::Home => Decimal::ZERO,
            Place::Abroad => self.fx_fee,
        };
        let fee = rate_of("fx_fee", fee, size, Rounding::HalfUp)?;
        let added = rate_of(
            "surcharge_rate",
            self.surcharge_rate,
            size,
            Rounding::HalfUp,
        )?;
        let fixed = self.surcharge.unwrap_or(Money::zero(size.currency()));
        at_least_zero("surcharge_fixed", fixed)?;
        Ok(fee.checked_add(added)?.checked_add(fixed)?)
    }
}
