//! Rules that go by days: budgets, standing deposits, challenges, and rewards for good days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use farthing_money::{MAX_ENTRY_MINOR, Money};
use farthing_rules::calendar::{BusinessDayRule, Frequency};
use farthing_rules::saving::{
    Challenge, Ladder, MOST_STEPS, MissedPolicy, NoSpendReward, Order, Overspend, SetAndForget,
    SpendLess, StreakBonus, USUAL_GRACE_DAYS, USUAL_SETTLE_LAG_DAYS,
};

use super::super::terms::{
    ChallengeMeasure, HowOften, MissedChoice, OverspendChoice, PeriodChoice, SavingTerms,
    StepOrder, WeekendChoice,
};
use super::{Frame, Plan, counted, of_another_kind, part, period};
use crate::error::{LedgerError, Result};

/// The most days of a challenge's slot, and of a streak.
const MOST_DAYS: u32 = 366;
/// The most slots of a challenge that can be missed: a hundred years of days.
const MOST_SLOTS: u32 = 36_525;

pub(super) fn plan(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Plan> {
    match terms {
        SavingTerms::SpendLess { .. } => spend_less(terms, frame).map(Plan::SpendLess),
        SavingTerms::SetAndForget {
            amount,
            every,
            until,
            weekends,
            ..
        } => Ok(Plan::SetAndForget(SetAndForget {
            amount: frame.above_zero("amount", amount)?,
            frequency: frequency(*every),
            start: frame.start()?,
            end: frame.until(*until)?,
            business_day: business_day(*weekends),
            holidays: BTreeSet::new(),
            pauses: frame.when.pauses(),
        })),
        SavingTerms::Challenge { .. } => challenge(terms, frame).map(Plan::Challenge),
        SavingTerms::NoSpendReward {
            amount,
            exempt_below,
            max_per_week,
            ..
        } => {
            let most = max_per_week.map(|most| {
                counted(
                    "max_per_week",
                    most,
                    1..=7,
                    "write how many days of a week are rewarded, 1 to 7, or leave it empty",
                )
            });
            Ok(Plan::NoSpendReward(NoSpendReward {
                max_per_week: most.transpose()?,
                ..good_days(amount, exempt_below.as_deref(), frame)?
            }))
        }
        SavingTerms::StreakBonus {
            every_days,
            amount,
            exempt_below,
            ..
        } => {
            let days = counted(
                "every_days",
                *every_days,
                1..=MOST_DAYS,
                "a streak has 1 to 366 days; write a number between them",
            )?;
            Ok(Plan::StreakBonus {
                no_spend: good_days(amount, exempt_below.as_deref(), frame)?,
                bonus: StreakBonus {
                    currency: frame.currency,
                    every: Some((days, frame.above_zero("amount", amount)?)),
                    ladder: BTreeMap::new(),
                },
            })
        }
        _ => Err(of_another_kind()),
    }
}

fn spend_less(terms: &SavingTerms, frame: &Frame<'_>) -> Result<SpendLess> {
    let SavingTerms::SpendLess {
        budget,
        period: choice,
        percent,
        cap,
        overspend,
        ..
    } = terms
    else {
        return Err(of_another_kind());
    };
    if *choice == PeriodChoice::Lifetime {
        return Err(LedgerError::invalid(
            "period",
            "a budget for all of time never closes; choose a week, month, quarter or year",
        ));
    }
    Ok(SpendLess {
        terms: frame.terms()?,
        budget: frame.above_zero("budget", budget)?,
        period: period(*choice),
        start: frame.start()?,
        sweep: part(percent)?,
        cap: frame.cap("cap", cap.as_deref())?,
        grace_days: USUAL_GRACE_DAYS,
        overspend: match overspend {
            OverspendChoice::Forgiven => Overspend::Forgiven,
            OverspendChoice::Carried => Overspend::Carried,
        },
    })
}

fn challenge(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Challenge> {
    let SavingTerms::Challenge {
        amount,
        measure,
        steps,
        step_days,
        order,
        missed,
        missed_steps,
        ..
    } = terms
    else {
        return Err(of_another_kind());
    };
    let amount = frame.above_zero("amount", amount)?;
    let challenge = Challenge {
        ladder: match measure {
            ChallengeMeasure::FirstStep => Ladder::Unit(amount),
            ChallengeMeasure::Sum => Ladder::Target(amount),
        },
        steps: counted(
            "steps",
            *steps,
            1..=MOST_STEPS,
            "a challenge has 1 to 3660 steps; write a number between them",
        )?,
        step_days: counted(
            "step_days",
            *step_days,
            1..=MOST_DAYS,
            "a step has 1 to 366 days; write a number between them",
        )?,
        order: match order {
            StepOrder::Ascending => Order::Ascending,
            StepOrder::Descending => Order::Descending,
        },
        start: frame.start()?,
        missed: missed
            .iter()
            .map(|slot| {
                counted(
                    "missed",
                    *slot,
                    1..=MOST_SLOTS,
                    "the missed steps are numbered from 1",
                )
            })
            .collect::<Result<_>>()?,
        missed_policy: match missed_steps {
            MissedChoice::Carry => MissedPolicy::Carry,
            MissedChoice::Skip => MissedPolicy::Skip,
            MissedChoice::Shift => MissedPolicy::Shift,
        },
    };
    check_sum(&challenge)?;
    Ok(with_pauses(challenge, &frame.when.pauses()))
}

/// All steps together are still an amount.
fn check_sum(challenge: &Challenge) -> Result<()> {
    let Ladder::Unit(unit) = challenge.ladder else {
        return Ok(());
    };
    let steps = i64::from(challenge.steps);
    let sum = unit.minor().checked_mul(steps * (steps + 1) / 2);
    if sum.is_some_and(|sum| sum <= MAX_ENTRY_MINOR) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "amount",
        "all steps together are too large an amount; write a smaller first step",
    ))
}

/// A slot whose day is in a pause is one that was missed.
fn with_pauses(mut challenge: Challenge, pauses: &[(NaiveDate, NaiveDate)]) -> Challenge {
    // Only steps that wait can come later than so many slots.
    let slots = match challenge.missed_policy {
        MissedPolicy::Shift => MOST_SLOTS,
        MissedPolicy::Carry | MissedPolicy::Skip => challenge.steps,
    };
    let start = challenge.start.num_days_from_ce();
    let days = i64::from(challenge.step_days);
    for (from, to) in pauses {
        // The first slots on or after both ends, numbered from zero.
        let on_or_after = |day: &NaiveDate| {
            let since = i64::from(day.num_days_from_ce()) - i64::from(start);
            (since + days - 1).div_euclid(days).clamp(0, slots.into())
        };
        let numbers = on_or_after(from)..on_or_after(to);
        let numbers = numbers.filter_map(|number| u32::try_from(number + 1).ok());
        challenge.missed.extend(numbers);
    }
    challenge
}

/// Days without spending, each with a reward.
fn good_days(amount: &str, exempt: Option<&str>, frame: &Frame<'_>) -> Result<NoSpendReward> {
    let amount: Money = frame.above_zero("amount", amount)?;
    Ok(NoSpendReward {
        terms: frame.terms()?,
        amount,
        start: frame.start()?,
        settle_lag_days: USUAL_SETTLE_LAG_DAYS,
        exempt_below: frame.zero_or_more("exempt_below", exempt)?,
        max_per_week: None,
        week_start: Weekday::Mon,
    })
}

fn frequency(every: HowOften) -> Frequency {
    match every {
        HowOften::Daily => Frequency::Daily,
        HowOften::Weekly => Frequency::Weekly,
        HowOften::Biweekly => Frequency::Biweekly,
        HowOften::Monthly => Frequency::Monthly,
        HowOften::Quarterly => Frequency::Quarterly,
        HowOften::Yearly => Frequency::Yearly,
    }
}

fn business_day(choice: WeekendChoice) -> BusinessDayRule {
    match choice {
        WeekendChoice::Stay => BusinessDayRule::None,
        WeekendChoice::Next => BusinessDayRule::Next,
        WeekendChoice::Previous => BusinessDayRule::Previous,
    }
}
