//! What is left to spend today: allowances over chosen categories, and limits of one category.
//!
//! What the person lays down is kept as choices of the kinds `allowance` and `limit`; where they stand is
//! worked out by `farthing_rules::allowance` from what the kept days say, every time it is asked for.

mod answers;
pub(crate) mod keep;
mod kept;
mod limits;
mod shown;
pub(crate) mod spending;
mod views;

pub use views::*;

use chrono::{Days, NaiveDate};
use farthing_rules::RulesError;

use crate::error::LedgerError;

/// A part that the rules refuse, under the name that the input has for it.
pub(crate) fn refused(error: RulesError) -> LedgerError {
    match error {
        RulesError::Money(error) => error.into(),
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        RulesError::NoSuchBand(_) | RulesError::EmptyWindow => {
            LedgerError::invalid("days", error.to_string())
        }
    }
}

/// A day as sentences have it.
pub(crate) fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// How sentences have a period.
pub(crate) fn period_words(period: AllowancePeriod) -> &'static str {
    period.word()
}

/// The day before, or the day itself at the beginning of the calendar.
pub(crate) fn day_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}
