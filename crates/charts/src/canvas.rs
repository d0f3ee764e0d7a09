//! The sheet everything is drawn on: user units with fractions over plotters' whole numbers.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a position is rounded to a quarter of a user unit here, and the sheet is at most 4096 wide"
)]

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, Rectangle, SVGBackend,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{ShapeStyle, TextStyle};

use crate::text;
use crate::theme::Color;
use crate::{ChartError, Size};

/// Plotters places things on whole numbers; drawing at four times the size gives smooth curves.
const FINE: f64 = 4.0;
/// Plotters divides font sizes by this before it writes them.
const FONT_RATIO: f64 = 1.24;
/// A dash and the gap after it.
const DASH: f64 = 7.0;
const MOST_DASHES: f64 = 120.0;
const SMALLEST: Size = Size {
    width: 160,
    height: 100,
};
const LARGEST: u32 = 4096;

/// Where a text stands against its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    Middle,
    End,
}

/// A rectangle in user units.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// How much each corner is rounded, from the upper left clockwise.
pub(crate) type Corners = [f64; 4];

pub(crate) struct Canvas<'a, 'b> {
    area: &'a DrawingArea<SVGBackend<'b>, Shift>,
}

/// The SVG text of what `paint` draws.
pub(crate) fn draw(
    size: Size,
    paint: impl FnOnce(&Canvas<'_, '_>) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (finest(size.width), finest(size.height)))
            .into_drawing_area();
        paint(&Canvas { area: &area })?;
        area.present().map_err(drawing)?;
    }
    Ok(in_user_units(&drawn, size))
}

/// Refuses a sheet that cannot be read or painted.
pub(crate) fn check_size(size: Size) -> Result<(), ChartError> {
    let readable = size.width >= SMALLEST.width && size.height >= SMALLEST.height;
    if readable && size.width <= LARGEST && size.height <= LARGEST {
        return Ok(());
    }
    Err(ChartError::Size(size.width, size.height))
}

impl Area {
    pub fn of(size: Size) -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            width: f64::from(size.width),
            height: f64::from(size.height),
        }
    }

    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The middle of a cell, without the gap after it.
    pub fn middle(&self) -> (f64, f64) {
        let middle = |from: f64, length: f64| from + (length - 2.0) / 2.0;
        (middle(self.x, self.width), middle(self.y, self.height))
    }
}

impl Canvas<'_, '_> {
    /// A horizontal line one unit thick.
    pub fn hairline(&self, from: f64, to: f64, y: f64, color: Color) -> Result<(), ChartError> {
        let y = y.round();
        let line = Rectangle::new([at(from, y), at(to, y + 1.0)], filled(color));
        self.area.draw(&line).map_err(drawing)
    }

    /// A filled rectangle with rounded corners.
    pub fn block(&self, area: Area, corners: Corners, color: Color) -> Result<(), ChartError> {
        if area.width <= 0.0 || area.height <= 0.0 {
            return Ok(());
        }
        let shape = Polygon::new(outline(area, corners), filled(color));
        self.area.draw(&shape).map_err(drawing)
    }

    /// A filled shape.
    pub fn shape(&self, points: &[(f64, f64)], color: Color) -> Result<(), ChartError> {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        self.area
            .draw(&Polygon::new(points, filled(color)))
            .map_err(drawing)
    }

    /// A line through points.
    pub fn line(&self, points: &[(f64, f64)], width: f64, color: Color) -> Result<(), ChartError> {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        let style = ShapeStyle {
            stroke_width: fine(width).unsigned_abs(),
            ..filled(color)
        };
        self.area
            .draw(&PathElement::new(points, style))
            .map_err(drawing)
    }

    /// A straight line of dashes, for what has not happened.
    pub fn dashes(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        color: Color,
    ) -> Result<(), ChartError> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let count = (dx.hypot(dy) / DASH).round().clamp(1.0, MOST_DASHES);
        let on_line = |share: f64| (from.0 + dx * share, from.1 + dy * share);
        let mut index = 0.0;
        while index < count {
            let ends = [index, index + 0.6].map(|dash| on_line(dash / count));
            self.line(&ends, width, color)?;
            index += 1.0;
        }
        Ok(())
    }

    /// A filled dot.
    pub fn dot(&self, x: f64, y: f64, radius: f64, color: Color) -> Result<(), ChartError> {
        self.area
            .draw(&Circle::new(at(x, y), fine(radius), filled(color)))
            .map_err(drawing)
    }

    /// A sentence in place of a picture, at the upper left.
    pub fn sentence(&self, text: &str, size: Size, color: Color) -> Result<(), ChartError> {
        let font = 12.0;
        let lines = text::wrapped(text, font, f64::from(size.width), 4);
        let mut y = 12.0;
        for line in lines {
            self.text(&line, (0.0, y), Align::Start, font, color)?;
            y += 16.0;
        }
        Ok(())
    }

    /// A circle that is only its edge, of this thickness inside the radius.
    pub fn ring(
        &self,
        (x, y): (f64, f64),
        radius: f64,
        thickness: f64,
        color: Color,
    ) -> Result<(), ChartError> {
        let style = ShapeStyle {
            stroke_width: fine(thickness).unsigned_abs().max(1),
            filled: false,
            ..filled(color)
        };
        let middle_line = fine(radius - thickness / 2.0).max(1);
        self.area
            .draw(&Circle::new(at(x, y), middle_line, style))
            .map_err(drawing)
    }

    /// A text whose middle line runs through `y`.
    pub fn text(
        &self,
        text: &str,
        (x, y): (f64, f64),
        align: Align,
        font_size: f64,
        color: Color,
    ) -> Result<(), ChartError> {
        if text.is_empty() {
            return Ok(());
        }
        let across = match align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let font = ("sans-serif", font_size * FINE * FONT_RATIO).into_font();
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(across, VPos::Center));
        // Half an x-height below the middle sits a little low for digits and capitals.
        self.area
            .draw_text(text, &style, at(x, y + font_size * 0.1))
            .map_err(drawing)
    }
}

/// The drawing at its real size, each text on one line, without the attribute that says nothing.
/// Safe on text: quotes and angle brackets inside names are already escaped, line ends removed.
fn in_user_units(drawn: &str, Size { width, height }: Size) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<g transform=\"scale({})\">\n",
        1.0 / FINE
    );
    for line in drawn.lines().skip(1) {
        match line {
            "</svg>" => svg.push_str("</g>\n</svg>\n"),
            _ if line.starts_with("<text ") => svg.push_str(&line.replace(" opacity=\"1\"", "")),
            _ if line.starts_with('<') => {
                svg.push_str(&line.replace(" opacity=\"1\"", ""));
                svg.push('\n');
            }
            _ => svg.push_str(line),
        }
    }
    svg
}

/// Each corner becomes a short run of points on its quarter circle.
fn outline(area: Area, corners: Corners) -> Vec<(i32, i32)> {
    let room = area.width.min(area.height) / 2.0;
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let places = [
        (left, top, 1.0, 1.0),
        (right, top, -1.0, 1.0),
        (right, bottom, -1.0, -1.0),
        (left, bottom, 1.0, -1.0),
    ];
    let mut points = Vec::new();
    for (index, ((x, y, inward_x, inward_y), radius)) in places.into_iter().zip(corners).enumerate()
    {
        let radius = radius.min(room).max(0.0);
        let mut arc: Vec<_> = arc_steps(radius)
            .iter()
            .map(|&(dx, dy)| at(x + inward_x * dx * radius, y + inward_y * dy * radius))
            .collect();
        if index % 2 == 1 {
            arc.reverse();
        }
        points.append(&mut arc);
    }
    points.dedup();
    points
}

/// Points of a quarter circle as shares of its radius, measured inwards from the corner.
fn arc_steps(radius: f64) -> &'static [(f64, f64)] {
    const LARGE: [(f64, f64); 5] = [
        (0.0, 1.0),
        (0.076, 0.617),
        (0.293, 0.293),
        (0.617, 0.076),
        (1.0, 0.0),
    ];
    const SMALL: [(f64, f64); 3] = [(0.0, 1.0), (0.293, 0.293), (1.0, 0.0)];
    if radius <= 0.0 {
        return &[(0.0, 0.0)];
    }
    if radius < 3.2 { &SMALL } else { &LARGE }
}

fn at(x: f64, y: f64) -> (i32, i32) {
    (fine(x), fine(y))
}

fn fine(length: f64) -> i32 {
    (length * FINE).round() as i32
}

/// The whole sheet's length in plotters' units.
fn finest(length: u32) -> u32 {
    fine(f64::from(length)).unsigned_abs()
}

fn filled(color: Color) -> ShapeStyle {
    ShapeStyle::from(&color).filled()
}

fn drawing(cause: impl Display) -> ChartError {
    ChartError::Drawing(cause.to_string())
}
