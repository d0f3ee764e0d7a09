//! Statements that banks send in pages, days or messages: those of one account and currency are put
//! together, and the balances that each page states prove the rows on it.

use std::collections::HashMap;

use farthing_money::Currency;

use crate::balances::{Stretch, settle};
use crate::model::{AccountHint, Decision, ReadError, Row, StatedBalance, Statement};

/// More transactions than any statement has.
const MAX_ROWS: usize = 1_000_000;

/// One page: rows of one account in one currency between two balances.
#[derive(Default)]
pub(crate) struct Page {
    /// The line where it begins.
    pub line: u32,
    /// The account.
    pub account: AccountHint,
    /// The currency, where the file or the person names one.
    pub currency: Option<Currency>,
    /// The balance before the rows.
    pub opening: Option<StatedBalance>,
    /// The balance after the rows.
    pub closing: Option<StatedBalance>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The pages of a file, put together.
#[derive(Default)]
pub(crate) struct Pages {
    statements: Vec<Statement>,
    /// The stretches that each statement was put together of.
    stretches: Vec<Vec<Stretch>>,
    places: HashMap<(Option<String>, Option<Currency>), usize>,
}

impl Pages {
    /// Adds a page to the statement of its account and currency, which it makes where there is none.
    pub(crate) fn add(&mut self, page: Page) {
        let mut stretch = Stretch::at(page.line);
        (stretch.opening, stretch.closing) = (page.opening, page.closing);
        page.rows.iter().for_each(|row| stretch.add(row));
        let next = self.statements.len();
        let key = (page.account.number.clone(), page.currency);
        let index = *self.places.entry(key).or_insert(next);
        if index == next {
            self.statements
                .push(Statement::of(page.account, page.currency));
            self.stretches.push(Vec::new());
        }
        let place = (
            self.statements.get_mut(index),
            self.stretches.get_mut(index),
        );
        if let (Some(statement), Some(stretches)) = place {
            statement.rows.extend(page.rows);
            stretches.push(stretch);
        }
    }

    /// The statements with their balances, and what these prove.
    pub(crate) fn finish(mut self) -> (Vec<Statement>, Vec<Decision>) {
        let mut decisions = Vec::new();
        for (statement, stretches) in self.statements.iter_mut().zip(self.stretches) {
            decisions.extend(settle(statement, stretches));
        }
        (self.statements, decisions)
    }
}

/// Counts rows, and refuses more than any statement has.
#[derive(Default)]
pub(crate) struct RowCount(usize);

impl RowCount {
    /// Whether there was a row at all.
    pub(crate) fn any(&self) -> bool {
        self.0 > 0
    }

    /// Counts one more.
    pub(crate) fn add(&mut self) -> Result<(), ReadError> {
        self.0 += 1;
        if self.0 > MAX_ROWS {
            let limit = format!("the file has more than {MAX_ROWS} transactions");
            return Err(ReadError::Limit(limit));
        }
        Ok(())
    }
}

/// Whether any statement with rows has no currency, so that the person must be asked.
pub(crate) fn lacks_currency(statements: &[Statement]) -> bool {
    let lacks = |s: &Statement| s.currency.is_none() && !s.rows.is_empty();
    statements.iter().any(lacks)
}
