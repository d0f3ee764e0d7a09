//! The lines of a beancount file, sorted into directives.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::cursor::Cursor;
use crate::books::{MAX_ACCOUNTS, MAX_ENTRIES, Units};
use crate::model::Problem;

/// More lines than a text in quotes has.
const MAX_STRING_LINES: usize = 100;
/// Longer than any account's name, in bytes.
const MAX_NAME_BYTES: usize = 1_000;
/// Deeper than any account lies.
const MAX_LEVELS: usize = 64;
/// More tags than anybody pushes.
const MAX_PUSHED: usize = 16;

/// A whole beancount file, its lines sorted.
#[derive(Debug, Default)]
pub(super) struct File<'t> {
    pub directives: Vec<Directive<'t>>,
    pub units: Units,
    /// The last value of each option.
    pub options: HashMap<String, String>,
    pub plugins: Vec<String>,
    pub problems: Vec<Problem>,
    pub accounts: Vec<&'t str>,
    by_name: HashMap<&'t str, usize>,
}

/// A directive that moves money or says how much there is.
#[derive(Debug)]
pub(super) struct Directive<'t> {
    pub line: u32,
    pub raw: &'t str,
    pub date: NaiveDate,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Transaction(Transaction),
    Open {
        account: usize,
        units: Vec<usize>,
        booking: Option<String>,
    },
    Pad {
        account: usize,
        source: usize,
    },
    Balance {
        account: usize,
        amount: Decimal,
        unit: usize,
        tolerance: Option<Decimal>,
    },
}

#[derive(Debug, Default)]
pub(super) struct Transaction {
    pub is_pending: bool,
    pub payee: Option<String>,
    pub narration: String,
    pub tags: Vec<String>,
    pub postings: Vec<Posting>,
}

/// A posting as it is written; what is `None` is to be found.
#[derive(Debug, Default)]
pub(super) struct Posting {
    pub account: usize,
    pub number: Option<Decimal>,
    pub unit: Option<usize>,
    pub cost: Option<Cost>,
    pub price: Option<Price>,
}

/// What stands in braces.
#[derive(Debug, Default, Clone)]
pub(super) struct Cost {
    pub each: Option<Decimal>,
    pub total: Option<Decimal>,
    pub unit: Option<usize>,
    pub date: Option<NaiveDate>,
    pub label: Option<String>,
}

/// What stands behind `@` or `@@`.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Price {
    pub number: Option<Decimal>,
    pub unit: Option<usize>,
    pub is_total: bool,
}

/// Sorts the lines of a beancount file.
pub(super) fn parse(text: &str) -> File<'_> {
    let mut parser = Parser {
        file: File::default(),
        text,
        line: 0,
        open: None,
        pushed: Vec::new(),
    };
    let mut position = 0;
    while position < text.len() {
        let (length, lines) = logical_line(text.get(position..).unwrap_or_default());
        let line = text.get(position..position + length).unwrap_or_default();
        parser.line += 1;
        parser.read(line.trim_end(), position);
        parser.line += lines - 1;
        position += length;
    }
    parser.close(text.len());
    parser.file
}

/// The length of a line whose texts in quotes may go on over line ends, and how many lines it is.
fn logical_line(text: &str) -> (usize, u32) {
    let mut first_end = text.len();
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\t');
    if !text.starts_with(goes_on) {
        return (text.find('\n').map_or(text.len(), |at| at + 1), 1);
    }
    let (mut quoted, mut commented, mut escaped, mut lines) = (false, false, false, 1);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => {
                first_end = if lines == 1 { at + 1 } else { first_end };
                if !quoted {
                    return (at + 1, lines);
                }
                lines += 1;
                if lines as usize > MAX_STRING_LINES {
                    return (first_end, 1);
                }
            }
            _ if escaped => {}
            b'"' if !commented => quoted = !quoted,
            b';' if !quoted => commented = true,
            _ => {}
        }
        escaped = byte == b'\\' && quoted && !escaped;
    }
    if quoted {
        (first_end, 1)
    } else {
        (text.len(), lines)
    }
}

/// What an indented line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Transaction,
    Other,
}

struct Parser<'t> {
    file: File<'t>,
    text: &'t str,
    line: u32,
    open: Option<(Open, usize)>,
    pushed: Vec<String>,
}

impl<'t> Parser<'t> {
    fn read(&mut self, line: &'t str, start: usize) {
        if line.starts_with([' ', '\t', '\r']) {
            let cursor = Cursor::new(line);
            if !cursor.is_at_end() && self.open.is_some_and(|(open, _)| open == Open::Transaction) {
                self.read_indented(cursor);
            }
            return;
        }
        if line.is_empty() || line.starts_with(';') {
            // An empty line or a comment may stand among the postings.
            return;
        }
        self.close(start);
        let read = match line.chars().next() {
            Some(c) if c.is_ascii_digit() => self.read_dated(line, start),
            Some(c) if c.is_alphabetic() => self.read_undated(line),
            // Headlines of an outline.
            _ => Ok(()),
        };
        if let Err(message) = read {
            self.problem(message);
            self.open = Some((Open::Other, start));
        }
    }

    fn read_dated(&mut self, line: &'t str, start: usize) -> Result<(), String> {
        let mut cursor = Cursor::new(line);
        let Some(date) = cursor.date() else {
            return Err(format!(
                "“{}” does not begin with a date such as 2026-01-31",
                cursor.shown()
            ));
        };
        if self.file.directives.len() >= MAX_ENTRIES {
            return Err("more than a million directives; this one was not read".to_owned());
        }
        self.open = Some((Open::Other, start));
        let what = match cursor.word() {
            Some("open") => self.open_account(cursor)?,
            Some("pad") => What::Pad {
                account: self.account(&mut cursor)?,
                source: self.account(&mut cursor)?,
            },
            Some("balance") => self.balance(cursor)?,
            Some(
                "close" | "commodity" | "note" | "document" | "price" | "event" | "query"
                | "custom",
            ) => return Ok(()),
            Some(flag) if flag == "txn" || flag.chars().count() == 1 => {
                self.open = Some((Open::Transaction, start));
                What::Transaction(self.transaction(flag, cursor)?)
            }
            _ => return Err(format!("“{line}” is no directive of beancount")),
        };
        self.file.directives.push(Directive {
            line: self.line,
            raw: line,
            date,
            what,
        });
        Ok(())
    }

    fn read_undated(&mut self, line: &'t str) -> Result<(), String> {
        let mut cursor = Cursor::new(line);
        let word = cursor.word().unwrap_or_default();
        let mut string = || {
            cursor
                .string()
                .ok_or_else(|| format!("“{word}” needs a text in quotes"))
        };
        match word {
            "option" => {
                let (name, value) = (string()?, string()?);
                self.file.options.insert(name, value);
            }
            "plugin" => {
                let plugin = string()?;
                self.file.plugins.push(plugin);
            }
            "include" => {
                let name = string()?;
                return Err(format!(
                    "“{name}” is included, and only one file can be read at a time; bring that one too, or one file that holds both"
                ));
            }
            "pushtag" => {
                let tag = cursor.word().unwrap_or_default();
                if self.pushed.len() >= MAX_PUSHED {
                    return Err("more tags are pushed than anybody has".to_owned());
                }
                self.pushed.push(tag.trim_start_matches('#').to_owned());
            }
            "poptag" => {
                let tag = cursor.word().unwrap_or_default();
                let tag = tag.trim_start_matches('#');
                if let Some(at) = self.pushed.iter().rposition(|pushed| pushed == tag) {
                    self.pushed.remove(at);
                }
            }
            "pushmeta" | "popmeta" => {}
            _ => return Err(format!("“{word}” begins no line of beancount")),
        }
        Ok(())
    }

    fn open_account(&mut self, mut cursor: Cursor<'t>) -> Result<What, String> {
        let account = self.account(&mut cursor)?;
        let mut units = Vec::new();
        while let Some(unit) = cursor.currency() {
            units.push(self.file.units.index_of(unit));
            cursor.take(",");
        }
        Ok(What::Open {
            account,
            units,
            booking: cursor.string(),
        })
    }

    fn balance(&mut self, mut cursor: Cursor<'t>) -> Result<What, String> {
        let account = self.account(&mut cursor)?;
        let amount = cursor.number().ok_or_else(|| no_amount(&cursor))?;
        let tolerance = cursor.take("~").then(|| cursor.number()).flatten();
        let unit = cursor.currency().ok_or_else(|| no_amount(&cursor))?;
        let unit = self.file.units.index_of(unit);
        Ok(What::Balance {
            account,
            amount,
            unit,
            tolerance,
        })
    }

    fn transaction(&mut self, flag: &str, mut cursor: Cursor<'t>) -> Result<Transaction, String> {
        let mut transaction = Transaction {
            is_pending: flag == "!",
            tags: self.pushed.clone(),
            ..Transaction::default()
        };
        let mut texts = Vec::new();
        while cursor.peek() == Some('"') {
            texts.push(
                cursor
                    .string()
                    .ok_or_else(|| "a text in quotes has no end".to_owned())?,
            );
            cursor.take("|");
        }
        transaction.narration = texts.pop().unwrap_or_default();
        transaction.payee = texts.pop();
        take_tags(&mut cursor, &mut transaction.tags);
        if cursor.is_at_end() {
            Ok(transaction)
        } else {
            Err(format!(
                "“{}” does not belong on a transaction's first line",
                cursor.shown()
            ))
        }
    }

    fn read_indented(&mut self, mut cursor: Cursor<'t>) {
        if cursor.is_at_metadata() {
            return;
        }
        let read = match cursor.peek() {
            Some('#' | '^') => {
                let mut tags = Vec::new();
                take_tags(&mut cursor, &mut tags);
                Ok((tags, None))
            }
            _ => self
                .posting(cursor)
                .map(|posting| (Vec::new(), Some(posting))),
        };
        match read {
            Ok((tags, posting)) => {
                if let Some(What::Transaction(transaction)) =
                    self.file.directives.last_mut().map(|d| &mut d.what)
                {
                    transaction.tags.extend(tags);
                    transaction.postings.extend(posting);
                }
            }
            Err(message) => {
                // A transaction that cannot be read whole is not read at all.
                self.problem(message);
                self.file.directives.pop();
                self.open = Some((Open::Other, 0));
            }
        }
    }

    fn posting(&mut self, mut cursor: Cursor<'t>) -> Result<Posting, String> {
        if cursor.account_ahead().is_none() {
            // A flag of one character.
            cursor.word();
        }
        let mut posting = Posting {
            account: self.account(&mut cursor)?,
            ..Posting::default()
        };
        posting.number = cursor.number();
        posting.unit = self.unit(&mut cursor);
        if cursor.peek() == Some('{') {
            posting.cost = Some(self.cost(&mut cursor)?);
        }
        if cursor.take("@") {
            let is_total = cursor.take("@");
            let number = cursor.number();
            posting.price = Some(Price {
                number,
                unit: self.unit(&mut cursor),
                is_total,
            });
        }
        if cursor.is_at_end() {
            Ok(posting)
        } else {
            Err(no_amount(&cursor))
        }
    }

    fn cost(&mut self, cursor: &mut Cursor<'t>) -> Result<Cost, String> {
        let is_total = cursor.take("{{");
        if !is_total {
            cursor.take("{");
        }
        let mut cost = Cost::default();
        while cursor.peek() != Some('}') {
            let date = cursor.date();
            if date.is_some() {
                cost.date = date;
            } else if cursor.peek() == Some('"') {
                cost.label = Some(cursor.string().ok_or_else(|| no_amount(cursor))?);
            } else if !cursor.take("*") {
                let number = cursor.number();
                let lump = cursor.take("#").then(|| cursor.number()).flatten();
                let unit = self.unit(cursor);
                if number.is_none() && lump.is_none() && unit.is_none() {
                    return Err(no_amount(cursor));
                }
                (cost.each, cost.total) = if is_total {
                    (None, number)
                } else {
                    (number, lump)
                };
                cost.unit = unit;
            }
            cursor.take(",");
        }
        cursor.take("}");
        cursor.take("}");
        Ok(cost)
    }

    fn unit(&mut self, cursor: &mut Cursor<'t>) -> Option<usize> {
        cursor.currency().map(|word| self.file.units.index_of(word))
    }

    fn account(&mut self, cursor: &mut Cursor<'t>) -> Result<usize, String> {
        let name = cursor
            .account()
            .ok_or_else(|| format!("“{}” is no account such as Assets:Bank", cursor.shown()))?;
        if let Some(&index) = self.file.by_name.get(name) {
            return Ok(index);
        }
        if name.len() > MAX_NAME_BYTES || name.matches(':').count() > MAX_LEVELS {
            return Err("the account's name is longer than any".to_owned());
        }
        let index = self.file.accounts.len();
        if index >= MAX_ACCOUNTS {
            return Err("the file has more accounts than anybody".to_owned());
        }
        self.file.by_name.insert(name, index);
        self.file.accounts.push(name);
        Ok(index)
    }

    /// Ends what is open at this place of the text.
    fn close(&mut self, end: usize) {
        if let Some((Open::Transaction, start)) = self.open.take()
            && let Some(directive) = self.file.directives.last_mut()
        {
            directive.raw = self.text.get(start..end).unwrap_or_default().trim_end();
        }
    }

    fn problem(&mut self, message: String) {
        self.file.problems.push(Problem {
            line: self.line,
            message,
        });
    }
}

fn take_tags(cursor: &mut Cursor<'_>, tags: &mut Vec<String>) {
    while matches!(cursor.peek(), Some('#' | '^')) {
        let word = cursor.word().unwrap_or_default();
        tags.push(word.trim_start_matches('#').to_owned());
    }
}

fn no_amount(cursor: &Cursor<'_>) -> String {
    format!("“{}” is no amount as beancount writes it", cursor.shown())
}
