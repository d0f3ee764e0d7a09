//! What the bench measures is right: after an import, the update of five rules is the rebuild.

#[path = "../benches/roundups/data.rs"]
// Shared with the bench, which makes numbers of known size and uses all of it.
#[allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    dead_code
)]
mod data;
#[path = "../benches/common/numbers.rs"]
mod numbers;

use data::{History, all_days, rules};

const PURCHASES: u32 = 30_000;

#[test]
fn after_an_import_the_update_of_each_rule_is_the_rebuild() {
    let mut history = History::of(PURCHASES);
    let mut kept = rules();
    for rule in &mut kept {
        rule.renew(&history, all_days()).unwrap();
    }
    let affected = history.import(1_000, PURCHASES);
    for (kept, mut anew) in kept.iter_mut().zip(rules()) {
        let before = kept.total();
        let months = kept.renew(&history, affected).unwrap();
        anew.renew(&history, all_days()).unwrap();
        assert!(months <= 2, "{}: {months} months", kept.name);
        assert!(kept.is_same(&anew), "{}", kept.name);
        assert_ne!(kept.total(), before, "{}", kept.name);
    }
}
