//! Kind `roundup`: the formula, and a rule over imports, edits and settlements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use farthing_money::{Currency, Money, Sums};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{
    Caps, ChangePolicy, Entry, Exact, Filter, Guard, GuardMode, Line, Mode, Outcome, RefundPolicy,
    RoundUp, Settled, SettledRoundUps, Status, Step, Trigger, accrue, roundup_of, shared,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

type Outcomes = Result<Value, String>;

pub fn run(op: &str, input: &Value) -> Outcomes {
    match op {
        "formula" => formula(&read(input)?),
        "simulate" => simulate(&read(input)?),
        _ => Err(format!("unknown op {op}")),
    }
}

#[derive(Deserialize)]
struct FormulaCase {
    purchase: String,
    increment: String,
    multiplier: u32,
    extra: Option<String>,
    exact: Option<ExactCase>,
}

#[derive(Deserialize, Clone)]
struct ExactCase {
    mode: String,
    amount: Option<String>,
}

fn formula(case: &FormulaCase) -> Outcomes {
    let purchase: Money = told(case.purchase.parse())?;
    let currency = purchase.currency();
    let mode = Mode::Multiple {
        increment: told_money(&case.increment, currency)?,
        exact: exact(case.exact.as_ref(), currency)?,
    };
    let step = Step {
        extra: amount(case.extra.as_deref(), currency)?.unwrap_or(Money::zero(currency)),
        ..Step::with(mode, currency)
    };
    let roundup = told(roundup_of(purchase, &step, case.multiplier))?;
    Ok(json!({ "roundup": roundup.to_string() }))
}

#[derive(Deserialize)]
struct Simulation {
    rule: RuleCase,
    #[serde(default)]
    opening: BTreeMap<String, String>,
    events: Vec<Event>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
struct RuleCase {
    accounts: Vec<String>,
    funding_account: Option<String>,
    increments: BTreeMap<String, String>,
    multiplier: Option<u32>,
    extra: Option<String>,
    exact: Option<ExactCase>,
    trigger: Option<String>,
    filter: Option<FilterCase>,
    min_purchase: Option<String>,
    #[serde(default)]
    excluded: Vec<String>,
    cap_txn: Option<String>,
    cap_ratio: Option<String>,
    cap_day: Option<String>,
    cap_week: Option<String>,
    cap_month: Option<String>,
    week_start: Option<String>,
    guard: Option<GuardCase>,
    refund_policy: Option<String>,
    settled_edit_policy: Option<String>,
    effective_from: Option<NaiveDate>,
    apply_history_from: Option<NaiveDate>,
    #[serde(default)]
    pauses: Vec<(NaiveDate, NaiveDate)>,
    threshold: Option<String>,
    schedule: Option<String>,
    #[serde(default)]
    auto_settle: bool,
    goals: Option<Vec<GoalCase>>,
}

#[derive(Deserialize)]
struct FilterCase {
    merchants: Option<BTreeSet<String>>,
    categories: Option<BTreeSet<String>>,
    #[serde(default)]
    exclude_categories: BTreeSet<String>,
}

#[derive(Deserialize)]
struct GuardCase {
    mode: String,
    floor: Option<String>,
}

#[derive(Deserialize)]
struct GoalCase {
    id: String,
    weight: Value,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Event {
    Import {
        date: NaiveDate,
        txn: Value,
    },
    Edit {
        date: NaiveDate,
        id: String,
        set: Map<String, Value>,
    },
    Delete {
        date: NaiveDate,
        id: String,
    },
    Settle {
        date: NaiveDate,
    },
}

impl Event {
    fn date(&self) -> NaiveDate {
        match self {
            Self::Import { date, .. }
            | Self::Edit { date, .. }
            | Self::Delete { date, .. }
            | Self::Settle { date } => *date,
        }
    }
}

#[derive(Deserialize)]
struct Txn {
    id: String,
    date: NaiveDate,
    time: Option<String>,
    #[serde(default)]
    account: String,
    amount: String,
    kind: Option<String>,
    status: Option<String>,
    #[serde(default)]
    merchant: String,
    category: Option<String>,
    auth_amount: Option<String>,
    refund_of: Option<String>,
    #[serde(default)]
    splits: Vec<Split>,
}

#[derive(Deserialize)]
struct Split {
    amount: String,
    kind: Option<String>,
    category: Option<String>,
}

/// The names of a case, numbered.
#[derive(Default)]
struct Names {
    numbers: BTreeMap<String, i64>,
    names: BTreeMap<i64, String>,
}

impl Names {
    fn number(&mut self, name: &str) -> i64 {
        let next = self.names.last_key_value().map_or(0, |(last, _)| last + 1);
        let number = *self.numbers.entry(name.to_owned()).or_insert(next);
        self.names.entry(number).or_insert_with(|| name.to_owned());
        number
    }

    fn name(&self, id: EntryId) -> &str {
        self.names.get(&id.0).map_or("", String::as_str)
    }
}

/// A ledger as the events of a case have left it.
struct Ledger<'c> {
    case: &'c Simulation,
    rule: RoundUp,
    names: Names,
    /// In the order of import.
    txns: Vec<Value>,
    settled: SettledRoundUps,
    transfers: Vec<(NaiveDate, Money)>,
}

fn simulate(case: &Simulation) -> Outcomes {
    let mut names = Names::default();
    let rule = rule_of(case, &mut names)?;
    let mut ledger = Ledger {
        case,
        rule,
        names,
        txns: Vec::new(),
        settled: SettledRoundUps::new(),
        transfers: Vec::new(),
    };
    let mut events = case.events.iter().peekable();
    let first = case.events.iter().map(Event::date).min();
    let mut day = first.unwrap_or(case.as_of).min(case.as_of);
    while day <= case.as_of {
        while let Some(event) = events.next_if(|event| event.date() <= day) {
            ledger.apply(event)?;
        }
        if case.rule.auto_settle && is_scheduled(case, day) {
            ledger.settle(day)?;
        }
        day = day + Days::new(1);
    }
    ledger.told()
}

impl Ledger<'_> {
    fn apply(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Import { date, txn } => {
                let place = self.place(txn["id"].as_str().unwrap_or_default());
                match place {
                    None => self.txns.push(txn.clone()),
                    Some(place) if self.txns[place] == *txn => {}
                    Some(place) => {
                        self.txns[place] = txn.clone();
                        self.changed(txn["id"].as_str().unwrap_or_default(), *date);
                    }
                }
            }
            Event::Edit { date, id, set } => {
                let place = self.place(id).ok_or("an edit of nothing")?;
                for (field, value) in set {
                    self.txns[place][field] = value.clone();
                }
                self.changed(id, *date);
            }
            Event::Delete { date, id } => {
                let place = self.place(id).ok_or("a delete of nothing")?;
                self.txns.remove(place);
                self.changed(id, *date);
            }
            Event::Settle { date } => self.settle(*date)?,
        }
        Ok(())
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.txns.iter().position(|txn| txn["id"] == id)
    }

    fn changed(&mut self, id: &str, day: NaiveDate) {
        let id = EntryId(self.names.number(id));
        if let Some(settled) = self.settled.get_mut(&id) {
            settled.changed = Some(day);
        }
    }

    fn outcome(&mut self) -> Result<Outcome, String> {
        let mut txns: Vec<Txn> = self.txns.iter().map(read).collect::<Result<_, _>>()?;
        txns.sort_by_key(|txn| (txn.date, time_of(txn)));
        let names = &mut self.names;
        let lines: Vec<Vec<Line>> = txns
            .iter()
            .map(|txn| {
                txn.splits
                    .iter()
                    .map(|split| line_of(split, names))
                    .collect()
            })
            .collect::<Result<_, String>>()?;
        let entries: Vec<Entry<'_>> = txns
            .iter()
            .zip(&lines)
            .map(|(txn, lines)| entry_of(txn, lines, names))
            .collect::<Result<_, String>>()?;
        told(accrue(&self.rule, &entries, &self.settled))
    }

    fn pending(&self, outcome: &Outcome) -> Result<Sums, String> {
        let accruals = outcome.accruals.iter().map(|accrual| accrual.amount);
        let adjustments = outcome
            .adjustments
            .iter()
            .map(|adjustment| adjustment.amount);
        let moved = self.transfers.iter().map(|(_, amount)| amount.negated());
        told(Sums::of(accruals.chain(adjustments).chain(moved)))
    }

    fn settle(&mut self, day: NaiveDate) -> Result<(), String> {
        let outcome = self.outcome()?;
        let currencies: Vec<Currency> = self.currencies();
        for currency in currencies {
            let pending = self.pending(&outcome)?.get(currency);
            let threshold = amount(self.case.rule.threshold.as_deref(), currency)?;
            if pending.minor() <= 0 || threshold.is_some_and(|t| pending.minor() < t.minor()) {
                continue;
            }
            self.transfers.push((day, pending));
            for accrual in &outcome.accruals {
                if accrual.amount.currency() == currency && accrual.amount.minor() > 0 {
                    self.settled.entry(accrual.entry).or_insert(Settled {
                        day: accrual.day,
                        amount: accrual.amount,
                        moved: None,
                        changed: None,
                    });
                }
            }
        }
        Ok(())
    }

    fn currencies(&self) -> Vec<Currency> {
        let steps = self.rule.steps.iter();
        steps.map(|step| step.currency).collect()
    }

    fn told(mut self) -> Outcomes {
        let outcome = self.outcome()?;
        let pending = self.pending(&outcome)?;
        let accruals = outcome.accruals.iter().map(|a| {
            json!({ "txn": self.names.name(a.entry), "date": a.day, "amount": a.amount.to_string(),
                    "reason": a.reason.word() })
        });
        let adjustments = outcome.adjustments.iter().map(|a| {
            json!({ "txn": self.names.name(a.entry), "date": a.day, "amount": a.amount.to_string(),
                    "reason": a.reason.word() })
        });
        let transfers = self.transfers.iter();
        let transfers =
            transfers.map(|(date, amount)| json!({ "date": date, "amount": amount.to_string() }));
        let currencies = self.currencies();
        let by_currency = |c: &Currency| (c.code().to_owned(), json!(pending.get(*c).to_string()));
        let mut told = json!({
            "accruals": accruals.collect::<Vec<_>>(),
            "adjustments": adjustments.collect::<Vec<_>>(),
            "transfers": transfers.collect::<Vec<_>>(),
            "pending": match currencies.as_slice() {
                [only] => json!(pending.get(*only).to_string()),
                several => Value::Object(several.iter().map(by_currency).collect()),
            },
        });
        let rule = &self.case.rule;
        if let (Some(threshold), false, [currency]) =
            (&rule.threshold, rule.auto_settle, currencies.as_slice())
        {
            let threshold = told_money(threshold, *currency)?;
            let pending = pending.get(*currency);
            let reached = pending.minor() > 0 && pending.minor() >= threshold.minor();
            told["proposal"] = if reached {
                json!(pending.to_string())
            } else {
                Value::Null
            };
        }
        if let (Some(goals), [currency]) = (&rule.goals, currencies.as_slice()) {
            let weights: Vec<_> = goals.iter().map(weight_of).collect::<Result<_, _>>()?;
            let totals = self::told(shared(&outcome, &weights, *currency))?;
            let totals = goals.iter().zip(totals);
            let totals = totals.map(|(goal, total)| (goal.id.clone(), json!(total.to_string())));
            told["goals"] = Value::Object(totals.collect());
        }
        Ok(told)
    }
}

fn rule_of(case: &Simulation, names: &mut Names) -> Result<RoundUp, String> {
    let rule = &case.rule;
    let number = |names: &mut Names, name: &String| names.number(name);
    Ok(RoundUp {
        accounts: rule
            .accounts
            .iter()
            .map(|name| AccountId(number(names, name)))
            .collect(),
        steps: rule
            .increments
            .iter()
            .map(|(code, increment)| step_of(rule, code, increment))
            .collect::<Result<_, _>>()?,
        times: rule.multiplier.unwrap_or(1),
        cap_ratio: told(rule.cap_ratio.as_deref().map(str::parse).transpose())?,
        week_start: told(
            rule.week_start
                .as_deref()
                .unwrap_or("mon")
                .parse::<Weekday>(),
        )?,
        trigger: match rule.trigger.as_deref() {
            Some("authorised") => Trigger::Authorised,
            _ => Trigger::Posted,
        },
        filter: rule
            .filter
            .as_ref()
            .map(|filter| filter_of(filter, names))
            .unwrap_or_default(),
        excluded: rule
            .excluded
            .iter()
            .map(|name| EntryId(number(names, name)))
            .collect(),
        from: rule.apply_history_from.or(rule.effective_from),
        pauses: rule.pauses.clone(),
        guard: guard_of(case, names)?,
        refunds: match rule.refund_policy.as_deref() {
            Some("reverse_on_full") => RefundPolicy::OnFull,
            Some("proportional") => RefundPolicy::Proportional,
            _ => RefundPolicy::Keep,
        },
        changes: match rule.settled_edit_policy.as_deref() {
            Some("adjust") => ChangePolicy::Adjust,
            _ => ChangePolicy::Freeze,
        },
    })
}

fn step_of(rule: &RuleCase, code: &str, increment: &str) -> Result<Step, String> {
    let currency = told(Currency::iso(code))?;
    let nothing = Money::zero(currency);
    let mode = Mode::Multiple {
        increment: told_money(increment, currency)?,
        exact: exact(rule.exact.as_ref(), currency)?,
    };
    Ok(Step {
        extra: amount(rule.extra.as_deref(), currency)?.unwrap_or(nothing),
        min_purchase: amount(rule.min_purchase.as_deref(), currency)?.unwrap_or(nothing),
        caps: Caps {
            purchase: amount(rule.cap_txn.as_deref(), currency)?,
            day: amount(rule.cap_day.as_deref(), currency)?,
            week: amount(rule.cap_week.as_deref(), currency)?,
            month: amount(rule.cap_month.as_deref(), currency)?,
        },
        ..Step::with(mode, currency)
    })
}

fn filter_of(filter: &FilterCase, names: &mut Names) -> Filter {
    let mut numbered = |set: &BTreeSet<String>| {
        set.iter()
            .map(|name| CategoryId(names.number(name)))
            .collect::<BTreeSet<_>>()
    };
    Filter {
        payees: filter.merchants.clone(),
        categories: filter.categories.as_ref().map(&mut numbered),
        except: numbered(&filter.exclude_categories),
    }
}

fn guard_of(case: &Simulation, names: &mut Names) -> Result<Option<Guard>, String> {
    let Some(guard) = &case.rule.guard else {
        return Ok(None);
    };
    let mode = match guard.mode.as_str() {
        "skip" => GuardMode::Skip,
        "partial" => GuardMode::Partial,
        "day_cancel" => GuardMode::CancelDay,
        _ => return Ok(None),
    };
    let first = case.rule.accounts.first().ok_or("no account")?;
    let account = case.rule.funding_account.as_ref().unwrap_or(first);
    let code = case.rule.increments.keys().next().ok_or("no increment")?;
    let opening = match case.opening.get(account) {
        Some(opening) => told(opening.parse())?,
        None => Money::zero(told(Currency::iso(code))?),
    };
    let floor = amount(guard.floor.as_deref(), opening.currency())?;
    Ok(Some(Guard {
        account: AccountId(names.number(account)),
        opening,
        floor: floor.unwrap_or(Money::zero(opening.currency())),
        mode,
    }))
}

fn entry_of<'a>(txn: &'a Txn, lines: &'a [Line], names: &mut Names) -> Result<Entry<'a>, String> {
    Ok(Entry {
        id: EntryId(names.number(&txn.id)),
        day: txn.date,
        account: AccountId(names.number(&txn.account)),
        amount: told(txn.amount.parse())?,
        authorised: told(txn.auth_amount.as_deref().map(str::parse).transpose())?,
        kind: kind_of(txn.kind.as_deref())?,
        status: match txn.status.as_deref() {
            Some("pending") => Status::Pending,
            Some("void") => Status::Void,
            _ => Status::Posted,
        },
        payee: &txn.merchant,
        category: txn
            .category
            .as_ref()
            .map(|name| CategoryId(names.number(name))),
        lines,
        refund_of: txn
            .refund_of
            .as_ref()
            .map(|name| EntryId(names.number(name))),
    })
}

fn line_of(split: &Split, names: &mut Names) -> Result<Line, String> {
    Ok(Line {
        amount: told(split.amount.parse())?,
        kind: kind_of(split.kind.as_deref())?,
        category: split
            .category
            .as_ref()
            .map(|name| CategoryId(names.number(name))),
    })
}

fn kind_of(word: Option<&str>) -> Result<Kind, String> {
    let word = word.unwrap_or("purchase");
    Kind::named(word).ok_or_else(|| format!("unknown kind {word}"))
}

fn time_of(txn: &Txn) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(txn.time.as_deref()?, "%H:%M").ok()
}

fn weight_of(goal: &GoalCase) -> Result<rust_decimal::Decimal, String> {
    let text = goal
        .weight
        .as_str()
        .map_or_else(|| goal.weight.to_string(), str::to_owned);
    told(text.parse())
}

fn is_scheduled(case: &Simulation, day: NaiveDate) -> bool {
    use chrono::Datelike;
    match case
        .rule
        .schedule
        .as_deref()
        .and_then(|s| s.strip_prefix("weekly:"))
    {
        None => true,
        Some(weekday) => weekday.parse() == Ok(day.weekday()),
    }
}

fn exact(case: Option<&ExactCase>, currency: Currency) -> Result<Exact, String> {
    let Some(case) = case else {
        return Ok(Exact::Nothing);
    };
    Ok(match (case.mode.as_str(), &case.amount) {
        ("full", _) => Exact::Full,
        ("fixed", Some(fixed)) => Exact::Fixed(told_money(fixed, currency)?),
        _ => Exact::Nothing,
    })
}

fn amount(text: Option<&str>, currency: Currency) -> Result<Option<Money>, String> {
    text.map(|text| told_money(text, currency)).transpose()
}

fn told_money(text: &str, currency: Currency) -> Result<Money, String> {
    told(Money::parse(text, currency))
}

fn read<T: for<'d> Deserialize<'d>>(input: &Value) -> Result<T, String> {
    told(serde_json::from_value(input.clone()))
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
