//! An entry typed in.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::{EntryInput, EntryKind, EntryRow, EntryStatus, Ledger};

use super::accounts::account_named;
use super::categories::category_named;
use super::entries;
use super::words::{ENTRY_KINDS, currency_code, one_of};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Add an entry by hand
#[derive(Debug, Args)]
pub struct Add {
    /// The day, such as 2026-03-14
    date: NaiveDate,
    /// How much, without fee and tip; the kind decides the side
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// The currency, such as EUR
    #[arg(value_parser = currency_code)]
    currency: String,
    /// Who was paid or who paid
    payee: String,
    /// The account that paid or was paid
    #[arg(long, value_name = "NAME")]
    account: String,
    /// What it is
    #[arg(long, default_value = "purchase", value_parser = one_of::<EntryKind>(&ENTRY_KINDS))]
    kind: EntryKind,
    /// What it was for; `farthing categories` lists them
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// The other account of a transfer, top-up, card payment or withdrawal
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// The local time, such as 14:05
    #[arg(long)]
    time: Option<String>,
    /// A fee on top
    #[arg(
        long,
        value_name = "AMOUNT",
        default_value = "",
        hide_default_value = true
    )]
    fee: String,
    /// A tip on top
    #[arg(
        long,
        value_name = "AMOUNT",
        default_value = "",
        hide_default_value = true
    )]
    tip: String,
    /// A note
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

impl Add {
    /// Adds it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let row = with_ledger(chosen, async |ledger| self.add(ledger).await).await?;
        entries::table(&[row]).print(out, "")?;
        out.line("Added; `farthing undo` takes it back.")?;
        Ok(Exit::Done)
    }

    async fn add(self, ledger: &Ledger) -> Result<EntryRow> {
        let account = account_named(ledger, &self.account).await?;
        let to_account = match &self.to {
            Some(name) => Some(account_named(ledger, name).await?),
            None => None,
        };
        let category = match &self.category {
            Some(name) => Some(category_named(ledger, name).await?),
            None => None,
        };
        let input = EntryInput {
            date: self.date,
            time: self.time,
            account,
            kind: self.kind,
            status: EntryStatus::Posted,
            amount: self.amount,
            currency: self.currency,
            payee: self.payee,
            note: self.note,
            category,
            fee: self.fee,
            tip: self.tip,
            to_account,
            tags: self.tags,
        };
        Ok(ledger
            .type_entry(input, clock::here(), clock::now())
            .await?)
    }
}
