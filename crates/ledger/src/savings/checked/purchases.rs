//! Rules that set something aside with each purchase.

use farthing_money::Rounding;
use farthing_rules::saving::{DailyLimit, FixedPerMatch, PercentOfPurchase, SaveDiscount};

use super::super::terms::{PerDay, SavingTerms};
use super::{Frame, Plan, counted, of_another_kind, part};
use crate::error::Result;

/// More purchases of one day than anybody counts.
const MOST_PER_DAY: u32 = 1_000;

pub(super) fn plan(terms: &SavingTerms, frame: &Frame<'_>) -> Result<Plan> {
    match terms {
        SavingTerms::PercentOfPurchase {
            percent,
            cap_purchase,
            cap_month,
            ..
        } => Ok(Plan::PercentOfPurchase(PercentOfPurchase {
            terms: frame.terms()?,
            rate: part(percent)?,
            rounding: Rounding::HalfUp,
            cap_purchase: frame.cap("cap_purchase", cap_purchase.as_deref())?,
            cap_month: frame.cap("cap_month", cap_month.as_deref())?,
        })),
        SavingTerms::FixedPerMatch {
            amount,
            max_per_day,
            counted,
            ..
        } => Ok(Plan::FixedPerMatch(FixedPerMatch {
            terms: frame.terms()?,
            amount: frame.above_zero("amount", amount)?,
            limit: daily_limit(*max_per_day, *counted)?,
        })),
        SavingTerms::SaveDiscount { percent, .. } => Ok(Plan::SaveDiscount(SaveDiscount {
            terms: frame.terms()?,
            rate: part(percent)?,
        })),
        _ => Err(of_another_kind()),
    }
}

fn daily_limit(most: Option<u32>, whose: PerDay) -> Result<DailyLimit> {
    let Some(most) = most else {
        return Ok(DailyLimit::None);
    };
    let most = counted(
        "max_per_day",
        most,
        1..=MOST_PER_DAY,
        "write how many purchases of a day count, 1 to 1000, or leave it empty",
    )?;
    Ok(match whose {
        PerDay::InAll => DailyLimit::OfRule(most),
        PerDay::EachPayee => DailyLimit::OfPayee(most),
    })
}
