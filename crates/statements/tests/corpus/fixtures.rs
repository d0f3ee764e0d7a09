//! The samples of `tests/fixtures`: each has its expectation beside it, with one row spelled out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use farthing_statements::{
    Details, Hints, Part, PartPlace, Password, Reading, Row, StatedBalance, Statement, read,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Reads every sample; prints what differs; how many passed and failed.
pub fn check_all() -> (usize, usize) {
    let samples = samples();
    let failed = samples.iter().filter(|sample| !passes(sample)).count();
    (samples.len() - failed, failed)
}

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = |path: &Path| {
        std::fs::read_dir(path)
            .expect("a folder")
            .map(|e| e.expect("an entry").path())
    };
    let mut samples: Vec<_> = entries(&folder)
        .flat_map(|provider| entries(&provider).collect::<Vec<_>>())
        .filter(|path| path.extension().is_none_or(|e| e != "json"))
        .collect();
    samples.sort();
    samples
}

fn passes(sample: &Path) -> bool {
    let mut beside = sample.as_os_str().to_owned();
    beside.push(".expect.json");
    let expected = std::fs::read_to_string(&beside).expect("an expectation beside the sample");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let password = expected["password"].as_str();
    let hints = Hints {
        password: password.map(|password| Password(password.to_owned())),
        ..Hints::default()
    };
    let reading = read(&std::fs::read(sample).expect("a sample"), &hints).expect("a reading");
    let got = described(&reading, &expected);
    if got != expected {
        println!(
            "{}:\n  got      {got}\n  expected {expected}",
            sample.display()
        );
    }
    got == expected
}

/// The reading in the words of its expectation: only what that mentions.
fn described(reading: &Reading, expected: &Value) -> Value {
    let rows = || reading.statements.iter().flat_map(|s| &s.rows);
    let skipped: usize = reading.statements.iter().map(|s| s.skipped).sum();
    let account = reading.statements.first().map(|s| &s.account);
    let line = expected["row"]["line"].as_u64();
    let decided = |field: &str| {
        let decision = reading.decisions.iter().find(|d| d.field == field);
        decision.map(|d| d.reading.clone())
    };
    let mut all = json!({
        "password": expected["password"],
        "sheet": decided("sheet"),
        "totals": decided("totals"),
        "format": reading.format,
        "provider": reading.provider,
        "encoding": reading.encoding,
        "rows": rows().count(),
        "skipped": skipped,
        "sums": sums(reading, |row| (!row.neutral).then_some(row.amount)),
        "neutral": sums(reading, |row| row.neutral.then_some(row.amount)),
        "fees": sums(reading, |row| Some(row.fee)),
        "balances": balances(reading),
        "shape": reading.shape,
        "statements": reading.statements.iter().map(in_short).collect::<Vec<_>>(),
        "decisions": reading.decisions.iter().map(|d| format!("{}: {} ({})", d.field, d.reading, d.evidence)).collect::<Vec<_>>(),
        "accounts": reading.statements.iter().map(told).collect::<Vec<_>>(),
        "problems": reading.problems.iter().map(|p| p.line).collect::<Vec<_>>(),
        "questions": reading.questions.iter().map(|q| q.hint).collect::<Vec<_>>(),
        "account": account.map(|a| json!({
            "name": a.name, "number": a.number, "institution": a.institution, "kind": a.kind.map(|k| format!("{k:?}")),
        })),
        "row": rows().find(|row| Some(u64::from(row.line)) == line).map(|row| spelled_out(row, &expected["row"])),
    });
    keep_mentioned(&mut all, expected, &["problems", "questions"]);
    all
}

/// A statement as `name | number | currency | rows | opening | closing`, without what it lacks.
fn in_short(statement: &Statement) -> String {
    let balance = |balance: Option<StatedBalance>| balance.map(|b| b.amount.to_string());
    let parts = [
        statement.account.name.clone(),
        statement.account.number.clone(),
        statement.currency.map(|c| c.code().to_owned()),
        Some(statement.rows.len().to_string()),
        balance(statement.opening),
        balance(statement.closing),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
}

/// The part of every row that is asked for; of amounts, with what other rows bring into an account.
fn sums(reading: &Reading, part: impl Fn(&Row) -> Option<Decimal>) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for statement in &reading.statements {
        let sum = sums.entry(unit(statement)).or_default();
        *sum += statement.rows.iter().filter_map(&part).sum::<Decimal>();
    }
    let rows = reading.statements.iter().flat_map(|s| &s.rows);
    for row in rows.filter(|row| part(row) == Some(row.amount)) {
        for other in row.parts() {
            if let PartPlace::Account(index) = other.place {
                *sums.entry(unit(&reading.statements[index])).or_default() += other.amount;
            }
        }
    }
    sums.into_iter()
        .map(|(code, sum)| (code, (sum + Decimal::ZERO).normalize().to_string()))
        .collect()
}

/// The balances that the first statement of the file states, and what the reading says of them all.
fn balances(reading: &Reading) -> Value {
    let first = reading.statements.first();
    let shown = |balance: Option<StatedBalance>| {
        let balance = balance?;
        let day = balance
            .date
            .map_or("no day".to_owned(), |day| day.to_string());
        Some(format!("{} on {day}", balance.amount))
    };
    let told = reading.decisions.iter().filter(|d| d.field == "balance");
    json!({
        "opening": first.and_then(|s| shown(s.opening)),
        "closing": first.and_then(|s| shown(s.closing)),
        "told": told.map(|d| d.reading.as_str()).collect::<Vec<_>>(),
    })
}

fn unit(statement: &Statement) -> String {
    let code = statement.currency.map(|c| c.code().to_owned());
    statement.commodity.clone().or(code).unwrap_or_default()
}

fn told(statement: &Statement) -> Value {
    json!({
        "name": statement.account.name,
        "kind": statement.account.kind.map(|k| format!("{k:?}")),
        "unit": unit(statement),
        "rows": statement.rows.len(),
        "opening": statement.opening.map(|opening| opening.amount.to_string()),
    })
}

/// `Expense("Food") 12.20 = 12.20 lunch`
fn part_text(part: &Part) -> String {
    let text = format!(
        "{:?} {} = {} {}",
        part.place, part.amount, part.value, part.memo
    );
    text.trim_end().to_owned()
}

fn spelled_out(row: &Row, expected: &Value) -> Value {
    let none = Details::default();
    let details = row.details.as_deref().unwrap_or(&none);
    let mut all = json!({
        "counter_account": details.counter_account,
        "counter_number": details.counter_number,
        "original": details.original.map(|o| format!("{} {}", o.amount, o.currency.code())),
        "merchant_code": details.merchant_code,
        "tags": details.tags,
        "line": row.line,
        "date": row.date.to_string(),
        "time": row.time.map(|t| t.to_string()),
        "zone": row.zone,
        "amount": row.amount.to_string(),
        "fee": row.fee.to_string(),
        "payee": row.payee,
        "memo": row.memo,
        "category": row.category,
        "kind": format!("{:?}", row.kind),
        "status": format!("{:?}", row.status),
        "reference": row.reference,
        "related": row.related,
        "balance": row.balance.map(|b| b.to_string()),
        "counter": row.details.as_ref().and_then(|d| d.counter_number.clone()),
        "original": row.details.as_ref().and_then(|d| d.original).map(|o| format!("{} {}", o.amount, o.currency.code())),
        "parts": row.parts().iter().map(part_text).collect::<Vec<_>>(),
    });
    keep_mentioned(&mut all, expected, &[]);
    all
}

/// Leaves out what an expectation does not mention; problems and questions must always be expected.
fn keep_mentioned(all: &mut Value, expected: &Value, always: &[&str]) {
    if let Some(map) = all.as_object_mut() {
        map.retain(|key, value| {
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            expected.get(key).is_some() || (always.contains(&key.as_str()) && !is_empty)
        });
    }
}
