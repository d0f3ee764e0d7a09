//! Where a rule stands between two days: all that later days depend on, and nothing else.

use chrono::{Datelike, NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Guard, Settlements, Versions};
use crate::calendar::beyond_calendar;
use crate::error::RulesError;
use crate::ids::AccountId;

/// Where a rule stands at the start of a day.
///
/// Later days depend on it, on their entries, and on what is settled of these entries or moves from
/// that day on. Two standings at the start of a day that are equal have the same future, so what
/// comes after need not be computed again. It holds what is used of caps in stretches of time that
/// are not over, and the account that pays; a rule without caps and guard stands the same after
/// every past. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The day that begins; none before the first.
    day: Option<NaiveDate>,
    used: Vec<Used>,
    balances: Vec<Balance>,
    set_aside: Vec<SetAside>,
}

/// A stretch of time that a cap is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stretch {
    Day,
    Week(Weekday),
    Month,
}

/// What a rule has set aside in the stretch of time that the day is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Used {
    #[serde(serialize_with = "write_currency", deserialize_with = "read_currency")]
    currency: Currency,
    stretch: Stretch,
    minor: i64,
}

/// What a guarded account holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Balance {
    account: AccountId,
    #[serde(serialize_with = "write_currency", deserialize_with = "read_currency")]
    currency: Currency,
    minor: i64,
}

/// What the rule has set aside of a guarded currency and not yet moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SetAside {
    #[serde(serialize_with = "write_currency", deserialize_with = "read_currency")]
    currency: Currency,
    minor: i64,
}

impl Standing {
    /// Before the first entry.
    pub fn start(versions: &Versions) -> Self {
        let used = versions.stretches().into_iter();
        let balances = versions.purses().into_iter();
        let set_aside = versions.guarded_currencies().into_iter();
        Self {
            day: None,
            used: used
                .map(|(currency, stretch)| Used {
                    currency,
                    stretch,
                    minor: 0,
                })
                .collect(),
            balances: balances
                .map(|(account, opening)| Balance {
                    account,
                    currency: opening.currency(),
                    minor: opening.minor(),
                })
                .collect(),
            set_aside: set_aside
                .map(|currency| SetAside { currency, minor: 0 })
                .collect(),
        }
    }

    /// The day at whose start this is; none before the first.
    pub fn day(&self) -> Option<NaiveDate> {
        self.day
    }

    /// Whether it counts what these versions need. A new version that caps or guards what none did
    /// before needs more than was kept, and the rule is computed from the start again.
    pub fn fits(&self, versions: &Versions) -> bool {
        self.counts_like(&Self::start(versions))
    }

    /// Whether both count the same, however much.
    pub(super) fn counts_like(&self, other: &Self) -> bool {
        let same_used = |a: &Used, b: &Used| a.currency == b.currency && a.stretch == b.stretch;
        let same_balance =
            |a: &Balance, b: &Balance| a.account == b.account && a.currency == b.currency;
        self.used.len() == other.used.len()
            && self.balances.len() == other.balances.len()
            && self
                .used
                .iter()
                .zip(&other.used)
                .all(|(a, b)| same_used(a, b))
            && self
                .balances
                .iter()
                .zip(&other.balances)
                .all(|(a, b)| same_balance(a, b))
    }

    /// Goes to the start of a day: stretches of time that are over are forgotten, and what has moved
    /// before that day is no longer set aside.
    pub(super) fn turn_to(
        &mut self,
        day: NaiveDate,
        settlements: &Settlements,
    ) -> Result<(), RulesError> {
        if self.day.is_some_and(|before| before > day) {
            return Err(RulesError::field(
                "entries",
                "the entries come in the order of their days, none before the day that is gone on from",
            ));
        }
        self.forget(day);
        self.leave(day, settlements);
        self.day = Some(day);
        Ok(())
    }

    /// Begins the day it is at: what moves on it is no longer set aside. Ends with [`Self::end_day`].
    pub(super) fn begin_day(
        &mut self,
        day: NaiveDate,
        settlements: &Settlements,
    ) -> Result<(), RulesError> {
        self.turn_to(day, settlements)?;
        self.leave(day.succ_opt().ok_or_else(beyond_calendar)?, settlements);
        Ok(())
    }

    /// Goes from the end of a day that was begun to the start of the next.
    pub(super) fn end_day(&mut self, day: NaiveDate) -> Result<(), RulesError> {
        let next = day.succ_opt().ok_or_else(beyond_calendar)?;
        self.forget(next);
        self.day = Some(next);
        Ok(())
    }

    /// What is used of a cap.
    pub(super) fn used(&self, currency: Currency, stretch: Stretch) -> i64 {
        let mut all = self.used.iter();
        let found = all.find(|used| used.currency == currency && used.stretch == stretch);
        found.map_or(0, |used| used.minor)
    }

    /// Sets an amount aside on the day; below zero for what is not set aside after all.
    pub(super) fn set_aside(&mut self, amount: Money) {
        let (currency, minor) = (amount.currency(), amount.minor());
        for used in self.used.iter_mut().filter(|all| all.currency == currency) {
            used.minor = used.minor.saturating_add(minor);
        }
        let mut all = self.set_aside.iter_mut();
        if let Some(aside) = all.find(|aside| aside.currency == currency) {
            aside.minor = aside.minor.saturating_add(minor);
        }
    }

    /// Money comes to an account, or leaves it.
    pub(super) fn move_by(&mut self, account: AccountId, amount: Money) {
        let currency = amount.currency();
        let mut all = self.balances.iter_mut();
        let found = all.find(|balance| balance.account == account && balance.currency == currency);
        if let Some(balance) = found {
            balance.minor = balance.minor.saturating_add(amount.minor());
        }
    }

    /// What a guarded account holds.
    pub(super) fn balance(&self, guard: Guard) -> i64 {
        let is_its = |balance: &&Balance| {
            balance.account == guard.account && balance.currency == guard.floor.currency()
        };
        let found = self.balances.iter().find(is_its);
        found.map_or(0, |balance| balance.minor)
    }

    /// What a guarded account holds above its floor and is not set aside; below zero where less.
    pub(super) fn room(&self, guard: Guard) -> i64 {
        let mut all = self.set_aside.iter();
        let aside = all.find(|aside| aside.currency == guard.floor.currency());
        let free = self
            .balance(guard)
            .saturating_sub(aside.map_or(0, |aside| aside.minor));
        free.saturating_sub(guard.floor.minor())
    }

    fn forget(&mut self, day: NaiveDate) {
        for used in &mut self.used {
            let first = used.stretch.first_day(day);
            if self.day.map(|before| used.stretch.first_day(before)) != Some(first) {
                used.minor = 0;
            }
        }
    }

    /// What left from the day it is at until before another is no longer set aside.
    fn leave(&mut self, until: NaiveDate, settlements: &Settlements) {
        for aside in &mut self.set_aside {
            let left = |day| settlements.left_before(aside.currency, day);
            let more = left(until) - self.day.map_or(0, left);
            aside.minor = aside.minor.saturating_sub(more);
        }
    }
}

impl Stretch {
    /// The first day of the stretch that a day is in.
    fn first_day(self, day: NaiveDate) -> NaiveDate {
        let first = match self {
            Self::Day => None,
            Self::Week(start) => day.week(start).checked_first_day(),
            Self::Month => day.with_day(1),
        };
        first.unwrap_or(day)
    }
}

/// A unit of a person's own has its decimals with it, as no list knows them.
fn write_currency<S: Serializer>(currency: &Currency, serializer: S) -> Result<S::Ok, S::Error> {
    (currency.code(), currency.decimals()).serialize(serializer)
}

fn read_currency<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
    let (code, decimals) = <(String, u8)>::deserialize(deserializer)?;
    let known = Currency::of_any_time(&code).ok();
    let known = known.filter(|currency| currency.decimals() == u32::from(decimals));
    known.map_or_else(
        || Currency::own_unit(&code, decimals).map_err(de::Error::custom),
        Ok,
    )
}
