//! The person's rules for sorting entries, and what was learned from the sorted ones.

use chrono::NaiveDate;
use farthing_ledger::{
    CategorySuggestion, ChangeLabel, ChoiceId, EntryId, RuleInput, RuleTrial, SortingRule, Why,
};
use tauri::{AppHandle, Manager as _};

use super::{Shell, aside};
use crate::clock;
use crate::error::Answer;
use crate::shell;

/// How many entries are shown of a trial.
const SHOWN: u32 = 100;

/// The rules, the topmost first.
#[tauri::command]
#[specta::specta]
pub async fn rules(shell: Shell<'_>) -> Answer<Vec<SortingRule>> {
    Ok(shell.ledger().await?.rules().await?)
}

/// Keeps a rule: a changed one in its place, a new one below all others.
#[tauri::command]
#[specta::specta]
pub async fn save_rule(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    rule: RuleInput,
) -> Answer<SortingRule> {
    Ok(shell
        .ledger()
        .await?
        .save_rule(id, rule, clock::now())
        .await?)
}

/// Forgets a rule.
#[tauri::command]
#[specta::specta]
pub async fn delete_rule(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.delete_rule(id, clock::now()).await?)
}

/// Moves a rule to a place among the others, counted from 0 at the top.
#[tauri::command]
#[specta::specta]
pub async fn move_rule(shell: Shell<'_>, id: ChoiceId, to: u32) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .move_rule(id, to, clock::now())
        .await?)
}

/// What the rules would change among the entries from a day on; with one that is not kept yet, where
/// one is given. Writes nothing.
#[tauri::command]
#[specta::specta]
pub async fn try_rules(
    app: AppHandle,
    id: Option<ChoiceId>,
    rule: Option<RuleInput>,
    from: Option<NaiveDate>,
) -> Answer<RuleTrial> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let candidate = rule.map(|rule| (id, rule));
        let from = from.unwrap_or(NaiveDate::MIN);
        let ledger = shell.ledger().await?;
        Ok(ledger.try_rules(candidate, from, SHOWN).await?)
    })
    .await
}

/// Applies the rules to the entries from a day on.
#[tauri::command]
#[specta::specta]
pub async fn apply_rules(app: AppHandle, from: Option<NaiveDate>) -> Answer<ChangeLabel> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        let from = from.unwrap_or(NaiveDate::MIN);
        let ledger = shell.ledger().await?;
        Ok(ledger.apply_rules(from, clock::now()).await?)
    })
    .await
}

/// Why an entry is in its category.
#[tauri::command]
#[specta::specta]
pub async fn why(shell: Shell<'_>, id: EntryId) -> Answer<Why> {
    Ok(shell.ledger().await?.why(id).await?)
}

/// The category that one entry may belong to, where it has none and something is known of such entries.
#[tauri::command]
#[specta::specta]
pub async fn suggest_category(app: AppHandle, id: EntryId) -> Answer<Option<CategorySuggestion>> {
    aside(async move || {
        let shell = app.state::<shell::Shell>();
        Ok(shell.ledger().await?.suggest_category(id).await?)
    })
    .await
}

/// A rule from an entry; it is not kept yet.
#[tauri::command]
#[specta::specta]
pub async fn rule_from(shell: Shell<'_>, id: EntryId) -> Answer<RuleInput> {
    Ok(shell.ledger().await?.rule_from(id).await?)
}
