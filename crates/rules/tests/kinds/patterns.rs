//! Kind `patterns`: payments that come again, what their price did, and bursts. The merchants of a
//! case are names that were made alike before.

use chrono::{NaiveDate, NaiveTime};
use farthing_money::{Currency, Money, MoneyError};
use farthing_rules::RulesError;
use farthing_rules::recurring::{
    Burst, BurstLimits, Payment, PriceStep, Purchase, Standing, Stream, When, bursts, price_creep,
    streams,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::purchases::{Bought, Txn, amount, by_merchant, purchases};

/// Why an op has no normal result: an error of the rules, or a case that is not written as the
/// schema says.
enum Stop {
    Rule(RulesError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "recurring" => with(input, recurring),
        "price_creep" => with(input, crept),
        "burst" => with(input, burst),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(RulesError::Field { field, .. })) => Ok(json!({ "error": field })),
        Err(Stop::Rule(error)) => Err(error.to_string()),
        Err(Stop::Case(why)) => Err(why),
    }
}

#[derive(Deserialize)]
struct RecurringCase {
    txns: Vec<Txn>,
    as_of: NaiveDate,
    tz: Option<String>,
}

fn recurring(case: &RecurringCase) -> Outcome {
    let found = purchases(&case.txns, case.tz.as_deref())?;
    let mut told = Vec::new();
    for ((merchant, currency), group) in by_merchant(&found) {
        let purchase = |bought: &&Bought| Purchase {
            day: bought.day,
            size_minor: bought.size.minor(),
        };
        let group: Vec<Purchase> = group.iter().map(purchase).collect();
        let streams = streams(&group, currency, case.as_of)?;
        told.extend(streams.iter().map(|stream| told_stream(merchant, stream)));
    }
    Ok(json!({ "streams": told }))
}

fn told_stream(merchant: &str, stream: &Stream) -> Value {
    json!({
        "merchant": merchant,
        "period": stream.period.word(),
        "status": stream.status.word(),
        "occurrences": stream.occurrences,
        "amount_kind": stream.amount_kind.word(),
        "typical": stream.typical.to_string(),
        "last": stream.last.to_string(),
        "next": stream.next,
        "regularity": stream.regularity.map(|regularity| regularity.to_string()),
        "yearly_cost": stream.yearly_cost.to_string(),
    })
}

#[derive(Deserialize)]
struct CreepCase {
    charges: Vec<(NaiveDate, String)>,
    per_year: u32,
}

fn crept(case: &CreepCase) -> Outcome {
    let charges = case.charges.iter().map(|(day, price)| {
        let price: Money = price
            .parse()
            .map_err(|error: MoneyError| error.to_string())?;
        Ok((*day, price))
    });
    let mut charges = charges.collect::<Result<Vec<(NaiveDate, Money)>, String>>()?;
    charges.sort_by_key(|(day, _)| *day);
    let Some(currency) = charges.first().map(|(_, price)| price.currency()) else {
        return Err(Stop::Case("a stream without charges".to_owned()));
    };
    if charges
        .iter()
        .any(|(_, price)| price.currency() != currency)
    {
        return Err(Stop::Case("a stream of two currencies".to_owned()));
    }
    let charge = |(day, price): &(NaiveDate, Money)| Purchase {
        day: *day,
        size_minor: price.minor(),
    };
    let charges: Vec<Purchase> = charges.iter().map(charge).collect();
    let told = price_creep(&charges, currency, case.per_year)?;
    Ok(json!({
        "steps": told.steps.iter().map(told_step).collect::<Vec<_>>(),
        "total_change": told.total_change.to_string(),
        "annualised_change": told.annualised_change.map(|change| change.to_string()),
        "extra_per_year": told.extra_per_year.to_string(),
    }))
}

fn told_step(step: &PriceStep) -> Value {
    json!({
        "date": step.day,
        "from": step.from.to_string(),
        "to": step.to.to_string(),
        "change": step.change.to_string(),
        "confirmed": step.standing == Standing::Confirmed,
    })
}

#[derive(Deserialize)]
struct BurstCase {
    txns: Vec<Txn>,
    max_amount: String,
    k: Option<usize>,
    window_minutes: Option<u32>,
    k_day: Option<usize>,
    tz: Option<String>,
}

impl BurstCase {
    fn limits(&self, currency: Currency) -> Result<BurstLimits, String> {
        let usual = BurstLimits::up_to(amount(&self.max_amount, currency)?.minor());
        Ok(BurstLimits {
            payments: self.k.unwrap_or(usual.payments),
            window_minutes: self.window_minutes.unwrap_or(usual.window_minutes),
            payments_a_day: self.k_day.unwrap_or(usual.payments_a_day),
            ..usual
        })
    }
}

fn burst(case: &BurstCase) -> Outcome {
    let found = purchases(&case.txns, case.tz.as_deref())?;
    let mut told = Vec::new();
    for ((merchant, currency), group) in by_merchant(&found) {
        let payment = |bought: &&Bought| Payment {
            day: bought.day,
            time: bought.time,
            size_minor: bought.size.minor(),
        };
        let group: Vec<Payment> = group.iter().map(payment).collect();
        let bursts = bursts(&group, &case.limits(currency)?, currency)?;
        told.extend(bursts.iter().map(|burst| told_burst(merchant, burst)));
    }
    Ok(json!({ "bursts": told }))
}

/// A burst without times begins and ends on its day.
fn told_burst(merchant: &str, burst: &Burst) -> Value {
    let (start, end) = match burst.when {
        When::Times(start, end) => (
            moment(start.date(), start.time()),
            moment(end.date(), end.time()),
        ),
        When::Day(day) => (day.to_string(), day.to_string()),
    };
    json!({
        "merchant": merchant,
        "start": start,
        "end": end,
        "count": burst.count,
        "sum": burst.sum.to_string(),
    })
}

fn moment(day: NaiveDate, time: NaiveTime) -> String {
    format!("{day}T{}", time.format("%H:%M:%S"))
}

fn with<'de, C: Deserialize<'de>>(input: &'de Value, op: fn(&C) -> Outcome) -> Outcome {
    let case = C::deserialize(input).map_err(|error| Stop::Case(error.to_string()))?;
    op(&case)
}

impl From<RulesError> for Stop {
    fn from(error: RulesError) -> Self {
        Self::Rule(error)
    }
}

impl From<String> for Stop {
    fn from(why: String) -> Self {
        Self::Case(why)
    }
}
