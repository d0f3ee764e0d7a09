//! Every file of a folder of real statements gives exactly the rows and sums that its list says.
//!
//! With `FARTHING_CORPUS` the folder with `MANIFEST.tsv` (its columns: see [`Expected`]) is read;
//! without it, the crate's own fixtures are (see `fixtures.rs`), so that the test never passes empty.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use farthing_money::Currency;
use farthing_statements::{Hints, ReadError, Reading, read};
use rust_decimal::Decimal;
use serde_json::Value;

/// The folders whose files this crate reads. The list only grows.
const DONE: [&str; 23] = [
    "alipay",
    "apple_card",
    "cashapp",
    "csv",
    "easypaisa",
    "google_pay",
    "jd_pay",
    "mercadopago",
    "monzo",
    "mpesa",
    "n26",
    "ofx1",
    "ofx2",
    "paypal",
    "paytm",
    "qfx",
    "qif",
    "revolut",
    "toss",
    "venmo",
    "wechat_pay",
    "wise",
    "ynab",
];
/// How many files passed when this was last raised. It only grows.
const FLOOR: usize = 162;

/// The columns of `MANIFEST.tsv` that are compared.
struct Expected {
    path: String,
    format: String,
    rows: usize,
    sums: BTreeMap<String, Decimal>,
    date_min: String,
    date_max: String,
    alternatives: Value,
}

#[test]
fn real_statements_give_the_rows_and_sums_of_their_list() {
    let Some(folder) = std::env::var_os("FARTHING_CORPUS").map(PathBuf::from) else {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        assert!(fixtures.is_dir(), "the crate's own fixtures are gone");
        return;
    };
    let manifest =
        std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("a readable MANIFEST.tsv");
    let listed = expected_files(&manifest);
    let (mut passed, mut failed, mut answered) = (0, 0, 0);
    for expected in listed.iter().filter(|e| is_done(e)) {
        match check(&folder, expected) {
            Ok(how) => {
                passed += 1;
                answered += usize::from(how == How::CurrencyAnswered);
            }
            Err(difference) => {
                failed += 1;
                println!("{}: {difference}", expected.path);
            }
        }
    }
    println!("{answered} of the passed name no currency; it was answered through the hint");
    println!("{passed} passed, {failed} failed");
    assert!(passed >= FLOOR, "{passed} files pass, {FLOOR} did before");
}

/// Workbooks are not read yet, whoever wrote them.
fn is_done(expected: &Expected) -> bool {
    DONE.contains(&expected.format.as_str()) && !expected.path.ends_with(".xlsx")
}

#[derive(PartialEq)]
enum How {
    AsItIs,
    CurrencyAnswered,
}

fn expected_files(manifest: &str) -> Vec<Expected> {
    let mut lines = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("a header line");
    let at = |name: &str| {
        header
            .iter()
            .position(|h| *h == name)
            .expect("a column of the manifest")
    };
    let columns = [
        "path",
        "format",
        "n_expected",
        "sums",
        "date_min",
        "date_max",
        "alt",
    ]
    .map(at);
    lines
        .map(|fields| {
            let [path, format, rows, sums, date_min, date_max, alt] =
                columns.map(|column| fields.get(column).copied().unwrap_or_default().to_owned());
            Expected {
                path,
                format,
                rows: rows.parse().expect("a number of rows"),
                sums: sums_of(&serde_json::from_str(&sums).expect("sums as JSON")),
                date_min,
                date_max,
                alternatives: serde_json::from_str(&alt).unwrap_or(Value::Null),
            }
        })
        .collect()
}

fn sums_of(json: &Value) -> BTreeMap<String, Decimal> {
    let pairs = json.as_object().into_iter().flatten();
    pairs
        .map(|(currency, sum)| {
            let sum = sum
                .as_str()
                .expect("a sum as text")
                .parse()
                .expect("a decimal sum");
            (currency.replace('?', "(none in file)"), sum)
        })
        .collect()
}

fn check(folder: &Path, expected: &Expected) -> Result<How, String> {
    let bytes = std::fs::read(folder.join(&expected.path)).map_err(|e| e.to_string())?;
    let reading = match read(&bytes, &Hints::default()) {
        Ok(reading) => reading,
        Err(ReadError::Empty | ReadError::Unknown(_)) if expected.rows == 0 => {
            return Ok(How::AsItIs);
        }
        Err(error) => return Err(error.to_string()),
    };
    let Err(difference) = compare(&reading, expected) else {
        return Ok(How::AsItIs);
    };
    if reading.statements.iter().any(|s| s.currency.is_none())
        && let Some(hints) = currency_answer(expected)
        && let Ok(reading) = read(&bytes, &hints)
        && compare(&reading, expected).is_ok()
    {
        return Ok(How::CurrencyAnswered);
    }
    let problems: Vec<_> = reading
        .problems
        .iter()
        .take(3)
        .map(|p| format!("line {}: {}", p.line, p.message))
        .collect();
    Err(format!(
        "{difference}; {} problems {problems:?}",
        reading.problems.len()
    ))
}

/// The list knows the currency of some banks whose files do not name it: what a person would answer.
fn currency_answer(expected: &Expected) -> Option<Hints> {
    let only = expected
        .sums
        .keys()
        .next()
        .filter(|_| expected.sums.len() == 1)?;
    Some(Hints {
        currency: Some(Currency::iso(only).ok()?),
        ..Hints::default()
    })
}

fn compare(reading: &Reading, expected: &Expected) -> Result<(), String> {
    let rows = || {
        reading
            .statements
            .iter()
            .flat_map(|s| s.rows.iter().map(move |row| (s, row)))
    };
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for (statement, row) in rows() {
        let code = statement
            .currency
            .map_or("(none in file)".to_owned(), |c| c.code().to_owned());
        let key = if row.neutral {
            format!("{code}(neutral, unsigned)")
        } else {
            code
        };
        *sums.entry(key).or_default() += row.amount;
    }
    let nonzero = |sums: &BTreeMap<String, Decimal>| -> BTreeMap<String, Decimal> {
        sums.iter()
            .filter(|(_, sum)| !sum.is_zero())
            .map(|(k, v)| (k.clone(), v.normalize()))
            .collect()
    };
    let (got, wanted) = (nonzero(&sums), nonzero(&expected.sums));
    if rows().count() != expected.rows || got != wanted {
        return Err(format!(
            "{} rows {got:?}, expected {} rows {wanted:?}",
            rows().count(),
            expected.rows
        ));
    }
    let dates = (
        rows().map(|(_, r)| r.date).min(),
        rows().map(|(_, r)| r.date).max(),
    );
    let (min, max) = (
        dates.0.map_or(String::new(), |d| d.to_string()),
        dates.1.map_or(String::new(), |d| d.to_string()),
    );
    if (min.as_str(), max.as_str()) != (&expected.date_min, &expected.date_max) {
        return Err(format!(
            "dates {min}..{max}, expected {}..{}",
            expected.date_min, expected.date_max
        ));
    }
    compare_fees(reading, &expected.alternatives)
}

fn compare_fees(reading: &Reading, alternatives: &Value) -> Result<(), String> {
    let Some(fees) = alternatives
        .get("fees")
        .filter(|_| reading.provider == Some("paypal"))
    else {
        return Ok(());
    };
    for (currency, wanted) in sums_of(fees) {
        let of_currency = reading
            .statements
            .iter()
            .filter(|s| s.currency.is_some_and(|c| c.code() == currency));
        let got: Decimal = of_currency.flat_map(|s| &s.rows).map(|row| row.fee).sum();
        if got != wanted {
            return Err(format!("fees {got} {currency}, expected {wanted}"));
        }
    }
    Ok(())
}
