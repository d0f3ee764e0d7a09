//! What the person says in a review: a choice, a step that is skipped, that it is finished.

use chrono::{DateTime, NaiveDate, Utc};

use super::kept::{self, KeptChoice, KeptReview, Week};
use super::{ReviewChoice, ReviewStep, ReviewStepState};
use crate::choices::ChoiceKind;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

/// The longest sentence, in characters.
const LONGEST: usize = 200;

impl Ledger {
    /// Keeps the one choice for the next week, in place of another.
    pub async fn choose_for_week(
        &self,
        choice: ReviewChoice,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let chosen = self.checked_choice(choice, today).await?;
        let mut write = self.begin(now).await?;
        let mut kept = write.review_of(today).await?;
        let label = format!(
            "Choose for week {}: {}",
            kept.week.next().number(),
            chosen.what
        );
        kept.choice = Some(chosen);
        kept.skipped.retain(|step| *step != ReviewStep::Choice);
        write.keep_review(&kept, &label).await
    }

    /// Takes the choice back.
    pub async fn unchoose_for_week(
        &self,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut kept = write.review_of(today).await?;
        if kept.choice.take().is_none() {
            return Err(LedgerError::invalid("choice", "nothing is chosen yet"));
        }
        let label = format!("Choose nothing for week {}", kept.week.next().number());
        write.keep_review(&kept, &label).await
    }

    /// Leaves a step for another time.
    pub async fn skip_review_step(
        &self,
        step: ReviewStep,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut kept = write.review_of(today).await?;
        if kept.skipped.contains(&step) {
            return Err(LedgerError::invalid("step", "it is skipped already"));
        }
        kept.skipped.push(step);
        let label = format!("Skip {} in the review", step.words());
        write.keep_review(&kept, &label).await
    }

    /// Takes that back.
    pub async fn unskip_review_step(
        &self,
        step: ReviewStep,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut kept = write.review_of(today).await?;
        if !kept.skipped.contains(&step) {
            return Err(LedgerError::invalid("step", "it is not skipped"));
        }
        kept.skipped.retain(|skipped| *skipped != step);
        let label = format!("Take {} into the review again", step.words());
        write.keep_review(&kept, &label).await
    }

    /// Finishes the review of this week. What still waits is kept as skipped.
    pub async fn finish_review(&self, today: NaiveDate, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let steps = self.weekly_review(None, today).await?.steps;
        let mut write = self.begin(now).await?;
        let mut kept = write.review_of(today).await?;
        if kept.done.is_some() {
            let message = "the review of this week is finished already";
            return Err(LedgerError::invalid("review", message));
        }
        let waits = steps
            .iter()
            .filter(|step| step.state == ReviewStepState::Waiting);
        kept.skipped.extend(waits.map(|step| step.step));
        kept.done = Some(today);
        let label = format!("Finish the review of week {}", kept.week.number());
        write.keep_review(&kept, &label).await
    }

    /// A choice with its words: what it names is there, and a sentence says something.
    async fn checked_choice(&self, choice: ReviewChoice, today: NaiveDate) -> Result<KeptChoice> {
        if let ReviewChoice::Sentence { text } = choice {
            let text = checked_sentence(&text)?;
            return Ok(KeptChoice {
                what: text.clone(),
                choice: ReviewChoice::Sentence { text },
            });
        }
        let currency = match &choice {
            ReviewChoice::Series { currency, .. } => Some(currency.as_str()),
            _ => None,
        };
        let currency = self.shown_currency(currency).await?;
        let options = self.review_options(currency, today).await?;
        let found = options.iter().find(|option| option.choice == choice);
        let gone = || {
            let message = "it cannot be chosen; choose one of those that the review lists";
            LedgerError::invalid("choice", message)
        };
        let what = found.ok_or_else(gone)?.words();
        Ok(KeptChoice { choice, what })
    }
}

impl Write {
    async fn review_of(&mut self, today: NaiveDate) -> Result<KeptReview> {
        kept::of_week(self.connection(), Week::of(today)).await
    }

    async fn keep_review(mut self, kept: &KeptReview, label: &str) -> Result<ChangeLabel> {
        let key = kept.week.key();
        self.choose(ChoiceKind::Review, &key, 0, kept).await?;
        self.commit(label).await
    }
}

fn checked_sentence(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(LedgerError::invalid("text", "write a few words"));
    }
    if text.chars().count() > LONGEST {
        let message = format!("it is longer than {LONGEST} characters; write fewer words");
        return Err(LedgerError::invalid("text", message));
    }
    Ok(text)
}
