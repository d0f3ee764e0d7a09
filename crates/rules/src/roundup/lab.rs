//! What a rule would have done over a stretch of days: the figures of the round-up lab.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use farthing_money::{Currency, Money, Rounding};

use super::{
    Accrual, AdjustmentReason, Entry, Guard, Outcome, Reason, RoundUp, Settlements, Standing,
    Status, Versions,
};
use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;
use crate::ids::EntryId;
use crate::kind::Kind;

/// The word for a purchase in a currency for which the rule has no step.
pub const NO_STEP: &str = "no_step";

/// What a rule did over a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// By the currencies of the rule's steps and of the purchases, in the order of their codes.
    pub currencies: Vec<Saved>,
    /// How the account that pays fared, where the rule guards one.
    pub guarded: Option<Guarded>,
}

/// What was set aside in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// In all, before what refunds took back.
    pub sum: Money,
    /// By the first days of all months of the stretch, also those with nothing.
    pub months: Vec<(NaiveDate, Money)>,
    /// The sum by the number of months, rounded half up; those that are not whole count as well.
    pub month_average: Money,
    /// By the first days of all weeks of the stretch, also those with nothing.
    pub weeks: Vec<(NaiveDate, Money)>,
    /// The week with most, by its first day; of several the earliest, none where nothing was set aside.
    pub biggest_week: Option<(NaiveDate, Money)>,
    /// What refunds took back, zero or more.
    pub taken_back: Money,
    /// How many refunds took something back.
    pub refunds: usize,
    /// The purchases that gave most, from the largest; of the same the earlier.
    pub largest: Vec<Given>,
    /// How many purchases set something aside.
    pub purchases: usize,
    /// How many purchases set nothing aside, by the word of the reason, or by [`NO_STEP`].
    pub without: BTreeMap<&'static str, usize>,
}

/// What a purchase gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The purchase.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// Its size.
    pub size: Money,
    /// What it set aside.
    pub roundup: Money,
}

/// How the account that pays fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guarded {
    /// On how many days the floor held something back.
    pub held_back_days: usize,
    /// How much it held back.
    pub held_back: Money,
    /// The day of the lowest balance, the earliest of several.
    pub worst_day: NaiveDate,
    /// The lowest balance at the start of the stretch or after an entry, without what was set aside.
    pub worst: Money,
}

/// What a rule did from the first to the last day of a stretch, with so many of the largest
/// round-ups. The entries and what came of them ([`super::accrue`]) may begin earlier; for the balance
/// of a guarded account they begin with its first entry.
pub fn summary(
    rule: &RoundUp,
    entries: &[Entry<'_>],
    outcome: &Outcome,
    settlements: &Settlements,
    stretch: Span,
    most: usize,
) -> Result<Summary, RulesError> {
    let months = spans(Period::Month, stretch)?;
    let weeks = spans(Period::Week(rule.week_start), stretch)?;
    let mut tallies: BTreeMap<Currency, Tally> = BTreeMap::new();
    for step in &rule.steps {
        tallies.insert(step.currency, Tally::of(&months, &weeks));
    }
    let pairs = entries.iter().zip(&outcome.accruals);
    for (entry, accrual) in pairs.filter(|(entry, _)| stretch.contains(entry.day)) {
        let counts = entry.kind == Kind::Purchase || accrual.amount.minor() > 0;
        if counts {
            let tally = tallies
                .entry(accrual.amount.currency())
                .or_insert_with(|| Tally::of(&months, &weeks));
            tally.add(rule, entry, accrual);
        }
    }
    for adjustment in &outcome.adjustments {
        let tally = tallies.get_mut(&adjustment.amount.currency());
        let is_refund = adjustment.reason == AdjustmentReason::Refund;
        if let Some(tally) = tally.filter(|_| is_refund && stretch.contains(adjustment.day)) {
            tally.refunds += 1;
            let minor = adjustment.amount.minor();
            tally.taken_back = tally.taken_back.saturating_sub(minor);
        }
    }
    let saved = tallies
        .into_iter()
        .map(|(currency, tally)| tally.told(currency, most));
    let guard = rule.guard;
    let guarded = guard.map(|guard| guarded(rule, guard, entries, outcome, settlements, stretch));
    Ok(Summary {
        currencies: saved.collect::<Result<_, _>>()?,
        guarded: guarded.transpose()?,
    })
}

/// What is counted of one currency, in minor units.
struct Tally {
    months: BTreeMap<NaiveDate, i64>,
    weeks: BTreeMap<NaiveDate, i64>,
    given: Vec<Given>,
    taken_back: i64,
    refunds: usize,
    without: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn of(months: &[NaiveDate], weeks: &[NaiveDate]) -> Self {
        let empty = |days: &[NaiveDate]| days.iter().map(|day| (*day, 0)).collect();
        Self {
            months: empty(months),
            weeks: empty(weeks),
            given: Vec::new(),
            taken_back: 0,
            refunds: 0,
            without: BTreeMap::new(),
        }
    }

    fn add(&mut self, rule: &RoundUp, entry: &Entry<'_>, accrual: &Accrual) {
        let minor = accrual.amount.minor();
        if minor <= 0 {
            *self.without.entry(word(rule, entry, accrual)).or_default() += 1;
            return;
        }
        for sums in [&mut self.months, &mut self.weeks] {
            // The stretch that a day is in begins on it or as the last one before it.
            if let Some((_, sum)) = sums.range_mut(..=accrual.day).next_back() {
                *sum = sum.saturating_add(minor);
            }
        }
        let size = match entry.amount.minor() {
            0.. => entry.amount,
            _ => entry.amount.negated(),
        };
        self.given.push(Given {
            entry: entry.id,
            day: entry.day,
            size,
            roundup: accrual.amount,
        });
    }

    fn told(mut self, currency: Currency, most: usize) -> Result<Saved, RulesError> {
        let money = |minor| Money::from_minor(minor, currency);
        let told = |sums: BTreeMap<NaiveDate, i64>| {
            let told = sums.into_iter();
            told.map(|(day, minor)| Ok((day, money(minor)?)))
                .collect::<Result<Vec<_>, RulesError>>()
        };
        let sum = self.months.values().copied().fold(0, i64::saturating_add);
        let count = i128::try_from(self.months.len()).unwrap_or(1);
        let average = Rounding::HalfUp.divide(sum.into(), count);
        let average = average.and_then(|minor| i64::try_from(minor).ok());
        let weeks = told(self.weeks)?;
        let with_some = weeks.iter().rev().filter(|(_, sum)| sum.minor() > 0);
        let biggest_week = with_some.max_by_key(|(_, sum)| sum.minor()).copied();
        let purchases = self.given.len();
        // A stable sort leaves the earlier of the same first.
        self.given
            .sort_by_key(|given| std::cmp::Reverse(given.roundup.minor()));
        self.given.truncate(most);
        Ok(Saved {
            sum: money(sum)?,
            months: told(self.months)?,
            month_average: money(average.unwrap_or(0))?,
            weeks,
            biggest_week,
            taken_back: money(self.taken_back)?,
            refunds: self.refunds,
            largest: self.given,
            purchases,
            without: self.without,
        })
    }
}

/// The word of a reason. An accrual has one word for what the rule does not look at; here an account is
/// told from a currency.
fn word(rule: &RoundUp, entry: &Entry<'_>, accrual: &Accrual) -> &'static str {
    let is_watched = rule.accounts.contains(&entry.account);
    match accrual.reason {
        Reason::Account if is_watched => NO_STEP,
        reason => reason.word(),
    }
}

fn guarded(
    rule: &RoundUp,
    guard: Guard,
    entries: &[Entry<'_>],
    outcome: &Outcome,
    settlements: &Settlements,
    stretch: Span,
) -> Result<Guarded, RulesError> {
    let mut standing = Standing::start(&Versions::of(rule.clone())?);
    let before = entries.partition_point(|entry| entry.day < stretch.first);
    let until = entries.partition_point(|entry| entry.day <= stretch.last);
    let pairs: Vec<_> = entries.iter().zip(&outcome.accruals).take(until).collect();
    let (past, present) = pairs.split_at(before.min(pairs.len()));
    follow(&mut standing, past, settlements, |_, _| ())?;
    standing.turn_to(stretch.first, settlements)?;
    let free = |standing: &Standing| standing.room(guard).saturating_add(guard.floor.minor());
    let mut worst = (stretch.first, free(&standing));
    follow(&mut standing, present, settlements, |day, standing| {
        if free(standing) < worst.1 {
            worst = (day, free(standing));
        }
    })?;
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let held = present
        .iter()
        .map(|(_, accrual)| accrual)
        .filter(|accrual| accrual.reason == Reason::Guard);
    for accrual in held {
        let minor = accrual.live.minor().saturating_sub(accrual.amount.minor());
        let day = days.entry(accrual.day).or_default();
        *day = day.saturating_add(minor);
    }
    let currency = guard.floor.currency();
    let held_back = days.values().copied().fold(0, i64::saturating_add);
    Ok(Guarded {
        held_back_days: days.len(),
        held_back: Money::from_minor(held_back, currency)?,
        worst_day: worst.0,
        worst: Money::from_minor(worst.1, currency)?,
    })
}

/// Lets the standing follow what came of entries, and shows it after each of them.
fn follow(
    standing: &mut Standing,
    pairs: &[(&Entry<'_>, &Accrual)],
    settlements: &Settlements,
    mut see: impl FnMut(NaiveDate, &Standing),
) -> Result<(), RulesError> {
    for day in pairs.chunk_by(|(a, _), (b, _)| a.day == b.day) {
        let Some((first, _)) = day.first() else {
            continue;
        };
        standing.begin_day(first.day, settlements)?;
        for (entry, accrual) in day {
            if entry.status != Status::Void {
                standing.move_by(entry.account, entry.amount);
            }
            standing.set_aside(accrual.amount);
            see(first.day, standing);
        }
        standing.end_day(first.day)?;
    }
    Ok(())
}

/// The first days of all stretches of time that a stretch of days has a part in.
fn spans(period: Period, stretch: Span) -> Result<Vec<NaiveDate>, RulesError> {
    let first = period.span_of(stretch.first);
    let mut next = first.ok_or_else(beyond_calendar)?.first;
    let mut days = Vec::new();
    while next <= stretch.last {
        days.push(next);
        let after = match period {
            Period::Month => next.checked_add_months(Months::new(1)),
            _ => next.checked_add_days(Days::new(7)),
        };
        next = after.ok_or_else(beyond_calendar)?;
    }
    Ok(days)
}
