//! The merchants that small payments went to, and how much of a habit each is.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::lens;
use sqlx::SqliteConnection;

use super::flows::{self, ByPayee};
use super::question::{Lens, Way};
use super::{MerchantFlow, SmallQuery};
use crate::day::{day_number, day_of, first_of_month, month_number};
use crate::error::{LedgerError, Result};
use crate::ids::PayeeId;
use crate::store::Ledger;
use crate::totals::{Purchases, payee_months};

/// How many merchants are listed.
const MERCHANTS: usize = 50;
/// The days that say how much of a habit a merchant is: thirteen weeks.
pub(super) const HABIT_DAYS: u64 = 91;

/// A merchant that is listed.
struct MerchantRow {
    payee: i64,
    name: Option<String>,
    count: i64,
    minor: i64,
}

impl Ledger {
    /// The merchants that took most of the small payments of a span, the one with most first.
    pub async fn small_merchants(&self, query: &SmallQuery) -> Result<Vec<MerchantFlow>> {
        let mut db = self.pool.acquire().await?;
        let lens = Lens::of(&mut db, query).await?;
        let most = by_payee(&mut db, &lens).await?;
        merchants(&mut db, &lens, most).await
    }
}

/// What each payee took of the small payments: its id, how many, how much.
pub(super) async fn by_payee(
    db: &mut SqliteConnection,
    lens: &Lens,
) -> Result<Vec<(i64, i64, i64)>> {
    match lens.way {
        Way::Sums(band) if whole_months(db, lens).await? => by_month(db, lens, band).await,
        _ => Ok(ByPayee::of(db, lens).await?.all()),
    }
}

/// The merchants that took most, of what each payee took.
pub(super) async fn merchants(
    db: &mut SqliteConnection,
    lens: &Lens,
    mut most: Vec<(i64, i64, i64)>,
) -> Result<Vec<MerchantFlow>> {
    most.sort_unstable_by_key(|&(payee, _, minor)| (Reverse(minor), payee));
    most.truncate(MERCHANTS);
    let habits = habits(db, lens, &most).await?;
    let rows = named(db, &most).await?;
    rows.into_iter()
        .map(|row| {
            let sum = Money::from_minor(row.minor, lens.currency)?;
            Ok(MerchantFlow {
                payee: (row.payee != 0).then_some(PayeeId(row.payee)),
                name: row.name.unwrap_or_else(|| "Nobody named".to_owned()),
                count: row.count,
                sum: sum.into(),
                average: lens::average(sum, row.count).unwrap_or(sum).into(),
                habit: habits.get(&row.payee).copied(),
            })
        })
        .collect()
}

/// The first of the days that say how much of a habit a merchant is.
pub(super) fn habit_from(to: NaiveDate) -> NaiveDate {
    to.checked_sub_days(Days::new(HABIT_DAYS - 1)).unwrap_or(to)
}

/// The habit scores of these payees, as of the last day.
async fn habits(
    db: &mut SqliteConnection,
    lens: &Lens,
    most: &[(i64, i64, i64)],
) -> Result<HashMap<i64, u8>> {
    let mut days: HashMap<i64, Vec<i64>> = most
        .iter()
        .filter(|(payee, ..)| *payee != 0)
        .map(|(payee, ..)| (*payee, Vec::new()))
        .collect();
    let recent = lens.between(habit_from(lens.to), lens.to);
    flows::small(db, &recent, |day, purchase| {
        if let Some(days) = days.get_mut(&purchase.payee) {
            days.push(day);
        }
    })
    .await?;
    let mut scores = HashMap::new();
    for (payee, days) in days {
        let days = days.into_iter().map(day_of).collect::<Result<Vec<_>>>()?;
        let habit = lens::merchant_habit(lens.to, &days).map_err(too_large)?;
        if let Some(score) = habit.score {
            scores.insert(payee, score);
        }
    }
    Ok(scores)
}

/// The error of figures beyond all bounds.
pub(super) fn too_large(error: impl std::fmt::Display) -> LedgerError {
    LedgerError::Damaged(error.to_string())
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

/// What each payee took, from the months that are kept by payee.
async fn by_month(
    db: &mut SqliteConnection,
    lens: &Lens,
    band: usize,
) -> Result<Vec<(i64, i64, i64)>> {
    let (from, to) = (month_number(lens.from), month_number(lens.to));
    let mut totals: HashMap<i64, Purchases> = HashMap::new();
    for payees in payee_months::between(db, lens.currency, from, to).await? {
        for (payee, purchases) in payees {
            totals.entry(payee).or_default().add(&purchases)?;
        }
    }
    let mut most = Vec::with_capacity(totals.len());
    for (payee, purchases) in totals {
        let (count, minor) = purchases.up_to(band)?;
        if count > 0 {
            most.push((payee, count, minor));
        }
    }
    Ok(most)
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
