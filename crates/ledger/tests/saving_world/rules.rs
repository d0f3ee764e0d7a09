//! Terms of every kind of saving rule, of which a random number picks one.

use farthing_ledger::{AccountId, ChoiceId};
use serde_json::{Value, json};

/// How many kinds there are, round-ups three times.
const KINDS: u8 = 17;

/// The kind that sets cashback aside.
pub const SWEEP_CASHBACK: u8 = 13;

pub fn is_round_up(kind: u8) -> bool {
    kind % KINDS < 3
}

pub fn terms(
    kind: u8,
    terms: u8,
    account: AccountId,
    goals: &[ChoiceId],
    rules: &[ChoiceId],
) -> Value {
    let period = ["week", "month", "quarter"][usize::from(terms) % 3];
    let capped = |cap: &str| terms.is_multiple_of(2).then(|| cap.to_owned());
    match kind % KINDS {
        0..=2 => round_up(terms),
        3 => json!({"kind": "percent_of_purchase", "currency": "EUR", "percent": "10",
                    "cap_month": capped("4.00")}),
        4 => json!({"kind": "fixed_per_match", "currency": "EUR", "amount": "0.75",
                    "max_per_day": terms.is_multiple_of(2).then_some(1),
                    "counted": if terms.is_multiple_of(4) { "in_all" } else { "each_payee" }}),
        5 => json!({"kind": "spend_less", "currency": "EUR", "budget": "40.00", "percent": "50",
                    "period": period,
                    "overspend": if terms.is_multiple_of(2) { "forgiven" } else { "carried" }}),
        6 => json!({"kind": "set_and_forget", "currency": "EUR", "amount": "1.25",
                    "every": if terms.is_multiple_of(2) { "weekly" } else { "monthly" }}),
        7 => {
            json!({"kind": "challenge", "currency": "EUR", "amount": "0.10", "measure": "first_step",
                    "steps": 20, "step_days": 3, "missed": [u32::from(terms % 20) + 1]})
        }
        8 => json!({"kind": "payday", "currency": "EUR", "percent": "5", "cap": capped("0.80"),
                    "date": if terms.is_multiple_of(3) { "same_day" } else { "next_business_day" }}),
        9 => json!({"kind": "freelancer", "currency": "EUR",
                    "parts": goals.iter().map(|goal| json!({"goal": goal, "percent": "7"}))
                        .collect::<Vec<Value>>()}),
        10 => json!({"kind": "no_spend_reward", "currency": "EUR", "amount": "0.50",
                     "max_per_week": terms.is_multiple_of(2).then_some(2)}),
        11 => json!({"kind": "streak_bonus", "currency": "EUR", "every_days": 3,
                     "amount": "1.00"}),
        12 => json!({"kind": "matching", "currency": "EUR", "rules": rules, "percent": "50",
                     "cap": capped("5.00"), "period": period}),
        SWEEP_CASHBACK => json!({"kind": "sweep_cashback", "currency": "EUR", "percent": "100"}),
        14 => json!({"kind": "save_discount", "currency": "EUR", "percent": "100"}),
        15 => json!({"kind": "round_down_balance", "account": account, "currency": "EUR",
                     "increment": "5.00", "pot_cap": capped("12.00")}),
        _ => json!({"kind": "cooling_off", "currency": "EUR", "percent": "100"}),
    }
}

fn round_up(terms: u8) -> Value {
    let modes = [
        json!({"kind": "multiple", "exact": {"kind": "full"}}),
        json!({"kind": "multiple", "increment": "5"}),
        json!({"kind": "percent", "percent": "3"}),
        json!({"kind": "note"}),
    ];
    json!({
        "kind": "round_up", "times": 1 + terms % 3,
        "cap_percent": terms.is_multiple_of(4).then_some("20"),
        "steps": [{
            "currency": "EUR",
            "mode": modes[usize::from(terms) % 4],
            "cap_month": terms.is_multiple_of(3).then_some("9.00"),
            "cap_week": terms.is_multiple_of(5).then_some("7.50"),
            "cap_day": terms.is_multiple_of(7).then_some("5.00"),
        }]
    })
}
