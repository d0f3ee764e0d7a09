//! Horizontal bars: what was paid to whom.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the number of a row, at most some hundreds, becomes a position and back"
)]

use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::figures::{self, Total};
use crate::scale::{SMALL_FONT, Ticks};
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, MerchantPoint, Size};

const FONT: f64 = 12.0;
const SHORTEST_ROW: f64 = 22.0;
const TALLEST_ROW: f64 = 34.0;
const GAP: f64 = 12.0;
/// From this width on the values carry their currency.
const ROOMY: u32 = 520;

/// A bar for each merchant, in the order given, as many as there is height for.
pub fn merchants(
    points: &[MerchantPoint],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let rows = Rows::new(points, currency, size);
    let svg = draw(size, |canvas| rows.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: rows.marks(points),
        summary: rows.summary(points.len()),
        surface: theme.surface,
        size,
    })
}

struct Row {
    name: String,
    drawn_name: String,
    drawn_value: String,
    total: Total,
}

struct Rows {
    list: Vec<Row>,
    /// Of one row.
    height: f64,
    /// Where the bars lie, between the names and the values.
    bars: Area,
    whole: Area,
    ticks: Ticks,
    currency: Currency,
}

impl Rows {
    fn new(points: &[MerchantPoint], currency: Currency, size: Size) -> Self {
        let whole = Area::of(size);
        let shown = points.len().min((whole.height / SHORTEST_ROW) as usize);
        let row_height = (whole.height / shown.max(1) as f64).min(TALLEST_ROW);
        let name_room = (whole.width * 0.34).min(190.0);
        let rows: Vec<_> = points
            .iter()
            .take(shown)
            .map(|point| Row::new(point, name_room, size))
            .collect();
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let names = widest(&mut rows.iter().map(|row| text::width(&row.drawn_name, FONT)));
        let values = widest(&mut rows.iter().map(|row| text::width(&row.drawn_value, FONT)));
        let x = (names.min(name_room) + GAP).ceil();
        let bars = Area {
            x,
            width: (whole.width - x - values - GAP).max(1.0),
            ..whole
        };
        let amounts = rows.iter().map(|row| row.total.minor);
        Self {
            ticks: Ticks::exactly(amounts, currency),
            list: rows,
            height: row_height,
            bars,
            whole,
            currency,
        }
    }

    fn x(&self, minor: i128) -> f64 {
        self.bars.x + self.ticks.share(minor) * self.bars.width
    }

    fn middle(&self, index: usize) -> f64 {
        (index as f64 + 0.5) * self.height
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        for (index, row) in self.list.iter().enumerate() {
            let y = self.middle(index);
            canvas.text(&row.drawn_name, (0.0, y), Align::Start, FONT, theme.ink)?;
            self.paint_bar(canvas, theme, y, row.total.minor)?;
            let place = (self.whole.right(), y);
            canvas.text(&row.drawn_value, place, Align::End, FONT, theme.muted)?;
        }
        if self.list.is_empty() {
            let zero = figures::amount(0, self.currency);
            return canvas.text(&zero, (0.0, 12.0), Align::Start, SMALL_FONT, theme.muted);
        }
        Ok(())
    }

    fn paint_bar(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        middle: f64,
        minor: i128,
    ) -> Result<(), ChartError> {
        if minor == 0 {
            return Ok(());
        }
        let thickness = (self.height * 0.36).clamp(6.0, 12.0).round();
        let (zero, end) = (self.x(0), self.x(minor));
        let width = (end - zero).abs().max(2.0);
        let (x, color) = if minor > 0 {
            (zero, theme.accent)
        } else {
            (zero - width, theme.second)
        };
        let area = Area {
            x,
            y: middle - thickness / 2.0,
            width,
            height: thickness,
        };
        canvas.block(area, [thickness / 3.0; 4], color)
    }

    fn marks(&self, points: &[MerchantPoint]) -> Vec<Mark> {
        let mark = |(index, (row, point)): (usize, (&Row, &MerchantPoint))| Mark {
            x: 0.0,
            y: index as f64 * self.height,
            width: self.whole.width,
            height: self.height,
            label: row.name.clone(),
            value: figures::value(row.total, self.currency),
            key: point.key.clone(),
        };
        self.list.iter().zip(points).enumerate().map(mark).collect()
    }

    fn summary(&self, given: usize) -> String {
        let Some(most) = self.list.iter().max_by_key(|row| row.total.minor) else {
            return format!("Payments by merchant in {}: none yet.", self.currency);
        };
        let shown = self.list.len();
        let of = if shown == given {
            String::new()
        } else {
            format!(" of {given}")
        };
        format!(
            "Payments by merchant, {shown}{of} shown: the most went to {} with {}.",
            most.name,
            figures::spoken(most.total, self.currency),
        )
    }
}

impl Row {
    fn new(point: &MerchantPoint, name_room: f64, size: Size) -> Self {
        let name = text::clean(&point.name);
        let total = Total::of(point.amount, point.count);
        let currency = point.amount.currency();
        let drawn_value = if size.width >= ROOMY {
            figures::amount(total.minor, currency)
        } else {
            figures::plain_amount(total.minor, currency)
        };
        Self {
            drawn_name: text::fit(&name, FONT, name_room),
            drawn_value,
            name,
            total,
        }
    }
}
