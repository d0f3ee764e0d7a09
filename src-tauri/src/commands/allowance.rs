//! What is left today: allowances and limits of categories.

use chrono::NaiveDate;
use farthing_ledger::allowance::{
    AllowanceInput, AllowanceShown, CategoryLimit, CategoryLimitInput, RestAnswer,
};
use farthing_ledger::{ChangeLabel, ChoiceId};

use super::Shell;
use crate::clock::{now, today};
use crate::error::Answer;

/// What is left today of each allowance.
#[tauri::command]
#[specta::specta]
pub async fn left_today(shell: Shell<'_>) -> Answer<Vec<AllowanceShown>> {
    Ok(shell.ledger().await?.left_today(today()).await?)
}

/// Keeps an allowance.
#[tauri::command]
#[specta::specta]
pub async fn save_allowance(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: AllowanceInput,
) -> Answer<AllowanceShown> {
    let ledger = shell.ledger().await?;
    Ok(ledger.save_allowance(id, input, today(), now()).await?)
}

/// Takes an allowance away.
#[tauri::command]
#[specta::specta]
pub async fn remove_allowance(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.remove_allowance(id, now()).await?)
}

/// Says what becomes of the rests that wait.
#[tauri::command]
#[specta::specta]
pub async fn answer_rest(
    shell: Shell<'_>,
    id: ChoiceId,
    answer: RestAnswer,
) -> Answer<AllowanceShown> {
    let ledger = shell.ledger().await?;
    Ok(ledger.answer_rest(id, answer, today(), now()).await?)
}

/// Pledges what a period that is over left to its goal.
#[tauri::command]
#[specta::specta]
pub async fn sweep_allowance(
    shell: Shell<'_>,
    id: ChoiceId,
    last: NaiveDate,
) -> Answer<AllowanceShown> {
    let ledger = shell.ledger().await?;
    Ok(ledger.sweep_allowance(id, last, today(), now()).await?)
}

/// The limits of categories, and how each is used.
#[tauri::command]
#[specta::specta]
pub async fn category_limits(shell: Shell<'_>) -> Answer<Vec<CategoryLimit>> {
    Ok(shell.ledger().await?.limits(today()).await?)
}

/// Keeps the limit of a category.
#[tauri::command]
#[specta::specta]
pub async fn save_category_limit(
    shell: Shell<'_>,
    input: CategoryLimitInput,
) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.save_limit(input, now()).await?)
}

/// Takes a limit away.
#[tauri::command]
#[specta::specta]
pub async fn remove_category_limit(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.remove_limit(id, now()).await?)
}
