//! One deposit for several goals (spec C with A.7).
//!
//! By weights it is [`farthing_money::split_caps`]; here is the sharing by priority.

use farthing_money::{CappedSplit, Money, MoneyError};

use super::check_currency;
use crate::error::RulesError;

/// A goal that waits for its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The lowest comes first; of equal ones the earlier in the list.
    pub priority: i64,
    /// What it still needs; none for a goal that takes whatever comes.
    pub remaining: Option<Money>,
}

/// Fills the goals one after the other, the lowest priority number first (spec A.7). The amount
/// is zero or more; the shares are in the order of the list.
///
/// ```
/// use farthing_rules::goals::{Ranked, split_by_priority};
/// let trip = Ranked { priority: 2, remaining: None };
/// let bills = Ranked { priority: 1, remaining: Some("30.00 EUR".parse()?) };
/// let split = split_by_priority("50.00 EUR".parse()?, &[trip, bills])?;
/// assert_eq!(format!("{:?}", split.shares), "[20.00 EUR, 30.00 EUR]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn split_by_priority(amount: Money, goals: &[Ranked]) -> Result<CappedSplit, RulesError> {
    if amount.minor() < 0 {
        return Err(MoneyError::NegativeAmount(amount).into());
    }
    let currency = amount.currency();
    let mut left = amount.minor();
    let mut turns: Vec<(usize, &Ranked)> = goals.iter().enumerate().collect();
    turns.sort_by_key(|(_, goal)| goal.priority);
    let mut shares = Vec::new();
    for (place, goal) in turns {
        let share = fitting_share(left, goal, amount)?;
        left -= share;
        shares.push((place, Money::from_minor(share, currency)?));
    }
    shares.sort_by_key(|(place, _)| *place);
    Ok(CappedSplit {
        shares: shares.into_iter().map(|(_, share)| share).collect(),
        unallocated: Money::from_minor(left, currency)?,
    })
}

/// As much of what is left, in minor units, as the goal still needs.
fn fitting_share(left: i64, goal: &Ranked, amount: Money) -> Result<i64, RulesError> {
    let Some(most) = goal.remaining else {
        return Ok(left);
    };
    check_currency(amount.currency(), most)?;
    Ok(left.min(most.minor().max(0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::from_minor(minor, "USD".parse().unwrap()).unwrap()
    }

    fn ranked(priority: i64, minor: Option<i64>) -> Ranked {
        Ranked {
            priority,
            remaining: minor.map(usd),
        }
    }

    fn minors(amount: i64, goals: &[Ranked]) -> (Vec<i64>, i64) {
        let split = split_by_priority(usd(amount), goals).unwrap();
        let shares = split.shares.iter().map(Money::minor).collect();
        (shares, split.unallocated.minor())
    }

    #[test]
    fn of_equal_priorities_the_earlier_is_filled_first() {
        let goals = [
            ranked(5, Some(60)),
            ranked(5, Some(60)),
            ranked(1, Some(30)),
        ];
        assert_eq!(minors(100, &goals), (vec![60, 10, 30], 0));
    }

    #[test]
    fn what_no_goal_needs_stays_unallocated() {
        let goals = [
            ranked(1, Some(-10)),
            ranked(2, Some(40)),
            ranked(3, Some(0)),
        ];
        assert_eq!(minors(100, &goals), (vec![0, 40, 0], 60));
        assert_eq!(minors(7, &[]), (vec![], 7));
    }

    #[test]
    fn an_open_goal_takes_the_rest_even_before_later_ones() {
        let goals = [ranked(1, None), ranked(2, Some(40))];
        assert_eq!(minors(100, &goals), (vec![100, 0], 0));
    }

    #[test]
    fn amounts_below_zero_and_other_currencies_are_errors() {
        assert!(split_by_priority(usd(-1), &[ranked(1, None)]).is_err());
        let euro = Ranked {
            priority: 1,
            remaining: Some("1.00 EUR".parse().unwrap()),
        };
        assert!(split_by_priority(usd(1), &[euro]).is_err());
    }

    proptest! {
        #[test]
        fn the_shares_add_up_and_no_goal_waits_behind_an_open_one(
            amount in 0_i64..10_000,
            needs in proptest::collection::vec((0_i64..4, 0_i64..4_000), 0..6),
        ) {
            let goals: Vec<Ranked> =
                needs.iter().map(|(rank, need)| ranked(*rank, Some(*need))).collect();
            let (shares, rest) = minors(amount, &goals);
            prop_assert_eq!(shares.iter().sum::<i64>() + rest, amount);
            for ((first, need), share) in needs.iter().zip(&shares) {
                prop_assert!((0..=*need).contains(share));
                let later = needs.iter().zip(&shares).filter(|((rank, _), _)| rank > first);
                let later: i64 = later.map(|(_, share)| share).sum();
                prop_assert!(share == need || (later == 0 && rest == 0));
            }
        }
    }
}
