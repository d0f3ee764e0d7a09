//! Limits of rules that are no round-ups: the floor of the account that pays, caps, and how an entry
//! says what they took.

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::NaiveDate;
use farthing_ledger::savings::{SavingRuleInput, WhySaved};
use farthing_ledger::{AccountId, AccountKind, EntryId, EntryInput, EntryKind, NewAccount};
use serde_json::{Value, json};

/// A bank with ten euros on the first of March.
struct Desk {
    fresh: Fresh,
    bank: AccountId,
}

impl Desk {
    async fn new() -> Self {
        let fresh = fresh().await;
        let bank = NewAccount {
            name: "Bank".to_owned(),
            kind: AccountKind::Bank,
            currency: "EUR".to_owned(),
            opening_balance: "10.00".to_owned(),
        };
        let bank = fresh.ledger.add_account(bank, day(2026, 3, 1), now());
        let bank = bank.await.unwrap().id;
        Self { fresh, bank }
    }

    /// A rule that is laid down on the first of March.
    async fn lay_down(&self, terms: Value, guard: Option<Value>) {
        let rule: SavingRuleInput = serde_json::from_value(json!({
            "name": "Rule", "terms": terms, "from": "2026-03-01",
            "pays_from": self.bank, "guard": guard,
        }))
        .unwrap();
        let today = day(2026, 3, 1);
        let rule = self
            .fresh
            .ledger
            .save_saving_rule(None, rule, None, today, now());
        rule.await.unwrap();
    }

    async fn enter(&self, kind: EntryKind, on: u32, amount: &str) -> EntryId {
        let input = EntryInput {
            date: day(2026, 3, on),
            kind,
            ..purchase(self.bank, amount, "Corner Café")
        };
        self.fresh.ledger.add_entry(input, now()).await.unwrap().id
    }

    async fn pending(&self, on: NaiveDate) -> String {
        let rules = self.fresh.ledger.saving_rules(on).await.unwrap();
        let pending = rules[0].pending.first();
        pending.map_or_else(String::new, |amount| amount.value.clone())
    }

    async fn why(&self, entry: EntryId) -> Vec<WhySaved> {
        let today = day(2026, 3, 25);
        self.fresh.ledger.why_saved(entry, today).await.unwrap()
    }
}

fn weekly() -> Value {
    json!({"kind": "set_and_forget", "currency": "EUR", "amount": "4.00", "every": "weekly"})
}

fn floor(mode: &str) -> Value {
    json!({"floor": "0", "currency": "EUR", "mode": mode})
}

#[tokio::test]
async fn a_floor_holds_back_what_the_account_does_not_bear() {
    let desk = Desk::new().await;
    desk.lay_down(weekly(), Some(floor("skip"))).await;
    // Of four weeks the account bears two.
    assert_eq!(desk.pending(day(2026, 3, 25)).await, "8.00");
    desk.enter(EntryKind::Purchase, 5, "5.00").await;
    assert_eq!(desk.pending(day(2026, 3, 25)).await, "4.00");
    desk.fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(desk.pending(day(2026, 3, 25)).await, "8.00");
    assert!(desk.fresh.ledger.verify().await.unwrap().ok);
}

#[tokio::test]
async fn a_floor_may_let_a_part_through() {
    let desk = Desk::new().await;
    desk.lay_down(weekly(), Some(floor("partial"))).await;
    assert_eq!(desk.pending(day(2026, 3, 25)).await, "10.00");
}

#[tokio::test]
async fn what_a_cap_took_is_said_by_the_purchase() {
    let desk = Desk::new().await;
    let terms = json!({"kind": "percent_of_purchase", "currency": "EUR", "percent": "10",
                       "cap_month": "1.00"});
    desk.lay_down(terms, None).await;
    let whole = desk.enter(EntryKind::Purchase, 2, "8.00").await;
    let cut = desk.enter(EntryKind::Purchase, 3, "9.00").await;
    let none = desk.enter(EntryKind::Purchase, 4, "5.00").await;
    let pay = desk.enter(EntryKind::Income, 5, "5.00").await;
    for (entry, amount, reason) in [
        (whole, "0.80", "ok"),
        (cut, "0.20", "cap_month"),
        (none, "0.00", "cap_month"),
        (pay, "0.00", "kind"),
    ] {
        let why = desk.why(entry).await;
        assert_eq!(
            (why[0].amount.value.as_str(), why[0].reason.as_str()),
            (amount, reason)
        );
    }
}

#[tokio::test]
async fn a_purchase_that_the_floor_held_back_says_so_and_an_income_only_where_it_is_looked_at() {
    let desk = Desk::new().await;
    let terms = json!({"kind": "fixed_per_match", "currency": "EUR", "amount": "6.00"});
    desk.lay_down(terms, Some(floor("skip"))).await;
    let held = desk.enter(EntryKind::Purchase, 2, "8.00").await;
    let why = desk.why(held).await;
    assert_eq!(why[0].reason, "guard");
    assert!(why[0].words.contains("floor"));
    let payday = json!({"kind": "payday", "currency": "EUR", "percent": "10"});
    desk.lay_down(payday, None).await;
    assert_eq!(desk.why(held).await.len(), 1);
}
