//! Reference rates of a file, and what exchanges hide beside them.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::Args;
use farthing_ledger::exchange::{ExchangeRow, ExchangeSum, Exchanges, RatesKnown, RatesRead};
use farthing_ledger::fees::FeeSide;

use super::small::most_used;
use super::words::{currency_code, word};
use crate::error::Result;
use crate::files::{read_statement, with_ledger, with_ledger_or_new};
use crate::screen::{Out, Table, amount, counted, percent};
use crate::{Exit, clock};

/// The days before today that a year has.
const YEAR: Days = Days::new(364);

/// Keep the reference rates of a file, or show which are known. The European Central Bank's history as
/// CSV is read, and a table with Date,Base,Quote,Rate
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  farthing fees rates eurofxref-hist.csv\n  farthing fees rates\n  farthing fees rates --forget"
)]
pub struct Rates {
    /// The file
    file: Option<PathBuf>,
    /// Forget all rates; the file can be read again
    #[arg(long, conflicts_with = "file")]
    forget: bool,
    /// Print JSON for programs
    #[arg(long, conflicts_with = "forget")]
    json: bool,
}

/// Show what payments in other currencies were charged beside the day's reference rate
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing fees exchange --from 2026-01-01 --currency EUR")]
pub struct Exchange {
    /// Charged in this currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// From this day on; otherwise a year up to the last day
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Up to this day; otherwise today
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Rates {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match (&self.file, self.forget) {
            (Some(file), _) => {
                let file = read_statement(file)?;
                let read =
                    with_ledger_or_new(chosen, async |ledger| Ok(ledger.read_rates(&file).await?));
                self.tell(&read.await?, read_words, out)
            }
            (None, true) => {
                let gone = with_ledger(chosen, async |ledger| Ok(ledger.forget_rates().await?));
                let gone = i64::try_from(gone.await?).unwrap_or(i64::MAX);
                out.line(&format!("Forgot {}", counted(gone, "rate", "rates")))?;
                Ok(Exit::Done)
            }
            (None, false) => {
                let known = with_ledger(chosen, async |ledger| Ok(ledger.rates_known().await?));
                self.tell(&known.await?, known_words, out)
            }
        }
    }

    fn tell<T: serde::Serialize>(
        &self,
        told: &T,
        words: fn(&T, &mut Out) -> Result<()>,
        out: &mut Out,
    ) -> Result<Exit> {
        if self.json {
            out.json(told)?;
        } else {
            words(told, out)?;
        }
        Ok(Exit::Done)
    }
}

fn read_words(read: &RatesRead, out: &mut Out) -> Result<()> {
    out.line(&format!(
        "{}: {} from {} to {}",
        read.file,
        counted(
            read.pairs.into(),
            "pair of currencies",
            "pairs of currencies"
        ),
        read.first,
        read.last
    ))?;
    out.line(&format!(
        "{} added, {} changed, {} known already",
        counted(read.added.into(), "rate", "rates"),
        read.changed,
        read.known
    ))
}

fn known_words(known: &RatesKnown, out: &mut Out) -> Result<()> {
    if known.pairs.is_empty() {
        return out.line("No rates yet; `farthing fees rates FILE` reads them from a file");
    }
    let mut table = Table::new(&["one", "in", ">days", "from", "to", "file"]);
    for pair in &known.pairs {
        table.row([
            pair.base.clone(),
            pair.quote.clone(),
            pair.days.to_string(),
            pair.first.to_string(),
            pair.last.to_string(),
            pair.source.clone(),
        ]);
    }
    table.print(out, "")
}

impl Exchange {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let told = with_ledger(chosen, async |ledger| {
            let currency = match &self.currency {
                Some(code) => code.clone(),
                None => most_used(ledger).await?,
            };
            let to = self.to.unwrap_or_else(clock::today);
            let from = self.from.or_else(|| to.checked_sub_days(YEAR));
            Ok(ledger.exchanges(&currency, from.unwrap_or(to), to).await?)
        });
        let told = told.await?;
        if self.json {
            out.json(&told)?;
        } else {
            tell(&told, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(told: &Exchanges, out: &mut Out) -> Result<()> {
    if told.rows.is_empty() {
        out.line(&format!("No exchange in {} in these days", told.currency))?;
    }
    if !told.has_rates {
        out.line("No reference rates yet; `farthing fees rates FILE` reads them from a file")?;
    }
    if let Some(rate) = &told.rate {
        let (hidden, rate) = (amount(&told.hidden), signed(rate));
        out.line(&format!("{hidden} hides in exchange rates ({rate})"))?;
    }
    if !told.accounts.is_empty() {
        out.line("")?;
        sums(told).print(out, "")?;
        out.line("")?;
        rows(&told.rows).print(out, "")?;
        let count =
            told.paid.count + told.paid.without + told.received.count + told.received.without;
        if usize::try_from(count).is_ok_and(|count| count > told.rows.len()) {
            out.line(&format!("The newest {} of {count}", told.rows.len()))?;
        }
    }
    if told.unclear > 0 {
        let entries = counted(told.unclear.into(), "entry", "entries");
        out.line(&format!(
            "{entries} with an exchange whose other side is not in the same entry"
        ))?;
    }
    out.line("")?;
    out.line(&told.formula)?;
    out.line(&told.note)
}

fn sums(told: &Exchanges) -> Table {
    let mut table = Table::new(&[
        "account",
        "side",
        ">exchanges",
        ">charged",
        ">at reference",
        ">hidden",
        ">rate",
        ">no rate",
        ">fees beside",
    ]);
    for account in &told.accounts {
        let ExchangeSum {
            count,
            charged,
            at_reference,
            hidden,
            rate,
            without,
            fees,
        } = &account.sum;
        table.row([
            account.name.clone(),
            word(account.side),
            count.to_string(),
            amount(charged),
            amount(at_reference),
            amount(hidden),
            rate.as_deref().map_or_else(|| "-".to_owned(), signed),
            without.to_string(),
            amount(fees),
        ]);
    }
    table
}

fn rows(rows: &[ExchangeRow]) -> Table {
    let mut table = Table::new(&[
        "day",
        "payee",
        ">charged",
        ">amount",
        ">own rate",
        ">reference",
        ">hidden",
        ">rate",
        "from",
    ]);
    for row in rows {
        let charged = match row.side {
            FeeSide::Paid => amount(&row.charged),
            FeeSide::Received => format!("+{}", amount(&row.charged)),
        };
        let start = [
            row.day.to_string(),
            row.payee.clone(),
            charged,
            amount(&row.amount),
            row.own_rate.clone(),
        ];
        let end = match &row.reference {
            Some(found) => [
                found.rate.clone(),
                amount(&found.hidden),
                signed(&found.percent),
                found.words.clone(),
            ],
            None => ["-", "-", "-", "no reference rate within seven days"].map(str::to_owned),
        };
        table.row(start.into_iter().chain(end));
    }
    table
}

/// A fraction in percent, with its sign.
fn signed(rate: &str) -> String {
    match rate.strip_prefix('-') {
        Some(size) => format!("-{} %", percent(size)),
        None => format!("{} %", percent(rate)),
    }
}
