//! When small payments are made: weekday by hour (spec D.3, heat map).

use chrono::{Datelike, NaiveDate, Weekday};

use crate::error::RulesError;
use crate::goals::fitting;

const WEEKDAYS: usize = 7;
const HOURS: usize = 24;
/// Each hour, and a last place for payments of which the time is not known.
const COLUMNS: usize = HOURS + 1;

/// How many payments, and what they add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many.
    pub count: u64,
    /// Their sum.
    pub sum_minor: i64,
}

/// Payments of one currency by weekday and hour. Those without a time stand apart, never at
/// midnight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    cells: [[Cell; COLUMNS]; WEEKDAYS],
}

impl Hours {
    /// The payments by weekday and hour: their local day, their local hour where it is known, and
    /// their size.
    pub fn of(
        payments: impl IntoIterator<Item = (NaiveDate, Option<u32>, i64)>,
    ) -> Result<Self, RulesError> {
        let mut hours = Self::default();
        for (day, hour, size_minor) in payments {
            hours.add(day, hour, size_minor)?;
        }
        Ok(hours)
    }

    /// The payments of a weekday in an hour, or without a time; nothing for an hour that no day
    /// has.
    pub fn cell(&self, weekday: Weekday, hour: Option<u32>) -> Cell {
        let row = &self.cells[weekday.num_days_from_monday() as usize];
        let cell = column(hour).and_then(|column| row.get(column));
        cell.copied().unwrap_or_default()
    }

    /// The cells that hold a payment, from Monday on; those without a time come after their
    /// weekday's hours.
    pub fn filled(&self) -> impl Iterator<Item = (Weekday, Option<u32>, Cell)> {
        let weekdays = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ()));
        let columns = || (0..24).map(Some).chain([None]);
        let all = weekdays.take(WEEKDAYS);
        let all = all.flat_map(move |day| columns().map(move |hour| (day, hour)));
        let cells = all.map(|(day, hour)| (day, hour, self.cell(day, hour)));
        cells.filter(|(.., cell)| cell.count > 0)
    }

    fn add(
        &mut self,
        day: NaiveDate,
        hour: Option<u32>,
        size_minor: i64,
    ) -> Result<(), RulesError> {
        let row = &mut self.cells[day.weekday().num_days_from_monday() as usize];
        let cell = column(hour).and_then(|column| row.get_mut(column));
        let cell = cell.ok_or(RulesError::field("hour", "an hour is from 0 to 23"))?;
        cell.count += 1;
        cell.sum_minor = fitting(cell.sum_minor.checked_add(size_minor))?;
        Ok(())
    }
}

/// None for an hour that no day has.
fn column(hour: Option<u32>) -> Option<usize> {
    match hour {
        Some(hour) => usize::try_from(hour).ok().filter(|hour| *hour < HOURS),
        None => Some(HOURS),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_payment_without_a_time_is_not_at_midnight() {
        let monday = day("2025-03-31");
        let hours = Hours::of([(monday, None, 100), (monday, Some(0), 7), (monday, None, 1)]);
        let hours = hours.unwrap();
        let cell = |count, sum_minor| Cell { count, sum_minor };
        assert_eq!(hours.cell(Weekday::Mon, None), cell(2, 101));
        assert_eq!(hours.cell(Weekday::Mon, Some(0)), cell(1, 7));
        assert_eq!(hours.cell(Weekday::Sun, Some(0)), Cell::default());
        let filled: Vec<_> = hours.filled().map(|(day, hour, _)| (day, hour)).collect();
        assert_eq!(filled, [(Weekday::Mon, Some(0)), (Weekday::Mon, None)]);
    }

    #[test]
    fn an_hour_that_no_day_has_is_an_error() {
        assert!(Hours::of([(day("2025-03-31"), Some(24), 100)]).is_err());
        assert_eq!(
            Hours::default().cell(Weekday::Mon, Some(24)),
            Cell::default()
        );
        let twice = [(day("2025-03-31"), None, i64::MAX); 2];
        assert!(Hours::of(twice).is_err());
    }

    proptest! {
        #[test]
        fn every_payment_is_in_one_cell(
            rows in proptest::collection::vec((0_u64..40, 0_u32..25, 1_i64..500), 0..60),
        ) {
            let start = day("2025-03-31");
            let payments = rows.iter().map(|(after, hour, size)| {
                (start + chrono::Days::new(*after), Some(*hour).filter(|h| *h < 24), *size)
            });
            let hours = Hours::of(payments).unwrap();
            let count: u64 = hours.filled().map(|(.., cell)| cell.count).sum();
            let sum: i64 = hours.filled().map(|(.., cell)| cell.sum_minor).sum();
            prop_assert_eq!(usize::try_from(count).unwrap(), rows.len());
            prop_assert_eq!(sum, rows.iter().map(|row| row.2).sum::<i64>());
        }
    }
}
