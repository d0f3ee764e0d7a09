//! A purchase as its price is made up: what the account paid, with fees and tips.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, built_in};
use crate::kinds::{EntryKind, EntryStatus};
use crate::totals::stored_currency;

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purchase {
    pub entry: EntryId,
    pub day: NaiveDate,
    pub status: EntryStatus,
    pub payee: String,
    /// What was paid in all, above zero, in the currency of the account that paid most.
    pub price: Money,
    /// Fees and tips in that.
    pub fees: Money,
    pub tips: Money,
    /// What each own account paid of it; below zero for what came to one, such as cash back at a till.
    pub paid_by: Vec<(AccountId, Money)>,
}

impl Purchase {
    /// An entry, if it is a purchase that counts.
    pub(super) async fn of(db: &mut SqliteConnection, entry: EntryId) -> Result<Self> {
        let row = sqlx::query!(
            r#"select e.day, e.kind as "kind: EntryKind", e.status as "status: EntryStatus",
                   coalesce(p.name, '') as "payee!: String"
               from entries e left join payees p on p.id = e.payee_id
               where e.id = ? and e.status <> 4"#,
            entry
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(|| LedgerError::invalid("entry", "there is no such entry"))?;
        let paid = paid_by(db, entry).await?;
        let most = paid.iter().max_by_key(|(_, amount)| amount.minor());
        let currency = most.map(|(_, amount)| amount.currency());
        let (EntryKind::Purchase, Some(currency)) = (row.kind, currency) else {
            return Err(LedgerError::invalid("entry", "it is not a purchase"));
        };
        let of_currency = |(_, amount): &(AccountId, Money)| amount.currency() == currency;
        let paid_by: Vec<(AccountId, Money)> = paid.into_iter().filter(of_currency).collect();
        let (fees, tips) = charges(db, entry, currency).await?;
        Ok(Self {
            entry,
            day: day_of(row.day)?,
            status: row.status,
            payee: row.payee,
            price: sum(currency, paid_by.iter().map(|(_, amount)| *amount))?,
            fees,
            tips,
            paid_by,
        })
    }

    /// Who was paid, for the history.
    pub(super) fn named(&self) -> &str {
        match self.payee.as_str() {
            "" => "a purchase",
            payee => payee,
        }
    }

    pub(super) fn currency(&self) -> Currency {
        self.price.currency()
    }
}

/// A sum in one currency.
pub(super) fn sum(currency: Currency, amounts: impl Iterator<Item = Money>) -> Result<Money> {
    let mut amounts = amounts;
    Ok(amounts.try_fold(Money::zero(currency), Money::checked_add)?)
}

/// Who was paid with an entry, or who paid; empty where nobody knows.
pub(super) async fn payee_of(db: &mut SqliteConnection, entry: EntryId) -> Result<String> {
    let payee = sqlx::query_scalar!(
        "select p.name from entries e join payees p on p.id = e.payee_id where e.id = ?",
        entry
    )
    .fetch_optional(db)
    .await?;
    Ok(payee.unwrap_or_default())
}

async fn paid_by(db: &mut SqliteConnection, entry: EntryId) -> Result<Vec<(AccountId, Money)>> {
    let rows = sqlx::query!(
        r#"select p.account_id as "account!: AccountId", p.currency as "currency!", -sum(p.minor) as "minor!: i64"
           from postings p join accounts a on a.id = p.account_id and a.class = 'own'
           where p.entry_id = ? group by p.account_id, p.currency order by min(p.position)"#,
        entry
    )
    .fetch_all(db)
    .await?;
    let paid = rows.into_iter().map(|row| {
        let currency = stored_currency(&row.currency)?;
        Ok((row.account, Money::from_minor(row.minor, currency)?))
    });
    paid.collect()
}

async fn charges(
    db: &mut SqliteConnection,
    entry: EntryId,
    currency: Currency,
) -> Result<(Money, Money)> {
    let code = currency.code();
    let (fees, tips) = (built_in::FEES, built_in::TIPS);
    let row = sqlx::query!(
        r#"select coalesce(sum(iif(account_id = ?1, minor, 0)), 0) as "fees!: i64",
               coalesce(sum(iif(account_id = ?2, minor, 0)), 0) as "tips!: i64"
           from postings where entry_id = ?3 and currency = ?4"#,
        fees,
        tips,
        entry,
        code
    )
    .fetch_one(db)
    .await?;
    Ok((
        Money::from_minor(row.fees, currency)?,
        Money::from_minor(row.tips, currency)?,
    ))
}
