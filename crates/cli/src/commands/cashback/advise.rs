//! Which card or wallet a purchase costs least with.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::cashback::{AdviceBonuses, AdvicePlace, AdviceQuery, Advised};

use crate::commands::categories::category_named;
use crate::commands::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Compare what a purchase comes to with each card and wallet
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback advise 34.50 EUR --category Groceries")]
pub(super) struct Advise {
    /// What it costs
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// The currency, such as EUR
    #[arg(value_parser = currency_code)]
    currency: String,
    /// Its category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Who would be paid
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    payee: String,
    /// It is made in another country, which costs the fee of the card
    #[arg(long)]
    abroad: bool,
    /// What the shop adds for paying by card, such as 0.015 for 1.5 %
    #[arg(
        long,
        value_name = "RATE",
        default_value = "",
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    surcharge: String,
    /// Take the share of bonuses off the price that are not earned yet and may never be
    #[arg(long)]
    share_bonus: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Advise {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let advised = with_ledger(chosen, async |ledger| {
            let category = match &self.category {
                Some(name) => Some(category_named(ledger, name).await?),
                None => None,
            };
            let query = AdviceQuery {
                amount: self.amount,
                currency: self.currency,
                category,
                payee: self.payee,
                place: if self.abroad {
                    AdvicePlace::Abroad
                } else {
                    AdvicePlace::Home
                },
                surcharge_rate: self.surcharge,
                bonuses: if self.share_bonus {
                    AdviceBonuses::Share
                } else {
                    AdviceBonuses::Leave
                },
            };
            Ok(ledger.advise(query, clock::today()).await?)
        });
        let advised = advised.await?;
        if json {
            out.json(&advised)?;
        } else {
            tell(&advised, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(advised: &Advised, out: &mut Out) -> Result<()> {
    if advised.rows.is_empty() {
        out.line("No account can be compared.")?;
    } else {
        compared(advised).print(out, "")?;
    }
    for row in &advised.rows {
        for bonus in &row.bonuses {
            out.line(&format!("{}: {}.", row.account_name, bonus.words))?;
        }
    }
    for why in &advised.left_out {
        out.line(&format!("Left out: {why}"))?;
    }
    Ok(())
}

/// One line for each account; bonuses have a column of their own where there are any.
fn compared(advised: &Advised) -> Table {
    let has_bonuses = advised.rows.iter().any(|row| !row.bonuses.is_empty());
    let mut heads = vec!["account", ">in the end", ">reward", ">costs", "how"];
    if has_bonuses {
        heads.insert(4, ">of bonuses");
    }
    let mut table = Table::new(&heads);
    for row in &advised.rows {
        let mut cells = vec![
            row.account_name.clone(),
            amount(&row.end_price),
            amount(&row.value),
            amount(&row.cost),
            row.words.clone(),
        ];
        if has_bonuses {
            let shares = row.bonuses.iter().map(|bonus| amount(&bonus.share));
            cells.insert(4, shares.collect::<Vec<_>>().join(" and "));
        }
        table.row(cells);
    }
    table
}
