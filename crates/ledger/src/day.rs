//! Days and months as the ledger stores them: whole numbers that sort.

use chrono::{Datelike, Days, NaiveDate};

use crate::error::{LedgerError, Result};

/// 1970-01-01 counted in days of the common era, as chrono does.
const EPOCH_FROM_CE: i32 = 719_163;

/// The number of days since 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce() - EPOCH_FROM_CE)
}

/// The day with this number; an error only when the file was tampered with.
pub(crate) fn day_of(number: i64) -> Result<NaiveDate> {
    i32::try_from(number)
        .ok()
        .and_then(|number| number.checked_add(EPOCH_FROM_CE))
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or_else(|| LedgerError::Damaged(format!("{number} is not a day")))
}

/// The month of a day as `202603`.
pub(crate) fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 100 + i64::from(date.month())
}

/// The first day of the month that a day is in.
pub(crate) fn first_of_month(date: NaiveDate) -> NaiveDate {
    let back = u64::from(date.day0());
    date.checked_sub_days(Days::new(back)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_as_it_went() {
        for (year, month, day) in [(1970, 1, 1), (1900, 1, 1), (2024, 2, 29), (2199, 12, 31)] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(day_of(day_number(date)).unwrap(), date);
        }
        assert_eq!(day_number(NaiveDate::from_ymd_opt(1970, 1, 2).unwrap()), 1);
    }

    #[test]
    fn a_month_is_its_year_and_number() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
        assert_eq!(month_number(date), 202_603);
        assert_eq!(
            first_of_month(date),
            NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
        );
    }
}
