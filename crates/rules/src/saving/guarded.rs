//! What the floor of the account that pays leaves of deposits (spec A.4, B).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError};

use super::{Cause, Deposit};
use crate::RulesError;
use crate::ids::EntryId;
use crate::roundup::{Entry, Guard, GuardMode, Reason, Status};

/// A floor, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guarding {
    /// The floor and the account that it is for.
    pub guard: Guard,
    /// The first day that it is looked at; deposits before it stay as they are.
    pub from: NaiveDate,
    /// The day from which it is not looked at any more; none for no end.
    pub until: Option<NaiveDate>,
}

/// Holds deposits back that the account does not bear, as a round-up would be: a deposit because of an
/// entry is looked at after it, any other at the close of its day. What a rule has set aside before and
/// not yet moved is not there any more.
///
/// The deposits of one rule come in the order of their days; the entries in the order of day, time and
/// import, all that the account has. `moved` are the causes that transfers have settled, which stay, with
/// the day on which the money left, where the entries show it.
pub fn guarded(
    guarding: &Guarding,
    deposits: &[Deposit],
    entries: &[Entry<'_>],
    moved: &[(Cause, Option<NaiveDate>)],
) -> Result<Vec<Deposit>, RulesError> {
    let moved: HashMap<Cause, Option<NaiveDate>> = moved.iter().copied().collect();
    let mut days: BTreeMap<NaiveDate, Day<'_, '_>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.status != Status::Void) {
        days.entry(entry.day).or_default().entries.push(entry);
    }
    for deposit in deposits {
        days.entry(deposit.day).or_default().deposits.push(*deposit);
        if let Some(left) = moved.get(&deposit.cause).copied().flatten() {
            let left = days.entry(left).or_default();
            left.leaving.push(deposit.amount);
        }
    }
    let mut purse = Purse {
        guarding,
        moved: &moved,
        balance: guarding.guard.opening,
        aside: Money::zero(guarding.guard.floor.currency()),
    };
    let mut kept = Vec::with_capacity(deposits.len());
    for (day, of_day) in days {
        kept.extend(purse.day(day, of_day)?);
    }
    Ok(kept)
}

/// What happens on a day.
#[derive(Default)]
struct Day<'e, 'a> {
    entries: Vec<&'e Entry<'a>>,
    deposits: Vec<Deposit>,
    leaving: Vec<Money>,
}

/// The account that pays, as the day goes on.
struct Purse<'g> {
    guarding: &'g Guarding,
    moved: &'g HashMap<Cause, Option<NaiveDate>>,
    balance: Money,
    /// What is set aside of it and not yet moved.
    aside: Money,
}

impl Purse<'_> {
    fn day(&mut self, day: NaiveDate, of_day: Day<'_, '_>) -> Result<Vec<Deposit>, RulesError> {
        for left in of_day.leaving {
            if left.currency() == self.aside.currency() {
                self.aside = self.aside.checked_add(left.negated())?;
            }
        }
        let is_looked_at = self.looks_at(day);
        let mut lowest = self.balance.minor();
        let mut waiting = of_day.deposits;
        let mut kept = Vec::new();
        for entry in of_day.entries.chunk_by(|a, b| a.id == b.id) {
            for part in entry {
                self.move_by(part)?;
            }
            lowest = lowest.min(self.balance.minor());
            let id = entry.first().map(|entry| entry.id);
            for deposit in waiting.extract_if(.., |deposit| entry_of(deposit.cause) == id) {
                kept.extend(self.take(deposit, is_looked_at)?);
            }
        }
        for deposit in waiting {
            kept.extend(self.take(deposit, is_looked_at)?);
        }
        let is_cancelled = is_looked_at
            && self.guarding.guard.mode == GuardMode::CancelDay
            && (lowest < 0 || self.room()? < 0);
        if is_cancelled {
            self.cancel(&mut kept)?;
        }
        Ok(kept)
    }

    fn looks_at(&self, day: NaiveDate) -> bool {
        let guarding = self.guarding;
        guarding.from <= day && guarding.until.is_none_or(|until| day < until)
    }

    fn move_by(&mut self, entry: &Entry<'_>) -> Result<(), MoneyError> {
        let is_its = entry.account == self.guarding.guard.account
            && entry.amount.currency() == self.balance.currency();
        if is_its {
            self.balance = self.balance.checked_add(entry.amount)?;
        }
        Ok(())
    }

    /// What the account holds above its floor, in minor units; below zero where less.
    fn room(&self) -> Result<i64, MoneyError> {
        let free = self.balance.checked_add(self.aside.negated())?;
        let room = free.checked_add(self.guarding.guard.floor.negated())?;
        Ok(room.minor())
    }

    fn take(
        &mut self,
        deposit: Deposit,
        is_looked_at: bool,
    ) -> Result<Option<Deposit>, RulesError> {
        if deposit.amount.currency() != self.aside.currency() {
            return Ok(Some(deposit));
        }
        let mut kept = deposit;
        if is_looked_at && !self.moved.contains_key(&deposit.cause) {
            let room = self.room()?.max(0);
            let is_too_much = deposit.amount.minor() > room;
            let left = match self.guarding.guard.mode {
                GuardMode::Skip if is_too_much => Some(0),
                GuardMode::Partial if is_too_much => Some(room),
                GuardMode::Skip | GuardMode::Partial | GuardMode::CancelDay => None,
            };
            if let Some(left) = left {
                kept.amount = Money::from_minor(left, deposit.amount.currency())?;
                kept.reason = Reason::Guard;
            }
        }
        self.aside = self.aside.checked_add(kept.amount)?;
        Ok((kept.amount.minor() > 0).then_some(kept))
    }

    /// Nothing is set aside on the day after all, but for what was moved already.
    fn cancel(&mut self, kept: &mut Vec<Deposit>) -> Result<(), MoneyError> {
        let currency = self.aside.currency();
        for deposit in kept.extract_if(.., |deposit| {
            deposit.amount.currency() == currency && !self.moved.contains_key(&deposit.cause)
        }) {
            self.aside = self.aside.checked_add(deposit.amount.negated())?;
        }
        Ok(())
    }
}

/// The entry because of which something is set aside.
fn entry_of(cause: Cause) -> Option<EntryId> {
    match cause {
        Cause::Entry(entry) | Cause::Share(entry, _) => Some(entry),
        Cause::Receipt(receipt) => Some(EntryId(receipt.0)),
        Cause::Day(_) | Cause::Step(_) | Cause::Streak { .. } | Cause::Item(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, bought, cents, day, euros};
    use super::*;
    use crate::ids::AccountId;
    use crate::kind::Kind;

    fn guarding(mode: GuardMode, floor: &str) -> Guarding {
        Guarding {
            guard: Guard {
                account: AccountId(1),
                opening: euros("0.00"),
                floor: euros(floor),
                mode,
            },
            from: day("2025-01-01"),
            until: None,
        }
    }

    fn pay(id: i64, on: &str, amount: &str) -> Entry<'static> {
        Entry {
            amount: euros(amount),
            kind: Kind::Income,
            ..bought(id, on, "1.00")
        }
    }

    fn due(on: &str, amount: &str) -> Deposit {
        Deposit {
            day: day(on),
            amount: euros(amount),
            cause: Cause::Day(day(on)),
            reason: Reason::Ok,
        }
    }

    fn of_entry(id: i64, on: &str, amount: &str) -> Deposit {
        Deposit {
            cause: Cause::Entry(EntryId(id)),
            ..due(on, amount)
        }
    }

    fn left(guarding: &Guarding, deposits: &[Deposit], entries: &[Entry<'_>]) -> Vec<String> {
        let kept = guarded(guarding, deposits, entries, &[]).unwrap();
        amounts(&kept).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_account_does_not_bear_is_left_out_or_cut() {
        let entries = [pay(1, "2025-05-01", "12.00")];
        let deposits = [due("2025-05-02", "5.00"), due("2025-05-03", "5.00")];
        let skip = guarding(GuardMode::Skip, "4.00");
        assert_eq!(left(&skip, &deposits, &entries), ["5.00"]);
        let partial = guarding(GuardMode::Partial, "4.00");
        assert_eq!(left(&partial, &deposits, &entries), ["5.00", "3.00"]);
        let kept = guarded(&partial, &deposits, &entries, &[]).unwrap();
        let reasons: Vec<Reason> = kept.iter().map(|deposit| deposit.reason).collect();
        assert_eq!(reasons, [Reason::Ok, Reason::Guard]);
    }

    #[test]
    fn a_deposit_of_a_purchase_is_looked_at_after_it_and_others_at_the_close_of_the_day() {
        let entries = [
            pay(1, "2025-05-01", "3.00"),
            bought(2, "2025-05-01", "2.00"),
            pay(3, "2025-05-01", "50.00"),
        ];
        let skip = guarding(GuardMode::Skip, "0.00");
        let after = [of_entry(2, "2025-05-01", "1.50")];
        assert!(left(&skip, &after, &entries).is_empty());
        let at_close = [due("2025-05-01", "1.50")];
        assert_eq!(left(&skip, &at_close, &entries), ["1.50"]);
    }

    #[test]
    fn a_day_below_zero_sets_nothing_aside_but_what_has_moved() {
        let entries = [
            bought(1, "2025-05-01", "2.00"),
            pay(2, "2025-05-01", "50.00"),
        ];
        let cancel = guarding(GuardMode::CancelDay, "0.00");
        let deposits = [
            of_entry(1, "2025-05-01", "0.50"),
            due("2025-05-01", "1.00"),
            due("2025-05-02", "1.00"),
        ];
        assert_eq!(left(&cancel, &deposits, &entries), ["1.00"]);
        let moved = [(Cause::Day(day("2025-05-01")), Some(day("2025-05-05")))];
        let kept = guarded(&cancel, &deposits, &entries, &moved).unwrap();
        assert_eq!(amounts(&kept), ["1.00", "1.00"]);
    }

    #[test]
    fn what_has_moved_is_no_longer_set_aside() {
        let entries = [
            pay(1, "2025-05-01", "10.00"),
            Entry {
                kind: Kind::Transfer,
                ..bought(2, "2025-05-03", "8.00")
            },
            pay(3, "2025-05-04", "5.00"),
        ];
        let deposits = [due("2025-05-02", "8.00"), due("2025-05-04", "7.00")];
        let skip = guarding(GuardMode::Skip, "0.00");
        assert_eq!(left(&skip, &deposits, &entries), ["8.00"]);
        let moved = [(Cause::Day(day("2025-05-02")), Some(day("2025-05-03")))];
        let kept = guarded(&skip, &deposits, &entries, &moved).unwrap();
        assert_eq!(amounts(&kept), ["8.00", "7.00"]);
    }

    #[test]
    fn days_before_and_after_are_not_looked_at() {
        let mut skip = guarding(GuardMode::Skip, "0.00");
        skip.from = day("2025-05-02");
        skip.until = Some(day("2025-05-03"));
        let deposits = ["2025-05-01", "2025-05-02", "2025-05-03"].map(|on| due(on, "1.00"));
        assert_eq!(left(&skip, &deposits, &[]), ["1.00", "1.00"]);
    }

    proptest! {
        #[test]
        fn the_account_never_goes_below_its_floor_by_what_is_set_aside(
            flows in proptest::collection::vec((-2_000_i64..2_000, 0_i64..900), 1..40),
            is_partial in any::<bool>(),
        ) {
            let mode = if is_partial { GuardMode::Partial } else { GuardMode::Skip };
            let guarding = guarding(mode, "1.00");
            let first = day("2025-05-01");
            let days: Vec<NaiveDate> = first.iter_days().take(flows.len()).collect();
            let entries: Vec<Entry<'_>> = (1..)
                .zip(&flows)
                .zip(&days)
                .map(|((id, (flow, _)), day)| Entry {
                    day: *day,
                    amount: cents(*flow),
                    ..bought(id, "2025-05-01", "1.00")
                })
                .collect();
            let deposits: Vec<Deposit> = flows
                .iter()
                .zip(&days)
                .map(|((_, minor), day)| Deposit {
                    day: *day,
                    cause: Cause::Day(*day),
                    amount: cents(*minor),
                    reason: Reason::Ok,
                })
                .collect();
            let kept = guarded(&guarding, &deposits, &entries, &[]).unwrap();
            let (mut balance, mut aside) = (0, 0);
            for (entry, day) in entries.iter().zip(&days) {
                balance += entry.amount.minor();
                let made: i64 = kept
                    .iter()
                    .filter(|deposit| deposit.day == *day)
                    .map(|deposit| deposit.amount.minor())
                    .sum();
                aside += made;
                prop_assert!(made == 0 || balance - aside >= 100);
            }
        }
    }
}
