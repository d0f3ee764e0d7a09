//! The bytes of a statement file, understood: rows with dates and amounts, and what could not be read.
//!
//! Pure: no files, no clock. [`read`] recognises the format by content, never by name; decides the
//! date order and the decimal mark by column from all rows and says why ([`Decision`]); asks where
//! that is ambiguous ([`Question`]); and reports what it could not read with its line ([`Problem`]).

mod model;

pub use model::{
    AccountHint, AccountKind, Choice, DateOrder, DecimalMark, Decision, Hints, Problem, Question,
    ReadError, Reading, Row, RowKind, RowStatus, Statement,
};

/// Reads a whole statement file.
///
/// `bytes` are the file as it is on disk; `hints` are the person's answers to earlier questions.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    let _ = hints;
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    Err(ReadError::Unknown("no format matches".to_owned()))
}
