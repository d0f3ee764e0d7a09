//! Saving rules, the lab, goals, and the transfers that really move the money.

use chrono::NaiveDate;
use farthing_ledger::savings::{
    Destination, DestinationInput, GoalDeposit, GoalDetail, GoalInput, GoalMoneyInput, GoalSummary,
    Goals, Handoff, LabQuery, LabResult, ListPrice, ListPriceInput, MirrorReport, PauseUntil,
    RoundingExample, SavingRule, SavingRuleInput, Sweep, SweepInput, Sweeps, WantList, WhySaved,
    Wish, WishInput,
};
use farthing_ledger::{ChangeLabel, ChoiceId, EntryId};

use super::Shell;
use crate::charts::{Chart, ChartLook};
use crate::clock::{now, today};
use crate::error::Answer;

/// How many deposits of a goal are shown at once.
const DEPOSITS: u32 = 200;

/// The saving rules, in their order.
#[tauri::command]
#[specta::specta]
pub async fn saving_rules(shell: Shell<'_>) -> Answer<Vec<SavingRule>> {
    Ok(shell.ledger().await?.saving_rules(today()).await?)
}

/// Keeps a saving rule; a changed one gets a new version from a day on, today unless it is said.
#[tauri::command]
#[specta::specta]
pub async fn save_saving_rule(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    rule: SavingRuleInput,
    from: Option<NaiveDate>,
) -> Answer<SavingRule> {
    Ok(shell
        .ledger()
        .await?
        .save_saving_rule(id, rule, from, today(), now())
        .await?)
}

/// Forgets a saving rule and what of it has not moved.
#[tauri::command]
#[specta::specta]
pub async fn delete_saving_rule(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.delete_saving_rule(id, now()).await?)
}

/// Lets one rule rest, or all of them, from today on.
#[tauri::command]
#[specta::specta]
pub async fn pause_saving(
    shell: Shell<'_>,
    rule: Option<ChoiceId>,
    until: PauseUntil,
) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .pause_saving(rule, until, today(), now())
        .await?)
}

/// Goes on with one rule, or all of them, from today on.
#[tauri::command]
#[specta::specta]
pub async fn resume_saving(shell: Shell<'_>, rule: Option<ChoiceId>) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .resume_saving(rule, today(), now())
        .await?)
}

/// Leaves a purchase out of a rule.
#[tauri::command]
#[specta::specta]
pub async fn leave_out(shell: Shell<'_>, entry: EntryId, rule: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.leave_out(entry, rule, now()).await?)
}

/// Takes a purchase in again.
#[tauri::command]
#[specta::specta]
pub async fn take_in(shell: Shell<'_>, entry: EntryId, rule: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.take_in(entry, rule, now()).await?)
}

/// Every way of rounding up, on the person's own last purchases.
#[tauri::command]
#[specta::specta]
pub async fn rounding_examples(
    shell: Shell<'_>,
    currency: Option<String>,
) -> Answer<Vec<RoundingExample>> {
    Ok(shell.ledger().await?.rounding_examples(currency).await?)
}

/// What one or two sets of terms would have done.
#[tauri::command]
#[specta::specta]
pub async fn lab(shell: Shell<'_>, query: LabQuery) -> Answer<Vec<LabResult>> {
    Ok(shell.ledger().await?.lab(query).await?)
}

/// What each rule made of an entry, and why not more.
#[tauri::command]
#[specta::specta]
pub async fn why_saved(shell: Shell<'_>, entry: EntryId) -> Answer<Vec<WhySaved>> {
    Ok(shell.ledger().await?.why_saved(entry, today()).await?)
}

/// What the list said a purchase would cost, and which rules look at that.
#[tauri::command]
#[specta::specta]
pub async fn list_price(shell: Shell<'_>, entry: EntryId) -> Answer<ListPrice> {
    Ok(shell.ledger().await?.list_price(entry, today()).await?)
}

/// Keeps what the list said a purchase would cost.
#[tauri::command]
#[specta::specta]
pub async fn set_list_price(
    shell: Shell<'_>,
    entry: EntryId,
    input: ListPriceInput,
) -> Answer<ListPrice> {
    Ok(shell
        .ledger()
        .await?
        .set_list_price(entry, input, today(), now())
        .await?)
}

/// Forgets what the list said a purchase would cost.
#[tauri::command]
#[specta::specta]
pub async fn clear_list_price(shell: Shell<'_>, entry: EntryId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .clear_list_price(entry, today(), now())
        .await?)
}

/// Things that are thought over before they are bought.
#[tauri::command]
#[specta::specta]
pub async fn want_list(shell: Shell<'_>) -> Answer<WantList> {
    Ok(shell.ledger().await?.want_list(today()).await?)
}

/// Puts a thing on the want list.
#[tauri::command]
#[specta::specta]
pub async fn add_wish(shell: Shell<'_>, wish: WishInput) -> Answer<Wish> {
    Ok(shell.ledger().await?.add_wish(wish, today(), now()).await?)
}

/// Keeps the decision not to buy a thing.
#[tauri::command]
#[specta::specta]
pub async fn drop_wish(shell: Shell<'_>, id: ChoiceId, day: Option<NaiveDate>) -> Answer<Wish> {
    Ok(shell
        .ledger()
        .await?
        .drop_wish(id, day, today(), now())
        .await?)
}

/// Keeps the decision to buy a thing.
#[tauri::command]
#[specta::specta]
pub async fn buy_wish(shell: Shell<'_>, id: ChoiceId, day: Option<NaiveDate>) -> Answer<Wish> {
    Ok(shell
        .ledger()
        .await?
        .buy_wish(id, day, today(), now())
        .await?)
}

/// Takes the decision about a thing back.
#[tauri::command]
#[specta::specta]
pub async fn reopen_wish(shell: Shell<'_>, id: ChoiceId) -> Answer<Wish> {
    Ok(shell
        .ledger()
        .await?
        .reopen_wish(id, today(), now())
        .await?)
}

/// Takes a thing off the want list.
#[tauri::command]
#[specta::specta]
pub async fn remove_wish(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .remove_wish(id, today(), now())
        .await?)
}

/// The goals, and what their money lies on.
#[tauri::command]
#[specta::specta]
pub async fn goals(shell: Shell<'_>) -> Answer<Goals> {
    Ok(shell.ledger().await?.goals(today()).await?)
}

/// A goal with its history.
#[tauri::command]
#[specta::specta]
pub async fn goal(shell: Shell<'_>, id: ChoiceId) -> Answer<GoalDetail> {
    Ok(shell.ledger().await?.goal(id, today(), DEPOSITS).await?)
}

/// More of a goal's deposits, the newest first, after the first `offset` of them.
#[tauri::command]
#[specta::specta]
pub async fn goal_deposits(
    shell: Shell<'_>,
    id: ChoiceId,
    offset: u32,
) -> Answer<Vec<GoalDeposit>> {
    Ok(shell
        .ledger()
        .await?
        .goal_deposits(id, today(), offset, DEPOSITS)
        .await?)
}

/// Keeps a goal.
#[tauri::command]
#[specta::specta]
pub async fn save_goal(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    goal: GoalInput,
) -> Answer<GoalSummary> {
    Ok(shell
        .ledger()
        .await?
        .save_goal(id, goal, today(), now())
        .await?)
}

/// Puts money into a goal by hand, or takes it out.
#[tauri::command]
#[specta::specta]
pub async fn move_goal_money(
    shell: Shell<'_>,
    id: ChoiceId,
    money: GoalMoneyInput,
) -> Answer<GoalSummary> {
    Ok(shell
        .ledger()
        .await?
        .move_goal_money(id, money, today(), now())
        .await?)
}

/// Puts a goal away: its money becomes free, its history stays.
#[tauri::command]
#[specta::specta]
pub async fn archive_goal(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .archive_goal(id, today(), now())
        .await?)
}

/// Takes a goal out again, empty.
#[tauri::command]
#[specta::specta]
pub async fn reopen_goal(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .reopen_goal(id, today(), now())
        .await?)
}

/// The destinations.
#[tauri::command]
#[specta::specta]
pub async fn destinations(shell: Shell<'_>) -> Answer<Vec<Destination>> {
    Ok(shell.ledger().await?.destinations().await?)
}

/// Keeps a destination.
#[tauri::command]
#[specta::specta]
pub async fn save_destination(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    destination: DestinationInput,
) -> Answer<Destination> {
    Ok(shell
        .ledger()
        .await?
        .save_destination(id, destination, now())
        .await?)
}

/// Forgets a destination that no goal and no transfer names.
#[tauri::command]
#[specta::specta]
pub async fn delete_destination(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.delete_destination(id, now()).await?)
}

/// What waits for a transfer, and the transfers that were confirmed.
#[tauri::command]
#[specta::specta]
pub async fn sweeps(shell: Shell<'_>) -> Answer<Sweeps> {
    Ok(shell.ledger().await?.sweeps(today()).await?)
}

/// Confirms a transfer: from now on it is looked for at the bank.
#[tauri::command]
#[specta::specta]
pub async fn confirm_sweep(shell: Shell<'_>, input: SweepInput) -> Answer<Sweep> {
    Ok(shell
        .ledger()
        .await?
        .confirm_sweep(input, today(), now())
        .await?)
}

/// How a confirmed transfer is made.
#[tauri::command]
#[specta::specta]
pub async fn handoff(shell: Shell<'_>, id: ChoiceId) -> Answer<Handoff> {
    Ok(shell.ledger().await?.handoff(id).await?)
}

/// Says that a transfer was paid.
#[tauri::command]
#[specta::specta]
pub async fn mark_sweep_paid(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .mark_sweep_paid(id, today(), now())
        .await?)
}

/// Takes the entry that was suggested as the transfer.
#[tauri::command]
#[specta::specta]
pub async fn accept_sweep_entry(
    shell: Shell<'_>,
    id: ChoiceId,
    entry: EntryId,
) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .accept_sweep_entry(id, entry, today(), now())
        .await?)
}

/// Takes a confirmed transfer back that has not moved.
#[tauri::command]
#[specta::specta]
pub async fn cancel_sweep(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.cancel_sweep(id, now()).await?)
}

/// What the bank's own round-ups come to beside what a rule expects.
#[tauri::command]
#[specta::specta]
pub async fn mirror(
    shell: Shell<'_>,
    rule: ChoiceId,
    from: NaiveDate,
    to: NaiveDate,
    words: Vec<String>,
) -> Answer<MirrorReport> {
    Ok(shell.ledger().await?.mirror(rule, from, to, words).await?)
}

/// How a goal has grown, and when it may be reached.
#[tauri::command]
#[specta::specta]
pub async fn goal_chart(shell: Shell<'_>, id: ChoiceId, look: ChartLook) -> Answer<Chart> {
    let chart = farthing_pictures::goal(shell.ledger().await?, id, today(), look.into()).await?;
    Ok(Chart::of(chart, look))
}

/// What one or two sets of terms would have set aside, month by month.
#[tauri::command]
#[specta::specta]
pub async fn lab_chart(
    shell: Shell<'_>,
    query: LabQuery,
    currency: String,
    look: ChartLook,
) -> Answer<Chart> {
    let ledger = shell.ledger().await?;
    let chart = farthing_pictures::lab(ledger, query, &currency, look.into()).await?;
    Ok(Chart::of(chart, look))
}

/// The code by which a confirmed transfer is handed over, as SVG.
#[tauri::command]
#[specta::specta]
pub async fn sweep_code(shell: Shell<'_>, id: ChoiceId) -> Answer<String> {
    Ok(farthing_pictures::sweep_code(shell.ledger().await?, id).await?)
}
