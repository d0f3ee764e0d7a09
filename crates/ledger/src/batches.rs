//! Batches: what each import brought, what its statement stated about itself, and whether that agrees.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use serde::Serialize;
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChangeId, ImportId};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::{Amount, amount};

/// An import that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Batch {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub file: String,
    /// The file's size in bytes.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub size: i64,
    /// The SHA-256 of the file's content, in hexadecimal.
    pub digest: String,
    /// The format that was recognised.
    pub format: String,
    /// The wallet or bank whose layout it is.
    pub provider: Option<String>,
    /// The character encoding.
    pub encoding: String,
    /// When it was imported, in UTC.
    pub imported_at: String,
    /// The change that takes it back; none when the history does not reach back so far.
    pub change: Option<ChangeId>,
    /// One for each account and currency.
    pub accounts: Vec<BatchAccount>,
}

/// What an import brought for one account in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BatchAccount {
    /// The account's id.
    pub account_id: AccountId,
    /// The account's name today.
    pub account: String,
    /// How many transactions the file has.
    pub rows: u32,
    /// How many were added.
    pub added: u32,
    /// How many the ledger had.
    pub known: u32,
    /// How many the layout's own rule left out.
    pub skipped: u32,
    /// The signed total of the file's transactions.
    pub sum: Amount,
    /// The fees in it.
    pub fees: Amount,
    /// The first day in the file.
    pub from: Option<NaiveDate>,
    /// The last day in the file.
    pub to: Option<NaiveDate>,
    /// What the statement states before its first transaction.
    pub opening: Option<Amount>,
    /// What the statement states after its last transaction.
    pub closing: Option<Amount>,
    /// By how much its closing balance is above opening balance and transactions together: zero
    /// proves that the statement was read whole. None where it states only one of the two.
    pub statement_gap: Option<Amount>,
    /// By how much its closing balance is above what the ledger holds at the end of that day.
    pub ledger_gap: Option<Amount>,
}

struct Head {
    id: ImportId,
    file: String,
    size: i64,
    digest: String,
    format: String,
    provider: Option<String>,
    encoding: String,
    imported_at: String,
    change: Option<ChangeId>,
}

impl Ledger {
    /// The imports that stand, newest first, at most `limit`.
    pub async fn batches(&self, limit: u32) -> Result<Vec<Batch>> {
        let heads = sqlx::query_as!(
            Head,
            r#"select i.id as "id: ImportId", i.file_name as file, i.byte_size as size, i.digest,
                   i.format, i.provider, i.encoding, i.imported_at,
                   (select h.id from history h where h.import_id = i.id and h.state = 'done')
                       as "change: ChangeId"
               from imports i order by i.imported_at desc, i.id desc limit ?"#,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        let mut db = self.pool.acquire().await?;
        let mut batches = Vec::with_capacity(heads.len());
        for head in heads {
            batches.push(head.with_accounts(&mut db).await?);
        }
        Ok(batches)
    }

    /// One import that stands.
    pub async fn batch(&self, id: ImportId) -> Result<Batch> {
        let head = sqlx::query_as!(
            Head,
            r#"select i.id as "id: ImportId", i.file_name as file, i.byte_size as size, i.digest,
                   i.format, i.provider, i.encoding, i.imported_at,
                   (select h.id from history h where h.import_id = i.id and h.state = 'done')
                       as "change: ChangeId"
               from imports i where i.id = ?"#,
            id
        )
        .fetch_optional(&self.pool)
        .await?
        .ok_or(LedgerError::Missing("import"))?;
        let mut db = self.pool.acquire().await?;
        head.with_accounts(&mut db).await
    }
}

impl Head {
    async fn with_accounts(self, db: &mut SqliteConnection) -> Result<Batch> {
        Ok(Batch {
            accounts: accounts_of(db, self.id).await?,
            id: self.id,
            file: self.file,
            size: self.size,
            digest: self.digest,
            format: self.format,
            provider: self.provider,
            encoding: self.encoding,
            imported_at: self.imported_at,
            change: self.change,
        })
    }
}

async fn accounts_of(db: &mut SqliteConnection, import: ImportId) -> Result<Vec<BatchAccount>> {
    let rows = sqlx::query!(
        r#"select b.account_id as "account_id: AccountId", a.name, b.currency,
               b.rows as "rows: u32", b.added as "added: u32", b.known as "known: u32",
               b.skipped as "skipped: u32", b.minor, b.fee_minor, b.first_day, b.last_day,
               b.opening_minor, b.closing_minor, b.closing_day
           from import_accounts b join accounts a on a.id = b.account_id
           where b.import_id = ? order by b.position"#,
        import
    )
    .fetch_all(&mut *db)
    .await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let currency = stored_currency(&row.currency)?;
        let money = |minor: i64| amount(minor, currency);
        let stated = row.opening_minor.zip(row.closing_minor);
        let statement_gap =
            stated.map(|(opening, closing)| difference(closing, &[opening, row.minor], currency));
        let held = match row.closing_day.or(row.last_day) {
            Some(day) => Some(balance_at(db, row.account_id, currency, day_of(day)?).await?),
            None => None,
        };
        let ledger_gap = row
            .closing_minor
            .zip(held)
            .map(|(closing, held)| difference(closing, &[held], currency));
        accounts.push(BatchAccount {
            account_id: row.account_id,
            account: row.name,
            rows: row.rows,
            added: row.added,
            known: row.known,
            skipped: row.skipped,
            sum: money(row.minor)?,
            fees: money(row.fee_minor)?,
            from: row.first_day.map(day_of).transpose()?,
            to: row.last_day.map(day_of).transpose()?,
            opening: row.opening_minor.map(money).transpose()?,
            closing: row.closing_minor.map(money).transpose()?,
            statement_gap: statement_gap.transpose()?,
            ledger_gap: ledger_gap.transpose()?,
        });
    }
    Ok(accounts)
}

/// `total` without its parts.
fn difference(total: i64, parts: &[i64], currency: Currency) -> Result<Amount> {
    let mut gap = Money::from_minor(total, currency)?;
    for part in parts {
        gap = gap.checked_add(Money::from_minor(*part, currency)?.negated())?;
    }
    Ok(gap.into())
}

/// What an account holds at the end of a day, in minor units.
pub(crate) async fn balance_at(
    db: &mut SqliteConnection,
    account: AccountId,
    currency: Currency,
    day: NaiveDate,
) -> Result<i64> {
    let (code, day) = (currency.code(), day_number(day));
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(inflow - outflow), 0) as "minor!: i64" from day_totals
           where currency = ? and day <= ? and account_id = ?"#,
        code,
        day,
        account
    )
    .fetch_one(db)
    .await?)
}
