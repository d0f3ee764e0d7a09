//! What is left today, and what each remaining day has.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::Money;

use super::closed::running;
use super::plan::Plan;
use super::{Allowance, Budgeted, ByDay, Rest, RestChoice};
use crate::calendar::Span;
use crate::error::RulesError;

/// What was spent on a day: a purchase that counts, or below zero what came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The local day.
    pub day: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// Where an allowance stands on a day. Amounts below zero say how much too much was spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftToday {
    /// The days of the period.
    pub span: Span,
    /// What may be spent in it, with what the period before left to it.
    pub total: Money,
    /// What was spent in it, today included.
    pub spent: Money,
    /// What is left of it.
    pub left: Money,
    /// What today has in all.
    pub today: Money,
    /// What was spent today.
    pub spent_today: Money,
    /// What is left today; never more than what is left of the period.
    pub left_today: Money,
    /// What each day after today has, if today leaves nothing. A debt that no day can bear stands on
    /// the first of them.
    pub coming: Vec<(NaiveDate, Money)>,
    /// Rests that wait for the person's choice, the oldest first; a day that was overspent by more
    /// than all days to come have has used the oldest.
    pub open: Vec<OpenRest>,
    /// What lies ready for the goal. It leaves at the close of the period and never before, and is
    /// less when so much is spent that it is needed.
    pub set_aside: Money,
}

/// What a day left, which waits for a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenRest {
    /// The day that left it.
    pub day: NaiveDate,
    /// How much, above zero.
    pub amount: Money,
}

/// Where an allowance stands on a day; none on a day that it is not for. A choice is given by the day
/// on which the person made it, and is about all rests that wait on that morning. What is spent after
/// today counts nowhere yet.
pub fn left_today(
    allowance: &Allowance,
    spending: &[Spent],
    choices: &BTreeMap<NaiveDate, RestChoice>,
    today: NaiveDate,
) -> Result<Option<LeftToday>, RulesError> {
    let by_day = allowance.by_day(spending)?;
    let Some(period) = running(allowance, &by_day, today)? else {
        return Ok(None);
    };
    let morning = morning_of(&period, &by_day, choices, today);
    standing(allowance, &period, &by_day, &morning, today).map(Some)
}

/// The plan on the morning of a day, with a choice of that day.
fn morning_of(
    period: &Budgeted,
    by_day: &ByDay,
    choices: &BTreeMap<NaiveDate, RestChoice>,
    today: NaiveDate,
) -> Plan {
    let mut plan = Plan::new(period.terms.rest, period.total, period.span.days());
    let days = period.span.first.iter_days();
    for day in days.take_while(|day| *day <= today) {
        if let Some(choice) = choices.get(&day) {
            plan.choose(*choice);
        }
        if day < today {
            plan.close(day, by_day.get(&day).copied().unwrap_or(0));
        }
    }
    plan
}

fn standing(
    allowance: &Allowance,
    period: &Budgeted,
    by_day: &ByDay,
    morning: &Plan,
    today: NaiveDate,
) -> Result<LeftToday, RulesError> {
    let spent_today = by_day.get(&today).copied().unwrap_or(0);
    let has = morning.today();
    // What today leaves is still today's, so the days to come are those of a day that is spent up.
    let mut evening = morning.clone();
    evening.close(today, spent_today.max(has));
    let days = today.iter_days().skip(1).zip(evening.to_come());
    let coming = days.map(|(day, minor)| Ok((day, allowance.money(minor)?)));
    let open = evening.waiting.iter().map(|(day, minor)| {
        Ok(OpenRest {
            day: *day,
            amount: allowance.money(*minor)?,
        })
    });
    let is_swept = period.terms.rest == Rest::Swept;
    let set_aside = if is_swept { evening.waiting_sum() } else { 0 };
    Ok(LeftToday {
        span: period.span,
        total: allowance.money(period.total)?,
        spent: allowance.money(period.spent_by(by_day, today))?,
        left: allowance.money(period.left_after(by_day, today))?,
        today: allowance.money(has)?,
        spent_today: allowance.money(spent_today)?,
        left_today: allowance.money(has - spent_today)?,
        coming: coming.collect::<Result<_, RulesError>>()?,
        open: if is_swept {
            Vec::new()
        } else {
            open.collect::<Result<_, RulesError>>()?
        },
        set_aside: allowance.money(set_aside)?,
    })
}
