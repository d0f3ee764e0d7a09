//! The kept totals that reports read: by day and account, payee and month, category and month.
//!
//! They say nothing that entries and postings do not say; [`Deltas`] is the only way they change,
//! for an entry typed in, an import of a hundred thousand and a rebuild alike.

mod detailed;
pub(crate) mod details;
mod joined;
mod numbers;
pub(crate) mod payee_months;
pub(crate) mod purchases;
pub(crate) mod rebuild;
mod sizes;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::lens::Ladder;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::day::{day_number, day_of, month_number};
use crate::error::{LedgerError, Result};
use crate::fast_hash::FastMap;
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::kinds::{EntryKind, EntryStatus};
use crate::savings::TouchedDays;

pub(crate) use detailed::{ABOVE, ALONE};
pub(crate) use sizes::Purchases;

use details::DayDetail;

/// SQLite takes at most 32,766 values in one statement; these many rows stay well below.
const ROWS_A_STATEMENT: usize = 400;

/// What an entry contributes to totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// Its id; none of an entry that an import brings, of which nothing is known yet.
    pub entry: Option<EntryId>,
    pub day: NaiveDate,
    /// The second of its day, where the time is known.
    pub second: Option<u32>,
    pub kind: EntryKind,
    pub status: EntryStatus,
    pub payee: Option<PayeeId>,
    /// Kept out of what is counted as small money.
    pub excluded: bool,
    /// The purchase that a refund belongs to.
    pub refund_of: Option<EntryId>,
    pub parts: Vec<Part>,
}

/// One posting as totals see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub account: AccountId,
    pub own: bool,
    pub minor: i64,
    pub currency: Currency,
}

/// Changes of the totals, gathered in memory and written together.
#[derive(Debug, Default)]
pub(crate) struct Deltas {
    days: FastMap<(Currency, i64, AccountId), DayTotal>,
    payees: FastMap<(Currency, i64, i64), Purchases>,
    categories: FastMap<(Currency, i64, AccountId), Tally>,
    balances: FastMap<(AccountId, Currency), Tally>,
    details: FastMap<(Currency, i64), DayDetail>,
    /// The entries that were counted, but for those that an import brings.
    entries: BTreeSet<EntryId>,
    /// The purchases that counted refunds belong or belonged to.
    refunded: BTreeSet<EntryId>,
    ladders: FastMap<Currency, Ladder>,
    takes: bool,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct DayTotal {
    entries: i64,
    inflow: i64,
    outflow: i64,
    purchases: Purchases,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    entries: i64,
    minor: i64,
}

impl Part {
    /// A part that faces an own account.
    pub(crate) fn of(account: AccountId, amount: Money) -> Self {
        Self {
            account,
            own: false,
            minor: amount.minor(),
            currency: amount.currency(),
        }
    }

    /// The same for an own account.
    pub(crate) fn own(self) -> Self {
        Self { own: true, ..self }
    }
}

impl Fact {
    fn counts(&self) -> bool {
        matches!(self.status, EntryStatus::Pending | EntryStatus::Posted)
    }

    /// An error unless the parts sum to zero in each currency.
    pub(crate) fn require_balance(&self) -> Result<()> {
        for part in &self.parts {
            let same = self.parts.iter().filter(|p| p.currency == part.currency);
            let mut off = 0;
            same.map(|p| p.minor)
                .try_for_each(|minor| add(&mut off, minor))?;
            if off != 0 {
                return Err(LedgerError::invalid(
                    "amount",
                    format!(
                        "the parts of an entry must add up to nothing; these are off by {off} minor units \
                         of {}",
                        part.currency
                    ),
                ));
            }
        }
        Ok(())
    }

    /// The purchases in it, by currency: the size, and the own account that paid most.
    fn purchases(&self) -> Vec<(Currency, AccountId, i64)> {
        if self.kind != EntryKind::Purchase || self.excluded {
            return Vec::new();
        }
        let mut sizes: Vec<(Currency, AccountId, i64, i64)> = Vec::new();
        for part in self.parts.iter().filter(|part| part.own) {
            match sizes.iter_mut().find(|size| size.0 == part.currency) {
                None => sizes.push((part.currency, part.account, -part.minor, part.minor)),
                Some(size) => {
                    size.2 -= part.minor;
                    if part.minor < size.3 {
                        (size.1, size.3) = (part.account, part.minor);
                    }
                }
            }
        }
        sizes.retain(|size| size.2 > 0);
        sizes
            .into_iter()
            .map(|(c, a, size, _)| (c, a, size))
            .collect()
    }
}

impl Deltas {
    /// Adds (`sign` 1) or takes away (`sign` -1) what an entry contributes.
    pub(crate) fn count(&mut self, fact: &Fact, sign: i64) -> Result<()> {
        self.entries.extend(fact.entry);
        self.refunded.extend(fact.refund_of);
        if !fact.counts() {
            return Ok(());
        }
        self.takes |= sign < 0;
        for (index, part) in fact.parts.iter().enumerate() {
            let earlier = fact.parts.get(..index).unwrap_or_default();
            let first = !earlier
                .iter()
                .any(|p| (p.account, p.currency) == (part.account, part.currency));
            self.count_part(fact.day, part, sign, i64::from(first))?;
        }
        let purchases = fact.purchases();
        if fact.status == EntryStatus::Posted {
            for purchase in &purchases {
                self.count_purchase(fact, *purchase, sign)?;
            }
        }
        self.count_details(fact, &purchases, sign)
    }

    fn ladder(&mut self, currency: Currency) -> &Ladder {
        self.ladders
            .entry(currency)
            .or_insert_with(|| Ladder::new(currency))
    }

    /// The days and own accounts of the entries that were counted, also of those that were taken
    /// away and added again; these entries, and the purchases of refunds among them.
    pub(crate) fn touched(&self) -> Result<TouchedDays> {
        let mut touched = TouchedDays::default();
        for (_, day, account) in self.days.keys() {
            touched.add(*account, *day)?;
        }
        touched.entries.clone_from(&self.entries);
        touched.refunded.clone_from(&self.refunded);
        Ok(touched)
    }

    fn count_part(&mut self, day: NaiveDate, part: &Part, sign: i64, entry: i64) -> Result<()> {
        let minor = part.minor * sign;
        if part.own {
            let total = self
                .days
                .entry((part.currency, day_number(day), part.account))
                .or_default();
            total.entries += entry * sign;
            let flow = if part.minor >= 0 {
                &mut total.inflow
            } else {
                &mut total.outflow
            };
            add(flow, part.minor.abs() * sign)?;
            let balance = self
                .balances
                .entry((part.account, part.currency))
                .or_default();
            balance.entries += entry * sign;
            add(&mut balance.minor, minor)
        } else {
            let key = (part.currency, month_number(day), part.account);
            let tally = self.categories.entry(key).or_default();
            tally.entries += entry * sign;
            add(&mut tally.minor, minor)
        }
    }

    fn count_purchase(
        &mut self,
        fact: &Fact,
        (currency, account, size): (Currency, AccountId, i64),
        sign: i64,
    ) -> Result<()> {
        let band = self.ladder(currency).band_of(size);
        let day = self
            .days
            .entry((currency, day_number(fact.day), account))
            .or_default();
        day.purchases.count(size, band, sign)?;
        let payee = fact.payee.map_or(0, |payee| payee.0);
        self.payees
            .entry((currency, month_number(fact.day), payee))
            .or_default()
            .count(size, band, sign)
    }

    /// Writes the gathered changes in the transaction of `db`.
    pub(crate) async fn apply(self, db: &mut SqliteConnection) -> Result<()> {
        let touched = Touched::by(&self);
        apply_days(db, sorted(self.days)).await?;
        payee_months::add(db, self.payees.into_iter()).await?;
        details::apply(db, self.details).await?;
        apply_categories(db, sorted(self.categories)).await?;
        apply_balances(db, sorted(self.balances)).await?;
        if self.takes {
            forget_empty(db, &touched).await?;
        }
        Ok(())
    }
}

/// Where changes may have left a row of nothing: currencies, days and months, from first to last.
struct Touched {
    currencies: BTreeSet<Currency>,
    days: (i64, i64),
    months: (i64, i64),
}

impl Touched {
    fn by(deltas: &Deltas) -> Self {
        let nowhere = (i64::MAX, i64::MIN);
        let wider = |span: (i64, i64), number: i64| (span.0.min(number), span.1.max(number));
        let (days, months) = (deltas.days.keys(), deltas.categories.keys());
        Self {
            currencies: days
                .clone()
                .chain(months.clone())
                .map(|key| key.0)
                .collect(),
            days: days.map(|key| key.1).fold(nowhere, wider),
            months: months.map(|key| key.1).fold(nowhere, wider),
        }
    }
}

pub(crate) fn add(total: &mut i64, minor: i64) -> Result<()> {
    *total = total
        .checked_add(minor)
        .ok_or(LedgerError::Money(farthing_money::MoneyError::Overflow))?;
    Ok(())
}

/// In the order of the table's key, so that pages are filled one after the other.
fn sorted<K: Ord, V>(rows: FastMap<K, V>) -> Vec<(K, V)> {
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

/// What these entries contribute now.
pub(crate) async fn facts_of(db: &mut SqliteConnection, entries: &[EntryId]) -> Result<Vec<Fact>> {
    let ids = serde_json::to_string(entries)?;
    let rows = sqlx::query_as!(
        FactRow,
        r#"select e.id as "entry!: i64", e.day, e.second as "second: u32", e.kind as "kind: EntryKind",
               e.status as "status: EntryStatus", e.payee_id as "payee: PayeeId",
               e.excluded as "excluded!: bool", e.refund_of as "refund_of: EntryId", p.account_id as "account: AccountId",
               a.class = 'own' as "own!: bool", p.minor, p.currency
           from json_each(?) j
           cross join entries e on e.id = j.value
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id
           order by e.id, p.position"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut gathered = Gathered::default();
    for row in rows {
        gathered.take(&row)?;
    }
    Ok(gathered.facts)
}

/// A posting with its entry, as the database gives it.
struct FactRow {
    pub entry: i64,
    pub day: i64,
    pub second: Option<u32>,
    pub kind: EntryKind,
    pub status: EntryStatus,
    pub payee: Option<PayeeId>,
    pub excluded: bool,
    pub refund_of: Option<EntryId>,
    pub account: AccountId,
    pub own: bool,
    pub minor: i64,
    pub currency: String,
}

/// Joins the postings of an entry, which come one after the other.
#[derive(Default)]
struct Gathered {
    facts: Vec<Fact>,
    last: Option<i64>,
    currencies: HashMap<String, Currency>,
}

impl Gathered {
    fn take(&mut self, row: &FactRow) -> Result<()> {
        let currency = self.currency(&row.currency)?;
        let part = Part {
            account: row.account,
            own: row.own,
            minor: row.minor,
            currency,
        };
        match self.facts.last_mut() {
            Some(fact) if self.last == Some(row.entry) => fact.parts.push(part),
            _ => self.facts.push(Fact {
                entry: Some(EntryId(row.entry)),
                day: day_of(row.day)?,
                second: row.second,
                kind: row.kind,
                status: row.status,
                payee: row.payee,
                excluded: row.excluded,
                refund_of: row.refund_of,
                parts: vec![part],
            }),
        }
        self.last = Some(row.entry);
        Ok(())
    }

    fn currency(&mut self, code: &str) -> Result<Currency> {
        if let Some(known) = self.currencies.get(code) {
            return Ok(*known);
        }
        let currency = stored_currency(code)?;
        self.currencies.insert(code.to_owned(), currency);
        Ok(currency)
    }
}

/// A currency as the file names it.
pub(crate) fn stored_currency(code: &str) -> Result<Currency> {
    Currency::of_any_time(code).map_err(|error| LedgerError::Damaged(error.to_string()))
}

type DayRow = ((Currency, i64, AccountId), DayTotal);
type CategoryRow = ((Currency, i64, AccountId), Tally);
type BalanceRow = ((AccountId, Currency), Tally);

/// Adds the twenty band columns of a conflicting row.
const ADD_PURCHASES: &str = "purchases = purchases + excluded.purchases, spent = spent + excluded.spent, \
    c0 = c0 + excluded.c0, c1 = c1 + excluded.c1, c2 = c2 + excluded.c2, c3 = c3 + excluded.c3, \
    c4 = c4 + excluded.c4, c5 = c5 + excluded.c5, c6 = c6 + excluded.c6, c7 = c7 + excluded.c7, \
    c8 = c8 + excluded.c8, c9 = c9 + excluded.c9, \
    s0 = s0 + excluded.s0, s1 = s1 + excluded.s1, s2 = s2 + excluded.s2, s3 = s3 + excluded.s3, \
    s4 = s4 + excluded.s4, s5 = s5 + excluded.s5, s6 = s6 + excluded.s6, s7 = s7 + excluded.s7, \
    s8 = s8 + excluded.s8, s9 = s9 + excluded.s9";

async fn apply_days(db: &mut SqliteConnection, rows: Vec<DayRow>) -> Result<()> {
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let mut sql = QueryBuilder::<Sqlite>::new("insert into day_totals ");
        sql.push_values(rows, |mut row, ((currency, day, account), total)| {
            row.push_bind(currency.code())
                .push_bind(*day)
                .push_bind(account.0)
                .push_bind(total.entries)
                .push_bind(total.inflow)
                .push_bind(total.outflow);
            bind_purchases(&mut row, &total.purchases);
        });
        sql.push(
            " on conflict (currency, day, account_id) do update set \
              entries = entries + excluded.entries, inflow = inflow + excluded.inflow, \
              outflow = outflow + excluded.outflow, ",
        );
        sql.push(ADD_PURCHASES);
        sql.build().execute(&mut *db).await?;
    }
    Ok(())
}

fn bind_purchases(
    row: &mut sqlx::query_builder::Separated<'_, Sqlite, &'static str>,
    purchases: &Purchases,
) {
    row.push_bind(purchases.count).push_bind(purchases.spent);
    for count in purchases.band_counts {
        row.push_bind(count);
    }
    for sum in purchases.band_sums {
        row.push_bind(sum);
    }
}

async fn apply_categories(db: &mut SqliteConnection, rows: Vec<CategoryRow>) -> Result<()> {
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let mut sql = QueryBuilder::<Sqlite>::new("insert into category_months ");
        sql.push_values(rows, |mut row, ((currency, month, account), tally)| {
            row.push_bind(currency.code())
                .push_bind(*month)
                .push_bind(account.0)
                .push_bind(tally.entries)
                .push_bind(tally.minor);
        });
        sql.push(
            " on conflict (currency, month, account_id) do update set \
              entries = entries + excluded.entries, minor = minor + excluded.minor",
        );
        sql.build().execute(&mut *db).await?;
    }
    Ok(())
}

async fn apply_balances(db: &mut SqliteConnection, rows: Vec<BalanceRow>) -> Result<()> {
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let mut sql = QueryBuilder::<Sqlite>::new("insert into balances ");
        sql.push_values(rows, |mut row, ((account, currency), tally)| {
            row.push_bind(account.0)
                .push_bind(currency.code())
                .push_bind(tally.entries)
                .push_bind(tally.minor);
        });
        sql.push(
            " on conflict (account_id, currency) do update set \
              entries = entries + excluded.entries, minor = minor + excluded.minor",
        );
        sql.build().execute(&mut *db).await?;
    }
    Ok(())
}

/// A row that nothing contributes to any more goes, so that a rebuild gives the same tables.
async fn forget_empty(db: &mut SqliteConnection, touched: &Touched) -> Result<()> {
    for currency in &touched.currencies {
        let code = currency.code();
        sqlx::query!(
            "delete from day_totals where currency = ? and day between ? and ?
             and entries = 0 and purchases = 0",
            code,
            touched.days.0,
            touched.days.1
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "delete from category_months where currency = ? and month between ? and ? and entries = 0",
            code,
            touched.months.0,
            touched.months.1
        )
        .execute(&mut *db)
        .await?;
    }
    sqlx::query!("delete from balances where entries = 0")
        .execute(db)
        .await?;
    Ok(())
}
