//! A step line: how spending adds up in a period, against the even pace to its limit.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::day_axis::{DayAxis, RIGHT};
use crate::day_grid::check_span;
use crate::figures::{self, Total};
use crate::labels::{LEGIBLE, Labels, Line};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, DayPoint, Mark, Size};

const FOOT: f64 = 36.0;
const MOST_DAYS: i64 = 800;
const VALUE_FONT: f64 = 12.0;

/// The spending of a period, and what it is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace<'a> {
    /// What is limited, as the person wrote it.
    pub title: &'a str,
    /// Of every amount.
    pub currency: Currency,
    /// What was spent up to today, in any order; points of one day add up.
    pub points: &'a [DayPoint],
    /// The period's first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// The day up to which it has added up; it may come after the end.
    pub today: NaiveDate,
    /// What may be spent in the whole period.
    pub limit: Money,
}

/// What was spent so far on each day, a straight line to the limit, and the limit as a rule.
pub fn pace(pace: &Pace<'_>, theme: &Theme, size: Size) -> Result<Chart, ChartError> {
    check_size(size)?;
    let amounts = pace.points.iter().map(|point| point.amount);
    figures::check_currency(pace.currency, amounts.chain([pace.limit]))?;
    check_span(pace.start, pace.end, MOST_DAYS)?;
    let period = Period::new(pace, size)?;
    let svg = draw(size, |canvas| period.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: period.marks(),
        summary: period.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Period {
    title: String,
    currency: Currency,
    start: NaiveDate,
    end: NaiveDate,
    today: NaiveDate,
    limit: i128,
    /// The sum so far on each day up to today.
    so_far: Vec<(NaiveDate, Total)>,
    axis: AmountAxis,
    /// Half a day's column.
    half: f64,
    time: DayAxis,
}

impl Period {
    fn new(pace: &Pace<'_>, size: Size) -> Result<Self, ChartError> {
        let (start, end) = (pace.start, pace.end);
        let so_far = so_far(pace)?;
        let limit = i128::from(pace.limit.minor());
        let sums = so_far.iter().map(|(_, total)| total.minor);
        let axis = AmountAxis::new(sums.chain([limit]), pace.currency, size, (FOOT, RIGHT));
        let plot = axis.plot;
        let half = plot.width / f64::from(days(start, end)) / 2.0;
        let middles = Area {
            x: plot.x + half,
            width: plot.width - 2.0 * half,
            ..plot
        };
        Ok(Self {
            title: text::clean(pace.title),
            currency: pace.currency,
            start,
            end,
            today: pace.today,
            limit,
            so_far,
            axis,
            half,
            time: DayAxis::new(start, end, middles)?,
        })
    }

    /// Where a day's column begins.
    fn x(&self, day: NaiveDate) -> f64 {
        self.axis.plot.x + 2.0 * self.half * f64::from(days(self.start, day) - 1)
    }

    /// The step line, from nothing at the period's first moment.
    fn line(&self) -> Vec<(f64, f64)> {
        let mut corners = vec![(self.axis.plot.x, self.axis.y(0))];
        for &(day, total) in &self.so_far {
            let (x, y) = (self.x(day), self.axis.y(total.minor));
            corners.extend([(x, y), (x + 2.0 * self.half, y)]);
        }
        corners.dedup();
        corners
    }

    fn even_line(&self) -> [(f64, f64); 2] {
        let plot = self.axis.plot;
        [
            (plot.x, self.axis.y(0)),
            (plot.right(), self.axis.y(self.limit)),
        ]
    }

    /// What an even pace would have spent by the end of a day, rounded half away from zero.
    fn even(&self, day: NaiveDate) -> i128 {
        let whole = i128::from(days(self.start, self.end));
        let part = i128::from(days(self.start, day));
        let twice = 2 * self.limit * part;
        (twice + whole * twice.signum()) / (2 * whole)
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let line = self.line();
        self.paint_ground(canvas, theme, &line)?;
        self.axis.paint(canvas, theme)?;
        self.time.paint(canvas, theme)?;
        let plot = self.axis.plot;
        let limit = self.axis.y(self.limit);
        canvas.line(
            &[(plot.x, limit), (plot.right(), limit)],
            1.25,
            theme.second,
        )?;
        let [from, to] = self.even_line();
        canvas.dashes(from, to, 1.25, theme.muted)?;
        if let Some(&(x, _)) = line.last().filter(|_| self.is_running()) {
            let ends = [(x, plot.y), (x, plot.bottom() + 4.0)];
            canvas.line(&ends, 1.0, theme.line_behind)?;
        }
        paint_line(canvas, theme, &line)?;
        self.paint_words(canvas, theme, line)
    }

    fn paint_ground(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        line: &[(f64, f64)],
    ) -> Result<(), ChartError> {
        let (Some(&(first, _)), Some(&(last, _))) = (line.first(), line.last()) else {
            return Ok(());
        };
        if line.len() < 2 {
            return Ok(());
        }
        let zero = self.axis.y(0);
        let outline: Vec<_> = (line.iter().copied())
            .chain([(last, zero), (first, zero)])
            .collect();
        canvas.shape(&outline, theme.ground)
    }

    /// Whether today lies within the period.
    fn is_running(&self) -> bool {
        self.today >= self.start && self.today <= self.end
    }

    /// The sum of today, the limit and the pace, each where it covers no line.
    fn paint_words(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        line: Vec<(f64, f64)>,
    ) -> Result<(), ChartError> {
        let plot = self.axis.plot;
        let room = Area {
            y: 0.0,
            height: plot.bottom(),
            ..plot
        };
        let end = line.last().copied().unwrap_or_default();
        let limit = self.axis.y(self.limit);
        let even = self.even_line();
        let line_of = |points: Vec<_>| Line {
            points,
            weight: LEGIBLE + 1,
        };
        let today = Line {
            points: vec![(end.0, plot.y), (end.0, plot.bottom())],
            weight: LEGIBLE,
        };
        let rule = vec![(plot.x, limit), (plot.right(), limit)];
        let lines = vec![line_of(line), line_of(even.to_vec()), line_of(rule), today];
        let mut labels = Labels::new(room, lines);
        let mut write = |text: &str, font, color, places: &dyn Fn(f64) -> Vec<(f64, f64)>| {
            let width = text::width(text, font);
            match labels.place((width, font), &places(width), LEGIBLE) {
                Some(place) => canvas.text(text, place, Align::Start, font, color),
                None => Ok(()),
            }
        };
        let around_end = |width: f64| {
            if self.so_far.is_empty() {
                return vec![(plot.right() - width, plot.bottom() - 14.0)];
            }
            around(end, width)
        };
        write(&self.today_words(), VALUE_FONT, theme.ink, &around_end)?;
        let on_rule = |width: f64| {
            let right = plot.right() - width;
            let (above, below) = (limit - 10.0, limit + 10.0);
            vec![
                (plot.x + 4.0, above),
                (right, above),
                (plot.x + 4.0, below),
                (right, below),
            ]
        };
        let words = format!("limit {}", figures::plain_amount(self.limit, self.currency));
        write(&words, SMALL_FONT, theme.second_ink, &on_rule)?;
        write("even pace", SMALL_FONT, theme.muted, &|width| {
            beside(even, width)
        })
    }

    /// `today 12.40`, or the sum alone where the period is over.
    fn today_words(&self) -> String {
        let Some((_, total)) = self.so_far.last() else {
            return "not begun".to_owned();
        };
        let sum = figures::plain_amount(total.minor, self.currency);
        if self.is_running() {
            format!("today {sum}")
        } else {
            sum
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let amount = |minor| figures::amount(minor, self.currency);
        let mark = |&(day, total): &(NaiveDate, Total)| Mark {
            x: self.x(day),
            y: self.axis.plot.y,
            width: 2.0 * self.half,
            height: self.axis.plot.height,
            label: figures::day_month_year(day),
            value: format!(
                "{} of {} · even pace {}",
                amount(total.minor),
                amount(self.limit),
                amount(self.even(day))
            ),
            key: day.to_string(),
        };
        self.so_far.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let amount = |minor| figures::amount(minor, self.currency);
        let period = format!(
            "{}, {} to {}",
            self.title,
            figures::day_month_year(self.start),
            figures::day_month_year(self.end)
        );
        let limit = amount(self.limit);
        let Some(&(day, total)) = self.so_far.last() else {
            return format!("{period}: not begun, with a limit of {limit}.");
        };
        if total.is_nothing() {
            let day = figures::day_month_year(day);
            return format!("{period}: no payments by {day}, with a limit of {limit}.");
        }
        format!(
            "{period}: {} of {limit} by {}; an even pace would be {}.",
            amount(total.minor),
            figures::day_month_year(day),
            amount(self.even(day)),
        )
    }
}

fn paint_line(
    canvas: &Canvas<'_, '_>,
    theme: &Theme,
    line: &[(f64, f64)],
) -> Result<(), ChartError> {
    let Some(&(x, y)) = line.last().filter(|_| line.len() > 1) else {
        return Ok(());
    };
    canvas.line(line, 2.25, theme.accent)?;
    canvas.dot(x, y, 5.5, theme.surface)?;
    canvas.dot(x, y, 4.0, theme.accent)
}

/// Places for words around a dot.
fn around((x, y): (f64, f64), width: f64) -> Vec<(f64, f64)> {
    vec![
        (x - width / 2.0, y - 15.0),
        (x + 10.0, y),
        (x + 10.0, y + 13.0),
        (x + 10.0, y - 15.0),
        (x - width - 10.0, y - 15.0),
        (x - width / 2.0, y + 16.0),
        (x - width - 10.0, y + 16.0),
    ]
}

/// Places for words above and below a rising line, from its end to its beginning.
fn beside([from, to]: [(f64, f64); 2], width: f64) -> Vec<(f64, f64)> {
    let shares = [0.85, 0.7, 0.55, 0.4];
    let on_line = |share: f64| {
        let point = |one: f64, other: f64| one + (other - one) * share;
        (point(from.0, to.0), point(from.1, to.1))
    };
    let places = shares.map(on_line);
    let above = places.map(|(x, y)| (x - width - 4.0, y - 4.0));
    let below = places.map(|(x, y)| (x + 6.0, y + 10.0));
    below.into_iter().chain(above).collect()
}

/// How many days there are from one to a later one, both of them among them.
fn days(first: NaiveDate, last: NaiveDate) -> u32 {
    let days = (last - first).num_days().max(0) + 1;
    u32::try_from(days).unwrap_or(u32::MAX)
}

fn so_far(pace: &Pace<'_>) -> Result<Vec<(NaiveDate, Total)>, ChartError> {
    let last = pace.end.min(pace.today);
    let mut by_day: BTreeMap<_, Total> = BTreeMap::new();
    for point in pace.points {
        if point.day < pace.start || point.day > last {
            return Err(ChartError::OutsideDays(point.day));
        }
        let total = by_day.entry(point.day).or_default();
        *total = total.plus(Total::of(point.amount, point.count));
    }
    let mut sum = Total::default();
    let days = pace.start.iter_days().take_while(|day| *day <= last);
    let adding_up = days.map(|day| {
        sum = sum.plus(by_day.get(&day).copied().unwrap_or_default());
        (day, sum)
    });
    Ok(adding_up.collect())
}
