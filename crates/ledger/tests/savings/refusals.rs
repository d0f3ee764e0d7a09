//! What saving refuses, and under which field.

use crate::common::{day, fresh, now};
use farthing_ledger::LedgerError;
use farthing_ledger::savings::SavingRuleInput;
use serde_json::{Value, json};

fn rule(terms: &Value) -> SavingRuleInput {
    serde_json::from_value(json!({"name": "Rule", "terms": terms})).unwrap()
}

fn round_up() -> SavingRuleInput {
    rule(&json!({"kind": "round_up",
                 "steps": [{"currency": "EUR", "mode": {"kind": "multiple"}}]}))
}

fn refused<T>(answer: Result<T, LedgerError>) -> (&'static str, String) {
    match answer {
        Err(LedgerError::Invalid { field, message }) => (field, message),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    }
}

#[tokio::test]
async fn the_lab_says_first_that_it_tries_round_ups() {
    let fresh = fresh().await;
    let every_month = json!({"kind": "set_and_forget", "currency": "EUR", "amount": "5",
                             "every": "monthly"});
    let query = farthing_ledger::savings::LabQuery {
        rules: vec![rule(&every_month)],
        from: day(2026, 1, 1),
        to: day(2026, 1, 31),
    };
    let (field, message) = refused(fresh.ledger.lab(query).await);
    assert_eq!(field, "terms");
    assert!(message.contains("round-ups"), "{message}");
}

#[tokio::test]
async fn days_in_the_wrong_order_are_refused_by_the_lab_and_the_mirror_alike() {
    let fresh = fresh().await;
    let (first, last) = (day(2026, 1, 31), day(2026, 1, 1));
    let query = farthing_ledger::savings::LabQuery {
        rules: vec![round_up()],
        from: first,
        to: last,
    };
    let by_the_lab = refused(fresh.ledger.lab(query).await);
    let kept = fresh
        .ledger
        .save_saving_rule(None, round_up(), None, day(2026, 1, 1), now());
    let rule = kept.await.unwrap().id;
    let mirror = fresh.ledger.mirror(rule, first, last, Vec::new());
    assert_eq!(refused(mirror.await), by_the_lab);
    assert_eq!(by_the_lab.0, "to");
}
