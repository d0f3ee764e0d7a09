//! Days from left to right, named by day, month or year, whichever there is room for.
#![allow(
    clippy::cast_precision_loss,
    reason = "a number of days, at most some ten thousand, becomes a position"
)]

use chrono::{Datelike, NaiveDate};

use crate::ChartError;
use crate::canvas::{Align, Area, Canvas};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;

const MOST_DAYS: i64 = 73_050;
/// Between two names at least.
pub(crate) const GAP: f64 = 6.0;

/// The days of a chart at the foot of its plot, the first at its left edge, the last at its right.
pub(crate) struct DayAxis {
    first: NaiveDate,
    last: NaiveDate,
    plot: Area,
}

/// Which days are named.
#[derive(Clone, Copy)]
enum Unit {
    /// These days of each month, no two of them closer than this.
    Days(&'static [u32], i64),
    /// The first day of each month whose number this divides, counted from January as 0.
    Months(u32),
    /// The first day of each year that this divides.
    Years(i32),
}

const UNITS: [Unit; 15] = [
    Unit::Days(
        &[
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31,
        ],
        1,
    ),
    Unit::Days(&[1, 5, 10, 15, 20, 25], 4),
    Unit::Days(&[1, 10, 20], 9),
    Unit::Days(&[1, 15], 14),
    Unit::Months(1),
    Unit::Months(2),
    Unit::Months(3),
    Unit::Months(6),
    Unit::Years(1),
    Unit::Years(2),
    Unit::Years(5),
    Unit::Years(10),
    Unit::Years(20),
    Unit::Years(50),
    Unit::Years(100),
];

impl DayAxis {
    /// The days from one to a later one.
    pub fn new(first: NaiveDate, last: NaiveDate, plot: Area) -> Result<Self, ChartError> {
        let days = (last - first).num_days();
        if days > MOST_DAYS {
            return Err(ChartError::TooLong(days, "days", MOST_DAYS));
        }
        Ok(Self { first, last, plot })
    }

    /// Where a day lies, beyond the plot if it is not one of the axis.
    pub fn x(&self, day: NaiveDate) -> f64 {
        self.plot.x + (day - self.first).num_days() as f64 * self.slot()
    }

    /// The left edge and the width of what is nearer to one of these rising days than to another;
    /// days that are one share its place.
    pub fn column(&self, days: &[NaiveDate], index: usize) -> (f64, f64) {
        let Some(&day) = days.get(index) else {
            return (self.plot.x, self.plot.width);
        };
        let x = self.x(day);
        let towards = |other: Option<&NaiveDate>, edge: f64| {
            other.map_or(edge, |&other| f64::midpoint(x, self.x(other)))
        };
        let before = days.partition_point(|other| *other < day).checked_sub(1);
        let after = days.partition_point(|other| *other <= day);
        let left = towards(before.and_then(|at| days.get(at)), self.plot.x);
        let right = towards(days.get(after), self.plot.right());
        (left, (right - left).max(0.5))
    }

    fn slot(&self) -> f64 {
        self.plot.width / (self.last - self.first).num_days().max(1) as f64
    }

    /// Names of days, and under them the years they begin.
    pub fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let unit = self.unit();
        let named = self.named(unit);
        let foot = self.plot.bottom();
        for (x, day) in &named {
            let place = (*x, foot + 14.0);
            canvas.text(
                &unit.name(*day),
                place,
                Align::Middle,
                SMALL_FONT,
                theme.muted,
            )?;
        }
        if !matches!(unit, Unit::Years(_)) {
            for (x, year) in years(&named) {
                let place = (x, foot + 28.0);
                canvas.text(&year, place, Align::Middle, SMALL_FONT, theme.muted)?;
            }
        }
        Ok(())
    }

    /// The finest unit whose names do not touch.
    fn unit(&self) -> Unit {
        let fits = |unit: &Unit| unit.fewest_days() as f64 * self.slot() >= unit.width() + GAP;
        UNITS.into_iter().find(fits).unwrap_or(Unit::Years(100))
    }

    /// The days of this unit whose names lie on the sheet, with their places.
    fn named(&self, unit: Unit) -> Vec<(f64, NaiveDate)> {
        let half = unit.width() / 2.0;
        let last = self.last;
        self.first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| unit.names(*day))
            .map(|day| (self.x(day), day))
            .filter(|(x, _)| *x >= half && *x + half <= self.plot.right() + RIGHT)
            .collect()
    }
}

/// How far a name may reach beyond the plot.
pub(crate) const RIGHT: f64 = 8.0;

impl Unit {
    fn names(self, day: NaiveDate) -> bool {
        match self {
            Self::Days(days, _) => days.contains(&day.day()),
            Self::Months(every) => day.day() == 1 && day.month0().is_multiple_of(every),
            Self::Years(every) => day.ordinal() == 1 && day.year() % every == 0,
        }
    }

    fn fewest_days(self) -> i64 {
        match self {
            Self::Days(_, fewest) => fewest,
            Self::Months(every) => i64::from(every) * 30 - 2,
            Self::Years(every) => i64::from(every) * 365,
        }
    }

    /// Of its widest name.
    fn width(self) -> f64 {
        let widest = match self {
            Self::Days(..) => "28 Mmm",
            Self::Months(_) => "Mmm",
            Self::Years(_) => "2000",
        };
        text::width(widest, SMALL_FONT)
    }

    fn name(self, day: NaiveDate) -> String {
        match self {
            Self::Days(..) => format!("{} {}", day.day(), figures::month_name(day)),
            Self::Months(_) => figures::month_name(day).to_owned(),
            Self::Years(_) => day.year().to_string(),
        }
    }
}

/// The year under the first name of each, without the first year where the next comes too close.
pub(crate) fn years(named: &[(f64, NaiveDate)]) -> Vec<(f64, String)> {
    let mut years: Vec<(f64, String)> = Vec::new();
    for (x, day) in named {
        let year = day.year().to_string();
        if years.last().is_none_or(|(_, before)| *before != year) {
            years.push((*x, year));
        }
    }
    let room = text::width("2000", SMALL_FONT) + GAP;
    if let [(first, _), (second, _), ..] = years[..]
        && second - first < room
    {
        years.remove(0);
    }
    years
}
