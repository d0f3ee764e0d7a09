//! One transaction as its tags give it, and as a row.

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::Aside;
use super::tags::{text_of, trimmed};
use crate::columns::currency::currency_of_code;
use crate::columns::{date, number};
use crate::model::{DateOrder, DecimalMark, Row, RowKind};
use crate::table::MAX_CELL_BYTES;
use crate::text::{excerpt, raw_of};

/// More than this, in whole units, is no amount of a statement.
const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// A transaction as its tags give it.
#[derive(Default)]
pub(super) struct RawRow<'t> {
    pub start: usize,
    pub end: usize,
    /// The place of its statement.
    pub statement: usize,
    date: &'t str,
    /// When the person did it, where the bank does not say when it was posted.
    user_date: &'t str,
    pub amount: &'t str,
    kind: &'t str,
    id: &'t str,
    corrects: &'t str,
    name: &'t str,
    memo: &'t str,
    check: &'t str,
    other_side: &'t str,
    pub currency: Option<Currency>,
}

/// What a row cannot do without.
pub(super) struct Facts {
    day: NaiveDate,
    time: Option<NaiveTime>,
    zone: Option<String>,
    pub amount: Amount,
}

/// An amount, and the decimal mark that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub value: Decimal,
    pub mark: Option<DecimalMark>,
    /// The mark may as well be one of thousands.
    pub is_open: bool,
}

/// What TRNTYPE says about a row; the other types are about the way of paying.
const KINDS: [(&str, RowKind); 9] = [
    ("ATM", RowKind::CashWithdrawal),
    ("CASH", RowKind::CashWithdrawal),
    ("FEE", RowKind::Fee),
    ("SRVCHG", RowKind::Fee),
    ("INT", RowKind::Interest),
    ("XFER", RowKind::Transfer),
    ("DIRECTDEP", RowKind::Income),
    ("DIV", RowKind::Income),
    ("POS", RowKind::Purchase),
];

impl<'t> RawRow<'t> {
    /// A transaction that begins at a byte.
    pub(super) fn starting(start: usize) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Takes a leaf of the transaction itself; false where it is none.
    pub(super) fn leaf(&mut self, name: &str, value: &'t str) -> bool {
        // As bytes, a name is found by its length and letters, not by one comparison after another.
        let place = match name.as_bytes() {
            b"NAME" => &mut self.name,
            b"TRNTYPE" => &mut self.kind,
            b"DTPOSTED" => &mut self.date,
            b"DTUSER" => &mut self.user_date,
            b"TRNAMT" => &mut self.amount,
            b"FITID" => &mut self.id,
            b"MEMO" => &mut self.memo,
            b"EXTDNAME" if self.name.is_empty() => &mut self.name,
            b"CHECKNUM" | b"CHKNUM" => &mut self.check,
            b"CORRECTFITID" => &mut self.corrects,
            _ => return false,
        };
        *place = trimmed(value);
        true
    }

    /// Takes a leaf of an aggregate within the transaction.
    pub(super) fn leaf_inside(&mut self, aside: Aside, name: &str, value: &'t str) {
        match (aside, name) {
            (Aside::Currency, "CURSYM") => self.currency = currency_of_code(value),
            (Aside::Payee, "NAME") => self.name = value,
            (Aside::OtherSide, "ACCTID") => self.other_side = value,
            _ => {}
        }
    }

    /// What a row cannot do without; an error is the sentence of its problem.
    pub(super) fn facts(&self) -> Result<Facts, String> {
        let texts = [
            self.id,
            self.name,
            self.memo,
            self.check,
            self.other_side,
            self.corrects,
        ];
        if let Some(long) = texts.iter().find(|text| text.len() > MAX_CELL_BYTES) {
            return Err(format!(
                "“{}” is longer than 8 KiB, which no value is",
                excerpt(long)
            ));
        }
        let date = if self.date.is_empty() {
            self.user_date
        } else {
            self.date
        };
        let (day, time, zone) = moment_of(date).ok_or_else(|| {
            format!(
                "“{}” is not a date (DTPOSTED), such as 20261231",
                excerpt(date)
            )
        })?;
        let amount = amount_of(self.amount).ok_or_else(|| {
            let text = excerpt(self.amount);
            format!("“{text}” is not an amount (TRNAMT), such as -12.50")
        })?;
        Ok(Facts {
            day,
            time,
            zone,
            amount,
        })
    }

    /// The row with its facts, which begins on a line of the text.
    pub(super) fn row(&self, text: &str, line: u32, facts: Facts) -> Row {
        let (name, memo) = (text_of(self.name), text_of(self.memo));
        let (payee, memo) = if name.is_empty() {
            (memo, String::new())
        } else {
            (name, memo)
        };
        let raw = raw_of(text, self.start, self.end);
        let mut row = Row {
            time: facts.time,
            zone: facts.zone,
            reference: some(self.id),
            related: some(self.corrects),
            payee,
            memo: with_check(memo, self.check),
            kind: kind_of(self.kind),
            ..Row::plain(line, raw, facts.day, facts.amount.value)
        };
        if let Some(number) = some(self.other_side) {
            row.details_mut().counter_number = Some(number);
        }
        row
    }
}

fn some(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| text_of(value))
}

fn with_check(memo: String, check: &str) -> String {
    match (memo.as_str(), check) {
        (_, "") => memo,
        ("", check) => format!("Check {check}"),
        (memo, check) => format!("{memo} · Check {check}"),
    }
}

/// The day of a moment.
pub(super) fn day_of(value: &str) -> Option<NaiveDate> {
    moment_of(value).map(|(day, ..)| day)
}

/// `20261231`, `20261231120000`, `20261231120000.000[-3:BRT]`
fn moment_of(value: &str) -> Option<(NaiveDate, Option<NaiveTime>, Option<String>)> {
    // Most are digits alone.
    let (stamp, zone) = if value.bytes().all(|byte| byte.is_ascii_digit()) {
        (value, "")
    } else {
        stamp_and_zone(value)
    };
    let is_certain = |s: &date::Scanned<'_>| s.shape == date::Shape::Certain;
    // A time that none can read does not spoil its day.
    let day_alone = || stamp.get(..8).and_then(date::scan).filter(is_certain);
    let scanned = date::scan(stamp).filter(is_certain).or_else(day_alone)?;
    let day = scanned.day(DateOrder::YearMonthDay)?;
    let time = scanned.time.filter(|time| *time != NaiveTime::MIN);
    Some((day, time, (!zone.is_empty()).then(|| zone.to_owned())))
}

fn stamp_and_zone(value: &str) -> (&str, &str) {
    let (stamp, zone) = value.split_once('[').unwrap_or((value, ""));
    let stamp = stamp.split('.').next().unwrap_or(stamp).trim();
    (stamp, zone.trim_end().trim_end_matches(']'))
}

/// An amount by itself: a single point or comma is the decimal mark, as the format has no other.
pub(super) fn amount_of(value: &str) -> Option<Amount> {
    if let Some(plain) = plain_amount(value) {
        return Some(plain);
    }
    let scanned = number::scan(value)?;
    let (mark, is_open) = match scanned.evidence() {
        number::Evidence::Proves(mark) => (Some(mark), false),
        number::Evidence::Open(mark) => (Some(mark), true),
        number::Evidence::Silent => (None, false),
    };
    let value = value_of(&scanned, mark.unwrap_or(DecimalMark::Point))?;
    Some(Amount {
        value,
        mark,
        is_open,
    })
}

/// The short way for what most amounts are: a point before two digits, and no other mark.
fn plain_amount(value: &str) -> Option<Amount> {
    let (is_negative, digits) = match value.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, value),
    };
    let [main @ .., b'.', _, _] = digits.as_bytes() else {
        return None;
    };
    if !(1..=12).contains(&main.len()) {
        return None;
    }
    let cents = digits.as_bytes().get(main.len() + 1..)?;
    let minor = date::value_of(main)? * 100 + date::value_of(cents)?;
    let magnitude = Decimal::new(i64::try_from(minor).ok()?, 2);
    Some(Amount {
        value: if is_negative {
            number::negated(magnitude)
        } else {
            magnitude
        },
        mark: Some(DecimalMark::Point),
        is_open: false,
    })
}

/// An amount with this decimal mark.
pub(super) fn amount_with(value: &str, mark: DecimalMark) -> Option<Decimal> {
    value_of(&number::scan(value)?, mark)
}

fn value_of(scanned: &number::Scanned, mark: DecimalMark) -> Option<Decimal> {
    if scanned.symbol != number::Symbol::None || scanned.flag.is_some() {
        return None;
    }
    let value = scanned.value(mark)?;
    (value.abs() <= Decimal::from(MAX_AMOUNT)).then_some(value)
}

fn kind_of(kind: &str) -> RowKind {
    let known = KINDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(kind));
    known.map_or(RowKind::Unknown, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_its_day_whatever_follows() {
        let told = |value: &str| {
            let (day, time, zone) = moment_of(value)?;
            let time = time.map(|time| time.to_string()).unwrap_or_default();
            Some(format!("{day} {time} {}", zone.unwrap_or_default()))
        };
        assert_eq!(told("20261231").unwrap(), "2026-12-31  ");
        assert_eq!(
            told("20261231120059.123[-3:BRT]").unwrap(),
            "2026-12-31 12:00:59 -3:BRT"
        );
        assert_eq!(told("20261231250000[0:GMT").unwrap(), "2026-12-31  0:GMT");
        assert_eq!(told("2026123112").unwrap(), "2026-12-31  ");
        assert_eq!(told("2026-12-31T08:09:10").unwrap(), "2026-12-31 08:09:10 ");
        for none in [
            "",
            "00000000",
            "20261331",
            "2026",
            "31122026",
            "201120000000",
        ] {
            assert_eq!(told(none), None, "{none}");
        }
    }

    #[test]
    fn amounts_are_read_with_sign_and_either_mark() {
        let told = |value: &str| amount_of(value).map(|a| (a.value.to_string(), a.is_open));
        for (value, amount, is_open) in [
            ("-12.50", "-12.50", false),
            ("+12,5", "12.5", false),
            ("1,234.50", "1234.50", false),
            ("-1.234", "-1.234", true),
            ("007", "7", false),
            (".5", "0.5", false),
        ] {
            assert_eq!(told(value), Some((amount.to_owned(), is_open)), "{value}");
        }
        for none in ["", ".", "$5", "5 CR", "EUR 5", "1e5", "9999999999999999999"] {
            assert_eq!(told(none), None, "{none}");
        }
    }
}
