//! A strip below a chart that says of what it is, for a picture that leaves the program.

use crate::canvas::{Align, draw};
use crate::text;
use crate::{Chart, ChartError, Size};

const FONT: f64 = 11.0;
const LINE: u32 = 16;
/// Between the chart and the strip.
const GAP: u32 = 10;
const MOST_LINES: usize = 3;
const LONGEST: usize = 400;
const END: &str = "</svg>\n";

impl Chart {
    /// The same picture with this text below it, on up to three lines; the marks stay where they
    /// are. A text of nothing adds nothing.
    pub fn with_footer(&self, text: &str) -> Result<Self, ChartError> {
        let Some(text) = text::clean_up_to(text, LONGEST) else {
            return Ok(self.clone());
        };
        let width = f64::from(self.size.width);
        let lines = text::wrapped(&text, FONT, width, MOST_LINES);
        let strip = self.strip(&lines)?;
        let size = Size {
            height: self.size.height + GAP + strip.1.height,
            ..self.size
        };
        Ok(Self {
            svg: joined(&self.svg, self.size.height + GAP, &strip.0, size),
            size,
            ..self.clone()
        })
    }

    /// The footer alone, as a picture of its own.
    fn strip(&self, lines: &[String]) -> Result<(String, Size), ChartError> {
        let size = Size {
            height: lines.iter().map(|_| LINE).sum(),
            ..self.size
        };
        let svg = draw(size, |canvas| {
            let mut y = f64::from(LINE) / 2.0;
            for line in lines {
                canvas.text(line, (0.0, y), Align::Start, FONT, self.muted)?;
                y += f64::from(LINE);
            }
            Ok(())
        })?;
        Ok((svg, size))
    }
}

/// Both pictures under each other on a sheet of this size.
fn joined(upper: &str, top: u32, lower: &str, Size { width, height }: Size) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n{}<g transform=\"translate(0 {top})\">\n{}</g>\n{END}",
        inside(upper),
        inside(lower)
    )
}

/// What stands between the first tag of a picture and its last.
fn inside(svg: &str) -> &str {
    let body = svg.split_once('\n').map_or("", |(_, body)| body);
    body.strip_suffix(END).unwrap_or(body)
}
