//! The clock of this machine, read here and nowhere below.
#![allow(
    clippy::disallowed_methods,
    reason = "the shell is one of the two places that know the clock"
)]

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, Utc};

/// This moment.
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Day and time where the person is.
pub fn here() -> NaiveDateTime {
    Local::now().naive_local()
}

/// The day it is where the person is.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The day and the time where the person is.
pub fn local() -> NaiveDateTime {
    Local::now().naive_local()
}
