//! The bytes of a statement file, understood: rows with dates and amounts, and what could not be read.
//!
//! Pure: no files, no clock. [`read`] recognises the format by content, never by name; decides the
//! date order and the decimal mark by column from all rows and says why ([`Decision`]); asks where
//! that is ambiguous ([`Question`]); and reports what it could not read with its line ([`Problem`]).

mod balances;
mod books;
mod columns;
mod container;
mod crypt;
mod decode;
mod formats;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod kinds;
mod mapping;
pub mod messages;
mod model;
mod pages;
mod pdf;
mod plan;
mod providers;
mod rows;
mod summary;
mod table;
mod text;
mod xml;

pub use books::gnucash;
pub use books::{
    AccountClass, Book, BookAccount, BookEntry, Leg, Tree, Units, Worth, database_in,
    decimal_of_double, is_open_sign,
};
pub use columns::role::Role;
pub use mapping::{Column, Mapping, SignRule, TableLine, TableView};
pub use model::{
    AccountHint, AccountKind, Choice, DateOrder, DecimalMark, Decision, Details, Hints, Original,
    Part, PartPlace, Password, Problem, Question, ReadError, Reading, Row, RowKind, RowStatus,
    SignAnswer, StatedBalance, Statement,
};

use decode::{Decoded, decode, decode_as};

/// Larger than any statement, in MiB.
const MAX_MIB: usize = 64;

/// Reads a whole statement file.
///
/// `bytes` are the file as it is on disk; `hints` are the person's answers to earlier questions.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    within_size(bytes)?;
    if container::gzip::is_gzip(bytes) {
        return read_unpacked(&container::gzip::unpack(bytes)?, hints);
    }
    read_unpacked(bytes, hints)
}

/// An error for a file larger than any statement.
pub(crate) fn within_size(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > MAX_MIB * 1024 * 1024 {
        return Err(ReadError::TooLarge {
            limit_mib: MAX_MIB as u64,
        });
    }
    Ok(())
}

fn read_unpacked(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    if let Some(reading) = books::read_archive(bytes, hints) {
        return reading;
    }
    if formats::workbook::is_workbook(bytes) {
        return formats::workbook::read(bytes, hints);
    }
    if formats::pdf::is_pdf(bytes) {
        return formats::pdf::read(bytes, hints);
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        let what = "it is a database of another program";
        return Err(ReadError::Unknown(what.to_owned()));
    }
    let encoding = hints.mapping.as_ref().and_then(|m| m.encoding.as_deref());
    let decoded = match encoding {
        Some(label) => decode_as(bytes, label)?,
        None => decode(bytes),
    };
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let mut reading = read_text(&decoded, hints)?;
    balances::prove(&mut reading);
    let damaged = decoded.damaged_lines.iter().map(|line| Problem {
        line: *line,
        message: format!(
            "has bytes that are no {} text; they were replaced by \u{FFFD}",
            decoded.encoding
        ),
    });
    reading.problems.extend(damaged);
    reading.problems.sort_by_key(|problem| problem.line);
    Ok(reading)
}

fn read_text(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    if formats::ofx::is_ofx(&decoded.text) {
        return formats::ofx::read(decoded, hints);
    }
    if formats::camt::is_camt(&decoded.text) {
        return formats::camt::read(decoded, hints);
    }
    if formats::mt940::is_mt940(&decoded.text) {
        return formats::mt940::read(decoded, hints);
    }
    if formats::qif::is_qif(&decoded.text) {
        return Ok(formats::qif::read(decoded, hints));
    }
    if let Some(reading) = books::read_text(decoded, hints) {
        return reading;
    }
    if formats::mpesa_text::is_mpesa_text(&decoded.text) {
        return Ok(formats::mpesa_text::read(decoded));
    }
    if let Some(reading) = formats::messages::read(decoded, hints) {
        return Ok(reading);
    }
    formats::csv::read(decoded, hints)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        read(bytes, &Hints::default()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_statement_is_refused_with_a_sentence() {
        assert_eq!(refusal(b""), "the file is empty");
        assert_eq!(refusal(b" \r\n\t"), "the file is empty");
        assert!(refusal(b"PK\x03\x04rest").ends_with("the file is damaged"));
        assert!(refusal(b"Dear customer,\nthank you.\n").starts_with("this is not a statement"));
    }

    #[test]
    fn answers_change_the_reading_and_take_the_question_away() {
        let text = b"Date,Description,Amount\n01/02/2026,Tea,1.250\n03/04/2026,Bread,2.500\n";
        let hints = Hints {
            date_order: Some(DateOrder::MonthDayYear),
            decimal_mark: Some(DecimalMark::Point),
            sign: Some(SignAnswer::Negated),
            currency: farthing_money::Currency::iso("BHD").ok(),
            ..Hints::default()
        };
        let reading = read(text, &hints).unwrap();
        assert!(reading.questions.is_empty());
        let row = &reading.statements[0].rows[0];
        assert_eq!(
            (row.date.to_string(), row.amount.to_string()),
            ("2026-01-02".into(), "-1.250".into())
        );
        assert_eq!(reading.statements[0].currency, hints.currency);
    }
}
