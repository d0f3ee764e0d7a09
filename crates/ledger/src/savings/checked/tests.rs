//! What is refused, by field, and that what is left as it is works.

use std::collections::{HashMap, HashSet};

use farthing_rules::roundup::{Exact, GuardMode, Mode};
use farthing_rules::saving::{self, Cause, Ladder, PaydayAmount};
use serde_json::{Value, json};

use super::*;
use crate::ids::PayeeId;

const TODAY: &str = "2026-05-03";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn known() -> Known {
    let currency = |code| Currency::iso(code).unwrap();
    Known {
        own_accounts: HashSet::from([AccountId(1000), AccountId(1001)]),
        categories: HashSet::from([AccountId(1), AccountId(2000)]),
        payees: HashSet::from([PayeeId(7)]),
        goals: HashMap::from([
            (ChoiceId(1), currency("EUR")),
            (ChoiceId(2), currency("EUR")),
            (ChoiceId(3), currency("JPY")),
        ]),
        rules: HashSet::from([ChoiceId(5)]),
        destinations: HashSet::from([ChoiceId(6)]),
    }
}

/// Every kind of rule with only what it cannot do without.
fn least() -> Vec<Value> {
    vec![
        json!({"kind": "round_up", "steps": [{"currency": "EUR", "mode": {"kind": "multiple"}}]}),
        json!({"kind": "percent_of_purchase", "currency": "EUR", "percent": "5"}),
        json!({"kind": "fixed_per_match", "currency": "EUR", "amount": "1"}),
        json!({"kind": "spend_less", "currency": "EUR", "budget": "60", "period": "month",
            "percent": "100"}),
        json!({"kind": "set_and_forget", "currency": "EUR", "amount": "10", "every": "monthly"}),
        json!({"kind": "challenge", "currency": "EUR", "amount": "1", "measure": "first_step",
            "steps": 52, "step_days": 7}),
        json!({"kind": "payday", "currency": "EUR", "percent": "10"}),
        json!({"kind": "payday", "currency": "EUR", "amount": "10"}),
        json!({"kind": "freelancer", "currency": "EUR", "parts": [{"goal": 1, "percent": "25"}]}),
        json!({"kind": "no_spend_reward", "currency": "EUR", "amount": "1"}),
        json!({"kind": "streak_bonus", "currency": "EUR", "every_days": 7, "amount": "5"}),
        json!({"kind": "matching", "currency": "EUR", "rules": [5], "percent": "100",
            "period": "month"}),
        json!({"kind": "sweep_cashback", "currency": "EUR", "percent": "100"}),
        json!({"kind": "save_discount", "currency": "EUR", "percent": "100"}),
        json!({"kind": "round_down_balance", "account": 1000, "currency": "EUR",
            "increment": "10"}),
        json!({"kind": "cooling_off", "currency": "EUR", "percent": "100"}),
    ]
}

fn rule(terms: &Value) -> Value {
    json!({"name": "Rule", "terms": terms, "from": TODAY})
}

/// The same with one part changed, by its path such as `/terms/steps/0`, and its name.
fn with(mut whole: Value, path: &str, name: &str, part: Value) -> Value {
    whole.pointer_mut(path).unwrap()[name] = part;
    whole
}

fn input(whole: Value) -> SavingRuleInput {
    serde_json::from_value(whole).unwrap()
}

fn checked(whole: Value) -> Result<()> {
    check_rule(&input(whole), &known(), day(TODAY))
}

/// The field that an error names, and nothing where there is none.
fn refused<T>(result: Result<T>) -> &'static str {
    match result {
        Ok(_) => "",
        Err(LedgerError::Invalid { field, message }) => {
            assert!(!message.is_empty());
            field
        }
        Err(other) => panic!("{other}"),
    }
}

fn of_kind(kind: &str) -> Value {
    let mut all = least().into_iter();
    rule(&all.find(|terms| terms["kind"] == kind).unwrap())
}

fn planned(whole: Value) -> Plan {
    let input = input(whole);
    let when = When {
        from: input.from,
        ..When::default()
    };
    plan(&input, &when).unwrap()
}

#[test]
fn every_rule_works_as_it_is_offered() {
    for terms in least() {
        let result = checked(rule(&terms));
        assert!(result.is_ok(), "{terms}: {result:?}");
    }
}

#[test]
fn a_rule_that_was_kept_is_read_again_as_it_was() {
    for terms in least() {
        let input = input(rule(&terms));
        let kept = serde_json::to_value(&input).unwrap();
        assert_eq!(
            serde_json::from_value::<SavingRuleInput>(kept).unwrap(),
            input
        );
    }
}

#[test]
fn every_mode_works_with_its_defaults() {
    let modes = [
        json!({"kind": "multiple", "increment": "", "exact": {"kind": "full"}}),
        json!({"kind": "multiple", "exact": {"kind": "fixed", "amount": "0.50"}}),
        json!({"kind": "note"}),
        json!({"kind": "flat", "amount": "0.50"}),
        json!({"kind": "percent", "percent": "2.5"}),
        json!({"kind": "ladder", "rungs": [{"up_to": "5", "amount": "0"}], "beyond": "1"}),
    ];
    for mode in modes {
        let changed = with(of_kind("round_up"), "/terms/steps/0", "mode", mode.clone());
        assert_eq!(refused(checked(changed)), "", "{mode}");
    }
}

#[test]
fn what_a_round_up_cannot_do_is_refused_by_its_field() {
    let mode = |mode| ("/terms/steps/0", "mode", mode);
    let step = |name, part| ("/terms/steps/0", name, part);
    let euro = json!({"currency": "EUR", "mode": {"kind": "note"}});
    let cases = [
        (
            mode(json!({"kind": "multiple", "increment": "0"})),
            "increment",
        ),
        (
            mode(json!({"kind": "multiple", "increment": "-1"})),
            "increment",
        ),
        (
            mode(json!({"kind": "multiple", "increment": "0.001"})),
            "increment",
        ),
        (
            mode(json!({"kind": "multiple", "exact": {"kind": "fixed", "amount": "x"}})),
            "amount",
        ),
        (mode(json!({"kind": "flat", "amount": "0"})), "amount"),
        (mode(json!({"kind": "percent", "percent": "0"})), "percent"),
        (
            mode(json!({"kind": "percent", "percent": "101"})),
            "percent",
        ),
        (
            mode(json!({"kind": "ladder", "rungs": [], "beyond": "1"})),
            "rungs",
        ),
        (
            mode(json!({"kind": "ladder", "beyond": "1", "rungs": [
                {"up_to": "5", "amount": "1"}, {"up_to": "5", "amount": "2"}]})),
            "rungs",
        ),
        (
            mode(
                json!({"kind": "ladder", "rungs": [{"up_to": "5", "amount": "0"}], "beyond": "0"}),
            ),
            "rungs",
        ),
        (
            mode(json!({"kind": "ladder", "rungs": [], "beyond": "-1"})),
            "rungs",
        ),
        (
            mode(
                json!({"kind": "ladder", "rungs": [{"up_to": "5", "amount": "1"}], "beyond": "-1"}),
            ),
            "beyond",
        ),
        (step("cap_purchase", json!("0.99")), "cap_purchase"),
        (step("cap_day", json!("0.50")), "cap_day"),
        (step("cap_week", json!("0")), "cap_week"),
        (step("cap_month", json!("0.99")), "cap_month"),
        (step("cap_month", json!("1")), ""),
        (step("extra", json!("-1")), "extra"),
        (step("min_purchase", json!("-1")), "min_purchase"),
        (step("currency", json!("EURO")), "currency"),
        (("/terms", "times", json!(0)), "times"),
        (("/terms", "times", json!(21)), "times"),
        (("/terms", "times", json!(20)), ""),
        (("/terms", "cap_percent", json!("0")), "cap_percent"),
        (("/terms", "steps", json!([])), "steps"),
        (("/terms", "steps", json!([euro, euro])), "steps"),
    ];
    for ((path, name, part), field) in cases {
        let changed = with(of_kind("round_up"), path, name, part.clone());
        assert_eq!(refused(checked(changed)), field, "{name}: {part}");
    }
}

#[test]
fn only_a_round_up_follows_what_has_moved() {
    let adjusting = |kind| with(of_kind(kind), "", "changes", json!("adjust"));
    assert_eq!(refused(checked(adjusting("round_up"))), "");
    assert_eq!(
        refused(checked(adjusting("percent_of_purchase"))),
        "changes"
    );
}

#[test]
fn a_guard_needs_the_account_that_pays() {
    let guard = |floor: &str, currency: &str| json!({"floor": floor, "currency": currency});
    let guarded = |floor, currency| {
        let paying = with(of_kind("round_up"), "", "pays_from", json!(1000));
        with(paying, "", "guard", guard(floor, currency))
    };
    let nobody = with(of_kind("round_up"), "", "guard", guard("0", "EUR"));
    assert_eq!(refused(checked(nobody)), "pays_from");
    assert_eq!(refused(checked(guarded("-1", "EUR"))), "floor");
    assert_eq!(refused(checked(guarded("0", "USD"))), "currency");
    let gone = with(of_kind("round_up"), "", "pays_from", json!(9));
    assert_eq!(refused(checked(gone)), "pays_from");
    let Plan::RoundUp(rule) = planned(guarded("100", "EUR")) else {
        panic!("a round-up is one");
    };
    let guard = rule.guard.unwrap();
    assert_eq!(guard.floor.to_string(), "100.00 EUR");
    assert!(guard.opening.is_zero());
    assert_eq!((guard.account.0, guard.mode), (1000, GuardMode::Skip));
}

#[test]
fn what_the_other_rules_cannot_do_is_refused_by_its_field() {
    let cases = [
        ("percent_of_purchase", "percent", json!("0"), "percent"),
        ("percent_of_purchase", "percent", json!("100.1"), "percent"),
        (
            "percent_of_purchase",
            "cap_purchase",
            json!("0"),
            "cap_purchase",
        ),
        ("percent_of_purchase", "cap_month", json!("-1"), "cap_month"),
        ("fixed_per_match", "amount", json!("0"), "amount"),
        ("fixed_per_match", "max_per_day", json!(0), "max_per_day"),
        ("spend_less", "budget", json!("0"), "budget"),
        ("spend_less", "percent", json!("200"), "percent"),
        ("spend_less", "period", json!("lifetime"), "period"),
        ("spend_less", "cap", json!("0"), "cap"),
        ("set_and_forget", "amount", json!("-5"), "amount"),
        ("set_and_forget", "until", json!("2026-05-02"), "until"),
        ("set_and_forget", "until", json!("2926-05-02"), "until"),
        ("challenge", "amount", json!("0"), "amount"),
        ("challenge", "amount", json!("9999999999999"), "amount"),
        ("challenge", "steps", json!(0), "steps"),
        ("challenge", "steps", json!(3661), "steps"),
        ("challenge", "step_days", json!(0), "step_days"),
        ("challenge", "step_days", json!(367), "step_days"),
        ("challenge", "missed", json!([0]), "missed"),
        ("payday", "cap", json!("0"), "cap"),
        ("payday", "percent", json!("101"), "percent"),
        ("freelancer", "parts", json!([]), "parts"),
        ("no_spend_reward", "max_per_week", json!(8), "max_per_week"),
        ("no_spend_reward", "max_per_week", json!(0), "max_per_week"),
        (
            "no_spend_reward",
            "exempt_below",
            json!("-1"),
            "exempt_below",
        ),
        ("streak_bonus", "every_days", json!(0), "every_days"),
        ("streak_bonus", "amount", json!("0"), "amount"),
        ("matching", "rules", json!([]), "rules"),
        ("matching", "rules", json!([5, 9]), "rules"),
        ("matching", "percent", json!("1001"), "percent"),
        ("matching", "until", json!("2026-05-02"), "until"),
        ("round_down_balance", "increment", json!("0"), "increment"),
        ("round_down_balance", "account", json!(9), "account"),
        ("round_down_balance", "pot_cap", json!("0"), "pot_cap"),
        ("sweep_cashback", "percent", json!("0"), "percent"),
        ("cooling_off", "currency", json!("eur"), "currency"),
    ];
    for (kind, name, part, field) in cases {
        let changed = with(of_kind(kind), "/terms", name, part.clone());
        assert_eq!(refused(checked(changed)), field, "{kind}, {name}: {part}");
    }
}

#[test]
fn the_parts_of_an_income_are_no_more_than_all_of_it() {
    let parts = |parts: Value| with(of_kind("freelancer"), "/terms", "parts", parts);
    let two =
        |a: &str, b: &str| parts(json!([{"goal": 1, "percent": a}, {"goal": 2, "percent": b}]));
    assert_eq!(refused(checked(two("60", "40"))), "");
    assert_eq!(refused(checked(two("60", "40.01"))), "parts");
    let twice = parts(json!([{"goal": 1, "percent": "1"}, {"goal": 1, "percent": "1"}]));
    assert_eq!(refused(checked(twice)), "parts");
    assert_eq!(
        refused(checked(parts(json!([{"goal": 9, "percent": "1"}])))),
        "goal"
    );
    assert_eq!(
        refused(checked(parts(json!([{"goal": 3, "percent": "1"}])))),
        "goal"
    );
    let both = with(two("1", "1"), "", "goals", json!({"goals": [{"goal": 1}]}));
    assert_eq!(refused(checked(both)), "goals");
}

#[test]
fn goals_share_by_weights_that_can_be() {
    let shared = |goals: Value, by: &str| {
        let split = json!({"by": by, "goals": goals});
        refused(checked(with(of_kind("round_up"), "", "goals", split)))
    };
    let weight = |text: &str| json!([{"goal": 1, "weight": "1"}, {"goal": 2, "weight": text}]);
    assert_eq!(shared(weight("2,5"), "weights"), "");
    for wrong in ["0", "-1", "two", ""] {
        assert_eq!(shared(weight(wrong), "weights"), "weight", "{wrong}");
    }
    assert_eq!(shared(weight("0"), "priority"), "");
    assert_eq!(
        shared(json!([{"goal": 1}, {"goal": 1}]), "weights"),
        "goals"
    );
    assert_eq!(shared(json!([{"goal": 9}]), "weights"), "goals");
    assert_eq!(shared(json!([{"goal": 3}]), "weights"), "goals");
}

#[test]
fn a_scope_names_only_what_is_there() {
    let scoped = |name: &str, part: Value| {
        let scope = with(of_kind("fixed_per_match"), "", "scope", json!({}));
        refused(checked(with(scope, "/scope", name, part)))
    };
    assert_eq!(scoped("accounts", json!([1000])), "");
    assert_eq!(scoped("accounts", json!([2000])), "accounts");
    assert_eq!(scoped("payees", json!([8])), "payees");
    assert_eq!(scoped("categories", json!([1000])), "categories");
    assert_eq!(scoped("except", json!([9])), "except");
    assert_eq!(scoped("smallest", json!("2")), "");
    assert_eq!(scoped("smallest", json!("-2")), "smallest");
    let nothing = json!({"categories": [1], "except": [1, 2000]});
    let changed = with(of_kind("fixed_per_match"), "", "scope", nothing);
    assert_eq!(refused(checked(changed)), "except");
    for kind in ["round_up", "spend_less", "no_spend_reward"] {
        let ignored = with(of_kind(kind), "", "scope", json!({"smallest": "2"}));
        assert_eq!(refused(checked(ignored)), "smallest", "{kind}");
    }
}

#[test]
fn a_rule_has_a_name_and_a_day_that_somebody_means() {
    let named = |name: String| refused(checked(with(of_kind("round_up"), "", "name", json!(name))));
    assert_eq!(named(" ".to_owned()), "name");
    assert_eq!(named("n".repeat(200)), "");
    assert_eq!(named("n".repeat(201)), "name");
    assert_eq!(named("two\nlines".to_owned()), "name");
    let begun = |kind: &str, from: Value| refused(checked(with(of_kind(kind), "", "from", from)));
    assert_eq!(begun("round_up", json!("2030-01-01")), "");
    assert_eq!(begun("round_up", json!("0202-01-01")), "from");
    assert_eq!(begun("round_up", Value::Null), "");
    for kind in [
        "spend_less",
        "set_and_forget",
        "challenge",
        "no_spend_reward",
        "streak_bonus",
    ] {
        assert_eq!(begun(kind, Value::Null), "from", "{kind}");
    }
}

#[test]
fn texts_become_the_rule_that_they_say() {
    let Plan::RoundUp(rule) = planned(of_kind("round_up")) else {
        panic!("a round-up is one");
    };
    let Some(Mode::Multiple { increment, exact }) = rule.steps.first().map(|s| s.mode.clone())
    else {
        panic!("a multiple is one");
    };
    assert_eq!(
        (increment.to_string().as_str(), exact),
        ("1.00 EUR", Exact::Nothing)
    );
    let Plan::Payday(pay) = planned(of_kind("payday")) else {
        panic!("a payday is one");
    };
    assert_eq!(pay.amount, PaydayAmount::Rate("0.1".parse().unwrap()));
    let scope = json!({"payees": [7], "categories": [2000], "accounts": [1000]});
    let scoped = with(of_kind("percent_of_purchase"), "", "scope", scope);
    let Plan::PercentOfPurchase(part) = planned(scoped) else {
        panic!("a part is one");
    };
    assert_eq!(
        part.terms.filter.payees,
        Some(BTreeSet::from(["7".to_owned()]))
    );
    assert_eq!(part.terms.from, Some(day(TODAY)));
}

#[test]
fn a_challenge_goes_on_after_a_pause() {
    let mut skipping = with(
        of_kind("challenge"),
        "/terms",
        "missed_steps",
        json!("skip"),
    );
    skipping["from"] = json!("2026-01-01");
    let input = input(skipping);
    let when = When {
        from: input.from,
        pauses: vec![
            (day("2026-01-09"), day("2026-01-22")),
            (day("2026-02-01"), day("2026-02-01")),
        ],
        ..When::default()
    };
    let Plan::Challenge(rule) = plan(&input, &when).unwrap() else {
        panic!("a challenge is one");
    };
    assert!(matches!(rule.ladder, Ladder::Unit(_)));
    let deposits = saving::challenge(&rule, day("2026-02-05")).unwrap();
    let steps: Vec<Cause> = deposits.iter().map(|deposit| deposit.cause).collect();
    // The slot of 15 January is in the pause, that of the 22nd is not.
    assert_eq!(steps, [1, 2, 4, 5, 6].map(Cause::Step));
    assert!(when.is_open_on(day("2026-01-22")));
    assert!(!when.is_open_on(day("2026-01-21")));
    assert!(!when.is_open_on(day("2025-12-31")));
}

#[test]
fn an_endless_pause_is_no_endless_work() {
    let waiting = with(
        of_kind("challenge"),
        "/terms",
        "missed_steps",
        json!("shift"),
    );
    let input = input(waiting);
    let when = When {
        from: input.from,
        pauses: vec![(day(TODAY), NaiveDate::MAX)],
        ..When::default()
    };
    let Plan::Challenge(rule) = plan(&input, &when).unwrap() else {
        panic!("a challenge is one");
    };
    assert!(
        saving::challenge(&rule, day("2036-01-01"))
            .unwrap()
            .is_empty()
    );
}
