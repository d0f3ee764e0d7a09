//! Gift cards.

use farthing_ledger::cashback::{GiftCard, GiftCardInput, GiftCardState, SecretPart};
use farthing_ledger::{AccountId, AccountKind, EntryFilter, EntryId, EntryKind, LedgerError};

use super::world::{card, refusal, text, today};
use crate::common::{Fresh, day, fresh, now};

async fn save(world: &Fresh, input: GiftCardInput) -> GiftCard {
    world
        .ledger
        .save_gift_card(None, input, today(), now())
        .await
        .unwrap()
}

async fn only(world: &Fresh) -> GiftCard {
    let mut cards = world.ledger.gift_cards(today()).await.unwrap();
    assert_eq!(cards.len(), 1);
    cards.remove(0)
}

async fn bank(world: &Fresh) -> AccountId {
    world.own("Bank", AccountKind::Bank, "100.00").await.id
}

#[tokio::test]
async fn buying_a_gift_card_is_a_transfer_with_its_discount_as_a_reward() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let bought = save(&world, card(Some(bank))).await;
    assert_eq!(world.holds(bank).await, ["77.00 EUR"]);
    assert_eq!(world.holds(bought.account).await, ["25.00 EUR"]);
    let detail = world.ledger.entry(bought.entries[0]).await.unwrap();
    let mut postings: Vec<(String, String)> = detail
        .postings
        .iter()
        .map(|posting| (posting.account.clone(), text(&posting.amount)))
        .collect();
    postings.sort();
    let expected = [
        ("Bank", "-23.00 EUR"),
        ("Book shop", "25.00 EUR"),
        ("Cashback", "-2.00 EUR"),
    ];
    assert_eq!(
        postings,
        expected.map(|(name, sum)| (name.to_owned(), sum.to_owned()))
    );
    assert_eq!(bought.state, GiftCardState::Open);
    assert_eq!(text(&bought.balance), "25.00 EUR");
    assert_eq!(bought.input.from, Some(bank));
    assert_eq!(bought.days_left, Some(99));
    world.digest().await;
}

#[tokio::test]
async fn spending_is_a_purchase_and_tells_the_real_discount() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let bought = save(&world, card(Some(bank))).await;
    world
        .pay(bought.account, day(2026, 4, 2), "10.00", "Book shop")
        .await;
    let spent = only(&world).await;
    assert_eq!(text(&spent.balance), "15.00 EUR");
    assert_eq!(text(&spent.used), "10.00 EUR");
    assert_eq!(spent.discount_percent.as_deref(), Some("8.00"));
    assert_eq!(spent.last_used, Some(day(2026, 4, 2)));
    assert_eq!(spent.entries.len(), 2);
    world
        .back(bought.account, day(2026, 4, 9), "4.00", "Book shop")
        .await;
    let refunded = only(&world).await;
    assert_eq!(text(&refunded.balance), "19.00 EUR");
    assert_eq!(text(&refunded.used), "6.00 EUR");
    assert_eq!(
        text(&refunded.face),
        "25.00 EUR",
        "what comes back is no new load"
    );
    assert_eq!(refunded.discount_percent.as_deref(), Some("8.00"));
}

#[tokio::test]
async fn what_expired_unused_is_shown_and_never_written() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let input = GiftCardInput {
        expires: Some(day(2026, 6, 30)),
        ..card(Some(bank))
    };
    let bought = save(&world, input).await;
    world
        .pay(bought.account, day(2026, 4, 2), "10.00", "Book shop")
        .await;
    let last_day = world.ledger.gift_cards(day(2026, 6, 30)).await.unwrap();
    assert_eq!(last_day[0].state, GiftCardState::Open);
    let expired = only(&world).await;
    assert_eq!(expired.state, GiftCardState::Expired);
    assert_eq!(text(&expired.breakage), "15.00 EUR");
    assert_eq!(text(&expired.balance), "0.00 EUR");
    assert_eq!(world.holds(bought.account).await, ["15.00 EUR"]);
}

/// A card of 2 % on everything.
const EVERYTHING: &str = r#"
    id = "everything"
    name = "Everything"
    kind = "card"
    as_of = 2026-01-01
    source = "its page"
    currency = "EUR"
    base_rate = "0.02"
"#;

/// What a purchase really cost, and its lines.
async fn net_price(world: &Fresh, entry: EntryId) -> (String, Vec<String>) {
    let told = world.ledger.purchase_rewards(entry, today()).await.unwrap();
    let lines = told.net.lines.iter();
    let lines = lines.map(|line| format!("{} {}", line.words, line.amount.value));
    (told.net.net.value, lines.collect())
}

#[tokio::test]
async fn a_card_bought_for_less_makes_what_it_pays_cheaper_until_it_expires() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let input = GiftCardInput {
        expires: Some(day(2026, 6, 30)),
        ..card(Some(bank))
    };
    let bought = save(&world, input).await;
    let programme = world.programme(EVERYTHING, &[bank, bought.account]).await;
    let buying = world.ledger.entry(bought.entries[0]).await.unwrap();
    assert_eq!(buying.entry.kind, EntryKind::GiftCard, "no purchase");
    let spend = async || {
        let rows = world.ledger.programmes(today()).await.unwrap();
        let row = rows.into_iter().find(|row| row.id == programme).unwrap();
        (row.spend.value, row.earned.value)
    };
    let told = |spend: &str, earned: &str| (spend.to_owned(), earned.to_owned());
    assert_eq!(
        spend().await,
        told("0.00", "0.00"),
        "buying it earns nothing"
    );

    let first = world.pay(bought.account, day(2026, 4, 2), "10.00", "Book shop");
    let first = first.await.id;
    let second = world.pay(bought.account, day(2026, 4, 3), "12.30", "Book shop");
    let second = second.await.id;
    assert_eq!(spend().await, told("22.30", "0.45"), "spending it does");
    let lines = |price: &str, off: &str| {
        vec![
            format!("Price {price}"),
            format!("Discount of the gift card {off}"),
        ]
    };
    assert_eq!(
        net_price(&world, first).await,
        ("9.20".to_owned(), lines("10.00", "-0.80"))
    );
    assert_eq!(
        net_price(&world, second).await,
        ("11.32".to_owned(), lines("12.30", "-0.98")),
        "both together 1.78 of 22.30, at 8 %"
    );

    let lost = only(&world).await;
    assert_eq!(lost.state, GiftCardState::Expired);
    assert_eq!(text(&lost.breakage), "2.70 EUR");
    assert_eq!(lost.discount_percent.as_deref(), Some("8.00"));
    world.ledger.undo(None, now()).await.unwrap();
    assert_eq!(text(&only(&world).await.breakage), "15.00 EUR");
    assert_eq!(net_price(&world, first).await.0, "9.20");
    world.digest().await;
}

#[tokio::test]
async fn a_present_costs_nothing_and_a_dear_card_has_a_fee() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let present = save(&world, card(None)).await;
    assert_eq!(
        (text(&present.face), text(&present.paid)),
        ("25.00 EUR".to_owned(), "0.00 EUR".to_owned())
    );
    assert_eq!(present.input.from, None);
    let dear = GiftCardInput {
        paid: "26.50".to_owned(),
        ..card(Some(bank))
    };
    let dear = save(&world, dear).await;
    assert_eq!(dear.input.name, "Book shop 2", "the name was taken");
    assert_eq!(text(&dear.paid), "26.50 EUR");
    assert_eq!(world.holds(bank).await, ["73.50 EUR"]);
    world.digest().await;
}

#[tokio::test]
async fn an_edit_moves_the_entry_and_keeps_code_and_pin() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let bought = save(&world, card(Some(bank))).await;
    let input = GiftCardInput {
        name: "Books".to_owned(),
        face: "30.00".to_owned(),
        paid: "30.00".to_owned(),
        code: String::new(),
        pin: String::new(),
        ..bought.input.clone()
    };
    let edited = world
        .ledger
        .save_gift_card(Some(bought.id), input, today(), now())
        .await
        .unwrap();
    assert_eq!(edited.entries, bought.entries, "it is still one entry");
    assert_eq!(text(&edited.balance), "30.00 EUR");
    assert_eq!(world.holds(bank).await, ["70.00 EUR"]);
    assert_eq!(
        world.ledger.account(bought.account).await.unwrap().name,
        "Books"
    );
    let secret = world.ledger.gift_card_secret(bought.id).await.unwrap();
    assert_eq!(
        (secret.code.as_str(), secret.pin.as_str()),
        ("SHOP-9876-4821", "0042")
    );
    let note = GiftCardInput {
        note: "only this".to_owned(),
        ..edited.input.clone()
    };
    world
        .ledger
        .save_gift_card(Some(bought.id), note, today(), now())
        .await
        .unwrap();
    assert_eq!(world.ledger.history(1).await.unwrap()[0].entries, 0);
}

#[tokio::test]
async fn codes_are_told_only_when_they_are_asked_for() {
    let world = fresh().await;
    let bought = save(&world, card(None)).await;
    assert_eq!(bought.code_hint, "…4821");
    assert!(bought.has_pin);
    let short = GiftCardInput {
        code: "12345678".to_owned(),
        pin: String::new(),
        ..card(None)
    };
    let short = save(&world, short).await;
    assert_eq!(short.code_hint, "…");
    assert!(!short.has_pin);
    let told = format!(
        "{:?} {:?} {:?} {:?}",
        world.ledger.gift_cards(today()).await.unwrap(),
        world.ledger.history(10).await.unwrap(),
        world.ledger.accounts().await.unwrap(),
        world
            .ledger
            .entries(&EntryFilter::default(), 0, 10)
            .await
            .unwrap(),
    );
    for secret in ["SHOP-9876", "0042", "12345678"] {
        assert!(!told.contains(secret), "{secret}");
    }
    let long = GiftCardInput {
        code: "7".repeat(201),
        ..card(None)
    };
    let refused = refusal(
        world
            .ledger
            .save_gift_card(None, long, today(), now())
            .await,
    );
    assert_eq!(refused.0, "code");
    assert!(!refused.1.contains("777"));
}

#[tokio::test]
async fn a_code_or_pin_is_removed_when_that_is_said_and_undo_brings_it_back() {
    let world = fresh().await;
    let bought = save(&world, card(None)).await;
    let secret = async || {
        let secret = world.ledger.gift_card_secret(bought.id).await.unwrap();
        (secret.code, secret.pin)
    };
    let change = async |code: &str, remove: &[SecretPart]| {
        let input = GiftCardInput {
            code: code.to_owned(),
            remove: remove.to_vec(),
            ..bought.input.clone()
        };
        let saved = world
            .ledger
            .save_gift_card(Some(bought.id), input, today(), now());
        saved.await
    };
    let without = change("", &[SecretPart::Pin]).await.unwrap();
    assert!(!without.has_pin);
    assert_eq!(without.input.remove, []);
    assert_eq!(secret().await, ("SHOP-9876-4821".to_owned(), String::new()));
    let without = change("", &[SecretPart::Code, SecretPart::Pin]).await;
    assert_eq!(without.unwrap().code_hint, "");
    assert_eq!(secret().await, (String::new(), String::new()));
    let label = world.ledger.undo(None, now()).await.unwrap().label;
    assert_eq!(label, "Keep gift card Book shop without its code and PIN");
    let label = world.ledger.undo(None, now()).await.unwrap().label;
    assert_eq!(label, "Keep gift card Book shop without its PIN");
    let whole = ("SHOP-9876-4821".to_owned(), "0042".to_owned());
    assert_eq!(secret().await, whole);
    let both = refusal(change("NEW-1", &[SecretPart::Code]).await);
    assert_eq!(both.0, "code");
    assert!(!both.1.contains("NEW-1"), "{}", both.1);
    assert_eq!(secret().await, whole);
}

#[tokio::test]
async fn undo_takes_account_entry_and_card_back_together() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let before = world.digest().await;
    let accounts = world.ledger.accounts().await.unwrap().len();
    save(&world, card(Some(bank))).await;
    let undone = world.ledger.undo(None, now()).await.unwrap();
    assert_eq!(undone.label, "Keep gift card Book shop");
    assert_eq!(world.digest().await, before);
    assert_eq!(world.ledger.accounts().await.unwrap().len(), accounts);
    assert_eq!(world.ledger.gift_cards(today()).await.unwrap(), []);
    world.ledger.redo(None, now()).await.unwrap();
    assert_eq!(text(&only(&world).await.balance), "25.00 EUR");
}

#[tokio::test]
async fn what_is_left_on_a_card_that_is_put_away_is_told() {
    let world = fresh().await;
    let bought = save(&world, card(None)).await;
    let archive = || world.ledger.archive_gift_card(bought.id, today(), now());
    let label = archive().await.unwrap().label;
    assert_eq!(
        label,
        "Put away gift card Book shop with 25.00 EUR left on it"
    );
    assert_eq!(only(&world).await.state, GiftCardState::Archived);
    assert_eq!(
        archive().await.unwrap().label,
        "Take out gift card Book shop"
    );
    assert_eq!(only(&world).await.state, GiftCardState::Open);
}

#[tokio::test]
async fn the_card_that_expires_first_is_the_first() {
    let world = fresh().await;
    for (name, expires) in [
        ("A", None),
        ("B", Some(day(2027, 5, 1))),
        ("C", Some(day(2027, 1, 1))),
    ] {
        let input = GiftCardInput {
            name: name.to_owned(),
            expires,
            ..card(None)
        };
        save(&world, input).await;
    }
    let cards = world.ledger.gift_cards(today()).await.unwrap();
    let names: Vec<&str> = cards.iter().map(|card| card.input.name.as_str()).collect();
    assert_eq!(names, ["C", "B", "A"]);
}

#[tokio::test]
async fn a_card_that_cannot_be_is_refused_by_its_field() {
    let world = fresh().await;
    let bank = bank(&world).await;
    let closed = world.own("Old bank", AccountKind::Bank, "5.00").await;
    let edit = farthing_ledger::AccountEdit {
        name: closed.name.clone(),
        kind: closed.kind,
        closed: true,
    };
    world
        .ledger
        .edit_account(closed.id, edit, now())
        .await
        .unwrap();
    let before = world.ledger.history(50).await.unwrap().len();
    let changed = |change: &dyn Fn(&mut GiftCardInput)| {
        let mut input = card(Some(bank));
        change(&mut input);
        input
    };
    let cases = [
        ("name", changed(&|card| card.name = " ".to_owned())),
        ("face", changed(&|card| card.face = "0".to_owned())),
        ("face", changed(&|card| card.face = String::new())),
        ("paid", changed(&|card| card.paid = "-1".to_owned())),
        (
            "currency",
            changed(&|card| card.currency = "XQX".to_owned()),
        ),
        (
            "expires",
            changed(&|card| card.expires = Some(day(2026, 2, 28))),
        ),
        ("day", changed(&|card| card.day = Some(day(2026, 11, 23)))),
        ("from", changed(&|card| card.from = Some(closed.id))),
        ("from", changed(&|card| card.from = Some(AccountId(20)))),
        ("from", changed(&|card| card.from = None)),
        ("from", changed(&|card| card.currency = "USD".to_owned())),
    ];
    for (field, input) in cases {
        let refused = refusal(
            world
                .ledger
                .save_gift_card(None, input, today(), now())
                .await,
        );
        assert_eq!(refused.0, field, "{}", refused.1);
    }
    assert_eq!(
        world.ledger.history(50).await.unwrap().len(),
        before,
        "nothing was written"
    );
    let none = world
        .ledger
        .gift_card_secret(farthing_ledger::ChoiceId(1))
        .await;
    assert!(matches!(none, Err(LedgerError::Missing("gift card"))));
}
