//! Horizontal bars with a name before and a value after each.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the number of a row, at most some hundreds, becomes a position and back"
)]

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::scale::{SMALL_FONT, Ticks};
use crate::text;
use crate::theme::Theme;
use crate::{BarPoint, Chart, ChartError, Mark, Size};

const FONT: f64 = 12.0;
const SHORTEST_ROW: f64 = 22.0;
const TALLEST_ROW: f64 = 34.0;
const GAP: f64 = 12.0;

/// A bar for each point, in the order given, as many as there is height for. The title begins the
/// summary: what is shown, of what and when. Values are drawn as they are given.
pub fn bars(
    points: &[BarPoint],
    title: &str,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let list = points.iter().map(Bar::of).collect();
    let rows = Rows::new(list, size);
    let svg = draw(size, |canvas| rows.paint(canvas, theme, "none yet"))?;
    Ok(Chart {
        svg,
        marks: rows.marks(),
        summary: summary(&rows, points.len(), title),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

fn summary(rows: &Rows, given: usize, title: &str) -> String {
    let title = text::clean(title);
    if rows.list.is_empty() {
        return format!("{title}: none yet.");
    }
    let told: Vec<String> = (rows.list.iter())
        .map(|bar| format!("{} {}", bar.name, bar.value))
        .collect();
    let shown = told.len();
    let of = if shown == given {
        String::new()
    } else {
        format!(" ({shown} of {given} shown)")
    };
    format!("{title}{of}: {}.", told.join("; "))
}

/// One bar, with its texts.
pub(crate) struct Bar {
    pub key: String,
    pub name: String,
    /// How long it is, in any unit.
    pub length: i128,
    /// How long it could be at most.
    pub track: Option<i128>,
    /// What is written after it.
    pub drawn: String,
    /// What its mark says.
    pub value: String,
}

impl Bar {
    fn of(point: &BarPoint) -> Self {
        Self {
            key: point.key.clone(),
            name: text::clean(&point.name),
            length: point.length.into(),
            track: point.track.map(i128::from),
            drawn: text::clean(&point.value),
            value: text::clean(&point.value),
        }
    }
}

/// Bars that have room, and where they lie.
pub(crate) struct Rows {
    pub list: Vec<Bar>,
    /// As they are drawn: cut where there is no room.
    names: Vec<String>,
    /// Of one row.
    height: f64,
    /// Where the bars lie, between the names and the values.
    bars: Area,
    whole: Area,
    ticks: Ticks,
}

impl Rows {
    pub fn new(mut list: Vec<Bar>, size: Size) -> Self {
        let whole = Area::of(size);
        list.truncate((whole.height / SHORTEST_ROW) as usize);
        let height = (whole.height / list.len().max(1) as f64).min(TALLEST_ROW);
        let room = (whole.width * 0.34).min(190.0);
        let cut = |bar: &Bar| text::fit(&bar.name, FONT, room);
        let names: Vec<String> = list.iter().map(cut).collect();
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let before = widest(&mut names.iter().map(|name| text::width(name, FONT)));
        let after = widest(&mut list.iter().map(|bar| text::width(&bar.drawn, FONT)));
        let x = (before.min(room) + GAP).ceil();
        let bars = Area {
            x,
            width: (whole.width - x - after - GAP).max(1.0),
            ..whole
        };
        let tracks = list.iter().filter_map(|bar| bar.track);
        Self {
            ticks: Ticks::exactly(list.iter().map(|bar| bar.length).chain(tracks)),
            list,
            names,
            height,
            bars,
            whole,
        }
    }

    fn x(&self, length: i128) -> f64 {
        self.bars.x + self.ticks.share(length) * self.bars.width
    }

    fn middle(&self, index: usize) -> f64 {
        (index as f64 + 0.5) * self.height
    }

    /// Draws them, or this text where there are none.
    pub fn paint(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        nothing: &str,
    ) -> Result<(), ChartError> {
        for (index, (bar, name)) in self.list.iter().zip(&self.names).enumerate() {
            let y = self.middle(index);
            canvas.text(name, (0.0, y), Align::Start, FONT, theme.ink)?;
            self.paint_track(canvas, theme, y, bar)?;
            self.paint_bar(canvas, theme, y, bar.length)?;
            let place = (self.whole.right(), y);
            canvas.text(&bar.drawn, place, Align::End, FONT, theme.muted)?;
        }
        if self.list.is_empty() {
            return canvas.text(nothing, (0.0, 12.0), Align::Start, SMALL_FONT, theme.muted);
        }
        Ok(())
    }

    fn paint_track(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        middle: f64,
        bar: &Bar,
    ) -> Result<(), ChartError> {
        let Some(track) = bar.track else {
            return Ok(());
        };
        let (zero, end) = (self.x(0), self.x(track));
        self.block(canvas, middle, (zero, end - zero), theme.grid)
    }

    fn paint_bar(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        middle: f64,
        length: i128,
    ) -> Result<(), ChartError> {
        if length == 0 {
            return Ok(());
        }
        let (zero, end) = (self.x(0), self.x(length));
        let width = (end - zero).abs().max(2.0);
        if length > 0 {
            self.block(canvas, middle, (zero, width), theme.accent)
        } else {
            self.block(canvas, middle, (zero - width, width), theme.second)
        }
    }

    fn block(
        &self,
        canvas: &Canvas<'_, '_>,
        middle: f64,
        (x, width): (f64, f64),
        color: crate::theme::Color,
    ) -> Result<(), ChartError> {
        let thickness = (self.height * 0.36).clamp(6.0, 12.0).round();
        let area = Area {
            x,
            y: middle - thickness / 2.0,
            width,
            height: thickness,
        };
        canvas.block(area, [thickness / 3.0; 4], color)
    }

    pub fn marks(&self) -> Vec<Mark> {
        let mark = |(index, bar): (usize, &Bar)| Mark {
            x: 0.0,
            y: index as f64 * self.height,
            width: self.whole.width,
            height: self.height,
            label: bar.name.clone(),
            value: bar.value.clone(),
            key: bar.key.clone(),
        };
        self.list.iter().enumerate().map(mark).collect()
    }
}
