//! What a bank transaction code says an entry is: ISO's domains and families, and the German banks' own.

use super::values::Side;
use crate::kinds::kind_of_business_code;
use crate::model::RowKind;

/// The code of an entry, or of one of its transactions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    domain: String,
    family: String,
    sub_family: String,
    own: String,
}

impl Code {
    /// Takes a leaf of `BkTxCd`.
    pub(super) fn take(&mut self, path: &[&str], text: &str) {
        let place = match path {
            ["Domn", "Cd"] => &mut self.domain,
            ["Domn", "Fmly", "Cd"] => &mut self.family,
            ["Domn", "Fmly", "SubFmlyCd"] => &mut self.sub_family,
            ["Prtry", "Cd"] => &mut self.own,
            _ => return,
        };
        text.clone_into(place);
    }

    /// What it says, where it says it.
    pub(super) fn kind(&self, side: Side) -> Option<RowKind> {
        let family = (self.domain.as_str(), self.family.as_str());
        let is_card = family == ("PMNT", "CCRD");
        Some(match (self.sub_family.as_str(), side) {
            ("CWDL", Side::Debit) if is_card || family == ("PMNT", "CNTR") => {
                RowKind::CashWithdrawal
            }
            ("POSD" | "POSC" | "POSP" | "SMRT", Side::Debit) if is_card => RowKind::Purchase,
            ("POSD" | "POSC" | "POSP" | "SMRT" | "RIMB", Side::Credit) if is_card => {
                RowKind::Refund
            }
            ("CHRG" | "FEES" | "COMM", Side::Debit) => RowKind::Fee,
            ("INTR", _) => RowKind::Interest,
            ("SALA", Side::Credit) => RowKind::Income,
            // NTRF+116+7002+000: SWIFT's code, the business code, and two numbers of the bank.
            _ => return kind_of_business_code(self.own.split('+').nth(1)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(codes: [&str; 4], side: Side) -> Option<RowKind> {
        let mut code = Code::default();
        code.take(&["Domn", "Cd"], codes[0]);
        code.take(&["Domn", "Fmly", "Cd"], codes[1]);
        code.take(&["Domn", "Fmly", "SubFmlyCd"], codes[2]);
        code.take(&["Prtry", "Cd"], codes[3]);
        code.take(&["Prtry", "Issr"], "DK");
        code.kind(side)
    }

    #[test]
    fn codes_that_are_clear_say_the_kind() {
        use Side::{Credit, Debit};
        for (codes, side, expected) in [
            (["PMNT", "CCRD", "POSD", ""], Debit, Some(RowKind::Purchase)),
            (["PMNT", "CCRD", "POSD", ""], Credit, Some(RowKind::Refund)),
            (
                ["PMNT", "CCRD", "CWDL", ""],
                Debit,
                Some(RowKind::CashWithdrawal),
            ),
            (
                ["PMNT", "CNTR", "CWDL", ""],
                Debit,
                Some(RowKind::CashWithdrawal),
            ),
            (["ACMT", "MDOP", "CHRG", ""], Debit, Some(RowKind::Fee)),
            (["LDAS", "MDOP", "INTR", ""], Debit, Some(RowKind::Interest)),
            (["PMNT", "RCDT", "SALA", ""], Credit, Some(RowKind::Income)),
            (["PMNT", "ICDT", "ESCT", ""], Debit, None),
            (
                ["", "", "", "NTRF+083+9000+000"],
                Debit,
                Some(RowKind::CashWithdrawal),
            ),
            (["", "", "", "NTRF+116+7002+000"], Debit, None),
            (["", "", "", "544"], Debit, None),
        ] {
            assert_eq!(kind(codes, side), expected, "{codes:?}");
        }
    }
}
