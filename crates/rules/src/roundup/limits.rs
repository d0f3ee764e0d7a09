//! The limits of a round-up: caps by purchase, day, week and month (spec A.3).

use farthing_money::Money;
use rust_decimal::Decimal;

use super::eligible::Eligible;
use super::{Reason, RoundUp, Standing, Stretch};

/// What the caps leave of a round-up, in minor units, and the last of them that took something.
pub(super) fn limited(
    rule: &RoundUp,
    purchase: &Eligible<'_>,
    whole: Money,
    standing: &Standing,
) -> (i64, Reason) {
    let caps = &purchase.step.caps;
    let left = |cap: Option<Money>, stretch| {
        cap.map(|cap| (cap.minor() - standing.used(whole.currency(), stretch)).max(0))
    };
    let limits = [
        (caps.purchase.map(|cap| cap.minor()), Reason::CapPurchase),
        (
            rule.cap_ratio.map(|ratio| part_of(purchase.base, ratio)),
            Reason::CapRatio,
        ),
        (left(caps.day, Stretch::Day), Reason::CapDay),
        (
            left(caps.week, Stretch::Week(rule.week_start)),
            Reason::CapWeek,
        ),
        (left(caps.month, Stretch::Month), Reason::CapMonth),
    ];
    let mut kept = (whole.minor(), Reason::Ok);
    for (limit, reason) in limits {
        if let Some(limit) = limit.filter(|limit| *limit < kept.0) {
            kept = (limit, reason);
        }
    }
    kept
}

/// The whole minor units in a part of a purchase.
fn part_of(base: Money, ratio: Decimal) -> i64 {
    let part = Decimal::from(base.minor()).checked_mul(ratio);
    let part = part.and_then(|part| i64::try_from(part.floor().mantissa()).ok());
    part.unwrap_or(i64::MAX)
}
