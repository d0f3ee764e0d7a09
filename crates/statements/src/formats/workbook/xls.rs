//! Workbooks of Excel from 5.0 to 2003: a stream of records in a compound file (MS-XLS).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};
use rust_decimal::Decimal;

use super::biff::{encoding_of, error, number_of_rk, truth};
use super::shown::Shown;
use super::value::{Epoch, number_of_bits, text_of};
use super::xls_text::{counted, shared_strings, short};
use super::{BREAKS_OFF, Sheet, Strings, UNREADABLE, add_sheet};
use crate::container::bytes::{size_at, u16_at, u32_at, u64_at};
use crate::crypt::xls::{Protection, open_bytes};
use crate::model::{Password, ReadError};
use crate::table::{BuiltTable, CellText};

/// The record that says how the workbook is protected.
pub(super) const FILE_PASS: u16 = 0x002F;
/// The record that begins a part of the stream.
pub(super) const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
pub(super) const CONTINUE: u16 = 0x003C;
/// The record that names a sheet and its place.
pub(super) const SHEET: u16 = 0x0085;
const VERSION_8: u16 = 0x0600;

/// One record of the stream: what it is, where its data begins, and the data.
#[derive(Clone, Copy)]
pub(super) struct Record<'b> {
    pub(super) kind: u16,
    pub(super) start: usize,
    pub(super) data: &'b [u8],
}

/// The records from a place on, up to one that the stream ends in.
pub(super) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let start = at + 4;
        let data = stream.get(start..start + length)?;
        at = start + length;
        Some(Record { kind, start, data })
    })
}

/// How texts are kept: in two bytes or one each, or in a code page before version 8.
#[derive(Clone, Copy)]
pub(super) enum Texts {
    /// Version 8: Unicode.
    Unicode,
    /// Before: a code page.
    Page(&'static Encoding),
}

impl Texts {
    /// The encoding's WHATWG name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unicode => UTF_16LE.name(),
            Self::Page(encoding) => encoding.name(),
        }
    }
}

/// Reads every worksheet, and the encoding of their texts.
pub(super) fn read(
    stream: &[u8],
    password: Option<&Password>,
) -> Result<(Vec<Sheet>, &'static str), ReadError> {
    let stream = &*opened(stream, password)?;
    let book = Book::of(stream)?;
    let mut sheets = Vec::new();
    // No two sheets share a place, so all of them together are no longer than the stream.
    let mut left = stream.len();
    for (name, place, is_hidden) in &book.sheets {
        let sheet = Sheet {
            name: name.clone(),
            is_hidden: *is_hidden,
            table: book.sheet(stream, *place, &mut left)?,
        };
        add_sheet(&mut sheets, sheet)?;
    }
    Ok((sheets, book.texts.name()))
}

/// The stream as it is, or decrypted where a record says how it is protected.
fn opened<'s>(stream: &'s [u8], password: Option<&Password>) -> Result<Cow<'s, [u8]>, ReadError> {
    let mut globals = records(stream, 0).take_while(|record| record.kind != END);
    let Some(pass) = globals.find(|record| record.kind == FILE_PASS) else {
        return Ok(Cow::Borrowed(stream));
    };
    let key = Protection::of(pass.data)?.open(password)?;
    let all = records(stream, 0).map(|record| {
        let length = record.data.len();
        (record.start, length, open_bytes(record.kind, length))
    });
    Ok(Cow::Owned(key.decrypt(stream, all)))
}

/// What all sheets of a workbook share.
struct Book {
    texts: Texts,
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
    /// The name of each worksheet, its place in the stream, and whether it is hidden.
    sheets: Vec<(String, usize, bool)>,
}

/// What a cell holds, before its text is needed.
enum Value {
    Number(Decimal, u16),
    Shared(usize),
    Text(String),
}

impl Book {
    fn of(stream: &[u8]) -> Result<Self, ReadError> {
        let mut book = Self {
            texts: Texts::Page(WINDOWS_1252),
            strings: Strings::default(),
            styles: Vec::new(),
            epoch: Epoch::Of1900,
            sheets: Vec::new(),
        };
        let (mut codes, mut ids) = (Vec::new(), Vec::new());
        let mut all = records(stream, 0).peekable();
        if all.peek().is_none_or(|first| first.kind != BEGIN) {
            let message = "its stream does not begin as a workbook does; the file is damaged";
            return Err(ReadError::Unknown(message.to_owned()));
        }
        while let Some(record) = all.next().filter(|record| record.kind != END) {
            match record.kind {
                0x041E => codes.extend(book.format(record.data)),
                0x00E0 => ids.push(u16_at(record.data, 2).unwrap_or_default()),
                0x00FC => {
                    let mut pieces = vec![record.data];
                    while let Some(more) = all.next_if(|next| next.kind == CONTINUE) {
                        pieces.push(more.data);
                    }
                    book.strings = shared_strings(&pieces)?;
                }
                _ => book.take(&record),
            }
        }
        codes.sort_by_key(|(id, _)| *id);
        let shown = |id: u16| match codes.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => codes.get(at).map_or(Shown::General, |(_, shown)| *shown),
            Err(_) => Shown::built_in(u32::from(id)),
        };
        book.styles = ids.into_iter().map(shown).collect();
        Ok(book)
    }

    fn take(&mut self, record: &Record<'_>) {
        let number = u16_at(record.data, 0).unwrap_or_default();
        match record.kind {
            BEGIN if number == VERSION_8 => self.texts = Texts::Unicode,
            0x0042 => {
                if let Texts::Page(encoding) = &mut self.texts {
                    *encoding = encoding_of(number);
                }
            }
            0x0022 if number == 1 => self.epoch = Epoch::Of1904,
            SHEET => self.sheets.extend(self.listed(record.data)),
            _ => {}
        }
    }

    /// The number format of a record, by its id.
    fn format(&self, data: &[u8]) -> Option<(u16, Shown)> {
        let code = match self.texts {
            Texts::Unicode => counted(data.get(2..)?, self.texts)?,
            Texts::Page(_) => short(data.get(2..)?, self.texts)?,
        };
        Some((u16_at(data, 0)?, Shown::of_code(&code)))
    }

    /// A worksheet's name and place; charts and macros are none.
    fn listed(&self, data: &[u8]) -> Option<(String, usize, bool)> {
        (*data.get(5)? == 0).then_some(())?;
        let is_hidden = data.get(4)? & 3 != 0;
        Some((
            short(data.get(6..)?, self.texts)?,
            size_at(data, 0)?,
            is_hidden,
        ))
    }

    fn sheet(
        &self,
        stream: &[u8],
        place: usize,
        left: &mut usize,
    ) -> Result<BuiltTable, ReadError> {
        let (mut cells, is_whole) = self.cells(stream, place, left);
        // Most writers keep the order of rows and columns, but nothing says they must.
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut table = BuiltTable::default();
        let mut line = 1;
        for row in cells.chunk_by(|(a, ..), (b, ..)| a == b) {
            line = row.first().map_or(0, |(row, ..)| u32::from(*row)) + 1;
            let texts: Vec<(usize, CellText)> = row
                .iter()
                .map(|(_, column, value)| (usize::from(*column), self.text(value)))
                .collect();
            table.push(line, &texts)?;
        }
        if !is_whole {
            table.fault(line, BREAKS_OFF.to_owned());
        }
        Ok(table)
    }

    /// The cells of a sheet, and whether the stream has its end.
    fn cells(
        &self,
        stream: &[u8],
        place: usize,
        left: &mut usize,
    ) -> (Vec<(u16, u16, Value)>, bool) {
        let mut cells = Vec::new();
        // Charts inside a sheet have a beginning and an end of their own.
        let mut depth = 0;
        let mut formula = None;
        for record in records(stream, place) {
            let Some(rest) = left.checked_sub(record.data.len() + 4) else {
                break;
            };
            *left = rest;
            match record.kind {
                BEGIN => depth += 1,
                END if depth <= 1 => return (cells, true),
                END => depth -= 1,
                _ if depth != 1 => {}
                0x00BD => cells.extend(several(record.data)),
                // The text of the formula before it.
                0x0207 => cells.extend(self.result(record.data, formula)),
                kind if is_cell(kind) => {
                    let place = cell_at(record.data);
                    formula = place.filter(|_| is_formula(kind));
                    let value = self.value(&record);
                    let cell = place.zip(value);
                    cells.extend(cell.map(|((row, column), value)| (row, column, value)));
                }
                _ => {}
            }
        }
        (cells, false)
    }

    /// What a cell holds; a text that comes later is nothing yet.
    fn value(&self, record: &Record<'_>) -> Option<Value> {
        let awaits_text = is_formula(record.kind)
            && u64_at(record.data, 6)
                .is_some_and(|bits| bits >> 48 == 0xFFFF && matches!(bits & 0xFF, 0 | 3));
        // What cannot be read shows itself as a sign that is no amount, no day and no name.
        let value = self.try_value(record).unwrap_or_else(unreadable);
        (!awaits_text).then_some(value)
    }

    fn try_value(&self, record: &Record<'_>) -> Option<Value> {
        let data = record.data;
        let style = || u16_at(data, 4);
        Some(match record.kind {
            0x0203 => Value::Number(number_of_bits(u64_at(data, 6)?)?, style()?),
            0x027E => Value::Number(number_of_rk(u32_at(data, 6)?)?, style()?),
            0x0204 | 0x00D6 => Value::Text(counted(data.get(6..)?, self.texts)?),
            0x00FD => Value::Shared(size_at(data, 6)?),
            0x0205 if *data.get(7)? == 0 => Value::Text(truth(*data.get(6)?).to_owned()),
            0x0205 => Value::Text(error(*data.get(6)?).to_owned()),
            _ => formula_value(data)?,
        })
    }

    fn result(&self, data: &[u8], at: Option<(u16, u16)>) -> Option<(u16, u16, Value)> {
        let (row, column) = at?;
        let text = counted(data, self.texts).map(Value::Text);
        Some((row, column, text.unwrap_or_else(unreadable)))
    }

    fn text(&self, value: &Value) -> CellText {
        match value {
            Value::Number(number, style) => {
                let shown = self.styles.get(usize::from(*style)).copied();
                text_of(*number, shown.unwrap_or_default(), self.epoch)
            }
            Value::Shared(number) => {
                let text = self.strings.get(*number).unwrap_or(UNREADABLE);
                text.to_owned().into()
            }
            Value::Text(text) => text.clone().into(),
        }
    }
}

fn unreadable() -> Value {
    Value::Text(UNREADABLE.to_owned())
}

fn is_formula(kind: u16) -> bool {
    matches!(kind, 0x0006 | 0x0206 | 0x0406)
}

fn is_cell(kind: u16) -> bool {
    is_formula(kind) || matches!(kind, 0x0203..=0x0205 | 0x027E | 0x00D6 | 0x00FD)
}

fn cell_at(data: &[u8]) -> Option<(u16, u16)> {
    Some((u16_at(data, 0)?, u16_at(data, 2)?))
}

/// The value that a formula had when the workbook was saved; a text follows in a record of its own.
fn formula_value(data: &[u8]) -> Option<Value> {
    let bits = u64_at(data, 6)?;
    if bits >> 48 != 0xFFFF {
        return Some(Value::Number(number_of_bits(bits)?, u16_at(data, 4)?));
    }
    let [kind, _, value, ..] = bits.to_le_bytes();
    match kind {
        1 => Some(Value::Text(truth(value).to_owned())),
        2 => Some(Value::Text(error(value).to_owned())),
        _ => None,
    }
}

/// Numbers of neighbouring cells in one record.
fn several(data: &[u8]) -> impl Iterator<Item = (u16, u16, Value)> {
    let (row, first) = cell_at(data).unwrap_or_default();
    let inside = data
        .get(4..data.len().saturating_sub(2))
        .unwrap_or_default();
    let numbers = inside.as_chunks::<6>().0.iter();
    (first..=u16::MAX)
        .zip(numbers)
        .filter_map(move |(column, number)| {
            let value = number_of_rk(u32_at(number, 2)?)?;
            Some((row, column, Value::Number(value, u16_at(number, 0)?)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_numbers_ends_at_the_last_column_there_can_be() {
        let mut data = vec![3, 0, 0xFF, 0xFF];
        data.extend([0, 0, 0, 0, 0xF0, 0x3F].repeat(2));
        data.extend([0, 0]);
        let places: Vec<_> = several(&data)
            .map(|(row, column, _)| (row, column))
            .collect();
        assert_eq!(places, [(3, u16::MAX)]);
    }
}
