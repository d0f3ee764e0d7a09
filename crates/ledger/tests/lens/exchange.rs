//! What exchanges hide beside the reference rates of a file.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use farthing_ledger::LedgerError;
use farthing_ledger::exchange::{ExchangeRow, Exchanges, ReferenceShown};
use farthing_ledger::fees::FeeSide;

use crate::common::{Fresh, day, file, fresh, now};

/// A payment with its conversion: 14 March 2026 is a Saturday.
const PAYPAL: &str = "\
Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance
03/14/2026,08:15:00,CET,Pixel Forge,Express Checkout Payment,Completed,USD,-10.00,0.00,-10.00,1AB,,-10.00
03/14/2026,08:15:00,CET,,General Currency Conversion,Completed,EUR,-9.60,0.00,-9.60,2CD,1AB,90.40
03/14/2026,08:15:00,CET,,General Currency Conversion,Completed,USD,10.00,0.00,10.00,3EF,1AB,0.00
";

/// An exchange between two pots of a wallet, with a fee beside it.
const REVOLUT: &str = "\
Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
EXCHANGE,Current,2026-03-14 09:00:00,2026-03-14 09:00:00,To USD,-10.00,0.10,EUR,COMPLETED,89.90
EXCHANGE,Current,2026-03-14 09:00:00,2026-03-14 09:00:00,To USD,10.85,0.00,USD,COMPLETED,10.85
";

/// A card whose rows say what they were abroad; the second is money that came back.
const CARD: &str = "\
\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\",\"Account Name\",\"Amount (EUR)\",\"Original Amount\",\"Original Currency\",\"Exchange Rate\"
2026-03-13,2026-03-13,Tea House,,Presentment,,Main Account,-6.40,1000,JPY,
2026-03-16,2026-03-16,Tea House,,Presentment,,Main Account,6.00,1000,JPY,
2026-03-13,2026-03-13,A bakery,,Presentment,,Main Account,-5.95,5.95,EUR,1
";

/// Friday's rates, and older ones.
const RATES: &str = "\
Date,USD,JPY,GBP,
2026-03-13,1.0830,163.20,0.8400,
2026-03-12,1.0900,162.00,N/A,
";

async fn rates(fresh: &Fresh, text: &str) -> (u32, u32, u32) {
    let file = file("eurofxref-hist.csv", text);
    let read = fresh.ledger.read_rates(&file).await.unwrap();
    (read.added, read.changed, read.known)
}

async fn march(fresh: &Fresh, currency: &str) -> Exchanges {
    let told = fresh
        .ledger
        .exchanges(currency, day(2026, 3, 1), day(2026, 3, 31));
    told.await.unwrap()
}

fn only(told: &Exchanges) -> &ExchangeRow {
    assert_eq!(told.rows.len(), 1, "{told:#?}");
    &told.rows[0]
}

fn reference(row: &ExchangeRow) -> &ReferenceShown {
    row.reference.as_ref().unwrap()
}

#[tokio::test]
async fn a_weekend_payment_is_compared_with_fridays_rate_by_its_inverse() {
    let home = fresh().await;
    home.import("paypal.csv", PAYPAL).await.unwrap();
    assert_eq!(rates(&home, RATES).await, (5, 0, 0));
    let told = march(&home, "EUR").await;
    let row = only(&told);
    assert_eq!(
        (row.payee.as_str(), row.account.as_str()),
        ("Pixel Forge", "PayPal")
    );
    assert_eq!(
        (row.charged.value.as_str(), row.amount.value.as_str()),
        ("9.60", "10.00")
    );
    assert_eq!(row.own_rate, "0.96");
    // 10.00 ÷ 1.0830 = 9.2336…
    let reference = reference(row);
    assert_eq!(reference.day, day(2026, 3, 13));
    assert_eq!(reference.rate, "0.923361");
    assert_eq!(reference.at_reference.value, "9.23");
    assert_eq!(reference.hidden.value, "0.37");
    assert_eq!(reference.percent, "0.0397");
    assert_eq!(
        reference.words,
        "1 EUR was 1.083 USD on 13 March 2026 (eurofxref-hist.csv)"
    );
    assert_eq!(
        (told.hidden.value.as_str(), told.rate.as_deref()),
        ("0.37", Some("0.0397"))
    );
    assert_eq!(
        (told.paid.count, told.paid.without, told.received.count),
        (1, 0, 0)
    );
    assert_eq!(told.accounts[0].name, "PayPal");
    home.digest().await;
}

#[tokio::test]
async fn a_rate_of_seven_days_before_counts_and_one_of_eight_does_not() {
    for (date, hidden) in [
        ("2026-03-07", Some("0.37")),
        ("2026-03-06", None),
        ("2026-03-15", None),
    ] {
        let home = fresh().await;
        home.import("paypal.csv", PAYPAL).await.unwrap();
        rates(&home, &format!("Date,USD\n{date},1.0830\n")).await;
        let told = march(&home, "EUR").await;
        let found = only(&told).reference.as_ref();
        assert_eq!(
            found.map(|found| found.hidden.value.as_str()),
            hidden,
            "{date}"
        );
        assert_eq!(told.paid.without, u32::from(hidden.is_none()));
        assert!(told.has_rates);
    }
}

#[tokio::test]
async fn without_rates_nothing_is_converted_and_never_one_to_one() {
    let home = fresh().await;
    home.import("paypal.csv", PAYPAL).await.unwrap();
    let told = march(&home, "EUR").await;
    assert!(!told.has_rates);
    assert_eq!(only(&told).reference, None);
    assert_eq!(
        (told.hidden.value.as_str(), told.rate.as_deref()),
        ("0.00", None)
    );
    assert_eq!((told.paid.count, told.paid.without), (0, 1));
}

#[tokio::test]
async fn an_exchange_between_pots_keeps_its_fee_apart() {
    let home = fresh().await;
    home.import("revolut.csv", REVOLUT).await.unwrap();
    // The pair's own rate comes before its inverse.
    let pairs = "Date,Base,Quote,Rate\n2026-03-13,USD,EUR,0.9\n2026-03-14,EUR,USD,2\n";
    rates(&home, pairs).await;
    let told = march(&home, "EUR").await;
    let row = only(&told);
    assert_eq!(
        (row.charged.value.as_str(), row.amount.value.as_str()),
        ("10.00", "10.85")
    );
    let fees: Vec<_> = row.fees.iter().map(|fee| fee.value.as_str()).collect();
    assert_eq!(fees, ["0.10"]);
    // 10.85 × 0.9 = 9.765, half-up, and 0.235 above it.
    let reference = reference(row);
    assert_eq!(
        (
            reference.at_reference.value.as_str(),
            reference.hidden.value.as_str()
        ),
        ("9.77", "0.24")
    );
    assert_eq!(told.paid.fees.value, "0.10");
    // What was taken is not told a second time from its own side.
    assert!(march(&home, "USD").await.rows.is_empty());
}

#[tokio::test]
async fn a_card_says_what_it_was_abroad_and_what_came_back_for_less_is_hidden_too() {
    let home = fresh().await;
    home.import("n26.csv", CARD).await.unwrap();
    rates(&home, RATES).await;
    let told = march(&home, "EUR").await;
    let rows: Vec<_> = told
        .rows
        .iter()
        .map(|row| {
            let reference = reference(row);
            (
                row.side,
                &*row.amount.value,
                &*reference.at_reference.value,
                &*reference.hidden.value,
            )
        })
        .collect();
    // 1000 ÷ 163.20 = 6.127…
    assert_eq!(
        rows,
        [
            (FeeSide::Received, "1000", "6.13", "0.13"),
            (FeeSide::Paid, "1000", "6.13", "0.27"),
        ]
    );
    assert_eq!(told.hidden.value, "0.40");
    assert_eq!(
        (told.paid.count, told.received.count, told.unclear),
        (1, 1, 0)
    );
    assert_eq!(told.accounts.len(), 2);
}

#[tokio::test]
async fn two_currencies_of_a_table_are_crossed_through_the_third() {
    let home = fresh().await;
    let pounds = PAYPAL.replace("EUR", "GBP").replace("9.60", "8.00");
    home.import("paypal.csv", &pounds).await.unwrap();
    rates(&home, &format!("{RATES}2026-03-11,1.5,160,0.5,\n")).await;
    let told = march(&home, "GBP").await;
    // 10.00 ÷ 1.0830 × 0.84 = 7.7562…, both of Friday.
    let reference = reference(only(&told));
    assert_eq!(
        (
            reference.at_reference.value.as_str(),
            reference.hidden.value.as_str()
        ),
        ("7.76", "0.24")
    );
    assert!(reference.words.contains("1.083 USD") && reference.words.contains("0.84 GBP"));
}

#[tokio::test]
async fn undo_takes_the_original_amount_with_the_import_and_redo_brings_it_back() {
    let home = fresh().await;
    rates(&home, RATES).await;
    home.import("n26.csv", CARD).await.unwrap();
    let before = march(&home, "EUR").await;
    home.ledger.undo(None, now()).await.unwrap();
    assert!(march(&home, "EUR").await.rows.is_empty());
    home.ledger.redo(None, now()).await.unwrap();
    assert_eq!(march(&home, "EUR").await, before);
    // A single entry goes the same way.
    let entry = before.rows[0].entry;
    home.ledger.delete_entries(&[entry], now()).await.unwrap();
    assert_eq!(march(&home, "EUR").await.rows.len(), 1);
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(march(&home, "EUR").await, before);
    home.digest().await;
}

#[tokio::test]
async fn a_second_reading_adds_what_is_new_and_takes_what_differs_from_the_file() {
    let home = fresh().await;
    assert_eq!(rates(&home, RATES).await, (5, 0, 0));
    assert_eq!(rates(&home, RATES).await, (0, 0, 5));
    let newer = RATES
        .replace("1.0830", "1.0840")
        .replace("GBP,\n", "GBP,\n2026-03-16,1.0850,N/A,N/A,\n");
    assert_eq!(rates(&home, &newer).await, (1, 1, 4));
    let known = home.ledger.rates_known().await.unwrap();
    let pairs: Vec<_> = known
        .pairs
        .iter()
        .map(|pair| (&*pair.base, &*pair.quote, pair.days, pair.first, pair.last))
        .collect();
    assert_eq!(
        pairs,
        [
            ("EUR", "GBP", 1, day(2026, 3, 13), day(2026, 3, 13)),
            ("EUR", "JPY", 2, day(2026, 3, 12), day(2026, 3, 13)),
            ("EUR", "USD", 3, day(2026, 3, 12), day(2026, 3, 16)),
        ]
    );
    assert_eq!(known.last, Some(day(2026, 3, 16)));
    // Rates are not in the history, and can be forgotten.
    assert!(home.ledger.history(10).await.unwrap().is_empty());
    assert_eq!(home.ledger.forget_rates().await.unwrap(), 6);
    assert_eq!(home.ledger.rates_known().await.unwrap().count, 0);
    home.digest().await;
}

#[tokio::test]
async fn a_file_with_a_wrong_line_keeps_none_of_its_rates() {
    let home = fresh().await;
    let wrong = format!("{RATES}2026-03-11,1.08,160,much,\n");
    let error = home.ledger.read_rates(&file("rates.csv", &wrong)).await;
    let error = error.unwrap_err();
    assert!(matches!(error, LedgerError::Rates(_)));
    assert!(
        error
            .to_string()
            .starts_with("rates.csv, line 4, column 4: “much” is no price"),
        "{error}"
    );
    assert_eq!(home.ledger.rates_known().await.unwrap().count, 0);
}

#[tokio::test]
async fn a_pending_payment_learns_its_original_amount_when_it_is_posted() {
    let home = fresh().await;
    rates(&home, RATES).await;
    let row = |state: &str, abroad: &str| {
        format!(
            "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\">\
             <BkToCstmrAcctRpt><Rpt><Id>R1</Id><Acct><Id><Othr><Id>11-22</Id></Othr></Id>\
             <Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy=\"EUR\">6.30</Amt><CdtDbtInd>DBIT</CdtDbtInd>\
             <Sts><Cd>{state}</Cd></Sts><BookgDt><Dt>2026-03-13</Dt></BookgDt>\
             <AcctSvcrRef>B-1</AcctSvcrRef><AmtDtls><InstdAmt><Amt Ccy=\"JPY\">{abroad}</Amt></InstdAmt>\
             </AmtDtls><AddtlNtryInf>Tea House</AddtlNtryInf></Ntry></Rpt></BkToCstmrAcctRpt></Document>"
        )
    };
    home.import("a.xml", &row("PDNG", "990")).await.unwrap();
    let told = march(&home, "EUR").await;
    assert_eq!(only(&told).amount.value, "990");
    home.import("b.xml", &row("BOOK", "1000")).await.unwrap();
    let told = march(&home, "EUR").await;
    let row = only(&told);
    let sides = (row.charged.value.as_str(), row.amount.value.as_str());
    assert_eq!(sides, ("6.30", "1000"));
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(only(&march(&home, "EUR").await).amount.value, "990");
    home.digest().await;
}

/// Every working day of a central bank's history, all of its currencies.
fn long_history(days: usize) -> String {
    let codes = "USD JPY BGN CZK DKK GBP HUF PLN RON SEK CHF ISK NOK TRY AUD BRL CAD CNY HKD IDR ILS INR \
                 KRW MXN MYR NZD PHP SGD THB ZAR CYP EEK LTL LVL MTL ROL SIT SKK HRK RUB";
    let codes: Vec<&str> = codes.split_whitespace().collect();
    let mut text = format!("Date,{},\n", codes.join(","));
    let mut date = day(2026, 3, 13);
    for number in 0..days {
        write!(text, "{date}").unwrap();
        for column in 0..codes.len() {
            write!(text, ",{}.{:04}", 1 + column, 1 + number).unwrap();
        }
        text.push_str(",\n");
        date = before(date);
    }
    text
}

fn before(date: NaiveDate) -> NaiveDate {
    let back = if date.weekday() == Weekday::Mon { 3 } else { 1 };
    date.checked_sub_days(Days::new(back)).unwrap()
}

#[tokio::test]
async fn a_history_of_seven_thousand_days_is_read_whole_and_read_again() {
    let home = fresh().await;
    let text = long_history(7_000);
    let begun = std::time::Instant::now();
    assert_eq!(rates(&home, &text).await, (280_000, 0, 0));
    let first = begun.elapsed();
    assert_eq!(rates(&home, &text).await, (0, 0, 280_000));
    home.import("paypal.csv", PAYPAL).await.unwrap();
    let begun = std::time::Instant::now();
    let told = march(&home, "EUR").await;
    println!("read in {first:?}, told in {:?}", begun.elapsed());
    assert_eq!(reference(only(&told)).rate, "0.9999");
    home.ledger.undo(None, now()).await.unwrap();
    home.digest().await;
}
