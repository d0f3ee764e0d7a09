//! Looking for what is new, and the notice of the day. Neither is a change of the person, so neither has
//! a line in the history, and undo never meets them; both write only where something is new.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use farthing_rules::insights::{Insight, insight, next_notice};

use super::gather::{Gathered, gather};
use super::kept::{Kept, KeptInsight, Noted};
use super::{InsightTarget, InsightView, InsightsFound};
use crate::choices::ChoiceKind;
use crate::error::Result;
use crate::store::Ledger;
use crate::write::Write;

/// What is so on a day, by its key.
type Found = BTreeMap<String, (Insight, InsightTarget)>;

impl Ledger {
    /// Looks at everything there is and notes what was not noted before; answers what is new.
    pub async fn look_for_insights(
        &self,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<InsightsFound> {
        let found = found(gather(self, today).await?, today);
        let mut db = self.pool.acquire().await?;
        let kept = Kept::of(&mut db).await?;
        drop(db);
        if kept.changes(&found, today).is_empty() {
            return Ok(InsightsFound { new: Vec::new() });
        }
        let mut write = self.begin(now).await?;
        // Another program may have noted it in between.
        let kept = Kept::of(write.connection()).await?;
        let changes = kept.changes(&found, today);
        let is_new = |key: &String| !kept.log.contains_key(key);
        let new = changes.iter().filter(|(key, _)| is_new(key));
        let new = new.map(|(key, noted)| kept.view(key, noted)).collect();
        for (key, noted) in changes {
            write.note(key, noted).await?;
        }
        write.finish().await?;
        Ok(InsightsFound { new })
    }

    /// The insight to tell the person now, if one may be told: it is marked as told with that.
    pub async fn next_insight_notice(
        &self,
        local: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<Option<InsightView>> {
        let mut db = self.pool.acquire().await?;
        let chosen = Kept::of(&mut db).await?.next(local);
        drop(db);
        if chosen.is_none() {
            return Ok(None);
        }
        let mut write = self.begin(now).await?;
        let kept = Kept::of(write.connection()).await?;
        let Some((key, mut noted)) = kept.next(local) else {
            return Ok(None);
        };
        noted.told = Some(local.date());
        let view = kept.view(&key, &noted);
        write.note(key, noted).await?;
        write.finish().await?;
        Ok(Some(view))
    }
}

impl Write {
    async fn note(&mut self, insight: String, noted: Noted) -> Result<()> {
        let noted = Box::new(noted);
        let kept = KeptInsight::Noted { insight, noted };
        self.choose(ChoiceKind::Insight, &kept.key(), 0, &kept)
            .await?;
        Ok(())
    }
}

impl Kept {
    /// What of the log changes: what is new, what is over, what is so again or leads elsewhere.
    fn changes(&self, found: &Found, today: NaiveDate) -> BTreeMap<String, Noted> {
        let mut changes = BTreeMap::new();
        for (key, (insight, target)) in found {
            let known = self.log.get(key);
            let noted = match known {
                Some(known) => known.still(target),
                None if self.silenced.silences(insight.kind, key) => continue,
                None => Noted::of(insight, target, today),
            };
            if known != Some(&noted) {
                changes.insert(key.clone(), noted);
            }
        }
        for (key, noted) in &self.log {
            if noted.over.is_none() && !found.contains_key(key) {
                let over = Some(today);
                changes.insert(
                    key.clone(),
                    Noted {
                        over,
                        ..noted.clone()
                    },
                );
            }
        }
        changes
    }

    fn next(&self, local: NaiveDateTime) -> Option<(String, Noted)> {
        let waiting = self.waiting();
        let chosen = next_notice(&self.notices(), &self.silenced, local, &waiting)?;
        let noted = self.log.get(&chosen.key)?;
        Some((chosen.key.clone(), noted.clone()))
    }
}

impl Noted {
    /// What was noted keeps its words and its days; after another import its payee has another id.
    fn still(&self, target: &InsightTarget) -> Self {
        let mut noted = self.clone();
        noted.over = None;
        if let (Some(rows), Some(now)) = (&mut noted.target.rows, &target.rows) {
            rows.payee = now.payee;
        }
        noted
    }

    fn of(insight: &Insight, target: &InsightTarget, today: NaiveDate) -> Self {
        Self {
            about: insight.kind,
            first_seen: today,
            title: insight.title.clone(),
            cause: insight.cause.clone(),
            why: insight.why.clone(),
            target: target.clone(),
            over: None,
            told: None,
        }
    }
}

fn found(gathered: Vec<Gathered>, today: NaiveDate) -> Found {
    let mut found = Found::new();
    for Gathered { fact, target } in gathered {
        if let Some(insight) = insight(&fact, today) {
            found
                .entry(insight.key.clone())
                .or_insert((insight, target));
        }
    }
    found
}
