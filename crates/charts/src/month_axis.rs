//! Months from left to right: a column for each, with as many names as there is room for.
#![allow(
    clippy::cast_precision_loss,
    reason = "the number of a month, at most a thousand, becomes a position"
)]

use chrono::{Datelike, NaiveDate};

use crate::ChartError;
use crate::canvas::{Align, Area, Canvas};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;

const MOST_MONTHS: i64 = 600;

/// How far a name may reach beyond the plot.
pub(crate) const RIGHT: f64 = 4.0;

/// Months since the year 0.
pub(crate) type MonthNumber = i64;

/// The months of a chart without a gap, at the foot of its plot.
pub(crate) struct MonthAxis {
    pub first: MonthNumber,
    pub length: i64,
    plot: Area,
    most_labels: i64,
}

impl MonthAxis {
    /// From the first to the last of these months, which rise.
    pub fn new<'a>(
        months: impl IntoIterator<Item = &'a MonthNumber>,
        plot: Area,
    ) -> Result<Self, ChartError> {
        let mut months = months.into_iter().copied();
        let first = months.next().unwrap_or_default();
        let length = months.last().unwrap_or(first) - first + 1;
        if length > MOST_MONTHS {
            return Err(ChartError::TooLong(length, "months", MOST_MONTHS));
        }
        Ok(Self {
            first,
            length,
            plot,
            most_labels: MOST_MONTHS,
        })
    }

    /// The same months with no more names than this.
    pub fn with_most_labels(self, most_labels: i64) -> Self {
        Self {
            most_labels,
            ..self
        }
    }

    pub fn last(&self) -> MonthNumber {
        self.first + self.length - 1
    }

    /// The width of a month's column.
    pub fn slot(&self) -> f64 {
        self.plot.width / self.length as f64
    }

    /// The left edge of a month's column.
    pub fn x(&self, month: MonthNumber) -> f64 {
        self.plot.x + (month - self.first) as f64 * self.slot()
    }

    /// Month names, as many as there is room for, and under them the years they begin.
    pub fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let every = self.months_between_labels();
        let foot = self.plot.bottom();
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
            if x + text::width(name, SMALL_FONT) / 2.0 > self.plot.right() + RIGHT {
                continue;
            }
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
            .find(|&every| {
                every as f64 * self.slot() >= room && self.length <= every * self.most_labels
            })
            .unwrap_or(120)
    }

    /// The months that get a label: always the Januaries among them, so that years line up.
    fn labelled(&self, every: i64) -> impl Iterator<Item = MonthNumber> {
        let last = self.last();
        let whole_year_inside = (self.first..=last).any(|month| month.rem_euclid(every) == 0);
        (self.first..=last).filter(move |month| {
            month.rem_euclid(every) == 0 || (!whole_year_inside && *month == last)
        })
    }
}

pub(crate) fn month_number(day: NaiveDate) -> MonthNumber {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// The first day of a month that a date was counted from, so it always exists.
pub(crate) fn first_day(month: MonthNumber) -> NaiveDate {
    i32::try_from(month.div_euclid(12))
        .ok()
        .zip(u32::try_from(month.rem_euclid(12)).ok())
        .and_then(|(year, month0)| NaiveDate::from_ymd_opt(year, month0 + 1, 1))
        .unwrap_or_default()
}
