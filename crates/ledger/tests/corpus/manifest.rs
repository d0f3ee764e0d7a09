//! A folder of real files with `MANIFEST.tsv`: one line a file, tab separated, without quoting.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use farthing_ledger::{
    AccountReport, FileReport, ImportOptions, LedgerError, StatementFile, report_without_ledger,
};
use farthing_money::Currency;
use farthing_statements::{Hints, ReadError};
use rust_decimal::Decimal;
use serde_json::Value;

/// How many files passed when this was last raised. It only grows.
pub const FLOOR: usize = 244;
/// The key of amounts in no currency that the file names.
const UNNAMED: &str = "(none in file)";
/// Other ways in which the list says the same.
const ALSO_UNNAMED: [&str; 2] = ["?", "(no currency in file)"];

/// The columns of the list that are compared.
struct Expected {
    path: String,
    rows: usize,
    sums: BTreeMap<String, Decimal>,
    date_min: String,
    date_max: String,
    alternatives: Value,
}

/// Compares every file of the list; prints one line for each that differs; how many passed and failed.
pub async fn check_all(folder: &Path) -> (usize, usize) {
    let manifest =
        std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("a readable MANIFEST.tsv");
    let (mut passed, mut failed, mut answered) = (0, 0, 0);
    for expected in &expected_files(&manifest) {
        match check(folder, expected).await {
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
    println!("{answered} of the passed name no currency; it was answered through the option");
    (passed, failed)
}

/// Reads the samples that the statements crate keeps; how many there are.
pub async fn read_samples() -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../statements/tests/fixtures");
    let entries = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).expect("a folder");
        entries.map(|e| e.expect("an entry").path()).collect()
    };
    let mut read = 0;
    for sample in entries(&folder).iter().flat_map(|folder| entries(folder)) {
        if sample.extension().is_some_and(|e| e == "json") {
            continue;
        }
        let options = ImportOptions {
            password: password_of(&sample),
            ..ImportOptions::default()
        };
        report(&sample, &options)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", sample.display()));
        read += 1;
    }
    read
}

/// The password of a protected sample, as its expectation says.
fn password_of(sample: &Path) -> Option<String> {
    let mut beside = sample.as_os_str().to_owned();
    beside.push(".expect.json");
    let expected = std::fs::read_to_string(beside).ok()?;
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    expected["password"].as_str().map(str::to_owned)
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
    let columns = ["path", "n_expected", "sums", "date_min", "date_max", "alt"].map(at);
    let expected = |fields: Vec<&str>| {
        let [path, rows, sums, date_min, date_max, alt] =
            columns.map(|column| fields.get(column).copied().unwrap_or_default().to_owned());
        Expected {
            path,
            rows: rows.parse().expect("a number of rows"),
            sums: sums_of(&serde_json::from_str(&sums).expect("sums as JSON")),
            date_min,
            date_max,
            alternatives: serde_json::from_str(&alt).unwrap_or(Value::Null),
        }
    };
    lines.map(expected).collect()
}

fn sums_of(json: &Value) -> BTreeMap<String, Decimal> {
    let pair = |(currency, sum): (&String, &Value)| {
        let sum = sum
            .as_str()
            .expect("a sum as text")
            .parse()
            .expect("a decimal sum");
        let unnamed = ALSO_UNNAMED.iter().find(|word| currency.starts_with(*word));
        let key = match unnamed {
            Some(word) => currency.replacen(word, UNNAMED, 1),
            None => currency.clone(),
        };
        (key, sum)
    };
    json.as_object().into_iter().flatten().map(pair).collect()
}

async fn check(folder: &Path, expected: &Expected) -> Result<How, String> {
    let path = folder.join(&expected.path);
    let read = match report(&path, &ImportOptions::default()).await {
        Ok(read) => read,
        Err(LedgerError::Unreadable {
            source: ReadError::Empty | ReadError::Unknown(_),
            ..
        }) if expected.rows == 0 => return Ok(How::AsItIs),
        Err(error) => return Err(error.to_string()),
    };
    let Err(difference) = compare(&read, expected) else {
        return compare_dates(&path, expected).map(|()| How::AsItIs);
    };
    if read
        .accounts
        .iter()
        .any(|account| account.currency.is_none())
        && let Some(options) = currency_answer(expected)
        && let Ok(read) = report(&path, &options).await
        && compare(&read, expected).is_ok()
    {
        return compare_dates(&path, expected).map(|()| How::CurrencyAnswered);
    }
    let told = |p: &farthing_ledger::RowProblem| format!("line {}: {}", p.line, p.message);
    let problems: Vec<_> = read.problems.iter().take(3).map(told).collect();
    Err(format!(
        "{difference}; {} problems {problems:?}",
        read.problems.len()
    ))
}

async fn report(path: &Path, options: &ImportOptions) -> Result<FileReport, LedgerError> {
    let name = path.file_name().unwrap_or_default();
    let file = StatementFile {
        name: name.to_string_lossy().into_owned(),
        bytes: std::fs::read(path).expect("a readable file"),
    };
    report_without_ledger(&file, options).await
}

/// The list knows the currency of some banks whose files do not name it: what a person would answer.
fn currency_answer(expected: &Expected) -> Option<ImportOptions> {
    let only = expected
        .sums
        .keys()
        .next()
        .filter(|_| expected.sums.len() == 1)?;
    Currency::iso(only).ok()?;
    Some(ImportOptions {
        currency: Some(only.clone()),
        ..ImportOptions::default()
    })
}

fn compare(read: &FileReport, expected: &Expected) -> Result<(), String> {
    let rows: u32 = read.accounts.iter().map(|account| account.rows).sum();
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for account in &read.accounts {
        let code = account.currency.as_deref().unwrap_or(UNNAMED);
        *sums.entry(code.to_owned()).or_default() += amount(&account.sum);
        if let Some(neutral) = &account.neutral {
            let key = format!("{code}(neutral, unsigned)");
            *sums.entry(key).or_default() += amount(&neutral.sum);
        }
    }
    let (got, wanted) = (nonzero(&sums), nonzero(&expected.sums));
    if usize::try_from(rows) != Ok(expected.rows) || got != wanted {
        return Err(format!(
            "{rows} rows {got:?}, expected {} rows {wanted:?}",
            expected.rows
        ));
    }
    compare_fees(read, &expected.alternatives)
}

fn amount(text: &str) -> Decimal {
    text.parse().expect("a decimal sum")
}

fn nonzero(sums: &BTreeMap<String, Decimal>) -> BTreeMap<String, Decimal> {
    let kept = sums.iter().filter(|(_, sum)| !sum.is_zero());
    kept.map(|(currency, sum)| (currency.clone(), sum.normalize()))
        .collect()
}

fn compare_fees(read: &FileReport, alternatives: &Value) -> Result<(), String> {
    let Some(fees) = alternatives
        .get("fees")
        .filter(|_| read.provider.as_deref() == Some("paypal"))
    else {
        return Ok(());
    };
    for (currency, wanted) in sums_of(fees) {
        let is_same =
            |account: &&AccountReport| account.currency.as_deref() == Some(currency.as_str());
        let of_currency = read.accounts.iter().filter(is_same);
        let got: Decimal = of_currency.map(|account| amount(&account.fees)).sum();
        if got != wanted {
            return Err(format!("fees {got} {currency}, expected {wanted}"));
        }
    }
    Ok(())
}

/// The report has no days; those of files that are no databases are in their reading. The list leaves out
/// days that it does not know, such as a 30th of February.
fn compare_dates(path: &Path, expected: &Expected) -> Result<(), String> {
    if expected.date_min.is_empty() && expected.date_max.is_empty() && expected.rows > 0 {
        return Ok(());
    }
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let Ok(reading) = farthing_statements::read(&bytes, &Hints::default()) else {
        return Ok(());
    };
    let days = || {
        let rows = reading.statements.iter().flat_map(|s| &s.rows);
        rows.map(|row| row.date)
    };
    let day = |date: Option<NaiveDate>| date.map_or(String::new(), |d| d.to_string());
    let (min, max) = (day(days().min()), day(days().max()));
    if (&min, &max) != (&expected.date_min, &expected.date_max) {
        return Err(format!(
            "dates {min}..{max}, expected {}..{}",
            expected.date_min, expected.date_max
        ));
    }
    Ok(())
}
