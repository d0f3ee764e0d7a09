//! Rules that set a part of what comes in aside.

use std::collections::BTreeSet;

use farthing_rules::ids::GoalId;
use farthing_rules::saving::{Freelancer, GoalRate, Payday, PaydayAmount, PaydayDate};
use rust_decimal::Decimal;

use super::super::terms::{GoalPercent, PayDate, PayPart, SavingTerms};
use super::{Frame, Plan, of_another_kind};
use crate::error::{LedgerError, Result};

pub(super) fn plan(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Plan> {
    match terms {
        SavingTerms::Payday {
            part, cap, date, ..
        } => Ok(Plan::Payday(Payday {
            terms: frame.terms()?,
            amount: match part {
                PayPart::Percent(percent) => PaydayAmount::Rate(super::part(percent)?),
                PayPart::Amount(amount) => PaydayAmount::Fixed(frame.above_zero("amount", amount)?),
            },
            cap: frame.cap("cap", cap.as_deref())?,
            date: match date {
                PayDate::SameDay => PaydayDate::SameDay,
                PayDate::NextBusinessDay => PaydayDate::NextBusinessDay(BTreeSet::new()),
            },
        })),
        SavingTerms::Freelancer { parts, .. } => Ok(Plan::Freelancer(Freelancer {
            terms: frame.terms()?,
            goals: rates(parts)?,
        })),
        _ => Err(of_another_kind()),
    }
}

fn rates(parts: &[GoalPercent]) -> Result<Vec<GoalRate>> {
    let wrong = |message: &str| Err(LedgerError::invalid("parts", message));
    if parts.is_empty() {
        return wrong("add a goal and its part");
    }
    let rates: Vec<GoalRate> = parts
        .iter()
        .map(|part| {
            Ok(GoalRate {
                goal: GoalId(part.goal.0),
                rate: super::part(&part.percent)?,
            })
        })
        .collect::<Result<_>>()?;
    let goals: BTreeSet<GoalId> = rates.iter().map(|rate| rate.goal).collect();
    if goals.len() < rates.len() {
        return wrong("a goal is there twice; take one of them out");
    }
    if rates.iter().map(|rate| rate.rate).sum::<Decimal>() > Decimal::ONE {
        return wrong("the parts are more than 100 percent together; lower one of them");
    }
    Ok(rates)
}
