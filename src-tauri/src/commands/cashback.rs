//! Cashback: programmes, the desk, points, gift cards, and which card to pay with.

use chrono::NaiveDate;
use farthing_ledger::cashback::{
    AdviceQuery, Advised, Desk, EvidenceContent, GiftCard, GiftCardInput, GiftCardSecret,
    PointsMoveInput, PointsPurse, ProgrammeInput, ProgrammeRow, ProgrammeTemplate, ProgrammeTrial,
    PurchaseDetail, PurchaseRewards, Receivable, ReceivableEventInput, ReceivableNote, Stranded,
    VisitInput, WrittenProgramme,
};
use farthing_ledger::{ChangeLabel, ChoiceId, EntryId};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

use super::Shell;
use crate::charts::{CashbackChartKind, Chart, ChartLook};
use crate::clock::{now, today};
use crate::error::Answer;
use crate::files::read;

/// Lets the person pick a file that proves something, and keeps it with a reward; nothing where the
/// dialog is closed.
#[tauri::command]
#[specta::specta]
pub async fn attach_evidence(
    app: AppHandle,
    shell: Shell<'_>,
    key: String,
) -> Answer<Option<Receivable>> {
    let dialog = app
        .dialog()
        .file()
        .set_title("A file that proves it")
        .add_filter("Pictures and PDF", &["png", "jpg", "jpeg", "webp", "pdf"]);
    let picked = tauri::async_runtime::spawn_blocking(|| dialog.blocking_pick_file()).await?;
    let Some(path) = picked.and_then(|file| file.into_path().ok()) else {
        return Ok(None);
    };
    let file = read(&path)?;
    let ledger = shell.ledger().await?;
    Ok(Some(
        ledger
            .attach_evidence(&key, &file.name, &file.bytes, today(), now())
            .await?,
    ))
}

/// The programmes that come with Farthing.
#[tauri::command]
#[specta::specta]
pub async fn programme_templates(shell: Shell<'_>) -> Answer<Vec<ProgrammeTemplate>> {
    Ok(shell.ledger().await?.programme_templates(today()).await?)
}

/// The programmes that the person has.
#[tauri::command]
#[specta::specta]
pub async fn programmes(shell: Shell<'_>) -> Answer<Vec<ProgrammeRow>> {
    Ok(shell.ledger().await?.programmes(today()).await?)
}

/// Keeps a programme, a new one or another form of one.
#[tauri::command]
#[specta::specta]
pub async fn save_programme(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: ProgrammeInput,
) -> Answer<ProgrammeRow> {
    Ok(shell
        .ledger()
        .await?
        .save_programme(id, input, today(), now())
        .await?)
}

/// Forgets a programme and all that follows from it.
#[tauri::command]
#[specta::specta]
pub async fn delete_programme(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell.ledger().await?.delete_programme(id, now()).await?)
}

/// Says since when a rule of a programme is activated.
#[tauri::command]
#[specta::specta]
pub async fn activate_rule(
    shell: Shell<'_>,
    id: ChoiceId,
    rule: i32,
    on: Option<NaiveDate>,
) -> Answer<ProgrammeRow> {
    Ok(shell
        .ledger()
        .await?
        .activate_rule(id, i64::from(rule), on, today(), now())
        .await?)
}

/// What a programme would have earned on the last ten purchases.
#[tauri::command]
#[specta::specta]
pub async fn try_programme(shell: Shell<'_>, input: ProgrammeInput) -> Answer<ProgrammeTrial> {
    Ok(shell.ledger().await?.try_programme(input, today()).await?)
}

/// The text of a programme as a file.
#[tauri::command]
#[specta::specta]
pub async fn programme_text(shell: Shell<'_>, programme: WrittenProgramme) -> Answer<String> {
    Ok(shell.ledger().await?.programme_text(programme).await?)
}

/// Reads a programme from the text of a file.
#[tauri::command]
#[specta::specta]
pub async fn read_programme(shell: Shell<'_>, text: String) -> Answer<WrittenProgramme> {
    Ok(shell
        .ledger()
        .await?
        .read_programme("the text", &text)
        .await?)
}

/// What a purchase should earn, and its net price.
#[tauri::command]
#[specta::specta]
pub async fn purchase_rewards(shell: Shell<'_>, entry: EntryId) -> Answer<PurchaseRewards> {
    Ok(shell
        .ledger()
        .await?
        .purchase_rewards(entry, today())
        .await?)
}

/// Keeps what is known of a purchase beside its entry.
#[tauri::command]
#[specta::specta]
pub async fn set_purchase_detail(
    shell: Shell<'_>,
    entry: EntryId,
    detail: PurchaseDetail,
) -> Answer<PurchaseRewards> {
    Ok(shell
        .ledger()
        .await?
        .set_purchase_detail(entry, detail, today(), now())
        .await?)
}

/// All rewards that are money.
#[tauri::command]
#[specta::specta]
pub async fn cashback_desk(shell: Shell<'_>) -> Answer<Desk> {
    Ok(shell.ledger().await?.cashback_desk(today()).await?)
}

/// Notes the order and a remark about a reward.
#[tauri::command]
#[specta::specta]
pub async fn note_receivable(
    shell: Shell<'_>,
    key: String,
    note: ReceivableNote,
) -> Answer<Receivable> {
    Ok(shell
        .ledger()
        .await?
        .note_receivable(&key, note, today(), now())
        .await?)
}

/// Says how far a reward is.
#[tauri::command]
#[specta::specta]
pub async fn tell_receivable(
    shell: Shell<'_>,
    key: String,
    event: ReceivableEventInput,
) -> Answer<Receivable> {
    Ok(shell
        .ledger()
        .await?
        .tell_receivable(&key, event, today(), now())
        .await?)
}

/// Takes back what was said about a reward.
#[tauri::command]
#[specta::specta]
pub async fn untell_receivable(shell: Shell<'_>, key: String, place: u32) -> Answer<Receivable> {
    Ok(shell
        .ledger()
        .await?
        .untell_receivable(
            &key,
            usize::try_from(place).unwrap_or(usize::MAX),
            today(),
            now(),
        )
        .await?)
}

/// Says that a purchase was made through a portal.
#[tauri::command]
#[specta::specta]
pub async fn visit_portal(
    shell: Shell<'_>,
    portal: ChoiceId,
    entry: EntryId,
    visit: VisitInput,
) -> Answer<Receivable> {
    Ok(shell
        .ledger()
        .await?
        .visit_portal(portal, entry, visit, today(), now())
        .await?)
}

/// Says that a purchase was not made through a portal.
#[tauri::command]
#[specta::specta]
pub async fn forget_visit(
    shell: Shell<'_>,
    portal: ChoiceId,
    entry: EntryId,
) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .forget_visit(portal, entry, now())
        .await?)
}

/// Says that a credit is cashback, and for what.
#[tauri::command]
#[specta::specta]
pub async fn take_receipt(
    shell: Shell<'_>,
    entry: EntryId,
    programme: ChoiceId,
    keys: Vec<String>,
) -> Answer<Desk> {
    Ok(shell
        .ledger()
        .await?
        .take_receipt(entry, programme, &keys, today(), now())
        .await?)
}

/// Says that a credit is no cashback.
#[tauri::command]
#[specta::specta]
pub async fn refuse_receipt(shell: Shell<'_>, entry: EntryId) -> Answer<Desk> {
    Ok(shell
        .ledger()
        .await?
        .refuse_receipt(entry, today(), now())
        .await?)
}

/// Takes back what was said about a credit.
#[tauri::command]
#[specta::specta]
pub async fn forget_receipt(shell: Shell<'_>, entry: EntryId) -> Answer<Desk> {
    Ok(shell
        .ledger()
        .await?
        .forget_receipt(entry, today(), now())
        .await?)
}

/// Takes a file off a reward.
#[tauri::command]
#[specta::specta]
pub async fn detach_evidence(shell: Shell<'_>, key: String, attachment: i32) -> Answer<Receivable> {
    Ok(shell
        .ledger()
        .await?
        .detach_evidence(&key, i64::from(attachment), today(), now())
        .await?)
}

/// The content of a file that proves something.
#[tauri::command]
#[specta::specta]
pub async fn evidence(shell: Shell<'_>, attachment: i32) -> Answer<EvidenceContent> {
    Ok(shell
        .ledger()
        .await?
        .evidence(i64::from(attachment))
        .await?)
}

/// The points of every programme that has any.
#[tauri::command]
#[specta::specta]
pub async fn points(shell: Shell<'_>) -> Answer<Vec<PointsPurse>> {
    Ok(shell.ledger().await?.points(today()).await?)
}

/// Lets points come or go by hand.
#[tauri::command]
#[specta::specta]
pub async fn move_points(
    shell: Shell<'_>,
    programme: ChoiceId,
    input: PointsMoveInput,
) -> Answer<PointsPurse> {
    Ok(shell
        .ledger()
        .await?
        .move_points(programme, input, today(), now())
        .await?)
}

/// Takes back a move of points that was laid down by hand.
#[tauri::command]
#[specta::specta]
pub async fn forget_points_move(shell: Shell<'_>, id: ChoiceId) -> Answer<PointsPurse> {
    Ok(shell
        .ledger()
        .await?
        .forget_points_move(id, today(), now())
        .await?)
}

/// Says what a point is worth.
#[tauri::command]
#[specta::specta]
pub async fn value_points(
    shell: Shell<'_>,
    programme: ChoiceId,
    value: String,
) -> Answer<PointsPurse> {
    Ok(shell
        .ledger()
        .await?
        .value_points(programme, &value, today(), now())
        .await?)
}

/// The gift cards.
#[tauri::command]
#[specta::specta]
pub async fn gift_cards(shell: Shell<'_>) -> Answer<Vec<GiftCard>> {
    Ok(shell.ledger().await?.gift_cards(today()).await?)
}

/// Keeps a gift card.
#[tauri::command]
#[specta::specta]
pub async fn save_gift_card(
    shell: Shell<'_>,
    id: Option<ChoiceId>,
    input: GiftCardInput,
) -> Answer<GiftCard> {
    Ok(shell
        .ledger()
        .await?
        .save_gift_card(id, input, today(), now())
        .await?)
}

/// Puts a gift card away, or takes it out again.
#[tauri::command]
#[specta::specta]
pub async fn archive_gift_card(shell: Shell<'_>, id: ChoiceId) -> Answer<ChangeLabel> {
    Ok(shell
        .ledger()
        .await?
        .archive_gift_card(id, today(), now())
        .await?)
}

/// The code and PIN of a gift card.
#[tauri::command]
#[specta::specta]
pub async fn gift_card_secret(shell: Shell<'_>, id: ChoiceId) -> Answer<GiftCardSecret> {
    Ok(shell.ledger().await?.gift_card_secret(id).await?)
}

/// What is parked, and what frees it.
#[tauri::command]
#[specta::specta]
pub async fn stranded(shell: Shell<'_>) -> Answer<Stranded> {
    Ok(shell.ledger().await?.stranded(today()).await?)
}

/// What a purchase comes to with each card and wallet.
#[tauri::command]
#[specta::specta]
pub async fn advise(shell: Shell<'_>, query: AdviceQuery) -> Answer<Advised> {
    Ok(shell.ledger().await?.advise(query, today()).await?)
}

/// A chart of cashback; those of amounts show one currency.
#[tauri::command]
#[specta::specta]
pub async fn cashback_chart(
    shell: Shell<'_>,
    kind: CashbackChartKind,
    currency: String,
    look: ChartLook,
) -> Answer<Chart> {
    let ledger = shell.ledger().await?;
    let drawn = farthing_pictures::cashback(ledger, kind.into(), &currency, today(), look.into());
    Ok(Chart::of(drawn.await?, look))
}
