//! Accounts: listed, found by name, added.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::{AccountId, AccountKind, AccountSummary, Ledger, NewAccount};

use super::words::{ACCOUNT_KINDS, currency_code, one_of, word};
use crate::error::{CliError, Result};
use crate::files::{with_ledger, with_ledger_or_new};
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// List your accounts and what they hold
#[derive(Debug, Args)]
pub struct Accounts {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Add an account, such as the cash in your pocket
#[derive(Debug, Args)]
pub struct AddAccount {
    /// Its name
    name: String,
    /// What it is
    #[arg(long, default_value = "cash", value_parser = one_of::<AccountKind>(&ACCOUNT_KINDS))]
    kind: AccountKind,
    /// What it holds today
    #[arg(
        long,
        value_name = "AMOUNT",
        requires = "currency",
        allow_negative_numbers = true
    )]
    opening: Option<String>,
    /// The currency of that, such as EUR
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
}

impl Accounts {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let accounts = with_ledger(chosen, async |ledger| Ok(ledger.accounts().await?)).await?;
        if self.json {
            out.json(&accounts)?;
        } else {
            table(&accounts).print(out, "")?;
        }
        Ok(Exit::Done)
    }
}

impl AddAccount {
    /// Adds it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let input = NewAccount {
            name: self.name,
            kind: self.kind,
            currency: self.currency.unwrap_or_default(),
            opening_balance: self.opening.unwrap_or_default(),
        };
        let added = with_ledger_or_new(chosen, async |ledger| {
            Ok(ledger
                .add_account(input, clock::today(), clock::now())
                .await?)
        });
        out.line(&format!("Added the account {}.", added.await?.name))?;
        Ok(Exit::Done)
    }
}

/// The account with this name, whatever the capitals.
pub async fn account_named(ledger: &Ledger, name: &str) -> Result<AccountId> {
    let accounts = ledger.accounts().await?;
    let same =
        |account: &&AccountSummary| account.name.to_lowercase() == name.trim().to_lowercase();
    accounts
        .iter()
        .find(same)
        .map(|account| account.id)
        .ok_or_else(|| {
            let names: Vec<&str> = accounts
                .iter()
                .map(|account| account.name.as_str())
                .collect();
            let choice = match names.as_slice() {
                [] => "there is none yet".to_owned(),
                names => format!("choose one of {}", names.join(", ")),
            };
            CliError::refused(format!(
                "there is no account “{name}”; {choice}, or add it with `farthing add-account`"
            ))
        })
}

fn table(accounts: &[AccountSummary]) -> Table {
    let mut table = Table::new(&["account", "kind", ">holds", ">entries", "first", "last"]);
    for account in accounts {
        let day =
            |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let holds: Vec<String> = account.balances.iter().map(amount).collect();
        let closed = if account.closed { ", closed" } else { "" };
        table.row([
            account.name.clone(),
            format!("{}{closed}", word(account.kind)),
            holds.join(", "),
            account.entries.to_string(),
            day(account.first_date),
            day(account.last_date),
        ]);
    }
    table
}
