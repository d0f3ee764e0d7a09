//! The rows of a real life as a bank writes them in OFX 1.

use std::fmt::Write as _;

use crate::data::rows::{Payment, each};

/// The same payments as a bank writes them in OFX 1.
pub fn ofx(rows: usize) -> String {
    let mut text = String::with_capacity(rows * 170);
    text.push_str(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX>\n\
         <BANKMSGSRSV1>\n<STMTTRNRS>\n<STMTRS>\n<CURDEF>EUR\n<BANKACCTFROM>\n<BANKID>1\n<ACCTID>2\n\
         <ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n",
    );
    each(rows, |payment| {
        let Payment {
            day,
            merchant,
            amount,
            number,
        } = payment;
        let (day, kind) = (
            day.format("%Y%m%d"),
            if amount.starts_with('-') {
                "DEBIT"
            } else {
                "CREDIT"
            },
        );
        writeln!(
            text,
            "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{day}120000\n<TRNAMT>{amount}\n<FITID>T{number:09}\n\
             <NAME>Merchant {merchant}\n</STMTTRN>"
        )
        .unwrap();
    });
    text.push_str("</BANKTRANLIST>\n</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n");
    text
}
