//! What an account holds above a round balance is set aside at the close of the day (spec B,
//! `round_down_balance`).

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, Weekday};
use farthing_money::Money;

use super::{
    Cause, Deposit, at_most, check_above_zero, check_currency, check_limit, deposit, left_of,
};
use crate::RulesError;

/// A round balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundDownBalance {
    /// Balances are rounded down to its multiples; above zero.
    pub increment: Money,
    /// Only on these weekdays; none for all of them.
    pub weekdays: Option<HashSet<Weekday>>,
    /// A balance up to this size is left alone.
    pub skip_if_at_most: Option<Money>,
    /// What the pot holds before the first day.
    pub pot: Money,
    /// The most that the pot may hold.
    pub pot_cap: Option<Money>,
}

/// Sets aside what is above a multiple of the increment. The balances at the close of days, in
/// their order, do not know of the deposits that are made here: each lowers the later ones.
pub fn round_down_balance(
    rule: &RoundDownBalance,
    closing: &[(NaiveDate, Money)],
) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let mut moved = Money::zero(rule.increment.currency());
    let mut deposits = Vec::new();
    for (day, balance) in closing {
        let available = left_of(*balance, moved)?;
        if !rule.looks_at(*day, available) {
            continue;
        }
        let amount = at_most(rule.above(available)?, rule.room(moved)?);
        moved = moved.checked_add(amount)?;
        deposits.extend(deposit(*day, amount, Cause::Day(*day)));
    }
    Ok(deposits)
}

impl RoundDownBalance {
    fn check(&self) -> Result<(), RulesError> {
        let currency = self.increment.currency();
        check_above_zero("increment", self.increment, currency)?;
        check_currency(self.pot, currency)?;
        check_limit("skip_if_at_most", self.skip_if_at_most, currency)?;
        check_limit("pot_cap", self.pot_cap, currency)
    }

    fn looks_at(&self, day: NaiveDate, available: Money) -> bool {
        let least = self.skip_if_at_most.map_or(0, |least| least.minor());
        let on_day = |weekdays: &HashSet<Weekday>| weekdays.contains(&day.weekday());
        available.minor() > least && self.weekdays.as_ref().is_none_or(on_day)
    }

    /// What a balance above zero has above a multiple of the increment.
    fn above(&self, available: Money) -> Result<Money, RulesError> {
        let above = available.minor().checked_rem(self.increment.minor());
        Ok(Money::from_minor(above.unwrap_or(0), available.currency())?)
    }

    /// What the pot still takes.
    fn room(&self, moved: Money) -> Result<Option<Money>, RulesError> {
        let Some(cap) = self.pot_cap else {
            return Ok(None);
        };
        Ok(Some(left_of(cap, self.pot.checked_add(moved)?)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, cents, day, days, euros};
    use super::*;

    fn to_fives() -> RoundDownBalance {
        RoundDownBalance {
            increment: euros("5.00"),
            weekdays: None,
            skip_if_at_most: None,
            pot: euros("0.00"),
            pot_cap: None,
        }
    }

    #[test]
    fn a_balance_below_zero_is_left_alone() {
        let closing = [(day("2025-05-01"), euros("-3.00"))];
        assert!(
            round_down_balance(&to_fives(), &closing)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn the_pot_takes_no_more_than_its_cap() {
        let rule = RoundDownBalance {
            pot: euros("8.00"),
            pot_cap: Some(euros("12.00")),
            ..to_fives()
        };
        let closing = ["13.00", "16.00", "30.00"].map(euros);
        let closing: Vec<_> = day("2025-05-01").iter_days().zip(closing).collect();
        let deposits = round_down_balance(&rule, &closing).unwrap();
        assert_eq!(amounts(&deposits), ["3.00", "1.00"]);
        let full = RoundDownBalance {
            pot: euros("50.00"),
            ..rule
        };
        assert!(round_down_balance(&full, &closing).unwrap().is_empty());
    }

    #[test]
    fn only_the_named_weekdays_move_anything() {
        let rule = RoundDownBalance {
            weekdays: Some(HashSet::from([Weekday::Fri])),
            ..to_fives()
        };
        let closing: Vec<_> = day("2025-05-01")
            .iter_days()
            .zip([euros("7.00"); 7])
            .collect();
        let deposits = round_down_balance(&rule, &closing).unwrap();
        assert_eq!(days(&deposits), ["2025-05-02"]);
    }

    proptest! {
        #[test]
        fn what_stays_is_round_and_never_below_zero(balances in proptest::collection::vec(0_i64..5_000, 0..30)) {
            let rule = to_fives();
            let closing: Vec<_> = day("2025-05-01")
                .iter_days()
                .zip(balances.into_iter().map(cents))
                .collect();
            let deposits = round_down_balance(&rule, &closing).unwrap();
            let mut moved = 0;
            for deposit in deposits {
                moved += deposit.amount.minor();
                let (_, balance) = closing.iter().find(|(day, _)| *day == deposit.day).unwrap();
                let stays = balance.minor() - moved;
                prop_assert!(stays >= 0 && stays % 500 == 0);
            }
        }
    }
}
