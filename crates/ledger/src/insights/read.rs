//! The log as it is told. Reading it writes nothing and looks at no entry.

use std::cmp::Reverse;

use farthing_rules::insights::InsightKind;

use super::kept::{Kept, Noted};
use super::{InsightKindShown, InsightState, InsightView, Insights};
use crate::error::Result;
use crate::store::Ledger;

impl Ledger {
    /// What was noted so far, and what is laid down about it.
    pub async fn insights(&self) -> Result<Insights> {
        let mut db = self.pool.acquire().await?;
        let kept = Kept::of(&mut db).await?;
        let noted = kept.log.iter().map(|(key, noted)| kept.view(key, noted));
        let mut all: Vec<InsightView> = noted.collect();
        all.sort_by_cached_key(|one| {
            let is_open = one.state == InsightState::Open;
            (
                Reverse(is_open),
                Reverse(one.first_seen),
                one.kind,
                one.key.clone(),
            )
        });
        let kinds = InsightKind::ALL.iter().map(|kind| InsightKindShown {
            kind: *kind,
            name: kind.name().to_owned(),
            is_muted: kept.silenced.muted.contains(kind),
        });
        Ok(Insights {
            all,
            kinds: kinds.collect(),
            settings: kept.settings(),
        })
    }
}

impl Kept {
    pub(super) fn view(&self, key: &str, noted: &Noted) -> InsightView {
        InsightView {
            key: key.to_owned(),
            kind: noted.about,
            kind_name: noted.about.name().to_owned(),
            first_seen: noted.first_seen,
            title: noted.title.clone(),
            cause: noted.cause.clone(),
            why: noted.why.clone(),
            state: self.state(key, noted),
            over: noted.over,
            told: noted.told,
            target: noted.target.clone(),
        }
    }

    fn state(&self, key: &str, noted: &Noted) -> InsightState {
        if self.silenced.dismissed.contains(key) {
            InsightState::Dismissed
        } else if self.silenced.muted.contains(&noted.about) {
            InsightState::Muted
        } else if noted.over.is_some() {
            InsightState::Over
        } else {
            InsightState::Open
        }
    }
}
