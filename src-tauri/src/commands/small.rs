//! The small-money screen.

use farthing_ledger::{Small, SmallQuery};

use super::Shell;
use crate::charts::{self, Chart, ChartKind, ChartLook};
use crate::error::Answer;

/// What the small payments of a span add up to.
#[tauri::command]
#[specta::specta]
pub async fn small_money(shell: Shell<'_>, query: SmallQuery) -> Answer<Small> {
    Ok(shell.ledger().await?.small(&query).await?)
}

/// A chart of them.
#[tauri::command]
#[specta::specta]
pub async fn small_chart(
    shell: Shell<'_>,
    kind: ChartKind,
    query: SmallQuery,
    look: ChartLook,
) -> Answer<Chart> {
    charts::small_chart(shell.ledger().await?, kind, query, look).await
}
