//! When a stream's next charge is due (spec D.4, step 8).

use chrono::{Datelike, Days, Months, NaiveDate};

use super::cadence::Cadence;

/// The days of a month, and one for counting from 1.
const DAY_SLOTS: usize = 32;

/// The day after the last of some days, ascending; none without a rhythm or beyond the calendar.
///
/// It is counted from the last charge wherever that is: a day that is past says that a charge did
/// not come.
pub fn next(cadence: Cadence, days: &[NaiveDate]) -> Option<NaiveDate> {
    let last = *days.last()?;
    let after = |count| last.checked_add_days(Days::new(count));
    match cadence {
        Cadence::Daily => after(1),
        Cadence::Weekly => after(7),
        Cadence::Biweekly => after(14),
        _ => clamped(last, cadence.months()?, usual_day(days, last)),
    }
}

/// The most frequent day of the month. Where several are, the last charge's if it is among them,
/// else the largest.
fn usual_day(days: &[NaiveDate], last: NaiveDate) -> u32 {
    let mut counts = [0_u32; DAY_SLOTS];
    for day in days {
        counts[day.day0() as usize + 1] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    if counts[last.day0() as usize + 1] == most {
        return last.day();
    }
    let best = (1..).zip(&counts[1..]).filter(|(_, count)| **count == most);
    best.map(|(day, _)| day).last().unwrap_or(last.day())
}

/// A day of the month some months later, or that month's last one.
fn clamped(last: NaiveDate, months: u32, day: u32) -> Option<NaiveDate> {
    let first = last.with_day(1)?.checked_add_months(Months::new(months))?;
    let end = first.checked_add_months(Months::new(1))?.pred_opt()?;
    first.with_day(day.min(end.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(cadence: Cadence, days: &[&str]) -> String {
        let days: Vec<NaiveDate> = days.iter().map(|day| day.parse().unwrap()).collect();
        next(cadence, &days).unwrap().to_string()
    }

    #[test]
    fn the_most_frequent_day_comes_back() {
        let days = ["2025-01-15", "2025-02-15", "2025-03-17"];
        assert_eq!(due(Cadence::Monthly, &days), "2025-04-15");
    }

    #[test]
    fn of_two_days_as_frequent_the_last_charges_wins() {
        let days = ["2025-01-31", "2025-02-28"];
        assert_eq!(due(Cadence::Monthly, &days), "2025-03-28");
    }

    #[test]
    fn else_the_largest_does() {
        let days = [
            "2025-01-03",
            "2025-02-03",
            "2025-03-05",
            "2025-04-05",
            "2025-05-04",
        ];
        assert_eq!(due(Cadence::Monthly, &days), "2025-06-05");
    }

    #[test]
    fn a_short_month_ends_early_and_a_year_may_have_a_leap_day() {
        assert_eq!(due(Cadence::Monthly, &["2025-01-31"]), "2025-02-28");
        assert_eq!(due(Cadence::Yearly, &["2024-02-29"]), "2025-02-28");
        assert_eq!(due(Cadence::Bimonthly, &["2024-12-31"]), "2025-02-28");
        assert_eq!(due(Cadence::Semiannual, &["2025-08-31"]), "2026-02-28");
    }

    #[test]
    fn days_are_counted_where_the_rhythm_counts_days() {
        assert_eq!(due(Cadence::Daily, &["2025-02-28"]), "2025-03-01");
        assert_eq!(due(Cadence::Weekly, &["2025-02-28"]), "2025-03-07");
        assert_eq!(due(Cadence::Biweekly, &["2025-02-28"]), "2025-03-14");
    }

    #[test]
    fn nothing_is_due_beyond_the_calendar_or_without_a_rhythm() {
        assert_eq!(next(Cadence::Yearly, &[NaiveDate::MAX]), None);
        assert_eq!(next(Cadence::PerUse, &[NaiveDate::MIN]), None);
        assert_eq!(next(Cadence::Daily, &[]), None);
    }
}
