//! What a rule has to look at again when entries of some days have changed.

use chrono::{Days, NaiveDate};
use farthing_money::Currency;
use farthing_rules::calendar::{Period, Span};
use farthing_rules::saving::{NoSpendReward, Overspend, PaydayDate, SpendLess};

use super::super::checked::Plan;

/// Which entries a rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// None: it goes by the calendar, by balances, by other rules, or by the person's word.
    Nothing,
    /// All incomes, of which there are few.
    Incomes,
    /// Those whose list price is known in a currency.
    Listed(Currency),
    /// Those from a day to another, both inclusive.
    Days(NaiveDate, NaiveDate),
}

/// A stretch of days, both inclusive.
type Stretch = (NaiveDate, NaiveDate);

const ALL_DAYS: Stretch = (NaiveDate::MIN, NaiveDate::MAX);

/// What a rule needs to be worked out again for these days, or anew, and the days of the deposits that
/// are decided by it: all others stay as they are.
pub(super) fn look(plan: &Plan, touched: Option<Span>) -> (Look, Stretch) {
    let everything = (Look::Days(ALL_DAYS.0, ALL_DAYS.1), ALL_DAYS);
    let blocks = |touched: Option<Span>, period: Option<Period>| {
        touched
            .and_then(|touched| whole(touched, period))
            .map_or(everything, |(first, last)| {
                (Look::Days(first, last), (first, last))
            })
    };
    match plan {
        Plan::RoundUp(_)
        | Plan::SetAndForget(_)
        | Plan::Challenge(_)
        | Plan::Matching { .. }
        | Plan::RoundDownBalance { .. }
        | Plan::CoolingOff(_) => (Look::Nothing, ALL_DAYS),
        Plan::SaveDiscount(rule) => (Look::Listed(rule.terms.currency), ALL_DAYS),
        // A deposit on another day than its pay may come from more than one of them.
        Plan::Payday(rule) if rule.date != PaydayDate::SameDay => (Look::Incomes, ALL_DAYS),
        // A cap of the month goes to the first purchases of it.
        Plan::PercentOfPurchase(rule) if rule.cap_month.is_some() => {
            blocks(touched, Some(Period::Month))
        }
        Plan::NoSpendReward(rule) if rule.max_per_week.is_some() => {
            blocks(touched, Some(Period::Week(rule.week_start)))
        }
        Plan::PercentOfPurchase(_)
        | Plan::FixedPerMatch(_)
        | Plan::Payday(_)
        | Plan::Freelancer(_)
        | Plan::SweepCashback(_)
        | Plan::NoSpendReward(_) => blocks(touched, None),
        // What is left of a period is set aside on the day after it, and that day itself may be what was
        // touched, because a transfer has moved it.
        Plan::SpendLess(rule) if rule.overspend == Overspend::Forgiven => touched
            .and_then(|touched| Span::new(touched.first.pred_opt()?, touched.last))
            .and_then(|touched| whole(touched, Some(rule.period)))
            .and_then(|(first, last)| {
                let decided = (first.succ_opt()?, last.succ_opt()?);
                Some((Look::Days(first, last), decided))
            })
            .unwrap_or(everything),
        // What was overspent, and how long a streak is, comes from all that was before.
        Plan::SpendLess(_) | Plan::StreakBonus { .. } => everything,
    }
}

/// The whole periods that these days are in; days alone where there is none. None beyond the calendar.
fn whole(days: Span, period: Option<Period>) -> Option<Stretch> {
    let Some(period) = period else {
        return Some((days.first, days.last));
    };
    let (first, last) = (period.span_of(days.first)?, period.span_of(days.last)?);
    Some((first.first, last.last))
}

/// The days whose deposits may come or go because it is another day now: what had to wait until then.
pub(super) fn awaited<'p>(
    plans: impl Iterator<Item = &'p Plan>,
    before: NaiveDate,
    now: NaiveDate,
) -> Option<Span> {
    let longest = plans.map(waits).max().unwrap_or_default();
    let first = before.min(now).checked_sub_days(Days::new(longest));
    Span::new(first.unwrap_or(NaiveDate::MIN), before.max(now))
}

/// How many days a rule waits after a day that is over.
fn waits(plan: &Plan) -> u64 {
    let days = match plan {
        Plan::SpendLess(SpendLess { grace_days, .. }) => *grace_days,
        Plan::NoSpendReward(NoSpendReward {
            settle_lag_days, ..
        }) => *settle_lag_days,
        _ => 0,
    };
    u64::from(days) + 1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::savings::checked::{When, plan};
    use crate::savings::terms::SavingRuleInput;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn weekly() -> Plan {
        let rule: SavingRuleInput = serde_json::from_value(json!({
            "name": "What is left", "from": "2026-01-10",
            "terms": {"kind": "spend_less", "currency": "EUR", "budget": "40", "percent": "50",
                      "period": "week"},
        }))
        .unwrap();
        let when = When {
            from: rule.from,
            pauses: Vec::new(),
            left_out: BTreeSet::new(),
        };
        plan(&rule, &when).unwrap()
    }

    #[test]
    fn the_day_on_which_a_periods_rest_was_set_aside_is_decided_when_it_has_moved() {
        // The rest of the week up to Sunday the 11th lies on Monday.
        let monday = day("2026-01-12");
        let (looked_at, decided) = look(&weekly(), Some(Span::of_day(monday)));
        assert!((decided.0..=decided.1).contains(&monday), "{decided:?}");
        assert_eq!(looked_at, Look::Days(day("2026-01-05"), day("2026-01-18")));
        assert_eq!(decided, (day("2026-01-06"), day("2026-01-19")));
    }
}
