//! OFX and QFX: SGML without closing tags (1.x) and XML (2.x), read by one forgiving reader of tags.

mod tags;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::columns::{date, number};
use crate::decode::Decoded;
use crate::model::{
    AccountHint, AccountKind, DateOrder, DecimalMark, Hints, Problem, Reading, Row, RowKind,
    Statement,
};
use tags::{Tag, Tags, text_of};

/// How far into a file its first tag may stand.
const HEADER_BYTES: usize = 64 * 1024;

/// Whether a text is OFX of any version.
pub(crate) fn is_ofx(text: &str) -> bool {
    let start = text
        .get(..text.floor_char_boundary(HEADER_BYTES))
        .unwrap_or(text);
    let start = start.to_ascii_uppercase();
    start.contains("<OFX>")
        || start.trim_start().starts_with("OFXHEADER")
        || start.contains("<?OFX")
}

/// Reads an OFX text: every STMTTRN is a row, whatever closes it.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Reading {
    let mut reader = Reader::new(&decoded.text, hints);
    let mut tags = Tags::of(&decoded.text);
    while let Some(tag) = tags.next() {
        if tag.name == "STMTTRN" {
            reader.line = tags.line_at(tag.start);
        }
        reader.take(&tag);
    }
    reader.end_row(decoded.text.len());
    reader.forget_placeholder_times();
    let asks = reader
        .statements
        .iter()
        .any(|s| s.currency.is_none() && !s.rows.is_empty());
    Reading {
        statements: reader.statements,
        problems: reader.problems,
        questions: asks
            .then(crate::rows::currency_question)
            .into_iter()
            .collect(),
        ..Reading::empty(format_of(&decoded.text), decoded.encoding)
    }
}

/// `qfx` where Intuit's own tags are, else by the header.
fn format_of(text: &str) -> &'static str {
    let start = text
        .get(..text.floor_char_boundary(HEADER_BYTES))
        .unwrap_or(text);
    if start.contains("<INTU.") {
        "qfx"
    } else if start.contains("<?OFX") || start.trim_start().starts_with("<?xml") {
        "ofx2"
    } else {
        "ofx1"
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Where the current row begins.
    line: u32,
    hint_currency: Option<Currency>,
    institution: Option<String>,
    statements: Vec<Statement>,
    problems: Vec<Problem>,
    /// What has been read of the current statement's head.
    head: Head,
    /// The statement that rows go to, once one is opened.
    current: Option<usize>,
    row: Option<RawRow<'t>>,
    /// The aggregate whose leaves mean something else.
    inside: Option<Aside>,
}

#[derive(Default, Clone)]
struct Head {
    number: Option<String>,
    kind: Option<AccountKind>,
    currency: Option<Currency>,
}

/// A transaction as its tags give it.
struct RawRow<'t> {
    line: u32,
    start: usize,
    date: &'t str,
    amount: &'t str,
    kind: &'t str,
    id: &'t str,
    corrects: &'t str,
    name: &'t str,
    memo: &'t str,
    check: &'t str,
    currency: Option<Currency>,
}

/// An aggregate within a row or statement whose leaves must not be taken for its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// Names the payee in a leaf of its own.
    Payee,
    /// Names the currency that the row's amount is in.
    Currency,
    /// Another account, a balance, an image: nothing of the row.
    Other,
}

fn aside_of(name: &str) -> Option<Aside> {
    match name {
        "PAYEE" => Some(Aside::Payee),
        "CURRENCY" => Some(Aside::Currency),
        "ORIGCURRENCY" | "BANKACCTTO" | "CCACCTTO" | "LEDGERBAL" | "AVAILBAL" | "IMAGEDATA" => {
            Some(Aside::Other)
        }
        _ => None,
    }
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, hints: &Hints) -> Self {
        Self {
            text,
            line: 1,
            hint_currency: hints.currency,
            institution: None,
            statements: Vec::new(),
            problems: Vec::new(),
            head: Head::default(),
            current: None,
            row: None,
            inside: None,
        }
    }

    fn take(&mut self, tag: &Tag<'t>) {
        let name = &*tag.name;
        if name == "STMTTRN" {
            self.end_row(if tag.closing { tag.end } else { tag.start });
            if !tag.closing {
                self.row = Some(RawRow::starting(tag, self.line));
            }
        } else if let Some(aside) = aside_of(name) {
            // An empty leaf of the same name, such as <CURRENCY>USD, opens nothing.
            self.inside = (!tag.closing && tag.value.trim().is_empty()).then_some(aside);
        } else if tag.closing {
            if matches!(name, "BANKTRANLIST" | "STMTRS" | "CCSTMTRS" | "INVSTMTRS") {
                self.end_row(tag.start);
            }
        } else if let Some(row) = &mut self.row {
            row.leaf(name, tag.value.trim(), self.inside);
        } else {
            self.head_leaf(name, tag.value.trim());
        }
    }

    fn head_leaf(&mut self, name: &str, value: &str) {
        match name {
            "STMTRS" => self.begin(AccountKind::Bank),
            "CCSTMTRS" => self.begin(AccountKind::Card),
            "INVSTMTRS" => self.begin(AccountKind::Investment),
            _ if self.inside.is_some() || value.is_empty() => {}
            "ORG" => self.institution = Some(text_of(value)),
            "CURDEF" => {
                self.head.currency = currency_of_code(value);
                self.open();
            }
            "ACCTID" => {
                self.head.number = Some(text_of(value));
                self.open();
            }
            "ACCTTYPE" => {
                self.head.kind = kind_of_account(value).or(self.head.kind);
                self.open();
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: AccountKind) {
        self.head = Head {
            kind: Some(kind),
            ..Head::default()
        };
        self.current = None;
    }

    /// Makes the statement of the current head, or completes it.
    fn open(&mut self) {
        if self.head.kind.is_none() || self.head.number.is_none() {
            return;
        }
        let currency = self.head.currency.or(self.hint_currency);
        self.current = Some(self.statement_in(currency));
    }

    fn statement_in(&mut self, currency: Option<Currency>) -> usize {
        let number = &self.head.number;
        let same = |s: &Statement| s.account.number == *number && s.currency == currency;
        if let Some(index) = self.statements.iter().position(same) {
            if let Some(statement) = self.statements.get_mut(index) {
                statement.account.kind = self.head.kind;
            }
            return index;
        }
        let account = AccountHint {
            name: name_of(self.institution.as_deref(), number.as_deref()),
            number: number.clone(),
            institution: self.institution.clone(),
            kind: self.head.kind,
        };
        self.statements.push(Statement {
            // A transaction takes some 150 bytes; one reservation spares copying all rows again and again.
            rows: Vec::with_capacity(if self.statements.is_empty() {
                self.text.len() / 150
            } else {
                0
            }),
            ..Statement::of(account, currency)
        });
        self.statements.len() - 1
    }

    fn end_row(&mut self, end: usize) {
        self.inside = None;
        let Some(raw) = self.row.take() else {
            return;
        };
        match raw.row(self.text, end) {
            Ok(row) => {
                let index = match (raw.currency, self.current) {
                    (Some(currency), _) => self.statement_in(Some(currency)),
                    (None, Some(index)) => index,
                    (None, None) => self.statement_in(self.head.currency.or(self.hint_currency)),
                };
                if let Some(statement) = self.statements.get_mut(index) {
                    statement.rows.push(row);
                }
            }
            Err(message) => self.problems.push(Problem {
                line: raw.line,
                message,
            }),
        }
    }

    /// A bank that knows no times writes noon or midnight into every row.
    fn forget_placeholder_times(&mut self) {
        for statement in &mut self.statements {
            let first = statement.rows.first().and_then(|row| row.time);
            let is_same = statement.rows.iter().all(|row| row.time == first);
            if is_same && (statement.rows.len() > 1 || first.is_some_and(is_round)) {
                statement.rows.iter_mut().for_each(|row| row.time = None);
            }
        }
    }
}

fn is_round(time: NaiveTime) -> bool {
    use chrono::Timelike;
    time.minute() == 0 && time.second() == 0 && matches!(time.hour(), 0 | 12)
}

impl<'t> RawRow<'t> {
    fn starting(tag: &Tag<'t>, line: u32) -> Self {
        Self {
            line,
            start: tag.start,
            date: "",
            amount: "",
            kind: "",
            id: "",
            corrects: "",
            name: "",
            memo: "",
            check: "",
            currency: None,
        }
    }

    fn leaf(&mut self, name: &str, value: &'t str, inside: Option<Aside>) {
        match (inside, name) {
            (None | Some(Aside::Payee), "NAME") => self.name = value,
            (Some(Aside::Currency), "CURSYM") => self.currency = currency_of_code(value),
            (None, "TRNTYPE") => self.kind = value,
            (None, "DTPOSTED") => self.date = value,
            (None, "TRNAMT") => self.amount = value,
            (None, "FITID") => self.id = value,
            (None, "MEMO") => self.memo = value,
            (None, "CHECKNUM") => self.check = value,
            (None, "CORRECTFITID") => self.corrects = value,
            _ => {}
        }
    }

    fn row(&self, text: &str, end: usize) -> Result<Row, String> {
        let (date, time, zone) = moment_of(self.date)
            .ok_or_else(|| format!("“{}” is not a date (DTPOSTED), such as 20261231", self.date))?;
        let amount = amount_of(self.amount).ok_or_else(|| {
            format!(
                "“{}” is not an amount (TRNAMT), such as -12.50",
                self.amount
            )
        })?;
        let (name, memo) = (text_of(self.name), text_of(self.memo));
        let (payee, memo) = if name.is_empty() {
            (memo, String::new())
        } else {
            (name, memo)
        };
        let memo = with_check(&memo, self.check);
        let raw = text.get(self.start..end).unwrap_or_default().trim_end();
        Ok(Row {
            time,
            zone,
            reference: some(self.id),
            related: some(self.corrects),
            payee,
            memo,
            kind: kind_of_row(self.kind),
            ..Row::plain(self.line, raw.to_owned(), date, amount)
        })
    }
}

fn some(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| text_of(value))
}

fn with_check(memo: &str, check: &str) -> String {
    match (memo, check) {
        (memo, "") => memo.to_owned(),
        ("", check) => format!("Check {check}"),
        (memo, check) => format!("{memo} · Check {check}"),
    }
}

fn name_of(institution: Option<&str>, number: Option<&str>) -> Option<String> {
    let chars: Vec<char> = number.unwrap_or_default().chars().collect();
    let tail: String = chars.iter().skip(chars.len().saturating_sub(4)).collect();
    let name = format!("{} {tail}", institution.unwrap_or_default());
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// `20261231`, `20261231120000`, `20261231120000.000[-3:BRT]`
fn moment_of(value: &str) -> Option<(NaiveDate, Option<NaiveTime>, Option<String>)> {
    let (stamp, zone) = value.split_once('[').unwrap_or((value, ""));
    let stamp = stamp.split('.').next().unwrap_or(stamp).trim();
    let zone = zone.trim_end().trim_end_matches(']');
    let scanned = date::scan(stamp).filter(|s| s.shape == date::Shape::Certain)?;
    let day = scanned.day(DateOrder::YearMonthDay)?;
    let time = scanned.time.filter(|time| *time != NaiveTime::MIN);
    Some((day, time, (!zone.is_empty()).then(|| zone.to_owned())))
}

/// OFX has no thousands marks, so a single point or comma is the decimal mark.
fn amount_of(value: &str) -> Option<Decimal> {
    let scanned = number::scan(value)?;
    if scanned.symbol != number::Symbol::None || scanned.flag.is_some() {
        return None;
    }
    let mark = match scanned.evidence() {
        number::Evidence::Proves(mark) | number::Evidence::Open(mark) => mark,
        number::Evidence::Silent => DecimalMark::Point,
    };
    scanned.value(mark)
}

fn kind_of_account(kind: &str) -> Option<AccountKind> {
    Some(match kind.to_ascii_uppercase().as_str() {
        "CHECKING" => AccountKind::Bank,
        "SAVINGS" | "MONEYMRKT" | "CD" => AccountKind::Savings,
        "CREDITLINE" => AccountKind::Loan,
        "CREDITCARD" => AccountKind::Card,
        _ => return None,
    })
}

fn kind_of_row(kind: &str) -> RowKind {
    match kind.to_ascii_uppercase().as_str() {
        "ATM" | "CASH" => RowKind::CashWithdrawal,
        "FEE" | "SRVCHG" => RowKind::Fee,
        "INT" => RowKind::Interest,
        "XFER" => RowKind::Transfer,
        "DIRECTDEP" | "DIV" => RowKind::Income,
        "POS" => RowKind::Purchase,
        _ => RowKind::Unknown,
    }
}
