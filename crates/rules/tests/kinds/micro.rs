//! Kind `micro`: small purchases and what they come to, habits, and fees.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike};
use farthing_money::{Currency, Money, MoneyError};
use farthing_rules::RulesError;
use farthing_rules::fees::{Cheaper, Plan, Tariff, break_even, bundle, cash_out, priced};
use farthing_rules::goals::Apr;
use farthing_rules::lens::{Hours, annualised, merchant_habit, opportunity, summaries};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::purchases::{Bought, Txn, amount, purchases};

/// Why an op has no normal result: an error of the rules, or a case that is not written as the
/// schema says.
enum Stop {
    Rule(RulesError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "summary" => with(input, summary),
        "heatmap" => with(input, heatmap),
        "annualised" => with(input, yearly),
        "opportunity" => with(input, forgone),
        "habit_score" => with(input, habit),
        "fee" => with(input, fee),
        "fee_break_even" => with(input, even),
        "fee_bundle" => with(input, bundled),
        "cashout" => with(input, cash),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(RulesError::Field { field, .. })) => Ok(json!({ "error": field })),
        Err(Stop::Rule(RulesError::EmptyWindow)) => Ok(json!({ "error": "window_days" })),
        Err(Stop::Rule(error)) => Err(error.to_string()),
        Err(Stop::Case(why)) => Err(why),
    }
}

#[derive(Deserialize)]
struct PurchasesCase {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    tz: Option<String>,
    #[serde(default)]
    thresholds: BTreeMap<String, String>,
    txns: Vec<Txn>,
}

impl PurchasesCase {
    fn purchases(&self) -> Result<Vec<Bought>, String> {
        let mut found = purchases(&self.txns, self.tz.as_deref())?;
        found.retain(|bought| {
            self.from.is_none_or(|from| from <= bought.day)
                && self.to.is_none_or(|to| bought.day <= to)
        });
        Ok(found)
    }

    fn limits(&self) -> Result<BTreeMap<Currency, Money>, String> {
        let limits = self.thresholds.iter().map(|(code, limit)| {
            let currency = Currency::iso(code).map_err(|error| error.to_string())?;
            Ok((currency, amount(limit, currency)?))
        });
        limits.collect()
    }
}

fn summary(case: &PurchasesCase) -> Outcome {
    let sizes = case.purchases()?;
    let sizes = sizes.iter().map(|bought| bought.size);
    let told = summaries(sizes, &case.limits()?)?;
    let told = told.iter().map(|(currency, summary)| {
        let value = json!({
            "count": summary.count,
            "sum": summary.sum.to_string(),
            "spend": summary.spend.to_string(),
            "share": summary.share.to_string(),
            "count_share": summary.count_share.to_string(),
            "average": summary.average.map(|average| average.to_string()),
        });
        (currency.code().to_owned(), value)
    });
    Ok(Value::Object(told.collect()))
}

/// Without thresholds every purchase of the case counts: which ones are small was decided before.
fn heatmap(case: &PurchasesCase) -> Outcome {
    let limits = case.limits()?;
    let mut found = case.purchases()?;
    found.retain(|bought| {
        let limit = limits.get(&bought.size.currency());
        limit.is_none_or(|limit| bought.size.minor() <= limit.minor())
    });
    let Some(currency) = found.first().map(|bought| bought.size.currency()) else {
        return Ok(json!({}));
    };
    if found
        .iter()
        .any(|bought| bought.size.currency() != currency)
    {
        return Err(Stop::Case("a heat map of two currencies".to_owned()));
    }
    let rows = found.iter();
    let rows = rows.map(|b| (b.day, b.time.map(|time| time.hour()), b.size.minor()));
    let mut cells = Map::new();
    for (weekday, hour, cell) in Hours::of(rows)?.filled() {
        let hour = hour.map_or("na".to_owned(), |hour| format!("{hour:02}"));
        let sum = Money::from_minor(cell.sum_minor, currency).map_err(RulesError::from)?;
        cells.insert(
            format!("{}-{hour}", weekday.num_days_from_monday()),
            json!({ "count": cell.count, "sum": sum.to_string() }),
        );
    }
    Ok(Value::Object(cells))
}

#[derive(Deserialize)]
struct YearlyCase {
    sum: String,
    window_days: u32,
}

fn yearly(case: &YearlyCase) -> Outcome {
    let pace = annualised(money(&case.sum)?, case.window_days)?;
    Ok(json!({ "yearly": pace.yearly.to_string(), "monthly": pace.monthly.to_string() }))
}

#[derive(Deserialize)]
struct OpportunityCase {
    monthly: String,
    apr: Decimal,
    years: u32,
}

fn forgone(case: &OpportunityCase) -> Outcome {
    let told = opportunity(money(&case.monthly)?, Apr::new(case.apr)?, case.years)?;
    Ok(json!({ "contributed": told.contributed.to_string(), "value": told.balance.to_string() }))
}

#[derive(Deserialize)]
struct HabitCase {
    as_of: NaiveDate,
    dates: Vec<NaiveDate>,
}

fn habit(case: &HabitCase) -> Outcome {
    let told = merchant_habit(case.as_of, &case.dates)?;
    Ok(json!({
        "score": told.score,
        "count": told.count,
        "active_weeks": told.active_blocks,
    }))
}

#[derive(Deserialize)]
struct PlanCase {
    percent: Option<Decimal>,
    fixed: Option<String>,
    min: Option<String>,
    max: Option<String>,
}

impl PlanCase {
    fn plan(&self, currency: Currency) -> Result<Plan, Stop> {
        let read = |text: &String| amount(text, currency);
        let fixed = self.fixed.as_ref().map(read).transpose()?;
        let fixed = fixed.unwrap_or_else(|| Money::zero(currency));
        let mut plan = Plan::new(self.percent.unwrap_or_default(), fixed)?;
        if let Some(min) = &self.min {
            plan = plan.at_least(read(min)?)?;
        }
        if let Some(max) = &self.max {
            plan = plan.at_most(read(max)?)?;
        }
        Ok(plan)
    }

    fn tariff(&self, currency: Currency) -> Result<Tariff, Stop> {
        Ok(self.plan(currency)?.into())
    }
}

#[derive(Deserialize)]
struct FeeCase {
    amount: String,
    plan: PlanCase,
}

fn fee(case: &FeeCase) -> Outcome {
    let paid = money(&case.amount)?;
    let told = priced(&case.plan.tariff(paid.currency())?, paid)?;
    Ok(json!({
        "fee": told.fee.to_string(),
        "effective_rate": told.effective_rate.map(|rate| rate.to_string()),
        "net": told.net.to_string(),
    }))
}

#[derive(Deserialize)]
struct EvenCase {
    currency: String,
    plan_a: PlanCase,
    plan_b: PlanCase,
}

fn even(case: &EvenCase) -> Outcome {
    let currency = Currency::iso(&case.currency).map_err(|error| error.to_string())?;
    let plan = |plan: &PlanCase| plan.plan(currency);
    let told = break_even(&plan(&case.plan_a)?, &plan(&case.plan_b)?)?;
    let below = told.and_then(|told| match told.cheaper_below {
        Cheaper::A => Some("a"),
        Cheaper::B => Some("b"),
        Cheaper::Neither => None,
    });
    Ok(json!({
        "amount": told.map(|told| told.amount.to_string()),
        "cheaper_below": below,
    }))
}

#[derive(Deserialize)]
struct BundleCase {
    amount: String,
    count: u32,
    plan: PlanCase,
}

fn bundled(case: &BundleCase) -> Outcome {
    let paid = money(&case.amount)?;
    let told = bundle(&case.plan.tariff(paid.currency())?, paid, case.count)?;
    Ok(json!({
        "separate": told.separate.to_string(),
        "bundled": told.bundled.to_string(),
        "saved": told.saved.to_string(),
    }))
}

#[derive(Deserialize)]
struct CashCase {
    face: String,
    plan: PlanCase,
    days: u32,
}

fn cash(case: &CashCase) -> Outcome {
    let face = money(&case.face)?;
    let told = cash_out(&case.plan.tariff(face.currency())?, face, case.days)?;
    Ok(json!({
        "received": told.received.to_string(),
        "cost": told.cost.to_string(),
        "period_rate": told.period_rate.to_string(),
        "apr": told.apr.to_string(),
        "ear": told.effective.map(|rate| rate.to_string()),
    }))
}

fn money(text: &str) -> Result<Money, Stop> {
    text.parse()
        .map_err(|error: MoneyError| Stop::Case(error.to_string()))
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
