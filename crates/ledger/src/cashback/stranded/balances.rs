//! What wallets and gift cards hold.

use chrono::NaiveDate;
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::gift_cards::all_told;
use super::super::views::{Ease, GiftCard, GiftCardState, StrandedKind};
use super::{Parked, Place};
use crate::error::Result;
use crate::ids::AccountId;
use crate::totals::stored_currency;

/// The balances of wallets.
pub(super) async fn wallets(db: &mut SqliteConnection) -> Result<Vec<Parked>> {
    let rows = sqlx::query!(
        r#"select a.id as "id!: AccountId", a.name, coalesce(a.institution, a.name) as "app!",
               b.minor, b.currency
           from accounts a join balances b on b.account_id = a.id
           where a.class = 'own' and a.kind = 'wallet' and b.minor > 0 order by a.id, b.currency"#
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(Parked {
            kind: StrandedKind::Wallet,
            name: row.name,
            amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
            expires: None,
            soon: None,
            ease: Ease::Now,
            action: format!("Move it to your bank in the {} app", row.app),
            at: Place::Account(row.id),
        })
    });
    rows.collect()
}

/// The gift cards that can be used, and the accounts of gift cards of which nothing else is known.
pub(super) async fn gift_cards(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<Parked>> {
    let cards = all_told(db, today).await?;
    let mut parked = unknown_cards(db, &cards).await?;
    for card in cards {
        if card.state == GiftCardState::Open {
            let currency = stored_currency(&card.balance.currency)?;
            let amount = Money::parse(&card.balance.value, currency)?;
            let mut one = gift_card(card.input.name, amount);
            one.expires = card.expires;
            one.at = Place::GiftCard(card.account, card.id);
            parked.push(one);
        }
    }
    Ok(parked)
}

async fn unknown_cards(db: &mut SqliteConnection, known: &[GiftCard]) -> Result<Vec<Parked>> {
    let rows = sqlx::query!(
        r#"select a.id as "id!: AccountId", a.name, b.minor, b.currency
           from accounts a join balances b on b.account_id = a.id
           where a.class = 'own' and a.kind = 'gift_card' and b.minor > 0 order by a.id, b.currency"#
    )
    .fetch_all(db)
    .await?;
    let rows = rows
        .into_iter()
        .filter(|row| known.iter().all(|card| card.account != row.id));
    let rows = rows.map(|row| {
        let amount = Money::from_minor(row.minor, stored_currency(&row.currency)?)?;
        let mut one = gift_card(row.name, amount);
        one.at = Place::Account(row.id);
        Ok(one)
    });
    rows.collect()
}

fn gift_card(name: String, amount: Money) -> Parked {
    Parked {
        kind: StrandedKind::GiftCard,
        action: "Pay with it before other money, where it is accepted".to_owned(),
        name,
        amount,
        expires: None,
        soon: None,
        ease: Ease::Now,
        at: Place::Account(AccountId(0)),
    }
}
