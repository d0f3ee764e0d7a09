//! Kind `classify`: what a person's rules say of a row, why, and which rules are refused.

use chrono::NaiveDate;
use farthing_rules::classify::{
    Diff, Field, NewRule, Outcome, Part, Past, Rule, RuleSet, Value as Held, apply, dry_run,
    explain,
};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::row::Row;
use serde::Deserialize;
use serde_json::{Value, json};

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    match op {
        "check" => Ok(check(&read(input)?)),
        "apply" => applied(&read(input)?),
        "dry_run" => dry(&read(input)?),
        _ => Err(format!("unknown op {op}")),
    }
}

fn read<'a, T: Deserialize<'a>>(input: &'a Value) -> Result<T, String> {
    T::deserialize(input).map_err(|error| error.to_string())
}

fn check(new: &NewRule) -> Value {
    match Rule::new(new) {
        Ok(rule) => json!({ "accepted": rule.name() }),
        Err(error) => json!({ "refused": error.to_string() }),
    }
}

#[derive(Deserialize)]
struct Applied {
    rules: Vec<NewRule>,
    row: CaseRow,
}

#[derive(Deserialize)]
struct CaseRow {
    #[serde(default)]
    account: i64,
    day: NaiveDate,
    amount: String,
    payee: String,
    #[serde(default)]
    memo: String,
    #[serde(default)]
    raw: String,
    category: Option<String>,
    kind: Option<Kind>,
}

impl CaseRow {
    fn row(&self) -> Result<Row<'_>, String> {
        Ok(Row {
            account: AccountId(self.account),
            day: self.day,
            amount: self.amount.parse().map_err(|error| format!("{error}"))?,
            payee: &self.payee,
            memo: &self.memo,
            raw: &self.raw,
            provider_category: self.category.as_deref(),
            kind: self.kind,
        })
    }
}

fn rule_set(rules: &[NewRule]) -> Result<RuleSet, String> {
    let rules = rules.iter().map(Rule::new).collect::<Result<Vec<_>, _>>();
    Ok(RuleSet::new(rules.map_err(|error| error.to_string())?))
}

fn applied(input: &Applied) -> Result<Value, String> {
    let outcome = apply(&rule_set(&input.rules)?, &input.row.row()?);
    Ok(told(&outcome))
}

/// Only what was set, each with the rule that set it.
fn told(outcome: &Outcome) -> Value {
    let mut told = serde_json::Map::new();
    let mut put = |field: &str, value: Option<Value>| {
        if let Some(value) = value {
            told.insert(field.to_owned(), value);
        }
    };
    let category = outcome.category.as_ref();
    put("category", category.map(|set| json!([set.value, set.rule])));
    let split = outcome.split.as_ref();
    put(
        "split",
        split.map(|set| json!([parts(&set.value), set.rule])),
    );
    let payee = outcome.payee.as_ref();
    put("payee", payee.map(|set| json!([set.value, set.rule])));
    let kind = outcome.kind.as_ref();
    put("kind", kind.map(|set| json!([set.value, set.rule])));
    let excluded = outcome.excluded.as_ref();
    put("excluded", excluded.map(|set| json!(set.rule)));
    let tags: Vec<Value> = outcome
        .tags
        .iter()
        .map(|set| json!([set.value, set.rule]))
        .collect();
    put("tags", (!tags.is_empty()).then(|| json!(tags)));
    put("why", Some(json!(explain(outcome))));
    Value::Object(told)
}

fn parts(parts: &[Part]) -> Vec<Value> {
    let parts = parts.iter();
    parts
        .map(|part| json!([part.category, part.amount.to_string()]))
        .collect()
}

#[derive(Deserialize)]
struct Dry {
    rules: Vec<NewRule>,
    history: Vec<CasePast>,
}

#[derive(Deserialize)]
struct CasePast {
    entry: i64,
    row: CaseRow,
    category: Option<i64>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    by_hand: Vec<String>,
}

fn dry(input: &Dry) -> Result<Value, String> {
    let rules = rule_set(&input.rules)?;
    let mut diffs = Vec::new();
    for past in &input.history {
        let tags: Vec<&str> = past.tags.iter().map(String::as_str).collect();
        let by_hand: Vec<Field> = past
            .by_hand
            .iter()
            .map(|field| field_named(field))
            .collect();
        let past = Past {
            entry: EntryId(past.entry),
            row: past.row.row()?,
            category: past.category.map(CategoryId),
            split: &[],
            payee: &past.row.payee,
            tags: &tags,
            kind: past.row.kind.unwrap_or(Kind::Purchase),
            excluded: false,
            by_hand: &by_hand,
        };
        diffs.extend(dry_run(&rules, [past]).iter().map(diff));
    }
    Ok(json!(diffs))
}

fn field_named(word: &str) -> Field {
    match word {
        "category" => Field::Category,
        "payee" => Field::Payee,
        "kind" => Field::Kind,
        "excluded" => Field::Excluded,
        tag => Field::Tag(tag.to_owned()),
    }
}

fn diff(diff: &Diff) -> Value {
    json!([diff.entry, held(&diff.before), held(&diff.after), diff.rule])
}

fn held(value: &Held) -> Value {
    match value {
        Held::Nothing => Value::Null,
        Held::Category(category) => json!(category),
        Held::Split(split) => json!(parts(split)),
        Held::Text(text) => json!(text),
        Held::Kind(kind) => json!(kind),
        Held::Excluded(excluded) => json!(excluded),
    }
}
