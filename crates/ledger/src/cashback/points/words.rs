//! When points expire, in a sentence.

use farthing_rules::cashback::Expiry;

use super::super::words::count_words;

/// When points expire; none where the programme does not say.
pub(super) fn expiry_words(expiry: Option<Expiry>) -> String {
    match expiry {
        None => "The programme does not say that they expire, so none ever do here.".to_owned(),
        Some(Expiry::Never) => "They never expire.".to_owned(),
        Some(Expiry::Months(months)) => {
            let months = count_words(months, "month");
            format!("They expire {months} after they were earned.")
        }
        Some(Expiry::EndOfMonth(months)) => {
            let months = count_words(months, "month");
            format!("They expire on the last day of the month, {months} after they were earned.")
        }
        Some(Expiry::Days(days)) => {
            let days = count_words(days, "day");
            format!("They expire {days} after they were earned.")
        }
        Some(Expiry::CalendarYears(years)) => {
            let years = count_words(years, "year");
            format!("They expire on 31 December, {years} after the year in which they were earned.")
        }
        Some(Expiry::Rolling(months)) => {
            let months = count_words(months, "month");
            format!("All of them expire {months} after points were last earned or used.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_that_nobody_names_is_said_to_be_none() {
        assert!(expiry_words(None).contains("does not say"));
        assert_eq!(
            expiry_words(Some(Expiry::CalendarYears(1))),
            "They expire on 31 December, 1 year after the year in which they were earned."
        );
    }
}
