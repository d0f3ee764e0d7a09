//! What stops a command, written as the sentence that the person reads.

use std::io;
use std::path::Path;

use farthing_charts::ChartError;
use farthing_ledger::LedgerError;
use farthing_money::{CurrencyError, MoneyError};
use farthing_pictures::PictureError;

/// The result of every command.
pub type Result<T, E = CliError> = std::result::Result<T, E>;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A chart that cannot be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// An amount that cannot be.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// No such currency.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// What was asked for cannot be; one sentence a line.
    #[error("{0}")]
    Refused(String),
    /// Standard output was closed or is full.
    #[error("the output could not be written: {0}")]
    Output(io::Error),
}

impl From<PictureError> for CliError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Ledger(error) => Self::Ledger(error),
            PictureError::Chart(error) => Self::Chart(error),
        }
    }
}

impl CliError {
    /// A sentence of one's own.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }

    /// A sentence about a file.
    pub fn about(path: &Path, sentence: impl std::fmt::Display) -> Self {
        Self::Refused(format!("{}: {sentence}", path.display()))
    }

    /// What the ledger said about a statement file, with the path as the person gave it.
    pub fn of_statement(path: &Path, error: LedgerError) -> Self {
        match error {
            LedgerError::Unreadable { source, .. } => Self::about(path, source),
            LedgerError::Invalid { .. } | LedgerError::Question(_) | LedgerError::Money(_) => {
                Self::about(path, error)
            }
            other => Self::Ledger(other),
        }
    }

    /// What went wrong on the way to a file that is not standard output.
    pub fn of_output(path: &Path, error: Self) -> Self {
        match error {
            Self::Output(error) => Self::about(path, format!("cannot be written ({error})")),
            other => other,
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
