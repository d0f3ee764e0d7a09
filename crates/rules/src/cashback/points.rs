//! Points that come in lots and expire (spec E.6).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use farthing_money::{Currency, Money, MoneyError};

use crate::calendar::{Period, beyond_calendar};
use crate::error::RulesError;

/// When points expire, and in which unit they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointsPolicy {
    /// The unit of all amounts.
    pub unit: Currency,
    /// When a lot expires that has no day of its own.
    pub expiry: Expiry,
}

/// When points expire. They can be used on that day and are gone on the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Never.
    Never,
    /// So many months after they were earned.
    Months(u32),
    /// On the last day of that month.
    EndOfMonth(u32),
    /// So many days after they were earned.
    Days(u32),
    /// On 31 December, so many years after the year in which they were earned.
    CalendarYears(u32),
    /// All of them, so many months after points were last earned or redeemed.
    Rolling(u32),
}

/// One thing that happens to points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointsEvent {
    /// The local day.
    pub day: NaiveDate,
    /// What happens.
    pub action: PointsMove,
}

/// What happens to points. Amounts are zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsMove {
    /// They are earned, and may have a day of their own on which they expire.
    Earn(Money, Option<NaiveDate>),
    /// They are spent; refused where there are not enough.
    Redeem(Money),
    /// They are taken back after a refund. What is missing is owed by the next that are earned.
    Clawback(Money),
}

/// What became of an event. The words in files are `ok` and `insufficient`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsOutcome {
    /// It took place.
    Done,
    /// There were not enough points, and nothing happened.
    Insufficient,
}

/// Points that expired, or will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired {
    /// The last day on which they can be used.
    pub on: NaiveDate,
    /// How many.
    pub points: Money,
}

/// What there is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lots {
    /// All points that can be used; never below zero.
    pub balance: Money,
    /// What the next points that are earned pay first.
    pub owed: Money,
    /// What has expired, by day.
    pub expired: Vec<Expired>,
    /// What expires next; none where nothing does.
    pub next_expiry: Option<Expired>,
    /// One for each event up to the day, in their order.
    pub outcomes: Vec<PointsOutcome>,
}

impl Lots {
    /// The days before the next expiry on which the person is told.
    pub const WARN_DAYS: u64 = 30;

    /// Whether points expire so soon that the person is told (spec E.6).
    pub fn warns_on(&self, today: NaiveDate) -> bool {
        let soon = today.checked_add_days(Days::new(Self::WARN_DAYS));
        let next = self.next_expiry.map(|next| next.on);
        next.zip(soon).is_some_and(|(next, soon)| next <= soon)
    }
}

/// What is left of points on a day after the events up to it (spec E.6): the earliest expiry is used
/// first and then the oldest; what is taken back comes from the newest. Events of one day come in the
/// order of the list.
pub fn points(
    policy: &PointsPolicy,
    events: &[PointsEvent],
    today: NaiveDate,
) -> Result<Lots, RulesError> {
    let mut events: Vec<&PointsEvent> = events.iter().filter(|event| event.day <= today).collect();
    events.sort_by_key(|event| event.day);
    let mut purse = Purse::of(policy);
    let mut outcomes = Vec::new();
    for event in events {
        purse.expire(event.day)?;
        outcomes.push(purse.take(event)?);
    }
    purse.expire(today)?;
    purse.told(outcomes)
}

struct Lot {
    /// Its own day, or that of the policy; none for never and where it expires with the others.
    expires: Option<NaiveDate>,
    points: i64,
    /// Whether it expires with the others.
    rolls: bool,
}

struct Purse<'p> {
    policy: &'p PointsPolicy,
    /// In the order in which they were earned.
    lots: Vec<Lot>,
    owed: i64,
    active: Option<NaiveDate>,
    expired: BTreeMap<NaiveDate, i64>,
}

impl<'p> Purse<'p> {
    fn of(policy: &'p PointsPolicy) -> Self {
        Self {
            policy,
            lots: Vec::new(),
            owed: 0,
            active: None,
            expired: BTreeMap::new(),
        }
    }

    fn take(&mut self, event: &PointsEvent) -> Result<PointsOutcome, RulesError> {
        let amount = match event.action {
            PointsMove::Earn(points, _)
            | PointsMove::Redeem(points)
            | PointsMove::Clawback(points) => points,
        };
        if amount.currency() != self.policy.unit {
            return Err(MoneyError::Mixed(self.policy.unit, amount.currency()).into());
        }
        let points = amount.minor();
        if points < 0 {
            return Err(RulesError::field("points", "points move by zero or more"));
        }
        match event.action {
            PointsMove::Earn(_, own) => self.earn(event.day, points, own)?,
            PointsMove::Redeem(_) if points > self.balance() => {
                return Ok(PointsOutcome::Insufficient);
            }
            PointsMove::Redeem(_) => self.redeem(event.day, points)?,
            PointsMove::Clawback(_) => self.claw_back(points),
        }
        Ok(PointsOutcome::Done)
    }

    fn earn(
        &mut self,
        day: NaiveDate,
        points: i64,
        own: Option<NaiveDate>,
    ) -> Result<(), RulesError> {
        self.active = Some(day);
        let pays = points.min(self.owed);
        self.owed -= pays;
        let rolls = own.is_none() && matches!(self.policy.expiry, Expiry::Rolling(_));
        let expires = match own {
            Some(own) => Some(own),
            None => self.policy.expiry.of(day)?,
        };
        if points > pays {
            self.lots.push(Lot {
                expires,
                points: points - pays,
                rolls,
            });
        }
        Ok(())
    }

    /// The earliest expiry first, those without one last, and of one day the oldest.
    fn redeem(&mut self, day: NaiveDate, mut points: i64) -> Result<(), RulesError> {
        self.active = Some(day);
        let rolling = self.rolling_expiry()?;
        let mut order: Vec<&mut Lot> = self.lots.iter_mut().collect();
        order.sort_by_key(|lot| {
            let expires = if lot.rolls { rolling } else { lot.expires };
            expires.unwrap_or(NaiveDate::MAX)
        });
        for lot in order {
            let used = points.min(lot.points);
            lot.points -= used;
            points -= used;
        }
        self.lots.retain(|lot| lot.points > 0);
        Ok(())
    }

    fn claw_back(&mut self, mut points: i64) {
        for lot in self.lots.iter_mut().rev() {
            let taken = points.min(lot.points);
            lot.points -= taken;
            points -= taken;
        }
        self.lots.retain(|lot| lot.points > 0);
        self.owed = self.owed.saturating_add(points);
    }

    /// Drops what expired before a day.
    fn expire(&mut self, day: NaiveDate) -> Result<(), RulesError> {
        let rolling = self.rolling_expiry()?;
        let past = &mut self.expired;
        self.lots.retain(|lot| {
            let expires = if lot.rolls { rolling } else { lot.expires };
            let Some(on) = expires.filter(|on| *on < day) else {
                return true;
            };
            let sum = past.entry(on).or_default();
            *sum = sum.saturating_add(lot.points);
            false
        });
        Ok(())
    }

    fn rolling_expiry(&self) -> Result<Option<NaiveDate>, RulesError> {
        match (self.policy.expiry, self.active) {
            (Expiry::Rolling(months), Some(active)) => Ok(Some(later(active, months)?)),
            _ => Ok(None),
        }
    }

    fn balance(&self) -> i64 {
        let points = self.lots.iter().map(|lot| lot.points);
        points.fold(0, i64::saturating_add)
    }

    fn told(&self, outcomes: Vec<PointsOutcome>) -> Result<Lots, RulesError> {
        let money = |points| Money::from_minor(points, self.policy.unit);
        let rolling = self.rolling_expiry()?;
        let mut next: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for lot in &self.lots {
            if let Some(on) = if lot.rolls { rolling } else { lot.expires } {
                let sum = next.entry(on).or_default();
                *sum = sum.saturating_add(lot.points);
            }
        }
        let lot = |(on, points): (&NaiveDate, &i64)| {
            Ok(Expired {
                on: *on,
                points: money(*points)?,
            })
        };
        let next = next.first_key_value().map(lot);
        let next: Result<_, MoneyError> = next.transpose();
        let past: Result<_, MoneyError> = self.expired.iter().map(lot).collect();
        Ok(Lots {
            balance: money(self.balance())?,
            owed: money(self.owed)?,
            expired: past?,
            next_expiry: next?,
            outcomes,
        })
    }
}

impl Expiry {
    /// The last day of points that are earned on a day; none for never and where all expire together.
    fn of(self, day: NaiveDate) -> Result<Option<NaiveDate>, RulesError> {
        let expires = match self {
            Self::Never | Self::Rolling(_) => return Ok(None),
            Self::Months(months) => later(day, months)?,
            Self::EndOfMonth(months) => {
                let span = Period::Month.span_of(later(day, months)?);
                span.ok_or_else(beyond_calendar)?.last
            }
            Self::Days(days) => {
                let on = day.checked_add_days(Days::new(days.into()));
                on.ok_or_else(beyond_calendar)?
            }
            Self::CalendarYears(years) => {
                let year = i32::try_from(years)
                    .ok()
                    .and_then(|years| day.year().checked_add(years));
                let on = year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
                on.ok_or_else(beyond_calendar)?
            }
        };
        Ok(Some(expires))
    }
}

fn later(day: NaiveDate, months: u32) -> Result<NaiveDate, RulesError> {
    let on = day.checked_add_months(Months::new(months));
    on.ok_or_else(beyond_calendar)
}
