//! What each write costs more because of what follows from it: the same writes on the same ledger, before
//! any saving rule or reward programme is laid down, are the floor.
//!
//! `cargo bench -p farthing-ledger --bench writes` runs all sizes; `-- 100000` only up to that one.

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

mod cashback;
mod savings;

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::{EntryInput, EntryKind, EntryStatus, ImportOptions, Ledger, StatementFile};
use figures::{report, show};
use mimalloc::MiMalloc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// As in the programs.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const CHANGES: usize = 60;
/// A statement that comes later.
const LATER_ROWS: usize = 1_000;

fn main() {
    let largest = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(usize::MAX);
    let runtime = Runtime::new().unwrap();
    println!(
        "{:<44} {:>12} {:>12} {:>8}",
        "job", "with", "without", "ratio"
    );
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        runtime.block_on(async {
            let (_folder, ledger, floor) = begin(size).await;
            savings::lay_down(&ledger, size).await;
            compare("saving rules", &ledger, size, floor).await;
            let (_folder, ledger, floor) = begin(size).await;
            cashback::lay_down(&ledger, size).await;
            compare("programmes", &ledger, size, floor).await;
        });
    }
}

/// What the writes take while nothing follows from them.
#[derive(Clone, Copy)]
struct Floor {
    add: Duration,
    import: Duration,
}

async fn begin(size: usize) -> (TempDir, Ledger, Floor) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger");
    let ledger = Ledger::open(&file, "bench").await.unwrap();
    import(&ledger, &data::csv(size)).await;
    let floor = Floor {
        add: adding(&ledger).await,
        import: timed(import(&ledger, &statement(10))).await,
    };
    (folder, ledger, floor)
}

async fn compare(with: &str, ledger: &Ledger, size: usize, floor: Floor) {
    let add = adding(ledger).await;
    report(&format!("{with}: add an entry, {size}"), add, floor.add);
    let import = timed(import(ledger, &statement(11))).await;
    let job = format!("{with}: import {LATER_ROWS} rows, {size}");
    report(&job, import, floor.import);
    said(
        "  of it for what follows",
        import.saturating_sub(floor.import),
    );
    let undone = timed(async { ledger.undo(None, now()).await.unwrap() }).await;
    said("  undo it", undone);
}

/// A time that has no floor.
fn said(job: &str, time: Duration) {
    println!("{job:<44} {:>12}", show(time));
}

/// The median of single changes on the last day.
async fn adding(ledger: &Ledger) -> Duration {
    let account = ledger.accounts().await.unwrap()[0].id;
    let mut times = Vec::new();
    for number in 0..CHANGES {
        let input = EntryInput {
            date: today(),
            time: None,
            account,
            kind: EntryKind::Purchase,
            status: EntryStatus::Posted,
            amount: format!("{}.55", number % 9 + 1),
            currency: "EUR".to_owned(),
            payee: format!("Merchant {number}"),
            note: String::new(),
            category: None,
            fee: String::new(),
            tip: String::new(),
            to_account: None,
            tags: Vec::new(),
        };
        times.push(timed(async { ledger.add_entry(input, now()).await.unwrap() }).await);
    }
    times.sort();
    times[times.len() / 2]
}

/// A statement of a month.
fn statement(month: u32) -> String {
    let mut text = String::from("Date,Payee,Category,Amount,Transaction ID\n");
    for row in 0..LATER_ROWS {
        let (day, cents, payee) = (row * 30 / LATER_ROWS + 1, row % 90 + 10, row % 50);
        writeln!(
            text,
            "2025-{month}-{day:02},Kiosk {payee},Snacks,-2.{cents},S{month}-{row}"
        )
        .unwrap();
    }
    text
}

async fn import(ledger: &Ledger, text: &str) {
    let file = StatementFile {
        name: "bench.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let options = ImportOptions {
        currency: Some("EUR".to_owned()),
        account_name: Some("Bench".to_owned()),
        ..ImportOptions::default()
    };
    let mut go_on = |_| ControlFlow::Continue(());
    let report = ledger.import(&file, &options, now(), &mut go_on);
    assert!(report.await.unwrap().new > 0);
}

async fn timed<T>(job: impl Future<Output = T>) -> Duration {
    let start = Instant::now();
    std::hint::black_box(job.await);
    start.elapsed()
}

fn now() -> DateTime<Utc> {
    "2025-12-31T12:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()
}
