//! The packed days of a stretch in one row.
//!
//! A row on its way from SQLite's thread to ours costs more than unpacking a small day, so SQLite joins
//! the packed days and tells their lengths beside them. `group_concat` and the cast take the bytes of a
//! blob as they are: <https://sqlite.org/lang_expr.html#castexpr>.

use std::ops::Range;

use super::numbers::unreadable;
use crate::error::Result;

/// Days joined in one row, so that many years need little memory.
const DAYS_A_ROW: i64 = 512;

/// Packed days as a row holds them; a stretch without any has neither.
#[derive(Debug)]
pub(crate) struct Joined {
    /// Each day and how many bytes it has, with spaces between.
    pub days: Option<String>,
    /// The packed forms, one after the other.
    pub bytes: Option<Vec<u8>>,
}

/// Stretches of days that follow each other, each for one row.
pub(crate) fn stretches((from, to): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
    let mut next = from;
    std::iter::from_fn(move || {
        let first = next;
        next = first.saturating_add(DAYS_A_ROW);
        (first <= to).then(|| (first, to.min(next - 1)))
    })
}

impl Joined {
    /// Gives each day with its packed form, the first day first.
    pub(crate) fn each(&self, mut take: impl FnMut(i64, &[u8]) -> Result<()>) -> Result<()> {
        let bytes = self.bytes.as_deref().unwrap_or_default();
        for (day, place) in self.places()? {
            take(day, bytes.get(place).ok_or_else(unreadable)?)?;
        }
        Ok(())
    }

    /// Where each day lies. Both columns tell the days in the same order, which need not be theirs.
    fn places(&self) -> Result<Vec<(i64, Range<usize>)>> {
        let mut numbers = self.days.as_deref().unwrap_or_default().split(' ');
        let mut places = Vec::new();
        let mut start = 0;
        while let (Some(day), Some(length)) = (numbers.next(), numbers.next()) {
            let length: usize = length.parse().map_err(|_| unreadable())?;
            let day = day.parse().map_err(|_| unreadable())?;
            places.push((day, start..start + length));
            start += length;
        }
        places.sort_unstable_by_key(|(day, _)| *day);
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_cover_every_day_once() {
        let all: Vec<_> = stretches((-3, 1_021)).collect();
        assert_eq!(all, [(-3, 508), (509, 1_020), (1_021, 1_021)]);
        assert_eq!(stretches((2, 1)).count(), 0);
    }

    #[test]
    fn days_are_given_in_their_order() {
        let joined = Joined {
            days: Some("9 2 7 0 8 3".to_owned()),
            bytes: Some(vec![1, 0, 255, 3, 4]),
        };
        let mut days = Vec::new();
        let each = joined.each(|day, bytes| {
            days.push((day, bytes.to_vec()));
            Ok(())
        });
        each.unwrap();
        assert_eq!(days, [(7, vec![]), (8, vec![255, 3, 4]), (9, vec![1, 0])]);
    }

    #[test]
    fn lengths_beyond_the_bytes_are_an_error() {
        let joined = Joined {
            days: Some("7 3".to_owned()),
            bytes: Some(vec![1, 2]),
        };
        assert!(joined.each(|_, _| Ok(())).is_err());
    }
}
