//! OFX and QFX: SGML without closing tags (1.x) and XML (2.x), read by one forgiving reader of tags; and
//! OFC, which came before. Layout: the OFX Banking Specification 1.6 and 2.3.

mod row;
mod tags;

use std::collections::HashMap;

use chrono::NaiveTime;
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::decode::Decoded;
use crate::model::{
    AccountHint, AccountKind, DecimalMark, Hints, Problem, ReadError, Reading, StatedBalance,
    Statement,
};
use crate::pages::{RowCount, lacks_currency};
use crate::rows::currency_question;
use crate::text::{account_name, excerpt};
use row::{Amount, RawRow, amount_of, day_of};
use tags::{Tag, Tags, text_of};

/// How far into a file its first tag may stand.
const HEADER_BYTES: usize = 64 * 1024;
/// The aggregates that hold an account's transactions.
const STATEMENTS: [(&str, AccountKind); 3] = [
    ("STMTRS", AccountKind::Bank),
    ("CCSTMTRS", AccountKind::Card),
    ("INVSTMTRS", AccountKind::Investment),
];
/// Transactions of securities, which are counted and left out.
const INVESTMENTS: [&str; 20] = [
    "BUYDEBT",
    "BUYMF",
    "BUYOPT",
    "BUYOTHER",
    "BUYSTOCK",
    "CLOSUREOPT",
    "INCOME",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "MARGININTEREST",
    "REINVEST",
    "RETOFCAP",
    "SELLDEBT",
    "SELLMF",
    "SELLOPT",
    "SELLOTHER",
    "SELLSTOCK",
    "SPLIT",
    "TRANSFER",
];

/// Whether a text is OFX of any version.
pub(crate) fn is_ofx(text: &str) -> bool {
    let start = beginning_of(text).to_ascii_uppercase();
    ["<OFX>", "<OFX ", "<OFC>", "<?OFX"]
        .iter()
        .any(|root| start.contains(root))
        || start.trim_start().starts_with("OFXHEADER")
}

/// Reads an OFX text: every STMTTRN is a row, whatever closes it.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let mut reader = Reader::new(&decoded.text, hints);
    let mut tags = Tags::of(&decoded.text);
    while let Some(tag) = tags.next() {
        if tag.name == "STMTTRN" {
            reader.line = tags.line_at(tag.start);
        }
        reader.take(&tag)?;
    }
    reader.end_row(decoded.text.len())?;
    reader.end_statement();
    reader.settle_marks();
    reader.forget_placeholder_times();
    let asks = lacks_currency(&reader.statements);
    Ok(Reading {
        statements: reader.statements,
        problems: reader.problems,
        questions: asks.then(currency_question).into_iter().collect(),
        ..Reading::empty(format_of(&decoded.text), decoded.encoding)
    })
}

fn beginning_of(text: &str) -> &str {
    text.get(..text.floor_char_boundary(HEADER_BYTES))
        .unwrap_or(text)
}

/// `qfx` where Intuit's own tags are, else by the header.
fn format_of(text: &str) -> &'static str {
    let start = beginning_of(text);
    if start.contains("<INTU.") {
        "qfx"
    } else if start.contains("<?OFX") || start.trim_start().starts_with("<?xml") {
        "ofx2"
    } else if start.to_ascii_uppercase().contains("<OFC>") {
        "ofc"
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
    places: HashMap<(Option<String>, Option<Currency>), usize>,
    problems: Vec<Problem>,
    count: RowCount,
    /// What has been read of the current statement's head.
    head: Head,
    /// The statement that rows go to, once the head is whole.
    current: Option<usize>,
    row: Option<RawRow<'t>>,
    /// The aggregate whose leaves mean something else.
    inside: Option<Aside>,
    ledger: Ledger,
    marks: Marks<'t>,
}

#[derive(Default, Clone)]
struct Head {
    number: Option<String>,
    kind: Option<AccountKind>,
    currency: Option<Currency>,
}

/// The balance of LEDGERBAL, as far as it has been read.
#[derive(Default)]
struct Ledger {
    amount: Option<Decimal>,
    day: Option<chrono::NaiveDate>,
}

/// Which decimal marks the file's amounts prove, and the amounts that leave it open.
#[derive(Default)]
struct Marks<'t> {
    point: bool,
    comma: bool,
    /// Statement, row and text of an amount such as `1,234`.
    open: Vec<(usize, usize, &'t str)>,
}

/// An aggregate within a row or statement whose leaves must not be taken for its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// Names the payee in a leaf of its own.
    Payee,
    /// Names the currency that the row's amount is in.
    Currency,
    /// The account on the other side.
    OtherSide,
    /// The balance that the bank states.
    Ledger,
    /// Nothing of the row: another balance, an image, a transaction that is not final.
    Other,
}

fn aside_of(name: &str) -> Option<Aside> {
    Some(match name {
        "PAYEE" => Aside::Payee,
        "CURRENCY" => Aside::Currency,
        "BANKACCTTO" | "CCACCTTO" => Aside::OtherSide,
        "LEDGERBAL" => Aside::Ledger,
        "ORIGCURRENCY" | "AVAILBAL" | "IMAGEDATA" | "STMTTRNP" => Aside::Other,
        _ => return None,
    })
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, hints: &Hints) -> Self {
        Self {
            text,
            line: 1,
            hint_currency: hints.currency,
            institution: None,
            statements: Vec::new(),
            places: HashMap::new(),
            problems: Vec::new(),
            count: RowCount::default(),
            head: Head::default(),
            current: None,
            row: None,
            inside: None,
            ledger: Ledger::default(),
            marks: Marks::default(),
        }
    }

    fn take(&mut self, tag: &Tag<'t>) -> Result<(), ReadError> {
        let name = &*tag.name;
        if name == "STMTTRN" {
            self.end_row(if tag.closing { tag.end } else { tag.start })?;
            if !tag.closing {
                self.row = Some(RawRow::starting(tag.start, self.line));
            }
        } else if let Some(aside) = aside_of(name) {
            // What is not final comes again under another id, so it is counted and left out.
            if name == "STMTTRNP" && !tag.closing {
                self.end_row(tag.start)?;
                self.skip();
            }
            // An empty leaf of the same name, such as <CURRENCY>USD, opens nothing.
            let opens = !tag.closing && !tag.closes_itself && tag.value.trim().is_empty();
            self.inside = opens.then_some(aside);
        } else if self.row.is_none() && INVESTMENTS.contains(&name) {
            if !tag.closing && tag.value.trim().is_empty() {
                self.skip();
            }
        } else if tag.closing {
            if name == "BANKTRANLIST" || statement_kind(name).is_some() {
                self.end_row(tag.start)?;
            }
        } else if let Some(row) = &mut self.row {
            row.leaf(name, tag.value.trim(), self.inside);
        } else {
            self.head_leaf(name, tag.value.trim());
        }
        Ok(())
    }

    fn head_leaf(&mut self, name: &str, value: &str) {
        if let Some(kind) = statement_kind(name) {
            return self.begin(kind);
        }
        if value.is_empty() {
            return;
        }
        match (self.inside, name) {
            (Some(Aside::Ledger), "BALAMT") => {
                self.ledger.amount = amount_of(value).map(|amount| amount.value);
                self.state_balance();
            }
            (Some(Aside::Ledger), "DTASOF") => {
                self.ledger.day = day_of(value);
                self.state_balance();
            }
            (None, "ORG") => self.institution = Some(text_of(value)),
            (None, "CURDEF") => self.head.currency = currency_of_code(value),
            (None, "ACCTID") => self.head.number = Some(excerpt(&text_of(value)).into_owned()),
            (None, "ACCTTYPE") => self.head.kind = kind_of_account(value).or(self.head.kind),
            _ => {}
        }
    }

    fn begin(&mut self, kind: AccountKind) {
        self.end_statement();
        self.head = Head {
            kind: Some(kind),
            // OFC names the account before.
            number: self.head.number.take().filter(|_| self.head.kind.is_none()),
            currency: None,
        };
        self.current = None;
    }

    /// An account without rows is a statement too.
    fn end_statement(&mut self) {
        if self.head.kind.is_some() && self.head.number.is_some() {
            self.current();
        }
        self.head.kind = None;
        self.ledger = Ledger::default();
    }

    /// The balance at the end of a day; banks that know none write nothing or a day of zeros.
    fn state_balance(&mut self) {
        let (Some(amount), Some(day)) = (self.ledger.amount, self.ledger.day) else {
            return;
        };
        let index = self.current();
        if let Some(statement) = self.statements.get_mut(index)
            && statement
                .closing
                .is_none_or(|other| other.date <= Some(day))
        {
            let date = Some(day);
            statement.closing = Some(StatedBalance { date, amount });
        }
    }

    /// The statement of the current head.
    fn current(&mut self) -> usize {
        if let Some(index) = self.current {
            return index;
        }
        let index = self.statement_in(self.head.currency.or(self.hint_currency));
        self.current = Some(index);
        index
    }

    fn statement_in(&mut self, currency: Option<Currency>) -> usize {
        let next = self.statements.len();
        let key = (self.head.number.clone(), currency);
        let index = *self.places.entry(key).or_insert(next);
        if let Some(statement) = self.statements.get_mut(index) {
            statement.account.kind = self.head.kind;
            return index;
        }
        let (institution, number) = (self.institution.as_deref(), self.head.number.as_deref());
        let account = AccountHint {
            name: account_name(institution, number),
            number: self.head.number.clone(),
            institution: self.institution.clone(),
            kind: self.head.kind,
        };
        let mut statement = Statement::of(account, currency);
        if next == 0 {
            // A transaction takes some 150 bytes; one reservation spares copying all rows again and again.
            statement.rows.reserve(self.text.len() / 150);
        }
        self.statements.push(statement);
        index
    }

    fn skip(&mut self) {
        let index = self.current();
        if let Some(statement) = self.statements.get_mut(index) {
            statement.skipped += 1;
        }
    }

    fn end_row(&mut self, end: usize) -> Result<(), ReadError> {
        self.inside = None;
        let Some(raw) = self.row.take() else {
            return Ok(());
        };
        self.count.add()?;
        match raw.row(self.text, end) {
            Ok((row, amount)) => {
                let index = match raw.currency {
                    Some(currency) => self.statement_in(Some(currency)),
                    None => self.current(),
                };
                if let Some(statement) = self.statements.get_mut(index) {
                    self.marks
                        .add(amount, (index, statement.rows.len()), raw.amount);
                    statement.rows.push(row);
                }
            }
            Err(message) => self.problems.push(Problem {
                line: raw.line,
                message,
            }),
        }
        Ok(())
    }

    /// The format has no thousands marks, but some banks do: `1,234` is a thousand where all other
    /// amounts of the file have a decimal point.
    fn settle_marks(&mut self) {
        let mark = match (self.marks.point, self.marks.comma) {
            (true, false) => DecimalMark::Point,
            (false, true) => DecimalMark::Comma,
            _ => return,
        };
        for (statement, row, text) in std::mem::take(&mut self.marks.open) {
            let statement = self.statements.get_mut(statement);
            if let Some(row) = statement.and_then(|s| s.rows.get_mut(row))
                && let Some(value) = row::amount_with(text, mark)
            {
                row.amount = value;
            }
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

impl<'t> Marks<'t> {
    fn add(&mut self, amount: Amount, place: (usize, usize), text: &'t str) {
        match (amount.mark, amount.is_open) {
            (None, _) => {}
            (Some(_), true) => self.open.push((place.0, place.1, text)),
            (Some(DecimalMark::Point), false) => self.point = true,
            (Some(DecimalMark::Comma), false) => self.comma = true,
        }
    }
}

fn is_round(time: NaiveTime) -> bool {
    use chrono::Timelike;
    time.minute() == 0 && time.second() == 0 && matches!(time.hour(), 0 | 12)
}

fn statement_kind(name: &str) -> Option<AccountKind> {
    let found = STATEMENTS.iter().find(|(statement, _)| *statement == name);
    found.map(|(_, kind)| *kind)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;

    fn reading(text: &str) -> Reading {
        assert!(is_ofx(text), "{text}");
        read(&decode(text.as_bytes()), &Hints::default()).unwrap()
    }

    fn row(amount: &str, rest: &str) -> String {
        format!("<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>{amount}<FITID>1{rest}</STMTTRN>")
    }

    fn amounts(reading: &Reading) -> Vec<String> {
        let rows = reading.statements.iter().flat_map(|s| &s.rows);
        rows.map(|row| row.amount.to_string()).collect()
    }

    #[test]
    fn the_ledger_balance_is_what_the_account_closes_with() {
        let card = |balance: &str, day: &str| {
            format!(
                "<CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST></BANKTRANLIST><LEDGERBAL><BALAMT>{balance}<DTASOF>{day}</LEDGERBAL><AVAILBAL><BALAMT>9<DTASOF>20270101</AVAILBAL></CCSTMTRS>"
            )
        };
        let both = format!(
            "<OFX>{}{}",
            card("-20.50", "20260331120000"),
            card("-9", "20260228")
        );
        let statement = &reading(&both).statements[0];
        let closing = statement.closing.unwrap();
        assert_eq!(
            (
                closing.amount.to_string(),
                closing.date.unwrap().to_string()
            ),
            ("-20.50".into(), "2026-03-31".into())
        );
        for nothing in ["0,00|00000000", "|20260331", "5|"] {
            let (balance, day) = nothing.split_once('|').unwrap();
            let reading = reading(&format!("<OFX>{}", card(balance, day)));
            assert_eq!(reading.statements[0].closing, None, "{nothing}");
        }
    }

    #[test]
    fn a_mark_before_three_digits_is_what_the_other_amounts_of_the_file_say() {
        let read = |all: [&str; 2]| {
            let rows = all.map(|amount| row(amount, "")).concat();
            amounts(&reading(&format!("<OFX><STMTRS><CURDEF>USD{rows}")))
        };
        assert_eq!(read(["1,234", "-5.25"]), ["1234", "-5.25"]);
        assert_eq!(read(["1.234", "-5,25"]), ["1234", "-5.25"]);
        assert_eq!(read(["1.234", "-5"]), ["1.234", "-5"]);
        assert_eq!(read(["+1,234.56", "-1.234,56"]), ["1234.56", "-1234.56"]);
    }

    #[test]
    fn what_is_left_out_by_rule_is_counted() {
        let text = format!(
            "<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>7</INVACCTFROM><INVTRANLIST><BUYSTOCK><INVBUY><UNITS>1</INVBUY></BUYSTOCK><REINVEST></REINVEST><INVBANKTRAN>{}</INVBANKTRAN></INVTRANLIST></INVSTMTRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>8</BANKACCTFROM><BANKTRANLISTP><STMTTRNP><TRNTYPE>POS<DTTRAN>20260302<TRNAMT>-1</STMTTRNP></BANKTRANLISTP></STMTRS></OFX>",
            row("-2", "")
        );
        let reading = reading(&text);
        let counts = reading.statements.iter().map(|s| (s.rows.len(), s.skipped));
        assert_eq!(counts.collect::<Vec<_>>(), [(1, 2), (0, 1)]);
    }

    #[test]
    fn asides_that_close_themselves_hide_nothing() {
        let reading = reading(&format!(
            "<ofx xmlns=''><stmtrs>{}",
            row("-2", "<PAYEE/><MEMO>Tea & <b@example.org> 1 < 2")
        ));
        assert_eq!(
            reading.statements[0].rows[0].payee,
            "Tea & <b@example.org> 1 < 2"
        );
    }

    #[test]
    fn the_other_sides_account_is_kept_apart_from_the_own() {
        let reading = reading(&format!(
            "<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>8</BANKACCTFROM>{}",
            row(
                "-2",
                "<NAME>Ana<BANKACCTTO><BANKID>1<ACCTID>99</BANKACCTTO><MEMO>rent"
            )
        ));
        let statement = &reading.statements[0];
        assert_eq!(statement.account.number.as_deref(), Some("8"));
        let row = &statement.rows[0];
        let counter = row
            .details
            .as_ref()
            .and_then(|d| d.counter_number.as_deref());
        assert_eq!((counter, row.memo.as_str()), (Some("99"), "rent"));
    }

    #[test]
    fn the_older_ofc_names_its_account_before_the_statement() {
        let reading = reading(&format!(
            "<OFC><DTD>2<ACCTSTMT><ACCTFROM><BANKID>1<ACCTID>22<ACCTTYPE>0</ACCTFROM><STMTRS><DTSTART>20260301<LEDGER>5{}</STMTRS></ACCTSTMT></OFC>",
            row("-2", "<CHKNUM>7")
        ));
        assert_eq!((reading.format, reading.questions.len()), ("ofc", 1));
        assert_eq!(reading.statements.len(), 1);
        let statement = &reading.statements[0];
        assert_eq!(statement.account.number.as_deref(), Some("22"));
        assert_eq!(statement.rows[0].memo, "Check 7");
    }

    #[test]
    fn accounts_without_rows_are_kept_and_their_currency_may_come_later() {
        let reading = reading(
            "<OFX><STMTRS><BANKACCTFROM><ACCTID>1</BANKACCTFROM><CURDEF>USD</STMTRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>2</BANKACCTFROM></STMTRS>",
        );
        let told = reading.statements.iter().map(|s| {
            (
                s.account.number.clone().unwrap(),
                s.currency.unwrap().code().to_owned(),
            )
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("1".into(), "USD".into()), ("2".into(), "EUR".into())]
        );
    }
}
