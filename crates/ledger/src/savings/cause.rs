//! The cause of something that is set aside, as the text under which it is kept.

use std::fmt;

use chrono::NaiveDate;
use farthing_rules::saving;

use super::words::Because;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};

/// Because of what something is set aside or taken back. One rule has no two rows for one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Cause {
    /// An entry.
    Entry(EntryId),
    /// An entry, for one goal.
    Share(EntryId, ChoiceId),
    /// A refund of a purchase.
    Refund { refund: EntryId, purchase: EntryId },
    /// A purchase that was changed after its money was moved.
    Edit(EntryId),
    /// A purchase that was deleted after its money was moved.
    Delete(EntryId),
    /// A day.
    Day(NaiveDate),
    /// A step of a challenge.
    Step(u32),
    /// A streak: its first day, and how many days it has.
    Streak(NaiveDate, u32),
    /// A thing that was not bought.
    Item(i64),
    /// Something done by hand, by its place in its goal.
    Hand(ChoiceId, usize),
    /// A goal that was put away.
    Released(ChoiceId, NaiveDate),
}

impl Cause {
    /// The cause of a deposit.
    pub(super) fn of(cause: saving::Cause) -> Self {
        match cause {
            saving::Cause::Entry(entry) => Self::Entry(EntryId(entry.0)),
            saving::Cause::Share(entry, goal) => Self::Share(EntryId(entry.0), ChoiceId(goal.0)),
            saving::Cause::Day(day) => Self::Day(day),
            saving::Cause::Step(step) => Self::Step(step),
            saving::Cause::Streak { first, days } => Self::Streak(first, days),
            saving::Cause::Receipt(receipt) => Self::Entry(EntryId(receipt.0)),
            saving::Cause::Item(item) => Self::Item(item.0),
        }
    }

    /// The cause with this text.
    pub(super) fn read(text: &str) -> Result<Self> {
        let damaged = || LedgerError::Damaged(format!("“{text}” is not a cause of saving"));
        let mut parts = text.split(':');
        let word = parts.next().unwrap_or_default();
        let numbers: Vec<i64> = parts
            .map(|part| part.parse().map_err(|_| damaged()))
            .collect::<Result<_>>()?;
        let count = |number: i64| u32::try_from(number).map_err(|_| damaged());
        let place = |number: i64| usize::try_from(number).map_err(|_| damaged());
        Ok(match (word, numbers.as_slice()) {
            ("entry", [entry]) => Self::Entry(EntryId(*entry)),
            ("share", [entry, goal]) => Self::Share(EntryId(*entry), ChoiceId(*goal)),
            ("refund", [refund, purchase]) => Self::Refund {
                refund: EntryId(*refund),
                purchase: EntryId(*purchase),
            },
            ("edit", [entry]) => Self::Edit(EntryId(*entry)),
            ("delete", [entry]) => Self::Delete(EntryId(*entry)),
            ("day", [day]) => Self::Day(day_of(*day)?),
            ("step", [step]) => Self::Step(count(*step)?),
            ("streak", [first, days]) => Self::Streak(day_of(*first)?, count(*days)?),
            ("item", [item]) => Self::Item(*item),
            ("hand", [goal, at]) => Self::Hand(ChoiceId(*goal), place(*at)?),
            ("released", [goal, day]) => Self::Released(ChoiceId(*goal), day_of(*day)?),
            _ => return Err(damaged()),
        })
    }

    /// The entry behind it.
    pub(super) fn entry(self) -> Option<EntryId> {
        match self {
            Self::Entry(entry)
            | Self::Share(entry, _)
            | Self::Refund { refund: entry, .. }
            | Self::Edit(entry)
            | Self::Delete(entry) => Some(entry),
            Self::Day(_)
            | Self::Step(_)
            | Self::Streak(..)
            | Self::Item(_)
            | Self::Hand(..)
            | Self::Released(..) => None,
        }
    }

    /// It as a sentence says it, with the name of who was paid or the note of the person.
    pub(super) fn because(self, name: &str, minor: i64) -> Because<'_> {
        match self {
            Self::Entry(_) | Self::Share(..) => Because::Entry(name),
            Self::Refund { .. } => Because::Refund(name),
            Self::Edit(_) => Because::Edit(name),
            Self::Delete(_) => Because::Delete(name),
            Self::Day(day) => Because::Day(day),
            Self::Step(step) => Because::Step(step),
            Self::Streak(first, days) => Because::Streak { first, days },
            Self::Item(_) => Because::Item(name),
            Self::Hand(..) if minor < 0 => Because::Withdrawal(name),
            Self::Hand(..) => Because::ByHand(name),
            Self::Released(..) => Because::Released,
        }
    }

    /// The purchase whose row this one changes.
    pub(super) fn changes(self) -> Option<EntryId> {
        match self {
            Self::Refund { purchase, .. } => Some(purchase),
            Self::Edit(entry) | Self::Delete(entry) => Some(entry),
            _ => None,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(entry) => write!(f, "entry:{}", entry.0),
            Self::Share(entry, goal) => write!(f, "share:{}:{}", entry.0, goal.0),
            Self::Refund { refund, purchase } => write!(f, "refund:{}:{}", refund.0, purchase.0),
            Self::Edit(entry) => write!(f, "edit:{}", entry.0),
            Self::Delete(entry) => write!(f, "delete:{}", entry.0),
            Self::Day(day) => write!(f, "day:{}", day_number(*day)),
            Self::Step(step) => write!(f, "step:{step}"),
            Self::Streak(first, days) => write!(f, "streak:{}:{days}", day_number(*first)),
            Self::Item(item) => write!(f, "item:{item}"),
            Self::Hand(goal, at) => write!(f, "hand:{}:{at}", goal.0),
            Self::Released(goal, day) => write!(f, "released:{}:{}", goal.0, day_number(*day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_comes_back_as_it_went() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        let (entry, goal) = (EntryId(1 << 40), ChoiceId(7));
        let all = [
            Cause::Entry(entry),
            Cause::Share(entry, goal),
            Cause::Refund {
                refund: EntryId(2),
                purchase: entry,
            },
            Cause::Edit(entry),
            Cause::Delete(entry),
            Cause::Day(day),
            Cause::Step(52),
            Cause::Streak(day, 7),
            Cause::Item(3),
            Cause::Hand(goal, 12),
            Cause::Released(goal, day),
        ];
        for cause in all {
            assert_eq!(Cause::read(&cause.to_string()).unwrap(), cause);
        }
        assert!(Cause::read("entry:x").is_err());
        assert!(Cause::read("entry:1:2").is_err());
    }
}
