//! Entries of an import on their way into the tables: many rows to a statement.
//!
//! Each table has a statement of a fixed size, which SQLite prepares once for the whole import; its
//! values are gathered until it is full. What is left at the end makes one smaller statement.

use std::mem;
use std::sync::Arc;

use farthing_money::Currency;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Encode, Sqlite, SqliteConnection, Type};

use super::maker::NewEntry;
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::ImportId;

/// Rows written by one statement: enough that handing it over and its own small journal cost little,
/// few enough that preparing it once costs little. Thirteen values each are well below SQLite's 32,766.
const ROWS_A_STATEMENT: usize = 500;

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
    codes: Codes,
}

impl Tables {
    pub(super) fn of(import: ImportId) -> Self {
        Self {
            import,
            entries: Table::new(
                "entries (id, day, second, zone, kind, status, payee_id, note, refund_of, transfer_of, \
                 decided, rule_id, excluded)",
                13,
            ),
            postings: Table::new(
                "postings (entry_id, position, account_id, day, minor, currency)",
                6,
            ),
            sources: Table::new(
                "statement_rows (entry_id, identity, import_id, line, raw, reference, counter)",
                7,
            ),
            codes: Codes::default(),
        }
    }

    /// Takes up an entry; gives the statements that it filled.
    pub(super) fn take(&mut self, entry: NewEntry) -> Result<Vec<Full>> {
        let mut full = Vec::new();
        let NewEntry { id, fact, .. } = entry;
        let day = day_number(fact.day);
        self.entries
            .with(id)?
            .with(day)?
            .with(entry.second)?
            .with(entry.zone)?
            .with(fact.kind)?
            .with(fact.status)?
            .with(fact.payee)?
            .with(entry.note)?
            .with(entry.refund_of)?
            .with(entry.transfer_of)?
            .with(entry.decided)?
            .with(entry.rule)?
            .with(fact.excluded)?;
        full.extend(self.entries.end_row());
        for (position, part) in (0_i64..).zip(&fact.parts) {
            self.postings
                .with(id)?
                .with(position)?
                .with(part.account)?
                .with(day)?
                .with(part.minor)?
                .with(self.codes.of(part.currency))?;
            full.extend(self.postings.end_row());
        }
        for source in entry.sources {
            self.sources
                .with(id)?
                .with(source.identity)?
                .with(self.import)?
                .with(source.line)?
                .with(source.raw)?
                .with(source.reference)?
                .with(source.counter)?;
            full.extend(self.sources.end_row());
        }
        Ok(full)
    }

    /// The statements for what is left.
    pub(super) fn rest(&mut self) -> impl Iterator<Item = Full> {
        [&mut self.entries, &mut self.postings, &mut self.sources]
            .into_iter()
            .filter_map(Table::rest)
    }
}

/// A table with the values of its next rows.
struct Table {
    /// The table and its columns.
    head: &'static str,
    columns: usize,
    /// The statement for as many rows as one takes.
    sql: Arc<str>,
    values: SqliteArguments,
    rows: usize,
}

impl Table {
    fn new(head: &'static str, columns: usize) -> Self {
        Self {
            head,
            columns,
            sql: insert(head, columns, ROWS_A_STATEMENT),
            values: SqliteArguments::default(),
            rows: 0,
        }
    }

    /// Adds the next value of the row.
    fn with<'v>(&mut self, value: impl Encode<'v, Sqlite> + Type<Sqlite>) -> Result<&mut Self> {
        if self.values.len() == 0 {
            self.values.reserve(self.columns * ROWS_A_STATEMENT, 0);
        }
        let added = self.values.add(value);
        added.map_err(|error| LedgerError::Database(sqlx::Error::Encode(error)))?;
        Ok(self)
    }

    /// The row is complete; gives the statement when that was its last one.
    fn end_row(&mut self) -> Option<Full> {
        self.rows += 1;
        (self.rows == ROWS_A_STATEMENT).then(|| self.full(Arc::clone(&self.sql)))
    }

    fn rest(&mut self) -> Option<Full> {
        (self.rows > 0).then(|| self.full(insert(self.head, self.columns, self.rows)))
    }

    fn full(&mut self, sql: Arc<str>) -> Full {
        self.rows = 0;
        Full {
            sql,
            values: mem::take(&mut self.values),
        }
    }
}

/// Only our own words and question marks: values are bound, never written into the text. An import that
/// fails is given up whole, so what a failing statement has written need not be taken back (`or fail`).
fn insert(head: &str, columns: usize, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; columns].join(","));
    format!(
        "insert or fail into {head} values {}",
        vec![row.as_str(); rows].join(",")
    )
    .into()
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
