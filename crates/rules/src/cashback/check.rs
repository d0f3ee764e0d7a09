//! What a programme may not say, each with the name of its part (spec E.2).

use std::collections::BTreeSet;

use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use super::programme::Matcher;
use super::terms::{
    Bonus, BonusGoal, EarningCap, EarningRule, Earns, ProgrammeTerms, RewardRounding, Tier,
};
use crate::calendar::Period;
use crate::error::RulesError;

/// The months have no other days.
const STATEMENT_DAYS: std::ops::RangeInclusive<u32> = 1..=31;

pub(super) fn programme(terms: &ProgrammeTerms) -> Result<(), RulesError> {
    if !STATEMENT_DAYS.contains(&terms.statement_day) {
        return refuse("statement_day", "a statement closes on a day from 1 to 31");
    }
    if let Some(value) = terms.point_value {
        if terms.unit == terms.currency || terms.unit.is_iso() {
            return refuse("point_value", "a reward in money is worth itself");
        }
        if value.per_point <= Decimal::ZERO {
            return refuse("point_value", "a point is worth more than nothing");
        }
    }
    if terms.unit.is_iso() && terms.unit != terms.currency {
        return refuse(
            "unit",
            "a reward in money is in the currency of the purchases, others are points",
        );
    }
    rounding(&terms.rounding, terms)?;
    let mut ids = BTreeSet::new();
    for rule in &terms.rules {
        earning_rule(rule, terms)?;
        if !ids.insert(rule.id) {
            return refuse("id", "two rules of a programme have two numbers");
        }
    }
    let mut ids = BTreeSet::new();
    for bonus in &terms.bonuses {
        self::bonus(bonus, terms)?;
        if !ids.insert(bonus.id) {
            return refuse("id", "two bonuses of a programme have two numbers");
        }
    }
    Ok(())
}

fn rounding(rounding: &RewardRounding, terms: &ProgrammeTerms) -> Result<(), RulesError> {
    in_currency("step", rounding.step, terms.unit)?;
    if rounding.step.minor() <= 0 {
        return refuse("step", "rewards are rounded to a step above zero");
    }
    if let Some(block) = rounding.block {
        in_currency("block", block, terms.currency)?;
        if block.minor() <= 0 {
            return refuse("block", "a block of spend is larger than nothing");
        }
    }
    Ok(())
}

fn earning_rule(rule: &EarningRule, terms: &ProgrammeTerms) -> Result<(), RulesError> {
    if let Earns::Tiers { tiers, .. } = &rule.earns {
        self::tiers(tiers, terms.currency)?;
    }
    at_least_zero("min_purchase", rule.min_purchase, terms.currency)?;
    at_least_zero("txn_cap", rule.purchase_cap, terms.unit)?;
    if rule.cap.is_none() && rule.fallback_rate.is_some() && !ends(&rule.earns) {
        return refuse(
            "fallback_rate",
            "what is paid beyond a cap or the last tier needs one that ends",
        );
    }
    if let Some(cap) = rule.cap {
        self::cap(cap, terms)?;
    }
    Ok(())
}

/// Whether the last tier has a limit.
fn ends(earns: &Earns) -> bool {
    let Earns::Tiers { tiers, .. } = earns else {
        return false;
    };
    tiers.last().is_some_and(|last| last.up_to.is_some())
}

fn cap(cap: EarningCap, terms: &ProgrammeTerms) -> Result<(), RulesError> {
    let currency = match cap.limit {
        super::CapLimit::Spend(_) => terms.currency,
        super::CapLimit::Reward(_) => terms.unit,
    };
    at_least_zero("cap", Some(cap.limit.amount()), currency)?;
    at_least_zero(
        "opening_used",
        cap.opening.map(|used| used.amount),
        currency,
    )?;
    if let Period::Statement(day) = cap.period
        && day != terms.statement_day
    {
        return refuse(
            "cap",
            "a cap by statement follows the programme's statements",
        );
    }
    Ok(())
}

fn tiers(tiers: &[Tier], currency: Currency) -> Result<(), RulesError> {
    let Some((last, before)) = tiers.split_last() else {
        return refuse("tiers", "a rule by tiers has at least one");
    };
    let limits = before.iter().map(|tier| tier.up_to);
    let Some(mut limits) = limits.collect::<Option<Vec<_>>>() else {
        return refuse("tiers", "only the last tier has no limit");
    };
    limits.extend(last.up_to);
    for limit in &limits {
        in_currency("tiers", *limit, currency)?;
    }
    let is_ascending = limits.is_sorted_by(|a, b| a.minor() < b.minor());
    let is_above_zero = limits.iter().all(|limit| limit.minor() > 0);
    if !is_ascending || !is_above_zero {
        return refuse("tiers", "the limits of the tiers ascend from above zero");
    }
    Ok(())
}

fn bonus(bonus: &Bonus, terms: &ProgrammeTerms) -> Result<(), RulesError> {
    in_currency("reward", bonus.reward, terms.unit)?;
    if bonus.reward.minor() <= 0 {
        return refuse("reward", "a bonus is more than nothing");
    }
    match &bonus.goal {
        BonusGoal::Spend {
            days, threshold, ..
        } => {
            in_currency("threshold", *threshold, terms.currency)?;
            if threshold.minor() <= 0 {
                return refuse("threshold", "a bonus for spend asks for more than nothing");
            }
            if *days == 0 {
                return refuse("days", "a bonus has at least one day");
            }
        }
        BonusGoal::Count {
            every,
            min_purchase,
            matching,
            ..
        } => {
            at_least_zero("min_purchase", *min_purchase, terms.currency)?;
            if *every == 0 {
                return refuse("n", "a bonus is for every first purchase or a later one");
            }
            Matcher::of(matching)?;
        }
    }
    Ok(())
}

fn at_least_zero(
    field: &'static str,
    amount: Option<Money>,
    currency: Currency,
) -> Result<(), RulesError> {
    let Some(amount) = amount else { return Ok(()) };
    in_currency(field, amount, currency)?;
    if amount.minor() < 0 {
        return refuse(field, "a limit is zero or more");
    }
    Ok(())
}

fn in_currency(field: &'static str, amount: Money, currency: Currency) -> Result<(), RulesError> {
    if amount.currency() != currency {
        return refuse(
            field,
            "spend is limited in the currency of the purchases, rewards in their unit",
        );
    }
    Ok(())
}

fn refuse(field: &'static str, message: &'static str) -> Result<(), RulesError> {
    Err(RulesError::field(field, message))
}
