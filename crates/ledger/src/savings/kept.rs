//! What the choices of saving hold: rules with their versions, goals with what was put in by hand,
//! confirmed transfers, pauses. All of it is the person's word and is undone with the history.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::terms::{DestinationInput, GoalInput, SavingRuleInput, SavingTerms};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId};

/// The key of the choice that says when all saving rests.
pub(super) const ALL: &str = "all";

/// A saving rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptRule {
    /// The day it was laid down. The guard does not look at days before it, because balances of the
    /// past are not trustworthy after imports.
    pub created: NaiveDate,
    /// From the oldest to the newest; there is always one.
    pub versions: Vec<KeptVersion>,
    /// When it rests.
    pub pauses: Vec<Pause>,
}

/// A version of a rule: its terms from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptVersion {
    /// The first day; the first version takes that of its terms.
    pub from: Option<NaiveDate>,
    pub input: SavingRuleInput,
}

/// A stretch without deposits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    pub from: NaiveDate,
    /// The day on which it goes on; none for no end.
    pub to: Option<NaiveDate>,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptGoal {
    pub created: NaiveDate,
    pub input: GoalInput,
    /// What was put in and taken out by hand, in its order.
    pub moves: Vec<KeptMove>,
    /// When it was put away.
    pub archived: Vec<Pause>,
}

/// Money put into a goal by hand, or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptMove {
    pub day: NaiveDate,
    pub minor: i64,
    pub account: Option<AccountId>,
    pub note: String,
}

/// A confirmed transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptSweep {
    pub reference: String,
    pub created: NaiveDate,
    pub from: AccountId,
    pub destination: ChoiceId,
    pub currency: String,
    pub minor: i64,
    /// The oldest first; together the amount.
    pub items: Vec<KeptItem>,
    /// The day on which the person said that it was paid.
    pub paid: Option<NaiveDate>,
    /// Entries that the person took for it.
    pub accepted: Vec<EntryId>,
}

/// A part of a confirmed transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptItem {
    pub goal: ChoiceId,
    /// 0 for what was put in by hand.
    pub rule: i64,
    pub cause: String,
    pub day: NaiveDate,
    pub minor: i64,
    /// What the cause had set aside for all goals.
    pub whole_minor: i64,
    pub entry: Option<EntryId>,
    /// Who was paid there, or the name of a thing that was not bought.
    #[serde(default)]
    pub payee: String,
    /// What the entry took from its account, by which a later change is known.
    pub size_minor: Option<i64>,
    pub account: Option<AccountId>,
}

/// Everything the person has laid down about saving.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub rules: Vec<Choice<KeptRule>>,
    pub goals: Vec<Choice<KeptGoal>>,
    pub destinations: Vec<Choice<DestinationInput>>,
    pub sweeps: Vec<Choice<KeptSweep>>,
    /// When all rules rest.
    pub pauses: Vec<Pause>,
    /// The purchases that rules leave out, as pairs of rule and entry.
    pub left_out: Vec<(ChoiceId, EntryId)>,
}

impl KeptRule {
    /// Its newest version.
    pub(super) fn newest(&self) -> Result<&SavingRuleInput> {
        let newest = self.versions.last().map(|version| &version.input);
        newest.ok_or_else(|| LedgerError::Damaged("a saving rule has no version".to_owned()))
    }

    /// Its version of a day.
    pub(super) fn on(&self, day: NaiveDate) -> Result<&SavingRuleInput> {
        let version = self.versions.get(self.version_on(day).saturating_sub(1));
        version.map_or_else(|| self.newest(), |version| Ok(&version.input))
    }

    /// The number of the version of a day, from 1.
    pub(super) fn version_on(&self, day: NaiveDate) -> usize {
        let later = self.versions.iter().skip(1);
        let begun = later.take_while(|version| version.from.is_some_and(|from| from <= day));
        begun.count() + 1
    }

    /// The stretches in which it rests, its own and those of all rules, each with an end.
    pub(super) fn rests(&self, all: &[Pause]) -> Vec<(NaiveDate, NaiveDate)> {
        let pauses = self.pauses.iter().chain(all);
        let ended = pauses.map(|pause| (pause.from, pause.to.unwrap_or(NaiveDate::MAX)));
        ended.filter(|(from, to)| from < to).collect()
    }
}

impl KeptGoal {
    /// Whether it is put away on a day.
    pub(super) fn is_archived_on(&self, day: NaiveDate) -> bool {
        let covers = |pause: &Pause| pause.from <= day && pause.to.is_none_or(|to| day < to);
        self.archived.iter().any(covers)
    }

    /// Whether what came on a day was made free since, because the goal was put away.
    pub(super) fn is_released(&self, day: NaiveDate) -> bool {
        self.released_on(day).is_some()
    }

    /// The first day on which it was put away after something came.
    pub(super) fn released_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let away = self.archived.iter().map(|away| away.from);
        away.filter(|away| day <= *away).min()
    }
}

impl Laid {
    /// All of it.
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        Ok(Self {
            rules: choices::all(db, ChoiceKind::SavingRule).await?,
            goals: choices::all(db, ChoiceKind::Goal).await?,
            destinations: choices::all(db, ChoiceKind::Destination).await?,
            sweeps: choices::all(db, ChoiceKind::Sweep).await?,
            pauses: choices::find(db, ChoiceKind::SavingPause, ALL)
                .await?
                .unwrap_or_default(),
            left_out: choices::all::<LeftOut>(db, ChoiceKind::LeftOut)
                .await?
                .into_iter()
                .map(|choice| (choice.value.rule, choice.value.entry))
                .collect(),
        })
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.goals.is_empty() && self.sweeps.is_empty()
    }

    /// A rule.
    pub(super) fn rule(&self, id: ChoiceId) -> Result<&Choice<KeptRule>> {
        let found = self.rules.iter().find(|rule| rule.id == id);
        found.ok_or(LedgerError::Missing("saving rule"))
    }

    /// What a rule does, where it is there.
    pub(super) fn terms(&self, rule: ChoiceId) -> Option<&SavingTerms> {
        let newest = self.rule(rule).ok()?.value.newest().ok()?;
        Some(&newest.terms)
    }

    /// A goal.
    pub(super) fn goal(&self, id: ChoiceId) -> Result<&Choice<KeptGoal>> {
        let found = self.goals.iter().find(|goal| goal.id == id);
        found.ok_or(LedgerError::Missing("goal"))
    }

    /// A destination.
    pub(super) fn destination(&self, id: ChoiceId) -> Result<&Choice<DestinationInput>> {
        let found = self.destinations.iter().find(|choice| choice.id == id);
        found.ok_or(LedgerError::Missing("destination"))
    }

    /// A confirmed transfer.
    pub(super) fn sweep(&self, id: ChoiceId) -> Result<&Choice<KeptSweep>> {
        let found = self.sweeps.iter().find(|sweep| sweep.id == id);
        found.ok_or(LedgerError::Missing("transfer"))
    }
}

/// A purchase that a rule leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LeftOut {
    pub rule: ChoiceId,
    pub entry: EntryId,
}

impl LeftOut {
    /// The key of its choice.
    pub(super) fn key(self) -> String {
        format!("{}:{}", self.rule.0, self.entry.0)
    }
}

/// The days on which transfers were confirmed.
pub(crate) async fn sweep_days(db: &mut SqliteConnection) -> Result<Vec<NaiveDate>> {
    let sweeps = choices::all::<KeptSweep>(db, ChoiceKind::Sweep).await?;
    Ok(sweeps
        .into_iter()
        .map(|sweep| sweep.value.created)
        .collect())
}
