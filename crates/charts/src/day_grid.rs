//! Days as cells: weeks as columns, Mondays at the top, in one or more bands.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the number of a week, at most some hundreds, becomes a position"
)]

use chrono::{Datelike, Days, NaiveDate};

use crate::ChartError;
use crate::canvas::{Align, Area, Canvas};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;

const MOST_DAYS: i64 = 3_660;
/// Up to here a cell may be as large as there is room for.
const FEW_DAYS: i64 = 93;
/// Room for the names of weekdays.
const WEEKDAYS: f64 = 30.0;
const HEAD: f64 = 18.0;
const BAND_GAP: f64 = 8.0;
/// A cell of few days, and the smallest that is worth it.
const ROOMIEST: (f64, f64) = (84.0, 34.0);
const LEAST_ROOMY: (f64, f64) = (24.0, 13.0);

/// How large cells should be.
#[derive(Clone, Copy)]
pub(crate) struct Sizing {
    /// A cell this large is easy to hit; only below it the days are broken into more bands.
    pub good: f64,
    pub largest: f64,
    /// Room under the days.
    pub foot: f64,
}

/// Where each day lies.
#[derive(Clone, Copy)]
pub(crate) struct DayGrid {
    from: NaiveDate,
    to: NaiveDate,
    /// Columns in each band.
    weeks: i64,
    /// A cell and the gap after it.
    wide: f64,
    tall: f64,
    /// Room for the names of weekdays.
    pub left: f64,
    whole: Area,
}

/// Refuses days that come backwards, are too many, or lie outside.
pub(crate) fn check_days(
    days: impl IntoIterator<Item = NaiveDate>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(), ChartError> {
    check_span(from, to, MOST_DAYS)?;
    let mut days = days.into_iter();
    let outside = days.find(|day| *day < from || *day > to);
    outside.map_or(Ok(()), |day| Err(ChartError::OutsideDays(day)))
}

/// Refuses days that come backwards or are more than this.
pub(crate) fn check_span(from: NaiveDate, to: NaiveDate, most: i64) -> Result<(), ChartError> {
    if from > to {
        return Err(ChartError::Backwards(from, to));
    }
    let days = (to - from).num_days() + 1;
    if days > most {
        return Err(ChartError::TooLong(days, "days", most));
    }
    Ok(())
}

impl DayGrid {
    /// Square cells in the fewest bands that make them good, or in those that make them largest.
    pub fn squares(from: NaiveDate, to: NaiveDate, whole: Area, sizing: Sizing) -> Self {
        let weeks = week(to, from) + 1;
        let layout = |bands| Self::of(bands, (from, to), whole, sizing);
        let layouts = || (1..=weeks.min(12)).map(layout);
        let largest = || layouts().max_by(|one, other| one.wide.total_cmp(&other.wide));
        layouts()
            .find(|layout| layout.wide >= sizing.good)
            .or_else(largest)
            .unwrap_or_else(|| layout(1))
    }

    /// One band whose cells take all the room, where the days are few enough for letters in them.
    pub fn roomy(from: NaiveDate, to: NaiveDate, whole: Area, foot: f64) -> Option<Self> {
        let weeks = week(to, from) + 1;
        let wide = (whole.width - WEEKDAYS) / weeks as f64;
        let tall = (whole.height - HEAD - foot) / 7.0;
        let is_roomy = wide >= LEAST_ROOMY.0 && tall >= LEAST_ROOMY.1;
        let are_few = (to - from).num_days() < FEW_DAYS;
        (is_roomy && are_few).then(|| Self {
            from,
            to,
            weeks,
            wide: even(wide.min(ROOMIEST.0)),
            tall: even(tall.min(ROOMIEST.1)),
            left: WEEKDAYS,
            whole,
        })
    }

    fn of(bands: i64, (from, to): (NaiveDate, NaiveDate), whole: Area, sizing: Sizing) -> Self {
        let weeks = week(to, from) + 1;
        let columns = weeks.div_euclid(bands) + i64::from(weeks % bands != 0);
        let high = (whole.height - sizing.foot + BAND_GAP) / bands as f64 - HEAD - BAND_GAP;
        let cell = |left: f64| {
            let wide = (whole.width - left) / columns as f64;
            wide.min(high / 7.0).clamp(1.0, sizing.largest)
        };
        let named = cell(WEEKDAYS);
        let (left, cell) = if named >= 8.0 {
            (WEEKDAYS, named)
        } else {
            (0.0, cell(0.0))
        };
        Self {
            from,
            to,
            weeks: columns,
            wide: even(cell),
            tall: even(cell),
            left,
            whole,
        }
    }

    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }

    /// The place of a day, with the gap after it.
    pub fn cell(&self, day: NaiveDate) -> Area {
        let (band, column) = self.place(day);
        let row = f64::from(day.weekday().num_days_from_monday());
        Area {
            x: self.left + column as f64 * self.wide,
            y: self.top(band) + row * self.tall,
            width: self.wide,
            height: self.tall,
        }
    }

    /// The right edge of the sheet.
    pub fn right(&self) -> f64 {
        self.whole.right()
    }

    /// The foot of the last band.
    pub fn bottom(&self) -> f64 {
        self.top(self.bands()) - HEAD - BAND_GAP
    }

    fn place(&self, day: NaiveDate) -> (i64, i64) {
        let week = week(day, self.from);
        (week / self.weeks, week % self.weeks)
    }

    fn bands(&self) -> i64 {
        self.place(self.to).0 + 1
    }

    fn top(&self, band: i64) -> f64 {
        HEAD + band as f64 * (self.tall * 7.0 + HEAD + BAND_GAP)
    }

    /// Names of months or of weeks' first days above the cells, of weekdays before them.
    pub fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.wide >= text::width("28 Mmm 2000", SMALL_FONT) + 4.0 {
            self.paint_weeks(canvas, theme)?;
        } else {
            self.paint_months(canvas, theme)?;
        }
        self.paint_weekdays(canvas, theme)
    }

    /// The first day of each column, the year with the first of all.
    fn paint_weeks(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let mut column = -1;
        for day in self.days() {
            let (_, of_day) = self.place(day);
            if of_day == column {
                continue;
            }
            let is_first = column < 0 || (day.month0() == 0 && day.day() <= 7);
            column = of_day;
            let name = if is_first {
                figures::day_month_year(day)
            } else {
                format!("{} {}", day.day(), figures::month_name(day))
            };
            let place = (self.cell(day).x, self.top(0) - 9.0);
            canvas.text(&name, place, Align::Start, SMALL_FONT, theme.muted)?;
        }
        Ok(())
    }

    /// Each month's name over the column of its first day, the year with the first and each January.
    fn paint_months(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let mut band = -1;
        let mut free_from = 0.0;
        for day in self.days() {
            let cell = self.cell(day);
            let (day_band, _) = self.place(day);
            let new_band = day_band != band;
            if !(new_band || day.day() == 1) {
                continue;
            }
            // A band that starts at a month's end would crowd out the next month's name.
            let late = new_band && day.day() > 21 && (self.to - day).num_days() > 14;
            if new_band {
                (band, free_from) = (day_band, 0.0);
            }
            let name = self.month_label(day, new_band);
            let width = text::width(&name, SMALL_FONT);
            let fits = cell.x >= free_from && cell.x + width <= self.whole.right();
            if late || !fits {
                continue;
            }
            free_from = cell.x + width + 3.0;
            let place = (cell.x, self.top(band) - 9.0);
            canvas.text(&name, place, Align::Start, SMALL_FONT, theme.muted)?;
        }
        Ok(())
    }

    fn month_label(&self, day: NaiveDate, starts_band: bool) -> String {
        let wide = self.wide * 4.2 >= text::width("Mmm 2000", SMALL_FONT) + 6.0;
        if wide && (starts_band || day.month0() == 0) {
            return figures::month_year(day);
        }
        if !wide && day.month0() == 0 {
            return day.year().to_string();
        }
        figures::month_name(day).to_owned()
    }

    fn paint_weekdays(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.left == 0.0 {
            return Ok(());
        }
        let every = if self.tall >= 18.0 { 1 } else { 2 };
        for band in 0..self.bands() {
            for (row, name) in WEEKDAY_NAMES.iter().enumerate().step_by(every) {
                if every == 2 && row == 6 {
                    continue;
                }
                let y = self.top(band) + (row as f64 + 0.5) * self.tall - 1.0;
                canvas.text(name, (0.0, y), Align::Start, SMALL_FONT - 1.0, theme.muted)?;
            }
        }
        Ok(())
    }
}

/// From Monday on.
pub(crate) const WEEKDAY_NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Whole and half units keep the gaps even.
fn even(length: f64) -> f64 {
    (length * 2.0).floor() / 2.0
}

/// How many weeks a day lies after the week of the first.
fn week(day: NaiveDate, first: NaiveDate) -> i64 {
    let monday = |day: NaiveDate| {
        let back = Days::new(day.weekday().num_days_from_monday().into());
        day.checked_sub_days(back).unwrap_or(day)
    };
    (monday(day) - monday(first)).num_days() / 7
}
