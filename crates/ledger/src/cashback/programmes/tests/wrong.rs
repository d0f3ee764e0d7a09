//! Files that are refused, each with its line and a sentence.

use super::*;

/// A programme without a fault, with its lines.
const GOOD: &str = r#"id = "shop"
name = "Shop card"
kind = "card"
as_of = 2026-11-01
source = "a leaflet"
currency = "EUR"
base_rate = "0.01"

[[rules]]
id = 1
rate = "0.05"
match = { categories = ["food"] }
valid = { from = 2026-01-01, until = 2026-03-31 }
activation = { deadline = 2026-03-14 }
cap = { basis = "spend", amount = "1500", period = "quarter" }

[[rules]]
id = 2
match = { pattern = "shop" }
[rules.tiers]
period = "month"
method = "whole"
steps = [
  { up_to = "100", rate = "0.01" },
  { up_to = "200", rate = "0.02" },
]

[[bonuses]]
id = 1
reward = "5"
[bonuses.count]
every = 5
"#;

/// What is said when a piece of the good file is replaced.
fn refused(piece: &str, by: &str) -> ProgrammeProblem {
    assert!(GOOD.contains(piece), "the good file has no {piece}");
    let text = GOOD.replacen(piece, by, 1);
    ProgrammeFile::read("shop.toml", &text).expect_err(by)
}

#[test]
fn the_file_without_a_fault_is_taken() {
    ProgrammeFile::read("shop.toml", GOOD).unwrap();
}

/// What is replaced in the good file, by what, the line and the field that are told, and a piece of
/// the sentence; ⏎ is the end of a line.
const WRONG: &str = r#"
base_rate = | base_rat = | 7 | base_rat | unknown field
rate = "0.05" | rates = "0.05" | 11 | rules.1.rates | unknown field
deadline = | dead_line = | 14 | rules.1.activation.dead_line | unknown field
every = 5 | every = 5⏎spend = 1 | 33 | bonuses.1.count.spend | unknown field
source = "a leaflet"⏎ | | 1 | source | missing
id = 2⏎ | | 17 | rules.2.id | missing
"a leaflet" | " " | 5 | source | empty
"shop"⏎name | "My shop"⏎name | 1 | id | small letters
"card" | "cart" | 3 | kind | unknown variant
"card" | "portal" | 3 | kind | [portal]
"card" | "card | 3 | |
2026-11-01 | 2026-11-31 | 4 | |
"EUR" | "EURO" | 6 | currency | ISO 4217
"EUR" | "EUR"⏎unit = "USD" | 7 | unit | points
"EUR" | "EUR"⏎unit = "pts" | 7 | unit | capital letters
"EUR" | "EUR"⏎unit_decimals = 2 | 7 | unit_decimals | only points
"EUR" | "EUR"⏎point_value = "1" | 7 | point_value | worth itself
"EUR" | "EUR"⏎expiry = { months = 0 } | 7 | expiry | never
"EUR" | "EUR"⏎statement_day = 32 | 7 | statement_day | 1 to 31
"EUR" | "EUR"⏎rounding = { step = "0" } | 7 | rounding.step | above zero
"EUR" | "EUR"⏎annual_fee = -1 | 7 | annual_fee | zero or more
"EUR" | "EUR"⏎credit_texts = [⏎"a",⏎""] | 9 | credit_texts.2 | empty
"0.01"⏎ | "-0.01"⏎ | 7 | base_rate | from zero
"0.01"⏎ | 0.01⏎ | 7 | base_rate | put it in quotes: "0.01"
"0.01"⏎ | "1 %"⏎ | 7 | base_rate | no rate
"0.05" | "-0.05" | 11 | rules.1.rate | from zero
"0.05" | true | 11 | rules.1.rate | in quotes
"1500" | "0" | 15 | rules.1.cap.amount | above zero
"1500" | 1500.0 | 15 | rules.1.cap.amount | in quotes
"1500" | "1500.001" | 15 | rules.1.cap.amount | 1500.001
2026-03-31 | 2025-03-31 | 13 | rules.1.valid.until | before the first
2026-03-14 | 2025-12-14 | 14 | rules.1.activation.deadline | first valid day
["food"] | [] | 12 | rules.1.match | empty list
["food"] | [""] | 12 | rules.1.match.categories.1 | a word
id = 2 | id = 1 | 18 | rules.2.id | each rule has its own
id = 2 | id = 2⏎rate = 1 | 19 | rules.2.rate | not both
"shop" } | "(shop" } | 19 | rules.2.match.pattern | regular expression
"200" | "50" | 23 | rules.2.tiers.steps | ascend
"200" | "2OO" | 25 | rules.2.tiers.steps.2.up_to | 2OO
every = 5 | every = 0 | 32 | bonuses.1.count.every | first purchase
reward = "5" | reward = "0" | 30 | bonuses.1.reward | more than nothing
"#;

#[test]
fn a_wrong_file_is_refused_with_its_line() {
    let mut slips = Vec::new();
    for row in WRONG.trim().lines() {
        let cells: Vec<String> = row
            .split('|')
            .map(|cell| cell.trim().replace('⏎', "\n"))
            .collect();
        let [piece, by, line, field, sentence] = cells.as_slice() else {
            panic!("a row of five cells: {row}");
        };
        let problem = refused(piece, by);
        let is_told = problem.line.map(|line| line.to_string()).as_ref() == Some(line)
            && problem.field == *field
            && problem.message.contains(sentence);
        if !is_told {
            slips.push(format!("{row} -> {problem}"));
        }
    }
    assert!(slips.is_empty(), "{slips:#?}");
}

#[test]
fn a_rule_in_place_of_the_base_rate_says_for_what() {
    let rule = "[[rules]]\nid = 3\nrate = \"0.02\"\n\n[[bonuses]]";
    let problem = refused("[[bonuses]]", rule);
    assert_eq!(
        (problem.line, problem.field.as_str()),
        (Some(28), "rules.3.match")
    );
    assert!(problem.message.contains("base_rate"));
    let add = rule.replace("id = 3", "id = 3\nmode = \"add\"");
    ProgrammeFile::read("shop.toml", &GOOD.replace("[[bonuses]]", &add)).unwrap();
}

#[test]
fn a_category_cannot_be_left_out_and_paid_for() {
    let excluded = "[exclusions]\ncategories = [\"food\"]\n\n[[rules]]";
    let problem = refused("[[rules]]", excluded);
    assert_eq!(
        (problem.line, problem.field.as_str()),
        (Some(15), "rules.1.match.categories")
    );
}

#[test]
fn what_belongs_to_another_kind_of_programme_is_refused() {
    let portal = "[portal]\ntrack_days = 7\nclaim_until_days = 5\nconfirm_days = 100\n\
                  pay_days = 30\nappeal_days = 30\n\n[[rules]]";
    let problem = refused("[[rules]]", portal);
    assert_eq!((problem.line, problem.field.as_str()), (Some(9), "portal"));
    let text = GOOD
        .replacen("[[rules]]", portal, 1)
        .replace("\"card\"", "\"portal\"");
    let problem = ProgrammeFile::read("shop.toml", &text).unwrap_err();
    assert_eq!(
        (problem.line, problem.field.as_str()),
        (Some(11), "portal.claim_until_days")
    );
    let halves = "[pay_as_you_pay]\nrate = \"0.01\"\n\n[[rules]]";
    let text = GOOD.replacen("[[rules]]", halves, 1);
    let text = text.replace("\"card\"", "\"pay_as_you_pay\"");
    let problem = ProgrammeFile::read("shop.toml", &text).unwrap_err();
    assert_eq!(
        (problem.line, problem.field.as_str()),
        (Some(9), "pay_as_you_pay")
    );
}

#[test]
fn an_edited_programme_is_refused_without_a_line() {
    let good = ProgrammeFile::read("shop.toml", GOOD).unwrap();
    let mut written = good.written().clone();
    written.base_rate = Figure::of("-1");
    let problem = ProgrammeFile::of(written).unwrap_err();
    assert_eq!((problem.file.as_deref(), problem.line), (None, None));
    assert!(
        problem
            .to_string()
            .starts_with("base_rate: a rate is a fraction")
    );
}
