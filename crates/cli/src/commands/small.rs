//! Small money: what the small payments add up to.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::Args;
use farthing_ledger::{Ledger, Small, SmallQuery};

use super::words::currency_code;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted};
use crate::{Exit, clock};

/// How many merchants are listed for people.
const MERCHANTS: usize = 12;
/// The days before today that a year has.
const YEAR: Days = Days::new(364);

/// Show what your small payments add up to
#[derive(Debug, Args)]
pub struct SmallMoney {
    #[command(flatten)]
    which: Which,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Which small payments.
#[derive(Debug, Args)]
pub struct Which {
    /// In this currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// From this day on, such as 2026-03-01; otherwise a year up to the last day
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Up to this day; otherwise today
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// The largest payment that is small: one of ten steps for each currency
    #[arg(long, value_name = "AMOUNT")]
    limit: Option<String>,
}

impl Which {
    /// The question to the ledger, with what was left open decided.
    pub async fn query(&self, ledger: &Ledger) -> Result<SmallQuery> {
        let currency = match &self.currency {
            Some(code) => code.clone(),
            None => most_used(ledger).await?,
        };
        let to = self.to.unwrap_or_else(clock::today);
        let from = self
            .from
            .or_else(|| to.checked_sub_days(YEAR))
            .unwrap_or(to);
        Ok(SmallQuery {
            currency,
            from,
            to,
            limit: self.limit.clone(),
        })
    }
}

impl SmallMoney {
    /// Shows it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let small = with_ledger(chosen, async |ledger| {
            Ok(ledger.small(&self.which.query(ledger).await?).await?)
        });
        let small = small.await?;
        if self.json {
            out.json(&small)?;
        } else {
            tell(&small, out)?;
        }
        Ok(Exit::Done)
    }
}

/// The currency with most entries.
pub async fn most_used(ledger: &Ledger) -> Result<String> {
    let currencies = ledger.overview().await?.currencies;
    currencies.into_iter().next().ok_or_else(|| {
        CliError::refused(
            "there are no entries yet; `farthing import` brings them, or name a --currency",
        )
    })
}

fn tell(small: &Small, out: &mut Out) -> Result<()> {
    let payments = counted(small.count, "small payment", "small payments");
    out.line(&format!(
        "{payments} of at most {}: {}",
        amount(&small.limit),
        amount(&small.sum)
    ))?;
    out.line(&format!(
        "{} % of what was spent, {} % of the purchases; {} in a year at this pace",
        percent(&small.share_of_spend),
        percent(&small.share_of_count),
        amount(&small.annualised)
    ))?;
    flows(
        "month",
        small
            .months
            .iter()
            .map(|flow| (&flow.month, flow.count, &flow.sum)),
        out,
    )?;
    let merchants = small.merchants.iter().take(MERCHANTS);
    flows(
        "merchant",
        merchants.map(|flow| (&flow.name, flow.count, &flow.sum)),
        out,
    )?;
    out.line("")?;
    out.line(&small.formula)
}

fn flows<'a>(
    heading: &'static str,
    flows: impl Iterator<Item = (&'a String, i64, &'a farthing_ledger::Amount)>,
    out: &mut Out,
) -> Result<()> {
    let mut table = Table::new(&[heading, ">payments", ">sum"]);
    for (name, count, sum) in flows {
        table.row([name.clone(), count.to_string(), amount(sum)]);
    }
    out.line("")?;
    table.print(out, "")
}

/// `12.34` for a share of `0.1234`: the point moves, nothing is computed.
fn percent(share: &str) -> String {
    let digits = share.replace('.', "");
    let (whole, part) = digits.split_at(digits.len().saturating_sub(2));
    let whole = whole.trim_start_matches('0');
    format!("{}.{part}", if whole.is_empty() { "0" } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_becomes_a_percentage_by_its_digits() {
        assert_eq!(percent("0.1234"), "12.34");
        assert_eq!(percent("0.0007"), "0.07");
        assert_eq!(percent("1.0000"), "100.00");
        assert_eq!(percent("0.0000"), "0.00");
    }
}
