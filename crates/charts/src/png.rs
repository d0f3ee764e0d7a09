//! A chart as PNG bytes, for where SVG cannot be shown.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use crate::{Chart, ChartError};

const LARGEST_SCALE: u32 = 8;
const MARGIN: u16 = 16;
const MOST_PIXELS: u64 = 64 * 1024 * 1024;

/// The chart on its theme's surface with a margin of 16 units around it, `scale` pixels for each
/// unit (1 to 8).
///
/// Letters come from two fonts inside the program, so that every machine gives the same picture;
/// scripts they lack (Chinese, Japanese, Korean, Indian ones) show as empty boxes, unless
/// [`png_with_fonts`] is given a font that has them.
pub fn png(chart: &Chart, scale: u32) -> Result<Vec<u8>, ChartError> {
    painted(chart, scale, own_fonts())
}

/// As [`png`], with the bytes of more font files for letters that the program's own fonts lack.
pub fn png_with_fonts(
    chart: &Chart,
    scale: u32,
    more: Vec<Vec<u8>>,
) -> Result<Vec<u8>, ChartError> {
    let mut fonts = Database::clone(&own_fonts());
    for (index, bytes) in more.into_iter().enumerate() {
        let before = fonts.len();
        fonts.load_font_data(bytes);
        if fonts.len() == before {
            return Err(ChartError::Font(index + 1));
        }
    }
    painted(chart, scale, Arc::new(fonts))
}

/// What a picture is painted on.
pub(crate) struct Sheet {
    width: u32,
    height: u32,
    /// Pixels for each unit of the picture.
    scale: u32,
    /// Units around the picture.
    margin: u16,
    ground: Color,
    fonts: Arc<Database>,
}

impl Sheet {
    /// A white square for a picture that fills it and has no letters.
    pub fn without_letters(side: u32, scale: u32) -> Self {
        Self {
            width: side,
            height: side,
            scale,
            margin: 0,
            ground: Color::WHITE,
            fonts: Arc::default(),
        }
    }
}

fn painted(chart: &Chart, scale: u32, fonts: Arc<Database>) -> Result<Vec<u8>, ChartError> {
    let (width, height) = (chart.size.width, chart.size.height);
    let scaled = |length: u32| (length + 2 * u32::from(MARGIN)).saturating_mul(scale);
    let pixels = u64::from(scaled(width)) * u64::from(scaled(height));
    if !(1..=LARGEST_SCALE).contains(&scale) || pixels > MOST_PIXELS {
        return Err(ChartError::Scale(scale, width, height));
    }
    let (red, green, blue) = (chart.surface.0, chart.surface.1, chart.surface.2);
    let sheet = Sheet {
        width: scaled(width),
        height: scaled(height),
        scale,
        margin: MARGIN,
        ground: Color::from_rgba8(red, green, blue, 255),
        fonts,
    };
    paint(&chart.svg, &sheet)
}

/// The PNG of a picture on its sheet.
pub(crate) fn paint(svg: &str, sheet: &Sheet) -> Result<Vec<u8>, ChartError> {
    let too_large = ChartError::Scale(sheet.scale, sheet.width, sheet.height);
    let mut pixels = Pixmap::new(sheet.width, sheet.height).ok_or(too_large)?;
    pixels.fill(sheet.ground);
    let options = Options {
        fontdb: sheet.fonts.clone(),
        ..Options::default()
    };
    let tree =
        Tree::from_str(svg, &options).map_err(|cause| ChartError::Drawing(cause.to_string()))?;
    let scale = f32::from(u16::try_from(sheet.scale).unwrap_or(u16::MAX));
    let inset = f32::from(sheet.margin) * scale;
    let place = Transform::from_scale(scale, scale).post_translate(inset, inset);
    resvg::render(&tree, place, &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|cause| ChartError::Drawing(cause.to_string()))
}

/// Noto Sans, and `DejaVu` Sans for the scripts and signs it lacks.
fn own_fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        fonts.load_font_source(Source::Binary(Arc::new(notosans::REGULAR_TTF)));
        fonts.load_font_source(Source::Binary(Arc::new(dejavu::sans::regular())));
        fonts.set_sans_serif_family("Noto Sans");
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}
