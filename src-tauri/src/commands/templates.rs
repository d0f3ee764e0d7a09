//! Messages that a person pastes, and their own templates for them.

use farthing_ledger::{ChangeLabel, ChoiceId, MessageTemplate};

use super::Shell;
use crate::clock;
use crate::error::Answer;
use crate::files::DroppedFile;

/// Takes pasted text as if it were a file, to be previewed and imported like one.
#[tauri::command]
#[specta::specta]
pub async fn paste_text(shell: Shell<'_>, text: String) -> Answer<DroppedFile> {
    Ok(shell.files.hold_text(text)?)
}

/// The person's own templates.
#[tauri::command]
#[specta::specta]
pub async fn message_templates(shell: Shell<'_>) -> Answer<Vec<MessageTemplate>> {
    Ok(shell.ledger().await?.message_templates().await?)
}

/// Keeps a template under its name.
#[tauri::command]
#[specta::specta]
pub async fn save_message_template(
    shell: Shell<'_>,
    name: String,
    text: String,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger
        .save_message_template(&name, &text, clock::now())
        .await?)
}

/// Forgets a template.
#[tauri::command]
#[specta::specta]
pub async fn delete_message_template(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.delete_message_template(id, clock::now()).await?)
}
