//! Habits: how well one is kept, its streaks, what each day was, challenges and the want list
//! (spec D.1, D.2).
//!
//! Everything is worked out from what each day was; nothing is accumulated. A day that is left out
//! on purpose is a [`Day::Skip`]: it neither helps nor hurts. A caller that does not know a day yet,
//! because its statement is missing, gives a skip too and so promises nothing.

mod challenge;
mod days;
mod score;
mod streaks;
mod wants;
mod weeks;

pub use challenge::{ChallengeStanding, ChallengeState, DayChallenge, Outcome, challenge};
pub use days::{ClassifiedDay, DayRule, DayState, DayStates, Spending, classify_days};
pub use score::{Day, Frequency, Habit, Measure, SCORE_PLACES, loop_score, percent};
pub use streaks::{LoopStreaks, loop_streaks};
pub use wants::{Want, WantList, WantStanding, WantState, want_list, want_state};
pub use weeks::{WeekQuota, WeekStreak, week_streak};

#[cfg(test)]
mod fixtures {
    //! Short ways to write days and amounts.

    use chrono::NaiveDate;
    use farthing_money::Money;

    use crate::calendar::Span;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn span(first: &str, last: &str) -> Span {
        Span::new(day(first), day(last)).unwrap()
    }

    pub fn euros(text: &str) -> Money {
        format!("{text} EUR").parse().unwrap()
    }
}
