//! The charts of a ledger: which figures each one asks for, and over which days.
//!
//! The window and the command draw the same pictures; this is the one place that knows how the
//! ledger's figures become points.

mod cashback;
mod lens;
mod saving;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use farthing_charts::{
    Chart, ChartError, DayPoint, HourPoint, MerchantPoint, MonthPoint, Size, Theme, WeekPoint,
};
use farthing_ledger::{Amount, DayFlow, HourFlow, Ledger, LedgerError, MerchantFlow, SmallQuery};
use farthing_money::{Currency, Money};

pub use cashback::{CashbackKind, cashback};
pub use farthing_charts::ThemeName;
pub use lens::{LensChart, lens, lens_export};
pub use saving::{goal, lab, sweep_code};

/// How many merchants have a bar.
const MERCHANTS: usize = 12;
/// How many months the calendar shows.
const CALENDAR_MONTHS: u32 = 24;
/// How many weeks have a bar.
const WEEKS: u64 = 156;
/// How many earlier months the running one is compared with.
const EARLIER_MONTHS: u32 = 3;

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bar for each month.
    Months,
    /// A bar for each week, at most the last three years of them.
    Weeks,
    /// A cell for each hour of each weekday.
    Hours,
    /// A bar for each merchant.
    Merchants,
    /// A cell for each day, at most two years of them.
    Calendar,
    /// The month of the query's last day adding up, against the three before.
    Cumulative,
}

/// How a chart is to look; width and height in units of the drawing.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The theme.
    pub theme: ThemeName,
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// Why there is no chart.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The ledger refused the query.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The figures cannot be drawn like this.
    #[error(transparent)]
    Chart(#[from] ChartError),
}

type Drawn = Result<Chart, PictureError>;

/// Draws a chart of the small payments that a query asks for.
pub async fn small(ledger: &Ledger, kind: Kind, query: SmallQuery, look: Look) -> Drawn {
    let brush = Brush::new(&query.currency, look)?;
    match kind {
        Kind::Months => brush.months(&ledger.small_days(&query).await?),
        Kind::Weeks => {
            let query = last_weeks(query);
            brush.weeks(&ledger.small_days(&query).await?)
        }
        Kind::Hours => brush.hours(&ledger.small_hours(&query).await?),
        Kind::Merchants => brush.merchants(&ledger.small_merchants(&query).await?),
        Kind::Calendar => {
            let query = last_months(query);
            brush.calendar(&query, &ledger.small_days(&query).await?)
        }
        Kind::Cumulative => {
            let query = running_month_and_earlier(query);
            brush.cumulative(query.to, &ledger.small_days(&query).await?)
        }
    }
}

/// The same with its question printed below, for a file that leaves the program.
pub async fn small_export(ledger: &Ledger, kind: Kind, query: SmallQuery, look: Look) -> Drawn {
    let filter = ledger.small_filter(&query).await?;
    let chart = small(ledger, kind, query, look).await?;
    Ok(chart.with_footer(&filter)?)
}

/// What every chart of one call is drawn with.
struct Brush {
    currency: Currency,
    theme: Theme,
    size: Size,
}

impl Brush {
    fn new(currency: &str, look: Look) -> Result<Self, LedgerError> {
        let currency = currency_of(currency)?;
        let size = Size {
            width: look.width,
            height: look.height,
        };
        Ok(Self {
            currency,
            theme: Theme::from(look.theme),
            size,
        })
    }

    fn months(&self, days: &[DayFlow]) -> Drawn {
        // Points of one month add up.
        let month = |point: DayPoint| MonthPoint {
            month: point.day,
            amount: point.amount,
            count: point.count,
        };
        let points: Vec<_> = self.points(days)?.into_iter().map(month).collect();
        Ok(farthing_charts::months(
            &points,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn weeks(&self, days: &[DayFlow]) -> Drawn {
        // Points of one week add up.
        let week = |point: DayPoint| WeekPoint {
            week: monday_of(point.day),
            amount: point.amount,
            count: point.count,
        };
        let points: Vec<_> = self.points(days)?.into_iter().map(week).collect();
        let (theme, size) = (&self.theme, self.size);
        Ok(farthing_charts::weeks(&points, self.currency, theme, size)?)
    }

    fn hours(&self, hours: &[HourFlow]) -> Drawn {
        let point = |flow: &HourFlow| {
            let amount = Money::from_minor(flow.minor, self.currency);
            Ok(HourPoint {
                weekday: flow.weekday,
                hour: flow.hour,
                amount: amount.map_err(LedgerError::from)?,
                count: flow.count,
            })
        };
        let points = hours.iter().map(point);
        let points = points.collect::<Result<Vec<_>, PictureError>>()?;
        let (theme, size) = (&self.theme, self.size);
        Ok(farthing_charts::hours(&points, self.currency, theme, size)?)
    }

    fn merchants(&self, merchants: &[MerchantFlow]) -> Drawn {
        let points = merchants.iter().take(MERCHANTS).map(|merchant| {
            Ok(MerchantPoint {
                key: merchant
                    .payee
                    .map_or_else(String::new, |payee| payee.0.to_string()),
                name: merchant.name.clone(),
                amount: self.money(&merchant.sum)?,
                count: merchant.count,
            })
        });
        let points = points.collect::<Result<Vec<_>, PictureError>>()?;
        Ok(farthing_charts::merchants(
            &points,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn calendar(&self, query: &SmallQuery, days: &[DayFlow]) -> Drawn {
        let points = self.points(days)?;
        let (from, to) = (query.from, query.to);
        Ok(farthing_charts::calendar(
            &points,
            from,
            to,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn cumulative(&self, last: NaiveDate, days: &[DayFlow]) -> Drawn {
        let month = first_of_month(last);
        let mut current = self.points(&within(days, month, last))?;
        // A point of nothing carries the line to the last day.
        current.push(DayPoint {
            day: last,
            amount: Money::zero(self.currency),
            count: 0,
        });
        let mut earlier = Vec::new();
        for back in 1..=EARLIER_MONTHS {
            let start = months_before(month, back);
            let end = before(months_before(month, back - 1));
            let points = self.points(&within(days, start, end))?;
            earlier.push((start.format("%b").to_string(), points));
        }
        let (theme, size) = (&self.theme, self.size);
        Ok(farthing_charts::cumulative(
            &current,
            &earlier,
            self.currency,
            theme,
            size,
        )?)
    }

    fn points(&self, days: &[DayFlow]) -> Result<Vec<DayPoint>, PictureError> {
        let small = days.iter().filter(|day| day.small_count > 0);
        let points = small.map(|day| {
            Ok(DayPoint {
                day: day.day,
                amount: Money::from_minor(day.small_minor, self.currency)
                    .map_err(LedgerError::from)?,
                count: day.small_count,
            })
        });
        points.collect()
    }

    fn money(&self, amount: &Amount) -> Result<Money, LedgerError> {
        Ok(Money::parse(&amount.value, self.currency)?)
    }
}

fn currency_of(code: &str) -> Result<Currency, LedgerError> {
    Currency::of_any_time(code).map_err(|error| LedgerError::Invalid {
        field: "currency",
        message: error.to_string(),
    })
}

fn last_months(query: SmallQuery) -> SmallQuery {
    let year = after(months_before(query.to, CALENDAR_MONTHS));
    SmallQuery {
        from: query.from.max(year),
        ..query
    }
}

fn last_weeks(query: SmallQuery) -> SmallQuery {
    let earliest = query.to.checked_sub_days(Days::new(7 * (WEEKS - 1)));
    let earliest = monday_of(earliest.unwrap_or(query.to));
    SmallQuery {
        from: query.from.max(earliest),
        ..query
    }
}

fn running_month_and_earlier(query: SmallQuery) -> SmallQuery {
    SmallQuery {
        from: months_before(first_of_month(query.to), EARLIER_MONTHS),
        ..query
    }
}

fn within(days: &[DayFlow], from: NaiveDate, to: NaiveDate) -> Vec<DayFlow> {
    let inside = |day: &&DayFlow| (from..=to).contains(&day.day);
    days.iter().filter(inside).copied().collect()
}

// At the two ends of the calendar of chrono, some 260,000 years away, a day stays where it is.

fn monday_of(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn query(from: &str, to: &str) -> SmallQuery {
        SmallQuery {
            currency: "EUR".to_owned(),
            from: day(from),
            to: day(to),
            limit: None,
        }
    }

    fn paid(on: &str, minor: i64) -> DayFlow {
        DayFlow {
            day: day(on),
            small_count: 1,
            small_minor: minor,
            count: 1,
            spent_minor: minor,
        }
    }

    fn brush() -> Brush {
        let look = Look {
            theme: ThemeName::Light,
            width: 720,
            height: 260,
        };
        Brush::new("EUR", look).unwrap()
    }

    #[test]
    fn the_calendar_shows_at_most_two_years() {
        assert_eq!(
            last_months(query("2020-01-01", "2026-11-22")).from,
            day("2024-11-23")
        );
        assert_eq!(
            last_months(query("2026-11-01", "2026-11-22")).from,
            day("2026-11-01")
        );
    }

    #[test]
    fn the_running_month_is_asked_with_three_before() {
        let asked = running_month_and_earlier(query("2026-11-01", "2026-11-22"));
        assert_eq!(
            (asked.from, asked.to),
            (day("2026-08-01"), day("2026-11-22"))
        );
    }

    #[test]
    fn days_of_one_week_share_a_bar_and_old_weeks_have_none() {
        let days = [
            paid("2026-10-05", 250),
            paid("2026-10-11", 350),
            paid("2026-10-12", 100),
        ];
        let chart = brush().weeks(&days).unwrap();
        let keys: Vec<_> = chart.marks.iter().map(|mark| mark.key.as_str()).collect();
        assert_eq!(keys, ["2026-10-05", "2026-10-12"]);
        let asked = last_weeks(query("2000-01-01", "2026-10-12"));
        assert_eq!(asked.from, day("2023-10-23"));
    }

    #[test]
    fn an_hour_is_a_cell_and_no_time_stands_apart() {
        let flow = |hour| HourFlow {
            weekday: 4,
            hour,
            count: 2,
            minor: 700,
        };
        let chart = brush().hours(&[flow(Some(13)), flow(None)]).unwrap();
        let keys: Vec<_> = chart.marks.iter().map(|mark| mark.key.as_str()).collect();
        assert_eq!(keys, ["4-13", "4-na"]);
    }

    #[test]
    fn days_of_one_month_share_a_bar() {
        let days = [
            paid("2026-10-03", 250),
            paid("2026-10-09", 350),
            paid("2026-11-01", 100),
        ];
        let chart = brush().months(&days).unwrap();
        let keys: Vec<_> = chart.marks.iter().map(|mark| mark.key.as_str()).collect();
        assert_eq!(keys, ["2026-10", "2026-11"]);
        assert!(
            chart.marks[0].value.contains("6.00"),
            "{}",
            chart.marks[0].value
        );
    }

    #[test]
    fn the_running_line_goes_on_to_the_last_day() {
        let days = [paid("2026-10-03", 250), paid("2026-11-02", 350)];
        let chart = brush().cumulative(day("2026-11-22"), &days).unwrap();
        assert!(
            chart.marks.iter().any(|mark| mark.key == "2026-11-22"),
            "{:?}",
            chart.marks
        );
    }

    #[test]
    fn an_unknown_currency_is_refused_with_its_name() {
        let look = Look {
            theme: ThemeName::Dark,
            width: 720,
            height: 260,
        };
        let error = Brush::new("XQZ", look).err().unwrap();
        assert!(error.to_string().contains("XQZ"), "{error}");
    }
}
