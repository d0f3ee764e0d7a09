//! What a refund takes back of what its purchase earned (spec E.4).

use super::exact::{Exact, fitting, parts_of};
use super::open::{Open, Returned};
use super::programme::Programme;
use crate::error::RulesError;
use farthing_money::Money;

/// What a refund takes back, zero or less: the exact amount and, where purchases are rounded, the
/// rounded one. All refunds of a purchase together never take back more than it earned.
pub(super) fn taken_back(
    programme: &Programme,
    open: &Open,
    returned: Returned,
) -> Result<(Exact, Option<Money>), RulesError> {
    if programme.rounds_statements() {
        let exact = open.exact.share(returned.after, open.size)?;
        let before = open.exact.share(returned.before, open.size)?;
        return Ok((before.minus(exact)?, None));
    }
    let back = so_far(programme, open, returned.after)? - so_far(programme, open, returned.before)?;
    let money = Money::from_minor(back, programme.unit())?.negated();
    Ok((Exact::of_parts(parts_of(money)), Some(money)))
}

/// What is taken back in all when so much has come back, in minor units: rounded like rewards.
fn so_far(programme: &Programme, open: &Open, refunded: i64) -> Result<i64, RulesError> {
    if refunded >= open.size {
        return Ok(open.reward);
    }
    let rounding = &programme.terms().rounding;
    let step = i128::from(rounding.step.minor());
    let share = i128::from(open.reward) * i128::from(refunded);
    let steps = rounding.mode.divide(share, i128::from(open.size) * step);
    let minor = steps.and_then(|steps| i64::try_from(steps * step).ok());
    fitting(minor)
}
