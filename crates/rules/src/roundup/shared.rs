//! What is set aside goes to several goals, by weights (spec A.7).

use std::collections::HashMap;

use farthing_money::{Carry, Currency, Money, MoneyError, allocate};
use rust_decimal::Decimal;

use super::Outcome;
use crate::ids::EntryId;

/// What each of the goals with these weights has of what a rule set aside in one currency, in their
/// order. Every cent goes to one goal; what is taken back comes from those who had it.
pub fn shared(
    outcome: &Outcome,
    weights: &[Decimal],
    currency: Currency,
) -> Result<Vec<Money>, MoneyError> {
    let mut carry = Carry::new(weights)?;
    let mut given: HashMap<EntryId, Vec<Money>> = HashMap::new();
    let mut totals = vec![Money::zero(currency); weights.len()];
    for accrual in &outcome.accruals {
        if accrual.amount.currency() == currency && !accrual.amount.is_zero() {
            let shares = carry.allocate(accrual.amount)?;
            add(&mut totals, &shares)?;
            given.insert(accrual.entry, shares);
        }
    }
    for adjustment in &outcome.adjustments {
        if adjustment.amount.currency() != currency {
            continue;
        }
        let shares = match given.get(&adjustment.of) {
            Some(shares) if adjustment.amount.minor() < 0 => {
                let weights = shares.iter().map(Money::to_decimal).collect::<Vec<_>>();
                allocate(adjustment.amount, &weights)?
            }
            _ if adjustment.amount.minor() < 0 => allocate(adjustment.amount, weights)?,
            _ => carry.allocate(adjustment.amount)?,
        };
        add(&mut totals, &shares)?;
    }
    Ok(totals)
}

fn add(totals: &mut [Money], shares: &[Money]) -> Result<(), MoneyError> {
    for (total, share) in totals.iter_mut().zip(shares) {
        *total = total.checked_add(*share)?;
    }
    Ok(())
}
