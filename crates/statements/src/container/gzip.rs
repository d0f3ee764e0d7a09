//! Files packed by gzip (RFC 1952), unpacked once and never twice.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags as flags};

use super::bytes::{u16_at, u32_at};
use super::inflate::{allowance, bomb};
use super::zip::checksum;
use crate::model::ReadError;

const MAGIC: &[u8] = b"\x1F\x8B";
const DEFLATED: u8 = 8;
const HEADER_CHECKSUM: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;
/// More members than any packed file has.
const MAX_MEMBERS: usize = 1024;
/// How much room is made at first.
const FIRST_ROOM: usize = 1024 * 1024;

/// Whether bytes begin as a packed file does.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Unpacks a file of one or more members; refuses one that is packed again inside, or cut short, or
/// not what its checksums say.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let limit = allowance(bytes.len());
    let mut unpacked = Vec::new();
    let mut rest = unpack_member(bytes, &mut unpacked, limit)?;
    let mut members = 1;
    while rest.starts_with(MAGIC) {
        if members == MAX_MEMBERS {
            return Err(bomb());
        }
        members += 1;
        rest = unpack_member(rest, &mut unpacked, limit)?;
    }
    // Tapes and some programs fill the end with zeros.
    if rest.iter().any(|byte| *byte != 0) {
        return Err(damaged("has something behind its end"));
    }
    if is_gzip(&unpacked) {
        return Err(ReadError::Limit(
            "the file is packed more than once".to_owned(),
        ));
    }
    Ok(unpacked)
}

fn unpack_member<'b>(
    bytes: &'b [u8],
    to: &mut Vec<u8>,
    limit: usize,
) -> Result<&'b [u8], ReadError> {
    let stream = after_header(bytes).ok_or_else(|| damaged("has a broken header"))?;
    let start = to.len();
    let read = inflate_to(stream, to, limit)?;
    let trailer = stream.get(read..).unwrap_or_default();
    let (sum, size) = u32_at(trailer, 0)
        .zip(u32_at(trailer, 4))
        .ok_or_else(|| damaged("ends too early"))?;
    let member = to.get(start..).unwrap_or_default();
    let is_whole = checksum(member) == sum && u32::try_from(member.len()).ok() == Some(size);
    if !is_whole {
        return Err(damaged("differs from its checksum"));
    }
    Ok(trailer.get(8..).unwrap_or_default())
}

/// The stream behind the header and what that may hold.
fn after_header(bytes: &[u8]) -> Option<&[u8]> {
    let (method, flags) = (*bytes.get(2)?, *bytes.get(3)?);
    (method == DEFLATED).then_some(())?;
    let mut rest = bytes.get(10..)?;
    if flags & EXTRA != 0 {
        rest = rest.get(2 + usize::from(u16_at(rest, 0)?)..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & HEADER_CHECKSUM != 0 {
        rest.get(2..)
    } else {
        Some(rest)
    }
}

/// Appends what a deflate stream holds; gives how many bytes it is long.
fn inflate_to(packed: &[u8], to: &mut Vec<u8>, limit: usize) -> Result<usize, ReadError> {
    let mut state = Box::<DecompressorOxide>::default();
    let options = flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (mut filled, mut position) = (to.len(), 0);
    let first = packed.len().saturating_mul(4).clamp(64, FIRST_ROOM);
    to.resize(filled + first, 0);
    loop {
        let rest = packed.get(position..).unwrap_or_default();
        let (status, read, written) = decompress(&mut state, rest, to, filled, options);
        position += read;
        filled += written;
        match status {
            _ if filled > limit => return Err(bomb()),
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput if to.len() > limit => return Err(bomb()),
            TINFLStatus::HasMoreOutput => to.resize((to.len() * 2).min(limit + 1), 0),
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => {
                return Err(damaged("ends too early"));
            }
            _ => return Err(damaged("cannot be unpacked")),
        }
    }
    to.truncate(filled);
    Ok(position)
}

fn damaged(how: &str) -> ReadError {
    ReadError::Unknown(format!("it is compressed and {how}; the file is damaged"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    /// A packed file with a name in its header.
    pub(crate) fn packed(plain: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x1F\x8B\x08\x08\0\0\0\0\0\x03book.xml\0".to_vec();
        bytes.extend(compress_to_vec(plain, 6));
        bytes.extend(checksum(plain).to_le_bytes());
        bytes.extend(u32::try_from(plain.len()).unwrap().to_le_bytes());
        bytes
    }

    #[test]
    fn a_file_of_one_or_more_members_is_unpacked() {
        let one = packed(b"tea and bread");
        assert_eq!(unpack(&one).unwrap(), b"tea and bread");
        let mut two = [one, packed(b", and more tea")].concat();
        assert_eq!(unpack(&two).unwrap(), b"tea and bread, and more tea");
        two.extend([0; 512]);
        assert_eq!(unpack(&two).unwrap(), b"tea and bread, and more tea");
    }

    #[test]
    fn bombs_and_what_is_packed_again_are_refused() {
        let bomb_file = packed(&vec![0; 20 * 1024 * 1024]);
        assert_eq!(unpack(&bomb_file), Err(bomb()));
        let twice = packed(&packed(b"tea"));
        assert!(
            unpack(&twice)
                .unwrap_err()
                .to_string()
                .starts_with("the file is packed more than once")
        );
    }

    #[test]
    fn damage_anywhere_is_an_error() {
        let good = packed(b"tea and bread and tea and bread");
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            if let Ok(unpacked) = unpack(&bytes) {
                assert_eq!(unpacked, b"tea and bread and tea and bread", "{at}");
            }
            assert!(unpack(&good[..at]).is_err(), "{at}");
        }
        assert!(unpack(&[good, b"more".to_vec()].concat()).is_err());
    }
}
