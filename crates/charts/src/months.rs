//! Bars: what was paid in each month.
#![allow(
    clippy::cast_precision_loss,
    reason = "the number of a month, at most a thousand, becomes a position"
)]

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::figures::{self, Total};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, MonthPoint, Size};

const MOST_MONTHS: i64 = 600;
const WIDEST_BAR: f64 = 40.0;
const FOOT: f64 = 36.0;

/// A bar for each month, the months between them left empty; points of one month add up.
pub fn months(
    points: &[MonthPoint],
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
        size,
    })
}

/// Months since the year 0.
type MonthNumber = i64;

struct Bars {
    by_month: BTreeMap<MonthNumber, Total>,
    first: MonthNumber,
    length: i64,
    axis: AmountAxis,
    currency: Currency,
}

impl Bars {
    fn new(points: &[MonthPoint], currency: Currency, size: Size) -> Result<Self, ChartError> {
        let mut by_month: BTreeMap<_, Total> = BTreeMap::new();
        for point in points {
            let total = by_month.entry(month_number(point.month)).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        let first = by_month.keys().next().copied().unwrap_or_default();
        let last = by_month.keys().next_back().copied().unwrap_or_default();
        let length = last - first + 1;
        if length > MOST_MONTHS {
            return Err(ChartError::TooLong(length, "months", MOST_MONTHS));
        }
        let amounts = by_month.values().map(|total| total.minor);
        let axis = AmountAxis::new(amounts, currency, size, (FOOT, 4.0));
        Ok(Self {
            by_month,
            first,
            length,
            axis,
            currency,
        })
    }

    fn slot(&self) -> f64 {
        self.axis.plot.width / self.length as f64
    }

    /// The left edge of a month's column.
    fn x(&self, month: MonthNumber) -> f64 {
        self.axis.plot.x + (month - self.first) as f64 * self.slot()
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        self.axis.paint(canvas, theme)?;
        for (&month, total) in &self.by_month {
            self.paint_bar(canvas, theme, month, total.minor)?;
        }
        if self.by_month.is_empty() {
            return Ok(());
        }
        self.paint_labels(canvas, theme)
    }

    fn paint_bar(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        month: MonthNumber,
        minor: i128,
    ) -> Result<(), ChartError> {
        if minor == 0 {
            return Ok(());
        }
        let width = (self.slot() * 0.64).min(WIDEST_BAR);
        let (zero, end) = (self.axis.y(0).round(), self.axis.y(minor));
        let height = (zero - end).abs().max(2.0);
        let x = self.x(month) + (self.slot() - width) / 2.0;
        let radius = (width / 4.0).min(4.0);
        let (y, corners, color) = if minor > 0 {
            (zero - height, [radius, radius, 0.0, 0.0], theme.accent)
        } else {
            (zero, [0.0, 0.0, radius, radius], theme.second)
        };
        let area = Area {
            x,
            y,
            width,
            height,
        };
        canvas.block(area, corners, color)
    }

    /// Month names, as many as there is room for, and under them the years they begin.
    fn paint_labels(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let every = self.months_between_labels();
        let foot = self.axis.plot.bottom();
        let (upper, lower) = (foot + 14.0, foot + 28.0);
        for month in self.labelled(every) {
            let x = self.x(month) + self.slot() / 2.0;
            let day = first_day(month);
            let year = day.year().to_string();
            let name = if every >= 12 {
                &year
            } else {
                figures::month_name(day)
            };
            canvas.text(name, (x, upper), Align::Middle, SMALL_FONT, theme.muted)?;
            if every < 12 && self.has_year(month, every) {
                canvas.text(&year, (x, lower), Align::Middle, SMALL_FONT, theme.muted)?;
            }
        }
        Ok(())
    }

    /// January has its year; so has the first label, where no January comes too close after it.
    fn has_year(&self, month: MonthNumber, every: i64) -> bool {
        let to_january = (12 - month.rem_euclid(12)) % 12;
        let is_first = month - self.first < every;
        let room = text::width("2000", SMALL_FONT) + 6.0;
        to_january == 0 || (is_first && to_january as f64 * self.slot() >= room)
    }

    fn months_between_labels(&self) -> i64 {
        let room = text::width("Mmm", SMALL_FONT) + 6.0;
        [1, 2, 3, 6, 12, 24, 60, 120]
            .into_iter()
            .find(|&every| every as f64 * self.slot() >= room)
            .unwrap_or(120)
    }

    /// The months that get a label: always the Januaries among them, so that years line up.
    fn labelled(&self, every: i64) -> impl Iterator<Item = MonthNumber> {
        let last = self.first + self.length - 1;
        let whole_year_inside = (self.first..=last).any(|month| month.rem_euclid(every) == 0);
        (self.first..=last).filter(move |month| {
            month.rem_euclid(every) == 0 || (!whole_year_inside && *month == last)
        })
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&month, &total): (&MonthNumber, &Total)| {
            let day = first_day(month);
            Mark {
                x: self.x(month),
                y: self.axis.plot.y,
                width: self.slot(),
                height: self.axis.plot.height,
                label: figures::month_year(day),
                value: figures::value(total, self.currency),
                key: day.format("%Y-%m").to_string(),
            }
        };
        self.by_month.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let Some((&most, highest)) = self.by_month.iter().rev().max_by_key(|(_, t)| t.minor) else {
            return format!("Payments by month in {}: none yet.", self.currency);
        };
        let total = self
            .by_month
            .values()
            .fold(Total::default(), |sum, &month| sum.plus(month));
        let first = figures::month_year(first_day(self.first));
        let all = figures::spoken(total, self.currency);
        if self.length == 1 {
            return format!("Payments in {first}: {all}.");
        }
        format!(
            "Payments by month, {first} to {}: {all}, the most in {} with {}.",
            figures::month_year(first_day(self.first + self.length - 1)),
            figures::month_year(first_day(most)),
            figures::amount(highest.minor, self.currency),
        )
    }
}

fn month_number(day: NaiveDate) -> MonthNumber {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// The first day of a month that a date was counted from, so it always exists.
fn first_day(month: MonthNumber) -> NaiveDate {
    i32::try_from(month.div_euclid(12))
        .ok()
        .zip(u32::try_from(month.rem_euclid(12)).ok())
        .and_then(|(year, month0)| NaiveDate::from_ymd_opt(year, month0 + 1, 1))
        .unwrap_or_default()
}
