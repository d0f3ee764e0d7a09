//! Programmes: kept as they were laid down, refused with the field that is wrong, tried on what was bought.

use crate::common::{day, now, purchase};
use crate::world::{World, field_of, flat, supermarkets};
use farthing_ledger::cashback::{ActivationState, ProgrammeInput, ProgrammeTrial};
use farthing_ledger::{AccountId, EntryInput, LedgerError};
use serde_json::{Value, json};

async fn refused(world: &World, change: impl FnOnce(&mut Value)) -> String {
    let mut input = supermarkets(world);
    change(&mut input);
    let before = world.fresh.digest().await;
    let input: ProgrammeInput = serde_json::from_value(input).unwrap();
    let saved = world
        .ledger()
        .save_programme(None, input, world.today, now());
    let field = field_of(&saved.await.unwrap_err());
    assert_eq!(world.fresh.digest().await, before, "nothing is written");
    field
}

async fn tried(world: &World, input: Value) -> ProgrammeTrial {
    let input: ProgrammeInput = serde_json::from_value(input).unwrap();
    let trial = world.ledger().try_programme(input, world.today);
    trial.await.unwrap()
}

#[tokio::test]
async fn every_shipped_programme_says_what_it_pays() {
    let world = World::new().await;
    let templates = world
        .ledger()
        .programme_templates(world.today)
        .await
        .unwrap();
    assert_eq!(templates.len(), 14);
    for template in &templates {
        println!("{}: {}", template.id, template.words);
        assert!(template.words.ends_with('.'), "{}", template.words);
        let text = world.ledger().programme_text(template.programme.clone());
        let read = world
            .ledger()
            .read_programme("copy.toml", &text.await.unwrap())
            .await;
        assert_eq!(read.unwrap(), template.programme);
    }
}

#[tokio::test]
async fn a_programme_is_kept_and_told_in_sentences() {
    let world = World::new().await;
    let row = world.save(supermarkets(&world)).await;
    assert_eq!(
        row.words,
        "1 % on every purchase; 5 % for groceries, up to 1,500.00 EUR of spend a quarter, then 1 %."
    );
    assert_eq!(row.rules[0].name, "Supermarkets");
    assert_eq!(
        row.rules[0].words,
        "5 % for groceries, up to 1,500.00 EUR of spend a quarter, then 1 %."
    );
    assert_eq!(row.account_names, ["Card"]);
    assert_eq!(row.rules[0].activation, ActivationState::NotNeeded);
    let cap = row.rules[0].cap.as_ref().unwrap();
    assert_eq!(cap.days, Some((day(2026, 1, 1), day(2026, 3, 31))));
    assert_eq!(cap.limit.value, "1500.00");
    assert_eq!(world.rows().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_field_and_nothing_is_written() {
    let world = World::new().await;
    world.save(flat(&world, "flat")).await;
    let set = |path: &'static str, value: Value| {
        move |input: &mut Value| *input.pointer_mut(path).unwrap() = value
    };
    assert_eq!(
        refused(&world, set("/programme/id", json!("flat"))).await,
        "id"
    );
    assert_eq!(
        refused(&world, set("/programme/id", json!("Flat"))).await,
        "id"
    );
    assert_eq!(
        refused(&world, set("/accounts", json!([]))).await,
        "accounts"
    );
    assert_eq!(
        refused(&world, set("/accounts", json!([1]))).await,
        "accounts"
    );
    assert_eq!(
        refused(&world, set("/accounts", json!([987_654]))).await,
        "accounts"
    );
    let gone = json!([{"word": "groceries", "categories": [987_654]}]);
    assert_eq!(
        refused(&world, set("/categories", gone)).await,
        "categories"
    );
    assert_eq!(
        refused(&world, set("/until", json!("2025-01-01"))).await,
        "until"
    );
    for fee in ["0.26", "-0.01", "much"] {
        assert_eq!(refused(&world, set("/fx_fee", json!(fee))).await, "fx_fee");
    }
    let rate = set("/programme/rules/0/rate", json!("five"));
    assert_eq!(refused(&world, rate).await, "rules.1.rate");
    let portal = |input: &mut Value| {
        input["programme"] = World::portal()["programme"].clone();
    };
    assert_eq!(refused(&world, portal).await, "accounts");
}

#[tokio::test]
async fn a_programme_is_changed_forgotten_and_brought_back() {
    let world = World::new().await;
    let ledger = world.ledger();
    let row = world.save(supermarkets(&world)).await;
    let mut input = row.input.clone();
    input.fx_fee = "0,0150".to_owned();
    let changed = ledger.save_programme(Some(row.id), input.clone(), world.today, now());
    assert_eq!(changed.await.unwrap().input.fx_fee, "0.015");
    input.programme.id = "other".to_owned();
    let renamed = ledger.save_programme(Some(row.id), input, world.today, now());
    assert_eq!(field_of(&renamed.await.unwrap_err()), "id");

    let label = ledger.delete_programme(row.id, now()).await.unwrap().label;
    assert_eq!(label, "Forget programme Grocery card");
    assert!(world.rows().await.is_empty());
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(world.rows().await[0].input.fx_fee, "0.015");
    let gone = ledger
        .delete_programme(farthing_ledger::ChoiceId(5), now())
        .await;
    assert!(matches!(gone, Err(LedgerError::Missing("programme"))));
}

#[tokio::test]
async fn a_rule_is_activated_in_time_late_or_not_at_all() {
    let world = World::new().await;
    let ledger = world.ledger();
    let mut input = supermarkets(&world);
    input["programme"]["rules"][0]["activation"] = json!({"deadline": "2026-03-14"});
    let row = world.save(input).await;
    assert_eq!(
        row.rules[0].activation,
        ActivationState::Late,
        "today is the 20th"
    );
    assert_eq!(row.rules[0].deadline, Some(day(2026, 3, 14)));
    for (on, told) in [
        (Some(day(2026, 3, 10)), ActivationState::Done),
        (Some(day(2026, 3, 15)), ActivationState::Late),
        (None, ActivationState::Late),
    ] {
        let row = ledger
            .activate_rule(row.id, 1, on, world.today, now())
            .await
            .unwrap();
        assert_eq!(row.rules[0].activation, told, "{on:?}");
    }
    let before = ledger.activate_rule(row.id, 1, None, day(2026, 3, 14), now());
    assert_eq!(
        before.await.unwrap().rules[0].activation,
        ActivationState::Open
    );
    let none = ledger
        .activate_rule(row.id, 9, None, world.today, now())
        .await;
    assert_eq!(field_of(&none.unwrap_err()), "rule");
    let flat = world.save(flat(&world, "flat")).await;
    let needless = ledger
        .activate_rule(flat.id, 1, None, world.today, now())
        .await;
    assert_eq!(field_of(&needless.unwrap_err()), "rule");
}

#[tokio::test]
async fn a_trial_says_what_the_last_ten_purchases_would_have_earned() {
    let world = World::new().await;
    for number in 1..=12 {
        let bought = EntryInput {
            date: day(2026, 3, number),
            category: Some(world.groceries),
            ..purchase(world.card, "200.00", &format!("Shop {number}"))
        };
        world.ledger().add_entry(bought, now()).await.unwrap();
    }
    let trial = tried(&world, supermarkets(&world)).await;
    assert_eq!(trial.purchases.len(), 10);
    assert_eq!(trial.purchases[0].payee, "Shop 12");
    assert_eq!(trial.purchases[0].amount.value, "200.00");
    // 1,500.00 of 2,400.00 earn 5 %: the first seven purchases and a half.
    let rewards: Vec<&str> = trial
        .purchases
        .iter()
        .map(|tried| tried.reward.as_str())
        .collect();
    assert_eq!(rewards[9], "10.00 EUR");
    assert_eq!(
        rewards[4], "6.00 EUR",
        "half of the eighth is beyond the cap"
    );
    assert_eq!(rewards[0], "2.00 EUR");
    assert_eq!(trial.sum.unwrap().value, "64.00");
    assert_eq!(
        trial.purchases[4].words,
        "200.00 EUR counts; 5 % by Supermarkets makes 6.00 EUR, rounded to the nearest 0.01 EUR. \
         Of the cap of Supermarkets, 100.00 EUR was left before and 0.00 EUR after."
    );
    assert!(world.rows().await.is_empty(), "nothing is written");
}

#[tokio::test]
async fn a_trial_without_accounts_looks_at_all_and_names_words_without_categories() {
    let world = World::new().await;
    world.buy("30.00", day(2026, 3, 2)).await;
    let mut input = supermarkets(&world);
    input["accounts"] = json!(Vec::<AccountId>::new());
    input["categories"] = json!([]);
    let trial = tried(&world, input).await;
    assert_eq!(trial.unmapped, ["groceries"]);
    assert_eq!(trial.purchases[0].reward, "0.30 EUR");
    assert_eq!(
        tried(&world, flat(&world, "flat")).await.sum.unwrap().value,
        "0.60"
    );
}
