//! A calendar of how each day of a habit went: a sign for each state, told apart by its shape.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::cells::paint_cell;
use crate::day_grid::{DayGrid, Sizing, check_days};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, Size};

const GOOD_CELL: f64 = 16.0;
const LARGEST_CELL: f64 = 34.0;
/// Of a legend's sign, the gap after it, and the gap after its words.
const SIGN: f64 = 15.0;
const SIGN_GAP: f64 = 4.0;
const WORDS_GAP: f64 = 16.0;
const LINE: f64 = 19.0;
const LEGEND_HEAD: f64 = 8.0;
/// Below this height the signs need the room of their legend.
const LEAST_HEIGHT: u32 = 150;

/// How a day of a habit went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayState {
    /// Nothing was spent.
    NoSpend,
    /// Something was spent, and no more than the limit.
    UnderLimit,
    /// More was spent than the habit allows.
    Spend,
    /// Nothing is known of the day.
    Unknown,
    /// What is known may still change.
    Provisional,
    /// The day is not over.
    Open,
    /// The person left the day out.
    Skipped,
    /// What the habit asks for was done.
    Done,
    /// It was not.
    Missed,
}

/// One day of a habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayStatePoint {
    /// The day.
    pub day: NaiveDate,
    /// How it went.
    pub state: DayState,
}

/// A cell for each day from `from` to `to`, with the sign of its state. The title, as the person
/// wrote it, begins the summary.
pub fn day_states(
    points: &[DayStatePoint],
    from: NaiveDate,
    to: NaiveDate,
    title: &str,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    check_days(points.iter().map(|point| point.day), from, to)?;
    let days = States::new(points, (from, to), title, size)?;
    let svg = draw(size, |canvas| days.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: days.marks(),
        summary: days.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

impl DayState {
    const ALL: [Self; 9] = [
        Self::NoSpend,
        Self::UnderLimit,
        Self::Spend,
        Self::Done,
        Self::Missed,
        Self::Provisional,
        Self::Unknown,
        Self::Skipped,
        Self::Open,
    ];

    /// What a mark and the legend say.
    fn words(self) -> &'static str {
        match self {
            Self::NoSpend => "No spending",
            Self::UnderLimit => "Under the limit",
            Self::Spend => "Spending",
            Self::Unknown => "Not known",
            Self::Provisional => "May still change",
            Self::Open => "Not over yet",
            Self::Skipped => "Left out",
            Self::Done => "Done",
            Self::Missed => "Not done",
        }
    }

    /// As part of a sentence: `3 without spending`.
    fn spoken(self, count: usize) -> String {
        let words = match self {
            Self::NoSpend => "without spending",
            Self::UnderLimit => "under the limit",
            Self::Spend => "with spending",
            Self::Unknown => "not known",
            Self::Provisional => "that may still change",
            Self::Open => "not over yet",
            Self::Skipped => "left out",
            Self::Done => "done",
            Self::Missed => "not done",
        };
        format!("{count} {words}")
    }

    /// Draws the sign around a point: it fills a square of twice the radius at most.
    fn paint(
        self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        (x, y): (f64, f64),
        radius: f64,
    ) -> Result<(), ChartError> {
        let thickness = (radius * 0.36).max(1.0);
        match self {
            Self::NoSpend => canvas.dot(x, y, radius, theme.accent),
            Self::UnderLimit => canvas.ring((x, y), radius, thickness, theme.accent),
            Self::Spend => {
                let bar = centred((x, y), 2.0 * radius, radius * 0.8);
                canvas.block(bar, [radius * 0.2; 4], theme.second)
            }
            Self::Provisional => {
                canvas.ring((x, y), radius, (thickness * 0.6).max(0.75), theme.accent)?;
                canvas.shape(&lower_half((x, y), radius), theme.accent)
            }
            Self::Unknown => hatch(canvas, theme, (x, y), radius),
            Self::Skipped => {
                for side in [-0.42, 0.42] {
                    let bar = centred((x + side * radius, y), radius * 0.42, radius * 1.5);
                    canvas.block(bar, [0.0; 4], theme.muted)?;
                }
                Ok(())
            }
            Self::Open => canvas.dot(x, y, (radius * 0.46).max(1.0), theme.muted),
            Self::Done => {
                let corners = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)];
                let corner = |(dx, dy)| (x + dx * radius, y + dy * radius);
                canvas.shape(&corners.map(corner), theme.accent)
            }
            Self::Missed => {
                let side = radius * 0.75;
                for rise in [-side, side] {
                    let ends = [(x - side, y - rise), (x + side, y + rise)];
                    canvas.line(&ends, thickness, theme.second)?;
                }
                Ok(())
            }
        }
    }
}

fn centred((x, y): (f64, f64), width: f64, height: f64) -> Area {
    Area {
        x: x - width / 2.0,
        y: y - height / 2.0,
        width,
        height,
    }
}

fn lower_half((x, y): (f64, f64), radius: f64) -> Vec<(f64, f64)> {
    let turn = |step: i32| f64::from(step) * std::f64::consts::PI / 12.0;
    let point = |angle: f64| (x + radius * angle.cos(), y + radius * angle.sin());
    (0..=12).map(|step| point(turn(step))).collect()
}

/// Three strokes that rise to the right.
fn hatch(
    canvas: &Canvas<'_, '_>,
    theme: &Theme,
    (x, y): (f64, f64),
    radius: f64,
) -> Result<(), ChartError> {
    let width = (radius * 0.2).max(0.75);
    let side = radius * 0.9;
    for (from, to) in [
        ((-side, 0.0), (0.0, -side)),
        ((-side, side), (side, -side)),
        ((0.0, side), (side, 0.0)),
    ] {
        let ends = [from, to].map(|(dx, dy)| (x + dx, y + dy));
        canvas.line(&ends, width, theme.muted)?;
    }
    Ok(())
}

/// A sign of the legend, with its place below the grid.
type Sign = (DayState, (f64, f64));

struct States {
    title: String,
    by_day: BTreeMap<NaiveDate, DayState>,
    from: NaiveDate,
    to: NaiveDate,
    grid: DayGrid,
    /// Of each state that occurs.
    legend: Vec<Sign>,
    size: Size,
}

impl States {
    fn new(
        points: &[DayStatePoint],
        (from, to): (NaiveDate, NaiveDate),
        title: &str,
        size: Size,
    ) -> Result<Self, ChartError> {
        let mut by_day = BTreeMap::new();
        for point in points {
            if by_day.insert(point.day, point.state).is_some() {
                return Err(ChartError::DayTwice(point.day));
            }
        }
        let occurring = DayState::ALL.into_iter();
        let occurring = occurring.filter(|state| by_day.values().any(|other| other == state));
        let (legend, foot) = if size.height < LEAST_HEIGHT {
            (Vec::new(), 0.0)
        } else {
            legend(occurring, f64::from(size.width))
        };
        let sizing = Sizing {
            good: GOOD_CELL,
            largest: LARGEST_CELL,
            foot,
        };
        Ok(Self {
            title: text::clean(title),
            by_day,
            from,
            to,
            grid: DayGrid::squares(from, to, Area::of(size), sizing),
            legend,
            size,
        })
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.by_day.is_empty() {
            return canvas.sentence(&self.summary(), self.size, theme.muted);
        }
        for day in self.grid.days() {
            let cell = self.grid.cell(day);
            paint_cell(canvas, cell, theme.blank)?;
            if let Some(state) = self.by_day.get(&day) {
                let radius = (cell.width - 2.0) * 0.36;
                state.paint(canvas, theme, cell.middle(), radius.max(1.0))?;
            }
        }
        self.grid.paint(canvas, theme)?;
        let top = self.grid.bottom() + LEGEND_HEAD;
        for &(state, (x, y)) in &self.legend {
            let middle = top + y;
            state.paint(canvas, theme, (x + SIGN / 2.0, middle), SIGN * 0.38)?;
            let words = (x + SIGN + SIGN_GAP, middle);
            let font = SMALL_FONT;
            canvas.text(state.words(), words, Align::Start, font, theme.muted)?;
        }
        Ok(())
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&day, state): (&NaiveDate, &DayState)| {
            let cell = self.grid.cell(day);
            Mark {
                x: cell.x,
                y: cell.y,
                width: cell.width,
                height: cell.height,
                label: figures::day_month_year(day),
                value: state.words().to_owned(),
                key: day.to_string(),
            }
        };
        self.by_day.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let days = format!(
            "{}, {} to {}",
            self.title,
            figures::day_month_year(self.from),
            figures::day_month_year(self.to)
        );
        let count = |state: &DayState| self.by_day.values().filter(|other| *other == state).count();
        let told: Vec<_> = (DayState::ALL.iter())
            .map(|state| (state, count(state)))
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| state.spoken(count))
            .collect();
        if told.is_empty() {
            return format!("{days}: no day is known yet.");
        }
        format!("{days}, days: {}.", told.join(", "))
    }
}

/// Places of signs and words in as many lines as they need, and the height of all of them.
fn legend(states: impl Iterator<Item = DayState>, room: f64) -> (Vec<Sign>, f64) {
    let (mut x, mut y) = (0.0, LINE / 2.0);
    let mut places = Vec::new();
    for state in states {
        let width = SIGN + SIGN_GAP + text::width(state.words(), SMALL_FONT);
        if x > 0.0 && x + width > room {
            (x, y) = (0.0, y + LINE);
        }
        places.push((state, (x, y)));
        x += width + WORDS_GAP;
    }
    (places, LEGEND_HEAD + y + LINE / 2.0)
}
