//! What each payee took in a month: a kept total with all payees of a month packed into one row.
//!
//! A report reads whole months, and most payees take little in few sizes. Packed, a month of four
//! hundred payees is one row of a few kilobytes, where a row for each payee had 25 columns of which
//! most were zero. `sizes` says how they are packed.

use std::collections::BTreeMap;

use farthing_money::Currency;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::error::Result;
use crate::fast_hash::FastMap;
use crate::totals::sizes::{BySize, Purchases, packed, unpacked};
use crate::totals::stored_currency;

/// Rows written by one statement.
const MONTHS_A_STATEMENT: usize = 1_000;

/// Adds to the kept months, and forgets payees and months with nothing left in them.
pub(crate) async fn add(
    db: &mut SqliteConnection,
    deltas: impl Iterator<Item = ((Currency, i64, i64), Purchases)>,
) -> Result<()> {
    let mut by_month: FastMap<(Currency, i64), Vec<(i64, Purchases)>> = FastMap::default();
    for ((currency, month, payee), purchases) in deltas {
        let payees = by_month.entry((currency, month)).or_default();
        payees.push((payee, purchases));
    }
    let mut by_currency: BTreeMap<Currency, BTreeMap<i64, BySize>> = BTreeMap::new();
    for ((currency, month), payees) in by_month {
        let months = by_currency.entry(currency).or_default();
        months.insert(month, payees.into_iter().collect());
    }
    for (currency, mut months) in by_currency {
        add_to_stored(db, currency, &mut months).await?;
        write(db, currency, &months).await?;
    }
    Ok(())
}

async fn add_to_stored(
    db: &mut SqliteConnection,
    currency: Currency,
    months: &mut BTreeMap<i64, BySize>,
) -> Result<()> {
    let wanted = serde_json::to_string(&months.keys().collect::<Vec<_>>())?;
    let code = currency.code();
    let stored = sqlx::query!(
        "select month, payees from payee_months
         where currency = ? and month in (select value from json_each(?))",
        code,
        wanted
    )
    .fetch_all(db)
    .await?;
    for row in stored {
        let payees = months.entry(row.month).or_default();
        for (payee, purchases) in unpacked(&row.payees)? {
            payees.entry(payee).or_default().add(&purchases)?;
        }
    }
    for payees in months.values_mut() {
        payees.retain(|_, purchases| purchases.count != 0);
    }
    Ok(())
}

async fn write(
    db: &mut SqliteConnection,
    currency: Currency,
    months: &BTreeMap<i64, BySize>,
) -> Result<()> {
    let filled = months.iter().filter(|(_, payees)| !payees.is_empty());
    let rows = filled
        .map(|(month, payees)| Ok((*month, packed(payees)?)))
        .collect::<Result<Vec<_>>>()?;
    for rows in rows.chunks(MONTHS_A_STATEMENT) {
        let mut sql =
            QueryBuilder::<Sqlite>::new("insert into payee_months (currency, month, payees) ");
        sql.push_values(rows, |mut values, (month, payees)| {
            values
                .push_bind(currency.code())
                .push_bind(*month)
                .push_bind(payees.as_slice());
        });
        sql.push(" on conflict (currency, month) do update set payees = excluded.payees");
        sql.build().execute(&mut *db).await?;
    }
    for (month, _) in months.iter().filter(|(_, payees)| payees.is_empty()) {
        let code = currency.code();
        sqlx::query!(
            "delete from payee_months where currency = ? and month = ?",
            code,
            month
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The kept months of a currency, from month to month.
pub(crate) async fn between(
    db: &mut SqliteConnection,
    currency: Currency,
    from: i64,
    to: i64,
) -> Result<Vec<Vec<(i64, Purchases)>>> {
    let code = currency.code();
    let rows = sqlx::query_scalar!(
        "select payees from payee_months where currency = ? and month between ? and ?",
        code,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|payees| unpacked(payees)).collect()
}

/// Every kept month, with its currency and number.
pub(crate) async fn all(
    db: &mut SqliteConnection,
) -> Result<Vec<((Currency, i64, i64), Purchases)>> {
    let rows = sqlx::query!("select currency, month, payees from payee_months")
        .fetch_all(db)
        .await?;
    let mut all = Vec::new();
    for row in rows {
        let currency = stored_currency(&row.currency)?;
        let payees = unpacked(&row.payees)?.into_iter();
        all.extend(payees.map(|(payee, total)| ((currency, row.month, payee), total)));
    }
    Ok(all)
}
