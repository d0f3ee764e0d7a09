//! What both benches measure with and print.

use std::time::{Duration, Instant};

/// The most memory that the process has had, where the system says so.
pub fn peak_memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}

/// The middle time of several runs of a job.
pub fn median<T>(runs: usize, mut job: impl FnMut() -> T) -> Duration {
    let times = (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(job());
            start.elapsed()
        })
        .collect();
    middle(times)
}

/// The middle of several times.
pub fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A job's time beside that of its floor, in one line.
pub fn report(job: &str, ours: Duration, floor: Duration) {
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{job:<48} {:>12} {:>12} {ratio:>8.1}x",
        show(ours),
        show(floor)
    );
}

/// A time as a person reads it.
pub fn show(time: Duration) -> String {
    if time >= Duration::from_millis(100) {
        format!("{:.2} s", time.as_secs_f64())
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
}
