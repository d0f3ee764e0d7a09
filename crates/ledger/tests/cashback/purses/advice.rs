//! Which card a purchase costs least with.

use farthing_ledger::cashback::{AdviceBonuses, AdvicePlace, AdviceQuery, Advised, WordCategories};
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
        bonuses: AdviceBonuses::Leave,
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

/// A card of 1 % with a bonus of 200.00 for 400.00 in ninety days from 1 October on.
const WITH_BONUS: &str = r#"
    id = "new"
    name = "New card"
    kind = "card"
    as_of = 2026-01-01
    source = "its page"
    currency = "EUR"
    base_rate = "0.01"
    [[bonuses]]
    id = 1
    name = "Welcome"
    reward = "200"
    [bonuses.spend]
    from = 2026-10-01
    days = 90
    threshold = "400"
"#;

fn bonuses(advised: &Advised) -> Vec<String> {
    let rows = advised.rows.iter();
    let told = rows.flat_map(|row| {
        let bonuses = row.bonuses.iter();
        bonuses.map(|bonus| format!("{} {}", bonus.share.value, bonus.words))
    });
    told.collect()
}

fn prices(advised: &Advised) -> Vec<String> {
    let rows = advised.rows.iter();
    rows.map(|row| format!("{} {}", row.account_name, row.end_price.value))
        .collect()
}

fn shared(amount: &str) -> AdviceQuery {
    AdviceQuery {
        bonuses: AdviceBonuses::Share,
        ..ask(amount)
    }
}

#[tokio::test]
async fn an_open_bonus_is_told_as_what_it_costs_and_left_out_unless_it_is_asked_for() {
    let world = fresh().await;
    let flat = world.own("Flat", AccountKind::Card, "").await.id;
    let new = world.own("New", AccountKind::Card, "").await.id;
    world.programme(FLAT, &[flat]).await;
    world.programme(WITH_BONUS, &[new]).await;
    spent(&world, new, "88.00").await;
    let left = advised(&world, ask("34.50")).await;
    assert_eq!(prices(&left), ["Flat 33.81", "New 34.15"]);
    assert_eq!(
        bonuses(&left),
        [
            "22.12 Welcome: part of the bonus of 200.00 = 22.12, left out of the price; \
             the bonus needs 312.00 more spent with this card by 29 December 2026, \
             this purchase included, and pays nothing short of that"
        ]
    );
    let counted = advised(&world, shared("34.50")).await;
    assert_eq!(prices(&counted), ["New 12.03", "Flat 33.81"]);
    assert_eq!(
        (text(&counted.rows[0].net), text(&counted.rows[0].value)),
        ("22.47 EUR".to_owned(), "0.35 EUR".to_owned()),
        "the reward stays by itself"
    );
    let told = bonuses(&counted).concat();
    assert!(told.contains(" = 22.12, taken off the price; "), "{told}");
    let enough = bonuses(&advised(&world, ask("400.00")).await).concat();
    assert!(
        enough.starts_with("200.00 ") && enough.ends_with(", which this purchase is enough for"),
        "{enough}"
    );
}

#[tokio::test]
async fn a_bonus_that_is_earned_over_not_begun_or_not_counted_for_is_not_told() {
    let world = fresh().await;
    let new = world.own("New", AccountKind::Card, "").await.id;
    world.programme(WITH_BONUS, &[new]).await;
    let last = day(2026, 12, 29);
    for (asked, told) in [
        (day(2026, 9, 30), 0),
        (day(2026, 10, 1), 1),
        (last, 1),
        (last.succ_opt().unwrap(), 0),
    ] {
        let advised = world.ledger.advise(shared("34.50"), asked).await.unwrap();
        assert_eq!(bonuses(&advised).len(), told, "{asked}");
        let price = if told == 0 { "34.15" } else { "16.90" };
        assert_eq!(advised.rows[0].end_price.value, price, "{asked}");
    }
    world.pay(new, today(), "400.00", "Market").await;
    assert_eq!(bonuses(&advised(&world, shared("34.50")).await), [""; 0]);
    world.back(new, today(), "1.00", "Market").await;
    let again = bonuses(&advised(&world, shared("34.50")).await).concat();
    assert!(again.contains("needs 1.00 more"), "{again}");
}

#[tokio::test]
async fn a_bonus_counts_up_to_the_last_day_of_a_card_that_is_given_back() {
    let world = fresh().await;
    let new = world.own("New", AccountKind::Card, "").await.id;
    let id = world.programme(WITH_BONUS, &[new]).await;
    let programmes = world.ledger.programmes(today()).await.unwrap();
    let mut input = programmes[0].input.clone();
    input.until = Some(day(2026, 11, 30));
    let saved = world.ledger.save_programme(Some(id), input, today(), now());
    saved.await.unwrap();
    let told = bonuses(&advised(&world, ask("10.00")).await).concat();
    assert!(told.contains(" by 30 November 2026, "), "{told}");
}

#[tokio::test]
async fn a_bonus_in_points_is_told_with_what_they_are_worth() {
    let world = fresh().await;
    let new = world.own("New", AccountKind::Wallet, "").await.id;
    let points = WITH_BONUS.replace("\"0.01\"", "1\n    unit = \"PTS\"");
    let id = world
        .programme(&points.replace("\"200\"", "\"5000\""), &[new])
        .await;
    let value = world.ledger.value_points(id, "0.01", today(), now());
    value.await.unwrap();
    let told = bonuses(&advised(&world, ask("100.00")).await).concat();
    assert!(
        told.starts_with("12.50 Welcome: part of the bonus of 5,000 PTS, worth 50.00, = 12.50,")
            && told.contains(" with this wallet by "),
        "{told}"
    );
}
