//! Kind `savings`: the saving rules other than round-ups.

pub(super) mod book;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{NaiveDate, Weekday};
use farthing_money::{Money, Rounding};
use farthing_rules::RulesError;
use farthing_rules::calendar::{BusinessDayRule, Frequency, Period};
use farthing_rules::ids::{EntryId, GoalId, ItemId, ReceiptId};
use farthing_rules::saving::{
    Challenge, ClosedPeriod, CoolingOff, DailyLimit, DayResult, Decision, FixedPerMatch,
    Freelancer, GoalRate, Item, Ladder, MatchedDeposit, Matching, MissedPolicy, NoSpendReward,
    Order, Overspend, Payday, PaydayAmount, PaydayDate, PercentOfPurchase, PricedEntry, Receipt,
    ReceiptForm, ReceiptState, RoundDownBalance, SaveDiscount, SetAndForget, SpendLess,
    StreakBonus, SweepCashback, challenge, cooling_off, fixed_per_match, freelancer, matching,
    no_spend_reward, payday, percent_of_purchase, round_down_balance, save_discount,
    set_and_forget, spend_less, streak_bonus, sweep_cashback, total,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use book::{Book, told_plain};

/// Why an op has no normal result: an error of the rules, or a case that is not written as the
/// schema says.
pub(super) enum Stop {
    Rule(RulesError),
    Case(String),
}

pub(super) type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let case = Case::deserialize(input).map_err(|error| error.to_string())?;
    let book = Book::of(&case)?;
    let outcome = match op {
        "percent_of_purchase" => percent(&case, &book),
        "fixed_per_match" => fixed(&case, &book),
        "spend_less" => less(&case, &book),
        "set_and_forget" => standing(&case, &book),
        "challenge" => steps(&case, &book),
        "payday" => pay(&case, &book),
        "freelancer" => shares(&case, &book),
        "no_spend_reward" => no_spend(&case, &book),
        "streak_bonus" => streaks(&case, &book),
        "matching" => matched(&case, &book),
        "sweep_cashback" => sweep(&case, &book),
        "save_discount" => discount(&case, &book),
        "round_down_balance" => round_down(&case, &book),
        "cooling_off" => cooled(&case, &book),
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

/// The fields of all ops; each op reads its own.
#[derive(Deserialize)]
pub(super) struct Case {
    currency: String,
    rate: Option<String>,
    amount: Option<String>,
    #[serde(default)]
    txns: Vec<Txn>,
    filter: Option<FilterCase>,
    min_purchase: Option<String>,
    min_deposit: Option<String>,
    cap_txn: Option<String>,
    cap_month: Option<String>,
    cap: Option<String>,
    #[serde(default)]
    rounding: Rounding,
    max_per_day: Option<u32>,
    max_per_day_scope: Option<String>,
    budget: Option<String>,
    period: Option<String>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    week_start: Option<String>,
    statement_day: Option<u32>,
    sweep: Option<String>,
    grace_days: Option<u32>,
    #[serde(default)]
    carry_overspend: bool,
    frequency: Option<Frequency>,
    #[serde(default)]
    business_day: BusinessDayRule,
    #[serde(default)]
    holidays: BTreeSet<NaiveDate>,
    #[serde(default)]
    pauses: Vec<(NaiveDate, NaiveDate)>,
    unit: Option<String>,
    target: Option<String>,
    steps: Option<u32>,
    step_days: Option<u32>,
    order: Option<String>,
    #[serde(default)]
    missed: BTreeSet<u32>,
    missed_policy: Option<String>,
    fixed: Option<String>,
    payers: Option<BTreeSet<String>>,
    #[serde(default)]
    next_business_day: bool,
    #[serde(default)]
    goals: Vec<GoalCase>,
    tz: Option<String>,
    settle_lag_days: Option<u32>,
    exempt_below: Option<String>,
    max_per_week: Option<u32>,
    #[serde(default)]
    days: Vec<(NaiveDate, Value)>,
    every: Option<u32>,
    bonus: Option<String>,
    #[serde(default)]
    ladder: BTreeMap<u32, String>,
    #[serde(default)]
    deposits: Vec<DepositCase>,
    #[serde(default)]
    receipts: Vec<ReceiptCase>,
    increment: Option<String>,
    #[serde(default)]
    closing_balances: Vec<(NaiveDate, String)>,
    weekdays: Option<Vec<String>>,
    skip_if_at_most: Option<String>,
    pot: Option<String>,
    pot_cap: Option<String>,
    #[serde(default)]
    items: Vec<ItemCase>,
}

#[derive(Deserialize)]
struct Txn {
    id: String,
    date: Option<NaiveDate>,
    time: Option<String>,
    ts: Option<String>,
    amount: String,
    #[serde(default)]
    account: String,
    kind: Option<String>,
    status: Option<String>,
    #[serde(default)]
    merchant: String,
    payer: Option<String>,
    category: Option<String>,
    list_price: Option<String>,
    #[serde(default)]
    splits: Vec<Split>,
}

#[derive(Deserialize)]
struct Split {
    amount: String,
    kind: Option<String>,
    category: Option<String>,
}

#[derive(Deserialize)]
struct FilterCase {
    merchants: Option<BTreeSet<String>>,
    categories: Option<BTreeSet<String>>,
    #[serde(default)]
    exclude_categories: BTreeSet<String>,
}

#[derive(Deserialize)]
struct GoalCase {
    id: String,
    rate: String,
}

#[derive(Deserialize)]
struct DepositCase {
    date: NaiveDate,
    amount: String,
}

#[derive(Deserialize)]
struct ReceiptCase {
    id: String,
    date: NaiveDate,
    state: String,
    amount: String,
    form: Option<String>,
}

#[derive(Deserialize)]
struct ItemCase {
    id: String,
    price: String,
    decision: Option<String>,
    decided: Option<NaiveDate>,
}

fn percent(case: &Case, book: &Book) -> Outcome {
    let rule = PercentOfPurchase {
        terms: book.terms(case)?,
        rate: rate(case.rate.as_deref())?,
        rounding: case.rounding,
        cap_purchase: book.optional(case.cap_txn.as_deref())?,
        cap_month: book.optional(case.cap_month.as_deref())?,
    };
    book.told(&percent_of_purchase(&rule, &book.entries())?)
}

fn fixed(case: &Case, book: &Book) -> Outcome {
    let limit = match (case.max_per_day, case.max_per_day_scope.as_deref()) {
        (None, _) => DailyLimit::None,
        (Some(most), None | Some("rule")) => DailyLimit::OfRule(most),
        (Some(most), Some("merchant")) => DailyLimit::OfPayee(most),
        (Some(_), Some(other)) => return Err(unknown(other)),
    };
    let rule = FixedPerMatch {
        terms: book.terms(case)?,
        amount: book.money(needed(case.amount.as_deref(), "amount")?)?,
        limit,
    };
    book.told(&fixed_per_match(&rule, &book.entries())?)
}

fn less(case: &Case, book: &Book) -> Outcome {
    let rule = SpendLess {
        terms: book.terms(case)?,
        budget: book.money(needed(case.budget.as_deref(), "budget")?)?,
        period: period(case)?,
        start: needed(case.start, "start")?,
        sweep: rate_or_one(case.sweep.as_deref())?,
        cap: book.optional(case.cap.as_deref())?,
        grace_days: case.grace_days.unwrap_or(0),
        overspend: if case.carry_overspend {
            Overspend::Carried
        } else {
            Overspend::Forgiven
        },
    };
    let closed = spend_less(&rule, &book.entries(), needed(case.as_of, "as_of")?)?;
    let amounts = closed.iter().map(|period| period.amount);
    let total = amounts
        .into_iter()
        .try_fold(book.nothing(), Money::checked_add)?;
    let deposits: Vec<Value> = closed.iter().map(told_period).collect();
    Ok(json!({ "deposits": deposits, "total": total.to_string() }))
}

fn told_period(closed: &ClosedPeriod) -> Value {
    json!({ "date": closed.day, "amount": closed.amount.to_string(),
            "period": [closed.span.first, closed.span.last],
            "budget": closed.budget.to_string(), "spent": closed.spent.to_string() })
}

fn standing(case: &Case, book: &Book) -> Outcome {
    let rule = SetAndForget {
        amount: book.money(needed(case.amount.as_deref(), "amount")?)?,
        frequency: needed(case.frequency, "frequency")?,
        start: needed(case.start, "start")?,
        end: case.end,
        business_day: case.business_day,
        holidays: case.holidays.clone(),
        pauses: case.pauses.clone(),
    };
    book.told(&set_and_forget(&rule, needed(case.as_of, "as_of")?)?)
}

fn steps(case: &Case, book: &Book) -> Outcome {
    let ladder = match (case.unit.as_deref(), case.target.as_deref()) {
        (Some(unit), None) => Ladder::Unit(book.money(unit)?),
        (None, Some(target)) => Ladder::Target(book.money(target)?),
        _ => return Err(Stop::Case("either a unit or a target".to_owned())),
    };
    let rule = Challenge {
        ladder,
        steps: case.steps.unwrap_or(52),
        step_days: case.step_days.unwrap_or(7),
        order: match case.order.as_deref() {
            None | Some("ascending") => Order::Ascending,
            Some("descending") => Order::Descending,
            Some(other) => return Err(unknown(other)),
        },
        start: needed(case.start, "start")?,
        missed: case.missed.clone(),
        missed_policy: match case.missed_policy.as_deref() {
            None | Some("carry") => MissedPolicy::Carry,
            Some("skip") => MissedPolicy::Skip,
            Some("shift") => MissedPolicy::Shift,
            Some(other) => return Err(unknown(other)),
        },
    };
    book.told(&challenge(&rule, needed(case.as_of, "as_of")?)?)
}

fn pay(case: &Case, book: &Book) -> Outcome {
    let mut terms = book.terms(case)?;
    if let Some(payers) = &case.payers {
        terms.filter.payees = Some(payers.clone());
    }
    let rule = Payday {
        terms,
        amount: match &case.fixed {
            Some(fixed) => PaydayAmount::Fixed(book.money(fixed)?),
            None => PaydayAmount::Rate(rate(case.rate.as_deref())?),
        },
        cap: book.optional(case.cap.as_deref())?,
        date: if case.next_business_day {
            PaydayDate::NextBusinessDay(case.holidays.clone())
        } else {
            PaydayDate::SameDay
        },
    };
    book.told(&payday(&rule, &book.entries())?)
}

fn shares(case: &Case, book: &Book) -> Outcome {
    let goals = case.goals.iter().map(|goal| {
        Ok(GoalRate {
            goal: GoalId(book.number(&goal.id)),
            rate: rate(Some(&goal.rate))?,
        })
    });
    let rule = Freelancer {
        terms: book.terms(case)?,
        goals: goals.collect::<Result<_, Stop>>()?,
    };
    book.told(&freelancer(&rule, &book.entries())?)
}

fn no_spend(case: &Case, book: &Book) -> Outcome {
    let rule = NoSpendReward {
        terms: book.terms(case)?,
        amount: book.money(needed(case.amount.as_deref(), "amount")?)?,
        start: needed(case.start, "start")?,
        settle_lag_days: case.settle_lag_days.unwrap_or(0),
        exempt_below: book.optional(case.exempt_below.as_deref())?,
        max_per_week: case.max_per_week,
        week_start: weekday(case.week_start.as_deref().unwrap_or("mon"))?,
    };
    let today = needed(case.as_of, "as_of")?;
    book.told(&no_spend_reward(&rule, &book.entries(), today)?)
}

fn streaks(case: &Case, book: &Book) -> Outcome {
    let results = case.days.iter().map(|(day, result)| {
        let result = match result {
            Value::Bool(true) => DayResult::Good,
            Value::Bool(false) => DayResult::Bad,
            Value::String(word) if word == "skip" => DayResult::Skipped,
            other => return Err(unknown(&other.to_string())),
        };
        Ok((*day, result))
    });
    let every = match (case.every, case.bonus.as_deref()) {
        (Some(every), Some(bonus)) => Some((every, book.money(bonus)?)),
        _ => None,
    };
    let ladder = case.ladder.iter();
    let ladder = ladder.map(|(days, bonus)| Ok((*days, book.money(bonus)?)));
    let rule = StreakBonus {
        currency: book.currency,
        every,
        ladder: ladder.collect::<Result<_, Stop>>()?,
    };
    let results = results.collect::<Result<_, Stop>>()?;
    book.told(&streak_bonus(&rule, &results)?)
}

fn matched(case: &Case, book: &Book) -> Outcome {
    let rule = Matching {
        rate: rate(case.rate.as_deref())?,
        period: period(case)?,
        cap: book.optional(case.cap.as_deref())?,
        from: case.from,
        to: case.to,
    };
    let deposits = (0..).zip(&case.deposits).map(|(number, deposit)| {
        Ok(MatchedDeposit {
            entry: EntryId(number),
            day: deposit.date,
            amount: book.money(&deposit.amount)?,
        })
    });
    let mut deposits = deposits.collect::<Result<Vec<_>, Stop>>()?;
    deposits.sort_by_key(|deposit| deposit.day);
    let matches = matching(&rule, &deposits)?;
    let told = matches.iter().map(told_plain);
    let total = total(&matches, book.currency)?;
    Ok(json!({ "deposits": told.collect::<Vec<_>>(), "total": total.to_string() }))
}

fn sweep(case: &Case, book: &Book) -> Outcome {
    let receipts = case.receipts.iter().map(|receipt| {
        Ok(Receipt {
            id: ReceiptId(book.number(&receipt.id)),
            day: receipt.date,
            state: match receipt.state.as_str() {
                "paid" => ReceiptState::Paid,
                _ => ReceiptState::Open,
            },
            form: match receipt.form.as_deref() {
                Some("points") => ReceiptForm::Points,
                Some("statement_credit") => ReceiptForm::StatementCredit,
                _ => ReceiptForm::AccountCredit,
            },
            amount: book.money(&receipt.amount)?,
        })
    });
    let rule = SweepCashback {
        currency: book.currency,
        rate: rate_or_one(case.rate.as_deref())?,
    };
    let receipts = receipts.collect::<Result<Vec<_>, Stop>>()?;
    book.told(&sweep_cashback(&rule, &receipts)?)
}

fn discount(case: &Case, book: &Book) -> Outcome {
    let rule = SaveDiscount {
        terms: book.terms(case)?,
        rate: rate_or_one(case.rate.as_deref())?,
    };
    let entries = book.entries();
    let priced = entries.iter().zip(&book.list_prices);
    let priced = priced.map(|(entry, list_price)| PricedEntry {
        entry: *entry,
        list_price: *list_price,
    });
    book.told(&save_discount(&rule, &priced.collect::<Vec<_>>())?)
}

fn round_down(case: &Case, book: &Book) -> Outcome {
    let weekdays = case.weekdays.as_ref().map(|words| {
        let days = words.iter().map(|word| weekday(word));
        days.collect::<Result<HashSet<_>, _>>()
    });
    let rule = RoundDownBalance {
        increment: book.money(needed(case.increment.as_deref(), "increment")?)?,
        weekdays: weekdays.transpose()?,
        skip_if_at_most: book.optional(case.skip_if_at_most.as_deref())?,
        pot: book
            .optional(case.pot.as_deref())?
            .unwrap_or(book.nothing()),
        pot_cap: book.optional(case.pot_cap.as_deref())?,
    };
    let closing = case.closing_balances.iter();
    let closing = closing.map(|(day, balance)| Ok((*day, book.money(balance)?)));
    let closing = closing.collect::<Result<Vec<_>, Stop>>()?;
    let deposits = round_down_balance(&rule, &closing)?;
    let told = deposits.iter().map(told_plain);
    let total = total(&deposits, book.currency)?;
    Ok(json!({ "deposits": told.collect::<Vec<_>>(), "total": total.to_string() }))
}

fn cooled(case: &Case, book: &Book) -> Outcome {
    let items = case.items.iter().map(|item| {
        let decision = match item.decision.as_deref() {
            Some("dropped") => Some(Decision::Dropped),
            Some("bought") => Some(Decision::Bought),
            _ => None,
        };
        Ok(Item {
            id: ItemId(book.number(&item.id)),
            price: book.money(&item.price)?,
            decided: decision.zip(item.decided),
        })
    });
    let rule = CoolingOff {
        currency: book.currency,
        rate: rate_or_one(case.rate.as_deref())?,
    };
    let items = items.collect::<Result<Vec<_>, Stop>>()?;
    let today = needed(case.as_of, "as_of")?;
    book.told(&cooling_off(rule, &items, today)?)
}

fn period(case: &Case) -> Result<Period, Stop> {
    Ok(match case.period.as_deref().unwrap_or("lifetime") {
        "day" => Period::Day,
        "week" => Period::Week(weekday(case.week_start.as_deref().unwrap_or("mon"))?),
        "month" => Period::Month,
        "quarter" => Period::Quarter,
        "year" => Period::Year,
        "statement" => Period::Statement(case.statement_day.unwrap_or(31)),
        "lifetime" | "campaign" => Period::Lifetime,
        other => return Err(unknown(other)),
    })
}

fn weekday(word: &str) -> Result<Weekday, Stop> {
    word.parse().map_err(|_| unknown(word))
}

fn rate(text: Option<&str>) -> Result<Decimal, Stop> {
    let text = needed(text, "rate")?;
    let exact = Decimal::from_str_exact(text);
    exact.map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn rate_or_one(text: Option<&str>) -> Result<Decimal, Stop> {
    rate(Some(text.unwrap_or("1")))
}

fn needed<T>(value: Option<T>, field: &str) -> Result<T, Stop> {
    value.ok_or_else(|| Stop::Case(format!("the case has no {field}")))
}

fn unknown(word: &str) -> Stop {
    Stop::Case(format!("unknown word {word}"))
}

impl<E: Into<RulesError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Rule(error.into())
    }
}
