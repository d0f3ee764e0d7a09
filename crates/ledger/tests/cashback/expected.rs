//! What a purchase should earn and why, and what it really cost.

use crate::common::{day, now, purchase};
use crate::world::{World, field_of, flat, supermarkets};
use farthing_ledger::cashback::{NetPrice, PurchaseDetail, PurchaseRewards, ReceivableState};
use farthing_ledger::{EntryId, EntryInput};
use serde_json::json;

async fn looked(world: &World, entry: EntryId) -> PurchaseRewards {
    let looked = world.ledger().purchase_rewards(entry, world.today);
    looked.await.unwrap()
}

fn lines(net: &NetPrice) -> Vec<String> {
    let lines = net.lines.iter();
    lines
        .map(|line| format!("{} {}", line.words, line.amount.value))
        .collect()
}

impl World {
    async fn groceries(&self, amount: &str, number: u32) -> EntryId {
        let bought = EntryInput {
            date: day(2026, 3, number),
            category: Some(self.groceries),
            ..purchase(self.card, amount, "Corner Market")
        };
        self.ledger().add_entry(bought, now()).await.unwrap().id
    }
}

#[tokio::test]
async fn a_reward_says_base_rate_rule_cap_rounding_and_due_day() {
    let world = World::new().await;
    world.save(supermarkets(&world)).await;
    let first = world.groceries("1000.00", 2).await;
    let second = world.groceries("1000.00", 3).await;
    let other = world.buy("10.30", day(2026, 3, 4)).await;

    let told = looked(&world, second).await;
    let [reward] = told.rewards.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(reward.reward.as_ref().unwrap().value, "30.00");
    let exact = (reward.exact.as_str(), reward.rate.as_str());
    assert_eq!(exact, ("30.00", "5 %"));
    assert_eq!(reward.base.value, "1000.00");
    assert_eq!(reward.rules, ["Supermarkets"]);
    assert_eq!(reward.caps[0].left_before.value, "500.00");
    assert_eq!(reward.caps[0].left_after.value, "0.00");
    assert_eq!(reward.due, Some(day(2026, 4, 2)));
    assert_eq!(reward.state, Some(ReceivableState::Expected));
    assert_eq!(
        reward.words,
        "1,000.00 EUR counts; 5 % by Supermarkets makes 30.00 EUR, rounded to the nearest 0.01 EUR. \
         Of the cap of Supermarkets, 500.00 EUR was left before and 0.00 EUR after. It is expected by \
         2 April 2026."
    );
    assert!(reward.why_not.is_empty());
    assert_eq!(
        looked(&world, first).await.rewards[0].caps[0]
            .left_after
            .value,
        "500.00"
    );

    let other = looked(&world, other).await;
    assert_eq!(other.rewards[0].reward.as_ref().unwrap().value, "0.10");
    assert!(other.rewards[0].rules.is_empty());
    assert_eq!(
        other.rewards[0].why_not,
        ["Supermarkets did not pay: it is for other purchases."]
    );
    let cap = world.rows().await[0].rules[0].cap.clone().unwrap();
    assert_eq!(
        (cap.used.value.as_str(), cap.left.value.as_str()),
        ("1500.00", "0.00")
    );
    assert_eq!(
        cap.words,
        "1,500.00 EUR of 1,500.00 EUR of spend is used, from 1 January 2026 until 31 March 2026."
    );
    let later = world.ledger().programmes(day(2026, 4, 1)).await.unwrap();
    let cap = later[0].rules[0].cap.clone().unwrap();
    assert_eq!(
        (cap.used.value.as_str(), cap.left.value.as_str()),
        ("0.00", "1500.00")
    );
    assert_eq!(later[0].earned.value, "80.10");
    assert_eq!(later[0].spend.value, "2010.30");
    assert_eq!(later[0].effective_percent.as_deref(), Some("3.98"));
}

#[tokio::test]
async fn a_refund_takes_its_part_back_and_the_net_price_adds_up() {
    let world = World::new().await;
    world.save(supermarkets(&world)).await;
    let bought = world.groceries("100.00", 2).await;
    let refund = world.refund(bought, "40.00", day(2026, 3, 5)).await;
    let told = looked(&world, bought).await;
    let taken = &told.rewards[0].taken_back;
    assert_eq!(
        (taken.len(), taken[0].entry, taken[0].day),
        (1, refund, day(2026, 3, 5))
    );
    assert_eq!(taken[0].amount.as_ref().unwrap().value, "-2.00");
    assert_eq!(
        lines(&told.net),
        ["Price 100.00", "Refund of 5 March 2026 -40.00"]
    );
    assert_eq!(told.net.net.value, "60.00");
    assert_eq!(
        told.net.expected.value, "3.00",
        "5.00 less the 2.00 that are taken back"
    );
    assert_eq!(told.net.net_if_paid.value, "57.00");

    world.credit("3.00", "Grocery card", day(2026, 4, 1)).await;
    let net = looked(&world, bought).await.net;
    assert_eq!(
        lines(&net),
        [
            "Price 100.00",
            "Cashback paid by Grocery card -3.00",
            "Refund of 5 March 2026 -40.00"
        ]
    );
    assert_eq!(
        (net.net.value.as_str(), net.expected.value.as_str()),
        ("57.00", "0.00")
    );
}

#[tokio::test]
async fn fees_tips_markup_and_voucher_are_lines_of_the_net_price() {
    let world = World::new().await;
    let bought = EntryInput {
        fee: "0.50".to_owned(),
        tip: "2.00".to_owned(),
        ..purchase(world.card, "20.00", "Diner")
    };
    let entry = world.ledger().add_entry(bought, now()).await.unwrap();
    let detail = PurchaseDetail {
        fx_markup: "0,30".to_owned(),
        voucher: "1.00".to_owned(),
        ..PurchaseDetail::default()
    };
    let set = world
        .ledger()
        .set_purchase_detail(entry.id, detail, world.today, now());
    let told = set.await.unwrap();
    assert_eq!(told.detail.fx_markup, "0.30");
    let all = lines(&told.net);
    println!("{all:?}");
    assert_eq!(
        all[1..],
        [
            "Fees 0.50",
            "Exchange markup 0.30",
            "Tip 2.00",
            "Voucher -1.00"
        ]
    );
    let sum: rust_decimal::Decimal = (told.net.lines.iter())
        .map(|line| line.amount.value.parse::<rust_decimal::Decimal>().unwrap())
        .sum();
    assert_eq!(told.net.net.value, sum.to_string());
    assert_eq!(
        world.ledger().history(1).await.unwrap()[0].label,
        "Note details of Diner"
    );
    world.ledger().undo(None, now()).await.unwrap();
    assert_eq!(
        looked(&world, entry.id).await.detail,
        PurchaseDetail::default()
    );
}

#[tokio::test]
async fn details_that_cannot_be_are_refused_with_their_field() {
    let world = World::new().await;
    let entry = world.buy("30.00", day(2026, 3, 2)).await;
    let credit = world.credit("1.00", "Bank", day(2026, 3, 3)).await;
    let before = world.fresh.digest().await;
    let ledger = world.ledger();
    let refused = async |change: serde_json::Value| {
        let mut detail = serde_json::to_value(PurchaseDetail::default()).unwrap();
        let change = change.as_object().unwrap().clone();
        detail.as_object_mut().unwrap().extend(change);
        let detail: PurchaseDetail = serde_json::from_value(detail).unwrap();
        let set = ledger.set_purchase_detail(entry, detail, world.today, now());
        field_of(&set.await.unwrap_err())
    };
    assert_eq!(refused(json!({"eligible": "0"})).await, "eligible");
    assert_eq!(refused(json!({"eligible": "30.01"})).await, "eligible");
    assert_eq!(refused(json!({"mcc": 0})).await, "mcc");
    assert_eq!(refused(json!({"mcc": 10_000})).await, "mcc");
    assert_eq!(refused(json!({"voucher": "-1"})).await, "voucher");
    assert_eq!(refused(json!({"fx_markup": "x"})).await, "fx_markup");
    assert_eq!(refused(json!({"left_out": [7]})).await, "left_out");
    let detail = PurchaseDetail::default();
    let income = ledger.set_purchase_detail(credit, detail, world.today, now());
    assert_eq!(field_of(&income.await.unwrap_err()), "entry");
    assert_eq!(world.fresh.digest().await, before, "nothing is written");
}

#[tokio::test]
async fn a_purchase_that_is_left_out_earns_nothing() {
    let world = World::new().await;
    let row = world.save(flat(&world, "flat")).await;
    let entry = world.buy("30.00", day(2026, 3, 2)).await;
    assert_eq!(looked(&world, entry).await.rewards.len(), 1);
    let detail = PurchaseDetail {
        left_out: vec![row.id],
        ..PurchaseDetail::default()
    };
    let set = world
        .ledger()
        .set_purchase_detail(entry, detail, world.today, now());
    assert!(set.await.unwrap().rewards.is_empty());
}

#[tokio::test]
async fn what_a_statement_paid_is_shared_to_the_last_cent() {
    let world = World::new().await;
    let mut input = flat(&world, "flat");
    input["programme"]["rounding"] = json!({"scope": "statement"});
    input["programme"]["due"] = json!({"after": "statement", "days": 30});
    world.save(input).await;
    let amounts = ["33.33", "33.33", "33.35", "0.99"];
    let mut bought = Vec::new();
    for (number, amount) in (2..).zip(amounts) {
        bought.push(world.groceries(amount, number).await);
    }
    let told = looked(&world, bought[0]).await;
    assert_eq!(told.rewards[0].reward, None);
    assert_eq!(
        told.rewards[0].words,
        "33.33 EUR counts; 2 % by the rate for all purchases makes 0.6666 EUR of its statement; only \
         the sum of the statement is rounded, to the nearest 0.01 EUR. It is paid with the statement \
         that closes on 31 March 2026, by 30 April 2026."
    );
    let expected = |told: PurchaseRewards| told.net.expected.value;
    assert_eq!(expected(told), "0.67");
    world.credit("2.00", "Flat card", day(2026, 4, 28)).await;
    let mut sum = rust_decimal::Decimal::ZERO;
    for entry in bought {
        let net = looked(&world, entry).await.net;
        let paid = net
            .lines
            .iter()
            .find(|line| line.words.starts_with("Cashback"));
        sum += paid.map_or(rust_decimal::Decimal::ZERO, |paid| {
            paid.amount.value.parse().unwrap()
        });
    }
    assert_eq!(sum.to_string(), "-2.00");
}

#[tokio::test]
async fn points_stand_apart_from_the_net_price() {
    let world = World::new().await;
    let mut input = flat(&world, "points");
    input["programme"]["unit"] = json!("PTS");
    input["programme"]["base_rate"] = json!("1");
    world.save(input).await;
    let entry = world.buy("30.00", day(2026, 3, 2)).await;
    let told = looked(&world, entry).await;
    assert_eq!(told.net.net.value, "30.00");
    assert_eq!(
        told.net.apart,
        ["30 PTS of Flat card are not taken off; what a point is worth is not known."]
    );
    assert_eq!(told.rewards[0].rate, "1 PTS for each EUR");
    assert_eq!(told.rewards[0].state, None);
    let row = &world.rows().await[0];
    assert_eq!((row.earned.value.as_str(), row.paid.as_ref()), ("30", None));
    assert_eq!(row.effective_percent, None);
    assert!(world.desk().await.items.is_empty(), "points are not money");
}
