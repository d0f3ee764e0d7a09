//! A rule goes through the entries day by day.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::eligible::eligible;
use super::formula::{is_exact, roundup_of};
use super::limits::{Used, limited};
use super::refunded::{Made, taken_back};
use super::{
    Accrual, Adjustment, AdjustmentReason, ChangePolicy, Entry, Guard, GuardMode, Outcome, Reason,
    RoundUp, Settled, SettledRoundUps, Status,
};
use crate::error::RulesError;
use crate::ids::EntryId;

/// What a rule sets aside for these entries, which come in the order of day, time and import. What
/// transfers have settled stays as it was.
///
/// An error names the part of the rule that cannot be, or an amount beyond all reason.
pub fn accrue(
    rule: &RoundUp,
    entries: &[Entry<'_>],
    settled: &SettledRoundUps,
) -> Result<Outcome, RulesError> {
    rule.check()?;
    let mut run = Run::new(rule, settled);
    for day in entries.chunk_by(|a, b| a.day == b.day) {
        run.day(day)?;
    }
    let mut outcome = run.outcome;
    let back = taken_back(rule.refunds, entries, &mut run.made);
    outcome.adjustments.extend(back);
    gone(rule, entries, settled, &mut outcome);
    outcome.adjustments.sort_by_key(|adjustment| adjustment.day);
    Ok(outcome)
}

struct Run<'r> {
    rule: &'r RoundUp,
    settled: &'r SettledRoundUps,
    used: Used,
    made: HashMap<EntryId, Made>,
    purse: Purse,
    outcome: Outcome,
}

/// The account that pays, in minor units.
struct Purse {
    guard: Option<Guard>,
    balance: i64,
    /// What is set aside in it and not yet moved.
    set_aside: i64,
    /// What leaves it, by day.
    leaving: BTreeMap<NaiveDate, i64>,
}

/// What an entry comes to.
struct Live {
    minor: i64,
    base: i64,
    reason: Reason,
}

impl<'r> Run<'r> {
    fn new(rule: &'r RoundUp, settled: &'r SettledRoundUps) -> Self {
        Self {
            rule,
            settled,
            used: Used::default(),
            made: HashMap::new(),
            purse: Purse::of(rule.guard, settled),
            outcome: Outcome::default(),
        }
    }

    fn day(&mut self, entries: &[Entry<'_>]) -> Result<(), RulesError> {
        let first = self.outcome.accruals.len();
        if let Some(entry) = entries.first() {
            self.purse.begin(entry.day);
        }
        let mut lowest = self.purse.balance;
        for entry in entries {
            self.purse.move_by(entry);
            lowest = lowest.min(self.purse.balance);
            self.take(entry)?;
        }
        if self.purse.cancels(lowest) {
            self.cancel(first);
        }
        Ok(())
    }

    fn take(&mut self, entry: &Entry<'_>) -> Result<(), RulesError> {
        let live = self.live(entry)?;
        let (amount, reason) = if let Some(settled) = self.settled.get(&entry.id) {
            self.adjust(entry, settled, &live)?;
            (settled.amount, Reason::Settled)
        } else {
            let (minor, reason) = self.purse.guarded(&live, entry.amount.currency());
            (Money::from_minor(minor, entry.amount.currency())?, reason)
        };
        self.used
            .add(self.rule, amount.currency(), entry.day, amount.minor());
        self.purse.set_aside(amount);
        if amount.minor() > 0 {
            let purchase = entry.amount.minor().abs();
            let base = if live.base > 0 { live.base } else { purchase };
            self.made
                .insert(entry.id, Made::new(amount, base.max(1), purchase));
        }
        self.outcome.accruals.push(Accrual {
            entry: entry.id,
            day: entry.day,
            amount,
            reason,
        });
        Ok(())
    }

    /// What the entry comes to by the rule and its caps.
    fn live(&self, entry: &Entry<'_>) -> Result<Live, RulesError> {
        let purchase = match eligible(self.rule, entry) {
            Ok(purchase) => purchase,
            Err(reason) => {
                return Ok(Live {
                    minor: 0,
                    base: 0,
                    reason,
                });
            }
        };
        let whole = roundup_of(purchase.base, purchase.step, self.rule.times)?;
        let (minor, reason) = limited(self.rule, &purchase, entry.day, whole, &self.used);
        let reason = match reason {
            Reason::Ok if whole.is_zero() && is_exact(purchase.base, &purchase.step.mode) => {
                Reason::Exact
            }
            reason => reason,
        };
        Ok(Live {
            minor,
            base: purchase.base.minor(),
            reason,
        })
    }

    /// A settled purchase has changed: by how much its round-up would be another.
    fn adjust(
        &mut self,
        entry: &Entry<'_>,
        settled: &Settled,
        live: &Live,
    ) -> Result<(), RulesError> {
        let Some(day) = settled.changed else {
            return Ok(());
        };
        // In another currency it is another round-up, and this one is taken back.
        let is_same = entry.amount.currency() == settled.amount.currency();
        let more = if is_same { live.minor } else { 0 } - settled.amount.minor();
        if self.rule.changes == ChangePolicy::Adjust && more != 0 {
            self.outcome.adjustments.push(Adjustment {
                entry: entry.id,
                of: entry.id,
                day,
                amount: Money::from_minor(more, settled.amount.currency())?,
                reason: AdjustmentReason::Edit,
            });
        }
        Ok(())
    }

    /// Nothing is set aside on a day after all, but for what was moved already.
    fn cancel(&mut self, first: usize) {
        let accruals = self.outcome.accruals.get_mut(first..).unwrap_or_default();
        let live = accruals
            .iter_mut()
            .filter(|accrual| accrual.reason != Reason::Settled && accrual.amount.minor() > 0);
        for accrual in live {
            let (currency, minor) = (accrual.amount.currency(), accrual.amount.minor());
            self.used.add(self.rule, currency, accrual.day, -minor);
            self.purse.set_aside(accrual.amount.negated());
            self.made.remove(&accrual.entry);
            (accrual.amount, accrual.reason) = (Money::zero(currency), Reason::Guard);
        }
    }
}

impl Purse {
    fn of(guard: Option<Guard>, settled: &SettledRoundUps) -> Self {
        let mut leaving = BTreeMap::new();
        for settled in settled.values() {
            if let Some(day) = settled.moved
                && guard.is_some_and(|guard| guard.floor.currency() == settled.amount.currency())
            {
                *leaving.entry(day).or_default() += settled.amount.minor();
            }
        }
        Self {
            guard,
            balance: guard.map_or(0, |guard| guard.opening.minor()),
            set_aside: 0,
            leaving,
        }
    }

    /// What leaves on a day is no longer set aside here.
    fn begin(&mut self, day: NaiveDate) {
        while let Some(first) = self.leaving.first_entry()
            && *first.key() <= day
        {
            self.set_aside -= first.remove();
        }
    }

    fn move_by(&mut self, entry: &Entry<'_>) {
        let moves = |guard: Guard| {
            guard.account == entry.account && guard.floor.currency() == entry.amount.currency()
        };
        if self.guard.is_some_and(moves) && entry.status != Status::Void {
            self.balance = self.balance.saturating_add(entry.amount.minor());
        }
    }

    fn set_aside(&mut self, amount: Money) {
        if self
            .guard
            .is_some_and(|guard| guard.floor.currency() == amount.currency())
        {
            self.set_aside = self.set_aside.saturating_add(amount.minor());
        }
    }

    /// What may be set aside of this, in minor units.
    fn guarded(&self, live: &Live, currency: Currency) -> (i64, Reason) {
        let whole = (live.minor, live.reason);
        let Some(guard) = self.guard else {
            return whole;
        };
        if guard.floor.currency() != currency || live.minor == 0 {
            return whole;
        }
        let room = (self.balance - self.set_aside - guard.floor.minor()).max(0);
        match guard.mode {
            GuardMode::Skip if live.minor > room => (0, Reason::Guard),
            GuardMode::Partial if live.minor > room => (room, Reason::Guard),
            GuardMode::Skip | GuardMode::Partial | GuardMode::CancelDay => whole,
        }
    }

    /// Whether the day that ends now sets nothing aside, as the account was below zero or would be
    /// below its floor.
    fn cancels(&self, lowest: i64) -> bool {
        self.guard.is_some_and(|guard| {
            guard.mode == GuardMode::CancelDay
                && (lowest < 0 || self.balance - self.set_aside < guard.floor.minor())
        })
    }
}

/// Settled purchases that are gone: what was moved is still moved.
fn gone(rule: &RoundUp, entries: &[Entry<'_>], settled: &SettledRoundUps, outcome: &mut Outcome) {
    let there: HashSet<EntryId> = entries.iter().map(|entry| entry.id).collect();
    for (entry, settled) in settled.iter().filter(|(id, _)| !there.contains(id)) {
        outcome.accruals.push(Accrual {
            entry: *entry,
            day: settled.day,
            amount: settled.amount,
            reason: Reason::Settled,
        });
        if rule.changes == ChangePolicy::Adjust {
            outcome.adjustments.push(Adjustment {
                entry: *entry,
                of: *entry,
                day: settled.changed.unwrap_or(settled.day),
                amount: settled.amount.negated(),
                reason: AdjustmentReason::Delete,
            });
        }
    }
}
