//! The register: entries as a person reads them, newest first, filtered and in pages.

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Money;
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::fees::{FeeRows, push_fee};
use crate::ids::{AccountId, EntryId, ImportId, PayeeId, built_in};
use crate::kinds::{EntryKind, EntryStatus};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::typed::{EntryInput, as_typed};
use crate::wire::{Amount, amount, named_currency};

/// Which entries; every given part must hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EntryFilter {
    /// An own account.
    pub account: Option<AccountId>,
    /// A category.
    pub category: Option<AccountId>,
    /// A payee.
    pub payee: Option<PayeeId>,
    /// An import.
    pub batch: Option<ImportId>,
    /// A currency's code.
    pub currency: Option<String>,
    /// What they are.
    pub kind: Option<EntryKind>,
    /// How final they are.
    pub status: Option<EntryStatus>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Part of the payee's name or the note, whatever the capitals.
    pub text: Option<String>,
    /// Only posted purchases of at most this size; needs `currency`.
    pub small_limit: Option<String>,
    /// Only those on this weekday, 0 for Monday.
    pub weekday: Option<u8>,
    /// Only those in this hour, from 0 to 23; 24 for those without a time.
    pub hour: Option<u8>,
    /// Only those whose largest category is none of these.
    #[serde(default)]
    pub without: Vec<AccountId>,
    /// Only those with a fee; needs `currency`.
    pub fee: Option<FeeRows>,
}

/// An entry in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// The local day.
    pub date: NaiveDate,
    /// The local time, where it is known.
    pub time: Option<NaiveTime>,
    /// Who was paid or who paid; empty where nobody is named.
    pub payee: String,
    /// The payee's id.
    pub payee_id: Option<PayeeId>,
    /// The note.
    pub note: String,
    /// What it is.
    pub kind: EntryKind,
    /// How final it is.
    pub status: EntryStatus,
    /// The own accounts it touches, by name.
    pub accounts: Vec<String>,
    /// What it did to own accounts; between own accounts, the size that moved.
    pub amount: Amount,
    /// Its only category; none for transfers and splits.
    pub category: Option<CategoryName>,
    /// Whether it has several categories.
    pub split: bool,
    /// The fee in it: positive for a fee paid.
    pub fee: Option<Amount>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it came from a file.
    pub imported: bool,
}

/// A category by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CategoryName {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
}

/// A page of the register.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EntryPage {
    /// How many entries the filter lets through.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub total: i64,
    /// The rows of this page, newest first.
    pub rows: Vec<EntryRow>,
}

/// Everything about an entry.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EntryDetail {
    /// The entry in one line.
    pub entry: EntryRow,
    /// The zone of day and time as the source writes it.
    pub zone: Option<String>,
    /// Its postings in order.
    pub postings: Vec<PostingRow>,
    /// The statement rows it came from.
    pub sources: Vec<Source>,
    /// The entry as it would be typed; none where it cannot be, such as a split.
    pub as_typed: Option<EntryInput>,
    /// The purchase that this refund belongs to.
    pub refund_of: Option<EntryId>,
}

/// A posting as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PostingRow {
    /// The account's name.
    pub account: String,
    /// Its id.
    pub account_id: AccountId,
    /// Whether it is an own account, not a category or balancing account.
    pub own: bool,
    /// Positive into it, negative out of it.
    pub amount: Amount,
}

/// Where an entry came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// The line in it, from 1.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub line: i64,
    /// The row as it stood there.
    pub raw: String,
    /// The format.
    pub format: String,
    /// The wallet or bank whose layout it is.
    pub provider: Option<String>,
    /// When it was imported, in UTC.
    pub imported_at: String,
}

impl Ledger {
    /// Entries that pass the filter, newest first, `limit` from `offset` on.
    pub async fn entries(
        &self,
        filter: &EntryFilter,
        offset: u32,
        limit: u32,
    ) -> Result<EntryPage> {
        let mut db = self.pool.acquire().await?;
        let mut count = QueryBuilder::new("select count(*) from entries e where ");
        push_filter(&mut count, filter)?;
        let total: i64 = count.build_query_scalar().fetch_one(&mut *db).await?;
        drop(db);
        let rows = self.entry_rows(filter, offset, limit).await?;
        Ok(EntryPage { total, rows })
    }

    /// A page without the total.
    pub(crate) async fn entry_rows(
        &self,
        filter: &EntryFilter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<EntryRow>> {
        let mut db = self.pool.acquire().await?;
        let mut page = QueryBuilder::new("select e.id from entries e where ");
        push_filter(&mut page, filter)?;
        page.push(" order by e.day desc, e.id desc limit ")
            .push_bind(limit)
            .push(" offset ")
            .push_bind(offset);
        let ids: Vec<EntryId> = page.build_query_scalar().fetch_all(&mut *db).await?;
        rows_of(&mut db, &ids).await
    }

    /// Everything about one entry.
    pub async fn entry(&self, id: EntryId) -> Result<EntryDetail> {
        let mut db = self.pool.acquire().await?;
        let head = sqlx::query!(
            r#"select zone, refund_of as "refund_of: EntryId" from entries where id = ?"#,
            id
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or(LedgerError::Missing("entry"))?;
        let sources = sqlx::query_as!(
            Source,
            "select i.file_name as file, r.line, r.raw, i.format, i.provider, i.imported_at
             from statement_rows r join imports i on i.id = r.import_id
             where r.entry_id = ? order by i.imported_at, r.line",
            id
        )
        .fetch_all(&mut *db)
        .await?;
        let postings = postings_of(&mut db, &[id]).await?;
        let entry = rows_of(&mut db, &[id]).await?.pop();
        let entry = entry.ok_or(LedgerError::Missing("entry"))?;
        Ok(EntryDetail {
            as_typed: as_typed(&entry, &postings)?,
            entry,
            zone: head.zone,
            postings: postings
                .iter()
                .map(PostingLine::row)
                .collect::<Result<_>>()?,
            sources,
            refund_of: head.refund_of,
        })
    }

    /// One entry in one line.
    pub(crate) async fn entry_row(&self, id: EntryId) -> Result<EntryRow> {
        let mut db = self.pool.acquire().await?;
        rows_of(&mut db, &[id])
            .await?
            .pop()
            .ok_or(LedgerError::Missing("entry"))
    }
}

/// Appends the condition of a filter on `entries e`. Values are bound, never written into the text.
fn push_filter(sql: &mut QueryBuilder<Sqlite>, filter: &EntryFilter) -> Result<()> {
    sql.push("e.status <> 4");
    if let Some(from) = filter.from {
        sql.push(" and e.day >= ").push_bind(day_number(from));
    }
    if let Some(to) = filter.to {
        sql.push(" and e.day <= ").push_bind(day_number(to));
    }
    if let Some(payee) = filter.payee {
        sql.push(" and e.payee_id = ").push_bind(payee);
    }
    if let Some(kind) = filter.kind {
        sql.push(" and e.kind = ").push_bind(kind);
    }
    if let Some(status) = filter.status {
        sql.push(" and e.status = ").push_bind(status);
    }
    for account in [filter.account, filter.category].into_iter().flatten() {
        sql.push(" and e.id in (select entry_id from postings where account_id = ")
            .push_bind(account)
            .push(")");
    }
    if let Some(import) = filter.batch {
        sql.push(
            " and e.id in (select r.entry_id from imports i join statement_rows r \
              on r.entry_id between i.first_entry and i.last_entry and r.import_id = i.id \
              where i.id = ",
        )
        .push_bind(import)
        .push(")");
    }
    push_text(sql, filter.text.as_deref());
    push_time(sql, filter);
    push_without(sql, filter)?;
    if let Some(fee) = &filter.fee {
        let code = filter.currency.as_deref();
        let needed = || LedgerError::invalid("currency", "fees need their currency");
        push_fee(sql, fee, named_currency(code.ok_or_else(needed)?)?)?;
    }
    push_money(sql, filter)
}

/// The first of January 1970 was a Thursday.
fn push_time(sql: &mut QueryBuilder<Sqlite>, filter: &EntryFilter) {
    if let Some(weekday) = filter.weekday {
        sql.push(" and (e.day % 7 + 10) % 7 = ")
            .push_bind(i64::from(weekday));
    }
    match filter.hour {
        None => (),
        Some(24..) => {
            sql.push(" and e.second is null");
        }
        Some(hour) => {
            sql.push(" and e.second / 3600 = ")
                .push_bind(i64::from(hour));
        }
    }
}

/// The largest category of an entry is found as the kept totals find it: fees last, and a category in
/// the asked currency first.
fn push_without(sql: &mut QueryBuilder<Sqlite>, filter: &EntryFilter) -> Result<()> {
    if filter.without.is_empty() {
        return Ok(());
    }
    sql.push(
        " and coalesce((select p.account_id from postings p join accounts a on a.id = p.account_id \
          where p.entry_id = e.id and a.class in ('income', 'expense') and p.minor > 0 \
          order by p.account_id <> 3 desc, p.currency = ",
    )
    .push_bind(filter.currency.clone().unwrap_or_default())
    .push(
        " desc, p.minor desc, p.position desc limit 1), 1) \
          not in (select value from json_each(",
    )
    .push_bind(serde_json::to_string(&filter.without)?)
    .push("))");
    Ok(())
}

fn push_text(sql: &mut QueryBuilder<Sqlite>, text: Option<&str>) {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return;
    };
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let pattern = format!("%{escaped}%");
    sql.push(" and (e.payee_id in (select id from payees where name like ")
        .push_bind(pattern.clone())
        .push(" escape '\\') or e.note like ")
        .push_bind(pattern)
        .push(" escape '\\')");
}

fn push_money(sql: &mut QueryBuilder<Sqlite>, filter: &EntryFilter) -> Result<()> {
    let Some(code) = filter.currency.as_deref() else {
        return match filter.small_limit {
            Some(_) => Err(LedgerError::invalid(
                "currency",
                "a limit needs its currency",
            )),
            None => Ok(()),
        };
    };
    let currency = named_currency(code)?;
    if let Some(limit) = filter.small_limit.as_deref() {
        let limit = Money::parse(limit, currency)
            .map_err(|error| LedgerError::invalid("small_limit", error.to_string()))?;
        sql.push(
            " and e.kind = 1 and e.status = 3 and e.excluded = 0 and (select -sum(p.minor) from postings p \
              join accounts a on a.id = p.account_id and a.class = 'own' \
              where p.entry_id = e.id and p.currency = ",
        )
        .push_bind(currency.code().to_owned())
        .push(") between 1 and ")
        .push_bind(limit.minor());
    } else {
        sql.push(" and exists (select 1 from postings p where p.entry_id = e.id and p.currency = ")
            .push_bind(currency.code().to_owned())
            .push(")");
    }
    Ok(())
}

pub(crate) struct PostingLine {
    pub entry: EntryId,
    pub account: AccountId,
    pub name: String,
    pub class: String,
    pub minor: i64,
    pub currency: String,
}

impl PostingLine {
    pub(crate) fn own(&self) -> bool {
        self.class == "own"
    }

    /// Spending or income, not fees, tips or balancing accounts.
    pub(crate) fn is_category(&self) -> bool {
        matches!(self.class.as_str(), "income" | "expense")
            && ![built_in::FEES, built_in::TIPS].contains(&self.account)
    }

    pub(crate) fn row(&self) -> Result<PostingRow> {
        Ok(PostingRow {
            account: self.name.clone(),
            account_id: self.account,
            own: self.own(),
            amount: amount(self.minor, stored_currency(&self.currency)?)?,
        })
    }
}

/// The postings of these entries, in the order of the ids.
pub(crate) async fn postings_of(
    db: &mut SqliteConnection,
    ids: &[EntryId],
) -> Result<Vec<PostingLine>> {
    let ids = serde_json::to_string(ids)?;
    Ok(sqlx::query_as!(
        PostingLine,
        r#"select p.entry_id as "entry!: EntryId", p.account_id as "account!: AccountId", a.name,
               a.class, p.minor, p.currency
           from json_each(?) j
           cross join postings p on p.entry_id = j.value
           join accounts a on a.id = p.account_id
           order by j.key, p.position"#,
        ids
    )
    .fetch_all(db)
    .await?)
}

/// These entries in one line each, in the order of the ids.
pub(crate) async fn rows_of(db: &mut SqliteConnection, ids: &[EntryId]) -> Result<Vec<EntryRow>> {
    let postings = postings_of(db, ids).await?;
    let list = serde_json::to_string(ids)?;
    let heads = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day, e.second as "second: u32", e.note,
               e.kind as "kind: EntryKind", e.status as "status: EntryStatus",
               e.payee_id as "payee_id: PayeeId", coalesce(payees.name, '') as "payee!: String",
               (select group_concat(tags.name, char(31)) from entry_tags
                   join tags on tags.id = entry_tags.tag_id where entry_id = e.id) as "tags: String",
               exists (select 1 from statement_rows where entry_id = e.id) as "imported!: bool"
           from json_each(?) j
           cross join entries e on e.id = j.value
           left join payees on payees.id = e.payee_id
           order by j.key"#,
        list
    )
    .fetch_all(db)
    .await?;
    let mut postings = postings.into_iter().peekable();
    let mut rows = Vec::with_capacity(heads.len());
    for head in heads {
        let mut mine = Vec::new();
        while let Some(posting) = postings.next_if(|posting| posting.entry == head.id) {
            mine.push(posting);
        }
        let view = View::of(&mine)?;
        rows.push(EntryRow {
            id: head.id,
            date: day_of(head.day)?,
            time: head
                .second
                .and_then(|s| NaiveTime::from_num_seconds_from_midnight_opt(s, 0)),
            payee: head.payee,
            payee_id: head.payee_id,
            note: head.note,
            kind: head.kind,
            status: head.status,
            accounts: view.accounts,
            amount: view.amount,
            category: view.category,
            split: view.split,
            fee: view.fee,
            tags: head
                .tags
                .iter()
                .flat_map(|t| t.split('\u{1f}'))
                .map(str::to_owned)
                .collect(),
            imported: head.imported,
        });
    }
    Ok(rows)
}

/// What the postings of an entry amount to.
struct View {
    accounts: Vec<String>,
    amount: Amount,
    category: Option<CategoryName>,
    split: bool,
    fee: Option<Amount>,
}

impl View {
    fn of(postings: &[PostingLine]) -> Result<Self> {
        let own: Vec<&PostingLine> = postings.iter().filter(|p| p.own()).collect();
        let mut accounts: Vec<String> = own.iter().map(|p| p.name.clone()).collect();
        accounts.dedup();
        let code = own
            .first()
            .or(postings.first().as_ref())
            .map(|p| p.currency.clone());
        let currency = stored_currency(code.as_deref().unwrap_or_default())?;
        let same = |p: &&&PostingLine| p.currency == currency.code();
        let net: i64 = own.iter().filter(same).map(|p| p.minor).sum();
        // Between own accounts, and where no side can be proved, the net is nothing: show what moved.
        let moved = postings
            .iter()
            .filter(|p| p.currency == currency.code())
            .map(|p| p.minor)
            .max();
        let shown = if net == 0 { moved.unwrap_or(0) } else { net };
        let categories: Vec<&PostingLine> = postings.iter().filter(|p| p.is_category()).collect();
        let fees: Vec<&PostingLine> = postings
            .iter()
            .filter(|p| p.account == built_in::FEES)
            .collect();
        let fee: i64 = fees.iter().map(|p| p.minor).sum();
        let fee_currency = fees
            .first()
            .map(|p| stored_currency(&p.currency))
            .transpose()?;
        Ok(Self {
            accounts,
            amount: amount(shown, currency)?,
            category: match categories.as_slice() {
                [only] => Some(CategoryName {
                    id: only.account,
                    name: only.name.clone(),
                }),
                _ => None,
            },
            split: categories.len() > 1,
            fee: fee_currency
                .filter(|_| fee != 0)
                .map(|currency| amount(fee, currency))
                .transpose()?,
        })
    }
}
