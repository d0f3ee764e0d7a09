//! When the next charges of a series are due, and which did not come.

use chrono::{Days, NaiveDate};
use farthing_rules::recurring::{Cadence, Purchase, next_day};

/// So many charges are expected at most; a series of every day has no more in a year.
const MOST_DUE: usize = 4_000;

/// The distinct days of some charges, ascending.
pub(super) fn days(charges: &[Purchase]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = charges.iter().map(|charge| charge.day).collect();
    days.dedup();
    days
}

/// The days after the last charge on which charges are due, up to a day.
pub(super) fn due(period: Cadence, charges: &[Purchase], until: NaiveDate) -> Vec<NaiveDate> {
    let mut days = days(charges);
    let known = days.len();
    while let Some(next) = next_day(period, &days).filter(|next| *next <= until) {
        if days.len() - known >= MOST_DUE {
            break;
        }
        days.push(next);
    }
    days.split_off(known)
}

/// The day on which a charge was expected that did not come, where the longest gap is over.
pub(super) fn missed(period: Cadence, charges: &[Purchase], today: NaiveDate) -> Option<NaiveDate> {
    let days = days(charges);
    let (_, longest) = period.gap_days()?;
    let latest = days
        .last()?
        .checked_add_days(Days::new(longest.unsigned_abs()))?;
    let expected = next_day(period, &days)?;
    (latest < today).then_some(expected)
}
