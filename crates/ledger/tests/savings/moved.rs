//! What was set aside, when the entries behind it change: what a transfer has moved, and what refunds take back.

use crate::common::{day, now, purchase};
use crate::transfers::Desk;
use farthing_ledger::savings::{RefundChoice, SavingRuleInput, SavingTerms};
use farthing_ledger::{EntryId, EntryInput, EntryKind, PairKind};
use serde_json::json;

/// A rule whose purchases stand for themselves.
fn tenth(desk: &Desk) -> SavingRuleInput {
    serde_json::from_value(json!({
        "name": "A tenth",
        "terms": {"kind": "percent_of_purchase", "currency": "EUR", "percent": "10"},
        "from": "2026-03-01",
        "goals": {"goals": [{"goal": desk.goal}]},
    }))
    .unwrap()
}

fn round_up() -> SavingTerms {
    let terms = json!({
        "kind": "round_up", "times": 1,
        "steps": [{"currency": "EUR", "mode": {"kind": "multiple", "increment": "1.00"}}],
    });
    serde_json::from_value(terms).unwrap()
}

async fn put_on(desk: &Desk, entry: EntryId, on: u32, amount: &str) {
    let edited = EntryInput {
        date: day(2026, 3, on),
        ..purchase(desk.bank, amount, "Corner Café")
    };
    let edited = desk.fresh.ledger.edit_entry(entry, edited, now());
    edited.await.unwrap();
    desk.fresh.digest().await;
}

#[tokio::test]
async fn a_moved_deposit_stands_on_one_day_whatever_changes_around_the_others() {
    let desk = Desk::new().await;
    let rule = desk
        .fresh
        .ledger
        .save_saving_rule(None, tenth(&desk), None, desk.today, now());
    rule.await.unwrap();
    let moved = desk.buy(10, "9.00").await;
    let other = desk.buy(12, "5.00").await;
    let sweep = desk.confirm().await;
    desk.transfer("1.40", &sweep.reference).await;

    // The purchase leaves the day on which it was confirmed, and then others come to that day and go.
    put_on(&desk, moved, 18, "9.00").await;
    put_on(&desk, other, 10, "5.00").await;
    put_on(&desk, other, 8, "5.00").await;
    put_on(&desk, moved, 19, "7.00").await;
    desk.fresh
        .ledger
        .delete_entries(&[moved], now())
        .await
        .unwrap();
    desk.fresh.digest().await;
    put_on(&desk, other, 10, "4.00").await;
}

/// A rule that takes back what a whole refund makes void.
fn on_full(desk: &Desk) -> SavingRuleInput {
    SavingRuleInput {
        refunds: RefundChoice::OnFull,
        ..tenth(desk)
    }
}

async fn refund(desk: &Desk, on: u32, amount: &str) -> EntryId {
    let input = EntryInput {
        kind: EntryKind::Refund,
        date: day(2026, 3, on),
        ..purchase(desk.bank, amount, "Corner Café")
    };
    desk.fresh.ledger.add_entry(input, now()).await.unwrap().id
}

#[tokio::test]
async fn a_refund_that_is_linked_elsewhere_leaves_its_old_purchase_as_it_was() {
    let desk = Desk::new().await;
    let rule = desk
        .fresh
        .ledger
        .save_saving_rule(None, on_full(&desk), None, desk.today, now());
    rule.await.unwrap();
    let one = desk.buy(10, "9.00").await;
    let other = desk.buy(11, "5.00").await;
    let half = refund(&desk, 12, "4.00").await;
    let rest = refund(&desk, 14, "5.00").await;
    let link = |purchase, refund| {
        desk.fresh
            .ledger
            .link(PairKind::Refund, purchase, refund, now())
    };
    link(one, half).await.unwrap();
    link(one, rest).await.unwrap();
    desk.fresh.digest().await;

    // Both together were the whole purchase; the first alone had taken nothing back.
    link(other, half).await.unwrap();
    desk.fresh.digest().await;
}

#[tokio::test]
async fn a_moved_round_up_goes_back_to_its_day_when_its_entry_is_gone() {
    let desk = Desk::new().await;
    let rule = SavingRuleInput {
        terms: round_up(),
        ..tenth(&desk)
    };
    let rule = desk
        .fresh
        .ledger
        .save_saving_rule(None, rule, None, desk.today, now());
    rule.await.unwrap();
    let moved = desk.buy(10, "2.40").await;
    let sweep = desk.confirm().await;
    desk.transfer("0.60", &sweep.reference).await;
    put_on(&desk, moved, 12, "2.40").await;
    let gone = [moved];
    let deleted = desk.fresh.ledger.delete_entries(&gone, now());
    deleted.await.unwrap();
    desk.fresh.digest().await;
    desk.fresh.ledger.undo(None, now()).await.unwrap();
    desk.fresh.digest().await;
}
