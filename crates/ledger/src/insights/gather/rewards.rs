//! Rewards that can be claimed, and rewards that are late.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::insights::{Claim, Fact, LateReward};

use super::{Gathered, money};
use crate::cashback::{Receivable, ReceivableAction, ReceivableState};
use crate::day::first_of_month;
use crate::error::Result;
use crate::insights::InsightScreen;
use crate::store::Ledger;

pub(super) async fn gathered(ledger: &Ledger, today: NaiveDate) -> Result<Vec<Gathered>> {
    let desk = ledger.cashback_desk(today).await?;
    let mut facts = late(&desk.items)?;
    for item in &desk.items {
        facts.extend(claim(item)?);
    }
    let gathered = facts.into_iter();
    let gathered = gathered.map(|fact| Gathered::new(fact, InsightScreen::Cashback, None));
    Ok(gathered.collect())
}

/// The purchase is named by what it was, for another import gives its entry another id.
fn claim(item: &Receivable) -> Result<Option<Fact>> {
    let can_claim = matches!(
        item.action,
        Some(ReceivableAction::Claim | ReceivableAction::Appeal)
    );
    let Some(until) = item.act_until.filter(|_| can_claim) else {
        return Ok(None);
    };
    Ok(Some(Fact::Claim(Claim {
        programme: item.programme.0.to_string(),
        name: item.programme_name.clone(),
        title: item.title.clone(),
        day: item.day,
        amount: money(&item.amount)?,
        until,
    })))
}

/// The late ones, by programme, month and currency.
fn late(items: &[Receivable]) -> Result<Vec<Fact>> {
    let mut months: BTreeMap<(i64, NaiveDate, String), (u32, Money, String)> = BTreeMap::new();
    for item in items {
        let is_late = matches!(
            item.state,
            ReceivableState::Overdue | ReceivableState::Missing
        );
        let Some(due) = item.due.filter(|_| is_late) else {
            continue;
        };
        let amount = money(&item.amount)?;
        let code = item.amount.currency.clone();
        let none = || {
            (
                0,
                Money::zero(amount.currency()),
                item.programme_name.clone(),
            )
        };
        let month = months
            .entry((item.programme.0, first_of_month(due), code))
            .or_insert_with(none);
        month.0 += 1;
        month.1 = month.1.checked_add(amount)?;
    }
    let facts = months
        .into_iter()
        .map(|((programme, month, _), (count, sum, name))| {
            Fact::Late(LateReward {
                programme: programme.to_string(),
                name,
                month,
                count,
                sum,
            })
        });
    Ok(facts.collect())
}
