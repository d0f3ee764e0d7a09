//! The screen of habits and challenges.

use chrono::NaiveDate;
use farthing_ledger::habits::{ChallengeInput, HabitDetail, HabitInput, Habits};
use farthing_ledger::{ChangeLabel, ChoiceId};

use super::Shell;
use crate::clock::{now, today};
use crate::error::Answer;

/// All habits and challenges.
#[tauri::command]
#[specta::specta]
pub async fn habits(shell: Shell<'_>) -> Answer<Habits> {
    Ok(shell.ledger().await?.habits(today()).await?)
}

/// A habit with its whole course.
#[tauri::command]
#[specta::specta]
pub async fn habit(shell: Shell<'_>, id: ChoiceId) -> Answer<HabitDetail> {
    Ok(shell.ledger().await?.habit(id, today()).await?)
}

/// Keeps a habit.
#[tauri::command]
#[specta::specta]
pub async fn save_habit(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: HabitInput,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.save_habit(id, input, today(), now()).await?)
}

/// Leaves a day of a habit out.
#[tauri::command]
#[specta::specta]
pub async fn skip_habit_day(shell: Shell<'_>, id: ChoiceId, day: NaiveDate) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.skip_habit_day(id, day, now()).await?)
}

/// Counts it again.
#[tauri::command]
#[specta::specta]
pub async fn unskip_habit_day(
    shell: Shell<'_>,
    id: ChoiceId,
    day: NaiveDate,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.unskip_habit_day(id, day, now()).await?)
}

/// Puts a habit away.
#[tauri::command]
#[specta::specta]
pub async fn archive_habit(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.archive_habit(id, today(), now()).await?)
}

/// Takes a habit out again.
#[tauri::command]
#[specta::specta]
pub async fn reopen_habit(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.reopen_habit(id, today(), now()).await?)
}

/// Lets all habits rest from today on.
#[tauri::command]
#[specta::specta]
pub async fn start_vacation(shell: Shell<'_>) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.start_vacation(today(), now()).await?)
}

/// Goes on with the habits today.
#[tauri::command]
#[specta::specta]
pub async fn end_vacation(shell: Shell<'_>) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.end_vacation(today(), now()).await?)
}

/// Keeps a challenge.
#[tauri::command]
#[specta::specta]
pub async fn save_challenge(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: ChallengeInput,
) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .save_challenge(id, input, now())
        .await?)
}

/// Takes a challenge away.
#[tauri::command]
#[specta::specta]
pub async fn remove_challenge(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.remove_challenge(id, now()).await?)
}
