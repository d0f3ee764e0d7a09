use super::super::super::terms::{GoalSplit, GoalWeight, GuardInput, Scope};
use super::*;
use crate::ids::{AccountId, ChoiceId, PayeeId};

fn rule(json: &str) -> SavingRuleInput {
    let input = format!(r#"{{"name": "Rule", "terms": {json}}}"#);
    serde_json::from_str(&input).unwrap()
}

fn names() -> Names {
    let mut names = Names::default();
    names
        .accounts
        .insert(AccountId(1000), "Checking".to_owned());
    names
        .accounts
        .insert(AccountId(2000), "Groceries".to_owned());
    names.payees.insert(PayeeId(7), "Corner Café".to_owned());
    names.goals.insert(ChoiceId(1), "Trip".to_owned());
    names.goals.insert(ChoiceId(2), "Bike".to_owned());
    names.rules.insert(ChoiceId(3), "Round-ups".to_owned());
    names
}

fn words(json: &str) -> Vec<String> {
    terms(&rule(json).terms, &names())
}

#[test]
fn a_round_up_says_what_it_does_and_to_whom() {
    let mut input = rule(
        r#"{"kind": "round_up", "times": 3, "steps": [{"currency": "EUR",
            "mode": {"kind": "multiple"}, "cap_day": "5", "cap_month": "50"}]}"#,
    );
    input.scope = Scope {
        accounts: vec![AccountId(1000)],
        payees: vec![PayeeId(7)],
        except: vec![AccountId(2000)],
        ..Scope::default()
    };
    input.pays_from = Some(AccountId(1000));
    input.guard = Some(GuardInput {
        floor: "100".to_owned(),
        currency: "EUR".to_owned(),
        mode: super::super::super::terms::GuardChoice::Skip,
    });
    input.goals = GoalSplit {
        goals: vec![
            GoalWeight {
                goal: ChoiceId(1),
                weight: "2".to_owned(),
            },
            GoalWeight {
                goal: ChoiceId(2),
                weight: "1".to_owned(),
            },
        ],
        ..GoalSplit::default()
    };
    assert_eq!(
        rule_words(&input, &names()),
        [
            "Each purchase in EUR is rounded up to the next multiple of 1.00 EUR, and the difference \
             is set aside.",
            "It is shared by Trip (2) and Bike (1), by these weights.",
            "An amount without a difference sets nothing aside.",
            "At most 5.00 EUR in a day and 50.00 EUR in a month.",
            "It is set aside 3 times: what goes beyond the first time is extra saving.",
            "It looks at purchases on Checking.",
            "Only at Corner Café.",
            "Not in Groceries.",
            "Its transfers are paid from Checking.",
            "If less than 100.00 EUR would stay on Checking, nothing is set aside for that purchase. \
             It is not made up for later.",
            "A refund takes nothing back.",
            "What was moved already stays when its purchase changes.",
        ]
    );
    assert_eq!(
        usual_words(&input),
        [
            "An amount without a difference sets nothing aside.",
            "A refund takes nothing back.",
            "What was moved already stays when its purchase changes.",
        ]
    );
}

#[test]
fn every_mode_has_a_sentence() {
    let mode = |mode: &str| {
        let json =
            format!(r#"{{"kind": "round_up", "steps": [{{"currency": "GBP", "mode": {mode}}}]}}"#);
        words(&json)
    };
    assert_eq!(
        mode(r#"{"kind": "note"}"#),
        [
            "Each purchase in GBP is rounded up to the next bank note (5, 10, 20 and 50), and the \
             difference is set aside."
        ]
    );
    assert_eq!(
        mode(r#"{"kind": "percent", "percent": "2,5"}"#),
        ["Each purchase in GBP sets 2.5 % of it aside."]
    );
    assert_eq!(
        mode(r#"{"kind": "ladder", "rungs": [{"up_to": "5", "amount": "0.1"}], "beyond": "0.5"}"#),
        [
            "Each purchase in GBP sets aside by its size: 0.10 GBP up to 5.00 GBP and 0.50 GBP beyond."
        ]
    );
}

#[test]
fn the_other_rules_say_what_they_do() {
    let cases = [
        (
            r#"{"kind": "set_and_forget", "currency": "EUR", "amount": "10", "every": "monthly",
                "until": "2027-05-03", "weekends": "next"}"#,
            "10.00 EUR is set aside every month. A day on a weekend moves to the Monday. The last day \
             is 3 May 2027.",
        ),
        (
            r#"{"kind": "challenge", "currency": "GBP", "amount": "1", "measure": "first_step",
                "steps": 52, "step_days": 7, "missed": [3]}"#,
            "A challenge of 52 steps, one every 7 days, from the smallest to the largest; the smallest \
             is 1.00 GBP. A missed step is paid with the next one. Missed so far: 3.",
        ),
        (
            r#"{"kind": "matching", "currency": "EUR", "rules": [3], "percent": "100", "cap": "20",
                "period": "month"}"#,
            "100 % of what Round-ups sets aside in EUR is set aside on top. It is your own money: \
             extra saving. At most 20.00 EUR a month.",
        ),
        (
            r#"{"kind": "freelancer", "currency": "EUR", "parts": [{"goal": 1, "percent": "25"},
                {"goal": 9, "percent": "5"}]}"#,
            "Of each income in EUR, 25 % for Trip and 5 % for a goal that is gone is set aside.",
        ),
        (
            r#"{"kind": "spend_less", "currency": "EUR", "budget": "60", "period": "week",
                "percent": "50"}"#,
            "50 % of what is left of 60.00 EUR a week is set aside when that is over. Spending more \
             sets nothing aside, and is forgotten.",
        ),
    ];
    for (json, expected) in cases {
        assert_eq!(words(json).join(" "), expected);
    }
}

#[test]
fn no_sentence_urges_or_calls_an_earmark_money_at_the_bank() {
    let kinds = [
        r#"{"kind": "no_spend_reward", "currency": "EUR", "amount": "1"}"#,
        r#"{"kind": "streak_bonus", "currency": "EUR", "amount": "1", "every_days": 7}"#,
        r#"{"kind": "payday", "currency": "EUR", "percent": "10"}"#,
        r#"{"kind": "sweep_cashback", "currency": "EUR", "percent": "100"}"#,
        r#"{"kind": "save_discount", "currency": "EUR", "percent": "100"}"#,
        r#"{"kind": "cooling_off", "currency": "EUR", "percent": "100"}"#,
        r#"{"kind": "fixed_per_match", "currency": "EUR", "amount": "1", "max_per_day": 1}"#,
        r#"{"kind": "percent_of_purchase", "currency": "EUR", "percent": "5"}"#,
        r#"{"kind": "round_down_balance", "currency": "EUR", "account": 1000, "increment": "10"}"#,
    ];
    for json in kinds {
        let words = rule_words(&rule(json), &names()).join(" ");
        assert!(words.contains("aside"), "{words}");
        for wrong in ["bank", "should", "must", "!", "  "] {
            assert!(!words.contains(wrong), "{words}");
        }
    }
}

#[test]
fn what_is_usual_is_among_the_sentences_and_what_was_chosen_is_not_usual() {
    let plain =
        rule(r#"{"kind": "round_up", "steps": [{"currency": "EUR", "mode": {"kind": "note"}}]}"#);
    let usual = usual_words(&plain);
    assert_eq!(usual[0], "It looks at purchases on all your accounts.");
    let words = rule_words(&plain, &names());
    assert!(usual.iter().all(|usual| words.contains(usual)), "{words:?}");
    let chosen = SavingRuleInput {
        scope: Scope {
            accounts: vec![AccountId(1000)],
            ..Scope::default()
        },
        refunds: super::super::super::terms::RefundChoice::Proportional,
        changes: super::super::super::terms::ChangeChoice::Adjust,
        ..plain
    };
    assert_eq!(usual_words(&chosen), Vec::<String>::new());
}
