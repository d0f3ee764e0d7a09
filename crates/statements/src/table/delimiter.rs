//! Which character separates the cells: the one that gives most rows a date and an amount of their own.

use super::split::split;
use super::{MAX_RECORDS, Record, Table};
use crate::columns::{looks_like_amount, looks_like_date};
use crate::model::{Decision, ReadError};

const CANDIDATES: [(u8, &str); 4] = [
    (b',', "comma"),
    (b';', "semicolon"),
    (b'\t', "tab"),
    (b'|', "vertical bar"),
];
const SAMPLE_RECORDS: usize = 300;

/// Splits `text` at its own delimiter, or says nothing where no character separates cells.
pub(crate) fn table_of(text: &str) -> Option<(Table<'_>, Decision)> {
    let scored =
        CANDIDATES.map(|(byte, name)| (score(&split(text, byte, SAMPLE_RECORDS)), byte, name));
    let (best, byte, name) = scored
        .iter()
        .copied()
        .rev()
        .max_by_key(|(score, ..)| *score)
        .filter(|(score, ..)| score.same_width > 0)?;
    let decision = Decision {
        field: "delimiter".to_owned(),
        reading: name.to_owned(),
        evidence: format!(
            "{} of the first rows have a date and an amount between {name}s, {} rows the same number of cells",
            best.dated_amounts, best.same_width
        ),
    };
    Some((split(text, byte, MAX_RECORDS), decision))
}

/// Splits `text` at the delimiter that the person named.
pub(crate) fn table_at(text: &str, delimiter: char) -> Result<Table<'_>, ReadError> {
    let known = CANDIDATES
        .iter()
        .find(|(byte, _)| char::from(*byte) == delimiter);
    let (byte, _) = known.ok_or_else(|| ReadError::BadMapping {
        field: "delimiter",
        message: "cells are separated by a comma, a semicolon, a tab or a vertical bar".to_owned(),
    })?;
    Ok(split(text, *byte, MAX_RECORDS))
}

/// How well a delimiter fits, the strongest evidence first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    dated_amounts: usize,
    same_width: usize,
    width: usize,
}

fn score(table: &Table<'_>) -> Score {
    let (same_width, width) = most_common_width(&table.records);
    Score {
        dated_amounts: table
            .records
            .iter()
            .filter(|r| has_date_and_amount(table, r))
            .count(),
        same_width,
        width,
    }
}

fn has_date_and_amount(table: &Table<'_>, record: &Record) -> bool {
    let date = table.row(record).position(|cell| looks_like_date(&cell));
    date.is_some_and(|date| {
        let mut others = table
            .row(record)
            .enumerate()
            .filter(|(column, _)| *column != date);
        others.any(|(_, cell)| looks_like_amount(&cell))
    })
}

/// How many records have the most common width above one, and that width.
fn most_common_width(records: &[Record]) -> (usize, usize) {
    let mut widths: Vec<usize> = records
        .iter()
        .map(Table::width)
        .filter(|w| *w > 1)
        .collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .map(|same| (same.len(), same.first().copied().unwrap_or_default()))
        .max()
        .unwrap_or_default()
}
