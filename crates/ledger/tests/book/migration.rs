//! A ledger that an earlier version wrote is brought to this one's shape, with a copy beside it.

use std::path::Path;

use crate::common::{Fresh, day, fresh, now};
use farthing_ledger::{Ledger, SmallQuery};
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

const CARD: &str = "\
Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By
03/14/2026,03/15/2026,\"CAFE LUMEN\",\"Cafe Lumen\",\"Restaurants\",\"Purchase\",\"4.50\",\"Card Holder\"
03/14/2026,03/15/2026,\"CAFE LUMEN\",\"Cafe Lumen\",\"Restaurants\",\"Purchase\",\"4.50\",\"Card Holder\"
04/16/2026,04/17/2026,\"POCKET REALMS GEMS\",\"Pocket Realms\",\"Games\",\"Purchase\",\"0.99\",\"Card Holder\"
";

/// What the first version kept, as far as a later one does not make it anew.
const TABLES_OF_THE_FIRST: [(&str, &str); 9] = [
    ("devices", "number, machine, next_counter"),
    ("accounts", "id, class, kind, role, name, institution, number, closed"),
    ("payees", "id, name"),
    ("payee_aliases", "alias, payee_id"),
    ("entries", "id, day, second, zone, kind, status, payee_id, note, refund_of"),
    ("postings", "entry_id, position, account_id, day, minor, currency"),
    (
        "imports",
        "id, file_name, byte_size, digest, format, provider, encoding, shape, account_id, imported_at,
         first_entry, last_entry",
    ),
    ("statement_rows", "entry_id, identity, import_id, line, raw"),
    ("history", "sequence, id, label, at, entries, state, import_id"),
];

/// The same ledger, as the first version would have written it.
async fn as_the_first_version(path: &Path, now: &Path) {
    let steps = tempfile::tempdir().unwrap();
    let first = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/0001_ledger.sql");
    std::fs::copy(first, steps.path().join("0001_ledger.sql")).unwrap();
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(false);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    let migrator = Migrator::new(steps.path()).await.unwrap();
    migrator.run(&mut db).await.unwrap();
    sqlx::query("attach ? as newer")
        .bind(now.display().to_string())
        .execute(&mut db)
        .await
        .unwrap();
    for (table, columns) in TABLES_OF_THE_FIRST {
        let sql = format!(
            "insert or ignore into main.{table} ({columns}) select {columns} from newer.{table}"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut db)
            .await
            .unwrap();
    }
    // The images of the import itself are those of a first version: they say nothing of its days and accounts.
    sqlx::query(
        "insert into history_images select history_id, position, kind, thing, before,
             iif(kind = 'import', json_remove(after, '$[12]', '$[12]', '$[12]'), after) from newer.history_images",
    )
    .execute(&mut db)
    .await
    .unwrap();
    db.close().await.unwrap();
}

async fn a_ledger_of_the_first_version() -> (Fresh, String) {
    let Fresh { ledger, folder } = {
        let written = fresh().await;
        written.import("card.csv", CARD).await.unwrap();
        written
    };
    let digest = ledger.verify().await.unwrap().digest;
    let now = ledger.path().to_owned();
    ledger.close().await;
    let path = folder.path().join("first.farthing");
    as_the_first_version(&path, &now).await;
    let ledger = Ledger::open(&path, "test-machine").await.unwrap();
    (Fresh { ledger, folder }, digest)
}

#[tokio::test]
async fn a_ledger_of_the_first_version_is_whole_and_a_copy_of_it_stays() {
    let (old, digest) = a_ledger_of_the_first_version().await;
    assert_eq!(old.digest().await, digest);
    assert!(
        old.folder
            .path()
            .join("first.farthing.before-schema-2")
            .exists()
    );
}

#[tokio::test]
async fn what_the_first_version_imported_is_known_again_and_can_be_taken_back() {
    let (old, digest) = a_ledger_of_the_first_version().await;
    let known = || async { old.import("card.csv", CARD).await.unwrap().duplicates };
    assert_eq!(known().await, 3);
    old.ledger.undo(None, now()).await.unwrap();
    assert_eq!(old.count().await, 0);
    old.ledger.redo(None, now()).await.unwrap();
    assert_eq!(old.digest().await, digest);
    assert_eq!(known().await, 3);
}

#[tokio::test]
async fn the_kept_totals_of_the_first_version_are_made_anew_once() {
    let (old, _) = a_ledger_of_the_first_version().await;
    let query = SmallQuery {
        currency: "USD".to_owned(),
        from: day(2026, 3, 1),
        to: day(2026, 4, 30),
        limit: None,
    };
    let small = old.ledger.small(&query).await.unwrap();
    assert_eq!((small.count, small.sum.value.as_str()), (3, "9.99"));
    let most = &small.merchants[0];
    assert_eq!((most.name.as_str(), most.count), ("Cafe Lumen", 2));
    let path = old.ledger.path().to_owned();
    old.ledger.close().await;
    let again = Ledger::open(&path, "test-machine").await.unwrap();
    assert_eq!(again.small(&query).await.unwrap(), small);
}

/// Without one, taking an import back looks at every entry for every entry.
#[tokio::test]
async fn every_reference_to_an_entry_is_found_by_an_index() {
    let fresh = fresh().await;
    let path = fresh.ledger.path().display().to_string();
    let mut db = SqliteConnection::connect(&format!("sqlite://{path}"))
        .await
        .unwrap();
    let bare: Vec<(String, String)> = sqlx::query_as(
        r#"select m.name, f."from" from sqlite_schema m, pragma_foreign_key_list(m.name) f
           where m.type = 'table' and f."table" = 'entries' and not exists (
               select 1 from pragma_index_list(m.name) i, pragma_index_info(i.name) c
               where c.seqno = 0 and c.name = f."from")"#,
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert!(bare.is_empty(), "{bare:?}");
}
