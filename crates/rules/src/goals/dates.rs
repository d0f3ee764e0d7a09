//! The days on which something is due again and again, for goals (spec 0.5).

use chrono::{Days, Months, NaiveDate};

/// How often a contribution is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Biweekly,
    /// On the anchor's day of each month.
    Monthly,
    /// On the anchor's day of every third month.
    Quarterly,
    /// On the anchor's day of each year.
    Yearly,
}

/// The days from an anchor on, the anchor first. Each is counted from the anchor itself, so that
/// the 31st comes back after a short month (spec 0.5).
pub(super) fn due_days(anchor: NaiveDate, frequency: Frequency) -> impl Iterator<Item = NaiveDate> {
    (0..).map_while(move |number| due_day(anchor, frequency, number))
}

/// The same day some months later, or the last of its month.
pub(super) fn months_later(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

/// None beyond the calendar.
fn due_day(anchor: NaiveDate, frequency: Frequency, number: u32) -> Option<NaiveDate> {
    let days = |step: u32| anchor.checked_add_days(Days::new(number.checked_mul(step)?.into()));
    let months = |step: u32| months_later(anchor, number.checked_mul(step)?);
    match frequency {
        Frequency::Daily => days(1),
        Frequency::Weekly => days(7),
        Frequency::Biweekly => days(14),
        Frequency::Monthly => months(1),
        Frequency::Quarterly => months(3),
        Frequency::Yearly => months(12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_three(anchor: &str, frequency: Frequency) -> Vec<String> {
        let days = due_days(anchor.parse().unwrap(), frequency).skip(1);
        days.take(3).map(|day| day.to_string()).collect()
    }

    #[test]
    fn a_month_end_comes_back_after_a_short_month() {
        let monthly = first_three("2027-01-31", Frequency::Monthly);
        assert_eq!(monthly, ["2027-02-28", "2027-03-31", "2027-04-30"]);
        let quarterly = first_three("2027-11-30", Frequency::Quarterly);
        assert_eq!(quarterly, ["2028-02-29", "2028-05-30", "2028-08-30"]);
    }

    #[test]
    fn a_leap_day_has_its_years_on_the_last_of_february() {
        let yearly = first_three("2028-02-29", Frequency::Yearly);
        assert_eq!(yearly, ["2029-02-28", "2030-02-28", "2031-02-28"]);
    }

    #[test]
    fn weeks_are_counted_in_days() {
        let biweekly = first_three("2027-02-20", Frequency::Biweekly);
        assert_eq!(biweekly, ["2027-03-06", "2027-03-20", "2027-04-03"]);
        let daily = first_three("2027-12-30", Frequency::Daily);
        assert_eq!(daily, ["2027-12-31", "2028-01-01", "2028-01-02"]);
    }

    #[test]
    fn the_calendar_has_an_end() {
        assert_eq!(due_days(NaiveDate::MAX, Frequency::Weekly).count(), 1);
    }
}
