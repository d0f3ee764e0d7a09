//! Compressed bytes, unpacked up to a limit and never beyond it.

use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags as flags};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::model::ReadError;

/// More than any statement unpacks to, all its parts together.
pub(crate) const MAX_UNPACKED: usize = 256 * 1024 * 1024;
/// How many times larger than the file its parts may be.
pub(crate) const MAX_RATIO: usize = 100;
/// So little does no harm, however small the file is.
const HARMLESS: usize = 4 * 1024 * 1024;

/// How much a file of this size may unpack to.
pub(crate) fn allowance(file_size: usize) -> usize {
    let by_ratio = file_size.saturating_mul(MAX_RATIO);
    by_ratio.clamp(HARMLESS, MAX_UNPACKED)
}

/// The refusal of a file that unpacks to more than its allowance.
pub(crate) fn bomb() -> ReadError {
    ReadError::Limit(format!(
        "the file unpacks to more than {MAX_RATIO} times its size, or to more than {} MiB",
        MAX_UNPACKED / (1024 * 1024)
    ))
}

/// Why bytes could not be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// They unpack to more than the limit.
    TooLarge,
    /// They are no compressed bytes, or end too early.
    Broken,
}

/// Unpacks a deflate stream of at most `limit` bytes.
pub(crate) fn inflate(packed: &[u8], limit: usize) -> Result<Vec<u8>, Failure> {
    decompress_to_vec_with_limit(packed, limit).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Failure::TooLarge,
        _ => Failure::Broken,
    })
}

/// Unpacks a zlib stream of at most `limit` bytes. One that is broken or ends too early gives what it
/// has up to there, as other readers of damaged files do.
pub(crate) fn inflate_zlib(packed: &[u8], limit: usize) -> Result<Vec<u8>, Failure> {
    let mut unpacked = vec![0; packed.len().saturating_mul(4).clamp(64, limit.max(64))];
    let mut state = Box::<DecompressorOxide>::default();
    let options = flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
        | flags::TINFL_FLAG_IGNORE_ADLER32;
    let (mut rest, mut filled) = (packed, 0);
    loop {
        let (status, read, written) = decompress(&mut state, rest, &mut unpacked, filled, options);
        rest = rest.get(read..).unwrap_or_default();
        filled += written;
        if filled > limit {
            return Err(Failure::TooLarge);
        }
        match status {
            TINFLStatus::HasMoreOutput if unpacked.len() > limit => return Err(Failure::TooLarge),
            TINFLStatus::HasMoreOutput => unpacked.resize((unpacked.len() * 2).min(limit + 1), 0),
            TINFLStatus::Done => break,
            _ if filled > 0 => break,
            _ => return Err(Failure::Broken),
        }
    }
    unpacked.truncate(filled);
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    #[test]
    fn a_stream_is_unpacked_up_to_its_limit_and_not_beyond() {
        let plain = vec![7; 100_000];
        let packed = compress_to_vec(&plain, 6);
        assert_eq!(inflate(&packed, 100_000).unwrap(), plain);
        assert_eq!(inflate(&packed, 99_999), Err(Failure::TooLarge));
        let packed = compress_to_vec_zlib(&plain, 6);
        assert_eq!(inflate_zlib(&packed, 100_000).unwrap(), plain);
        assert_eq!(inflate_zlib(&packed, 99_999), Err(Failure::TooLarge));
    }

    #[test]
    fn a_broken_stream_is_an_error_or_gives_its_beginning() {
        let packed = compress_to_vec_zlib(b"Tea and bread and tea and bread", 6);
        let half = &packed[..packed.len() / 2];
        assert!(b"Tea and bread".starts_with(&inflate_zlib(half, 100).unwrap()[..3]));
        assert_eq!(inflate_zlib(b"none", 100), Err(Failure::Broken));
        assert_eq!(inflate(b"\xFF\xFF", 100), Err(Failure::Broken));
        assert_eq!(inflate(b"", 100), Err(Failure::Broken));
    }

    #[test]
    fn a_small_file_may_unpack_a_little_and_a_large_one_not_without_end() {
        assert_eq!(allowance(1_000), HARMLESS);
        assert_eq!(allowance(1024 * 1024), 100 * 1024 * 1024);
        assert_eq!(allowance(60 * 1024 * 1024), MAX_UNPACKED);
    }
}
