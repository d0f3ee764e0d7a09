//! Grouped horizontal bars: what share of a payment each provider takes, by the payment's size.

use farthing_money::{Currency, Money};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::figures;
use crate::scale::Ticks;
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, Mark, Size};

const FONT: f64 = 12.0;
const HEAD: f64 = 24.0;
/// Between the last bar of a group and the next group.
const GROUP_GAP: f64 = 8.0;
const SHORTEST_ROW: f64 = 20.0;
const TALLEST_ROW: f64 = 28.0;
const GAP: f64 = 12.0;
const INDENT: f64 = 10.0;
/// Digits of a rate that a bar's length keeps.
const FINE: i128 = 1_000_000;
const NO_RATE: &str = "no volume";

/// Payments of about one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateBand {
    /// Which size: `up to 5.00 EUR`.
    pub name: String,
    /// Each provider that had such payments, in the order to draw them in.
    pub rates: Vec<RatePoint>,
}

/// What a provider took of the payments of one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatePoint {
    /// What the page drills to.
    pub key: String,
    /// The provider, as the person or the bank wrote it.
    pub provider: String,
    /// All fees.
    pub fees: Money,
    /// What was paid in all.
    pub volume: Money,
    /// In how many payments.
    pub count: i64,
}

/// A bar for each provider in each band, in the order given, as many as there is height for.
pub fn rates(
    bands: &[RateBand],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let points = || bands.iter().flat_map(|band| &band.rates);
    let amounts = points().flat_map(|point| [point.fees, point.volume]);
    figures::check_currency(currency, amounts)?;
    let groups = Groups::new(bands, currency, size);
    let svg = draw(size, |canvas| groups.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: groups.marks(),
        summary: groups.summary(points().count()),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

/// A line of the chart.
enum Row {
    Band(String),
    Rate(Rate),
}

/// One bar, with its texts.
struct Rate {
    key: String,
    name: String,
    band: String,
    /// Of the volume, in millionths.
    length: i128,
    /// What is written after it.
    drawn: String,
    value: String,
}

impl Rate {
    fn of(point: &RatePoint, band: &str, currency: Currency) -> Self {
        let (fees, volume) = (point.fees.minor().into(), point.volume.minor().into());
        let length = if volume > 0 { fees * FINE / volume } else { 0 };
        let amount = |minor| figures::amount(minor, currency);
        let drawn = figures::percent(fees, volume).unwrap_or_else(|| NO_RATE.to_owned());
        let payments = figures::payments(point.count.into());
        let of = format!("fees of {} on {}", amount(fees), amount(volume));
        Self {
            key: point.key.clone(),
            name: text::clean(&point.provider),
            band: band.to_owned(),
            length,
            value: format!("{drawn} · {payments}, {of}"),
            drawn,
        }
    }
}

/// Rows that have room, with their upper edges.
struct Groups {
    rows: Vec<(f64, Row)>,
    /// Of a bar's row.
    height: f64,
    /// Where the bars lie.
    bars: Area,
    names: f64,
    ticks: Ticks,
    size: Size,
}

impl Groups {
    fn new(bands: &[RateBand], currency: Currency, size: Size) -> Self {
        let whole = Area::of(size);
        let bands: Vec<_> = bands.iter().filter(|band| !band.rates.is_empty()).collect();
        let height = row_height(&bands, whole.height);
        let rows = rows(&bands, currency, (height, whole.height));
        let list = || rates_of(&rows);
        let names = (whole.width * 0.34).min(190.0);
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let before = widest(&mut list().map(|rate| text::width(&rate.name, FONT)));
        let after = widest(&mut list().map(|rate| text::width(&rate.drawn, FONT)));
        let x = (INDENT + before.min(names) + GAP).ceil();
        let bars = Area {
            x,
            width: (whole.width - x - after - GAP).max(1.0),
            ..whole
        };
        Self {
            ticks: Ticks::exactly(list().map(|rate| rate.length)),
            rows,
            height,
            bars,
            names,
            size,
        }
    }

    fn rates(&self) -> impl Iterator<Item = &Rate> {
        rates_of(&self.rows)
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.rows.is_empty() {
            return canvas.sentence(&self.summary(0), self.size, theme.muted);
        }
        for (top, row) in &self.rows {
            match row {
                Row::Band(name) => {
                    let name = text::fit(name, FONT, f64::from(self.size.width));
                    let place = (0.0, top + HEAD / 2.0);
                    canvas.text(&name, place, Align::Start, FONT, theme.muted)?;
                }
                Row::Rate(rate) => self.paint_rate(canvas, theme, *top, rate)?,
            }
        }
        Ok(())
    }

    fn paint_rate(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        top: f64,
        rate: &Rate,
    ) -> Result<(), ChartError> {
        let y = top + self.height / 2.0;
        let name = text::fit(&rate.name, FONT, self.names);
        canvas.text(&name, (INDENT, y), Align::Start, FONT, theme.ink)?;
        let end = self.paint_bar(canvas, theme, y, rate.length)?;
        let value = (end + GAP / 2.0, y);
        canvas.text(&rate.drawn, value, Align::Start, FONT, theme.ink)
    }

    /// The bar, and where its value may begin.
    fn paint_bar(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        middle: f64,
        length: i128,
    ) -> Result<f64, ChartError> {
        let x = |length| self.bars.x + self.ticks.share(length) * self.bars.width;
        let (zero, end) = (x(0), x(length));
        let width = (end - zero).abs().max(2.0);
        let (left, color) = match length {
            0 => (zero, theme.line_behind),
            1.. => (zero, theme.accent),
            _ => (zero - width, theme.second),
        };
        let thickness = (self.height * 0.42).clamp(6.0, 12.0).round();
        let area = Area {
            x: left,
            y: middle - thickness / 2.0,
            width,
            height: thickness,
        };
        canvas.block(area, [thickness / 3.0; 4], color)?;
        Ok(left + width)
    }

    fn marks(&self) -> Vec<Mark> {
        let mark = |(top, row): &(f64, Row)| match row {
            Row::Band(_) => None,
            Row::Rate(rate) => Some(Mark {
                x: 0.0,
                y: *top,
                width: f64::from(self.size.width),
                height: self.height,
                label: format!("{} · {}", rate.name, rate.band),
                value: rate.value.clone(),
                key: rate.key.clone(),
            }),
        };
        self.rows.iter().filter_map(mark).collect()
    }

    fn summary(&self, given: usize) -> String {
        const SUBJECT: &str = "Fees as a share of payments, by size";
        let told: Vec<_> = (self.rates())
            .map(|rate| format!("{} {} {}", rate.name, rate.band, rate.drawn))
            .collect();
        if told.is_empty() {
            return format!("{SUBJECT}: none yet.");
        }
        let of = if told.len() == given {
            String::new()
        } else {
            format!(" ({} of {given} shown)", told.len())
        };
        format!("{SUBJECT}{of}: {}.", told.join("; "))
    }
}

fn rates_of(rows: &[(f64, Row)]) -> impl Iterator<Item = &Rate> {
    rows.iter().filter_map(|(_, row)| match row {
        Row::Band(_) => None,
        Row::Rate(rate) => Some(rate),
    })
}

/// As high as lets all bars have room, within what is legible.
fn row_height(bands: &[&RateBand], height: f64) -> f64 {
    let (mut heads, mut bars) = (-GROUP_GAP, 0.0_f64);
    for band in bands {
        heads += HEAD + GROUP_GAP;
        bars += band.rates.iter().map(|_| 1.0).sum::<f64>();
    }
    ((height - heads) / bars.max(1.0)).clamp(SHORTEST_ROW, TALLEST_ROW)
}

/// The rows that have room; a band's name only with its first bar.
fn rows(bands: &[&RateBand], currency: Currency, (row, height): (f64, f64)) -> Vec<(f64, Row)> {
    let mut top = 0.0;
    let mut rows = Vec::new();
    for band in bands {
        if top + HEAD + row > height {
            break;
        }
        let name = text::clean(&band.name);
        rows.push((top, Row::Band(name.clone())));
        top += HEAD;
        for point in &band.rates {
            if top + row > height + 0.01 {
                return rows;
            }
            rows.push((top, Row::Rate(Rate::of(point, &name, currency))));
            top += row;
        }
        top += GROUP_GAP;
    }
    rows
}
