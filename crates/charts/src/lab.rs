//! Grouped bars: one or two series of months side by side.

use std::collections::{BTreeMap, BTreeSet};

use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::figures;
use crate::month_axis::{MonthAxis, MonthNumber, RIGHT, first_day, month_number};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::{Color, Theme};
use crate::{Chart, ChartError, Mark, MonthSeries, Size};

const FOOT: f64 = 36.0;
const MOST_LABELS: i64 = 24;
/// Of a month's column, what its bars take.
const FILLED: f64 = 0.72;
const WIDEST_BAR: f64 = 32.0;
/// Between the two bars of a month, where a column is wide enough for a gap.
const BAR_GAP: f64 = 2.0;
const SWATCH: f64 = 10.0;
const NAME_GAP: f64 = 5.0;
const LEGEND_GAP: f64 = 14.0;

/// A bar for each month of each series, those of one month side by side; amounts of one month add up.
///
/// A month of nothing is a stroke on the base line, a month that a series does not have is empty.
pub fn lab_months(
    first: &MonthSeries<'_>,
    second: Option<&MonthSeries<'_>>,
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let all = || [first].into_iter().chain(second);
    let amounts = all().flat_map(|series| series.months.iter().map(|(_, amount)| *amount));
    figures::check_currency(currency, amounts)?;
    let groups = Groups::new(all().map(Series::new).collect(), currency, size)?;
    let svg = draw(size, |canvas| groups.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: groups.marks(),
        summary: groups.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Series {
    name: String,
    by_month: BTreeMap<MonthNumber, i128>,
}

impl Series {
    fn new(series: &MonthSeries<'_>) -> Self {
        let mut by_month: BTreeMap<_, i128> = BTreeMap::new();
        for (month, amount) in series.months {
            *by_month.entry(month_number(*month)).or_default() += i128::from(amount.minor());
        }
        Self {
            name: text::clean(series.name),
            by_month,
        }
    }

    /// `Round-ups 42.10 EUR in all, the most in Mar 2026 with 20.00 EUR`.
    fn spoken(&self, currency: Currency) -> String {
        let name = &self.name;
        let Some((&most, &highest)) = self.by_month.iter().rev().max_by_key(|(_, minor)| **minor)
        else {
            return format!("{name} none");
        };
        let total = figures::amount(self.by_month.values().sum(), currency);
        if self.by_month.len() == 1 {
            return format!("{name} {total}");
        }
        format!(
            "{name} {total} in all, the most in {} with {}",
            figures::month_year(first_day(most)),
            figures::amount(highest, currency)
        )
    }
}

struct Groups {
    /// One or two.
    series: Vec<Series>,
    axis: AmountAxis,
    time: MonthAxis,
    currency: Currency,
}

/// The columns of one series within those of the months.
#[derive(Clone, Copy)]
struct Lane {
    /// From the left edge of a month's column to that of the bar.
    bar: f64,
    bar_width: f64,
    /// From the left edge of a month's column to that of the hit box.
    hit: f64,
    hit_width: f64,
}

impl Groups {
    fn new(series: Vec<Series>, currency: Currency, size: Size) -> Result<Self, ChartError> {
        let amounts = series
            .iter()
            .flat_map(|series| series.by_month.values().copied());
        let axis = AmountAxis::new(amounts, currency, size, (FOOT, RIGHT));
        let months = series.iter().flat_map(|series| series.by_month.keys());
        let months: BTreeSet<_> = months.copied().collect();
        let time = MonthAxis::new(&months, axis.plot)?.with_most_labels(MOST_LABELS);
        Ok(Self {
            series,
            axis,
            time,
            currency,
        })
    }

    /// The lanes of the series, from left to right.
    fn lanes(&self) -> Vec<Lane> {
        let slot = self.time.slot();
        let count = if self.series.len() > 1 { 2.0 } else { 1.0 };
        let gap = if slot >= 10.0 { BAR_GAP } else { 0.0 } * (count - 1.0);
        let bar_width = ((slot * FILLED - gap) / count).min(WIDEST_BAR);
        let left = (slot - bar_width * count - gap) / 2.0;
        [0.0, 1.0]
            .into_iter()
            .take(self.series.len())
            .map(|index| Lane {
                bar: left + index * (bar_width + gap),
                bar_width,
                hit: index * slot / count,
                hit_width: slot / count,
            })
            .collect()
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        self.axis.paint(canvas, theme)?;
        for ((series, lane), color) in self.series.iter().zip(self.lanes()).zip(colors(theme)) {
            for (&month, &minor) in &series.by_month {
                let x = self.time.x(month) + lane.bar;
                self.paint_bar(canvas, (x, lane.bar_width), minor, color)?;
            }
        }
        self.paint_legend(canvas, theme)?;
        if self.series.iter().all(|series| series.by_month.is_empty()) {
            return Ok(());
        }
        self.time.paint(canvas, theme)
    }

    fn paint_bar(
        &self,
        canvas: &Canvas<'_, '_>,
        (x, width): (f64, f64),
        minor: i128,
        color: Color,
    ) -> Result<(), ChartError> {
        let (zero, end) = (self.axis.y(0).round(), self.axis.y(minor));
        if minor == 0 {
            return canvas.hairline(x, x + width, zero, color);
        }
        let height = (zero - end).abs().max(2.0);
        let radius = (width / 4.0).min(4.0);
        let (y, corners) = if minor > 0 {
            (zero - height, [radius, radius, 0.0, 0.0])
        } else {
            (zero, [0.0, 0.0, radius, radius])
        };
        let area = Area {
            x,
            y,
            width,
            height,
        };
        canvas.block(area, corners, color)
    }

    /// The names above the plot, each behind a square of its colour.
    fn paint_legend(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let y = 8.0;
        let mut x = self.axis.plot.x;
        for (name, color) in self.drawn_names().iter().zip(colors(theme)) {
            let swatch = Area {
                x,
                y: y - SWATCH / 2.0,
                width: SWATCH,
                height: SWATCH,
            };
            canvas.block(swatch, [3.0; 4], color)?;
            x += SWATCH + NAME_GAP;
            canvas.text(name, (x, y), Align::Start, SMALL_FONT, theme.muted)?;
            x += text::width(name, SMALL_FONT) + LEGEND_GAP;
        }
        Ok(())
    }

    /// The names as far as there is room: a long one takes what a short one leaves.
    fn drawn_names(&self) -> Vec<String> {
        let widths: Vec<_> = self
            .series
            .iter()
            .map(|series| text::width(&series.name, SMALL_FONT))
            .collect();
        let room = |count: f64| {
            self.axis.plot.width - count * (SWATCH + NAME_GAP) - (count - 1.0) * LEGEND_GAP
        };
        let rooms = match widths[..] {
            [first, second] => {
                let half = room(2.0) / 2.0;
                [room(2.0) - second.min(half), room(2.0) - first.min(half)]
            }
            _ => [room(1.0); 2],
        };
        let names = self.series.iter().zip(rooms);
        names
            .map(|(series, room)| text::fit(&series.name, SMALL_FONT, room))
            .collect()
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for month in self.time.first..=self.time.last() {
            for (series, lane) in self.series.iter().zip(self.lanes()) {
                let minor = series.by_month.get(&month);
                marks.extend(minor.map(|minor| self.mark(month, series, lane, *minor)));
            }
        }
        marks
    }

    fn mark(&self, month: MonthNumber, series: &Series, lane: Lane, minor: i128) -> Mark {
        let day = first_day(month);
        Mark {
            x: self.time.x(month) + lane.hit,
            y: self.axis.plot.y,
            width: lane.hit_width,
            height: self.axis.plot.height,
            label: format!("{} · {}", figures::month_year(day), series.name),
            value: figures::amount(minor, self.currency),
            key: day.format("%Y-%m").to_string(),
        }
    }

    fn summary(&self) -> String {
        let names: Vec<_> = self.series.iter().map(|series| &*series.name).collect();
        if self.series.iter().all(|series| series.by_month.is_empty()) {
            return format!(
                "{} by month in {}: none yet.",
                names.join(" and "),
                self.currency
            );
        }
        let each: Vec<_> = self
            .series
            .iter()
            .map(|series| series.spoken(self.currency))
            .collect();
        let each = each.join("; ");
        let first = figures::month_year(first_day(self.time.first));
        if self.time.length == 1 {
            return format!("In {first}: {each}.");
        }
        let last = figures::month_year(first_day(self.time.last()));
        format!("By month, {first} to {last}: {each}.")
    }
}

fn colors(theme: &Theme) -> [Color; 2] {
    [theme.accent, theme.second]
}
