//! Whole numbers in a packed column: seven bits a byte, the lowest first, as in many file formats.

use crate::error::{LedgerError, Result};

/// Adds a number that is not below zero.
pub(super) fn push(bytes: &mut Vec<u8>, number: i64) -> Result<()> {
    let mut rest = u64::try_from(number).map_err(|_| below_zero())?;
    while rest >= 0x80 {
        bytes.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    bytes.push(rest.to_le_bytes()[0]);
    Ok(())
}

/// Adds a number that may be below zero.
pub(super) fn push_signed(bytes: &mut Vec<u8>, number: i64) -> Result<()> {
    let zigzag = number
        .checked_mul(2)
        .ok_or(LedgerError::Money(farthing_money::MoneyError::Overflow))?;
    push(bytes, zigzag ^ (number >> 63))
}

/// Takes the next number off the bytes; none where there is no whole one.
#[inline]
pub(super) fn take(bytes: &mut &[u8]) -> Option<i64> {
    // Most have one byte or two.
    let (number, rest) = match **bytes {
        [first, ref rest @ ..] if first < 0x80 => (i64::from(first), rest),
        [first, second, ref rest @ ..] if second < 0x80 => {
            (i64::from(first & 0x7f) | i64::from(second) << 7, rest)
        }
        _ => return take_longer(bytes),
    };
    *bytes = rest;
    Some(number)
}

fn take_longer(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return i64::try_from(number).ok();
        }
    }
    None
}

fn below_zero() -> LedgerError {
    LedgerError::Damaged("a kept total is below zero".to_owned())
}

/// The error of a column that someone else wrote.
pub(super) fn unreadable() -> LedgerError {
    LedgerError::Damaged("a kept total cannot be read".to_owned())
}

/// Takes the next number that may be below zero off the bytes.
pub(super) fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    let zigzag = take(bytes)?;
    Some((zigzag >> 1) ^ -(zigzag & 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went(
            plain in 0..i64::MAX,
            signed in -(1_i64 << 60)..1 << 60,
        ) {
            let mut bytes = Vec::new();
            push(&mut bytes, plain).unwrap();
            push_signed(&mut bytes, signed).unwrap();
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take(&mut rest).unwrap(), plain);
            prop_assert_eq!(take_signed(&mut rest).unwrap(), signed);
            prop_assert!(rest.is_empty());
        }
    }
}
