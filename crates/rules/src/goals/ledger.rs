//! What goes into a goal and out of it, and when it was reached (spec C: overfunding, completion,
//! withdrawal, archive).

use chrono::NaiveDate;
use farthing_money::Money;

use super::{check_currency, check_target, remaining};
use crate::error::RulesError;

/// What a goal begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalTerms {
    /// What it is to hold; above zero.
    pub target: Money,
    /// What it holds before its first event; zero or more.
    pub initial: Money,
    /// What becomes of a deposit beyond the target.
    pub overfund: Overfund,
}

/// What becomes of a deposit beyond the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overfund {
    /// It stays in the goal.
    #[default]
    Keep,
    /// What is too much goes on to other goals.
    Spill,
}

/// One thing that happens to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalEvent {
    /// The local day.
    pub day: NaiveDate,
    /// What is to happen.
    pub change: GoalChange,
}

/// What is to happen to a goal. Amounts are zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalChange {
    /// Money is earmarked for it.
    Deposit(Money),
    /// Money is taken back.
    Withdraw(Money),
    /// It is put away: all it holds becomes free money.
    Archive,
}

/// What became of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalLedger {
    /// What it holds.
    pub saved: Money,
    /// What went on to other goals.
    pub spilled: Money,
    /// What became free money when it was archived.
    pub released: Money,
    /// What it is.
    pub state: GoalState,
    /// The first day after whose event it held its target; it is kept whatever happens later.
    pub completed_on: Option<NaiveDate>,
    /// One for each event, in the order of their days.
    pub log: Vec<Decision>,
}

/// What a goal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalState {
    /// It still wants money.
    Active,
    /// It holds its target or more.
    Completed,
    /// It was put away.
    Archived,
}

/// Whether an event took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It did.
    Done,
    /// It was refused and changed nothing.
    Refused,
}

/// What becomes of a goal by its events; those of one day in the order of the list (spec C).
/// A withdrawal of more than it holds is refused, as is a deposit once it is archived.
pub fn goal_ledger(terms: &GoalTerms, events: &[GoalEvent]) -> Result<GoalLedger, RulesError> {
    check(terms, events)?;
    let mut events: Vec<&GoalEvent> = events.iter().collect();
    events.sort_by_key(|event| event.day);
    let nothing = Money::zero(terms.target.currency());
    let mut ledger = GoalLedger {
        saved: terms.initial,
        spilled: nothing,
        released: nothing,
        state: state_of(terms, terms.initial),
        completed_on: None,
        log: Vec::new(),
    };
    for event in events {
        let decision = ledger.take(terms, event)?;
        ledger.log.push(decision);
    }
    Ok(ledger)
}

impl GoalLedger {
    fn take(&mut self, terms: &GoalTerms, event: &GoalEvent) -> Result<Decision, RulesError> {
        let decision = match event.change {
            GoalChange::Deposit(amount) => self.deposit(terms, amount)?,
            GoalChange::Withdraw(amount) => self.withdraw(amount)?,
            GoalChange::Archive => self.archive()?,
        };
        if self.state != GoalState::Archived {
            self.state = state_of(terms, self.saved);
        }
        if self.state == GoalState::Completed && decision == Decision::Done {
            self.completed_on = self.completed_on.or(Some(event.day));
        }
        Ok(decision)
    }

    fn deposit(&mut self, terms: &GoalTerms, amount: Money) -> Result<Decision, RulesError> {
        if self.state == GoalState::Archived {
            return Ok(Decision::Refused);
        }
        let kept = match terms.overfund {
            Overfund::Keep => amount,
            Overfund::Spill => smaller(amount, remaining(terms.target, self.saved)?),
        };
        self.saved = self.saved.checked_add(kept)?;
        let rest = amount.checked_add(kept.negated())?;
        self.spilled = self.spilled.checked_add(rest)?;
        Ok(Decision::Done)
    }

    fn withdraw(&mut self, amount: Money) -> Result<Decision, RulesError> {
        if amount.minor() > self.saved.minor() {
            return Ok(Decision::Refused);
        }
        self.saved = self.saved.checked_add(amount.negated())?;
        Ok(Decision::Done)
    }

    fn archive(&mut self) -> Result<Decision, RulesError> {
        self.released = self.released.checked_add(self.saved)?;
        self.saved = Money::zero(self.saved.currency());
        self.state = GoalState::Archived;
        Ok(Decision::Done)
    }
}

impl GoalState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Archived => "archived",
        }
    }
}

impl Decision {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "ok",
            Self::Refused => "rejected",
        }
    }
}

fn check(terms: &GoalTerms, events: &[GoalEvent]) -> Result<(), RulesError> {
    check_target(terms.target)?;
    let changed = events.iter().filter_map(|event| match event.change {
        GoalChange::Deposit(amount) | GoalChange::Withdraw(amount) => Some(amount),
        GoalChange::Archive => None,
    });
    for amount in changed.chain([terms.initial]) {
        check_currency(terms.target.currency(), amount)?;
        if amount.minor() < 0 {
            return Err(RulesError::field(
                "amount",
                "what goes into a goal or out of it is zero or more",
            ));
        }
    }
    Ok(())
}

fn state_of(terms: &GoalTerms, saved: Money) -> GoalState {
    if saved.minor() >= terms.target.minor() {
        GoalState::Completed
    } else {
        GoalState::Active
    }
}

fn smaller(one: Money, other: Money) -> Money {
    if one.minor() < other.minor() {
        one
    } else {
        other
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gbp(minor: i64) -> Money {
        Money::from_minor(minor, "GBP".parse().unwrap()).unwrap()
    }

    fn terms(overfund: Overfund) -> GoalTerms {
        GoalTerms {
            target: gbp(1000),
            initial: gbp(0),
            overfund,
        }
    }

    fn run(overfund: Overfund, changes: &[GoalChange]) -> GoalLedger {
        let start: NaiveDate = "2027-06-01".parse().unwrap();
        let days = start.iter_days();
        let events = days.zip(changes).map(|(day, change)| GoalEvent {
            day,
            change: *change,
        });
        goal_ledger(&terms(overfund), &events.collect::<Vec<_>>()).unwrap()
    }

    fn deposit(minor: i64) -> GoalChange {
        GoalChange::Deposit(gbp(minor))
    }

    fn withdraw(minor: i64) -> GoalChange {
        GoalChange::Withdraw(gbp(minor))
    }

    #[test]
    fn what_spills_is_only_what_is_beyond_the_target() {
        let ledger = run(Overfund::Spill, &[deposit(700), deposit(450), deposit(20)]);
        assert_eq!((ledger.saved, ledger.spilled), (gbp(1000), gbp(170)));
        let kept = run(Overfund::Keep, &[deposit(700), deposit(450)]);
        assert_eq!((kept.saved, kept.spilled), (gbp(1150), gbp(0)));
    }

    #[test]
    fn the_first_day_of_completion_is_remembered_for_good() {
        let changes = [deposit(1000), withdraw(1), deposit(1)];
        let ledger = run(Overfund::Keep, &changes);
        assert_eq!(ledger.state, GoalState::Completed);
        assert_eq!(ledger.completed_on, "2027-06-01".parse().ok());
        let reopened = run(Overfund::Keep, &changes[..2]);
        assert_eq!(reopened.state, GoalState::Active);
        assert_eq!(reopened.completed_on, "2027-06-01".parse().ok());
    }

    #[test]
    fn a_goal_may_be_emptied_and_not_overdrawn() {
        let ledger = run(Overfund::Keep, &[deposit(300), withdraw(300), withdraw(1)]);
        assert_eq!(ledger.saved, gbp(0));
        assert_eq!(
            ledger.log,
            [Decision::Done, Decision::Done, Decision::Refused]
        );
    }

    #[test]
    fn an_archived_goal_is_empty_and_takes_nothing() {
        let changes = [deposit(1200), GoalChange::Archive, deposit(5), withdraw(5)];
        let ledger = run(Overfund::Keep, &changes);
        assert_eq!((ledger.saved, ledger.released), (gbp(0), gbp(1200)));
        assert_eq!(ledger.state, GoalState::Archived);
        assert_eq!(ledger.completed_on, "2027-06-01".parse().ok());
        let words: Vec<&str> = ledger.log.iter().map(|entry| entry.word()).collect();
        assert_eq!(words, ["ok", "ok", "rejected", "rejected"]);
    }

    #[test]
    fn amounts_below_zero_and_other_currencies_are_errors() {
        let day = "2027-06-01".parse().unwrap();
        let yen = GoalChange::Deposit("5 JPY".parse().unwrap());
        for change in [deposit(-1), withdraw(-1), yen] {
            let events = [GoalEvent { day, change }];
            assert!(goal_ledger(&terms(Overfund::Keep), &events).is_err());
        }
    }

    fn change() -> impl Strategy<Value = GoalChange> {
        let amount = (proptest::bool::ANY, 0_i64..800);
        amount.prop_map(|(is_deposit, minor)| {
            if is_deposit {
                deposit(minor)
            } else {
                withdraw(minor)
            }
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_a_spilling_goal_never_holds_more_than_its_target(
            changes in proptest::collection::vec(change(), 0..20),
        ) {
            let ledger = run(Overfund::Spill, &changes);
            prop_assert!((0..=1000).contains(&ledger.saved.minor()));
            let done = changes.iter().zip(&ledger.log).filter(|(_, log)| **log == Decision::Done);
            let flow: i64 = done.map(|(change, _)| match change {
                GoalChange::Deposit(amount) => amount.minor(),
                GoalChange::Withdraw(amount) => -amount.minor(),
                GoalChange::Archive => 0,
            }).sum();
            prop_assert_eq!(ledger.saved.minor() + ledger.spilled.minor(), flow);
            prop_assert_eq!(ledger.log.len(), changes.len());
        }
    }
}
