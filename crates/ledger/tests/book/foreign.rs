//! Databases of other programs: what they hold is read, and what they hide does no harm.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use farthing_ledger::{
    FileReport, ImportOptions, ImportPreview, Result, StatementFile, preview_without_ledger,
    report_without_ledger,
};

const GNUCASH: &str = include_str!("databases/gnucash.sql");
const MMEX: &str = include_str!("databases/mmex.sql");
const ACTUAL: &str = include_str!("databases/actual.sql");

/// The bytes of a database that this SQL makes.
fn database(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(sql).unwrap();
    db.close().unwrap();
    std::fs::read(path).unwrap()
}

fn file(bytes: Vec<u8>) -> StatementFile {
    StatementFile {
        name: "book".to_owned(),
        bytes,
    }
}

async fn report(bytes: Vec<u8>) -> Result<FileReport> {
    report_without_ledger(&file(bytes), &ImportOptions::default()).await
}

async fn preview(bytes: Vec<u8>) -> ImportPreview {
    let options = ImportOptions::default();
    preview_without_ledger(&file(bytes), &options)
        .await
        .unwrap()
}

/// `account currency rows sum`, line by line.
fn told(report: &FileReport) -> Vec<String> {
    let line = |account: &farthing_ledger::AccountReport| {
        let currency = account.currency.as_deref().unwrap_or("-");
        format!(
            "{} {currency} {} {}",
            account.account, account.rows, account.sum
        )
    };
    report.accounts.iter().map(line).collect()
}

/// `day amount payee memo`, by line.
fn rows(preview: &ImportPreview) -> BTreeMap<u32, String> {
    let row = |row: &farthing_ledger::SampleRow| {
        let text = format!("{} {} {} {}", row.date, row.amount, row.payee, row.memo);
        (row.line, text.trim_end().to_owned())
    };
    preview.sample.iter().map(row).collect()
}

#[tokio::test]
async fn a_book_of_gnucash_is_read_without_its_templates() {
    let bytes = database(GNUCASH);
    let report = report(bytes.clone()).await.unwrap();
    assert_eq!(report.format, "gnucash_sqlite");
    assert_eq!(
        told(&report),
        ["Assets:Giro EUR 3 387.50", "Assets:Dollars USD 0 110.00"]
    );
    assert_eq!(report.accounts[0].skipped, 1);
    let rows = rows(&preview(bytes).await);
    assert_eq!(rows[&1], "2026-01-01 500.00 Opening");
    assert_eq!(
        rows[&2],
        "2026-01-04 -12.50 Corner Bakery still warm · Check 12"
    );
}

#[tokio::test]
async fn money_manager_ex_is_read_without_what_is_void_or_deleted() {
    let bytes = database(MMEX);
    let report = report(bytes.clone()).await.unwrap();
    assert_eq!(report.format, "mmex");
    assert_eq!(told(&report), ["Purse EUR 3 -14.00", "Card USD 1 -8.50"]);
    assert_eq!(report.accounts[0].skipped, 2);
    let lines: Vec<u32> = report.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [7, 8]);
    let rows = rows(&preview(bytes).await);
    assert_eq!(rows[&1], "2026-01-02 -4.30 Corner Bakery rye · No. 7");
    assert_eq!(rows[&2], "2026-01-03 0.30 Corner Bakery");
}

#[tokio::test]
async fn sub_categories_of_older_files_stand_in_a_table_of_their_own() {
    let sql = format!(
        "{MMEX} alter table category_v1 drop column parentid;
         alter table checkingaccount_v1 add column subcategid integer default -1;
         alter table checkingaccount_v1 drop column deletedtime;
         create table subcategory_v1 (subcategid integer primary key, subcategname text, categid integer);
         insert into subcategory_v1 values (2, 'Rolls', 1);
         update checkingaccount_v1 set categid = 1, subcategid = 2 where transid = 1;"
    );
    let report = report(database(&sql)).await.unwrap();
    assert_eq!(told(&report)[0], "Purse EUR 3 -14.00");
}

#[tokio::test]
async fn a_budget_of_actual_is_read_from_its_archive() {
    let database = database(ACTUAL);
    let zip = stored(&[("db.sqlite", &database), ("metadata.json", b"{}")]);
    let report = report(zip.clone()).await.unwrap();
    assert_eq!(report.format, "actual");
    assert_eq!(told(&report), ["Giro - 3 920", "Savings - 2 70"]);
    assert_eq!(report.accounts[0].skipped, 1);
    assert_eq!(report.problems[0].line, 10);
    let rows = rows(&preview(zip).await);
    assert_eq!(rows[&2], "2026-01-02 -30 Corner Bakery both");
    assert_eq!(rows.len(), 5);
}

#[tokio::test]
async fn a_database_that_says_it_has_a_log_is_read_as_it_is() {
    let mut bytes = database(GNUCASH);
    bytes[18..20].fill(2);
    assert_eq!(told(&report(bytes).await.unwrap()).len(), 2);
}

#[tokio::test]
async fn other_databases_are_refused_and_so_are_views_and_computed_columns() {
    let view = GNUCASH.replace("create table slots", "create table slot_rows")
        + "alter table splits rename to real_splits;
           create view splits as select * from real_splits;";
    let computed = GNUCASH.to_owned()
        + "alter table splits add column huge text as (printf('%.*c', 900000000, 'x'));";
    for sql in [
        "create table notes (text)",
        &view.replace("insert into slots", "insert into slot_rows"),
        &computed,
    ] {
        let refusal = report(database(sql)).await.unwrap_err().to_string();
        assert!(
            refusal.ends_with("it is a database of another program"),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn circles_wrong_types_and_dangling_ids_are_problems_and_no_panic() {
    let sql = format!(
        "{GNUCASH} update accounts set parent_guid = 'giro' where guid = 'a';
         update splits set value_num = 'many' where guid = '3';
         update splits set account_guid = 'nowhere' where guid = '5';
         update splits set quantity_denom = 0 where guid = '1';
         update transactions set post_date = x'FFFE' where guid = 't3';"
    );
    let report = report(database(&sql)).await.unwrap();
    assert_eq!(report.problems.len(), 3);
    let long = format!(
        "{GNUCASH} update transactions set description = printf('%.*c', 20000000, 'x') where guid = 't2';"
    );
    let rows = rows(&preview(database(&long)).await);
    assert!(rows[&2].contains("(a text of more than 64 KiB)"));
}

#[tokio::test]
async fn a_damaged_database_is_an_error_and_no_panic() {
    let good = database(MMEX);
    for at in (0..good.len()).step_by(97) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        let _ = report(bytes).await;
    }
    for length in (0..good.len()).step_by(1013) {
        let _ = report(good[..length].to_vec()).await;
    }
    let cut = good[..good.len() / 2].to_vec();
    assert!(report(cut).await.is_err());
}

#[tokio::test]
async fn ten_thousand_transactions_are_all_read() {
    let mut sql = GNUCASH.to_owned();
    for number in 0..10_000 {
        writeln!(
            sql,
            "insert into transactions values ('n{number}', 'eur', '', '20260201000000', null, 'x');
             insert into splits values ('na{number}', 'n{number}', 'giro', '', -1, 100, -1, 100),
                 ('nb{number}', 'n{number}', 'food', '', 1, 100, 1, 100);"
        )
        .unwrap();
    }
    let report = report(database(&format!("begin; {sql} commit;")))
        .await
        .unwrap();
    assert_eq!(told(&report)[0], "Assets:Giro EUR 10003 287.50");
}

/// An archive of parts as they are.
fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let head = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            &checksum(content).to_le_bytes()[..],
            &size,
            &size,
            &name_length,
            &[0, 0],
        ]
        .concat();
        let place = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        directory.extend(
            [
                b"PK\x01\x02\x14\0",
                &head[..],
                &[0; 10],
                &place,
                name.as_bytes(),
            ]
            .concat(),
        );
        bytes.extend([b"PK\x03\x04", &head[..], name.as_bytes(), content].concat());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &size,
        &start,
        &[0, 0],
    ]
    .concat();
    bytes.extend(directory);
    bytes.extend(end);
    bytes
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            }
        })
    })
}
