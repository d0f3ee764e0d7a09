//! The lines of a journal, sorted into transactions with their postings; numbers are not read yet.

use std::ops::Range;

use chrono::NaiveDate;

use super::super::{MAX_ENTRIES, Units};
use super::accounts::Accounts;
use super::amount::{Value, Written};
use super::dates::{self, Date};
use super::directives::Directive;
use super::header::{Header, header, split_comment, tags_in};
use super::marks::Marks;
use super::posting::{Posting, posting};
use crate::model::Problem;

/// Longer than any account's name, in bytes.
const MAX_NAME_BYTES: usize = 1_000;
/// Deeper than any account lies.
const MAX_LEVELS: usize = 64;

/// A whole journal, its lines sorted.
#[derive(Debug, Default)]
pub(super) struct Journal<'t> {
    pub transactions: Vec<Transaction<'t>>,
    pub postings: Vec<Line<'t>>,
    pub accounts: Accounts<'t>,
    pub units: Units,
    pub marks: Marks,
    pub problems: Vec<Problem>,
    /// How many lines only hledger or only Ledger would write.
    pub hledger_lines: usize,
    pub ledger_lines: usize,
    /// Rules of the journal that make postings or plans, which are not transactions.
    pub rules: usize,
    /// Units that Ledger's `alias` names again, by their index.
    pub unit_aliases: Vec<(usize, usize)>,
    /// Units that are so many of another, by Ledger's `C`: the larger and the smaller amount.
    pub conversions: Vec<(Written<'t>, Written<'t>)>,
}

/// One transaction as its lines give it.
#[derive(Debug)]
pub(super) struct Transaction<'t> {
    pub line: u32,
    pub raw: &'t str,
    pub date: NaiveDate,
    pub head: Header<'t>,
    pub comments: Vec<&'t str>,
    pub tags: Vec<String>,
    pub postings: Range<usize>,
    /// The unit of amounts that name none, by hledger's `D`.
    pub default_unit: Option<usize>,
    /// The account that balances a lone posting, by Ledger's `bucket`.
    pub bucket: Option<usize>,
}

/// A posting with its place.
#[derive(Debug)]
pub(super) struct Line<'t> {
    pub account: usize,
    pub posting: Posting<'t>,
    pub comments: Vec<&'t str>,
}

/// What an indented line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open<'t> {
    Nothing,
    Transaction,
    /// A transaction that is a problem already.
    BadTransaction,
    Account(&'t str),
    Unit(usize),
    /// What says nothing about money.
    Other,
    /// Lines up to this one.
    Block(&'static str),
    /// What is beyond a limit.
    Rest,
}

/// The lines of a journal, one by one.
pub(super) struct Scanner<'t> {
    pub journal: Journal<'t>,
    pub open: Open<'t>,
    pub line: u32,
    pub year: Option<i32>,
    pub default_unit: Option<usize>,
    pub bucket: Option<usize>,
    /// What `apply` opened, innermost last.
    pub applied: Vec<Directive<'t>>,
    text: &'t str,
    start: usize,
}

/// Sorts the lines of a journal.
pub(super) fn scan(text: &str) -> Journal<'_> {
    let mut scanner = Scanner {
        journal: Journal::default(),
        open: Open::Nothing,
        line: 0,
        year: None,
        default_unit: None,
        bucket: None,
        applied: Vec::new(),
        text,
        start: 0,
    };
    let mut position = 0;
    for whole in text.split_inclusive('\n') {
        let start = position;
        position += whole.len();
        scanner.line += 1;
        scanner.read(whole.trim_end(), start);
    }
    scanner.close(position);
    scanner.journal
}

impl<'t> Scanner<'t> {
    fn read(&mut self, line: &'t str, start: usize) {
        if let Open::Block(end) = self.open {
            if line.trim() == end {
                self.open = Open::Nothing;
            }
            return;
        }
        if self.open == Open::Rest {
            return;
        }
        if line.starts_with([' ', '\t']) {
            self.read_indented(line.trim_start());
            return;
        }
        self.close(start);
        match line.as_bytes().first() {
            None => {}
            Some(b'0'..=b'9') => self.read_header(line, start),
            Some(b';' | b'#' | b'%' | b'|' | b'*') => self.note_comment(line),
            Some(b'=' | b'~') => {
                self.journal.rules += 1;
                self.open = Open::Other;
            }
            Some(b'-') => self.open = Open::Other,
            Some(b'!' | b'@') => self.read_directive(line.get(1..).unwrap_or_default()),
            Some(_) => self.read_directive(line),
        }
    }

    fn note_comment(&mut self, line: &str) {
        let says_ledger = line.contains("-*- ledger") || line.contains("-*- mode: ledger");
        self.journal.ledger_lines += usize::from(says_ledger);
    }

    fn read_header(&mut self, line: &'t str, start: usize) {
        let taken = dates::take(line, self.year);
        let (date, rest) = match taken {
            Some((Date::Day(date), rest)) => (date, rest),
            other => {
                self.bad_date(line, other.map(|(date, _)| date));
                return;
            }
        };
        if self.journal.transactions.len() >= MAX_ENTRIES {
            self.problem("more than a million transactions; the rest was not read".to_owned());
            self.open = Open::Rest;
            return;
        }
        let head = header(rest);
        let mut tags: Vec<String> = self.applied.iter().filter_map(Directive::tag).collect();
        tags.extend(tags_in(head.comment));
        let from = self.journal.postings.len();
        self.journal.transactions.push(Transaction {
            line: self.line,
            raw: "",
            date,
            head,
            comments: Vec::new(),
            tags,
            postings: from..from,
            default_unit: self.default_unit,
            bucket: self.bucket,
        });
        self.start = start;
        self.open = Open::Transaction;
    }

    fn bad_date(&mut self, line: &str, date: Option<Date>) {
        let shown: String = line.chars().take(20).collect();
        self.problem(match date {
            Some(Date::WithoutYear) => {
                format!("“{shown}” has no year, and no line “Y year” stands before it")
            }
            _ => format!("“{shown}” does not begin with a date such as 2026-01-31"),
        });
        self.open = Open::BadTransaction;
    }

    fn read_indented(&mut self, line: &'t str) {
        match self.open {
            Open::Transaction if line.starts_with(';') => self.read_comment(line),
            Open::Transaction if is_check(line) => self.journal.ledger_lines += 1,
            Open::Transaction => self.read_posting(line),
            Open::Account(name) => self.read_of_account(name, line),
            Open::Unit(unit) => self.read_of_unit(unit, line),
            Open::Nothing if !line.is_empty() && !line.starts_with([';', '#', '*', '%']) => {
                let shown: String = line.chars().take(20).collect();
                self.problem(format!(
                    "“{shown}” is indented, and no transaction stands above it"
                ));
                self.open = Open::Other;
            }
            _ => {}
        }
    }

    fn read_comment(&mut self, line: &'t str) {
        let (_, comment) = split_comment(line);
        let Some(transaction) = self.journal.transactions.last_mut() else {
            return;
        };
        transaction.tags.extend(tags_in(comment));
        match self.journal.postings.last_mut() {
            Some(posting) if !transaction.postings.is_empty() => posting.comments.push(comment),
            _ => transaction.comments.push(comment),
        }
        let is_ledger = comment.starts_with(':') && comment.ends_with(':');
        self.journal.ledger_lines += usize::from(is_ledger);
    }

    fn read_posting(&mut self, line: &'t str) {
        let read = posting(line, &mut self.journal.units).and_then(|posting| {
            let levels = posting.account.bytes().filter(|b| *b == b':').count();
            if posting.account.len() > MAX_NAME_BYTES || levels > MAX_LEVELS {
                return Err("the account's name is longer than any".to_owned());
            }
            Ok(posting)
        });
        let posting = match read {
            Ok(posting) => posting,
            Err(message) => return self.drop_transaction(message),
        };
        let Some(account) = self.journal.accounts.index_of(posting.account) else {
            return self.drop_transaction("the journal has more accounts than anybody".to_owned());
        };
        self.note_flavour(&posting);
        self.note_numbers(&posting);
        if let Some(transaction) = self.journal.transactions.last_mut() {
            transaction.tags.extend(tags_in(posting.comment));
            transaction.postings.end += 1;
            self.journal.postings.push(Line {
                account,
                posting,
                comments: Vec::new(),
            });
        }
    }

    /// A transaction that cannot be read whole is not read at all.
    fn drop_transaction(&mut self, message: String) {
        self.problem(message);
        if let Some(transaction) = self.journal.transactions.pop() {
            self.journal.postings.truncate(transaction.postings.start);
        }
        self.open = Open::BadTransaction;
    }

    fn note_flavour(&mut self, posting: &Posting<'t>) {
        let is_expression = |value| matches!(value, Value::Expression(_));
        let is_ledger =
            posting.lot.is_some() || posting.amount.is_some_and(|a| is_expression(a.value));
        self.journal.ledger_lines += usize::from(is_ledger);
        let of_tree = posting.assertion.is_some_and(|a| a.is_inclusive);
        self.journal.hledger_lines += usize::from(of_tree);
    }

    fn note_numbers(&mut self, posting: &Posting<'t>) {
        let prices = [posting.cost, posting.lot].into_iter().flatten();
        let amounts = posting
            .amount
            .into_iter()
            .chain(prices.map(|price| price.amount));
        for amount in amounts.chain(posting.assertion.map(|assertion| assertion.amount)) {
            if let Value::Number { digits, .. } = amount.value {
                self.journal.marks.see(amount.unit, digits);
            }
        }
    }

    /// Ends what is open at this place of the text.
    pub(super) fn close(&mut self, end: usize) {
        if self.open == Open::Transaction
            && let Some(transaction) = self.journal.transactions.last_mut()
        {
            let raw = self.text.get(self.start..end).unwrap_or_default();
            transaction.raw = raw.trim_end();
        }
        self.open = Open::Nothing;
    }

    pub(super) fn problem(&mut self, message: String) {
        self.journal.problems.push(Problem {
            line: self.line,
            message,
        });
    }
}

/// Ledger's checks inside a transaction, which say nothing about money.
fn is_check(line: &str) -> bool {
    ["assert ", "check ", "expr "]
        .iter()
        .any(|word| line.starts_with(word))
}
