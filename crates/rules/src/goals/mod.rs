//! Goals: what is missing, which pace is enough, when it may be reached and what interest would
//! add (spec C).
//!
//! Everything is worked out from what a goal holds today. Interest that is only assumed is shown
//! and never counted as saved.

mod dates;
mod interest;
mod ledger;
mod natural;
mod pace;
mod projection;
mod split;
mod status;

use farthing_money::{Currency, Money, MoneyError};

use crate::error::RulesError;
pub use dates::Frequency;
pub use interest::{
    Apr, FutureValue, MOST_MONTHS, Reached, SavingPlan, Timing, effective_apy, future_value,
    months_to_target, required_monthly,
};
pub use ledger::{
    Decision, GoalChange, GoalEvent, GoalLedger, GoalState, GoalTerms, Overfund, goal_ledger,
};
pub use pace::{PaceGoal, PaceState, RequiredPace, required_pace};
pub use projection::{
    Contribution, ContributionKind, Forecast, MOST_DAYS, MOST_WEEKS, Paces, Progress, Projection,
    projection,
};
pub use split::{Ranked, split_by_priority};
pub use status::{Course, DEFAULT_TOLERANCE, Standing, Status, status};

/// What is missing to the target, nothing where it is reached (spec C).
fn remaining(target: Money, saved: Money) -> Result<Money, RulesError> {
    let gap = target.checked_add(saved.negated())?;
    Ok(if gap.minor() < 0 {
        Money::zero(gap.currency())
    } else {
        gap
    })
}

/// A goal without a size is none.
fn check_target(target: Money) -> Result<(), RulesError> {
    if target.minor() < 1 {
        return Err(RulesError::field(
            "target",
            "the target of a goal must be above zero",
        ));
    }
    Ok(())
}

/// An error where an amount is counted in something else than its goal.
fn check_currency(currency: Currency, amount: Money) -> Result<(), RulesError> {
    if amount.currency() != currency {
        return Err(MoneyError::Mixed(currency, amount.currency()).into());
    }
    Ok(())
}

/// An amount out of wide arithmetic, where the error is a size that no sum may have.
pub(crate) fn money_of(minor: i128, currency: Currency) -> Result<Money, RulesError> {
    let minor = fitting(i64::try_from(minor).ok())?;
    Ok(Money::from_minor(minor, currency)?)
}

/// What arithmetic came to, or the error that it was too large for it.
pub(crate) fn fitting<T>(result: Option<T>) -> Result<T, RulesError> {
    result.ok_or(RulesError::Money(MoneyError::Overflow))
}
