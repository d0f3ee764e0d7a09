//! What was spent by day in chosen categories: posted and pending purchases, from the kept days.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::RowsBehind;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::AccountId;
use crate::register::CategoryName;
use crate::totals::details;

/// What was spent in a category on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spending {
    pub day: NaiveDate,
    pub category: AccountId,
    /// How many purchases.
    pub count: i64,
    pub minor: i64,
}

/// What was spent from day to day, by day and category.
pub(crate) async fn spending(
    db: &mut SqliteConnection,
    currency: Currency,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Spending>> {
    let mut all = Vec::new();
    for (day, categories) in
        details::categories(db, currency, (day_number(from), day_number(to))).await?
    {
        let day = day_of(day)?;
        let of_day = categories
            .into_iter()
            .map(|(category, [count, minor])| Spending {
                day,
                category,
                count,
                minor,
            });
        all.extend(of_day);
    }
    Ok(all)
}

/// The names of all categories that money is spent on, in their order.
pub(crate) async fn expense_categories(db: &mut SqliteConnection) -> Result<Vec<CategoryName>> {
    Ok(sqlx::query_as!(
        CategoryName,
        r#"select id as "id: AccountId", name from accounts where class = 'expense' order by name"#
    )
    .fetch_all(db)
    .await?)
}

/// Which entries lie behind what was spent in these categories, none for all of them.
pub(crate) fn rows_behind(
    currency: Currency,
    (from, to): (NaiveDate, NaiveDate),
    categories: &BTreeSet<AccountId>,
    known: &[CategoryName],
) -> RowsBehind {
    let only = categories.first().filter(|_| categories.len() == 1);
    let without = known.iter().map(|category| category.id);
    RowsBehind {
        currency: currency.code().to_owned(),
        from,
        to,
        category: only.copied(),
        without: if categories.len() > 1 {
            without.filter(|id| !categories.contains(id)).collect()
        } else {
            Vec::new()
        },
    }
}
