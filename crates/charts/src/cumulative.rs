//! Lines: how the running month adds up, day by day, against earlier months.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use farthing_money::Currency;

use crate::canvas::{Align, Canvas, check_size, draw};
use crate::figures::{self, Total};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, DayPoint, Mark, Size};

const FOOT: f64 = 24.0;
const LABEL_HEIGHT: f64 = 13.0;
const LABEL_GAP: f64 = 8.0;
const MOST_LABELS: usize = 5;
/// The most a label of an earlier month may take of the chart's width.
const WIDEST_LABEL: f64 = 0.2;

/// The sum so far on each day of one month, and of earlier months as thin lines behind it.
///
/// The running month's line ends at its last point: a point of nothing on today carries it there.
/// Earlier lines go on to their month's end. Points of one day add up.
pub fn cumulative(
    current: &[DayPoint],
    earlier: &[(String, Vec<DayPoint>)],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let all = earlier.iter().flat_map(|(_, points)| points).chain(current);
    figures::check_currency(currency, all.map(|point| point.amount))?;
    let lines = Lines::new(current, earlier, currency, size)?;
    let svg = draw(size, |canvas| lines.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: lines.marks(),
        summary: lines.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

/// One month adding up: a total for each of its days from the first on.
struct Line {
    label: String,
    month: NaiveDate,
    so_far: Vec<(u32, Total)>,
}

struct Lines {
    current: Option<Line>,
    earlier: Vec<Line>,
    days: u32,
    axis: AmountAxis,
    currency: Currency,
}

impl Lines {
    fn new(
        current: &[DayPoint],
        earlier: &[(String, Vec<DayPoint>)],
        currency: Currency,
        size: Size,
    ) -> Result<Self, ChartError> {
        let running = Line::running(current)?;
        let mut past = Vec::new();
        for (label, points) in earlier {
            past.extend(Line::whole(label, points, size)?);
        }
        let all = || running.iter().chain(&past);
        let days = all().map(Line::days_in_month).max().unwrap_or(31);
        let amounts = all().flat_map(|line| line.so_far.iter().map(|(_, total)| total.minor));
        let label_width = past
            .iter()
            .map(|line| text::width(&line.label, SMALL_FONT) + LABEL_GAP)
            .fold(6.0, f64::max);
        let axis = AmountAxis::new(amounts, currency, size, (FOOT, label_width.ceil()));
        Ok(Self {
            current: running,
            earlier: past,
            days,
            axis,
            currency,
        })
    }

    fn slot(&self) -> f64 {
        self.axis.plot.width / f64::from(self.days)
    }

    /// The middle of a day's column.
    fn x(&self, day: u32) -> f64 {
        self.axis.plot.x + (f64::from(day) - 0.5) * self.slot()
    }

    fn points(&self, line: &Line) -> Vec<(f64, f64)> {
        let place = |(day, total): &(u32, Total)| (self.x(*day), self.axis.y(total.minor));
        line.so_far.iter().map(place).collect()
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if let Some(line) = &self.current {
            self.paint_ground(canvas, theme, line)?;
        }
        self.axis.paint(canvas, theme)?;
        self.paint_days(canvas, theme)?;
        for line in &self.earlier {
            canvas.line(&self.points(line), 1.25, theme.line_behind)?;
        }
        self.paint_earlier_labels(canvas, theme)?;
        match &self.current {
            Some(line) => self.paint_current(canvas, theme, line),
            None => Ok(()),
        }
    }

    fn paint_days(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let every = if self.slot() >= 8.0 { 5 } else { 10 };
        let foot = self.axis.plot.bottom() + 14.0;
        for day in (1..=self.days).filter(|day| *day == 1 || day % every == 0) {
            let place = (self.x(day), foot);
            canvas.text(
                &day.to_string(),
                place,
                Align::Middle,
                SMALL_FONT,
                theme.muted,
            )?;
        }
        Ok(())
    }

    /// The soft ground between the running month's line and nothing.
    fn paint_ground(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        line: &Line,
    ) -> Result<(), ChartError> {
        let mut outline = self.points(line);
        let (Some(&(first, _)), Some(&(last, _))) = (outline.first(), outline.last()) else {
            return Ok(());
        };
        let zero = self.axis.y(0);
        outline.extend([(last, zero), (first, zero)]);
        canvas.shape(&outline, theme.ground)
    }

    fn paint_current(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        line: &Line,
    ) -> Result<(), ChartError> {
        let points = self.points(line);
        canvas.line(&points, 2.25, theme.accent)?;
        let (Some(&(x, y)), Some((_, total))) = (points.last(), line.so_far.last()) else {
            return Ok(());
        };
        canvas.dot(x, y, 5.5, theme.surface)?;
        canvas.dot(x, y, 4.0, theme.accent)?;
        let value = figures::plain_amount(total.minor, self.currency);
        let half = text::width(&value, SMALL_FONT + 1.0) / 2.0;
        let plot = self.axis.plot;
        let middle = x.min(plot.right() - half).max(plot.x + half + 2.0);
        let place = (middle, (y - 15.0).max(7.0));
        canvas.text(&value, place, Align::Middle, SMALL_FONT + 1.0, theme.ink)
    }

    /// Names at the ends of the earlier lines, for as many of the latest as there is room.
    fn paint_earlier_labels(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
    ) -> Result<(), ChartError> {
        let plot = self.axis.plot;
        let mut latest: Vec<_> = self.earlier.iter().collect();
        latest.sort_by_key(|line| Reverse(line.month));
        let mut ends: Vec<_> = latest
            .into_iter()
            .take(MOST_LABELS)
            .filter_map(|line| self.points(line).last().map(|&(_, y)| (y, &line.label)))
            .collect();
        ends.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let places = apart(ends.iter().map(|&(y, _)| y), plot.bottom());
        for (y, (_, label)) in places.into_iter().zip(ends) {
            let place = (plot.right() + LABEL_GAP, y);
            canvas.text(label, place, Align::Start, SMALL_FONT, theme.muted)?;
        }
        Ok(())
    }

    fn marks(&self) -> Vec<Mark> {
        let Some(line) = &self.current else {
            return Vec::new();
        };
        let slot = self.slot();
        let mark = |&(day, total): &(u32, Total)| {
            let date = line.month.with_day(day).unwrap_or(line.month);
            Mark {
                x: self.x(day) - slot / 2.0,
                y: self.axis.plot.y,
                width: slot,
                height: self.axis.plot.height,
                label: figures::day_month_year(date),
                value: figures::value(total, self.currency),
                key: date.to_string(),
            }
        };
        line.so_far.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let Some((line, (day, total))) = self
            .current
            .as_ref()
            .and_then(|line| line.so_far.last().map(|last| (line, last)))
        else {
            return format!("Payments of this month in {}: none yet.", self.currency);
        };
        let so_far = format!(
            "{} adds up to {} by day {day}",
            figures::month_year(line.month),
            figures::spoken(*total, self.currency),
        );
        let Some(before) = self.earlier.iter().max_by_key(|line| line.month) else {
            return format!("{so_far}.");
        };
        let then = figures::amount(before.total_on(*day).minor, self.currency);
        format!("{so_far}; {} had {then} by then.", before.label)
    }
}

impl Line {
    /// The running month, up to its last point.
    fn running(points: &[DayPoint]) -> Result<Option<Self>, ChartError> {
        let Some(last) = points.iter().map(|point| point.day).max() else {
            return Ok(None);
        };
        Self::up_to(last.day(), String::new(), points)
    }

    /// A month that is over, up to its end.
    fn whole(label: &str, points: &[DayPoint], size: Size) -> Result<Option<Self>, ChartError> {
        let Some(first) = points.first() else {
            return Ok(None);
        };
        let room = f64::from(size.width) * WIDEST_LABEL;
        let label = text::fit(&text::clean(label), SMALL_FONT, room);
        Self::up_to(first.day.num_days_in_month().into(), label, points)
    }

    fn up_to(last: u32, label: String, points: &[DayPoint]) -> Result<Option<Self>, ChartError> {
        let Some(first) = points.first().map(|point| point.day) else {
            return Ok(None);
        };
        let mut by_day: BTreeMap<u32, Total> = BTreeMap::new();
        for point in points {
            if (point.day.year(), point.day.month0()) != (first.year(), first.month0()) {
                return Err(ChartError::TwoMonths(first, point.day));
            }
            let total = by_day.entry(point.day.day()).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        let mut sum = Total::default();
        let so_far = (1..=last)
            .map(|day| {
                sum = sum.plus(by_day.get(&day).copied().unwrap_or_default());
                (day, sum)
            })
            .collect();
        let month = first.with_day(1).unwrap_or(first);
        Ok(Some(Self {
            label,
            month,
            so_far,
        }))
    }

    fn days_in_month(&self) -> u32 {
        self.month.num_days_in_month().into()
    }

    fn total_on(&self, day: u32) -> Total {
        self.so_far
            .iter()
            .take_while(|(other, _)| *other <= day)
            .last()
            .map(|&(_, total)| total)
            .unwrap_or_default()
    }
}

/// Heights in rising order, moved so far that labels there do not touch, none below the foot.
fn apart(heights: impl Iterator<Item = f64>, foot: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::new();
    for height in heights {
        let above = places.last().map_or(f64::MIN, |last| last + LABEL_HEIGHT);
        places.push(height.max(above));
    }
    let mut below = foot;
    for place in places.iter_mut().rev() {
        *place = place.min(below);
        below = *place - LABEL_HEIGHT;
    }
    places
}
