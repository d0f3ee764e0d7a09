//! What a discount saved and what was not bought, by the command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::Desk;

/// A desk with a purchase of 9.00 and a rule for discounts; gives the purchase.
fn desk_with_discounts() -> (Desk, String) {
    let desk = Desk::new();
    desk.write(
        "march.csv",
        "Date,Description,Amount,Currency\n2025-03-14,Book Shop,-9.00,EUR\n",
    );
    desk.done(&["import", "march.csv", "--account", "Everyday"]);
    let terms = r#"{"kind":"save_discount","currency":"EUR","percent":"50"}"#;
    desk.done(&["rule", "add", "Bargains", "--terms", terms]);
    let entry = desk.json(&["entries", "--json"])["rows"][0]["id"].to_string();
    (desk, entry)
}

#[test]
fn a_list_price_is_kept_shown_and_cleared() {
    let (desk, entry) = desk_with_discounts();
    let shown = desk.done(&["list-price", &entry]);
    assert_eq!(
        shown,
        "No list price is kept for this purchase.\nLooked at by: Bargains.\n"
    );
    let kept = desk.json(&["list-price", &entry, "12,00", "--json"]);
    assert_eq!(kept["price"]["value"], "12.00");
    assert_eq!(kept["rules"][0], "Bargains");
    let rule = &desk.json(&["rule", "list", "--json"])[0];
    assert_eq!(rule["saved"][0]["value"], "1.50");
    let why = desk.json(&["why-saved", &entry, "--json"]);
    assert_eq!(why[0]["amount"]["value"], "1.50");
    desk.verify();

    let label = desk.done(&["list-price", &entry, "--clear"]);
    assert_eq!(label, "Forget list price of Book Shop\n");
    let rule = &desk.json(&["rule", "list", "--json"])[0];
    assert_eq!(rule["saved"], serde_json::json!([]));
    desk.done(&["undo"]);
    let shown = desk.done(&["list-price", &entry]);
    assert!(shown.starts_with("List price 12.00 EUR.\n"), "{shown}");
    desk.verify();
}

#[test]
fn a_list_price_that_cannot_be_is_refused_with_its_field() {
    let (desk, entry) = desk_with_discounts();
    let reasons: [(&[&str], &str); 7] = [
        (&[&entry, "0"], "price: write an amount above zero"),
        (&[&entry, "-3"], "price: write an amount above zero"),
        (&[&entry, "12.005"], "price: "),
        (
            &[&entry, "12", "--currency", "USD"],
            "currency: the purchase was paid in EUR",
        ),
        (&["7", "12"], "entry: there is no such entry"),
        (&[&entry, "12", "--clear"], "cannot be used with"),
        (&[&entry, "--clear"], "price: no list price is kept"),
    ];
    for (arguments, reason) in reasons {
        let said = desk.refused(&[&["list-price"], arguments].concat());
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
    assert!(
        desk.done(&["list-price", "--help"])
            .contains("farthing list-price 81 12.00")
    );
    desk.verify();
}

#[test]
fn a_thing_is_wanted_dropped_bought_opened_again_and_removed() {
    let desk = Desk::new();
    desk.done(&[
        "add-account",
        "Purse",
        "--kind",
        "cash",
        "--currency",
        "EUR",
    ]);
    let terms = r#"{"kind":"cooling_off","currency":"EUR","percent":"100"}"#;
    let rule = ["rule", "add", "Second thoughts", "--terms", terms];
    desk.done(&[&rule[..], &["--from", "2025-01-01"]].concat());
    let empty = desk.done(&["want", "list"]);
    assert!(empty.starts_with("The want list is empty"), "{empty}");
    let add = ["want", "add", "Tent", "80,00", "--currency", "EUR"];
    let tent = desk.json(&[&add[..], &["--added", "2025-03-01", "--json"]].concat());
    assert_eq!(
        (&tent["state"], &tent["added"]),
        (&"open".into(), &"2025-03-01".into())
    );

    let drop = ["want", "drop", "tent", "--day", "2025-03-14", "--json"];
    let dropped = desk.json(&drop);
    assert_eq!(dropped["decided"], "2025-03-14");
    assert_eq!(dropped["saved"][0]["value"], "80.00");
    let list = desk.done(&["want", "list"]);
    assert!(
        list.ends_with("Not bought, and kept: 80.00 EUR.\n"),
        "{list}"
    );
    desk.verify();

    let open = desk.json(&["want", "reopen", "Tent", "--json"]);
    assert_eq!(
        (&open["state"], &open["saved"]),
        (&"open".into(), &serde_json::json!([]))
    );
    let bought = desk.json(&["want", "buy", &tent["id"].to_string(), "--json"]);
    assert_eq!(bought["state"], "bought");
    assert_eq!(
        desk.json(&["want", "list", "--json"])["kept"],
        serde_json::json!([])
    );
    let removed = desk.done(&["want", "remove", "Tent"]);
    assert_eq!(removed, "Take Tent off the want list\n");
    desk.done(&["undo"]);
    let list = desk.json(&["want", "list", "--json"]);
    assert_eq!(list["wishes"][0]["state"], "bought");
    desk.verify();
}

#[test]
fn a_thing_that_cannot_be_is_refused_with_its_field() {
    let desk = Desk::new();
    desk.done(&[
        "add-account",
        "Purse",
        "--kind",
        "cash",
        "--currency",
        "EUR",
    ]);
    desk.done(&[
        "want",
        "add",
        "Tent",
        "80",
        "--currency",
        "EUR",
        "--added",
        "2025-03-01",
    ]);
    let reasons: [(&[&str], &str); 7] = [
        (
            &["add", "Kite", "-3", "--currency", "EUR"],
            "price: write an amount above zero",
        ),
        (&["add", "Kite", "1.005", "--currency", "EUR"], "price: "),
        (&["add", "", "3", "--currency", "EUR"], "name: write a name"),
        (
            &[
                "add",
                "Kite",
                "3",
                "--currency",
                "EUR",
                "--added",
                "2999-01-01",
            ],
            "added: choose today",
        ),
        (
            &["drop", "Tent", "--day", "2025-02-01"],
            "day: it is on the list since 2025-03-01",
        ),
        (&["reopen", "Tent"], "wish: nothing was decided"),
        (
            &["drop", "Boat"],
            "there is no thing on the want list “Boat”",
        ),
    ];
    for (arguments, reason) in reasons {
        let said = desk.refused(&[&["want"], arguments].concat());
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
    for word in ["add", "drop", "buy", "reopen", "remove", "list"] {
        let help = desk.done(&["want", word, "--help"]);
        assert!(
            help.contains(&format!("Example: farthing want {word}")),
            "{help}"
        );
    }
    desk.verify();
}
