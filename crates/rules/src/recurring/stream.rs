//! The streams of one payee: what is paid again and again (spec D.4).

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Purchase;
use super::cadence::{Cadence, rhythm};
use super::clusters::{Placed, Sizes, by_size, cluster_len};
use super::next::next;
use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// On so many days a stream was seen before it is sure of its rhythm.
const MATURE_DAYS: usize = 3;
/// Payments in no rhythm are looked for in so many days, up to today.
const PER_USE_DAYS: u64 = 28;
/// So many payments in those days are a habit.
const PER_USE_PAYMENTS: usize = 4;
/// What they come to in a year is told by so many days, up to today.
const PER_USE_YEAR_DAYS: u64 = 91;

/// Payments to one payee that come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    /// The rhythm.
    pub period: Cadence,
    /// How sure it is, and whether it still runs.
    pub status: Status,
    /// How many payments it has; two on one day are two.
    pub occurrences: usize,
    /// Whether all are about the same size.
    pub amount_kind: AmountKind,
    /// The median size, rounded half-up.
    pub typical: Money,
    /// The size of the last payment.
    pub last: Money,
    /// The day of the first payment.
    pub first_day: NaiveDate,
    /// The day of the last payment.
    pub last_day: NaiveDate,
    /// When the payment after the last one is due, also where that day is past; none without a
    /// rhythm.
    pub next: Option<NaiveDate>,
    /// How regular the gaps are, with four decimals, at least 0.75; none without a rhythm.
    pub regularity: Option<Decimal>,
    /// What it comes to in a year.
    pub yearly_cost: Money,
    /// The smallest payment.
    pub low: Money,
    /// The largest payment, at most 1.25 times the smallest.
    pub high: Money,
}

/// How sure a stream is, and whether it still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Seen on three days or more.
    Mature,
    /// Seen on two days only, about a month or more apart, with about the same size.
    Early,
    /// Its last payment is more than one and a half gaps back.
    Ended,
}

/// Whether the payments of a stream are about the same size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountKind {
    /// The largest is at most 2 % above the smallest.
    Fixed,
    /// They differ more.
    Variable,
}

impl Status {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mature => "mature",
            Self::Early => "early",
            Self::Ended => "ended",
        }
    }
}

impl AmountKind {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Variable => "variable",
        }
    }
}

/// The streams of one payee in one currency, by ascending size (spec D.4). The purchases are
/// sorted by day; those after today are not looked at.
///
/// ```
/// use farthing_money::Currency;
/// use farthing_rules::recurring::{Cadence, Purchase, streams};
/// let paid = |day: &str| day.parse().map(|day| Purchase { day, size_minor: 999 });
/// let purchases = [paid("2025-01-31")?, paid("2025-02-28")?, paid("2025-03-31")?];
/// let found = streams(&purchases, Currency::iso("USD")?, "2025-04-02".parse()?)?;
/// assert_eq!(found[0].period, Cadence::Monthly);
/// assert_eq!(found[0].next, Some("2025-04-30".parse()?));
/// assert_eq!(found[0].yearly_cost.to_string(), "119.88 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn streams(
    purchases: &[Purchase],
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<Stream>, RulesError> {
    debug_assert!(purchases.is_sorted_by_key(|purchase| purchase.day));
    let known = purchases.partition_point(|purchase| purchase.day <= today);
    let purchases = purchases.get(..known).unwrap_or(purchases);
    let mut placed = by_size(purchases);
    let mut rest = placed.as_mut_slice();
    let mut days = Vec::new();
    let mut found = Vec::new();
    loop {
        let len = cluster_len(rest);
        let (placed, others) = std::mem::take(&mut rest).split_at_mut(len);
        rest = others;
        let Some(sizes) = Sizes::of(placed) else {
            break;
        };
        placed.sort_unstable_by_key(|(_, place)| *place);
        fill_days(&mut days, purchases, placed);
        let cluster = Cluster {
            purchases,
            placed,
            sizes,
            days: &days,
            currency,
            today,
        };
        found.extend(cluster.stream()?);
    }
    Ok(found)
}

/// The distinct days of a cluster, ascending.
fn fill_days(days: &mut Vec<NaiveDate>, purchases: &[Purchase], placed: &[Placed]) {
    days.clear();
    days.extend(placed.iter().map(|(_, place)| purchases[*place].day));
    days.dedup();
}

/// Purchases of about one size, in the order of their days.
struct Cluster<'a> {
    purchases: &'a [Purchase],
    placed: &'a [Placed],
    sizes: Sizes,
    /// Distinct and ascending.
    days: &'a [NaiveDate],
    currency: Currency,
    today: NaiveDate,
}

impl Cluster<'_> {
    fn stream(&self) -> Result<Option<Stream>, RulesError> {
        let (Some((last, _)), [first_day, ..]) = (self.placed.last(), self.days) else {
            return Ok(None);
        };
        let Some(found) = self.rhythmic().or_else(|| self.per_use()) else {
            return Ok(None);
        };
        let is_fixed = self.sizes.are_fixed();
        let money = |minor| money_of(minor, self.currency);
        Ok(Some(Stream {
            period: found.cadence,
            status: found.status,
            occurrences: self.placed.len(),
            amount_kind: if is_fixed {
                AmountKind::Fixed
            } else {
                AmountKind::Variable
            },
            typical: money(self.sizes.median_times(1))?,
            last: money((*last).into())?,
            first_day: *first_day,
            last_day: *self.days.last().unwrap_or(first_day),
            next: next(found.cadence, self.days),
            regularity: found.regularity,
            yearly_cost: money(self.yearly_cost(found.cadence, (*last).into())?)?,
            low: money(self.sizes.low.into())?,
            high: money(self.sizes.high.into())?,
        }))
    }

    fn rhythmic(&self) -> Option<Found> {
        let gaps = self.days.windows(2);
        let mut gaps: Vec<i64> = gaps.map(|pair| (pair[1] - pair[0]).num_days()).collect();
        let (cadence, regularity) = rhythm(&mut gaps)?;
        let may_be_early = cadence.months().is_some() && self.sizes.are_fixed();
        let status = if self.days.len() >= MATURE_DAYS {
            Status::Mature
        } else if may_be_early {
            Status::Early
        } else {
            return None;
        };
        Some(Found {
            cadence,
            status: if self.has_ended(cadence) {
                Status::Ended
            } else {
                status
            },
            regularity: Some(regularity),
        })
    }

    /// Whether the last payment is more than one and a half of the longest gap back.
    fn has_ended(&self, cadence: Cadence) -> bool {
        let (Some(last), Some((_, longest))) = (self.days.last(), cadence.gap_days()) else {
            return false;
        };
        (self.today - *last).num_days() * 2 > longest * 3
    }

    /// One size again and again in the last days, in no rhythm. It is seen while it runs.
    fn per_use(&self) -> Option<Found> {
        let is_habit = self.recent(PER_USE_DAYS).len() >= PER_USE_PAYMENTS;
        (is_habit && self.sizes.are_fixed()).then_some(Found {
            cadence: Cadence::PerUse,
            status: Status::Mature,
            regularity: None,
        })
    }

    /// The last size at the pace of the rhythm, or the median where sizes vary; without a rhythm
    /// what was paid in the last days, for a year.
    fn yearly_cost(&self, cadence: Cadence, last: i128) -> Result<i128, RulesError> {
        match cadence.charges_per_year() {
            Some(times) if self.sizes.are_fixed() => Ok(last * i128::from(times)),
            Some(times) => Ok(self.sizes.median_times(times)),
            None => {
                let recent = self.recent(PER_USE_YEAR_DAYS).iter();
                let sum: i128 = recent.map(|(size, _)| i128::from(*size)).sum();
                fitting(Rounding::HalfUp.divide(sum * 365, PER_USE_YEAR_DAYS.into()))
            }
        }
    }

    /// The payments of so many days, of which today is the last.
    fn recent(&self, days: u64) -> &[Placed] {
        let before = self.today.checked_sub_days(Days::new(days));
        let is_before = |placed: &Placed| before.is_some_and(|b| self.purchases[placed.1].day <= b);
        &self.placed[self.placed.partition_point(is_before)..]
    }
}

/// What was found of a cluster.
struct Found {
    cadence: Cadence,
    status: Status,
    regularity: Option<Decimal>,
}

#[cfg(test)]
mod tests;
