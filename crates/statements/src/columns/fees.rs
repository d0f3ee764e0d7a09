//! A column of fees, and which of the amounts beside it is what moved: the one after the fee.

use rust_decimal::Decimal;

use super::infer::Sample;
use super::role::{Role, Roles};
use crate::model::DecimalMark;
use crate::plan::Layout;

/// More columns are not tried as amounts before or after a fee.
const MAX_COLUMNS: usize = 64;

/// Where some column is another one without the fee in each row, that is the amount, and the fee is
/// a part of it.
pub(super) fn settle(sample: &Sample<'_, '_>, roles: &mut Roles) -> &'static Layout {
    let (Some(fee), Some(amount)) = (roles.get(Role::Fee), roles.get(Role::Amount)) else {
        return &Layout::INFERRED;
    };
    let others = (0..sample.width().min(MAX_COLUMNS)).filter(|o| *o != fee && *o != amount);
    for other in others {
        if sample.is_after_fee(other, fee, amount) {
            return &Layout::WITH_FEE;
        }
        if sample.is_after_fee(amount, fee, other) {
            roles.set(Role::Amount, other);
            return &Layout::WITH_FEE;
        }
    }
    &Layout::INFERRED
}

impl Sample<'_, '_> {
    /// Whether the second amount is the first without the fee, in all rows and not always zero.
    fn is_after_fee(&self, before: usize, fee: usize, after: usize) -> bool {
        [DecimalMark::Point, DecimalMark::Comma]
            .into_iter()
            .any(|mark| {
                let value = |record, column| -> Option<Decimal> {
                    let cell = self.table.cell(record, column);
                    self.table.amount(record, column, &cell)?.value(mark)
                };
                let mut has_fees = false;
                let fits = self.rows.iter().all(|record| {
                    let fee = value(record, fee).unwrap_or_default().abs();
                    has_fees |= !fee.is_zero();
                    let before = value(record, before).and_then(|b| b.checked_sub(fee));
                    before.is_some() && before == value(record, after)
                });
                fits && has_fees
            })
    }
}
