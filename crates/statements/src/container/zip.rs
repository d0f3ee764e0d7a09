//! Zip archives, read by their directory and one part at a time (APPNOTE.TXT of PKWARE, 6.3).

use std::borrow::Cow;

use super::bytes::{u16_at, u32_at, u64_at};
use super::inflate::{Failure, allowance, bomb, inflate};
use crate::model::ReadError;

/// More parts than any workbook has.
const MAX_PARTS: usize = 4096;
/// The directory's end stands in the last bytes, before a comment of at most 64 KiB.
const END_SEARCH: usize = 22 + 65_535;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;

/// An archive in memory.
pub(crate) struct Zip<'b> {
    bytes: &'b [u8],
    parts: Vec<Part<'b>>,
}

struct Part<'b> {
    name: Cow<'b, str>,
    method: u16,
    flags: u16,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    header: usize,
}

/// Whether bytes begin as an archive does.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl<'b> Zip<'b> {
    /// Reads the directory; refuses what has too many parts or says that it unpacks to too much.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let (mut at, count) = directory_of(bytes).ok_or_else(|| damaged("has no directory"))?;
        if count > MAX_PARTS {
            let message = format!("the archive has more than {MAX_PARTS} parts");
            return Err(ReadError::Limit(message));
        }
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let (part, next) =
                part_at(bytes, at).ok_or_else(|| damaged("has a broken directory"))?;
            parts.push(part);
            at = next;
        }
        let sizes = parts.iter().map(|part| part.unpacked);
        if sizes.fold(0, usize::saturating_add) > allowance(bytes.len()) {
            return Err(bomb());
        }
        Ok(Self { bytes, parts })
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| &*part.name)
    }

    /// A part's bytes, unpacked; `None` where there is no such part. Names are compared as Windows
    /// does, whatever their case and slashes.
    pub(crate) fn part(&self, name: &str) -> Option<Result<Cow<'b, [u8]>, ReadError>> {
        let part = self.parts.iter().find(|part| is_same(&part.name, name))?;
        Some(self.unpacked(part))
    }

    fn unpacked(&self, part: &Part<'_>) -> Result<Cow<'b, [u8]>, ReadError> {
        if part.flags & ENCRYPTED != 0 {
            return Err(ReadError::Unknown(
                "its archive is locked with a password of its own; unpack it first".to_owned(),
            ));
        }
        let packed = self.packed(part).ok_or_else(|| damaged("ends too early"))?;
        let unpacked = match part.method {
            STORED => Cow::Borrowed(packed),
            DEFLATED => Cow::Owned(inflate(packed, part.unpacked.max(1)).map_err(refusal)?),
            _ => return Err(damaged("is packed in an unknown way")),
        };
        if unpacked.len() != part.unpacked || checksum(&unpacked) != part.checksum {
            return Err(damaged("has a part that differs from its checksum"));
        }
        Ok(unpacked)
    }

    fn packed(&self, part: &Part<'_>) -> Option<&'b [u8]> {
        let header = self.bytes.get(part.header..)?;
        header.starts_with(b"PK\x03\x04").then_some(())?;
        let names = usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        header.get(30 + names..)?.get(..part.packed)
    }
}

fn damaged(how: &str) -> ReadError {
    ReadError::Unknown(format!("its archive {how}; the file is damaged"))
}

/// A part that holds more than its directory says is made to fool those who believe that.
fn refusal(failure: Failure) -> ReadError {
    match failure {
        Failure::TooLarge => bomb(),
        Failure::Broken => damaged("cannot be unpacked"),
    }
}

/// Where the directory begins, and how many parts it names.
fn directory_of(bytes: &[u8]) -> Option<(usize, usize)> {
    let from = bytes.len().saturating_sub(END_SEARCH);
    let mut tail = bytes.get(from..)?.windows(4);
    let end = from + tail.rposition(|four| four == b"PK\x05\x06")?;
    bytes.get(end..end + 22)?;
    let count = u16_at(bytes, end + 10)?;
    let start = u32_at(bytes, end + 16)?;
    if count == u16::MAX || start == u32::MAX {
        return large_directory_of(bytes, end).or(Some((to_size(start)?, usize::from(count))));
    }
    Some((to_size(start)?, usize::from(count)))
}

/// The same in the larger format, whose end stands before the smaller one's.
fn large_directory_of(bytes: &[u8], end: usize) -> Option<(usize, usize)> {
    let pointer = bytes.get(end.checked_sub(20)?..end)?;
    pointer.starts_with(b"PK\x06\x07").then_some(())?;
    let at = usize::try_from(u64_at(pointer, 8)?).ok()?;
    let end = bytes.get(at..)?;
    end.starts_with(b"PK\x06\x06").then_some(())?;
    let count = usize::try_from(u64_at(end, 32)?).ok()?;
    Some((usize::try_from(u64_at(end, 48)?).ok()?, count))
}

/// The part that the directory names here, and where the next one is named.
fn part_at(bytes: &[u8], at: usize) -> Option<(Part<'_>, usize)> {
    let entry = bytes.get(at..)?;
    entry.starts_with(b"PK\x01\x02").then_some(())?;
    let length = |place| u16_at(entry, place).map(usize::from);
    let name_end = 46 + length(28)?;
    let extra_end = name_end + length(30)?;
    let name = String::from_utf8_lossy(entry.get(46..name_end)?);
    let mut large = large_sizes(entry.get(name_end..extra_end)?);
    // Sizes and places that do not fit four bytes stand in the extra field, in this order.
    let mut size = |place| match u32_at(entry, place)? {
        u32::MAX => large.next(),
        size => to_size(size),
    };
    let (unpacked, packed, header) = (size(24)?, size(20)?, size(42)?);
    let part = Part {
        name,
        method: u16_at(entry, 10)?,
        flags: u16_at(entry, 8)?,
        checksum: u32_at(entry, 16)?,
        packed,
        unpacked,
        header,
    };
    Some((part, at + extra_end + length(32)?))
}

/// The numbers of eight bytes in the extra field of the larger format.
fn large_sizes(extra: &[u8]) -> impl Iterator<Item = usize> {
    let mut rest = extra;
    let mut found: &[u8] = &[];
    while let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let end = 4 + usize::from(length);
        if kind == 1 {
            found = rest.get(4..end).unwrap_or_default();
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    (0..).map_while(move |index| usize::try_from(u64_at(found, index * 8)?).ok())
}

fn to_size(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}

fn is_same(name: &str, wanted: &str) -> bool {
    let plain = |c: u8| {
        if c == b'\\' {
            b'/'
        } else {
            c.to_ascii_lowercase()
        }
    };
    let name = name.strip_prefix('/').unwrap_or(name);
    name.len() == wanted.len() && name.bytes().map(plain).eq(wanted.bytes().map(plain))
}

/// The checksum that zip keeps of every part: CRC-32 with the polynomial EDB88320.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        let [low, ..] = sum.to_le_bytes();
        TABLE[usize::from(low ^ byte)] ^ (sum >> 8)
    })
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut place = 0;
    let mut byte: u32 = 0;
    while place < table.len() {
        let mut sum = byte;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            };
            bit += 1;
        }
        table[place] = sum;
        place += 1;
        byte += 1;
    }
    table
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    /// An archive of parts, packed; each may say another size than it has.
    pub(crate) fn archive(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, plain, size) in parts {
            let packed = match plain {
                [] => vec![3, 0],
                plain => compress_to_vec(plain, 6),
            };
            let u16_of = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
            let u32_of = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
            let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
            common.extend(checksum(plain).to_le_bytes());
            common.extend(u32_of(packed.len()));
            common.extend(u32_of(*size));
            common.extend(u16_of(name.len()));
            common.extend([0, 0]);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(u32_of(bytes.len()));
            directory.extend(name.as_bytes());
            bytes.extend(b"PK\x03\x04");
            bytes.extend(&common);
            bytes.extend(name.as_bytes());
            bytes.extend(packed);
        }
        let start = bytes.len();
        bytes.extend(&directory);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        for _ in 0..2 {
            bytes.extend(u16::try_from(parts.len()).unwrap().to_le_bytes());
        }
        bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    #[test]
    fn parts_are_found_whatever_their_case_and_slashes() {
        let bytes = archive(&[("a", b"tea", 3), ("xl\\Sheet1.xml", b"bread", 5)]);
        let zip = Zip::open(&bytes).unwrap();
        assert_eq!(*zip.part("XL/sheet1.XML").unwrap().unwrap(), *b"bread");
        assert!(zip.part("xl/sheet2.xml").is_none());
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_part_that_holds_more_than_it_says_is_refused() {
        let plain = vec![0; 1_000_000];
        let bytes = archive(&[("a", &plain, 1_000)]);
        let refused = Zip::open(&bytes).unwrap().part("a").unwrap();
        assert_eq!(refused, Err(bomb()));
    }

    #[test]
    fn an_archive_that_says_it_unpacks_to_gigabytes_is_refused_at_once() {
        let many: Vec<_> = (0..3).map(|_| ("a", &b"tea"[..], 100_000_000)).collect();
        assert_eq!(Zip::open(&archive(&many)).err(), Some(bomb()));
        let many: Vec<_> = (0..5_000).map(|_| ("a", &b""[..], 0)).collect();
        let refused = Zip::open(&archive(&many)).err().unwrap();
        assert!(refused.to_string().contains("more than 4096 parts"));
    }

    #[test]
    fn damage_anywhere_is_an_error() {
        let good = archive(&[("a", b"tea and bread and tea and bread", 31)]);
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            let part = Zip::open(&bytes).map(|zip| zip.part("a").transpose());
            if let Ok(Ok(Some(part))) = part {
                assert_eq!(*part, *b"tea and bread and tea and bread", "{at}");
            }
            assert!(Zip::open(&good[..at]).is_err());
        }
    }
}
