//! Bars: what was paid in each month.

use std::collections::BTreeMap;

use farthing_money::Currency;

use crate::canvas::{Canvas, check_size, draw};
use crate::columns::paint_column;
use crate::figures::{self, Total};
use crate::month_axis::{MonthAxis, MonthNumber, RIGHT, first_day, month_number};
use crate::scale::AmountAxis;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, MonthPoint, Size};

const FOOT: f64 = 36.0;

/// A bar for each month, the months between them left empty; points of one month add up.
pub fn months(
    points: &[MonthPoint],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let bars = Bars::new(points, currency, size)?;
    let svg = draw(size, |canvas| bars.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: bars.marks(),
        summary: bars.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Bars {
    by_month: BTreeMap<MonthNumber, Total>,
    axis: AmountAxis,
    time: MonthAxis,
    currency: Currency,
}

impl Bars {
    fn new(points: &[MonthPoint], currency: Currency, size: Size) -> Result<Self, ChartError> {
        let mut by_month: BTreeMap<_, Total> = BTreeMap::new();
        for point in points {
            let total = by_month.entry(month_number(point.month)).or_default();
            *total = total.plus(Total::of(point.amount, point.count));
        }
        let amounts = by_month.values().map(|total| total.minor);
        let axis = AmountAxis::new(amounts, currency, size, (FOOT, RIGHT));
        let time = MonthAxis::new(by_month.keys(), axis.plot)?;
        Ok(Self {
            by_month,
            axis,
            time,
            currency,
        })
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        self.axis.paint(canvas, theme)?;
        for (&month, total) in &self.by_month {
            let column = (self.time.x(month), self.time.slot());
            paint_column(canvas, theme, &self.axis, column, total.minor)?;
        }
        if self.by_month.is_empty() {
            return Ok(());
        }
        self.time.paint(canvas, theme)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(&month, &total): (&MonthNumber, &Total)| {
            let day = first_day(month);
            Mark {
                x: self.time.x(month),
                y: self.axis.plot.y,
                width: self.time.slot(),
                height: self.axis.plot.height,
                label: figures::month_year(day),
                value: figures::value(total, self.currency),
                key: day.format("%Y-%m").to_string(),
            }
        };
        self.by_month.iter().map(mark).collect()
    }

    fn summary(&self) -> String {
        let Some((&most, highest)) = self.by_month.iter().rev().max_by_key(|(_, t)| t.minor) else {
            return format!("Payments by month in {}: none yet.", self.currency);
        };
        let total = self
            .by_month
            .values()
            .fold(Total::default(), |sum, &month| sum.plus(month));
        let first = figures::month_year(first_day(self.time.first));
        let all = figures::spoken(total, self.currency);
        if self.time.length == 1 {
            return format!("Payments in {first}: {all}.");
        }
        format!(
            "Payments by month, {first} to {}: {all}, the most in {} with {}.",
            figures::month_year(first_day(self.time.last())),
            figures::month_year(first_day(most)),
            figures::amount(highest.minor, self.currency),
        )
    }
}
