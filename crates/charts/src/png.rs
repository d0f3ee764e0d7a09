//! A chart as PNG bytes, for where SVG cannot be shown.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use crate::{Chart, ChartError};

const LARGEST_SCALE: u32 = 8;
const MOST_PIXELS: u64 = 64 * 1024 * 1024;

/// The chart painted on its theme's surface, `scale` pixels for each user unit (1 to 8).
///
/// Letters come from two fonts inside the program, so that every machine gives the same picture;
/// scripts they lack (Chinese, Japanese, Korean, Indian ones) show as empty boxes.
pub fn png(chart: &Chart, scale: u32) -> Result<Vec<u8>, ChartError> {
    let mut pixels = sheet(chart, scale)?;
    let (red, green, blue) = (chart.surface.0, chart.surface.1, chart.surface.2);
    pixels.fill(Color::from_rgba8(red, green, blue, 255));
    let options = Options {
        fontdb: fonts(),
        ..Options::default()
    };
    let tree = Tree::from_str(&chart.svg, &options)
        .map_err(|cause| ChartError::Drawing(cause.to_string()))?;
    let scaled = pixels.width() as f32 / tree.size().width();
    resvg::render(
        &tree,
        Transform::from_scale(scaled, scaled),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|cause| ChartError::Drawing(cause.to_string()))
}

fn sheet(chart: &Chart, scale: u32) -> Result<Pixmap, ChartError> {
    let (width, height) = (chart.size.width, chart.size.height);
    let scaled = |length: u32| length.saturating_mul(scale);
    let pixels = u64::from(scaled(width)) * u64::from(scaled(height));
    if !(1..=LARGEST_SCALE).contains(&scale) || pixels > MOST_PIXELS {
        return Err(ChartError::Scale(scale, width, height));
    }
    Pixmap::new(scaled(width), scaled(height)).ok_or(ChartError::Scale(scale, width, height))
}

/// Noto Sans, and DejaVu Sans for the scripts and signs it lacks.
fn fonts() -> Arc<Database> {
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
