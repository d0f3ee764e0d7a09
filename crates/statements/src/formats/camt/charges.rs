//! The charges of an entry: a fee where the file proves that they are part of its amount.

use farthing_money::Currency;
use rust_decimal::Decimal;

use super::values::{Money, Side};
use crate::columns::number::negated;

/// What was charged.
#[derive(Default)]
pub(super) struct Charges {
    total: Option<Money>,
    /// The sum of the records so far; `None` once it is in two currencies or beyond all reason.
    sum: Option<Decimal>,
    currency: Option<Currency>,
    /// The record whose side and inclusion may still follow.
    last: Option<Money>,
    is_mixed: bool,
    is_included: bool,
    is_excluded: bool,
}

impl Charges {
    /// Takes a leaf of `Chrgs`.
    pub(super) fn take(&mut self, path: &[&str], text: &str, currency: Option<Currency>) {
        match path {
            ["TtlChrgsAndTaxAmt"] => self.total = Money::of(text, currency),
            ["Amt"] | ["Rcrd", "Amt"] => {
                self.close(Side::Debit);
                self.last = Money::of(text, currency);
                self.is_mixed |= self.last.is_none();
            }
            ["CdtDbtInd"] | ["Rcrd", "CdtDbtInd"] => match Side::of(text) {
                Some(side) => self.close(side),
                None => self.is_mixed = true,
            },
            ["ChrgInclInd"] | ["Rcrd", "ChrgInclInd"] => match text {
                "true" | "1" => self.is_included = true,
                _ => self.is_excluded = true,
            },
            _ => {}
        }
    }

    /// Adds the last record: what is debited is a charge, what is credited comes back.
    fn close(&mut self, side: Side) {
        let Some(record) = self.last.take() else {
            return;
        };
        self.is_mixed |= self.sum.is_some() && self.currency != record.currency;
        self.currency = record.currency;
        let charged = negated(side.signed(record.amount));
        let sum = self.sum.unwrap_or_default().checked_add(charged);
        self.is_mixed |= sum.is_none();
        self.sum = sum;
    }

    /// Whether nothing was charged.
    pub(super) fn is_empty(&self) -> bool {
        self.total.is_none() && self.sum.is_none() && self.last.is_none()
    }

    /// The part of an entry's amount that is a fee: negative for one paid, zero where nothing proves
    /// that the charges are part of it. `transaction` is the amount before them.
    pub(super) fn fee(mut self, entry: Money, side: Side, transaction: Option<Money>) -> Decimal {
        self.close(Side::Debit);
        let total = self.total.filter(|_| self.sum.is_none());
        let charged = self.sum.or(total.map(|total| total.amount));
        let currency = total.map_or(self.currency, |total| total.currency);
        let Some(charged) = charged.filter(|_| !self.is_mixed && !self.is_excluded) else {
            return Decimal::ZERO;
        };
        let is_proved = |before: Money| {
            let after = match side {
                Side::Debit => before.amount.checked_add(charged),
                Side::Credit => before.amount.checked_sub(charged),
            };
            before.currency == entry.currency && after == Some(entry.amount)
        };
        let is_part = self.is_included || transaction.is_some_and(is_proved);
        if is_part && currency == entry.currency {
            negated(charged)
        } else {
            Decimal::ZERO
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(leaves: &[(&str, &str)], entry: &str, side: Side, before: Option<&str>) -> String {
        let eur = Currency::iso("EUR").ok();
        let mut charges = Charges::default();
        for (path, text) in leaves {
            let path: Vec<&str> = path.split('/').collect();
            charges.take(&path, text, eur);
        }
        let entry = Money::of(entry, eur).unwrap();
        let before = before.and_then(|before| Money::of(before, eur));
        charges.fee(entry, side, before).to_string()
    }

    #[test]
    fn charges_are_a_fee_where_they_are_said_to_be_included() {
        let included = [
            ("Rcrd/Amt", "1.50"),
            ("Rcrd/CdtDbtInd", "DBIT"),
            ("Rcrd/ChrgInclInd", "true"),
            ("Rcrd/Amt", "0.50"),
            ("Rcrd/CdtDbtInd", "CRDT"),
            ("Rcrd/ChrgInclInd", "true"),
        ];
        assert_eq!(fee(&included, "101.00", Side::Debit, None), "-1.00");
        let excluded = [("Rcrd/Amt", "1.50"), ("Rcrd/ChrgInclInd", "false")];
        assert_eq!(fee(&excluded, "101.50", Side::Debit, Some("100.00")), "0");
    }

    #[test]
    fn charges_are_a_fee_where_the_amounts_prove_it() {
        let total = [("TtlChrgsAndTaxAmt", "4.14")];
        assert_eq!(fee(&total, "195.86", Side::Credit, Some("200.00")), "-4.14");
        assert_eq!(fee(&total, "204.14", Side::Debit, Some("200.00")), "-4.14");
        assert_eq!(fee(&total, "195.86", Side::Credit, Some("195.86")), "0");
        assert_eq!(fee(&total, "195.86", Side::Credit, None), "0");
        assert_eq!(fee(&[], "1.00", Side::Debit, Some("1.00")), "0");
    }
}
