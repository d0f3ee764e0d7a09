//! Upright bars on an axis of amounts, each in its column.

use crate::ChartError;
use crate::canvas::{Area, Canvas};
use crate::scale::AmountAxis;
use crate::theme::Theme;

const WIDEST_BAR: f64 = 40.0;

/// A bar in the middle of a column that begins at `x`; below zero it hangs and has the second tone.
pub(crate) fn paint_column(
    canvas: &Canvas<'_, '_>,
    theme: &Theme,
    axis: &AmountAxis,
    (x, slot): (f64, f64),
    minor: i128,
) -> Result<(), ChartError> {
    if minor == 0 {
        return Ok(());
    }
    let width = (slot * 0.64).min(WIDEST_BAR);
    let (zero, end) = (axis.y(0).round(), axis.y(minor));
    let height = (zero - end).abs().max(2.0);
    let x = x + (slot - width) / 2.0;
    let radius = (width / 4.0).min(4.0);
    let (y, corners, color) = if minor > 0 {
        (zero - height, [radius, radius, 0.0, 0.0], theme.accent)
    } else {
        (zero, [0.0, 0.0, radius, radius], theme.second)
    };
    let area = Area {
        x,
        y,
        width,
        height,
    };
    canvas.block(area, corners, color)
}
