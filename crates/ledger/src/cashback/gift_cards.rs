//! Gift cards: buying one is a transfer, spending it is a purchase.

mod checked;
mod loads;
mod told;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::inputs::{GiftCardInput, SecretPart};
use super::kept::KeptGiftCard;
use super::views::{GiftCard, GiftCardSecret, GiftCardState};
use crate::choices::{self, Choice, ChoiceKind};
use crate::entries::{Entry, Posting};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId, built_in};
use crate::image::Thing;
use crate::kinds::{AccountKind, EntryKind, EntryStatus};
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

use checked::{Checked, checked, free_name};
use loads::Tally;
use told::told;
pub(super) use told::{all_told, days_until};

impl Ledger {
    /// The gift cards: those that can be used first, by their last days.
    pub async fn gift_cards(&self, today: NaiveDate) -> Result<Vec<GiftCard>> {
        let mut db = self.pool.acquire().await?;
        all_told(&mut db, today).await
    }

    /// Keeps a gift card: a new one with its account and the transfer that bought it, or what is known of
    /// one. A code or PIN that is removed stays in the history, so that it can come back by undo, until
    /// the change is so old that the history forgets it.
    pub async fn save_gift_card(
        &self,
        id: Option<ChoiceId>,
        input: GiftCardInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<GiftCard> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let id = match id {
            None => write.new_card(&input, today).await?,
            Some(id) => write.change_card(id, &input, today).await?,
        };
        let name = name_of(write.connection(), id).await?;
        write.commit(&kept_label(&name, &input.remove)).await?;
        let mut db = self.pool.acquire().await?;
        let card = one(&mut db, id).await?;
        told(&mut db, &card, today).await
    }

    /// Puts a gift card away, or takes it out again where it was. One with something left on it can be
    /// put away as well, which the label says.
    pub async fn archive_gift_card(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let card = one(write.connection(), id).await?;
        let shown = told(write.connection(), &card, today).await?;
        let mut kept = card.value.clone();
        let label = if kept.archived.take().is_some() {
            format!("Take out gift card {}", shown.input.name)
        } else {
            kept.archived = Some(today);
            put_away(&shown)
        };
        write
            .choose(ChoiceKind::GiftCard, &card.key, card.position, &kept)
            .await?;
        write.commit(&label).await
    }

    /// The code and PIN of a gift card.
    pub async fn gift_card_secret(&self, id: ChoiceId) -> Result<GiftCardSecret> {
        let mut db = self.pool.acquire().await?;
        let kept = one(&mut db, id).await?.value;
        Ok(GiftCardSecret {
            code: kept.code,
            pin: kept.pin,
        })
    }
}

impl Write {
    /// A new card with its account and the entry that loads it.
    async fn new_card(&mut self, input: &GiftCardInput, today: NaiveDate) -> Result<ChoiceId> {
        let card = checked(self.connection(), input, None, today).await?;
        let name = free_name(self.connection(), &card.name, None).await?;
        let account = self
            .insert_account(&name, AccountKind::GiftCard, None, None)
            .await?;
        let entry = loading(account, &name, &card)?;
        let loaded = self.insert_entry(&entry).await?;
        let kept = card.kept(account, loaded);
        self.choose(ChoiceKind::GiftCard, &account.0.to_string(), 0, &kept)
            .await
    }

    /// What is known of a card, with its account's name and the entry that loaded it where they are
    /// others now. A code or PIN that is neither given again nor removed stays.
    async fn change_card(
        &mut self,
        id: ChoiceId,
        input: &GiftCardInput,
        today: NaiveDate,
    ) -> Result<ChoiceId> {
        let before = one(self.connection(), id).await?;
        let card = checked(self.connection(), input, Some(&before.value), today).await?;
        let account = before.value.account;
        let old_name = account_name(self.connection(), account).await?;
        let name = free_name(self.connection(), &card.name, Some(account)).await?;
        let renamed = name != old_name;
        if renamed {
            self.rename_card(account, &name).await?;
        }
        let tally = Tally::of(self.connection(), &before.value, today).await?;
        let same = tally.loaded.filter(|load| !renamed && load.is_as(&card));
        let loaded = if let Some(loaded) = before.value.bought.filter(|_| same.is_some()) {
            loaded
        } else {
            let entry = loading(account, &name, &card)?;
            self.load_again(before.value.bought, &entry).await?
        };
        let kept = KeptGiftCard {
            archived: before.value.archived,
            ..card.kept(account, loaded)
        };
        self.choose(ChoiceKind::GiftCard, &before.key, before.position, &kept)
            .await
    }

    async fn rename_card(&mut self, account: AccountId, name: &str) -> Result<()> {
        self.touch(Thing::Account(account)).await?;
        sqlx::query!("update accounts set name = ? where id = ?", name, account)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// The entry that loads a card, in the place of the one before; a new one where that was deleted.
    async fn load_again(&mut self, before: Option<EntryId>, entry: &Entry) -> Result<EntryId> {
        let there = sqlx::query_scalar!(
            r#"select id as "id: EntryId" from entries where id = ?"#,
            before
        )
        .fetch_optional(self.connection())
        .await?;
        let Some(there) = there else {
            return self.insert_entry(entry).await;
        };
        self.replace_entry(there, entry).await?;
        Ok(there)
    }
}

/// The card gets its face; what it was cheaper is a reward, what it was dearer a fee, and a present an
/// income.
fn loading(account: AccountId, name: &str, card: &Checked) -> Result<Entry> {
    let (face, paid) = (card.face, card.paid);
    let cheaper = face.checked_add(paid.negated())?;
    let mut postings = vec![Posting::of(account, face)];
    let mut post = |account, amount: Money| {
        postings.extend((!amount.is_zero()).then(|| Posting::of(account, amount)));
    };
    match card.from {
        None => post(built_in::INCOME, face.negated()),
        Some(from) => {
            post(from, paid.negated());
            let rest = if cheaper.minor() < 0 {
                built_in::FEES
            } else {
                built_in::CASHBACK
            };
            post(rest, cheaper.negated());
        }
    }
    Ok(Entry {
        day: card.day,
        second: None,
        zone: None,
        kind: EntryKind::GiftCard,
        status: EntryStatus::Posted,
        payee: None,
        note: format!("Gift card {name}"),
        refund_of: None,
        postings,
    })
}

fn kept_label(name: &str, removed: &[SecretPart]) -> String {
    let is_gone = |part| removed.contains(&part);
    let without = match (is_gone(SecretPart::Code), is_gone(SecretPart::Pin)) {
        (true, true) => " without its code and PIN",
        (true, false) => " without its code",
        (false, true) => " without its PIN",
        (false, false) => "",
    };
    format!("Keep gift card {name}{without}")
}

fn put_away(card: &GiftCard) -> String {
    let name = &card.input.name;
    if card.state != GiftCardState::Open {
        return format!("Put away gift card {name}");
    }
    let left = format!("{} {}", card.balance.value, card.balance.currency);
    format!("Put away gift card {name} with {left} left on it")
}

async fn name_of(db: &mut SqliteConnection, id: ChoiceId) -> Result<String> {
    let account = one(db, id).await?.value.account;
    account_name(db, account).await
}

async fn account_name(db: &mut SqliteConnection, account: AccountId) -> Result<String> {
    let name = sqlx::query_scalar!("select name from accounts where id = ?", account);
    let name = name.fetch_optional(db).await?;
    name.ok_or(LedgerError::Missing("account"))
}

async fn one(db: &mut SqliteConnection, id: ChoiceId) -> Result<Choice<KeptGiftCard>> {
    let cards = choices::all(db, ChoiceKind::GiftCard).await?;
    let found = cards.into_iter().find(|card| card.id == id);
    found.ok_or(LedgerError::Missing("gift card"))
}
