//! The axis of amounts: nice steps in whole minor units.
#![allow(
    clippy::cast_precision_loss,
    reason = "an amount becomes a position here, where a millionth of the height does not show"
)]

use farthing_money::Currency;

use crate::canvas::{Align, Area, Canvas};
use crate::figures;
use crate::text;
use crate::theme::Theme;
use crate::{ChartError, Size};

pub(crate) const SMALL_FONT: f64 = 11.0;
const LABEL_GAP: f64 = 8.0;

/// The range of the values, zero included, and evenly spaced amounts within it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ticks {
    pub low: i128,
    pub high: i128,
    pub step: i128,
}

impl Ticks {
    /// Zero and at most `most` steps of 1, 2 or 5 times a power of ten among these values.
    pub fn around(values: impl IntoIterator<Item = i128>, most: i128, currency: Currency) -> Self {
        let (low, high) = bounds(values);
        if low == high {
            return Self::nothing(10_i128.pow(currency.decimals()));
        }
        let step = nice_steps()
            .find(|step| high.div_euclid(*step) + (-low).div_euclid(*step) <= most)
            .unwrap_or(high - low);
        Self { low, high, step }
    }

    /// From the smallest to the largest value, zero included, as one step: for bars with no axis.
    pub fn exactly(values: impl IntoIterator<Item = i128>) -> Self {
        let (low, high) = bounds(values);
        if low == high {
            return Self::nothing(1);
        }
        let step = high - low;
        Self { low, high, step }
    }

    /// Where all is zero: a step beyond the range leaves zero the only tick.
    fn nothing(high: i128) -> Self {
        Self {
            low: 0,
            high,
            step: 2 * high,
        }
    }

    /// The ticks from low to high.
    pub fn values(&self) -> impl Iterator<Item = i128> {
        let (first, last) = (self.low / self.step, self.high / self.step);
        let step = self.step;
        (first..=last).map(move |index| index * step)
    }

    /// Where an amount lies between low (0) and high (1).
    pub fn share(&self, minor: i128) -> f64 {
        (minor - self.low) as f64 / (self.high - self.low) as f64
    }
}

/// Amounts upwards, with labels at the left and a faint line at each tick.
pub(crate) struct AmountAxis {
    pub plot: Area,
    ticks: Ticks,
    labels: Vec<(i128, String)>,
    currency: Currency,
}

impl AmountAxis {
    /// The axis of a chart, leaving this much room at its foot and right.
    pub fn new(
        values: impl IntoIterator<Item = i128>,
        currency: Currency,
        size: Size,
        (foot, right): (f64, f64),
    ) -> Self {
        let most = match size.height {
            ..120 => 2,
            120..180 => 3,
            180.. => 4,
        };
        let ticks = Ticks::around(values, most, currency);
        let label = |tick| figures::tick_label(tick, ticks.step, ticks.high - ticks.low, currency);
        let labels: Vec<_> = ticks.values().map(|tick| (tick, label(tick))).collect();
        let widest = labels
            .iter()
            .map(|(_, label)| text::width(label, SMALL_FONT))
            .chain([text::width(currency.code(), SMALL_FONT)])
            .fold(0.0, f64::max);
        let whole = Area::of(size);
        let (x, y) = ((widest + LABEL_GAP).ceil(), 24.0);
        let plot = Area {
            x,
            y,
            width: whole.width - x - right,
            height: whole.height - y - foot,
        };
        Self {
            plot,
            ticks,
            labels,
            currency,
        }
    }

    /// The height at which an amount lies.
    pub fn y(&self, minor: i128) -> f64 {
        self.plot.bottom() - self.ticks.share(minor) * self.plot.height
    }

    /// Draws the lines, their labels and the currency above them.
    pub fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let right = self.plot.x - LABEL_GAP;
        for (tick, label) in &self.labels {
            let y = self.y(*tick).round();
            canvas.hairline(self.plot.x, self.plot.right(), y, theme.grid)?;
            canvas.text(label, (right, y), Align::End, SMALL_FONT, theme.muted)?;
        }
        let above = (right, 8.0);
        canvas.text(
            self.currency.code(),
            above,
            Align::End,
            SMALL_FONT - 1.0,
            theme.muted,
        )
    }
}

/// The smallest and the largest value, zero among them.
fn bounds(values: impl IntoIterator<Item = i128>) -> (i128, i128) {
    values.into_iter().fold((0, 0), |(low, high), value| {
        (value.min(low), value.max(high))
    })
}

fn nice_steps() -> impl Iterator<Item = i128> {
    (0..36).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i128.pow(power)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[i128]) -> Vec<i128> {
        let eur = Currency::iso("EUR").unwrap();
        Ticks::around(values.iter().copied(), 4, eur)
            .values()
            .collect()
    }

    #[test]
    fn steps_are_one_two_or_five_times_a_power_of_ten() {
        assert_eq!(ticks(&[7_312]), [0, 2_000, 4_000, 6_000]);
        assert_eq!(ticks(&[3]), [0, 1, 2, 3]);
        assert_eq!(ticks(&[17, 26_631]), [0, 10_000, 20_000]);
        assert_eq!(ticks(&[20_000]), [0, 5_000, 10_000, 15_000, 20_000]);
    }

    #[test]
    fn values_below_zero_have_ticks_too() {
        assert_eq!(ticks(&[-250, 700]), [-200, 0, 200, 400, 600]);
        assert_eq!(ticks(&[-9]), [-8, -6, -4, -2, 0]);
    }

    #[test]
    fn nothing_at_all_still_has_a_scale() {
        assert_eq!(ticks(&[0, 0]), [0]);
        assert_eq!(ticks(&[]), [0]);
    }

    #[test]
    fn the_largest_amounts_have_ticks() {
        let huge = 10_i128.pow(16);
        assert_eq!(ticks(&[31 * huge / 10]), [0, huge, 2 * huge, 3 * huge]);
    }
}
