//! One transaction of an entry: who it was with, what for, and under which references.

use farthing_money::Currency;
use rust_decimal::Decimal;

use super::charges::Charges;
use super::codes::Code;
use super::values::{Moment, Money, Side};
use crate::text::{join_text, with_single_blanks};

/// A remittance line of this many characters goes on in the next one without a blank.
const FULL_LINE: usize = 140;
/// What banks write where they know nothing.
const NOTHING: [&str; 5] = [
    "NOTPROVIDED",
    "NOTAVAILABLE",
    "NONREF",
    "NONE",
    "keine Information vorhanden",
];

/// One `TxDtls`.
#[derive(Default)]
pub(super) struct Detail {
    pub amount: Option<Money>,
    pub amounts: Amounts,
    pub charges: Charges,
    pub code: Code,
    pub references: References,
    pub date: Option<Moment>,
    pub remittance: String,
    pub info: String,
    creditor: Party,
    debtor: Party,
    last_line_is_full: bool,
}

/// One side of a transaction.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Party {
    pub name: String,
    /// On whose behalf, where that is someone else.
    pub ultimate: String,
    pub account: String,
}

/// Amounts in the currencies that a payment went through.
#[derive(Default)]
pub(super) struct Amounts {
    instructed: Option<Money>,
    pub transaction: Option<Money>,
    countervalue: Option<Money>,
}

/// What a transaction is known by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct References {
    bank: String,
    booking: String,
    transaction: String,
    end_to_end: String,
    own_type: String,
}

/// The account that the statement is of, so that it is not taken for the other side.
#[derive(Default)]
pub(super) struct Own {
    pub number: String,
    pub owner: String,
}

/// A text as people read it; empty for the words that mean nothing.
pub(super) fn meant(text: &str) -> String {
    let text = with_single_blanks(text);
    let is_nothing = NOTHING.iter().any(|word| word.eq_ignore_ascii_case(&text));
    if is_nothing { String::new() } else { text }
}

impl Detail {
    /// Takes a leaf of `TxDtls`.
    pub(super) fn take(&mut self, path: &[&str], text: &str, currency: Option<Currency>) {
        match path {
            ["Refs", rest @ ..] => self.references.take(rest, text),
            ["Amt"] => self.amount = Money::of(text, currency),
            ["AmtDtls", rest @ ..] => self.amounts.take(rest, text, currency),
            ["BkTxCd", rest @ ..] => self.code.take(rest, text),
            ["Chrgs", rest @ ..] => self.charges.take(rest, text, currency),
            ["RltdPties", who, rest @ ..] => self.party(who, rest, text),
            ["RmtInf", "Ustrd"] => self.remit(text),
            ["RmtInf", "Strd", "CdtrRefInf", "Ref" | "CdtrRef"]
            | ["RmtInf", "Strd", "RfrdDocInf", "Nb"]
            | ["RmtInf", "Strd", "AddtlRmtInf"] => join_text(&mut self.remittance, &meant(text)),
            ["AddtlTxInf"] => self.info = meant(text),
            ["RltdDts", "TxDtTm" | "AccptncDtTm" | "IntrBkSttlmDt"] => {
                self.date = self.date.take().or_else(|| Moment::of(text));
            }
            _ => {}
        }
    }

    fn party(&mut self, who: &str, path: &[&str], text: &str) {
        let (party, is_ultimate) = match who {
            "Cdtr" | "CdtrAcct" => (&mut self.creditor, false),
            "Dbtr" | "DbtrAcct" => (&mut self.debtor, false),
            "UltmtCdtr" => (&mut self.creditor, true),
            "UltmtDbtr" => (&mut self.debtor, true),
            _ => return,
        };
        match path {
            ["Nm"] | ["Pty", "Nm"] if is_ultimate => party.ultimate = meant(text),
            ["Nm"] | ["Pty", "Nm"] => party.name = meant(text),
            ["Id", "IBAN"] | ["Id", "Othr" | "PrtryAcct", "Id"] if who.ends_with("Acct") => {
                party.account = text.split_whitespace().collect();
            }
            _ => {}
        }
    }

    fn remit(&mut self, text: &str) {
        let line = meant(text);
        if !self.remittance.is_empty() && !line.is_empty() && !self.last_line_is_full {
            self.remittance.push(' ');
        }
        self.remittance.push_str(&line);
        self.last_line_is_full = text.chars().count() == FULL_LINE;
    }

    /// The side that is not the account's own: the creditor where money left, the debtor where it
    /// came, unless only the other one is named.
    pub(super) fn other_side(&self, side: Side, own: &Own) -> &Party {
        let (likely, other) = match side {
            Side::Debit => (&self.creditor, &self.debtor),
            Side::Credit => (&self.debtor, &self.creditor),
        };
        if !likely.is_stranger(own) && other.is_stranger(own) {
            other
        } else {
            likely
        }
    }
}

impl Party {
    /// Whether it is named and not the account's owner.
    fn is_stranger(&self, own: &Own) -> bool {
        let is_own_account = !self.account.is_empty() && self.account == own.number;
        let is_owner = self.account.is_empty() && self.name == own.owner;
        !self.named().is_empty() && !is_own_account && !is_owner
    }

    /// Its name, or on whose behalf it acts.
    pub(super) fn named(&self) -> &str {
        if self.name.is_empty() {
            &self.ultimate
        } else {
            &self.name
        }
    }
}

impl Amounts {
    pub(super) fn take(&mut self, path: &[&str], text: &str, currency: Option<Currency>) {
        let place = match path {
            ["InstdAmt", "Amt"] => &mut self.instructed,
            ["TxAmt", "Amt"] => &mut self.transaction,
            ["CntrValAmt", "Amt"] => &mut self.countervalue,
            _ => return,
        };
        *place = Money::of(text, currency);
    }

    /// The amount before a conversion: the first in another currency than the entry's.
    pub(super) fn in_another(&self, currency: Option<Currency>) -> Option<(Decimal, Currency)> {
        let all = [self.instructed, self.transaction, self.countervalue];
        all.into_iter().flatten().find_map(|money| {
            let other = money.currency.filter(|other| Some(*other) != currency)?;
            Some((money.amount, other))
        })
    }
}

impl References {
    fn take(&mut self, path: &[&str], text: &str) {
        let place = match path {
            ["AcctSvcrRef"] => &mut self.bank,
            ["TxId"] => &mut self.transaction,
            ["EndToEndId"] => &mut self.end_to_end,
            ["Prtry", "Tp"] => &mut self.own_type,
            // The German savings banks number their bookings so.
            ["Prtry", "Ref"] if self.own_type == "FI-UMSATZ-ID" => &mut self.booking,
            _ => return,
        };
        *place = meant(text);
    }

    /// The most stable of them: what the bank made, before what the payer made.
    pub(super) fn best(&self) -> Option<&str> {
        let all = [
            &self.bank,
            &self.booking,
            &self.transaction,
            &self.end_to_end,
        ];
        let found = all.into_iter().find(|reference| !reference.is_empty());
        found.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(leaves: &[(&str, &str)]) -> Detail {
        let mut detail = Detail::default();
        for (path, text) in leaves {
            let path: Vec<&str> = path.split('/').collect();
            detail.take(&path, text, Currency::iso("USD").ok());
        }
        detail
    }

    #[test]
    fn the_other_side_is_the_one_that_is_not_the_own_account() {
        let own = Own {
            number: "DE1".to_owned(),
            owner: "Ana".to_owned(),
        };
        let both = detail(&[
            ("RltdPties/Dbtr/Nm", "Ana"),
            ("RltdPties/DbtrAcct/Id/IBAN", "DE1"),
            ("RltdPties/Cdtr/Pty/Nm", "Baker"),
            ("RltdPties/CdtrAcct/Id/Othr/Id", "7 7"),
            ("RltdPties/UltmtCdtr/Nm", "Mill"),
        ]);
        let party = both.other_side(Side::Debit, &own);
        assert_eq!((party.named(), &*party.account), ("Baker", "77"));
        // A debit that came back names the same two.
        assert_eq!(both.other_side(Side::Credit, &own).named(), "Baker");
        let only_own = detail(&[("RltdPties/Dbtr/Nm", "Ana")]);
        assert_eq!(only_own.other_side(Side::Debit, &own).named(), "");
        let behalf = detail(&[
            ("RltdPties/Cdtr/Nm", "NOTPROVIDED"),
            ("RltdPties/UltmtCdtr/Nm", "Mill"),
        ]);
        assert_eq!(behalf.other_side(Side::Debit, &own).named(), "Mill");
    }

    #[test]
    fn references_of_the_bank_come_before_those_of_the_payer() {
        let refs = |leaves: &[(&str, &str)]| detail(leaves).references.best().map(str::to_owned);
        assert_eq!(refs(&[("Refs/EndToEndId", "NOTPROVIDED")]), None);
        assert_eq!(
            refs(&[("Refs/EndToEndId", "E1"), ("Refs/TxId", "T1")]).unwrap(),
            "T1"
        );
        assert_eq!(
            refs(&[
                ("Refs/EndToEndId", "E1"),
                ("Refs/Prtry/Tp", "FI-UMSATZ-ID"),
                ("Refs/Prtry/Ref", "2026-03-02-1"),
            ])
            .unwrap(),
            "2026-03-02-1"
        );
        assert_eq!(
            refs(&[("Refs/Prtry/Tp", "01"), ("Refs/Prtry/Ref", "P")]),
            None
        );
    }

    #[test]
    fn full_lines_of_a_remittance_go_on_in_the_word() {
        let full = "x".repeat(FULL_LINE);
        let lines = [
            ("RmtInf/Ustrd", &*full),
            ("RmtInf/Ustrd", "yz"),
            ("RmtInf/Ustrd", "w"),
        ];
        assert!(detail(&lines).remittance.ends_with("xxyz w"));
    }

    #[test]
    fn the_original_amount_is_the_first_in_another_currency() {
        let detail = detail(&[("AmtDtls/InstdAmt/Amt", "4.10"), ("AmtDtls/TxAmt/Amt", "3")]);
        let other = detail.amounts.in_another(Currency::iso("CHF").ok());
        assert_eq!(other.unwrap().0.to_string(), "4.10");
        assert_eq!(detail.amounts.in_another(Currency::iso("USD").ok()), None);
    }
}
