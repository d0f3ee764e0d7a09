//! What refunds take back of round-ups (spec A.5).

use std::collections::HashMap;

use farthing_money::Money;

use super::{Adjustment, AdjustmentReason, Entry, RefundPolicy, Status};
use crate::ids::EntryId;
use crate::kind::Kind;

/// A round-up, and what came back of its purchase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    /// What was set aside.
    pub amount: Money,
    /// The size of what was rounded up, in minor units.
    pub base: i64,
    /// The size of the whole purchase, in minor units.
    pub purchase: i64,
    refunded: i64,
    taken_back: i64,
}

impl Made {
    pub(super) fn new(amount: Money, base: i64, purchase: i64) -> Self {
        Self {
            amount,
            base,
            purchase,
            refunded: 0,
            taken_back: 0,
        }
    }

    /// What a refund takes back, in minor units; it never takes back more than was set aside.
    fn take_back(&mut self, policy: RefundPolicy, refund: i64) -> i64 {
        self.refunded = self.refunded.saturating_add(refund);
        let whole = self.amount.minor();
        let so_far = match policy {
            RefundPolicy::OnFull if self.refunded >= self.purchase => whole,
            RefundPolicy::Keep | RefundPolicy::OnFull => 0,
            RefundPolicy::Proportional if self.refunded >= self.base => whole,
            RefundPolicy::Proportional => {
                let part = i128::from(whole) * i128::from(self.refunded) / i128::from(self.base);
                i64::try_from(part).unwrap_or(whole)
            }
        };
        let more = so_far - self.taken_back;
        self.taken_back = so_far;
        more
    }
}

/// What the refunds among the entries take back, in their order.
pub(super) fn taken_back(
    policy: RefundPolicy,
    entries: &[Entry<'_>],
    made: &mut HashMap<EntryId, Made>,
) -> Vec<Adjustment> {
    let refunds = entries.iter().filter(|entry| {
        entry.kind == Kind::Refund && entry.status == Status::Posted && entry.amount.minor() > 0
    });
    let mut adjustments = Vec::new();
    for refund in refunds {
        let Some((of, made)) = refund
            .refund_of
            .and_then(|id| Some((id, made.get_mut(&id)?)))
        else {
            continue;
        };
        if made.amount.currency() != refund.amount.currency() {
            continue;
        }
        let minor = made.take_back(policy, refund.amount.minor());
        if minor > 0 {
            adjustments.push(Adjustment {
                entry: refund.id,
                of,
                day: refund.day,
                amount: of_minor(-minor, made.amount),
                reason: AdjustmentReason::Refund,
            });
        }
    }
    adjustments
}

/// Minor units no larger than those of an amount, in its currency.
fn of_minor(minor: i64, like: Money) -> Money {
    Money::from_minor(minor, like.currency()).unwrap_or(Money::zero(like.currency()))
}
