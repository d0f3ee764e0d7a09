//! What was charged, and what tariffs would take.

use chrono::NaiveDate;
use farthing_ledger::fees::{
    BundleShown, CashOutShown, Fees, Quote, TariffComparison, TariffInput, TariffShown,
};
use farthing_ledger::{ChangeLabel, ChoiceId, Ledger};

use super::Shell;
use crate::clock;
use crate::error::Answer;

/// What was charged from day to day.
#[tauri::command]
#[specta::specta]
pub async fn fees(
    shell: Shell<'_>,
    currency: String,
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<Fees> {
    Ok(shell.ledger().await?.fees(&currency, from, to).await?)
}

/// The tariffs that can be asked.
#[tauri::command]
#[specta::specta]
pub async fn tariffs(shell: Shell<'_>) -> Answer<Vec<TariffShown>> {
    Ok(shell.ledger().await?.tariffs().await?)
}

/// Keeps a tariff of the person's own.
#[tauri::command]
#[specta::specta]
pub async fn save_tariff(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: TariffInput,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.save_tariff(id, input, clock::now()).await?)
}

/// Forgets one.
#[tauri::command]
#[specta::specta]
pub async fn remove_tariff(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.remove_tariff(id, clock::now()).await?)
}

/// What a payment costs by each tariff.
#[tauri::command]
#[specta::specta]
pub async fn quote_payment(
    shell: Shell<'_>,
    amount: String,
    currency: String,
) -> Answer<Vec<Quote>> {
    Ok(shell.ledger().await?.quote(&amount, &currency).await?)
}

/// Two tariffs beside each other.
#[tauri::command]
#[specta::specta]
pub async fn compare_tariffs(
    shell: Shell<'_>,
    first: String,
    second: String,
) -> Answer<TariffComparison> {
    let ledger = shell.ledger().await?;
    Ok(ledger.compare_tariffs(&first, &second).await?)
}

/// Several payments, or one of their sum.
#[tauri::command]
#[specta::specta]
pub async fn bundle_fees(
    shell: Shell<'_>,
    tariff: String,
    amount: String,
    count: u32,
) -> Answer<BundleShown> {
    let ledger = shell.ledger().await?;
    Ok(ledger.bundle_fees(&tariff, &amount, count).await?)
}

/// What it costs to turn a wallet or a phone bill into money now.
#[tauri::command]
#[specta::specta]
pub async fn cash_out_cost(
    shell: Shell<'_>,
    percent: String,
    face: String,
    currency: String,
    days: u32,
) -> Answer<CashOutShown> {
    // It needs no figure of the ledger, only that there is one.
    shell.ledger().await?;
    Ok(Ledger::cash_out_at(&percent, &face, &currency, days)?)
}
