//! Deposits that were moved already stay as they were (spec 0.7, B).

use std::collections::HashSet;

use super::Deposit;

/// The deposits of a rule, with those that a transfer has settled in place of what the rule makes
/// of their causes now. A settled deposit stays when its cause is gone, such as a day without
/// spending that a late purchase has spoilt; one that is not settled goes. In the order of days.
pub fn keep_settled(live: &[Deposit], settled: &[Deposit]) -> Vec<Deposit> {
    let mut known = HashSet::new();
    let all = settled.iter().chain(live).copied();
    let mut kept: Vec<Deposit> = all.filter(|deposit| known.insert(deposit.cause)).collect();
    kept.sort_by_key(|deposit| deposit.day);
    kept
}

#[cfg(test)]
mod tests {
    use super::super::Cause;
    use super::super::fixtures::{amounts, cents, day};
    use super::*;
    use crate::roundup::Reason;

    fn on(text: &str, minor: i64) -> Deposit {
        Deposit {
            day: day(text),
            amount: cents(minor),
            cause: Cause::Day(day(text)),
            reason: Reason::Ok,
        }
    }

    #[test]
    fn a_settled_deposit_keeps_its_amount_and_outlives_its_cause() {
        let live = [on("2025-05-01", 100), on("2025-05-03", 300)];
        let settled = [on("2025-05-02", 200), on("2025-05-03", 333)];
        let kept = keep_settled(&live, &settled);
        assert_eq!(amounts(&kept), ["1.00", "2.00", "3.33"]);
        assert_eq!(keep_settled(&kept, &settled), kept);
    }

    #[test]
    fn without_settled_deposits_nothing_changes() {
        let live = [on("2025-05-01", 100), on("2025-05-03", 300)];
        assert_eq!(keep_settled(&live, &[]), live);
    }
}
