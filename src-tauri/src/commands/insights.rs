//! The insights log.

use farthing_ledger::ChangeLabel;
use farthing_ledger::insights::{
    InsightKind, InsightSettings, InsightView, Insights, InsightsFound,
};

use super::Shell;
use crate::clock::{local, now, today};
use crate::error::Answer;

/// What was noted so far.
#[tauri::command]
#[specta::specta]
pub async fn insights(shell: Shell<'_>) -> Answer<Insights> {
    Ok(shell.ledger().await?.insights().await?)
}

/// Looks for what is new and notes it.
#[tauri::command]
#[specta::specta]
pub async fn look_for_insights(shell: Shell<'_>) -> Answer<InsightsFound> {
    let ledger = shell.ledger().await?;
    Ok(ledger.look_for_insights(today(), now()).await?)
}

/// The one insight to tell now, if one may be told.
#[tauri::command]
#[specta::specta]
pub async fn next_insight_notice(shell: Shell<'_>) -> Answer<Option<InsightView>> {
    let ledger = shell.ledger().await?;
    Ok(ledger.next_insight_notice(local(), now()).await?)
}

/// Hides an insight for good.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_insight(shell: Shell<'_>, key: String) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.dismiss_insight(&key, now()).await?)
}

/// Shows a dismissed insight again.
#[tauri::command]
#[specta::specta]
pub async fn restore_insight(shell: Shell<'_>, key: String) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.restore_insight(&key, now()).await?)
}

/// Says that insights of a kind never come again.
#[tauri::command]
#[specta::specta]
pub async fn mute_insights(shell: Shell<'_>, kind: InsightKind) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.mute_insights(kind, now()).await?)
}

/// Lets insights of a kind come again.
#[tauri::command]
#[specta::specta]
pub async fn unmute_insights(shell: Shell<'_>, kind: InsightKind) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.unmute_insights(kind, now()).await?)
}

/// Lays down whether there are notices, and when there are none.
#[tauri::command]
#[specta::specta]
pub async fn set_insight_settings(shell: Shell<'_>, input: InsightSettings) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.set_insight_settings(input, now()).await?)
}
