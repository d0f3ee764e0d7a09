//! Texts of old workbooks, which may go on in the next record (MS-XLS 2.5.293 to 2.5.296).

use super::Strings;
use super::xls::Texts;
use crate::container::bytes::{u16_at, u32_at};
use crate::model::ReadError;

const WIDE: u8 = 0x01;
const EXTENDED: u8 = 0x04;
const RICH: u8 = 0x08;

/// A text behind a count of two bytes.
pub(super) fn counted(data: &[u8], texts: Texts) -> Option<String> {
    let count = usize::from(u16_at(data, 0)?);
    text(data.get(2..)?, count, texts)
}

/// A text behind a count of one byte.
pub(super) fn short(data: &[u8], texts: Texts) -> Option<String> {
    let count = usize::from(*data.first()?);
    text(data.get(1..)?, count, texts)
}

fn text(data: &[u8], count: usize, texts: Texts) -> Option<String> {
    match texts {
        Texts::Page(encoding) => {
            let bytes = data.get(..count.min(data.len()))?;
            Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
        Texts::Unicode => {
            // Some writers leave the flags out where there is no text.
            let Some((flags, rest)) = data.split_first() else {
                return (count == 0).then(String::new);
            };
            let mut units = Vec::new();
            units_of(rest, count, flags & WIDE != 0, &mut units);
            (units.len() == count).then(|| String::from_utf16_lossy(&units))
        }
    }
}

/// Adds up to `count` characters of one or two bytes; how many bytes they took.
fn units_of(data: &[u8], count: usize, is_wide: bool, units: &mut Vec<u16>) -> usize {
    let before = units.len();
    if is_wide {
        let wide = data.as_chunks::<2>().0.iter().take(count);
        units.extend(wide.map(|two| u16::from_le_bytes(*two)));
        (units.len() - before) * 2
    } else {
        units.extend(data.iter().take(count).map(|byte| u16::from(*byte)));
        units.len() - before
    }
}

/// The texts that cells name by number, out of a record and those that continue it.
pub(super) fn shared_strings(pieces: &[&[u8]]) -> Result<Strings, ReadError> {
    let mut strings = Strings::default();
    let mut reader = Pieces {
        all: pieces,
        piece: 0,
        // Two counts stand first; what is there is read, whatever they say.
        at: 8,
    };
    while let Some(text) = reader.text() {
        strings.append(&text);
        strings.close()?;
    }
    Ok(strings)
}

struct Pieces<'p> {
    all: &'p [&'p [u8]],
    piece: usize,
    at: usize,
}

impl Pieces<'_> {
    fn rest(&self) -> &[u8] {
        let piece = self.all.get(self.piece).copied().unwrap_or_default();
        piece.get(self.at..).unwrap_or_default()
    }

    /// Goes on to the next piece where this one is used up; `None` after the last.
    fn refill(&mut self) -> Option<()> {
        while self.rest().is_empty() {
            self.piece += 1;
            self.at = 0;
            self.all.get(self.piece)?;
        }
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        self.refill()?;
        let rest = self.rest();
        let (count, flags) = (usize::from(u16_at(rest, 0)?), *rest.get(2)?);
        let mut header = 3;
        let mut behind = 0_usize;
        if flags & RICH != 0 {
            behind += usize::from(u16_at(rest, header)?) * 4;
            header += 2;
        }
        if flags & EXTENDED != 0 {
            behind = behind.saturating_add(usize::try_from(u32_at(rest, header)?).ok()?);
            header += 4;
        }
        self.at += header;
        let text = self.characters(count, flags & WIDE != 0);
        self.skip(behind);
        Some(text)
    }

    /// A text that goes on in the next piece says there again how wide its characters are.
    fn characters(&mut self, count: usize, mut is_wide: bool) -> String {
        let mut units = Vec::new();
        loop {
            let left = count - units.len();
            let taken = units_of(self.rest(), left, is_wide, &mut units);
            self.at += taken;
            if units.len() >= count {
                break;
            }
            self.at = usize::MAX;
            if self.refill().is_none() {
                break;
            }
            is_wide = self.rest().first().is_some_and(|flags| flags & WIDE != 0);
            self.at += 1;
        }
        String::from_utf16_lossy(&units)
    }

    /// Passes over formatting, which may go on in the next pieces too.
    fn skip(&mut self, mut count: usize) {
        while count > 0 && self.refill().is_some() {
            let step = count.min(self.rest().len());
            self.at += step;
            count -= step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record_and_may_change_its_width_there() {
        let first = [b"\0\0\0\0\0\0\0\0".as_slice(), b"\x05\0\0Caf"].concat();
        let second = b"\x01\xE9\0!\0\x03\0\x0C\x01\0\x02\0\0\0Teaabcd";
        let third = b"ef\x02\0\0Ok";
        let strings = shared_strings(&[&first, second, third]).unwrap();
        let all: Vec<_> = (0..4).map_while(|number| strings.get(number)).collect();
        assert_eq!(all, ["Café!", "Tea", "Ok"]);
    }

    #[test]
    fn a_text_that_ends_too_early_is_none() {
        assert_eq!(counted(b"\x03\0\0ab", Texts::Unicode), None);
        assert_eq!(counted(b"\0\0", Texts::Unicode).as_deref(), Some(""));
    }
}
