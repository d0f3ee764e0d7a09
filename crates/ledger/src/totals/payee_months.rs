//! What each payee took in a month: a kept total with all payees of a month packed into one row.
//!
//! A report reads whole months, and most payees take little in few sizes. Packed, a month of four
//! hundred payees is one row of a few kilobytes, where a row for each payee had 25 columns of which
//! most were zero. The numbers are written seven bits a byte, lowest first, as in many file formats:
//! for each payee, ascending, the distance to the id before, how many purchases and what they add up
//! to, which of the ten bands are not empty, and for each of those again how many and how much.

use std::collections::BTreeMap;

use farthing_money::Currency;
use farthing_rules::lens::BANDS;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::error::{LedgerError, Result};
use crate::fast_hash::FastMap;
use crate::totals::{Purchases, stored_currency};

/// Rows written by one statement.
const MONTHS_A_STATEMENT: usize = 1_000;

/// The payees of a month; 0 stands for nobody named.
pub(crate) type Payees = BTreeMap<i64, Purchases>;

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
    let mut by_currency: BTreeMap<Currency, BTreeMap<i64, Payees>> = BTreeMap::new();
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
    months: &mut BTreeMap<i64, Payees>,
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
    months: &BTreeMap<i64, Payees>,
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

fn packed(payees: &Payees) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(payees.len() * 16);
    let mut before = 0;
    for (payee, purchases) in payees {
        push(&mut bytes, payee - before)?;
        before = *payee;
        push(&mut bytes, purchases.count)?;
        push(&mut bytes, purchases.spent)?;
        let bands = || purchases.band_counts.iter().zip(&purchases.band_sums);
        let filled = |(count, sum): &(&i64, &i64)| **count != 0 || **sum != 0;
        let mask = bands()
            .rev()
            .fold(0, |mask, band| mask << 1 | i64::from(filled(&band)));
        push(&mut bytes, mask)?;
        for (count, sum) in bands().filter(filled) {
            push(&mut bytes, *count)?;
            push(&mut bytes, *sum)?;
        }
    }
    Ok(bytes)
}

fn push(bytes: &mut Vec<u8>, number: i64) -> Result<()> {
    let mut rest = u64::try_from(number).map_err(|_| below_zero())?;
    while rest >= 0x80 {
        bytes.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    bytes.push(rest.to_le_bytes()[0]);
    Ok(())
}

fn unpacked(mut bytes: &[u8]) -> Result<Vec<(i64, Purchases)>> {
    let mut payees = Vec::with_capacity(bytes.len() / 8);
    let mut payee = 0_i64;
    while !bytes.is_empty() {
        let step = take(&mut bytes)?;
        payee = payee.checked_add(step).ok_or_else(unreadable)?;
        let mut purchases = Purchases {
            count: take(&mut bytes)?,
            spent: take(&mut bytes)?,
            ..Purchases::default()
        };
        let mask = take(&mut bytes)?;
        if mask >> BANDS != 0 {
            return Err(unreadable());
        }
        let bands = purchases
            .band_counts
            .iter_mut()
            .zip(&mut purchases.band_sums);
        for (band, (count, sum)) in bands.enumerate() {
            if mask >> band & 1 == 1 {
                (*count, *sum) = (take(&mut bytes)?, take(&mut bytes)?);
            }
        }
        payees.push((payee, purchases));
    }
    Ok(payees)
}

fn take(bytes: &mut &[u8]) -> Result<i64> {
    let mut number = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or_else(unreadable)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return i64::try_from(number).map_err(|_| unreadable());
        }
    }
    Err(unreadable())
}

fn below_zero() -> LedgerError {
    LedgerError::Damaged("a payee took less than nothing".to_owned())
}

fn unreadable() -> LedgerError {
    LedgerError::Damaged("what payees took in a month cannot be read".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn purchases() -> impl Strategy<Value = Purchases> {
        let band = || prop_oneof![3 => Just((0, 0)), 1 => (1..9_i64, 1..i64::MAX)];
        (
            1..1_000_i64,
            1..i64::MAX,
            prop::collection::vec(band(), BANDS),
        )
            .prop_map(|(count, spent, bands)| Purchases {
                count,
                spent,
                band_counts: std::array::from_fn(|band| bands[band].0),
                band_sums: std::array::from_fn(|band| bands[band].1),
            })
    }

    proptest! {
        #[test]
        fn a_month_comes_back_as_it_went(
            payees in prop::collection::btree_map(0..1_i64 << 53, purchases(), 0..20)
        ) {
            let back = unpacked(&packed(&payees).unwrap()).unwrap();
            prop_assert_eq!(back, payees.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn bytes_of_someone_else_are_an_error_or_a_month(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpacked(&bytes);
        }
    }

    #[test]
    fn a_month_cut_short_is_an_error() {
        let payees = Payees::from([(
            7,
            Purchases {
                count: 1,
                spent: 350,
                ..Purchases::default()
            },
        )]);
        let bytes = packed(&payees).unwrap();
        assert!(unpacked(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn less_than_nothing_is_an_error() {
        let payees = Payees::from([(
            7,
            Purchases {
                count: 1,
                spent: -1,
                ..Purchases::default()
            },
        )]);
        assert!(packed(&payees).is_err());
    }
}
