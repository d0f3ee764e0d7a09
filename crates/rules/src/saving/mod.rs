//! The other saving rules: what each of them sets aside, on which day, and because of what
//! (spec B). Round-ups have a module of their own, whose entries and filters are used here.
//!
//! Each rule is a function of the rule, the records it looks at and the day: nothing is accumulated,
//! and a day that was missed has its own deposit. What was moved already is kept by [`settled`].

mod balance;
mod cashback;
mod challenge;
mod cooling_off;
mod days;
mod guarded;
mod income;
mod matching;
mod purchases;
mod schedule;
pub mod settled;
mod spend_less;
mod terms;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use crate::RulesError;
use crate::ids::{EntryId, GoalId, ItemId, ReceiptId};
use crate::roundup::Reason;
pub use balance::{RoundDownBalance, round_down_balance};
pub use cashback::{Receipt, ReceiptForm, ReceiptState, SweepCashback, sweep_cashback};
pub use challenge::{Challenge, Ladder, MOST_STEPS, MissedPolicy, Order, challenge};
pub use cooling_off::{CoolingOff, Decision, Item, cooling_off};
pub use days::{
    DayResult, NoSpendReward, StreakBonus, USUAL_SETTLE_LAG_DAYS, no_spend_reward, streak_bonus,
};
pub use guarded::{Guarding, guarded};
pub use income::{Freelancer, GoalRate, Payday, PaydayAmount, PaydayDate, freelancer, payday};
pub use matching::{MatchedDeposit, Matching, matching};
pub use purchases::{
    DailyLimit, FixedPerMatch, PercentOfPurchase, PricedEntry, SaveDiscount, fixed_per_match,
    fixed_reason, percent_of_purchase, percent_reason, save_discount,
};
pub use schedule::{SetAndForget, set_and_forget};
pub use spend_less::{ClosedPeriod, Overspend, SpendLess, USUAL_GRACE_DAYS, spend_less};
pub use terms::{Pause, Terms};

/// What a rule sets aside on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deposit {
    /// The local day it counts from.
    pub day: NaiveDate,
    /// How much, above zero.
    pub amount: Money,
    /// Because of what. One rule makes no two deposits for one cause.
    pub cause: Cause,
    /// Why not more: a limit that took something of it.
    pub reason: Reason,
}

/// Because of what something is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A purchase, an income or a deposit of another rule.
    Entry(EntryId),
    /// An income, for one of several goals.
    Share(EntryId, GoalId),
    /// A day that was due, or that went well.
    Day(NaiveDate),
    /// A step of a challenge, numbered from 1.
    Step(u32),
    /// A streak that has become so long.
    Streak {
        /// The first good day of the streak.
        first: NaiveDate,
        /// Its good days so far.
        days: u32,
    },
    /// A reward that was paid.
    Receipt(ReceiptId),
    /// A thing that was not bought.
    Item(ItemId),
}

/// The sum of deposits, which are all in this currency.
pub fn total(deposits: &[Deposit], currency: Currency) -> Result<Money, MoneyError> {
    deposits
        .iter()
        .try_fold(Money::zero(currency), |sum, deposit| {
            sum.checked_add(deposit.amount)
        })
}

/// A part of an amount, exact until it is rounded once.
fn part_of(amount: Money, rate: Decimal, rounding: Rounding) -> Result<Money, MoneyError> {
    let exact = i128::from(amount.minor()).checked_mul(rate.mantissa());
    let minor = exact.and_then(|exact| rounding.divide(exact, 10_i128.checked_pow(rate.scale())?));
    of_minor(minor, amount.currency())
}

/// An amount of minor units that were worked out in a wider number; none if that overflowed.
fn of_minor(minor: Option<i128>, currency: Currency) -> Result<Money, MoneyError> {
    let minor = minor.and_then(|minor| i64::try_from(minor).ok());
    Money::from_minor(minor.ok_or(MoneyError::Overflow)?, currency)
}

/// The amount, but no more than the limit and no less than nothing.
fn at_most(amount: Money, limit: Option<Money>) -> Money {
    let limited = limit.filter(|limit| limit.minor() < amount.minor());
    let amount = limited.unwrap_or(amount);
    if amount.minor() < 0 {
        return Money::zero(amount.currency());
    }
    amount
}

/// What a limit still allows after so much.
fn left_of(limit: Money, used: Money) -> Result<Money, MoneyError> {
    limit.checked_add(used.negated())
}

/// A deposit, unless it is of nothing.
fn deposit(day: NaiveDate, amount: Money, cause: Cause) -> Option<Deposit> {
    (amount.minor() > 0).then_some(Deposit {
        day,
        amount,
        cause,
        reason: Reason::Ok,
    })
}

/// The error of an amount in a currency that is not the rule's.
fn check_currency(amount: Money, currency: Currency) -> Result<(), RulesError> {
    if amount.currency() == currency {
        return Ok(());
    }
    Err(MoneyError::Mixed(currency, amount.currency()).into())
}

fn check_above_zero(
    field: &'static str,
    amount: Money,
    currency: Currency,
) -> Result<(), RulesError> {
    check_currency(amount, currency)?;
    if amount.minor() > 0 {
        return Ok(());
    }
    Err(RulesError::field(field, "the amount must be above zero"))
}

/// Limits may be missing; those that are given are zero or more.
fn check_limit(
    field: &'static str,
    limit: Option<Money>,
    currency: Currency,
) -> Result<(), RulesError> {
    let Some(limit) = limit else {
        return Ok(());
    };
    check_currency(limit, currency)?;
    if limit.minor() >= 0 {
        return Ok(());
    }
    Err(RulesError::field(field, "a limit is zero or more"))
}

fn check_rate(field: &'static str, rate: Decimal) -> Result<(), RulesError> {
    if rate.is_sign_negative() && !rate.is_zero() {
        return Err(RulesError::field(field, "the part must be zero or more"));
    }
    Ok(())
}

#[cfg(test)]
mod fixtures;

#[cfg(test)]
mod tests {
    use super::fixtures::{euros, half};
    use super::*;

    #[test]
    fn a_part_is_rounded_once_and_in_the_named_direction() {
        let part = |rounding| part_of(euros("0.25"), half(), rounding).unwrap();
        assert_eq!(part(Rounding::HalfUp), euros("0.13"));
        assert_eq!(part(Rounding::Floor), euros("0.12"));
    }

    #[test]
    fn a_part_beyond_all_reason_is_an_error() {
        let most = Money::from_minor(farthing_money::MAX_SUM_MINOR, euros("1").currency()).unwrap();
        let twice = part_of(most, Decimal::TWO, Rounding::HalfUp);
        assert_eq!(twice, Err(MoneyError::Overflow));
        assert!(part_of(most, Decimal::MAX, Rounding::HalfUp).is_err());
    }

    #[test]
    fn a_limit_below_nothing_leaves_nothing() {
        assert_eq!(at_most(euros("2.00"), Some(euros("-1.00"))), euros("0.00"));
        assert_eq!(at_most(euros("2.00"), None), euros("2.00"));
    }
}
