//! A challenge: steps that grow or shrink, one in each slot of so many days (spec B, challenge).

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money, MoneyError, Rounding};

use super::{Cause, Deposit, check_above_zero, deposit, of_minor};
use crate::RulesError;
use crate::calendar::beyond_calendar;

/// The most steps of a challenge: ten years of days.
pub const MOST_STEPS: u32 = 3_660;

/// A challenge as the person laid it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// What the steps come to.
    pub ladder: Ladder,
    /// How many steps, 1 to [`MOST_STEPS`].
    pub steps: u32,
    /// How many days a slot has, at least one.
    pub step_days: u32,
    /// Which step comes first.
    pub order: Order,
    /// The day of the first slot.
    pub start: NaiveDate,
    /// The slots that were missed, numbered from 1.
    pub missed: BTreeSet<u32>,
    /// What becomes of the steps of missed slots.
    pub missed_policy: MissedPolicy,
}

/// What the steps of a challenge come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// Step k is k times this.
    Unit(Money),
    /// All steps together are exactly this.
    Target(Money),
}

/// Which step comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The smallest.
    #[default]
    Ascending,
    /// The largest.
    Descending,
}

/// What becomes of the step of a missed slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissedPolicy {
    /// The next slot that is not missed pays it too; after the last slot nobody does.
    #[default]
    Carry,
    /// It is left out.
    Skip,
    /// It waits for the next slot, and all steps after it too, so the challenge ends later.
    Shift,
}

/// The steps that were due by a day. A deposit is numbered by its step, which is also the number of
/// its slot unless missed slots shift the steps.
pub fn challenge(rule: &Challenge, as_of: NaiveDate) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let mut deposits = Vec::new();
    let mut carried = rule.nothing();
    let mut step = 1;
    for slot in 1.. {
        let day = rule.day_of(slot).ok_or_else(beyond_calendar)?;
        if step > rule.steps || day > as_of {
            break;
        }
        let is_missed = rule.missed.contains(&slot);
        if is_missed && rule.missed_policy == MissedPolicy::Shift {
            continue;
        }
        let amount = rule.amount_of(step)?.checked_add(carried)?;
        carried = match rule.missed_policy {
            MissedPolicy::Carry if is_missed => amount,
            MissedPolicy::Carry | MissedPolicy::Skip | MissedPolicy::Shift => rule.nothing(),
        };
        if !is_missed {
            deposits.extend(deposit(day, amount, Cause::Step(step)));
        }
        step += 1;
    }
    Ok(deposits)
}

impl Challenge {
    fn check(&self) -> Result<(), RulesError> {
        let (Ladder::Unit(amount) | Ladder::Target(amount)) = self.ladder;
        check_above_zero("ladder", amount, amount.currency())?;
        if !(1..=MOST_STEPS).contains(&self.steps) {
            return Err(RulesError::field(
                "steps",
                "a challenge has 1 to 3660 steps",
            ));
        }
        if self.step_days == 0 {
            return Err(RulesError::field("step_days", "a slot has at least a day"));
        }
        Ok(())
    }

    fn currency(&self) -> Currency {
        let (Ladder::Unit(amount) | Ladder::Target(amount)) = self.ladder;
        amount.currency()
    }

    fn nothing(&self) -> Money {
        Money::zero(self.currency())
    }

    /// The day of a slot, numbered from 1.
    fn day_of(&self, slot: u32) -> Option<NaiveDate> {
        let days = u64::from(slot.checked_sub(1)?) * u64::from(self.step_days);
        self.start.checked_add_days(Days::new(days))
    }

    /// What a step comes to, numbered from 1 in the order in which they are paid.
    fn amount_of(&self, step: u32) -> Result<Money, MoneyError> {
        let rung = match self.order {
            Order::Ascending => i128::from(step),
            Order::Descending => i128::from(self.steps) + 1 - i128::from(step),
        };
        let minor = match self.ladder {
            Ladder::Unit(unit) => i128::from(unit.minor()).checked_mul(rung),
            Ladder::Target(target) => self.between(target, rung - 1, rung),
        };
        of_minor(minor, self.currency())
    }

    /// What is reached at a rung, less what was reached at the one below. Both are rounded, so the
    /// rungs add up to the target exactly.
    fn between(&self, target: Money, below: i128, rung: i128) -> Option<i128> {
        let steps = i128::from(self.steps);
        let reached = |rung: i128| {
            let part = i128::from(target.minor()).checked_mul(rung * (rung + 1))?;
            Rounding::HalfUp.divide(part, steps * (steps + 1))
        };
        reached(rung)?.checked_sub(reached(below)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, cents, day, days, euros};
    use super::super::total;
    use super::*;

    fn four_weeks() -> Challenge {
        Challenge {
            ladder: Ladder::Unit(euros("1.00")),
            steps: 4,
            step_days: 7,
            order: Order::Ascending,
            start: day("2025-01-06"),
            missed: BTreeSet::new(),
            missed_policy: MissedPolicy::Carry,
        }
    }

    fn sum(rule: &Challenge) -> String {
        let deposits = challenge(rule, day("2040-01-01")).unwrap();
        total(&deposits, rule.currency()).unwrap().decimal_text()
    }

    #[test]
    fn the_known_challenges_have_their_known_totals() {
        let weeks = Challenge {
            steps: 52,
            ..four_weeks()
        };
        assert_eq!(sum(&weeks), "1378.00");
        let pennies = |steps| Challenge {
            ladder: Ladder::Unit(euros("0.01")),
            steps,
            step_days: 1,
            ..four_weeks()
        };
        assert_eq!(sum(&pennies(365)), "667.95");
        assert_eq!(sum(&pennies(366)), "671.61");
    }

    #[test]
    fn a_missed_slot_is_paid_by_the_next_one_and_a_missed_last_slot_by_none() {
        let rule = Challenge {
            missed: BTreeSet::from([1, 2, 4]),
            ..four_weeks()
        };
        let deposits = challenge(&rule, day("2026-01-01")).unwrap();
        assert_eq!(amounts(&deposits), ["6.00"]);
        assert_eq!(deposits[0].cause, Cause::Step(3));
    }

    #[test]
    fn a_skipped_slot_leaves_its_step_out() {
        let rule = Challenge {
            missed: BTreeSet::from([2]),
            missed_policy: MissedPolicy::Skip,
            order: Order::Descending,
            ..four_weeks()
        };
        let deposits = challenge(&rule, day("2026-01-01")).unwrap();
        assert_eq!(amounts(&deposits), ["4.00", "2.00", "1.00"]);
    }

    #[test]
    fn shifted_steps_are_all_paid_in_the_end() {
        let rule = Challenge {
            missed: BTreeSet::from([2, 5]),
            missed_policy: MissedPolicy::Shift,
            ..four_weeks()
        };
        let deposits = challenge(&rule, day("2026-01-01")).unwrap();
        assert_eq!(amounts(&deposits), ["1.00", "2.00", "3.00", "4.00"]);
        let expected = ["2025-01-06", "2025-01-20", "2025-01-27", "2025-02-10"];
        assert_eq!(days(&deposits), expected);
    }

    #[test]
    fn a_challenge_without_steps_or_days_is_refused() {
        let no_steps = Challenge {
            steps: 0,
            ..four_weeks()
        };
        let no_days = Challenge {
            step_days: 0,
            ..four_weeks()
        };
        for rule in [no_steps, no_days] {
            assert!(challenge(&rule, day("2026-01-01")).is_err());
        }
    }

    proptest! {
        #[test]
        fn the_steps_of_a_target_add_up_to_it(target in 1_i64..1_000_000, steps in 1_u32..400) {
            for order in [Order::Ascending, Order::Descending] {
                let rule = Challenge {
                    ladder: Ladder::Target(cents(target)),
                    steps,
                    step_days: 1,
                    order,
                    ..four_weeks()
                };
                prop_assert_eq!(sum(&rule), cents(target).decimal_text());
            }
        }

        #[test]
        fn carrying_pays_the_same_as_missing_nothing(missed in proptest::collection::btree_set(1_u32..20, 0..19)) {
            let whole = Challenge { steps: 20, ..four_weeks() };
            let rule = Challenge { missed, ..whole.clone() };
            prop_assert_eq!(sum(&rule), sum(&whole));
            let shifted = Challenge { missed_policy: MissedPolicy::Shift, ..rule };
            prop_assert_eq!(sum(&shifted), sum(&whole));
        }
    }
}
