//! Points.

use chrono::NaiveDate;
use farthing_ledger::cashback::{PointsAction, PointsMoveInput, PointsPurse};
use farthing_ledger::{AccountKind, ChoiceId, LedgerError};

use super::world::{refusal, text, today};
use crate::common::{Fresh, day, fresh, now};

const POINTS: &str = r#"
    id = "shop_points"
    name = "Shop points"
    kind = "points"
    as_of = 2026-01-01
    source = "the leaflet at the till"
    currency = "EUR"
    unit = "PTS"
    base_rate = 1
    rounding = { mode = "down" }
    expiry = { months = 12 }
"#;

fn moved(action: PointsAction, date: NaiveDate, points: &str) -> PointsMoveInput {
    PointsMoveInput {
        action,
        day: Some(date),
        points: points.to_owned(),
        expires: None,
        note: String::new(),
    }
}

async fn try_move(
    world: &Fresh,
    programme: ChoiceId,
    input: PointsMoveInput,
) -> Result<PointsPurse, LedgerError> {
    let moved = world.ledger.move_points(programme, input, today(), now());
    moved.await
}

async fn card_with(world: &Fresh, toml: &str) -> (farthing_ledger::AccountId, ChoiceId) {
    let card = world.own("Card", AccountKind::Card, "").await.id;
    (card, world.programme(toml, &[card]).await)
}

async fn purse(world: &Fresh) -> PointsPurse {
    let mut purses = world.ledger.points(today()).await.unwrap();
    assert_eq!(purses.len(), 1);
    purses.remove(0)
}

#[tokio::test]
async fn purchases_earn_points_and_refunds_take_them_back() {
    let world = fresh().await;
    let (card, _) = card_with(&world, POINTS).await;
    world.pay(card, day(2026, 3, 14), "12.90", "Shop").await;
    world.pay(card, day(2026, 5, 1), "30.00", "Shop").await;
    world.back(card, day(2026, 5, 9), "5.00", "Shop").await;
    let purse = purse(&world).await;
    assert_eq!(text(&purse.balance), "37 PTS");
    let moves: Vec<String> = purse
        .moves
        .iter()
        .map(|one| format!("{} {:?} {}", one.day, one.action, one.points.value))
        .collect();
    assert_eq!(
        moves,
        [
            "2026-05-09 Clawback 5",
            "2026-05-01 Earn 30",
            "2026-03-14 Earn 12"
        ]
    );
    assert_eq!(purse.moves[1].words, "Purchase: Shop");
    let next = purse.next_expiry.unwrap();
    assert_eq!(
        (next.on, text(&next.points)),
        (day(2027, 3, 14), "12 PTS".to_owned())
    );
    assert_eq!(
        purse.expiry_words,
        "They expire 12 months after they were earned."
    );
}

#[tokio::test]
async fn a_statement_that_is_rounded_once_brings_its_points_when_it_closes() {
    let world = fresh().await;
    let toml = POINTS.replace(
        r#"{ mode = "down" }"#,
        r#"{ scope = "statement", mode = "down" }"#,
    );
    let (card, _) = card_with(&world, &toml).await;
    world.pay(card, day(2026, 10, 3), "10.60", "Shop").await;
    world.pay(card, day(2026, 10, 9), "10.60", "Shop").await;
    world.pay(card, day(2026, 11, 9), "40.00", "Shop").await;
    let purse = purse(&world).await;
    assert_eq!(
        text(&purse.balance),
        "21 PTS",
        "the open statement is not there yet"
    );
    assert_eq!(purse.moves[0].day, day(2026, 10, 31));
    assert_eq!(purse.moves[0].words, "Statement up to 31 October 2026");
}

#[tokio::test]
async fn each_time_of_a_stamp_card_brings_its_points_on_its_day() {
    let world = fresh().await;
    let toml = format!(
        "{POINTS}
    [[bonuses]]
    id = 1
    name = \"Every second\"
    reward = 50
    count = {{ every = 2, repeats = \"always\" }}
"
    );
    let (card, _) = card_with(&world, &toml).await;
    let mut bought = Vec::new();
    for date in [2, 3, 4, 5, 6] {
        bought.push(world.pay(card, day(2026, 11, date), "1.00", "Shop").await);
    }
    let bonuses = |purse: PointsPurse| -> Vec<NaiveDate> {
        let bonus = purse
            .moves
            .iter()
            .filter(|one| one.words == "Bonus: Every second");
        bonus.map(|one| one.day).collect()
    };
    assert_eq!(
        bonuses(purse(&world).await),
        [day(2026, 11, 5), day(2026, 11, 3)]
    );
    world
        .ledger
        .delete_entries(&[bought[1].id], now())
        .await
        .unwrap();
    assert_eq!(
        bonuses(purse(&world).await),
        [day(2026, 11, 6), day(2026, 11, 4)]
    );
}

#[tokio::test]
async fn points_come_and_go_by_hand_and_are_taken_back() {
    let world = fresh().await;
    let (_, programme) = card_with(&world, POINTS).await;
    let earn = PointsMoveInput {
        expires: Some(day(2026, 12, 1)),
        note: "a present".to_owned(),
        ..moved(PointsAction::Earn, day(2026, 11, 1), "100")
    };
    let earned = try_move(&world, programme, earn).await.unwrap();
    assert_eq!(text(&earned.balance), "100 PTS");
    assert!(earned.expires_soon);
    assert_eq!(earned.moves[0].words, "a present");
    let redeem = moved(PointsAction::Redeem, day(2026, 11, 2), "30");
    let used = try_move(&world, programme, redeem).await.unwrap();
    assert_eq!(text(&used.balance), "70 PTS");
    let label = &world.ledger.history(1).await.unwrap()[0].label;
    assert_eq!(label, "Use 30 PTS of Shop points");
    let back = world
        .ledger
        .forget_points_move(used.moves[0].id.unwrap(), today(), now())
        .await
        .unwrap();
    assert_eq!(text(&back.balance), "100 PTS");
    let later = world.ledger.points(day(2026, 12, 2)).await.unwrap();
    assert_eq!(text(&later[0].balance), "0 PTS");
    assert_eq!(text(&later[0].expired[0].points), "100 PTS");
}

#[tokio::test]
async fn what_is_owed_is_paid_by_the_next_points() {
    let world = fresh().await;
    let (_, programme) = card_with(&world, POINTS).await;
    let take = moved(PointsAction::Clawback, day(2026, 11, 1), "20");
    let owed = try_move(&world, programme, take).await.unwrap();
    assert_eq!(
        (text(&owed.balance), text(&owed.owed)),
        ("0 PTS".to_owned(), "20 PTS".to_owned())
    );
    let earn = moved(PointsAction::Earn, day(2026, 11, 2), "50");
    let paid = try_move(&world, programme, earn).await.unwrap();
    assert_eq!(
        (text(&paid.balance), text(&paid.owed)),
        ("30 PTS".to_owned(), "0 PTS".to_owned())
    );
}

#[tokio::test]
async fn a_move_that_cannot_be_is_refused_and_nothing_is_written() {
    let world = fresh().await;
    let (card, programme) = card_with(&world, POINTS).await;
    let money = POINTS
        .replace("unit = \"PTS\"", "")
        .replace("expiry = { months = 12 }", "")
        .replace("shop_points", "money")
        .replace("base_rate = 1", "base_rate = \"0.01\"");
    let money = world.programme(&money, &[card]).await;
    let on = |date| moved(PointsAction::Redeem, day(2026, 11, date), "60");
    let earn = |date, points| moved(PointsAction::Earn, day(2026, 11, date), points);
    try_move(&world, programme, earn(3, "100")).await.unwrap();
    try_move(&world, programme, on(20)).await.unwrap();
    let before = world.ledger.history(50).await.unwrap().len();
    let refused = async |programme, input| refusal(try_move(&world, programme, input).await);
    let (field, words) = refused(programme, on(2)).await;
    assert_eq!(
        (field.as_str(), words.as_str()),
        (
            "points",
            "on 2 November 2026 there are 0 PTS; fewer can be used"
        )
    );
    let (field, words) = refused(programme, on(10)).await;
    assert_eq!(field, "points");
    assert!(
        words.contains("the 60 PTS that were used on 20 November 2026"),
        "{words}"
    );
    let cases = [
        ("points", earn(3, "0")),
        ("points", earn(3, "-5")),
        ("points", earn(3, "")),
        ("points", earn(3, "1.5")),
        ("day", earn(23, "5")),
        (
            "expires",
            PointsMoveInput {
                expires: Some(day(2026, 11, 2)),
                ..earn(3, "5")
            },
        ),
        (
            "expires",
            PointsMoveInput {
                expires: Some(day(2026, 12, 2)),
                ..on(3)
            },
        ),
    ];
    for (wanted, input) in cases {
        let (field, words) = refused(programme, input).await;
        assert_eq!(field, wanted, "{words}");
    }
    assert_eq!(refused(money, earn(3, "5")).await.0, "programme");
    assert_eq!(
        refused(ChoiceId(7), earn(3, "5")).await,
        ("missing".to_owned(), "programme".to_owned())
    );
    assert_eq!(world.ledger.history(50).await.unwrap().len(), before);
}

#[tokio::test]
async fn what_a_point_is_worth_is_said_and_forgotten() {
    let world = fresh().await;
    let (_, programme) = card_with(&world, POINTS).await;
    try_move(
        &world,
        programme,
        moved(PointsAction::Earn, day(2026, 11, 1), "333"),
    )
    .await
    .unwrap();
    assert_eq!(purse(&world).await.value, None);
    let say = async |value: &str| {
        let said = world.ledger.value_points(programme, value, today(), now());
        said.await
    };
    let valued = say("0,0025").await.unwrap();
    assert_eq!(valued.point_value, "0.0025");
    assert_eq!(text(&valued.value.unwrap()), "0.83 EUR", "0.8325, half up");
    for wrong in ["-1", "much"] {
        assert_eq!(refusal(say(wrong).await).0, "point_value", "{wrong}");
    }
    assert_eq!(say("").await.unwrap().value, None);
    world.ledger.undo(None, now()).await.unwrap();
    assert_eq!(purse(&world).await.point_value, "0.0025");
}

#[tokio::test]
async fn points_that_nobody_says_expire_never_do() {
    let world = fresh().await;
    let (_, programme) = card_with(&world, &POINTS.replace("expiry = { months = 12 }", "")).await;
    try_move(
        &world,
        programme,
        moved(PointsAction::Earn, day(2020, 1, 1), "5"),
    )
    .await
    .unwrap();
    let purse = purse(&world).await;
    assert_eq!(text(&purse.balance), "5 PTS");
    assert!(purse.expiry_words.contains("does not say"));
}
