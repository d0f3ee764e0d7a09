//! A table put together row by row, where nothing had to be split: a sheet of a workbook, a page.
//!
//! Its text is what the same table would be as comma-separated values, so that a row's raw text reads
//! well and everything behind the table works as for a delimited file.

use super::{Cell, MAX_CELL_BYTES, MAX_COLUMNS, MAX_RECORDS, Record, Table, offset};
use crate::model::{Problem, ReadError};

/// As much text as a delimited file may have.
const MAX_TEXT: usize = 64 * 1024 * 1024;
const DELIMITER: u8 = b',';

/// What stands in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CellText {
    /// Its text.
    pub text: String,
    /// Whether it was kept as a number, so that its point is certainly a decimal one.
    pub is_number: bool,
}

impl From<String> for CellText {
    fn from(text: String) -> Self {
        Self {
            text,
            is_number: false,
        }
    }
}

/// A table whose text is its own.
#[derive(Debug, Default)]
pub(crate) struct BuiltTable {
    text: String,
    records: Vec<Record>,
    cells: Vec<Cell>,
    faults: Vec<Problem>,
    is_full: bool,
}

impl BuiltTable {
    /// Adds the row of a line; `cells` are its filled ones with their columns, in order.
    pub(crate) fn push(&mut self, line: u32, cells: &[(usize, CellText)]) -> Result<(), ReadError> {
        let filled = |(_, cell): &&(usize, CellText)| !cell.text.trim().is_empty();
        if self.is_full || !cells.iter().any(|cell| filled(&cell)) {
            return Ok(());
        }
        let (start, first_cell) = (self.text.len(), self.cells.len());
        let mut width = 0;
        for (column, cell) in cells.iter().filter(filled) {
            if *column >= MAX_COLUMNS {
                let message = format!("more than {MAX_COLUMNS} columns; the others were not read");
                self.fault(line, message);
                break;
            }
            if *column < width {
                continue;
            }
            for _ in width..*column {
                self.cell(&CellText::default(), first_cell, line);
            }
            self.cell(cell, first_cell, line);
            width = *column + 1;
        }
        self.records.push(Record {
            line,
            start: offset(start),
            end: offset(self.text.len()),
            first_cell: offset(first_cell),
            cell_count: offset(self.cells.len() - first_cell),
        });
        self.text.push('\n');
        self.within(line)
    }

    /// Notes what is wrong with a line.
    pub(crate) fn fault(&mut self, line: u32, message: String) {
        self.faults.push(Problem { line, message });
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// How many bytes its text has.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }

    /// What `read` makes of its table, which borrows the text and holds the parts meanwhile.
    pub(crate) fn as_table<T>(&mut self, read: impl FnOnce(&Table<'_>) -> T) -> T {
        let table = Table {
            delimiter: DELIMITER,
            records: std::mem::take(&mut self.records),
            faults: std::mem::take(&mut self.faults),
            text: &self.text,
            cells: std::mem::take(&mut self.cells),
        };
        let outcome = read(&table);
        let Table {
            records,
            faults,
            cells,
            ..
        } = table;
        (self.records, self.faults, self.cells) = (records, faults, cells);
        outcome
    }

    fn within(&mut self, line: u32) -> Result<(), ReadError> {
        self.is_full = self.records.len() >= MAX_RECORDS;
        if self.is_full {
            let message = "more than a million rows; the rest was not read".to_owned();
            self.fault(line, message);
        }
        if self.text.len() > MAX_TEXT {
            let mib = MAX_TEXT / (1024 * 1024);
            let message = format!("line {line}: the table has more than {mib} MiB of text");
            return Err(ReadError::Limit(message));
        }
        Ok(())
    }

    fn cell(&mut self, cell: &CellText, first_cell: usize, line: u32) {
        if self.cells.len() > first_cell {
            self.text.push(char::from(DELIMITER));
        }
        let text = cell.text.trim_matches('\0');
        if text.len() > MAX_CELL_BYTES {
            let message = format!(
                "a cell of {} bytes; cells have at most {MAX_CELL_BYTES}",
                text.len()
            );
            self.fault(line, message);
        }
        let is_quoted = text
            .bytes()
            .any(|b| matches!(b, b'"' | b',' | b'\n' | b'\r'));
        let has_doubled_quotes = is_quoted && text.contains('"');
        if is_quoted {
            self.text.push('"');
        }
        let start = self.text.len();
        if has_doubled_quotes {
            self.text.push_str(&text.replace('"', "\"\""));
        } else {
            self.text.push_str(text);
        }
        self.cells.push(Cell {
            start: offset(start),
            end: offset(self.text.len()),
            has_doubled_quotes,
            is_number: cell.is_number,
        });
        if is_quoted {
            self.text.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> CellText {
        text.to_owned().into()
    }

    #[test]
    fn a_row_is_kept_as_it_would_stand_in_a_delimited_file() {
        let mut built = BuiltTable::default();
        let number = CellText {
            text: "1.5".to_owned(),
            is_number: true,
        };
        let cells = [
            (1, text("5\" disk, new")),
            (2, text("two\nlines")),
            (4, number),
        ];
        built.push(7, &cells).unwrap();
        built.push(9, &[(0, text(" "))]).unwrap();
        built.as_table(|table| {
            let record = table.records[0];
            assert_eq!(table.records.len(), 1);
            assert_eq!(record.line, 7);
            assert_eq!(
                table.raw(&record),
                ",\"5\"\" disk, new\",\"two\nlines\",,1.5"
            );
            let row: Vec<_> = table.row(&record).collect();
            assert_eq!(row, ["", "5\" disk, new", "two\nlines", "", "1.5"]);
            assert!(table.is_number(&record, 4) && !table.is_number(&record, 2));
        });
    }

    #[test]
    fn what_is_too_much_is_told() {
        let mut built = BuiltTable::default();
        built.push(1, &[(0, text("a")), (300, text("b"))]).unwrap();
        let large = text(&"x".repeat(1024 * 1024));
        let refused = (2..100).find_map(|line| built.push(line, &[(0, large.clone())]).err());
        assert!(refused.unwrap().to_string().contains("64 MiB of text"));
        let faults = built.as_table(|table| table.faults.clone());
        assert!(faults[0].message.starts_with("more than 256 columns"));
        assert!(faults[1].message.starts_with("a cell of 1048576 bytes"));
    }
}
