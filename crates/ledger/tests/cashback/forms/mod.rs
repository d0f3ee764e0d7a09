//! Programmes of every make, for sequences in which anything may happen.

pub mod actions;

use farthing_ledger::cashback::{ProgrammeInput, PurchaseDetail};
use farthing_ledger::{AccountId, ChoiceId};
use serde_json::{Value, json};

const FORMS: u8 = 7;

/// A programme on some of these accounts, for some of the days.
pub fn programme(form: u8, days: u8, accounts: &[AccountId]) -> ProgrammeInput {
    let mut programme = json!({
        "id": format!("form_{}", form % FORMS), "name": format!("Form {}", form % FORMS),
        "kind": "card", "as_of": "2026-01-01", "source": "a test", "currency": "EUR",
    });
    merge(&mut programme, terms(form % FORMS));
    let is_portal = form % FORMS == 3;
    let accounts: &[AccountId] = match (is_portal, form % FORMS, days % 3) {
        (true, ..) => &[],
        (_, 6, _) => accounts.last().map_or(&[], std::slice::from_ref),
        (_, _, 0) => accounts.get(..2).unwrap_or_default(),
        _ => accounts.get(..1).unwrap_or_default(),
    };
    serde_json::from_value(json!({
        "programme": programme,
        "accounts": accounts,
        "categories": [{"word": "games", "categories": [24]}],
        "from": days.is_multiple_of(4).then_some("2026-01-20"),
        "until": days.is_multiple_of(5).then_some("2026-04-10"),
        "fx_fee": "",
        "method": if days.is_multiple_of(2) { "qr" } else { "" },
    }))
    .unwrap()
}

fn terms(form: u8) -> Value {
    match form {
        0 => json!({
            "base_rate": "0.02", "due": {"after": "purchase", "days": 10},
            "credit_texts": ["payee 1", "bonus credit"]
        }),
        1 => json!({
            "base_rate": "0.015", "statement_day": 15, "due": {"after": "statement", "days": 5},
            "rounding": {"scope": "statement", "mode": "down"},
            "credit_texts": ["payee 2", "payee 1"],
            "rules": [{
                "id": 1, "rate": "0.05", "fallback_rate": "0.005",
                "match": {"pattern": "payee [12]"},
                "cap": {"basis": "spend", "amount": "40", "period": "month"}
            }]
        }),
        2 => json!({
            "base_rate": "1", "unit": "PTS", "point_value": "0.01",
            "rounding": {"scope": "statement", "mode": "down", "block": "2"},
            "rules": [{"id": 1, "tiers": {"period": "month", "method": "whole", "steps": [
                {"up_to": "50", "rate": "2"}, {"rate": "3"}]}}]
        }),
        3 => json!({
            "kind": "portal", "base_rate": "0", "credit_texts": ["payee 3"],
            "portal": {"track_days": 7, "claim_until_days": 40, "confirm_days": 60, "pay_days": 30,
                       "appeal_days": 30}
        }),
        4 => json!({
            "base_rate": "0.01", "due": {"after": "purchase", "days": 0},
            "rules": [
                {"id": 1, "rate": "0.1", "activation": {"on": "2026-02-01", "deadline": "2026-03-15"},
                 "cap": {"basis": "reward", "amount": "2.50", "period": "quarter"}},
                {"id": 2, "mode": "add", "rate": "0.03", "match": {"merchants": ["Payee 3"]},
                 "txn_cap": "0.40"}
            ],
            "bonuses": [
                {"id": 1, "reward": "1.00",
                 "spend": {"from": "2026-01-15", "days": 60, "threshold": "60"}},
                {"id": 2, "reward": "0.25", "count": {"every": 3, "repeats": "always",
                 "min_purchase": "5"}}
            ]
        }),
        5 => json!({
            "base_rate": "0.004", "rounding": {"mode": "up"}, "credit_texts": ["payee 4"],
            "exclusions": {"merchants": ["Payee 4"], "mccs": [5411]},
            "rules": [{"id": 1, "rate": "0.02", "match": {"methods": ["qr"]}},
                      {"id": 2, "rate": "0.03", "match": {"categories": ["games"]}}]
        }),
        _ => json!({
            "currency": "USD", "base_rate": "0.03", "statement_day": 28,
            "due": {"after": "statement", "days": 20}
        }),
    }
}

/// What may be known of a purchase.
pub fn detail(form: u8, programme: Option<ChoiceId>) -> PurchaseDetail {
    let mut known = PurchaseDetail {
        eligible: if form.is_multiple_of(3) { "1.50" } else { "" }.to_owned(),
        mcc: form.is_multiple_of(4).then_some(5411),
        method: if form.is_multiple_of(5) { "qr" } else { "" }.to_owned(),
        ..PurchaseDetail::default()
    };
    if form.is_multiple_of(2) {
        known.left_out.extend(programme);
    }
    known
}

fn merge(into: &mut Value, more: Value) {
    let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) else {
        return;
    };
    into.extend(more);
}
