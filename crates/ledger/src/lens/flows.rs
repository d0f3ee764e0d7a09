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

/// The purchases by day, as the question asks; gives each small one as well.
pub(super) async fn by_day(
    db: &mut SqliteConnection,
    lens: &Lens,
    mut take: impl FnMut(DayPurchase),
) -> Result<Vec<DayFlow>> {
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
                take(purchase);
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

/// Purchases by payee: how many, how much.
#[derive(Debug, Default)]
pub(super) struct ByPayee {
    flows: FastMap<i64, (i64, i64)>,
    /// Those of one payee follow each other on a day, and are looked up once.
    run: (i64, i64, i64),
}

impl ByPayee {
    /// The small purchases of the question.
    pub(super) async fn of(db: &mut SqliteConnection, lens: &Lens) -> Result<Self> {
        let mut payees = Self::default();
        small(db, lens, |_, purchase| payees.add(purchase)).await?;
        Ok(payees)
    }

    pub(super) fn add(&mut self, purchase: DayPurchase) {
        if self.run.0 != purchase.payee {
            self.end_run();
            self.run = (purchase.payee, 0, 0);
        }
        self.run.1 += 1;
        self.run.2 += purchase.minor;
    }

    /// Each payee with its number and sum, in no order.
    pub(super) fn all(mut self) -> Vec<(i64, i64, i64)> {
        self.end_run();
        let flows = self.flows.into_iter();
        flows
            .map(|(payee, (count, minor))| (payee, count, minor))
            .collect()
    }

    fn end_run(&mut self) {
        let (payee, count, minor) = std::mem::take(&mut self.run);
        if count > 0 {
            let flow = self.flows.entry(payee).or_default();
            flow.0 += count;
            flow.1 += minor;
        }
    }
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
