//! Kind `cashback`: programmes, points, portals, stacking, reconciliation and what is left of it all.

mod choice;
mod desk;
mod names;
mod program;
mod purses;
mod terms;

use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

/// Why an op has no normal result: an error of the rules, or a case that is not written as the
/// schema says.
enum Stop {
    Rule(RulesError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "program" => with(input, program::program),
        "points" => with(input, purses::points),
        "portal" => with(input, purses::portal),
        "portal_payout" => with(input, purses::portal_payout),
        "stored_value" => with(input, purses::stored_value),
        "pay_as_you_pay" => with(input, desk::pay_as_you_pay),
        "reconcile" => with(input, desk::reconcile),
        "stack" => with(input, choice::stack),
        "net_rate" => with(input, choice::net_rate),
        "advise" => with(input, choice::advise),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(RulesError::Field { field, .. })) => Ok(json!({ "error": field })),
        Err(Stop::Rule(RulesError::Money(_))) => Ok(json!({ "error": "money" })),
        Err(Stop::Rule(error)) => Err(error.to_string()),
        Err(Stop::Case(why)) => Err(why),
    }
}

fn with<T: for<'de> Deserialize<'de>>(input: &Value, op: fn(&T) -> Outcome) -> Outcome {
    op(&T::deserialize(input).map_err(|error| Stop::Case(error.to_string()))?)
}

fn currency(code: &str) -> Result<Currency, Stop> {
    Currency::iso(code).map_err(|error| Stop::Case(error.to_string()))
}

fn money(text: &str) -> Result<Money, Stop> {
    text.parse()
        .map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn plain(text: &str, currency: Currency) -> Result<Money, Stop> {
    let read = Money::parse(text, currency);
    read.map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn decimal(text: &str) -> Result<Decimal, Stop> {
    let exact = Decimal::from_str_exact(text);
    exact.map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn unknown(word: &str) -> Stop {
    Stop::Case(format!("unknown word {word}"))
}

impl<E: Into<RulesError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Rule(error.into())
    }
}
