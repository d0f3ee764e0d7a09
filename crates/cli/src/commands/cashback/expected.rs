//! What purchases should earn, and what they really cost.

use std::path::PathBuf;

use chrono::{Datelike, Months, NaiveDate};
use clap::Args;
use farthing_ledger::cashback::{ExpectedReward, PurchaseRewards};
use farthing_ledger::{EntryId, Ledger};

use crate::commands::savings::{maybe, text};
use crate::commands::words::word;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Show what a purchase, or those of a month, should earn and really cost
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing cashback expected --month 2026-03
  farthing cashback expected --entry 4294967290")]
pub(super) struct Expected {
    /// One purchase; `farthing entries --json` names it
    #[arg(long, value_name = "ID", conflicts_with = "month")]
    entry: Option<i64>,
    /// A month; otherwise this one
    #[arg(long, value_name = "YYYY-MM", value_parser = first_of_month)]
    month: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Expected {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        if let Some(entry) = self.entry {
            let rewards = with_ledger(chosen, async |ledger| {
                let today = clock::today();
                Ok(ledger.purchase_rewards(EntryId(entry), today).await?)
            });
            return tell_one(&rewards.await?, self.json, out);
        }
        let all = with_ledger(chosen, async |ledger| of_month(ledger, self.month).await);
        let all = all.await?;
        if self.json {
            out.json(&all)?;
        } else {
            tell_month(&all, out)?;
        }
        Ok(Exit::Done)
    }
}

async fn of_month(ledger: &Ledger, month: Option<NaiveDate>) -> Result<Vec<PurchaseRewards>> {
    let today = clock::today();
    let month = month.or_else(|| today.with_day(1));
    let days = month.and_then(|first| {
        let next = first.checked_add_months(Months::new(1))?;
        Some((first, next.pred_opt()?))
    });
    let (first, last) = days.ok_or_else(|| CliError::refused("there is no such month"))?;
    let mut all = Vec::new();
    for entry in ledger.rewarded_purchases(first, last).await? {
        all.push(ledger.purchase_rewards(entry, today).await?);
    }
    Ok(all)
}

fn tell_one(rewards: &PurchaseRewards, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(rewards)?;
        return Ok(Exit::Done);
    }
    if rewards.rewards.is_empty() {
        out.line("No programme looks at this purchase.")?;
    }
    for reward in &rewards.rewards {
        let (name, earned) = (&reward.programme_name, earned(reward));
        out.line(&format!("{name}: {earned}. {}", reward.words))?;
        for why in &reward.why_not {
            out.line(&format!("  {why}"))?;
        }
    }
    let mut table = Table::new(&["what it cost", ">amount"]);
    for line in &rewards.net.lines {
        table.row([line.words.clone(), amount(&line.amount)]);
    }
    table.row(["In the end".to_owned(), amount(&rewards.net.net)]);
    table.row([
        "If what is expected is paid".to_owned(),
        amount(&rewards.net.net_if_paid),
    ]);
    table.print(out, "")?;
    for words in &rewards.net.apart {
        out.line(words)?;
    }
    Ok(Exit::Done)
}

fn tell_month(all: &[PurchaseRewards], out: &mut Out) -> Result<()> {
    if all.is_empty() {
        out.line("No purchase of this month earns anything.")?;
        return Ok(());
    }
    let headings = [
        ">entry",
        "programme",
        ">base",
        "rate",
        ">reward",
        "due",
        "state",
    ];
    let mut table = Table::new(&headings);
    for purchase in all {
        for reward in &purchase.rewards {
            table.row([
                purchase.entry.0.to_string(),
                reward.programme_name.clone(),
                amount(&reward.base),
                reward.rate.clone(),
                earned(reward),
                text(reward.due),
                reward.state.map_or_else(String::new, word),
            ]);
        }
    }
    table.print(out, "")
}

/// Where the sum of the statement is rounded, the exact part of it.
fn earned(reward: &ExpectedReward) -> String {
    match &reward.reward {
        None => format!("{} {}", reward.exact, reward.unit),
        rounded => maybe(rounded.as_ref()),
    }
}

fn first_of_month(text: &str) -> Result<NaiveDate, String> {
    format!("{text}-01")
        .parse()
        .map_err(|_| "write a month like 2026-03".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_with_its_year() {
        let march = NaiveDate::from_ymd_opt(2026, 3, 1);
        assert_eq!(first_of_month("2026-03").ok(), march);
        for wrong in ["2026", "2026-13", "March", "2026-03-04"] {
            assert!(first_of_month(wrong).is_err(), "{wrong}");
        }
    }
}
