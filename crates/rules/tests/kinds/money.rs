//! Kind `money`: parsing, rounding, allocation, conversion and sums.

use std::str::FromStr;

use chrono::NaiveDate;
use farthing_money::{
    Capped, Carry, Currency, DatedRate, MAX_RATE_AGE_DAYS, Money, MoneyError, RateQuery, Rates,
    Rounding, Sums, allocate, split_caps,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Why an op has no normal result: an error of the rules, which a case may expect, or a case that
/// is not written as the schema says.
enum Stop {
    Rule(MoneyError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "to_minor" => with(input, to_minor),
        "from_minor" => with(input, from_minor),
        "round" => with(input, round),
        "allocate" => with(input, share_out),
        "stream" => with(input, stream),
        "convert" => with(input, convert),
        "sum" => with(input, sum),
        "split_caps" => with(input, split),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(error)) => Ok(json!({ "error": code(&error) })),
        Err(Stop::Case(why)) => Err(why),
    }
}

#[derive(Deserialize)]
struct ToMinor {
    text: String,
    currency: String,
}

fn to_minor(input: &ToMinor) -> Outcome {
    let money = Money::parse(&input.text, Currency::iso(&input.currency)?)?;
    Ok(json!({ "minor": money.minor() }))
}

#[derive(Deserialize)]
struct FromMinor {
    minor: i64,
    currency: String,
}

fn from_minor(input: &FromMinor) -> Outcome {
    let money = Money::from_minor(input.minor, Currency::iso(&input.currency)?)?;
    Ok(json!({ "text": money.decimal_text() }))
}

#[derive(Deserialize)]
struct Round {
    value: String,
    currency: String,
    #[serde(default)]
    mode: Rounding,
}

fn round(input: &Round) -> Outcome {
    let currency = Currency::iso(&input.currency)?;
    let money = Money::round(decimal(&input.value)?, currency, input.mode)?;
    Ok(json!({ "amount": money.to_string() }))
}

#[derive(Deserialize)]
struct ShareOut {
    amount: String,
    weights: Vec<String>,
}

fn share_out(input: &ShareOut) -> Outcome {
    let shares = allocate(Money::from_str(&input.amount)?, &decimals(&input.weights)?)?;
    Ok(json!({ "shares": full_texts(&shares) }))
}

#[derive(Deserialize)]
struct Stream {
    currency: String,
    weights: Vec<String>,
    amounts: Vec<String>,
}

fn stream(input: &Stream) -> Outcome {
    let currency = Currency::iso(&input.currency)?;
    let mut carry = Carry::new(&decimals(&input.weights)?)?;
    let mut totals = vec![Money::zero(currency); input.weights.len()];
    let mut steps = Vec::new();
    for amount in &input.amounts {
        let shares = carry.allocate(Money::parse(amount, currency)?)?;
        for (total, share) in totals.iter_mut().zip(&shares) {
            *total = total.checked_add(*share)?;
        }
        steps.push(plain_texts(&shares));
    }
    Ok(json!({ "steps": steps, "totals": plain_texts(&totals) }))
}

#[derive(Deserialize)]
struct Convert {
    amount: String,
    to: String,
    date: NaiveDate,
    rates: Vec<DayRate>,
    pivot: Option<String>,
    max_age_days: Option<u32>,
}

#[derive(Deserialize)]
struct DayRate {
    date: NaiveDate,
    base: String,
    quote: String,
    rate: String,
}

fn convert(input: &Convert) -> Outcome {
    let rates = input.rates.iter().map(dated_rate);
    let rates = Rates::of(rates.collect::<Result<Vec<_>, _>>()?)?;
    let by = RateQuery {
        date: input.date,
        pivot: input.pivot.as_deref().map(Currency::iso).transpose()?,
        max_age_days: input.max_age_days.unwrap_or(MAX_RATE_AGE_DAYS),
    };
    let amount = Money::from_str(&input.amount)?;
    let converted = rates.convert(amount, Currency::iso(&input.to)?, by)?;
    Ok(json!({ "amount": converted.to_string() }))
}

fn dated_rate(rate: &DayRate) -> Result<DatedRate, Stop> {
    Ok(DatedRate {
        date: rate.date,
        base: Currency::iso(&rate.base)?,
        quote: Currency::iso(&rate.quote)?,
        rate: decimal(&rate.rate)?,
    })
}

#[derive(Deserialize)]
struct Sum {
    amounts: Vec<String>,
}

fn sum(input: &Sum) -> Outcome {
    let mut sums = Sums::new();
    for amount in &input.amounts {
        sums.add(amount.parse()?)?;
    }
    let sums: Vec<Money> = sums.iter().collect();
    Ok(json!({ "sums": full_texts(&sums) }))
}

#[derive(Deserialize)]
struct Split {
    amount: String,
    goals: Vec<Goal>,
}

#[derive(Deserialize)]
struct Goal {
    id: String,
    weight: String,
    remaining: Option<String>,
}

fn split(input: &Split) -> Outcome {
    let takers = input.goals.iter().map(capped);
    let takers = takers.collect::<Result<Vec<_>, _>>()?;
    let split = split_caps(Money::from_str(&input.amount)?, &takers)?;
    let ids = input.goals.iter().map(|goal| goal.id.clone());
    let shares = full_texts(&split.shares).into_iter().map(Value::from);
    let shares: Map<String, Value> = ids.zip(shares).collect();
    Ok(json!({ "shares": shares, "unallocated": split.unallocated.to_string() }))
}

fn capped(goal: &Goal) -> Result<Capped, Stop> {
    let remaining = goal.remaining.as_deref().map(Money::from_str);
    Ok(Capped {
        weight: decimal(&goal.weight)?,
        remaining: remaining.transpose()?,
    })
}

/// The code of an error in the cases.
fn code(error: &MoneyError) -> &'static str {
    match error {
        MoneyError::NotANumber(_) | MoneyError::NoCurrency(_) => "format",
        MoneyError::Currency(_) => "currency",
        MoneyError::Precision { .. } => "precision",
        MoneyError::Overflow => "overflow",
        MoneyError::Mixed(..) => "mixed_currencies",
        MoneyError::NegativeAmount(_) => "negative",
        MoneyError::NegativeWeight(_) | MoneyError::NoWeights | MoneyError::WeightDigits => {
            "weights"
        }
        MoneyError::BadRate { .. } => "rate",
        MoneyError::NoRate { .. } => "no_rate",
    }
}

fn with<T: for<'de> Deserialize<'de>>(input: &Value, op: fn(&T) -> Outcome) -> Outcome {
    op(&T::deserialize(input).map_err(|error| Stop::Case(error.to_string()))?)
}

fn decimal(text: &str) -> Result<Decimal, Stop> {
    let exact = Decimal::from_str_exact(text);
    exact.map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn decimals(texts: &[String]) -> Result<Vec<Decimal>, Stop> {
    texts.iter().map(|text| decimal(text)).collect()
}

fn full_texts(amounts: &[Money]) -> Vec<String> {
    amounts.iter().map(Money::to_string).collect()
}

fn plain_texts(amounts: &[Money]) -> Vec<String> {
    amounts.iter().map(Money::decimal_text).collect()
}

impl<E: Into<MoneyError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Rule(error.into())
    }
}
