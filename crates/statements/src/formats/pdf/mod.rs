//! Statements in PDF: the lines of their text layer become tables, and their own totals prove them.
//!
//! A line of headings that the dictionary or a provider knows tells where the columns are; the lines
//! below it are its rows. So the same words and layouts count as for delimited text.

mod columns;
mod rows;
mod totals;

use crate::decode::Decoded;
use crate::formats::csv::read_table;
use crate::formats::mpesa_text;
use crate::model::{DecimalMark, Hints, Problem, ReadError, Reading};
use crate::pdf::{self, Line};
use rows::{Found, Tables, find};
use totals::{Stated, broken_balance};

/// Whether bytes are a document of this kind.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    pdf::is_pdf(bytes)
}

/// Reads a statement.
pub(crate) fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    let lines = pdf::lines_of(bytes, hints.password.as_ref())?;
    if lines.is_empty() {
        return Err(ReadError::Unknown(
            "the PDF has no text layer: its pages are pictures; ask for it as CSV or Excel"
                .to_owned(),
        ));
    }
    let tables = find(&lines);
    let mut reading = match read_tables(&tables, hints) {
        Ok(reading) => reading,
        Err(error) => read_text(&lines).ok_or(error)?,
    };
    reading.format = "pdf";
    prove(&mut reading, &lines, &tables);
    reading.problems.sort_by_key(|problem| problem.line);
    Ok(reading)
}

/// The text alone, where its lines are those of a layout that needs no columns.
fn read_text(lines: &[Line]) -> Option<Reading> {
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    let text = text.join("\n");
    let decoded = Decoded {
        text: text.into(),
        encoding: "UTF-8",
        damaged_lines: Vec::new(),
    };
    mpesa_text::is_mpesa_text(&decoded.text).then(|| mpesa_text::read(&decoded))
}

/// Reads the tables: the one with the most rows, and with it those of the same provider. Another
/// table may repeat its rows, as a summary does, and is named instead.
fn read_tables(tables: &Tables<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let mut order: Vec<&Found> = tables
        .tables
        .iter()
        .filter(|table| table.len() > 0)
        .collect();
    order.sort_by_key(|table| std::cmp::Reverse(table.len()));
    let mut reading: Option<Reading> = None;
    let mut refusal = None;
    for table in order {
        match read_one(table, tables, hints) {
            Ok(more) => match &mut reading {
                None => reading = Some(more),
                Some(reading) => add(reading, more, table.len()),
            },
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    reading.ok_or_else(|| {
        refusal.unwrap_or_else(|| {
            ReadError::Unknown(
                "no line of the PDF names the columns of a table with days and amounts".to_owned(),
            )
        })
    })
}

fn read_one(table: &Found, tables: &Tables<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let mut built = table.table(&tables.others)?;
    built.as_table(|table| read_table(table, None, "UTF-8", hints))
}

fn add(reading: &mut Reading, more: Reading, rows: usize) {
    let count: usize = more.statements.iter().map(|s| s.rows.len()).sum();
    if more.provider.is_none() || more.provider != reading.provider {
        let line = more
            .statements
            .iter()
            .flat_map(|s| &s.rows)
            .map(|row| row.line)
            .min();
        reading.problems.extend((count > 0).then(|| Problem {
            line: line.unwrap_or(1),
            message: format!("a second table, with {rows} rows and other columns, was not read"),
        }));
        return;
    }
    reading.problems.extend(more.problems);
    for statement in more.statements {
        let same = reading
            .statements
            .iter_mut()
            .find(|s| s.currency == statement.currency);
        match same {
            Some(same) => {
                same.rows.extend(statement.rows);
                same.rows.sort_by_key(|row| row.line);
                same.skipped += statement.skipped;
            }
            None => reading.statements.push(statement),
        }
    }
}

/// Compares the rows with the statement's own totals and with the balance beside each.
fn prove(reading: &mut Reading, lines: &[Line], tables: &Tables<'_>) {
    let mark = reading
        .decisions
        .iter()
        .find(|decision| decision.field == "decimals");
    let mark = match mark {
        Some(decision) if decision.reading == "comma" => DecimalMark::Comma,
        _ => DecimalMark::Point,
    };
    let is_negated = reading.provider.is_some_and(crate::providers::is_negated);
    let broken = reading.statements.iter().filter_map(broken_balance);
    reading.problems.extend(broken);
    // Totals of several currencies cannot be told apart.
    let [statement] = &mut reading.statements[..] else {
        return;
    };
    let stated = Stated::of(lines, &tables.others, mark);
    let (decision, problems) = stated.compare(statement, is_negated);
    reading.decisions.extend(decision);
    reading.problems.extend(problems);
}
