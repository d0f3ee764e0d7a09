//! A calendar of days, weeks as columns, coloured by what was paid.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::cells::{Ramp, Written, paint_cell};
use crate::day_grid::{DayGrid, Sizing, check_days};
use crate::figures::{self, Total};
use crate::scale::SMALL_FONT;
use crate::theme::Theme;
use crate::{Chart, ChartError, DayPoint, Mark, Size};

const SIZING: Sizing = Sizing {
    good: 11.5,
    largest: 24.0,
    foot: 26.0,
};

/// A cell for each day from `from` to `to`, Mondays at the top; points of one day add up.
///
/// Up to 93 days have larger cells, with the amounts in them where there is room.
pub fn calendar(
    points: &[DayPoint],
    from: NaiveDate,
    to: NaiveDate,
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    check_days(points.iter().map(|point| point.day), from, to)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let calendar = Calendar::new(points, (from, to), currency, size);
    let svg = draw(size, |canvas| calendar.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: calendar.marks(),
        summary: calendar.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Calendar {
    by_day: BTreeMap<NaiveDate, Total>,
    from: NaiveDate,
    to: NaiveDate,
    grid: DayGrid,
    ramp: Ramp,
    written: Option<Written>,
    currency: Currency,
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
        let amounts: Vec<_> = by_day.values().map(|total| total.minor).collect();
        let roomy = DayGrid::roomy(from, to, whole, SIZING.foot);
        let grid = roomy.unwrap_or_else(|| DayGrid::squares(from, to, whole, SIZING));
        let cell = grid.cell(from);
        Self {
            ramp: Ramp::of(amounts.iter().copied()),
            written: Written::fitting(&amounts, currency, (cell.width, cell.height)),
            by_day,
            from,
            to,
            grid,
            currency,
        }
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        for day in self.grid.days() {
            match self.by_day.get(&day) {
                Some(total) => self.paint_day(canvas, theme, self.grid.cell(day), total.minor)?,
                None => paint_cell(canvas, self.grid.cell(day), theme.blank)?,
            }
        }
        self.grid.paint(canvas, theme)?;
        let legend = (self.grid.left, self.grid.bottom() + 16.0);
        if self.by_day.is_empty() {
            let nothing = format!("none in {}", self.currency);
            return canvas.text(&nothing, legend, Align::Start, SMALL_FONT, theme.muted);
        }
        let room = (self.grid.right(), self.currency);
        self.ramp.paint_legend(canvas, theme, legend, room)
    }

    fn paint_day(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        cell: Area,
        minor: i128,
    ) -> Result<(), ChartError> {
        let color = self.ramp.color(theme, minor);
        paint_cell(canvas, cell, color)?;
        let Some(written) = self.written else {
            return Ok(());
        };
        let middle = cell.middle();
        let letters = theme.letters_on(color);
        written.paint(canvas, middle, (minor, self.currency), letters)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&day, &total): (&NaiveDate, &Total)| {
            let cell = self.grid.cell(day);
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
