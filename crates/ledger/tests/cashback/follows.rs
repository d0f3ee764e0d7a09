//! What programmes owe, with figures that were worked out by hand.

use crate::common::{day, now, purchase};
use crate::world::{World, flat};
use chrono::NaiveDate;
use farthing_ledger::cashback::{
    PurchaseDetail, ReceivableEventInput, ReceivableState, VisitInput,
};
use farthing_ledger::savings::{GoalInput, SavingRuleInput};
use farthing_ledger::{ChoiceId, EntryId, EntryInput, EntryKind, EntryStatus};
use serde_json::{Value, json};

/// A card of a make, on the card's account.
fn card(world: &World, terms: &Value) -> Value {
    let mut input = flat(world, "card");
    let programme = input["programme"].as_object_mut().unwrap();
    programme.extend(terms.as_object().unwrap().clone());
    input["categories"] = json!([{"word": "groceries", "categories": [world.groceries]}]);
    input
}

/// 5 % of groceries up to 100.00 in a quarter, 0.5 % beyond, 1 % of all else.
fn quarters(world: &World) -> Value {
    card(
        world,
        &json!({
            "base_rate": "0.01",
            "rules": [{
                "id": 1, "rate": "0.05", "fallback_rate": "0.005",
                "match": {"categories": ["groceries"]},
                "cap": {"basis": "spend", "amount": "100", "period": "quarter"},
            }],
        }),
    )
}

impl World {
    async fn groceries_on(&self, amount: &str, date: NaiveDate) -> EntryId {
        let bought = self.groceries_input(amount, date);
        self.ledger().add_entry(bought, now()).await.unwrap().id
    }

    fn groceries_input(&self, amount: &str, date: NaiveDate) -> EntryInput {
        EntryInput {
            date,
            category: Some(self.groceries),
            ..purchase(self.card, amount, "Corner Shop")
        }
    }

    fn asked(&self, sql: &str) -> Vec<(String, Option<i64>, Option<i64>)> {
        let db = self.file();
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// What entries earn in minor units, in the order of their days.
    fn earned(&self) -> Vec<i64> {
        let rows = self.asked("select reason, minor, null from rewards order by day, entry_id");
        rows.into_iter().map(|row| row.1.unwrap()).collect()
    }

    /// Cause, amount and difference of what is owed, in the order of the days.
    fn owed(&self) -> Vec<(String, i64, Option<i64>)> {
        let rows =
            self.asked("select cause, minor, difference from receivables order by day, cause");
        let rows = rows.into_iter();
        rows.map(|(cause, minor, more)| (cause, minor.unwrap(), more))
            .collect()
    }

    async fn is_true(&self) {
        self.fresh.digest().await;
    }
}

fn entry(id: EntryId) -> String {
    format!("entry:{}", id.0)
}

#[tokio::test]
async fn beyond_a_cap_a_quarter_earns_the_fallback_rate_and_the_next_one_begins_again() {
    let world = World::new().await;
    world.save(quarters(&world)).await;
    world.groceries_on("80.00", day(2026, 1, 10)).await;
    world.groceries_on("40.00", day(2026, 2, 10)).await;
    world.groceries_on("10.00", day(2026, 3, 31)).await;
    world.groceries_on("10.00", day(2026, 4, 1)).await;
    // 80 × 5 %; 20 × 5 % + 20 × 0.5 %; 10 × 0.5 %, but then 1 % is better; 10 × 5 %.
    assert_eq!(world.earned(), [400, 110, 10, 50]);
    world.is_true().await;
}

#[tokio::test]
async fn an_edit_that_takes_more_of_a_cap_leaves_less_for_later_purchases() {
    let world = World::new().await;
    world.save(quarters(&world)).await;
    let first = world.groceries_on("50.00", day(2026, 1, 10)).await;
    world.groceries_on("50.00", day(2026, 2, 10)).await;
    assert_eq!(world.earned(), [250, 250]);
    let more = world.groceries_input("90.00", day(2026, 1, 10));
    world.ledger().edit_entry(first, more, now()).await.unwrap();
    // 90 × 5 %; 10 × 5 % + 40 × 0.5 %.
    assert_eq!(world.earned(), [450, 70]);
    world.ledger().undo(None, now()).await.unwrap();
    assert_eq!(world.earned(), [250, 250]);
    world.is_true().await;
}

#[tokio::test]
async fn a_refund_gives_the_cap_back_in_its_own_quarter_only() {
    let world = World::new().await;
    world.save(quarters(&world)).await;
    let first = world.groceries_on("100.00", day(2026, 1, 10)).await;
    world.refund(first, "40.00", day(2026, 2, 1)).await;
    world.groceries_on("50.00", day(2026, 3, 1)).await;
    // 5.00 and 2.00 back; then 40 × 5 % + 10 × 0.5 %.
    assert_eq!(world.earned(), [500, -200, 205]);
    let world = World::new().await;
    world.save(quarters(&world)).await;
    let first = world.groceries_on("100.00", day(2026, 1, 10)).await;
    world.refund(first, "40.00", day(2026, 4, 1)).await;
    world.groceries_on("100.00", day(2026, 4, 2)).await;
    world.groceries_on("10.00", day(2026, 4, 3)).await;
    // What comes back in April is at the rate of January, and gives nothing back of April's cap.
    assert_eq!(world.earned(), [500, -200, 500, 10]);
    world.is_true().await;
}

#[tokio::test]
async fn a_refund_before_the_due_day_makes_less_of_what_is_due_and_a_later_one_stands_alone() {
    let world = World::new().await;
    world.save(flat(&world, "flat")).await;
    let bought = world.buy("50.00", day(2026, 3, 2)).await;
    world.refund(bought, "10.00", day(2026, 4, 1)).await;
    let late = world.refund(bought, "15.00", day(2026, 4, 2)).await;
    assert_eq!(
        world.owed(),
        [(entry(bought), 80, None), (entry(late), -30, None)]
    );
    let due = world.asked("select cause, due, null from receivables order by day");
    assert_eq!((due[0].1.is_some(), due[1].1), (true, None));
    world.is_true().await;
}

#[tokio::test]
async fn the_sum_of_a_statement_is_rounded_once() {
    let world = World::new().await;
    let terms = json!({
        "base_rate": "0.015", "statement_day": 15, "due": {"after": "statement", "days": 5},
        "rounding": {"scope": "statement", "mode": "down"},
    });
    world.save(card(&world, &terms)).await;
    for on in [1, 15] {
        world.buy("1.30", day(2026, 3, on)).await;
    }
    world.buy("9.99", day(2026, 3, 16)).await;
    // 2 × 0.0195 = 0.039, and 0.14985 in the statement that is open.
    let closed = ("statement:2026-03-15".to_owned(), 3, None);
    let open = ("statement:2026-04-15".to_owned(), 14, None);
    assert_eq!(world.owed(), [closed, open.clone()]);
    let due = world.asked("select cause, due - day, null from receivables order by day");
    assert_eq!(due[0].1, Some(5));
    // Without its purchases a statement is nothing.
    let all = world.asked("select note, id, null from entries where day < 20528");
    let first: Vec<EntryId> = all.iter().map(|row| EntryId(row.1.unwrap())).collect();
    assert_eq!(first.len(), 2);
    world.ledger().delete_entries(&first, now()).await.unwrap();
    assert_eq!(world.owed(), [open]);
    world.is_true().await;
}

#[tokio::test]
async fn one_credit_pays_several_rewards() {
    let world = World::new().await;
    world.save(flat(&world, "flat")).await;
    let first = world.buy("50.00", day(2026, 3, 2)).await;
    let second = world.buy("25.50", day(2026, 3, 3)).await;
    let third = world.buy("100.00", day(2026, 4, 3)).await;
    world
        .credit("1.52", "Flat card reward", day(2026, 4, 5))
        .await;
    // 1.00 and 0.51, a hundredth more.
    assert_eq!(
        world.owed(),
        [
            (entry(first), 100, Some(0)),
            (entry(second), 51, Some(1)),
            (entry(third), 200, None)
        ]
    );
    world.is_true().await;
}

#[tokio::test]
async fn a_credit_that_is_less_pays_the_only_reward_that_is_open() {
    let world = World::new().await;
    world.save(flat(&world, "flat")).await;
    let bought = world.buy("50.00", day(2026, 3, 2)).await;
    let credit = world
        .credit("0.60", "Flat card reward", day(2026, 4, 1))
        .await;
    assert_eq!(world.owed(), [(entry(bought), 100, Some(-40))]);
    let refused = world.ledger().refuse_receipt(credit, world.today, now());
    refused.await.unwrap();
    assert_eq!(world.owed(), [(entry(bought), 100, None)]);
    let forgotten = world.ledger().forget_receipt(credit, world.today, now());
    forgotten.await.unwrap();
    assert_eq!(world.owed(), [(entry(bought), 100, Some(-40))]);
    world.is_true().await;
}

#[tokio::test]
async fn the_rewards_that_the_person_names_are_paid_in_their_order() {
    let world = World::new().await;
    let row = world.save(flat(&world, "flat")).await;
    let first = world.buy("50.00", day(2026, 3, 2)).await;
    let second = world.buy("25.50", day(2026, 3, 3)).await;
    let credit = world.credit("1.20", "Somebody", day(2026, 4, 1)).await;
    assert_eq!(world.owed()[0].2, None);
    let keys = [second, first].map(|id| format!("{}:{}", row.id.0, entry(id)));
    let taken = world
        .ledger()
        .take_receipt(credit, row.id, &keys, day(2026, 4, 2), now());
    taken.await.unwrap();
    // 1.20 for 0.51 and 1.00: the last one that was named is 0.31 short.
    assert_eq!(
        world.owed(),
        [(entry(first), 100, Some(-31)), (entry(second), 51, Some(0))]
    );
    world.is_true().await;
}

async fn visited(world: &World, portal: ChoiceId, bought: EntryId) -> String {
    let visit = VisitInput {
        expected: "3.33".to_owned(),
        rate: String::new(),
        base: String::new(),
        order: String::new(),
    };
    let visited = world
        .ledger()
        .visit_portal(portal, bought, visit, world.today, now());
    visited.await.unwrap().key
}

fn said(state: ReceivableState, amount: &str) -> ReceivableEventInput {
    ReceivableEventInput {
        state,
        day: Some(day(2026, 3, 10)),
        amount: amount.to_owned(),
    }
}

#[tokio::test]
async fn a_portal_brings_what_is_said_and_refunds_take_their_share() {
    let world = World::new().await;
    let portal = world.save(World::portal()).await.id;
    let bought = world.buy("30.00", day(2026, 3, 2)).await;
    let key = visited(&world, portal, bought).await;
    for on in [5, 6, 7] {
        world.refund(bought, "10.00", day(2026, 3, on)).await;
        world.is_true().await;
    }
    assert_eq!(world.earned(), [333, -111, -111, -111]);
    assert_eq!(world.owed(), []);
    world.ledger().undo(None, now()).await.unwrap();
    world.ledger().undo(None, now()).await.unwrap();
    assert_eq!(world.owed(), [(entry(bought), 111, None)]);
    let told = said(ReceivableState::Confirmed, "2.00");
    let told = world
        .ledger()
        .tell_receivable(&key, told, world.today, now());
    told.await.unwrap();
    world.credit("2.00", "Shop Portal", day(2026, 9, 8)).await;
    assert_eq!(world.owed(), [(entry(bought), 200, Some(0))]);
    let told = said(ReceivableState::Declined, "");
    let told = world
        .ledger()
        .tell_receivable(&key, told, world.today, now());
    told.await.unwrap();
    assert_eq!(world.owed(), [(entry(bought), 200, None)]);
    world.is_true().await;
}

#[tokio::test]
async fn bonuses_are_owed_once_for_each_time_they_are_earned() {
    let world = World::new().await;
    let terms = json!({
        "base_rate": "0",
        "bonuses": [
            {"id": 7, "reward": "5.00",
             "spend": {"from": "2026-03-01", "days": 10, "threshold": "50"}},
            {"id": 8, "reward": "0.50", "count": {"every": 2, "repeats": "always"}},
        ],
    });
    world.save(card(&world, &terms)).await;
    let mut bought = Vec::new();
    for on in [1, 2, 3, 4, 20] {
        bought.push(world.buy("13.00", day(2026, 3, on)).await);
    }
    let owed = |cause: &str, minor| (cause.to_owned(), minor, None);
    assert_eq!(
        world.owed(),
        [
            owed("bonus:8:1", 50),
            owed("bonus:7:1", 500),
            owed("bonus:8:2", 50)
        ]
    );
    // Below 50.00 in its days the first is not earned any more, and four purchases are left.
    world.refund(bought[0], "13.00", day(2026, 3, 9)).await;
    assert_eq!(world.owed(), [owed("bonus:8:1", 50), owed("bonus:8:2", 50)]);
    world.is_true().await;
}

#[tokio::test]
async fn what_is_known_of_a_purchase_decides_what_it_earns() {
    let world = World::new().await;
    let terms = json!({
        "exclusions": {"mccs": [5541]},
        "rules": [{"id": 1, "rate": "0.10", "match": {"methods": ["qr"]}}],
    });
    let id = world.save(card(&world, &terms)).await.id;
    let bought = world.buy("20.00", day(2026, 3, 2)).await;
    let know = async |detail: PurchaseDetail| {
        let known = world
            .ledger()
            .set_purchase_detail(bought, detail, world.today, now());
        known.await.unwrap();
        world.is_true().await;
        world.earned()
    };
    assert_eq!(world.earned(), [40]);
    let mut detail = PurchaseDetail {
        eligible: "15.00".to_owned(),
        method: "qr".to_owned(),
        ..PurchaseDetail::default()
    };
    assert_eq!(know(detail.clone()).await, [150]);
    detail.mcc = Some(5541);
    assert_eq!(know(detail).await, Vec::<i64>::new());
    assert_eq!(know(PurchaseDetail::default()).await, [40]);
    let left_out = PurchaseDetail {
        left_out: vec![id],
        ..PurchaseDetail::default()
    };
    assert_eq!(know(left_out).await, Vec::<i64>::new());
}

#[tokio::test]
async fn a_programme_counts_its_days_and_posted_entries_and_takes_all_with_it_when_it_goes() {
    let world = World::new().await;
    let mut input = flat(&world, "flat");
    (input["from"], input["until"]) = (json!("2026-03-05"), json!("2026-03-10"));
    let row = world.save(input).await;
    for on in [4, 5, 10, 11] {
        world.buy("10.00", day(2026, 3, on)).await;
    }
    for status in [EntryStatus::Pending, EntryStatus::Planned] {
        let waiting = EntryInput {
            status,
            date: day(2026, 3, 7),
            ..purchase(world.card, "10.00", "Book Shop")
        };
        world.ledger().add_entry(waiting, now()).await.unwrap();
    }
    assert_eq!(world.earned(), [20, 20]);
    world
        .ledger()
        .delete_programme(row.id, now())
        .await
        .unwrap();
    assert_eq!((world.earned().len(), world.owed().len()), (0, 0));
    let kept = world.asked("select digest, id, null from cashback_seen");
    assert!(kept.is_empty(), "{kept:?}");
    world.ledger().undo(None, now()).await.unwrap();
    assert_eq!(world.earned(), [20, 20]);
    world.is_true().await;
}

#[tokio::test]
async fn a_credit_that_a_programme_knows_takes_nothing_back_and_is_that_of_its_own_account() {
    let world = World::new().await;
    let near = world.save(flat(&world, "near")).await.id;
    let mut other = flat(&world, "far");
    other["accounts"] = json!([world.bank]);
    let far = world.save(other).await.id;
    // A bank may call a reward on the card a refund.
    for account in [world.bank, world.card] {
        let credit = EntryInput {
            kind: EntryKind::Refund,
            ..purchase(account, "1.00", "Flat card")
        };
        world.ledger().add_entry(credit, now()).await.unwrap();
    }
    let of = world.asked("select how, programme_id, minor from receipts order by entry_id");
    let text = |id: ChoiceId| ("text".to_owned(), Some(id.0), Some(100));
    assert_eq!(of, [text(far), text(near)]);
    assert!(world.earned().is_empty());
    world.is_true().await;
}

#[tokio::test]
async fn what_a_programme_paid_is_swept_as_cashback_and_is_no_pay() {
    let mut world = World::new().await;
    world.today = day(2026, 5, 1);
    let ledger = world.ledger();
    world.buy("50.00", day(2026, 3, 2)).await;
    let income = EntryInput {
        kind: EntryKind::Income,
        date: day(2026, 4, 1),
        ..purchase(world.bank, "1.00", "Flat card")
    };
    let credit = ledger.add_entry(income, now()).await.unwrap().id;
    let goal: GoalInput =
        serde_json::from_value(json!({"name": "Bike", "currency": "EUR"})).unwrap();
    let goal = ledger
        .save_goal(None, goal, world.today, now())
        .await
        .unwrap()
        .id;
    let terms = [
        json!({"kind": "sweep_cashback", "currency": "EUR", "percent": "50"}),
        json!({"kind": "payday", "currency": "EUR", "percent": "10"}),
    ];
    for terms in terms {
        let rule: SavingRuleInput = serde_json::from_value(json!({
            "name": "Rule", "terms": terms, "from": "2026-01-10",
            "goals": {"by": "weights", "goals": [{"goal": goal, "weight": "1"}]},
        }))
        .unwrap();
        let saved = ledger.save_saving_rule(None, rule, None, world.today, now());
        saved.await.unwrap();
    }
    let aside = || {
        let rows = world.asked("select cause, minor, null from accruals");
        rows.into_iter()
            .map(|row| row.1.unwrap())
            .collect::<Vec<_>>()
    };
    // Nobody knows yet that it is cashback, so it is pay.
    assert_eq!(aside(), [10]);
    world.save(flat(&world, "flat")).await;
    assert_eq!(aside(), [50]);
    world.is_true().await;
    let refused = ledger.refuse_receipt(credit, world.today, now());
    refused.await.unwrap();
    assert_eq!(aside(), [10]);
    world.is_true().await;
}
