//! Which card, wallet or account to pay a purchase with (spec E.10).

use std::cmp::Reverse;

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::live::{Role, role_of};
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
    /// Bonuses for so much spend that are not yet earned, such as one for new customers.
    pub welcomes: &'a [Welcome],
}

/// A bonus for so much spend up to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Welcome {
    /// The last day.
    pub deadline: NaiveDate,
    /// The spend that is still missing, above zero.
    pub missing: Money,
    /// What it pays, in the currency of the purchase or in the points of the programme.
    pub reward: Money,
}

/// Whether the comparison counts a share of bonuses that may never be earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bonuses {
    /// They are told and left out.
    Leave,
    /// The share of a purchase is part of its net.
    Share,
}

/// Where a purchase is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the currency of the card.
    Home,
    /// In another one, which costs the fee of the card.
    Abroad,
}

/// What a purchase is of a bonus that is not earned yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WelcomeShare {
    /// How much of what is missing the purchase is; zero where it does not count.
    pub counts: Money,
    /// What all of the bonus is worth in the currency of the purchase.
    pub whole: Money,
    /// The part of that which the purchase is.
    pub share: Money,
}

/// What paying with an instrument comes to, in the currency of the purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The account.
    pub account: AccountId,
    /// The reward without the costs, with the shares of bonuses only where those are to count.
    pub net: Money,
    /// What the reward is worth.
    pub value: Money,
    /// What the purchase would be of each bonus, in their order.
    pub welcome_shares: Vec<WelcomeShare>,
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
    bonuses: Bonuses,
    instruments: &[Instrument<'_>],
) -> Result<Vec<Advice>, RulesError> {
    let advice = instruments.iter();
    let advice = advice.map(|instrument| instrument.advice(purchase, place, bonuses));
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
    fn advice(
        &self,
        purchase: &Spend<'_>,
        place: Place,
        bonuses: Bonuses,
    ) -> Result<Advice, RulesError> {
        let size = purchase.entry.amount.negated();
        at_least_zero("amount", size)?;
        let mut standing = self.standing.clone();
        standing.turn_to(self.programme, purchase.entry.day, &mut |_| ())?;
        let reward = Run::new(self.programme, &mut standing)
            .take(purchase)?
            .clone();
        let value = self.value(&reward, size)?;
        let welcome_shares = self.welcome_shares(purchase, size)?;
        let cost = self.cost(size, place)?;
        let mut net = value.checked_add(cost.negated())?;
        if bonuses == Bonuses::Share {
            for welcome in &welcome_shares {
                net = net.checked_add(welcome.share)?;
            }
        }
        Ok(Advice {
            account: self.account,
            net,
            value,
            welcome_shares,
            cost,
            reward,
        })
    }

    /// What the reward is worth in the currency of the purchase; where statements are rounded, the
    /// exact reward, rounded half-up.
    fn value(&self, reward: &Reward, size: Money) -> Result<Money, RulesError> {
        let exact = match reward.reward {
            Some(rounded) => Some(rounded.to_decimal()),
            None => reward.exact.to_decimal(),
        };
        self.worth(exact.ok_or(MoneyError::Overflow)?, size)
    }

    /// What so much of the unit of the programme is worth in the currency of the purchase.
    fn worth(&self, exact: Decimal, size: Money) -> Result<Money, RulesError> {
        let programme = self.programme;
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
        of_currency(value, size)
    }

    fn welcome_shares(
        &self,
        purchase: &Spend<'_>,
        size: Money,
    ) -> Result<Vec<WelcomeShare>, RulesError> {
        let counts = match role_of(self.programme, purchase)? {
            Role::Purchase(size) => size.whole,
            Role::Refund(_) | Role::None(_) => 0,
        };
        let shares = self.welcomes.iter();
        let shares = shares.map(|welcome| {
            let is_over = purchase.entry.day > welcome.deadline;
            let counts = if is_over { 0 } else { counts };
            let counts = Money::from_minor(counts, size.currency())?;
            welcome.share(self.welcome_worth(welcome, size)?, counts)
        });
        shares.collect()
    }

    /// What all of a bonus is worth in the currency of the purchase.
    fn welcome_worth(&self, welcome: &Welcome, size: Money) -> Result<Money, RulesError> {
        if welcome.reward.currency() == self.programme.unit() {
            return self.worth(welcome.reward.to_decimal(), size);
        }
        of_currency(welcome.reward, size)
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

impl Welcome {
    /// The part of the whole that a purchase is of what is missing, half-up.
    fn share(&self, whole: Money, counts: Money) -> Result<WelcomeShare, RulesError> {
        let missing = of_currency(self.missing, counts)?.minor();
        if missing <= 0 {
            return Err(RulesError::field(
                "welcome",
                "a bonus of which nothing is missing is earned already",
            ));
        }
        let counted = counts.minor().min(missing);
        let share = i128::from(whole.minor()) * i128::from(counted);
        let share = Rounding::HalfUp.divide(share, missing.into());
        let share = share.and_then(|share| i64::try_from(share).ok());
        let share = share.ok_or(MoneyError::Overflow)?;
        Ok(WelcomeShare {
            counts: Money::from_minor(counted, counts.currency())?,
            whole,
            share: Money::from_minor(share, counts.currency())?,
        })
    }
}

/// An amount, where it is in the currency of the purchase.
fn of_currency(amount: Money, size: Money) -> Result<Money, RulesError> {
    if amount.currency() == size.currency() {
        return Ok(amount);
    }
    Err(MoneyError::Mixed(size.currency(), amount.currency()).into())
}
