//! When small payments are made: by weekday and hour.

use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::flows;
use super::question::{Lens, Way};
use super::{HourFlow, SmallQuery};
use crate::error::Result;
use crate::store::Ledger;
use crate::totals::details::{self, NO_HOUR};

/// The seven weekdays by the hours of a day and the payments without one.
type Cells = [[(i64, i64); 25]; 7];

impl Ledger {
    /// The small payments of a span by weekday and hour, Monday first; those without a time come after
    /// the hours of their weekday. Cells without payments are left out.
    pub async fn small_hours(&self, query: &SmallQuery) -> Result<Vec<HourFlow>> {
        let mut db = self.pool.acquire().await?;
        let lens = Lens::of(&mut db, query).await?;
        let cells = match lens.way {
            Way::Sums(band) => by_sums(&mut db, lens.currency, lens.days(), band).await?,
            Way::Purchases => by_purchases(&mut db, &lens).await?,
        };
        Ok(told(&cells))
    }
}

async fn by_sums(
    db: &mut SqliteConnection,
    currency: Currency,
    days: (i64, i64),
    band: usize,
) -> Result<Cells> {
    let mut cells = Cells::default();
    for (day, hours) in details::hours(db, currency, days).await? {
        for (hour, purchases) in hours {
            let (count, minor) = purchases.up_to(band)?;
            add(&mut cells, (day, hour), (count, minor));
        }
    }
    Ok(cells)
}

async fn by_purchases(db: &mut SqliteConnection, lens: &Lens) -> Result<Cells> {
    let mut cells = Cells::default();
    flows::small(db, lens, |day, purchase| {
        let hour = purchase
            .minute
            .map_or(NO_HOUR, |minute| i64::from(minute / 60));
        add(&mut cells, (day, hour), (1, purchase.minor));
    })
    .await?;
    Ok(cells)
}

fn add(cells: &mut Cells, (day, hour): (i64, i64), (count, minor): (i64, i64)) {
    let place = usize::try_from(weekday(day))
        .ok()
        .zip(usize::try_from(hour).ok());
    let cell = place.and_then(|(weekday, hour)| cells.get_mut(weekday)?.get_mut(hour));
    if let Some(cell) = cell {
        cell.0 += count;
        cell.1 += minor;
    }
}

/// 0 for Monday. The first of January 1970 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

fn told(cells: &Cells) -> Vec<HourFlow> {
    let mut flows = Vec::new();
    for (weekday, hours) in (0_u8..).zip(cells) {
        for (hour, (count, minor)) in (0_u8..).zip(hours) {
            if *count > 0 {
                flows.push(HourFlow {
                    weekday,
                    hour: (i64::from(hour) != NO_HOUR).then_some(hour),
                    count: *count,
                    minor: *minor,
                });
            }
        }
    }
    flows
}
