//! Compound files, the little file systems of old workbooks and of protected new ones (MS-CFB).

use super::bytes::{size_at, u16_at, u32_at};
use crate::model::ReadError;

const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Sector numbers from here on mean something else than a sector.
const LAST_SECTOR: u32 = 0xFFFF_FFF9;
const ENTRY_SIZE: usize = 128;
const STREAM: u8 = 2;
const ROOT: u8 = 5;
/// More entries than any workbook has.
const MAX_ENTRIES: usize = 4096;
const MINI_SIZE: usize = 64;

/// A compound file in memory.
pub(crate) struct Ole<'b> {
    sectors: Sectors<'b>,
    next: Vec<u32>,
    mini: Vec<u8>,
    mini_next: Vec<u32>,
    mini_limit: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: usize,
}

/// Whether bytes begin as a compound file does.
pub(crate) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

impl<'b> Ole<'b> {
    /// Reads the tables and the directory.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        Self::try_open(bytes).ok_or_else(damaged)
    }

    fn try_open(bytes: &'b [u8]) -> Option<Self> {
        let size = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let sectors = Sectors { bytes, size };
        let next = allocation(&sectors)?;
        let directory = sectors.chain(u32_at(bytes, 48)?, &next, usize::MAX)?;
        let entries = entries_of(&directory, size)?;
        let root = entries.iter().find(|entry| entry.kind == ROOT)?;
        let mini = sectors.chain(root.start, &next, root.size)?;
        let mini_table = sectors.chain(u32_at(bytes, 60)?, &next, usize::MAX)?;
        Some(Self {
            mini,
            mini_next: numbers(&mini_table).collect(),
            mini_limit: size_at(bytes, 56)?,
            sectors,
            next,
            entries,
        })
    }

    /// Whether there is a stream of this name, at whatever level.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// A stream's bytes.
    pub(crate) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, ReadError>> {
        let entry = self.entry(name)?;
        let bytes = if entry.size < self.mini_limit {
            let mini = Sectors {
                bytes: &self.mini,
                size: MINI_SIZE,
            };
            mini.mini_chain(entry.start, &self.mini_next, entry.size)
        } else {
            self.sectors.chain(entry.start, &self.next, entry.size)
        };
        let whole = bytes.filter(|bytes| bytes.len() == entry.size);
        Some(whole.ok_or_else(damaged))
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let is_it = |e: &&Entry| e.kind == STREAM && e.name.eq_ignore_ascii_case(name);
        self.entries.iter().find(is_it)
    }
}

fn damaged() -> ReadError {
    ReadError::Unknown("its streams cannot be put together; the file is damaged".to_owned())
}

/// The sectors of a file, numbered after its header; those of the small streams have none.
struct Sectors<'b> {
    bytes: &'b [u8],
    size: usize,
}

impl<'b> Sectors<'b> {
    /// A sector's bytes; the last one may be cut short.
    fn get(&self, number: u32, header: usize) -> Option<&'b [u8]> {
        let start = usize::try_from(number)
            .ok()?
            .checked_add(header)?
            .checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32, next: &[u32], size: usize) -> Option<Vec<u8>> {
        self.follow(start, next, size, 1)
    }

    fn mini_chain(&self, start: u32, next: &[u32], size: usize) -> Option<Vec<u8>> {
        self.follow(start, next, size, 0)
    }

    /// Follows a chain up to a size; one that never ends would hold more than there are sectors.
    fn follow(&self, start: u32, next: &[u32], size: usize, header: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut number = start;
        let mut left = self.bytes.len() / self.size + 1;
        while number <= LAST_SECTOR && bytes.len() < size {
            left = left.checked_sub(1)?;
            let sector = self.get(number, header)?;
            let wanted = sector.len().min(size - bytes.len());
            bytes.extend_from_slice(sector.get(..wanted)?);
            number = *next.get(usize::try_from(number).ok()?)?;
        }
        Some(bytes)
    }
}

/// Which sector follows which: the table's own sectors are listed in the header and, for files
/// above 7 MB, in a chain of further lists.
fn allocation(sectors: &Sectors<'_>) -> Option<Vec<u32>> {
    let bytes = sectors.bytes;
    let mut listed: Vec<u32> = numbers(bytes.get(76..512)?).collect();
    let mut list = u32_at(bytes, 68)?;
    let mut left = bytes.len() / sectors.size + 1;
    while list <= LAST_SECTOR {
        left = left.checked_sub(1)?;
        listed.extend(numbers(sectors.get(list, 1)?));
        list = listed.pop()?;
    }
    let mut next = Vec::new();
    let most = bytes.len() / sectors.size + 1;
    for number in listed.into_iter().filter(|number| *number <= LAST_SECTOR) {
        // The table names every sector once: more of it than there are sectors says nothing.
        if next.len() > most {
            break;
        }
        next.extend(numbers(sectors.get(number, 1)?));
    }
    Some(next)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
}

fn entries_of(directory: &[u8], sector_size: usize) -> Option<Vec<Entry>> {
    let entries = directory.chunks_exact(ENTRY_SIZE).take(MAX_ENTRIES);
    entries.map(|entry| entry_of(entry, sector_size)).collect()
}

fn entry_of(entry: &[u8], sector_size: usize) -> Option<Entry> {
    let name_bytes = usize::from(u16_at(entry, 64)?).min(64);
    let units = entry.get(..name_bytes)?.as_chunks::<2>().0;
    let units = units.iter().map(|two| u16::from_le_bytes(*two));
    let name = char::decode_utf16(units.take_while(|unit| *unit != 0));
    // Old writers leave rubbish in the upper half of the size, where small sectors need only the lower.
    let upper = size_at(entry, 124)?;
    (sector_size == 512 || upper == 0).then_some(())?;
    Some(Entry {
        name: name
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        kind: *entry.get(66)?,
        start: u32_at(entry, 116)?,
        size: size_at(entry, 120)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of a header, a table, a directory and a stream of two sectors.
    fn sample() -> Vec<u8> {
        let mut bytes = vec![0; 512 * 5];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[30] = 9;
        bytes[32] = 6;
        bytes[48] = 1;
        bytes[60..64].fill(0xFF);
        bytes[68..72].fill(0xFF);
        bytes[80..512].fill(0xFF);
        let put = |bytes: &mut [u8], at: usize, number: u32| {
            bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        };
        for (at, next) in [0xFFFF_FFFD, 0xFFFF_FFFE, 3, 0xFFFF_FFFE]
            .into_iter()
            .enumerate()
        {
            put(&mut bytes, 512 + at * 4, next);
        }
        for (place, (name, kind, start, size)) in
            [("Root", ROOT, 0xFFFF_FFFE, 0), ("Book", STREAM, 2, 600)]
                .into_iter()
                .enumerate()
        {
            let entry = 1024 + place * ENTRY_SIZE;
            for (at, letter) in name.bytes().enumerate() {
                bytes[entry + at * 2] = letter;
            }
            bytes[entry + 64] = 10;
            bytes[entry + 66] = kind;
            put(&mut bytes, entry + 116, start);
            put(&mut bytes, entry + 120, size);
        }
        bytes[512 * 3..].fill(7);
        bytes
    }

    #[test]
    fn a_stream_is_put_together_from_its_sectors() {
        let bytes = sample();
        let ole = Ole::open(&bytes).unwrap();
        assert!(ole.has("BOOK") && !ole.has("Root"));
        assert_eq!(ole.stream("book").unwrap().unwrap(), vec![7; 600]);
    }

    #[test]
    fn chains_that_bite_their_tail_and_sectors_that_are_not_there_are_errors() {
        let mut bytes = sample();
        bytes[512 + 4] = 1;
        bytes[512 + 5..512 + 8].fill(0);
        assert!(Ole::open(&bytes).is_err());
        let mut bytes = sample();
        bytes[512 + 8] = 2;
        bytes[1024 + ENTRY_SIZE + 122] = 1;
        assert!(Ole::open(&bytes).unwrap().stream("Book").unwrap().is_err());
        for cut in 0..512 * 3 + 600 {
            if let Ok(ole) = Ole::open(&sample()[..cut]) {
                assert!(ole.stream("Book").is_none_or(|stream| stream.is_err()));
            }
        }
    }
}
