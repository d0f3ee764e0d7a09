//! Rows that hang together become one event: conversions, exchanges, books, transfers, refunds.

use crate::common::{Fresh, fresh, now};
use farthing_ledger::{EntryFilter, EntryKind, EntryRow, ImportOptions};

const PAYPAL: &str = "\
Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance
03/14/2026,08:15:00,CET,Pixel Forge,Express Checkout Payment,Completed,USD,-4.99,0.00,-4.99,1AB,,-4.99
03/14/2026,08:15:00,CET,,General Currency Conversion,Completed,EUR,-4.71,0.00,-4.71,2CD,1AB,95.29
03/14/2026,08:15:00,CET,,General Currency Conversion,Completed,USD,4.99,0.00,4.99,3EF,1AB,0.00
";

const EXCHANGE: &str = "\
Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
EXCHANGE,Current,2026-03-14 09:00:00,2026-03-14 09:00:00,To USD,-10.00,0.10,EUR,COMPLETED,89.90
EXCHANGE,Current,2026-03-14 09:00:00,2026-03-14 09:00:00,To USD,10.85,0.00,USD,COMPLETED,10.85
";

const BOOK: &str = "\
2026-03-14 Corner Cafe
    expenses:food:coffee        3.50 EUR
    expenses:tips               0.50 EUR
    assets:cash                -4.00 EUR

2026-03-15 To the wallet
    assets:wallet              20.00 EUR
    assets:bank               -20.00 EUR
";

const MPESA: &str = "\
Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance
TDA1AA2BB3,2026-03-14 17:02:13,Customer Transfer to - 2547******333 WANJA D,Completed,,500.00,4500.00
TDA1AA2BB3,2026-03-14 17:02:13,Customer Transfer of Funds Charge,Completed,,7.00,4493.00
TDA1AA2BB4,2026-03-15 09:45:00,Airtime Purchase,Completed,,50.00,4443.00
";

async fn entries(home: &Fresh) -> Vec<EntryRow> {
    let page = home.ledger.entries(&EntryFilter::default(), 0, 100).await;
    page.unwrap().rows
}

/// The postings as `account amount currency`.
async fn postings(home: &Fresh, entry: &EntryRow) -> Vec<String> {
    let detail = home.ledger.entry(entry.id).await.unwrap();
    let line = |p: &farthing_ledger::PostingRow| {
        format!("{} {} {}", p.account, p.amount.value, p.amount.currency)
    };
    detail.postings.iter().map(line).collect()
}

#[tokio::test]
async fn what_was_charged_in_a_row_of_its_own_is_the_fee_in_its_payment() {
    let home = fresh().await;
    let done = home.import("mpesa.csv", MPESA).await.unwrap();
    assert_eq!((done.new, done.duplicates), (3, 0), "{done:?}");
    let all = entries(&home).await;
    let [airtime, sent] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(
        postings(&home, sent).await,
        [
            "M-Pesa -507.00 KES",
            "Transfers 500.00 KES",
            "Fees 7.00 KES"
        ]
    );
    assert_eq!(
        postings(&home, airtime).await,
        ["M-Pesa -50.00 KES", "Uncategorised 50.00 KES"]
    );
    let detail = home.ledger.entry(sent.id).await.unwrap();
    assert_eq!(detail.sources.len(), 2, "each row stays to be seen");
    home.digest().await;
    let again = home.import("again.csv", MPESA).await.unwrap();
    assert_eq!((again.new, again.duplicates), (0, 3));
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(home.count().await, 0);
}

#[tokio::test]
async fn a_charge_for_what_came_earlier_or_for_one_of_two_stays_an_entry_of_its_own() {
    let home = fresh().await;
    let (rest, charge) = (MPESA.lines(), "Customer Transfer of Funds Charge");
    let earlier: Vec<&str> = rest.filter(|line| !line.contains(charge)).collect();
    home.import("earlier.csv", &earlier.join("\n"))
        .await
        .unwrap();
    home.import("mpesa.csv", MPESA).await.unwrap();
    let kinds: Vec<EntryKind> = entries(&home)
        .await
        .iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(
        kinds.iter().filter(|kind| **kind == EntryKind::Fee).count(),
        1
    );
    home.digest().await;

    let home = fresh().await;
    home.import("two.csv", &MPESA.replace("TDA1AA2BB4", "TDA1AA2BB3"))
        .await
        .unwrap();
    assert_eq!(home.count().await, 3);
}

#[tokio::test]
async fn a_payment_with_its_conversion_is_one_purchase_that_says_its_rate() {
    let home = fresh().await;
    let done = home.import("paypal.csv", PAYPAL).await.unwrap();
    assert_eq!((done.new, done.duplicates), (3, 0), "{done:?}");
    assert_eq!(done.change.unwrap().label, "Import paypal.csv (1 entry)");
    let all = entries(&home).await;
    let [entry] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(entry.kind, EntryKind::Purchase);
    let postings = postings(&home, entry).await;
    assert_eq!(
        postings,
        [
            "PayPal -4.99 USD",
            "PayPal 4.99 USD",
            "PayPal -4.71 EUR",
            "Uncategorised 4.71 EUR"
        ]
    );
    let detail = home.ledger.entry(entry.id).await.unwrap();
    assert!(
        entry.note.ends_with("4.99 USD at 0.943888 EUR"),
        "{}",
        entry.note
    );
    assert_eq!(detail.sources.len(), 3, "each row stays to be seen");
    home.digest().await;
    let again = home.import("paypal.csv", PAYPAL).await.unwrap();
    assert_eq!((again.new, again.duplicates), (0, 3));
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(home.count().await, 0);
    home.ledger.redo(None, now()).await.unwrap();
    assert_eq!(home.count().await, 1);
}

#[tokio::test]
async fn both_halves_of_an_exchange_are_one_move_that_is_no_spending() {
    let home = fresh().await;
    home.import("revolut.csv", EXCHANGE).await.unwrap();
    let all = entries(&home).await;
    let [entry] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(entry.kind, EntryKind::Transfer);
    let postings = postings(&home, entry).await;
    assert_eq!(
        postings,
        [
            "Revolut -10.10 EUR",
            "Revolut 10.85 USD",
            "Fees 0.10 EUR",
            "Currency exchange 10.00 EUR",
            "Currency exchange -10.85 USD"
        ]
    );
    home.digest().await;
}

#[tokio::test]
async fn a_book_keeps_its_splits_and_its_moves_between_accounts() {
    let home = fresh().await;
    let done = home.import("book.journal", BOOK).await.unwrap();
    assert_eq!(done.new, 2, "{done:?}");
    let all = entries(&home).await;
    let [moved, coffee] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(
        postings(&home, coffee).await,
        [
            "assets:cash -4.00 EUR",
            "expenses:food:coffee 3.50 EUR",
            "expenses:tips 0.50 EUR"
        ]
    );
    assert_eq!(moved.kind, EntryKind::Transfer);
    let mut sides = postings(&home, moved).await;
    sides.sort();
    assert_eq!(sides, ["assets:bank -20.00 EUR", "assets:wallet 20.00 EUR"]);
    home.digest().await;
    let again = home.import("book.journal", BOOK).await.unwrap();
    assert_eq!(again.new, 0);
}

fn named(account: &str) -> ImportOptions {
    ImportOptions {
        account_name: Some(account.to_owned()),
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    }
}

#[tokio::test]
async fn a_transfer_is_found_when_its_second_side_is_imported_and_undone_with_it() {
    let home = fresh().await;
    let bank = "Date,Payee,Amount\n2026-03-14,Transfer to Pocket,-50.00\n2026-03-14,Kiosk,-2.00\n";
    let pocket =
        "Date,Payee,Amount\n2026-03-15,Transfer from Everyday,50.00\n2026-03-16,Kiosk,-1.00\n";
    let first = home.import_with("bank.csv", bank, named("Everyday")).await;
    assert_eq!(first.unwrap().transfers, 0);
    let before = home.digest().await;
    let second = home
        .import_with("pocket.csv", pocket, named("Pocket"))
        .await;
    assert_eq!(second.unwrap().transfers, 1);
    let all = entries(&home).await;
    let sides: Vec<&EntryRow> = all
        .iter()
        .filter(|entry| entry.kind == EntryKind::Transfer)
        .collect();
    assert_eq!(sides.len(), 2, "{all:?}");
    for side in sides {
        let postings = postings(&home, side).await;
        assert!(
            postings.iter().any(|p| p.starts_with("Transfers ")),
            "{postings:?}"
        );
    }
    home.digest().await;
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(home.digest().await, before);
    assert_eq!(entries(&home).await[0].kind, EntryKind::Purchase);
}

#[tokio::test]
async fn a_refund_finds_its_purchase_in_an_earlier_file() {
    const HEAD: &str = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,\
                        Reference Txn ID,Balance\n";
    let home = fresh().await;
    let bought = format!(
        "{HEAD}03/14/2026,08:15:00,CET,Pixel Forge,Express Checkout Payment,Completed,EUR,-4.99,0.00,\
         -4.99,1AB,,10.00\n"
    );
    let returned = format!(
        "{HEAD}04/02/2026,10:00:00,CET,Pixel Forge,Payment Refund,Completed,EUR,4.99,0.00,4.99,9ZZ,\
         1AB,14.99\n"
    );
    home.import("march.csv", &bought).await.unwrap();
    home.import("april.csv", &returned).await.unwrap();
    let all = entries(&home).await;
    let [refund, purchase] = all.as_slice() else {
        panic!("{all:?}");
    };
    let detail = home.ledger.entry(refund.id).await.unwrap();
    assert_eq!(detail.refund_of, Some(purchase.id));
    home.digest().await;
    // The newest first, in one file.
    let home = fresh().await;
    let both = format!("{returned}{}", bought.trim_start_matches(HEAD));
    home.import("both.csv", &both).await.unwrap();
    let all = entries(&home).await;
    let detail = home.ledger.entry(all[0].id).await.unwrap();
    assert_eq!(detail.refund_of, Some(all[1].id));
}

#[tokio::test]
async fn a_payee_is_named_without_what_a_terminal_prints_and_its_text_stays() {
    let home = fresh().await;
    let text = "Date,Payee,Amount\n2026-03-14,SQ *CORNER CAFE 0041 BERLIN DE,-3.50\n";
    home.import_with("card.csv", text, named("Card"))
        .await
        .unwrap();
    let all = entries(&home).await;
    assert_eq!(all[0].payee, "Corner Cafe");
    let detail = home.ledger.entry(all[0].id).await.unwrap();
    assert!(
        detail.sources[0]
            .raw
            .contains("SQ *CORNER CAFE 0041 BERLIN DE")
    );
    let again = home
        .import_with("card.csv", text, named("Card"))
        .await
        .unwrap();
    assert_eq!((again.new, again.duplicates), (0, 1));
}
