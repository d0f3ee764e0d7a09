//! The readers one by one, whatever a file is recognised as: for the fuzz targets in `fuzz/` alone.

use crate::container::{gzip, zip};
use crate::decode::decode;
use crate::messages::{Template, read_message, read_messages};
use crate::model::{Hints, Password, ReadError, Reading};
use crate::{books, columns, formats, mapping, read};

/// Any file, as it would be recognised.
pub fn any(bytes: &[u8]) {
    let _ = read(bytes, &Hints::default());
}

/// Delimited text.
pub fn csv(bytes: &[u8]) {
    let _ = formats::csv::read(&decode(bytes), &Hints::default());
}

/// Delimited text behind a line with the JSON of a mapping.
pub fn mapping(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (first, rest) = bytes.split_at(end.unwrap_or_default());
    let hints = Hints {
        mapping: serde_json::from_slice::<mapping::Mapping>(first).ok(),
        ..Hints::default()
    };
    let _ = read(rest, &hints);
}

/// OFX and QFX.
pub fn ofx(bytes: &[u8]) {
    let _ = formats::ofx::read(&decode(bytes), &Hints::default());
}

/// QIF.
pub fn qif(bytes: &[u8]) {
    let _ = formats::qif::read(&decode(bytes), &Hints::default());
}

/// CAMT.052, .053 and .054.
pub fn camt(bytes: &[u8]) {
    let _ = formats::camt::read(&decode(bytes), &Hints::default());
}

/// MT940 and MT942.
pub fn mt940(bytes: &[u8]) {
    let _ = formats::mt940::read(&decode(bytes), &Hints::default());
}

/// The text layer of an M-Pesa statement.
pub fn mpesa_text(bytes: &[u8]) {
    let _ = formats::mpesa_text::read(&decode(bytes));
}

/// Messages of providers, one and many.
pub fn message(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = read_message(&text, &[]);
    let _ = read_messages(&text, &[]);
}

/// A person's template in the first line, a message in the others.
pub fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if let Ok(template) = Template::new("own", first) {
        let _ = read_message(rest, std::slice::from_ref(&template));
    }
}

/// Journals of hledger, Ledger and Beancount.
pub fn journal(bytes: &[u8]) {
    let _ = books::journal::read(&decode(bytes), &Hints::default());
}

/// GnuCash's XML.
pub fn gnucash_xml(bytes: &[u8]) {
    book(bytes, books::gnucash_xml::read);
}

/// HomeBank's XML.
pub fn homebank(bytes: &[u8]) {
    book(bytes, books::homebank::read);
}

/// KMyMoney's XML.
pub fn kmymoney(bytes: &[u8]) {
    book(bytes, books::kmymoney::read);
}

fn book(bytes: &[u8], read: fn(&str, &str, &Hints) -> Result<Reading, ReadError>) {
    let decoded = decode(bytes);
    let _ = read(&decoded.text, decoded.encoding, &Hints::default());
}

/// The JSON of a YNAB 4 budget.
pub fn ynab4(bytes: &[u8]) {
    let _ = books::ynab4::read(&decode(bytes).text, &Hints::default());
}

/// Archives: gzip, and every part of a zip.
pub fn archive(bytes: &[u8]) {
    let _ = gzip::unpack(bytes);
    if let Ok(zip) = zip::Zip::open(bytes) {
        for name in zip.names().take(16) {
            let _ = zip.part(name);
        }
    }
}

/// Workbooks, protected ones with the password of our own samples.
pub fn workbook(bytes: &[u8]) {
    let _ = formats::workbook::read(bytes, &with_password("abc"));
}

/// PDF statements, protected ones with the password of our own samples.
pub fn pdf(bytes: &[u8]) {
    let _ = formats::pdf::read(bytes, &with_password("482913"));
}

fn with_password(password: &str) -> Hints {
    Hints {
        password: Some(Password(password.to_owned())),
        ..Hints::default()
    }
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
