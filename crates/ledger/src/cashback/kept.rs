//! What the choices of cashback hold. All of it is the person's word and is undone with the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::ids as rule_ids;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::evidence::KeptEvidence;
use super::inputs::{ProgrammeInput, PurchaseDetail, WordCategories};
use super::programmes::{CategoryWords, ProgrammeFile};
use super::views::{PointsAction, ReceivableState};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId};

/// A programme; its choice is kept under the id of its file.
pub(super) type KeptProgramme = ProgrammeInput;

/// What is known of a purchase; its choice is kept under the entry's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptDetail {
    pub entry: EntryId,
    pub detail: PurchaseDetail,
}

/// What became of a reward; its choice is kept under its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptReceivable {
    pub programme: ChoiceId,
    pub cause: RewardCause,
    /// What a purchase through a portal should bring; for portals only.
    pub visit: Option<KeptVisit>,
    pub order: String,
    pub note: String,
    /// In the order of their days.
    pub events: Vec<KeptEvent>,
    pub evidence: Vec<KeptEvidence>,
}

/// A purchase through a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptVisit {
    /// What it should bring, in minor units of the portal's currency.
    pub minor: i64,
}

/// What a programme said about a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptEvent {
    pub day: NaiveDate,
    pub state: ReceivableState,
    pub minor: Option<i64>,
}

/// What the person said about a credit; its choice is kept under the entry's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptReceipt {
    pub entry: EntryId,
    /// The programme that paid it; none for a credit that is no cashback.
    pub programme: Option<ChoiceId>,
    /// The rewards that it pays; empty where the rules find them.
    pub causes: Vec<RewardCause>,
}

/// Points that came or went by hand; its choice is kept under a new id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptPointsMove {
    pub programme: ChoiceId,
    pub action: PointsAction,
    pub day: NaiveDate,
    pub minor: i64,
    pub expires: Option<NaiveDate>,
    pub note: String,
}

/// A gift card; its choice is kept under its account's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptGiftCard {
    pub account: AccountId,
    /// The entry that loaded it, bought or as a present. Where it was changed, its figures go before
    /// those that are kept here.
    pub bought: Option<EntryId>,
    pub day: NaiveDate,
    pub currency: String,
    pub face_minor: i64,
    pub paid_minor: i64,
    pub expires: Option<NaiveDate>,
    pub code: String,
    pub pin: String,
    pub note: String,
    pub archived: Option<NaiveDate>,
}

/// Because of what something should be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum RewardCause {
    /// A purchase.
    Entry(EntryId),
    /// A statement, by the day on which it closes.
    Statement(NaiveDate),
    /// A bonus by its number in the programme, and which time.
    Bonus(i64, u32),
}

impl RewardCause {
    /// Its text in a key or a row: `entry:ID`, `statement:DAY` or `bonus:ID:N`.
    pub(super) fn text(self) -> String {
        match self {
            Self::Entry(entry) => format!("entry:{}", entry.0),
            Self::Statement(day) => format!("statement:{day}"),
            Self::Bonus(bonus, time) => format!("bonus:{bonus}:{time}"),
        }
    }

    /// The cause of a text.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "entry" => Some(Self::Entry(EntryId(rest.parse().ok()?))),
            "statement" => Some(Self::Statement(rest.parse().ok()?)),
            "bonus" => {
                let (bonus, time) = rest.split_once(':')?;
                Some(Self::Bonus(bonus.parse().ok()?, time.parse().ok()?))
            }
            _ => None,
        }
    }

    /// The key of a reward: the programme's id and the cause.
    pub(super) fn key(self, programme: ChoiceId) -> String {
        format!("{}:{}", programme.0, self.text())
    }

    /// The programme and the cause of a key that came from outside.
    pub(super) fn of_key(key: &str) -> Result<(ChoiceId, Self)> {
        let read = || {
            let (programme, cause) = key.split_once(':')?;
            Some((ChoiceId(programme.parse().ok()?), Self::read(cause)?))
        };
        read().ok_or_else(|| {
            LedgerError::invalid("key", "this names no reward; take the key from the list")
        })
    }
}

impl Serialize for RewardCause {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for RewardCause {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("this is no cause of a reward"))
    }
}

/// Everything the person has laid down about what is earned and paid.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub programmes: Vec<Choice<KeptProgramme>>,
    pub details: BTreeMap<EntryId, PurchaseDetail>,
    pub receivables: Vec<Choice<KeptReceivable>>,
    pub receipts: Vec<Choice<KeptReceipt>>,
}

impl Laid {
    /// All of it.
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let details = choices::all::<KeptDetail>(db, ChoiceKind::PurchaseDetail).await?;
        Ok(Self {
            programmes: choices::all(db, ChoiceKind::Programme).await?,
            details: details
                .into_iter()
                .map(|choice| (choice.value.entry, choice.value.detail))
                .collect(),
            receivables: choices::all(db, ChoiceKind::Receivable).await?,
            receipts: choices::all(db, ChoiceKind::Receipt).await?,
        })
    }

    /// A programme.
    pub(super) fn programme(&self, id: ChoiceId) -> Result<&Choice<KeptProgramme>> {
        let found = self.programmes.iter().find(|programme| programme.id == id);
        found.ok_or(LedgerError::Missing("programme"))
    }

    /// What is noted about a reward.
    pub(super) fn receivable(
        &self,
        programme: ChoiceId,
        cause: RewardCause,
    ) -> Option<&KeptReceivable> {
        let mut all = self.receivables.iter().map(|choice| &choice.value);
        all.find(|kept| (kept.programme, kept.cause) == (programme, cause))
    }
}

/// What a programme says, checked, and the person's categories for its words.
pub(super) fn read_programme(input: &ProgrammeInput) -> Result<(ProgrammeFile, CategoryWords)> {
    let file = ProgrammeFile::of(input.programme.clone())?;
    Ok((file, words_of(&input.categories)))
}

fn words_of(categories: &[WordCategories]) -> CategoryWords {
    let of_word = |categories: &[AccountId]| -> BTreeSet<rule_ids::CategoryId> {
        let ids = categories.iter().map(|id| rule_ids::CategoryId(id.0));
        ids.collect()
    };
    let words = categories.iter();
    words
        .map(|of| (of.word.clone(), of_word(&of.categories)))
        .collect()
}
