//! Kind `earmarks`: what the balances cover, and proposed transfers found at the bank.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::RulesError;
use farthing_rules::earmarks::{Coverage, Earmark, coverage};
use farthing_rules::ids::{AccountId, EntryId, GoalId, ProposalId};
use farthing_rules::sweeps::{BankRow, Match, Proof, Proposal, Status, Window, match_transfers};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Why an op has no normal result: an error of the rules, which a case may expect, or a case that
/// is not written as the schema says.
enum Stop {
    Rule(RulesError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "coverage" => with(input, covered),
        "match_transfer" => with(input, matched),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(RulesError::Field { field, .. })) => Ok(json!({ "error": field })),
        Err(Stop::Rule(error)) => Err(error.to_string()),
        Err(Stop::Case(why)) => Err(why),
    }
}

/// The names of a case, numbered.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn number(&mut self, name: &str) -> i64 {
        let known = self.0.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        i64::try_from(place).unwrap_or(i64::MAX)
    }

    fn name(&self, number: i64) -> &str {
        let place = usize::try_from(number).ok();
        let name = place.and_then(|place| self.0.get(place));
        name.map_or("?", String::as_str)
    }
}

#[derive(Deserialize)]
struct CoverageCase {
    balances: BTreeMap<String, String>,
    earmarks: Vec<EarmarkCase>,
}

#[derive(Deserialize)]
struct EarmarkCase {
    account: String,
    goal: String,
    #[serde(default)]
    priority: i64,
    amount: String,
}

fn covered(case: &CoverageCase) -> Outcome {
    let is_known = |earmark: &EarmarkCase| case.balances.contains_key(&earmark.account);
    if !case.earmarks.iter().all(is_known) {
        return Err(Stop::Case(
            "an earmark on an account without balance".to_owned(),
        ));
    }
    let mut names = Names::default();
    let mut accounts = Map::new();
    for (account, balance) in &case.balances {
        let own = case.earmarks.iter().filter(|e| e.account == *account);
        let own = own.map(|earmark| {
            Ok(Earmark {
                goal: GoalId(names.number(&earmark.goal)),
                priority: earmark.priority,
                amount: money(&earmark.amount)?,
            })
        });
        let own: Vec<Earmark> = own.collect::<Result<_, Stop>>()?;
        let told = coverage(money(balance)?, &own)?;
        accounts.insert(account.clone(), coverage_value(&told, &names));
    }
    Ok(Value::Object(accounts))
}

fn coverage_value(told: &Coverage, names: &Names) -> Value {
    let uncovered = told.uncovered.iter();
    let uncovered =
        uncovered.map(|(goal, part)| (names.name(goal.0).to_owned(), json!(part.to_string())));
    json!({
        "free": told.free.to_string(),
        "earmarked": told.earmarked.to_string(),
        "shortfall": told.shortfall.to_string(),
        "uncovered": uncovered.collect::<Map<_, _>>(),
    })
}

#[derive(Deserialize)]
struct MatchCase {
    proposals: Vec<ProposalCase>,
    txns: Vec<TxnCase>,
    as_of: NaiveDate,
    days_before: Option<u32>,
    days_after: Option<u32>,
    suggest_days: Option<u32>,
}

#[derive(Deserialize)]
struct ProposalCase {
    id: String,
    from: String,
    to: Option<String>,
    to_iban: Option<String>,
    to_vpa: Option<String>,
    amount: String,
    created: NaiveDate,
    #[serde(rename = "ref", default)]
    reference: String,
}

#[derive(Deserialize)]
struct TxnCase {
    id: String,
    date: NaiveDate,
    account: String,
    amount: String,
    status: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    counterparty: String,
}

fn matched(case: &MatchCase) -> Outcome {
    let mut names = Names::default();
    let proposals = case.proposals.iter().map(|p| proposal_of(p, &mut names));
    let proposals = proposals.collect::<Result<Vec<_>, _>>()?;
    let rows = case.txns.iter().map(|txn| row_of(txn, &mut names));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let usual = Window::default();
    let window = Window {
        days_before: case.days_before.unwrap_or(usual.days_before),
        days_after: case.days_after.unwrap_or(usual.days_after),
        suggest_days: case.suggest_days.unwrap_or(usual.suggest_days),
    };
    let told = match_transfers(&proposals, &rows, window, case.as_of)?;
    let matches = told.matches.iter();
    let matches = matches.map(|found| {
        let id = names.name(found.proposal.0).to_owned();
        (id, match_value(found, &names))
    });
    let unused: Vec<&str> = told.unused.iter().map(|id| names.name(id.0)).collect();
    Ok(json!({ "proposals": matches.collect::<Map<_, _>>(), "unused": unused }))
}

fn proposal_of(case: &ProposalCase, names: &mut Names) -> Result<Proposal, Stop> {
    let destinations = [&case.to, &case.to_iban, &case.to_vpa];
    Ok(Proposal {
        id: ProposalId(names.number(&case.id)),
        from: AccountId(names.number(&case.from)),
        to: case.to.as_ref().map(|to| AccountId(names.number(to))),
        destinations: destinations.into_iter().flatten().cloned().collect(),
        amount: money(&case.amount)?,
        created: case.created,
        reference: case.reference.clone(),
    })
}

fn row_of<'a>(case: &'a TxnCase, names: &mut Names) -> Result<BankRow<'a>, Stop> {
    Ok(BankRow {
        id: EntryId(names.number(&case.id)),
        day: case.date,
        account: AccountId(names.number(&case.account)),
        amount: money(&case.amount)?,
        status: match case.status.as_deref() {
            None | Some("posted") => Status::Posted,
            Some("pending") => Status::Pending,
            Some("void") => Status::Void,
            Some(other) => return Err(Stop::Case(format!("unknown status {other}"))),
        },
        text: &case.text,
        counterparty: &case.counterparty,
    })
}

fn match_value(found: &Match, names: &Names) -> Value {
    let name = |id: EntryId| names.name(id.0);
    json!({
        "status": found.state.word(),
        "by": found.by.map(Proof::word),
        "txns": found.legs.iter().copied().map(name).collect::<Vec<_>>(),
        "inflow": found.inflow.map(name),
        "suggested": found.suggested.map(name),
        "moved": found.moved.to_string(),
        "extra": found.extra.to_string(),
        "back_to_pending": found.back_to_pending.to_string(),
    })
}

fn with<T: for<'de> Deserialize<'de>>(input: &Value, op: fn(&T) -> Outcome) -> Outcome {
    op(&T::deserialize(input).map_err(|error| Stop::Case(error.to_string()))?)
}

fn money(text: &str) -> Result<Money, Stop> {
    text.parse()
        .map_err(|error| Stop::Case(format!("{text}: {error}")))
}

impl<E: Into<RulesError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Rule(error.into())
    }
}
