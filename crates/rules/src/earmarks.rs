//! Earmarks: what of an account's balance is set aside for goals, and what of it the balance no
//! longer covers (spec A.8).

use std::cmp::Reverse;

use farthing_money::{Money, MoneyError};

use crate::error::RulesError;
use crate::ids::GoalId;

/// An amount on an account that is set aside for a goal. It is no posting: nothing has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earmark {
    /// What it is for.
    pub goal: GoalId,
    /// How important the goal is: 1 before 2.
    pub priority: i64,
    /// Zero or more, in the account's currency.
    pub amount: Money,
}

/// What an account's balance means beside its earmarks. All amounts are in its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The balance without what is set aside; below zero where too much is.
    pub free: Money,
    /// All that is set aside.
    pub earmarked: Money,
    /// What is set aside and not there, zero or more.
    pub shortfall: Money,
    /// Whose money is not there, the least important goal first; together the shortfall.
    pub uncovered: Vec<(GoalId, Money)>,
}

impl Coverage {
    /// Whether more is set aside than is there. A rule with a guard then sets nothing more aside
    /// on this account.
    pub fn is_short(&self) -> bool {
        !self.shortfall.is_zero()
    }
}

/// How far a balance covers the earmarks on its account. A balance below zero covers nothing. Of
/// two goals equally important, the one listed later loses its cover first.
///
/// Fails for an earmark below zero or in another currency than the balance's.
///
/// ```
/// use farthing_rules::earmarks::{Earmark, coverage};
/// let bike = Earmark { goal: 1.into(), priority: 1, amount: "30.00 EUR".parse()? };
/// let told = coverage("25.00 EUR".parse()?, &[bike])?;
/// assert_eq!(told.shortfall.to_string(), "5.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn coverage(balance: Money, earmarks: &[Earmark]) -> Result<Coverage, RulesError> {
    let currency = balance.currency();
    let mut earmarked = Money::zero(currency);
    for earmark in earmarks {
        check(earmark, balance)?;
        earmarked = earmarked.checked_add(earmark.amount)?;
    }
    let missing = earmarked.minor() - balance.minor().max(0);
    let shortfall = Money::from_minor(missing.max(0), currency)?;
    Ok(Coverage {
        free: balance.checked_add(earmarked.negated())?,
        earmarked,
        shortfall,
        uncovered: uncovered(shortfall, earmarks)?,
    })
}

fn check(earmark: &Earmark, balance: Money) -> Result<(), RulesError> {
    if earmark.amount.currency() != balance.currency() {
        let message = "an earmark is in the currency of its account";
        return Err(RulesError::field("currency", message));
    }
    if earmark.amount.minor() < 0 {
        let message = "an earmark is zero or more";
        return Err(RulesError::field("amount", message));
    }
    Ok(())
}

/// Whose money a shortfall is, the least important goal first.
fn uncovered(shortfall: Money, earmarks: &[Earmark]) -> Result<Vec<(GoalId, Money)>, MoneyError> {
    let mut least_first: Vec<&Earmark> = earmarks.iter().rev().collect();
    least_first.sort_by_key(|earmark| Reverse(earmark.priority));
    let mut left = shortfall.minor();
    let mut uncovered: Vec<(GoalId, Money)> = Vec::new();
    for earmark in least_first {
        let part = left.min(earmark.amount.minor());
        if part > 0 {
            left -= part;
            let part = Money::from_minor(part, shortfall.currency())?;
            add(&mut uncovered, earmark.goal, part)?;
        }
    }
    Ok(uncovered)
}

fn add(uncovered: &mut Vec<(GoalId, Money)>, goal: GoalId, part: Money) -> Result<(), MoneyError> {
    match uncovered.iter_mut().find(|(known, _)| *known == goal) {
        Some((_, sum)) => *sum = sum.checked_add(part)?,
        None => uncovered.push((goal, part)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use farthing_money::Currency;
    use proptest::prelude::*;

    use super::*;

    fn euro(minor: i64) -> Money {
        Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
    }

    fn earmark(goal: i64, priority: i64, minor: i64) -> Earmark {
        Earmark {
            goal: GoalId(goal),
            priority,
            amount: euro(minor),
        }
    }

    #[test]
    fn the_least_important_goal_loses_its_cover_first() {
        let marks = [earmark(1, 1, 400), earmark(2, 3, 300), earmark(3, 2, 200)];
        let told = coverage(euro(450), &marks).unwrap();
        assert_eq!(told.shortfall, euro(450));
        let order = [(GoalId(2), euro(300)), (GoalId(3), euro(150))];
        assert_eq!(told.uncovered, order);
        assert!(told.is_short());
    }

    #[test]
    fn of_equally_important_goals_the_later_loses_first() {
        let told = coverage(euro(100), &[earmark(1, 1, 100), earmark(2, 1, 100)]).unwrap();
        assert_eq!(told.uncovered, [(GoalId(2), euro(100))]);
    }

    #[test]
    fn an_exact_balance_covers_everything() {
        let told = coverage(euro(100), &[earmark(1, 1, 100)]).unwrap();
        assert!(!told.is_short());
        assert_eq!(told.free, euro(0));
        assert_eq!(told.uncovered, []);
    }

    #[test]
    fn an_earmark_below_zero_is_refused() {
        assert!(coverage(euro(100), &[earmark(1, 1, -1)]).is_err());
    }

    #[test]
    fn an_earmark_of_another_currency_is_refused() {
        let mut mark = earmark(1, 1, 5);
        mark.amount = "5 JPY".parse().unwrap();
        assert!(coverage(euro(100), &[mark]).is_err());
    }

    proptest! {
        #[test]
        fn the_parts_add_up(
            balance in -2_000_i64..4_000,
            marks in proptest::collection::vec((0_i64..4, -3_i64..3, 0_i64..900), 0..8),
        ) {
            let marks: Vec<Earmark> = marks.iter().map(|&(g, p, a)| earmark(g, p, a)).collect();
            let told = coverage(euro(balance), &marks).unwrap();
            let parts: i64 = told.uncovered.iter().map(|(_, part)| part.minor()).sum();
            prop_assert_eq!(parts, told.shortfall.minor());
            prop_assert_eq!(told.free.minor() + told.earmarked.minor(), balance);
            prop_assert!(told.shortfall.minor() >= 0);
            for (goal, part) in &told.uncovered {
                let own: i64 =
                    marks.iter().filter(|m| m.goal == *goal).map(|m| m.amount.minor()).sum();
                prop_assert!(0 < part.minor() && part.minor() <= own);
            }
        }
    }
}
