//! How a series was cancelled, with what proves it, and what was not charged since.

use chrono::{DateTime, NaiveDate, Utc};

use super::decide::past;
use super::due;
use super::kept::KeptCancel;
use super::matched::Known;
use super::{SeriesState, SeriesView};
use crate::cashback::{KeptEvidence, cleaned, keep_file};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

/// A series has at most so many files.
const MOST_FILES: usize = 20;
/// How a series was cancelled is told in at most so many characters.
const LONGEST_HOW: usize = 2_000;

/// What came of a cancellation.
pub(super) struct Since {
    pub charges: u32,
    pub saved_minor: i64,
    pub still_charged: Option<NaiveDate>,
}

/// The charges that were due after the cancellation and after the last one that came, each at the
/// last price.
pub(super) fn since(known: &Known, cancelled: NaiveDate, today: NaiveDate) -> Since {
    let last = known.charges.last();
    let due = known
        .current
        .map(|stream| due::due(stream.period, &known.charges, today));
    let saved = due.iter().flatten().filter(|day| **day > cancelled).count();
    let charges = u32::try_from(saved).unwrap_or(u32::MAX);
    let price = last.map_or(0, |charge| charge.size_minor);
    Since {
        charges,
        saved_minor: price.saturating_mul(charges.into()),
        still_charged: last.map(|charge| charge.day).filter(|day| *day > cancelled),
    }
}

impl Ledger {
    /// Notes that a series was cancelled, on a day and how.
    pub async fn cancel_series(
        &self,
        (currency, key): (&str, &str),
        day: NaiveDate,
        how: &str,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        past("day", day, today)?;
        let how = how.trim();
        if how.chars().count() > LONGEST_HOW {
            let message = format!("write at most {LONGEST_HOW} characters");
            return Err(LedgerError::invalid("how", message));
        }
        let change = |kept: &mut super::kept::KeptSeries| {
            kept.state = SeriesState::Cancelled;
            kept.cancel = Some(KeptCancel {
                day,
                how: how.to_owned(),
            });
            Ok("Cancelled:")
        };
        self.change_series((currency, key), (today, now), change)
            .await
    }

    /// Takes a cancellation back: the series is confirmed again. What was pledged stays pledged.
    pub async fn uncancel_series(
        &self,
        series: (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let change = |kept: &mut super::kept::KeptSeries| {
            if kept.cancel.take().is_none() {
                let message = "it is not cancelled; there is nothing to take back";
                return Err(LedgerError::invalid("series", message));
            }
            kept.state = SeriesState::Confirmed;
            Ok("Not cancelled:")
        };
        self.change_series(series, moment, change).await
    }

    /// Keeps a file that proves a cancellation: PNG, JPEG, WebP or PDF by its content, at most 10 MB.
    pub async fn attach_to_series(
        &self,
        series: (&str, &str),
        (name, content): (&str, &[u8]),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let name = cleaned(name);
        let (mut write, inbox) = self.begin_series(series.0, moment).await?;
        let choice = &inbox.known(series.1)?.choice;
        let attachment = keep_file(write.connection(), content).await?;
        let mut kept = choice.value.clone();
        let mut files = kept.evidence.iter();
        if files.any(|file| file.attachment == attachment) {
            let message = "this file is attached to it already";
            return Err(LedgerError::invalid("file", message));
        }
        if kept.evidence.len() >= MOST_FILES {
            let message = format!("a series has at most {MOST_FILES} files; take one off first");
            return Err(LedgerError::invalid("file", message));
        }
        kept.evidence.push(KeptEvidence { attachment, name });
        write.commit_series(choice, &kept, "Attach file to").await?;
        self.series(series, moment.0).await
    }

    /// Takes a file off a series.
    pub async fn detach_from_series(
        &self,
        series: (&str, &str),
        attachment: i64,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let change = |kept: &mut super::kept::KeptSeries| {
            let before = kept.evidence.len();
            kept.evidence.retain(|file| file.attachment != attachment);
            if kept.evidence.len() == before {
                let message = "this file is not attached to it";
                return Err(LedgerError::invalid("attachment", message));
            }
            Ok("Detach file from")
        };
        self.change_series(series, moment, change).await
    }
}
