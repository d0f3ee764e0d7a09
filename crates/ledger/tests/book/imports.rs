//! Imports: whole or not at all, known again, and taken back.

use std::ops::ControlFlow;

use crate::common::{day, file, fresh, now};
use farthing_ledger::{EntryFilter, EntryKind, EntryStatus, ImportOptions, LedgerError, RowState};

const APPLE: &str = "\
Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By
03/14/2026,03/15/2026,\"CAFE LUMEN 12 HARBOUR ST\",\"Cafe Lumen\",\"Restaurants\",\"Purchase\",\"4.50\",\"Card Holder\"
03/14/2026,03/15/2026,\"CAFE LUMEN 12 HARBOUR ST\",\"Cafe Lumen\",\"Restaurants\",\"Purchase\",\"4.50\",\"Card Holder\"
03/16/2026,03/17/2026,\"POCKET REALMS GEMS\",\"Pocket Realms\",\"Entertainment\",\"Purchase\",\"0.99\",\"Card Holder\"
03/20/2026,03/20/2026,\"ACH DEPOSIT INTERNET TRANSFER\",\"Ach Deposit\",\"Payment\",\"Payment\",\"-50.00\",\"Card Holder\"
";

const PAYPAL: &str = "\
\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"To Email Address\",\"Transaction ID\",\"Reference Txn ID\",\"Balance\"
\"14/03/2026\",\"08:15:00\",\"CET\",\"Pocket Realms\",\"Express Checkout Payment\",\"Completed\",\"EUR\",\"-10,00\",\"0,00\",\"-10,00\",\"a@example.org\",\"b@example.org\",\"T1\",\"\",\"40,00\"
\"15/03/2026\",\"09:00:00\",\"CET\",\"Ada Sample\",\"Mobile Payment\",\"Completed\",\"EUR\",\"20,00\",\"-0,70\",\"19,30\",\"c@example.org\",\"a@example.org\",\"T2\",\"\",\"59,30\"
\"16/03/2026\",\"10:30:00\",\"CET\",\"Pocket Realms\",\"Payment Refund\",\"Completed\",\"EUR\",\"4,00\",\"0,00\",\"4,00\",\"b@example.org\",\"a@example.org\",\"T3\",\"T1\",\"63,30\"
";

const BANK: &str = "\
Date;Text;Amount
2026-03-14;Kiosk am Markt;-3,20
2026-03-14;Kiosk am Markt;-3,20
2026-03-15;Salary;1.850,00
";

#[tokio::test]
async fn a_card_statement_becomes_purchases_in_categories_and_a_card_payment() {
    let ledger = fresh().await;
    let done = ledger.import("apple.csv", APPLE).await.unwrap();
    assert_eq!((done.new, done.duplicates, done.problems), (4, 0, 0));
    let account = &ledger.ledger.accounts().await.unwrap()[0];
    assert_eq!(account.balances[0].value, "40.01");
    let page = ledger
        .ledger
        .entries(&EntryFilter::default(), 0, 10)
        .await
        .unwrap();
    let kinds: Vec<EntryKind> = page.rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds[0], EntryKind::CardPayment);
    assert!(kinds[1..].iter().all(|kind| *kind == EntryKind::Purchase));
    assert_eq!(page.rows[3].category.as_ref().unwrap().name, "Restaurants");
    let source = &ledger.ledger.entry(page.rows[1].id).await.unwrap().sources[0];
    assert_eq!((source.file.as_str(), source.line), ("apple.csv", 4));
    assert!(source.raw.contains("POCKET REALMS GEMS"));
    ledger.digest().await;
}

#[tokio::test]
async fn a_wallet_row_becomes_entry_fee_and_linked_refund() {
    let ledger = fresh().await;
    ledger.import("paypal.csv", PAYPAL).await.unwrap();
    let page = ledger
        .ledger
        .entries(&EntryFilter::default(), 0, 10)
        .await
        .unwrap();
    let [refund, sale, purchase] = page.rows.as_slice() else {
        panic!("{:#?}", page.rows);
    };
    assert_eq!(
        (refund.kind, refund.amount.value.as_str()),
        (EntryKind::Refund, "4.00")
    );
    assert_eq!(
        ledger.ledger.entry(refund.id).await.unwrap().refund_of,
        Some(purchase.id)
    );
    assert_eq!(sale.amount.value, "19.30");
    assert_eq!(sale.fee.as_ref().unwrap().value, "0.70");
    assert_eq!(purchase.time.unwrap().to_string(), "08:15:00");
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_and_an_overlap_adds_only_what_is_new() {
    let ledger = fresh().await;
    ledger.import("apple.csv", APPLE).await.unwrap();
    let digest = ledger.digest().await;
    let again = ledger.import("renamed.csv", APPLE).await.unwrap();
    assert_eq!((again.new, again.duplicates, again.batch), (0, 4, None));
    assert_eq!(ledger.digest().await, digest);

    let lines: Vec<&str> = APPLE.lines().collect();
    let later = format!(
        "{}\n{}\n{}\n03/21/2026,03/22/2026,\"CAFE LUMEN\",\"Cafe Lumen\",\"Restaurants\",\"Purchase\",\"4.50\",\"Card Holder\"\n",
        lines[0], lines[3], lines[2]
    );
    let overlap = ledger.import("april.csv", &later).await.unwrap();
    assert_eq!((overlap.new, overlap.duplicates), (1, 2));
    assert_eq!(ledger.count().await, 5);
}

#[tokio::test]
async fn a_file_split_in_two_gives_what_the_whole_gives() {
    let whole = fresh().await;
    whole.import("apple.csv", APPLE).await.unwrap();
    let parts = fresh().await;
    let lines: Vec<&str> = APPLE.lines().collect();
    for range in [1..3, 2..5] {
        let part = [&lines[..1], &lines[range]].concat().join("\n");
        parts.import("part.csv", &part).await.unwrap();
    }
    // The second part begins with the second of two equal coffees, which is the first one's twin.
    assert_eq!(parts.digest().await, whole.digest().await);
}

/// A file may name one account in two ways, and its two parts may share a row.
#[tokio::test]
async fn a_row_that_two_parts_of_a_file_share_is_one() {
    let ledger = fresh().await;
    ledger.wallet("Bank").await;
    let part = |name: &str, day: u32| {
        format!(
            "!Account\nN{name}\nTBank\n^\n!Type:Bank\nD03/14/2026\nT-3.20\nPKiosk\n^\nD03/{day}/2026\nT-1.00\nPBakery\n^\n"
        )
    };
    let file = part("Bank", 15) + &part("BANK", 16);
    let options = || ImportOptions {
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    };
    let done = ledger
        .import_with("both.qif", &file, options())
        .await
        .unwrap();
    assert_eq!(done.report.accounts.len(), 2);
    assert_eq!((done.new, done.duplicates), (3, 1));
    ledger.digest().await;
    let again = ledger
        .import_with("both.qif", &file, options())
        .await
        .unwrap();
    assert_eq!((again.new, again.duplicates), (0, 4));
}

#[tokio::test]
async fn an_import_is_taken_back_whole_and_can_come_again() {
    let ledger = fresh().await;
    ledger.wallet("Cash").await;
    let before = ledger.digest().await;
    let done = ledger.import("apple.csv", APPLE).await.unwrap();
    let after = ledger.digest().await;
    assert_eq!(done.change.unwrap().label, "Import apple.csv (4 entries)");
    ledger.ledger.undo(None, now()).await.unwrap();
    assert_eq!(ledger.digest().await, before);
    assert_eq!(ledger.ledger.accounts().await.unwrap().len(), 1);
    ledger.ledger.redo(None, now()).await.unwrap();
    assert_eq!(ledger.digest().await, after);
    assert_eq!(
        ledger.import("apple.csv", APPLE).await.unwrap().duplicates,
        4
    );
    ledger.ledger.undo(None, now()).await.unwrap();
    let again = ledger.import("apple.csv", APPLE).await.unwrap();
    assert_eq!(again.new, 4);
    assert_eq!(ledger.digest().await, after);
}

#[tokio::test]
async fn an_import_that_later_changes_stand_on_is_not_torn_out() {
    let ledger = fresh().await;
    let import = ledger
        .import("apple.csv", APPLE)
        .await
        .unwrap()
        .change
        .unwrap();
    let row = ledger
        .ledger
        .entries(&EntryFilter::default(), 1, 1)
        .await
        .unwrap()
        .rows
        .remove(0);
    ledger
        .ledger
        .categorise(&[row.id], 24.into(), now())
        .await
        .unwrap();
    let refused = ledger.ledger.undo(Some(import.id), now()).await;
    assert!(
        matches!(refused, Err(LedgerError::StandsOn { .. })),
        "{refused:?}"
    );
    ledger.ledger.undo(None, now()).await.unwrap();
    ledger.ledger.undo(Some(import.id), now()).await.unwrap();
    assert_eq!(ledger.count().await, 0);
}

#[tokio::test]
async fn what_was_deleted_stays_deleted_at_the_next_import() {
    let ledger = fresh().await;
    ledger.import("apple.csv", APPLE).await.unwrap();
    let row = ledger
        .ledger
        .entries(&EntryFilter::default(), 1, 1)
        .await
        .unwrap()
        .rows
        .remove(0);
    ledger
        .ledger
        .delete_entries(&[row.id], now())
        .await
        .unwrap();
    assert_eq!(ledger.count().await, 3);
    assert_eq!(ledger.import("apple.csv", APPLE).await.unwrap().new, 0);
    assert_eq!(ledger.count().await, 3);
    assert_eq!(
        ledger.ledger.entry(row.id).await.unwrap().entry.status,
        EntryStatus::Void
    );
}

#[tokio::test]
async fn the_same_row_in_two_accounts_is_two_rows() {
    let ledger = fresh().await;
    for name in ["Mine", "Shared"] {
        let options = ImportOptions {
            account_name: Some(name.to_owned()),
            ..ImportOptions::default()
        };
        let done = ledger
            .import_with("apple.csv", APPLE, options)
            .await
            .unwrap();
        assert_eq!(done.new, 4, "{name}");
    }
    assert_eq!(ledger.count().await, 8);
}

#[tokio::test]
async fn a_file_without_a_currency_is_asked_once_and_its_shape_is_known_again() {
    let ledger = fresh().await;
    let asked = ledger.import("march.csv", BANK).await;
    assert!(matches!(asked, Err(LedgerError::Question(_))), "{asked:?}");
    let options = ImportOptions {
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    };
    let done = ledger
        .import_with("march.csv", BANK, options)
        .await
        .unwrap();
    assert_eq!(done.new, 3);
    let next = format!("{BANK}2026-04-01;Bakery;-2,10\n");
    let preview = ledger
        .ledger
        .preview_import(&file("april.csv", &next), &ImportOptions::default())
        .await
        .unwrap();
    assert_eq!(preview.accounts[0].account, "march");
    assert_eq!(
        (preview.accounts[0].new, preview.accounts[0].duplicates),
        (1, 3)
    );
    let states: Vec<RowState> = preview.sample.iter().map(|row| row.state).collect();
    assert_eq!(states[2..], [RowState::Duplicate, RowState::New]);
    assert_eq!(ledger.import("april.csv", &next).await.unwrap().new, 1);
}

#[tokio::test]
async fn unreadable_rows_are_named_and_nothing_is_written_without_a_yes() {
    let ledger = fresh().await;
    let broken = APPLE.replace("\"0.99\"", "\"ninety-nine cents\"");
    let refused = ledger.import("apple.csv", &broken).await;
    let Err(LedgerError::Question(sentence)) = refused else {
        panic!("{refused:?}");
    };
    assert!(sentence.contains("line 4"), "{sentence}");
    assert_eq!(ledger.count().await, 0);
    assert!(ledger.ledger.accounts().await.unwrap().is_empty());
    let options = ImportOptions {
        accept_problems: true,
        ..ImportOptions::default()
    };
    let done = ledger
        .import_with("apple.csv", &broken, options)
        .await
        .unwrap();
    assert_eq!((done.new, done.problems), (3, 1));
}

#[tokio::test]
async fn a_row_beyond_what_an_entry_can_hold_is_named_by_line() {
    let ledger = fresh().await;
    let rows = format!(
        "!Type:Bank\nD14/03/2026\nT-3.20\nPKiosk\n^\nD15/03/2026\nT-1.00\nPBakery\nM{}\n^\n",
        "x".repeat(7_993)
    );
    let options = |accept_problems| ImportOptions {
        currency: Some("EUR".to_owned()),
        accept_problems,
        ..ImportOptions::default()
    };
    let refused = ledger.import_with("long.qif", &rows, options(false)).await;
    let Err(LedgerError::Question(sentence)) = refused else {
        panic!("{refused:?}");
    };
    assert!(sentence.contains("longer than 7992"), "{sentence}");
    let done = ledger
        .import_with("long.qif", &rows, options(true))
        .await
        .unwrap();
    assert_eq!((done.new, done.problems), (1, 1));
    ledger.digest().await;
}

#[tokio::test]
async fn a_stopped_import_leaves_nothing_behind() {
    let ledger = fresh().await;
    let before = ledger.digest().await;
    let stopped = ledger
        .ledger
        .import(
            &file("apple.csv", APPLE),
            &ImportOptions::default(),
            now(),
            &mut |_| ControlFlow::Break(()),
        )
        .await;
    assert!(
        matches!(stopped, Err(LedgerError::Cancelled)),
        "{stopped:?}"
    );
    assert_eq!(ledger.digest().await, before);
    assert!(ledger.ledger.history(5).await.unwrap().is_empty());
    assert_eq!(ledger.import("apple.csv", APPLE).await.unwrap().new, 4);
}

#[tokio::test]
async fn figures_of_an_import_are_there_at_once() {
    let ledger = fresh().await;
    ledger.import("apple.csv", APPLE).await.unwrap();
    let today = ledger.ledger.today(None, day(2026, 3, 31)).await.unwrap();
    assert_eq!((today.currency.as_str(), today.small.count), ("USD", 3));
    assert_eq!(today.spent.value, "9.99");
}

#[tokio::test]
async fn what_was_imported_again_cannot_stand_a_second_time() {
    const HEAD: &str = "Date,Payee,Amount,Currency\n";
    let home = fresh().await;
    let first = format!("{HEAD}2026-03-01,Kiosk,-2.00,EUR\n2026-03-02,Kiosk,-2.10,EUR\n");
    let second = format!("{HEAD}2026-03-09,Kiosk,-3.00,EUR\n2026-03-10,Kiosk,-3.10,EUR\n");
    home.import("wallet.csv", &first).await.unwrap();
    let taken_back = home.import("wallet.csv", &second).await.unwrap();
    let taken_back = taken_back.change.unwrap().id;
    let account = home.ledger.accounts().await.unwrap()[0].id;
    home.buy(account, "1.00", "Kiosk").await;
    home.ledger.undo(Some(taken_back), now()).await.unwrap();
    assert_eq!(home.import("wallet.csv", &second).await.unwrap().new, 2);
    let refusal = home.ledger.redo(Some(taken_back), now()).await.unwrap_err();
    assert!(matches!(refusal, LedgerError::Overtaken), "{refusal}");
    home.digest().await;
}
