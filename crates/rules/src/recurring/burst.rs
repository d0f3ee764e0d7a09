//! Many small payments to one payee in a short time (spec D.6).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use farthing_money::{Currency, Money};

use crate::error::RulesError;
use crate::goals::money_of;

/// A payment as bursts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment {
    /// The local day.
    pub day: NaiveDate,
    /// The local time, where it is known.
    pub time: Option<NaiveTime>,
    /// How much was paid.
    pub size_minor: i64,
}

/// What makes a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurstLimits {
    /// Larger payments are not looked at.
    pub largest_minor: i64,
    /// So many payments in a window are a burst.
    pub payments: usize,
    /// How long a window is; payments exactly so far apart are in one.
    pub window_minutes: u32,
    /// So many payments without a time on one day are a burst.
    pub payments_a_day: usize,
}

/// Many small payments in a short time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burst {
    /// When.
    pub when: When,
    /// How many payments.
    pub count: usize,
    /// What they add up to.
    pub sum: Money,
}

/// When a burst was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From its first payment to its last.
    Times(NaiveDateTime, NaiveDateTime),
    /// On a day, of which the times are not known.
    Day(NaiveDate),
}

impl BurstLimits {
    /// The usual limits: four payments within an hour, or five on a day without times.
    pub fn up_to(largest_minor: i64) -> Self {
        Self {
            largest_minor,
            payments: 4,
            window_minutes: 60,
            payments_a_day: 5,
        }
    }
}

/// The bursts of one payee in one currency, by when they began (spec D.6). Windows that share a
/// payment are one burst. Payments without a time are counted by day, apart from those with one.
pub fn bursts(
    payments: &[Payment],
    limits: &BurstLimits,
    currency: Currency,
) -> Result<Vec<Burst>, RulesError> {
    if limits.payments == 0 || limits.payments_a_day == 0 {
        return Err(RulesError::field(
            "payments",
            "a burst has at least one payment",
        ));
    }
    let is_small = |payment: &&Payment| (1..=limits.largest_minor).contains(&payment.size_minor);
    let (mut timed, mut untimed) = (Vec::new(), Vec::new());
    for payment in payments.iter().filter(is_small) {
        match payment.time {
            Some(time) => timed.push((payment.day.and_time(time), payment.size_minor)),
            None => untimed.push((payment.day, payment.size_minor)),
        }
    }
    timed.sort_unstable();
    untimed.sort_unstable();
    let mut found = within_windows(&timed, limits, currency)?;
    found.extend(on_days(&untimed, limits, currency)?);
    found.sort_by_key(|burst| burst.when.begins());
    Ok(found)
}

impl When {
    /// The day without times comes before the moments on it.
    fn begins(self) -> (NaiveDate, Option<NaiveDateTime>) {
        match self {
            Self::Times(start, _) => (start.date(), Some(start)),
            Self::Day(day) => (day, None),
        }
    }
}

/// Bursts of sorted payments with times.
fn within_windows(
    timed: &[(NaiveDateTime, i64)],
    limits: &BurstLimits,
    currency: Currency,
) -> Result<Vec<Burst>, RulesError> {
    let stretches = stretches(timed, limits).into_iter();
    let bursts = stretches.filter_map(|(first, end)| {
        let part = timed.get(first..end)?;
        let when = When::Times(part.first()?.0, part.last()?.0);
        Some(burst(when, part, currency))
    });
    bursts.collect()
}

/// From which place to before which one the bursts go: every payment begins a window, and full
/// windows that share a payment are one.
fn stretches(timed: &[(NaiveDateTime, i64)], limits: &BurstLimits) -> Vec<(usize, usize)> {
    let window = TimeDelta::minutes(limits.window_minutes.into());
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut end = 0;
    for (first, (start, _)) in timed.iter().enumerate() {
        while timed.get(end).is_some_and(|(at, _)| *at - *start <= window) {
            end += 1;
        }
        if end - first < limits.payments {
            continue;
        }
        match found.last_mut() {
            Some(before) if first < before.1 => before.1 = end,
            _ => found.push((first, end)),
        }
    }
    found
}

/// Bursts of sorted payments without times.
fn on_days(
    untimed: &[(NaiveDate, i64)],
    limits: &BurstLimits,
    currency: Currency,
) -> Result<Vec<Burst>, RulesError> {
    let days = untimed.chunk_by(|one, other| one.0 == other.0);
    let full = days.filter(|day| day.len() >= limits.payments_a_day);
    let bursts = full.filter_map(|part| Some(burst(When::Day(part.first()?.0), part, currency)));
    bursts.collect()
}

fn burst<T>(when: When, part: &[(T, i64)], currency: Currency) -> Result<Burst, RulesError> {
    let sum: i128 = part.iter().map(|(_, size)| i128::from(*size)).sum();
    Ok(Burst {
        when,
        count: part.len(),
        sum: money_of(sum, currency)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payment(text: &str, size_minor: i64) -> Payment {
        let (day, time) = text.split_once(' ').unwrap_or((text, ""));
        Payment {
            day: day.parse().unwrap(),
            time: Some(time)
                .filter(|time| !time.is_empty())
                .map(|time| time.parse().unwrap()),
            size_minor,
        }
    }

    fn found(payments: &[Payment]) -> Vec<Burst> {
        let euro = Currency::iso("EUR").unwrap();
        bursts(payments, &BurstLimits::up_to(500), euro).unwrap()
    }

    fn at(minutes: &[u32]) -> Vec<Payment> {
        let of_day = |minute: &u32| format!("2025-03-03 {:02}:{:02}:00", minute / 60, minute % 60);
        let payments = minutes.iter().map(|minute| payment(&of_day(minute), 100));
        payments.collect()
    }

    fn counts(minutes: &[u32]) -> Vec<usize> {
        found(&at(minutes)).iter().map(|b| b.count).collect()
    }

    #[test]
    fn payments_exactly_an_hour_apart_are_in_one_window() {
        assert_eq!(counts(&[0, 10, 20, 60]), [4]);
        assert!(counts(&[0, 10, 20, 61]).is_empty());
    }

    #[test]
    fn windows_that_share_a_payment_are_one_burst() {
        // 0 to 60 and 60 to 120 share the payment at 60.
        assert_eq!(counts(&[0, 20, 40, 60, 80, 100, 120]), [7]);
        assert_eq!(counts(&[0, 1, 2, 3, 200, 201, 202, 203]), [4, 4]);
        assert_eq!(counts(&[0, 1, 2, 3, 64, 65, 66, 67]), [4, 4]);
    }

    #[test]
    fn only_what_is_up_to_the_largest_counts() {
        let mut payments = at(&[0, 1, 2, 3]);
        payments[1].size_minor = 500;
        assert_eq!(found(&payments)[0].sum.minor(), 800);
        payments[1].size_minor = 501;
        assert!(found(&payments).is_empty());
        payments[1].size_minor = 0;
        assert!(found(&payments).is_empty());
    }

    #[test]
    fn a_day_without_times_needs_five_and_does_not_borrow() {
        let mut payments = vec![payment("2025-03-03", 100); 4];
        payments.extend(at(&[0, 1, 2, 3]));
        assert_eq!(found(&payments).len(), 1);
        payments.push(payment("2025-03-03", 50));
        let both = found(&payments);
        assert_eq!(both[0].when, When::Day("2025-03-03".parse().unwrap()));
        assert_eq!((both[0].count, both[0].sum.minor()), (5, 450));
        assert!(matches!(both[1].when, When::Times(..)));
    }

    #[test]
    fn a_burst_of_nothing_is_an_error() {
        let none = BurstLimits {
            payments: 0,
            ..BurstLimits::up_to(500)
        };
        assert!(bursts(&[], &none, Currency::iso("EUR").unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn a_payment_is_in_a_burst_if_some_window_with_it_is_full(
            mut minutes in proptest::collection::vec(0_u32..1_440, 0..40),
        ) {
            minutes.sort_unstable();
            let is_in = |minute: u32| {
                let starts = minutes.iter().filter(|s| (**s..=**s + 60).contains(&minute));
                starts.into_iter().any(|s| {
                    minutes.iter().filter(|m| (*s..=*s + 60).contains(*m)).count() >= 4
                })
            };
            let expected = minutes.iter().filter(|minute| is_in(**minute)).count();
            let bursts = found(&at(&minutes));
            let ends = bursts.windows(2);
            prop_assert!(ends.into_iter().all(|p| p[0].when.begins() < p[1].when.begins()));
            prop_assert_eq!(bursts.iter().map(|b| b.count).sum::<usize>(), expected);
        }
    }
}
