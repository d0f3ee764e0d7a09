//! When a series was used.

use chrono::{DateTime, NaiveDate, Utc};

use super::SeriesView;
use super::decide::past;
use super::kept::KeptSeries;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

/// So many uses are kept of a series.
const MOST_USES: usize = 5_000;

impl Ledger {
    /// Notes that a series was used on a day; twice on one day are two uses.
    pub async fn use_series(
        &self,
        series: (&str, &str),
        day: NaiveDate,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        past("day", day, moment.0)?;
        let change = |kept: &mut KeptSeries| {
            if kept.used.len() >= MOST_USES {
                let message = format!("at most {MOST_USES} uses are kept");
                return Err(LedgerError::invalid("day", message));
            }
            let place = kept.used.partition_point(|used| *used <= day);
            kept.used.insert(place, day);
            Ok("Used:")
        };
        self.change_series(series, moment, change).await
    }

    /// Takes one use of a day back.
    pub async fn unuse_series(
        &self,
        series: (&str, &str),
        day: NaiveDate,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let change = |kept: &mut KeptSeries| {
            let Some(place) = kept.used.iter().position(|used| *used == day) else {
                let message = format!("no use is kept on {day}");
                return Err(LedgerError::invalid("day", message));
            };
            kept.used.remove(place);
            Ok("Not used:")
        };
        self.change_series(series, moment, change).await
    }
}
