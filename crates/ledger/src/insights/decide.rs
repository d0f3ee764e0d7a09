//! What the person says of insights: each one change in the history.

use chrono::{DateTime, NaiveTime, Utc};
use farthing_rules::insights::InsightKind;
use sqlx::SqliteConnection;

use super::InsightSettings;
use super::kept::{Kept, KeptInsight};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// Hides an insight for good.
    pub async fn dismiss_insight(&self, key: &str, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let kept = Kept::of(write.connection()).await?;
        let noted = kept.log.get(key).ok_or(LedgerError::Missing("insight"))?;
        if kept.silenced.dismissed.contains(key) {
            let message = "it is dismissed already";
            return Err(LedgerError::invalid("insight", message));
        }
        let label = format!("Dismiss: {}", noted.title);
        let insight = key.to_owned();
        write.keep_said(&KeptInsight::Dismissed { insight }).await?;
        write.commit(&label).await
    }

    /// Shows a dismissed insight again.
    pub async fn restore_insight(&self, key: &str, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let insight = key.to_owned();
        let mut write = self.begin(now).await?;
        let kept = Kept::of(write.connection()).await?;
        let noted = kept.log.get(key).ok_or(LedgerError::Missing("insight"))?;
        let label = format!("Show again: {}", noted.title);
        let said = KeptInsight::Dismissed { insight };
        write.forget_said(&said, "it is not dismissed").await?;
        write.commit(&label).await
    }

    /// Says that insights of a kind never come again.
    pub async fn mute_insights(
        &self,
        kind: InsightKind,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let said = KeptInsight::Muted { muted: kind };
        if said_id(write.connection(), &said).await?.is_some() {
            let message = "this kind never comes already";
            return Err(LedgerError::invalid("kind", message));
        }
        write.keep_said(&said).await?;
        write.commit(&format!("Never again: {}", kind.name())).await
    }

    /// Lets insights of a kind come again.
    pub async fn unmute_insights(
        &self,
        kind: InsightKind,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let said = KeptInsight::Muted { muted: kind };
        write
            .forget_said(&said, "this kind may come already")
            .await?;
        write.commit(&format!("Note again: {}", kind.name())).await
    }

    /// Lays down whether there are notices, and when there are none.
    pub async fn set_insight_settings(
        &self,
        input: InsightSettings,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let said = KeptInsight::Settings {
            notices: input.notices,
            quiet_from: time("quiet_from", &input.quiet_from)?,
            quiet_to: time("quiet_to", &input.quiet_to)?,
        };
        let mut write = self.begin(now).await?;
        write.keep_said(&said).await?;
        write.commit("Change when insights are told").await
    }
}

impl Write {
    async fn keep_said(&mut self, said: &KeptInsight) -> Result<()> {
        self.choose(ChoiceKind::Insight, &said.key(), 0, said)
            .await?;
        Ok(())
    }

    async fn forget_said(&mut self, said: &KeptInsight, otherwise: &'static str) -> Result<()> {
        let field = match said {
            KeptInsight::Muted { .. } => "kind",
            _ => "insight",
        };
        let id = said_id(self.connection(), said).await?;
        let id = id.ok_or_else(|| LedgerError::invalid(field, otherwise))?;
        self.unchoose(ChoiceKind::Insight, id).await
    }
}

async fn said_id(db: &mut SqliteConnection, said: &KeptInsight) -> Result<Option<ChoiceId>> {
    let key = said.key();
    let all = choices::all(db, ChoiceKind::Insight).await?;
    let found = all
        .into_iter()
        .find(|choice: &Choice<KeptInsight>| choice.key == key);
    Ok(found.map(|choice| choice.id))
}

fn time(field: &'static str, text: &str) -> Result<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| {
        let message = format!(
            "“{}” is no time of the day; write it like 21:00",
            text.trim()
        );
        LedgerError::invalid(field, message)
    })
}
