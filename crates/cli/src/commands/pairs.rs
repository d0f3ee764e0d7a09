//! Entries that may belong together: the sides of a transfer, a refund and its purchase.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use farthing_ledger::{EntryId, EntryRow, PairKind, SuggestedPair};

use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// List entries that may be one transfer, or a refund and its purchase
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing pairs --from 2026-01-01")]
pub struct Pairs {
    /// The first day to look at; 400 days ago unless it is said
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// How many of each kind at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Put two entries together: the sides of a transfer, or a purchase and its refund
#[derive(Debug, Args)]
pub struct Link {
    #[command(flatten)]
    pair: Pair,
}

/// Say that two entries do not belong together; it is remembered
#[derive(Debug, Args)]
pub struct Apart {
    #[command(flatten)]
    pair: Pair,
}

#[derive(Debug, Args)]
struct Pair {
    /// What they are
    #[arg(value_enum)]
    kind: Kind,
    /// The side where money left, or the purchase
    #[arg(value_name = "FIRST")]
    first: i64,
    /// The side where it came, or the refund
    #[arg(value_name = "SECOND")]
    second: i64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// The two sides of a transfer
    Transfer,
    /// A purchase and its refund
    Refund,
}

impl From<Kind> for PairKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Transfer => Self::Transfer,
            Kind::Refund => Self::Refund,
        }
    }
}

impl Pairs {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let from = self.from.unwrap_or_else(clock::usual_start);
        let pairs = with_ledger(chosen, async |ledger| {
            Ok(ledger.review(from, self.limit).await?)
        })
        .await?;
        if self.json {
            out.json(&pairs)?;
            return Ok(Exit::Done);
        }
        list("transfer", &pairs.transfers, out)?;
        list("refund", &pairs.refunds, out)?;
        Ok(Exit::Done)
    }
}

impl Link {
    /// Puts them together.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let Pair {
            kind,
            first,
            second,
        } = self.pair;
        let done = with_ledger(chosen, async |ledger| {
            let (first, second) = (EntryId(first), EntryId(second));
            Ok(ledger
                .link(kind.into(), first, second, clock::now())
                .await?)
        });
        out.line(&done.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Apart {
    /// Takes them apart.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let Pair {
            kind,
            first,
            second,
        } = self.pair;
        let done = with_ledger(chosen, async |ledger| {
            let (first, second) = (EntryId(first), EntryId(second));
            Ok(ledger
                .take_apart(kind.into(), first, second, clock::now())
                .await?)
        });
        out.line(&done.await?.label)?;
        Ok(Exit::Done)
    }
}

fn list(kind: &str, pairs: &[SuggestedPair], out: &mut Out) -> Result<()> {
    let mut table = Table::new(&["what", ">first", ">second", "from", "to", "why"]);
    let side = |row: &EntryRow| {
        let account = row.accounts.first().cloned().unwrap_or_default();
        format!(
            "{} {} {} {}",
            row.date,
            account,
            amount(&row.amount),
            row.payee
        )
    };
    for pair in pairs {
        table.row([
            kind.to_owned(),
            pair.first.id.0.to_string(),
            pair.second.id.0.to_string(),
            side(&pair.first),
            side(&pair.second),
            pair.reason.clone(),
        ]);
    }
    if pairs.is_empty() {
        return out.line(&format!("No {kind} waits for a word."));
    }
    table.print(out, "")
}
