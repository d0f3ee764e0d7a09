//! The small-money lens: what the small payments add up to, by day, month and merchant.
//!
//! Reads the kept totals only, so that it does not grow with the number of entries. The limit is one
//! of ten steps for each currency, for which the totals keep counts and sums.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use farthing_money::{Currency, Money};
use farthing_rules::lens;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of, first_of_month, month_number};
use crate::error::{LedgerError, Result};
use crate::ids::PayeeId;
use crate::store::Ledger;
use crate::totals::{Purchases, payee_months};
use crate::wire::{Amount, amount, named_currency};

/// How many merchants are listed.
const MERCHANTS: usize = 50;

/// Which small payments.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SmallQuery {
    /// The currency's code; amounts of two currencies never mix.
    pub currency: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The largest size that is small: one of the currency's ten steps; none for its default.
    pub limit: Option<String>,
}

/// What the small payments add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Small {
    /// The currency's code.
    pub currency: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The largest size that counts as small.
    pub limit: Amount,
    /// The currency's default for it.
    pub default_limit: Amount,
    /// The ten steps it can have, ascending.
    pub limits: Vec<Amount>,
    /// How many small payments.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub count: i64,
    /// What they add up to.
    pub sum: Amount,
    /// Their average, half-up; none without payments.
    pub average: Option<Amount>,
    /// How many posted purchases of any size.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub total_count: i64,
    /// What those add up to.
    pub total_spend: Amount,
    /// `sum` as a fraction of `total_spend`, four places.
    pub share_of_spend: String,
    /// `count` as a fraction of `total_count`, four places.
    pub share_of_count: String,
    /// A year at this pace.
    pub annualised: Amount,
    /// By month, ascending; months without small payments are left out.
    pub months: Vec<MonthFlow>,
    /// The merchants that took most, at most 50.
    pub merchants: Vec<MerchantFlow>,
    /// How these figures were made, as a sentence.
    pub formula: String,
}

/// The small payments of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MonthFlow {
    /// The month, `2026-03`.
    pub month: String,
    /// How many.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub count: i64,
    /// What they add up to.
    pub sum: Amount,
}

/// The small payments to one merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MerchantFlow {
    /// The payee; none where statements name nobody.
    pub payee: Option<PayeeId>,
    /// Its name.
    pub name: String,
    /// How many.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub count: i64,
    /// What they add up to.
    pub sum: Amount,
    /// Their average, half-up.
    pub average: Amount,
}

/// Payments of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFlow {
    /// The day.
    pub day: NaiveDate,
    /// How many small ones.
    pub small_count: i64,
    /// What the small ones add up to, in minor units.
    pub small_minor: i64,
    /// How many posted purchases of any size.
    pub count: i64,
    /// What those add up to, in minor units.
    pub spent_minor: i64,
}

/// A query that was checked: the days in order, the limit a step of the ladder.
struct Lens {
    currency: Currency,
    from: NaiveDate,
    to: NaiveDate,
    limits: [Money; lens::BANDS],
    band: usize,
}

impl Ledger {
    /// What the small payments of a span add up to.
    pub async fn small(&self, query: &SmallQuery) -> Result<Small> {
        let lens = Lens::of(query)?;
        let mut db = self.pool.acquire().await?;
        let days = days(&mut db, &lens).await?;
        let merchants = merchants(&mut db, &lens).await?;
        lens.figures(&days, merchants)
    }

    /// The payments of a span by day; days without any purchase are left out.
    pub async fn small_days(&self, query: &SmallQuery) -> Result<Vec<DayFlow>> {
        let lens = Lens::of(query)?;
        let mut db = self.pool.acquire().await?;
        days(&mut db, &lens).await
    }
}

impl Lens {
    fn of(query: &SmallQuery) -> Result<Self> {
        let currency = named_currency(&query.currency)?;
        if query.from > query.to {
            return Err(LedgerError::invalid(
                "from",
                "the first day is after the last",
            ));
        }
        let limits = lens::band_limits(currency);
        let limit = match query.limit.as_deref() {
            None => lens::default_limit(currency),
            Some(text) => Money::parse(text, currency)
                .map_err(|error| LedgerError::invalid("limit", error.to_string()))?,
        };
        let band = limits
            .iter()
            .position(|step| *step == limit)
            .ok_or_else(|| {
                let steps: Vec<String> = limits.iter().map(Money::decimal_text).collect();
                LedgerError::invalid("limit", format!("choose one of {}", steps.join(", ")))
            })?;
        Ok(Self {
            currency,
            from: query.from,
            to: query.to,
            limits,
            band,
        })
    }

    fn limit(&self) -> Money {
        self.limits
            .get(self.band)
            .copied()
            .unwrap_or_else(|| lens::default_limit(self.currency))
    }

    fn band_number(&self) -> i64 {
        i64::try_from(self.band).unwrap_or_default()
    }

    fn figures(&self, days: &[DayFlow], merchants: Vec<MerchantFlow>) -> Result<Small> {
        let money = |minor| Money::from_minor(minor, self.currency);
        let count: i64 = days.iter().map(|day| day.small_count).sum();
        let sum = money(days.iter().map(|day| day.small_minor).sum())?;
        let total_count: i64 = days.iter().map(|day| day.count).sum();
        let total = money(days.iter().map(|day| day.spent_minor).sum())?;
        let window = u32::try_from((self.to - self.from).num_days() + 1).unwrap_or(u32::MAX);
        let pace = lens::annualised(sum, window)
            .map_err(|error| LedgerError::invalid("from", error.to_string()))?;
        let share = |part, whole| {
            lens::share(part, whole).map_or_else(|| "0.0000".to_owned(), |share| share.to_string())
        };
        Ok(Small {
            currency: self.currency.code().to_owned(),
            from: self.from,
            to: self.to,
            limit: self.limit().into(),
            default_limit: lens::default_limit(self.currency).into(),
            limits: self
                .limits
                .iter()
                .map(|limit| Amount::from(*limit))
                .collect(),
            count,
            sum: sum.into(),
            average: lens::average(sum, count).map(Amount::from),
            total_count,
            total_spend: total.into(),
            share_of_spend: share(sum.minor(), total.minor()),
            share_of_count: share(count, total_count),
            annualised: pace.yearly.into(),
            months: self.months(days)?,
            merchants,
            formula: self.formula(count, sum, window),
        })
    }

    fn months(&self, days: &[DayFlow]) -> Result<Vec<MonthFlow>> {
        let mut months: Vec<(NaiveDate, i64, i64)> = Vec::new();
        for day in days.iter().filter(|day| day.small_count > 0) {
            let month = first_of_month(day.day);
            match months.last_mut() {
                Some(last) if last.0 == month => {
                    last.1 += day.small_count;
                    last.2 += day.small_minor;
                }
                _ => months.push((month, day.small_count, day.small_minor)),
            }
        }
        months
            .into_iter()
            .map(|(month, count, minor)| {
                Ok(MonthFlow {
                    month: month.format("%Y-%m").to_string(),
                    count,
                    sum: amount(minor, self.currency)?,
                })
            })
            .collect()
    }

    fn formula(&self, count: i64, sum: Money, window: u32) -> String {
        let payments = if count == 1 { "payment" } else { "payments" };
        format!(
            "{count} posted {payments} of at most {} from {} to {} add up to {sum}. Shares are of all \
             posted purchases in {} in these days; refunds are not taken off. A year at this pace is \
             the sum × 365 ÷ {window} days.",
            self.limit(),
            self.from.format("%-d %B %Y"),
            self.to.format("%-d %B %Y"),
            self.currency,
        )
    }
}

async fn days(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<DayFlow>> {
    let (from, to, band) = (
        day_number(lens.from),
        day_number(lens.to),
        lens.band_number(),
    );
    let code = lens.currency.code();
    let rows = sqlx::query!(
        r#"select day, sum(purchases) as "count!: i64", sum(spent) as "spent!: i64",
               sum(c0 + iif(?1 < 1, 0, c1 + iif(?1 < 2, 0, c2 + iif(?1 < 3, 0, c3
                   + iif(?1 < 4, 0, c4 + iif(?1 < 5, 0, c5 + iif(?1 < 6, 0, c6
                   + iif(?1 < 7, 0, c7 + iif(?1 < 8, 0, c8 + iif(?1 < 9, 0, c9)))))))))) as "small_count!: i64",
               sum(s0 + iif(?1 < 1, 0, s1 + iif(?1 < 2, 0, s2 + iif(?1 < 3, 0, s3
                   + iif(?1 < 4, 0, s4 + iif(?1 < 5, 0, s5 + iif(?1 < 6, 0, s6
                   + iif(?1 < 7, 0, s7 + iif(?1 < 8, 0, s8 + iif(?1 < 9, 0, s9)))))))))) as "small_minor!: i64"
           from day_totals where currency = ?2 and day between ?3 and ?4 and purchases > 0
           group by day order by day"#,
        band,
        code,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DayFlow {
                day: day_of(row.day)?,
                small_count: row.small_count,
                small_minor: row.small_minor,
                count: row.count,
                spent_minor: row.spent,
            })
        })
        .collect()
}

/// The span as whole months, where nothing was bought in the rest of its first and last month.
async fn whole_months(db: &mut SqliteConnection, lens: &Lens) -> Result<bool> {
    let code = lens.currency.code();
    let (from, to) = (day_number(lens.from), day_number(lens.to));
    let start = day_number(first_of_month(lens.from));
    let end = day_number(last_of_month(lens.to));
    Ok(sqlx::query_scalar!(
        r#"select not exists (select 1 from day_totals where currency = ?1 and purchases > 0
               and day between ?2 and ?3 - 1)
           and not exists (select 1 from day_totals where currency = ?1 and purchases > 0
               and day between ?4 + 1 and ?5) as "whole!: bool""#,
        code,
        start,
        from,
        to,
        end
    )
    .fetch_one(db)
    .await?)
}

fn last_of_month(date: NaiveDate) -> NaiveDate {
    let next = if date.month() == 12 {
        NaiveDate::from_ymd_opt(date.year() + 1, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(date.year(), date.month() + 1, 1)
    };
    next.and_then(|next| next.pred_opt()).unwrap_or(date)
}

struct MerchantRow {
    payee: i64,
    name: Option<String>,
    count: i64,
    minor: i64,
}

async fn merchants(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<MerchantFlow>> {
    let rows = if whole_months(db, lens).await? {
        merchants_by_month(db, lens).await?
    } else {
        merchants_by_entry(db, lens).await?
    };
    rows.into_iter()
        .map(|row| {
            let sum = Money::from_minor(row.minor, lens.currency)?;
            Ok(MerchantFlow {
                payee: (row.payee != 0).then_some(PayeeId(row.payee)),
                name: row.name.unwrap_or_else(|| "Nobody named".to_owned()),
                count: row.count,
                sum: sum.into(),
                average: lens::average(sum, row.count).unwrap_or(sum).into(),
            })
        })
        .collect()
}

/// What each payee took, from the months that are kept by payee.
async fn merchants_by_month(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<MerchantRow>> {
    let (from, to) = (month_number(lens.from), month_number(lens.to));
    let mut totals: HashMap<i64, Purchases> = HashMap::new();
    for payees in payee_months::between(db, lens.currency, from, to).await? {
        for (payee, purchases) in payees {
            totals.entry(payee).or_default().add(&purchases)?;
        }
    }
    let mut most = Vec::with_capacity(totals.len());
    for (payee, purchases) in totals {
        let (count, minor) = purchases.up_to(lens.band)?;
        if count > 0 {
            most.push((payee, count, minor));
        }
    }
    most.sort_unstable_by_key(|&(payee, _, minor)| (Reverse(minor), payee));
    most.truncate(MERCHANTS);
    named(db, &most).await
}

async fn named(db: &mut SqliteConnection, most: &[(i64, i64, i64)]) -> Result<Vec<MerchantRow>> {
    let list = serde_json::to_string(most)?;
    Ok(sqlx::query_as!(
        MerchantRow,
        r#"select j.value ->> '$[0]' as "payee!: i64", j.value ->> '$[1]' as "count!: i64",
               j.value ->> '$[2]' as "minor!: i64",
               (select name from payees where id = j.value ->> '$[0]') as "name: String"
           from json_each(?) j order by j.key"#,
        list
    )
    .fetch_all(db)
    .await?)
}

/// For spans that cut a month in two: from the entries themselves.
async fn merchants_by_entry(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<MerchantRow>> {
    let code = lens.currency.code();
    let (from, to, limit) = (
        day_number(lens.from),
        day_number(lens.to),
        lens.limit().minor(),
    );
    let most = i64::try_from(MERCHANTS).unwrap_or(i64::MAX);
    Ok(sqlx::query_as!(
        MerchantRow,
        r#"select coalesce(payee_id, 0) as "payee!: i64", count(*) as "count!: i64",
               sum(size) as "minor!: i64",
               (select name from payees where id = payee_id) as "name: String"
           from (select e.payee_id, -sum(p.minor) as size
                 from entries e
                 join postings p on p.entry_id = e.id and p.currency = ?1
                 join accounts a on a.id = p.account_id and a.class = 'own'
                 where e.day between ?2 and ?3 and e.kind = 1 and e.status = 3
                     and e.excluded = 0
                 group by e.id)
           where size between 1 and ?4
           group by payee_id order by sum(size) desc, payee_id limit ?5"#,
        code,
        from,
        to,
        limit,
        most
    )
    .fetch_all(db)
    .await?)
}
