//! Cells that are coloured by an amount, and the amount as a short text where a cell has room.

use farthing_money::Currency;

use crate::ChartError;
use crate::canvas::{Align, Area, Canvas};
use crate::figures;
use crate::scale::SMALL_FONT;
use crate::text;
use crate::theme::{Color, Theme};

const SWATCH: f64 = 12.0;
/// The five swatches with the gaps around them.
const LEGEND_SIGNS: f64 = 5.0 * (SWATCH + 1.0) + 11.0;
/// The fonts that an amount in a cell is tried in.
const FONTS: [f64; 3] = [11.0, 10.0, 9.0];
/// Left and right of an amount in a cell together.
const AIR: f64 = 3.5;
/// The same of a long amount, as neighbours that touch are read as one number.
const LONG_AIR: f64 = 8.0;
/// A narrower cell would hold one digit at most.
const LEAST_WIDTH: f64 = 18.0;

/// Five steps from little to much, with about as many amounts in each.
pub(crate) struct Ramp {
    /// The largest amount of each step but the last.
    limits: Vec<i128>,
    /// The least and the most; none where there is no amount.
    ends: Option<(i128, i128)>,
}

impl Ramp {
    pub fn of(amounts: impl IntoIterator<Item = i128>) -> Self {
        let mut amounts: Vec<_> = amounts.into_iter().collect();
        amounts.sort_unstable();
        let limits = (1..5)
            .filter_map(|fifth| amounts.get((amounts.len() * fifth).div_ceil(5).saturating_sub(1)))
            .copied()
            .collect();
        let ends = amounts.first().copied().zip(amounts.last().copied());
        Self { limits, ends }
    }

    pub fn color(&self, theme: &Theme, minor: i128) -> Color {
        let step = self.limits.iter().filter(|&&limit| minor > limit).count();
        theme.ramp.get(step).copied().unwrap_or(theme.accent)
    }

    /// The steps between the least and the most, from this place on; nothing where that would reach
    /// beyond this right edge.
    pub fn paint_legend(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        (mut x, y): (f64, f64),
        (right, currency): (f64, Currency),
    ) -> Result<(), ChartError> {
        let Some((least, most)) = self.ends else {
            return Ok(());
        };
        let font = SMALL_FONT - 1.0;
        let least = figures::plain_amount(least, currency);
        let most = figures::amount(most, currency);
        let words = text::width(&least, font) + text::width(&most, font);
        if x + words + LEGEND_SIGNS > right {
            return Ok(());
        }
        canvas.text(&least, (x, y), Align::Start, font, theme.muted)?;
        x += text::width(&least, font) + 6.0;
        for color in theme.ramp {
            let swatch = Area {
                x,
                y: y - SWATCH / 2.0,
                width: SWATCH,
                height: SWATCH,
            };
            paint_cell(canvas, swatch, color)?;
            x += SWATCH + 1.0;
        }
        canvas.text(&most, (x + 5.0, y), Align::Start, font, theme.muted)
    }
}

/// A cell without the gap to the next.
pub(crate) fn paint_cell(
    canvas: &Canvas<'_, '_>,
    cell: Area,
    color: Color,
) -> Result<(), ChartError> {
    let side = cell.width.min(cell.height);
    let gap = if side >= 8.0 { 2.0 } else { 1.0 };
    let square = Area {
        width: cell.width - gap,
        height: cell.height - gap,
        ..cell
    };
    canvas.block(square, [(side / 5.0).min(3.5); 4], color)
}

/// How amounts are written into cells: all of one chart in the same way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Written {
    form: Form,
    font: f64,
    width: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// `12.40`.
    Full,
    /// `12`.
    Whole,
    /// `1.2k`.
    Short,
}

impl Written {
    /// The longest form in which all of these amounts fit into a cell, or else the shortest; none
    /// where a cell is too small for letters.
    pub fn fitting(
        amounts: &[i128],
        currency: Currency,
        (width, height): (f64, f64),
    ) -> Option<Self> {
        if width < LEAST_WIDTH {
            return None;
        }
        let fonts = || FONTS.into_iter().filter(|font| font + 4.0 <= height);
        let forms = [Form::Full, Form::Whole, Form::Short];
        let mut tried = (forms.into_iter())
            .flat_map(|form| fonts().map(move |font| Self { form, font, width }));
        let holds = |written: &Self| {
            let text = |&minor: &i128| written.text(minor, currency).is_some();
            amounts.iter().all(text)
        };
        let shortest = tried.clone().last();
        tried.find(holds).or(shortest)
    }

    /// The amount, if it fits.
    fn text(&self, minor: i128, currency: Currency) -> Option<String> {
        let (text, air) = match self.form {
            Form::Full => (figures::plain_amount(minor, currency), LONG_AIR),
            Form::Whole => (figures::whole_amount(minor, currency), AIR),
            Form::Short => (figures::short_amount(minor, currency), AIR),
        };
        (text::width(&text, self.font) + air <= self.width).then_some(text)
    }

    /// Writes an amount around a point on a ground of this colour, if it fits.
    pub fn paint(
        &self,
        canvas: &Canvas<'_, '_>,
        place: (f64, f64),
        (minor, currency): (i128, Currency),
        color: Color,
    ) -> Result<(), ChartError> {
        let text = self.text(minor, currency).unwrap_or_default();
        canvas.text(&text, place, Align::Middle, self.font, color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(amounts: &[i128], cell: (f64, f64)) -> Vec<Option<String>> {
        let eur = Currency::iso("EUR").unwrap();
        let Some(written) = Written::fitting(amounts, eur, cell) else {
            return Vec::new();
        };
        (amounts.iter())
            .map(|&minor| written.text(minor, eur))
            .collect()
    }

    fn texts(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn amounts_are_written_in_the_longest_form_that_fits_them_all() {
        assert_eq!(
            written(&[450, 1_240], (50.0, 30.0)),
            texts(&["4.50", "12.40"])
        );
        assert_eq!(written(&[450, 1_240], (20.0, 20.0)), texts(&["5", "12"]));
        assert_eq!(
            written(&[450, 123_400], (24.0, 20.0)),
            texts(&["5", "1.2k"])
        );
    }

    #[test]
    fn a_cell_too_small_for_letters_stays_empty() {
        assert_eq!(written(&[450], (50.0, 12.0)), []);
        assert_eq!(written(&[450], (17.0, 20.0)), []);
        let mixed = written(&[450, 12_345_678_900], (20.0, 20.0));
        assert_eq!(mixed, [Some("5".to_owned()), None]);
    }
}
