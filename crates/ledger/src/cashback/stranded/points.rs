//! Points that are worth something, and those of which nobody knows.

use chrono::NaiveDate;
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use super::super::points::Purse;
use super::super::views::{Ease, StrandedKind};
use super::super::words::money_words;
use super::{Parked, Place, SOON_DAYS};
use crate::error::Result;

/// What is parked in points.
pub(super) struct Purses {
    pub parked: Vec<Parked>,
    pub unvalued: Vec<String>,
}

/// The points of all programmes.
pub(super) async fn parked(
    db: &mut SqliteConnection,
    laid: &Laid,
    today: NaiveDate,
) -> Result<Purses> {
    let mut purses = Purses {
        parked: Vec::new(),
        unvalued: Vec::new(),
    };
    for purse in Purse::all(db, laid, today).await? {
        let balance = purse.lots.balance;
        match purse.value_of(balance)? {
            _ if balance.is_zero() => {}
            Some(worth) if worth.is_zero() => {}
            Some(worth) => purses.parked.push(of_purse(&purse, worth)?),
            None => purses.unvalued.push(format!(
                "{} of {}: nobody has said what one is worth.",
                money_words(balance),
                purse.name
            )),
        }
    }
    Ok(purses)
}

fn of_purse(purse: &Purse, worth: Money) -> Result<Parked> {
    let (ease, action) = action(purse)?;
    Ok(Parked {
        kind: StrandedKind::Points,
        name: purse.name.clone(),
        amount: worth,
        expires: purse.lots.next_expiry.map(|next| next.on),
        soon: purse.value_of(purse.expiring_within(SOON_DAYS)?)?,
        ease,
        action,
        at: Place::Programme(purse.programme),
    })
}

fn action(purse: &Purse) -> Result<(Ease, String)> {
    let missing = purse.floor.checked_add(purse.lots.balance.negated())?;
    if missing.minor() <= 0 {
        let name = &purse.name;
        return Ok((Ease::Ask, format!("Redeem them in your account of {name}")));
    }
    let (floor, missing) = (money_words(purse.floor), money_words(missing));
    Ok((
        Ease::Wait,
        format!("They wait for the floor of {floor}; {missing} are missing"),
    ))
}
