//! What the ledger has is known again: pending rows that are final now, the same event from another
//! file, and equal payments at another time of day. Nothing doubles, nothing is lost, all with a say.

use crate::common::{Fresh, day, file, fresh, now, purchase};
use farthing_ledger::{
    EntryFilter, EntryRow, EntryStatus, ImportOptions, ImportPreview, MatchCertainty,
    MatchRelation, RowAnswer, RowState,
};

const HEAD: &str = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Reference Txn ID,Balance\n";

/// A row of a wallet: day of March, time, payee, status, amount, id.
fn wallet_row(day: u32, time: &str, payee: &str, status: &str, amount: &str, id: &str) -> String {
    format!(
        "{day:02}/03/2026,{time},CET,{payee},Express Checkout Payment,{status},EUR,\"{amount}\",\"0,00\",\"{amount}\",a@example.org,b@example.org,{id},,\"40,00\"\n"
    )
}

fn wallet(rows: &[String]) -> String {
    format!("{HEAD}{}", rows.concat())
}

async fn entries(home: &Fresh) -> Vec<EntryRow> {
    let filter = EntryFilter::default();
    home.ledger.entries(&filter, 0, 50).await.unwrap().rows
}

async fn preview(home: &Fresh, text: &str, options: &ImportOptions) -> ImportPreview {
    home.ledger
        .preview_import(&file("next.csv", text), options)
        .await
        .unwrap()
}

fn bank(rows: &str) -> String {
    format!("Date;Description;Amount\n{rows}")
}

fn answers(lines: &[(u32, bool)]) -> ImportOptions {
    ImportOptions {
        answers: lines
            .iter()
            .map(|&(line, same)| RowAnswer { line, same })
            .collect(),
        ..ImportOptions::default()
    }
}

#[tokio::test]
async fn a_pending_row_that_is_final_under_the_same_identity_is_made_final() {
    let home = fresh().await;
    let row = |status| {
        wallet(&[wallet_row(
            14,
            "08:15:00",
            "Pocket Realms",
            status,
            "-4,50",
            "T1",
        )])
    };
    home.import("a.csv", &row("Pending")).await.unwrap();
    assert_eq!(entries(&home).await[0].status, EntryStatus::Pending);
    let done = home.import("b.csv", &row("Completed")).await.unwrap();
    assert_eq!((done.new, done.duplicates), (0, 1));
    assert_eq!(entries(&home).await[0].status, EntryStatus::Posted);
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(entries(&home).await[0].status, EntryStatus::Pending);
    home.ledger.redo(None, now()).await.unwrap();
    assert_eq!(home.count().await, 1);
    home.digest().await;
}

#[tokio::test]
async fn a_pending_row_that_comes_back_on_another_day_is_claimed_and_not_doubled() {
    let home = fresh().await;
    let before = wallet(&[wallet_row(
        14,
        "08:15:00",
        "Pocket Realms",
        "Pending",
        "-4,50",
        "T1",
    )]);
    let after = wallet(&[wallet_row(
        16,
        "03:00:00",
        "Pocket Realms",
        "Completed",
        "-4,50",
        "T9",
    )]);
    home.import("a.csv", &before).await.unwrap();
    let shown = preview(&home, &after, &ImportOptions::default()).await;
    let [found] = shown.matches.as_slice() else {
        panic!("{:?}", shown.matches);
    };
    assert_eq!(
        (found.relation, found.certainty, found.same, found.row.state),
        (
            MatchRelation::Posted,
            MatchCertainty::Certain,
            true,
            RowState::Posted
        )
    );
    assert_eq!(found.reason, "pending before: the same payee, 2 days later");
    let done = home.import("b.csv", &after).await.unwrap();
    assert_eq!((done.new, done.duplicates), (0, 1));
    let rows = entries(&home).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].status, rows[0].date),
        (EntryStatus::Posted, day(2026, 3, 16))
    );
    // Both forms are known now.
    for text in [&before, &after] {
        let again = home.import("again.csv", text).await.unwrap();
        assert_eq!((again.new, again.batch), (0, None));
    }
    home.digest().await;
}

#[tokio::test]
async fn a_tip_is_only_suggested_and_the_persons_word_decides() {
    let before = wallet(&[wallet_row(
        14,
        "20:15:00",
        "Trattoria",
        "Pending",
        "-20,00",
        "T1",
    )]);
    let after = wallet(&[wallet_row(
        15,
        "03:00:00",
        "Trattoria",
        "Completed",
        "-23,00",
        "T2",
    )]);
    for same in [false, true] {
        let home = fresh().await;
        home.import("a.csv", &before).await.unwrap();
        let shown = preview(&home, &after, &ImportOptions::default()).await;
        assert_eq!(shown.matches[0].certainty, MatchCertainty::Possible);
        assert!(!shown.matches[0].same, "never merged without a say");
        let line = shown.matches[0].row.line;
        home.import_with("b.csv", &after, answers(&[(line, same)]))
            .await
            .unwrap();
        let rows = entries(&home).await;
        assert_eq!(rows.len(), if same { 1 } else { 2 });
        assert_eq!(rows[0].amount.value, "-23.00");
        home.digest().await;
    }
}

#[tokio::test]
async fn a_typed_entry_is_shown_beside_the_row_that_it_is_and_learns_its_identity() {
    let home = fresh().await;
    let account = home.wallet("Everyday").await;
    home.ledger
        .add_entry(purchase(account.id, "3.20", "Kiosk am Markt"), now())
        .await
        .unwrap();
    let text = bank("2026-03-15;KIOSK AM MARKT 0442;-3,20\n2026-03-15;Kiosk am Markt;-3,20\n");
    let options = ImportOptions {
        account: Some(account.id),
        ..ImportOptions::default()
    };
    let shown = preview(&home, &text, &options).await;
    assert_eq!(shown.matches.len(), 1, "one entry is the twin of one row");
    assert_eq!(shown.matches[0].entry.payee, "Kiosk am Markt");
    let done = home
        .import_with("b.csv", &text, options.clone())
        .await
        .unwrap();
    assert_eq!((done.new, done.duplicates), (1, 1));
    assert_eq!(home.count().await, 2);
    let again = home.import_with("c.csv", &text, options).await.unwrap();
    assert_eq!((again.new, again.duplicates), (0, 2));
    home.digest().await;
}

#[tokio::test]
async fn the_same_account_in_another_format_does_not_double() {
    let home = fresh().await;
    let ofx = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>4321<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260314<TRNAMT>-3.20<FITID>F1<NAME>KIOSK AM MARKT</STMTTRN><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260314<TRNAMT>-3.20<FITID>F2<NAME>KIOSK AM MARKT</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    home.import("bank.ofx", ofx).await.unwrap();
    let account = home.ledger.accounts().await.unwrap()[0].id;
    let options = ImportOptions {
        account: Some(account),
        ..ImportOptions::default()
    };
    let csv = bank(
        "2026-03-14;Kiosk am Markt Karte 12;-3,20\n2026-03-14;Kiosk am Markt Karte 12;-3,20\n2026-03-15;Bakery;-1,10\n",
    );
    let done = home.import_with("bank.csv", &csv, options).await.unwrap();
    assert_eq!((done.new, done.duplicates), (1, 2), "two coffees stay two");
    assert_eq!(home.count().await, 3);
    home.digest().await;
}

#[tokio::test]
async fn an_id_that_comes_back_on_another_day_is_shown_and_not_doubled() {
    let home = fresh().await;
    let ofx = |day: &str| {
        format!(
            "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>4321<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>-3.20<FITID>F1<NAME>KIOSK</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        )
    };
    home.import("a.ofx", &ofx("20260314")).await.unwrap();
    let next = ofx("20260316");
    let shown = preview(&home, &next, &ImportOptions::default()).await;
    assert_eq!(shown.matches.len(), 1);
    assert!(shown.matches[0].same);
    home.import("b.ofx", &next).await.unwrap();
    assert_eq!(home.count().await, 1);
}

#[tokio::test]
async fn a_file_of_the_same_kind_with_another_row_of_the_day_loses_nothing() {
    let home = fresh().await;
    let account = home.wallet("Everyday").await;
    let options = || ImportOptions {
        account: Some(account.id),
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    };
    let first = bank("2026-03-13;Rent;-500,00\n2026-03-14;Bus ticket zone A;-2,80\n");
    home.import_with("a.csv", &first, options()).await.unwrap();
    let next = bank("2026-03-14;Bus ticket zone B;-2,80\n2026-03-15;Bread;-1,10\n");
    let done = home.import_with("b.csv", &next, options()).await.unwrap();
    assert_eq!((done.new, done.duplicates), (2, 0));
    assert_eq!(home.count().await, 4);
}

#[tokio::test]
async fn equal_payments_at_other_times_of_a_day_are_told_apart() {
    let home = fresh().await;
    let at = |time: &str| wallet_row(14, time, "Cafe Lumen", "Completed", "-3,00", "");
    home.import("morning.csv", &wallet(&[at("08:00:00")]))
        .await
        .unwrap();
    let later = wallet(&[at("15:30:00")]);
    let done = home.import("afternoon.csv", &later).await.unwrap();
    assert_eq!((done.new, done.duplicates), (1, 0));
    let whole = wallet(&[at("15:30:00"), at("08:00:00"), at("19:00:00")]);
    let done = home.import("whole.csv", &whole).await.unwrap();
    assert_eq!((done.new, done.duplicates), (1, 2));
    assert_eq!(home.count().await, 3);
    assert_eq!(home.import("whole.csv", &whole).await.unwrap().new, 0);
    home.digest().await;
}

#[tokio::test]
async fn a_twin_that_was_refused_is_added_and_known_from_then_on() {
    let home = fresh().await;
    let account = home.wallet("Everyday").await;
    home.ledger
        .add_entry(purchase(account.id, "3.20", "Kiosk am Markt"), now())
        .await
        .unwrap();
    let text = bank("2026-03-14;Kiosk am Markt;-3,20\n");
    let mut options = ImportOptions {
        account: Some(account.id),
        ..answers(&[(2, false)])
    };
    home.import_with("b.csv", &text, options.clone())
        .await
        .unwrap();
    assert_eq!(home.count().await, 2);
    options.answers.clear();
    assert_eq!(
        home.import_with("c.csv", &text, options).await.unwrap().new,
        0
    );
}

#[tokio::test]
async fn a_mapping_is_kept_with_its_shape_and_found_again() {
    let home = fresh().await;
    let text = |rows: &str| format!("wann|wer|wieviel\n{rows}");
    let march = text("2026-03-14|Kiosk|3,20\n2026-03-15|Bread|1,10\n");
    let mapping = serde_json::from_str(
        r#"{"header_line": 1, "sign": "negated", "currency": "EUR", "account": "Tin",
            "columns": {"date": "wann", "payee": "wer", "amount": "wieviel"}}"#,
    )
    .unwrap();
    let asked = preview(&home, &march, &ImportOptions::default()).await;
    assert_eq!(asked.questions[0].hint, "sign");
    assert_eq!(
        asked.table.unwrap().top[1].cells,
        ["2026-03-14", "Kiosk", "3,20"]
    );
    let options = ImportOptions {
        mapping: Some(mapping),
        ..ImportOptions::default()
    };
    home.import_with("march.csv", &march, options)
        .await
        .unwrap();
    let april = text("2026-04-14|Kiosk|3,40\n");
    let done = home.import("april.csv", &april).await.unwrap();
    assert_eq!(done.new, 1);
    assert_eq!(entries(&home).await[0].amount.value, "-3.40");
    assert_eq!(home.ledger.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_import_notes_what_its_statement_stated_and_whether_it_agrees() {
    let home = fresh().await;
    let ofx = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>4321<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260314<TRNAMT>-3.20<FITID>F1<NAME>KIOSK</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    home.import("bank.ofx", ofx).await.unwrap();
    let batches = home.ledger.batches(10).await.unwrap();
    let [batch] = batches.as_slice() else {
        panic!("{batches:?}");
    };
    assert_eq!((batch.file.as_str(), batch.digest.len()), ("bank.ofx", 64));
    let account = &batch.accounts[0];
    assert_eq!((account.rows, account.added, account.known), (1, 1, 0));
    assert_eq!(account.sum.value, "-3.20");
    home.ledger.undo(batch.change, now()).await.unwrap();
    assert!(home.ledger.batches(10).await.unwrap().is_empty());
    home.ledger.redo(None, now()).await.unwrap();
    assert_eq!(home.ledger.batches(10).await.unwrap(), batches);
}

#[tokio::test]
async fn a_message_and_the_statement_that_follows_it_are_one_payment() {
    let home = fresh().await;
    let message = "TAA1BB2CC3 Confirmed. Ksh1,000.00 sent to ANA DEMO 0712345678 on 14/3/26 at 8:15 AM. New M-PESA balance is Ksh4,750.00. Transaction cost, Ksh0.00.";
    let done = home.import("pasted", message).await.unwrap();
    assert_eq!(done.new, 1);
    let account = home.ledger.accounts().await.unwrap()[0].clone();
    assert_eq!(account.name, "M-Pesa");
    let statement = "Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance\nTAA1BB2CC3,2026-03-14 08:15:07,Customer Transfer to 0712***678 - ANA DEMO,Completed,,-1000.00,4750.00\nTAA1BB2CC9,2026-03-15 08:15:07,Customer Transfer to 0712***678 - ANA DEMO,Completed,,-50.00,4700.00\n";
    let done = home.import("march.csv", statement).await.unwrap();
    assert_eq!((done.new, done.duplicates), (1, 1), "{:#?}", done.matches);
    assert_eq!(home.count().await, 2);
    home.digest().await;
}

#[tokio::test]
async fn a_template_of_ones_own_reads_messages_until_it_is_taken_back() {
    let home = fresh().await;
    let text = "Tin: you paid 3.50 to Tea House. Left: 12.00";
    let options = || ImportOptions {
        day: Some(day(2026, 3, 14)),
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    };
    assert!(home.import_with("pasted", text, options()).await.is_err());
    let wrong = home
        .ledger
        .save_message_template("Tin", "Tin: you paid for {payee}", now())
        .await
        .unwrap_err();
    assert!(wrong.to_string().starts_with("text: "), "{wrong}");
    home.ledger
        .save_message_template(
            "Tin",
            "Tin: you paid {amount} to {payee}. Left: {balance}",
            now(),
        )
        .await
        .unwrap();
    let done = home.import_with("pasted", text, options()).await.unwrap();
    assert_eq!(done.new, 1);
    assert_eq!(
        home.ledger.message_templates().await.unwrap()[0].name,
        "Tin"
    );
    home.ledger.undo(None, now()).await.unwrap();
    home.ledger.undo(None, now()).await.unwrap();
    assert!(home.ledger.message_templates().await.unwrap().is_empty());
}
