//! Small money in words and tables.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::Small;
use farthing_ledger::lens::MerchantLens;

use super::Which;
use crate::Exit;
use crate::commands::savings::named::payee_named;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted, percent};

/// How many merchants are listed for people.
const MERCHANTS: usize = 12;

/// Look at one merchant closely: how much of a habit it is, and what it costs in a year
#[derive(Debug, Args)]
pub struct Merchant {
    /// Its name
    name: String,
    #[command(flatten)]
    which: Which,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Merchant {
    /// Shows it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let merchant = with_ledger(chosen, async |ledger| {
            let payee = payee_named(&ledger.payees().await?, &self.name)?;
            let query = self.which.query(ledger).await?;
            Ok(ledger.merchant_lens(payee, &query).await?)
        });
        let merchant = merchant.await?;
        if self.json {
            out.json(&merchant)?;
        } else {
            tell_merchant(&merchant, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell_merchant(merchant: &MerchantLens, out: &mut Out) -> Result<()> {
    let payments = counted(merchant.count, "small payment", "small payments");
    let sum = amount(&merchant.sum);
    out.line(&format!("{}: {payments}, {sum}", merchant.name))?;
    if let Some(habit) = merchant.habit {
        out.line(&format!("habit: {habit} of 100"))?;
    }
    out.line(&format!("  {}", merchant.habit_formula))?;
    if let (Some(low), Some(high)) = (&merchant.yearly_low, &merchant.yearly_high) {
        let (low, high) = (amount(low), amount(high));
        out.line(&format!("in a year: {low} to {high}"))?;
    }
    out.line(&format!("  {}", merchant.yearly_formula))?;
    if let Some(minutes) = merchant.minutes {
        out.line(&format!("that is up to {minutes} minutes of your work"))?;
    }
    for goal in &merchant.goals {
        let share = percent(&goal.share);
        let target = amount(&goal.target);
        out.line(&format!(
            "that is up to {share} % of {} ({target})",
            goal.name
        ))?;
    }
    flows(
        "month",
        merchant
            .months
            .iter()
            .map(|flow| (&flow.month, flow.count, &flow.sum)),
        out,
    )
}

pub(super) fn tell(small: &Small, out: &mut Out) -> Result<()> {
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
    if let Some(usual) = &small.usual {
        let periods = counted(
            i64::from(usual.periods),
            "earlier period",
            "earlier periods",
        );
        out.line(&format!(
            "your own median of {periods}: {} payments, {}",
            usual.count,
            amount(&usual.sum)
        ))?;
    }
    flows(
        "month",
        small
            .months
            .iter()
            .map(|flow| (&flow.month, flow.count, &flow.sum)),
        out,
    )?;
    merchants(small, out)?;
    out.line("")?;
    out.line(&small.formula)
}

fn merchants(small: &Small, out: &mut Out) -> Result<()> {
    let mut table = Table::new(&["merchant", ">payments", ">sum", ">habit"]);
    for flow in small.merchants.iter().take(MERCHANTS) {
        table.row([
            flow.name.clone(),
            flow.count.to_string(),
            amount(&flow.sum),
            flow.habit
                .map_or_else(|| "-".to_owned(), |habit| habit.to_string()),
        ]);
    }
    out.line("")?;
    table.print(out, "")
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
