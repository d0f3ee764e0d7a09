//! Fonts: which text the bytes of a string are, and how wide each glyph is (ISO 32000-1, 9.5 to 9.10).

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS};

use super::encoding::{Characters, Names, of_name};
use super::file::File;
use super::fixed::Fixed;
use super::object::{Dict, Object};
use super::tounicode::ToUnicode;
use crate::model::ReadError;

/// A font, as far as its text and widths are needed.
pub(super) struct Font {
    to_unicode: Option<ToUnicode>,
    kind: Kind,
}

enum Kind {
    Simple {
        characters: Characters,
        first: usize,
        widths: Vec<Fixed>,
        otherwise: Width,
    },
    Composite {
        codes: Codes,
        widths: Vec<(u32, u32, Fixed)>,
        otherwise: Fixed,
    },
}

/// The width of a glyph that the font gives none for.
#[derive(Clone, Copy)]
enum Width {
    Of(Fixed),
    /// The fonts that every reader has, whose widths no file needs to give.
    Sans,
    Serif,
}

/// What the bytes of a composite font are.
#[derive(Clone, Copy)]
enum Codes {
    /// Numbers of glyphs, which the font's own table makes a text.
    Glyphs(usize),
    /// Unicode itself.
    Unicode,
    /// A code page of one or two bytes.
    Page(&'static Encoding),
}

/// A glyph as it is shown.
pub(super) struct Glyph {
    /// The text that it is.
    pub(super) text: String,
    /// How far it moves on, in sizes of the font.
    pub(super) width: Fixed,
    /// Whether it is the single byte of a blank, which may be stretched.
    pub(super) is_blank: bool,
}

impl Font {
    /// Reads a font's dictionary.
    pub(super) fn of(file: &File<'_>, dict: &Dict) -> Result<Self, ReadError> {
        let to_unicode = match dict.get("ToUnicode") {
            Some(table) => match file.stream(table)? {
                Some((_, bytes)) => Some(ToUnicode::of(&bytes)?),
                None => None,
            },
            None => None,
        };
        let kind = match dict.get("Subtype").and_then(Object::name) {
            Some("Type0") => composite(file, dict)?,
            _ => simple(file, dict)?,
        };
        Ok(Self { to_unicode, kind })
    }

    /// The glyphs of a string.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        match &self.kind {
            Kind::Simple { .. } => bytes.iter().map(|byte| self.simple_glyph(*byte)).collect(),
            Kind::Composite { codes, .. } => self.composite_glyphs(bytes, *codes),
        }
    }

    fn simple_glyph(&self, byte: u8) -> Glyph {
        let code = usize::from(byte);
        let (c, width) = match &self.kind {
            Kind::Simple {
                characters,
                first,
                widths,
                otherwise,
            } => {
                let c = characters.get(code).copied().flatten();
                let given = code
                    .checked_sub(*first)
                    .and_then(|at| widths.get(at))
                    .copied();
                (c, given.unwrap_or_else(|| otherwise.of(c)))
            }
            Kind::Composite { .. } => (None, Fixed::ZERO),
        };
        let own = self
            .to_unicode
            .as_ref()
            .and_then(|table| table.text(u32::from(byte)));
        Glyph {
            text: own
                .filter(|text| says_something(text))
                .unwrap_or_else(|| spelled(c)),
            width,
            is_blank: byte == b' ',
        }
    }

    fn composite_glyphs(&self, bytes: &[u8], codes: Codes) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            let length = match codes {
                Codes::Glyphs(length) => length,
                Codes::Page(_) if *first < 0x80 => 1,
                Codes::Page(_) | Codes::Unicode => 2,
            };
            let (code, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = after;
            glyphs.push(self.composite_glyph(code, codes));
        }
        glyphs
    }

    fn composite_glyph(&self, bytes: &[u8], codes: Codes) -> Glyph {
        let code = bytes
            .iter()
            .fold(0, |code, byte| (code << 8) | u32::from(*byte));
        let own = self.to_unicode.as_ref().and_then(|table| table.text(code));
        let text = own
            .filter(|text| says_something(text))
            .unwrap_or_else(|| match codes {
                Codes::Glyphs(_) => spelled(None),
                Codes::Unicode => spelled(char::from_u32(code)),
                Codes::Page(page) => page.decode_without_bom_handling(bytes).0.into_owned(),
            });
        Glyph {
            width: self.composite_width(code, codes),
            is_blank: bytes == b" ",
            text,
        }
    }

    fn composite_width(&self, code: u32, codes: Codes) -> Fixed {
        let Kind::Composite {
            widths, otherwise, ..
        } = &self.kind
        else {
            return Fixed::ZERO;
        };
        // Where codes are no numbers of glyphs, half and full width are all that is known.
        if !matches!(codes, Codes::Glyphs(_)) {
            let is_half = code < 0x80;
            return if is_half {
                Fixed::thousandths(500)
            } else {
                *otherwise
            };
        }
        let at = widths.partition_point(|(first, ..)| *first <= code);
        let before = at.checked_sub(1).and_then(|at| widths.get(at));
        before
            .filter(|(_, last, _)| code <= *last)
            .map_or(*otherwise, |(.., width)| *width)
    }
}

impl Width {
    fn of(self, c: Option<char>) -> Fixed {
        let table = match self {
            Self::Of(width) => return width,
            Self::Sans => &SANS,
            Self::Serif => &SERIF,
        };
        let place = c.and_then(|c| u32::from(c).checked_sub(32));
        let place = place.and_then(|place| usize::try_from(place).ok());
        let width = place.and_then(|place| table.get(place));
        Fixed::thousandths(i64::from(width.copied().unwrap_or(556)))
    }
}

/// A table may name a character that is none, where a font was cut down carelessly.
fn says_something(text: &str) -> bool {
    text.chars().any(|c| c != '\0' && c != '\u{FFFD}')
}

fn spelled(c: Option<char>) -> String {
    let c = c
        .filter(|c| !c.is_control())
        .unwrap_or(char::REPLACEMENT_CHARACTER);
    // Letters that were joined are letters for everyone else.
    match c {
        'ﬁ' => "fi".to_owned(),
        'ﬂ' => "fl".to_owned(),
        'ﬀ' => "ff".to_owned(),
        'ﬃ' => "ffi".to_owned(),
        'ﬄ' => "ffl".to_owned(),
        c => c.to_string(),
    }
}

fn simple(file: &File<'_>, dict: &Dict) -> Result<Kind, ReadError> {
    let name = dict
        .get("BaseFont")
        .and_then(Object::name)
        .unwrap_or_default();
    let encoding = file.value(dict, "Encoding")?;
    let is_true_type = dict.get("Subtype").and_then(Object::name) == Some("TrueType");
    let base = encoding
        .name()
        .or_else(|| encoding.dict()?.get("BaseEncoding")?.name());
    let base = base.or_else(|| is_true_type.then_some("WinAnsiEncoding"));
    let mut characters = of_name(base);
    if let Some(differences) = encoding.dict() {
        let differences = file.value(differences, "Differences")?;
        change(&mut characters, differences.array());
    }
    let widths = file.value(dict, "Widths")?;
    let unit = unit_of(file, dict)?;
    let scaled = |width: &Object| width.number().unwrap_or_default().times(unit);
    let descriptor = file.value(dict, "FontDescriptor")?;
    let missing = descriptor
        .dict()
        .and_then(|d| d.get("MissingWidth"))
        .and_then(Object::number);
    let otherwise = match missing {
        Some(width) => Width::Of(width.times(unit)),
        None if name.contains("Courier") => Width::Of(Fixed::thousandths(600)),
        None if name.contains("Times") => Width::Serif,
        None => Width::Sans,
    };
    let first = dict
        .get("FirstChar")
        .and_then(Object::size)
        .unwrap_or_default();
    Ok(Kind::Simple {
        characters,
        first,
        widths: widths.array().iter().take(256).map(scaled).collect(),
        otherwise,
    })
}

/// What widths are counted in: thousandths of the size, or what a font of drawings says.
fn unit_of(file: &File<'_>, dict: &Dict) -> Result<Fixed, ReadError> {
    let matrix = file.value(dict, "FontMatrix")?;
    let is_drawn = dict.get("Subtype").and_then(Object::name) == Some("Type3");
    let own = matrix
        .array()
        .first()
        .and_then(Object::number)
        .filter(|_| is_drawn);
    Ok(own.unwrap_or(Fixed::thousandths(1)))
}

/// `65 /Aacute /Agrave` names the glyphs from a byte on.
fn change(characters: &mut Characters, differences: &[Object]) {
    let names = Names::all();
    let mut code = 0;
    for difference in differences {
        if let Some(number) = difference.size() {
            code = number;
        } else if let Some(name) = difference.name() {
            if let Some(place) = characters.get_mut(code) {
                *place = names.character(name);
            }
            code += 1;
        }
    }
}

fn composite(file: &File<'_>, dict: &Dict) -> Result<Kind, ReadError> {
    let encoding = file.value(dict, "Encoding")?;
    let codes = match (encoding.name(), dict.get("Encoding")) {
        (Some(name), _) => codes_of(name),
        (None, Some(own)) => own_codes(file, own)?,
        (None, None) => Codes::Glyphs(2),
    };
    let descendants = file.value(dict, "DescendantFonts")?;
    let descendant = match descendants.array().first() {
        Some(descendant) => file.get(descendant)?,
        None => Object::Null,
    };
    let descendant = descendant.dict().cloned().unwrap_or_default();
    let thousandths = |width: Fixed| width.over(1000);
    let otherwise = file
        .value(&descendant, "DW")?
        .number()
        .unwrap_or(Fixed::whole(1000));
    let list = file.value(&descendant, "W")?;
    let mut widths = Vec::new();
    let mut values = list.array().iter();
    while let Some(first) = values.next() {
        let (Some(first), Some(second)) = (number_of(first), values.next()) else {
            break;
        };
        let second = file.get(second)?;
        if let Some(last) = number_of(&second) {
            let width = values.next().and_then(Object::number).unwrap_or_default();
            widths.push((first, last, thousandths(width)));
            continue;
        }
        for (code, width) in (first..).zip(second.array()) {
            widths.push((code, code, thousandths(width.number().unwrap_or_default())));
        }
    }
    widths.sort_by_key(|(first, ..)| *first);
    Ok(Kind::Composite {
        codes,
        widths,
        otherwise: thousandths(otherwise),
    })
}

fn number_of(object: &Object) -> Option<u32> {
    u32::try_from(object.whole()?).ok()
}

/// How long codes are in a map that the document brings along.
fn own_codes(file: &File<'_>, map: &Object) -> Result<Codes, ReadError> {
    let width = match file.stream(map)? {
        Some((_, bytes)) => ToUnicode::of(&bytes)?.width,
        None => None,
    };
    Ok(Codes::Glyphs(width.unwrap_or(2)))
}

/// What codes are, by the name of their map: those of Adobe that are code pages, or Unicode.
fn codes_of(name: &str) -> Codes {
    let has = |part: &str| name.contains(part);
    if has("UCS2") || has("UTF16") {
        return Codes::Unicode;
    }
    if has("GBK") || has("GBpc") || has("GB-EUC") {
        return Codes::Page(GBK);
    }
    if has("RKSJ") {
        return Codes::Page(SHIFT_JIS);
    }
    if has("KSC-EUC") || has("KSCms") {
        return Codes::Page(EUC_KR);
    }
    if has("B5pc") || has("ETen-B5") {
        return Codes::Page(BIG5);
    }
    Codes::Glyphs(2)
}

/// The widths of Helvetica from the blank to the tilde, in thousandths.
const SANS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The widths of Times.
const SERIF: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
