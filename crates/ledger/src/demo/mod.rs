//! The sample ledger: two invented years, so that every screen has something to show.
//!
//! Made from a fixed seed and the day it is, without a clock: the same day gives the same ledger.

mod book;
mod calendar;
mod contracts;
mod customs;
mod dice;
mod draft;
mod habits;
mod plans;
mod screen;
mod travel;
mod walk;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, Money};

use crate::entries::{Entry, Posting};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::write::{ChangeLabel, Write};
use draft::{Coin, Draft, Line, Own, Side};

/// The sample's line in the history.
const LABEL: &str = "Sample ledger";

impl Ledger {
    /// Fills an empty ledger with two invented years up to `today`, as one change: one undo takes
    /// everything away again.
    ///
    /// An error on the field `ledger` when there are entries or own accounts already.
    pub async fn load_demo(&self, today: NaiveDate, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let drafts = walk::drafts(today)
            .ok_or_else(|| LedgerError::invalid("today", "the calendar begins later than that"))?;
        let mut write = self.begin(now).await?;
        write.on(today);
        require_empty(&mut write).await?;
        let accounts = Loading::begin(&mut write).await?.load(&drafts).await?;
        plans::lay_down(&mut write, &accounts, today).await?;
        customs::lay_down(&mut write, today).await?;
        write.commit(LABEL).await
    }
}

async fn require_empty(write: &mut Write) -> Result<()> {
    let in_use = sqlx::query_scalar!(
        r#"select exists (select 1 from entries) or exists
               (select 1 from accounts where class = 'own') as "in_use!: bool""#
    )
    .fetch_one(write.connection())
    .await?;
    if in_use {
        return Err(LedgerError::invalid(
            "ledger",
            "the sample needs an empty ledger, and this one is in use; open a new file for it",
        ));
    }
    Ok(())
}

/// The ids that the names of the drafts got in this ledger.
struct Loading<'a> {
    write: &'a mut Write,
    accounts: HashMap<Own, AccountId>,
    currencies: HashMap<Coin, Currency>,
    payees: HashMap<&'static str, Option<PayeeId>>,
    entries: Vec<EntryId>,
}

impl<'a> Loading<'a> {
    async fn begin(write: &'a mut Write) -> Result<Self> {
        let mut accounts = HashMap::new();
        for own in Own::ALL {
            let id = write
                .insert_account(own.name(), own.kind(), own.institution(), None)
                .await?;
            accounts.insert(own, id);
        }
        let currencies = Coin::ALL
            .into_iter()
            .map(|coin| Ok((coin, stored_currency(coin.code())?)))
            .collect::<Result<_>>()?;
        Ok(Self {
            write,
            accounts,
            currencies,
            payees: HashMap::new(),
            entries: Vec::new(),
        })
    }

    async fn load(mut self, drafts: &[Draft]) -> Result<HashMap<Own, AccountId>> {
        for draft in drafts {
            let entry = self.entry(draft).await?;
            let id = self.write.insert_entry(&entry).await?;
            if !draft.tags.is_empty() {
                let tags: Vec<String> = draft.tags.iter().copied().map(str::to_owned).collect();
                self.write.add_tags(id, &tags).await?;
            }
            self.entries.push(id);
        }
        Ok(self.accounts)
    }

    async fn entry(&mut self, draft: &Draft) -> Result<Entry> {
        let refund_of = draft.refund_of.and_then(|place| self.entries.get(place));
        Ok(Entry {
            day: draft.day,
            second: draft.second,
            zone: draft.zone().map(str::to_owned),
            kind: draft.kind,
            status: draft.status,
            refund_of: refund_of.copied(),
            payee: self.payee(draft.payee).await?,
            note: draft.note.to_owned(),
            postings: draft
                .lines
                .iter()
                .map(|line| self.posting(line))
                .collect::<Result<_>>()?,
        })
    }

    async fn payee(&mut self, name: &'static str) -> Result<Option<PayeeId>> {
        if let Some(known) = self.payees.get(name) {
            return Ok(*known);
        }
        let id = self.write.payee(name).await?;
        self.payees.insert(name, id);
        Ok(id)
    }

    fn posting(&self, line: &Line) -> Result<Posting> {
        let account = match line.side {
            Side::Other(account) => Some(account),
            Side::Own(own) => self.accounts.get(&own).copied(),
        };
        let currency = self.currencies.get(&line.coin);
        let (Some(account), Some(&currency)) = (account, currency) else {
            return Err(LedgerError::Missing("account"));
        };
        Ok(Posting::of(
            account,
            Money::from_minor(line.minor, currency)?,
        ))
    }
}

#[cfg(test)]
mod tests;
