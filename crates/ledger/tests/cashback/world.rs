//! A ledger with a card, a bank account and a category, in which programmes are tried.

use chrono::NaiveDate;
use farthing_ledger::cashback::{Desk, ProgrammeRow, Receivable};
use farthing_ledger::{
    AccountId, CategoryClass, EntryId, EntryInput, EntryKind, Ledger, LedgerError, NewCategory,
    PairKind,
};
use serde_json::{Value, json};

use crate::common::{Fresh, day, fresh, now, purchase};

/// A ledger with a card, a bank account and a category, and the day it is.
pub struct World {
    pub fresh: Fresh,
    pub card: AccountId,
    pub bank: AccountId,
    pub groceries: AccountId,
    pub today: NaiveDate,
}

impl World {
    pub async fn new() -> Self {
        let fresh = fresh().await;
        let card = fresh.wallet("Card").await.id;
        let bank = fresh.wallet("Bank").await.id;
        let category = NewCategory {
            name: "Food at home".to_owned(),
            class: CategoryClass::Expense,
        };
        let groceries = fresh.ledger.add_category(category, now()).await.unwrap().id;
        Self {
            fresh,
            card,
            bank,
            groceries,
            today: day(2026, 3, 20),
        }
    }

    pub fn ledger(&self) -> &Ledger {
        &self.fresh.ledger
    }

    pub async fn save(&self, input: Value) -> ProgrammeRow {
        let input = serde_json::from_value(input).unwrap();
        let saved = self.ledger().save_programme(None, input, self.today, now());
        saved.await.unwrap()
    }

    pub async fn rows(&self) -> Vec<ProgrammeRow> {
        self.ledger().programmes(self.today).await.unwrap()
    }

    /// A purchase with the card.
    pub async fn buy(&self, amount: &str, date: NaiveDate) -> EntryId {
        let bought = EntryInput {
            date,
            ..purchase(self.card, amount, "Book Shop")
        };
        self.ledger().add_entry(bought, now()).await.unwrap().id
    }

    /// Money that comes back for a purchase.
    pub async fn refund(&self, of: EntryId, amount: &str, date: NaiveDate) -> EntryId {
        let back = EntryInput {
            date,
            kind: EntryKind::Refund,
            ..purchase(self.card, amount, "Book Shop")
        };
        let back = self.ledger().add_entry(back, now()).await.unwrap().id;
        let linked = self.ledger().link(PairKind::Refund, of, back, now());
        linked.await.unwrap();
        back
    }

    /// Money that came to the bank account as cashback.
    pub async fn credit(&self, amount: &str, payee: &str, date: NaiveDate) -> EntryId {
        let credit = EntryInput {
            date,
            kind: EntryKind::Cashback,
            ..purchase(self.bank, amount, payee)
        };
        self.ledger().add_entry(credit, now()).await.unwrap().id
    }

    pub async fn desk(&self) -> Desk {
        self.desk_on(self.today).await
    }

    pub async fn desk_on(&self, today: NaiveDate) -> Desk {
        self.ledger().cashback_desk(today).await.unwrap()
    }

    pub async fn item(&self, key: &str, today: NaiveDate) -> Receivable {
        let mut items = self.desk_on(today).await.items.into_iter();
        items.find(|item| item.key == key).unwrap()
    }

    pub fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.fresh.folder.path().join("test.farthing")).unwrap()
    }

    /// A portal that pays in quarters from 5.01 on.
    pub fn portal() -> Value {
        json!({
            "programme": {
                "id": "portal", "name": "Shop Portal", "kind": "portal", "as_of": "2026-01-01",
                "source": "a test", "currency": "EUR", "base_rate": "0",
                "payout": {"how": "account", "floor": "5.01"},
                "credit_texts": ["Shop Portal"],
                "portal": {
                    "track_days": 7, "claim_until_days": 49, "confirm_days": 100, "pay_days": 90,
                    "appeal_days": 30, "payment_months": [2, 5, 8, 11], "payment_day": 15,
                }
            },
            "accounts": [], "categories": [], "from": null, "until": null, "fx_fee": "", "method": ""
        })
    }
}

/// A card that pays 2 % of everything thirty days later.
pub fn flat(world: &World, id: &str) -> Value {
    json!({
        "programme": {
            "id": id, "name": "Flat card", "kind": "card", "as_of": "2026-01-01",
            "source": "a test", "currency": "EUR", "base_rate": "0.02",
            "due": {"after": "purchase", "days": 30},
            "credit_texts": ["Flat card"],
        },
        "accounts": [world.card], "categories": [], "from": null, "until": null, "fx_fee": "",
        "method": ""
    })
}

/// A card that pays 5 % of groceries up to a cap.
pub fn supermarkets(world: &World) -> Value {
    json!({
        "programme": {
            "id": "groceries", "name": "Grocery card", "kind": "card", "as_of": "2026-01-01",
            "source": "a test", "currency": "EUR", "base_rate": "0.01",
            "credit_texts": ["Grocery card"],
            "due": {"after": "purchase", "days": 30},
            "rules": [{
                "id": 1, "name": "Supermarkets", "rate": "0.05",
                "match": {"categories": ["groceries"]},
                "cap": {"basis": "spend", "amount": "1500", "period": "quarter"},
            }],
        },
        "accounts": [world.card],
        "categories": [{"word": "groceries", "categories": [world.groceries]}],
        "from": "2026-01-01", "until": null, "fx_fee": "", "method": ""
    })
}

/// The field that an error names.
pub fn field_of(error: &LedgerError) -> String {
    match error {
        LedgerError::Invalid { field, .. } => (*field).to_owned(),
        LedgerError::Programme(problem) => problem.field.clone(),
        other => panic!("{other:?}"),
    }
}
