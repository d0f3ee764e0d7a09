//! A rule goes through the entries day by day, from where it stands.

use chrono::NaiveDate;
use farthing_money::Money;

use super::eligible::eligible;
use super::formula::{is_exact, roundup_of};
use super::limits::limited;
use super::{
    Accrual, Entry, Guard, GuardMode, Reason, RoundUp, Settlements, Standing, Status, Versions,
};
use crate::error::RulesError;

/// Goes on from where a rule stands through the entries of whole days, which come in the order of
/// day, time and import, and stands at the start of the day `until` then. Gives what each entry sets
/// aside, in their order; what transfers have settled stays as it was. Entries of the watched and of
/// the guarded accounts belong to it, from the day of the standing to before `until`.
///
/// After an error the standing is of no use.
pub fn go_on(
    versions: &Versions,
    standing: &mut Standing,
    entries: &[Entry<'_>],
    until: NaiveDate,
    settlements: &Settlements,
    sink: &mut impl FnMut(Accrual),
) -> Result<(), RulesError> {
    through(versions, standing, entries, settlements, sink)?;
    standing.turn_to(until, settlements)
}

/// The same without a day to end at: it stands at the start of the day after the last entry.
pub(super) fn through(
    versions: &Versions,
    standing: &mut Standing,
    entries: &[Entry<'_>],
    settlements: &Settlements,
    sink: &mut impl FnMut(Accrual),
) -> Result<(), RulesError> {
    if !standing.fits(versions) {
        return Err(RulesError::field(
            "standing",
            "other versions of the rule have written it, so the rule begins anew",
        ));
    }
    let mut made = Vec::new();
    for day in entries.chunk_by(|a, b| a.day == b.day) {
        let Some(first) = day.first() else { continue };
        standing.begin_day(first.day, settlements)?;
        let rule = versions.on(first.day);
        let mut run = Run {
            rule,
            settlements,
            standing,
            made: &mut made,
        };
        run.day(day)?;
        standing.end_day(first.day)?;
        made.drain(..).for_each(&mut *sink);
    }
    Ok(())
}

/// One day.
struct Run<'r> {
    rule: &'r RoundUp,
    settlements: &'r Settlements,
    standing: &'r mut Standing,
    made: &'r mut Vec<Accrual>,
}

/// What an entry comes to.
struct Live {
    minor: i64,
    base: Money,
    reason: Reason,
}

impl Run<'_> {
    fn day(&mut self, entries: &[Entry<'_>]) -> Result<(), RulesError> {
        let mut lowest = self.balance();
        for entry in entries {
            if entry.status != Status::Void {
                self.standing.move_by(entry.account, entry.amount);
            }
            lowest = lowest.min(self.balance());
            self.take(entry)?;
        }
        let cancels = |guard: Guard| {
            guard.mode == GuardMode::CancelDay && (lowest < 0 || self.standing.room(guard) < 0)
        };
        if self.rule.guard.is_some_and(cancels) {
            self.cancel();
        }
        Ok(())
    }

    fn take(&mut self, entry: &Entry<'_>) -> Result<(), RulesError> {
        let currency = entry.amount.currency();
        let live = self.live(entry)?;
        let (amount, reason) = if let Some(settled) = self.settlements.get(entry.id) {
            (settled.amount, Reason::Settled)
        } else {
            let (minor, reason) = self.guarded(&live);
            (Money::from_minor(minor, currency)?, reason)
        };
        self.standing.set_aside(amount);
        self.made.push(Accrual {
            entry: entry.id,
            day: entry.day,
            amount,
            base: live.base,
            live: Money::from_minor(live.minor, currency)?,
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
                    base: Money::zero(entry.amount.currency()),
                    reason,
                });
            }
        };
        let whole = roundup_of(purchase.base, purchase.step, self.rule.times)?;
        let (minor, reason) = limited(self.rule, &purchase, whole, self.standing);
        let reason = match reason {
            Reason::Ok if whole.is_zero() && is_exact(purchase.base, &purchase.step.mode) => {
                Reason::Exact
            }
            reason => reason,
        };
        Ok(Live {
            minor,
            base: purchase.base,
            reason,
        })
    }

    /// What may be set aside of this, in minor units.
    fn guarded(&self, live: &Live) -> (i64, Reason) {
        let whole = (live.minor, live.reason);
        let Some(guard) = self.rule.guard else {
            return whole;
        };
        if guard.floor.currency() != live.base.currency() || live.minor == 0 {
            return whole;
        }
        let room = self.standing.room(guard).max(0);
        match guard.mode {
            GuardMode::Skip if live.minor > room => (0, Reason::Guard),
            GuardMode::Partial if live.minor > room => (room, Reason::Guard),
            GuardMode::Skip | GuardMode::Partial | GuardMode::CancelDay => whole,
        }
    }

    /// Nothing is set aside on the day after all, but for what was moved already.
    fn cancel(&mut self) {
        let live = self
            .made
            .iter_mut()
            .filter(|accrual| accrual.reason != Reason::Settled && accrual.amount.minor() > 0);
        for accrual in live {
            self.standing.set_aside(accrual.amount.negated());
            accrual.amount = Money::zero(accrual.amount.currency());
            accrual.reason = Reason::Guard;
        }
    }

    fn balance(&self) -> i64 {
        let guard = self.rule.guard;
        guard.map_or(0, |guard| self.standing.balance(guard))
    }
}
