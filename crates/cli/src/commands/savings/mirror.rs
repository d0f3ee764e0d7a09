//! A bank that rounds up by itself: what it moved, beside what its purchases should have moved.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::EntryRow;
use farthing_ledger::savings::{ExamplePurchase, MirrorMissed, MirrorReport};

use super::amounts;
use super::named::rule_named;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Compare the round-ups that a bank moved by itself with what a saving rule expects
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing mirror \"Coffee change\" --from 2026-01-01 --word \"spare change\""
)]
pub struct Mirror {
    /// The round-up rule; `farthing rule list` has the ids
    #[arg(value_name = "ID")]
    rule: String,
    /// The first day; 400 days ago unless it is said
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// The last day; today unless it is said
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// What the bank calls its transfers, beside the usual words; may be given several times
    #[arg(long = "word", value_name = "WORD")]
    words: Vec<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Mirror {
    /// Compares them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let from = self.from.unwrap_or_else(clock::usual_start);
        let to = self.to.unwrap_or_else(clock::today);
        let report = with_ledger(chosen, async |ledger| {
            let rule = rule_named(ledger, &self.rule).await?.id;
            Ok(ledger.mirror(rule, from, to, self.words).await?)
        });
        let report = report.await?;
        if self.json {
            out.json(&report)?;
        } else {
            tell(&report, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(report: &MirrorReport, out: &mut Out) -> Result<()> {
    let or_nothing = |sums: String| match sums.as_str() {
        "" => "nothing".to_owned(),
        _ => sums,
    };
    out.line(&format!(
        "The bank moved {}; the rule expects {}.",
        or_nothing(amounts(&report.moved)),
        or_nothing(amounts(&report.expected))
    ))?;
    attached(report, out)?;
    missing("Should have moved and did not:", &report.missed, out)?;
    missing("May still move:", &report.waiting, out)?;
    unexplained(&report.unexplained, out)
}

fn attached(report: &MirrorReport, out: &mut Out) -> Result<()> {
    if report.attached.is_empty() {
        return Ok(());
    }
    out.line("")?;
    let mut table = Table::new(&["date", "transfer", ">moved", ">more than it should", "for"]);
    for attached in &report.attached {
        table.row([
            attached.transfer.date.to_string(),
            attached.transfer.payee.clone(),
            amount(&attached.transfer.amount),
            amount(&attached.difference),
            purchases(&attached.purchases),
        ]);
    }
    table.print(out, "")
}

fn missing(title: &str, all: &[MirrorMissed], out: &mut Out) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(title)?;
    let mut table = Table::new(&["date", ">amount", "for"]);
    for missed in all {
        table.row([
            missed.day.to_string(),
            amount(&missed.amount),
            purchases(&missed.purchases),
        ]);
    }
    table.print(out, "")
}

fn unexplained(all: &[EntryRow], out: &mut Out) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line("Explained by no purchase:")?;
    let mut table = Table::new(&["date", "transfer", ">amount", ">entry"]);
    for row in all {
        table.row([
            row.date.to_string(),
            row.payee.clone(),
            amount(&row.amount),
            row.id.0.to_string(),
        ]);
    }
    table.print(out, "")
}

fn purchases(all: &[ExamplePurchase]) -> String {
    let each = all.iter().map(|purchase| {
        let (size, saves) = (amount(&purchase.size), amount(&purchase.saves));
        format!("{} {size} ({saves})", purchase.payee)
    });
    each.collect::<Vec<_>>().join(", ")
}
