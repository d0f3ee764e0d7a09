//! What refunds take back of round-ups (spec A.5).

use chrono::NaiveDate;
use farthing_money::Money;

use super::{Accrual, Adjustment, AdjustmentReason, Entry, RefundPolicy, Status};
use crate::ids::EntryId;
use crate::kind::Kind;

/// Money that came back of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    /// Its entry.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// How much came back, above zero.
    pub amount: Money,
}

impl Refund {
    /// The refund that an entry is, after the purchase that it is linked to. One that is not final,
    /// brings nothing or is linked to nothing takes nothing back.
    pub fn of(entry: &Entry<'_>) -> Option<(EntryId, Self)> {
        let counts = entry.kind == Kind::Refund
            && entry.status == Status::Posted
            && entry.amount.minor() > 0;
        let refund = Self {
            entry: entry.id,
            day: entry.day,
            amount: entry.amount,
        };
        counts.then_some((entry.refund_of?, refund))
    }
}

/// What the refunds of one purchase, in their order, take back of its round-up: together never more
/// than it. One in another currency takes nothing.
///
/// ```
/// use farthing_rules::ids::EntryId;
/// use farthing_rules::roundup::{Accrual, Reason, Refund, RefundPolicy, taken_back};
/// let accrual = Accrual {
///     entry: EntryId(1),
///     day: "2026-05-01".parse()?,
///     amount: "0.50 EUR".parse()?,
///     base: "3.50 EUR".parse()?,
///     live: "0.50 EUR".parse()?,
///     reason: Reason::Ok,
/// };
/// let half = Refund { entry: EntryId(2), day: "2026-05-03".parse()?, amount: "1.75 EUR".parse()? };
/// let back = taken_back(RefundPolicy::Proportional, &accrual, "-3.50 EUR".parse()?, &[half]);
/// assert_eq!(back[0].amount.to_string(), "-0.25 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn taken_back(
    policy: RefundPolicy,
    accrual: &Accrual,
    purchase: Money,
    refunds: &[Refund],
) -> Vec<Adjustment> {
    let mut made = Made::of(accrual, purchase);
    let currency = accrual.amount.currency();
    let of_it = refunds
        .iter()
        .filter(|refund| refund.amount.currency() == currency);
    let adjustments = of_it.filter_map(|refund| {
        let minor = made.take_back(policy, refund.amount.minor());
        let amount = Money::from_minor(minor.checked_neg()?, currency).ok()?;
        (minor > 0).then_some(Adjustment {
            entry: refund.entry,
            of: accrual.entry,
            day: refund.day,
            amount,
            reason: AdjustmentReason::Refund,
        })
    });
    adjustments.collect()
}

/// A round-up, and what came back of its purchase, in minor units.
struct Made {
    whole: i64,
    /// The size of what was rounded up.
    base: i64,
    /// The size of the whole purchase.
    purchase: i64,
    refunded: i64,
    taken_back: i64,
}

impl Made {
    fn of(accrual: &Accrual, purchase: Money) -> Self {
        let size = purchase.minor().saturating_abs();
        // What was settled may take no part any more; then the purchase counts for what it is.
        let base = match accrual.base.minor() {
            base if base > 0 => base,
            _ => size.max(1),
        };
        Self {
            whole: accrual.amount.minor(),
            base,
            purchase: size,
            refunded: 0,
            taken_back: 0,
        }
    }

    /// What a refund takes back; it never takes back more than was set aside.
    fn take_back(&mut self, policy: RefundPolicy, refund: i64) -> i64 {
        self.refunded = self.refunded.saturating_add(refund);
        let so_far = match policy {
            RefundPolicy::OnFull if self.refunded >= self.purchase => self.whole,
            RefundPolicy::Keep | RefundPolicy::OnFull => 0,
            RefundPolicy::Proportional if self.refunded >= self.base => self.whole,
            RefundPolicy::Proportional => {
                let part =
                    i128::from(self.whole) * i128::from(self.refunded) / i128::from(self.base);
                i64::try_from(part).unwrap_or(self.whole)
            }
        };
        let more = so_far - self.taken_back;
        self.taken_back = so_far;
        more
    }
}
