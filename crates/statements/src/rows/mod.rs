//! A table and its plan to statements: one pass for evidence, one for rows.

mod accounts;
mod balances;
mod details;
mod movement;
mod names;
mod reader;
mod settle;
mod sign;
mod survey;

use crate::model::{Decision, Hints, Problem, Question, Statement};
use crate::plan::Plan;
use crate::table::Table;
use reader::RowReader;
pub(crate) use sign::answer_in;

/// What a table gave.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// One for each account and currency.
    pub statements: Vec<Statement>,
    /// Rows that could not be read.
    pub problems: Vec<Problem>,
    /// How columns were read.
    pub decisions: Vec<Decision>,
    /// What is left open.
    pub questions: Vec<Question>,
}

/// Reads all rows of a table.
pub(crate) fn read_rows(table: &Table<'_>, plan: &Plan, hints: &Hints) -> Outcome {
    let mut outcome = Outcome::default();
    let settled = settle::settle(table, plan, hints, &mut outcome);
    let mut reader = RowReader::new(table, plan, &settled, outcome);
    reader.read();
    let mut outcome = reader.finish(hints);
    balances::state(&mut outcome);
    outcome
}

/// The question that a file without any currency raises.
pub(crate) fn currency_question() -> Question {
    Question {
        hint: "currency",
        prompt: "Which currency are these amounts in? The file does not say.".to_owned(),
        choices: Vec::new(),
    }
}
