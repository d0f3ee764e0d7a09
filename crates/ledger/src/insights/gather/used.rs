//! How far limits, allowances and the cap of games are used.

use chrono::NaiveDate;
use farthing_rules::insights::{Fact, Used};

use super::{Gathered, money};
use crate::allowance::RowsBehind;
use crate::error::Result;
use crate::insights::{InsightRows, InsightScreen};
use crate::store::Ledger;

pub(super) async fn gathered(ledger: &Ledger, today: NaiveDate) -> Result<Vec<Gathered>> {
    let mut all = limits(ledger, today).await?;
    all.extend(allowances(ledger, today).await?);
    all.extend(games(ledger, today).await?);
    Ok(all)
}

async fn limits(ledger: &Ledger, today: NaiveDate) -> Result<Vec<Gathered>> {
    let mut all = Vec::new();
    for limit in ledger.limits(today).await? {
        let input = &limit.input;
        let fact = Fact::Used(Used {
            // A limit that is laid down anew is the same one.
            subject: format!(
                "limit:{}:{}:{}",
                input.category.0,
                input.currency,
                input.period.word()
            ),
            name: format!("The limit of {}", limit.category.name),
            first: limit.first,
            last: limit.last,
            used: money(&limit.spent)?,
            total: money(&limit.limit)?,
        });
        let rows = rows(&limit.rows, limit.last);
        all.push(Gathered::new(fact, InsightScreen::Today, Some(rows)));
    }
    Ok(all)
}

async fn allowances(ledger: &Ledger, today: NaiveDate) -> Result<Vec<Gathered>> {
    let mut all = Vec::new();
    for shown in ledger.left_today(today).await? {
        let Some(left) = &shown.left else { continue };
        let fact = Fact::Used(Used {
            subject: format!("allowance:{}", shown.id.0),
            name: format!("The allowance {}", shown.allowance.name),
            first: left.first,
            last: left.last,
            used: money(&left.spent)?,
            total: money(&left.total)?,
        });
        let rows = rows(&left.rows, left.last);
        all.push(Gathered::new(fact, InsightScreen::Today, Some(rows)));
    }
    Ok(all)
}

async fn games(ledger: &Ledger, today: NaiveDate) -> Result<Option<Gathered>> {
    let Some(cap) = ledger.games(today).await?.cap else {
        return Ok(None);
    };
    let fact = Fact::Used(Used {
        subject: format!("games:{}", cap.cap.currency),
        name: "The cap of all games".to_owned(),
        first: cap.from,
        last: cap.to,
        used: money(&cap.used)?,
        total: money(&cap.cap)?,
    });
    let rows = match cap.payees.as_slice() {
        [payee] => Some(InsightRows {
            currency: cap.cap.currency.clone(),
            from: Some(cap.from),
            to: Some(cap.to),
            payee: Some(*payee),
            ..InsightRows::default()
        }),
        _ => None,
    };
    Ok(Some(Gathered::new(fact, InsightScreen::Fees, rows)))
}

/// The rows of the whole period, so that they are the same on each of its days.
fn rows(behind: &RowsBehind, last: NaiveDate) -> InsightRows {
    InsightRows {
        currency: behind.currency.clone(),
        from: Some(behind.from),
        to: Some(last),
        category: behind.category,
        without: behind.without.clone(),
        ..InsightRows::default()
    }
}
