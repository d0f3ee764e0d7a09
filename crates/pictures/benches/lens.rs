//! Small money as the screen asks for it: every query of the dashboard, and a step of the slider, which
//! asks for the figures and draws all five charts again.
//!
//! The other screens of the lens are measured beside it.
//!
//! `cargo bench -p farthing-pictures` runs all sizes; `-- 100000` only up to that one. What must hold on
//! any machine like ours is checked: a query 50 ms at a million entries, a step of the slider 100 ms, and
//! a query one frame at ten thousand.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "a bench reports times and fails by panicking"
)]

#[path = "../../ledger/benches/common/rows.rs"]
mod rows;

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::lens::EssentialsInput;
use farthing_ledger::{ImportOptions, Ledger, SmallQuery, StatementFile};
use farthing_pictures::{Kind, Look, ThemeName, small};
use mimalloc::MiMalloc;
use serde_json::json;
use tokio::runtime::Runtime;

/// As in the programs.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const RUNS: usize = 31;
const KINDS: [Kind; 5] = [
    Kind::Months,
    Kind::Weeks,
    Kind::Hours,
    Kind::Calendar,
    Kind::Merchants,
];
const MOST_A_QUERY: Duration = Duration::from_millis(50);
const MOST_A_STEP: Duration = Duration::from_millis(100);
/// A sixtieth of a second.
const FRAME: Duration = Duration::from_millis(16);

fn main() {
    let largest = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(usize::MAX);
    let runtime = Runtime::new().unwrap();
    println!("{:<52} {:>10}", "median of a query", "time");
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        runtime.block_on(measure(size));
    }
}

async fn measure(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger"), "bench").await;
    let ledger = ledger.unwrap();
    import(&ledger, size).await;
    let mut slowest = Duration::ZERO;
    for (words, query) in [
        ("a year, the usual limit", year(None)),
        ("a year, a limit of one's own", year(Some("4.44"))),
        ("five years, the usual limit", five_years(None)),
        ("five years, a limit of one's own", five_years(Some("4.44"))),
    ] {
        slowest = slowest.max(queries(&ledger, &format!("{size}, {words}"), &query).await);
    }
    let step = slider(&ledger, size).await;
    others(&ledger, size).await;
    let essentials = EssentialsInput {
        categories: vec![ledger.categories().await.unwrap()[3].id],
        leave_out: true,
    };
    ledger.set_essentials(essentials, now()).await.unwrap();
    let words = format!("{size}, a year, essentials left out");
    slowest = slowest.max(queries(&ledger, &words, &year(None)).await);
    assert!(slowest <= MOST_A_QUERY, "a query took {slowest:?}");
    assert!(step <= MOST_A_STEP, "a step of the slider took {step:?}");
    if size <= 10_000 {
        assert!(
            slowest <= FRAME,
            "a query took {slowest:?}, more than a frame"
        );
    }
}

/// The medians of every query of the dashboard; gives the slowest.
async fn queries(ledger: &Ledger, words: &str, query: &SmallQuery) -> Duration {
    let payee = ledger.small(query).await.unwrap().merchants[0].payee;
    let payee = payee.unwrap();
    let figures = median(async || drop(ledger.small(query).await.unwrap())).await;
    let days = median(async || drop(ledger.small_days(query).await.unwrap())).await;
    let hours = median(async || drop(ledger.small_hours(query).await.unwrap())).await;
    let merchant = median(async || drop(ledger.merchant_lens(payee, query).await.unwrap())).await;
    for (name, time) in [
        ("figures", figures),
        ("days", days),
        ("hours", hours),
        ("merchant", merchant),
    ] {
        println!("{:<52} {:>10}", format!("{words}: {name}"), show(time));
    }
    figures.max(days).max(hours).max(merchant)
}

/// The other screens of the lens, with something laid down on each.
async fn others(ledger: &Ledger, size: usize) {
    let today = day(2025, 12, 31);
    let everything = json!({
        "name": "Everything", "amount": "500.00", "currency": "EUR", "rest": "spread", "rollover": "none",
        "days": {"kind": "repeating", "period": "month", "start": null},
    });
    let allowance = serde_json::from_value(everything).unwrap();
    ledger
        .save_allowance(None, allowance, today, now())
        .await
        .unwrap();
    let habit = json!({
        "name": "Quiet days", "currency": "EUR", "started": day(2025, 1, 1),
        "terms": {"kind": "no_spend_days", "weekdays": [0, 1, 2, 3, 4]},
    });
    let habit = serde_json::from_value(habit).unwrap();
    ledger.save_habit(None, habit, today, now()).await.unwrap();
    let year = year(None);
    let recurring = median(async || drop(ledger.recurring("EUR", today).await.unwrap())).await;
    let left = median(async || drop(ledger.left_today(today).await.unwrap())).await;
    let habits = median(async || drop(ledger.habits(today).await.unwrap())).await;
    let fees = median(async || drop(ledger.fees("EUR", year.from, year.to).await.unwrap())).await;
    let insights =
        median(async || drop(ledger.look_for_insights(today, now()).await.unwrap())).await;
    for (name, time) in [
        ("recurring", recurring),
        ("left today", left),
        ("habits", habits),
        ("fees", fees),
        ("insights", insights),
    ] {
        println!("{:<52} {:>10}", format!("{size}, {name}"), show(time));
    }
}

/// A step of the slider to a step of the ladder, and to an amount that is none.
async fn slider(ledger: &Ledger, size: usize) -> Duration {
    let look = Look {
        theme: ThemeName::Light,
        width: 960,
        height: 320,
    };
    let mut slowest = Duration::ZERO;
    for limit in ["2.00", "4.44"] {
        let query = year(Some(limit));
        let step = median(async || {
            ledger.small(&query).await.unwrap();
            for kind in KINDS {
                small(ledger, kind, query.clone(), look).await.unwrap();
            }
        });
        let step = step.await;
        let words = format!("{size}, a step of the slider to {limit}");
        println!("{words:<52} {:>10}", show(step));
        slowest = slowest.max(step);
    }
    slowest
}

/// The rows of a real life, each with a time of its day.
async fn import(ledger: &Ledger, size: usize) {
    let mut text = String::with_capacity(size * 72);
    text.push_str("Date,Time,Payee,Category,Amount,Transaction ID\n");
    rows::each(size, |payment| {
        let rows::Payment {
            day,
            merchant,
            amount,
            number,
        } = payment;
        let minute = number * 7_919 % 1_440;
        let (hour, minute) = (minute / 60, minute % 60);
        writeln!(
            text,
            "{day},{hour:02}:{minute:02}:00,Merchant {merchant},Coffee,{amount},T{number:09}"
        )
        .unwrap();
    });
    let file = StatementFile {
        name: "bench.csv".to_owned(),
        bytes: text.into_bytes(),
    };
    let options = ImportOptions {
        currency: Some("EUR".to_owned()),
        account_name: Some("Bench".to_owned()),
        ..ImportOptions::default()
    };
    let mut go_on = |_| ControlFlow::Continue(());
    let done = ledger.import(&file, &options, now(), &mut go_on).await;
    assert_eq!(done.unwrap().new as usize, size);
}

fn year(limit: Option<&str>) -> SmallQuery {
    SmallQuery {
        currency: "EUR".to_owned(),
        from: day(2025, 1, 1),
        to: day(2025, 12, 31),
        limit: limit.map(str::to_owned),
    }
}

fn five_years(limit: Option<&str>) -> SmallQuery {
    SmallQuery {
        from: day(2021, 1, 1),
        ..year(limit)
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

async fn median(mut job: impl AsyncFnMut()) -> Duration {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        job().await;
        times.push(start.elapsed());
    }
    times.sort();
    times[RUNS / 2]
}

fn show(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
