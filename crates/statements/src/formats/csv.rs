//! Delimited text: a known provider's layout, or columns inferred from words and contents.

use crate::columns::infer::infer;
use crate::decode::Decoded;
use crate::model::{Hints, ReadError, Reading};
use crate::providers;
use crate::rows::read_rows;
use crate::table::table_of;

/// Reads a delimited text.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let (table, delimiter) = table_of(&decoded.text).ok_or_else(|| {
        ReadError::Unknown("no character separates its lines into columns".to_owned())
    })?;
    let plan = providers::plan_for(&table)
        .or_else(|| infer(&table))
        .ok_or_else(|| {
            ReadError::Unknown("no column of dates stands beside a column of amounts".to_owned())
        })?;
    let outcome = read_rows(&table, &plan, hints);
    let mut problems = table.faults;
    problems.extend(outcome.problems);
    problems.sort_by_key(|problem| problem.line);
    let mut decisions = vec![delimiter];
    decisions.extend(plan.decisions);
    decisions.extend(outcome.decisions);
    Ok(Reading {
        provider: plan.provider.map(|provider| provider.name),
        statements: outcome.statements,
        problems,
        decisions,
        questions: outcome.questions,
        shape: plan.shape,
        ..Reading::empty("csv", decoded.encoding)
    })
}
