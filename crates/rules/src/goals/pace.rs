//! The contribution that reaches a goal by its date (spec C, required pace).

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};

use super::dates::due_days;
use super::{Frequency, check_target, fitting, money_of, remaining};
use crate::error::RulesError;

/// A goal with a date, and when something is put aside for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceGoal {
    /// What it is to hold; above zero.
    pub target: Money,
    /// What it holds.
    pub saved: Money,
    /// The local day of the question.
    pub today: NaiveDate,
    /// The last day on which a contribution still counts.
    pub target_date: NaiveDate,
    /// How often a contribution is made.
    pub frequency: Frequency,
    /// A day of contribution, from which the later ones are counted.
    pub next_contribution: NaiveDate,
}

/// What has to be put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequiredPace {
    /// What is missing.
    pub remaining: Money,
    /// How many contributions are left after today.
    pub periods: u32,
    /// Each of them; all that is missing where none is left.
    pub required: Money,
    /// The last of them, which is smaller where the others were rounded up; none without one.
    pub last: Option<Money>,
    /// Whether there is something to put aside, and time for it.
    pub state: PaceState,
}

/// Whether there is something to put aside, and time for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaceState {
    /// Contributions are left.
    Active,
    /// Something is missing and no contribution is left.
    DueNow,
    /// Nothing is missing.
    Completed,
}

/// What has to be put aside on each day of contribution after today, up to the target date
/// (spec C): what is missing by their number, rounded up to the minor unit.
///
/// ```
/// use farthing_rules::goals::{Frequency, PaceGoal, required_pace};
/// let pace = required_pace(&PaceGoal {
///     target: "100.00 EUR".parse()?,
///     saved: "0.00 EUR".parse()?,
///     today: "2027-01-10".parse()?,
///     target_date: "2027-03-31".parse()?,
///     frequency: Frequency::Monthly,
///     next_contribution: "2027-01-31".parse()?,
/// })?;
/// assert_eq!((pace.periods, pace.required.to_string()), (3, "33.34 EUR".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn required_pace(goal: &PaceGoal) -> Result<RequiredPace, RulesError> {
    check_target(goal.target)?;
    let missing = remaining(goal.target, goal.saved)?;
    if missing.is_zero() {
        return Ok(at_once(missing, PaceState::Completed));
    }
    let periods = contributions_left(goal)?;
    if periods == 0 {
        return Ok(at_once(missing, PaceState::DueNow));
    }
    let required = Rounding::Ceil.divide(missing.minor().into(), periods.into());
    let required = fitting(required)?;
    let earlier = required * i128::from(periods - 1);
    let last = (i128::from(missing.minor()) - earlier).max(0);
    Ok(RequiredPace {
        remaining: missing,
        periods,
        required: money_of(required, missing.currency())?,
        last: Some(money_of(last, missing.currency())?),
        state: PaceState::Active,
    })
}

impl PaceState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::DueNow => "due_now",
            Self::Completed => "completed",
        }
    }
}

fn at_once(missing: Money, state: PaceState) -> RequiredPace {
    RequiredPace {
        remaining: missing,
        periods: 0,
        required: missing,
        last: None,
        state,
    }
}

fn contributions_left(goal: &PaceGoal) -> Result<u32, RulesError> {
    let days = due_days(goal.next_contribution, goal.frequency);
    let later = days.skip_while(|day| *day <= goal.today);
    let left = later.take_while(|day| *day <= goal.target_date).count();
    fitting(u32::try_from(left).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn goal(saved: &str, today: &str, next: &str) -> PaceGoal {
        PaceGoal {
            target: "90.00 CHF".parse().unwrap(),
            saved: saved.parse().unwrap(),
            today: today.parse().unwrap(),
            target_date: "2027-04-30".parse().unwrap(),
            frequency: Frequency::Monthly,
            next_contribution: next.parse().unwrap(),
        }
    }

    #[test]
    fn todays_contribution_is_no_later_one_and_that_of_the_last_day_is() {
        let pace = required_pace(&goal("0.00 CHF", "2027-01-31", "2027-01-31")).unwrap();
        assert_eq!((pace.periods, pace.required.minor()), (3, 3000));
        assert_eq!(pace.last.unwrap().minor(), 3000);
    }

    #[test]
    fn without_a_day_left_all_is_due() {
        for (today, next) in [
            ("2027-04-30", "2027-04-30"),
            ("2027-05-02", "2027-05-31"),
            ("2027-04-01", "2027-05-01"),
        ] {
            let pace = required_pace(&goal("15.50 CHF", today, next)).unwrap();
            assert_eq!(pace.state, PaceState::DueNow, "{today}");
            assert_eq!(pace.required.to_string(), "74.50 CHF");
            assert_eq!((pace.periods, pace.last), (0, None));
        }
    }

    #[test]
    fn a_goal_without_a_size_or_in_another_currency_is_an_error() {
        let mut none = goal("0.00 CHF", "2027-01-01", "2027-01-31");
        none.target = "0.00 CHF".parse().unwrap();
        assert!(required_pace(&none).is_err());
        assert!(required_pace(&goal("1.00 EUR", "2027-01-01", "2027-01-31")).is_err());
    }

    proptest! {
        #[test]
        fn the_contributions_are_enough_and_no_cent_less_would_do(
            missing in 1_i64..1_000_000,
            days in 0_u64..400,
        ) {
            let mut goal = goal("0.00 CHF", "2026-12-31", "2027-01-01");
            goal.target = Money::from_minor(missing, goal.target.currency()).unwrap();
            goal.frequency = Frequency::Daily;
            goal.target_date = goal.next_contribution + chrono::Days::new(days);
            let pace = required_pace(&goal).unwrap();
            let periods = i64::from(pace.periods);
            prop_assert_eq!(periods, i64::try_from(days).unwrap() + 1);
            prop_assert!(pace.required.minor() * periods >= missing);
            prop_assert!((pace.required.minor() - 1) * periods < missing);
            let last = pace.last.unwrap().minor();
            prop_assert!(last >= 0 && last <= pace.required.minor());
            prop_assert!(pace.required.minor() * (periods - 1) + last >= missing);
        }
    }
}
