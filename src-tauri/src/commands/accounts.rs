//! Own accounts, categories and payees.

use farthing_ledger::{
    AccountEdit, AccountId, AccountSummary, Category, NewAccount, NewCategory, Payee,
};

use super::Shell;
use crate::clock;
use crate::error::Answer;

/// Every own account, open ones first.
#[tauri::command]
#[specta::specta]
pub async fn accounts(shell: Shell<'_>) -> Answer<Vec<AccountSummary>> {
    Ok(shell.ledger().await?.accounts().await?)
}

/// Adds an account with what it holds today.
#[tauri::command]
#[specta::specta]
pub async fn add_account(shell: Shell<'_>, input: NewAccount) -> Answer<AccountSummary> {
    let ledger = shell.ledger().await?;
    Ok(ledger
        .add_account(input, clock::today(), clock::now())
        .await?)
}

/// Changes an account.
#[tauri::command]
#[specta::specta]
pub async fn edit_account(
    shell: Shell<'_>,
    id: AccountId,
    input: AccountEdit,
) -> Answer<AccountSummary> {
    Ok(shell
        .ledger()
        .await?
        .edit_account(id, input, clock::now())
        .await?)
}

/// Every category.
#[tauri::command]
#[specta::specta]
pub async fn categories(shell: Shell<'_>) -> Answer<Vec<Category>> {
    Ok(shell.ledger().await?.categories().await?)
}

/// Adds a category.
#[tauri::command]
#[specta::specta]
pub async fn add_category(shell: Shell<'_>, input: NewCategory) -> Answer<Category> {
    Ok(shell
        .ledger()
        .await?
        .add_category(input, clock::now())
        .await?)
}

/// Every payee, the one with most entries first.
#[tauri::command]
#[specta::specta]
pub async fn payees(shell: Shell<'_>) -> Answer<Vec<Payee>> {
    Ok(shell.ledger().await?.payees().await?)
}
