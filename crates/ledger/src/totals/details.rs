//! What a day holds beside its sums: its hours, categories and fees packed into one row, and its
//! purchases one by one packed into another.
//!
//! Reports of the small-money lens read stretches of days in order, so a day is one row however many
//! entries it has.

use std::collections::BTreeMap;

use farthing_money::Currency;
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::joined::{Joined, stretches};
use super::numbers::{push, push_signed, take, take_signed, unreadable};
use super::purchases::{self, DayPurchase};
use super::sizes::{self, BySize};
use super::{add, stored_currency};
use crate::error::Result;
use crate::fast_hash::FastMap;
use crate::ids::AccountId;

/// Rows written by one statement.
const DAYS_A_STATEMENT: usize = 1_000;

/// The hour of purchases whose statement gives no time.
pub(crate) const NO_HOUR: i64 = 24;

/// The keys of a day, each with so many sums.
pub(crate) type Sums<const N: usize> = BTreeMap<i64, [i64; N]>;

/// What a day holds, or what is added to it.
#[derive(Debug, Default)]
pub(crate) struct DayDetail {
    /// The posted purchases of each hour; those without a time under [`NO_HOUR`].
    pub hours: BySize,
    /// The posted and pending purchases of each category: how many entries, how much.
    pub categories: Sums<2>,
    /// What was charged by [`FeePlace::key`]: how many payments, their sizes, their fees.
    pub fees: Sums<3>,
    /// Posted purchases that are added.
    pub bought: Vec<DayPurchase>,
    /// Posted purchases that are taken away.
    pub taken: Vec<DayPurchase>,
}

/// Which way a payment with a fee went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FeeSide {
    /// It was paid.
    Paid,
    /// It was received.
    Received,
}

/// Whose fee it is, and on what size of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FeePlace {
    pub account: AccountId,
    pub side: FeeSide,
    /// The band of the payment's size: one above the last for larger ones, and two for a fee alone.
    pub band: usize,
}

/// The days of a stretch in order, each with what it holds.
pub(crate) type Days<T> = Vec<(i64, Vec<T>)>;

impl FeePlace {
    /// Its key in a day.
    pub(crate) fn key(self) -> i64 {
        let side = match self.side {
            FeeSide::Paid => 0,
            FeeSide::Received => 16,
        };
        self.account.0 * 32 + side + i64::try_from(self.band.min(15)).unwrap_or(15)
    }

    fn of(key: i64) -> Self {
        let side = if key & 16 == 0 {
            FeeSide::Paid
        } else {
            FeeSide::Received
        };
        Self {
            account: AccountId(key >> 5),
            side,
            band: usize::try_from(key & 15).unwrap_or_default(),
        }
    }
}

/// Adds to the kept days, and forgets what has nothing left in it.
pub(super) async fn apply(
    db: &mut SqliteConnection,
    details: FastMap<(Currency, i64), DayDetail>,
) -> Result<()> {
    let mut by_currency: BTreeMap<Currency, BTreeMap<i64, DayDetail>> = BTreeMap::new();
    for ((currency, day), detail) in details {
        let days = by_currency.entry(currency).or_default();
        days.insert(day, detail);
    }
    for (currency, mut days) in by_currency {
        add_stored(db, currency, &mut days).await?;
        add_purchases(db, currency, &mut days).await?;
        let mut packed = Vec::with_capacity(days.len());
        for (day, detail) in days {
            packed.push((day, Packed::of(detail)?));
        }
        write(db, currency, &packed).await?;
    }
    Ok(())
}

async fn add_stored(
    db: &mut SqliteConnection,
    currency: Currency,
    days: &mut BTreeMap<i64, DayDetail>,
) -> Result<()> {
    let wanted = serde_json::to_string(&days.keys().collect::<Vec<_>>())?;
    let code = currency.code();
    let stored = sqlx::query!(
        "select day, hours, categories, fees from day_details
         where currency = ? and day in (select value from json_each(?))",
        code,
        wanted
    )
    .fetch_all(db)
    .await?;
    for row in stored {
        let detail = days.entry(row.day).or_default();
        for (hour, purchases) in sizes::unpacked(&row.hours)? {
            detail.hours.entry(hour).or_default().add(&purchases)?;
        }
        add_sums(&mut detail.categories, unpacked(&row.categories)?)?;
        add_sums(&mut detail.fees, unpacked(&row.fees)?)?;
    }
    Ok(())
}

async fn add_purchases(
    db: &mut SqliteConnection,
    currency: Currency,
    days: &mut BTreeMap<i64, DayDetail>,
) -> Result<()> {
    let wanted = serde_json::to_string(&days.keys().collect::<Vec<_>>())?;
    let code = currency.code();
    let stored = sqlx::query!(
        "select day, purchases from day_purchases
         where currency = ? and day in (select value from json_each(?))",
        code,
        wanted
    )
    .fetch_all(db)
    .await?;
    for row in stored {
        let detail = days.entry(row.day).or_default();
        purchases::unpack(&row.purchases, |purchase| detail.bought.push(purchase))?;
    }
    Ok(())
}

/// Adds sums to those of the same keys.
pub(super) fn add_sums<const N: usize>(
    sums: &mut Sums<N>,
    more: impl IntoIterator<Item = (i64, [i64; N])>,
) -> Result<()> {
    for (key, parts) in more {
        let own = sums.entry(key).or_insert([0; N]);
        for (sum, part) in own.iter_mut().zip(parts) {
            add(sum, part)?;
        }
    }
    Ok(())
}

/// The columns of a day.
struct Packed {
    hours: Vec<u8>,
    categories: Vec<u8>,
    fees: Vec<u8>,
    purchases: Vec<u8>,
}

impl Packed {
    fn of(mut detail: DayDetail) -> Result<Self> {
        detail.hours.retain(|_, purchases| purchases.count != 0);
        detail.categories.retain(|_, sums| *sums != [0; 2]);
        detail.fees.retain(|_, sums| *sums != [0; 3]);
        Ok(Self {
            hours: sizes::packed(&detail.hours)?,
            categories: packed(&detail.categories)?,
            fees: packed(&detail.fees)?,
            purchases: purchases::packed(detail.bought, detail.taken)?,
        })
    }

    fn has_details(&self) -> bool {
        !(self.hours.is_empty() && self.categories.is_empty() && self.fees.is_empty())
    }

    fn text(&self) -> String {
        let parts = [&self.hours, &self.categories, &self.fees, &self.purchases];
        parts.map(|part| hex(part)).join("\",\"")
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16));
    digits.collect()
}

async fn write(
    db: &mut SqliteConnection,
    currency: Currency,
    days: &[(i64, Packed)],
) -> Result<()> {
    let code = currency.code();
    let filled: Vec<_> = days.iter().filter(|(_, day)| day.has_details()).collect();
    for rows in filled.chunks(DAYS_A_STATEMENT) {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "insert into day_details (currency, day, hours, categories, fees) ",
        );
        sql.push_values(rows, |mut values, (day, packed)| {
            values
                .push_bind(code)
                .push_bind(*day)
                .push_bind(packed.hours.as_slice())
                .push_bind(packed.categories.as_slice())
                .push_bind(packed.fees.as_slice());
        });
        sql.push(
            " on conflict (currency, day) do update set hours = excluded.hours, \
              categories = excluded.categories, fees = excluded.fees",
        );
        sql.build().execute(&mut *db).await?;
    }
    let bought = days.iter().filter(|(_, day)| !day.purchases.is_empty());
    for rows in bought.collect::<Vec<_>>().chunks(DAYS_A_STATEMENT) {
        let mut sql =
            QueryBuilder::<Sqlite>::new("insert into day_purchases (currency, day, purchases) ");
        sql.push_values(rows, |mut values, (day, packed)| {
            values
                .push_bind(code)
                .push_bind(*day)
                .push_bind(packed.purchases.as_slice());
        });
        sql.push(" on conflict (currency, day) do update set purchases = excluded.purchases");
        sql.build().execute(&mut *db).await?;
    }
    forget_empty(db, code, days).await
}

async fn forget_empty(db: &mut SqliteConnection, code: &str, days: &[(i64, Packed)]) -> Result<()> {
    let empty = |is_empty: fn(&Packed) -> bool| {
        let days = days.iter().filter(|(_, packed)| is_empty(packed));
        serde_json::to_string(&days.map(|(day, _)| *day).collect::<Vec<_>>())
    };
    let (details, purchases) = (
        empty(|packed| !packed.has_details())?,
        empty(|packed| packed.purchases.is_empty())?,
    );
    sqlx::query!(
        "delete from day_details where currency = ? and day in (select value from json_each(?))",
        code,
        details
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from day_purchases where currency = ? and day in (select value from json_each(?))",
        code,
        purchases
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives the packed purchases of each day from day to day, in their order.
pub(crate) async fn purchases(
    db: &mut SqliteConnection,
    currency: Currency,
    days: (i64, i64),
    mut take: impl FnMut(i64, &[u8]) -> Result<()>,
) -> Result<()> {
    let code = currency.code();
    for (from, to) in stretches(days) {
        let joined = sqlx::query_as!(
            Joined,
            r#"select cast(group_concat(purchases, '') as blob) as "bytes: Vec<u8>",
                   group_concat(day || ' ' || length(purchases), ' ') as "days: String"
               from day_purchases where currency = ? and day between ? and ?"#,
            code,
            from,
            to
        )
        .fetch_one(&mut *db)
        .await?;
        joined.each(&mut take)?;
    }
    Ok(())
}

/// The purchases by hour of each day from day to day.
pub(crate) async fn hours(
    db: &mut SqliteConnection,
    currency: Currency,
    days: (i64, i64),
) -> Result<Days<(i64, sizes::Purchases)>> {
    let code = currency.code();
    let mut all = Days::new();
    for (from, to) in stretches(days) {
        let joined = sqlx::query_as!(
            Joined,
            r#"select cast(group_concat(hours, '') as blob) as "bytes: Vec<u8>",
                   group_concat(day || ' ' || length(hours), ' ') as "days: String"
               from day_details where currency = ? and day between ? and ?"#,
            code,
            from,
            to
        )
        .fetch_one(&mut *db)
        .await?;
        joined.each(|day, hours| {
            all.push((day, sizes::unpacked(hours)?));
            Ok(())
        })?;
    }
    Ok(all)
}

/// What was spent by category on each day from day to day: how many entries, how much.
pub(crate) async fn categories(
    db: &mut SqliteConnection,
    currency: Currency,
    days: (i64, i64),
) -> Result<Days<(AccountId, [i64; 2])>> {
    let code = currency.code();
    let mut all = Days::new();
    for (from, to) in stretches(days) {
        let joined = sqlx::query_as!(
            Joined,
            r#"select cast(group_concat(categories, '') as blob) as "bytes: Vec<u8>",
                   group_concat(day || ' ' || length(categories), ' ') as "days: String"
               from day_details where currency = ? and day between ? and ?"#,
            code,
            from,
            to
        )
        .fetch_one(&mut *db)
        .await?;
        joined.each(|day, categories| {
            let sums = unpacked(categories)?.into_iter();
            let sums = sums.map(|(key, sums)| (AccountId(key), sums));
            all.push((day, sums.collect()));
            Ok(())
        })?;
    }
    Ok(all)
}

/// What was charged from day to day: how many payments, their sizes, their fees.
pub(crate) async fn fees(
    db: &mut SqliteConnection,
    currency: Currency,
    (from, to): (i64, i64),
) -> Result<BTreeMap<FeePlace, [i64; 3]>> {
    let code = currency.code();
    let rows = sqlx::query_scalar!(
        "select fees from day_details where currency = ? and day between ? and ?",
        code,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let mut sums = Sums::new();
    for row in rows {
        add_sums(&mut sums, unpacked(&row)?)?;
    }
    let placed = sums
        .into_iter()
        .map(|(key, sums)| (FeePlace::of(key), sums));
    Ok(placed.collect())
}

/// A line for each day that was rebuilt, to compare.
pub(super) fn rebuilt_lines(details: FastMap<(Currency, i64), DayDetail>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for ((currency, day), detail) in details {
        let packed = Packed::of(detail)?;
        if packed.has_details() || !packed.purchases.is_empty() {
            lines.push(line(currency, day, &packed));
        }
    }
    Ok(lines)
}

/// The same for the kept days.
pub(super) async fn stored_lines(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"select coalesce(d.currency, p.currency) as "currency!: String",
               coalesce(d.day, p.day) as "day!: i64", coalesce(hours, x'') as "hours!: Vec<u8>",
               coalesce(categories, x'') as "categories!: Vec<u8>", coalesce(fees, x'') as "fees!: Vec<u8>",
               coalesce(purchases, x'') as "purchases!: Vec<u8>"
           from day_details d
           full join day_purchases p on p.currency = d.currency and p.day = d.day"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let packed = Packed {
                hours: row.hours,
                categories: row.categories,
                fees: row.fees,
                purchases: row.purchases,
            };
            Ok(line(stored_currency(&row.currency)?, row.day, &packed))
        })
        .collect()
}

fn line(currency: Currency, day: i64, packed: &Packed) -> String {
    format!("[\"details\",\"{currency}\",{day},\"{}\"]", packed.text())
}

fn packed<const N: usize>(sums: &Sums<N>) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(sums.len() * (2 + 3 * N));
    let mut before = 0;
    for (key, sums) in sums {
        push(&mut bytes, key - before)?;
        before = *key;
        for sum in sums {
            push_signed(&mut bytes, *sum)?;
        }
    }
    Ok(bytes)
}

fn unpacked<const N: usize>(bytes: &[u8]) -> Result<Vec<(i64, [i64; N])>> {
    taken(bytes).ok_or_else(unreadable)
}

fn taken<const N: usize>(mut bytes: &[u8]) -> Option<Vec<(i64, [i64; N])>> {
    let mut keys = Vec::new();
    let mut key = 0_i64;
    while !bytes.is_empty() {
        key = key.checked_add(take(&mut bytes)?)?;
        let mut sums = [0; N];
        for sum in &mut sums {
            *sum = take_signed(&mut bytes)?;
        }
        keys.push((key, sums));
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_come_back_as_they_went(
            sums in prop::collection::btree_map(0..1_i64 << 58, [-(1_i64 << 60)..1 << 60, 0..9_i64], 0..20)
        ) {
            let back = unpacked::<2>(&packed(&sums).unwrap()).unwrap();
            prop_assert_eq!(back, sums.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn a_place_of_fees_comes_back_from_its_key(account in 1..1_i64 << 53, received: bool, band in 0..12_usize) {
            let side = if received { FeeSide::Received } else { FeeSide::Paid };
            let place = FeePlace { account: AccountId(account), side, band };
            prop_assert_eq!(FeePlace::of(place.key()), place);
        }

        #[test]
        fn bytes_of_someone_else_are_an_error_or_sums(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpacked::<3>(&bytes);
        }
    }
}
