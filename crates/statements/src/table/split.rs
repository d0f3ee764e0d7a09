//! The splitter: quotes may hold delimiters and line ends, and stray quotes do no harm.

use super::{Cell, MAX_CELL_BYTES, MAX_COLUMNS, MAX_RECORDS, Record, Table, offset};
use crate::model::Problem;

/// Splits at most `limit` records of `text` at `delimiter`.
pub(super) fn split(text: &str, delimiter: u8, limit: usize) -> Table<'_> {
    let mut splitter = Splitter::new(text, delimiter);
    while splitter.position < splitter.bytes.len() && splitter.table.records.len() < limit {
        splitter.record();
    }
    if splitter.position < splitter.bytes.len() && limit == MAX_RECORDS {
        let line = splitter.line;
        splitter.fault(
            line,
            "more than a million rows; the rest was not read".to_owned(),
        );
    }
    splitter.table
}

struct Splitter<'t> {
    table: Table<'t>,
    bytes: &'t [u8],
    position: usize,
    line: u32,
    /// `\r` alone ends lines only in files without any `\n`.
    lone_returns: bool,
}

impl<'t> Splitter<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        let bytes = text.as_bytes();
        Self {
            table: Table {
                delimiter,
                records: Vec::new(),
                faults: Vec::new(),
                text,
                cells: Vec::new(),
            },
            bytes,
            position: 0,
            line: 1,
            lone_returns: !bytes.contains(&b'\n'),
        }
    }

    /// Reads one record up to and with its line end; keeps it unless it is blank.
    fn record(&mut self) {
        let (start, line, first_cell) = (self.position, self.line, self.table.cells.len());
        loop {
            self.cell();
            if self.at() != Some(self.table.delimiter) {
                break;
            }
            self.position += 1;
        }
        let end = self.position;
        self.line_end();
        self.limit_columns(first_cell, line);
        if self.is_blank(first_cell) {
            self.table.cells.truncate(first_cell);
            return;
        }
        self.table.records.push(Record {
            line,
            start: offset(start),
            end: offset(end),
            first_cell: offset(first_cell),
            cell_count: offset(self.table.cells.len() - first_cell),
        });
    }

    fn limit_columns(&mut self, first_cell: usize, line: u32) {
        let count = self.table.cells.len() - first_cell;
        if count > MAX_COLUMNS {
            self.fault(
                line,
                format!("{count} columns; only the first {MAX_COLUMNS} were read"),
            );
            self.table.cells.truncate(first_cell + MAX_COLUMNS);
        }
    }

    fn is_blank(&self, first_cell: usize) -> bool {
        let cells = self.table.cells.get(first_cell..).unwrap_or_default();
        cells.iter().all(|cell| {
            let bytes = self.bytes.get(cell.start as usize..cell.end as usize);
            bytes.is_none_or(|bytes| bytes.iter().all(u8::is_ascii_whitespace))
        })
    }

    /// Reads one cell and stops at the delimiter or line end after it.
    fn cell(&mut self) {
        let start = self.position;
        while matches!(self.at(), Some(b' ' | b'\t')) && self.at() != Some(self.table.delimiter) {
            self.position += 1;
        }
        if self.at() == Some(b'"') && self.quoted_cell() {
            return;
        }
        self.position = start;
        while !self.at_cell_end() {
            self.position += 1;
        }
        self.push(start, self.position, false);
    }

    /// Reads a quoted cell; `false` (and nothing read) where its quote never closes as one should.
    fn quoted_cell(&mut self) -> bool {
        let open = self.position;
        let mut position = open + 1;
        let mut has_doubled_quotes = false;
        let limit = self.bytes.len().min(open + MAX_CELL_BYTES);
        while position < limit {
            if self.bytes.get(position) != Some(&b'"') {
                position += 1;
            } else if self.bytes.get(position + 1) == Some(&b'"') {
                has_doubled_quotes = true;
                position += 2;
            } else {
                break;
            }
        }
        if position >= limit || !self.closes_at(position) {
            self.unclosed_quote(position >= limit);
            return false;
        }
        self.count_lines(open, position);
        self.push(open + 1, position, has_doubled_quotes);
        true
    }

    fn unclosed_quote(&mut self, ran_out: bool) {
        if ran_out {
            let line = self.line;
            self.fault(
                line,
                "a quotation mark is opened and never closed; it was read as a plain character"
                    .to_owned(),
            );
        }
    }

    /// After the closing quote only blanks may stand before the delimiter or the line end.
    fn closes_at(&mut self, quote: usize) -> bool {
        let back = self.position;
        self.position = quote + 1;
        while matches!(self.at(), Some(b' ' | b'\t')) && self.at() != Some(self.table.delimiter) {
            self.position += 1;
        }
        let closes = self.at_cell_end();
        if !closes {
            self.position = back;
        }
        closes
    }

    fn count_lines(&mut self, start: usize, end: usize) {
        let line_end = if self.lone_returns { b'\r' } else { b'\n' };
        let inside = self.bytes.get(start..end).unwrap_or_default();
        let lines = inside
            .iter()
            .map(|byte| usize::from(*byte == line_end))
            .sum::<usize>();
        self.line = self.line.saturating_add(offset(lines));
    }

    fn line_end(&mut self) {
        if self.at() == Some(b'\r') {
            self.position += 1;
            if !self.lone_returns && self.at() == Some(b'\n') {
                self.position += 1;
            }
        } else if self.at() == Some(b'\n') {
            self.position += 1;
        }
        self.line = self.line.saturating_add(1);
    }

    fn at(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn at_cell_end(&self) -> bool {
        match self.at() {
            None | Some(b'\n') => true,
            Some(b'\r') => self.lone_returns || self.bytes.get(self.position + 1) == Some(&b'\n'),
            Some(byte) => byte == self.table.delimiter,
        }
    }

    fn push(&mut self, start: usize, end: usize, has_doubled_quotes: bool) {
        if end - start > MAX_CELL_BYTES {
            let line = self.line;
            self.fault(
                line,
                format!(
                    "a cell of {} bytes; cells have at most {MAX_CELL_BYTES}",
                    end - start
                ),
            );
        }
        self.table.cells.push(Cell {
            start: offset(start),
            end: offset(end),
            has_doubled_quotes,
            is_number: false,
        });
    }

    fn fault(&mut self, line: u32, message: String) {
        self.table.faults.push(Problem { line, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = split(text, b',', MAX_RECORDS);
        let cells = |record| table.row(record).map(Into::into).collect();
        table.records.iter().map(cells).collect()
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_doubled_quotes() {
        let text = "a,\"b, \"\"c\"\"\nd\" ,e\r\nf,g,h\n";
        assert_eq!(cells(text), [["a", "b, \"c\"\nd", "e"], ["f", "g", "h"]]);
        let table = split(text, b',', MAX_RECORDS);
        let raws: Vec<_> = table
            .records
            .iter()
            .map(|r| (r.line, table.raw(r)))
            .collect();
        assert_eq!(raws, [(1, "a,\"b, \"\"c\"\"\nd\" ,e"), (3, "f,g,h")]);
    }

    #[test]
    fn a_stray_quote_is_a_plain_character() {
        assert_eq!(
            cells("5\" disk,1\n\"x\" y,2\n"),
            [["5\" disk", "1"], ["\"x\" y", "2"]]
        );
        let table = split("a,\"never closed,1\nb,c,2\n", b',', MAX_RECORDS);
        assert_eq!(table.records.len(), 2);
        assert_eq!(table.faults.len(), 1);
    }

    #[test]
    fn lone_returns_end_lines_where_there_is_no_line_feed() {
        assert_eq!(cells("a,b\rc,d\r"), [["a", "b"], ["c", "d"]]);
    }
}
