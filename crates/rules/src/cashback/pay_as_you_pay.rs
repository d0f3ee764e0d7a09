//! A reward in two halves: when something is bought, and when it is paid off (spec E.10).

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::stack::{at_least_zero, rate_of};
use crate::error::RulesError;
use crate::ids::EntryId;

/// What both halves pay. All amounts are in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayAsYouPay {
    /// The currency.
    pub currency: Currency,
    /// What a purchase earns.
    pub rate_buy: Decimal,
    /// What paying it off earns.
    pub rate_pay: Decimal,
}

/// One thing that happens to the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayEvent {
    /// The entry.
    pub entry: EntryId,
    /// Its local day.
    pub day: NaiveDate,
    /// How much, zero or more.
    pub amount: Money,
    /// What happens.
    pub kind: PayEventKind,
}

/// What happens to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayEventKind {
    /// Something is bought.
    Purchase,
    /// Money comes back.
    Refund,
    /// The balance is paid off, where at least so much has to be paid; less earns nothing.
    Payment(Option<Money>),
}

/// What an event earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidReward {
    /// The entry.
    pub entry: EntryId,
    /// What it earned; below zero for a refund.
    pub reward: Money,
}

/// What both halves have come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payback {
    /// One for each event, by day.
    pub rewards: Vec<PaidReward>,
    /// What purchases earned, without what refunds took.
    pub on_purchases: Money,
    /// What payments earned.
    pub on_payments: Money,
    /// The purchases that can still earn when they are paid off; zero or more.
    pub tracker: Money,
}

/// What buying and paying off has earned (spec E.10), each rounded half-up. Payments earn for no more
/// than was bought and not refunded. Events of one day come in the order of the list.
pub fn pay_as_you_pay(terms: &PayAsYouPay, events: &[PayEvent]) -> Result<Payback, RulesError> {
    let nothing = Money::zero(terms.currency);
    let mut payback = Payback {
        rewards: Vec::new(),
        on_purchases: nothing,
        on_payments: nothing,
        tracker: nothing,
    };
    let mut events: Vec<&PayEvent> = events.iter().collect();
    events.sort_by_key(|event| event.day);
    for event in events {
        at_least_zero("amount", event.amount)?;
        let reward = payback.take(terms, event)?;
        payback.rewards.push(PaidReward {
            entry: event.entry,
            reward,
        });
    }
    Ok(payback)
}

impl Payback {
    fn take(&mut self, terms: &PayAsYouPay, event: &PayEvent) -> Result<Money, RulesError> {
        let bought = || rate_of("rate_buy", terms.rate_buy, event.amount, Rounding::HalfUp);
        match event.kind {
            PayEventKind::Purchase => {
                let reward = bought()?;
                self.on_purchases = self.on_purchases.checked_add(reward)?;
                self.tracker = self.tracker.checked_add(event.amount)?;
                Ok(reward)
            }
            PayEventKind::Refund => {
                let reward = bought()?.negated();
                self.on_purchases = self.on_purchases.checked_add(reward)?;
                let tracker = self.tracker.checked_add(event.amount.negated())?;
                self.tracker = larger(tracker, Money::zero(terms.currency));
                Ok(reward)
            }
            PayEventKind::Payment(minimum) => {
                let minimum = minimum.unwrap_or(Money::zero(terms.currency));
                let is_enough = event.amount.checked_add(minimum.negated())?.minor() >= 0;
                if !is_enough {
                    return Ok(Money::zero(terms.currency));
                }
                let counted = larger(event.amount.negated(), self.tracker.negated()).negated();
                let reward = rate_of("rate_pay", terms.rate_pay, counted, Rounding::HalfUp)?;
                self.on_payments = self.on_payments.checked_add(reward)?;
                self.tracker = self.tracker.checked_add(counted.negated())?;
                Ok(reward)
            }
        }
    }
}

/// The larger of two amounts of one currency.
fn larger(one: Money, other: Money) -> Money {
    if one.minor() >= other.minor() {
        one
    } else {
        other
    }
}
