//! The file itself: private, refused when it is not ours, noticed when it was tampered with.

use std::path::Path;

use crate::common::{day, fresh, now, purchase};
use farthing_ledger::{ImportOptions, Ledger, LedgerError};
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

async fn tamper(path: &Path, sql: &'static str) {
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    sqlx::query(sql).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_ledger() {
    use std::os::unix::fs::PermissionsExt as _;
    let fresh = fresh().await;
    fresh.wallet("PayPal").await;
    for file in std::fs::read_dir(fresh.folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn a_file_of_another_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "milk, bread, and a long list of other things to buy\n".repeat(50),
    )
    .unwrap();
    let other = folder.path().join("other.db");
    let mut db = SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", other.display()))
        .await
        .unwrap();
    sqlx::query("create table notes (text)")
        .execute(&mut db)
        .await
        .unwrap();
    db.close().await.unwrap();
    for path in [text, other] {
        let before = std::fs::read(&path).unwrap();
        let refused = Ledger::open(&path, "m").await;
        assert!(
            matches!(refused, Err(LedgerError::Foreign(_))),
            "{refused:?}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn a_ledger_of_a_newer_version_is_refused_and_left_as_it_is() {
    let fresh = fresh().await;
    let path = fresh.ledger.path().to_owned();
    fresh.ledger.close().await;
    tamper(
        &path,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'later', 1, x'00', 0)",
    )
    .await;
    let before = std::fs::read(&path).unwrap();
    let refused = Ledger::open(&path, "m").await;
    assert!(
        matches!(refused, Err(LedgerError::Newer { found: 9999, .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn verify_notices_what_was_changed_behind_its_back() {
    let cases: [(&str, &'static str); 8] = [
        (
            "sums to zero",
            "update postings set minor = minor + 1 where position = 0",
        ),
        ("kept totals", "update day_totals set spent = spent + 1"),
        ("kept totals", "delete from balances"),
        ("own day", "update entries set day = day + 1"),
        ("own day", "delete from postings"),
        ("kept totals", "delete from payee_months"),
        ("known again", "update known_rows set identities = x''"),
        (
            "known again",
            "insert into statement_rows (entry_id, identity, import_id, line, raw) select (select min(id) from entries), identity, import_id, 9, ''
             from statement_rows limit 1",
        ),
    ];
    for (fact, sql) in cases {
        let fresh = fresh().await;
        let wallet = fresh.wallet("PayPal").await;
        fresh.buy(wallet.id, "3.20", "Café Lumen").await;
        let options = ImportOptions {
            account: Some(wallet.id),
            ..ImportOptions::default()
        };
        let file = "!Type:Bank
D14/03/2026
T-2.10
PKiosk
^
";
        fresh.import_with("kiosk.qif", file, options).await.unwrap();
        fresh.digest().await;
        tamper(fresh.ledger.path(), sql).await;
        let report = fresh.ledger.verify().await.unwrap();
        assert!(!report.ok, "{sql}");
        let found = report
            .checks
            .iter()
            .any(|check| check.fact.contains(fact) && !check.contradictions.is_empty());
        assert!(found, "{sql}: {:#?}", report.checks);
    }
}

#[tokio::test]
async fn ids_of_two_machines_never_meet_and_fit_a_javascript_number() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("PayPal").await;
    let other = Ledger::open(fresh.ledger.path(), "another-machine")
        .await
        .unwrap();
    let mine = fresh.buy(wallet.id, "1.00", "Kiosk").await.id.0;
    let theirs = other
        .add_entry(purchase(wallet.id, "1.00", "Kiosk"), now())
        .await
        .unwrap()
        .id
        .0;
    assert_ne!(mine >> 32, theirs >> 32);
    for id in [mine, theirs] {
        assert!(id > 1 << 32 && id < 1 << 53, "{id}");
    }
}

#[tokio::test]
async fn two_programs_write_to_one_ledger_and_nothing_is_lost() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("PayPal").await;
    let path = fresh.ledger.path().to_owned();
    let writers = (0..2).map(|number| {
        let (path, account) = (path.clone(), wallet.id);
        tokio::spawn(async move {
            let ledger = Ledger::open(&path, &format!("machine-{number}"))
                .await
                .unwrap();
            for _ in 0..40 {
                ledger
                    .add_entry(purchase(account, "1.00", "Kiosk"), now())
                    .await
                    .unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(fresh.count().await, 80);
    assert_eq!(
        fresh.ledger.account(wallet.id).await.unwrap().balances[0].value,
        "-80.00"
    );
    fresh.digest().await;
}

#[tokio::test]
async fn twenty_programs_may_make_the_same_new_ledger_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.farthing");
    let openers: Vec<_> = (0..20)
        .map(|number| {
            let path = path.clone();
            tokio::spawn(async move {
                let ledger = Ledger::open(&path, &format!("machine-{number}")).await?;
                ledger.overview().await
            })
        })
        .collect();
    for opener in openers {
        opener.await.unwrap().unwrap();
    }
    let ledger = Ledger::open(&path, "machine-0").await.unwrap();
    assert!(ledger.verify().await.unwrap().ok);
    assert!(ledger.today(None, day(2026, 1, 1)).await.is_ok());
}
