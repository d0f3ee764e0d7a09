//! The small money of the last whole week, and of the weeks since the last review.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use farthing_money::Currency;

use super::ReviewFigures;
use super::kept::Week;
use crate::error::Result;
use crate::lens::{SmallQuery, WeekFlow};
use crate::store::Ledger;
use crate::wire::amount;

/// So many weeks are told at most.
const MOST_WEEKS: usize = 8;

impl Ledger {
    /// The last week that is over, Sunday itself counting as its end, beside the person's own weeks.
    pub(super) async fn week_figures(
        &self,
        currency: Currency,
        since: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<ReviewFigures> {
        let last = last_whole(today);
        let query = query(currency, last, last);
        let small = self.small(&query).await?;
        Ok(ReviewFigures {
            from: small.from,
            to: small.to,
            limit: small.limit,
            count: u32::try_from(small.count).unwrap_or(u32::MAX),
            sum: small.sum,
            usual: small.usual,
            weeks: self.whole_weeks(currency, since, last).await?,
            formula: small.formula,
        })
    }

    async fn whole_weeks(
        &self,
        currency: Currency,
        since: Option<NaiveDate>,
        last: Week,
    ) -> Result<Vec<WeekFlow>> {
        let weeks = weeks_since(since, last);
        let first = weeks.first().copied().unwrap_or(last);
        let days = self.small_days(&query(currency, first, last)).await?;
        let flow = |week: &Week| {
            let inside = days.iter().filter(|day| Week::of(day.day) == *week);
            let (count, minor) = inside.fold((0, 0_i64), |(count, minor), day| {
                (count + day.small_count, minor + day.small_minor)
            });
            Ok(WeekFlow {
                monday: week.monday,
                count,
                sum: amount(minor, currency)?,
            })
        };
        weeks.iter().map(flow).collect()
    }
}

/// The last week that has no day to come.
fn last_whole(today: NaiveDate) -> Week {
    let week = Week::of(today);
    if today.weekday() == Weekday::Sun {
        week
    } else {
        week.before()
    }
}

/// The weeks that were not over at the last review, the oldest first; the last whole one in any case.
fn weeks_since(since: Option<NaiveDate>, last: Week) -> Vec<Week> {
    let after = since.and_then(|day| day.checked_add_days(Days::new(1)));
    let first = after.map_or(last, Week::of).min(last);
    let back = std::iter::successors(Some(last), |week| Some(week.before()));
    let mut weeks: Vec<Week> = back
        .take_while(|week| *week >= first)
        .take(MOST_WEEKS)
        .collect();
    weeks.reverse();
    weeks
}

fn query(currency: Currency, first: Week, last: Week) -> SmallQuery {
    SmallQuery {
        currency: currency.code().to_owned(),
        from: first.monday,
        to: last.sunday(),
        limit: None,
    }
}
