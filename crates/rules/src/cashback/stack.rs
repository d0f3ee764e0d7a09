//! One purchase, several independent rewards, each with what it is counted on (spec E.8).

use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::exact::{Exact, parts_of};
use super::rate::Rate;
use crate::error::RulesError;

/// A purchase with its layers of rewards. All amounts are in one currency and zero or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// The price before the coupon, without shipping and tax.
    pub list_price: Money,
    /// What a coupon takes off it.
    pub coupon: Money,
    /// What delivery costs.
    pub shipping: Money,
    /// What is added as tax.
    pub tax: Tax,
    /// What is paid with gift cards and the like.
    pub stored_value: Money,
    /// In the order in which they are told.
    pub layers: Vec<Layer>,
}

/// What is added as tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tax {
    /// So much.
    Amount(Money),
    /// So much of the goods after the coupon, half-up.
    Rate(Decimal),
}

/// A reward of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// What it is counted on.
    pub base: LayerBase,
    /// A fraction of it.
    pub rate: Decimal,
    /// In which direction it is rounded to the minor unit.
    pub rounding: Rounding,
    /// The most that it pays; none for no limit.
    pub cap: Option<Money>,
    /// What becomes of it where a coupon was used.
    pub coupon: CouponEffect,
}

/// What a layer is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerBase {
    /// The list price.
    GoodsGross,
    /// The list price without the coupon.
    GoodsNet,
    /// The same with tax.
    GoodsNetPlusTax,
    /// The same with shipping: what is paid in all.
    OrderTotal,
    /// What is left after stored value.
    Charged,
}

/// What becomes of a layer where a coupon was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CouponEffect {
    /// Nothing.
    Keeps,
    /// It pays nothing.
    Voids,
    /// It pays this rate.
    Rate(Decimal),
}

/// What the layers of a purchase come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stacked {
    /// What the card or account is charged.
    pub charged: Money,
    /// What is paid in all, with stored value.
    pub order_total: Money,
    /// One for each layer, in their order.
    pub layers: Vec<LayerReward>,
    /// Their sum.
    pub rewards: Money,
    /// The rewards as a part of the order total, with four decimals; none for an order of nothing.
    pub effective_rate: Option<Decimal>,
    /// The order total without the rewards.
    pub net_cost: Money,
    /// How much cheaper that is than the list price with shipping and tax, with four decimals; none
    /// where that is nothing.
    pub saving: Option<Decimal>,
}

/// What a layer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerReward {
    /// What it was counted on.
    pub base: Money,
    /// What it pays.
    pub reward: Money,
}

/// What the layers of a purchase come to (spec E.8). A coupon is no larger than the price, and stored
/// value no larger than the order.
pub fn stack(purchase: &Stack) -> Result<Stacked, RulesError> {
    let order = Order::of(purchase)?;
    let has_coupon = purchase.coupon.minor() > 0;
    let layers = purchase.layers.iter();
    let layers = layers.map(|layer| layer.paid(&order, has_coupon));
    let layers = layers.collect::<Result<Vec<_>, RulesError>>()?;
    let mut rewards = layers.iter().map(|layer| layer.reward);
    let rewards = rewards.try_fold(Money::zero(order.currency()), Money::checked_add)?;
    let net_cost = order.total.checked_add(rewards.negated())?;
    let undiscounted = order.total.checked_add(purchase.coupon)?;
    let saved = undiscounted.checked_add(net_cost.negated())?;
    Ok(Stacked {
        charged: order.charged,
        order_total: order.total,
        layers,
        rewards,
        effective_rate: share(rewards, order.total, 4),
        net_cost,
        saving: share(saved, undiscounted, 4),
    })
}

/// An amount as a part of another, half-up; none of nothing.
pub(super) fn share(part: Money, of: Money, places: u32) -> Option<Decimal> {
    Rounding::HalfUp.ratio(part.minor().into(), of.minor().into(), places)
}

/// A rate of an amount, rounded once to the minor unit.
pub(super) fn rate_of(
    field: &'static str,
    rate: Decimal,
    amount: Money,
    rounding: Rounding,
) -> Result<Money, RulesError> {
    let parts = Rate::of(field, rate)?.of_parts(parts_of(amount))?;
    Exact::of_parts(parts).rounded(Money::small(1, amount.currency()), rounding)
}

/// The amounts that layers are counted on.
struct Order {
    gross: Money,
    net: Money,
    taxed: Money,
    total: Money,
    charged: Money,
}

impl Order {
    fn of(purchase: &Stack) -> Result<Self, RulesError> {
        let amounts = [
            ("list_price", purchase.list_price),
            ("coupon", purchase.coupon),
            ("shipping", purchase.shipping),
            ("stored_value", purchase.stored_value),
        ];
        for (field, amount) in amounts {
            at_least_zero(field, amount)?;
        }
        let gross = purchase.list_price;
        let net = less(gross, purchase.coupon, "coupon")?;
        let tax = match purchase.tax {
            Tax::Amount(tax) => tax,
            Tax::Rate(rate) => rate_of("tax_rate", rate, net, Rounding::HalfUp)?,
        };
        at_least_zero("tax", tax)?;
        let taxed = net.checked_add(tax)?;
        let total = taxed.checked_add(purchase.shipping)?;
        let charged = less(total, purchase.stored_value, "stored_value")?;
        Ok(Self {
            gross,
            net,
            taxed,
            total,
            charged,
        })
    }

    fn currency(&self) -> Currency {
        self.total.currency()
    }
}

impl Layer {
    fn paid(&self, order: &Order, has_coupon: bool) -> Result<LayerReward, RulesError> {
        let base = match self.base {
            LayerBase::GoodsGross => order.gross,
            LayerBase::GoodsNet => order.net,
            LayerBase::GoodsNetPlusTax => order.taxed,
            LayerBase::OrderTotal => order.total,
            LayerBase::Charged => order.charged,
        };
        let rate = match self.coupon {
            CouponEffect::Voids if has_coupon => Decimal::ZERO,
            CouponEffect::Rate(rate) if has_coupon => rate,
            CouponEffect::Keeps | CouponEffect::Voids | CouponEffect::Rate(_) => self.rate,
        };
        let mut reward = rate_of("rate", rate, base, self.rounding)?;
        if let Some(cap) = self.cap {
            at_least_zero("cap", cap)?;
            if cap.currency() != base.currency() {
                return Err(MoneyError::Mixed(base.currency(), cap.currency()).into());
            }
            if cap.minor() < reward.minor() {
                reward = cap;
            }
        }
        Ok(LayerReward { base, reward })
    }
}

fn less(amount: Money, by: Money, field: &'static str) -> Result<Money, RulesError> {
    let left = amount.checked_add(by.negated())?;
    if left.minor() < 0 {
        return Err(RulesError::field(
            field,
            "nothing is taken off that is not there",
        ));
    }
    Ok(left)
}

pub(super) fn at_least_zero(field: &'static str, amount: Money) -> Result<(), RulesError> {
    if amount.minor() < 0 {
        return Err(RulesError::field(field, "the amount is zero or more"));
    }
    Ok(())
}
