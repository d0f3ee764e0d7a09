//! Cashback, points and gift cards by the command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::Desk;
use serde_json::json;

const CARD: &str = r#"
id = "corner_card"
name = "Corner card"
kind = "card"
as_of = 2026-01-01
source = "the leaflet at the till"
currency = "EUR"
base_rate = "0.01"
due = { after = "purchase", days = 30 }

[[rules]]
id = 1
name = "groceries"
rate = "0.05"
match = { categories = ["food"] }
activation = {}
"#;

const POINTS: &str = r#"
id = "shop_points"
name = "Shop points"
kind = "points"
as_of = 2026-01-01
source = "the leaflet at the till"
currency = "EUR"
unit = "PTS"
base_rate = 1
"#;

const PORTAL: &str = r#"
id = "portal"
name = "Portal"
kind = "portal"
as_of = 2026-01-01
source = "its help page"
currency = "EUR"
base_rate = 0
[portal]
track_days = 7
claim_until_days = 49
confirm_days = 100
pay_days = 30
appeal_days = 30
"#;

/// A desk with a card, a purchase of 20.00 on it and a bank; gives the purchase.
fn desk_with_card() -> (Desk, String) {
    let desk = Desk::new();
    desk.write(
        "card.csv",
        "Date,Description,Amount,Currency\n2025-03-14,Market,-20.00,EUR\n",
    );
    desk.done(&["import", "card.csv", "--account", "Card"]);
    desk.done(&[
        "add-account",
        "Bank",
        "--kind",
        "bank",
        "--currency",
        "EUR",
        "--opening",
        "100",
    ]);
    let entry = desk.json(&["entries", "--text", "Market", "--json"])["rows"][0]["id"].to_string();
    (desk, entry)
}

fn add(desk: &Desk, name: &str, text: &str, more: &[&str]) -> serde_json::Value {
    desk.write(name, text);
    let fixed = ["cashback", "programme", "add", "--file", name, "--json"];
    desk.json(&[&fixed[..], more].concat())
}

#[test]
fn a_programme_is_kept_shown_changed_activated_and_forgotten() {
    let (desk, entry) = desk_with_card();
    let templates = desk.done(&["cashback", "programme", "templates"]);
    assert!(templates.contains("paypal_card"), "{templates}");
    let row = add(
        &desk,
        "card.toml",
        CARD,
        &["--account", "card", "--category", "food=Groceries"],
    );
    assert_eq!(row["earned"]["value"], "0.20");
    assert_eq!(row["account_names"], json!(["Card"]));
    assert_eq!(row["unmapped"], json!([]));
    let text = desk.done(&["cashback", "programme", "show", "Corner card"]);
    desk.write("again.toml", &text);
    desk.done(&[
        "cashback",
        "programme",
        "edit",
        "corner card",
        "--file",
        "again.toml",
    ]);
    let edit = [
        "cashback",
        "programme",
        "edit",
        "Corner card",
        "--fx-fee",
        "0.03",
        "--json",
    ];
    let edited = desk.json(&edit);
    assert_eq!(edited["input"]["fx_fee"], "0.03");
    assert_eq!(edited["input"]["accounts"], row["input"]["accounts"]);
    let activate = ["cashback", "programme", "activate", "Corner card", "1"];
    let on = desk.json(&[&activate[..], &["--on", "2025-03-01", "--json"]].concat());
    assert_eq!(on["rules"][0]["activation"], "done");
    let off = desk.json(&[&activate[..], &["--off", "--json"]].concat());
    assert_eq!(off["rules"][0]["activation"], "open");

    let expected = desk.json(&["cashback", "expected", "--entry", &entry, "--json"]);
    assert_eq!(expected["rewards"][0]["reward"]["value"], "0.20");
    let month = desk.done(&["cashback", "expected", "--month", "2025-03"]);
    assert!(
        month.contains("Corner card") && month.contains("0.20 EUR"),
        "{month}"
    );
    let other = desk.done(&["cashback", "expected", "--month", "2025-04"]);
    assert_eq!(other, "No purchase of this month earns anything.\n");

    let gone = desk.done(&["cashback", "programme", "remove", "Corner card"]);
    assert_eq!(gone, "Forget programme Corner card\n");
    let none = desk.done(&["cashback", "programme", "list"]);
    assert!(none.starts_with("There are no programmes yet"), "{none}");
    desk.verify();
}

#[test]
fn a_reward_is_seen_on_the_desk_told_of_proved_and_paid() {
    let (desk, entry) = desk_with_card();
    let row = add(&desk, "card.toml", CARD, &["--account", "Card"]);
    let key = format!("{}:entry:{entry}", row["id"]);
    let shown = desk.done(&["cashback", "desk"]);
    assert!(shown.contains(&key), "{shown}");
    let begin = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".as_slice();
    desk.write("proof.png", [begin, &[0; 20]].concat());
    let proved = desk.json(&["cashback", "attach", &key, "proof.png", "--json"]);
    assert_eq!(proved["evidence"][0]["name"], "proof.png");
    desk.write("proof.txt", "a text");
    let refused = desk.refused(&["cashback", "attach", &key, "proof.txt"]);
    assert!(refused.contains("PNG"), "{refused}");
    let shown = desk.done(&["cashback", "reward", &key]);
    assert!(shown.contains("proof.png, image/png, 36 bytes"), "{shown}");
    let none = desk.refused(&["cashback", "detach", &key, "other.png"]);
    assert!(
        none.contains("no file of this reward “other.png”"),
        "{none}"
    );
    let bare = desk.json(&["cashback", "detach", &key, "proof.png", "--json"]);
    assert_eq!(bare["evidence"], json!([]));
    desk.done(&[
        "add",
        "2025-04-10",
        "0.20",
        "EUR",
        "Corner bank",
        "--account",
        "Card",
        "--kind",
        "cashback",
    ]);
    let credit =
        desk.json(&["entries", "--text", "Corner bank", "--json"])["rows"][0]["id"].to_string();
    let receipt = [
        "cashback",
        "receipt",
        &credit,
        "--programme",
        "Corner card",
        "--for",
        &key,
        "--json",
    ];
    let paid = desk.json(&receipt);
    assert_eq!(paid["items"][0]["state"], "paid");
    let compared = desk.done(&["cashback", "reconcile"]);
    assert!(compared.starts_with("1 paid as expected."), "{compared}");
    let none = desk.json(&["cashback", "receipt", &credit, "--none", "--json"]);
    assert_ne!(none["items"][0]["state"], "paid");
    desk.verify();
}

#[test]
fn a_visit_to_a_portal_is_kept_and_told_of() {
    let (desk, entry) = desk_with_card();
    let row = add(&desk, "portal.toml", PORTAL, &[]);
    let visit = ["cashback", "visit", "Portal", &entry];
    let visited =
        desk.json(&[&visit[..], &["--rate", "0.04", "--order", "A-17", "--json"]].concat());
    assert_eq!(visited["amount"]["value"], "0.80");
    assert_eq!(visited["order"], "A-17");
    let key = format!("{}:entry:{entry}", row["id"]);
    let told = [
        "cashback",
        "told",
        &key,
        "confirmed",
        "--day",
        "2025-04-01",
        "--amount",
        "0.75",
        "--json",
    ];
    assert_eq!(desk.json(&told)["amount"]["value"], "0.75");
    let note = ["cashback", "note", &key, "--note", "asked by chat"];
    let noted = desk.json(&[&note[..], &["--json"]].concat());
    assert_eq!(noted["order"], "A-17", "what is not named stays");
    assert_eq!(noted["note"], "asked by chat");
    let shown = desk.done(&["cashback", "reward", &key]);
    assert!(
        shown.contains("  1: confirmed on 2025-04-01, 0.75 EUR\n"),
        "{shown}"
    );
    let wrong = desk.refused(&["cashback", "untell", &key, "2"]);
    assert!(wrong.contains("place: nothing that was said"), "{wrong}");
    desk.refused(&["cashback", "untell", &key, "0"]);
    desk.refused(&["cashback", "note", &key]);
    let untold = desk.json(&["cashback", "untell", &key, "1", "--json"]);
    assert_eq!(untold["events"], json!([]));
    assert_eq!(untold["amount"]["value"], "0.80");
    desk.done(&[&visit[..], &["--forget"]].concat());
    assert_eq!(
        desk.json(&["cashback", "desk", "--json"])["items"],
        json!([])
    );
    desk.verify();
}

#[test]
fn points_come_go_and_are_worth_something() {
    let (desk, _) = desk_with_card();
    let none = desk.done(&["points"]);
    assert_eq!(none, "No programme of yours pays points.\n");
    add(&desk, "points.toml", POINTS, &["--account", "Card"]);
    let earned = desk.json(&["points", "list", "--json"]);
    assert_eq!(earned[0]["balance"]["value"], "20");
    desk.done(&[
        "points",
        "earn",
        "Shop points",
        "100",
        "--day",
        "2025-03-15",
    ]);
    let used = desk.json(&["points", "redeem", "shop points", "50", "--json"]);
    assert_eq!(used["balance"]["value"], "70");
    let taken = desk.json(&["points", "take-back", "Shop points", "5", "--json"]);
    assert_eq!(taken["balance"]["value"], "65");
    let id = taken["moves"][0]["id"].to_string();
    let back = desk.json(&["points", "remove", &id, "--json"]);
    assert_eq!(back["balance"]["value"], "70");
    let valued = desk.json(&["points", "value", "Shop points", "0.01", "--json"]);
    assert_eq!(valued["value"]["value"], "0.70");
    let shown = desk.done(&["points"]);
    assert!(shown.contains("70 PTS, worth 0.70 EUR."), "{shown}");
    let parked = desk.done(&["cashback", "stranded"]);
    assert!(
        parked.contains("Redeem them in your account of Shop points"),
        "{parked}"
    );
    desk.verify();
}

#[test]
fn a_gift_card_is_kept_used_shown_and_put_away() {
    let (desk, _) = desk_with_card();
    let add = [
        "giftcard",
        "add",
        "Book shop",
        "25",
        "--paid",
        "23",
        "--from",
        "Bank",
        "--currency",
        "eur",
        "--day",
        "2025-03-01",
        "--code-stdin",
        "--pin-stdin",
        "--json",
    ];
    let added = desk.run_with(&add, "SHOP-9876-4821\n0042\n");
    let card: serde_json::Value = serde_json::from_slice(&added.stdout).unwrap();
    assert_eq!(card["code_hint"], "…4821");
    assert_eq!(card["paid"]["value"], "23.00");
    desk.done(&[
        "add",
        "2025-03-20",
        "10",
        "EUR",
        "Book shop",
        "--account",
        "Book shop",
    ]);
    let list = desk.done(&["giftcard", "list"]);
    assert!(
        list.contains("15.00 EUR") && !list.contains("9876"),
        "{list}"
    );
    let edit = [
        "giftcard",
        "edit",
        "book shop",
        "--name",
        "Books",
        "--expires",
        "2099-01-01",
        "--json",
    ];
    let edited = desk.json(&edit);
    assert_eq!(edited["input"]["name"], "Books");
    assert_eq!(edited["input"]["day"], "2025-03-01");
    let shown = desk.done(&["giftcard", "show", "Books"]);
    assert!(
        shown.contains("8.00 % cheaper") && !shown.contains("9876"),
        "{shown}"
    );
    let secret = desk.json(&["giftcard", "show", "Books", "--secret", "--json"]);
    assert_eq!(
        secret["secret"],
        json!({"code": "SHOP-9876-4821", "pin": "0042"})
    );
    let parked = desk.done(&["cashback", "stranded"]);
    assert!(parked.contains("Books"), "{parked}");
    for export in [["export", "--json"], ["history", "--json"]] {
        assert!(!desk.done(&export).contains("SHOP-9876"), "{export:?}");
    }
    let away = desk.done(&["giftcard", "archive", "Books"]);
    assert_eq!(away, "Put away gift card Books with 15.00 EUR left on it\n");
    desk.verify();
}

#[test]
fn the_cheapest_way_to_pay_is_told_first() {
    let (desk, _) = desk_with_card();
    add(
        &desk,
        "card.toml",
        CARD,
        &["--account", "Card", "--fx-fee", "0.03"],
    );
    let advised = desk.done(&[
        "cashback",
        "advise",
        "34.50",
        "eur",
        "--category",
        "Groceries",
    ]);
    let lines: Vec<&str> = advised.lines().collect();
    assert!(
        lines[1].starts_with("Card") && lines[1].contains("1 % base rate = 0.35"),
        "{advised}"
    );
    assert!(
        lines[2].starts_with("Bank") && lines[2].contains("no programme"),
        "{advised}"
    );
    let abroad = [
        "cashback",
        "advise",
        "34.50",
        "EUR",
        "--abroad",
        "--surcharge",
        "0.01",
        "--json",
    ];
    let abroad = desk.json(&abroad);
    assert_eq!(abroad["rows"][0]["account_name"], "Bank");
    assert_eq!(abroad["rows"][1]["cost"]["value"], "1.39");
}

#[test]
fn what_cannot_be_is_refused_with_its_field_and_nothing_is_written() {
    let (desk, entry) = desk_with_card();
    let row = add(&desk, "card.toml", CARD, &["--account", "Card"]);
    add(&desk, "portal.toml", PORTAL, &[]);
    let key = format!("{}:entry:{entry}", row["id"]);
    desk.write("bad.toml", CARD.replace("\"0.05\"", "0.05"));
    let before = desk.done(&["history", "--json"]);
    let reasons: &[(&[&str], &str)] = &[
        (
            &["cashback", "programme", "add", "--file", "bad.toml"],
            "bad.toml, line 14: rules.1.rate: ",
        ),
        (
            &["cashback", "programme", "add", "--template", "no_such"],
            "no template “no_such”",
        ),
        (&["cashback", "programme", "add"], "required arguments"),
        (
            &["cashback", "programme", "edit", "Nobody"],
            "no programme “Nobody”",
        ),
        (
            &["cashback", "programme", "activate", "Corner card", "9"],
            "rule: ",
        ),
        (
            &[
                "cashback",
                "programme",
                "edit",
                "Corner card",
                "--fx-fee",
                "3",
            ],
            "fx_fee: ",
        ),
        (
            &[
                "cashback",
                "programme",
                "edit",
                "Corner card",
                "--category",
                "food",
            ],
            "groceries=Groceries",
        ),
        (&["cashback", "told", &key, "gone"], "invalid value 'gone'"),
        (&["cashback", "told", "nothing", "paid"], "key: "),
        (
            &["cashback", "visit", "Portal", &entry, "--expected", "-1"],
            "expected: ",
        ),
        (&["cashback", "receipt", &entry], "required arguments"),
        (
            &["cashback", "expected", "--month", "2025-13"],
            "write a month like 2026-03",
        ),
        (
            &["cashback", "expected", "--entry", "7"],
            "entry: there is no such entry",
        ),
        (&["cashback", "advise", "0", "EUR"], "amount: "),
        (
            &["cashback", "advise", "1", "EUR", "--surcharge", "2"],
            "surcharge_rate: ",
        ),
    ];
    refused(&desk, reasons);
    assert_eq!(desk.done(&["history", "--json"]), before);
    desk.verify();
}

#[test]
fn a_purse_that_cannot_be_is_refused_with_its_field_and_nothing_is_written() {
    let (desk, _) = desk_with_card();
    add(&desk, "card.toml", CARD, &["--account", "Card"]);
    add(&desk, "points.toml", POINTS, &["--account", "Card"]);
    let before = desk.done(&["history", "--json"]);
    let reasons: &[(&[&str], &str)] = &[
        (&["points", "redeem", "Shop points", "500"], "points: "),
        (&["points", "earn", "Shop points", "0"], "points: "),
        (
            &["points", "redeem", "Corner card", "5"],
            "no programme of points “Corner card”",
        ),
        (&["points", "value", "Shop points", "much"], "point_value: "),
        (&["giftcard", "add", "Shop", "0"], "face: "),
        (&["giftcard", "add", "Shop", "5", "--paid", "4"], "from: "),
        (&["giftcard", "show", "Shop"], "no gift card “Shop”"),
    ];
    refused(&desk, reasons);
    assert_eq!(desk.done(&["history", "--json"]), before);
    desk.verify();
}

/// Each of these commands is refused for its reason.
fn refused(desk: &Desk, reasons: &[(&[&str], &str)]) {
    for (arguments, reason) in reasons {
        let said = desk.refused(arguments);
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
}

#[test]
fn every_command_has_an_example() {
    let desk = Desk::new();
    let commands: &[&[&str]] = &[
        &["cashback"],
        &["cashback", "expected"],
        &["cashback", "desk"],
        &["cashback", "reconcile"],
        &["cashback", "advise"],
        &["cashback", "programme"],
        &["cashback", "programme", "add"],
        &["cashback", "programme", "activate"],
        &["cashback", "reward"],
        &["cashback", "told"],
        &["cashback", "untell"],
        &["cashback", "note"],
        &["cashback", "visit"],
        &["cashback", "receipt"],
        &["cashback", "attach"],
        &["cashback", "detach"],
        &["cashback", "stranded"],
        &["points"],
        &["points", "redeem"],
        &["points", "take-back"],
        &["points", "value"],
        &["giftcard"],
        &["giftcard", "edit"],
        &["giftcard", "archive"],
        &["giftcard", "show"],
    ];
    for command in commands {
        let help = desk.done(&[command, &["--help"][..]].concat());
        let example = format!("  farthing {}", command.join(" "));
        let short = format!("Example: farthing {}", command.join(" "));
        assert!(
            help.contains(&example) || help.contains(&short),
            "{command:?}: {help}"
        );
    }
}
