//! Where objects stand in a file: its tables, and a look at every byte where they are broken (7.5).

use std::collections::{BTreeMap, BTreeSet};

use super::filter::unpacked;
use super::lexer::Lexer;
use super::object::{Dict, Object};
use crate::model::ReadError;

/// More objects than any statement has.
const MAX_OBJECTS: usize = 1_000_000;
/// The last of these bytes say where the newest table is.
const END_SEARCH: usize = 2048;
/// More tables than any file has that was only added to.
const MAX_TABLES: usize = 1024;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At this byte of the file.
    At(usize),
    /// Inside this stream of objects.
    In(u32),
}

/// Where all objects are, and what the file says about itself.
#[derive(Default)]
pub(super) struct Table {
    pub(super) places: BTreeMap<u32, Place>,
    pub(super) trailer: Dict,
}

impl Table {
    fn add(&mut self, number: u32, place: Place) -> Result<(), ReadError> {
        self.places.entry(number).or_insert(place);
        if self.places.len() > MAX_OBJECTS {
            let message = format!("the document has more than {MAX_OBJECTS} objects");
            return Err(ReadError::Limit(message));
        }
        Ok(())
    }

    /// What an older part of the file says counts where a newer one says nothing.
    fn add_trailer(&mut self, trailer: Dict) {
        for (key, value) in trailer {
            self.trailer.entry(key).or_insert(value);
        }
    }
}

/// The tables as the file has them, the newest first; nothing where they cannot be followed.
pub(super) fn written(bytes: &[u8], limit: usize) -> Result<Option<Table>, ReadError> {
    let Some(newest) = start_of(bytes) else {
        return Ok(None);
    };
    let mut table = Table::default();
    let mut waiting = vec![newest];
    let mut seen = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        if !seen.insert(at) {
            continue;
        }
        if seen.len() > MAX_TABLES {
            return Ok(None);
        }
        let Some(trailer) = section(bytes, at, limit, &mut table)? else {
            return Ok(None);
        };
        let place = |key| trailer.get(key).and_then(Object::size);
        // A table may name a stream that says more; that one counts before older tables.
        waiting.extend(place("Prev"));
        waiting.extend(place("XRefStm"));
        table.add_trailer(trailer);
    }
    Ok(Some(table))
}

fn start_of(bytes: &[u8]) -> Option<usize> {
    const WORD: &[u8] = b"startxref";
    let from = bytes.len().saturating_sub(END_SEARCH);
    let mut windows = bytes.get(from..)?.windows(WORD.len());
    let at = from + windows.rposition(|window| window == WORD)? + WORD.len();
    usize::try_from(Lexer::at(bytes, at).whole()?).ok()
}

/// Reads one table, of either kind; its trailer.
fn section(
    bytes: &[u8],
    at: usize,
    limit: usize,
    table: &mut Table,
) -> Result<Option<Dict>, ReadError> {
    let mut lexer = Lexer::at(bytes, at);
    if lexer.takes(b"xref") {
        return plain_section(&mut lexer, table);
    }
    let Some(Standing {
        object: Object::Dict(dict),
        data: Some(data),
        ..
    }) = object_at(bytes, at)?
    else {
        return Ok(None);
    };
    stream_section(&dict, bytes.get(data..).unwrap_or_default(), limit, table)?;
    Ok(Some(dict))
}

fn plain_section(lexer: &mut Lexer<'_>, table: &mut Table) -> Result<Option<Dict>, ReadError> {
    while !lexer.takes(b"trailer") {
        let (Some(first), Some(count)) = (lexer.whole(), lexer.whole()) else {
            return Ok(None);
        };
        for number in first..first.saturating_add(count) {
            let (place, generation) = (lexer.whole(), lexer.whole());
            let (Some(place), Some(_)) = (place, generation) else {
                return Ok(None);
            };
            let is_used = lexer.takes(b"n");
            if !is_used && !lexer.takes(b"f") {
                return Ok(None);
            }
            if let (true, Ok(number), Ok(place)) = (
                is_used && place > 0,
                u32::try_from(number),
                usize::try_from(place),
            ) {
                table.add(number, Place::At(place))?;
            }
        }
    }
    Ok(match lexer.next()? {
        Some(Object::Dict(trailer)) => Some(trailer),
        _ => None,
    })
}

fn stream_section(
    dict: &Dict,
    data: &[u8],
    limit: usize,
    table: &mut Table,
) -> Result<(), ReadError> {
    let packed = dict.get("Length").and_then(Object::size);
    let packed = packed.and_then(|length| data.get(..length)).unwrap_or(data);
    let parameters = dict.get("DecodeParms").and_then(Object::dict);
    let filter = match dict.get("Filter") {
        Some(Object::Array(filters)) => filters.first().and_then(Object::name),
        other => other.and_then(Object::name),
    };
    let bytes = match filter {
        Some(filter) => unpacked(filter, packed, parameters, limit)?.unwrap_or_default(),
        None => packed.to_vec(),
    };
    let widths: Vec<usize> = sizes(dict.get("W")).map(|width| width.min(8)).collect();
    let [kind_width, place_width, extra_width] = widths[..] else {
        return Ok(());
    };
    let mut ranges: Vec<usize> = sizes(dict.get("Index")).collect();
    if ranges.is_empty() {
        ranges = vec![0, MAX_OBJECTS];
    }
    let numbers = ranges.chunks_exact(2).flat_map(|range| match range {
        [first, count] => *first..first.saturating_add(*count),
        _ => 0..0,
    });
    let size = kind_width + place_width + extra_width;
    for (number, entry) in numbers.zip(bytes.chunks_exact(size.max(1))) {
        let (kind, rest) = entry.split_at_checked(kind_width).unwrap_or_default();
        let (place, _) = rest.split_at_checked(place_width).unwrap_or_default();
        // Without a kind, all are objects of the file.
        let kind = if kind.is_empty() { 1 } else { big_number(kind) };
        let place = big_number(place);
        let place = match kind {
            1 => usize::try_from(place).ok().map(Place::At),
            2 => u32::try_from(place).ok().map(Place::In),
            _ => None,
        };
        if let (Ok(number), Some(place)) = (u32::try_from(number), place) {
            table.add(number, place)?;
        }
    }
    Ok(())
}

fn sizes(array: Option<&Object>) -> impl Iterator<Item = usize> {
    let values = array.map(Object::array).unwrap_or_default();
    values.iter().map(|value| value.size().unwrap_or_default())
}

fn big_number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// An object as it stands in a file.
pub(super) struct Standing {
    /// Its number and generation.
    pub(super) id: (u32, u16),
    /// Its value.
    pub(super) object: Object,
    /// Where its stream's data begins.
    pub(super) data: Option<usize>,
    /// Where the value ends.
    pub(super) end: usize,
}

/// The object at a byte.
pub(super) fn object_at(bytes: &[u8], at: usize) -> Result<Option<Standing>, ReadError> {
    let mut lexer = Lexer::at(bytes, at);
    let number = lexer.whole().and_then(|number| u32::try_from(number).ok());
    let generation = lexer.whole().and_then(|number| u16::try_from(number).ok());
    let (Some(id), true) = (number.zip(generation), lexer.takes(b"obj")) else {
        return Ok(None);
    };
    let Some(object) = lexer.next_with_refs()? else {
        return Ok(None);
    };
    let end = lexer.place();
    let is_dict = matches!(object, Object::Dict(_));
    let data = (is_dict && lexer.takes(b"stream")).then(|| {
        let data = lexer.place();
        let line_end = bytes.get(data..).unwrap_or_default();
        data + match line_end {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        }
    });
    Ok(Some(Standing {
        id,
        object,
        data,
        end,
    }))
}

/// Looks for objects in the whole file; the last one of a number counts.
pub(super) fn found(bytes: &[u8]) -> Result<(Table, Vec<u32>), ReadError> {
    let mut table = Table::default();
    let mut streams = Vec::new();
    let mut trailers = Vec::new();
    let mut at = 0;
    // Objects that do not end are read again and again, up to here.
    let mut left = bytes.len().saturating_mul(8).saturating_add(1024 * 1024);
    while let Some(place) = next_word(bytes, at) {
        at = place + 3;
        if bytes
            .get(place..)
            .is_some_and(|rest| rest.starts_with(b"trailer"))
        {
            if let Some(Object::Dict(dict)) = Lexer::at(bytes, place + 7).next()? {
                trailers.push(dict);
            }
            continue;
        }
        let Some(start) = start_of_object(bytes, place) else {
            continue;
        };
        let Some(standing) = object_at(bytes, start)? else {
            continue;
        };
        let Some(rest) = left.checked_sub(standing.end - start) else {
            break;
        };
        left = rest;
        let number = standing.id.0;
        table.places.remove(&number);
        table.add(number, Place::At(start))?;
        if let (Object::Dict(dict), Some(_)) = (standing.object, standing.data) {
            match dict.get("Type").and_then(Object::name) {
                Some("ObjStm") => streams.push(number),
                Some("XRef") => trailers.push(dict),
                _ => {}
            }
        }
    }
    for trailer in trailers.into_iter().rev() {
        table.add_trailer(trailer);
    }
    Ok((table, streams))
}

/// Where the next `obj` or `trailer` stands.
fn next_word(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let at = rest
        .windows(3)
        .position(|three| matches!(three, b"obj" | b"tra"))?;
    Some(from + at)
}

/// Where `12 0 obj` begins, from its last word back.
fn start_of_object(bytes: &[u8], word: usize) -> Option<usize> {
    let before = bytes.get(word.saturating_sub(24)..word)?;
    let back = |bytes: &[u8], wanted: fn(&u8) -> bool| {
        let count = bytes.iter().rev().take_while(|byte| wanted(byte)).count();
        (count > 0).then_some(bytes.len() - count)
    };
    let end = back(before, u8::is_ascii_whitespace).unwrap_or(before.len());
    let generation = back(before.get(..end)?, u8::is_ascii_digit)?;
    let gap = back(before.get(..generation)?, u8::is_ascii_whitespace)?;
    let number = back(before.get(..gap)?, u8::is_ascii_digit)?;
    Some(word - before.len() + number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_names_itself_as_the_one_before_ends() {
        let bytes = b"%PDF-1.4\n1 0 obj\n7\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Prev 26>>\nstartxref\n26\n%%EOF";
        let table = written(bytes, 1000).unwrap().unwrap();
        assert_eq!(table.places, BTreeMap::from([(1, Place::At(9))]));
    }

    #[test]
    fn objects_are_found_without_a_table_and_the_last_of_a_number_counts() {
        let bytes = b"rubbish 1 0 obj 5 endobj\n12 0 obj<</Type/ObjStm>>stream\n1 0 obj 6 endobj trailer<</Root 1 0 R>> obj 0 obj";
        let (table, streams) = found(bytes).unwrap();
        assert_eq!(streams, [12]);
        let places: Vec<_> = table.places.into_iter().collect();
        assert_eq!(places, [(1, Place::At(56)), (12, Place::At(25))]);
        assert_eq!(table.trailer.get("Root"), Some(&Object::Ref(1)));
    }
}
