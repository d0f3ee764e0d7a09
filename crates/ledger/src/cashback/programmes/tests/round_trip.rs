//! A programme that is written as a file again is the same programme.

use super::*;

/// A programme with everything that a file can say.
const WHOLE: &str = r#"
id = "whole"
name = "All parts of a “programme”"
kind = "points"
as_of = 2026-11-01
source = "a leaflet"
uncertain = "Nothing of it is real."
currency = "EUR"
unit = "MILES"
unit_decimals = 2
point_value = "0.012"
base_rate = "1.5"
statement_day = 15
annual_fee = "12.50"
credit_texts = ["MILES", "Bonus miles"]
due = { after = "statement", days = 10 }
expiry = { months_to_month_end = 18 }
payout = { how = "account", floor = 500, fee = "1.50" }

[rounding]
scope = "statement"
mode = "half_even"
step = "0.50"
block = 5

[exclusions]
kinds = ["fee", "gift_card"]
categories = ["taxes"]
mccs = [6051]
merchants = ["Bank"]

[[rules]]
id = 1
name = "By the month"
match = { categories = ["food", "fuel"], mccs = [5411], merchants = ["Kiosk"], methods = ["qr"], pattern = '^ki\w+' }
valid = { from = 2026-01-01, until = 2026-12-31 }
min_purchase = "2.50"
txn_cap = 40
fallback_rate = "0.5"
tiers = { period = "statement", method = "whole", steps = [{ up_to = 100, rate = 2 }, { up_to = 200, rate = 3 }] }

[[rules]]
id = 2
mode = "add"
rate = "0.25"
activation = { on = 2026-02-01, deadline = 2026-02-10, retroactive = true }
cap = { basis = "reward", amount = "90", period = "week", opening = { on = 2026-01-03, amount = "4.5" } }

[[bonuses]]
id = 1
name = "Welcome"
reward = 1000
spend = { from = 2026-01-01, days = 90, threshold = 500 }

[[bonuses]]
id = 2
reward = 10
count = { every = 5, min_purchase = 3, repeats = "always", counts = "one_per_day", match = { categories = ["food"] } }
"#;

#[test]
fn every_programme_is_the_same_after_it_was_written() {
    let all = SHIPPED.iter().chain(&[("whole.toml", WHOLE)]);
    for (file, text) in all {
        let programme = ProgrammeFile::read(file, text).unwrap();
        let again = programme.to_toml().unwrap();
        assert_eq!(
            ProgrammeFile::read(file, &again).unwrap(),
            programme,
            "{again}"
        );
        assert_eq!(
            ProgrammeFile::of(programme.written().clone()).unwrap(),
            programme
        );
        let json = serde_json::to_string(programme.written()).unwrap();
        let of_json: WrittenProgramme = serde_json::from_str(&json).unwrap();
        assert_eq!(&of_json, programme.written());
    }
}

#[test]
fn what_was_edited_is_in_the_file() {
    let mut written = shipped("paypal_card").written().clone();
    written.rules[0].rate = Some(Figure::of("0.04"));
    let text = ProgrammeFile::of(written).unwrap().to_toml().unwrap();
    assert!(text.contains("rate = \"0.04\""), "{text}");
    let problem = ProgrammeFile::read("card.toml", &text.replace("0.04", "-4")).unwrap_err();
    let line = text.lines().position(|line| line.contains("0.04"));
    assert_eq!(problem.line, line.map(|line| line + 1));
}

#[test]
fn days_may_be_in_quotes_and_figures_whole_numbers() {
    let (_, card) = SHIPPED
        .iter()
        .find(|(file, _)| *file == "apple_card.toml")
        .unwrap();
    let other = card.replace("as_of = 2019-08-02", "as_of = \"2019-08-02\"");
    let read = |text: &str| ProgrammeFile::read("apple_card.toml", text).unwrap();
    assert_eq!(read(&other), read(card));
    let fee = read(&format!("annual_fee = 3\n{card}"));
    assert_eq!(fee.annual_fee().to_string(), "3.00 USD");
}
