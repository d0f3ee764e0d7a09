//! Errors as the page gets them: the sentence to show, and a code only where the page acts on it.

use farthing_ledger::LedgerError;
use farthing_pictures::PictureError;
use serde::Serialize;

use crate::files::FileError;

/// The answer of every command.
pub type Answer<T> = Result<T, CommandError>;

/// Why a command did not happen. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CommandError {
    /// What the page does about it, where it does more than show the message.
    pub code: Option<ErrorCode>,
    /// The sentence to show.
    pub message: String,
}

/// What the page acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Another program is writing.
    Busy,
    /// The ledger is of a newer Farthing.
    NewerLedger,
    /// The file is no ledger.
    ForeignFile,
    /// A later change builds on it.
    StandsOn,
    /// The person stopped it.
    Cancelled,
    /// Something must be answered first.
    Question,
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        let code = match error {
            LedgerError::Busy => Some(ErrorCode::Busy),
            LedgerError::Newer { .. } => Some(ErrorCode::NewerLedger),
            LedgerError::Foreign(_) => Some(ErrorCode::ForeignFile),
            LedgerError::StandsOn { .. } => Some(ErrorCode::StandsOn),
            LedgerError::Cancelled => Some(ErrorCode::Cancelled),
            LedgerError::Question(_) => Some(ErrorCode::Question),
            _ => None,
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        Self::plain(&error)
    }
}

impl From<farthing_charts::ChartError> for CommandError {
    fn from(error: farthing_charts::ChartError) -> Self {
        Self::plain(&error)
    }
}

impl From<PictureError> for CommandError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Ledger(error) => error.into(),
            PictureError::Chart(error) => Self::plain(&error),
        }
    }
}

/// Work on another thread ended without an answer.
impl From<tauri::Error> for CommandError {
    fn from(error: tauri::Error) -> Self {
        Self::plain(&error)
    }
}

impl CommandError {
    fn plain(error: &dyn std::error::Error) -> Self {
        Self {
            code: None,
            message: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_sent_only_where_the_page_acts_on_it() {
        let busy = CommandError::from(LedgerError::Busy);
        assert_eq!(busy.code, Some(ErrorCode::Busy));
        assert!(busy.message.starts_with("another program"));
        let missing = CommandError::from(LedgerError::Missing("entry"));
        assert_eq!(missing.code, None);
    }
}
