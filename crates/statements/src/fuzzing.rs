//! The readers one by one, whatever a file is recognised as: for the fuzz targets in `fuzz/` alone.

use crate::decode::decode;
use crate::formats;
use crate::model::Hints;
use crate::{columns, read};

/// Any file, as it would be recognised.
pub fn any(bytes: &[u8]) {
    let _ = read(bytes, &Hints::default());
}

/// Delimited text.
pub fn csv(bytes: &[u8]) {
    let _ = formats::csv::read(&decode(bytes), &Hints::default());
}

/// OFX and QFX.
pub fn ofx(bytes: &[u8]) {
    let _ = formats::ofx::read(&decode(bytes), &Hints::default());
}

/// QIF.
pub fn qif(bytes: &[u8]) {
    let _ = formats::qif::read(&decode(bytes), &Hints::default());
}

/// The text layer of an M-Pesa statement.
pub fn mpesa_text(bytes: &[u8]) {
    let _ = formats::mpesa_text::read(&decode(bytes));
}

/// One amount and one date.
pub fn cell(bytes: &[u8]) {
    use crate::model::{DateOrder, DecimalMark};
    let text = String::from_utf8_lossy(bytes);
    if let Some(scanned) = columns::number::scan(&text) {
        let _ = scanned.value(DecimalMark::Point);
        let _ = scanned.value(DecimalMark::Comma);
    }
    if let Some(scanned) = columns::date::scan(&text) {
        let _ = scanned.day(DateOrder::DayMonthYear);
        let _ = scanned.day(DateOrder::MonthDayYear);
        let _ = scanned.day(DateOrder::YearMonthDay);
    }
}
