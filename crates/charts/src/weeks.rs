//! Bars: what was paid in each week.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};

use crate::canvas::{Canvas, check_size, draw};
use crate::columns::paint_column;
use crate::day_axis::RIGHT;
use crate::figures::{self, Total};
use crate::scale::AmountAxis;
use crate::theme::Theme;
use crate::week_axis::WeekAxis;
use crate::{Chart, ChartError, Mark, Size};

const FOOT: f64 = 36.0;

/// What was paid in one week. Spending is positive; a week of refunds may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekPoint {
    /// The first day of the week, of the same weekday for all weeks.
    pub week: NaiveDate,
    /// The sum.
    pub amount: Money,
    /// Of how many payments.
    pub count: i64,
}

/// A bar for each of at most 160 weeks, the weeks between them left empty; points of one week add
/// up.
pub fn weeks(
    points: &[WeekPoint],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let bars = Bars::new(points, currency, size)?;
    let svg = draw(size, |canvas| bars.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: bars.marks(),
        summary: bars.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Bars {
    by_week: BTreeMap<NaiveDate, Total>,
    axis: AmountAxis,
    time: WeekAxis,
    currency: Currency,
    size: Size,
}

impl Bars {
    fn new(points: &[WeekPoint], currency: Currency, size: Size) -> Result<Self, ChartError> {
        let mut by_week: BTreeMap<_, Total> = BTreeMap::new();
        for point in points {
            let total = by_week.entry(point.week).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        let amounts = by_week.values().map(|total| total.minor);
        let axis = AmountAxis::new(amounts, currency, size, (FOOT, RIGHT));
        let time = WeekAxis::new(by_week.keys(), axis.plot)?;
        Ok(Self {
            by_week,
            axis,
            time,
            currency,
            size,
        })
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.by_week.is_empty() {
            return canvas.sentence(&self.summary(), self.size, theme.muted);
        }
        self.axis.paint(canvas, theme)?;
        for (&week, total) in &self.by_week {
            let column = (self.time.x(week), self.time.slot());
            paint_column(canvas, theme, &self.axis, column, total.minor)?;
        }
        self.time.paint(canvas, theme)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&week, &total): (&NaiveDate, &Total)| Mark {
            x: self.time.x(week),
            y: self.axis.plot.y,
            width: self.time.slot(),
            height: self.axis.plot.height,
            label: label(week),
            value: figures::value(total, self.currency),
            key: week.to_string(),
        };
        self.by_week.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let Some((&most, highest)) = self.by_week.iter().rev().max_by_key(|(_, t)| t.minor) else {
            return format!("Payments by week in {}: none yet.", self.currency);
        };
        let total = (self.by_week.values()).fold(Total::default(), |sum, &week| sum.plus(week));
        let all = figures::spoken(total, self.currency);
        let (Some(&first), Some(&last)) = (self.by_week.keys().next(), self.by_week.keys().last())
        else {
            return String::new();
        };
        if self.time.length == 1 {
            return format!("Payments from {}: {all}.", label(first));
        }
        format!(
            "Payments by week, {} to {}: {all}, the most from {} with {}.",
            figures::day_month_year(first),
            figures::day_month_year(last_day(last)),
            label(most),
            figures::amount(highest.minor, self.currency),
        )
    }
}

/// `5 Jan 2026 to 11 Jan 2026`.
fn label(week: NaiveDate) -> String {
    let (first, last) = (week, last_day(week));
    format!(
        "{} to {}",
        figures::day_month_year(first),
        figures::day_month_year(last)
    )
}

fn last_day(week: NaiveDate) -> NaiveDate {
    week.checked_add_days(Days::new(6)).unwrap_or(week)
}
