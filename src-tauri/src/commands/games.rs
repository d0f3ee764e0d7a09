//! Games with their packs and cap, tips, and day passes.

use farthing_ledger::games::{
    CreatorInput, DayPass, GameCapInput, GameInput, Games, ItemInput, PassBreakEven, PassInput,
};
use farthing_ledger::{ChangeLabel, ChoiceId, Ledger};

use super::Shell;
use crate::clock;
use crate::error::Answer;

/// Games with their cap, and tips.
#[tauri::command]
#[specta::specta]
pub async fn games(shell: Shell<'_>) -> Answer<Games> {
    Ok(shell.ledger().await?.games(clock::today()).await?)
}

/// Keeps a game.
#[tauri::command]
#[specta::specta]
pub async fn save_game(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: GameInput,
) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.save_game(id, input, clock::now()).await?)
}

/// Forgets one.
#[tauri::command]
#[specta::specta]
pub async fn remove_game(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.remove_game(id, clock::now()).await?)
}

/// Keeps what units of a game went into.
#[tauri::command]
#[specta::specta]
pub async fn spend_units(shell: Shell<'_>, id: ChoiceId, item: ItemInput) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.spend_units(id, item, clock::now()).await?)
}

/// Says what all games together may cost in a month.
#[tauri::command]
#[specta::specta]
pub async fn set_game_cap(shell: Shell<'_>, input: GameCapInput) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.set_game_cap(input, clock::now()).await?)
}

/// Says that every purchase of a payee is a tip.
#[tauri::command]
#[specta::specta]
pub async fn mark_creator(shell: Shell<'_>, input: CreatorInput) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.mark_creator(input, clock::now()).await?)
}

/// Takes that back.
#[tauri::command]
#[specta::specta]
pub async fn unmark_creator(shell: Shell<'_>, payee: String) -> Answer<ChangeLabel> {
    let ledger = shell.ledger().await?;
    Ok(ledger.unmark_creator(&payee, clock::now()).await?)
}

/// What is paid use by use in a currency.
#[tauri::command]
#[specta::specta]
pub async fn day_passes(shell: Shell<'_>, currency: String) -> Answer<Vec<DayPass>> {
    let ledger = shell.ledger().await?;
    Ok(ledger.day_passes(&currency, clock::today()).await?)
}

/// From how many uses on a subscription does not cost more.
#[tauri::command]
#[specta::specta]
pub fn pass_break_even(input: PassInput) -> Answer<PassBreakEven> {
    Ok(Ledger::pass_break_even(input)?)
}
