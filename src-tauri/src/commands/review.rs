//! The weekly review.

use farthing_ledger::review::{ReviewChoice, ReviewStep, WeeklyReview};
use farthing_ledger::{ChangeLabel, EntryId, EntryRow};
use tauri::{AppHandle, Manager as _};

use super::{Shell, aside};
use crate::clock::{now, today};
use crate::error::Answer;
use crate::shell;

/// What waits for a word, the last week, and the choice for the next.
#[tauri::command]
#[specta::specta]
pub async fn weekly_review(app: AppHandle, currency: Option<String>) -> Answer<WeeklyReview> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let ledger = shell.ledger().await?;
        Ok(ledger.weekly_review(currency.as_deref(), today()).await?)
    })
    .await
}

/// Keeps the choice for the next week.
#[tauri::command]
#[specta::specta]
pub async fn choose_for_week(shell: Shell<'_>, choice: ReviewChoice) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.choose_for_week(choice, today(), now()).await?)
}

/// Takes it back.
#[tauri::command]
#[specta::specta]
pub async fn unchoose_for_week(shell: Shell<'_>) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.unchoose_for_week(today(), now()).await?)
}

/// Leaves a step for another time.
#[tauri::command]
#[specta::specta]
pub async fn skip_review_step(shell: Shell<'_>, step: ReviewStep) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.skip_review_step(step, today(), now()).await?)
}

/// Takes it in again.
#[tauri::command]
#[specta::specta]
pub async fn unskip_review_step(shell: Shell<'_>, step: ReviewStep) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.unskip_review_step(step, today(), now()).await?)
}

/// Says that a planned refund came today.
#[tauri::command]
#[specta::specta]
pub async fn refund_came(shell: Shell<'_>, id: EntryId) -> Answer<EntryRow> {
    let ledger = shell.ledger().await?;
    Ok(ledger.refund_came(id, today(), now()).await?)
}

/// Finishes the review of this week.
#[tauri::command]
#[specta::specta]
pub async fn finish_review(shell: Shell<'_>) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.finish_review(today(), now()).await?)
}
