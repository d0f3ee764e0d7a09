//! The notice of a day: at most one, never in quiet hours, never of what was dismissed.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{InsightKind, Silenced};

/// What was first seen longer ago is in the log, and no notice any more.
const FRESH_DAYS: Days = Days::new(7);

/// Whether there are notices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum NoticesAre {
    /// At most one a day.
    #[default]
    On,
    /// None; the log goes on.
    Off,
}

/// The hours without a notice. They may go over midnight; from a time to the same there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The first quiet minute.
    pub from: NaiveTime,
    /// The first minute that is not quiet any more.
    pub to: NaiveTime,
}

/// What is laid down about notices, and when the last one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notices {
    /// Whether there are any.
    pub are: NoticesAre,
    /// When there are none.
    pub quiet: Quiet,
    /// The local day of the last one.
    pub last: Option<NaiveDate>,
}

/// An insight that was not told yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is about.
    pub kind: InsightKind,
    /// Its key.
    pub key: String,
    /// The day on which it was first seen.
    pub first_seen: NaiveDate,
}

impl Default for Quiet {
    /// From nine in the evening to eight in the morning.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            from: hour(21),
            to: hour(8),
        }
    }
}

impl Quiet {
    /// Whether a time is quiet.
    pub fn covers(&self, time: NaiveTime) -> bool {
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }
}

/// The insight to tell now, if any may be told: one a day, what has a last day first, then what was
/// seen first.
pub fn next_notice<'w>(
    notices: &Notices,
    silenced: &Silenced,
    now: NaiveDateTime,
    waiting: &'w [Waiting],
) -> Option<&'w Waiting> {
    // A clock that was set back tells nothing a second time.
    let was_today = notices.last.is_some_and(|last| last >= now.date());
    if notices.are == NoticesAre::Off || was_today || notices.quiet.covers(now.time()) {
        return None;
    }
    waiting
        .iter()
        .filter(|one| !silenced.silences(one.kind, &one.key) && one.is_fresh(now.date()))
        .min_by_key(|one| (one.kind, one.first_seen, &one.key))
}

impl Waiting {
    fn is_fresh(&self, today: NaiveDate) -> bool {
        let until = self.first_seen.checked_add_days(FRESH_DAYS);
        until.is_none_or(|until| today <= until)
    }
}
