//! Delimited text: a known provider's layout, columns inferred from words and contents, or a mapping.

use crate::columns::infer::infer;
use crate::columns::looks_like_amount;
use crate::decode::Decoded;
use crate::mapping::{Mapping, SignRule, TableView};
use crate::model::{Decision, Hints, ReadError, Reading, SignAnswer};
use crate::plan::Plan;
use crate::providers;
use crate::rows::read_rows;
use crate::table::{Table, table_at, table_of};

/// Reads a delimited text.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let (table, delimiter) = split(decoded, hints.mapping.as_ref())?;
    read_table(&table, delimiter, decoded.encoding, hints)
}

/// Reads a table, however it came to be one; `found` is how its cells were told apart.
pub(crate) fn read_table(
    table: &Table<'_>,
    found: Option<Decision>,
    encoding: &'static str,
    hints: &Hints,
) -> Result<Reading, ReadError> {
    let Some(plan) = plan_of(table, hints.mapping.as_ref())? else {
        return Err(unknown(table, encoding));
    };
    let hints = &with_mapping(hints);
    let outcome = read_rows(table, &plan, hints);
    let mut problems = table.faults.clone();
    problems.extend(outcome.problems);
    problems.sort_by_key(|problem| problem.line);
    let view = TableView::of(table, encoding, Some(&plan), &problems);
    let mut decisions: Vec<Decision> = found.into_iter().collect();
    decisions.extend(plan.decisions);
    decisions.extend(outcome.decisions);
    Ok(Reading {
        provider: plan.provider.map(|provider| provider.name),
        statements: outcome.statements,
        problems,
        decisions,
        questions: outcome.questions,
        shape: plan.shape,
        table: Some(Box::new(view)),
        ..Reading::empty("csv", encoding)
    })
}

fn split<'t>(
    decoded: &'t Decoded<'_>,
    mapping: Option<&Mapping>,
) -> Result<(Table<'t>, Option<Decision>), ReadError> {
    if let Some(delimiter) = mapping.and_then(|mapping| mapping.delimiter) {
        return Ok((table_at(&decoded.text, delimiter)?, None));
    }
    let (table, decision) = table_of(&decoded.text).ok_or_else(|| {
        ReadError::Unknown("no character separates its lines into columns".to_owned())
    })?;
    Ok((table, Some(decision)))
}

fn plan_of(table: &Table<'_>, mapping: Option<&Mapping>) -> Result<Option<Plan>, ReadError> {
    match mapping {
        Some(mapping) if !mapping.columns.is_empty() => mapping.plan(table).map(Some),
        _ => Ok(providers::plan_for(table).or_else(|| infer(table))),
    }
}

/// What a mapping says of dates, decimals and currency counts like an answer.
fn with_mapping(hints: &Hints) -> Hints {
    let Some(mapping) = &hints.mapping else {
        return hints.clone();
    };
    Hints {
        date_order: mapping.date_order.or(hints.date_order),
        decimal_mark: mapping.decimal_mark.or(hints.decimal_mark),
        currency: mapping.currency.or(hints.currency),
        sign: match mapping.sign {
            Some(SignRule::Signed) => Some(SignAnswer::AsWritten),
            _ => hints.sign,
        },
        ..hints.clone()
    }
}

/// A table of several rows with figures may be a statement whose columns only the person knows.
fn unknown(table: &Table<'_>, encoding: &str) -> ReadError {
    let has_figures =
        |record| Table::width(record) > 1 && table.row(record).any(|cell| looks_like_amount(&cell));
    let rows = table.records.iter().filter(|r| has_figures(r)).take(2);
    if rows.count() < 2 {
        return ReadError::Unknown(
            "no column of dates stands beside a column of amounts".to_owned(),
        );
    }
    ReadError::Unmapped(Box::new(TableView::of(table, encoding, None, &[])))
}
