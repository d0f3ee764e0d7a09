//! The balances before the first and after the last row, where all running balances agree.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Outcome;
use crate::columns::chain::follows;
use crate::columns::decide::counted;
use crate::columns::number::negated;
use crate::model::{Decision, Row, StatedBalance, Statement};

/// Gives each statement whose balances follow from each other its opening and closing one.
pub(super) fn state(outcome: &mut Outcome) {
    for statement in &mut outcome.statements {
        if let Some(decision) = stated(statement) {
            outcome.decisions.push(decision);
        }
    }
}

fn stated(statement: &mut Statement) -> Option<Decision> {
    let rows = &statement.rows;
    let with_balance = rows.iter().filter(|row| row.balance.is_some()).count();
    if with_balance < 2 || rows.iter().any(|row| row.neutral) {
        return None;
    }
    let down = || follows(rows.iter().map(step));
    let up = || follows(rows.iter().rev().map(step));
    let (steps, is_down) = match rows.first()?.date.cmp(&rows.last()?.date) {
        Ordering::Less => (down()?, true),
        Ordering::Greater => (up()?, false),
        // Rows of one day may go either way, but then only one way may fit.
        Ordering::Equal => match (down(), up()) {
            (Some(steps), None) => (steps, true),
            (None, Some(steps)) => (steps, false),
            _ => return None,
        },
    };
    let (first, last) = if is_down {
        (rows.first()?, rows.last()?)
    } else {
        (rows.last()?, rows.first()?)
    };
    let (opening, closing) = if is_down {
        (opening_of(rows.iter())?, closing_of(rows.iter())?)
    } else {
        (
            opening_of(rows.iter().rev())?,
            closing_of(rows.iter().rev())?,
        )
    };
    let decision = Decision {
        field: "balance".to_owned(),
        reading: format!("{opening} before the first row, {closing} after the last"),
        evidence: format!(
            "{} from the one before, the {} row first",
            counted(steps, "balance follows", "balances follow"),
            if is_down { "oldest" } else { "newest" }
        ),
    };
    let at = |date, amount| {
        Some(StatedBalance {
            date: Some(date),
            amount,
        })
    };
    (statement.opening, statement.closing) = (at(first.date, opening), at(last.date, closing));
    Some(decision)
}

fn step(row: &Row) -> (Decimal, Option<Decimal>) {
    (row.amount, row.balance)
}

/// The first balance without everything that moved up to it.
fn opening_of<'r>(rows: impl Iterator<Item = &'r Row>) -> Option<Decimal> {
    let mut moved = Decimal::ZERO;
    for row in rows {
        moved = moved.checked_add(row.amount)?;
        if let Some(balance) = row.balance {
            return balance.checked_add(negated(moved));
        }
    }
    None
}

/// The last balance with everything that moved after it.
fn closing_of<'r>(rows: impl Iterator<Item = &'r Row>) -> Option<Decimal> {
    let mut closing: Option<Decimal> = None;
    for row in rows {
        closing = match (row.balance, closing) {
            (Some(balance), _) => Some(balance),
            (None, Some(before)) => Some(before.checked_add(row.amount)?),
            (None, None) => None,
        };
    }
    closing
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::model::AccountHint;

    fn statement(rows: &[(&str, i64, Option<i64>)]) -> Statement {
        let row = |(line, (day, amount, balance)): (u32, &(&str, i64, Option<i64>))| Row {
            balance: balance.map(Decimal::from),
            ..Row::plain(
                line,
                "x".to_owned(),
                day.parse::<NaiveDate>().unwrap(),
                Decimal::from(*amount),
            )
        };
        Statement {
            rows: (1..).zip(rows).map(row).collect(),
            ..Statement::of(AccountHint::default(), None)
        }
    }

    fn opening_and_closing(rows: &[(&str, i64, Option<i64>)]) -> Option<(i64, i64)> {
        let mut statement = statement(rows);
        stated(&mut statement)?;
        let amount = |balance: Option<StatedBalance>| i64::try_from(balance.unwrap().amount).ok();
        Some((amount(statement.opening)?, amount(statement.closing)?))
    }

    #[test]
    fn a_chain_of_balances_gives_the_first_and_the_last_whichever_way_it_goes() {
        let down = [
            ("2026-01-01", 5, None),
            ("2026-01-02", -10, Some(95)),
            ("2026-01-03", 20, Some(115)),
            ("2026-01-04", -1, None),
        ];
        assert_eq!(opening_and_closing(&down), Some((100, 114)));
        let mut up = down;
        up.reverse();
        assert_eq!(opening_and_closing(&up), Some((100, 114)));
    }

    #[test]
    fn a_day_that_fits_from_above_and_from_below_states_nothing() {
        let either = [("2026-01-02", -12, Some(0)), ("2026-01-02", 12, Some(12))];
        assert_eq!(opening_and_closing(&either), None);
        let one_way = [("2026-01-02", -12, Some(0)), ("2026-01-02", 5, Some(12))];
        assert_eq!(opening_and_closing(&one_way), Some((7, 0)));
    }

    #[test]
    fn one_balance_that_does_not_follow_states_nothing() {
        let rows = [
            ("2026-01-02", -10, Some(95)),
            ("2026-01-03", 20, Some(115)),
            ("2026-01-04", -1, Some(113)),
        ];
        assert_eq!(opening_and_closing(&rows), None);
        assert_eq!(opening_and_closing(&rows[..1]), None);
    }
}
