//! What a million purchases earn with six programmes, whole and after an import, against a floor in the
//! same run: only the ratios carry over to another machine.
//!
//! The floor is a bare loop that takes a rate of every purchase and rounds it, and nothing else. The
//! programmes do the whole job: who takes part, which rule wins, caps, tiers, refunds, reasons, and what
//! is kept so that an import need not work everything out again.
//!
//! `cargo bench -p farthing-rules --bench cashback`; `-- 100000` for another number of purchases.

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
mod programmes;

use std::time::{Duration, Instant};

use data::{History, Kept, all, months, spend_of};
use farthing_rules::cashback::{Programme, Spend};
use figures::{median, middle, peak_memory_mib, report, show};

const PURCHASES: u32 = 1_000_000;
const IMPORTED: u32 = 1_000;
/// An update and the floor are so short that one run says little.
const SHORT_RUNS: usize = 9;
/// The bars: how often the whole takes the floor, the update's part of it and its time, and the memory of
/// the whole.
const MOST_FLOORS: f64 = 60.0;
const LARGEST_PART: f64 = 0.01;
const LONGEST_UPDATE: Duration = Duration::from_millis(100);
const MOST_MEMORY_MIB: u64 = 400;

fn main() {
    let purchases = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(PURCHASES);
    let mut history = History::of(purchases);
    let floor = median(SHORT_RUNS, || rates(&history));
    let mut kept = all();
    println!(
        "{:<48} {:>12} {:>12} {:>9}",
        "job", "programme", "floor", "ratio"
    );
    let mut whole = Duration::ZERO;
    for (programme, kept) in &mut kept {
        let start = Instant::now();
        kept.renew(programme, &history, &[]).unwrap();
        let time = start.elapsed();
        whole += time;
        report(kept.name, time, floor);
        let (count, minor) = kept.total();
        println!(
            "  {count} rewards of {minor} minor units, {} blocks",
            kept.blocks()
        );
    }
    report(
        &format!("whole, 6 programmes, {purchases}"),
        whole,
        floor * 6,
    );
    let memory = peak_memory_mib();
    let shown = memory.map_or("not known here".to_owned(), |mib| format!("{mib} MiB"));
    println!("{:<48} {shown:>12}", "  peak memory of the process");

    let added = history.import(IMPORTED, purchases);
    let added: Vec<Spend<'_>> = added.iter().map(spend_of).collect();
    let update = updated(&history, &mut kept, &added);
    let part = update.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{:<48} {:>12} {:>12} {:>8.2}%",
        format!("update, 6 programmes, {IMPORTED} imported"),
        show(update),
        "",
        part * 100.0
    );
    assert!(is_rebuilt(&history, &kept), "the update is not the rebuild");
    if purchases == PURCHASES {
        assert!(whole.as_secs_f64() / (floor * 6).as_secs_f64() < MOST_FLOORS);
        assert!(part <= LARGEST_PART && update < LONGEST_UPDATE);
        assert!(memory.is_none_or(|mib| mib < MOST_MEMORY_MIB));
    }
}

/// How long the update takes; each run begins with what was kept before the import.
fn updated(history: &History, kept: &mut [(Programme, Kept)], added: &[Spend<'_>]) -> Duration {
    let mut update = Duration::ZERO;
    for (programme, kept) in kept {
        let mut times = Vec::new();
        for run in 1..=SHORT_RUNS {
            let mut before = kept.clone();
            let start = Instant::now();
            let work = before.renew(programme, history, added).unwrap();
            times.push(start.elapsed());
            if run == SHORT_RUNS {
                *kept = before;
                println!(
                    "  {}: {} stretches asked for, {} rewards given, in a history of {} months",
                    kept.name,
                    work.stretches,
                    work.entries,
                    months()
                );
            }
        }
        let time = middle(times);
        println!("  {:<46} {:>12}", kept.name, show(time));
        update += time;
    }
    update
}

/// Whether a computation from nothing keeps the same.
fn is_rebuilt(history: &History, kept: &[(Programme, Kept)]) -> bool {
    let anew = all().into_iter().map(|(programme, mut kept)| {
        kept.renew(&programme, history, &[]).unwrap();
        kept
    });
    kept.iter()
        .zip(anew)
        .all(|((_, kept), anew)| kept.is_same(&anew))
}

fn rates(history: &History) -> i64 {
    let rate = std::hint::black_box(15);
    let rewards = history.sizes().map(|minor| (minor * rate + 500) / 1_000);
    rewards.map(i64::from).sum()
}
