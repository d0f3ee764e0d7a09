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
