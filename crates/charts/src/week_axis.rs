//! Weeks from left to right: a column for each, with as many first days as there is room for.
#![allow(
    clippy::cast_precision_loss,
    reason = "the number of a week, at most a hundred and sixty, becomes a position"
)]

use chrono::{Datelike, Days, NaiveDate};

use crate::ChartError;
use crate::canvas::{Align, Area, Canvas};
use crate::day_axis::{GAP, RIGHT, years};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;

const MOST_WEEKS: i64 = 160;

/// The weeks of a chart without a gap, at the foot of its plot.
pub(crate) struct WeekAxis {
    /// The first day of the first week.
    pub first: NaiveDate,
    pub length: i64,
    plot: Area,
}

impl WeekAxis {
    /// From the first to the last of these first days of weeks, which rise.
    pub fn new<'a>(
        weeks: impl IntoIterator<Item = &'a NaiveDate>,
        plot: Area,
    ) -> Result<Self, ChartError> {
        let mut weeks = weeks.into_iter().copied();
        let first = weeks.next().unwrap_or_default();
        let mut last = first;
        for week in weeks {
            if (week - first).num_days() % 7 != 0 {
                return Err(ChartError::TwoWeekStarts(first, week));
            }
            last = week;
        }
        let length = (last - first).num_days() / 7 + 1;
        if length > MOST_WEEKS {
            return Err(ChartError::TooLong(length, "weeks", MOST_WEEKS));
        }
        Ok(Self {
            first,
            length,
            plot,
        })
    }

    /// The width of a week's column.
    pub fn slot(&self) -> f64 {
        self.plot.width / self.length as f64
    }

    /// The left edge of a week's column.
    pub fn x(&self, week: NaiveDate) -> f64 {
        self.plot.x + (week - self.first).num_days() as f64 / 7.0 * self.slot()
    }

    /// First days of weeks, as many as there is room for, and under them the years they begin.
    pub fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let foot = self.plot.bottom();
        let named = self.named();
        let write =
            |text: &str, place| canvas.text(text, place, Align::Middle, SMALL_FONT, theme.muted);
        for (x, week) in &named {
            let name = format!("{} {}", week.day(), figures::month_name(*week));
            write(&name, (*x, foot + 14.0))?;
        }
        for (x, year) in years(&named) {
            write(&year, (x, foot + 28.0))?;
        }
        Ok(())
    }

    /// The weeks that are named, with the middles of their columns.
    fn named(&self) -> Vec<(f64, NaiveDate)> {
        let half = text::width("28 Mmm", SMALL_FONT) / 2.0;
        let every = self.weeks_between_names(2.0 * half + GAP);
        let weeks = (0..self.length).step_by(every);
        weeks
            .filter_map(|index| {
                self.first
                    .checked_add_days(Days::new(7 * index.unsigned_abs()))
            })
            .map(|week| (self.x(week) + self.slot() / 2.0, week))
            .filter(|(x, _)| *x >= half && *x + half <= self.plot.right() + RIGHT)
            .collect()
    }

    fn weeks_between_names(&self, room: f64) -> usize {
        let fits = |every: &u32| f64::from(*every) * self.slot() >= room;
        let every = [1, 2, 4, 8, 13, 26, 52].into_iter().find(fits);
        every.map_or(104, |every| every as usize)
    }
}
