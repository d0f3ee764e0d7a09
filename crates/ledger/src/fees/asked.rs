//! What a payment would cost by each tariff, two tariffs beside each other, several payments or one, and
//! what it costs to turn a wallet into money.

use farthing_rules::fees::{self, Cheaper, Tariff};
use rust_decimal::Decimal;

use super::checked::{refused, size};
use super::tariffs::{known, one};
use super::{
    BundleShown, CashOutShown, CheaperTariff, ComparedSizes, Quote, TariffComparison, TariffSide,
};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use crate::wire::named_currency;

impl Ledger {
    /// What a payment costs by each tariff of its currency, the cheapest first of each side.
    pub async fn quote(&self, amount: &str, currency: &str) -> Result<Vec<Quote>> {
        let currency = named_currency(currency)?;
        let amount = size("amount", amount, currency)?;
        let mut db = self.pool.acquire().await?;
        let mut quotes = Vec::new();
        for known in known(&mut db).await? {
            if known.tariff.currency() != currency {
                continue;
            }
            let priced = fees::priced(&known.tariff, amount);
            let told = priced.as_ref().ok();
            let quote = Quote {
                key: known.key,
                name: known.input.name,
                side: known.input.side,
                example: known.input.example,
                fee: told.map(|priced| priced.fee.into()),
                rate: told.and_then(|priced| Some(priced.effective_rate?.to_string())),
                net: told.map(|priced| priced.net.into()),
                refusal: priced.as_ref().err().map(ToString::to_string),
            };
            let order = told.map_or(i64::MAX, |priced| priced.fee.minor());
            quotes.push((side_order(quote.side), order, quote));
        }
        quotes.sort_by_key(|(side, fee, _)| (*side, *fee));
        Ok(quotes.into_iter().map(|(_, _, quote)| quote).collect())
    }

    /// For which sizes which of two tariffs is cheaper.
    pub async fn compare_tariffs(&self, first: &str, second: &str) -> Result<TariffComparison> {
        let mut db = self.pool.acquire().await?;
        let (a, b) = (one(&mut db, first).await?, one(&mut db, second).await?);
        if a.tariff.currency() != b.tariff.currency() {
            let message = "both need one currency; choose another one";
            return Err(LedgerError::invalid("second", message));
        }
        let sizes = fees::cheaper_sizes(&a.tariff, &b.tariff).map_err(refused)?;
        let plain = a.tariff.bands().first().zip(b.tariff.bands().first());
        let even = match plain {
            Some((a, b)) => fees::break_even(&a.plan, &b.plan).map_err(refused)?,
            None => None,
        };
        let words = match &even {
            Some(even) => {
                let (below, above) = match even.cheaper_below {
                    Cheaper::B => (&b.input.name, &a.input.name),
                    Cheaper::A | Cheaper::Neither => (&a.input.name, &b.input.name),
                };
                format!(
                    "Up to {} {below} is cheaper, above it {above}.",
                    even.amount
                )
            }
            None => "One of the two is never dearer than the other, whatever the size.".to_owned(),
        };
        Ok(TariffComparison {
            sizes: sizes.iter().map(compared).collect(),
            break_even: even.map(|even| even.amount.into()),
            words,
        })
    }

    /// Several payments of a size by a tariff, or one of their sum.
    pub async fn bundle_fees(&self, tariff: &str, amount: &str, count: u32) -> Result<BundleShown> {
        let mut db = self.pool.acquire().await?;
        let known = one(&mut db, tariff).await?;
        let amount = size("amount", amount, known.tariff.currency())?;
        if count == 0 {
            return Err(LedgerError::invalid("count", "write a number from 1 on"));
        }
        let bundle = fees::bundle(&known.tariff, amount, count).map_err(refused)?;
        let words = format!(
            "{count} payments of {amount} cost {}; one of the same sum costs {}.",
            bundle.separate, bundle.bundled
        );
        Ok(BundleShown {
            separate: bundle.separate.into(),
            bundled: bundle.bundled.into(),
            saved: bundle.saved.into(),
            words,
        })
    }

    /// What it costs to turn an amount that is owed in some days into money now, by a tariff.
    pub async fn cash_out_cost(&self, tariff: &str, face: &str, days: u32) -> Result<CashOutShown> {
        let mut db = self.pool.acquire().await?;
        let known = one(&mut db, tariff).await?;
        cash_out(&known.tariff, face, days)
    }

    /// The same by a percentage that is taken.
    pub fn cash_out_at(
        percent: &str,
        face: &str,
        currency: &str,
        days: u32,
    ) -> Result<CashOutShown> {
        let currency = named_currency(currency)?;
        let percent: Decimal = percent
            .trim()
            .parse()
            .map_err(|_| LedgerError::invalid("percent", "write a number such as 30"))?;
        let plan = fees::Plan::new(
            percent / Decimal::ONE_HUNDRED,
            farthing_money::Money::zero(currency),
        );
        cash_out(&Tariff::from(plan.map_err(refused)?), face, days)
    }
}

fn cash_out(tariff: &Tariff, face: &str, days: u32) -> Result<CashOutShown> {
    let face = size("face", face, tariff.currency())?;
    if days == 0 {
        return Err(LedgerError::invalid("days", "write a number from 1 on"));
    }
    let told = fees::cash_out(tariff, face, days).map_err(refused)?;
    let warning = format!(
        "{} now cost {} that are due in {days} days. That is a loan, and as one its rate for a year is {} % \
         without interest on interest. Carriers and wallets forbid such trades, and those who offer them are \
         often not there any more when something goes wrong.",
        told.received,
        told.cost,
        (told.apr * Decimal::ONE_HUNDRED).normalize()
    );
    Ok(CashOutShown {
        received: told.received.into(),
        cost: told.cost.into(),
        period_rate: told.period_rate.to_string(),
        apr: told.apr.to_string(),
        effective: told.effective.map(|rate| rate.to_string()),
        warning,
    })
}

fn compared(sizes: &fees::CheaperSizes) -> ComparedSizes {
    ComparedSizes {
        from: sizes.from.into(),
        to: sizes.to.map(Into::into),
        cheaper: match sizes.cheaper {
            Cheaper::A => CheaperTariff::First,
            Cheaper::B => CheaperTariff::Second,
            Cheaper::Neither => CheaperTariff::Neither,
        },
    }
}

fn side_order(side: TariffSide) -> u8 {
    match side {
        TariffSide::Pay => 0,
        TariffSide::Receive => 1,
        TariffSide::CashOut => 2,
        TariffSide::TopUp => 3,
    }
}
