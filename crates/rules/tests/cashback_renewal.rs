//! What the bench measures is right: after an import, the update of six programmes is the rebuild.

#[path = "../benches/cashback/data.rs"]
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
#[path = "../benches/cashback/programmes.rs"]
// Shared with the bench, which fails by panicking.
#[allow(clippy::unwrap_used)]
mod programmes;

use data::{History, all, spend_of};
use farthing_rules::cashback::Spend;

const PURCHASES: u32 = 60_000;

#[test]
fn after_an_import_the_update_of_each_programme_is_the_rebuild() {
    let mut history = History::of(PURCHASES);
    let mut kept = all();
    for (programme, kept) in &mut kept {
        kept.renew(programme, &history, &[]).unwrap();
    }
    let added = history.import(1_000, PURCHASES);
    let added: Vec<Spend<'_>> = added.iter().map(spend_of).collect();
    for ((programme, kept), (_, mut anew)) in kept.iter_mut().zip(all()) {
        let before = kept.total();
        kept.renew(programme, &history, &added).unwrap();
        anew.renew(programme, &history, &[]).unwrap();
        assert!(kept.is_same(&anew), "{}", kept.name);
        assert_eq!(kept.total().0, before.0 + added.len(), "{}", kept.name);
    }
}
