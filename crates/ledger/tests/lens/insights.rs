//! The insights log: what is noted once, what stays dismissed, and the one notice of a day.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime};
use farthing_ledger::insights::{
    InsightKind, InsightRows, InsightScreen, InsightSettings, InsightState, InsightView, NoticesAre,
};
use farthing_ledger::recurring::SeriesEdit;
use farthing_ledger::{
    AccountId, CategoryClass, EntryFilter, EntryInput, EntryKind, LedgerError, NewCategory,
};
use serde_json::json;

use crate::common::{Fresh, day, fresh, now, purchase};

const RISE: &str = "Streamly costs 10.99 EUR instead of 9.99 EUR";

/// Charges on the fifth of the months from January 2026 on.
fn statement(payee: &str, prices: &[&str]) -> String {
    let mut text = "Date,Description,Amount,Currency\n".to_owned();
    for (month, price) in (1..).zip(prices) {
        writeln!(text, "2026-{month:02}-05,{payee},-{price},EUR").unwrap();
    }
    text
}

const PRICES: [&str; 4] = ["9.99", "9.99", "10.99", "10.99"];

/// A ledger with a confirmed subscription that became dearer in March.
async fn dearer() -> Fresh {
    let fresh = fresh().await;
    let text = statement("Streamly", &PRICES);
    fresh.import("streamly.csv", &text).await.unwrap();
    confirm(&fresh, "Streamly").await;
    fresh
}

const TODAY: (u32, u32) = (4, 10);

fn on((month, date): (u32, u32)) -> NaiveDate {
    day(2026, month, date)
}

fn at(date: (u32, u32), hour: u32, minute: u32) -> NaiveDateTime {
    on(date).and_hms_opt(hour, minute, 0).unwrap()
}

async fn confirm(fresh: &Fresh, name: &str) -> String {
    let inbox = fresh.ledger.recurring("EUR", on(TODAY)).await.unwrap();
    let found = inbox.candidates.iter().find(|series| series.name == name);
    let moment = (on(TODAY), now());
    let confirmed = fresh
        .ledger
        .confirm_series(("EUR", &found.unwrap().key), moment);
    confirmed.await.unwrap().key
}

/// What a look on a day finds that is new.
async fn look(fresh: &Fresh, date: (u32, u32)) -> Vec<InsightView> {
    let found = fresh.ledger.look_for_insights(on(date), now()).await;
    found.unwrap().new
}

fn titles(all: &[InsightView]) -> Vec<&str> {
    all.iter().map(|one| one.title.as_str()).collect()
}

async fn noted(fresh: &Fresh) -> Vec<InsightView> {
    fresh.ledger.insights().await.unwrap().all
}

async fn only(fresh: &Fresh) -> InsightView {
    let mut all = noted(fresh).await;
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

async fn notice(fresh: &Fresh, local: NaiveDateTime) -> Option<String> {
    let told = fresh.ledger.next_insight_notice(local, now()).await;
    told.unwrap().map(|told| told.title)
}

async fn add(fresh: &Fresh, account: AccountId, date: NaiveDate, amount: &str, payee: &str) {
    let input = EntryInput {
        date,
        ..purchase(account, amount, payee)
    };
    fresh.ledger.add_entry(input, now()).await.unwrap();
}

/// The one new insight of a kind.
fn of_kind(all: Vec<InsightView>, kind: InsightKind) -> InsightView {
    let mut all = all.into_iter().filter(|one| one.kind == kind);
    let one = all.next().unwrap();
    assert!(all.next().is_none());
    one
}

/// How many entries the rows of an insight are.
async fn rows(fresh: &Fresh, rows: &InsightRows) -> i64 {
    let filter = EntryFilter {
        kind: Some(EntryKind::Purchase),
        currency: Some(rows.currency.clone()),
        from: rows.from,
        to: rows.to,
        payee: rows.payee,
        category: rows.category,
        without: rows.without.clone(),
        small_limit: rows.small_limit.clone(),
        ..EntryFilter::default()
    };
    fresh.ledger.entries(&filter, 0, 1).await.unwrap().total
}

#[tokio::test]
async fn a_price_rise_is_noted_once_and_again_only_with_a_newer_price() {
    let fresh = dearer().await;
    assert_eq!(titles(&look(&fresh, TODAY).await), [RISE]);
    assert!(look(&fresh, TODAY).await.is_empty());
    assert!(look(&fresh, (4, 20)).await.is_empty());
    let said = only(&fresh).await;
    assert_eq!(
        (said.state, said.first_seen),
        (InsightState::Open, on(TODAY))
    );
    assert!(
        said.cause.contains("1.00 EUR or 10.01 % more"),
        "{}",
        said.cause
    );
    assert_eq!(said.target.screen, InsightScreen::Recurring);
    assert_eq!(rows(&fresh, &said.target.rows.unwrap()).await, 4);

    let mut dearer: Vec<&str> = PRICES.into();
    dearer.extend(["11.49", "11.49"]);
    let text = statement("Streamly", &dearer);
    fresh.import("more.csv", &text).await.unwrap();
    let new = look(&fresh, (6, 6)).await;
    assert_eq!(
        titles(&new),
        ["Streamly costs 11.49 EUR instead of 10.99 EUR"]
    );
    let all = noted(&fresh).await;
    let states: Vec<_> = all
        .iter()
        .map(|one| (one.state, one.title.as_str()))
        .collect();
    assert_eq!(
        states,
        [
            (InsightState::Open, new[0].title.as_str()),
            (InsightState::Over, RISE)
        ]
    );
    assert_eq!(all[1].cause, said.cause, "what was noted keeps its figures");
    fresh.digest().await;
}

#[tokio::test]
async fn what_is_dismissed_stays_so_after_another_import_and_after_another_undo() {
    let fresh = dearer().await;
    look(&fresh, TODAY).await;
    let key = only(&fresh).await.key;
    let label = fresh.ledger.dismiss_insight(&key, now()).await.unwrap();
    assert_eq!(label.label, format!("Dismiss: {RISE}"));
    assert_eq!(only(&fresh).await.state, InsightState::Dismissed);

    fresh.wallet("Another").await;
    fresh.ledger.undo(None, now()).await.unwrap();
    assert!(look(&fresh, TODAY).await.is_empty());
    assert_eq!(only(&fresh).await.state, InsightState::Dismissed);

    let history = fresh.ledger.history(20).await.unwrap();
    let import = history
        .iter()
        .find(|change| change.label.starts_with("Import"))
        .unwrap();
    fresh.ledger.undo(Some(import.id), now()).await.unwrap();
    assert!(look(&fresh, TODAY).await.is_empty());
    let text = statement("Streamly", &PRICES);
    fresh.import("again.csv", &text).await.unwrap();
    for later in [(4, 11), (4, 12)] {
        assert!(look(&fresh, later).await.is_empty());
        assert_eq!(notice(&fresh, at(later, 12, 0)).await, None);
    }
    let said = only(&fresh).await;
    assert_eq!((said.state, said.over), (InsightState::Dismissed, None));
    fresh.digest().await;
}

#[tokio::test]
async fn a_dismissal_can_be_taken_back_in_two_ways() {
    let fresh = dearer().await;
    look(&fresh, TODAY).await;
    let key = only(&fresh).await.key;
    fresh.ledger.dismiss_insight(&key, now()).await.unwrap();
    let again = fresh.ledger.dismiss_insight(&key, now()).await.unwrap_err();
    assert_eq!(again.to_string(), "insight: it is dismissed already");
    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(only(&fresh).await.state, InsightState::Open);
    fresh.ledger.redo(None, now()).await.unwrap();
    fresh.ledger.restore_insight(&key, now()).await.unwrap();
    assert_eq!(only(&fresh).await.state, InsightState::Open);
    let missing = fresh.ledger.dismiss_insight("price_rise:1", now()).await;
    assert!(matches!(missing, Err(LedgerError::Missing("insight"))));
}

#[tokio::test]
async fn a_muted_kind_stays_silent_until_it_may_come_again() {
    let fresh = dearer().await;
    let ledger = &fresh.ledger;
    ledger
        .mute_insights(InsightKind::PriceRise, now())
        .await
        .unwrap();
    for later in [TODAY, (4, 11), (5, 4)] {
        assert!(look(&fresh, later).await.is_empty());
        assert_eq!(notice(&fresh, at(later, 12, 0)).await, None);
    }
    assert!(noted(&fresh).await.is_empty());
    ledger
        .unmute_insights(InsightKind::PriceRise, now())
        .await
        .unwrap();
    assert_eq!(titles(&look(&fresh, (5, 4)).await), [RISE]);
    ledger
        .mute_insights(InsightKind::PriceRise, now())
        .await
        .unwrap();
    assert_eq!(only(&fresh).await.state, InsightState::Muted);
    assert_eq!(notice(&fresh, at((5, 4), 12, 0)).await, None);
    let kinds = ledger.insights().await.unwrap().kinds;
    let muted: Vec<_> = kinds.iter().filter(|kind| kind.is_muted).collect();
    assert_eq!(muted.len(), 1);
    assert_eq!(muted[0].name, "Price rises");
}

/// Two insights on one day: a price rise and a trial that ends.
async fn two() -> Fresh {
    let fresh = fresh().await;
    let mut text = statement("Streamly", &PRICES);
    for month in 1..=4 {
        writeln!(text, "2026-{month:02}-06,Paper,-3.00,EUR").unwrap();
    }
    fresh.import("both.csv", &text).await.unwrap();
    confirm(&fresh, "Streamly").await;
    let paper = confirm(&fresh, "Paper").await;
    let trial = SeriesEdit {
        name: "Paper".to_owned(),
        note: String::new(),
        trial_ends: Some(on((4, 12))),
        intro_amount: String::new(),
        intro_until: None,
        cancel_steps: String::new(),
    };
    let moment = (on(TODAY), now());
    fresh
        .ledger
        .edit_series(("EUR", &paper), trial, moment)
        .await
        .unwrap();
    assert_eq!(look(&fresh, TODAY).await.len(), 2);
    fresh
}

#[tokio::test]
async fn there_is_one_notice_a_day_and_none_in_quiet_hours() {
    let fresh = two().await;
    assert_eq!(notice(&fresh, at(TODAY, 7, 59)).await, None);
    let first = notice(&fresh, at(TODAY, 8, 0)).await;
    assert_eq!(
        first.as_deref(),
        Some("The trial of Paper ends on 12 April 2026")
    );
    for hour in 9..=23 {
        assert_eq!(notice(&fresh, at(TODAY, hour, 0)).await, None, "{hour}");
    }
    assert_eq!(notice(&fresh, at((4, 11), 0, 0)).await, None);
    assert_eq!(
        notice(&fresh, at((4, 11), 20, 59)).await.as_deref(),
        Some(RISE)
    );
    assert_eq!(
        notice(&fresh, at((4, 12), 12, 0)).await,
        None,
        "each is told once"
    );
    let told: Vec<_> = noted(&fresh).await.iter().map(|one| one.told).collect();
    assert_eq!(told, [Some(on(TODAY)), Some(on((4, 11)))]);
}

#[tokio::test]
async fn quiet_hours_and_notices_are_laid_down_and_checked() {
    let fresh = two().await;
    let settings = |notices, from: &str, to: &str| InsightSettings {
        notices,
        quiet_from: from.to_owned(),
        quiet_to: to.to_owned(),
    };
    let ledger = &fresh.ledger;
    let kept = ledger.insights().await.unwrap().settings;
    assert_eq!(kept, settings(NoticesAre::On, "21:00", "08:00"));
    let wrong = settings(NoticesAre::On, "25:00", "08:00");
    let refused = ledger.set_insight_settings(wrong, now()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "quiet_from: “25:00” is no time of the day; write it like 21:00"
    );
    let off = settings(NoticesAre::Off, "21:00", "08:00");
    ledger.set_insight_settings(off, now()).await.unwrap();
    assert_eq!(notice(&fresh, at(TODAY, 12, 0)).await, None);
    let noon = settings(NoticesAre::On, "11:00", "13:00");
    ledger
        .set_insight_settings(noon.clone(), now())
        .await
        .unwrap();
    assert_eq!(ledger.insights().await.unwrap().settings, noon);
    assert_eq!(notice(&fresh, at(TODAY, 12, 0)).await, None);
    assert!(notice(&fresh, at(TODAY, 23, 0)).await.is_some());
}

#[tokio::test]
async fn neither_a_look_nor_a_notice_comes_between_the_person_and_undo() {
    let fresh = dearer().await;
    let before = fresh.ledger.history(50).await.unwrap();
    fresh.ledger.undo(None, now()).await.unwrap();
    let redo = fresh.ledger.next_changes().await.unwrap().redo;
    look(&fresh, TODAY).await;
    assert_eq!(fresh.ledger.next_changes().await.unwrap().redo, redo);
    fresh.ledger.redo(None, now()).await.unwrap();
    look(&fresh, TODAY).await;
    assert!(notice(&fresh, at(TODAY, 12, 0)).await.is_some());
    assert_eq!(fresh.ledger.history(50).await.unwrap(), before);
    fresh.digest().await;
}

#[tokio::test]
async fn a_look_without_news_writes_nothing() {
    let fresh = dearer().await;
    look(&fresh, TODAY).await;
    let file = rusqlite::Connection::open(fresh.folder.path().join("test.farthing")).unwrap();
    let version = || file.query_row("pragma data_version", [], |row| row.get::<_, i64>(0));
    let before = version().unwrap();
    look(&fresh, TODAY).await;
    look(&fresh, (4, 11)).await;
    notice(&fresh, at((4, 11), 23, 0)).await;
    noted(&fresh).await;
    assert_eq!(version().unwrap(), before);
    notice(&fresh, at((4, 11), 12, 0)).await;
    assert_ne!(version().unwrap(), before);
}

#[tokio::test]
async fn a_charge_that_does_not_come_and_one_after_cancelling_are_noted() {
    let fresh = fresh().await;
    let gym = statement("Gym", &["25.00", "25.00", "25.00"]);
    fresh.import("gym.csv", &gym).await.unwrap();
    let key = confirm(&fresh, "Gym").await;
    assert!(look(&fresh, (4, 5)).await.is_empty());
    let missed = of_kind(look(&fresh, TODAY).await, InsightKind::MissedCharge);
    assert_eq!(missed.title, "No charge of Gym came around 5 April 2026");
    let cancelled = fresh.ledger.cancel_series(
        ("EUR", &key),
        on((4, 20)),
        "by letter",
        (on((4, 28)), now()),
    );
    cancelled.await.unwrap();
    assert!(look(&fresh, (4, 28)).await.is_empty());
    let more = statement("Gym", &["25.00", "25.00", "25.00", "25.00", "25.00"]);
    fresh.import("more.csv", &more).await.unwrap();
    let charged = of_kind(look(&fresh, (5, 6)).await, InsightKind::StillCharged);
    assert_eq!(
        charged.cause,
        "It was cancelled on 20 April 2026; a charge of 25.00 EUR came on 5 May 2026."
    );
}

#[tokio::test]
async fn a_limit_is_noted_when_it_is_nearly_and_when_it_is_used_up() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Cash").await.id;
    let new = NewCategory {
        name: "Coffee".to_owned(),
        class: CategoryClass::Expense,
    };
    let category = fresh.ledger.add_category(new, now()).await.unwrap().id;
    let limit =
        json!({"category": category, "amount": "10.00", "currency": "EUR", "period": "month"});
    let limit = serde_json::from_value(limit).unwrap();
    fresh.ledger.save_limit(limit, now()).await.unwrap();
    let buy = async |amount: &str| {
        let input = EntryInput {
            category: Some(category),
            ..purchase(wallet, amount, "Kiosk")
        };
        fresh.ledger.add_entry(input, now()).await.unwrap();
    };
    buy("7.99").await;
    assert!(look(&fresh, (3, 20)).await.is_empty());
    buy("0.01").await;
    let nearly = of_kind(look(&fresh, (3, 20)).await, InsightKind::LimitUsed);
    assert_eq!(nearly.title, "The limit of Coffee is used to 80.00 %");
    assert_eq!(
        nearly.cause,
        "8.00 EUR of 10.00 EUR from 1 March 2026 to 31 March 2026."
    );
    assert_eq!(rows(&fresh, nearly.target.rows.as_ref().unwrap()).await, 2);
    buy("2.50").await;
    let up = of_kind(look(&fresh, (3, 21)).await, InsightKind::LimitUsed);
    assert_eq!(up.title, "The limit of Coffee is used up");
    assert!(look(&fresh, (4, 1)).await.is_empty());
    assert!(
        noted(&fresh)
            .await
            .iter()
            .all(|one| one.state == InsightState::Over)
    );
}

#[tokio::test]
async fn a_month_above_the_usual_is_noted_beside_whole_earlier_months() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Cash").await.id;
    for (month, amount) in [(1, "4.00"), (2, "4.00"), (3, "4.00"), (4, "4.40")] {
        add(&fresh, wallet, on((month, 1)), amount, "Kiosk").await;
    }
    assert!(look(&fresh, (4, 2)).await.is_empty());
    add(&fresh, wallet, on((4, 2)), "0.01", "Kiosk").await;
    let said = of_kind(look(&fresh, (4, 2)).await, InsightKind::SmallMonth);
    assert_eq!(
        said.cause,
        "2 payments of at most 5.00 EUR add up to 4.41 EUR in April 2026. The median of your 3 earlier \
         whole months is 4.00 EUR."
    );
    assert_eq!(rows(&fresh, said.target.rows.as_ref().unwrap()).await, 2);
    add(&fresh, wallet, on((4, 3)), "3.00", "Kiosk").await;
    assert!(
        look(&fresh, (4, 3)).await.is_empty(),
        "a month is noted once"
    );
}

#[tokio::test]
async fn a_burst_is_noted_once_a_month_but_not_where_the_merchant_is_fine() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Cash").await.id;
    for date in [14, 15] {
        for _ in 0..4 {
            add(&fresh, wallet, on((3, date)), "4.99", "Castle Game").await;
        }
    }
    let said = of_kind(look(&fresh, (3, 16)).await, InsightKind::Burst);
    assert_eq!(said.title, "4 payments to Castle Game in a short time");
    assert!(said.cause.contains("add up to 19.96 EUR"), "{}", said.cause);
    assert_eq!(rows(&fresh, said.target.rows.as_ref().unwrap()).await, 4);
    let payee = said.target.rows.unwrap().payee.unwrap();
    fresh.ledger.accept_merchant(payee, now()).await.unwrap();
    for _ in 0..4 {
        add(&fresh, wallet, on((4, 2)), "4.99", "Castle Game").await;
    }
    assert!(
        look(&fresh, (4, 3))
            .await
            .iter()
            .all(|one| one.kind != InsightKind::Burst)
    );
}

#[tokio::test]
async fn fees_of_a_quarter_are_noted_once_it_is_over() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    for date in 1..=5 {
        let input = EntryInput {
            date: on((3, date)),
            fee: "0.40".to_owned(),
            ..purchase(wallet, "10.00", "Somebody")
        };
        fresh.ledger.add_entry(input, now()).await.unwrap();
    }
    assert!(look(&fresh, (3, 31)).await.is_empty());
    let said = of_kind(look(&fresh, (4, 1)).await, InsightKind::FeeRate);
    assert!(said.title.starts_with("Wallet took "), "{}", said.title);
    assert!(
        said.cause.starts_with("2.00 EUR in fees of 5 payments"),
        "{}",
        said.cause
    );
    assert!(look(&fresh, (5, 1)).await.is_empty());
}

#[tokio::test]
async fn the_cap_of_games_counts_all_of_them() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let game = json!({"title": "Castles", "currency": "EUR", "unit": "gems",
        "payees": ["Castle Game"], "packs": [], "items": []});
    let game = serde_json::from_value(game).unwrap();
    add(&fresh, wallet, on((3, 14)), "9.00", "Castle Game").await;
    fresh.ledger.save_game(None, game, now()).await.unwrap();
    let cap = serde_json::from_value(json!({"amount": "10.00", "currency": "EUR"})).unwrap();
    fresh.ledger.set_game_cap(cap, now()).await.unwrap();
    let said = of_kind(look(&fresh, (3, 20)).await, InsightKind::LimitUsed);
    assert_eq!(said.title, "The cap of all games is used to 90.00 %");
    assert_eq!(said.target.screen, InsightScreen::Fees);
}

#[tokio::test]
async fn a_late_reward_is_noted_by_programme_and_month() {
    let fresh = fresh().await;
    let card = fresh.wallet("Card").await.id;
    let programme = json!({
        "programme": {
            "id": "flat", "name": "Flat card", "kind": "card", "as_of": "2026-01-01",
            "source": "a test", "currency": "EUR", "base_rate": "0.02",
            "due": {"after": "purchase", "days": 30},
            "credit_texts": ["Flat card"],
        },
        "accounts": [card], "categories": [], "from": null, "until": null, "fx_fee": "", "method": ""
    });
    let programme = serde_json::from_value(programme).unwrap();
    let saved = fresh
        .ledger
        .save_programme(None, programme, on((3, 20)), now());
    saved.await.unwrap();
    for date in [2, 9] {
        add(&fresh, card, on((3, date)), "50.00", "Book Shop").await;
    }
    assert!(look(&fresh, (4, 1)).await.is_empty());
    let said = of_kind(look(&fresh, (4, 9)).await, InsightKind::CashbackDue);
    assert_eq!(said.title, "2.00 EUR of Flat card has not come");
    assert_eq!(
        said.cause,
        "2 rewards due in April 2026 add up to 2.00 EUR; no credit for them was found."
    );
}
