//! Asks the other features what is so. Nothing is worked out here that they do not say already.

mod fees;
mod rewards;
mod series;
mod small;
mod used;

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::insights::Fact;

use super::{InsightRows, InsightScreen, InsightTarget};
use crate::error::Result;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::Amount;

/// A fact and where it leads.
#[derive(Debug)]
pub(super) struct Gathered {
    pub fact: Fact,
    pub target: InsightTarget,
}

/// Everything that may be worth a note on a day.
pub(super) async fn gather(ledger: &Ledger, today: NaiveDate) -> Result<Vec<Gathered>> {
    let mut all = Vec::new();
    for currency in ledger.overview().await?.currencies {
        all.extend(series::gathered(ledger, &currency, today).await?);
        all.extend(small::months(ledger, &currency, today).await?);
        all.extend(small::bursts(ledger, &currency, today).await?);
        all.extend(fees::gathered(ledger, &currency, today).await?);
    }
    all.extend(used::gathered(ledger, today).await?);
    all.extend(rewards::gathered(ledger, today).await?);
    Ok(all)
}

impl Gathered {
    fn new(fact: Fact, screen: InsightScreen, rows: Option<InsightRows>) -> Self {
        Self {
            fact,
            target: InsightTarget { screen, rows },
        }
    }
}

/// What another feature told, as the rules take it.
fn money(amount: &Amount) -> Result<Money> {
    let currency = stored_currency(&amount.currency)?;
    Ok(Money::parse(&amount.value, currency)?)
}
