//! A line: how the score of a habit went, day by day.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::day_axis::DayAxis;
use crate::day_grid::check_span;
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, Size};

const MOST_DAYS: i64 = 800;
const HIGHEST: u32 = 10_000;
const HEAD: f64 = 12.0;
const FOOT: f64 = 36.0;
const LABEL_GAP: f64 = 8.0;
/// From the dot at the end to its value.
const VALUE_GAP: f64 = 9.0;
const VALUE_FONT: f64 = 12.0;
/// Weeks this wide have lines of full height, narrower ones short strokes, the narrowest none.
const WIDE_WEEK: f64 = 20.0;
const NARROW_WEEK: f64 = 4.0;

/// The score of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScorePoint {
    /// The day.
    pub day: NaiveDate,
    /// From 0 to 10000, which is a score of 100.
    pub score_hundredths: u32,
}

/// A line through the score of each of at most 800 days, in any order. Weeks that begin on this
/// weekday are marked. The title, as the person wrote it, begins the summary.
pub fn score(
    points: &[ScorePoint],
    title: &str,
    week_start: Weekday,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let line = Line::new(points, title, week_start, size)?;
    let svg = draw(size, |canvas| line.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: line.marks(),
        summary: line.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Line {
    title: String,
    by_day: BTreeMap<NaiveDate, u32>,
    week_start: Weekday,
    plot: Area,
    time: DayAxis,
    size: Size,
}

impl Line {
    fn new(
        points: &[ScorePoint],
        title: &str,
        week_start: Weekday,
        size: Size,
    ) -> Result<Self, ChartError> {
        let mut by_day = BTreeMap::new();
        for point in points {
            if point.score_hundredths > HIGHEST {
                return Err(ChartError::ScoreTooHigh(point.score_hundredths));
            }
            if by_day.insert(point.day, point.score_hundredths).is_some() {
                return Err(ChartError::DayTwice(point.day));
            }
        }
        let first = by_day.keys().next().copied().unwrap_or_default();
        let last = by_day.keys().last().copied().unwrap_or_default();
        check_span(first, last, MOST_DAYS)?;
        let end = by_day.values().last().copied().map(written);
        let value_width = text::width(&end.unwrap_or_default(), VALUE_FONT);
        let plot = plot(size, VALUE_GAP + value_width);
        Ok(Self {
            title: text::clean(title),
            by_day,
            week_start,
            time: DayAxis::new(first, last, plot)?,
            plot,
            size,
        })
    }

    fn y(&self, hundredths: u32) -> f64 {
        let share = f64::from(hundredths) / f64::from(HIGHEST);
        self.plot.bottom() - share * self.plot.height
    }

    fn points(&self) -> Vec<(f64, f64)> {
        let place = |(&day, &score): (&NaiveDate, &u32)| (self.time.x(day), self.y(score));
        self.by_day.iter().map(place).collect()
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let points = self.points();
        let (Some(&(first, _)), Some(&(x, y))) = (points.first(), points.last()) else {
            return canvas.sentence(&self.summary(), self.size, theme.muted);
        };
        let mut ground = points.clone();
        let zero = self.plot.bottom();
        ground.extend([(x, zero), (first, zero)]);
        if points.len() > 1 {
            canvas.shape(&ground, theme.ground)?;
        }
        self.paint_scores(canvas, theme)?;
        self.paint_weeks(canvas, theme)?;
        self.time.paint(canvas, theme)?;
        if points.len() > 1 {
            canvas.line(&points, 2.25, theme.accent)?;
        }
        canvas.dot(x, y, 5.5, theme.surface)?;
        canvas.dot(x, y, 4.0, theme.accent)?;
        let value = self.by_day.values().last().copied().map(written);
        let value = value.unwrap_or_default();
        let place = (x + VALUE_GAP, y);
        canvas.text(&value, place, Align::Start, VALUE_FONT, theme.ink)
    }

    fn paint_scores(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let every = if self.plot.height >= 100.0 { 1 } else { 2 };
        for score in [0, 25, 50, 75, 100].into_iter().step_by(every) {
            let y = self.y(score * 100).round();
            canvas.hairline(self.plot.x, self.plot.right(), y, theme.grid)?;
            let place = (self.plot.x - LABEL_GAP, y);
            canvas.text(
                &score.to_string(),
                place,
                Align::End,
                SMALL_FONT,
                theme.muted,
            )?;
        }
        Ok(())
    }

    /// A stroke on the first day of each week.
    fn paint_weeks(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let (Some(&first), Some(&last)) = (self.by_day.keys().next(), self.by_day.keys().last())
        else {
            return Ok(());
        };
        let week = first.checked_add_days(Days::new(7)).unwrap_or(first);
        let slot = self.time.x(week) - self.time.x(first);
        if slot < NARROW_WEEK {
            return Ok(());
        }
        let (top, bottom, color) = if slot >= WIDE_WEEK {
            (self.plot.y, self.plot.bottom(), theme.grid)
        } else {
            (
                self.plot.bottom(),
                self.plot.bottom() + 4.0,
                theme.line_behind,
            )
        };
        for day in first.iter_days().take_while(|day| *day <= last) {
            if day.weekday() == self.week_start {
                let x = self.time.x(day);
                canvas.line(&[(x, top), (x, bottom)], 1.0, color)?;
            }
        }
        Ok(())
    }

    fn marks(&self) -> Vec<Mark> {
        let days: Vec<_> = self.by_day.keys().copied().collect();
        let mark = |(index, (&day, &score)): (usize, (&NaiveDate, &u32))| {
            let (x, width) = self.time.column(&days, index);
            Mark {
                x,
                y: self.plot.y,
                width,
                height: self.plot.height,
                label: figures::day_month_year(day),
                value: format!("{} of 100", written(score)),
                key: day.to_string(),
            }
        };
        self.by_day.iter().enumerate().map(mark).collect()
    }

    fn summary(&self) -> String {
        let title = &self.title;
        let mut days = self.by_day.iter();
        let Some((&first, &from)) = days.next() else {
            return format!("{title}: no score yet.");
        };
        let Some((&last, &to)) = days.next_back() else {
            let day = figures::day_month_year(first);
            return format!("{title}: a score of {} of 100 on {day}.", written(from));
        };
        format!(
            "{title}: a score of {} of 100 on {}, from {} on {}.",
            written(to),
            figures::day_month_year(last),
            written(from),
            figures::day_month_year(first),
        )
    }
}

fn plot(size: Size, right: f64) -> Area {
    let whole = Area::of(size);
    let x = (text::width("100", SMALL_FONT) + LABEL_GAP).ceil();
    Area {
        x,
        y: HEAD,
        width: whole.width - x - right.ceil(),
        height: whole.height - HEAD - FOOT,
    }
}

/// `73`, `73.5` or `73.25`.
fn written(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => whole.to_string(),
        (tenths, 0) => format!("{whole}.{tenths}"),
        _ => format!("{whole}.{rest:02}"),
    }
}
