//! One rule of each kind that looks at entries.

use farthing_ledger::Ledger;
use farthing_ledger::savings::SavingRuleInput;
use serde_json::{Value, json};

use crate::{now, said, timed, today};

pub async fn lay_down(ledger: &Ledger, size: usize) {
    for (name, terms) in rules() {
        let rule: SavingRuleInput =
            serde_json::from_value(json!({"name": name, "terms": terms, "from": "2021-01-01"}))
                .unwrap();
        let laid = ledger.save_saving_rule(None, rule, None, today(), now());
        let time = timed(Box::pin(async { laid.await.unwrap() })).await;
        said(&format!("lay down {name}, {size}"), time);
    }
}

fn rules() -> [(&'static str, Value); 6] {
    let euros = |mut terms: Value| {
        terms["currency"] = json!("EUR");
        terms
    };
    let month = json!({"currency": "EUR", "mode": {"kind": "multiple"}, "cap_month": "500.00"});
    [
        ("round-ups", json!({"kind": "round_up", "steps": [month]})),
        (
            "a part of each purchase",
            euros(json!({"kind": "percent_of_purchase", "percent": "2", "cap_month": "100.00"})),
        ),
        (
            "a fixed amount",
            euros(json!({"kind": "fixed_per_match", "amount": "0.10", "max_per_day": 3})),
        ),
        ("payday", euros(json!({"kind": "payday", "percent": "10"}))),
        (
            "the rest of a budget",
            euros(
                json!({"kind": "spend_less", "budget": "90000.00", "percent": "100",
                         "period": "month"}),
            ),
        ),
        (
            "days without spending",
            euros(json!({"kind": "no_spend_reward", "amount": "1.00"})),
        ),
    ]
}
