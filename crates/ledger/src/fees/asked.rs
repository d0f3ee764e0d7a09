//! What a payment would cost by each tariff, two tariffs beside each other, several payments or one, and
//! what it costs to turn a wallet into money.

use farthing_rules::fees::{self, BreakEven, Cheaper, Tariff};
use rust_decimal::Decimal;

use super::checked::{fraction, refused, size};
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
        let even = even(&a.tariff, &b.tariff)?;
        let words = compared_words(&sizes, &a.input.name, &b.input.name);
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
        let taken = fraction(percent).ok_or_else(|| {
            LedgerError::invalid("percent", "write a number from 0 to 100, such as 30")
        })?;
        let plan = fees::Plan::new(taken, farthing_money::Money::zero(currency));
        cash_out(&Tariff::from(plan.map_err(refused)?), face, days)
    }
}

fn cash_out(tariff: &Tariff, face: &str, days: u32) -> Result<CashOutShown> {
    let face = size("face", face, tariff.currency())?;
    if days == 0 {
        return Err(LedgerError::invalid("days", "write a number from 1 on"));
    }
    let told = fees::cash_out(tariff, face, days).map_err(refused)?;
    let days_word = if days == 1 { "day" } else { "days" };
    let warning = format!(
        "{} now cost {} that are due in {days} {days_word}. That is a loan, and as one its rate for a year is {} % \
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

/// Where two tariffs of one band each cost the same; limits of a fee would make it a guess.
fn even(a: &Tariff, b: &Tariff) -> Result<Option<BreakEven>> {
    let plain = |tariff: &Tariff| match tariff.bands() {
        [band] if band.plan.min().is_none() && band.plan.max().is_none() => Some(band.plan),
        _ => None,
    };
    match plain(a).zip(plain(b)) {
        Some((a, b)) => fees::break_even(&a, &b).map_err(refused),
        None => Ok(None),
    }
}

/// `From 0.01 USD to 26.66 USD A is cheaper. From 26.67 USD on B is cheaper.`
fn compared_words(sizes: &[fees::CheaperSizes], a: &str, b: &str) -> String {
    if sizes.is_empty() {
        return "There is no size that both have a fee for.".to_owned();
    }
    let told = sizes.iter().map(|sizes| {
        let from = sizes.from;
        let span = match sizes.to {
            Some(to) if to == from => format!("At {from}"),
            Some(to) => format!("From {from} to {to}"),
            None => format!("From {from} on"),
        };
        match sizes.cheaper {
            Cheaper::A => format!("{span} {a} is cheaper."),
            Cheaper::B => format!("{span} {b} is cheaper."),
            Cheaper::Neither => format!("{span} both cost the same."),
        }
    });
    told.collect::<Vec<_>>().join(" ")
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
