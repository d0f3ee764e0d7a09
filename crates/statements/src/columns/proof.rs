//! Columns without names, of which some amounts lead from balance to balance.

use rust_decimal::Decimal;

use super::chain::follows;
use super::number::{Flag, negated};

/// Columns of which one is the amount, because the others follow from it.
pub(super) struct Proof {
    pub(super) amount: usize,
    /// The balance after each row, where the table has it.
    pub(super) balance: Option<usize>,
    pub(super) why: &'static str,
}

/// A column and what its rows hold.
pub(super) type Values = (usize, Vec<Decimal>);

/// The amount and the balance among columns of values, the surest proof first; which way the days go
/// may be known.
pub(super) fn proof_among(values: &[Values], goes_down: Option<bool>) -> Option<Proof> {
    let pairs = || {
        let with_others = |amount| values.iter().map(move |balance| (amount, balance));
        let pairs = values.iter().flat_map(with_others);
        pairs.filter(|(amount, balance)| amount.0 != balance.0)
    };
    let proof = |(amount, balance): (&Values, &Values), why| Proof {
        amount: amount.0,
        balance: Some(balance.0),
        why,
    };
    let why = "each amount leads from one balance to the next";
    if let Some(found) = pairs().find(|(a, b)| leads_to(&a.1, &b.1, goes_down)) {
        return Some(proof(found, why));
    }
    // A sum is the same whichever of its parts is the amount: only that has minus signs.
    let is_sum = |(amount, balance): &(&Values, &Values)| {
        let others = values
            .iter()
            .filter(|o| o.0 != amount.0 && o.0 != balance.0);
        let mut before = others.filter(|before| !has_minus(&before.1));
        has_minus(&amount.1) && before.any(|before| adds_up(&before.1, &amount.1, &balance.1))
    };
    if let Some(found) = pairs().find(is_sum) {
        let why = "one balance and the amount give the other balance";
        return Some(proof(found, why));
    }
    if let Some(found) = pairs().find(|(a, b)| leads_from(&a.1, &b.1, goes_down)) {
        return Some(Proof {
            balance: None,
            ..proof(found, why)
        });
    }
    let turned = |amounts: &[Decimal]| -> Vec<Decimal> {
        amounts.iter().map(|amount| negated(*amount)).collect()
    };
    let found = pairs().find(|(a, b)| leads_to(&turned(&a.1), &b.1, goes_down))?;
    let why = "each balance is the one before without the amount";
    Some(proof(found, why))
}

/// The amount and the balance among columns of values, where the sides stand in a column of their own.
pub(super) fn proof_by_flags(
    values: &[Values],
    flags: &[Flag],
    goes_down: Option<bool>,
) -> Option<Proof> {
    let flagged = |amounts: &[Decimal]| -> Vec<Decimal> {
        let pairs = amounts.iter().zip(flags);
        let signed = pairs.map(|(amount, flag)| match flag {
            Flag::Out => negated(amount.abs()),
            Flag::In => amount.abs(),
        });
        signed.collect()
    };
    for (amount, amounts) in values {
        let moved = flagged(amounts);
        let others = values.iter().filter(|(other, _)| other != amount);
        for (balance, balances) in others {
            if leads_to(&moved, balances, goes_down) {
                return Some(Proof {
                    amount: *amount,
                    balance: Some(*balance),
                    why: "each amount leads from one balance to the next",
                });
            }
        }
    }
    None
}

fn has_minus(values: &[Decimal]) -> bool {
    values
        .iter()
        .any(|value| value.is_sign_negative() && !value.is_zero())
}

fn moves_something(moved: &[Decimal]) -> bool {
    moved.iter().any(|amount| !amount.is_zero())
}

/// Whether in each row a balance and the amount give the other balance.
fn adds_up(before: &[Decimal], moved: &[Decimal], after: &[Decimal]) -> bool {
    let mut rows = before.iter().zip(moved).zip(after);
    rows.all(|((before, moved), after)| before.checked_add(*moved) == Some(*after))
}

/// Whether each balance is the one before its row, and the next that with the row's amount.
fn leads_from(moved: &[Decimal], balances: &[Decimal], goes_down: Option<bool>) -> bool {
    let next = balances.iter().skip(1).map(|balance| Some(*balance));
    let first = balances
        .first()
        .map(|balance| (Decimal::ZERO, Some(*balance)));
    let steps = first.into_iter().chain(moved.iter().copied().zip(next));
    moves_something(moved)
        && goes_down != Some(false)
        && follows(steps).is_some_and(|steps| steps > 0)
}

/// Whether each balance is the one before plus its row's amount, from above or from below.
fn leads_to(moved: &[Decimal], balances: &[Decimal], goes_down: Option<bool>) -> bool {
    let steps: Vec<_> = moved
        .iter()
        .zip(balances)
        .map(|(moved, balance)| (*moved, Some(*balance)))
        .collect();
    let holds = |steps: Option<usize>| steps.is_some_and(|steps| steps > 0);
    let down = || goes_down != Some(false) && holds(follows(steps.iter().copied()));
    let up = || goes_down != Some(true) && holds(follows(steps.iter().rev().copied()));
    moves_something(moved) && (down() || up())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(at: usize, values: &[i64]) -> Values {
        (at, values.iter().copied().map(Decimal::from).collect())
    }

    fn found(values: &[Values], goes_down: Option<bool>) -> Option<(usize, Option<usize>)> {
        let proof = proof_among(values, goes_down)?;
        Some((proof.amount, proof.balance))
    }

    #[test]
    fn amounts_that_lead_from_balance_to_balance_are_found_wherever_they_stand() {
        let before = column(0, &[100, 90, 95]);
        let after = column(1, &[90, 95, 75]);
        let amounts = column(2, &[-10, 5, -20]);
        let all = [before.clone(), after, amounts.clone()];
        assert_eq!(found(&all, None), Some((2, Some(1))));
        assert_eq!(found(&[before, amounts], Some(true)), Some((2, None)));
    }

    #[test]
    fn turned_amounts_are_found_where_the_days_say_which_way_the_rows_go() {
        let balances = column(0, &[75, 95, 90]);
        let turned = column(1, &[20, -5, 10]);
        assert_eq!(found(&[balances, turned], Some(false)), Some((1, Some(0))));
    }

    #[test]
    fn a_column_of_sides_signs_the_amounts_of_a_proof() {
        let values = [column(0, &[10, 5, 20]), column(1, &[90, 95, 75])];
        let flags = [Flag::Out, Flag::In, Flag::Out];
        let proof = proof_by_flags(&values, &flags, None);
        assert_eq!(proof.map(|p| (p.amount, p.balance)), Some((0, Some(1))));
    }

    #[test]
    fn what_moves_nothing_proves_nothing() {
        let fees = column(0, &[0, 0, 0]);
        let same = column(1, &[100, 100, 100]);
        assert_eq!(found(&[fees, same], None), None);
    }
}
