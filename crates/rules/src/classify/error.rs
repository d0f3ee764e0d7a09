//! Why a rule cannot be made, and at which of its fields.

use farthing_money::{CurrencyError, MoneyError};

/// Why a rule cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct RuleError {
    /// The field as a path: `when.of[1].pattern`.
    pub field: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a field of a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing stands there.
    #[error("there is nothing in it")]
    Empty,
    /// More than anyone writes.
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    /// A list with more than anyone needs.
    #[error("there are more than {0}")]
    TooMany(usize),
    /// Groups in groups in groups.
    #[error("the groups are nested more than {0} deep")]
    TooDeep(usize),
    /// No regular expression.
    #[error("it is no regular expression: {0}")]
    BadPattern(String),
    /// A regular expression that would take too much memory.
    #[error("the regular expression is too large")]
    PatternTooLarge,
    /// A regular expression that also fits an empty text.
    #[error("it fits every text, even an empty one")]
    FitsEverything,
    /// No code of a currency.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// No amount of its currency.
    #[error(transparent)]
    Amount(#[from] MoneyError),
    /// A size has no sign.
    #[error("it is a size and cannot be below zero")]
    BelowZero,
    /// From more to less.
    #[error("the smallest amount is larger than the largest")]
    EmptyRange,
    /// No weekday.
    #[error("“{0}” is no weekday; write monday to sunday")]
    UnknownWeekday(String),
    /// No kind of entry.
    #[error("“{0}” is no kind of entry; write purchase, refund, transfer and the like")]
    UnknownKind(String),
    /// Two actions that say the same, or where the money went in two ways.
    #[error("an action above has already set this")]
    SetTwice,
    /// No percentage.
    #[error("“{0}” is no percentage above 0 and up to 100 with at most four decimals")]
    BadPercent(String),
    /// More than there is.
    #[error("the percentages are more than 100 together")]
    OverAHundred,
    /// Less than there is, and nowhere for the rest.
    #[error("the parts are not all of the amount, so the rest needs a category")]
    NoRest,
    /// A fixed part of nothing.
    #[error("a part must be more than nothing")]
    NoPart,
    /// Fixed parts in several currencies.
    #[error("the fixed parts are in more than one currency")]
    MixedCurrencies,
}
