//! Reviews as they are kept, by the week in which they were made.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{ReviewChoice, ReviewStep};
use crate::choices::{self, ChoiceKind};
use crate::error::Result;

/// What was said in the review of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptReview {
    pub week: Week,
    pub done: Option<NaiveDate>,
    pub skipped: Vec<ReviewStep>,
    pub choice: Option<KeptChoice>,
}

/// A choice, with the words it had: what it names may be gone later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptChoice {
    pub choice: ReviewChoice,
    pub what: String,
}

/// A week from Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Week {
    pub monday: NaiveDate,
}

impl Week {
    pub(super) fn of(day: NaiveDate) -> Self {
        let monday = day.week(Weekday::Mon).checked_first_day();
        Self {
            monday: monday.unwrap_or(day),
        }
    }

    /// `2026-W48`
    pub(super) fn key(self) -> String {
        let week = self.monday.iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }

    pub(super) fn number(self) -> u32 {
        self.monday.iso_week().week()
    }

    pub(super) fn sunday(self) -> NaiveDate {
        let ahead = self.monday.checked_add_days(Days::new(6));
        ahead.unwrap_or(self.monday)
    }

    pub(super) fn next(self) -> Self {
        let ahead = self.monday.checked_add_days(Days::new(7));
        Self {
            monday: ahead.unwrap_or(self.monday),
        }
    }

    pub(super) fn before(self) -> Self {
        let back = self.monday.checked_sub_days(Days::new(7));
        Self {
            monday: back.unwrap_or(self.monday),
        }
    }
}

impl KeptReview {
    fn new(week: Week) -> Self {
        Self {
            week,
            done: None,
            skipped: Vec::new(),
            choice: None,
        }
    }
}

/// The reviews, the newest first.
pub(super) async fn all(db: &mut SqliteConnection) -> Result<Vec<KeptReview>> {
    let kept = choices::all::<KeptReview>(db, ChoiceKind::Review).await?;
    let mut kept: Vec<KeptReview> = kept.into_iter().map(|choice| choice.value).collect();
    kept.sort_by_key(|review| std::cmp::Reverse(review.week));
    Ok(kept)
}

/// What was said in a week's review so far.
pub(super) async fn of_week(db: &mut SqliteConnection, week: Week) -> Result<KeptReview> {
    let kept = choices::find(db, ChoiceKind::Review, &week.key()).await?;
    Ok(kept.unwrap_or_else(|| KeptReview::new(week)))
}
