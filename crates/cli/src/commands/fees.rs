//! Fees: what was charged, and what tariffs would take.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::{Args, Subcommand};
use farthing_ledger::fees::{FeeFlow, FeeSum, Fees as Charged, OtherTariff, TariffInput};
use farthing_ledger::{Ledger, LedgerError};
use farthing_pictures::LensChart;

use super::chart::draw_beside;
use super::exchange::{Exchange, Rates};
use super::small::most_used;
use super::words::{currency_code, word};
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted, percent};
use crate::{Exit, clock};

/// The days before today that a year has.
const YEAR: Days = Days::new(364);

/// Show what wallets and banks charged you, or ask what a payment would cost
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  farthing fees --from 2026-01-01\n  farthing fees --chart fees.svg\n  farthing fees quote 34.50 --currency USD"
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Fees {
    #[command(subcommand)]
    asked: Option<Asked>,
    /// In this currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// From this day on; otherwise a year up to the last day
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Up to this day; otherwise today
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Draw what each wallet or bank took, by size, into this SVG or PNG file as well
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Asked {
    Tariffs(Tariffs),
    Tariff(Tariff),
    Forget(Forget),
    Quote(Quote),
    Compare(Compare),
    Bundle(Bundle),
    CashOut(CashOut),
    Rates(Rates),
    Exchange(Exchange),
}

/// List the tariffs that can be asked
#[derive(Debug, Args)]
pub struct Tariffs {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Keep a tariff of your own from a TOML file; `farthing fees tariffs --json` shows how one is written
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing fees tariff my-wallet.toml")]
pub struct Tariff {
    /// The file
    file: PathBuf,
    /// In place of this one of your own
    #[arg(long, value_name = "KEY")]
    replaces: Option<String>,
}

/// Forget a tariff of your own
#[derive(Debug, Args)]
pub struct Forget {
    /// Its key
    key: String,
}

/// What a payment costs by each tariff of its currency
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing fees quote 34.50 --currency USD")]
pub struct Quote {
    /// The payment
    amount: String,
    /// Its currency; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// For which sizes which of two tariffs is cheaper
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing fees compare paypal_standard_us paypal_micropayments_us")]
pub struct Compare {
    /// The key of the first
    first: String,
    /// The key of the second
    second: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Several payments of a size, or one of their sum
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing fees bundle paypal_standard_us 5.00 4")]
pub struct Bundle {
    /// The tariff's key
    tariff: String,
    /// The size of each
    amount: String,
    /// How many
    count: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// What it costs to turn a wallet or a phone bill into money now
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing fees cash-out 100000 --currency KRW --percent 30 --days 30"
)]
pub struct CashOut {
    /// What is owed later
    face: String,
    /// Its currency
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: String,
    /// What is taken of it, in percent
    #[arg(long)]
    percent: String,
    /// In how many days it is owed
    #[arg(long)]
    days: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Fees {
    /// Shows them, or what was asked.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.asked {
            None => self.show(chosen, out).await,
            Some(Asked::Tariffs(tariffs)) => tariffs.run(chosen, out).await,
            Some(Asked::Tariff(tariff)) => tariff.run(chosen, out).await,
            Some(Asked::Forget(forget)) => forget.run(chosen, out).await,
            Some(Asked::Quote(quote)) => quote.run(chosen, out).await,
            Some(Asked::Compare(compare)) => compare.run(chosen, out).await,
            Some(Asked::Bundle(bundle)) => bundle.run(chosen, out).await,
            Some(Asked::CashOut(cash_out)) => cash_out.run(out),
            Some(Asked::Rates(rates)) => rates.run(chosen, out).await,
            Some(Asked::Exchange(exchange)) => exchange.run(chosen, out).await,
        }
    }

    async fn show(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let fees = with_ledger(chosen, async |ledger| {
            let currency = match &self.currency {
                Some(code) => code.clone(),
                None => most_used(ledger).await?,
            };
            let to = self.to.unwrap_or_else(clock::today);
            let from = self.from.or_else(|| to.checked_sub_days(YEAR));
            let from = from.unwrap_or(to);
            if let Some(file) = &self.chart {
                let rates = LensChart::Rates(currency.clone(), from, to);
                draw_beside(ledger, file, (&rates, to)).await?;
            }
            Ok(ledger.fees(&currency, from, to).await?)
        });
        let fees = fees.await?;
        if self.json {
            out.json(&fees)?;
        } else {
            tell(&fees, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(fees: &Charged, out: &mut Out) -> Result<()> {
    let (total, year) = (amount(&fees.total), amount(&fees.annualised));
    out.line(&format!("{total} of fees; {year} in a year at this pace"))?;
    if fees.alone.count > 0 {
        let alone = counted(fees.alone.count, "fee", "fees");
        let sum = amount(&fees.alone.fees);
        out.line(&format!("{alone} without a payment: {sum}"))?;
    }
    side("paid", &fees.paid, out)?;
    side("received", &fees.received, out)?;
    others(&fees.others, out)?;
    out.line("")?;
    out.line(&fees.formula)
}

fn side(heading: &'static str, sum: &FeeSum, out: &mut Out) -> Result<()> {
    if sum.all.count == 0 {
        return Ok(());
    }
    let mut table = Table::new(&[heading, ">payments", ">volume", ">fees", ">rate"]);
    for band in &sum.bands {
        let name = match (&band.above, &band.up_to) {
            (_, Some(limit)) => format!("up to {}", amount(limit)),
            (Some(limit), None) => format!("above {}", amount(limit)),
            (None, None) => "any size".to_owned(),
        };
        if band.flow.count > 0 {
            row(&mut table, name, &band.flow);
        }
    }
    for provider in &sum.providers {
        row(&mut table, provider.name.clone(), &provider.all);
    }
    row(&mut table, "together".to_owned(), &sum.all);
    out.line("")?;
    table.print(out, "")
}

fn row(table: &mut Table, name: String, flow: &FeeFlow) {
    table.row([
        name,
        flow.count.to_string(),
        amount(&flow.volume),
        amount(&flow.fees),
        rate_words(flow.rate.as_deref()),
    ]);
}

fn rate_words(rate: Option<&str>) -> String {
    rate.map_or_else(|| "-".to_owned(), |rate| format!("{} %", percent(rate)))
}

/// What other tariffs would have taken of what was received.
fn others(others: &[OtherTariff], out: &mut Out) -> Result<()> {
    if others.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[
        "received by another tariff",
        ">fees",
        ">rate",
        ">less",
        "note",
    ]);
    for other in others {
        table.row([
            other.name.clone(),
            amount(&other.fees),
            rate_words(other.rate.as_deref()),
            amount(&other.less),
            if other.example { "example" } else { "" }.to_owned(),
        ]);
    }
    out.line("")?;
    table.print(out, "")
}

impl Tariffs {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let tariffs = with_ledger(chosen, async |ledger| Ok(ledger.tariffs().await?)).await?;
        if self.json {
            out.json(&tariffs)?;
            return Ok(Exit::Done);
        }
        for tariff in tariffs {
            let side = word(tariff.tariff.side);
            out.line(&format!("{} ({}, {side})", tariff.tariff.name, tariff.key))?;
            for words in tariff.words {
                out.line(&format!("  {words}"))?;
            }
            out.line(&format!("  {}", tariff.note))?;
        }
        Ok(Exit::Done)
    }
}

impl Tariff {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let text = std::fs::read_to_string(&self.file)
            .map_err(|error| CliError::about(&self.file, error))?;
        let change = with_ledger(chosen, async |ledger| {
            let name = self.file.display().to_string();
            let input = TariffInput::read(&name, &text).map_err(LedgerError::from)?;
            let id = match &self.replaces {
                None => None,
                Some(key) => Some(own(ledger, key).await?),
            };
            Ok(ledger.save_tariff(id, input, clock::now()).await?)
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Forget {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let id = own(ledger, &self.key).await?;
            Ok(ledger.remove_tariff(id, clock::now()).await?)
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}

/// The person's own tariff with a key.
async fn own(ledger: &Ledger, key: &str) -> Result<farthing_ledger::ChoiceId> {
    let tariffs = ledger.tariffs().await?;
    let found = tariffs.iter().find(|tariff| tariff.key == key);
    found.and_then(|tariff| tariff.own).ok_or_else(|| {
        CliError::refused(format!(
            "{key} is no tariff of your own; `farthing fees tariffs` lists them"
        ))
    })
}

impl Quote {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let quotes = with_ledger(chosen, async |ledger| {
            let currency = match &self.currency {
                Some(code) => code.clone(),
                None => most_used(ledger).await?,
            };
            Ok(ledger.quote(&self.amount, &currency).await?)
        });
        let quotes = quotes.await?;
        if self.json {
            out.json(&quotes)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(&["tariff", "side", ">fee", ">rate", "note"]);
        for quote in quotes {
            let note = match (&quote.refusal, quote.example) {
                (Some(refusal), _) => refusal.clone(),
                (None, true) => "example".to_owned(),
                (None, false) => String::new(),
            };
            table.row([
                quote.name,
                word(quote.side),
                quote.fee.as_ref().map_or_else(|| "-".to_owned(), amount),
                rate_words(quote.rate.as_deref()),
                note,
            ]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

impl Compare {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let compared = with_ledger(chosen, async |ledger| {
            Ok(ledger.compare_tariffs(&self.first, &self.second).await?)
        });
        let compared = compared.await?;
        if self.json {
            out.json(&compared)?;
            return Ok(Exit::Done);
        }
        out.line(&compared.words)?;
        let mut table = Table::new(&[">from", ">to", "cheaper"]);
        for sizes in &compared.sizes {
            table.row([
                amount(&sizes.from),
                sizes.to.as_ref().map_or_else(|| "-".to_owned(), amount),
                word(sizes.cheaper),
            ]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

impl Bundle {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let bundle = with_ledger(chosen, async |ledger| {
            Ok(ledger
                .bundle_fees(&self.tariff, &self.amount, self.count)
                .await?)
        });
        let bundle = bundle.await?;
        if self.json {
            out.json(&bundle)?;
        } else {
            out.line(&bundle.words)?;
        }
        Ok(Exit::Done)
    }
}

impl CashOut {
    fn run(self, out: &mut Out) -> Result<Exit> {
        let told = Ledger::cash_out_at(&self.percent, &self.face, &self.currency, self.days)?;
        if self.json {
            out.json(&told)?;
        } else {
            out.line(&told.warning)?;
        }
        Ok(Exit::Done)
    }
}
