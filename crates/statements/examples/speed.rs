//! Times the reading of 100,000 rows of each main format: `cargo run --release --example speed`.

use std::fmt::Write;
use std::time::Instant;

use farthing_statements::{Hints, read};

const ROWS: usize = 100_000;

fn main() {
    for (name, text) in [
        ("csv", csv()),
        ("paypal", paypal()),
        ("ofx1", ofx()),
        ("qif", qif()),
    ] {
        if std::env::args().nth(1).is_some_and(|wanted| wanted != name) {
            continue;
        }
        let mut best = u128::MAX;
        let mut rows = 0;
        for _ in 0..7 {
            let start = Instant::now();
            let reading = read(text.as_bytes(), &Hints::default());
            best = best.min(start.elapsed().as_micros());
            rows = reading.map_or(0, |r| r.statements.iter().map(|s| s.rows.len()).sum());
        }
        println!(
            "{name}: {rows} rows of {} KiB in {best} µs",
            text.len() / 1024
        );
    }
}

fn csv() -> String {
    let mut text = "Date,Description,Amount,Balance\n".to_owned();
    for i in 0..ROWS {
        let _ = writeln!(
            text,
            "2026-{:02}-{:02},Coffee shop number {i},-{}.{:02},1000.00",
            i % 12 + 1,
            i % 28 + 1,
            i % 90,
            i % 100
        );
    }
    text
}

fn paypal() -> String {
    let mut text = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance\n".to_owned();
    for i in 0..ROWS {
        let _ = writeln!(
            text,
            "\"{:02}/{:02}/2026\",\"10:00:00\",\"PST\",\"Shop {i}\",\"Website Payment\",\"Completed\",\"USD\",\"-{}.50\",\"0.00\",\"-{}.50\",\"T{i}\",\"\",\"1,000.00\"",
            i % 12 + 1,
            i % 28 + 1,
            i % 90,
            i % 90
        );
    }
    text
}

fn ofx() -> String {
    let mut text = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n".to_owned();
    for i in 0..ROWS {
        let _ = writeln!(
            text,
            "<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>2026{:02}{:02}120000\n<TRNAMT>-{}.25\n<FITID>F{i}\n<NAME>Shop number {i}\n<MEMO>A note\n</STMTTRN>",
            i % 12 + 1,
            i % 28 + 1,
            i % 90
        );
    }
    text
}

fn qif() -> String {
    let mut text = "!Type:Bank\n".to_owned();
    for i in 0..ROWS {
        let _ = writeln!(
            text,
            "D{:02}/{:02}/2026\nT-{}.25\nPShop number {i}\nLFood\n^",
            i % 12 + 1,
            i % 28 + 1,
            i % 90
        );
    }
    text
}
