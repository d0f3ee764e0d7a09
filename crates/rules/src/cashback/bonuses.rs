//! Rewards for much spend in a number of days, and stamp cards (spec E.5).

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use farthing_money::{Money, MoneyError};

use super::Spend;
use super::live::{Role, Size, excluded, matches, role_of};
use super::programme::{Matcher, Programme};
use super::terms::{Bonus, BonusCounts, BonusGoal, BonusRepeats, Matching};
use crate::calendar::{Span, beyond_calendar};
use crate::error::RulesError;
use crate::ids::{EntryId, RuleId};

/// How far a bonus is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BonusProgress {
    /// The bonus.
    pub id: RuleId,
    /// Whether it is earned.
    pub status: BonusStatus,
    /// The day on which it was earned, for a stamp card the last time.
    pub on: Option<NaiveDate>,
    /// How often it was earned.
    pub times: u32,
    /// What it pays in all, in the unit.
    pub reward: Money,
    /// How far it is to the next time.
    pub towards: Towards,
}

/// Whether a bonus is earned. The words in files are `open`, `earned` and `missed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BonusStatus {
    /// It can still be earned.
    Open,
    /// It is earned.
    Earned,
    /// Its days are over.
    Missed,
}

/// How far a bonus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Of spend, in the currency.
    Spend {
        /// What counts so far, after refunds.
        progress: Money,
        /// What is missing; zero where it is earned.
        missing: Money,
        /// The last day.
        deadline: NaiveDate,
    },
    /// Of purchases.
    Count {
        /// How many count towards the next time.
        progress: u32,
        /// How many are needed.
        needed: u32,
    },
}

/// How far the bonuses of a programme are on a day, in their order (spec E.5). The entries come in the
/// order of day, time and import; those after the day do not count yet. A refund counts where its
/// purchase did, or where it is linked to none.
pub fn bonuses(
    programme: &Programme,
    spends: &[Spend<'_>],
    today: NaiveDate,
) -> Result<Vec<BonusProgress>, RulesError> {
    let known = spends.partition_point(|spend| spend.entry.day <= today);
    let spends = spends.get(..known).unwrap_or_default();
    let bonuses = programme.terms().bonuses.iter();
    let bonuses = bonuses.map(|bonus| match &bonus.goal {
        BonusGoal::Spend { threshold, .. } => {
            let window = bonus.goal.window()?.ok_or_else(beyond_calendar)?;
            let mut sum = SpendSum::new(*threshold);
            for spend in spends
                .iter()
                .filter(|spend| window.contains(spend.entry.day))
            {
                sum.take(programme, spend)?;
            }
            sum.told(bonus, window.last, today)
        }
        BonusGoal::Count {
            every,
            matching,
            min_purchase,
            repeats,
            counts,
        } => {
            let least = min_purchase.map_or(0, |least| least.minor());
            let days = stamped(programme, spends, matching, least, *counts)?;
            told(bonus, *every, *repeats, &days)
        }
    });
    bonuses.collect()
}

/// A bonus that was earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarnedBonus {
    /// The bonus.
    pub id: RuleId,
    /// Which time, from 1 on.
    pub time: u32,
    /// The day.
    pub day: NaiveDate,
    /// What it pays this time, in the unit.
    pub reward: Money,
}

/// The bonuses that were earned with all of these entries, each time by itself (spec E.5). The entries
/// come in the order of day, time and import.
pub fn earned_bonuses(
    programme: &Programme,
    spends: &[Spend<'_>],
) -> Result<Vec<EarnedBonus>, RulesError> {
    let mut earned = Vec::new();
    let progress = bonuses(programme, spends, NaiveDate::MAX)?;
    for (bonus, progress) in programme.terms().bonuses.iter().zip(&progress) {
        let days = match &bonus.goal {
            BonusGoal::Spend { .. } => progress.on.into_iter().collect(),
            BonusGoal::Count {
                every,
                matching,
                min_purchase,
                counts,
                ..
            } => {
                let least = min_purchase.map_or(0, |least| least.minor());
                let days = stamped(programme, spends, matching, least, *counts)?;
                let every = usize::try_from(*every).unwrap_or(usize::MAX).max(1);
                days.into_iter().skip(every - 1).step_by(every).collect()
            }
        };
        let days: Vec<NaiveDate> = days;
        let times = (1..=progress.times).zip(days);
        earned.extend(times.map(|(time, day)| EarnedBonus {
            id: bonus.id,
            time,
            day,
            reward: bonus.reward,
        }));
    }
    Ok(earned)
}

impl BonusGoal {
    /// The days whose spend counts; none where all purchases are counted.
    pub fn window(&self) -> Result<Option<Span>, RulesError> {
        let Self::Spend { from, days, .. } = self else {
            return Ok(None);
        };
        let last = from.checked_add_days(Days::new(u64::from(*days).saturating_sub(1)));
        let window = last.and_then(|last| Span::new(*from, last));
        window.map(Some).ok_or_else(beyond_calendar)
    }
}

/// Spend of the days of a bonus.
struct SpendSum {
    threshold: Money,
    minor: i64,
    reached: Option<NaiveDate>,
    /// What may still come back of each purchase, beside its whole and its eligible size.
    purchases: HashMap<EntryId, Counted>,
}

struct Counted {
    whole: i64,
    eligible: i64,
    refunded: i64,
}

impl SpendSum {
    fn new(threshold: Money) -> Self {
        Self {
            threshold,
            minor: 0,
            reached: None,
            purchases: HashMap::new(),
        }
    }

    fn take(&mut self, programme: &Programme, spend: &Spend<'_>) -> Result<(), RulesError> {
        let change = match role_of(programme, spend)? {
            Role::None(_) => 0,
            Role::Purchase(size) => self.bought(spend, size),
            Role::Refund(size) => -self.came_back(programme, spend, size),
        };
        self.minor = self.minor.checked_add(change).ok_or(MoneyError::Overflow)?;
        self.reached = match self.reached {
            _ if self.minor < self.threshold.minor() => None,
            None => Some(spend.entry.day),
            reached => reached,
        };
        Ok(())
    }

    fn bought(&mut self, spend: &Spend<'_>, size: Size) -> i64 {
        let counted = Counted {
            whole: spend.entry.amount.minor().saturating_abs(),
            eligible: size.whole,
            refunded: 0,
        };
        self.purchases.insert(spend.entry.id, counted);
        size.whole
    }

    fn came_back(&mut self, programme: &Programme, spend: &Spend<'_>, size: Size) -> i64 {
        let Some(linked) = spend.entry.refund_of else {
            let is_excluded = excluded(programme.exclusions(), spend).is_some();
            return if is_excluded { 0 } else { size.whole };
        };
        let purchase = self.purchases.get_mut(&linked);
        purchase.map_or(0, |purchase| purchase.refund(spend.entry.amount.minor()))
    }

    fn told(
        &self,
        bonus: &Bonus,
        deadline: NaiveDate,
        today: NaiveDate,
    ) -> Result<BonusProgress, RulesError> {
        let currency = self.threshold.currency();
        let missing = (self.threshold.minor() - self.minor).max(0);
        let status = match self.reached {
            Some(_) => BonusStatus::Earned,
            None if today > deadline => BonusStatus::Missed,
            None => BonusStatus::Open,
        };
        let is_earned = self.reached.is_some();
        Ok(BonusProgress {
            id: bonus.id,
            status,
            on: self.reached,
            times: u32::from(is_earned),
            reward: paid(bonus.reward, u32::from(is_earned))?,
            towards: Towards::Spend {
                progress: Money::from_minor(self.minor, currency)?,
                missing: Money::from_minor(missing, currency)?,
                deadline,
            },
        })
    }
}

impl Counted {
    /// The eligible part of what comes back; all refunds together give back all of it.
    fn refund(&mut self, refund: i64) -> i64 {
        let before = self.eligible_back();
        self.refunded = self.refunded.saturating_add(refund).min(self.whole);
        self.eligible_back() - before
    }

    fn eligible_back(&self) -> i64 {
        let whole = i128::from(self.whole.max(1));
        let back = i128::from(self.eligible) * i128::from(self.refunded) / whole;
        i64::try_from(back).unwrap_or(self.eligible)
    }
}

/// The days of the purchases that count, in their order.
fn stamped(
    programme: &Programme,
    spends: &[Spend<'_>],
    matching: &Matching,
    least: i64,
    counts: BonusCounts,
) -> Result<Vec<NaiveDate>, RulesError> {
    let matcher = Matcher::of(matching)?;
    let mut refunded: HashMap<EntryId, i64> = HashMap::new();
    let mut bought = Vec::new();
    for spend in spends {
        match role_of(programme, spend)? {
            Role::Purchase(size)
                if size.whole >= least && matches(&matcher, programme.exclusions(), spend) =>
            {
                bought.push(&spend.entry);
            }
            Role::Refund(_) => {
                if let Some(linked) = spend.entry.refund_of {
                    let back = refunded.entry(linked).or_default();
                    *back = back.saturating_add(spend.entry.amount.minor());
                }
            }
            Role::Purchase(_) | Role::None(_) => {}
        }
    }
    bought.retain(|entry| {
        let back = refunded.get(&entry.id).copied().unwrap_or(0);
        back < entry.amount.minor().saturating_abs()
    });
    let mut days: Vec<NaiveDate> = bought.iter().map(|entry| entry.day).collect();
    if counts == BonusCounts::OnePerDay {
        days.dedup();
    }
    Ok(days)
}

fn told(
    bonus: &Bonus,
    every: u32,
    repeats: BonusRepeats,
    days: &[NaiveDate],
) -> Result<BonusProgress, RulesError> {
    let count = u32::try_from(days.len()).map_err(|_| MoneyError::Overflow)?;
    let (times, progress) = match repeats {
        BonusRepeats::Always => (count / every.max(1), count % every.max(1)),
        BonusRepeats::Once => (u32::from(count >= every), count.min(every)),
    };
    let last = times
        .checked_mul(every)
        .and_then(|last| last.checked_sub(1));
    let last = last.and_then(|last| usize::try_from(last).ok());
    Ok(BonusProgress {
        id: bonus.id,
        status: if times > 0 {
            BonusStatus::Earned
        } else {
            BonusStatus::Open
        },
        on: last.and_then(|last| days.get(last)).copied(),
        times,
        reward: paid(bonus.reward, times)?,
        towards: Towards::Count {
            progress,
            needed: every,
        },
    })
}

fn paid(reward: Money, times: u32) -> Result<Money, RulesError> {
    let minor = reward.minor().checked_mul(times.into());
    let minor = minor.ok_or(MoneyError::Overflow)?;
    Ok(Money::from_minor(minor, reward.currency())?)
}
