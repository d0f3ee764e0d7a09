//! The kinds of cases that can be run, one file a kind.

mod cashback;
mod classify;
mod earmarks;
mod goals;
mod habits;
mod micro;
mod money;
mod patterns;
mod payee;
mod payment;
mod purchases;
mod roundup;
mod savings;
mod zone;

use serde_json::Value;

/// Runs one op on its input; an error says why the case itself cannot be run.
pub type Runner = fn(op: &str, input: &Value) -> Result<Value, String>;

/// What runs the cases of a kind, or none if its rules are not built yet.
pub fn runner(kind: &str) -> Option<Runner> {
    match kind {
        "cashback" => Some(cashback::run),
        "classify" => Some(classify::run),
        "earmarks" => Some(earmarks::run),
        "goals" => Some(goals::run),
        "habits" => Some(habits::run),
        "micro" => Some(micro::run),
        "money" => Some(money::run),
        "patterns" => Some(patterns::run),
        "payee" => Some(payee::run),
        "payment" => Some(payment::run),
        "roundup" => Some(roundup::run),
        "savings" => Some(savings::run),
        _ => None,
    }
}

/// Whether a result is what a case expects: the same JSON, but for scores, which may be off by a
/// last decimal.
pub fn agrees(op: &str, result: &Value, expected: &Value) -> bool {
    match op {
        "loop_score" => habits::score_agrees(result, expected),
        _ => result == expected,
    }
}
