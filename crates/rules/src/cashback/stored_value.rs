//! Gift cards and other stored value: what is left, what expired unused, and what the discount really
//! was (spec E.10).

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::exact::{Exact, Sum, fitting};
use super::points::Expired;
use super::stack::at_least_zero;
use crate::error::RulesError;

/// One thing that happens to stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardEvent {
    /// The local day.
    pub day: NaiveDate,
    /// What happens.
    pub action: CardMove,
}

/// What happens to stored value. Amounts are zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardMove {
    /// It is loaded.
    Load {
        /// What can be spent.
        face: Money,
        /// What was paid for it.
        paid: Money,
        /// The last day on which it can be used; none for ever.
        expires: Option<NaiveDate>,
    },
    /// It is spent; refused where there is not enough.
    Use(Money),
}

/// What there is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredValue {
    /// What can be spent.
    pub balance: Money,
    /// What expired unused.
    pub breakage: Money,
    /// What was spent.
    pub used: Money,
    /// How much cheaper that was than its face value, a fraction with four decimals; none where
    /// nothing was spent.
    pub discount_on_used: Option<Decimal>,
    /// What expires next; none where nothing does.
    pub next_expiry: Option<Expired>,
    /// Whether each event up to the day took place, in their order.
    pub took_place: Vec<bool>,
}

/// What is left of stored value on a day after the events up to it (spec E.10): the earliest expiry is
/// used first, then the oldest. Events of one day come in the order of the list.
pub fn stored_value(
    currency: Currency,
    events: &[CardEvent],
    today: NaiveDate,
) -> Result<StoredValue, RulesError> {
    let mut events: Vec<&CardEvent> = events.iter().filter(|event| event.day <= today).collect();
    events.sort_by_key(|event| event.day);
    let mut wallet = Wallet::of(currency);
    let mut took_place = Vec::new();
    for event in events {
        wallet.expire(event.day)?;
        took_place.push(wallet.take(event.action)?);
    }
    wallet.expire(today)?;
    wallet.told(took_place)
}

/// With so many decimals a discount is told.
const DISCOUNT_DECIMALS: u32 = 4;

struct Lot {
    expires: Option<NaiveDate>,
    left: i64,
    face: i64,
    paid: i64,
}

struct Wallet {
    /// In the order in which they were loaded.
    lots: Vec<Lot>,
    breakage: Money,
    used: Money,
    /// What was paid for what was used, in minor units.
    paid: Sum,
}

impl Wallet {
    fn of(currency: Currency) -> Self {
        Self {
            lots: Vec::new(),
            breakage: Money::zero(currency),
            used: Money::zero(currency),
            paid: Sum::default(),
        }
    }

    fn take(&mut self, action: CardMove) -> Result<bool, RulesError> {
        match action {
            CardMove::Load {
                face,
                paid,
                expires,
            } => {
                at_least_zero("amount", face)?;
                at_least_zero("paid", paid)?;
                // An amount in another currency is refused here.
                self.used.checked_add(face)?;
                self.used.checked_add(paid)?;
                self.lots.push(Lot {
                    expires,
                    left: face.minor(),
                    face: face.minor(),
                    paid: paid.minor(),
                });
                Ok(true)
            }
            CardMove::Use(amount) => {
                at_least_zero("amount", amount)?;
                let used = self.used.checked_add(amount)?;
                if amount.minor() > self.balance() {
                    return Ok(false);
                }
                self.used = used;
                self.spend(amount.minor())?;
                Ok(true)
            }
        }
    }

    fn spend(&mut self, mut amount: i64) -> Result<(), RulesError> {
        let mut order: Vec<&mut Lot> = self.lots.iter_mut().collect();
        order.sort_by_key(|lot| lot.expires.unwrap_or(NaiveDate::MAX));
        for lot in order {
            let taken = amount.min(lot.left);
            if taken == 0 {
                continue;
            }
            lot.left -= taken;
            amount -= taken;
            let paid = i128::from(lot.paid) * i128::from(taken);
            self.paid.add(Exact::fraction(paid, lot.face.into()))?;
        }
        Ok(())
    }

    /// Drops what expired before a day.
    fn expire(&mut self, day: NaiveDate) -> Result<(), RulesError> {
        let mut unused = 0_i64;
        self.lots.retain(|lot| {
            let is_over = lot.expires.is_some_and(|on| on < day);
            unused = unused.saturating_add(if is_over { lot.left } else { 0 });
            !is_over && lot.left > 0
        });
        let unused = Money::from_minor(unused, self.breakage.currency())?;
        self.breakage = self.breakage.checked_add(unused)?;
        Ok(())
    }

    fn balance(&self) -> i64 {
        let left = self.lots.iter().map(|lot| lot.left);
        left.fold(0, i64::saturating_add)
    }

    fn told(&self, took_place: Vec<bool>) -> Result<StoredValue, RulesError> {
        let currency = self.used.currency();
        let next = self.lots.iter().filter_map(|lot| lot.expires).min();
        let next = next.map(|on| {
            let lots = self.lots.iter().filter(|lot| lot.expires == Some(on));
            let left = lots.map(|lot| lot.left).fold(0, i64::saturating_add);
            let points = Money::from_minor(left, currency)?;
            Ok::<_, MoneyError>(Expired { on, points })
        });
        Ok(StoredValue {
            balance: Money::from_minor(self.balance(), currency)?,
            breakage: self.breakage,
            used: self.used,
            discount_on_used: self.discount()?,
            next_expiry: next.transpose()?,
            took_place,
        })
    }

    fn discount(&self) -> Result<Option<Decimal>, RulesError> {
        let used = self.used.minor();
        if used == 0 {
            return Ok(None);
        }
        let mut saved = self.paid.negated();
        saved.add(Exact::of_parts(used.into()))?;
        let places = 10_i128.pow(DISCOUNT_DECIMALS);
        let discount = fitting(saved.steps(places, used.into(), Rounding::HalfUp))?;
        let discount = Decimal::try_from_i128_with_scale(discount, DISCOUNT_DECIMALS);
        Ok(Some(fitting(discount.ok())?))
    }
}
