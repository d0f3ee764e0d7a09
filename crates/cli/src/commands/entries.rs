//! The register: entries, newest first.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::{EntryFilter, EntryPage, EntryRow, Ledger};

use super::accounts::account_named;
use crate::Exit;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted};

/// List entries, newest first
#[derive(Debug, Args)]
pub struct Entries {
    /// Only of this account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Only with this in the payee's name or the note
    #[arg(long)]
    text: Option<String>,
    /// Only from this day on, such as 2026-03-01
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Entries {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let page = with_ledger(chosen, async |ledger| self.page(ledger).await).await?;
        if self.json {
            out.json(&page)?;
            return Ok(Exit::Done);
        }
        table(&page.rows).print(out, "")?;
        let total = counted(page.total, "entry", "entries");
        out.line(&format!("{} of {total}", page.rows.len()))?;
        Ok(Exit::Done)
    }

    async fn page(&self, ledger: &Ledger) -> Result<EntryPage> {
        let account = match &self.account {
            Some(name) => Some(account_named(ledger, name).await?),
            None => None,
        };
        let filter = EntryFilter {
            account,
            text: self.text.clone(),
            from: self.from,
            to: self.to,
            ..EntryFilter::default()
        };
        Ok(ledger.entries(&filter, 0, self.limit).await?)
    }
}

/// Entries in columns.
pub fn table(rows: &[EntryRow]) -> Table {
    let mut table = Table::new(&[
        "date",
        "payee",
        "account",
        "category",
        ">amount",
        ">fee in it",
    ]);
    for row in rows {
        let category = row.category.as_ref().map(|category| category.name.clone());
        table.row([
            row.date.to_string(),
            short(&row.payee),
            row.accounts.join(", "),
            category.unwrap_or_else(|| {
                if row.split {
                    "several".into()
                } else {
                    String::new()
                }
            }),
            amount(&row.amount),
            row.fee.as_ref().map(amount).unwrap_or_default(),
        ]);
    }
    table
}

/// A name that leaves room for the figures.
fn short(name: &str) -> String {
    if name.chars().count() <= 40 {
        return name.to_owned();
    }
    name.chars().take(39).chain(['…']).collect()
}
