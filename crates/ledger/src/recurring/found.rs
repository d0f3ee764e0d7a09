//! What the purchases show: for each payee the payments that come again.

use chrono::NaiveDate;
use farthing_money::Currency;
use farthing_rules::recurring::{Cadence, Purchase, Series, Stream, joined, streams};
use sqlx::SqliteConnection;

use super::cost::Cost;
use super::kept::KeptCluster;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::fast_hash::FastMap;
use crate::ids::PayeeId;
use crate::lens::each_purchase;
use crate::savings::rule_error;

/// The purchases of a currency up to a day, by payee and in the order of their days.
pub(super) type ByPayee = FastMap<i64, Vec<Purchase>>;

/// A series that the purchases show.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub payee: PayeeId,
    pub name: String,
    pub series: Series,
    /// Its purchases, in the order of their days.
    pub charges: Vec<Purchase>,
    pub(super) cost: Cost,
}

impl Found {
    /// What use cases name it by, until the person has decided about it.
    pub(super) fn key(&self) -> String {
        let current = self.series.current();
        let (low, high) = (current.low.minor(), current.high.minor());
        format!("{}-{low}-{high}", self.payee.0)
    }

    pub(crate) fn current(&self) -> &Stream {
        self.series.current()
    }

    /// By what it is known again.
    pub(super) fn clusters(&self) -> Vec<KeptCluster> {
        let clusters = self.series.streams().iter().map(|stream| KeptCluster {
            payee: self.name.clone(),
            low: stream.low.minor(),
            high: stream.high.minor(),
        });
        clusters.collect()
    }
}

/// One walk over all purchases of a currency up to today.
pub(super) async fn purchases(
    db: &mut SqliteConnection,
    currency: Currency,
    today: NaiveDate,
) -> Result<ByPayee> {
    let mut by_payee = ByPayee::default();
    let code = currency.code();
    let first = sqlx::query_scalar!(
        r#"select min(day) as "day: i64" from day_purchases where currency = ?"#,
        code
    )
    .fetch_one(&mut *db)
    .await?;
    let Some(first) = first else {
        return Ok(by_payee);
    };
    let mut known = (first, day_of(first));
    let span = (first, day_number(today));
    each_purchase(db, currency, span, |number, purchase| {
        if known.0 != number {
            known = (number, day_of(number));
        }
        if let (Ok(day), true) = (&known.1, purchase.payee != 0) {
            by_payee.entry(purchase.payee).or_default().push(Purchase {
                day: *day,
                size_minor: purchase.minor,
            });
        }
    })
    .await?;
    Ok(by_payee)
}

/// The series of a currency as of a day, for those who look at purchases that are paid by use.
pub(crate) async fn paid_by_use(
    db: &mut SqliteConnection,
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<Found>> {
    let by_payee = purchases(db, currency, today).await?;
    let mut all = found(db, &by_payee, currency, today).await?;
    all.retain(|found| found.current().period == Cadence::PerUse);
    Ok(all)
}

/// The series of all payees, by payee and size.
pub(super) async fn found(
    db: &mut SqliteConnection,
    by_payee: &ByPayee,
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<Found>> {
    let mut all: Vec<(i64, Series)> = Vec::new();
    for (payee, purchases) in by_payee {
        if purchases.len() < 2 {
            continue;
        }
        let streams = streams(purchases, currency, today).map_err(rule_error)?;
        all.extend(joined(&streams).into_iter().map(|series| (*payee, series)));
    }
    all.sort_by_key(|(payee, series)| (*payee, series.current().low.minor()));
    let names = names(db, all.iter().map(|(payee, _)| *payee)).await?;
    let with_charges = |(payee, series): (i64, Series)| {
        let purchases = by_payee.get(&payee).into_iter().flatten().copied();
        let charges = purchases.filter(|purchase| series.holds(*purchase));
        let charges: Vec<Purchase> = charges.collect();
        Ok(Found {
            payee: PayeeId(payee),
            name: names
                .get(&payee)
                .cloned()
                .ok_or(LedgerError::Missing("payee"))?,
            cost: Cost::of(Some(series.current()), &charges)?,
            charges,
            series,
        })
    };
    all.into_iter().map(with_charges).collect()
}

async fn names(
    db: &mut SqliteConnection,
    payees: impl Iterator<Item = i64>,
) -> Result<FastMap<i64, String>> {
    let mut asked: Vec<i64> = payees.collect();
    asked.dedup();
    let asked = serde_json::to_string(&asked)?;
    let rows = sqlx::query!(
        r#"select p.id as "id!: i64", p.name as "name!" from json_each(?) asked
           cross join payees p on p.id = asked.value"#,
        asked
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
