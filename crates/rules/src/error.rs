//! Why a rule has no result.

use farthing_money::MoneyError;

/// Why a rule has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// An amount of the result cannot be made.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A ladder has a fixed number of limits.
    #[error("there is no limit number {0} on the ladder")]
    NoSuchBand(usize),
    /// A part of a rule that cannot be.
    #[error("{field}: {message}")]
    Field {
        /// The part.
        field: &'static str,
        /// What is wrong and what would be right.
        message: &'static str,
    },
    /// A period without days.
    #[error("the period has no days, so nothing can be said for a year")]
    EmptyWindow,
}

impl RulesError {
    /// A part of a rule that cannot be.
    pub(crate) fn field(field: &'static str, message: &'static str) -> Self {
        Self::Field { field, message }
    }
}
