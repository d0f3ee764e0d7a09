//! Kind `payee`: the name out of a statement's text.

use farthing_rules::payee::clean;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Clean {
    raw: String,
}

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    if op != "clean" {
        return Err(format!("unknown op {op}"));
    }
    let input = Clean::deserialize(input).map_err(|error| error.to_string())?;
    let payee = clean(&input.raw);
    // A clean name stays as it is, whatever the case is about.
    if clean(&payee.name).name != payee.name {
        return Err(format!("{} is not clean", payee.name));
    }
    Ok(json!(payee))
}
