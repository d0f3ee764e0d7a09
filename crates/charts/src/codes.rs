//! QR codes for payments: what a phone reads from the screen to fill in a transfer.
//!
//! A code is dark on white whatever the theme, because readers look for that, and has a quiet zone
//! of four modules. Its bytes are those of the payload in one segment: nothing is split, packed or
//! marked with a charset, which some banks' readers do not understand.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::ChartError;
use crate::png::{Sheet, paint};
use crate::text::clean;

/// The white border that a reader needs, in modules.
const QUIET: i32 = 4;
/// The standard size of a Swiss code without its border.
const SWISS_MM: f64 = 46.0;
/// The Swiss cross: its white ground, its black square, and the length and width of its bars.
const CROSS_GROUND_MM: f64 = 7.0;
const CROSS_SQUARE_MM: f64 = 6.0;
const CROSS_LENGTH_MM: f64 = 3.889;
const CROSS_WIDTH_MM: f64 = 1.167;
/// The most pixels for each module.
const LARGEST_SCALE: u32 = 32;

/// What a code is for, which says how large it may be and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStandard {
    /// Any text, such as a link or a Pix code: up to 2331 bytes.
    Open,
    /// The European payment code EPC069-12: version 13 at most, which is 331 bytes.
    Epc,
    /// The Swiss QR-bill: version 25 at most, which is 997 bytes, and the Swiss cross in its middle.
    /// It has 81 modules or more with its quiet zone, and wants 4 pixels for each.
    SwissBill,
}

/// A finished code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The picture, as a whole SVG document that takes the room it is given. One unit is a module.
    pub svg: String,
    /// What the picture is, for who cannot see it; it is in the picture as well.
    pub title: String,
    /// How many modules it has on each side, with its quiet zone.
    pub side: u16,
}

impl CodeStandard {
    /// The smallest version. Those from 7 to 13 have a pattern in their middle by which readers find
    /// their way, and the Swiss cross would lie on it: some readers then read nothing.
    fn smallest(self) -> Version {
        match self {
            Self::Open | Self::Epc => Version::MIN,
            Self::SwissBill => Version::new(14),
        }
    }

    fn largest(self) -> Version {
        match self {
            Self::Open => Version::MAX,
            Self::Epc => Version::new(13),
            Self::SwissBill => Version::new(25),
        }
    }

    /// How many bytes its largest version holds with error correction M.
    fn most_bytes(self) -> usize {
        match self {
            Self::Open => 2331,
            Self::Epc => 331,
            Self::SwissBill => 997,
        }
    }
}

/// The QR code of a payload, with error correction M and a title.
///
/// Fails for a payload of nothing, and for one of more bytes than the standard allows.
///
/// ```
/// use farthing_charts::{CodeStandard, code};
/// let code = code("https://paypal.me/TeaJar", CodeStandard::Open, "Pay the tea jar")?;
/// assert!(code.svg.contains("<title>Pay the tea jar</title>"));
/// # Ok::<(), farthing_charts::ChartError>(())
/// ```
pub fn code(payload: &str, standard: CodeStandard, title: &str) -> Result<Code, ChartError> {
    let modules = modules(payload, standard)?;
    let title = clean(title);
    Ok(Code {
        svg: svg(&modules, standard, &title),
        title,
        side: u16::try_from(side(&modules)).unwrap_or(u16::MAX),
    })
}

/// The code as PNG, so many pixels for each module (1 to 32).
pub fn code_png(code: &Code, scale: u32) -> Result<Vec<u8>, ChartError> {
    let side = u32::from(code.side);
    if !(1..=LARGEST_SCALE).contains(&scale) {
        return Err(ChartError::CodeScale(scale));
    }
    paint(&code.svg, &Sheet::without_letters(side * scale, scale))
}

fn modules(payload: &str, standard: CodeStandard) -> Result<QrCode, ChartError> {
    if payload.is_empty() {
        return Err(ChartError::EmptyCode);
    }
    let segment = QrSegment::make_bytes(payload.as_bytes());
    let (least, most) = (standard.smallest(), standard.largest());
    QrCode::encode_segments_advanced(&[segment], QrCodeEcc::Medium, least, most, None, false)
        .map_err(|_| ChartError::CodeTooLong {
            length: payload.len(),
            most: standard.most_bytes(),
        })
}

fn side(modules: &QrCode) -> i32 {
    modules.size() + 2 * QUIET
}

fn svg(modules: &QrCode, standard: CodeStandard, title: &str) -> String {
    let side = side(modules);
    let cross = match standard {
        CodeStandard::SwissBill => swiss_cross(modules.size()),
        CodeStandard::Open | CodeStandard::Epc => String::new(),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\">\n<title>{}</title>\n\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/>\n\
         <path fill=\"#000000\" d=\"{}\"/>\n{cross}</svg>\n",
        escaped(title),
        dark(modules)
    )
}

/// The dark modules, each run of a row as a rectangle of one path, so that no seam shows between them.
fn dark(modules: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..modules.size() {
        let mut x = 0;
        while x < modules.size() {
            let run = run(modules, x, y);
            if run > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                // Writing into a text cannot fail.
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    path
}

/// How many modules from here to the right are dark.
fn run(modules: &QrCode, x: i32, y: i32) -> i32 {
    let end = modules.size();
    let light = (x..end).find(|&x| !modules.get_module(x, y));
    light.unwrap_or(end) - x
}

/// The Swiss cross in the middle of a code that stands for 46 mm. Error correction makes up for the
/// modules below it.
fn swiss_cross(size: i32) -> String {
    let unit = f64::from(size) / SWISS_MM;
    let middle = f64::from(size) / 2.0 + f64::from(QUIET);
    let parts = [
        (CROSS_GROUND_MM, CROSS_GROUND_MM, "#ffffff"),
        (CROSS_SQUARE_MM, CROSS_SQUARE_MM, "#000000"),
        (CROSS_LENGTH_MM, CROSS_WIDTH_MM, "#ffffff"),
        (CROSS_WIDTH_MM, CROSS_LENGTH_MM, "#ffffff"),
    ];
    let mut cross = String::new();
    for (width, height, fill) in parts {
        let (width, height) = (width * unit, height * unit);
        let (x, y) = (middle - width / 2.0, middle - height / 2.0);
        // Writing into a text cannot fail.
        let _ = writeln!(
            cross,
            "<rect x=\"{x:.3}\" y=\"{y:.3}\" width=\"{width:.3}\" height=\"{height:.3}\" \
             fill=\"{fill}\"/>"
        );
    }
    cross
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARDS: [CodeStandard; 3] = [
        CodeStandard::Open,
        CodeStandard::Epc,
        CodeStandard::SwissBill,
    ];

    #[test]
    fn each_standard_holds_its_bytes_and_not_one_more() {
        for standard in STANDARDS {
            let most = standard.most_bytes();
            // Digits would take less room if they were packed.
            let full = modules(&"7".repeat(most), standard).unwrap();
            assert_eq!(full.version(), standard.largest());
            let error = modules(&"7".repeat(most + 1), standard).err();
            let length = most + 1;
            assert_eq!(error, Some(ChartError::CodeTooLong { length, most }));
        }
    }

    #[test]
    fn error_correction_is_m_where_a_better_one_would_fit() {
        let short = modules("BCD", CodeStandard::Epc).unwrap();
        assert!(short.error_correction_level() == QrCodeEcc::Medium);
    }

    #[test]
    fn the_cross_of_a_usual_bill_lies_on_no_pattern() {
        for length in [1, 100, 360] {
            let bill = modules(&"a".repeat(length), CodeStandard::SwissBill).unwrap();
            assert_eq!(bill.version(), Version::new(14));
        }
    }

    #[test]
    fn a_code_of_nothing_is_refused() {
        let error = code("", CodeStandard::Open, "Nothing").unwrap_err();
        assert_eq!(error, ChartError::EmptyCode);
    }

    #[test]
    fn the_cross_is_seven_of_forty_six() {
        let cross = swiss_cross(46);
        assert!(
            cross.starts_with("<rect x=\"23.500\" y=\"23.500\" width=\"7.000\" height=\"7.000\"")
        );
        assert_eq!(cross.matches("<rect").count(), 4);
    }
}
