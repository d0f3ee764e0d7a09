//! Confirmed transfers as they are shown.

use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::kept::{KeptItem, KeptSweep, Laid};
use super::super::words::{self, Names, SweepSums};
use super::super::{Sweep, SweepItem, SweepState};
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::register::rows_of;
use crate::totals::stored_currency;

/// What was found for a transfer, as the database gives it.
struct Found {
    state: String,
    legs: String,
    suggested: Option<EntryId>,
    moved_minor: i64,
    extra_minor: i64,
}

/// All of them, the newest first.
pub(super) async fn all(
    db: &mut SqliteConnection,
    laid: &Laid,
    names: &Names,
) -> Result<Vec<Sweep>> {
    let mut sweeps: Vec<_> = laid.sweeps.iter().collect();
    sweeps.sort_by_key(|sweep| std::cmp::Reverse((sweep.value.created, sweep.id)));
    let mut shown = Vec::with_capacity(sweeps.len());
    for sweep in sweeps {
        shown.push(one(db, laid, sweep, names).await?);
    }
    Ok(shown)
}

async fn one(
    db: &mut SqliteConnection,
    laid: &Laid,
    sweep: &Choice<KeptSweep>,
    names: &Names,
) -> Result<Sweep> {
    let kept = &sweep.value;
    let currency = stored_currency(&kept.currency)?;
    let found = sqlx::query_as!(
        Found,
        r#"select state, legs, suggested as "suggested: EntryId", moved_minor, extra_minor
           from settlements where sweep_id = ?"#,
        sweep.id
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| LedgerError::Damaged("a transfer was never looked for".to_owned()))?;
    let state = state_of(&found.state)?;
    let legs: Vec<EntryId> = serde_json::from_str(&found.legs)?;
    let suggested: Vec<EntryId> = found.suggested.into_iter().collect();
    let money = |minor: i64| Money::from_minor(minor, currency);
    let (amount, moved, extra) = (
        money(kept.minor)?,
        money(found.moved_minor)?,
        money(found.extra_minor)?,
    );
    let back = match state {
        SweepState::Partial | SweepState::Expired => amount.checked_add(moved.negated())?,
        SweepState::Open | SweepState::Suggested | SweepState::Settled | SweepState::Over => {
            Money::zero(currency)
        }
    };
    let destination = laid.destination(kept.destination).ok();
    let items = kept
        .items
        .iter()
        .map(|item| item_of(item, kept, laid, names));
    Ok(Sweep {
        id: sweep.id,
        reference: kept.reference.clone(),
        created: kept.created,
        from: kept.from,
        from_name: names.accounts.get(&kept.from).cloned().unwrap_or_default(),
        destination: kept.destination,
        destination_name: destination
            .map(|destination| destination.value.name.clone())
            .unwrap_or_default(),
        words: words::sweep_words(
            state,
            &SweepSums {
                amount,
                moved,
                extra,
                back,
            },
        ),
        state,
        amount: amount.into(),
        moved: moved.into(),
        extra: extra.into(),
        back: back.into(),
        paid: kept.paid.is_some(),
        legs: rows_of(db, &legs).await?,
        suggested: rows_of(db, &suggested).await?.pop(),
        items: items.collect::<Result<_>>()?,
    })
}

fn item_of(item: &KeptItem, sweep: &KeptSweep, laid: &Laid, names: &Names) -> Result<SweepItem> {
    let rule = (item.rule != 0).then_some(ChoiceId(item.rule));
    let amount = Money::from_minor(item.minor, stored_currency(&sweep.currency)?)?;
    Ok(SweepItem {
        goal: item.goal,
        goal_name: names.goals.get(&item.goal).cloned().unwrap_or_default(),
        rule,
        rule_name: rule
            .and_then(|rule| names.rules.get(&rule).cloned())
            .unwrap_or_default(),
        cause: item.cause.clone(),
        day: item.day,
        words: words::because_words(
            rule.and_then(|rule| laid.terms(rule)),
            Cause::read(&item.cause)?.because(&item.payee, item.minor),
        ),
        entry: item.entry,
        amount: amount.into(),
    })
}

fn state_of(word: &str) -> Result<SweepState> {
    Ok(match word {
        "open" => SweepState::Open,
        "suggested" => SweepState::Suggested,
        "settled" => SweepState::Settled,
        "partial" => SweepState::Partial,
        "over" => SweepState::Over,
        "expired" => SweepState::Expired,
        other => return Err(LedgerError::Damaged(format!("a transfer is “{other}”"))),
    })
}
