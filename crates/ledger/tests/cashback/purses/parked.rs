//! Value that is parked.

use farthing_ledger::AccountKind;
use farthing_ledger::cashback::{
    Ease, GiftCardInput, PointsAction, PointsMoveInput, ReceivableEventInput, ReceivableState,
    Stranded, StrandedKind, VisitInput,
};

use super::world::{card, text, today};
use crate::common::{Fresh, day, fresh, now};

const POINTS: &str = r#"
    id = "shop_points"
    name = "Shop points"
    kind = "points"
    as_of = 2026-01-01
    source = "the leaflet at the till"
    currency = "EUR"
    unit = "PTS"
    point_value = "0.01"
    base_rate = 1
    expiry = { days = 40 }
    payout = { how = "points", floor = 500 }
"#;

const PORTAL: &str = r#"
    id = "portal"
    name = "Portal"
    kind = "portal"
    as_of = 2026-01-01
    source = "its help page"
    currency = "EUR"
    base_rate = 0
    payout = { how = "account", floor = "5.01" }
    [portal]
    track_days = 7
    claim_until_days = 49
    confirm_days = 100
    pay_days = 30
    appeal_days = 30
    minimum = "5.01"
"#;

fn rows(stranded: &Stranded) -> Vec<String> {
    let rows = stranded.rows.iter();
    rows.map(|row| format!("{}: {}: {}", row.name, text(&row.amount), row.action))
        .collect()
}

async fn stranded(world: &Fresh) -> Stranded {
    world.ledger.stranded(today()).await.unwrap()
}

#[tokio::test]
async fn wallets_and_cards_are_listed_by_what_expires_first() {
    let world = fresh().await;
    let wallet = world.own("PayPal", AccountKind::Wallet, "12.40").await;
    world.own("Empty", AccountKind::Wallet, "").await;
    world.own("Bank", AccountKind::Bank, "500.00").await;
    let old = world.own("Old card", AccountKind::GiftCard, "3.00").await;
    let input = GiftCardInput {
        expires: Some(day(2026, 12, 22)),
        ..card(None)
    };
    let kept = world
        .ledger
        .save_gift_card(None, input, today(), now())
        .await
        .unwrap();
    let stranded = stranded(&world).await;
    assert_eq!(
        rows(&stranded),
        [
            "Book shop: 25.00 EUR: Pay with it before other money, where it is accepted",
            "PayPal: 12.40 EUR: Move it to your bank in the PayPal app",
            "Old card: 3.00 EUR: Pay with it before other money, where it is accepted",
        ]
    );
    assert_eq!(stranded.rows[0].gift_card, Some(kept.id));
    assert_eq!(stranded.rows[0].days_left, Some(30));
    assert_eq!(stranded.rows[1].account, Some(wallet.id));
    assert_eq!(
        (stranded.rows[2].account, stranded.rows[2].gift_card),
        (Some(old.id), None)
    );
    assert_eq!(
        stranded.totals.iter().map(text).collect::<Vec<_>>(),
        ["40.40 EUR"]
    );
    assert_eq!(
        stranded.expiring.iter().map(text).collect::<Vec<_>>(),
        ["25.00 EUR"]
    );
    assert!(
        stranded
            .rows
            .iter()
            .all(|row| !row.action.to_lowercase().contains("spend"))
    );
}

#[tokio::test]
async fn what_is_freed_most_easily_can_come_first() {
    let world = fresh().await;
    let bank = world.own("Bank", AccountKind::Bank, "").await.id;
    world.own("PayPal", AccountKind::Wallet, "12.40").await;
    let programme = world.programme(POINTS, &[bank]).await;
    let earned = PointsMoveInput {
        action: PointsAction::Earn,
        day: Some(day(2026, 11, 20)),
        points: "80".to_owned(),
        expires: None,
        note: String::new(),
    };
    let moved = world.ledger.move_points(programme, earned, today(), now());
    moved.await.unwrap();
    let names = |stranded: &Stranded| -> Vec<String> {
        stranded.rows.iter().map(|row| row.name.clone()).collect()
    };
    let by_expiry = stranded(&world).await;
    assert_eq!(names(&by_expiry), ["Shop points", "PayPal"]);
    let by_ease = by_expiry.clone().easiest_first();
    assert_eq!(names(&by_ease), ["PayPal", "Shop points"]);
    assert_eq!(by_ease.totals, by_expiry.totals);
}

#[tokio::test]
async fn a_card_that_was_put_away_is_not_listed() {
    let world = fresh().await;
    let kept = world
        .ledger
        .save_gift_card(None, card(None), today(), now())
        .await
        .unwrap();
    world
        .ledger
        .archive_gift_card(kept.id, today(), now())
        .await
        .unwrap();
    assert_eq!(rows(&stranded(&world).await), Vec::<String>::new());
}

#[tokio::test]
async fn points_are_worth_what_is_said_and_wait_for_their_floor() {
    let world = fresh().await;
    let bank = world.own("Bank", AccountKind::Bank, "").await.id;
    let programme = world.programme(POINTS, &[bank]).await;
    let earn = async |date, points: &str| {
        let input = PointsMoveInput {
            action: PointsAction::Earn,
            day: Some(date),
            points: points.to_owned(),
            expires: None,
            note: String::new(),
        };
        world
            .ledger
            .move_points(programme, input, today(), now())
            .await
            .unwrap()
    };
    earn(day(2026, 10, 20), "300").await;
    earn(day(2026, 11, 20), "80").await;
    let short = stranded(&world).await;
    assert_eq!(
        rows(&short),
        ["Shop points: 3.80 EUR: They wait for the floor of 500 PTS; 120 PTS are missing"]
    );
    assert_eq!(short.rows[0].ease, Ease::Wait);
    assert_eq!(short.rows[0].expires, Some(day(2026, 11, 29)));
    assert_eq!(
        short.expiring.iter().map(text).collect::<Vec<_>>(),
        ["3.00 EUR"],
        "only those of October expire soon"
    );
    earn(day(2026, 11, 20), "120").await;
    let enough = stranded(&world).await;
    assert_eq!(
        enough.rows[0].action,
        "Redeem them in your account of Shop points"
    );
    world
        .ledger
        .value_points(programme, "", today(), now())
        .await
        .unwrap();
    let unvalued = stranded(&world).await;
    assert_eq!(unvalued.rows, []);
    assert_eq!(
        unvalued.unvalued,
        ["500 PTS of Shop points: nobody has said what one is worth."]
    );
}

#[tokio::test]
async fn cashback_that_is_not_paid_says_what_brings_it() {
    let world = fresh().await;
    let bank = world.own("Bank", AccountKind::Bank, "900.00").await.id;
    let portal = world.programme(PORTAL, &[]).await;
    let visit = async |date, shop: &str, expected: &str| {
        let entry = world.pay(bank, date, "80.00", shop).await.id;
        let visit = VisitInput {
            expected: expected.to_owned(),
            rate: String::new(),
            base: String::new(),
            order: String::new(),
        };
        world
            .ledger
            .visit_portal(portal, entry, visit, today(), now())
            .await
            .unwrap()
    };
    let late = visit(day(2026, 10, 16), "Late shop", "2.00").await;
    let payable = visit(day(2026, 6, 1), "Shop", "3.81").await;
    for (state, date) in [
        (ReceivableState::Tracked, day(2026, 6, 3)),
        (ReceivableState::Confirmed, day(2026, 8, 1)),
        (ReceivableState::Payable, day(2026, 11, 20)),
    ] {
        let event = ReceivableEventInput {
            state,
            day: Some(date),
            amount: String::new(),
        };
        world
            .ledger
            .tell_receivable(&payable.key, event, today(), now())
            .await
            .unwrap();
    }
    let stranded = stranded(&world).await;
    assert_eq!(
        rows(&stranded),
        [
            "Portal: Late shop: 2.00 EUR: Send the claim by 4 December 2026",
            "Portal: Shop: 3.81 EUR: It waits for the floor of 5.01 EUR; 1.20 EUR is missing",
        ]
    );
    assert_eq!(stranded.rows[0].kind, StrandedKind::Cashback);
    assert_eq!(stranded.rows[0].expires, Some(day(2026, 12, 4)));
    assert_eq!(stranded.rows[0].programme, Some(portal));
    assert_eq!(late.act_until, Some(day(2026, 12, 4)));
}
