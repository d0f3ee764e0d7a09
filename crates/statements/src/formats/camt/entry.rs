//! One entry of a report: one row, however many transactions it was booked of.

use farthing_money::Currency;

use super::charges::Charges;
use super::codes::Code;
use super::detail::{Amounts, Detail, Own, meant};
use super::values::{Moment, Money, Side};
use crate::model::{Original, Row, RowKind, RowStatus};
use crate::table::MAX_CELL_BYTES;
use crate::text::{excerpt, join_text, raw_of};

/// An entry reference shorter than this is a running number within the report.
const SHORTEST_REFERENCE: usize = 6;

/// One `Ntry`.
#[derive(Default)]
pub(super) struct Entry {
    pub line: u32,
    start: usize,
    amount: Option<Money>,
    side: Option<Side>,
    is_reversal: bool,
    /// Not booked yet.
    is_open: bool,
    booked: Option<Moment>,
    valued: Option<Moment>,
    /// The first value that could not be read.
    wrong: Option<String>,
    bank_reference: String,
    line_reference: String,
    code: Code,
    info: String,
    amounts: Amounts,
    charges: Charges,
    details: Details,
}

/// The transactions of an entry: the first in full, of the others what they say.
#[derive(Default)]
struct Details {
    count: usize,
    first: Option<Detail>,
    /// The other side's name, while all have the same.
    name: Option<String>,
    text: String,
}

impl Entry {
    /// An entry that begins on a line and at a byte.
    pub(super) fn at(line: u32, start: usize) -> Self {
        Self {
            line,
            start,
            ..Self::default()
        }
    }

    /// Takes a leaf of `Ntry` outside its transactions.
    pub(super) fn take(&mut self, path: &[&str], text: &str, currency: Option<Currency>) {
        match path {
            ["Amt"] => {
                self.amount = Money::of(text, currency);
                let what = "is not an amount (Amt), such as 12.50";
                self.check(self.amount.is_some(), text, what);
            }
            ["CdtDbtInd"] => {
                self.side = Side::of(text);
                let what = "does not say whether money came (CRDT) or left (DBIT)";
                self.check(self.side.is_some(), text, what);
            }
            ["RvslInd"] => self.is_reversal = matches!(text, "true" | "1"),
            ["Sts"] | ["Sts", "Cd" | "Prtry"] => self.is_open = text != "BOOK",
            ["BookgDt", _] => {
                self.booked = Moment::of(text);
                let what = "is not a day (BookgDt), such as 2026-12-31";
                self.check(self.booked.is_some(), text, what);
            }
            ["ValDt", _] => self.valued = Moment::of(text),
            ["NtryRef"] => self.line_reference = meant(text),
            ["AcctSvcrRef"] => self.bank_reference = meant(text),
            ["BkTxCd", rest @ ..] => self.code.take(rest, text),
            ["AmtDtls", rest @ ..] => self.amounts.take(rest, text, currency),
            ["Chrgs", rest @ ..] => self.charges.take(rest, text, currency),
            ["AddtlNtryInf"] => self.info = meant(text),
            _ => {}
        }
    }

    fn check(&mut self, is_read: bool, text: &str, what: &str) {
        if !is_read && self.wrong.is_none() {
            self.wrong = Some(format!("“{}” {what}", excerpt(text)));
        }
    }

    /// Adds a transaction. The side stands before the transactions in every version.
    pub(super) fn add(&mut self, detail: Detail, own: &Own) {
        let party = detail.other_side(self.side.unwrap_or(Side::Debit), own);
        let name = party.named();
        let details = &mut self.details;
        details.count += 1;
        if details.count == 1 {
            details.name = Some(name.to_owned());
        } else if details.name.as_deref() != Some(name) {
            details.name = None;
        }
        if details.text.len() < MAX_CELL_BYTES {
            let amount = detail.amount.or(detail.amounts.transaction);
            let amount = amount.map_or(String::new(), |money| money.amount.to_string());
            let words = [name, &detail.remittance, &amount].join(" ");
            if !words.trim().is_empty() {
                join_text(&mut details.text, &words);
            }
        }
        details.first.get_or_insert(detail);
    }

    /// The row and its currency; an error is the sentence of its problem.
    pub(super) fn row(
        mut self,
        text: &str,
        end: usize,
        own: &Own,
        usual: Option<Currency>,
    ) -> Result<(Option<Currency>, Row), String> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let missing = |what: &str| format!("this entry has no {what}");
        let mut money = self.amount.ok_or_else(|| missing("amount (Amt)"))?;
        let side = self.side;
        let side = side.ok_or_else(|| missing("side (CdtDbtInd): CRDT or DBIT"))?;
        money.currency = money.currency.or(usual);
        let moment = self
            .moment()
            .ok_or_else(|| missing("day (BookgDt, ValDt)"))?;
        let raw = raw_of(text, self.start, end);
        let mut row = Row {
            time: moment.time,
            zone: moment.zone,
            kind: self.kind(side),
            reference: self.reference(),
            ..Row::plain(self.line, raw, moment.day, side.signed(money.amount))
        };
        if self.is_open {
            row.status = RowStatus::Pending;
        }
        self.tell(&mut row, side, own);
        self.convert(&mut row, money, side);
        Ok((money.currency, row))
    }

    /// The booking day, else the value day, else the transaction's.
    fn moment(&mut self) -> Option<Moment> {
        let booked = self.booked.take().or(self.valued.take());
        booked.or_else(|| self.details.first.as_mut()?.date.take())
    }

    /// The transaction, where the entry is booked of one alone.
    fn single(&self) -> Option<&Detail> {
        self.details
            .first
            .as_ref()
            .filter(|_| self.details.count == 1)
    }

    fn kind(&self, side: Side) -> RowKind {
        if self.is_reversal && side == Side::Credit {
            return RowKind::Refund;
        }
        let of_detail = || self.details.first.as_ref()?.code.kind(side);
        self.code
            .kind(side)
            .or_else(of_detail)
            .unwrap_or(RowKind::Unknown)
    }

    /// The bank's own reference first. One that the bank gives to the report's line comes last: it
    /// may change with the next report.
    fn reference(&self) -> Option<String> {
        let line = Some(self.line_reference.as_str());
        let line = line.filter(|r| r.len() >= SHORTEST_REFERENCE && !r.contains(' '));
        let bank = Some(self.bank_reference.as_str()).filter(|r| !r.is_empty());
        let single = || self.single().and_then(|detail| detail.references.best());
        bank.or_else(single).or(line).map(str::to_owned)
    }

    fn tell(&self, row: &mut Row, side: Side, own: &Own) {
        let mut texts = vec![self.details.name.clone().unwrap_or_default()];
        let mut ultimate = String::new();
        if let Some(detail) = self.single() {
            let party = detail.other_side(side, own);
            if !party.account.is_empty() && party.account != own.number {
                row.details_mut().counter_number = Some(party.account.clone());
            }
            if party.ultimate != party.name {
                ultimate.clone_from(&party.ultimate);
            }
            texts.push(detail.remittance.clone());
            texts.push(self.info.clone());
            texts.push(detail.info.clone());
        } else {
            texts.push(self.info.clone());
            texts.push(self.details.text.clone());
        }
        texts.push(ultimate);
        // A bank that has no better place for its text puts it into the reference.
        if self.line_reference.contains(' ') {
            texts.push(self.line_reference.clone());
        }
        texts.retain(|text| !text.is_empty());
        let mut told: Vec<String> = Vec::new();
        for text in texts {
            if !told.contains(&text) {
                told.push(text);
            }
        }
        let mut told = told.into_iter();
        row.payee = told.next().unwrap_or_default();
        told.for_each(|text| join_text(&mut row.memo, &text));
    }

    /// The amount before a conversion, and the charges that are part of the entry.
    fn convert(self, row: &mut Row, money: Money, side: Side) {
        let other = self.amounts.in_another(money.currency);
        let mut transaction = self.amounts.transaction;
        let mut charges = self.charges;
        let mut of_detail = None;
        if let Some(detail) = self.details.first.filter(|_| self.details.count == 1) {
            let paid = detail
                .amount
                .filter(|m| m.currency.is_some() && m.currency != money.currency);
            let paid = paid.and_then(|m| Some((m.amount, m.currency?)));
            of_detail = detail.amounts.in_another(money.currency).or(paid);
            transaction = transaction.or(detail.amounts.transaction);
            if charges.is_empty() {
                charges = detail.charges;
            }
        }
        let original = other.or(of_detail).filter(|(amount, _)| !amount.is_zero());
        if let Some((amount, currency)) = original {
            let amount = side.signed(amount);
            row.details_mut().original = Some(Original { amount, currency });
        }
        row.fee = charges.fee(money, side, transaction);
    }
}
