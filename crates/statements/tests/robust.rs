//! No bytes make the reader panic, and no row appears without its line and raw text.
#![cfg(test)]

use std::path::{Path, PathBuf};

use farthing_statements::{Hints, read};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Bytes that separate, quote and mark in the formats read here.
const SIGNIFICANT: &[u8] = b"@{}[]=*,;\t|\"'\r\n<>/^!&$.-+() 0123456789DTP\xFF\x00\xEF\xBB";

fn samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = |path: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(path)
            .expect("a folder")
            .map(|e| e.expect("an entry").path())
            .collect()
    };
    let mut files: Vec<_> = entries(&folder)
        .iter()
        .flat_map(|provider| entries(provider))
        .collect();
    files.retain(|path| path.extension().is_none_or(|e| e != "json"));
    files.sort();
    files
        .iter()
        .map(|path| std::fs::read(path).expect("a sample"))
        .collect()
}

fn read_whatever(bytes: &[u8]) {
    let Ok(reading) = read(bytes, &Hints::default()) else {
        return;
    };
    for row in reading.statements.iter().flat_map(|s| &s.rows) {
        assert!(row.line > 0 && !row.raw.is_empty(), "{row:?}");
        let worth: Decimal = row.parts().iter().map(|part| part.value).sum();
        let balances = row.parts().is_empty() || (worth + row.amount).is_zero();
        assert!(balances, "{row:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        read_whatever(&bytes);
    }

    #[test]
    fn bytes_that_mean_something_never_panic(
        bytes in prop::collection::vec(prop::sample::select(SIGNIFICANT), 0..2048),
    ) {
        read_whatever(&bytes);
    }

    #[test]
    fn damaged_samples_never_panic(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(SIGNIFICANT), 0_u8..3), 1..24),
        cut in any::<prop::sample::Index>(),
    ) {
        let all = samples();
        let mut bytes = which.get(&all).clone();
        for (place, byte, how) in edits {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        read_whatever(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        read_whatever(&bytes);
    }
}

#[test]
fn a_file_of_one_endless_quote_or_tag_is_read_in_time() {
    for unit in ["\"", "\"\",", "<", "<A>", "1,", "^\n", "2026-01-01,\"\n"] {
        read_whatever(unit.repeat(400_000).as_bytes());
    }
}

#[test]
fn bank_messages_without_end_are_read_in_time() {
    let accounts: Vec<String> = (0..40_000)
        .map(|n| format!("<STMTRS><ACCTID>{n}"))
        .collect();
    read_whatever(format!("<OFX>{}", accounts.concat()).as_bytes());

    for (start, unit) in [
        (":60F:C261231EUR1,\n", ":61:261231C1,NTRF\n"),
        (":61:261231C1,NTRF\n", ":86:?20EREF+?21\n"),
        (":61:261231C1,NTRF\n:86:/NAME/", "REMI/+"),
        (":60F:C261231EUR1,\n:25:1\n", ":25:2\n:60F:C261231EUR1,\n"),
        (":60F:C261231EUR1,\n", ":\n{4:-\n"),
        ("<Document><BkToCstmrStmt><Stmt>", "<Ntry></Ntry>"),
        ("<Document><BkToCstmrStmt><Stmt><Ntry>", "<TxDtls></TxDtls>"),
        ("<Document><BkToCstmrStmt><Stmt>", "&amp;&"),
        ("<Document><BkToCstmrStmt><Stmt>", "</Stmt><Stmt>"),
        ("<BkToCstmrStmt ", "a='1' "),
        ("<OFX>", "<STMTRS><ACCTID>1"),
        (
            "<OFX><STMTRS><CURDEF>USD",
            "<STMTTRN><TRNAMT>1,234<DTPOSTED>20260101",
        ),
        ("<OFX><STMTTRN><MEMO>", "<b@c &amp;"),
    ] {
        let mut bytes = start.as_bytes().to_vec();
        bytes.extend(unit.repeat(40_000).as_bytes());
        read_whatever(&bytes);
    }
}

#[test]
fn a_hostile_journal_is_read_in_time() {
    const DAY: &str = "2026-01-01 x\n a  1\n b\n";
    let units = (0..20_000).fold(String::new(), |lines, n| {
        lines + &format!(" a  {n} \"{n}\"\n")
    });
    let hostile = [
        DAY.repeat(20_000),
        format!("2026-01-01 x\n{}", " a  1\n b  = 1\n".repeat(20_000)),
        format!("2026-01-01 x\n a  {}\n", "(".repeat(200_000)),
        format!("{DAY}{}", "alias a=b\nalias b=a:a\n".repeat(20_000)),
        format!("{DAY}{}", "apply account x\napply tag y\n".repeat(20_000)),
        format!("2026-01-01 x\n {}  1\n b\n", "a:".repeat(200_000)),
        format!("2026-01-01 x\n{units} b\n"),
        format!(
            "2026-01-01 x\n a  == 1 X\n b\n{}",
            "2026-01-01 x\n a  1\n b  =* 1\n".repeat(10_000)
        ),
        format!(
            "2026-01-01 open Assets:A\n{}",
            "2026-01-01 * \"\n".repeat(20_000)
        ),
        format!(
            "2026-01-01 open Assets:A\n{}",
            "2026-01-01 * \"x\"\n Assets:A  1 A {1 B}\n Assets:A  -2 A {5 B}\n".repeat(20_000)
        ),
        format!(
            "2026-01-01 open Assets:A\n{}",
            "2026-01-01 * \"x\"\n Assets:A  1 A {1 B, \"y\n".repeat(20_000)
        ),
        format!(
            "2026-01-01 open Assets:A\n{}",
            "pushtag #x\n2026-01-01 * \"x\"\n".repeat(20_000)
        ),
        format!("<gnc-v2>{}", "<book><account>".repeat(20_000)),
        format!(
            "<homebank>{}",
            "<ope date='1' amount='1' account='1'/>".repeat(20_000)
        ),
    ];
    for text in hostile {
        read_whatever(text.as_bytes());
    }
}

#[test]
fn xml_that_would_grow_nest_or_fetch_is_refused() {
    let refusal = |inside: &str| {
        let text = format!("<?xml version=\"1.0\"?>{inside}");
        read(text.as_bytes(), &Hints::default())
            .unwrap_err()
            .to_string()
    };
    let laughs =
        "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><BkToCstmrStmt>&c;</BkToCstmrStmt>";
    assert!(refusal(laughs).starts_with("line 1: a DOCTYPE declares something"));
    let fetched = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><BkToCstmrStmt/>";
    assert!(refusal(fetched).starts_with("line 1: a DOCTYPE declares something"));
    let deep = format!("<BkToCstmrStmt>{}", "<a>".repeat(1_000_000));
    assert!(refusal(&deep).contains("nested more than 64 deep"));
    let attributes = format!("<BkToCstmrStmt {}>", "a='1' ".repeat(100));
    assert!(refusal(&attributes).starts_with("line 1: "));
    let data = format!("<BkToCstmrStmt><![CDATA[{}]]>", "x".repeat(1_000_000));
    assert!(refusal(&data).contains("longer than 64 KiB"));
}

#[test]
fn a_file_above_64_mib_is_refused() {
    let bytes = vec![b'a'; 64 * 1024 * 1024 + 1];
    let refusal = read(&bytes, &Hints::default()).unwrap_err().to_string();
    assert_eq!(
        refusal,
        "the file is larger than 64 MiB, which no statement is"
    );
}
