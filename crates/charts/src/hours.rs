//! A map of the week: weekdays as rows, hours as columns, coloured by what was paid.

use std::collections::BTreeMap;

use farthing_money::{Currency, Money};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::cells::{Ramp, Written, paint_cell};
use crate::day_grid::WEEKDAY_NAMES;
use crate::figures::{self, Total};
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, Size};

const WEEKDAYS: f64 = 30.0;
const HEAD: f64 = 18.0;
const LEGEND: f64 = 26.0;
/// Below this height there is no room for a legend, below this width none for weekdays.
const LEAST_HEIGHT: f64 = 140.0;
const LEAST_WIDTH: f64 = 240.0;
const TALLEST: f64 = 38.0;
/// Between the last hour and the payments without one.
const APART: f64 = 10.0;
const NO_TIME: &str = "no time";
const FULL_NAMES: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What was paid in one hour of a weekday. Spending is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourPoint {
    /// From Monday, 0, to Sunday, 6.
    pub weekday: u8,
    /// The hour that begins it, 0 to 23; none for payments whose time is not known.
    pub hour: Option<u8>,
    /// The sum.
    pub amount: Money,
    /// Of how many payments.
    pub count: i64,
}

/// A cell for each hour of each weekday, and one for payments without a time; points of one cell
/// add up.
pub fn hours(
    points: &[HourPoint],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let map = Map::new(points, currency, size)?;
    let svg = draw(size, |canvas| map.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: map.marks(),
        summary: map.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

/// A place on the map, in reading order: payments without a time stand last in their row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    weekday: u8,
    column: Column,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Hour(u8),
    NoTime,
}

impl Place {
    fn of(point: &HourPoint) -> Result<Self, ChartError> {
        if point.weekday > 6 {
            return Err(ChartError::NoSuchWeekday(point.weekday));
        }
        let column = match point.hour {
            Some(hour) if hour > 23 => return Err(ChartError::NoSuchHour(hour)),
            Some(hour) => Column::Hour(hour),
            None => Column::NoTime,
        };
        Ok(Self {
            weekday: point.weekday,
            column,
        })
    }

    fn key(self) -> String {
        match self.column {
            Column::Hour(hour) => format!("{}-{hour}", self.weekday),
            Column::NoTime => format!("{}-na", self.weekday),
        }
    }

    /// `Monday 13:00 to 14:00`.
    fn label(self) -> String {
        let weekday = FULL_NAMES.get(usize::from(self.weekday));
        let weekday = weekday.copied().unwrap_or_default();
        match self.column {
            Column::Hour(hour) => format!("{weekday} {hour:02}:00 to {:02}:00", hour + 1),
            Column::NoTime => format!("{weekday}, {NO_TIME}"),
        }
    }
}

struct Map {
    by_place: BTreeMap<Place, Total>,
    grid: Grid,
    ramp: Ramp,
    written: Option<Written>,
    currency: Currency,
    size: Size,
}

/// Where the cells lie, each with the gap after it.
struct Grid {
    left: f64,
    wide: f64,
    tall: f64,
    /// Of the cells without a time.
    no_time: Area,
}

impl Grid {
    fn new(size: Size) -> Self {
        let whole = Area::of(size);
        let left = if whole.width >= LEAST_WIDTH {
            WEEKDAYS
        } else {
            0.0
        };
        let foot = if whole.height >= LEAST_HEIGHT {
            LEGEND
        } else {
            0.0
        };
        let tall = ((whole.height - HEAD - foot) / 7.0).min(TALLEST);
        let head = text::width(NO_TIME, SMALL_FONT);
        let even = |length: f64| (length * 4.0).floor() / 4.0;
        let all_alike = (whole.width - left - APART) / 25.0;
        let last = all_alike.max(head);
        let wide = even((whole.width - left - APART - last) / 24.0);
        let no_time = Area {
            x: left + wide * 24.0 + APART,
            y: HEAD,
            width: last.max(wide),
            height: tall,
        };
        Self {
            left,
            wide,
            tall: even(tall),
            no_time,
        }
    }

    fn cell(&self, place: Place) -> Area {
        let y = HEAD + f64::from(place.weekday) * self.tall;
        match place.column {
            Column::Hour(hour) => Area {
                x: self.left + f64::from(hour) * self.wide,
                y,
                width: self.wide,
                height: self.tall,
            },
            Column::NoTime => Area {
                y,
                height: self.tall,
                ..self.no_time
            },
        }
    }

    /// How many hours apart the named ones are.
    fn hours_between_names(&self) -> u8 {
        let room = text::width("00", SMALL_FONT) + 12.0;
        let fits = |every: &u8| f64::from(*every) * self.wide >= room;
        [1, 3, 6].into_iter().find(fits).unwrap_or(12)
    }

    fn paint_heads(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let y = HEAD - 9.0;
        let every = self.hours_between_names();
        for hour in (0..24).filter(|hour| hour % every == 0) {
            let place = Place {
                weekday: 0,
                column: Column::Hour(hour),
            };
            let cell = self.cell(place);
            let (x, align) = if self.wide >= 8.0 {
                (cell.middle().0, Align::Middle)
            } else {
                (cell.x, Align::Start)
            };
            canvas.text(&hour.to_string(), (x, y), align, SMALL_FONT, theme.muted)?;
        }
        let middle = (self.no_time.middle().0, y);
        canvas.text(NO_TIME, middle, Align::Middle, SMALL_FONT, theme.muted)
    }

    fn paint_weekdays(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.left == 0.0 {
            return Ok(());
        }
        let mut y = HEAD + self.tall / 2.0 - 1.0;
        for name in WEEKDAY_NAMES {
            canvas.text(name, (0.0, y), Align::Start, SMALL_FONT, theme.muted)?;
            y += self.tall;
        }
        Ok(())
    }
}

impl Map {
    fn new(points: &[HourPoint], currency: Currency, size: Size) -> Result<Self, ChartError> {
        let mut by_place: BTreeMap<_, Total> = BTreeMap::new();
        for point in points {
            let total = by_place.entry(Place::of(point)?).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        by_place.retain(|_, total| !total.is_nothing());
        let grid = Grid::new(size);
        let amounts: Vec<_> = by_place.values().map(|total| total.minor).collect();
        Ok(Self {
            ramp: Ramp::of(amounts.iter().copied()),
            written: Written::fitting(&amounts, currency, (grid.wide, grid.tall)),
            by_place,
            grid,
            currency,
            size,
        })
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.by_place.is_empty() {
            return canvas.sentence(&self.summary(), self.size, theme.muted);
        }
        for place in places() {
            self.paint_place(canvas, theme, place)?;
        }
        self.grid.paint_heads(canvas, theme)?;
        self.grid.paint_weekdays(canvas, theme)?;
        if f64::from(self.size.height) < LEAST_HEIGHT {
            return Ok(());
        }
        let legend = (self.grid.left, HEAD + self.grid.tall * 7.0 + 16.0);
        let room = (f64::from(self.size.width), self.currency);
        self.ramp.paint_legend(canvas, theme, legend, room)
    }

    fn paint_place(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        place: Place,
    ) -> Result<(), ChartError> {
        let cell = self.grid.cell(place);
        let Some(total) = self.by_place.get(&place) else {
            return paint_cell(canvas, cell, theme.blank);
        };
        let color = self.ramp.color(theme, total.minor);
        paint_cell(canvas, cell, color)?;
        let Some(written) = self.written else {
            return Ok(());
        };
        let (middle, letters) = (cell.middle(), theme.letters_on(color));
        written.paint(canvas, middle, (total.minor, self.currency), letters)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&place, &total): (&Place, &Total)| {
            let cell = self.grid.cell(place);
            Mark {
                x: cell.x,
                y: cell.y,
                width: cell.width,
                height: cell.height,
                label: place.label(),
                value: figures::value(total, self.currency),
                key: place.key(),
            }
        };
        self.by_place.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        const SUBJECT: &str = "Payments by weekday and hour";
        let Some((&most, highest)) = (self.by_place.iter().rev()).max_by_key(|(_, t)| t.minor)
        else {
            return format!("{SUBJECT} in {}: none yet.", self.currency);
        };
        let sum = |total: Total, &other: &Total| total.plus(other);
        let all = self.by_place.values().fold(Total::default(), sum);
        let timeless = (self.by_place.iter())
            .filter(|(place, _)| place.column == Column::NoTime)
            .map(|(_, total)| total)
            .fold(Total::default(), sum);
        let without = match timeless.count {
            0 => String::new(),
            count => format!("; {} without a time", figures::payments(count)),
        };
        format!(
            "{SUBJECT}: {}, the most on {} with {}{without}.",
            figures::spoken(all, self.currency),
            most.label(),
            figures::amount(highest.minor, self.currency),
        )
    }
}

/// Every place of the map, row by row.
fn places() -> impl Iterator<Item = Place> {
    let columns = || (0..24).map(Column::Hour).chain([Column::NoTime]);
    (0..7).flat_map(move |weekday| columns().map(move |column| Place { weekday, column }))
}
