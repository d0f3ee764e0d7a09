//! Tables of a database that nobody vouches for, and the values of their rows.

use std::collections::HashMap;

use farthing_statements::ReadError;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use tokio_stream::StreamExt;

use super::damaged;

/// More rows than any book has.
const MAX_ROWS: usize = 5_000_000;
/// More tables and columns than any program makes.
const MAX_COLUMNS: usize = 20_000;

/// The tables of a database that are real ones, with their columns in lower case.
pub(super) struct Tables {
    columns: HashMap<String, Vec<String>>,
}

impl Tables {
    /// Takes stock. Views, virtual tables and tables that compute a column are left out, since reading
    /// them would run what they say.
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self, ReadError> {
        let mut columns: HashMap<String, Vec<String>> = HashMap::new();
        let mut computed = Vec::new();
        let mut rows = sqlx::query(
            "select s.name, c.name, c.hidden from sqlite_schema s, pragma_table_xinfo(s.name) c
             where s.type = 'table' and s.rootpage > 0",
        )
        .fetch(db);
        let mut count = 0;
        while let Some(row) = rows.next().await {
            let row = row.map_err(|error| damaged(&error))?;
            count += 1;
            if count > MAX_COLUMNS {
                return Err(ReadError::Limit(
                    "the database has more tables than any program makes".to_owned(),
                ));
            }
            let text = |at: usize| {
                row.try_get::<String, _>(at)
                    .map_err(|error| damaged(&error))
            };
            let (table, column) = (text(0)?.to_lowercase(), text(1)?.to_lowercase());
            let hidden: i64 = row.try_get(2).map_err(|error| damaged(&error))?;
            if hidden != 0 {
                computed.push(table.clone());
            }
            columns.entry(table).or_default().push(column);
        }
        for table in computed {
            columns.remove(&table);
        }
        Ok(Self { columns })
    }

    /// Whether all of these are there.
    pub(super) fn has(&self, tables: &[&str]) -> bool {
        tables.iter().all(|table| self.columns.contains_key(*table))
    }

    /// Whether a table has a column.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.columns
            .get(table)
            .is_some_and(|columns| columns.iter().any(|name| name == column))
    }
}

/// What a column is read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum As {
    /// A text of at most 64 KiB; a longer one is replaced by a sentence that says so.
    Text(&'static str),
    /// A whole number; nothing where it is something else.
    Whole(&'static str),
    /// The digits of a number that may be a binary fraction.
    Digits(&'static str),
    /// A short text that rows are chosen by; nothing where it is longer.
    Word(&'static str),
    /// Nothing: the column is not in this version of the table.
    Missing,
}

impl As {
    /// The expression that asks for type and length before it takes a value: SQLite answers both from
    /// the head of a record, whatever a hostile file says further on.
    fn sql(self) -> String {
        match self {
            Self::Text(column) => format!(
                "case when octet_length({column}) > 65536 then '(a text of more than 64 KiB)' \
                 else cast({column} as text) end"
            ),
            Self::Whole(column) => format!("iif(typeof({column}) = 'integer', {column}, null)"),
            Self::Digits(column) => format!(
                "case when typeof({column}) in ('integer', 'real') then cast({column} as text)
                 when octet_length({column}) <= 64 then cast({column} as text) end"
            ),
            Self::Word(column) => {
                format!("case when octet_length({column}) <= 64 then cast({column} as text) end")
            }
            Self::Missing => "null".to_owned(),
        }
    }
}

/// Reads some columns of a table, row by row; stops at the first error of `take`.
pub(super) async fn each_row(
    db: &mut SqliteConnection,
    table: &'static str,
    columns: &[As],
    mut take: impl FnMut(&Values<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let list: Vec<String> = columns.iter().map(|column| column.sql()).collect();
    // Every piece is a constant of this module's callers; nothing of the file is in it.
    let sql = AssertSqlSafe(format!("select {} from {table}", list.join(", ")));
    let mut rows = sqlx::query(sql).fetch(db);
    let mut count = 0;
    while let Some(row) = rows.next().await {
        let row = row.map_err(|error| damaged(&error))?;
        count += 1;
        if count > MAX_ROWS {
            return Err(ReadError::Limit(format!(
                "its table {table} has more than five million rows"
            )));
        }
        take(&Values { row: &row })?;
    }
    Ok(())
}

/// The values of a row, by the place of their columns.
pub(super) struct Values<'r> {
    row: &'r SqliteRow,
}

impl Values<'_> {
    /// A text; empty for none.
    pub(super) fn text(&self, at: usize) -> Result<String, ReadError> {
        Ok(self.optional_text(at)?.unwrap_or_default())
    }

    /// A text, where there is one; bytes that are none are replaced, as in files.
    pub(super) fn optional_text(&self, at: usize) -> Result<Option<String>, ReadError> {
        let bytes: Option<Vec<u8>> = self.row.try_get(at).map_err(|error| damaged(&error))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// A whole number, where there is one.
    pub(super) fn whole(&self, at: usize) -> Result<Option<i64>, ReadError> {
        self.row.try_get(at).map_err(|error| damaged(&error))
    }
}
