//! The drafts so far with what each purse holds, so that no wallet pays what it has not got.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::contracts::{REFILLS, Refill};
use super::dice::Dice;
use super::draft::{Coin, Draft, Line, Purse};
use crate::ids::{AccountId, built_in};
use crate::kinds::EntryStatus;

/// The two sides of a currency conversion.
pub(super) const EXCHANGE: AccountId = AccountId(8);

/// The longest time between filling a purse and paying from it, in seconds.
const REFILL_LEAD: i64 = 1_500;

/// What happened so far, in order.
#[derive(Default)]
pub(super) struct Book {
    pub drafts: Vec<Draft>,
    balances: HashMap<Purse, i64>,
    /// The day and second of the last timed entry.
    clock: Option<(NaiveDate, u32)>,
}

impl Book {
    /// What a purse holds; below zero for what is owed.
    pub(super) fn balance(&self, purse: Purse) -> i64 {
        self.balances.get(&purse).copied().unwrap_or(0)
    }

    /// Writes a draft down, after the refills it needs; gives its place.
    pub(super) fn record(&mut self, draft: Draft, week: i64, dice: &mut Dice) -> usize {
        for line in &draft.lines {
            if let Some(purse) = line.purse().filter(|_| line.minor < 0) {
                self.fill(purse, -line.minor, (&draft, week), dice);
            }
        }
        self.note(draft)
    }

    fn note(&mut self, draft: Draft) -> usize {
        for line in &draft.lines {
            if let Some(purse) = line.purse() {
                *self.balances.entry(purse).or_default() += line.minor;
            }
        }
        if let Some(second) = draft.second {
            self.clock = Some((draft.day, second));
        }
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// Fills a prepaid purse until it holds what is needed.
    fn fill(&mut self, purse: Purse, need: i64, before: (&Draft, i64), dice: &mut Dice) {
        let refill = REFILLS.iter().find(|refill| refill.purse == purse);
        let Some(refill) = refill.filter(|_| purse.own.is_prepaid()) else {
            return;
        };
        let missing = need - self.balance(purse);
        if missing <= 0 {
            return;
        }
        let mut size = 0;
        while size < missing {
            size += dice.favourite(refill.sizes).unwrap_or(missing);
        }
        let second = self.moment_before(before.0, dice);
        let draft = refill_draft(refill, size, (before.0.day, second), before.1);
        self.record(draft, before.1, dice);
    }

    /// Some minutes before a draft, but after what happened earlier that day.
    fn moment_before(&self, draft: &Draft, dice: &mut Dice) -> Option<u32> {
        let second = i64::from(draft.second?);
        let earliest = match self.clock {
            Some((day, last)) if day == draft.day => i64::from(last),
            _ => 0,
        };
        let from = earliest.max(second - REFILL_LEAD).min(second);
        u32::try_from(dice.between(from, second)).ok()
    }
}

fn refill_draft(
    refill: &Refill,
    size: i64,
    (day, second): (NaiveDate, Option<u32>),
    week: i64,
) -> Draft {
    Draft {
        day,
        second,
        kind: refill.kind,
        status: EntryStatus::Posted,
        payee: refill.payee,
        note: "",
        tags: Vec::new(),
        refund_of: None,
        lines: moved(refill.source, refill.purse, size, refill.fee, week),
    }
}

/// From one purse to another, with what the source pays on top and the rate of the week.
pub(super) fn moved(source: Purse, target: Purse, size: i64, fee: i64, week: i64) -> Vec<Line> {
    let mut lines = Vec::with_capacity(5);
    if source.coin == target.coin {
        lines.push(Line::own(source, -(size + fee)));
    } else {
        let cost = target.coin.in_euro_cents(size, week);
        lines.push(Line::own(source, -(cost + fee)));
        lines.push(Line::other(EXCHANGE, cost, Coin::Eur));
        lines.push(Line::other(EXCHANGE, -size, target.coin));
    }
    if fee > 0 {
        lines.push(Line::other(built_in::FEES, fee, source.coin));
    }
    lines.push(Line::own(target, size));
    lines
}
