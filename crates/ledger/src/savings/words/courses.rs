//! How a goal is on its way, and when it may be reached.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::goals::{Paces, Projection, Reached, Standing, Status};

use super::{count_words, day_words, percent_words};

/// How a goal with a target is on its way.
pub(in crate::savings) fn course_words(
    standing: &Standing,
    saved: Money,
    by: Option<NaiveDate>,
) -> String {
    let day = by.map(day_words).unwrap_or_default();
    let compared = standing.expected.map(|expected| {
        format!("A straight line to {day} would be at {expected} today, and {saved} is set aside.")
    });
    let compared = compared.unwrap_or_default();
    let words = match standing.status {
        Status::Completed => match standing.over.filter(|over| !over.is_zero()) {
            Some(over) => format!("The target is reached, and {over} is set aside beyond it."),
            None => "The target is reached.".to_owned(),
        },
        Status::NoDate => format!("{saved} is set aside. The goal has no date."),
        Status::Overdue => format!("The date was {day}. {saved} is set aside."),
        Status::Ahead => format!("Ahead. {compared}"),
        Status::OnTrack => format!("On track. {compared}"),
        Status::Behind => format!("Behind. {compared}"),
    };
    words.trim_end().to_owned()
}

/// How a goal without a target is on its way.
pub(in crate::savings) fn open_end_words(saved: Money) -> String {
    format!("{saved} is set aside. The goal has an open end.")
}

/// When a goal may be reached. It is an estimate, and says so.
pub(in crate::savings) fn projection_words(projection: &Projection, currency: Currency) -> String {
    match projection {
        Projection::Completed => "Nothing is missing.".to_owned(),
        Projection::TooEarly { weeks } => format!(
            "The goal has {}; an estimate needs 4.",
            count_words(*weeks, "full week")
        ),
        Projection::Paced(paces) => paced(paces, currency),
    }
}

fn paced(paces: &Paces, currency: Currency) -> String {
    let weeks = count_words(paces.weeks, "week");
    let pace = Money::round(paces.average.per_week, currency, Rounding::HalfUp);
    let pace = pace.map_or_else(
        |_| format!("{} {currency}", paces.average.per_week),
        |pace| pace.to_string(),
    );
    let begin = format!("In the last {weeks} {pace} a week was set aside on average.");
    let Some(likely) = paces.average.day else {
        return format!("{begin} At that pace no date can be named.");
    };
    let likely = day_words(likely);
    let range = match (paces.fast.day, paces.slow.day) {
        (Some(fast), Some(slow)) if fast == slow => return sure(&begin, &likely),
        (Some(fast), Some(slow)) => {
            format!("between {} and {}", day_words(fast), day_words(slow))
        }
        (Some(fast), None) => format!("{} at the earliest, perhaps never", day_words(fast)),
        (None, _) => return sure(&begin, &likely),
    };
    format!(
        "{begin} If it stays so, the target is reached about {likely}: {range}. This is an estimate."
    )
}

fn sure(begin: &str, likely: &str) -> String {
    format!("{begin} If it stays so, the target is reached about {likely}. This is an estimate.")
}

/// When a goal may be reached with an interest that is only assumed, and says so.
pub(in crate::savings) fn interest_words(
    percent: &str,
    a_month: Money,
    reached: Option<&Reached>,
) -> String {
    let percent = percent_words(percent);
    let begin = format!("Assumed: {percent} interest a year, and {a_month} a month as before.");
    let then = match reached {
        Some(reached) => format!(
            "The target would be reached after {}, about {}.",
            count_words(reached.months, "month"),
            day_words(reached.day)
        ),
        None => "The target would not be reached so.".to_owned(),
    };
    format!("{begin} {then} The interest is not counted as set aside.")
}

#[cfg(test)]
mod tests {
    use farthing_rules::goals::Forecast;

    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn forecast(per_week: &str, day: Option<&str>) -> Forecast {
        Forecast {
            per_week: per_week.parse().unwrap(),
            day: day.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn a_course_says_what_is_set_aside_and_what_a_line_would_have() {
        let behind = Standing {
            status: Status::Behind,
            expected: Some(money("50.00 EUR")),
            over: None,
        };
        let by = "2027-03-31".parse().ok();
        assert_eq!(
            course_words(&behind, money("40.00 EUR"), by),
            "Behind. A straight line to 31 March 2027 would be at 50.00 EUR today, \
             and 40.00 EUR is set aside."
        );
        let reached = Standing {
            status: Status::Completed,
            expected: None,
            over: Some(money("0.00 EUR")),
        };
        assert_eq!(
            course_words(&reached, money("40.00 EUR"), None),
            "The target is reached."
        );
    }

    #[test]
    fn interest_is_named_as_an_assumption() {
        let reached = Reached {
            months: 5,
            balance: money("600.00 EUR"),
            day: "2026-08-20".parse().unwrap(),
        };
        assert_eq!(
            interest_words("3,5", money("80.00 EUR"), Some(&reached)),
            "Assumed: 3.5 % interest a year, and 80.00 EUR a month as before. The target would be \
             reached after 5 months, about 20 August 2026. The interest is not counted as set aside."
        );
        let never = interest_words("0", money("0.00 EUR"), None);
        assert!(never.contains("would not be reached so."), "{never}");
    }

    #[test]
    fn a_projection_is_an_estimate_with_a_range() {
        let euro = Currency::iso("EUR").unwrap();
        let paces = Paces {
            weeks: 8,
            average: forecast("20.0000", Some("2027-05-03")),
            fast: forecast("25.0000", Some("2027-04-01")),
            slow: forecast("0.0000", None),
        };
        assert_eq!(
            projection_words(&Projection::Paced(paces), euro),
            "In the last 8 weeks 20.00 EUR a week was set aside on average. If it stays so, the \
             target is reached about 3 May 2027: 1 April 2027 at the earliest, perhaps never. \
             This is an estimate."
        );
        let stalled = Paces {
            average: forecast("0.0000", None),
            ..paces
        };
        let words = projection_words(&Projection::Paced(stalled), euro);
        assert!(
            words.ends_with("At that pace no date can be named."),
            "{words}"
        );
        assert_eq!(
            projection_words(&Projection::TooEarly { weeks: 1 }, euro),
            "The goal has 1 full week; an estimate needs 4."
        );
    }
}
