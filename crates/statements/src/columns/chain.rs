//! Running balances as a proof: each is the one before plus what the row moved.

use rust_decimal::Decimal;

use super::date;
use super::flags::flag_of;
use super::number::{Flag, Scanned, negated};
use super::role::{Role, Roles};
use crate::model::{DateOrder, DecimalMark};
use crate::table::Table;

/// More rows than any proof needs.
const MAX_LINKS: usize = 2_000;

/// The amounts and balances of a table's first rows, before anything is decided about them.
pub(crate) struct Chain {
    links: Vec<Link>,
}

/// One row.
struct Link {
    day: [u32; 3],
    amount: Option<Scanned>,
    debit: Option<Scanned>,
    credit: Option<Scanned>,
    flag: Option<Flag>,
    fee: Option<Scanned>,
    balance: Option<Scanned>,
}

/// How fees in a column of their own go with the amounts, for a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fees {
    /// The amount already includes them.
    Within,
    /// They left besides the amount.
    Besides,
}

/// On which side the amounts are, for a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// As they are written, flagged or named.
    Written,
    /// The other way round.
    Turned,
}

impl Chain {
    /// The chain of a table with a balance column.
    pub(crate) fn of(table: &Table<'_>, roles: &Roles, first_record: usize) -> Option<Self> {
        let balance = roles.get(Role::Balance)?;
        let date = roles.get(Role::Date)?;
        let mut links = Vec::new();
        for record in table.records.iter().skip(first_record) {
            let cell = table.cell(record, date);
            let Some(scanned) = date::scan(&cell) else {
                continue;
            };
            let scan = |role| {
                let column = roles.get(role)?;
                table.amount(record, column, &table.cell(record, column))
            };
            let flag = roles
                .get(Role::Direction)
                .and_then(|column| flag_of(&table.cell(record, column)));
            links.push(Link {
                day: scanned.numbers,
                amount: scan(Role::Amount),
                debit: scan(Role::Debit),
                credit: scan(Role::Credit),
                flag,
                fee: scan(Role::Fee).filter(|fee| !fee.is_zero()),
                balance: table.amount(record, balance, &table.cell(record, balance)),
            });
            if links.len() == MAX_LINKS {
                break;
            }
        }
        (links.len() > 1).then_some(Self { links })
    }

    /// The only decimal mark with which the balances follow from each other, on whatever side.
    pub(crate) fn proved_mark(&self) -> Option<DecimalMark> {
        let fits = |mark| {
            let mut sides = [Side::Written, Side::Turned].into_iter();
            sides.any(|side| self.holds_somehow(mark, side, None))
        };
        match (fits(DecimalMark::Point), fits(DecimalMark::Comma)) {
            (true, false) => Some(DecimalMark::Point),
            (false, true) => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// The only side on which the balances follow from each other.
    pub(crate) fn proved_side(&self, mark: DecimalMark, order: DateOrder) -> Option<Side> {
        let direction = self.direction(order);
        let fits = |side| self.holds_somehow(mark, side, direction);
        match (fits(Side::Written), fits(Side::Turned)) {
            (true, false) => Some(Side::Written),
            (false, true) => Some(Side::Turned),
            _ => None,
        }
    }

    /// How fees go with the amounts, where only so each balance follows from the one before.
    pub(crate) fn proved_fees(&self, mark: DecimalMark, order: DateOrder) -> Option<Fees> {
        if !self.has_fees() {
            return None;
        }
        let direction = self.direction(order);
        let fits = |fees| self.holds(mark, Side::Written, fees, direction);
        match (fits(Fees::Within), fits(Fees::Besides)) {
            (true, false) => Some(Fees::Within),
            (false, true) => Some(Fees::Besides),
            _ => None,
        }
    }

    fn has_fees(&self) -> bool {
        self.links.iter().any(|link| link.fee.is_some())
    }

    /// Whether each balance follows from the one before, however fees are counted.
    fn holds_somehow(&self, mark: DecimalMark, side: Side, direction: Option<Direction>) -> bool {
        self.holds(mark, side, Fees::Within, direction)
            || (self.has_fees() && self.holds(mark, side, Fees::Besides, direction))
    }

    /// Whether each balance follows from the one before, from above, from below, or from either.
    fn holds(
        &self,
        mark: DecimalMark,
        side: Side,
        fees: Fees,
        direction: Option<Direction>,
    ) -> bool {
        let step = |link: &Link| {
            let (moved, balance) = link.step(mark, side)?;
            match (&link.fee, fees) {
                (Some(fee), Fees::Besides) => {
                    let fee = fee.value(mark)?.abs();
                    Some((moved.checked_sub(fee)?, balance))
                }
                _ => Some((moved, balance)),
            }
        };
        let steps: Option<Vec<_>> = self.links.iter().map(step).collect();
        let Some(steps) = steps else {
            return false;
        };
        let down = || follows(steps.iter().copied()).is_some_and(|steps| steps > 0);
        let up = || follows(steps.iter().rev().copied()).is_some_and(|steps| steps > 0);
        match direction {
            Some(Direction::Down) => down(),
            Some(Direction::Up) => up(),
            None => down() || up(),
        }
    }

    /// Whether the dates go up or down, where they differ at all.
    fn direction(&self, order: DateOrder) -> Option<Direction> {
        let sorted = |link: &Link| {
            let [a, b, c] = link.day;
            match order {
                _ if a > 31 => [a, b, c],
                DateOrder::YearMonthDay => [a, b, c],
                DateOrder::DayMonthYear => [c, b, a],
                DateOrder::MonthDayYear => [c, a, b],
            }
        };
        let (first, last) = (self.links.first()?, self.links.last()?);
        match sorted(first).cmp(&sorted(last)) {
            std::cmp::Ordering::Less => Some(Direction::Down),
            std::cmp::Ordering::Greater => Some(Direction::Up),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Which way time goes in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// The oldest row stands first.
    Down,
    /// The newest row stands first.
    Up,
}

impl Link {
    /// What the row moved, and the balance after it; `None` where a cell does not fit the mark.
    fn step(&self, mark: DecimalMark, side: Side) -> Option<(Decimal, Option<Decimal>)> {
        let balance = match &self.balance {
            Some(scanned) => Some(balance_of(scanned, mark)?),
            None => None,
        };
        let moved = if let Some(scanned) = &self.amount {
            let value = scanned.value(mark)?;
            match self.flag.or(scanned.flag.filter(|_| !scanned.is_signed())) {
                Some(Flag::Out) => negated(value.abs()),
                Some(Flag::In) => value.abs(),
                None => value,
            }
        } else {
            let part = |scanned: &Option<Scanned>| match scanned {
                Some(scanned) => Some(scanned.value(mark)?.abs()),
                None => Some(Decimal::ZERO),
            };
            part(&self.credit)? - part(&self.debit)?
        };
        Some(match side {
            Side::Written => (moved, balance),
            Side::Turned => (negated(moved), balance),
        })
    }
}

/// A balance with its side: `1,234.50 DR` is owed.
pub(crate) fn balance_of(scanned: &Scanned, mark: DecimalMark) -> Option<Decimal> {
    let value = scanned.value(mark)?;
    let is_owed = scanned.flag == Some(Flag::Out) && !scanned.is_signed();
    Some(if is_owed { negated(value) } else { value })
}

/// How many balances follow from the one before; `None` where one does not. Rows without a balance
/// count towards the next that has one.
pub(crate) fn follows(steps: impl Iterator<Item = (Decimal, Option<Decimal>)>) -> Option<usize> {
    let mut before: Option<Decimal> = None;
    let mut count = 0;
    for (moved, balance) in steps {
        let expected = match before {
            Some(before) => Some(before.checked_add(moved)?),
            None => None,
        };
        if let (Some(expected), Some(balance)) = (expected, balance) {
            if expected != balance {
                return None;
            }
            count += 1;
        }
        before = balance.or(expected);
    }
    Some(count)
}
