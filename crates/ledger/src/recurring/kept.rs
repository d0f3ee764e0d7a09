//! What the person said of a series, as it is kept.

use chrono::NaiveDate;
use farthing_money::Currency;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::SeriesState;
use super::found::Found;
use crate::cashback::KeptEvidence;
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::Result;
use crate::ids::ChoiceId;
use crate::payees::alias_of;

/// A series that the person decided about. It names no ids: the same payments are known again after
/// their import was deleted and brought in anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptSeries {
    pub state: SeriesState,
    pub currency: String,
    pub clusters: Vec<KeptCluster>,
    pub name: String,
    pub note: String,
    pub trial_ends: Option<NaiveDate>,
    pub intro: Option<KeptIntro>,
    pub cancel_steps: String,
    /// In the order of their days; two uses on one day are two.
    pub used: Vec<NaiveDate>,
    pub cancel: Option<KeptCancel>,
    /// Named as in `cashback`, where files that nothing names are dropped.
    pub evidence: Vec<KeptEvidence>,
    pub pledges: Vec<KeptPledge>,
}

/// Payments of about one size to one payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptCluster {
    pub payee: String,
    pub low: i64,
    pub high: i64,
}

/// An introductory price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptIntro {
    pub minor: i64,
    pub until: NaiveDate,
}

/// When and how a series was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptCancel {
    pub day: NaiveDate,
    pub how: String,
}

/// Saved money that was put into a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptPledge {
    pub goal: ChoiceId,
    pub day: NaiveDate,
    pub minor: i64,
}

impl KeptSeries {
    /// What is kept of a candidate.
    pub(super) fn of(found: &Found, currency: Currency, state: SeriesState) -> Self {
        Self::new(&found.name, found.clusters(), currency, state)
    }

    /// Payments of which nothing else is said yet.
    pub(super) fn new(
        name: &str,
        clusters: Vec<KeptCluster>,
        currency: Currency,
        state: SeriesState,
    ) -> Self {
        Self {
            state,
            currency: currency.code().to_owned(),
            clusters,
            name: name.to_owned(),
            note: String::new(),
            trial_ends: None,
            intro: None,
            cancel_steps: String::new(),
            used: Vec::new(),
            cancel: None,
            evidence: Vec::new(),
            pledges: Vec::new(),
        }
    }

    /// The names of its payees, each once.
    pub(super) fn payees(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for cluster in &self.clusters {
            let alias = alias_of(&cluster.payee);
            if !names.iter().any(|name| alias_of(name) == alias) {
                names.push(cluster.payee.clone());
            }
        }
        names
    }

    pub(super) fn pledged_minor(&self) -> i64 {
        self.pledges.iter().map(|pledge| pledge.minor).sum()
    }
}

/// Every series of a currency that the person decided about.
pub(super) async fn all(
    db: &mut SqliteConnection,
    currency: Currency,
) -> Result<Vec<Choice<KeptSeries>>> {
    let mut kept: Vec<Choice<KeptSeries>> = choices::all(db, ChoiceKind::Series).await?;
    kept.retain(|choice| choice.value.currency == currency.code());
    Ok(kept)
}
