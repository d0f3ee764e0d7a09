//! Which two rows may be one transfer by their amounts and days.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::{DAYS, MOST_OFF_RATE_PERMILLE, Row};
use crate::matching::{Candidate, Shelves, Slot, at, candidates, day_number, item};

const EITHER_WAY: RangeInclusive<i32> = -DAYS..=DAYS;

/// By how much the steps of sizes grow. The largest size within a tenth of an amount is larger
/// than the smallest one by less than that, so both are on one step or on neighbouring ones.
const STEP_PERMILLE: i128 = 230;

/// The rates that were asked for, each asked once.
pub(super) struct RateMemory<F> {
    ask: F,
    known: HashMap<(Currency, Currency, NaiveDate), Option<Decimal>>,
}

impl<F: FnMut(Currency, Currency, NaiveDate) -> Option<Decimal>> RateMemory<F> {
    pub(super) fn new(ask: F) -> Self {
        let known = HashMap::new();
        Self { ask, known }
    }

    /// What one unit costs on a day; nothing that is not above zero is a rate.
    pub(super) fn rate(&mut self, from: Currency, to: Currency, day: NaiveDate) -> Option<Decimal> {
        let asked = self.known.entry((from, to, day));
        *asked.or_insert_with(|| (self.ask)(from, to, day).filter(|rate| *rate > Decimal::ZERO))
    }

    /// What should come of a row in another currency, in minor units.
    fn expected_minor(&mut self, from: &Row, to: Currency) -> Option<i64> {
        let rate = self.rate(from.amount.currency(), to, from.day)?;
        let left = from.amount.negated().to_decimal();
        let expected = Money::round(left.checked_mul(rate)?, to, Rounding::HalfUp).ok()?;
        Some(expected.minor()).filter(|minor| *minor > 0)
    }
}

/// What the fees on the way come to where the amounts are equal but for them; none where they are
/// not equal, and zero where they are as they stand.
pub(super) fn fee_between(from: &Row, to: &Row) -> Option<i64> {
    if from.amount.currency() != to.amount.currency() {
        return None;
    }
    let (out, into) = (from.amount.minor().checked_neg()?, to.amount.minor());
    if out == into {
        return Some(0);
    }
    let (sent, arrived) = (out.checked_add(from.fee_minor)?, without_fee(to)?);
    let fits = sent == into || out == arrived || sent == arrived;
    fits.then(|| out.checked_sub(into).and_then(i64::checked_abs))
        .flatten()
}

/// The possible pairs of one currency, with the key that `judge` gives to their places.
pub(super) fn equal_amounts<K: Ord>(
    rows: &[Row],
    judge: impl FnMut(u32, u32) -> Option<K>,
) -> Vec<Candidate<K>> {
    let mut shelves: Shelves<Money> = Shelves::new();
    let (mut outs, mut intos) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        let side = match row.amount.minor() {
            0 => continue,
            minor if minor < 0 => &mut outs,
            _ => &mut intos,
        };
        let sizes = [
            row.amount.minor().checked_abs(),
            without_fee(row).and_then(i64::checked_abs),
        ];
        let distinct = if row.fee_minor == 0 { 1 } else { 2 };
        for size in sizes.into_iter().take(distinct).flatten() {
            if let Ok(size) = Money::from_minor(size, row.amount.currency()) {
                side.push(slot(row, shelves.of(size), place));
            }
        }
    }
    candidates(outs, intos, &EITHER_WAY, judge)
}

/// The possible pairs of two currencies within a tenth of the day's rate, with the key that `judge`
/// gives to their places and to how far from the rate they are.
pub(super) fn other_currencies<K: Ord, F>(
    rows: &[Row],
    rates: &mut RateMemory<F>,
    mut judge: impl FnMut(u32, u32, u16) -> Option<K>,
) -> Vec<Candidate<K>>
where
    F: FnMut(Currency, Currency, NaiveDate) -> Option<Decimal>,
{
    let mut all = Vec::new();
    let mut expected = vec![0; rows.len()];
    for currency in currencies(rows) {
        let (mut outs, mut intos) = (Vec::new(), Vec::new());
        for (place, (row, expected)) in rows.iter().zip(&mut expected).enumerate() {
            let same = row.amount.currency() == currency;
            if row.amount.minor() > 0 && same {
                intos.push(slot(row, step_of(row.amount.minor()), place));
            } else if row.amount.minor() < 0 && !same {
                *expected = rates.expected_minor(row, currency).unwrap_or(0);
                let step = step_of(smallest_near(*expected));
                let steps = [step, step + 1].into_iter().filter(|_| *expected > 0);
                outs.extend(steps.map(|step| slot(row, step, place)));
            }
        }
        all.extend(candidates(outs, intos, &EITHER_WAY, |from, to| {
            let off = off_permille(*at(&expected, from)?, at(rows, to)?.amount.minor())?;
            (off <= MOST_OFF_RATE_PERMILLE).then(|| judge(from, to, off))?
        }));
    }
    all
}

fn slot(row: &Row, shelf: u32, place: usize) -> Slot {
    Slot {
        shelf,
        day: day_number(row.day),
        text: 0,
        item: item(place),
    }
}

/// The amount without its fee, where it still has its sign.
fn without_fee(row: &Row) -> Option<i64> {
    let rest = row.amount.minor().checked_sub(row.fee_minor)?;
    Some(rest).filter(|rest| rest.signum() == row.amount.minor().signum())
}

/// The currencies of a list, if it has more than one.
fn currencies(rows: &[Row]) -> Vec<Currency> {
    let mut currencies: Vec<Currency> = Vec::new();
    for row in rows {
        if !currencies.contains(&row.amount.currency()) {
            currencies.push(row.amount.currency());
        }
    }
    if currencies.len() < 2 {
        currencies.clear();
    }
    currencies
}

/// The smallest size within a tenth of what was expected, rounded down.
fn smallest_near(expected: i64) -> i64 {
    let part = i128::from(1_000 - MOST_OFF_RATE_PERMILLE);
    let smallest = i128::from(expected) * part / 1_000;
    i64::try_from(smallest).unwrap_or(expected)
}

/// How far what came is from what was expected, in permille either way, rounded up.
fn off_permille(expected: i64, came: i64) -> Option<u16> {
    let apart = i128::from(came) - i128::from(expected);
    let off = Rounding::Up.divide(apart.abs() * 1_000, expected.into())?;
    u16::try_from(off).ok()
}

fn step_of(size: i64) -> u32 {
    let (size, mut top, mut step) = (i128::from(size), 1_i128, 0);
    while top < size {
        top += top * STEP_PERMILLE / 1_000 + 1;
        step += 1;
    }
    step
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_within_a_tenth_is_on_the_first_step_or_the_next(
            bits in 1_u32..50,
            fraction in 1_i64..1_000,
            permille in -100_i64..=100,
        ) {
            let expected = (1_i64 << bits) + (1_i64 << bits) / fraction;
            let came = i64::try_from(i128::from(expected) * i128::from(1_000 + permille) / 1_000);
            let came = came.unwrap();
            let near = off_permille(expected, came).is_some_and(|off| off <= MOST_OFF_RATE_PERMILLE);
            let first = step_of(smallest_near(expected));
            prop_assert!(!near || (first..=first + 1).contains(&step_of(came)));
        }
    }
}
