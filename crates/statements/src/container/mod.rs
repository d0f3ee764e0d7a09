//! What statements come wrapped in: zip archives, compound files, compressed streams. All in memory.

pub(crate) mod gzip;
pub(crate) mod inflate;
pub(crate) mod ole;
pub(crate) mod zip;

/// Bytes read by their place; nothing where they end too early.
pub(crate) mod bytes {
    /// A number of two bytes, the low one first.
    pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
        let two = bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(two.try_into().ok()?))
    }

    /// A number of four bytes, the low one first.
    pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(four.try_into().ok()?))
    }

    /// A number of eight bytes, the low one first.
    pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
        let eight = bytes.get(at..at.checked_add(8)?)?;
        Some(u64::from_le_bytes(eight.try_into().ok()?))
    }

    /// A size of four bytes.
    pub(crate) fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
        usize::try_from(u32_at(bytes, at)?).ok()
    }
}
