//! How much of one amount each goal takes: by priority, or by weights with an exact carry.

use farthing_money::{Capped, Carry, Currency, Money, split_caps};
use farthing_rules::goals::{Ranked, split_by_priority};
use rust_decimal::Decimal;

use super::super::checked;
use super::super::terms::{GoalSplit, OverfundChoice, SplitChoice};
use super::rule_error;
use super::shares::Due;
use super::sharing::{NOBODY, Owed, Sharing};
use crate::error::Result;

impl Sharing<'_> {
    pub(super) fn split(
        &mut self,
        split: &GoalSplit,
        due: &Due,
        amount: Money,
    ) -> Result<Vec<(i64, i64)>> {
        let takers = self.takers(split, due)?;
        if takers.is_empty() {
            return Ok(vec![(NOBODY, amount.minor())]);
        }
        let mut parts = match split.by {
            SplitChoice::Priority => self.by_priority(&takers, amount)?,
            SplitChoice::Weights => self.by_weights(&takers, due, amount)?,
        };
        let given: i64 = parts.iter().map(|(_, minor)| minor).sum();
        if given != amount.minor() {
            parts.push((NOBODY, amount.minor() - given));
        }
        Ok(parts)
    }

    /// The goals that take part on a day, with their weights.
    fn takers(&self, split: &GoalSplit, due: &Due) -> Result<Vec<(i64, Decimal)>> {
        let mut takers = Vec::new();
        for (id, weight) in checked::weights(split)? {
            let Some((goal, terms)) = self.goals.get(&id.0) else {
                continue;
            };
            if terms.currency == due.amount.currency() && !goal.is_archived_on(due.day) {
                takers.push((id.0, weight));
            }
        }
        Ok(takers)
    }

    /// What still fits a goal; none where it takes whatever comes.
    fn room(&self, goal: i64, is_strict: bool) -> Result<Option<Money>> {
        let Some((kept, terms)) = self.goals.get(&goal) else {
            return Ok(None);
        };
        let keeps = kept.input.overfund == OverfundChoice::Keep;
        let Some(target) = terms.target.filter(|_| is_strict || !keeps) else {
            return Ok(None);
        };
        let saved = self.standing.saved.get(&goal).copied().unwrap_or_default();
        let room = target.minor().saturating_sub(saved).max(0);
        Ok(Some(Money::from_minor(room, terms.currency)?))
    }

    fn by_priority(&self, takers: &[(i64, Decimal)], amount: Money) -> Result<Vec<(i64, i64)>> {
        let ranked = takers
            .iter()
            .map(|(goal, _)| {
                let priority = self.goals.get(goal);
                Ok(Ranked {
                    priority: priority.map_or(0, |(kept, _)| i64::from(kept.input.priority)),
                    remaining: self.room(*goal, true)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let split = split_by_priority(amount, &ranked).map_err(rule_error)?;
        let goals = takers.iter().map(|(goal, _)| *goal);
        Ok(goals.zip(split.shares.iter().map(Money::minor)).collect())
    }

    /// By weights with an exact carry among the goals that are open; what does not fit one of them
    /// passes on to the others.
    fn by_weights(
        &mut self,
        takers: &[(i64, Decimal)],
        due: &Due,
        amount: Money,
    ) -> Result<Vec<(i64, i64)>> {
        let mut open = Vec::new();
        for (goal, weight) in takers {
            let room = self.room(*goal, false)?;
            if room.is_none_or(|room| room.minor() > 0) {
                open.push((*goal, *weight, room));
            }
        }
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let key = format!("{}:{}", due.rule, amount.currency().code());
        let goals: Vec<i64> = open.iter().map(|(goal, ..)| *goal).collect();
        let weights: Vec<Decimal> = open.iter().map(|(_, weight, _)| *weight).collect();
        let mut carry = self.carry(&key, &goals, &weights, amount.currency())?;
        let wanted = carry.allocate(amount)?;
        let (owed, _) = carry.owed();
        let owed = owed.iter().map(ToString::to_string).collect();
        let kept = Owed {
            goals: goals.clone(),
            weights,
            parts: owed,
        };
        self.standing.carries.insert(key, kept);
        fitted(&open, &wanted)
    }

    fn carry(
        &self,
        key: &str,
        goals: &[i64],
        weights: &[Decimal],
        currency: Currency,
    ) -> Result<Carry> {
        let kept = self.standing.carries.get(key);
        if let Some(kept) = kept.filter(|kept| kept.goals == goals && kept.weights == weights) {
            let owed: Vec<i128> = kept
                .parts
                .iter()
                .filter_map(|owed| owed.parse().ok())
                .collect();
            return Ok(Carry::resume(weights, &owed, currency)?);
        }
        Ok(Carry::new(weights)?)
    }
}

/// The wanted parts, cut where a goal is full; what is cut off goes to the others by their weights.
fn fitted(open: &[(i64, Decimal, Option<Money>)], wanted: &[Money]) -> Result<Vec<(i64, i64)>> {
    let mut parts = Vec::with_capacity(open.len());
    let mut over = 0_i64;
    for ((goal, _, room), wanted) in open.iter().zip(wanted) {
        let fits = room.map_or(wanted.minor(), |room| wanted.minor().min(room.minor()));
        over += wanted.minor() - fits;
        parts.push((*goal, fits));
    }
    let Some(currency) = wanted.first().map(Money::currency) else {
        return Ok(parts);
    };
    if over == 0 {
        return Ok(parts);
    }
    let mut takers = Vec::with_capacity(open.len());
    for ((_, weight, room), (_, has)) in open.iter().zip(&parts) {
        let left = room.map(|room| Money::from_minor(room.minor() - has, currency));
        takers.push(Capped {
            weight: *weight,
            remaining: left.transpose()?,
        });
    }
    let more = split_caps(Money::from_minor(over, currency)?, &takers)?;
    for ((_, minor), more) in parts.iter_mut().zip(&more.shares) {
        *minor += more.minor();
    }
    Ok(parts)
}
