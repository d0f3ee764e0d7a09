//! The posted purchases of the payees of games, one walk for each currency.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::Currency;
use sqlx::SqliteConnection;

use crate::day::{day_number, first_of_month};
use crate::error::Result;
use crate::lens::each_purchase;

/// A purchase of a game.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bought {
    pub payee: i64,
    pub minor: i64,
    pub is_this_month: bool,
}

/// The ids of payees by name; names that nobody has are not there.
pub(super) async fn payees(
    db: &mut SqliteConnection,
    names: &BTreeSet<&str>,
) -> Result<BTreeMap<String, i64>> {
    let list = serde_json::to_string(names)?;
    let rows = sqlx::query!(
        "select id, name from payees where name in (select value from json_each(?))",
        list
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

/// The purchases of these payees in a currency up to a day.
pub(super) async fn of(
    db: &mut SqliteConnection,
    currency: Currency,
    payees: &BTreeSet<i64>,
    today: NaiveDate,
) -> Result<Vec<Bought>> {
    let code = currency.code();
    let first = sqlx::query_scalar!(
        r#"select min(day) as "day: i64" from day_purchases where currency = ?"#,
        code
    )
    .fetch_one(&mut *db)
    .await?;
    let mut bought = Vec::new();
    let Some(first) = first.filter(|_| !payees.is_empty()) else {
        return Ok(bought);
    };
    let month = day_number(first_of_month(today));
    let span = (first, day_number(today));
    each_purchase(db, currency, span, |day, purchase| {
        if payees.contains(&purchase.payee) {
            bought.push(Bought {
                payee: purchase.payee,
                minor: purchase.minor,
                is_this_month: day >= month,
            });
        }
    })
    .await?;
    Ok(bought)
}
