//! Kind `goals`: pace, projection, status, interest, shares, what a goal holds, and a pot.

use chrono::NaiveDate;
use farthing_money::{Capped, CappedSplit, Currency, Money, split_caps};
use farthing_rules::goals::{
    Apr, Contribution, ContributionKind, Course, DEFAULT_TOLERANCE, Forecast, Frequency,
    GoalChange, GoalEvent, GoalTerms, Overfund, PaceGoal, Progress, Projection, Ranked, SavingPlan,
    Timing, effective_apy, future_value, goal_ledger, months_to_target, projection,
    required_monthly, required_pace, split_by_priority, status,
};
use farthing_rules::pot::{
    Pot, PotAction, PotEvent, Prices, Size, Trade, USUAL_STALE_DAYS, USUAL_UNIT_DECIMALS, holding,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

type Outcome = Result<Value, String>;

pub fn run(op: &str, input: &Value) -> Outcome {
    match op {
        "required_pace" => pace(&read(input)?),
        "projection" => project(&read(input)?),
        "status" => standing(&read(input)?),
        "future_value" => value_later(&read(input)?),
        "months_to_target" => months(&read(input)?),
        "required_monthly" => monthly(&read(input)?),
        "effective_apy" => apy(&read(input)?),
        "deposit_split" => split(&read(input)?),
        "goal_ledger" => ledger(&read(input)?),
        "pot" => pot(&read(input)?),
        _ => Err(format!("unknown op {op}")),
    }
}

#[derive(Deserialize)]
struct PaceCase {
    target: String,
    saved: String,
    today: NaiveDate,
    target_date: NaiveDate,
    frequency: String,
    next_contribution: NaiveDate,
}

fn pace(case: &PaceCase) -> Outcome {
    let pace = told(required_pace(&PaceGoal {
        target: told(case.target.parse())?,
        saved: told(case.saved.parse())?,
        today: case.today,
        target_date: case.target_date,
        frequency: frequency(&case.frequency)?,
        next_contribution: case.next_contribution,
    }))?;
    let mut result = json!({
        "remaining": pace.remaining.to_string(), "periods": pace.periods,
        "required": pace.required.to_string(), "state": pace.state.word(),
    });
    put(&mut result, "last", pace.last);
    Ok(result)
}

fn frequency(word: &str) -> Result<Frequency, String> {
    Ok(match word {
        "daily" => Frequency::Daily,
        "weekly" => Frequency::Weekly,
        "biweekly" => Frequency::Biweekly,
        "monthly" => Frequency::Monthly,
        "quarterly" => Frequency::Quarterly,
        "yearly" => Frequency::Yearly,
        _ => return Err(format!("unknown frequency {word}")),
    })
}

#[derive(Deserialize)]
struct ProjectionCase {
    target: String,
    saved: String,
    today: NaiveDate,
    goal_start: NaiveDate,
    contributions: Vec<ContributionCase>,
}

#[derive(Deserialize)]
struct ContributionCase {
    date: NaiveDate,
    amount: String,
    kind: Option<String>,
}

fn project(case: &ProjectionCase) -> Outcome {
    let contributions = case.contributions.iter().map(contribution);
    let target: Money = told(case.target.parse())?;
    let projection = told(projection(&Progress {
        target,
        saved: told(case.saved.parse())?,
        today: case.today,
        goal_start: case.goal_start,
        contributions: &contributions.collect::<Result<Vec<_>, _>>()?,
    }))?;
    let state = projection.word();
    let paces = match projection {
        Projection::Completed => return Ok(json!({ "state": state })),
        Projection::TooEarly { weeks } => return Ok(json!({ "state": state, "weeks": weeks })),
        Projection::Paced(paces) => paces,
    };
    let weekly = |forecast: Forecast| format!("{} {}", forecast.per_week, target.currency());
    Ok(json!({
        "state": state, "weeks": paces.weeks,
        "pace_per_week": weekly(paces.average), "date": paces.average.day,
        "fast_per_week": weekly(paces.fast), "early": paces.fast.day,
        "slow_per_week": weekly(paces.slow), "late": paces.slow.day,
    }))
}

fn contribution(case: &ContributionCase) -> Result<Contribution, String> {
    Ok(Contribution {
        day: case.date,
        amount: told(case.amount.parse())?,
        kind: match case.kind.as_deref() {
            Some("interest") => ContributionKind::Interest,
            _ => ContributionKind::Moved,
        },
    })
}

#[derive(Deserialize)]
struct StatusCase {
    target: String,
    saved: String,
    initial: Option<String>,
    start: NaiveDate,
    today: NaiveDate,
    target_date: Option<NaiveDate>,
    tolerance: Option<String>,
}

fn standing(case: &StatusCase) -> Outcome {
    let target: Money = told(case.target.parse())?;
    let tolerance = case.tolerance.as_deref().map(decimal).transpose()?;
    let standing = told(status(&Course {
        target,
        saved: told(case.saved.parse())?,
        initial: money_or_zero(case.initial.as_deref(), target.currency())?,
        start: case.start,
        today: case.today,
        target_date: case.target_date,
        tolerance: tolerance.unwrap_or(DEFAULT_TOLERANCE),
    }))?;
    let mut result = json!({ "status": standing.status.word() });
    put(&mut result, "expected", standing.expected);
    put(&mut result, "over", standing.over);
    Ok(result)
}

#[derive(Deserialize)]
struct FutureCase {
    principal: String,
    monthly: String,
    apr: String,
    months: u32,
    timing: Option<String>,
}

fn value_later(case: &FutureCase) -> Outcome {
    let timing = match case.timing.as_deref() {
        None | Some("end") => Timing::End,
        Some("begin") => Timing::Begin,
        Some(word) => return Err(format!("unknown timing {word}")),
    };
    let plan = plan(&case.principal, &case.monthly, &case.apr, timing)?;
    let value = told(future_value(&plan, case.months))?;
    Ok(json!({
        "balance": value.balance.to_string(), "interest": value.interest.to_string(),
        "contributed": value.contributed.to_string(),
    }))
}

#[derive(Deserialize)]
struct MonthsCase {
    target: String,
    principal: String,
    monthly: String,
    apr: String,
    today: NaiveDate,
}

fn months(case: &MonthsCase) -> Outcome {
    let plan = plan(&case.principal, &case.monthly, &case.apr, Timing::End)?;
    let reached = told(months_to_target(
        &plan,
        told(case.target.parse())?,
        case.today,
    ))?;
    Ok(match reached {
        None => json!({ "months": null }),
        Some(reached) => json!({
            "months": reached.months, "balance": reached.balance.to_string(),
            "date": reached.day,
        }),
    })
}

fn plan(principal: &str, monthly: &str, apr: &str, timing: Timing) -> Result<SavingPlan, String> {
    Ok(SavingPlan {
        principal: told(principal.parse())?,
        monthly: told(monthly.parse())?,
        apr: rate(apr)?,
        timing,
    })
}

#[derive(Deserialize)]
struct MonthlyCase {
    target: String,
    principal: String,
    apr: String,
    months: u32,
}

fn monthly(case: &MonthlyCase) -> Outcome {
    let target = told(case.target.parse())?;
    let principal = told(case.principal.parse())?;
    let monthly = required_monthly(target, principal, rate(&case.apr)?, case.months);
    Ok(json!({ "monthly": told(monthly)?.to_string() }))
}

#[derive(Deserialize)]
struct ApyCase {
    apr: String,
}

fn apy(case: &ApyCase) -> Outcome {
    Ok(json!({ "apy": told(effective_apy(rate(&case.apr)?))?.to_string() }))
}

#[derive(Deserialize)]
struct SplitCase {
    amount: String,
    mode: String,
    goals: Vec<SplitGoal>,
}

#[derive(Deserialize)]
struct SplitGoal {
    id: String,
    priority: Option<i64>,
    weight: Option<String>,
    remaining: Option<String>,
}

fn split(case: &SplitCase) -> Outcome {
    let amount = told(case.amount.parse())?;
    let split = match case.mode.as_str() {
        "priority" => by_priority(amount, &case.goals)?,
        "percent" => by_weight(amount, &case.goals)?,
        word => return Err(format!("unknown mode {word}")),
    };
    let ids = case.goals.iter().map(|goal| goal.id.clone());
    let shares = split.shares.iter().map(|share| json!(share.to_string()));
    let shares: Map<String, Value> = ids.zip(shares).collect();
    Ok(json!({ "shares": shares, "unallocated": split.unallocated.to_string() }))
}

fn by_priority(amount: Money, goals: &[SplitGoal]) -> Result<CappedSplit, String> {
    let ranked = goals.iter().map(|goal| {
        Ok(Ranked {
            priority: goal.priority.ok_or("a goal without priority")?,
            remaining: goal.remaining()?,
        })
    });
    told(split_by_priority(
        amount,
        &ranked.collect::<Result<Vec<_>, String>>()?,
    ))
}

fn by_weight(amount: Money, goals: &[SplitGoal]) -> Result<CappedSplit, String> {
    let capped = goals.iter().map(|goal| {
        let weight = goal.weight.as_deref().map(decimal).transpose()?;
        Ok(Capped {
            weight: weight.unwrap_or_default(),
            remaining: goal.remaining()?,
        })
    });
    told(split_caps(
        amount,
        &capped.collect::<Result<Vec<_>, String>>()?,
    ))
}

impl SplitGoal {
    fn remaining(&self) -> Result<Option<Money>, String> {
        let remaining = self.remaining.as_deref();
        remaining.map(|text| told(text.parse())).transpose()
    }
}

#[derive(Deserialize)]
struct LedgerCase {
    target: String,
    initial: Option<String>,
    overfund: Option<String>,
    events: Vec<LedgerEvent>,
}

#[derive(Deserialize)]
struct LedgerEvent {
    date: NaiveDate,
    op: String,
    amount: Option<String>,
}

fn ledger(case: &LedgerCase) -> Outcome {
    let target: Money = told(case.target.parse())?;
    let terms = GoalTerms {
        target,
        initial: money_or_zero(case.initial.as_deref(), target.currency())?,
        overfund: match case.overfund.as_deref() {
            None | Some("keep") => Overfund::Keep,
            Some("spill") => Overfund::Spill,
            Some(word) => return Err(format!("unknown policy {word}")),
        },
    };
    let events = case.events.iter().map(goal_event);
    let ledger = goal_ledger(&terms, &events.collect::<Result<Vec<_>, _>>()?);
    let ledger = told(ledger)?;
    let log: Vec<&str> = ledger.log.iter().map(|decision| decision.word()).collect();
    Ok(json!({
        "saved": ledger.saved.to_string(), "spilled": ledger.spilled.to_string(),
        "state": ledger.state.word(), "completed_on": ledger.completed_on, "log": log,
    }))
}

fn goal_event(event: &LedgerEvent) -> Result<GoalEvent, String> {
    let amount = || {
        let amount = event.amount.as_deref().ok_or("an event without amount")?;
        told(amount.parse())
    };
    Ok(GoalEvent {
        day: event.date,
        change: match event.op.as_str() {
            "deposit" => GoalChange::Deposit(amount()?),
            "withdraw" => GoalChange::Withdraw(amount()?),
            "archive" => GoalChange::Archive,
            op => return Err(format!("unknown event {op}")),
        },
    })
}

#[derive(Deserialize)]
struct PotCase {
    currency: String,
    unit_dp: Option<u32>,
    prices: Vec<(NaiveDate, String)>,
    events: Vec<PotEventCase>,
    as_of: NaiveDate,
    stale_after_days: Option<u32>,
}

#[derive(Deserialize)]
struct PotEventCase {
    date: NaiveDate,
    op: String,
    amount: Option<String>,
    units: Option<String>,
}

fn pot(case: &PotCase) -> Outcome {
    let pot = Pot {
        currency: told(Currency::iso(&case.currency))?,
        unit_decimals: case.unit_dp.unwrap_or(USUAL_UNIT_DECIMALS),
        stale_after_days: case.stale_after_days.unwrap_or(USUAL_STALE_DAYS),
    };
    let prices = case
        .prices
        .iter()
        .map(|(day, price)| Ok((*day, decimal(price)?)));
    let prices = told(Prices::of(prices.collect::<Result<Vec<_>, String>>()?))?;
    let events = case
        .events
        .iter()
        .map(|event| pot_event(event, pot.currency));
    let events = events.collect::<Result<Vec<_>, _>>()?;
    let held = told(holding(&pot, &prices, &events, case.as_of))?;
    let log: Vec<Value> = held.trades.iter().map(trade).collect();
    Ok(json!({
        "units": held.units.to_string(), "cash": held.cash.to_string(),
        "market_value": held.market_value.to_string(),
        "total_value": held.total_value.to_string(),
        "cost_basis": held.cost_basis.to_string(), "unrealised": held.unrealised.to_string(),
        "price_date": held.price_day, "stale": held.is_stale, "log": log,
    }))
}

fn pot_event(event: &PotEventCase, currency: Currency) -> Result<PotEvent, String> {
    let size = size(event, currency)?;
    let action = match (event.op.as_str(), size) {
        ("deposit", Size::Amount(amount)) => PotAction::Deposit(amount),
        ("buy", size) => PotAction::Buy(size),
        ("sell", size) => PotAction::Sell(size),
        (op, _) => return Err(format!("no such event {op}")),
    };
    Ok(PotEvent {
        day: event.date,
        action,
    })
}

fn size(event: &PotEventCase, currency: Currency) -> Result<Size, String> {
    Ok(match (event.amount.as_deref(), event.units.as_deref()) {
        (None | Some("all"), None | Some("all")) => Size::All,
        (_, Some(units)) => Size::Units(decimal(units)?),
        (Some(amount), None) => Size::Amount(told(Money::parse(amount, currency))?),
    })
}

fn trade(trade: &Trade) -> Value {
    match trade {
        Trade::Bought { units, cost } => {
            json!({ "units": units.to_string(), "cost": cost.to_string() })
        }
        Trade::Sold {
            units,
            proceeds,
            realised,
        } => json!({
            "units": units.to_string(), "proceeds": proceeds.to_string(),
            "realised": realised.to_string(),
        }),
        Trade::Refused => json!("rejected"),
    }
}

fn put(result: &mut Value, name: &str, amount: Option<Money>) {
    if let (Some(fields), Some(amount)) = (result.as_object_mut(), amount) {
        fields.insert(name.to_owned(), json!(amount.to_string()));
    }
}

fn money_or_zero(text: Option<&str>, currency: Currency) -> Result<Money, String> {
    text.map_or(Ok(Money::zero(currency)), |text| told(text.parse()))
}

fn rate(text: &str) -> Result<Apr, String> {
    told(Apr::new(decimal(text)?))
}

fn decimal(text: &str) -> Result<Decimal, String> {
    told(Decimal::from_str_exact(text))
}

fn read<T: for<'d> Deserialize<'d>>(input: &Value) -> Result<T, String> {
    told(serde_json::from_value(input.clone()))
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
