//! What wallets and banks took in the last quarter that is over.

use chrono::NaiveDate;
use farthing_rules::calendar::{Period, Span};
use farthing_rules::insights::{Fact, FeeRate, FeeSide as Side};

use super::{Gathered, money};
use crate::allowance::day_before;
use crate::error::Result;
use crate::fees::{FeeSide, ProviderFees};
use crate::insights::{InsightRows, InsightScreen};
use crate::store::Ledger;

pub(super) async fn gathered(
    ledger: &Ledger,
    currency: &str,
    today: NaiveDate,
) -> Result<Vec<Gathered>> {
    let quarter = Period::Quarter.span_of(today);
    let before = quarter.and_then(|quarter| Period::Quarter.span_of(day_before(quarter.first)));
    let Some(days) = before else {
        return Ok(Vec::new());
    };
    let fees = ledger.fees(currency, days.first, days.last).await?;
    let paid = fees.paid.providers.iter().map(|one| (one, FeeSide::Paid));
    let received = fees
        .received
        .providers
        .iter()
        .map(|one| (one, FeeSide::Received));
    let all = paid.chain(received);
    all.map(|(provider, side)| one(provider, side, days))
        .collect()
}

fn one(provider: &ProviderFees, side: FeeSide, days: Span) -> Result<Gathered> {
    let fees = money(&provider.all.fees)?;
    let fact = Fact::Fees(FeeRate {
        account: provider.account.0.to_string(),
        name: provider.name.clone(),
        side: match side {
            FeeSide::Paid => Side::Paid,
            FeeSide::Received => Side::Received,
        },
        first: days.first,
        last: days.last,
        count: provider.all.count,
        volume: money(&provider.all.volume)?,
        fees,
    });
    let rows = InsightRows {
        currency: provider.all.fees.currency.clone(),
        from: Some(days.first),
        to: Some(days.last),
        fee_account: Some(provider.account),
        fee_side: Some(side),
        ..InsightRows::default()
    };
    Ok(Gathered::new(fact, InsightScreen::Fees, Some(rows)))
}
