//! Rules that look at neither purchases nor days: matches, rewards, balances, and things not bought.

use std::collections::HashSet;

use chrono::Weekday;
use farthing_money::Money;
use farthing_rules::saving::{CoolingOff, Matching, RoundDownBalance, SweepCashback};

use super::super::terms::{BalanceDays, SavingTerms};
use super::{Frame, Plan, amounts, of_another_kind, part, period};
use crate::error::{LedgerError, Result};

/// The largest match: ten times what is matched.
const MOST_MATCH_PERCENT: u32 = 1_000;

pub(super) fn plan(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Plan> {
    let currency = frame.currency;
    match terms {
        SavingTerms::Matching { .. } => matching(terms, frame),
        SavingTerms::SweepCashback { percent, .. } => Ok(Plan::SweepCashback(SweepCashback {
            currency,
            rate: part(percent)?,
        })),
        SavingTerms::RoundDownBalance {
            account,
            increment,
            days,
            skip_up_to,
            pot_cap,
            ..
        } => Ok(Plan::RoundDownBalance {
            account: *account,
            rule: RoundDownBalance {
                increment: frame.above_zero("increment", increment)?,
                weekdays: weekdays(*days),
                skip_if_at_most: frame.zero_or_more("skip_up_to", skip_up_to.as_deref())?,
                pot: Money::zero(currency),
                pot_cap: frame.cap("pot_cap", pot_cap.as_deref())?,
            },
        }),
        SavingTerms::CoolingOff { percent, .. } => Ok(Plan::CoolingOff(CoolingOff {
            currency,
            rate: part(percent)?,
        })),
        _ => Err(of_another_kind()),
    }
}

fn matching(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Plan> {
    let SavingTerms::Matching {
        rules,
        percent,
        cap,
        period: choice,
        until,
        ..
    } = terms
    else {
        return Err(of_another_kind());
    };
    if rules.is_empty() {
        return Err(LedgerError::invalid(
            "rules",
            "choose a rule whose deposits are matched",
        ));
    }
    Ok(Plan::Matching {
        rules: rules.clone(),
        matching: Matching {
            rate: amounts::part("percent", percent, MOST_MATCH_PERCENT)?,
            period: period(*choice),
            cap: frame.cap("cap", cap.as_deref())?,
            from: frame.when.from,
            to: frame.until(*until)?,
        },
        currency: frame.currency,
    })
}

fn weekdays(days: BalanceDays) -> Option<HashSet<Weekday>> {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    match days {
        BalanceDays::All => None,
        BalanceDays::Weekdays => Some(HashSet::from([Mon, Tue, Wed, Thu, Fri])),
    }
}
