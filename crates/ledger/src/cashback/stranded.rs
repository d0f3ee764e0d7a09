//! All value that is parked: wallets, gift cards, points, cashback that is not paid.

mod balances;
mod points;
mod unpaid;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};

use super::gift_cards::days_until;
use super::kept::Laid;
use super::read::ReadProgramme;
use super::views::{Ease, Stranded, StrandedKind, StrandedRow};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId};
use crate::store::Ledger;
use crate::wire::Amount;

/// What expires within so many days is told apart.
const SOON_DAYS: u64 = 30;

impl Ledger {
    /// What is parked, what expires first, and what frees it.
    pub async fn stranded(&self, today: NaiveDate) -> Result<Stranded> {
        let desk = self.cashback_desk(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let mut parked = unpaid::parked(&desk, &ReadProgramme::all(&laid), today)?;
        parked.extend(balances::wallets(&mut db).await?);
        parked.extend(balances::gift_cards(&mut db, today).await?);
        let purses = points::parked(&mut db, &laid, today).await?;
        parked.extend(purses.parked);
        parked.sort_by_key(|one| {
            let last = one.expires.unwrap_or(NaiveDate::MAX);
            (last, order(one.ease), Reverse(one.amount.to_decimal()))
        });
        let rows = parked.iter().map(|one| one.row(today));
        Ok(Stranded {
            totals: sums(parked.iter().map(|one| one.amount))?,
            expiring: sums(parked.iter().map(|one| one.expiring(today)))?,
            rows: rows.collect(),
            unvalued: purses.unvalued,
        })
    }
}

impl Stranded {
    /// The same with what is freed most easily first, then by what expires first, then the most.
    #[must_use]
    pub fn easiest_first(mut self) -> Self {
        self.rows.sort_by_key(|row| order(row.ease));
        self
    }
}

/// Value that is parked somewhere.
struct Parked {
    kind: StrandedKind,
    name: String,
    amount: Money,
    expires: Option<NaiveDate>,
    /// What of it expires soon, where that is not all of it on its last day.
    soon: Option<Money>,
    ease: Ease,
    action: String,
    at: Place,
}

/// Where value is parked.
enum Place {
    Account(AccountId),
    GiftCard(AccountId, ChoiceId),
    Programme(ChoiceId),
}

impl Parked {
    fn expiring(&self, today: NaiveDate) -> Money {
        let soon = today.checked_add_days(Days::new(SOON_DAYS));
        let is_soon = |last: NaiveDate| today <= last && soon.is_none_or(|soon| last <= soon);
        match self.soon {
            Some(soon) => soon,
            None if self.expires.is_some_and(is_soon) => self.amount,
            None => Money::zero(self.amount.currency()),
        }
    }

    fn row(&self, today: NaiveDate) -> StrandedRow {
        let (account, gift_card, programme) = match self.at {
            Place::Account(account) => (Some(account), None, None),
            Place::GiftCard(account, card) => (Some(account), Some(card), None),
            Place::Programme(programme) => (None, None, Some(programme)),
        };
        StrandedRow {
            kind: self.kind,
            name: self.name.clone(),
            amount: self.amount.into(),
            expires: self.expires,
            days_left: self.expires.map(|last| days_until(last, today)),
            ease: self.ease,
            action: self.action.clone(),
            account,
            programme,
            gift_card,
        }
    }
}

fn order(ease: Ease) -> u8 {
    match ease {
        Ease::Now => 0,
        Ease::Ask => 1,
        Ease::Wait => 2,
    }
}

/// The sum of each currency, without those of nothing.
fn sums(amounts: impl Iterator<Item = Money>) -> Result<Vec<Amount>> {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for amount in amounts.filter(|amount| !amount.is_zero()) {
        let currency: Currency = amount.currency();
        let sum = sums
            .entry(currency.code().to_owned())
            .or_insert(Money::zero(currency));
        *sum = sum.checked_add(amount)?;
    }
    Ok(sums.into_values().map(Into::into).collect())
}
