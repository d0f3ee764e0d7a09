//! The clock of this machine: the only place of the command that looks at it.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveDateTime, Utc};

/// This moment.
#[allow(
    clippy::disallowed_methods,
    reason = "the command line is one of the two places that know the clock"
)]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Day and time where the person is.
pub fn here() -> NaiveDateTime {
    now().with_timezone(&Local).naive_local()
}

/// The day it is where the person is.
pub fn today() -> NaiveDate {
    now().with_timezone(&Local).date_naive()
}

/// The first day of what is looked at unless something else is said: 400 days ago.
pub fn usual_start() -> NaiveDate {
    let today = today();
    today.checked_sub_days(Days::new(400)).unwrap_or(today)
}
