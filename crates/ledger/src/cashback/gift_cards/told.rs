//! Gift cards as they are told: never with their codes.

use std::cmp::Reverse;

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::cashback::{StoredValue, stored_value};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::inputs::GiftCardInput;
use super::super::kept::KeptGiftCard;
use super::super::read::rules_error;
use super::super::views::{GiftCard, GiftCardState};
use super::account_name;
use super::loads::{Load, Tally};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::Result;

/// A code of at most so many characters would be half told by its last ones.
const HINT_FROM: usize = 8;

/// So many of the last characters are told.
const HINT: usize = 4;

/// All gift cards: those that can be used first, by their last days, then the others by name.
pub(in crate::cashback) async fn all_told(
    db: &mut SqliteConnection,
    today: NaiveDate,
) -> Result<Vec<GiftCard>> {
    let mut cards = Vec::new();
    for card in choices::all(db, ChoiceKind::GiftCard).await? {
        cards.push(told(db, &card, today).await?);
    }
    cards.sort_by_key(|card| {
        let is_open = card.state == GiftCardState::Open;
        let last = card.expires.unwrap_or(NaiveDate::MAX);
        let last = if is_open { last } else { NaiveDate::MAX };
        (
            order(card.state),
            last,
            card.input.name.to_lowercase(),
            Reverse(card.id),
        )
    });
    Ok(cards)
}

fn order(state: GiftCardState) -> u8 {
    match state {
        GiftCardState::Open => 0,
        GiftCardState::Empty => 1,
        GiftCardState::Expired => 2,
        GiftCardState::Archived => 3,
    }
}

/// A gift card on a day.
pub(in crate::cashback) async fn told(
    db: &mut SqliteConnection,
    card: &Choice<KeptGiftCard>,
    today: NaiveDate,
) -> Result<GiftCard> {
    let kept = &card.value;
    let name = account_name(db, kept.account).await?;
    let tally = Tally::of(db, kept, today).await?;
    let value = stored_value(tally.currency, &tally.events, today).map_err(rules_error)?;
    let used = value.used.checked_add(tally.refunded.negated())?;
    Ok(GiftCard {
        id: card.id,
        account: kept.account,
        input: input(kept, name, &tally)?,
        state: state(kept, &value),
        balance: value.balance.into(),
        face: tally.face.into(),
        paid: tally.paid.into(),
        used: used.into(),
        breakage: value.breakage.into(),
        discount_percent: value.discount_on_used.and_then(percent),
        expires: kept.expires,
        days_left: kept.expires.map(|last| days_until(last, today)),
        code_hint: code_hint(&kept.code),
        has_pin: !kept.pin.is_empty(),
        last_used: tally.last_used,
        entries: tally.entries,
    })
}

/// What the person laid down; the figures are those of the entry that loaded it, while it is there.
fn input(kept: &KeptGiftCard, name: String, tally: &Tally) -> Result<GiftCardInput> {
    let load = match tally.loaded {
        Some(load) => load,
        None => Load {
            day: kept.day,
            face: Money::from_minor(kept.face_minor, tally.currency)?,
            paid: Money::from_minor(kept.paid_minor, tally.currency)?,
            from: None,
        },
    };
    Ok(GiftCardInput {
        name,
        face: load.face.decimal_text(),
        currency: kept.currency.clone(),
        paid: load.paid.decimal_text(),
        from: load.from,
        day: Some(load.day),
        expires: kept.expires,
        code: String::new(),
        pin: String::new(),
        remove: Vec::new(),
        note: kept.note.clone(),
    })
}

fn state(kept: &KeptGiftCard, value: &StoredValue) -> GiftCardState {
    if kept.archived.is_some() {
        GiftCardState::Archived
    } else if value.balance.minor() > 0 {
        GiftCardState::Open
    } else if value.breakage.minor() > 0 {
        GiftCardState::Expired
    } else {
        GiftCardState::Empty
    }
}

/// How many days it is from one to another; below zero for a day that has gone.
pub(in crate::cashback) fn days_until(day: NaiveDate, today: NaiveDate) -> i32 {
    let days = day.signed_duration_since(today).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// A fraction in percent with two decimals.
fn percent(fraction: Decimal) -> Option<String> {
    let percent = fraction.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(format!("{percent:.2}"))
}

/// The end of a long code; of a short one only that there is one.
fn code_hint(code: &str) -> String {
    let length = code.chars().count();
    if length == 0 {
        return String::new();
    }
    let told = if length > HINT_FROM { HINT } else { 0 };
    let end: String = code.chars().skip(length - told).collect();
    format!("…{end}")
}
