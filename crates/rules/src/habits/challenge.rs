//! A challenge: so many good days out of so many (spec D.2).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::calendar::beyond_calendar;
use crate::error::RulesError;

/// So many good days out of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayChallenge {
    /// The first day.
    pub start: NaiveDate,
    /// How many days it has.
    pub days: u32,
    /// How many of them are to be good, 1 to all.
    pub required: u32,
}

/// How a day of a challenge went. A day that is not known has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Success,
    /// Not well.
    Failure,
}

/// Whether a challenge is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChallengeState {
    /// Not yet.
    Running,
    /// Enough days were good.
    Won,
    /// Too few can still become good.
    Lost,
}

/// Where a challenge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChallengeStanding {
    /// In a word.
    pub state: ChallengeState,
    /// Its good days.
    pub successes: u32,
    /// Its other days.
    pub failures: u32,
    /// Its days without an outcome: those that are to come, and those that are not known.
    pub days_left: u32,
    /// How many good days are missing.
    pub still_needed: u32,
}

/// Where a challenge stands on the morning of a day: what was before it counts. A day that is not
/// known loses nothing.
pub fn challenge(
    challenge: DayChallenge,
    outcomes: &BTreeMap<NaiveDate, Outcome>,
    today: NaiveDate,
) -> Result<ChallengeStanding, RulesError> {
    challenge.check()?;
    let end = challenge
        .start
        .checked_add_days(Days::new(challenge.days.into()));
    let end = end.ok_or_else(beyond_calendar)?.min(today);
    let (mut successes, mut failures) = (0, 0);
    for (day, outcome) in outcomes {
        match outcome {
            _ if *day < challenge.start || *day >= end => {}
            Outcome::Success => successes += 1,
            Outcome::Failure => failures += 1,
        }
    }
    let days_left = challenge.days - successes - failures;
    let still_needed = challenge.required.saturating_sub(successes);
    Ok(ChallengeStanding {
        state: match still_needed {
            0 => ChallengeState::Won,
            missing if missing > days_left => ChallengeState::Lost,
            _ => ChallengeState::Running,
        },
        successes,
        failures,
        days_left,
        still_needed,
    })
}

impl DayChallenge {
    fn check(self) -> Result<(), RulesError> {
        if self.days == 0 {
            return Err(RulesError::field("days", "a challenge has at least a day"));
        }
        if !(1..=self.days).contains(&self.required) {
            let message = "a challenge asks for at least one good day and no more than it has days";
            return Err(RulesError::field("required_successes", message));
        }
        Ok(())
    }
}

impl ChallengeState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::day;
    use super::*;

    /// From 1 March on, a letter a day: a success, a failure or nothing.
    fn stands(letters: &str, required: u32, today: u32) -> ChallengeStanding {
        let start = day("2025-03-01");
        let outcome = |letter| match letter {
            'y' => Some(Outcome::Success),
            'n' => Some(Outcome::Failure),
            _ => None,
        };
        let days = start.iter_days().zip(letters.chars());
        let outcomes = days.filter_map(|(day, letter)| Some((day, outcome(letter)?)));
        let rule = DayChallenge {
            start,
            days: u32::try_from(letters.len()).unwrap(),
            required,
        };
        let today = start + Days::new(today.into());
        challenge(rule, &outcomes.collect(), today).unwrap()
    }

    #[test]
    fn it_is_won_as_soon_as_enough_days_were_good() {
        assert_eq!(stands("yyy--", 3, 2).state, ChallengeState::Running);
        let won = stands("yyy--", 3, 3);
        assert_eq!(
            (won.state, won.days_left, won.still_needed),
            (ChallengeState::Won, 2, 0)
        );
        assert_eq!(stands("yyyny", 3, 9).still_needed, 0);
    }

    #[test]
    fn it_is_lost_as_soon_as_too_few_can_be_good() {
        assert_eq!(stands("ynn--", 3, 3).state, ChallengeState::Running);
        assert_eq!(stands("ynnn-", 3, 4).state, ChallengeState::Lost);
    }

    #[test]
    fn a_day_that_is_not_known_loses_nothing() {
        let stands = stands("y-n--", 4, 30);
        assert_eq!(
            (stands.state, stands.days_left),
            (ChallengeState::Running, 3)
        );
    }

    #[test]
    fn what_is_outside_counts_nowhere() {
        let start = day("2025-03-01");
        let rule = DayChallenge {
            start,
            days: 2,
            required: 1,
        };
        let outcomes = BTreeMap::from([
            (day("2025-02-28"), Outcome::Success),
            (day("2025-03-03"), Outcome::Success),
        ]);
        let stands = challenge(rule, &outcomes, day("2025-04-01")).unwrap();
        assert_eq!((stands.successes, stands.days_left), (0, 2));
    }

    #[test]
    fn a_challenge_that_cannot_be_is_refused() {
        let of = |days, required| DayChallenge {
            start: day("2025-03-01"),
            days,
            required,
        };
        for rule in [of(0, 1), of(3, 0), of(3, 4)] {
            assert!(challenge(rule, &BTreeMap::new(), day("2025-03-01")).is_err());
        }
    }

    proptest! {
        #[test]
        fn its_days_add_up_and_what_is_decided_stays(letters in "[yn]{1,30}", required in 1_u32..30) {
            let days = u32::try_from(letters.len()).unwrap();
            let required = required.min(days);
            let mut decided = None;
            for today in 0..=days {
                let now = stands(&letters, required, today);
                prop_assert_eq!(now.successes + now.failures + now.days_left, days);
                prop_assert_eq!(now.successes + now.failures, today);
                prop_assert!(decided.is_none_or(|state| state == now.state));
                if now.state != ChallengeState::Running {
                    decided = Some(now.state);
                }
            }
            prop_assert!(decided.is_some());
        }
    }
}
