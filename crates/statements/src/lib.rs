//! The bytes of a statement file, understood: rows with dates and amounts, and what could not be read.
//!
//! Pure: no files, no clock. [`read`] recognises the format by content, never by name; decides the
//! date order and the decimal mark by column from all rows and says why ([`Decision`]); asks where
//! that is ambiguous ([`Question`]); and reports what it could not read with its line ([`Problem`]).

mod columns;
mod decode;
mod formats;
mod kinds;
mod model;
mod plan;
mod providers;
mod rows;
mod summary;
mod table;
mod text;

pub use model::{
    AccountHint, AccountKind, Choice, DateOrder, DecimalMark, Decision, Hints, Problem, Question,
    ReadError, Reading, Row, RowKind, RowStatus, Statement,
};

use decode::{Decoded, decode};

/// Larger than any statement, in MiB.
const MAX_MIB: usize = 64;

/// Reads a whole statement file.
///
/// `bytes` are the file as it is on disk; `hints` are the person's answers to earlier questions.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    if bytes.len() > MAX_MIB * 1024 * 1024 {
        return Err(ReadError::TooLarge {
            limit_mib: MAX_MIB as u64,
        });
    }
    let decoded = decode(bytes);
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let mut reading = read_text(&decoded, hints)?;
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
        return Ok(formats::ofx::read(decoded, hints));
    }
    if formats::qif::is_qif(&decoded.text) {
        return Ok(formats::qif::read(decoded, hints));
    }
    if formats::mpesa_text::is_mpesa_text(&decoded.text) {
        return Ok(formats::mpesa_text::read(decoded));
    }
    formats::csv::read(decoded, hints)
}
