//! What a series costs: in a year, since its price rose, for one use.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::recurring::{AmountKind, PriceCreep, Purchase, Standing, Stream, price_creep};
use rust_decimal::Decimal;

use super::matched::Known;
use super::{Dearer, PriceStepView, UseCost};
use crate::error::Result;
use crate::savings::rule_error;
use crate::wire::amount;

const DAYS_A_YEAR: i128 = 365;

/// What a series costs now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// The next charge, as far as it is known.
    pub next_minor: i64,
    pub yearly_minor: i64,
}

impl Cost {
    /// The last price, and a year of it in its rhythm; the usual price of a bill that is another one
    /// nearly every time.
    pub(super) fn of(current: Option<&Stream>, charges: &[Purchase]) -> Result<Self> {
        let (Some(stream), Some(last)) = (current, charges.last()) else {
            return Ok(Self::default());
        };
        if varies(stream, charges)? {
            return Ok(Self {
                next_minor: stream.typical.minor(),
                yearly_minor: stream.yearly_cost.minor(),
            });
        }
        let of_rhythm = |times: u32| last.size_minor.saturating_mul(times.into());
        let yearly = stream.period.charges_per_year().map(of_rhythm);
        Ok(Self {
            next_minor: last.size_minor,
            yearly_minor: yearly.unwrap_or(stream.yearly_cost.minor()),
        })
    }
}

/// Whether a bill is another one nearly every time, so that it has no price that could rise.
fn varies(stream: &Stream, charges: &[Purchase]) -> Result<bool> {
    if stream.amount_kind == AmountKind::Fixed {
        return Ok(false);
    }
    let creep = price_creep(charges, stream.typical.currency(), 1).map_err(rule_error)?;
    Ok(has_no_level(&creep, charges))
}

fn has_no_level(creep: &PriceCreep, charges: &[Purchase]) -> bool {
    creep.steps.len() * 2 > charges.len()
}

/// What the price of a series did: its steps, and how much dearer it became.
pub(super) fn price(
    known: &Known,
    currency: Currency,
) -> Result<(Vec<PriceStepView>, Option<Dearer>)> {
    let times = known
        .current
        .and_then(|stream| stream.period.charges_per_year());
    let (Some(times), [first, ..]) = (times, known.charges.as_slice()) else {
        return Ok((Vec::new(), None));
    };
    let creep = price_creep(&known.charges, currency, times).map_err(rule_error)?;
    if has_no_level(&creep, &known.charges) {
        return Ok((Vec::new(), None));
    }
    let steps = creep.steps.iter().map(|step| PriceStepView {
        day: step.day,
        from: step.from.into(),
        to: step.to.into(),
        percent: percent(step.change),
        confirmed: step.standing == Standing::Confirmed,
    });
    let dearer = dearer(&creep, first, &known.charges, currency)?;
    Ok((steps.collect(), dearer))
}

fn dearer(
    creep: &PriceCreep,
    first: &Purchase,
    charges: &[Purchase],
    currency: Currency,
) -> Result<Option<Dearer>> {
    let Some(step) = creep
        .steps
        .first()
        .filter(|_| creep.extra_per_year.minor() > 0)
    else {
        return Ok(None);
    };
    let since = charges.iter().filter(|charge| charge.day >= step.day);
    let extra: i64 = since
        .map(|charge| charge.size_minor - first.size_minor)
        .sum();
    Ok(Some(Dearer {
        percent: percent(creep.total_change),
        since: step.day,
        extra_so_far: amount(extra, currency)?,
        extra_per_year: creep.extra_per_year.into(),
    }))
}

/// A fraction with four decimals as a percentage with two.
fn percent(fraction: Decimal) -> String {
    let mut percent = fraction * Decimal::ONE_HUNDRED;
    percent.rescale(2);
    percent.to_string()
}

/// What one use costs since the first one: the days since then of the yearly cost, or one charge
/// where that is more, since nobody pays for less. After it was cancelled no day counts.
pub(super) fn of_use(
    known: &Known,
    currency: Currency,
    today: NaiveDate,
) -> Result<Option<UseCost>> {
    let used = &known.choice.value.used;
    let (Some(first), Some(last)) = (used.first(), known.charges.last()) else {
        return Ok(None);
    };
    let cancelled = known.choice.value.cancel.as_ref().map(|cancel| cancel.day);
    let until = cancelled.map_or(today, |day| day.min(today));
    let days = i128::from((until - *first).num_days().max(0) + 1);
    let yearly = i128::from(known.cost.yearly_minor);
    let so_far = Rounding::HalfUp.divide(yearly * days, DAYS_A_YEAR);
    let paid = so_far.unwrap_or_default().max(last.size_minor.into());
    let count = i128::try_from(used.len()).unwrap_or(1);
    let Some(each) = Rounding::HalfUp.divide(paid, count) else {
        return Ok(None);
    };
    let money = |minor: i128| Money::from_minor(i64::try_from(minor).unwrap_or(i64::MAX), currency);
    let formula = format!(
        "{} in a year, for {days} {} since the first use on {first} and at least one charge: {}, by {count} {}.",
        money(yearly)?,
        if days == 1 { "day" } else { "days" },
        money(paid)?,
        if count == 1 { "use" } else { "uses" },
    );
    Ok(Some(UseCost {
        amount: money(each)?.into(),
        formula,
    }))
}
