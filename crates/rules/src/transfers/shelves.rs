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

    /// How far what came is from what left at the rate of the day it left, in permille either way.
    pub(super) fn off_permille(&mut self, from: &Row, to: &Row) -> Option<u16> {
        let expected = self.expected_minor(from, to.amount.currency())?;
        let apart = i128::from(to.amount.minor()) - expected;
        let off = Rounding::Up.divide(apart.checked_abs()?.checked_mul(1_000)?, expected)?;
        u16::try_from(off).ok()
    }

    /// What should come of a row in another currency, in minor units.
    fn expected_minor(&mut self, from: &Row, to: Currency) -> Option<i128> {
        let rate = self.rate(from.amount.currency(), to, from.day)?;
        let left = from.amount.negated().to_decimal();
        let expected = Money::round(left.checked_mul(rate)?, to, Rounding::HalfUp).ok()?;
        Some(expected.minor().into()).filter(|minor| *minor > 0)
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

/// The possible pairs of two currencies within a tenth of the day's rate.
pub(super) fn other_currencies<K: Ord, F>(
    rows: &[Row],
    rates: &mut RateMemory<F>,
    mut judge: impl FnMut(u32, u32, u16) -> Option<K>,
) -> Vec<Candidate<K>>
where
    F: FnMut(Currency, Currency, NaiveDate) -> Option<Decimal>,
{
    let mut all = Vec::new();
    for currency in currencies(rows) {
        let mut outs = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if row.amount.minor() < 0 && row.amount.currency() != currency {
                let smallest = rates.expected_minor(row, currency).and_then(smallest_near);
                let steps = smallest.map(step_of).map(|step| [step, step + 1]);
                outs.extend(
                    steps
                        .into_iter()
                        .flatten()
                        .map(|step| slot(row, step, place)),
                );
            }
        }
        let arrived = rows.iter().enumerate();
        let arrived =
            arrived.filter(|(_, row)| row.amount.minor() > 0 && row.amount.currency() == currency);
        let intos =
            arrived.map(|(place, row)| slot(row, step_of(row.amount.minor().into()), place));
        all.extend(candidates(
            outs,
            intos.collect(),
            &EITHER_WAY,
            |from, to| {
                let off = rates.off_permille(at(rows, from)?, at(rows, to)?)?;
                (off <= MOST_OFF_RATE_PERMILLE).then(|| judge(from, to, off))?
            },
        ));
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

fn smallest_near(expected: i128) -> Option<i128> {
    let part = i128::from(1_000 - MOST_OFF_RATE_PERMILLE);
    Rounding::Down.divide(expected.checked_mul(part)?, 1_000)
}

fn step_of(size: i128) -> u32 {
    let (mut top, mut step) = (1_i128, 0);
    while top < size {
        top += top * STEP_PERMILLE / 1_000 + 1;
        step += 1;
    }
    step
}
