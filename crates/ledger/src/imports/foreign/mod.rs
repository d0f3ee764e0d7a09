//! Databases of other programs become readings: GnuCash, Money Manager EX, Actual.
//!
//! A database comes from anywhere, so it is opened in memory, read-only and without trust: only real
//! tables are read, every value is asked for its type and length before it is taken, and the work is
//! counted. `query!` knows the ledger's own schema alone, hence `query` and `try_get` here.

mod actual;
mod gnucash;
mod mmex;
mod table;

use farthing_statements::{Hints, ReadError, Reading, database_in};
use sqlx::sqlite::{SqliteConnectOptions, SqliteOwnedBuf};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use table::Tables;

/// How many steps SQLite's machine may take for one file: more than a million transactions need.
const MAX_STEPS: u64 = 2_000_000_000;
/// After how many of them it is asked to go on.
const STEPS_AT_ONCE: i32 = 100_000;
/// Where a database says that it has a log beside it, which one file alone never has.
const FORMAT_VERSIONS: std::ops::Range<usize> = 18..20;
/// The version without a log.
const WITHOUT_LOG: u8 = 1;

/// Reads a file that is a database of a program known here; `None` for any other file.
pub(super) async fn read(bytes: &[u8], hints: &Hints) -> Result<Option<Reading>, ReadError> {
    let Some(database) = database_in(bytes)? else {
        return Ok(None);
    };
    let mut db = open(&database).await.map_err(|error| damaged(&error))?;
    let book = read_book(&mut db).await;
    // Nothing was written, and a file in memory cannot fail to close in a way that matters.
    let _ = db.close().await;
    Ok(book?.map(|book| book.into_reading(hints)))
}

async fn read_book(
    db: &mut SqliteConnection,
) -> Result<Option<farthing_statements::Book>, ReadError> {
    let tables = Tables::of(db).await?;
    if tables.has(&gnucash::TABLES) {
        return gnucash::read(db, &tables).await.map(Some);
    }
    if tables.has(&mmex::TABLES) {
        return mmex::read(db, &tables).await.map(Some);
    }
    if tables.has(&actual::TABLES) {
        return actual::read(db, &tables).await.map(Some);
    }
    Ok(None)
}

/// Opens the bytes of a database as they are.
async fn open(database: &[u8]) -> sqlx::Result<SqliteConnection> {
    let mut db = SqliteConnectOptions::new()
        .in_memory(true)
        .pragma("trusted_schema", "0")
        .pragma("query_only", "1")
        .pragma("cell_size_check", "1")
        .pragma("temp_store", "2")
        .disable_statement_logging()
        .connect()
        .await?;
    let mut copy = SqliteOwnedBuf::try_from(database)?;
    if let Some(versions) = copy.get_mut(FORMAT_VERSIONS) {
        versions.fill(WITHOUT_LOG);
    }
    db.deserialize(None, copy, true).await?;
    let mut steps: u64 = 0;
    let mut handle = db.lock_handle().await?;
    handle.set_progress_handler(STEPS_AT_ONCE, move || {
        steps = steps.saturating_add(u64::from(STEPS_AT_ONCE.unsigned_abs()));
        steps < MAX_STEPS
    });
    drop(handle);
    Ok(db)
}

/// A database that cannot be read, with what SQLite says.
fn damaged(error: &sqlx::Error) -> ReadError {
    ReadError::Unknown(format!("it is a database that cannot be read ({error})"))
}
