//! Which card a purchase costs least with.

use farthing_ledger::cashback::{AdvicePlace, AdviceQuery, Advised, WordCategories};
use farthing_ledger::{AccountId, AccountKind};

use super::world::{refusal, text, today};
use crate::common::{Fresh, day, fresh, now};

const GROCERIES: AccountId = AccountId(20);

const FLAT: &str = r#"
    id = "flat"
    name = "Flat card"
    kind = "card"
    as_of = 2026-01-01
    source = "its page"
    currency = "EUR"
    base_rate = "0.02"
"#;

const CAPPED: &str = r#"
    id = "capped"
    name = "Capped card"
    kind = "card"
    as_of = 2026-01-01
    source = "its page"
    currency = "EUR"
    base_rate = "0.01"
    [[rules]]
    id = 1
    name = "groceries"
    rate = "0.05"
    match = { categories = ["food"] }
    cap = { basis = "spend", amount = "1500", period = "month" }
"#;

fn ask(amount: &str) -> AdviceQuery {
    AdviceQuery {
        amount: amount.to_owned(),
        currency: "EUR".to_owned(),
        category: Some(GROCERIES),
        payee: String::new(),
        place: AdvicePlace::Home,
        surcharge_rate: String::new(),
    }
}

fn food() -> Vec<WordCategories> {
    vec![WordCategories {
        word: "food".to_owned(),
        categories: vec![GROCERIES],
    }]
}

async fn two_cards(world: &Fresh) -> [AccountId; 2] {
    let flat = world.own("Flat", AccountKind::Card, "").await.id;
    let capped = world.own("Capped", AccountKind::Card, "").await.id;
    world.programme(FLAT, &[flat]).await;
    world.programme_with(CAPPED, &[capped], food()).await;
    [flat, capped]
}

async fn spent(world: &Fresh, account: AccountId, amount: &str) {
    let entry = world.pay(account, day(2026, 11, 3), amount, "Market").await;
    world
        .ledger
        .categorise(&[entry.id], GROCERIES, now())
        .await
        .unwrap();
}

async fn advised(world: &Fresh, query: AdviceQuery) -> Advised {
    world.ledger.advise(query, today()).await.unwrap()
}

fn rows(advised: &Advised) -> Vec<String> {
    let rows = advised.rows.iter();
    rows.map(|row| {
        format!(
            "{} {}: {}",
            row.account_name, row.end_price.value, row.words
        )
    })
    .collect()
}

#[tokio::test]
async fn what_is_left_of_a_cap_today_decides() {
    let world = fresh().await;
    let [_, capped] = two_cards(&world).await;
    assert_eq!(
        rows(&advised(&world, ask("34.50")).await),
        [
            "Capped 32.77: 5 % groceries = 1.73; cap: 1,500.00 of 1,500.00 left",
            "Flat 33.81: 2 % base rate = 0.69",
        ]
    );
    spent(&world, capped, "1487.60").await;
    let nearly = advised(&world, ask("100.00")).await;
    assert_eq!(
        rows(&nearly),
        [
            "Flat 98.00: 2 % base rate = 2.00",
            "Capped 98.50: 5 % groceries = 1.50; cap: 12.40 of 1,500.00 left",
        ],
        "0.62 for what is left, then 1 %"
    );
    assert_eq!(nearly.left_out, Vec::<String>::new());
}

#[tokio::test]
async fn a_purchase_of_today_has_used_the_cap_already() {
    let world = fresh().await;
    let [_, capped] = two_cards(&world).await;
    let entry = world.pay(capped, today(), "1500.00", "Market").await;
    world
        .ledger
        .categorise(&[entry.id], GROCERIES, now())
        .await
        .unwrap();
    let advised = advised(&world, ask("100.00")).await;
    assert_eq!(rows(&advised)[1], "Capped 99.00: 1 % base rate = 1.00");
}

#[tokio::test]
async fn costs_are_taken_off_and_other_accounts_earn_nothing() {
    let world = fresh().await;
    two_cards(&world).await;
    world.own("Bank", AccountKind::Bank, "10.00").await;
    world.own("Purse", AccountKind::Cash, "10.00").await;
    world.own("Savings", AccountKind::Savings, "10.00").await;
    world.own("Not used", AccountKind::Bank, "").await;
    let query = AdviceQuery {
        place: AdvicePlace::Abroad,
        surcharge_rate: "0.015".to_owned(),
        ..ask("100.00")
    };
    let advised = advised(&world, query).await;
    assert_eq!(
        rows(&advised),
        [
            "Capped 99.50: 5 % groceries = 5.00; cap: 1,500.00 of 1,500.00 left; \
             fee abroad 3 % and surcharge 1.5 % = 4.50",
            "Purse 100.00: no programme",
            "Bank 101.50: no programme; surcharge 1.5 % = 1.50; its fee abroad is not known",
            "Flat 102.50: 2 % base rate = 2.00; fee abroad 3 % and surcharge 1.5 % = 4.50",
        ]
    );
    assert_eq!(text(&advised.rows[3].net), "-2.50 EUR");
}

#[tokio::test]
async fn equal_rows_are_sorted_by_cost_and_then_by_account() {
    let world = fresh().await;
    world.own("First", AccountKind::Bank, "10.00").await;
    world.own("Second", AccountKind::Cash, "10.00").await;
    let query = AdviceQuery {
        category: None,
        ..ask("10.00")
    };
    assert_eq!(
        rows(&advised(&world, query).await),
        ["First 10.00: no programme", "Second 10.00: no programme"]
    );
}

#[tokio::test]
async fn what_cannot_be_compared_is_left_out_with_its_reason() {
    let world = fresh().await;
    let card = world.own("Card", AccountKind::Card, "10.00").await.id;
    let points = FLAT
        .replace("\"0.02\"", "1\n    unit = \"PTS\"")
        .replace("flat", "points")
        .replace("Flat card", "Points card");
    let dollars = FLAT
        .replace("EUR", "USD")
        .replace("\"flat\"", "\"dollars\"")
        .replace("Flat card", "Dollar card");
    let programme = world.programme(&points, &[card]).await;
    world.programme(&dollars, &[card]).await;
    let told = advised(&world, ask("12.00")).await;
    assert_eq!(
        told.rows,
        [],
        "an account of unknown worth does not look like one of none"
    );
    assert_eq!(
        told.left_out,
        [
            "Points card: nobody has said what a point (PTS) is worth.",
            "Dollar card: it is for purchases in USD, and amounts are not converted.",
        ]
    );
    world
        .ledger
        .value_points(programme, "0.01", today(), now())
        .await
        .unwrap();
    assert_eq!(
        rows(&advised(&world, ask("12.00")).await),
        ["Card 11.88: 1 PTS for each EUR base rate = 12 PTS, worth 0.12"]
    );
}

#[tokio::test]
async fn a_question_that_cannot_be_is_refused_by_its_field() {
    let world = fresh().await;
    let cases = [
        ("amount", ask("0")),
        ("amount", ask("")),
        (
            "currency",
            AdviceQuery {
                currency: "XQX".to_owned(),
                ..ask("1")
            },
        ),
        (
            "category",
            AdviceQuery {
                category: Some(AccountId(9_999)),
                ..ask("1")
            },
        ),
        (
            "surcharge_rate",
            AdviceQuery {
                surcharge_rate: "1.5".to_owned(),
                ..ask("1")
            },
        ),
    ];
    for (field, query) in cases {
        let refused = refusal(world.ledger.advise(query, today()).await);
        assert_eq!(refused.0, field, "{}", refused.1);
    }
}
