//! The limits of a round-up: caps by purchase, day, week and month (spec A.3).

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use super::eligible::Eligible;
use super::{Reason, RoundUp};

/// What a rule has set aside in each stretch of time that has a cap.
#[derive(Default)]
pub(super) struct Used(HashMap<(Currency, Stretch), i64>);

/// A stretch of time, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stretch {
    Day(NaiveDate),
    Week(NaiveDate),
    Month(NaiveDate),
}

impl Used {
    /// Counts minor units as set aside on a day; below zero for what is not set aside after all.
    pub(super) fn add(&mut self, rule: &RoundUp, currency: Currency, day: NaiveDate, minor: i64) {
        for stretch in stretches(rule.week_start, day) {
            *self.0.entry((currency, stretch)).or_default() += minor;
        }
    }

    fn of(&self, currency: Currency, stretch: Stretch) -> i64 {
        self.0.get(&(currency, stretch)).copied().unwrap_or(0)
    }
}

/// What the caps leave of a round-up, in minor units, and the last of them that took something.
pub(super) fn limited(
    rule: &RoundUp,
    purchase: &Eligible<'_>,
    day: NaiveDate,
    whole: Money,
    used: &Used,
) -> (i64, Reason) {
    let currency = whole.currency();
    let caps = &purchase.step.caps;
    let [on_day, in_week, in_month] = stretches(rule.week_start, day);
    let left = |cap: Option<Money>, stretch| {
        cap.map(|cap| (cap.minor() - used.of(currency, stretch)).max(0))
    };
    let limits = [
        (caps.purchase.map(|cap| cap.minor()), Reason::CapPurchase),
        (
            rule.cap_ratio.map(|ratio| part_of(purchase.base, ratio)),
            Reason::CapRatio,
        ),
        (left(caps.day, on_day), Reason::CapDay),
        (left(caps.week, in_week), Reason::CapWeek),
        (left(caps.month, in_month), Reason::CapMonth),
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

fn stretches(week_start: Weekday, day: NaiveDate) -> [Stretch; 3] {
    let week = day.week(week_start).checked_first_day().unwrap_or(day);
    [
        Stretch::Day(day),
        Stretch::Week(week),
        Stretch::Month(day.with_day(1).unwrap_or(day)),
    ]
}
