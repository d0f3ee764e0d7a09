//! A font's own table of what its codes are as text (ISO 32000-1, 9.10.3).

use std::collections::BTreeMap;

use super::lexer::Lexer;
use super::object::Object;
use crate::model::ReadError;

/// More entries than any font has glyphs.
const MAX_ENTRIES: usize = 131_072;

/// Codes and the texts they are.
#[derive(Default)]
pub(super) struct ToUnicode {
    singles: BTreeMap<u32, String>,
    /// By the first code: the last one, and the text of the first.
    ranges: BTreeMap<u32, (u32, Vec<u16>)>,
    /// How many bytes a code has, where the table says it.
    pub(super) width: Option<usize>,
}

impl ToUnicode {
    /// Reads a table.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut table = Self::default();
        let mut lexer = Lexer::at(bytes, 0);
        let mut values: Vec<Object> = Vec::new();
        while let Some(value) = lexer.next()? {
            let Object::Operator(word) = value else {
                values.push(value);
                if values.len() > MAX_ENTRIES {
                    break;
                }
                continue;
            };
            match &*word {
                "endcodespacerange" => table.take_width(&values),
                "endbfchar" => table.take_singles(&values),
                "endbfrange" => table.take_ranges(&values),
                _ => {}
            }
            values.clear();
            if table.singles.len() + table.ranges.len() > MAX_ENTRIES {
                break;
            }
        }
        Ok(table)
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.singles.get(&code) {
            return Some(text.clone());
        }
        let (first, (last, units)) = self.ranges.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        let more = u16::try_from(code - first).ok()?;
        let end = units.last_mut()?;
        *end = end.wrapping_add(more);
        Some(String::from_utf16_lossy(&units))
    }

    fn take_width(&mut self, values: &[Object]) {
        let widths = values.iter().filter_map(Object::text).map(<[u8]>::len);
        self.width = widths
            .max()
            .filter(|width| (1..=4).contains(width))
            .or(self.width);
    }

    fn take_singles(&mut self, values: &[Object]) {
        for pair in values.chunks_exact(2) {
            if let [code, text] = pair
                && let (Some(code), Some(text)) = (code.text(), text.text())
            {
                self.singles
                    .insert(number(code), String::from_utf16_lossy(&units(text)));
            }
        }
    }

    fn take_ranges(&mut self, values: &[Object]) {
        for three in values.chunks_exact(3) {
            let [first, last, texts] = three else {
                continue;
            };
            let (Some(first), Some(last)) = (first.text(), last.text()) else {
                continue;
            };
            let (first, last) = (number(first), number(last));
            if let Some(text) = texts.text() {
                self.ranges.insert(first, (last, units(text)));
            }
            for (code, text) in (first..=last).zip(texts.array()) {
                let text = units(text.text().unwrap_or_default());
                self.singles.insert(code, String::from_utf16_lossy(&text));
            }
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    let last = bytes.iter().rev().take(4).rev();
    last.fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// A text's units of two bytes; one byte alone is a unit too.
fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [byte] => vec![u16::from(*byte)],
        bytes => {
            let pairs = bytes.as_chunks::<2>().0.iter();
            pairs.map(|two| u16::from_be_bytes(*two)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_texts_by_one_or_by_range() {
        let table = b"1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0003> <0020> <0041> <00660066> endbfchar
            2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0031> <D83DDE00>] endbfrange
            1 beginbfrange <0100> <FFFFFFFF> <0100> endbfrange";
        let table = ToUnicode::of(table).unwrap();
        let all: Vec<_> = [3, 0x41, 0x11, 0x21, 0x13, 0x101]
            .map(|code| table.text(code).unwrap_or_default())
            .into();
        assert_eq!(all, [" ", "ff", "b", "😀", "", "ā"]);
        assert_eq!(table.width, Some(2));
    }
}
