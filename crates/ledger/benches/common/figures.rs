//! What both benches print.

use std::time::Duration;

/// A job's time beside that of its floor, in one line.
pub fn report(job: &str, ours: Duration, floor: Duration) {
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{job:<44} {:>12} {:>12} {ratio:>7.2}x",
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
