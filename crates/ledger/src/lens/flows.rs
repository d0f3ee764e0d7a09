//! One walk over the purchases of the days, for what no kept sum can answer.

use std::collections::{BTreeMap, HashMap};

use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::DayFlow;
use super::question::Lens;
use crate::day::day_of;
use crate::error::Result;
use crate::ids::AccountId;
use crate::totals::purchases::{DayPurchase, unpack};

/// Days read by one statement, so that many years need little memory.
const DAYS_A_READ: i64 = 512;

/// Gives every posted purchase of a currency from day to day, with its day.
pub(crate) async fn each(
    db: &mut SqliteConnection,
    currency: Currency,
    (from, to): (i64, i64),
    mut take: impl FnMut(i64, DayPurchase),
) -> Result<()> {
    let code = currency.code();
    let mut first = from;
    while first <= to {
        let last = to.min(first + DAYS_A_READ - 1);
        let rows = sqlx::query!(
            "select day, purchases from day_purchases
             where currency = ? and day between ? and ? order by day",
            code,
            first,
            last
        )
        .fetch_all(&mut *db)
        .await?;
        for row in rows {
            unpack(&row.purchases, |purchase| take(row.day, purchase))?;
        }
        first = last + 1;
    }
    Ok(())
}

/// The purchases by day, as the question asks.
pub(super) async fn by_day(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<DayFlow>> {
    let limit = lens.limit.minor();
    let mut days: BTreeMap<i64, [i64; 4]> = BTreeMap::new();
    each(db, lens.currency, lens.days(), |day, purchase| {
        if lens.without.contains(&AccountId(purchase.category)) {
            return;
        }
        let [small_count, small_minor, count, spent] = days.entry(day).or_default();
        if purchase.minor <= limit {
            *small_count += 1;
            *small_minor += purchase.minor;
        }
        *count += 1;
        *spent += purchase.minor;
    })
    .await?;
    let flow = |(day, [small_count, small_minor, count, spent_minor]): (i64, [i64; 4])| {
        Ok(DayFlow {
            day: day_of(day)?,
            small_count,
            small_minor,
            count,
            spent_minor,
        })
    };
    days.into_iter().map(flow).collect()
}

/// The small purchases by payee: how many, how much.
pub(super) async fn by_payee(
    db: &mut SqliteConnection,
    lens: &Lens,
) -> Result<HashMap<i64, (i64, i64)>> {
    let mut payees: HashMap<i64, (i64, i64)> = HashMap::new();
    small(db, lens, |_, purchase| {
        let flow = payees.entry(purchase.payee).or_default();
        flow.0 += 1;
        flow.1 += purchase.minor;
    })
    .await?;
    Ok(payees)
}

/// Gives the small purchases of the question with their days.
pub(super) async fn small(
    db: &mut SqliteConnection,
    lens: &Lens,
    mut take: impl FnMut(i64, DayPurchase),
) -> Result<()> {
    let limit = lens.limit.minor();
    each(db, lens.currency, lens.days(), |day, purchase| {
        let is_left_out = lens.without.contains(&AccountId(purchase.category));
        if purchase.minor <= limit && !is_left_out {
            take(day, purchase);
        }
    })
    .await
}
