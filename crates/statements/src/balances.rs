//! Whether the balances that a file states agree with its rows: opening + rows = closing.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::model::{Decision, Reading, Row, RowStatus, StatedBalance, Statement};

/// The field of the decisions made here.
const FIELD: &str = "balance";
/// How many places that do not add up are told one by one.
const MAX_TOLD: usize = 20;

/// The rows between two balances of an account: a whole statement, or one page or day of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stretch {
    /// The line where it begins.
    pub line: u32,
    /// The balance before its first row.
    pub opening: Option<StatedBalance>,
    /// The balance after its last row.
    pub closing: Option<StatedBalance>,
    /// What its final rows move.
    posted: Sum,
    /// What its rows move that may still change.
    pending: Sum,
}

/// A sum that stays exact; `None` once it is beyond all reason.
#[derive(Debug, Clone, Copy)]
struct Sum(Option<Decimal>);

impl Default for Sum {
    fn default() -> Self {
        Self(Some(Decimal::ZERO))
    }
}

impl Sum {
    fn add(&mut self, amount: Decimal) {
        self.0 = self.0.and_then(|sum| sum.checked_add(amount));
    }

    fn and(self, other: Self) -> Option<Decimal> {
        self.0?.checked_add(other.0?)
    }
}

impl Stretch {
    /// A stretch that begins on a line.
    pub(crate) fn at(line: u32) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Counts a row.
    pub(crate) fn add(&mut self, row: &Row) {
        match row.status {
            _ if row.neutral => {}
            RowStatus::Posted => self.posted.add(row.amount),
            RowStatus::Pending => self.pending.add(row.amount),
        }
    }

    /// By how much the closing balance is above what the opening one and the rows come to. Rows
    /// that are not final may be part of it or not.
    fn difference(&self) -> Option<Decimal> {
        let (opening, closing) = (self.opening?.amount, self.closing?.amount);
        let moved = closing.checked_sub(opening)?;
        if self.posted.and(self.pending) == Some(moved) {
            return Some(Decimal::ZERO);
        }
        moved.checked_sub(self.posted.0?)
    }

    /// The rows that lie between the balances: with those that are not final where only so it adds up.
    fn rows(&self) -> Option<Decimal> {
        let all = self.posted.and(self.pending);
        let moved = self.closing?.amount.checked_sub(self.opening?.amount)?;
        if all == Some(moved) {
            all
        } else {
            self.posted.0
        }
    }
}

/// Says of each statement that states both balances whether it adds up, unless its format has.
pub(crate) fn prove(reading: &mut Reading) {
    if reading.decisions.iter().any(|d| d.field == FIELD) {
        return;
    }
    let proofs = reading.statements.iter().filter_map(proof).take(MAX_TOLD);
    reading.decisions.extend(proofs);
}

/// Whether one statement adds up; `None` where it does not state both balances.
fn proof(statement: &Statement) -> Option<Decision> {
    let (opening, closing) = (statement.opening?, statement.closing?);
    let mut stretch = Stretch {
        line: statement.rows.first().map_or(0, |row| row.line),
        opening: Some(opening),
        closing: Some(closing),
        ..Stretch::default()
    };
    statement.rows.iter().for_each(|row| stretch.add(row));
    told(&stretch, &evidence(statement, 1))
}

/// Gives a statement that was put together of stretches its balances, and says whether they and the
/// rows between them add up.
pub(crate) fn settle(statement: &mut Statement, mut stretches: Vec<Stretch>) -> Vec<Decision> {
    if !follows_on(&stretches) && is_newest_first(&stretches) {
        stretches.reverse();
    }
    statement.opening = stretches.first().and_then(|stretch| stretch.opening);
    statement.closing = stretches.last().and_then(|stretch| stretch.closing);
    let is_whole = |s: &Stretch| s.difference().is_none_or(|d| d.is_zero());
    if follows_on(&stretches) && stretches.iter().all(is_whole) {
        let evidence = evidence(statement, stretches.len());
        return told(&joined(&stretches), &evidence).into_iter().collect();
    }
    let off = stretches.iter().filter(|stretch| !is_whole(stretch));
    let off = off.filter_map(|stretch| told(stretch, &format!("line {}", stretch.line)));
    let gaps = stretches.windows(2).filter_map(|pair| match pair {
        [before, after] => gap(before, after),
        _ => None,
    });
    off.chain(gaps).take(MAX_TOLD).collect()
}

/// Whether every stretch begins with the balance that the one before it ends with.
fn follows_on(stretches: &[Stretch]) -> bool {
    stretches.windows(2).all(|pair| match pair {
        [before, after] => gap(before, after).is_none(),
        _ => true,
    })
}

fn is_newest_first(stretches: &[Stretch]) -> bool {
    let mut reversed = stretches.to_vec();
    reversed.reverse();
    let day = |balance: Option<StatedBalance>| balance.and_then(|b| b.date);
    let first = stretches.first().and_then(|s| day(s.closing));
    let last = stretches.last().and_then(|s| day(s.closing));
    follows_on(&reversed) || first > last && last.is_some()
}

/// One stretch from the first opening to the last closing balance.
fn joined(stretches: &[Stretch]) -> Stretch {
    let mut all = Stretch {
        line: stretches.first().map_or(0, |s| s.line),
        opening: stretches.first().and_then(|s| s.opening),
        closing: stretches.last().and_then(|s| s.closing),
        ..Stretch::default()
    };
    for stretch in stretches {
        all.posted = Sum(all.posted.and(stretch.posted));
        all.pending = Sum(all.pending.and(stretch.pending));
    }
    all
}

/// `opening 1.00 + rows 2.00 = closing 3.00`, or by how much the closing balance is off.
fn told(stretch: &Stretch, evidence: &str) -> Option<Decision> {
    let (opening, closing) = (stretch.opening?.amount, stretch.closing?.amount);
    let (rows, difference) = (stretch.rows()?, stretch.difference()?);
    let expected = opening.checked_add(rows)?;
    let scale = [opening, rows, closing].map(|d| d.scale());
    let scale = scale.into_iter().max().unwrap_or(0).min(8);
    let shown = |amount: Decimal| format!("{amount:.*}", scale as usize);
    let sum = format!("opening {} + rows {}", shown(opening), shown(rows));
    let reading = if difference.is_zero() {
        format!("{sum} = closing {}", shown(closing))
    } else {
        let way = if difference.is_sign_positive() {
            "more"
        } else {
            "less"
        };
        let (expected, closing) = (shown(expected), shown(closing));
        let off = shown(difference.abs());
        format!("{sum} = {expected}, but closing is {closing}: {off} {way} than the rows say")
    };
    Some(decision(reading, evidence.to_owned()))
}

/// What is missing between the end of one stretch and the start of the next.
fn gap(before: &Stretch, after: &Stretch) -> Option<Decision> {
    let (closing, opening) = (before.closing?, after.opening?);
    let missing = opening.amount.checked_sub(closing.amount)?;
    if missing.is_zero() {
        return None;
    }
    let day = |date: Option<NaiveDate>| date.map_or(String::new(), |date| format!(" of {date}"));
    let reading = format!(
        "closing {}{} is followed by opening {}{}: {missing} is in no row",
        closing.amount,
        day(closing.date),
        opening.amount,
        day(opening.date)
    );
    Some(decision(reading, format!("line {}", after.line)))
}

fn evidence(statement: &Statement, stretches: usize) -> String {
    let rows = match statement.rows.len() {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    };
    let number = statement.account.number.as_deref();
    let account = number.map_or(String::new(), |number| format!(" of {number}"));
    match stretches {
        0 | 1 => format!("{rows}{account}"),
        _ => format!("{rows}{account} in {stretches} statements that follow on each other"),
    }
}

fn decision(reading: String, evidence: String) -> Decision {
    Decision {
        field: FIELD.to_owned(),
        reading,
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountHint;

    fn balance(amount: &str, day: u32) -> StatedBalance {
        StatedBalance {
            date: NaiveDate::from_ymd_opt(2026, 3, day),
            amount: amount.parse().unwrap(),
        }
    }

    fn row(amount: &str, status: RowStatus) -> Row {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        Row {
            status,
            ..Row::plain(1, String::new(), day, amount.parse().unwrap())
        }
    }

    fn stretch(line: u32, opening: (&str, u32), rows: &[&str], closing: (&str, u32)) -> Stretch {
        let mut stretch = Stretch {
            opening: Some(balance(opening.0, opening.1)),
            closing: Some(balance(closing.0, closing.1)),
            ..Stretch::at(line)
        };
        for amount in rows {
            stretch.add(&row(amount, RowStatus::Posted));
        }
        stretch
    }

    fn settled(stretches: Vec<Stretch>) -> (Statement, Vec<String>) {
        let mut statement = Statement::of(AccountHint::default(), None);
        let decisions = settle(&mut statement, stretches);
        let told = decisions.iter().map(|d| d.reading.clone()).collect();
        (statement, told)
    }

    #[test]
    fn a_statement_that_adds_up_is_proved() {
        let mut statement = Statement::of(AccountHint::default(), None);
        statement.rows = vec![
            row("-2.5", RowStatus::Posted),
            row("-1.00", RowStatus::Pending),
        ];
        assert_eq!(proof(&statement), None);
        statement.opening = Some(balance("10", 1));
        statement.closing = Some(balance("7.50", 2));
        let told = proof(&statement).unwrap();
        assert_eq!(told.reading, "opening 10.00 + rows -2.50 = closing 7.50");
        statement.closing = Some(balance("6.50", 2));
        let told = proof(&statement).unwrap();
        assert_eq!(told.reading, "opening 10.00 + rows -3.50 = closing 6.50");
        statement.closing = Some(balance("8.00", 2));
        let told = proof(&statement).unwrap();
        assert_eq!(
            told.reading,
            "opening 10.00 + rows -2.50 = 7.50, but closing is 8.00: 0.50 more than the rows say"
        );
    }

    #[test]
    fn stretches_that_follow_on_are_one_proof_in_either_order() {
        let first = stretch(1, ("1.00", 1), &["2.00"], ("3.00", 2));
        let second = stretch(9, ("3.00", 2), &["-1.00", "4.00"], ("6.00", 3));
        for both in [
            vec![first.clone(), second.clone()],
            vec![second.clone(), first.clone()],
        ] {
            let (statement, told) = settled(both);
            assert_eq!(told, ["opening 1.00 + rows 5.00 = closing 6.00"]);
            assert_eq!(statement.opening, Some(balance("1.00", 1)));
            assert_eq!(statement.closing, Some(balance("6.00", 3)));
        }
    }

    #[test]
    fn a_gap_between_stretches_and_a_row_too_few_are_told_each() {
        let (_, told) = settled(vec![
            stretch(1, ("1.00", 1), &["2.00"], ("3.00", 2)),
            stretch(9, ("3.75", 3), &[], ("3.00", 4)),
        ]);
        assert_eq!(
            told,
            [
                "opening 3.75 + rows 0.00 = 3.75, but closing is 3.00: 0.75 less than the rows say",
                "closing 3.00 of 2026-03-02 is followed by opening 3.75 of 2026-03-03: 0.75 is in no row",
            ]
        );
    }

    #[test]
    fn sums_beyond_all_reason_prove_nothing() {
        let mut stretch = stretch(1, ("1.00", 1), &[], ("1.00", 1));
        for _ in 0..3 {
            let mut huge = row("1", RowStatus::Posted);
            huge.amount = Decimal::MAX;
            stretch.add(&huge);
        }
        assert!(settled(vec![stretch]).1.is_empty());
    }
}
