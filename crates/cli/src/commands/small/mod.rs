//! Small money: what the small payments add up to, one merchant, and what the person says about them.

mod said;
mod told;

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::{Args, Subcommand};
use farthing_ledger::{Ledger, SmallQuery};

use super::chart::{self, Kind, Picture};
use super::words::currency_code;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// The days before today that a year has.
const YEAR: Days = Days::new(364);

/// Show what your small payments add up to, or say what is small
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  farthing small --from 2026-03-01 --to 2026-03-31\n  farthing small limit learnt\n  farthing small essentials Bills Home"
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SmallMoney {
    #[command(subcommand)]
    said: Option<Said>,
    #[command(flatten)]
    which: Which,
    /// Draw them into this SVG or PNG file as well, a bar for each month
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Said {
    Merchant(told::Merchant),
    Limit(said::Limit),
    Essentials(said::Essentials),
    Work(said::Work),
    Fine(said::Fine),
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
    /// The largest payment that is small; otherwise what you have said, or the currency's usual limit
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
    /// Shows it, or keeps what is said.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.said {
            None => self.show(chosen, out).await,
            Some(Said::Merchant(merchant)) => merchant.run(chosen, out).await,
            Some(Said::Limit(limit)) => limit.run(chosen, out).await,
            Some(Said::Essentials(essentials)) => essentials.run(chosen, out).await,
            Some(Said::Work(work)) => work.run(chosen, out).await,
            Some(Said::Fine(fine)) => fine.run(chosen, out).await,
        }
    }

    async fn show(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let small = with_ledger(chosen, async |ledger| {
            let query = self.which.query(ledger).await?;
            let small = ledger.small(&query).await?;
            if let Some(file) = &self.chart {
                chart::draw(ledger, file, (Kind::Months, query), Picture::default()).await?;
            }
            Ok(small)
        });
        let small = small.await?;
        if self.json {
            out.json(&small)?;
        } else {
            told::tell(&small, out)?;
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
