//! Games with their packs and cap, tips with what reaches whom, day passes beside a subscription.

use chrono::Days;
use farthing_ledger::fees::{TariffBand, TariffInput, TariffSide};
use farthing_ledger::games::{
    CreatorInput, GameCapInput, GameInput, GameTitle, Games, ItemInput, PackInput, PassInput,
};
use farthing_ledger::{AccountId, EntryInput, EntryKind, EntryStatus, Ledger};

use crate::common::{Fresh, day, fresh, now, purchase};

fn game(title: &str, payees: &[&str], packs: &[(&str, &str, u32)]) -> GameInput {
    GameInput {
        title: title.to_owned(),
        currency: "EUR".to_owned(),
        unit: "gems".to_owned(),
        payees: payees.iter().map(|&payee| payee.to_owned()).collect(),
        packs: packs
            .iter()
            .map(|(name, price, units)| PackInput {
                name: (*name).to_owned(),
                price: (*price).to_owned(),
                units: *units,
            })
            .collect(),
        items: Vec::new(),
    }
}

fn item(name: &str, units: i32) -> ItemInput {
    ItemInput {
        day: day(2026, 3, 15),
        name: name.to_owned(),
        units,
    }
}

async fn told(fresh: &Fresh) -> Games {
    fresh.ledger.games(day(2026, 3, 20)).await.unwrap()
}

async fn only(fresh: &Fresh) -> GameTitle {
    let mut titles = told(fresh).await.titles;
    assert_eq!(titles.len(), 1);
    titles.remove(0)
}

async fn add(fresh: &Fresh, input: EntryInput) {
    fresh.ledger.add_entry(input, now()).await.unwrap();
}

#[tokio::test]
async fn a_unit_has_its_real_price_and_what_is_left_has_its_cost() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    for amount in ["4.99", "4.99", "9.99", "1.00"] {
        fresh.buy(wallet, amount, "Castle Game").await;
    }
    fresh.buy(wallet, "4.99", "Bakery").await;
    let packs = [("Handful", "4.99", 500), ("Chest", "9.99", 1_200)];
    let input = game("Castles", &["Castle Game"], &packs);
    fresh.ledger.save_game(None, input, now()).await.unwrap();
    let castles = only(&fresh).await;
    assert_eq!((castles.count, castles.unclear), (4, 1));
    assert_eq!(castles.spent.value, "20.97");
    let prices: Vec<_> = castles
        .packs
        .iter()
        .map(|pack| (&*pack.unit_price, pack.is_lowest))
        .collect();
    assert_eq!(prices, [("0.00998", false), ("0.008325", true)]);
    assert!(
        castles.packs_words.contains("Chest"),
        "{}",
        castles.packs_words
    );
    assert_eq!(castles.units_bought, 2_200);
    let spend = async |units| {
        let item = item("Hat", units);
        fresh
            .ledger
            .spend_units(castles.id, item, now())
            .await
            .unwrap();
    };
    spend(1_900).await;
    spend(-100).await;
    let castles = only(&fresh).await;
    assert_eq!((castles.units_spent, castles.units_free), (1_900, 100));
    assert_eq!(castles.units_left, 400);
    // 19.97 for 2200 units: 400 of them cost 3.63.
    assert_eq!(castles.left_value.unwrap().value, "3.63");
    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(only(&fresh).await.units_left, 300);
    fresh.digest().await;
}

#[tokio::test]
async fn units_that_came_free_have_cost_nothing() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    fresh.buy(wallet, "4.99", "Castle Game").await;
    let mut input = game("Castles", &["Castle Game"], &[("Handful", "4.99", 500)]);
    input.items.push(item("Prize", -5_000));
    fresh.ledger.save_game(None, input, now()).await.unwrap();
    let castles = only(&fresh).await;
    assert_eq!(castles.units_left, 5_500);
    assert_eq!(castles.left_value.unwrap().value, "4.99");
}

#[tokio::test]
async fn one_shop_for_two_games_is_told_apart_by_the_packs() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    for amount in ["4.99", "2.00", "3.00", "7.77"] {
        fresh.buy(wallet, amount, "App Shop").await;
    }
    for (title, own) in [("Castles", "2.00"), ("Dragons", "3.00")] {
        let packs = [("Both", "4.99", 500), ("Own", own, 100)];
        let input = game(title, &["App Shop"], &packs);
        fresh.ledger.save_game(None, input, now()).await.unwrap();
    }
    let games = told(&fresh).await;
    for title in &games.titles {
        // Its own pack, and the two that may be either's.
        assert_eq!(
            (title.count, title.unclear, title.units_bought),
            (3, 2, 100)
        );
    }
}

#[tokio::test]
async fn the_cap_counts_every_game_once_and_this_month_alone() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    fresh.buy(wallet, "6.00", "Castle Game").await;
    fresh.buy(wallet, "7.00", "App Shop").await;
    let earlier = EntryInput {
        date: day(2026, 2, 28),
        ..purchase(wallet, "50.00", "Castle Game")
    };
    add(&fresh, earlier).await;
    let pending = EntryInput {
        status: EntryStatus::Pending,
        ..purchase(wallet, "9.00", "App Shop")
    };
    add(&fresh, pending).await;
    for (title, payees) in [
        ("Castles", &["Castle Game", "App Shop"][..]),
        ("Dragons", &["App Shop"]),
    ] {
        let input = game(title, payees, &[]);
        fresh.ledger.save_game(None, input, now()).await.unwrap();
    }
    assert_eq!(told(&fresh).await.cap, None);
    let cap = |amount: &str| GameCapInput {
        amount: amount.to_owned(),
        currency: "EUR".to_owned(),
    };
    fresh.ledger.set_game_cap(cap("10"), now()).await.unwrap();
    let told_cap = told(&fresh).await.cap.unwrap();
    assert_eq!(
        (&*told_cap.used.value, &*told_cap.left.value),
        ("13.00", "-3.00")
    );
    assert_eq!(
        (told_cap.from, told_cap.to),
        (day(2026, 3, 1), day(2026, 3, 31))
    );
    assert_eq!(told_cap.share, "1.3000");
    assert_eq!(told_cap.payees.len(), 2);
    assert!(
        told_cap.words.contains("3.00 EUR more than the cap"),
        "{}",
        told_cap.words
    );
    fresh.ledger.set_game_cap(cap(""), now()).await.unwrap();
    assert_eq!(told(&fresh).await.cap, None);
    assert!(fresh.ledger.set_game_cap(cap("-1"), now()).await.is_err());
}

#[tokio::test]
async fn a_game_that_cannot_be_is_refused_with_its_field() {
    let fresh = fresh().await;
    let wrong = |change: fn(&mut GameInput)| {
        let mut input = game("Castles", &["Castle Game"], &[("Handful", "4.99", 500)]);
        change(&mut input);
        input
    };
    for (field, input) in [
        ("title: ", wrong(|game| game.title = " ".to_owned())),
        ("unit: ", wrong(|game| game.unit.clear())),
        ("currency: ", wrong(|game| game.currency = "XX".to_owned())),
        ("packs: ", wrong(|game| game.packs[0].units = 0)),
        (
            "packs: ",
            wrong(|game| game.packs[0].price = "0".to_owned()),
        ),
        ("units: ", wrong(|game| game.items.push(item("Hat", 0)))),
    ] {
        let error = fresh
            .ledger
            .save_game(None, input, now())
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with(field), "{error}");
    }
    assert!(told(&fresh).await.titles.is_empty());
}

async fn tip(fresh: &Fresh, wallet: AccountId, payee: &str, [amount, fee, tip]: [&str; 3]) {
    let input = EntryInput {
        fee: fee.to_owned(),
        tip: tip.to_owned(),
        ..purchase(wallet, amount, payee)
    };
    add(fresh, input).await;
}

fn a_tenth_of_what_is_received() -> TariffInput {
    TariffInput {
        name: "Platform".to_owned(),
        provider: "Platform".to_owned(),
        side: TariffSide::Receive,
        currency: "EUR".to_owned(),
        as_of: day(2026, 1, 1),
        source: "its terms".to_owned(),
        example: false,
        bands: vec![TariffBand {
            percent: "10".to_owned(),
            ..TariffBand::default()
        }],
    }
}

#[tokio::test]
async fn a_tip_is_told_with_what_reaches_whom_it_is_for() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    // A meal with a tip: its fee is the meal's.
    tip(&fresh, wallet, "Café", ["20.00", "0.60", "2.00"]).await;
    tip(&fresh, wallet, "Streamer", ["5.00", "0.45", ""]).await;
    tip(&fresh, wallet, "Streamer", ["3.00", "", ""]).await;
    let rows = async || {
        let tips = told(&fresh).await.tips;
        let row = |tip: farthing_ledger::games::TipYear| {
            (
                tip.name,
                tip.count,
                tip.paid.value,
                tip.given.value,
                tip.reaches.value,
            )
        };
        tips.into_iter().map(row).collect::<Vec<_>>()
    };
    let cafe = || {
        let amount = || "2.00".to_owned();
        ("Café".to_owned(), 1, amount(), amount(), amount())
    };
    assert_eq!(rows().await, [cafe()]);
    let creator = |tariff: Option<String>| CreatorInput {
        payee: "Streamer".to_owned(),
        tariff,
    };
    fresh
        .ledger
        .mark_creator(creator(None), now())
        .await
        .unwrap();
    let streamer = |reaches: &str| {
        let text = |text: &str| text.to_owned();
        (
            "Streamer".to_owned(),
            2,
            text("8.45"),
            text("8.00"),
            text(reaches),
        )
    };
    assert_eq!(rows().await, [streamer("8.00"), cafe()]);
    let input = a_tenth_of_what_is_received();
    fresh.ledger.save_tariff(None, input, now()).await.unwrap();
    let key = fresh.ledger.tariffs().await.unwrap()[0].key.clone();
    fresh
        .ledger
        .mark_creator(creator(Some(key)), now())
        .await
        .unwrap();
    assert_eq!(rows().await, [streamer("7.20"), cafe()]);
    fresh
        .ledger
        .unmark_creator("Streamer", now())
        .await
        .unwrap();
    assert_eq!(rows().await, [cafe()]);
    let unknown = creator(Some("no_such".to_owned()));
    assert!(fresh.ledger.mark_creator(unknown, now()).await.is_err());
    fresh.digest().await;
}

#[tokio::test]
async fn nobody_can_be_a_creator_who_was_never_paid() {
    let fresh = fresh().await;
    let input = CreatorInput {
        payee: "Stranger".to_owned(),
        tariff: None,
    };
    let error = fresh.ledger.mark_creator(input, now()).await.unwrap_err();
    assert!(error.to_string().starts_with("payee: "), "{error}");
}

#[tokio::test]
async fn day_passes_are_counted_and_compared_with_a_subscription() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let today = day(2026, 3, 20);
    // Irregular: no rhythm, but at least four in four weeks.
    for back in [0, 1, 2, 5, 6, 7, 20, 21, 22, 40, 41, 60] {
        let input = EntryInput {
            date: today.checked_sub_days(Days::new(back)).unwrap(),
            kind: EntryKind::Purchase,
            ..purchase(wallet, "4.00", "Swimming pool")
        };
        add(&fresh, input).await;
    }
    let passes = fresh.ledger.day_passes("EUR", today).await.unwrap();
    assert_eq!(passes.len(), 1);
    assert_eq!((&*passes[0].name, passes[0].uses), ("Swimming pool", 12));
    // 12 × 365 ÷ 12 ÷ 91 = 4.01; × 4.00.
    assert_eq!(passes[0].uses_a_month, "4.0");
    assert_eq!(passes[0].monthly.value, "16.04");
    let told = |use_price: &str, monthly_price: &str| {
        Ledger::pass_break_even(PassInput {
            use_price: use_price.to_owned(),
            monthly_price: monthly_price.to_owned(),
            currency: "EUR".to_owned(),
        })
    };
    assert_eq!(told("4.00", "29.00").unwrap().uses, 8);
    assert_eq!(told("4.00", "28.00").unwrap().uses, 7);
    assert!(told("0", "28.00").is_err());
}
