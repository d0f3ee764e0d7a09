//! The series that a person names, by its name or its number in the list.

use farthing_ledger::recurring::{Recurring, SeriesView};

use crate::error::{CliError, Result};

/// Every series in the order of the list, in which the numbers count from 1.
pub(super) fn in_order(inbox: &Recurring) -> impl Iterator<Item = &SeriesView> {
    let kept = inbox.series.iter().chain(&inbox.candidates);
    kept.chain(&inbox.cancelled).chain(&inbox.dismissed)
}

/// The series with this number or name, whatever the capitals.
pub(super) fn series_named<'a>(inbox: &'a Recurring, text: &str) -> Result<&'a SeriesView> {
    let text = text.trim();
    let number: Option<usize> = text.parse().ok();
    let by_number = number.and_then(|number| in_order(inbox).nth(number.checked_sub(1)?));
    if let Some(series) = by_number {
        return Ok(series);
    }
    let wanted = text.to_lowercase();
    let mut named = in_order(inbox).filter(|series| series.name.to_lowercase() == wanted);
    match (named.next(), named.next()) {
        (Some(series), None) => Ok(series),
        (None, _) => Err(CliError::refused(format!(
            "nothing recurring is called “{text}”; `farthing recurring` shows what there is"
        ))),
        (Some(_), Some(_)) => Err(CliError::refused(format!(
            "“{text}” names more than one series; use the number that `farthing recurring` shows"
        ))),
    }
}
