//! One walk over the purchases of the days, for what no kept sum can answer.

use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::DayFlow;
use super::question::Lens;
use crate::day::day_of;
use crate::error::Result;
use crate::fast_hash::FastMap;
use crate::totals::details;
use crate::totals::purchases::{DayPurchase, unpack};

/// Gives every posted purchase of a currency from day to day, with its day.
pub(crate) async fn each(
    db: &mut SqliteConnection,
    currency: Currency,
    days: (i64, i64),
    mut take: impl FnMut(i64, DayPurchase),
) -> Result<()> {
    details::purchases(db, currency, days, |day, purchases| {
        unpack(purchases, |purchase| take(day, purchase))
    })
    .await
}

/// The purchases by day, as the question asks.
pub(super) async fn by_day(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<DayFlow>> {
    let limit = lens.limit.minor();
    let mut flows = Vec::new();
    details::purchases(db, lens.currency, lens.days(), |day, purchases| {
        let mut flow = DayFlow {
            day: day_of(day)?,
            small_count: 0,
            small_minor: 0,
            count: 0,
            spent_minor: 0,
        };
        unpack(purchases, |purchase| {
            if lens.leaves_out(purchase.category) {
                return;
            }
            if purchase.minor <= limit {
                flow.small_count += 1;
                flow.small_minor += purchase.minor;
            }
            flow.count += 1;
            flow.spent_minor += purchase.minor;
        })?;
        if flow.count > 0 {
            flows.push(flow);
        }
        Ok(())
    })
    .await?;
    Ok(flows)
}

/// The small purchases by payee: how many, how much.
pub(super) async fn by_payee(
    db: &mut SqliteConnection,
    lens: &Lens,
) -> Result<FastMap<i64, (i64, i64)>> {
    let mut payees: FastMap<i64, (i64, i64)> = FastMap::default();
    // Those of one payee follow each other on a day.
    let mut run = (0, 0, 0);
    let mut count = |(payee, count, minor)| {
        let flow = payees.entry(payee).or_default();
        flow.0 += count;
        flow.1 += minor;
    };
    small(db, lens, |_, purchase| {
        if run.0 != purchase.payee && run.1 > 0 {
            count(run);
            run = (purchase.payee, 0, 0);
        }
        run = (purchase.payee, run.1 + 1, run.2 + purchase.minor);
    })
    .await?;
    if run.1 > 0 {
        count(run);
    }
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
        if purchase.minor <= limit && !lens.leaves_out(purchase.category) {
            take(day, purchase);
        }
    })
    .await
}
