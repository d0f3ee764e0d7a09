//! Things that are thought over for a while before they are bought (spec D.2, cooling-off).

use chrono::{Days, NaiveDate};
use farthing_money::{Money, Rounding, Sums};
use rust_decimal::Decimal;

use crate::calendar::beyond_calendar;
use crate::error::RulesError;
use crate::ids::ItemId;
use crate::saving::Decision;

/// How many decimals the part of the decisions has that went against a thing.
const RATE_PLACES: u32 = 4;

/// A thing on the want list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// Under which number the caller knows it.
    pub id: ItemId,
    /// What it costs.
    pub price: Money,
    /// Since when it is on the list.
    pub added: NaiveDate,
    /// How many days it is thought over.
    pub wait_days: u32,
    /// What the person decided, and when.
    pub decided: Option<(Decision, NaiveDate)>,
}

/// Where a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WantState {
    /// It is thought over.
    Waiting,
    /// Its time is over; nothing was decided.
    Ready,
    /// It was bought after its time.
    Bought,
    /// It was bought before its time was over.
    BoughtEarly,
    /// It was decided against.
    Dropped,
}

/// A thing with where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantStanding {
    /// The thing.
    pub id: ItemId,
    /// Where it stands.
    pub state: WantState,
    /// The first day after its time.
    pub ready_on: NaiveDate,
}

/// The want list on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantList {
    /// The things, in their order.
    pub wants: Vec<WantStanding>,
    /// What the things that were decided against would have cost.
    pub avoided: Sums,
    /// The part of the decisions that went against a thing, with four decimals; none while nothing
    /// is decided.
    pub drop_rate: Option<Decimal>,
}

/// The want list on a day. A decision that is made later is not made yet.
pub fn want_list(wants: &[Want], today: NaiveDate) -> Result<WantList, RulesError> {
    let mut list = WantList {
        wants: Vec::new(),
        avoided: Sums::new(),
        drop_rate: None,
    };
    let (mut dropped, mut decided) = (0, 0);
    for want in wants {
        let standing = want_state(want, today)?;
        decided += i128::from(standing.state.is_decided());
        if standing.state == WantState::Dropped {
            dropped += 1;
            list.avoided.add(want.price)?;
        }
        list.wants.push(standing);
    }
    list.drop_rate = Rounding::HalfUp.ratio(dropped, decided, RATE_PLACES);
    Ok(list)
}

/// Where one thing stands on a day.
pub fn want_state(want: &Want, today: NaiveDate) -> Result<WantStanding, RulesError> {
    let waits = Days::new(want.wait_days.into());
    let ready_on = want
        .added
        .checked_add_days(waits)
        .ok_or_else(beyond_calendar)?;
    let decided = want.decided.filter(|(_, day)| *day <= today);
    let state = match decided {
        None if today < ready_on => WantState::Waiting,
        None => WantState::Ready,
        Some((Decision::Dropped, _)) => WantState::Dropped,
        Some((Decision::Bought, day)) if day < ready_on => WantState::BoughtEarly,
        Some((Decision::Bought, _)) => WantState::Bought,
    };
    Ok(WantStanding {
        id: want.id,
        state,
        ready_on,
    })
}

impl WantState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Bought => "bought",
            Self::BoughtEarly => "bought_early",
            Self::Dropped => "dropped",
        }
    }

    /// Whether the person has decided.
    pub fn is_decided(self) -> bool {
        !matches!(self, Self::Waiting | Self::Ready)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{day, euros};
    use super::*;

    fn want(decided: Option<(Decision, &str)>) -> Want {
        Want {
            id: ItemId(1),
            price: euros("20.00"),
            added: day("2025-03-01"),
            wait_days: 7,
            decided: decided.map(|(decision, on)| (decision, day(on))),
        }
    }

    fn state(want: Want, today: &str) -> &'static str {
        want_state(&want, day(today)).unwrap().state.word()
    }

    #[test]
    fn a_thing_is_ready_after_its_days() {
        assert_eq!(state(want(None), "2025-03-07"), "waiting");
        assert_eq!(state(want(None), "2025-03-08"), "ready");
        let no_wait = Want {
            wait_days: 0,
            ..want(None)
        };
        assert_eq!(state(no_wait, "2025-03-01"), "ready");
    }

    #[test]
    fn bought_is_early_until_it_is_ready() {
        let bought = |on| want(Some((Decision::Bought, on)));
        assert_eq!(state(bought("2025-03-07"), "2025-03-10"), "bought_early");
        assert_eq!(state(bought("2025-03-08"), "2025-03-10"), "bought");
        assert_eq!(state(bought("2025-03-11"), "2025-03-10"), "ready");
        let dropped = want(Some((Decision::Dropped, "2025-03-02")));
        assert_eq!(state(dropped, "2025-03-10"), "dropped");
    }

    #[test]
    fn what_was_avoided_is_told_by_currency() {
        let dropped = want(Some((Decision::Dropped, "2025-03-02")));
        let yen = Want {
            price: "900 JPY".parse().unwrap(),
            ..dropped
        };
        let bought = want(Some((Decision::Bought, "2025-03-09")));
        let list = want_list(
            &[dropped, yen, dropped, bought, want(None)],
            day("2025-03-09"),
        );
        let list = list.unwrap();
        let avoided: Vec<_> = list.avoided.iter().map(|sum| sum.to_string()).collect();
        assert_eq!(avoided, ["40.00 EUR", "900 JPY"]);
        assert_eq!(list.drop_rate.unwrap().to_string(), "0.7500");
    }

    #[test]
    fn there_is_no_rate_before_the_first_decision() {
        let list = want_list(&[want(None)], day("2025-03-09")).unwrap();
        assert_eq!(list.drop_rate, None);
        assert!(list.avoided.is_empty());
    }

    proptest! {
        #[test]
        fn a_decision_is_never_undone_by_time(wait_days in 0_u32..60, on in 0_u64..90, later in 0_u64..90) {
            let on = day("2025-03-01") + Days::new(on);
            for decision in [Decision::Bought, Decision::Dropped] {
                let want = Want { wait_days, decided: Some((decision, on)), ..want(None) };
                let then = want_state(&want, on).unwrap();
                prop_assert!(then.state.is_decided());
                prop_assert_eq!(want_state(&want, on + Days::new(later)).unwrap(), then);
            }
        }
    }
}
