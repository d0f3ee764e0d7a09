//! Entries of an import on their way into the tables: many rows to a statement.
//!
//! The rows of a table are gathered until there are enough for a statement. A column that says the same in
//! all of them, such as the import or the currency, is one value of the statement, not one a row.

use std::mem;
use std::sync::Arc;

use farthing_money::Currency;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, SqliteConnection};

use super::maker::NewEntry;
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::fast_hash::FastMap;
use crate::ids::ImportId;

/// Rows written by one statement: enough that handing it over and its own small journal cost little,
/// few enough that preparing it once costs little. Thirteen values each are well below SQLite's 32,766.
const ROWS_A_STATEMENT: usize = 1000;

/// A statement with all its values.
pub(super) struct Full {
    sql: Arc<str>,
    values: SqliteArguments,
}

impl Full {
    /// Writes its rows.
    pub(super) async fn write(self, db: &mut SqliteConnection) -> Result<()> {
        sqlx::query_with(AssertSqlSafe(self.sql), self.values)
            .execute(db)
            .await?;
        Ok(())
    }
}

/// The tables that an import fills.
pub(super) struct Tables {
    import: ImportId,
    entries: Table,
    postings: Table,
    sources: Table,
    originals: Table,
    codes: Codes,
}

impl Tables {
    pub(super) fn of(import: ImportId) -> Self {
        Self {
            import,
            entries: Table::new(
                "entries",
                &[
                    "id",
                    "day",
                    "second",
                    "zone",
                    "kind",
                    "status",
                    "payee_id",
                    "note",
                    "refund_of",
                    "transfer_of",
                    "decided",
                    "rule_id",
                    "excluded",
                ],
            ),
            postings: Table::new(
                "postings",
                &[
                    "entry_id",
                    "position",
                    "account_id",
                    "day",
                    "minor",
                    "currency",
                ],
            ),
            sources: Table::new(
                "statement_rows",
                &[
                    "entry_id",
                    "identity",
                    "import_id",
                    "line",
                    "raw",
                    "reference",
                    "counter",
                ],
            ),
            originals: Table::new("originals", &["entry_id", "minor", "currency"]),
            codes: Codes::default(),
        }
    }

    /// Takes up an entry; gives the statements that it filled.
    pub(super) fn take(&mut self, entry: NewEntry) -> Result<Vec<Full>> {
        let mut full = Vec::new();
        let NewEntry { id, fact, .. } = entry;
        let day = Value::Number(day_number(fact.day));
        let id = Value::Number(id.0);
        full.extend(self.entries.with([
            id.clone(),
            day.clone(),
            Value::number(fact.second),
            Value::text(entry.zone),
            Value::Number(fact.kind as i64),
            Value::Number(fact.status as i64),
            Value::number(fact.payee.map(|payee| payee.0)),
            Value::Text(entry.note),
            Value::number(fact.refund_of.map(|id| id.0)),
            Value::number(entry.transfer_of.map(|id| id.0)),
            Value::Number(entry.decided as i64),
            Value::number(entry.rule),
            Value::Number(i64::from(fact.excluded)),
        ])?);
        for (position, part) in (0_i64..).zip(&fact.parts) {
            full.extend(self.postings.with([
                id.clone(),
                Value::Number(position),
                Value::Number(part.account.0),
                day.clone(),
                Value::Number(part.minor),
                Value::Code(self.codes.of(part.currency)),
            ])?);
        }
        if let Some(original) = entry.original {
            full.extend(self.originals.with([
                id.clone(),
                Value::Number(original.minor()),
                Value::Code(self.codes.of(original.currency())),
            ])?);
        }
        for source in entry.sources {
            full.extend(self.sources.with([
                id.clone(),
                Value::Number(source.identity),
                Value::Number(self.import.0),
                Value::number(Some(source.line)),
                Value::Text(source.raw),
                Value::text(source.reference),
                Value::text(source.counter),
            ])?);
        }
        Ok(full)
    }

    /// The statements for what is left.
    pub(super) fn rest(&mut self) -> Result<Vec<Full>> {
        let tables = [
            &mut self.entries,
            &mut self.postings,
            &mut self.sources,
            &mut self.originals,
        ];
        let left = tables.into_iter().filter(|table| table.rows > 0);
        left.map(Table::full).collect()
    }
}

/// A value of a row.
#[derive(Clone, PartialEq)]
enum Value {
    None,
    Number(i64),
    Text(String),
    Code(Arc<str>),
}

impl Value {
    fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::None, |number| Self::Number(number.into()))
    }

    fn text(text: Option<String>) -> Self {
        text.map_or(Self::None, Self::Text)
    }
}

/// A table with its next rows.
struct Table {
    name: &'static str,
    columns: Vec<Column>,
    rows: usize,
    /// The statements for as many rows as one takes, by the columns that say the same in all of them.
    statements: FastMap<u32, Arc<str>>,
}

/// A column of the rows that wait.
struct Column {
    name: &'static str,
    values: Vec<Value>,
    is_same: bool,
}

impl Table {
    fn new(name: &'static str, columns: &[&'static str]) -> Self {
        let column = |name: &&'static str| Column {
            name,
            values: Vec::with_capacity(ROWS_A_STATEMENT),
            is_same: true,
        };
        Self {
            name,
            columns: columns.iter().map(column).collect(),
            rows: 0,
            statements: FastMap::default(),
        }
    }

    /// Adds a row; gives the statement when that was its last one.
    fn with<const COLUMNS: usize>(&mut self, row: [Value; COLUMNS]) -> Result<Option<Full>> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.is_same &= column.values.first().is_none_or(|first| *first == value);
            column.values.push(value);
        }
        self.rows += 1;
        if self.rows < ROWS_A_STATEMENT {
            return Ok(None);
        }
        self.full().map(Some)
    }

    /// The statement for the rows that wait: first what is the same in all of them, then row by row.
    fn full(&mut self) -> Result<Full> {
        let rows = mem::take(&mut self.rows);
        let sql = self.statement(rows);
        let mut values = SqliteArguments::default();
        values.reserve(self.columns.len() * rows, 0);
        let (same, differing): (Vec<_>, Vec<_>) =
            self.columns.iter_mut().partition(|column| column.is_same);
        for column in same {
            let value = column.values.pop().unwrap_or(Value::None);
            column.values.clear();
            bind(&mut values, value)?;
        }
        let mut differing: Vec<_> = differing
            .into_iter()
            .map(|column| {
                column.is_same = true;
                column.values.drain(..)
            })
            .collect();
        for _ in 0..rows {
            for value in differing.iter_mut().filter_map(Iterator::next) {
                bind(&mut values, value)?;
            }
        }
        Ok(Full { sql, values })
    }

    /// The text of the statement for as many rows; those of full ones are kept.
    fn statement(&mut self, rows: usize) -> Arc<str> {
        if rows < ROWS_A_STATEMENT {
            return insert(self.name, &self.columns, rows);
        }
        let same = self.columns.iter().map(|column| u32::from(column.is_same));
        let same = same.fold(0, |columns, is_same| columns << 1 | is_same);
        let text = self
            .statements
            .entry(same)
            .or_insert_with(|| insert(self.name, &self.columns, rows));
        Arc::clone(text)
    }
}

fn bind(values: &mut SqliteArguments, value: Value) -> Result<()> {
    let added = match value {
        Value::None => values.add(None::<i64>),
        Value::Number(number) => values.add(number),
        Value::Text(text) => values.add(text),
        Value::Code(code) => values.add(code),
    };
    added.map_err(|error| LedgerError::Database(sqlx::Error::Encode(error)))
}

/// Only our own words and question marks: values are bound, never written into the text. An import that
/// fails is given up whole, so what a failing statement has written need not be taken back (`or fail`).
fn insert(table: &str, columns: &[Column], rows: usize) -> Arc<str> {
    let (same, differing): (Vec<_>, Vec<_>) = columns.iter().partition(|column| column.is_same);
    let names: Vec<&str> = same.iter().chain(&differing).map(|c| c.name).collect();
    let chosen = (1..=differing.len()).map(|number| format!("column{number}"));
    let chosen: Vec<String> = vec!["?".to_owned(); same.len()]
        .into_iter()
        .chain(chosen)
        .collect();
    let mut sql = format!(
        "insert or fail into {table} ({}) select {}",
        names.join(","),
        chosen.join(",")
    );
    // A single row says the same as itself everywhere.
    if !differing.is_empty() {
        let row = format!("({})", vec!["?"; differing.len()].join(","));
        let rows = vec![row; rows].join(",");
        sql.extend([" from (values ", &rows, ")"]);
    }
    sql.into()
}

/// The codes of currencies, each made once.
#[derive(Default)]
struct Codes(Vec<(Currency, Arc<str>)>);

impl Codes {
    fn of(&mut self, currency: Currency) -> Arc<str> {
        if let Some((_, code)) = self.0.iter().find(|(known, _)| *known == currency) {
            return Arc::clone(code);
        }
        let code: Arc<str> = currency.code().into();
        self.0.push((currency, Arc::clone(&code)));
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, text: &str) -> [Value; 3] {
        [Value::Number(id), Value::Text(text.to_owned()), Value::None]
    }

    #[test]
    fn what_is_the_same_in_all_rows_is_one_value() {
        let mut table = Table::new("things", &["id", "text", "nothing"]);
        for id in 0..3 {
            assert!(table.with(row(id, "a")).unwrap().is_none());
        }
        let full = table.full().unwrap();
        let sql = "insert or fail into things (text,nothing,id) select ?,?,column1 from (values (?),(?),(?))";
        assert_eq!((&*full.sql, full.values.len()), (sql, 5));
        // The next rows are looked at afresh.
        for (id, text) in [(3, "b"), (4, "c")] {
            table.with(row(id, text)).unwrap();
        }
        let full = table.full().unwrap();
        let sql = "insert or fail into things (nothing,id,text) select ?,column1,column2 from (values (?,?),(?,?))";
        assert_eq!((&*full.sql, full.values.len()), (sql, 5));
    }

    #[test]
    fn a_row_alone_is_written_as_it_is() {
        let mut table = Table::new("things", &["id", "text", "nothing"]);
        table.with(row(1, "a")).unwrap();
        let full = table.full().unwrap();
        let sql = "insert or fail into things (id,text,nothing) select ?,?,?";
        assert_eq!((&*full.sql, full.values.len()), (sql, 3));
    }
}
