//! What can go wrong, written as the sentence that the person reads.

use farthing_money::MoneyError;
use farthing_statements::ReadError;

use crate::cashback::ProgrammeProblem;
use crate::exchange::RatesProblem;

/// The result of every use case.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// Why a use case did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another program kept the ledger locked for longer than the busy timeout.
    #[error("another program is writing to this ledger; try again in a moment")]
    Busy,
    /// Made by a later version of Farthing.
    #[error(
        "this ledger was made by a newer Farthing (its schema is {found}, this program knows {known}); \
         nothing was changed. Install the newer version to open it"
    )]
    Newer {
        /// The schema number in the file.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// A database of another program, or no database at all.
    #[error("{0} is not a Farthing ledger; nothing was changed. Choose another file")]
    Foreign(String),
    /// An input field that cannot be taken.
    #[error("{field}: {message}")]
    Invalid {
        /// The name of the field, as the input type has it.
        field: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// A programme that contradicts itself or cannot be read.
    #[error("{0}")]
    Programme(#[from] ProgrammeProblem),
    /// A file of rates that cannot be read.
    #[error(transparent)]
    Rates(#[from] RatesProblem),
    /// Something named by its id is gone.
    #[error("this {0} is not in the ledger any more; it may have been undone elsewhere")]
    Missing(&'static str),
    /// A change that others are built on.
    #[error("“{label}” stands on this; undo or redo that first")]
    StandsOn {
        /// The label of the other change.
        label: String,
    },
    /// Something equal came into the ledger by another way.
    #[error("something equal is in the ledger already, by a later change; undo that first")]
    Overtaken,
    /// What a change builds on is not there.
    #[error("what this builds on was undone; redo that first")]
    Groundless,
    /// There is nothing to undo or redo.
    #[error("there is nothing to {0}")]
    NothingTo(&'static str),
    /// The person stopped it.
    #[error("stopped; nothing was written")]
    Cancelled,
    /// Something about a file must be answered first.
    #[error("{0}")]
    Question(String),
    /// A statement file that cannot be read.
    #[error("{file}: {source}")]
    Unreadable {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        source: ReadError,
    },
    /// An amount out of bounds or of the wrong currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// What the file says cannot be: a broken invariant.
    #[error(
        "the ledger contradicts itself: {0}. Run `farthing verify` and keep a copy of the file"
    )]
    Damaged(String),
    /// The file system refused.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else the database said.
    #[error("the ledger file could not be read or written: {0}")]
    Database(sqlx::Error),
}

impl LedgerError {
    /// An input field that cannot be taken, with what to do.
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            message: message.into(),
        }
    }
}

impl From<sqlx::Error> for LedgerError {
    fn from(error: sqlx::Error) -> Self {
        if error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
        {
            return Self::Overtaken;
        }
        if error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
        {
            return Self::Groundless;
        }
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        // The low byte is the primary code: 5 is SQLITE_BUSY, 11 CORRUPT.
        match code.map(|code| code & 0xff) {
            Some(5) => Self::Busy,
            Some(11) => Self::Damaged("a page of the file is not as it was written".to_owned()),
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for LedgerError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(format!("an image in the history is not readable ({error})"))
    }
}
