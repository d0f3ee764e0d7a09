//! Round-ups of a million purchases by five rules, whole and after an import, against a floor in the
//! same run: only the ratios carry over to another machine.
//!
//! The floor is a bare loop that computes the gap of every purchase and nothing else. The rules do the
//! whole job: who takes part, limits, guard, reasons, and the standings of all months.
//!
//! `cargo bench -p farthing-rules`; `-- 100000` for another number of purchases.

// A bench reports ratios of numbers of known size and fails by panicking.
#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

mod data;
#[path = "../common/figures.rs"]
mod figures;
#[path = "../common/numbers.rs"]
mod numbers;

use std::time::{Duration, Instant};

use data::{History, KeptRule, all_days, rules};
use figures::{median, middle, peak_memory_mib, report, show};

const PURCHASES: u32 = 1_000_000;
const IMPORTED: u32 = 1_000;
/// An update and the floor are so short that one run says little.
const SHORT_RUNS: usize = 9;
/// The bars: the update's part of the whole and its time, and the memory of the whole.
const LARGEST_PART: f64 = 0.01;
const LONGEST_UPDATE: Duration = Duration::from_millis(100);
const MOST_MEMORY_MIB: u64 = 400;

fn main() {
    let purchases = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(PURCHASES);
    let mut history = History::of(purchases);
    let floor = median(SHORT_RUNS, || gaps(&history));
    let mut kept = rules();
    println!(
        "{:<48} {:>12} {:>12} {:>9}",
        "job", "rules", "floor", "ratio"
    );
    let mut whole = Duration::ZERO;
    for rule in &mut kept {
        let start = Instant::now();
        rule.renew(&history, all_days()).unwrap();
        let time = start.elapsed();
        whole += time;
        let (count, minor) = rule.total();
        report(rule.name, time, floor);
        println!("  {count} accruals, {}.{:02} EUR", minor / 100, minor % 100);
    }
    report(&format!("whole, 5 rules, {purchases}"), whole, floor * 5);
    let memory = peak_memory_mib();
    let shown = memory.map_or("not known here".to_owned(), |mib| format!("{mib} MiB"));
    println!("{:<48} {shown:>12}", "  peak memory of the process");

    let affected = history.import(IMPORTED, purchases);
    let mut times = Vec::new();
    let mut months = 0;
    // Each run begins with what was kept before the import.
    for _ in 0..SHORT_RUNS {
        let mut before = kept.clone();
        let start = Instant::now();
        months = before
            .iter_mut()
            .map(|rule| rule.renew(&history, affected).unwrap())
            .sum();
        times.push(start.elapsed());
        if times.len() == SHORT_RUNS {
            kept = before;
        }
    }
    let update = middle(times);
    let part = update.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{:<48} {:>12} {:>12} {:>8.2}%",
        format!("update, 5 rules, {IMPORTED} imported"),
        show(update),
        "",
        part * 100.0
    );
    println!("  {months} months of {} in all", 241 * kept.len());
    assert!(is_rebuilt(&history, &kept), "the update is not the rebuild");
    if purchases == PURCHASES {
        assert!(part <= LARGEST_PART && update < LONGEST_UPDATE);
        assert!(memory.is_none_or(|mib| mib < MOST_MEMORY_MIB));
    }
}

/// Whether a computation from nothing keeps the same.
fn is_rebuilt(history: &History, kept: &[KeptRule]) -> bool {
    let anew = rules().into_iter().map(|mut rule| {
        rule.renew(history, all_days()).unwrap();
        rule
    });
    kept.iter()
        .zip(anew)
        .all(|(kept, anew)| kept.is_same(&anew))
}

fn gaps(history: &History) -> i64 {
    let increment = std::hint::black_box(100);
    let gaps = history
        .sizes()
        .map(|minor| (increment - minor % increment) % increment);
    gaps.map(i64::from).sum()
}
