//! What saving costs each write: the same writes on the same ledger before any rule is laid down are the
//! floor.
//!
//! `cargo bench -p farthing-ledger --bench savings` runs all sizes; `-- 100000` only up to that one.

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

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::savings::SavingRuleInput;
use farthing_ledger::{EntryInput, EntryKind, EntryStatus, ImportOptions, Ledger, StatementFile};
use figures::{report, show};
use mimalloc::MiMalloc;
use serde_json::{Value, json};
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
        "job", "with rules", "without", "ratio"
    );
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        runtime.block_on(measure(size));
    }
}

async fn measure(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger"), "bench")
        .await
        .unwrap();
    import(&ledger, &data::csv(size)).await;
    let add_without = adding(&ledger).await;
    let import_without = timed(import(&ledger, &statement(10))).await;
    for (name, terms) in rules() {
        let rule: SavingRuleInput =
            serde_json::from_value(json!({"name": name, "terms": terms, "from": "2021-01-01"}))
                .unwrap();
        let laid = ledger.save_saving_rule(None, rule, None, today(), now());
        let time = timed(Box::pin(async { laid.await.unwrap() })).await;
        println!(
            "{:<44} {:>12}",
            format!("lay down {name}, {size}"),
            show(time)
        );
    }
    report(
        &format!("add an entry, {size}"),
        adding(&ledger).await,
        add_without,
    );
    report(
        &format!("import {LATER_ROWS} more rows, {size}"),
        timed(import(&ledger, &statement(11))).await,
        import_without,
    );
    let undone = timed(async { ledger.undo(None, now()).await.unwrap() }).await;
    println!("{:<44} {:>12}", "  undo it", show(undone));
}

/// One of each kind that looks at entries.
fn rules() -> [(&'static str, Value); 6] {
    let euros = |mut terms: Value| {
        terms["currency"] = json!("EUR");
        terms
    };
    let month = json!({"currency": "EUR", "mode": {"kind": "multiple"}, "cap_month": "500.00"});
    [
        ("round-ups", json!({"kind": "round_up", "steps": [month]})),
        (
            "a part of each purchase",
            euros(json!({"kind": "percent_of_purchase", "percent": "2", "cap_month": "100.00"})),
        ),
        (
            "a fixed amount",
            euros(json!({"kind": "fixed_per_match", "amount": "0.10", "max_per_day": 3})),
        ),
        ("payday", euros(json!({"kind": "payday", "percent": "10"}))),
        (
            "the rest of a budget",
            euros(
                json!({"kind": "spend_less", "budget": "90000.00", "percent": "100",
                         "period": "month"}),
            ),
        ),
        (
            "days without spending",
            euros(json!({"kind": "no_spend_reward", "amount": "1.00"})),
        ),
    ]
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
