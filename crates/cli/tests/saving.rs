//! Saving by the command, from a rule to the transfer that the bank has made.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::Desk;
use serde_json::Value;

const MARCH: &str = "Date,Description,Amount,Currency
2025-03-14,Corner Cafe,-2.50,EUR
2025-03-15,Tea House,-11.90,EUR
2025-03-16,Corner Cafe,-3.00,EUR
2025-03-20,Metro,-1.80,EUR
";

/// A desk with four purchases, a destination, and two goals that share what is rounded up.
fn desk_that_saves() -> Desk {
    let desk = Desk::new();
    desk.write("march.csv", MARCH);
    desk.done(&["import", "march.csv", "--account", "Everyday"]);
    desk.done(&["add-account", "Savings", "--kind", "savings"]);
    let way = [
        "--sepa",
        "DE89370400440532013000",
        "--holder",
        "Ada Example",
    ];
    let add = [
        "destination",
        "add",
        "Savings",
        "--threshold",
        "0.50",
        "--account",
        "Savings",
    ];
    desk.done(&[&add[..], &way].concat());
    desk.done(&[
        "goal",
        "add",
        "Bicycle",
        "--target",
        "600",
        "--destination",
        "savings",
    ]);
    desk.done(&["goal", "add", "Holiday", "--destination", "savings"]);
    let rule = ["rule", "add", "Coffee change", "--round-up"];
    desk.done(&[&rule[..], &["--goal", "Bicycle=2", "--goal", "Holiday"]].concat());
    desk
}

fn goal(desk: &Desk, name: &str) -> (String, String) {
    let goals = desk.json(&["goal", "list", "--json"]);
    let goals = goals["goals"].as_array().unwrap();
    let goal = goals.iter().find(|goal| goal["goal"]["name"] == name);
    let value = |field: &str| goal.unwrap()[field]["value"].as_str().unwrap().to_owned();
    (value("promised"), value("moved"))
}

fn digest(desk: &Desk) -> Value {
    let report = desk.json(&["verify", "--json"]);
    assert_eq!(report["ok"], true, "{report}");
    report["digest"].clone()
}

/// The transfer that waits, as the list names it.
fn waiting(desk: &Desk) -> (String, Value) {
    let sweeps = desk.json(&["sweep", "--json"]);
    let proposal = sweeps["proposals"][0].clone();
    let name = format!("{}:{}", proposal["destination"], proposal["from"]);
    (name, proposal)
}

#[test]
fn a_rule_is_kept_changed_paused_and_removed() {
    let desk = desk_that_saves();
    let rule = desk.json(&["rule", "list", "--json"])[0].clone();
    assert_eq!(rule["saved"][0]["value"], "0.80");
    let id = rule["id"].to_string();

    let edit = [
        "rule",
        "edit",
        &id,
        "--times",
        "2",
        "--since",
        "2025-03-15",
        "--json",
    ];
    let changed = desk.json(&edit);
    assert_eq!(changed["versions"].as_array().unwrap().len(), 2);
    assert_eq!(changed["saved"][0]["value"], "1.10");
    assert_eq!(changed["rule"]["goals"], rule["rule"]["goals"]);

    desk.done(&["rule", "pause", &id, "--until", "2099-01-01"]);
    let paused = desk.json(&["rule", "list", "--json"])[0].clone();
    assert_eq!(
        (&paused["state"], &paused["paused_until"]),
        (&"paused".into(), &"2098-12-31".into())
    );
    desk.done(&["rule", "resume", "--", &id]);
    assert_eq!(desk.json(&["rule", "list", "--json"])[0]["state"], "active");

    desk.done(&["rule", "remove", "coffee CHANGE"]);
    assert_eq!(
        desk.json(&["rule", "list", "--json"]),
        Value::Array(Vec::new())
    );
    desk.done(&["undo"]);
    assert_eq!(desk.json(&["rule", "list", "--json"])[0]["id"], rule["id"]);
    desk.verify();
}

#[test]
fn the_first_day_of_a_rule_and_the_picture_of_a_goal_are_set_and_taken_away() {
    let desk = desk_that_saves();
    let edit = ["rule", "edit", "Coffee change", "--json"];
    let later = desk.json(&[&edit[..], &["--from", "2025-03-15"]].concat());
    assert_eq!(later["rule"]["from"], "2025-03-15");
    let whole = desk.json(&[&edit[..], &["--no-from"]].concat());
    assert_eq!(whole["rule"]["from"], Value::Null);
    assert_eq!(whole["saved"][0]["value"], "0.80");

    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    std::fs::write(desk.path("bike.png"), png).unwrap();
    desk.write("bike.txt", "no picture");
    let edit = ["goal", "edit", "Bicycle", "--json", "--photo"];
    let kept = desk.json(&[&edit[..], &["bike.png"]].concat());
    assert_eq!(kept["goal"]["photo"], "data:image/png;base64,iVBORw0KGgo=");
    let refused = desk.refused(&[&edit[..], &["bike.txt"]].concat());
    assert!(refused.contains("bike.txt: is no picture"), "{refused}");
    let gone = desk.json(&[&edit[..], &[""]].concat());
    assert_eq!(gone["goal"]["photo"], Value::Null);
}

#[test]
fn every_way_of_rounding_up_is_shown_on_the_last_purchases() {
    let desk = desk_that_saves();
    let ways = desk.json(&["rule", "examples", "--json"]);
    let first = &ways[0];
    assert_eq!(first["name"], "Next multiple");
    assert_eq!(first["sum"]["value"], "0.80");
    assert_eq!(first["purchases"].as_array().unwrap().len(), 4);
    let told = desk.done(&["rule", "examples"]);
    for part in [
        "Next bank note: ",
        "2025-03-14  Corner Cafe   2.50 EUR   0.50 EUR",
        "0.80 EUR",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let invented = desk.done(&["rule", "examples", "--currency", "JPY"]);
    assert!(invented.starts_with("There are no purchases"), "{invented}");
}

#[test]
fn terms_that_are_printed_can_be_given_again() {
    let desk = desk_that_saves();
    let first = desk.json(&["rule", "list", "--json"])[0]["rule"]["terms"].clone();
    let again = [
        "rule",
        "add",
        "Again",
        "--terms",
        &first.to_string(),
        "--json",
    ];
    assert_eq!(desk.json(&again)["rule"]["terms"], first);
    let terms = r#"{"kind":"payday","currency":"EUR","percent":"10"}"#;
    let pay = desk.json(&["rule", "add", "Pay", "--terms", terms, "--json"]);
    assert_eq!(pay["rule"]["terms"]["percent"], "10");
    let monthly = [
        "rule", "add", "Monthly", "--every", "monthly", "--amount", "25", "--json",
    ];
    assert_eq!(desk.json(&monthly)["saved"][0]["value"], "25.00");
    let part = [
        "rule",
        "add",
        "Part",
        "--percent-of-purchases",
        "10",
        "--min",
        "2",
    ];
    let scope = ["--payee", "corner cafe", "--account", "everyday", "--json"];
    assert_eq!(
        desk.json(&[&part[..], &scope].concat())["saved"][0]["value"],
        "0.55"
    );
    desk.verify();
}

#[test]
fn the_lab_compares_and_writes_nothing() {
    let desk = desk_that_saves();
    let before = digest(&desk);
    let days = ["lab", "--from", "2025-03-01", "--to", "2025-03-31"];
    let terms = ["--mode", "note", "--against", "Coffee change", "--json"];
    let sets = desk.json(&[&days[..], &terms].concat());
    assert_eq!(sets[0]["currencies"][0]["saved"]["value"], "15.80");
    assert_eq!(sets[1]["name"], "Coffee change");
    assert_eq!(sets[1]["currencies"][0]["saved"]["value"], "0.80");
    assert_eq!(sets[1]["currencies"][0]["took_part"], 3);
    assert_eq!(digest(&desk), before);
}

#[test]
fn a_goal_has_what_is_promised_and_what_has_moved() {
    let desk = desk_that_saves();
    assert_eq!(goal(&desk, "Bicycle"), ("0.53".into(), "0.00".into()));
    desk.done(&["goal", "put", "bicycle", "20", "--note", "found in a coat"]);
    let taken = desk.json(&["goal", "take", "Bicycle", "5.50", "--json"]);
    assert_eq!(taken["promised"]["value"], "15.03");
    let shown = desk.json(&["goal", "show", "Bicycle", "--limit", "2", "--json"]);
    assert_eq!(shown["deposits"].as_array().unwrap().len(), 2);
    let all = desk.json(&["goal", "show", "Bicycle", "--all", "--json"]);
    let count = all["deposits"].as_array().unwrap().len();
    assert!(count > 2 && all["deposit_count"] == count, "{all}");
    let edited = [
        "goal",
        "edit",
        "Bicycle",
        "--target",
        "",
        "--priority",
        "2",
        "--json",
    ];
    let edited = desk.json(&edited);
    assert_eq!(edited["goal"]["target"], Value::Null);
    assert_ne!(edited["goal"]["destination"], Value::Null);
    desk.done(&["goal", "archive", "Bicycle"]);
    assert!(
        desk.refused(&["goal", "put", "Bicycle", "1"])
            .starts_with("farthing: goal: ")
    );
    desk.done(&["goal", "reopen", "Bicycle"]);
    desk.verify();
}

#[test]
fn a_transfer_is_confirmed_handed_over_and_recognised() {
    let desk = desk_that_saves();
    let (name, proposal) = waiting(&desk);
    assert_eq!(
        (&proposal["amount"]["value"], &proposal["due"]),
        (&"0.80".into(), &true.into())
    );
    let cause = proposal["items"][4]["cause"].as_str().unwrap();
    let confirmed = desk.json(&["sweep", "--confirm", &name, "--leave-out", cause, "--json"]);
    assert_eq!(confirmed["sweep"]["amount"]["value"], "0.60");
    let reference = confirmed["sweep"]["reference"].as_str().unwrap();
    let payload = confirmed["handoff"]["payload"].as_str().unwrap();
    assert!(
        payload.contains("EUR0.60") && payload.contains(reference),
        "{payload}"
    );

    let told = desk.done(&["sweep", "--handoff", reference]);
    for part in [
        reference,
        "  BCD",
        "  DE89370400440532013000",
        "1. Scan the code",
    ] {
        assert!(told.contains(part), "{told}");
    }
    desk.done(&["sweep", "--paid", reference]);
    let today = confirmed["sweep"]["created"].as_str().unwrap();
    let transfer = [
        "add",
        today,
        "0.60",
        "EUR",
        "Savings",
        "--account",
        "Everyday",
    ];
    desk.done(&[&transfer[..], &["--kind", "transfer", "--to", "Savings"]].concat());
    let entry = desk.json(&["entries", "--limit", "1", "--json"])["rows"][0]["id"].to_string();
    desk.done(&["sweep", "--this-is-it", &format!("{reference}={entry}")]);
    assert_eq!(goal(&desk, "Bicycle"), ("0.53".into(), "0.40".into()));
    let cancelled = desk.refused(&["sweep", "--cancel", reference]);
    assert!(cancelled.starts_with("farthing: transfer: "), "{cancelled}");
    desk.verify();
}

#[test]
fn a_transfer_that_has_not_moved_is_taken_back() {
    let desk = desk_that_saves();
    let (name, _) = waiting(&desk);
    let told = desk.done(&["sweep", "--confirm", &name]);
    assert!(told.contains("0.80 EUR from Everyday to Savings"), "{told}");
    let id = desk.json(&["sweep", "--json"])["sweeps"][0]["id"].to_string();
    desk.done(&["sweep", "--cancel", &id]);
    assert_eq!(waiting(&desk).1["pending"]["value"], "0.80");
    desk.verify();
}

#[test]
fn an_entry_says_what_it_set_aside() {
    let desk = desk_that_saves();
    let entry = desk.json(&["entries", "--limit", "1", "--json"])["rows"][0]["id"].to_string();
    let why = desk.json(&["why-saved", &entry, "--json"]);
    assert_eq!(why[0]["amount"]["value"], "0.20");
    let told = desk.done(&["why-saved", &entry]);
    assert!(told.contains("0.13 EUR for Bicycle"), "{told}");
}

#[test]
fn every_way_of_a_transfer_can_be_written() {
    let desk = desk_that_saves();
    let add = |name: &str, rest: &str| {
        let words: Vec<&str> = rest.split(' ').collect();
        let added = [&["destination", "add", name][..], &words, &["--json"]].concat();
        desk.json(&added)["destination"]["way"]["kind"].clone()
    };
    let bill = "--swiss CH5604835012345678009 --holder Ada --street Gasse --building 1 \
                --postcode 8000 --town Bern --country CH --currency chf --when by-hand";
    assert_eq!(add("Bill", bill), "swiss");
    assert_eq!(
        add("Jar", "--upi ada@bank --holder Ada --currency INR"),
        "upi"
    );
    let pix = "--pix ada@example.org --key-type email --holder Ada --city Recife --currency BRL";
    assert_eq!(add("Pix", pix), "pix");
    assert_eq!(
        add("Link", "--paypal adaexample --when payday"),
        "paypal_me"
    );
    let steps = "--steps mpesa --to 0712345678 --holder Ada --currency KES --when weekly:friday";
    assert_eq!(add("Pot", steps), "steps");
    let edited = ["destination", "edit", "Link", "--threshold", "25", "--json"];
    assert_eq!(desk.json(&edited)["threshold"]["value"], "25.00");
    desk.done(&["destination", "remove", "Link"]);
    assert!(
        desk.refused(&["destination", "remove", "Savings"])
            .starts_with("farthing: destination: ")
    );
    assert_eq!(
        desk.json(&["destination", "list", "--json"])
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn a_rule_that_cannot_be_is_refused_and_nothing_is_written() {
    let desk = desk_that_saves();
    let before = digest(&desk);
    let rule = ["rule", "add", "Other", "--round-up"];
    for (rest, field) in [
        (&["--increment", "0"][..], "increment: "),
        (&["--cap-week", "0.50"], "cap_week: "),
        (&["--cap-percent", "many"], "cap_percent: "),
        (&["--times", "50"], "times: "),
        (&["--currency", "xyz"], "currency: "),
        (&["--mode", "flat"], "amount: "),
        (
            &["--mode", "ladder", "--rung", "5"],
            "invalid value '5' for '--rung",
        ),
        (&["--goal", "Bicycle=0"], "weight: "),
        (&["--goal", "Bicycle", "--goal", "bicycle"], "goals: "),
        (&["--floor", "10"], "pays_from: "),
        (&["--from", "2025-02-30"], "invalid value '2025-02-30'"),
        (&["--account", "Nowhere"], "there is no account “Nowhere”"),
        (
            &["--terms", "{}"],
            "the argument '--round-up' cannot be used",
        ),
    ] {
        let said = desk.refused(&[&rule[..], rest].concat());
        assert!(
            said.starts_with(&format!("farthing: {field}")),
            "{rest:?}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_eq!(digest(&desk), before);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let desk = desk_that_saves();
    let before = digest(&desk);
    for (line, field) in [
        (
            &["rule", "edit", "Coffee change", "--name", " "][..],
            "name: ",
        ),
        (
            &["rule", "pause", "Coffee change", "--until", "2020-01-01"],
            "day: ",
        ),
        (&["rule", "pause", "--all", "--until-payday"], "until: "),
        (
            &["goal", "add", "Boat", "--target", "-1"],
            "unexpected argument",
        ),
        (&["goal", "add", "Boat", "--target", "0"], "target: "),
        (&["goal", "put", "Bicycle", "a"], "amount: "),
        (
            &["goal", "edit", "Bicycle", "--destination", "Jar"],
            "there is no destination “Jar”",
        ),
        (
            &["destination", "add", "Jar", "--paypal", "a b"],
            "way.handle: ",
        ),
        (
            &["destination", "add", "Jar"],
            "the following required arguments",
        ),
        (
            &["sweep", "--cancel", "SAVE"],
            "there is no confirmed transfer “SAVE”",
        ),
        (&["why-saved", "1"], "this entry is not in the ledger"),
    ] {
        let said = desk.refused(line);
        assert!(
            said.starts_with(&format!("farthing: {field}")),
            "{line:?}: {said}"
        );
    }
    assert_eq!(digest(&desk), before);
}

#[test]
fn every_help_has_an_example() {
    let desk = Desk::new();
    let groups = [
        (
            "rule",
            &[
                "", "list", "examples", "add", "edit", "pause", "resume", "remove",
            ][..],
        ),
        (
            "goal",
            &[
                "", "list", "show", "add", "edit", "put", "take", "archive", "reopen",
            ],
        ),
        ("destination", &["", "list", "add", "edit", "remove"]),
        ("lab", &[""]),
        ("sweep", &[""]),
        ("why-saved", &[""]),
        ("mirror", &[""]),
    ];
    for (group, commands) in groups {
        for command in commands {
            let words = [group, command, "--help"].into_iter();
            let line: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            let help = desk.done(&line);
            assert!(
                help.contains(&format!("  farthing {group}"))
                    || help.contains(&format!("Example: farthing {group}")),
                "{help}"
            );
        }
    }
}
