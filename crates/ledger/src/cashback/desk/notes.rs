//! What the person says about a reward: kept under its name, in the order of the days.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::super::inputs::{ReceivableEventInput, ReceivableNote};
use super::super::kept::{KeptEvent, KeptReceivable, Laid, RewardCause};
use super::super::purchase::payee_of;
use super::super::read::ReadProgramme;
use super::super::typed::zero_or_more;
use super::super::views::ReceivableState;
use super::owed::Owed;
use super::states::portal_state;
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;

use crate::write::{ChangeLabel, Write};

/// A note, an order's number or a name is no longer than this, in characters.
const LONGEST_TEXT: usize = 2_000;

/// What is kept about a reward, to be changed.
#[derive(Debug)]
pub(in crate::cashback) struct Noted {
    pub key: String,
    /// Its choice, where there is one.
    pub id: Option<ChoiceId>,
    pub kept: KeptReceivable,
    pub programme_name: String,
    unit: farthing_money::Currency,
}

impl Noted {
    /// What is kept about a reward that is expected.
    pub(in crate::cashback) async fn of(db: &mut SqliteConnection, key: &str) -> Result<Self> {
        let (programme, cause) = RewardCause::of_key(key)?;
        if Owed::find(db, programme, cause).await?.is_none() {
            return Err(LedgerError::Missing("reward"));
        }
        let laid = Laid::of(db).await?;
        Self::in_laid(&laid, programme, cause)
    }

    pub(super) fn in_laid(laid: &Laid, programme: ChoiceId, cause: RewardCause) -> Result<Self> {
        let read = ReadProgramme::of(laid.programme(programme)?)?;
        let mut choices = laid.receivables.iter();
        let found = choices
            .find(|choice| (choice.value.programme, choice.value.cause) == (programme, cause));
        let known = found.map(|choice: &Choice<KeptReceivable>| choice.value.clone());
        Ok(Self {
            key: cause.key(programme),
            id: found.map(|choice| choice.id),
            kept: known.unwrap_or_else(|| nothing(programme, cause)),
            programme_name: read.name().to_owned(),
            unit: read.file.unit(),
        })
    }
}

fn nothing(programme: ChoiceId, cause: RewardCause) -> KeptReceivable {
    KeptReceivable {
        programme,
        cause,
        visit: None,
        order: String::new(),
        note: String::new(),
        events: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Notes the order and a remark.
pub(super) fn note(kept: &mut KeptReceivable, note: &ReceivableNote) -> Result<()> {
    kept.order = short("order", &note.order)?;
    kept.note = short("note", &note.note)?;
    Ok(())
}

/// A text that is not too long.
pub(super) fn short(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT {
        let message = format!("write at most {LONGEST_TEXT} characters");
        return Err(LedgerError::invalid(field, message));
    }
    Ok(text.to_owned())
}

/// Adds what was said, after all that was said up to its day; gives the verb for the history.
pub(super) fn tell(
    noted: &mut Noted,
    event: &ReceivableEventInput,
    today: NaiveDate,
) -> Result<&'static str> {
    if portal_state(event.state).is_none() {
        return Err(LedgerError::invalid(
            "state",
            "this follows from days and amounts; say what the programme said or what was paid",
        ));
    }
    let day = event.day.unwrap_or(today);
    if day > today {
        let message = "this day is in the future; write the day on which it was said";
        return Err(LedgerError::invalid("day", message));
    }
    let amount = zero_or_more("amount", &event.amount, noted.unit)?;
    let kept = KeptEvent {
        day,
        state: event.state,
        minor: amount.map(|amount| amount.minor()),
    };
    let events = &mut noted.kept.events;
    let place = events.partition_point(|other| other.day <= day);
    events.insert(place, kept);
    Ok(match event.state {
        ReceivableState::Tracked => "Mark as tracked",
        ReceivableState::Confirmed => "Mark as confirmed",
        ReceivableState::Payable => "Mark as payable",
        ReceivableState::Paid => "Mark as paid",
        ReceivableState::Declined => "Mark as declined",
        _ => "Mark as expected",
    })
}

/// Takes what was said back, by its place.
pub(super) fn untell(kept: &mut KeptReceivable, place: usize) -> Result<()> {
    if place >= kept.events.len() {
        return Err(LedgerError::invalid(
            "place",
            "nothing that was said stands there",
        ));
    }
    kept.events.remove(place);
    Ok(())
}

impl Write {
    /// Keeps what was said about a reward, or forgets it where nothing is left of it.
    pub(in crate::cashback) async fn keep_noted(
        mut self,
        noted: Noted,
        verb: &str,
    ) -> Result<ChangeLabel> {
        let Noted {
            key,
            id,
            kept,
            programme_name,
            ..
        } = noted;
        let about = about(self.connection(), &kept, &programme_name).await?;
        let is_empty = kept == nothing(kept.programme, kept.cause);
        match id {
            Some(id) if is_empty => self.unchoose(ChoiceKind::Receivable, id).await?,
            None if is_empty => {}
            _ => {
                self.choose(ChoiceKind::Receivable, &key, 0, &kept).await?;
            }
        }
        self.commit(&format!("{verb} {about}")).await
    }
}

/// What a reward is called in the history.
async fn about(
    db: &mut SqliteConnection,
    kept: &KeptReceivable,
    programme: &str,
) -> Result<String> {
    let of = match kept.cause {
        RewardCause::Entry(entry) => {
            let payee = payee_of(db, entry).await?;
            if payee.is_empty() {
                "a purchase".to_owned()
            } else {
                payee
            }
        }
        RewardCause::Statement(closes) => format!("statement of {closes}"),
        RewardCause::Bonus(..) => "a bonus".to_owned(),
    };
    Ok(format!("{of} ({programme})"))
}
