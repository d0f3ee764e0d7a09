//! What a discount saved and what was not bought: entered, set aside at once, taken back, never in the way.

use crate::common::{Fresh, day, fresh, now, purchase};
use farthing_ledger::savings::{
    GoalInput, ListPriceInput, SavingRule, SavingRuleInput, WantList, Wish, WishInput, WishState,
};
use farthing_ledger::{AccountId, Amount, ChoiceId, EntryId, EntryInput, EntryKind, LedgerError};
use serde_json::{Value, json};

/// A bank with a purchase of 9.00, and the day it is.
struct Desk {
    fresh: Fresh,
    bank: AccountId,
    entry: EntryId,
    today: chrono::NaiveDate,
}

impl Desk {
    async fn new() -> Self {
        let fresh = fresh().await;
        let bank = fresh.wallet("Bank").await.id;
        let entry = fresh.buy(bank, "9.00", "Book Shop").await.id;
        let today = day(2026, 3, 20);
        Self {
            fresh,
            bank,
            entry,
            today,
        }
    }

    async fn turn_on(&self, name: &str, terms: Value, scope: Value) -> ChoiceId {
        let rule: SavingRuleInput = serde_json::from_value(json!({
            "name": name, "terms": terms, "scope": scope, "from": "2026-03-01",
            "goals": {"goals": []},
        }))
        .unwrap();
        let ledger = &self.fresh.ledger;
        let rule = ledger.save_saving_rule(None, rule, None, self.today, now());
        rule.await.unwrap().id
    }

    async fn discounts(&self) -> ChoiceId {
        let terms = json!({"kind": "save_discount", "currency": "EUR", "percent": "50"});
        self.turn_on("Bargains", terms, json!({})).await
    }

    async fn set(&self, price: &str) -> Result<(), LedgerError> {
        let input = ListPriceInput {
            price: price.to_owned(),
            currency: None,
        };
        let ledger = &self.fresh.ledger;
        let set = ledger.set_list_price(self.entry, input, self.today, now());
        set.await.map(drop)
    }

    async fn cooling_off(&self, percent: &str) -> ChoiceId {
        let terms = json!({"kind": "cooling_off", "currency": "EUR", "percent": percent});
        self.turn_on("Second thoughts", terms, json!({})).await
    }

    async fn want(&self, name: &str, price: &str) -> Wish {
        let ledger = &self.fresh.ledger;
        let wish = ledger.add_wish(wish(name, price), self.today, now());
        wish.await.unwrap()
    }

    async fn list(&self) -> WantList {
        self.fresh.ledger.want_list(self.today).await.unwrap()
    }

    /// What the only rule has set aside.
    async fn saved(&self) -> Vec<String> {
        let rules = self.fresh.ledger.saving_rules(self.today).await.unwrap();
        let saved: Vec<Amount> = rules
            .into_iter()
            .flat_map(|rule: SavingRule| rule.saved)
            .collect();
        saved.into_iter().map(|amount| amount.value).collect()
    }

    /// Whether what is kept equals a rebuild.
    async fn holds(&self) {
        let report = self.fresh.ledger.verify().await.unwrap();
        assert!(report.ok, "{:#?}", report.checks);
    }
}

fn wish(name: &str, price: &str) -> WishInput {
    WishInput {
        name: name.to_owned(),
        price: price.to_owned(),
        currency: "EUR".to_owned(),
        added: Some(day(2026, 3, 5)),
    }
}

fn field_of(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Invalid { field, .. } => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_list_price_sets_a_part_of_the_difference_aside_at_once() {
    let desk = Desk::new().await;
    desk.discounts().await;
    assert!(desk.saved().await.is_empty());
    desk.set("12,00").await.unwrap();
    assert_eq!(desk.saved().await, ["1.50"]);
    desk.holds().await;
    let why = desk.fresh.ledger.why_saved(desk.entry, desk.today).await;
    let why = why.unwrap();
    assert_eq!((why.len(), why[0].amount.value.as_str()), (1, "1.50"));
    let words = "1.50 EUR was set aside of what it cost less than its list price";
    assert_eq!(why[0].words, words);

    desk.set("15.00").await.unwrap();
    assert_eq!(desk.saved().await, ["3.00"]);
    desk.holds().await;
    desk.set("9.00").await.unwrap();
    assert!(desk.saved().await.is_empty());
    desk.holds().await;
}

#[tokio::test]
async fn a_list_price_that_is_cleared_or_undone_sets_nothing_aside() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    desk.discounts().await;
    desk.set("12.00").await.unwrap();
    let clear = ledger.clear_list_price(desk.entry, desk.today, now());
    assert_eq!(clear.await.unwrap().label, "Forget list price of Book Shop");
    assert!(desk.saved().await.is_empty());
    let again = ledger.clear_list_price(desk.entry, desk.today, now()).await;
    assert_eq!(field_of(&again.unwrap_err()), "price");

    ledger.undo(None, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["1.50"]);
    desk.holds().await;
    let label = ledger.undo(None, now()).await.unwrap().label;
    assert_eq!(label, "Keep list price 12.00 EUR of Book Shop");
    assert!(desk.saved().await.is_empty());
    desk.holds().await;
    ledger.redo(None, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["1.50"]);
    desk.holds().await;
}

#[tokio::test]
async fn a_list_price_is_told_with_the_rules_that_look_at_the_purchase() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    let told = ledger.list_price(desk.entry, desk.today).await.unwrap();
    assert_eq!((told.price, told.currency.as_str()), (None, "EUR"));
    assert!(told.rules.is_empty());
    desk.discounts().await;
    let elsewhere = desk.fresh.wallet("Cash").await.id;
    let terms = json!({"kind": "save_discount", "currency": "EUR", "percent": "50"});
    desk.turn_on("Elsewhere", terms, json!({"accounts": [elsewhere]}))
        .await;
    let yen = json!({"kind": "save_discount", "currency": "JPY", "percent": "50"});
    desk.turn_on("Abroad", yen, json!({})).await;
    desk.set("12.00").await.unwrap();
    let told = ledger.list_price(desk.entry, desk.today).await.unwrap();
    assert_eq!(told.rules, ["Bargains"]);
    assert_eq!(told.price.unwrap().value, "12.00");
}

#[tokio::test]
async fn a_list_price_that_cannot_be_is_refused_by_its_field_and_nothing_is_written() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    desk.discounts().await;
    let before = ledger.history(100).await.unwrap().len();
    for price in [
        "",
        "0",
        "-12.00",
        "12.005",
        "twelve",
        "1e9",
        "99999999999999999",
    ] {
        let error = desk.set(price).await.unwrap_err();
        assert_eq!(field_of(&error), "price", "{price}: {error}");
    }
    let mut asked = Vec::new();
    for (code, field) in [("USD", "currency"), ("euro", "currency"), ("", "currency")] {
        let input = ListPriceInput {
            price: "12.00".to_owned(),
            currency: Some(code.to_owned()),
        };
        asked.push((field, desk.entry, input));
    }
    let input = ListPriceInput {
        price: "12.00".to_owned(),
        currency: Some("EUR".to_owned()),
    };
    asked.push(("entry", EntryId(4), input.clone()));
    let pay = EntryInput {
        kind: EntryKind::Income,
        ..purchase(desk.bank, "100.00", "Work")
    };
    let pay = ledger.add_entry(pay, now()).await.unwrap().id;
    asked.push(("entry", pay, input.clone()));
    for (field, entry, input) in asked {
        let refused = ledger.set_list_price(entry, input, desk.today, now()).await;
        assert_eq!(field_of(&refused.unwrap_err()), field);
    }
    let error = ledger.list_price(pay, desk.today).await.unwrap_err();
    assert_eq!(field_of(&error), "entry");
    let error = ledger.clear_list_price(EntryId(4), desk.today, now()).await;
    assert_eq!(field_of(&error.unwrap_err()), "entry");
    assert_eq!(ledger.history(100).await.unwrap().len(), before + 1);
    let good = ledger.set_list_price(desk.entry, input, desk.today, now());
    assert_eq!(good.await.unwrap().price.unwrap().value, "12.00");
}

#[tokio::test]
async fn a_list_price_does_no_harm_when_its_purchase_goes_or_becomes_something_else() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    desk.discounts().await;
    let other = desk.fresh.buy(desk.bank, "3.00", "Kiosk").await.id;
    let input = ListPriceInput {
        price: "4.00".to_owned(),
        currency: None,
    };
    let kept = ledger.set_list_price(other, input, desk.today, now());
    kept.await.unwrap();
    desk.set("12.00").await.unwrap();
    assert_eq!(desk.saved().await, ["2.00"]);

    ledger.delete_entries(&[desk.entry], now()).await.unwrap();
    assert_eq!(desk.saved().await, ["0.50"]);
    desk.holds().await;
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["2.00"]);

    // The other purchase still has its rule, whatever the currency and the kind of this one become.
    let dollars = EntryInput {
        currency: "USD".to_owned(),
        ..purchase(desk.bank, "9.00", "Book Shop")
    };
    ledger.edit_entry(desk.entry, dollars, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["0.50"]);
    let told = ledger.list_price(desk.entry, desk.today).await.unwrap();
    assert_eq!((told.price, told.currency.as_str()), (None, "USD"));
    desk.holds().await;
    let income = EntryInput {
        kind: EntryKind::Income,
        ..purchase(desk.bank, "9.00", "Book Shop")
    };
    ledger.edit_entry(desk.entry, income, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["0.50"]);
    desk.holds().await;
    for _ in 0..2 {
        ledger.undo(None, now()).await.unwrap();
    }
    assert_eq!(desk.saved().await, ["2.00"]);
    desk.holds().await;
}

#[tokio::test]
async fn a_thing_that_is_not_bought_sets_its_price_aside_on_the_day_of_the_decision() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    let goal: GoalInput =
        serde_json::from_value(json!({"name": "Trip", "currency": "EUR"})).unwrap();
    let goal = ledger.save_goal(None, goal, desk.today, now()).await;
    let goal = goal.unwrap().id;
    let rule: SavingRuleInput = serde_json::from_value(json!({
        "name": "Second thoughts", "from": "2026-03-01", "scope": {},
        "terms": {"kind": "cooling_off", "currency": "EUR", "percent": "50"},
        "goals": {"goals": [{"goal": goal}]},
    }))
    .unwrap();
    let rule = ledger.save_saving_rule(None, rule, None, desk.today, now());
    rule.await.unwrap();
    let tent = desk.want("Tent", "80,01").await;
    assert_eq!(
        (tent.state, tent.added),
        (WishState::Open, Some(day(2026, 3, 5)))
    );
    assert!(desk.saved().await.is_empty());

    let on = Some(day(2026, 3, 12));
    let dropped = ledger.drop_wish(tent.id, on, desk.today, now());
    let dropped = dropped.await.unwrap();
    assert_eq!((dropped.state, dropped.decided), (WishState::Dropped, on));
    assert_eq!(dropped.saved[0].value, "40.01");
    let deposits = ledger.goal(goal, desk.today, 10).await.unwrap().deposits;
    assert_eq!((deposits.len(), deposits[0].day), (1, day(2026, 3, 12)));
    assert_eq!(
        (
            deposits[0].amount.value.as_str(),
            deposits[0].words.as_str()
        ),
        ("40.01", "Second thoughts: You decided not to buy Tent")
    );
    desk.holds().await;

    ledger
        .reopen_wish(tent.id, desk.today, now())
        .await
        .unwrap();
    assert!(desk.saved().await.is_empty());
    let bought = ledger.buy_wish(tent.id, None, desk.today, now()).await;
    let bought = bought.unwrap();
    assert_eq!(
        (bought.state, bought.decided),
        (WishState::Bought, Some(desk.today))
    );
    assert!(desk.saved().await.is_empty());
    desk.holds().await;
}

#[tokio::test]
async fn decisions_are_undone_and_done_again_with_what_they_set_aside() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    desk.cooling_off("100").await;
    let tent = desk.want("Tent", "80").await.id;
    ledger
        .drop_wish(tent, None, desk.today, now())
        .await
        .unwrap();
    assert_eq!(desk.saved().await, ["80.00"]);
    let label = ledger.undo(None, now()).await.unwrap().label;
    assert_eq!(label, "Not bought: Tent");
    assert!(desk.saved().await.is_empty());
    assert_eq!(desk.list().await.wishes[0].state, WishState::Open);
    desk.holds().await;
    ledger.redo(None, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["80.00"]);
    desk.holds().await;

    let label = ledger.remove_wish(tent, desk.today, now()).await;
    assert_eq!(label.unwrap().label, "Take Tent off the want list");
    assert!(desk.saved().await.is_empty() && desk.list().await.wishes.is_empty());
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(desk.saved().await, ["80.00"]);
    desk.holds().await;
}

#[tokio::test]
async fn the_want_list_has_the_open_things_first_and_what_was_kept_by_currency() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    assert_eq!(desk.list().await.rules, Vec::<String>::new());
    desk.cooling_off("100").await;
    let yen = WishInput {
        currency: "JPY".to_owned(),
        ..wish("Fan", "1200")
    };
    let fan = ledger.add_wish(yen, desk.today, now()).await.unwrap().id;
    let tent = desk.want("Tent", "80").await.id;
    let boots = desk.want("Boots", "59.90").await.id;
    let lamp = desk.want("Lamp", "20").await.id;
    desk.want("Kite", "15").await;
    let days = [(tent, 10), (fan, 11), (boots, 12)];
    for (id, on) in days {
        let on = Some(day(2026, 3, on));
        ledger.drop_wish(id, on, desk.today, now()).await.unwrap();
    }
    let on = Some(day(2026, 3, 9));
    ledger.buy_wish(lamp, on, desk.today, now()).await.unwrap();
    let list = desk.list().await;
    let names: Vec<_> = list.wishes.iter().map(|wish| wish.name.as_str()).collect();
    assert_eq!(names, ["Kite", "Boots", "Fan", "Tent", "Lamp"]);
    let kept: Vec<_> = list.kept.iter().map(|sum| sum.value.as_str()).collect();
    assert_eq!(kept, ["139.90", "1200"]);
    assert_eq!(list.rules, ["Second thoughts"]);
    // The rule is in euros; what was in yen waits for a rule of its own.
    assert_eq!(desk.saved().await, ["139.90"]);
    assert!(list.wishes[2].saved.is_empty());
    desk.holds().await;
}

#[tokio::test]
async fn a_thing_or_a_decision_that_cannot_be_is_refused_by_its_field() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    let (today, tomorrow) = (desk.today, day(2026, 3, 21));
    let wrong = [
        ("name", wish(" ", "80")),
        ("name", wish("two\nlines", "80")),
        ("name", wish(&"x".repeat(201), "80")),
        ("price", wish("Tent", "")),
        ("price", wish("Tent", "0")),
        ("price", wish("Tent", "-80")),
        ("price", wish("Tent", "80.001")),
        (
            "currency",
            WishInput {
                currency: "euro".to_owned(),
                ..wish("Tent", "80")
            },
        ),
        (
            "added",
            WishInput {
                added: Some(tomorrow),
                ..wish("Tent", "80")
            },
        ),
    ];
    for (field, input) in wrong {
        let refused = ledger.add_wish(input.clone(), today, now()).await;
        assert_eq!(field_of(&refused.unwrap_err()), field, "{input:?}");
    }
    assert!(desk.list().await.wishes.is_empty());

    let tent = desk.want("Tent", "80").await.id;
    for on in [tomorrow, day(2026, 3, 4)] {
        let refused = ledger.drop_wish(tent, Some(on), today, now()).await;
        assert_eq!(field_of(&refused.unwrap_err()), "day", "{on}");
    }
    let refused = ledger.reopen_wish(tent, today, now()).await;
    assert_eq!(field_of(&refused.unwrap_err()), "wish");
    ledger.drop_wish(tent, None, today, now()).await.unwrap();
    let refused = ledger.buy_wish(tent, None, today, now()).await;
    assert_eq!(field_of(&refused.unwrap_err()), "wish");
    let gone = ledger.remove_wish(ChoiceId(4), today, now()).await;
    assert_eq!(field_of(&gone.unwrap_err()), "wish");
    assert_eq!(desk.list().await.wishes[0].state, WishState::Dropped);
}

#[tokio::test]
async fn what_is_dropped_before_the_rule_begins_sets_nothing_aside() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    let tent = desk.want("Tent", "80").await.id;
    let on = Some(day(2026, 3, 10));
    ledger.drop_wish(tent, on, desk.today, now()).await.unwrap();
    let rule: SavingRuleInput = serde_json::from_value(json!({
        "name": "Second thoughts", "from": "2026-03-11", "scope": {}, "goals": {"goals": []},
        "terms": {"kind": "cooling_off", "currency": "EUR", "percent": "100"},
    }))
    .unwrap();
    let rule = ledger.save_saving_rule(None, rule, None, desk.today, now());
    rule.await.unwrap();
    assert!(desk.saved().await.is_empty());
    let boots = desk.want("Boots", "60").await.id;
    ledger
        .drop_wish(boots, None, desk.today, now())
        .await
        .unwrap();
    assert_eq!(desk.saved().await, ["60.00"]);
    desk.holds().await;
}
