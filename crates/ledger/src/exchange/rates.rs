//! The rates that are known: kept from files, forgotten again, and looked up for exchanges.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, DatedRate, MAX_RATE_AGE_DAYS, RateQuery, Rates, Reference};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::file::{self, FileRate};
use super::{KnownPair, RatesKnown, RatesRead};
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::imports::StatementFile;
use crate::store::Ledger;
use crate::totals::stored_currency;

/// Rates written by one statement.
const RATES_A_STATEMENT: usize = 10_000;

impl Ledger {
    /// Keeps the rates of a file: what is new is added, what differs is taken from the file. All of it
    /// or nothing. Rates are not in the history: they are no figures of the person's own, a file of them
    /// can be read again at any time, and its images would be larger than all the rest.
    pub async fn read_rates(&self, file: &StatementFile) -> Result<RatesRead> {
        let rates = file::read(&file.name, &file.bytes)?;
        let mut transaction = self.pool.begin_with("begin immediate").await?;
        let before = count(&mut transaction).await?;
        let mut written = 0;
        for some in rates.chunks(RATES_A_STATEMENT) {
            written += keep(&mut transaction, &file.name, some).await?;
        }
        let added = count(&mut transaction).await? - before;
        transaction.commit().await?;
        told(&file.name, &rates, added, written)
    }

    /// Which rates are known.
    pub async fn rates_known(&self) -> Result<RatesKnown> {
        let mut db = self.pool.acquire().await?;
        let pairs = pairs(&mut db).await?;
        Ok(RatesKnown {
            count: pairs.iter().map(|pair| pair.days).sum(),
            first: pairs.iter().map(|pair| pair.first).min(),
            last: pairs.iter().map(|pair| pair.last).max(),
            pairs,
        })
    }

    /// Forgets all rates; gives how many there were.
    pub async fn forget_rates(&self) -> Result<u64> {
        let mut transaction = self.pool.begin_with("begin immediate").await?;
        let gone = sqlx::query!("delete from rates")
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(gone.rows_affected())
    }
}

async fn count(db: &mut SqliteConnection) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!: i64" from rates"#);
    Ok(count.fetch_one(db).await?)
}

/// Writes rates; gives how many were not so before.
async fn keep(db: &mut SqliteConnection, source: &str, rates: &[FileRate]) -> Result<u64> {
    let rows: Vec<_> = rates
        .iter()
        .map(|rate| {
            let (base, quote) = (rate.base.code(), rate.quote.code());
            (base, quote, day_number(rate.day), rate.rate.to_string())
        })
        .collect();
    let rows = serde_json::to_string(&rows)?;
    let done = sqlx::query!(
        "insert into rates (base, quote, day, rate, source)
         select value ->> '$[0]', value ->> '$[1]', value ->> '$[2]', value ->> '$[3]', ?2
         from json_each(?1) where true
         on conflict (base, quote, day) do update set rate = excluded.rate, source = excluded.source
         where rates.rate <> excluded.rate",
        rows,
        source
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

fn told(file: &str, rates: &[FileRate], added: i64, written: u64) -> Result<RatesRead> {
    let pairs: BTreeSet<_> = rates.iter().map(|rate| (rate.base, rate.quote)).collect();
    let days = || rates.iter().map(|rate| rate.day);
    let none = || LedgerError::Missing("rate");
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let added = u32::try_from(added).unwrap_or(u32::MAX);
    let written = u32::try_from(written).unwrap_or(u32::MAX);
    Ok(RatesRead {
        file: file.to_owned(),
        pairs: number(pairs.len()),
        first: days().min().ok_or_else(none)?,
        last: days().max().ok_or_else(none)?,
        added,
        changed: written.saturating_sub(added),
        known: number(rates.len()).saturating_sub(written),
    })
}

/// A pair as the file keeps it.
struct PairRow {
    base: String,
    quote: String,
    first: i64,
    last: i64,
    days: i64,
    source: String,
}

impl PairRow {
    fn told(self) -> Result<KnownPair> {
        Ok(KnownPair {
            base: self.base,
            quote: self.quote,
            first: day_of(self.first)?,
            last: day_of(self.last)?,
            days: u32::try_from(self.days).unwrap_or(u32::MAX),
            source: self.source,
        })
    }
}

async fn pairs(db: &mut SqliteConnection) -> Result<Vec<KnownPair>> {
    let rows = sqlx::query_as!(
        PairRow,
        r#"select base as "base!", quote as "quote!", first as "first!: i64", last as "last!: i64", days as "days!: i64",
               (select source from rates newest where newest.base = pair.base
                and newest.quote = pair.quote and newest.day = pair.last) as "source!: String"
           from (select base, quote, min(day) as first, max(day) as last, count(*) as days
                 from rates group by base, quote) as pair
           order by base, quote"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(PairRow::told).collect()
}

/// The rates that exchanges of some currencies in a stretch of days may need.
#[derive(Default)]
pub(super) struct KnownRates {
    rates: Rates,
    sources: HashMap<(Currency, Currency, NaiveDate), Arc<str>>,
    /// What a cross may pass through: the currencies with several pairs, the one with most first.
    pivots: Vec<Currency>,
    /// Whether any rate is known at all.
    pub is_any: bool,
}

impl KnownRates {
    pub(super) async fn read(
        db: &mut SqliteConnection,
        currencies: &BTreeSet<Currency>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let pairs = sqlx::query!("select distinct base, quote from rates")
            .fetch_all(&mut *db)
            .await?;
        let is_any = !pairs.is_empty();
        if currencies.is_empty() || !is_any {
            return Ok(Self {
                is_any,
                ..Self::default()
            });
        }
        let mut joined: BTreeMap<Currency, u32> = BTreeMap::new();
        for code in pairs.iter().flat_map(|pair| [&pair.base, &pair.quote]) {
            *joined.entry(stored_currency(code)?).or_default() += 1;
        }
        let mut pivots: Vec<_> = joined.into_iter().filter(|(_, pairs)| *pairs > 1).collect();
        pivots.sort_by_key(|(_, pairs)| std::cmp::Reverse(*pairs));
        let mut known = Self {
            pivots: pivots.into_iter().map(|(currency, _)| currency).collect(),
            is_any,
            ..Self::default()
        };
        known.add(db, currencies, (from, to)).await?;
        Ok(known)
    }

    async fn add(
        &mut self,
        db: &mut SqliteConnection,
        currencies: &BTreeSet<Currency>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<()> {
        let before = Days::new(MAX_RATE_AGE_DAYS.into());
        let first = day_number(from.checked_sub_days(before).unwrap_or(from));
        let last = day_number(to);
        let codes: BTreeSet<&str> = currencies
            .iter()
            .chain(&self.pivots)
            .map(Currency::code)
            .collect();
        let codes = serde_json::to_string(&codes)?;
        let rows = sqlx::query!(
            "select base, quote, day, rate, source from rates
             where base in (select value from json_each(?1))
               and quote in (select value from json_each(?1)) and day between ?2 and ?3",
            codes,
            first,
            last
        )
        .fetch_all(db)
        .await?;
        let mut names: HashMap<String, Arc<str>> = HashMap::new();
        for row in rows {
            let dated = DatedRate {
                date: day_of(row.day)?,
                base: stored_currency(&row.base)?,
                quote: stored_currency(&row.quote)?,
                rate: stored_rate(&row.rate)?,
            };
            self.rates.add(dated)?;
            let name = names.entry(row.source);
            let source = name.or_insert_with_key(|name| name.as_str().into());
            let place = (dated.base, dated.quote, dated.date);
            self.sources.insert(place, Arc::clone(source));
        }
        Ok(())
    }

    /// The day's reference: of the pair itself, or through the first currency that joins the two.
    pub(super) fn reference(
        &self,
        from: Currency,
        to: Currency,
        day: NaiveDate,
    ) -> Option<Reference> {
        let by = RateQuery::on(day);
        self.rates.reference(from, to, by).or_else(|| {
            let mut pivots = self.pivots.iter();
            pivots.find_map(|pivot| self.rates.reference(from, to, by.through(*pivot)))
        })
    }

    /// The file that a rate is from.
    pub(super) fn source(&self, rate: &DatedRate) -> &str {
        let place = (rate.base, rate.quote, rate.date);
        self.sources.get(&place).map_or("", AsRef::as_ref)
    }
}

fn stored_rate(text: &str) -> Result<Decimal> {
    text.parse()
        .map_err(|_| LedgerError::Damaged(format!("{text} is not a rate")))
}
