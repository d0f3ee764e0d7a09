//! A calendar of days, weeks as columns, coloured by what was paid.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the number of a week, at most some hundreds, becomes a position"
)]

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::figures::{self, Total};
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::{Color, Theme};
use crate::{Chart, ChartError, DayPoint, Mark, Size};

const MOST_DAYS: i64 = 3_660;
/// Room for the names of weekdays.
const WEEKDAYS: f64 = 30.0;
const HEAD: f64 = 18.0;
const BAND_GAP: f64 = 8.0;
const LEGEND: f64 = 26.0;
const LARGEST_CELL: f64 = 24.0;
/// A cell this large is easy to hit; only below it the calendar is broken into more bands.
const GOOD_CELL: f64 = 11.5;

/// A cell for each day from `from` to `to`, Mondays at the top; points of one day add up.
pub fn calendar(
    points: &[DayPoint],
    from: NaiveDate,
    to: NaiveDate,
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    check_days(points, from, to)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let calendar = Calendar::new(points, (from, to), currency, size);
    let svg = draw(size, |canvas| calendar.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: calendar.marks(),
        summary: calendar.summary(),
        surface: theme.surface,
        size,
    })
}

struct Calendar {
    by_day: BTreeMap<NaiveDate, Total>,
    from: NaiveDate,
    to: NaiveDate,
    bands: Bands,
    /// The largest amount of each ramp step but the last.
    limits: Vec<i128>,
    currency: Currency,
    whole: Area,
}

/// The weeks laid out in rows of columns.
#[derive(Clone, Copy)]
struct Bands {
    /// Columns in each band.
    weeks: i64,
    /// A cell and the gap after it.
    cell: f64,
    /// Room for the names of weekdays.
    left: f64,
}

fn check_days(points: &[DayPoint], from: NaiveDate, to: NaiveDate) -> Result<(), ChartError> {
    if from > to {
        return Err(ChartError::Backwards(from, to));
    }
    let days = (to - from).num_days() + 1;
    if days > MOST_DAYS {
        return Err(ChartError::TooLong(days, "days", MOST_DAYS));
    }
    let outside = |point: &&DayPoint| point.day < from || point.day > to;
    points
        .iter()
        .find(outside)
        .map_or(Ok(()), |point| Err(ChartError::OutsideDays(point.day)))
}

impl Calendar {
    fn new(
        points: &[DayPoint],
        (from, to): (NaiveDate, NaiveDate),
        currency: Currency,
        size: Size,
    ) -> Self {
        let mut by_day: BTreeMap<_, Total> = BTreeMap::new();
        for point in points {
            let total = by_day.entry(point.day).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        by_day.retain(|_, total| !total.is_nothing());
        let whole = Area::of(size);
        Self {
            limits: limits(by_day.values().map(|total| total.minor).collect()),
            by_day,
            from,
            to,
            bands: Bands::fitting(week(to, from) + 1, whole),
            currency,
            whole,
        }
    }

    /// The square of a day, its gap included.
    fn cell(&self, day: NaiveDate) -> Area {
        let week = week(day, self.from);
        let (band, column) = (week / self.bands.weeks, week % self.bands.weeks);
        let row = f64::from(day.weekday().num_days_from_monday());
        Area {
            x: self.bands.left + column as f64 * self.bands.cell,
            y: self.bands.top(band) + row * self.bands.cell,
            width: self.bands.cell,
            height: self.bands.cell,
        }
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        for day in self.days() {
            let color = self
                .by_day
                .get(&day)
                .map_or(theme.blank, |total| self.color(theme, total.minor));
            paint_cell(canvas, self.cell(day), color)?;
        }
        self.paint_months(canvas, theme)?;
        self.paint_weekdays(canvas, theme)?;
        self.paint_legend(canvas, theme)
    }

    fn color(&self, theme: &Theme, minor: i128) -> Color {
        let step = self.limits.iter().filter(|&&limit| minor > limit).count();
        theme.ramp.get(step).copied().unwrap_or(theme.accent)
    }

    /// Each month's name over the column of its first day, the year with the first and each January.
    fn paint_months(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let mut band = -1;
        let mut free_from = 0.0;
        for day in self.days() {
            let cell = self.cell(day);
            let day_band = week(day, self.from) / self.bands.weeks;
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
            let place = (cell.x, self.bands.top(band) - 9.0);
            canvas.text(&name, place, Align::Start, SMALL_FONT, theme.muted)?;
        }
        Ok(())
    }

    fn month_label(&self, day: NaiveDate, starts_band: bool) -> String {
        let wide = self.bands.cell * 4.2 >= text::width("Mmm 2000", SMALL_FONT) + 6.0;
        if wide && (starts_band || day.month0() == 0) {
            return figures::month_year(day);
        }
        if !wide && day.month0() == 0 {
            return day.year().to_string();
        }
        figures::month_name(day).to_owned()
    }

    fn paint_weekdays(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.bands.left == 0.0 {
            return Ok(());
        }
        let bands = week(self.to, self.from) / self.bands.weeks + 1;
        for band in 0..bands {
            for (row, name) in [(0.5, "Mon"), (2.5, "Wed"), (4.5, "Fri")] {
                let y = self.bands.top(band) + row * self.bands.cell - 1.0;
                canvas.text(name, (0.0, y), Align::Start, SMALL_FONT - 1.0, theme.muted)?;
            }
        }
        Ok(())
    }

    /// The ramp between the smallest and the largest day.
    fn paint_legend(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let amounts = || self.by_day.values().map(|total| total.minor);
        let (Some(least), Some(most)) = (amounts().min(), amounts().max()) else {
            return Ok(());
        };
        let bands = week(self.to, self.from) / self.bands.weeks + 1;
        let y = self.bands.top(bands) - HEAD - BAND_GAP + 16.0;
        let least = figures::plain_amount(least, self.currency);
        let mut x = self.bands.left;
        canvas.text(&least, (x, y), Align::Start, SMALL_FONT - 1.0, theme.muted)?;
        x += text::width(&least, SMALL_FONT - 1.0) + 6.0;
        for color in theme.ramp {
            let swatch = Area {
                x,
                y: y - 6.0,
                width: 12.0,
                height: 12.0,
            };
            paint_cell(canvas, swatch, color)?;
            x += 13.0;
        }
        let most = figures::amount(most, self.currency);
        canvas.text(
            &most,
            (x + 5.0, y),
            Align::Start,
            SMALL_FONT - 1.0,
            theme.muted,
        )
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&day, &total): (&NaiveDate, &Total)| {
            let cell = self.cell(day);
            Mark {
                x: cell.x,
                y: cell.y,
                width: cell.width,
                height: cell.height,
                label: figures::day_month_year(day),
                value: figures::value(total, self.currency),
                key: day.to_string(),
            }
        };
        self.by_day.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let (from, to) = (self.from, self.to);
        let days = format!(
            "Payments by day, {} to {}",
            figures::day_month_year(from),
            figures::day_month_year(to)
        );
        let Some((&most, highest)) = self.by_day.iter().rev().max_by_key(|(_, t)| t.minor) else {
            return format!("{days}: none in {}.", self.currency);
        };
        let total = self
            .by_day
            .values()
            .fold(Total::default(), |sum, &day| sum.plus(day));
        format!(
            "{days}: {} on {} of {} days, the most on {} with {}.",
            figures::spoken(total, self.currency),
            self.by_day.len(),
            (to - from).num_days() + 1,
            figures::day_month_year(most),
            figures::amount(highest.minor, self.currency),
        )
    }
}

impl Bands {
    /// The fewest bands that give cells of a good size, or those that give the largest.
    fn fitting(weeks: i64, whole: Area) -> Self {
        let layouts = || (1..=weeks.min(12)).map(|bands| Self::of(bands, weeks, whole));
        let largest = || layouts().max_by(|one, other| one.cell.total_cmp(&other.cell));
        layouts()
            .find(|layout| layout.cell >= GOOD_CELL)
            .or_else(largest)
            .unwrap_or_else(|| Self::of(1, weeks, whole))
    }

    fn of(bands: i64, weeks: i64, whole: Area) -> Self {
        let columns = weeks.div_euclid(bands) + i64::from(weeks % bands != 0);
        let high = (whole.height - LEGEND + BAND_GAP) / bands as f64 - HEAD - BAND_GAP;
        let cell = |left: f64| {
            let wide = (whole.width - left) / columns as f64;
            wide.min(high / 7.0).clamp(1.0, LARGEST_CELL)
        };
        let named = cell(WEEKDAYS);
        let (left, cell) = if named >= 8.0 {
            (WEEKDAYS, named)
        } else {
            (0.0, cell(0.0))
        };
        Self {
            weeks: columns,
            // Whole and half units keep the gaps even.
            cell: (cell * 2.0).floor() / 2.0,
            left,
        }
    }

    fn top(&self, band: i64) -> f64 {
        HEAD + band as f64 * (self.cell * 7.0 + HEAD + BAND_GAP)
    }
}

/// How many weeks a day lies after the week of the first.
fn week(day: NaiveDate, first: NaiveDate) -> i64 {
    let monday = |day: NaiveDate| {
        let back = Days::new(day.weekday().num_days_from_monday().into());
        day.checked_sub_days(back).unwrap_or(day)
    };
    (monday(day) - monday(first)).num_days() / 7
}

/// The amounts that part the days with payments into five groups of about one size.
fn limits(mut amounts: Vec<i128>) -> Vec<i128> {
    amounts.sort_unstable();
    (1..5)
        .filter_map(|fifth| amounts.get((amounts.len() * fifth).div_ceil(5).saturating_sub(1)))
        .copied()
        .collect()
}

fn paint_cell(canvas: &Canvas<'_, '_>, cell: Area, color: Color) -> Result<(), ChartError> {
    let gap = if cell.width >= 8.0 { 2.0 } else { 1.0 };
    let square = Area {
        width: cell.width - gap,
        height: cell.height - gap,
        ..cell
    };
    canvas.block(square, [(cell.width / 5.0).min(3.5); 4], color)
}
