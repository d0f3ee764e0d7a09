//! What old and binary workbooks share: numbers in four bytes, errors, texts in a code page.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, WINDOWS_1258,
};
use rust_decimal::Decimal;

use super::value::number_of_bits;

/// A number of four bytes: an integer, or the upper bits of a binary one, perhaps times a hundred.
pub(super) fn number_of_rk(rk: u32) -> Option<Decimal> {
    let (is_hundredfold, is_integer) = (rk & 1 != 0, rk & 2 != 0);
    let number = if is_integer {
        Decimal::from(rk.cast_signed() >> 2)
    } else {
        number_of_bits(u64::from(rk & !3) << 32)?
    };
    if is_hundredfold {
        return number
            .checked_div(Decimal::ONE_HUNDRED)
            .map(|n| n.normalize());
    }
    Some(number)
}

/// What a cell shows for an error.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// What a cell shows for a truth value.
pub(super) fn truth(value: u8) -> &'static str {
    if value == 0 { "FALSE" } else { "TRUE" }
}

/// The encoding of a Windows code page; texts without one are Western European.
pub(super) fn encoding_of(code_page: u16) -> &'static Encoding {
    match code_page {
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 | 32768 => MACINTOSH,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_four_bytes_are_read_in_their_four_ways() {
        for (rk, number) in [
            (0x3FF0_0000, "1"),
            (0x405E_C001, "1.23"),
            (0x0000_0002 | (12345 << 2), "12345"),
            (0x0000_0003 | (12345 << 2), "123.45"),
            (((-5_i32) << 2).cast_unsigned() | 3, "-0.05"),
        ] {
            assert_eq!(number_of_rk(rk).unwrap().to_string(), number);
        }
    }
}
