//! Whether a goal is where it should be today (spec C, status).

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::{check_currency, check_target, fitting, money_of, remaining};
use crate::error::RulesError;

/// How far from its straight line a goal is still on track, as a part of what is to be saved: 5 %.
pub const DEFAULT_TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// A goal and the time it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// What it is to hold; above zero.
    pub target: Money,
    /// What it holds.
    pub saved: Money,
    /// What it held at its start.
    pub initial: Money,
    /// Its first day.
    pub start: NaiveDate,
    /// The local day of the question.
    pub today: NaiveDate,
    /// The day by which it is to be reached; none if it has no hurry.
    pub target_date: Option<NaiveDate>,
    /// As a part of what is to be saved, zero or more; see [`DEFAULT_TOLERANCE`].
    pub tolerance: Decimal,
}

/// Where a goal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// In a word.
    pub status: Status,
    /// What it should hold today on a straight line; none without a date or once it is completed.
    pub expected: Option<Money>,
    /// What it holds beyond its target; none unless it is completed.
    pub over: Option<Money>,
}

/// Where a goal is, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It holds its target or more.
    Completed,
    /// Its date is past.
    Overdue,
    /// It holds more than it should, by the tolerance or more.
    Ahead,
    /// It holds less than it should, by more than the tolerance.
    Behind,
    /// It holds about what it should.
    OnTrack,
    /// It has no date, so nothing is too little.
    NoDate,
}

/// Where a goal is today (spec C). What it should hold grows by the day from what it held at its
/// start to its target, whole minor units only.
pub fn status(course: &Course) -> Result<Standing, RulesError> {
    check(course)?;
    let missing = remaining(course.target, course.saved)?;
    if missing.is_zero() {
        let over = course.saved.checked_add(course.target.negated())?;
        return Ok(Standing {
            status: Status::Completed,
            expected: None,
            over: Some(over),
        });
    }
    let Some(target_date) = course.target_date else {
        return Ok(standing(Status::NoDate, None));
    };
    let expected = expected(course, target_date)?;
    if course.today > target_date {
        return Ok(standing(Status::Overdue, Some(expected)));
    }
    Ok(standing(compared(course, expected)?, Some(expected)))
}

impl Status {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Overdue => "overdue",
            Self::Ahead => "ahead",
            Self::Behind => "behind",
            Self::OnTrack => "on_track",
            Self::NoDate => "no_date",
        }
    }
}

fn check(course: &Course) -> Result<(), RulesError> {
    check_target(course.target)?;
    check_currency(course.target.currency(), course.initial)?;
    if course.tolerance < Decimal::ZERO {
        return Err(RulesError::field(
            "tolerance",
            "the tolerance is a part of the goal, zero or more",
        ));
    }
    if course.target_date.is_some_and(|date| date < course.start) {
        return Err(RulesError::field(
            "target_date",
            "a goal cannot be due before it starts",
        ));
    }
    Ok(())
}

fn standing(status: Status, expected: Option<Money>) -> Standing {
    Standing {
        status,
        expected,
        over: None,
    }
}

/// What the goal should hold today: nothing more before its start, its target from its date on.
fn expected(course: &Course, target_date: NaiveDate) -> Result<Money, RulesError> {
    let total = (target_date - course.start).num_days();
    let elapsed = (course.today - course.start).num_days();
    if course.today >= target_date {
        return Ok(course.target);
    }
    let elapsed = i128::from(elapsed.max(0));
    let growth = i128::from(to_save(course)?.minor()) * elapsed;
    let growth = fitting(Rounding::Floor.divide(growth, total.into()))?;
    let growth = money_of(growth, course.target.currency())?;
    Ok(course.initial.checked_add(growth)?)
}

/// What was missing at the start.
fn to_save(course: &Course) -> Result<Money, RulesError> {
    remaining(course.target, course.initial)
}

/// The tolerance is not rounded: at a limit every fraction of a minor unit counts.
fn compared(course: &Course, expected: Money) -> Result<Status, RulesError> {
    let whole = Decimal::from(to_save(course)?.minor());
    let tolerance = fitting(whole.checked_mul(course.tolerance))?;
    let lead = course.saved.checked_add(expected.negated())?;
    let lead = Decimal::from(lead.minor());
    Ok(if lead > Decimal::ZERO && lead >= tolerance {
        Status::Ahead
    } else if lead < -tolerance {
        Status::Behind
    } else {
        Status::OnTrack
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 100 days for 1000.00, of which 200.00 were there at the start.
    fn course(saved: &str, today: &str) -> Course {
        Course {
            target: "1000.00 EUR".parse().unwrap(),
            saved: saved.parse().unwrap(),
            initial: "200.00 EUR".parse().unwrap(),
            start: "2027-01-01".parse().unwrap(),
            today: today.parse().unwrap(),
            target_date: Some("2027-04-11".parse().unwrap()),
            tolerance: DEFAULT_TOLERANCE,
        }
    }

    fn word(saved: &str, today: &str) -> &'static str {
        status(&course(saved, today)).unwrap().status.word()
    }

    #[test]
    fn the_tolerance_counts_as_on_track_below_and_as_ahead_above() {
        // After 50 days 600.00 are expected; the tolerance is 5 % of 800.00.
        let halfway = "2027-02-20";
        assert_eq!(word("560.00 EUR", halfway), "on_track");
        assert_eq!(word("559.99 EUR", halfway), "behind");
        assert_eq!(word("639.99 EUR", halfway), "on_track");
        assert_eq!(word("640.00 EUR", halfway), "ahead");
    }

    #[test]
    fn without_tolerance_exactly_on_the_line_is_on_track() {
        let mut course = course("600.00 EUR", "2027-02-20");
        course.tolerance = Decimal::ZERO;
        assert_eq!(status(&course).unwrap().status, Status::OnTrack);
        course.saved = "600.01 EUR".parse().unwrap();
        assert_eq!(status(&course).unwrap().status, Status::Ahead);
        course.saved = "599.99 EUR".parse().unwrap();
        assert_eq!(status(&course).unwrap().status, Status::Behind);
    }

    #[test]
    fn nothing_more_is_expected_before_the_start_and_all_on_the_last_day() {
        let expected = |today| status(&course("1.00 EUR", today)).unwrap().expected;
        let text = |today| expected(today).unwrap().to_string();
        assert_eq!(text("2026-12-01"), "200.00 EUR");
        assert_eq!(text("2027-01-02"), "208.00 EUR");
        assert_eq!(text("2027-04-11"), "1000.00 EUR");
        assert_eq!(word("1.00 EUR", "2027-04-11"), "behind");
        assert_eq!(word("1.00 EUR", "2027-04-12"), "overdue");
    }

    #[test]
    fn a_completed_goal_needs_no_date_and_is_never_overdue() {
        let late = status(&course("1012.50 EUR", "2030-01-01")).unwrap();
        assert_eq!(late.status, Status::Completed);
        assert_eq!(late.over.unwrap().to_string(), "12.50 EUR");
        let mut without = course("999.99 EUR", "2027-02-01");
        without.target_date = None;
        assert_eq!(status(&without).unwrap().status, Status::NoDate);
    }

    #[test]
    fn a_goal_of_one_day_is_due_on_it() {
        let mut course = course("1.00 EUR", "2027-01-01");
        course.target_date = Some(course.start);
        let standing = status(&course).unwrap();
        assert_eq!(standing.expected, Some(course.target));
    }

    #[test]
    fn what_cannot_be_is_an_error() {
        let mut negative = course("1.00 EUR", "2027-01-01");
        negative.tolerance = Decimal::NEGATIVE_ONE;
        assert!(status(&negative).is_err());
        let mut before = course("1.00 EUR", "2027-01-01");
        before.target_date = before.start.pred_opt();
        assert!(status(&before).is_err());
        let mut mixed = course("1.00 EUR", "2027-01-01");
        mixed.initial = "1.00 USD".parse().unwrap();
        assert!(status(&mixed).is_err());
    }

    proptest! {
        #[test]
        fn what_is_expected_never_falls_and_stays_within_the_goal(day in 0_u64..100) {
            let on = |day| {
                let mut course = course("0.00 EUR", "2027-01-01");
                course.today = course.today + chrono::Days::new(day);
                status(&course).unwrap().expected.unwrap().minor()
            };
            prop_assert!(on(day) <= on(day + 1));
            prop_assert!((20_000..=100_000).contains(&on(day)));
        }
    }
}
