//! A review: what each feature says today, put together.

use chrono::{Days, NaiveDate};

use super::kept::{self, KeptReview, Week};
use super::{
    ReviewChoiceShown, ReviewStep, ReviewStepShown, ReviewStepState, Uncategorised, WeeklyReview,
};
use crate::cashback::{Receivable, ReceivableState};
use crate::error::Result;
use crate::links::SuggestedPair;
use crate::register::EntryRow;
use crate::savings::SweepProposal;
use crate::store::Ledger;

/// Refunds so many days back are looked for.
const REFUND_DAYS: Days = Days::new(400);
/// So many refunds are listed.
const MOST_REFUNDS: u32 = 50;
/// The choices of so many reviews are told.
const CHOICES_BEFORE: usize = 2;

impl Ledger {
    /// What waits for a word, how the last week went, and the choice for the next. The figures are in
    /// `currency` or the one most used.
    pub async fn weekly_review(
        &self,
        currency: Option<&str>,
        today: NaiveDate,
    ) -> Result<WeeklyReview> {
        let currency = self.shown_currency(currency).await?;
        let week = Week::of(today);
        let mut db = self.pool.acquire().await?;
        let all = kept::all(&mut db).await?;
        let kept = kept::of_week(&mut db, week).await?;
        drop(db);
        let since = last_done(&all, week);
        let first = today.checked_sub_days(REFUND_DAYS).unwrap_or(today);
        let refunds = self.review(first, MOST_REFUNDS).await?.refunds;
        let waiting = Waiting {
            uncategorised: self.uncategorised().await?,
            awaited: self.awaited_refunds(today).await?,
            refunds,
            cashback: self.cashback_for_review(today).await?,
            sweeps: self.ready_sweeps(today).await?,
        };
        let choice = match &kept.choice {
            Some(choice) => Some(self.choice_shown(choice, week.next(), today).await?),
            None => None,
        };
        Ok(WeeklyReview {
            week: week.key(),
            today,
            since,
            done: kept.done,
            steps: steps(&kept, &waiting),
            figures: self.week_figures(currency, since, today).await?,
            before: self.choices_before(&all, week, today).await?,
            choice,
            options: self.review_options(currency, today).await?,
            uncategorised: waiting.uncategorised,
            awaited: waiting.awaited,
            refunds: waiting.refunds,
            cashback: waiting.cashback,
            sweeps: waiting.sweeps,
        })
    }

    /// Rewards that can be acted on, are late, can be paid out or are due by today.
    async fn cashback_for_review(&self, today: NaiveDate) -> Result<Vec<Receivable>> {
        let desk = self.cashback_desk(today).await?;
        let waits = |item: &Receivable| match item.state {
            ReceivableState::Overdue | ReceivableState::Missing | ReceivableState::Payable => true,
            ReceivableState::Expected | ReceivableState::Tracked | ReceivableState::Confirmed => {
                item.action.is_some() || item.due.is_some_and(|due| due <= today)
            }
            ReceivableState::Paid
            | ReceivableState::Short
            | ReceivableState::Declined
            | ReceivableState::TakenBack => item.action.is_some(),
        };
        Ok(desk.items.into_iter().filter(waits).collect())
    }

    async fn ready_sweeps(&self, today: NaiveDate) -> Result<Vec<SweepProposal>> {
        let sweeps = self.sweeps(today).await?;
        Ok(sweeps.proposals.into_iter().filter(|it| it.due).collect())
    }

    async fn choices_before(
        &self,
        all: &[KeptReview],
        week: Week,
        today: NaiveDate,
    ) -> Result<Vec<ReviewChoiceShown>> {
        let mut shown = Vec::new();
        let earlier = all.iter().filter(|review| review.week < week);
        let chosen = earlier.filter_map(|review| Some((review.week, review.choice.as_ref()?)));
        for (of, choice) in chosen.take(CHOICES_BEFORE) {
            shown.push(self.choice_shown(choice, of.next(), today).await?);
        }
        Ok(shown)
    }
}

/// What the first four steps hold.
struct Waiting {
    uncategorised: Uncategorised,
    awaited: Vec<EntryRow>,
    refunds: Vec<SuggestedPair>,
    cashback: Vec<Receivable>,
    sweeps: Vec<SweepProposal>,
}

/// The day of the last review that was finished before a week.
fn last_done(all: &[KeptReview], week: Week) -> Option<NaiveDate> {
    let earlier = all.iter().filter(|review| review.week < week);
    earlier.filter_map(|review| review.done).max()
}

fn steps(kept: &KeptReview, waiting: &Waiting) -> Vec<ReviewStepShown> {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let steps = ReviewStep::ALL.into_iter().map(|step| {
        let waiting = match step {
            ReviewStep::Uncategorised => waiting.uncategorised.total,
            ReviewStep::Refunds => count(waiting.awaited.len() + waiting.refunds.len()),
            ReviewStep::Cashback => count(waiting.cashback.len()),
            ReviewStep::Sweep => count(waiting.sweeps.len()),
            ReviewStep::Choice => u32::from(kept.choice.is_none()),
        };
        let state = match waiting {
            0 => ReviewStepState::Clear,
            _ if kept.skipped.contains(&step) => ReviewStepState::Skipped,
            _ => ReviewStepState::Waiting,
        };
        ReviewStepShown {
            step,
            state,
            waiting,
        }
    });
    steps.collect()
}
