//! The ledger against a bare-SQLite floor, in one run: only the ratios carry over to another machine.
//!
//! The floor (`floor.rs`) parses the same file by the shortest way and keeps one flat table with the
//! indexes and totals that the same questions need. The ledger does the whole job: double entry,
//! provenance with the raw row, identity, history, kept totals.
//!
//! `cargo bench -p farthing-ledger` runs all sizes; `-- 100000` only up to that one.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a bench reports ratios and fails by panicking"
)]

#[path = "../common/data.rs"]
mod data;
#[path = "../common/figures.rs"]
mod figures;
mod floor;
mod ofx;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::{
    EntryFilter, EntryInput, EntryKind, EntryStatus, ImportOptions, Ledger, SmallQuery,
    StatementFile,
};
use figures::{report, show};
use mimalloc::MiMalloc;
use tokio::runtime::Runtime;

/// As in the programs; the floor has it, too.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const QUERY_RUNS: usize = 41;
/// A parse is so short that three runs say little.
const PARSE_RUNS: usize = 15;

fn main() {
    let largest = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(usize::MAX);
    let runtime = Runtime::new().unwrap();
    println!(
        "{:<44} {:>12} {:>12} {:>8}",
        "job", "ledger", "floor", "ratio"
    );
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        runtime.block_on(measure(size));
    }
}

async fn measure(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let csv = data::csv(size);
    let file = StatementFile {
        name: "bench.csv".to_owned(),
        bytes: csv.into_bytes(),
    };
    let runs = if size > 100_000 { 1 } else { 3 };
    let reading = median(runs, || {
        farthing_statements::read(&file.bytes, &hints()).unwrap()
    });
    println!(
        "{:<44} {:>12}",
        format!("read the file, {size} rows"),
        show(reading)
    );
    parsing_ofx(size);
    imports(folder.path(), &file, size, runs).await;
    let ledger = Ledger::open(&folder.path().join("ledger-0"), "bench")
        .await
        .unwrap();
    let floor = floor::Floor::open(&folder.path().join("floor-0"));
    queries(&ledger, &floor, size).await;
    changes(&ledger, folder.path(), size).await;
    opening(ledger, size).await;
}

fn parsing_ofx(size: usize) {
    let text = ofx::ofx(size);
    let (mut ours, mut floors) = (vec![], vec![]);
    // In turn, as the machine is not equally fast all the time.
    for _ in 0..PARSE_RUNS {
        ours.push(median(1, || {
            let reading = farthing_statements::read(text.as_bytes(), &hints()).unwrap();
            assert_eq!(reading.statements[0].rows.len(), size);
        }));
        floors.push(median(1, || assert_eq!(floor::ofx(&text).len(), size)));
    }
    report(
        &format!("parse OFX, {size} rows"),
        middle(ours),
        middle(floors),
    );
}

async fn imports(folder: &Path, file: &StatementFile, size: usize, runs: usize) {
    let (mut ours, mut again, mut floors, mut floors_again) = (vec![], vec![], vec![], vec![]);
    for run in 0..runs {
        let path = folder.join(format!("floor-{run}"));
        let start = Instant::now();
        let floor = floor::Floor::open(&path);
        assert_eq!(floor.import(&file.bytes), size);
        floors.push(start.elapsed());
        let start = Instant::now();
        assert_eq!(floor.import(&file.bytes), 0);
        floors_again.push(start.elapsed());
        drop(floor);

        let path = folder.join(format!("ledger-{run}"));
        let start = Instant::now();
        let ledger = Ledger::open(&path, "bench").await.unwrap();
        assert_eq!(import(&ledger, file).await as usize, size);
        ours.push(start.elapsed());
        let start = Instant::now();
        assert_eq!(import(&ledger, file).await, 0);
        again.push(start.elapsed());
        ledger.close().await;
    }
    report(
        &format!("import CSV, durable, {size} rows"),
        middle(ours),
        middle(floors),
    );
    report(
        &format!("import it again, {size} rows"),
        middle(again),
        middle(floors_again),
    );
    let bytes = std::fs::metadata(folder.join("ledger-0")).unwrap().len();
    println!(
        "{:<44} {:>12}",
        "size on disk",
        format!("{} B/row", bytes / size as u64)
    );
}

async fn queries(ledger: &Ledger, floor: &floor::Floor, size: usize) {
    let query = year();
    let mut times = Vec::new();
    for _ in 0..QUERY_RUNS {
        let start = Instant::now();
        let small = ledger.small(&query).await.unwrap();
        times.push(start.elapsed());
        assert!(small.count > 0);
    }
    let ours = middle(times);
    report(
        &format!("small-money dashboard, {size}"),
        ours,
        median(QUERY_RUNS, || floor.small()),
    );

    let mut times = Vec::new();
    for _ in 0..QUERY_RUNS {
        let start = Instant::now();
        let months = ledger
            .category_months("EUR", first_day(), last_day())
            .await
            .unwrap();
        times.push(start.elapsed());
        assert!(!months.is_empty());
    }
    let ours = middle(times);
    report(
        &format!("month by category, five years, {size}"),
        ours,
        median(QUERY_RUNS, || floor.months()),
    );

    let mut times = Vec::new();
    for _ in 0..QUERY_RUNS {
        let start = Instant::now();
        ledger.today(None, last_day()).await.unwrap();
        times.push(start.elapsed());
    }
    println!(
        "{:<44} {:>12}",
        format!("the Today screen, {size}"),
        show(middle(times))
    );

    let filter = EntryFilter {
        text: Some("merchant 17".to_owned()),
        ..EntryFilter::default()
    };
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        ledger.entries(&filter, 0, 50).await.unwrap();
        times.push(start.elapsed());
    }
    println!(
        "{:<44} {:>12}",
        format!("search, newest 50 and total, {size}"),
        show(middle(times))
    );
}

async fn changes(ledger: &Ledger, folder: &Path, size: usize) {
    let account = ledger.accounts().await.unwrap()[0].id;
    let mut times = Vec::new();
    for number in 0..100 {
        let input = EntryInput {
            date: last_day(),
            time: None,
            account,
            kind: EntryKind::Purchase,
            status: EntryStatus::Posted,
            amount: format!("{}.50", number % 9 + 1),
            currency: "EUR".to_owned(),
            payee: format!("Merchant {number}"),
            note: String::new(),
            category: None,
            fee: String::new(),
            tip: String::new(),
            to_account: None,
            tags: Vec::new(),
        };
        let start = Instant::now();
        ledger.add_entry(input, now()).await.unwrap();
        times.push(start.elapsed());
    }
    times.sort();
    let floor = floor::commit(&folder.join("commit"), 100);
    report(&format!("add an entry, {size}"), times[50], floor);
    println!("{:<44} {:>12}", "  99th percentile", show(times[98]));
    let start = Instant::now();
    ledger.undo(None, now()).await.unwrap();
    println!("{:<44} {:>12}", "  undo it", show(start.elapsed()));
}

async fn opening(ledger: Ledger, size: usize) {
    let path = ledger.path().to_owned();
    ledger.close().await;
    let mut times = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        let ledger = Ledger::open(&path, "bench").await.unwrap();
        ledger.overview().await.unwrap();
        times.push(start.elapsed());
        ledger.close().await;
    }
    println!(
        "{:<44} {:>12}",
        format!("open to the first answer, {size}"),
        show(middle(times))
    );
}

async fn import(ledger: &Ledger, file: &StatementFile) -> u32 {
    let options = ImportOptions {
        currency: Some("EUR".to_owned()),
        account_name: Some("Bench".to_owned()),
        ..ImportOptions::default()
    };
    let mut go_on = |_| ControlFlow::Continue(());
    ledger
        .import(file, &options, now(), &mut go_on)
        .await
        .unwrap()
        .new
}

fn hints() -> farthing_statements::Hints {
    farthing_statements::Hints {
        currency: "EUR".parse().ok(),
        ..Default::default()
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 1, 1).unwrap()
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()
}

fn year() -> SmallQuery {
    SmallQuery {
        currency: "EUR".to_owned(),
        from: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
        to: last_day(),
        limit: None,
    }
}

fn median<T>(runs: usize, mut job: impl FnMut() -> T) -> Duration {
    let times = (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(job());
            start.elapsed()
        })
        .collect();
    middle(times)
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
