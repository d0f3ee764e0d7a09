//! What a goal tells of itself: its destination, its pace with an assumed interest, and its history.

use crate::common::{Fresh, day, fresh, now};
use chrono::NaiveDate;
use farthing_ledger::ChoiceId;
use farthing_ledger::savings::{DestinationInput, GoalInput, GoalMoneyInput};
use serde_json::{Value, json};

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

async fn destination(fresh: &Fresh) -> ChoiceId {
    let input: DestinationInput = input(json!({
        "name": "Jar", "currency": "EUR", "way": {"kind": "paypal_me", "handle": "TeaJar"},
    }));
    let kept = fresh.ledger.save_destination(None, input, now());
    kept.await.unwrap().id
}

async fn goal(fresh: &Fresh, input: Value, on: NaiveDate) -> ChoiceId {
    let input: GoalInput = self::input(input);
    let kept = fresh.ledger.save_goal(None, input, on, now());
    kept.await.unwrap().id
}

async fn put(fresh: &Fresh, goal: ChoiceId, amount: &str, on: NaiveDate) {
    let input: GoalMoneyInput = input(json!({"amount": amount}));
    let kept = fresh.ledger.move_goal_money(goal, input, on, now());
    kept.await.unwrap();
}

#[tokio::test]
async fn assumed_interest_brings_a_goal_nearer_and_is_never_set_aside() {
    let fresh = fresh().await;
    let to = destination(&fresh).await;
    let terms = json!({"name": "Bike", "currency": "EUR", "target": "1000.00",
                       "interest": "24", "destination": to});
    let first = day(2026, 1, 5);
    let bike = goal(&fresh, terms, first).await;
    for week in 0..8 {
        put(&fresh, bike, "20.00", first + chrono::Days::new(week * 7)).await;
    }
    let today = first + chrono::Days::new(56);
    let told = fresh.ledger.goal(bike, today, 10).await.unwrap();
    assert_eq!(told.summary.destination_name.as_deref(), Some("Jar"));
    assert_eq!(told.summary.promised.value, "160.00");
    // 86.96 a month without interest takes ten months; two percent a month save one of them.
    let interest = told.with_interest.unwrap();
    assert_eq!(interest.a_month.value, "86.96");
    assert_eq!(
        (interest.months, interest.day),
        (Some(9), Some(day(2026, 12, 2)))
    );
    assert!(interest.words.starts_with("Assumed: 24 % interest a year"));
}

#[tokio::test]
async fn nothing_is_said_of_interest_without_one_or_without_a_pace() {
    let fresh = fresh().await;
    let today = day(2026, 1, 5);
    let plain = json!({"name": "Plain", "currency": "EUR", "target": "10.00"});
    let plain = goal(&fresh, plain, today).await;
    let early = json!({"name": "Early", "currency": "EUR", "target": "10.00", "interest": "3"});
    let early = goal(&fresh, early, today).await;
    for goal in [plain, early] {
        let told = fresh.ledger.goal(goal, today, 10).await.unwrap();
        assert_eq!(told.with_interest, None);
        assert_eq!(told.summary.destination_name, None);
    }
}

#[tokio::test]
async fn every_deposit_of_a_goal_can_be_read_a_page_at_a_time() {
    let fresh = fresh().await;
    let today = day(2026, 1, 5);
    let jar = goal(&fresh, json!({"name": "Jar", "currency": "EUR"}), today).await;
    for amount in ["1.00", "2.00", "3.00", "4.00", "5.00"] {
        put(&fresh, jar, amount, today).await;
    }
    let whole = fresh.ledger.goal(jar, today, 9).await.unwrap();
    assert_eq!((whole.deposits.len(), whole.deposit_count), (5, 5));
    let mut pages = Vec::new();
    for offset in [0, 2, 4, 6] {
        let page = fresh.ledger.goal_deposits(jar, today, offset, 2);
        pages.extend(page.await.unwrap());
    }
    assert_eq!(pages, whole.deposits);
}

#[tokio::test]
async fn a_goal_whose_destination_was_undone_is_shown_without_one() {
    let fresh = fresh().await;
    let to = destination(&fresh).await;
    let made = fresh.ledger.history(1).await.unwrap()[0].id;
    let today = day(2026, 1, 5);
    let terms = json!({"name": "Bike", "currency": "EUR", "destination": to});
    goal(&fresh, terms, today).await;
    fresh.ledger.undo(Some(made), now()).await.unwrap();
    let goals = fresh.ledger.goals(today).await.unwrap().goals;
    assert_eq!(goals[0].destination_name, None);
}
