//! Numbers of cells as exact text: amounts with a point, days and times as ISO 8601 writes them.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::shown::Shown;
use crate::table::CellText;

/// Workbooks keep this many digits of a number and show no more; what a computer's binary numbers
/// have beyond them, as in 12.300000000000001, is noise.
const DIGITS: u32 = 15;
/// A sum of many such numbers has its noise further left; below this it is none of the decimals shown.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Which day a workbook counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// 1 is 1 January 1900, and 60 is a 29 February that never was.
    #[default]
    Of1900,
    /// 0 is 1 January 1904, as old Macs have it.
    Of1904,
}

/// The text of a number that is shown so.
pub(super) fn text_of(number: Decimal, shown: Shown, epoch: Epoch) -> CellText {
    let text = match shown {
        Shown::General => None,
        Shown::Amount { decimals, currency } => {
            let text = with_decimals(number, decimals);
            return CellText {
                text: currency.map_or_else(|| text.clone(), |c| format!("{text} {}", c.code())),
                is_number: true,
            };
        }
        Shown::Moment => moment(number, epoch),
        Shown::Duration => duration(number),
    };
    text.map_or_else(|| number_cell(number), CellText::from)
}

/// A number as a workbook writes it, `1.5` or `1.2E-3`, without the noise of binary numbers.
pub(super) fn number_of(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let number = if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).ok()?
    } else {
        text.parse().ok()?
    };
    Some(without_noise(number))
}

/// A binary number of eight bytes (IEEE 754), without noise; `None` for what is no number and for
/// numbers far beyond any amount.
pub(super) fn number_of_bits(bits: u64) -> Option<Decimal> {
    let exponent = i32::try_from((bits >> 52) & 0x7FF).ok()?;
    let mantissa = u128::from(bits & ((1 << 52) - 1));
    // The smallest numbers have no leading one; they are zero for every purpose here.
    if exponent == 0 {
        return Some(Decimal::ZERO);
    }
    let mantissa = mantissa | (1 << 52);
    let power = exponent - 1075;
    let magnitude = if power >= 0 {
        let shift = u32::try_from(power).ok().filter(|shift| *shift <= 40)?;
        Decimal::from_i128_with_scale(i128::try_from(mantissa << shift).ok()?, 0)
    } else {
        fraction(mantissa, power.unsigned_abs())?
    };
    let number = without_noise(magnitude);
    Some(if bits >> 63 == 1 && !number.is_zero() {
        -number
    } else {
        number
    })
}

/// `mantissa / 2^halvings`, with so many decimals that no digit that counts is lost.
fn fraction(mantissa: u128, halvings: u32) -> Option<Decimal> {
    if halvings >= 126 {
        return Some(Decimal::ZERO);
    }
    // Below a million there is room for 22 decimals, and up to any amount for 12.
    let scale = if (mantissa >> halvings.min(127)) < 1_000_000 {
        22
    } else {
        12
    };
    let scaled = mantissa.checked_mul(10_u128.checked_pow(scale)?)?;
    let half = 1_u128.checked_shl(halvings.checked_sub(1)?)?;
    let digits = scaled.checked_add(half)? >> halvings;
    Decimal::try_from_i128_with_scale(i128::try_from(digits).ok()?, scale).ok()
}

fn without_noise(number: Decimal) -> Decimal {
    if number.is_integer() {
        return number.normalize();
    }
    number.round_sf(DIGITS).unwrap_or(number).normalize()
}

fn number_cell(number: Decimal) -> CellText {
    CellText {
        text: number.to_string(),
        is_number: true,
    }
}

/// At least the decimals shown, and others only where they are more than noise: a format may hide
/// cents, but an amount keeps them.
fn with_decimals(number: Decimal, decimals: u32) -> String {
    let rounded = number.round_dp(decimals);
    let mut shown = if decimals >= 2 && (number - rounded).abs() < NOISE {
        rounded
    } else {
        number
    };
    if shown.scale() < decimals {
        shown.rescale(decimals);
    }
    shown.to_string()
}

/// The day and time of a number of days; `None` outside 1900 to 2199.
fn moment(number: Decimal, epoch: Epoch) -> Option<String> {
    let seconds = seconds_of(number)?;
    let (days, second) = (
        seconds.div_euclid(DAY_SECONDS),
        seconds.rem_euclid(DAY_SECONDS),
    );
    if days == 0 && seconds >= 0 && epoch == Epoch::Of1900 {
        return Some(clock(second));
    }
    let days = u64::try_from(days).ok()?;
    let (first, days) = match epoch {
        Epoch::Of1904 => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        // Before the 29 February that never was, the count is one behind.
        Epoch::Of1900 if days < 60 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        Epoch::Of1900 => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
    };
    let last = NaiveDate::from_ymd_opt(2199, 12, 31)?;
    let day = first
        .checked_add_days(Days::new(days))
        .filter(|day| *day <= last)?;
    if second == 0 {
        return Some(day.to_string());
    }
    Some(format!("{day} {}", clock(second)))
}

fn duration(number: Decimal) -> Option<String> {
    let seconds = seconds_of(number)?;
    (seconds >= 0).then(|| clock(seconds))
}

/// Whole seconds, to the nearest: a time of day is a fraction that no binary number hits.
fn seconds_of(number: Decimal) -> Option<i64> {
    let seconds = number.checked_mul(Decimal::from(DAY_SECONDS))?;
    i64::try_from(seconds.round().mantissa()).ok()
}

fn clock(seconds: i64) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: &str, code: &str) -> String {
        text_of(
            number_of(number).unwrap(),
            Shown::of_code(code),
            Epoch::Of1900,
        )
        .text
    }

    #[test]
    fn numbers_lose_the_noise_of_binary_ones_and_no_digit_that_counts() {
        for (written, exact) in [
            ("12.300000000000001", "12.3"),
            ("-87.61", "-87.61"),
            ("0.30000000000000004", "0.3"),
            ("1234567890.1199999", "1234567890.12"),
            ("1.2E-3", "0.0012"),
            ("1E6", "1000000"),
            ("1234.567", "1234.567"),
            ("0.00000001", "0.00000001"),
            ("1234567890123456", "1234567890123456"),
        ] {
            assert_eq!(number_of(written).unwrap().to_string(), exact, "{written}");
        }
        assert_eq!(number_of("1.2.3"), None);
    }

    #[test]
    fn binary_numbers_are_read_without_one() {
        for (bits, exact) in [
            (0x4028_9999_9999_999A, "12.3"),
            (0xC055_E70A_3D70_A3D7, "-87.61"),
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x3E45_798E_E230_8C3A, "0.00000001"),
            (0x412E_8480_0000_0000, "1000000"),
            (0x430C_6BF5_2634_0001, "1000000000000000.125"),
            (0x41D2_6580_B487_AE14, "1234567890.12"),
        ] {
            let number = number_of_bits(bits).unwrap();
            assert!(
                exact.starts_with(&number.to_string()),
                "{number} for {exact}"
            );
        }
        assert_eq!(number_of_bits(0x7FF8_0000_0000_0000), None);
        assert_eq!(number_of_bits(0x4630_0000_0000_0000), None);
    }

    #[test]
    fn an_amount_has_the_decimals_shown_and_keeps_those_that_are_hidden() {
        assert_eq!(shown("12", "0.00"), "12.00");
        assert_eq!(shown("12.5", "#,##0"), "12.5");
        assert_eq!(shown("10234.560000000012", "#,##0.00"), "10234.56");
        assert_eq!(shown("10234.5601", "#,##0.00"), "10234.5601");
        assert_eq!(shown("-3", "#,##0.00\\ [$€-1]"), "-3.00 EUR");
    }

    #[test]
    fn days_and_times_are_written_as_iso_8601_does() {
        for (number, code, text) in [
            ("46248", "dd/mm/yyyy", "2026-08-14"),
            (
                "46248.855740740742",
                "dd/mm/yyyy hh:mm",
                "2026-08-14 20:32:16",
            ),
            ("0.855740740742", "hh:mm:ss", "20:32:16"),
            ("1.25", "[h]:mm:ss", "30:00:00"),
            ("59", "yyyy-mm-dd", "1900-02-28"),
            ("61", "yyyy-mm-dd", "1900-03-01"),
            ("46248.999999999", "yyyy-mm-dd", "2026-08-15"),
            ("-3", "yyyy-mm-dd", "-3"),
            ("3000000", "yyyy-mm-dd", "3000000"),
        ] {
            assert_eq!(shown(number, code), text, "{number} {code}");
        }
        let of_1904 = text_of(Decimal::from(44786), Shown::Moment, Epoch::Of1904);
        assert_eq!(of_1904.text, "2026-08-14");
    }
}
