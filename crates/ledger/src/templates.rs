//! The person's own templates for the messages of wallets and banks.

use chrono::{DateTime, Utc};
use farthing_statements::messages::Template;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::ChangeLabel;

/// A template of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MessageTemplate {
    /// Its id.
    pub id: ChoiceId,
    /// Its name, unique among templates.
    pub name: String,
    /// The wording with its slots, such as `You paid {amount} to {payee}. Balance: {balance}`.
    pub text: String,
}

/// What is kept of a template beside its name.
#[derive(Serialize, Deserialize)]
struct Wording {
    text: String,
}

impl Ledger {
    /// The person's own templates, by name.
    pub async fn message_templates(&self) -> Result<Vec<MessageTemplate>> {
        let mut db = self.pool.acquire().await?;
        let mut all: Vec<MessageTemplate> = choices::all::<Wording>(&mut db, ChoiceKind::Template)
            .await?
            .into_iter()
            .map(|choice| MessageTemplate {
                id: choice.id,
                name: choice.key,
                text: choice.value.text,
            })
            .collect();
        all.sort_by_key(|template| template.name.to_lowercase());
        Ok(all)
    }

    /// Keeps a template under its name, over an older one.
    pub async fn save_message_template(
        &self,
        name: &str,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let template = Template::new(name, text)
            .map_err(|error| LedgerError::invalid("text", error.to_string()))?;
        let mut write = self.begin(now).await?;
        let wording = Wording {
            text: template.text().to_owned(),
        };
        write
            .choose(ChoiceKind::Template, template.name(), 0, &wording)
            .await?;
        write
            .commit(&format!("Keep template {}", template.name()))
            .await
    }

    /// Forgets a template.
    pub async fn delete_message_template(
        &self,
        id: ChoiceId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.unchoose(ChoiceKind::Template, id).await?;
        write.commit("Delete a template").await
    }
}

/// The person's own templates as messages are read with them. One that a later version of Farthing
/// takes no more is left out: its text is still there to be changed.
pub(crate) async fn usable(db: &mut SqliteConnection) -> Result<Vec<Template>> {
    let all = choices::all::<Wording>(db, ChoiceKind::Template).await?;
    let templates = all.iter();
    Ok(templates
        .filter_map(|choice| Template::new(&choice.key, &choice.value.text).ok())
        .collect())
}
