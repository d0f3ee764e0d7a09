//! What the person says of a series: that it comes again, that it does not, what belongs together.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, Money};
use serde::Deserialize;

use super::kept::{KeptCluster, KeptIntro, KeptSeries};
use super::matched::{Inbox, Target};
use super::{SeriesState, SeriesView, read};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

/// A name has at most so many characters.
const LONGEST_NAME: usize = 200;
/// A note, or how to cancel, has at most so many characters.
const LONGEST_TEXT: usize = 2_000;

/// What the person writes of a series.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SeriesEdit {
    /// Its name.
    pub name: String,
    /// A note.
    pub note: String,
    /// The last day of a trial.
    pub trial_ends: Option<NaiveDate>,
    /// The introductory price, as it was typed; empty for none.
    pub intro_amount: String,
    /// The last day of that price.
    pub intro_until: Option<NaiveDate>,
    /// How it can be cancelled: a link or steps.
    pub cancel_steps: String,
}

impl Ledger {
    /// Confirms that a candidate, or what was dismissed, comes again.
    pub async fn confirm_series(
        &self,
        series: (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let id = self
            .decide_series(series, SeriesState::Confirmed, moment)
            .await?;
        self.series((series.0, &id.0.to_string()), moment.0).await
    }

    /// Says that something is not recurring. It is not asked about again, after another import either.
    pub async fn dismiss_series(
        &self,
        series: (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let id = self
            .decide_series(series, SeriesState::Dismissed, moment)
            .await?;
        self.series((series.0, &id.0.to_string()), moment.0).await
    }

    /// Forgets what was said of a series: it may be a candidate again.
    pub async fn restore_series(
        &self,
        (currency, key): (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<ChangeLabel> {
        let (mut write, inbox) = self.begin_series(currency, moment).await?;
        let choice = &inbox.known(key)?.choice;
        if !choice.value.pledges.is_empty() {
            let message = "money that it saved is in a goal; undo that first, or keep the series";
            return Err(LedgerError::invalid("series", message));
        }
        write.unchoose(ChoiceKind::Series, choice.id).await?;
        let label = format!("Decide anew about {}", choice.value.name);
        write.commit(&label).await
    }

    /// Makes one series of two: what belongs to the second belongs to the first from now on.
    pub async fn merge_series(
        &self,
        currency: &str,
        (into, other): (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let (mut write, inbox) = self.begin_series(currency, moment).await?;
        if into == other {
            let message = "choose another series to merge it with";
            return Err(LedgerError::invalid("other", message));
        }
        let mut kept = confirmed(&inbox, into)?;
        let more = confirmed(&inbox, other)?;
        let label = format!("Merge {} into {}", more.name, kept.name);
        kept.clusters.extend(more.clusters);
        kept.used.extend(more.used);
        kept.used.sort_unstable();
        kept.evidence.extend(more.evidence);
        if kept.note.is_empty() {
            kept.note = more.note;
        }
        if let Target::Kept(known) = inbox.target(other)? {
            write.unchoose(ChoiceKind::Series, known.choice.id).await?;
        }
        let id = write.keep_target(&inbox.target(into)?, &kept).await?;
        write.commit(&label).await?;
        self.series((currency, &id.0.to_string()), moment.0).await
    }

    /// Keeps what the person writes of a series.
    pub async fn edit_series(
        &self,
        (currency, key): (&str, &str),
        edit: SeriesEdit,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let name = checked_name(&edit.name)?;
        let note = checked_text("note", &edit.note)?;
        let cancel_steps = checked_text("cancel_steps", &edit.cancel_steps)?;
        let intro = checked_intro(&edit, currency)?;
        let change = |kept: &mut KeptSeries| {
            kept.name = name;
            kept.note = note;
            kept.cancel_steps = cancel_steps;
            kept.trial_ends = edit.trial_ends;
            kept.intro = intro;
            Ok("Edit")
        };
        self.change_series((currency, key), moment, change).await
    }

    /// The series with this key.
    pub async fn series(
        &self,
        (currency, key): (&str, &str),
        today: NaiveDate,
    ) -> Result<SeriesView> {
        let mut db = self.pool.acquire().await?;
        let inbox = Inbox::of(&mut db, named_currency(currency)?, today).await?;
        read::one(&mut db, &inbox, key).await
    }

    /// Begins a write with everything that is known of a currency.
    pub(super) async fn begin_series(
        &self,
        currency: &str,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<(Write, Inbox)> {
        let currency = named_currency(currency)?;
        let mut write = self.begin(now).await?;
        write.on(today);
        let inbox = Inbox::of(write.connection(), currency, today).await?;
        Ok((write, inbox))
    }

    /// Changes what is kept of a series; the change says the first word of its label.
    pub(super) async fn change_series(
        &self,
        (currency, key): (&str, &str),
        moment: (NaiveDate, DateTime<Utc>),
        change: impl FnOnce(&mut KeptSeries) -> Result<&'static str>,
    ) -> Result<SeriesView> {
        let (write, inbox) = self.begin_series(currency, moment).await?;
        let choice = &inbox.known(key)?.choice;
        if choice.value.state == SeriesState::Dismissed {
            let message = format!("{} is not recurring; restore it first", choice.value.name);
            return Err(LedgerError::invalid("series", message));
        }
        let mut kept = choice.value.clone();
        let word = change(&mut kept)?;
        write.commit_series(choice, &kept, word).await?;
        self.series((currency, key), moment.0).await
    }

    async fn decide_series(
        &self,
        (currency, key): (&str, &str),
        state: SeriesState,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<ChoiceId> {
        let (mut write, inbox) = self.begin_series(currency, moment).await?;
        let target = inbox.target(key)?;
        let kept = decided(&inbox, &target, state)?;
        let label = match state {
            SeriesState::Dismissed => format!("Not recurring: {}", kept.name),
            _ => format!("Recurring: {}", kept.name),
        };
        let id = write.keep_target(&target, &kept).await?;
        write.commit(&label).await?;
        Ok(id)
    }
}

impl Write {
    /// Keeps that payments of about one size to a payee come again, or that they do not.
    pub(crate) async fn keep_series(
        &mut self,
        (payee, low, high): (&str, i64, i64),
        currency: Currency,
        state: SeriesState,
    ) -> Result<ChoiceId> {
        let cluster = KeptCluster {
            payee: payee.to_owned(),
            low,
            high,
        };
        let kept = KeptSeries::new(payee, vec![cluster], currency, state);
        let key = self.new_id()?.to_string();
        self.choose(ChoiceKind::Series, &key, 0, &kept).await
    }

    async fn keep_target(&mut self, target: &Target<'_>, kept: &KeptSeries) -> Result<ChoiceId> {
        let (key, position) = match target {
            Target::Kept(known) => (known.choice.key.clone(), known.choice.position),
            Target::Open(_) => (self.new_id()?.to_string(), 0),
        };
        self.choose(ChoiceKind::Series, &key, position, kept).await
    }

    pub(super) async fn commit_series(
        mut self,
        choice: &Choice<KeptSeries>,
        kept: &KeptSeries,
        word: &str,
    ) -> Result<ChangeLabel> {
        self.choose(ChoiceKind::Series, &choice.key, choice.position, kept)
            .await?;
        self.commit(&format!("{word} {}", kept.name)).await
    }
}

/// What is kept of a series from now on.
fn decided(inbox: &Inbox, target: &Target<'_>, state: SeriesState) -> Result<KeptSeries> {
    let known = match target {
        Target::Open(found) => return Ok(KeptSeries::of(found, inbox.currency, state)),
        Target::Kept(known) => &known.choice.value,
    };
    let wrong = |message: String| Err(LedgerError::invalid("series", message));
    if known.state == state {
        let word = match state {
            SeriesState::Dismissed => "dismissed",
            _ => "confirmed",
        };
        return wrong(format!("{} is {word} already", known.name));
    }
    if known.state == SeriesState::Cancelled {
        return wrong(format!(
            "{} is cancelled; take the cancellation back first",
            known.name
        ));
    }
    Ok(KeptSeries {
        state,
        ..known.clone()
    })
}

/// A confirmed series, or what a candidate is once it is confirmed.
fn confirmed(inbox: &Inbox, key: &str) -> Result<KeptSeries> {
    match inbox.target(key)? {
        Target::Open(found) => Ok(KeptSeries::of(
            found,
            inbox.currency,
            SeriesState::Confirmed,
        )),
        Target::Kept(known) if known.state() == SeriesState::Confirmed => {
            Ok(known.choice.value.clone())
        }
        Target::Kept(known) => {
            let name = &known.choice.value.name;
            let message = format!("{name} is not confirmed; merge confirmed series or candidates");
            Err(LedgerError::invalid("series", message))
        }
    }
}

/// A day that is not after today.
pub(super) fn past(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<()> {
    if day > today {
        let message = "choose today or an earlier day";
        return Err(LedgerError::invalid(field, message));
    }
    Ok(())
}

fn checked_name(text: &str) -> Result<String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("write a name of 1 to {LONGEST_NAME} characters");
        return Err(LedgerError::invalid("name", message));
    }
    Ok(name.to_owned())
}

fn checked_text(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT {
        let message = format!("write at most {LONGEST_TEXT} characters");
        return Err(LedgerError::invalid(field, message));
    }
    Ok(text.to_owned())
}

fn checked_intro(edit: &SeriesEdit, currency: &str) -> Result<Option<KeptIntro>> {
    let currency = named_currency(currency)?;
    match (edit.intro_amount.trim(), edit.intro_until) {
        ("", None) => Ok(None),
        ("", Some(_)) => {
            let message = "write the introductory price, or leave its last day out";
            Err(LedgerError::invalid("intro_amount", message))
        }
        (_, None) => {
            let message = "choose the last day of the introductory price";
            Err(LedgerError::invalid("intro_until", message))
        }
        (text, Some(until)) => {
            let price = Money::parse(text, currency)
                .map_err(|error| LedgerError::invalid("intro_amount", error.to_string()))?;
            if price.minor() < 0 {
                let message = "write zero or a larger amount";
                return Err(LedgerError::invalid("intro_amount", message));
            }
            let minor = price.minor();
            Ok(Some(KeptIntro { minor, until }))
        }
    }
}
