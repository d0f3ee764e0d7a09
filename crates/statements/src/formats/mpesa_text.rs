//! The text layer of an M-Pesa PDF statement: a receipt line, wrapped details, then status, amount and balance.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::columns::{date, number};
use crate::decode::Decoded;
use crate::kinds::KindMemory;
use crate::model::{AccountHint, DateOrder, DecimalMark, Problem, Reading, Row, Statement};
use crate::providers::{MPESA, mpesa_payee};

const HEADER: &str = "Receipt Completion Time Details";

/// Whether a text is such a statement: its header line, and receipts with a moment.
pub(crate) fn is_mpesa_text(text: &str) -> bool {
    text.contains(HEADER) && text.lines().any(|line| receipt_of(line).is_some())
}

/// Reads the text of an M-Pesa statement.
pub(crate) fn read(decoded: &Decoded<'_>) -> Reading {
    let mut reader = Reader {
        kinds: KindMemory::new(MPESA.kinds),
        rows: Vec::new(),
        skipped: 0,
        problems: Vec::new(),
        open: None,
    };
    let mut position = 0;
    for (number, whole) in (1..).zip(decoded.text.split_inclusive('\n')) {
        let line = Line {
            number,
            start: position,
            text: whole.trim(),
        };
        position += whole.len();
        reader.take(&decoded.text, &line);
    }
    reader.abandon();
    let account = AccountHint {
        name: Some(MPESA.account.to_owned()),
        number: None,
        institution: Some(MPESA.account.to_owned()),
        kind: Some(MPESA.kind),
    };
    Reading {
        provider: Some(MPESA.name),
        statements: vec![Statement {
            rows: reader.rows,
            skipped: reader.skipped,
            ..Statement::of(account, currency_of_code("KES"))
        }],
        problems: reader.problems,
        ..Reading::empty("mpesa_text", decoded.encoding)
    }
}

struct Line<'t> {
    number: u32,
    start: usize,
    text: &'t str,
}

/// A receipt whose status line has not come yet.
struct Open<'t> {
    line: u32,
    start: usize,
    receipt: &'t str,
    date: NaiveDate,
    time: Option<NaiveTime>,
    details: String,
}

struct Reader<'t> {
    kinds: KindMemory,
    rows: Vec<Row>,
    skipped: usize,
    problems: Vec<Problem>,
    open: Option<Open<'t>>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, text: &str, line: &Line<'t>) {
        let mut rest = line.text;
        if rest.is_empty() || rest.starts_with(HEADER) {
            return;
        }
        if let Some((receipt, date, time, details)) = receipt_of(rest) {
            self.abandon();
            let details_text = String::new();
            self.open = Some(Open {
                line: line.number,
                start: line.start,
                receipt,
                date,
                time,
                details: details_text,
            });
            rest = details;
        }
        let Some(open) = &mut self.open else {
            return;
        };
        let (details, end) = status_in(rest);
        join_details(&mut open.details, details);
        let Some((status, figures)) = end else {
            return;
        };
        if let Some(open) = self.open.take() {
            let raw = text
                .get(open.start..line.start + line.text.len())
                .unwrap_or_default();
            self.close(open, status, figures, raw.trim());
        }
    }

    fn close(&mut self, open: Open<'t>, status: &str, figures: &str, raw: &str) {
        if status != "Completed" {
            self.skipped += 1;
            return;
        }
        let figures: Vec<&str> = figures.split_whitespace().collect();
        let Some((amount, balance)) = amount_and_balance(&figures) else {
            let message = format!(
                "“{}” is not an amount and a balance, such as -7.00 4,750.19",
                figures.join(" ")
            );
            self.problems.push(Problem {
                line: open.line,
                message,
            });
            return;
        };
        let payee = mpesa_payee(&open.details).to_owned();
        self.rows.push(Row {
            time: open.time,
            reference: Some(open.receipt.to_owned()),
            kind: self.kinds.kind_of(&open.details),
            memo: if payee == open.details {
                String::new()
            } else {
                open.details
            },
            payee,
            balance,
            ..Row::plain(open.line, raw.to_owned(), open.date, amount)
        });
    }

    /// A receipt without a status line is reported.
    fn abandon(&mut self) {
        if let Some(open) = self.open.take() {
            let message = format!(
                "receipt {} has no line with its status and amount",
                open.receipt
            );
            self.problems.push(Problem {
                line: open.line,
                message,
            });
        }
    }
}

/// `TAA1BB2CC3 2026-04-02 09:12:44 Customer Transfer …`
fn receipt_of(line: &str) -> Option<(&str, NaiveDate, Option<NaiveTime>, &str)> {
    let (receipt, rest) = line.split_once(' ')?;
    let is_receipt = (8..=12).contains(&receipt.len())
        && receipt
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let moment = rest.get(..19).filter(|_| is_receipt)?;
    let scanned = date::scan(moment)?;
    let date = scanned.day(DateOrder::YearMonthDay)?;
    Some((receipt, date, scanned.time, rest.get(19..)?.trim()))
}

/// The details before a status word, and the status with what follows it.
fn status_in(line: &str) -> (&str, Option<(&str, &str)>) {
    for status in ["Completed", "Failed", "Cancelled", "Declined"] {
        let Some(at) = line.rfind(status) else {
            continue;
        };
        let (details, rest) = line.split_at(at);
        let figures = rest.get(status.len()..).unwrap_or_default().trim();
        if figures.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return (details.trim(), Some((status, figures)));
        }
    }
    (line, None)
}

/// Wrapped lines are joined by a blank, but a word broken at its hyphen is not.
fn join_details(details: &mut String, more: &str) {
    let before_hyphen = details.strip_suffix('-').and_then(|d| d.chars().last());
    let is_broken_word = before_hyphen.is_some_and(char::is_alphanumeric);
    if !details.is_empty() && !more.is_empty() && !is_broken_word {
        details.push(' ');
    }
    details.push_str(more);
}

/// Paid in and withdrawn are one signed figure here; the balance follows.
fn amount_and_balance(figures: &[&str]) -> Option<(Decimal, Option<Decimal>)> {
    let value = |figure: &&str| number::scan(figure)?.value(DecimalMark::Point);
    match figures {
        [amount] => Some((value(amount)?, None)),
        [amount, balance] => Some((value(amount)?, Some(value(balance)?))),
        [paid_in, withdrawn, balance] => Some((
            value(paid_in)? - value(withdrawn)?.abs(),
            Some(value(balance)?),
        )),
        _ => None,
    }
}
