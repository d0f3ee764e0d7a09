//! Text split into records and cells, each with its line and its exact raw text.

mod built;
mod delimiter;
mod split;

use std::borrow::Cow;

use crate::columns::number::{self, Scanned};
use crate::model::Problem;

pub(crate) use built::{BuiltTable, CellText};
pub(crate) use delimiter::{table_at, table_of};

/// More columns than any statement has; the rest of such a row is not looked at.
pub(crate) const MAX_COLUMNS: usize = 256;
/// Longer than any cell; a quote that is still open after it is a plain character.
pub(crate) const MAX_CELL_BYTES: usize = 8 * 1024;
/// More rows than any statement has: a million, and room for what stands above and below them.
pub(crate) const MAX_RECORDS: usize = 1_001_000;

/// A delimited text, split. Blank lines are left out; lines keep their numbers.
#[derive(Debug)]
pub(crate) struct Table<'t> {
    /// The character between cells, as ASCII.
    pub delimiter: u8,
    /// The records in file order.
    pub records: Vec<Record>,
    /// What was wrong with the splitting itself.
    pub faults: Vec<Problem>,
    text: &'t str,
    cells: Vec<Cell>,
}

/// One record: where it starts and which cells are its.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    /// The line it starts on, from 1.
    pub line: u32,
    start: u32,
    end: u32,
    first_cell: u32,
    cell_count: u32,
}

/// One cell: its text without the outer quotes.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: u32,
    end: u32,
    has_doubled_quotes: bool,
    /// A workbook kept it as a number.
    is_number: bool,
}

impl<'t> Table<'t> {
    /// The record as it stands in the file, without its line end.
    pub(crate) fn raw(&self, record: &Record) -> &'t str {
        slice(self.text, record.start, record.end)
    }

    /// The cell at this column, without padding; empty where the record is shorter.
    pub(crate) fn cell(&self, record: &Record, column: usize) -> Cow<'t, str> {
        self.cells_of(record)
            .get(column)
            .map_or(Cow::Borrowed(""), |cell| self.text_of(*cell))
    }

    /// All cells of a record, without padding.
    pub(crate) fn row(&self, record: &Record) -> impl Iterator<Item = Cow<'t, str>> {
        self.cells_of(record).iter().map(|cell| self.text_of(*cell))
    }

    /// Whether the cell was kept as a number, so that its point is certainly a decimal one.
    pub(crate) fn is_number(&self, record: &Record, column: usize) -> bool {
        self.cells_of(record)
            .get(column)
            .is_some_and(|cell| cell.is_number)
    }

    /// The amount that a cell's text is, taken apart; `cell` is that text, or the part that counts.
    pub(crate) fn amount(&self, record: &Record, column: usize, cell: &str) -> Option<Scanned> {
        let amount = number::scan(cell)?;
        Some(if self.is_number(record, column) {
            amount.certain()
        } else {
            amount
        })
    }

    /// How many cells a record has.
    pub(crate) fn width(record: &Record) -> usize {
        record.cell_count as usize
    }

    fn cells_of(&self, record: &Record) -> &[Cell] {
        let first = record.first_cell as usize;
        self.cells
            .get(first..first + record.cell_count as usize)
            .unwrap_or_default()
    }

    fn text_of(&self, cell: Cell) -> Cow<'t, str> {
        let text = slice(self.text, cell.start, cell.end);
        let is_tight = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        let bytes = text.as_bytes();
        let text = if is_tight(bytes.first()) && is_tight(bytes.last()) {
            text
        } else {
            text.trim_matches(is_padding)
        };
        if cell.has_doubled_quotes {
            Cow::Owned(text.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Offsets fit 32 bits: a file, and a table put together, has at most 64 MiB.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// White space and the invisible marks that exports put around numbers and dates.
pub(crate) fn is_padding(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
