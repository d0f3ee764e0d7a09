//! What becomes of a round-up that was moved already when its purchase is edited or deleted (spec A.5).

use farthing_money::{Money, MoneyError};

use super::{Accrual, Adjustment, AdjustmentReason, ChangePolicy, Reason, Settled};
use crate::ids::EntryId;

/// By how much the round-up of a settled purchase would be another since it was edited; none where
/// it would not, or stays.
pub fn edited(
    policy: ChangePolicy,
    accrual: &Accrual,
    settled: &Settled,
) -> Result<Option<Adjustment>, MoneyError> {
    let (Some(day), ChangePolicy::Adjust) = (settled.changed, policy) else {
        return Ok(None);
    };
    let currency = settled.amount.currency();
    // In another currency it is another round-up, and this one is taken back.
    let is_same = accrual.live.currency() == currency;
    let live = if is_same { accrual.live.minor() } else { 0 };
    let more = live - settled.amount.minor();
    if more == 0 {
        return Ok(None);
    }
    Ok(Some(Adjustment {
        entry: accrual.entry,
        of: accrual.entry,
        day,
        amount: Money::from_minor(more, currency)?,
        reason: AdjustmentReason::Edit,
    }))
}

/// A settled purchase that is gone: what was moved is still moved, and may be taken back.
pub fn deleted(
    policy: ChangePolicy,
    entry: EntryId,
    settled: &Settled,
) -> (Accrual, Option<Adjustment>) {
    let nothing = Money::zero(settled.amount.currency());
    let accrual = Accrual {
        entry,
        day: settled.day,
        amount: settled.amount,
        base: nothing,
        live: nothing,
        reason: Reason::Settled,
    };
    let adjustment = Adjustment {
        entry,
        of: entry,
        day: settled.changed.unwrap_or(settled.day),
        amount: settled.amount.negated(),
        reason: AdjustmentReason::Delete,
    };
    (
        accrual,
        (policy == ChangePolicy::Adjust).then_some(adjustment),
    )
}
