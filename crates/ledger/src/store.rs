//! The file itself: opened with care, migrated behind a snapshot, written through one door.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::error::{LedgerError, Result};
use crate::totals::rebuild::rebuild_if_stale;

/// Marks the file as ours in its header; the first migration writes it.
const APPLICATION_ID: i64 = 0x4674_6867;
/// The first SQLite without the race between a checkpoint and a commit of two processes.
const OLDEST_SAFE_SQLITE: [u32; 3] = [3, 51, 3];
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const IDLE_AFTER_IMPORT: Duration = Duration::from_secs(30);
/// Enough for the dirty pages of a large import; SQLite takes it as it needs it.
const CACHE_KIB: &str = "-65536";

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// An open ledger. Several programs may have the same file open.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(crate) pool: SqlitePool,
    /// Where imports write; see [`importing`].
    pub(crate) importing: SqlitePool,
    pub(crate) device: i64,
    path: PathBuf,
}

impl Ledger {
    /// Opens the ledger at `path`, and makes it where there is none.
    ///
    /// `machine` names this device for ever (any text up to 64 characters); it keeps the ids of
    /// two devices apart. A file of a newer version or another program is refused and stays as it is.
    pub async fn open(path: &Path, machine: &str) -> Result<Self> {
        // What is not ours is refused before anything is put beside it. A ledger that another
        // program is making at this moment has its lock beside it already.
        if holds_something(path) && !beside(path, "lock").exists() {
            inspect(path).await?;
        }
        let _opening = lock_for_opening(path).await?;
        let fresh = prepare_file(path)?;
        if !fresh {
            let mut ours = inspect(path).await?;
            snapshot_if_older(&mut ours, path).await?;
            ours.close().await?;
        }
        let pool = connect(path).await?;
        require_safe_sqlite(&pool).await?;
        MIGRATIONS.run(&pool).await.map_err(migration_error)?;
        rebuild_if_stale(&pool).await?;
        let device = register_device(&pool, machine).await?;
        Ok(Self {
            importing: importing(path),
            pool,
            device,
            path: path.to_owned(),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes every connection, so that the write-ahead log is folded into the file.
    pub async fn close(self) {
        self.importing.close().await;
        self.pool.close().await;
    }
}

/// Two programs that open a new file at the same moment take turns.
async fn lock_for_opening(path: &Path) -> Result<File> {
    let lock_path = beside(path, "lock");
    let at = |source| LedgerError::File {
        path: lock_path.display().to_string(),
        source,
    };
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        create_private_folder(folder).map_err(at)?;
    }
    let file = private_options()
        .create(true)
        .truncate(false)
        .open(&lock_path)
        .map_err(at)?;
    // Off the async threads: another task of this very program may hold the lock and need one.
    tokio::task::spawn_blocking(move || file.lock().map(|()| file))
        .await
        .map_err(|error| at(std::io::Error::other(error)))?
        .map_err(at)
}

/// Makes the file, readable for its owner only, where it is missing. True when it holds nothing yet.
fn prepare_file(path: &Path) -> Result<bool> {
    let at = |source| LedgerError::File {
        path: path.display().to_string(),
        source,
    };
    match private_options().create_new(true).open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(fs::metadata(path).map_err(at)?.len() == 0)
        }
        Err(error) => Err(at(error)),
    }
}

#[cfg(unix)]
pub(crate) fn private_options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

#[cfg(not(unix))]
pub(crate) fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    options
}

#[cfg(unix)]
pub(crate) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
pub(crate) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn holds_something(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Looks at an existing file without changing a byte of it: an error unless it is a ledger that
/// this version knows.
async fn inspect(path: &Path) -> Result<SqliteConnection> {
    let foreign = |error: sqlx::Error| match LedgerError::from(error) {
        LedgerError::Busy => LedgerError::Busy,
        _ => LedgerError::Foreign(path.display().to_string()),
    };
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(foreign)?;
    let application: i64 = sqlx::query_scalar("pragma application_id")
        .fetch_one(&mut connection)
        .await
        .map_err(foreign)?;
    if application != APPLICATION_ID {
        return Err(LedgerError::Foreign(path.display().to_string()));
    }
    let (found, known) = (schema_of(&mut connection).await?, newest_schema());
    if found > known {
        return Err(LedgerError::Newer { found, known });
    }
    Ok(connection)
}

async fn schema_of(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(
        sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(connection)
            .await?,
    )
}

/// Copies a ledger of an older schema before it is migrated.
async fn snapshot_if_older(connection: &mut SqliteConnection, path: &Path) -> Result<()> {
    let found = schema_of(connection).await?;
    if found < newest_schema() {
        snapshot(connection, path, found).await?;
    }
    Ok(())
}

/// A complete copy beside the file, safely on disk before the migration begins.
async fn snapshot(connection: &mut SqliteConnection, path: &Path, schema: i64) -> Result<()> {
    let copy = beside(path, &format!("before-schema-{}", schema + 1));
    if copy.exists() {
        return Ok(());
    }
    let at = |source| LedgerError::File {
        path: copy.display().to_string(),
        source,
    };
    let unfinished = beside(&copy, "unfinished");
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(at)?;
    }
    sqlx::query("vacuum into ?")
        .bind(unfinished.display().to_string())
        .execute(connection)
        .await?;
    File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .map_err(at)?;
    fs::rename(&unfinished, &copy).map_err(at)
}

async fn connect(path: &Path) -> Result<SqlitePool> {
    // No least number of connections: two that open a new file at once would both turn it to
    // write-ahead logging, and SQLite lets one of them fail without waiting.
    Ok(SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        // A file does not go away as a server does; asking costs as much as a small query.
        .test_before_acquire(false)
        .connect_with(options(path))
        .await?)
}

/// Connections for imports, on which SQLite does not look up the target of every reference of every
/// row, nor check every value again: an import checks its rows before it writes them, and looks each
/// target up once. Without those checks, which call functions, a statement that fails cannot leave
/// rows to take back, and SQLite need not copy every page before each statement. All of it together
/// is half of an import.
///
/// Nothing may be deleted here, because what hangs on it would not go with it. The connection is made
/// when the first import needs it, and given back soon after, with the memory for its pages.
fn importing(path: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(IDLE_AFTER_IMPORT)
        .connect_lazy_with(
            options(path)
                .foreign_keys(false)
                .pragma("ignore_check_constraints", "1"),
        )
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .page_size(16_384)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("trusted_schema", "0")
        .pragma("cell_size_check", "1")
        .pragma("temp_store", "2")
        .pragma("cache_size", CACHE_KIB)
        // A report's rows cross from SQLite's thread together, not fifty at a time.
        .row_buffer_size(2048)
        .disable_statement_logging()
}

async fn require_safe_sqlite(pool: &SqlitePool) -> Result<()> {
    let version: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(pool)
        .await?;
    let numbers: Vec<u32> = version.split('.').flat_map(str::parse).collect();
    if numbers.as_slice() >= OLDEST_SAFE_SQLITE.as_slice() {
        return Ok(());
    }
    Err(LedgerError::Damaged(format!(
        "this program was built with SQLite {version}, which can lose pages when two programs write"
    )))
}

fn newest_schema() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

fn migration_error(error: sqlx::migrate::MigrateError) -> LedgerError {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => LedgerError::Damaged(format!("its schema is not what it says ({other})")),
    }
}

/// The number of this machine in this ledger; a new machine takes a free one.
async fn register_device(pool: &SqlitePool, machine: &str) -> Result<i64> {
    let known = sqlx::query_scalar!("select number from devices where machine = ?", machine)
        .fetch_optional(pool)
        .await?;
    if let Some(number) = known {
        return Ok(number);
    }
    let mut transaction = pool.begin_with("begin immediate").await?;
    let wanted = wanted_device_number(machine);
    let number = sqlx::query_scalar!(
        r#"with recursive candidate (number) as (
               values (?1)
               union all
               select number % 2097151 + 1 from candidate
               where exists (select 1 from devices where devices.number = candidate.number)
           )
           select number as "number!: i64" from candidate
           where number not in (select number from devices) limit 1"#,
        wanted
    )
    .fetch_one(&mut *transaction)
    .await?;
    sqlx::query!(
        "insert into devices (number, machine, next_counter) values (?, ?, 1)
         on conflict (machine) do nothing",
        number,
        machine
    )
    .execute(&mut *transaction)
    .await?;
    let number = sqlx::query_scalar!("select number from devices where machine = ?", machine)
        .fetch_one(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(number)
}

/// FNV-1a, folded to 21 bits and kept above zero: the same machine asks for the same number.
fn wanted_device_number(machine: &str) -> i64 {
    let hash = machine
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    i64::try_from(hash % 2_097_151).unwrap_or_default() + 1
}
