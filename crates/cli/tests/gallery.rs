//! The gallery of bad files: each refused with one sentence that names it, exit 2, nothing written.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs::{self, File};
use std::path::Path;

use common::{Desk, bytes, statement};

/// A desk with a ledger of three entries.
fn desk_with_ledger() -> Desk {
    let desk = Desk::new();
    desk.write("first.csv", statement(3, 1));
    desk.done(&["import", "first.csv", "--account", "Purse"]);
    desk
}

/// Imports a file that cannot be, alone and behind a good one; gives the sentence about it.
fn refused_and_not_written(desk: &Desk, name: &str) -> String {
    desk.write("good.csv", statement(2, 2));
    let alone = desk.refused(&["import", name, "--account", "Purse"]);
    assert_eq!(alone.lines().count(), 1, "{alone}");
    assert!(alone.starts_with(&format!("farthing: {name}: ")), "{alone}");
    let behind = desk.refused(&["import", "good.csv", name, "--account", "Purse"]);
    assert!(behind.contains(name), "{behind}");
    assert_eq!(desk.entries(), 3);
    desk.verify();
    alone
}

#[test]
fn an_empty_file_says_so() {
    let desk = desk_with_ledger();
    desk.write("empty.csv", "");
    assert!(refused_and_not_written(&desk, "empty.csv").contains("the file is empty"));
    desk.write("blank.csv", " \r\n\t\n");
    assert!(refused_and_not_written(&desk, "blank.csv").contains("the file is empty"));
}

#[test]
fn a_folder_is_no_statement() {
    let desk = desk_with_ledger();
    fs::create_dir(desk.path("statements")).unwrap();
    assert!(refused_and_not_written(&desk, "statements").contains("is a folder"));
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_not_waited_for() {
    let desk = desk_with_ledger();
    let made = std::process::Command::new("mkfifo")
        .arg(desk.path("pipe.csv"))
        .status()
        .unwrap();
    assert!(made.success());
    assert!(refused_and_not_written(&desk, "pipe.csv").contains("is not an ordinary file"));
    assert!(refused_and_not_written(&desk, "/dev/zero").contains("is not an ordinary file"));
}

#[test]
fn a_file_of_bytes_is_no_statement() {
    let desk = desk_with_ledger();
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect();
    desk.write("noise.csv", noise);
    refused_and_not_written(&desk, "noise.csv");
    let own = bytes(&desk.ledger());
    desk.write("ledger.csv", own);
    refused_and_not_written(&desk, "ledger.csv");
}

#[test]
fn a_file_above_64_mib_is_not_even_read() {
    let desk = desk_with_ledger();
    // A hole of 10 GiB takes no room on the disk, and would take all the memory if it were read.
    File::create(desk.path("huge.csv"))
        .unwrap()
        .set_len(10 << 30)
        .unwrap();
    assert!(refused_and_not_written(&desk, "huge.csv").contains("larger than 64 MiB"));
}

#[test]
fn a_truncated_file_names_the_line() {
    let desk = desk_with_ledger();
    let whole = statement(5, 3);
    let cut = whole.trim_end().rfind(',').unwrap() - 6;
    desk.write("cut.csv", &whole[..cut]);
    let said = desk.refused(&["import", "cut.csv", "--account", "Purse"]);
    assert!(said.contains("cut.csv: line 6: "), "{said}");
    assert_eq!(desk.entries(), 3);
}

#[test]
fn an_account_cannot_be_chosen_for_a_file_of_several() {
    let desk = desk_with_ledger();
    desk.write("two.ofx", TWO_ACCOUNTS);
    assert!(refused_and_not_written(&desk, "two.ofx").contains("several accounts"));
    let report = desk.json(&["import", "two.ofx", "--json"]);
    assert_eq!(report["accounts"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(desk.entries(), 5);
}

#[test]
fn no_other_file_is_taken_for_a_ledger_or_changed() {
    let desk = Desk::new();
    desk.write("good.csv", statement(2, 2));
    desk.write("notes.txt", "milk and bread\n".repeat(400));
    for name in ["newer.db", "other.db"] {
        fs::copy(fixture(name), desk.path(name)).unwrap();
    }
    for (name, reason) in [
        ("notes.txt", "is not a Farthing ledger"),
        ("other.db", "is not a Farthing ledger"),
        ("newer.db", "made by a newer Farthing"),
    ] {
        let before = bytes(&desk.path(name));
        for command in [
            vec!["import", "good.csv", "--ledger", name],
            vec!["import", "good.csv", "--dry-run", "--ledger", name],
            vec!["verify", "--ledger", name],
            vec!["undo", "--ledger", name],
        ] {
            let said = desk.refused(&command);
            assert!(said.contains(reason), "{name}: {said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
        assert_eq!(bytes(&desk.path(name)), before, "{name}");
    }
    fs::create_dir(desk.path("folder")).unwrap();
    let said = desk.refused(&["import", "good.csv", "--ledger", "folder"]);
    assert!(said.contains("folder: is not an ordinary file"), "{said}");
}

#[test]
fn a_result_is_never_written_over_the_ledger() {
    let desk = desk_with_ledger();
    let ledger = desk.ledger();
    let before = bytes(&ledger);
    let said = desk.refused(&["export", "--csv", "--out", ledger.to_str().unwrap()]);
    assert!(said.contains("is the ledger itself"), "{said}");
    assert_eq!(bytes(&ledger), before);
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/files")
        .join(name)
}

const TWO_ACCOUNTS: &str = "OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><BANKMSGSRSV1>
<STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>100<ACCTID>1111<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260314<TRNAMT>-2.50<FITID>a1<NAME>Kiosk</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>
<STMTTRNRS><TRNUID>2<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>100<ACCTID>2222<ACCTTYPE>SAVINGS</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>INT<DTPOSTED>20260315<TRNAMT>0.10<FITID>b1<NAME>Interest</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>
</BANKMSGSRSV1></OFX>
";
