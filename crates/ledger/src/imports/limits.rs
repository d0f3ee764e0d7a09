//! What an entry can hold. The tables check the same; an import looks before it writes, so that a row
//! beyond it is a problem with a line and a sentence, and not a failed import.

use chrono::NaiveDate;
use farthing_money::{MAX_ENTRY_MINOR, Money};
use farthing_statements::Row;

use crate::day::day_number;

/// 1900-01-01 and 2199-12-31, as days of the ledger.
const DAYS: std::ops::RangeInclusive<i64> = -25_567..=84_005;
const LONGEST_ZONE: usize = 64;
/// An entry's note has 200 characters more, for what an import adds to it.
const LONGEST_NOTE: usize = 7_992;

/// What of this row an entry cannot hold, as a sentence; `None` where it can hold all.
pub(super) fn beyond(row: &Row, amount: Money, fee: Money) -> Option<String> {
    let longer = |text: &str, most| text.len() > most && text.chars().count() > most;
    if !DAYS.contains(&day_number(row.date)) {
        return Some(day_sentence(row.date));
    }
    if row
        .zone
        .as_deref()
        .is_some_and(|zone| longer(zone, LONGEST_ZONE))
    {
        return Some(format!(
            "the time zone is longer than {LONGEST_ZONE} characters"
        ));
    }
    if longer(&row.memo, LONGEST_NOTE) {
        return Some(format!("the note is longer than {LONGEST_NOTE} characters"));
    }
    let rest = amount.minor().saturating_sub(fee.minor());
    let most = MAX_ENTRY_MINOR.unsigned_abs();
    (rest.unsigned_abs() > most).then(|| "amount and fee together are too large".to_owned())
}

fn day_sentence(day: NaiveDate) -> String {
    format!("{day} is not a day from 1900 to 2199")
}
