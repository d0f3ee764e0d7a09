//! One subscription whose price made a leap is one series, although its charges are so different
//! that they are two streams.

use super::Purchase;
use super::cadence::Cadence;
use super::stream::{Status, Stream};

/// A subscription over all its prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its streams, the oldest first; at least one.
    streams: Vec<Stream>,
}

/// The series of the streams of one payee, by the size of what they cost now (lens). A stream goes
/// on in another of the same rhythm if it ended and the other began after its last charge, at most
/// two of the longest gaps later; of several, in the one that began first.
pub fn joined(streams: &[Stream]) -> Vec<Series> {
    let mut in_order = streams.to_vec();
    in_order.sort_by_key(|stream| (stream.first_day, stream.low.minor()));
    let mut found: Vec<Series> = Vec::new();
    for stream in in_order {
        let before = found.iter_mut().filter(|series| series.goes_on_in(&stream));
        // Of several that ended, the one that ended last, and then the one that is nearest in size.
        let nearest = before.min_by_key(|series| {
            let current = series.current();
            let days = (stream.first_day - current.last_day).num_days();
            (days, current.last.minor().abs_diff(stream.last.minor()))
        });
        match nearest {
            Some(series) => series.streams.push(stream),
            None => found.push(Series {
                streams: vec![stream],
            }),
        }
    }
    found.sort_by_key(|series| series.current().low.minor());
    found
}

impl Series {
    /// Its streams, the oldest first.
    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    /// The newest stream: what the subscription is now.
    pub fn current(&self) -> &Stream {
        // A series is made with a stream and never loses one.
        &self.streams[self.streams.len() - 1]
    }

    /// Whether a purchase of the payee is one of its charges.
    pub fn holds(&self, purchase: Purchase) -> bool {
        self.streams.iter().any(|stream| {
            (stream.first_day..=stream.last_day).contains(&purchase.day)
                && (stream.low.minor()..=stream.high.minor()).contains(&purchase.size_minor)
        })
    }

    fn goes_on_in(&self, newer: &Stream) -> bool {
        let older = self.current();
        let after = (newer.first_day - older.last_day).num_days();
        older.status == Status::Ended
            && older.period == newer.period
            && longest_wait(older.period).is_some_and(|most| (1..=most).contains(&after))
    }
}

fn longest_wait(cadence: Cadence) -> Option<i64> {
    cadence.gap_days().map(|(_, longest)| longest * 2)
}

#[cfg(test)]
mod tests {
    use farthing_money::Currency;
    use proptest::prelude::*;

    use super::super::{Purchase, price_creep, purchases, streams};
    use super::*;

    fn of(list: &[Purchase], today: &str) -> Vec<Series> {
        let euro = Currency::iso("EUR").unwrap();
        joined(&streams(list, euro, today.parse().unwrap()).unwrap())
    }

    fn leap() -> Vec<Purchase> {
        purchases(&[
            ("2024-10-05", 799),
            ("2024-11-05", 799),
            ("2024-12-05", 799),
            ("2025-01-05", 1_299),
            ("2025-02-05", 1_299),
            ("2025-03-05", 1_299),
        ])
    }

    fn sizes(series: &Series) -> Vec<i64> {
        let sizes = series.streams().iter().map(|stream| stream.last.minor());
        sizes.collect()
    }

    #[test]
    fn a_price_that_leaps_stays_one_series() {
        let list = leap();
        let found = of(&list, "2025-03-10");
        assert_eq!(found.len(), 1);
        assert_eq!(sizes(&found[0]), [799, 1_299]);
        assert_eq!(found[0].current().status, Status::Mature);
        let charges: Vec<Purchase> = list.into_iter().filter(|c| found[0].holds(*c)).collect();
        let creep = price_creep(&charges, Currency::iso("EUR").unwrap(), 12).unwrap();
        assert_eq!(creep.total_change.to_string(), "0.6258");
    }

    #[test]
    fn two_charges_at_the_new_price_are_enough() {
        let found = of(&leap()[..5], "2025-02-06");
        assert_eq!(sizes(&found[0]), [799, 1_299]);
        assert_eq!(found[0].current().status, Status::Early);
    }

    #[test]
    fn what_still_runs_is_not_joined() {
        let mut list = leap();
        list.extend(purchases(&[("2025-02-06", 799), ("2025-03-05", 799)]));
        list.sort_unstable();
        let found = of(&list, "2025-03-10");
        assert_eq!(
            found.iter().map(sizes).collect::<Vec<_>>(),
            [[799], [1_299]]
        );
    }

    #[test]
    fn a_pause_of_more_than_two_gaps_begins_another_series() {
        let with_pause = |first: &'static str| {
            let mut list = leap()[..3].to_vec();
            list.extend(purchases(&[(first, 1_299), ("2025-03-12", 1_299)]));
            of(&list, "2025-03-13").len()
        };
        // 68 days after 5 December is 11 February.
        assert_eq!(with_pause("2025-02-11"), 1);
        assert_eq!(with_pause("2025-02-12"), 2);
    }

    #[test]
    fn another_rhythm_is_another_series() {
        let mut list = leap()[..3].to_vec();
        list.extend(purchases(&[
            ("2025-01-05", 1_299),
            ("2025-01-12", 1_299),
            ("2025-01-19", 1_299),
        ]));
        assert_eq!(of(&list, "2025-02-01").len(), 2);
    }

    proptest! {
        #[test]
        fn every_stream_is_in_one_series_in_the_order_of_its_days(
            steps in proptest::collection::vec((0_u64..3, 1_i64..6), 1..40),
        ) {
            let mut day: chrono::NaiveDate = "2023-01-01".parse().unwrap();
            let list: Vec<Purchase> = steps
                .into_iter()
                .map(|(gap, size)| {
                    day = day + chrono::Days::new([7, 30, 31][usize::try_from(gap).unwrap()]);
                    Purchase { day, size_minor: size * 500 }
                })
                .collect();
            let euro = Currency::iso("EUR").unwrap();
            let mut all = streams(&list, euro, day).unwrap();
            let found = joined(&all);
            for series in &found {
                let pairs = series.streams().windows(2);
                prop_assert!(pairs.into_iter().all(|p| p[0].last_day < p[1].first_day));
            }
            let mut kept: Vec<Stream> =
                found.iter().flat_map(|series| series.streams().to_vec()).collect();
            kept.sort_by_key(|stream| stream.low.minor());
            all.sort_by_key(|stream| stream.low.minor());
            prop_assert_eq!(kept, all);
        }
    }
}
