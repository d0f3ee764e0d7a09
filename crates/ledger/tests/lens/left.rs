//! What is left today, in a real file.

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::NaiveDate;
use farthing_ledger::allowance::{
    AllowanceInput, AllowanceShown, AllowanceState, CategoryLimitInput, LeftNow, RestAnswer,
};
use farthing_ledger::savings::GoalInput;
use farthing_ledger::{AccountId, CategoryClass, ChoiceId, EntryStatus, LedgerError, NewCategory};
use serde_json::{Value, json};

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// 31.00 EUR from 1 to 31 March, changed as told.
fn march(change: Value) -> AllowanceInput {
    let mut terms = json!({
        "name": "Treats", "amount": "31.00", "currency": "EUR",
        "days": {"kind": "repeating", "period": "month", "start": "2026-03-01"},
        "rest": "spread", "rollover": "none",
    });
    let Value::Object(change) = change else {
        panic!("a change is an object");
    };
    terms.as_object_mut().unwrap().extend(change);
    input(terms)
}

async fn save(fresh: &Fresh, terms: AllowanceInput, on: NaiveDate) -> AllowanceShown {
    let kept = fresh.ledger.save_allowance(None, terms, on, now()).await;
    kept.unwrap()
}

async fn buy(fresh: &Fresh, account: AccountId, amount: &str, on: u32) {
    buy_in(fresh, account, amount, on, None).await;
}

async fn buy_in(
    fresh: &Fresh,
    account: AccountId,
    amount: &str,
    on: u32,
    category: Option<AccountId>,
) {
    let mut entry = purchase(account, amount, "Kiosk");
    entry.date = day(2026, 3, on);
    entry.category = category;
    fresh.ledger.add_entry(entry, now()).await.unwrap();
}

async fn category(fresh: &Fresh, name: &str) -> AccountId {
    let new = NewCategory {
        name: name.to_owned(),
        class: CategoryClass::Expense,
    };
    fresh.ledger.add_category(new, now()).await.unwrap().id
}

async fn goal(fresh: &Fresh, currency: &str) -> ChoiceId {
    let terms: GoalInput = input(json!({"name": "Bike", "currency": currency}));
    let kept = fresh.ledger.save_goal(None, terms, day(2026, 3, 1), now());
    kept.await.unwrap().id
}

async fn now_left(fresh: &Fresh, on: u32) -> LeftNow {
    let shown = fresh.ledger.left_today(day(2026, 3, on)).await.unwrap();
    shown[0].left.clone().unwrap()
}

fn field(error: LedgerError) -> &'static str {
    match error {
        LedgerError::Invalid { field, .. } => field,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_purchase_lowers_what_is_left_today_and_tells_how() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    save(&fresh, march(json!({})), day(2026, 3, 1)).await;
    buy(&fresh, wallet, "0.40", 1).await;
    let left = now_left(&fresh, 1).await;
    assert_eq!(
        (left.today.value.as_str(), left.left_today.value.as_str()),
        ("1.00", "0.60")
    );
    assert_eq!(
        (left.spent.value.as_str(), left.left.value.as_str()),
        ("0.40", "30.60")
    );
    assert_eq!(left.days_to_come, 30);
    assert!(
        left.today_formula
            .contains("1.00 EUR − 0.40 EUR spent today = 0.60 EUR")
    );
    assert!(left.left_formula.contains("31.00 EUR a month − 0.40 EUR"));
    assert_eq!(
        (left.rows.from, left.rows.to),
        (day(2026, 3, 1), day(2026, 3, 1))
    );
    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(now_left(&fresh, 1).await.left_today.value, "1.00");
}

#[tokio::test]
async fn pending_purchases_count_and_other_currencies_and_transfers_do_not() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    save(&fresh, march(json!({})), day(2026, 3, 1)).await;
    let mut pending = purchase(wallet, "0.25", "Kiosk");
    pending.date = day(2026, 3, 1);
    pending.status = EntryStatus::Pending;
    fresh.ledger.add_entry(pending, now()).await.unwrap();
    let mut dollars = purchase(wallet, "5.00", "Kiosk");
    dollars.date = day(2026, 3, 1);
    dollars.currency = "USD".to_owned();
    fresh.ledger.add_entry(dollars, now()).await.unwrap();
    assert_eq!(now_left(&fresh, 1).await.spent_today.value, "0.25");
}

#[tokio::test]
async fn only_the_chosen_categories_count_and_their_rows_are_found() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let (snacks, coffee) = (
        category(&fresh, "Snacks").await,
        category(&fresh, "Brews").await,
    );
    save(
        &fresh,
        march(json!({"categories": [snacks, coffee]})),
        day(2026, 3, 1),
    )
    .await;
    buy_in(&fresh, wallet, "0.40", 1, Some(snacks)).await;
    buy_in(&fresh, wallet, "9.00", 1, None).await;
    let left = now_left(&fresh, 1).await;
    assert_eq!(left.spent.value, "0.40");
    assert!(
        left.left_formula
            .contains("Purchases in Brews, Snacks count")
    );
    assert_eq!(left.rows.category, None);
    let filter = farthing_ledger::EntryFilter {
        currency: Some(left.rows.currency.clone()),
        from: Some(left.rows.from),
        to: Some(left.rows.to),
        without: left.rows.without.clone(),
        ..Default::default()
    };
    let page = fresh.ledger.entries(&filter, 0, 9).await.unwrap();
    assert_eq!(
        (page.total, page.rows[0].amount.value.as_str()),
        (1, "-0.40")
    );
    let one = march(json!({"name": "Other", "categories": [snacks]}));
    let one = save(&fresh, one, day(2026, 3, 1)).await;
    assert_eq!(one.left.unwrap().rows.category, Some(snacks));
}

/// A reported fault elsewhere: an edit of a running period forgot what was spent, or counted it twice.
#[tokio::test]
async fn editing_a_running_period_keeps_what_was_spent_and_taking_it_back_leaves_no_trace() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let kept = save(&fresh, march(json!({})), day(2026, 3, 1)).await;
    for on in 1..=5 {
        buy(&fresh, wallet, "2.00", on).await;
    }
    let before = now_left(&fresh, 6).await;
    assert_eq!(before.left.value, "21.00");
    let edit = async |terms| {
        let (id, on) = (Some(kept.id), day(2026, 3, 6));
        fresh
            .ledger
            .save_allowance(id, terms, on, now())
            .await
            .unwrap()
    };
    let more = edit(march(json!({"amount": "62.00"}))).await.left.unwrap();
    assert_eq!(
        (more.spent.value.as_str(), more.left.value.as_str()),
        ("10.00", "52.00")
    );
    assert_eq!(more.today.value, "2.00");
    let less = edit(march(json!({"amount": "4.00"}))).await.left.unwrap();
    assert_eq!(less.left.value, "-6.00");
    assert!(
        less.today_formula
            .starts_with("More was spent than the period has")
    );
    let back = edit(march(json!({}))).await.left.unwrap();
    assert_eq!(back, before);
    let days = json!({"days": {"kind": "once", "first": "2026-03-01", "last": "2026-03-10"}});
    let once = edit(march(days)).await.left.unwrap();
    assert_eq!(
        (once.spent.value.as_str(), once.left.value.as_str()),
        ("10.00", "21.00")
    );
    assert_eq!((once.today.value.as_str(), once.days_to_come), ("4.20", 4));
}

#[tokio::test]
async fn an_edit_changes_no_period_that_is_over() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let snacks = category(&fresh, "Snacks").await;
    let terms = march(json!({"rollover": "surplus"}));
    let kept = save(&fresh, terms, day(2026, 3, 1)).await;
    buy(&fresh, wallet, "11.00", 3).await;
    let april = day(2026, 4, 2);
    let other = march(json!({"rollover": "surplus", "amount": "60.00", "categories": [snacks]}));
    let shown = fresh
        .ledger
        .save_allowance(Some(kept.id), other, april, now());
    let shown = shown.await.unwrap();
    assert_eq!(shown.closed.len(), 1);
    let closed = &shown.closed[0];
    assert_eq!(
        (closed.spent.value.as_str(), closed.rolled.value.as_str()),
        ("11.00", "20.00")
    );
    assert_eq!(shown.left.unwrap().total.value, "80.00");
}

#[tokio::test]
async fn a_rest_that_waits_is_answered_once_and_can_be_answered_anew() {
    let fresh = fresh().await;
    fresh.wallet("Purse").await;
    let kept = save(&fresh, march(json!({"rest": "asked"})), day(2026, 3, 1)).await;
    let left = now_left(&fresh, 3).await;
    assert_eq!(
        (left.open.len(), left.open_sum.unwrap().value.as_str()),
        (2, "2.00")
    );
    assert_eq!(left.open_a_day.unwrap().value, "0.06");
    let answer = async |answer| {
        let on = day(2026, 3, 3);
        fresh.ledger.answer_rest(kept.id, answer, on, now()).await
    };
    let carried = answer(RestAnswer::Carry).await.unwrap().left.unwrap();
    assert_eq!(
        (carried.today.value.as_str(), carried.open.len()),
        ("3.00", 0)
    );
    let spread = answer(RestAnswer::Spread).await.unwrap().left.unwrap();
    assert_eq!(spread.today.value, "1.07");
    fresh.ledger.undo(None, now()).await.unwrap();
    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(now_left(&fresh, 3).await.open.len(), 2);
    let early = fresh
        .ledger
        .answer_rest(kept.id, RestAnswer::Carry, day(2026, 3, 1), now());
    assert_eq!(field(early.await.unwrap_err()), "allowance");
}

#[tokio::test]
async fn the_rest_of_a_closed_period_is_pledged_to_its_goal_once() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let goal = goal(&fresh, "EUR").await;
    let terms = march(json!({"rest": "swept", "goal": goal}));
    let kept = save(&fresh, terms, day(2026, 3, 1)).await;
    buy(&fresh, wallet, "11.00", 3).await;
    let (last, april) = (day(2026, 3, 31), day(2026, 4, 2));
    let sweep = async |last| {
        let swept = fresh.ledger.sweep_allowance(kept.id, last, april, now());
        swept.await
    };
    let shown = fresh.ledger.left_today(april).await.unwrap();
    let closed = &shown[0].closed[0];
    assert_eq!(closed.can_be_swept.as_ref().unwrap().value, "20.00");
    assert_eq!(field(sweep(day(2026, 4, 30)).await.unwrap_err()), "last");
    let swept = sweep(last).await.unwrap();
    assert_eq!(swept.closed[0].pledged.as_ref().unwrap().value, "20.00");
    assert_eq!(swept.closed[0].can_be_swept, None);
    let told = fresh.ledger.goal(goal, april, 9).await.unwrap();
    assert_eq!(told.summary.promised.value, "20.00");
    assert!(
        told.deposits[0]
            .words
            .contains("Treats: left from 1 March 2026"),
        "{:?}",
        told.deposits
    );
    assert_eq!(field(sweep(last).await.unwrap_err()), "last");
    // One undo takes back both: what the goal holds and what is shown as pledged.
    fresh.ledger.undo(None, now()).await.unwrap();
    let goals = fresh.ledger.goals(april).await.unwrap().goals;
    assert_eq!(goals[0].promised.value, "0.00");
    let shown = fresh.ledger.left_today(april).await.unwrap();
    assert_eq!(shown[0].closed[0].pledged, None);
    fresh.digest().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_its_field() {
    let fresh = fresh().await;
    fresh.wallet("Purse").await;
    let dollars = goal(&fresh, "USD").await;
    let kept = save(&fresh, march(json!({})), day(2026, 3, 1)).await;
    let refusals = [
        (json!({"name": " "}), "name"),
        (json!({"name": "treats"}), "name"),
        (json!({"name": "A", "amount": "much"}), "amount"),
        (json!({"name": "A", "amount": "0"}), "amount"),
        (json!({"name": "A", "categories": [99]}), "categories"),
        (json!({"name": "A", "rest": "swept"}), "goal"),
        (
            json!({"name": "A", "rest": "swept", "goal": dollars}),
            "goal",
        ),
        (
            json!({"name": "A", "days": {"kind": "once", "first": "2026-03-05", "last": "2026-03-04"}}),
            "last",
        ),
    ];
    for (change, expected) in refusals {
        let asked =
            fresh
                .ledger
                .save_allowance(None, march(change.clone()), day(2026, 3, 1), now());
        assert_eq!(field(asked.await.unwrap_err()), expected, "{change}");
    }
    let other = march(json!({"currency": "USD"}));
    let asked = fresh
        .ledger
        .save_allowance(Some(kept.id), other, day(2026, 3, 1), now());
    assert_eq!(field(asked.await.unwrap_err()), "currency");
    assert_eq!(
        fresh
            .ledger
            .left_today(day(2026, 3, 1))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn an_allowance_says_when_it_is_for() {
    let fresh = fresh().await;
    fresh.wallet("Purse").await;
    let days = json!({"days": {"kind": "once", "first": "2026-03-05", "last": "2026-03-07"}});
    let kept = save(&fresh, march(days), day(2026, 3, 1)).await;
    assert_eq!((kept.state, kept.left), (AllowanceState::Ahead, None));
    let over = fresh.ledger.left_today(day(2026, 3, 8)).await.unwrap();
    assert_eq!(
        (over[0].state, over[0].closed.len()),
        (AllowanceState::Over, 1)
    );
    fresh.ledger.remove_allowance(kept.id, now()).await.unwrap();
    assert!(
        fresh
            .ledger
            .left_today(day(2026, 3, 8))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_limit_says_whether_it_is_used_faster_than_its_days_go_by() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let snacks = category(&fresh, "Snacks").await;
    let limit = |amount: &str| CategoryLimitInput {
        category: snacks,
        amount: amount.to_owned(),
        currency: "EUR".to_owned(),
        period: farthing_ledger::allowance::AllowancePeriod::Month,
    };
    fresh.ledger.save_limit(limit("62"), now()).await.unwrap();
    buy_in(&fresh, wallet, "25.00", 2, Some(snacks)).await;
    buy_in(&fresh, wallet, "50.00", 2, None).await;
    let shown = fresh.ledger.limits(day(2026, 3, 10)).await.unwrap();
    let told = &shown[0];
    assert_eq!(
        (told.spent.value.as_str(), told.expected.value.as_str()),
        ("25.00", "20.00")
    );
    assert_eq!(
        (told.ahead.value.as_str(), told.left.value.as_str()),
        ("5.00", "37.00")
    );
    assert_eq!((told.spent_percent, told.expected_percent), (40, 32));
    assert!(
        told.formula
            .contains("62.00 EUR × 10 ÷ 31 days = 20.00 EUR"),
        "{}",
        told.formula
    );
    fresh.ledger.save_limit(limit("31"), now()).await.unwrap();
    let shown = fresh.ledger.limits(day(2026, 3, 10)).await.unwrap();
    assert_eq!((shown.len(), shown[0].limit.value.as_str()), (1, "31.00"));
    assert_eq!(
        field(
            fresh
                .ledger
                .save_limit(limit("-1"), now())
                .await
                .unwrap_err()
        ),
        "amount"
    );
    fresh.ledger.remove_limit(shown[0].id, now()).await.unwrap();
    assert!(
        fresh
            .ledger
            .limits(day(2026, 3, 10))
            .await
            .unwrap()
            .is_empty()
    );
}
