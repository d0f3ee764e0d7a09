//! Plain-text journals of hledger, Ledger and beancount.
//!
//! `scan` sorts the lines, `settle` reads the numbers and balances; the grammar is that of hledger's
//! and Ledger's manuals, and where the two differ, the lines tell which program is meant.

mod accounts;
mod amount;
mod beancount;
mod dates;
mod directives;
mod expression;
mod header;
mod marks;
mod posting;
mod scan;
mod settle;
mod sniff;

use std::collections::HashMap;

use super::{Book, BookEntry, Leg};
use crate::decode::Decoded;
use crate::model::{DecimalMark, Decision, Hints, Problem, Reading, RowStatus};
use crate::text::join_text;
use posting::Kind;
use scan::{Journal, Line, Transaction, scan};
use settle::{Settled, Settler};

/// Reads a journal; `None` where the text is none.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Option<Reading> {
    match sniff::kind_of(&decoded.text)? {
        sniff::Kind::Journal => Some(read_journal(decoded, hints)),
        sniff::Kind::Beancount => Some(beancount::read(decoded, hints)),
    }
}

fn read_journal(decoded: &Decoded<'_>, hints: &Hints) -> Reading {
    let mut journal = scan(&decoded.text);
    let program = Program::of(&journal);
    journal.marks.hint = hints.decimal_mark;
    journal.marks.lone_comma = program.lone_comma();
    let mut book = Book {
        format: program.word(),
        encoding: decoded.encoding.to_owned(),
        decisions: vec![program.decision(&journal)],
        ..Book::default()
    };
    settle_all(&mut journal, program, &mut book);
    if journal.rules > 0 {
        book.decisions.push(Decision {
            field: "rules".to_owned(),
            reading: "left out".to_owned(),
            evidence: format!(
                "{} rules, plans or clock lines, which are no transactions",
                journal.rules
            ),
        });
    }
    book.problems.append(&mut journal.problems);
    book.units = journal.units;
    book.accounts = journal.accounts.into_book();
    let question = journal.marks.question();
    let mut reading = book.into_reading(hints);
    reading.questions.splice(0..0, question);
    reading
}

/// Whose journal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    Hledger,
    Ledger,
    /// Nothing in it is of one of them alone.
    Either,
}

impl Program {
    fn of(journal: &Journal<'_>) -> Self {
        match journal.hledger_lines.cmp(&journal.ledger_lines) {
            std::cmp::Ordering::Greater => Self::Hledger,
            std::cmp::Ordering::Less => Self::Ledger,
            std::cmp::Ordering::Equal => Self::Either,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Hledger | Self::Either => "hledger",
            Self::Ledger => "ledger",
        }
    }

    /// `1,000` is one to hledger and a thousand to Ledger.
    fn lone_comma(self) -> Option<DecimalMark> {
        match self {
            Self::Hledger => Some(DecimalMark::Comma),
            Self::Ledger => Some(DecimalMark::Point),
            Self::Either => None,
        }
    }

    fn decision(self, journal: &Journal<'_>) -> Decision {
        let evidence = match self {
            Self::Hledger => format!("{} lines as only hledger has them", journal.hledger_lines),
            Self::Ledger => format!("{} lines as only Ledger has them", journal.ledger_lines),
            Self::Either => "nothing in it is of hledger or Ledger alone".to_owned(),
        };
        Decision {
            field: "program".to_owned(),
            reading: self.word().to_owned(),
            evidence,
        }
    }
}

/// Settles the transactions in the order in which the program adds them up.
fn settle_all(journal: &mut Journal<'_>, program: Program, book: &mut Book) {
    let mut order: Vec<usize> = (0..journal.transactions.len()).collect();
    if program != Program::Ledger {
        // By their number and not by place: a transaction keeps its file order within its day.
        order.sort_by_key(|at| journal.transactions.get(*at).map(|t| t.date));
    }
    let parents = parents_of_asserted(journal);
    let mut settler = Settler {
        units: &mut journal.units,
        marks: &mut journal.marks,
        unit_aliases: journal.unit_aliases.iter().copied().collect(),
        smaller: HashMap::new(),
        at_basis: program != Program::Hledger,
        has_default_unit: program != Program::Ledger,
        held: HashMap::new(),
        held_below: HashMap::new(),
        parents,
    };
    if program == Program::Ledger {
        settler.learn(&journal.conversions);
    }
    let mut virtual_postings = 0;
    let mut entries: Vec<(usize, BookEntry)> = Vec::with_capacity(order.len());
    for at in order {
        let Some(transaction) = journal.transactions.get(at) else {
            continue;
        };
        let lines = journal.postings.get(transaction.postings.clone());
        let lines = lines.unwrap_or_default();
        if lines.is_empty() {
            book.skipped += 1;
            continue;
        }
        match settler.settle(transaction, lines) {
            Ok(settled) => {
                let real = |posting: &&Settled| posting.kind == Kind::Real;
                virtual_postings += settled.len() - settled.iter().filter(real).count();
                entries.push((at, entry(transaction, lines, &settled)));
            }
            Err(message) => journal.problems.push(Problem {
                line: transaction.line,
                message,
            }),
        }
    }
    entries.sort_by_key(|(at, _)| *at);
    book.entries = entries.into_iter().map(|(_, entry)| entry).collect();
    if virtual_postings > 0 {
        book.decisions.push(Decision {
            field: "virtual postings".to_owned(),
            reading: "left out".to_owned(),
            evidence: format!(
                "{virtual_postings} postings stand in brackets, apart from real money"
            ),
        });
    }
}

/// The parents of each account, where some assertion sets a balance with sub-accounts.
fn parents_of_asserted(journal: &Journal<'_>) -> Vec<Vec<usize>> {
    let is_needed = journal.postings.iter().any(|line| {
        let assertion = line.posting.assertion;
        line.posting.amount.is_none() && assertion.is_some_and(|a| a.is_inclusive)
    });
    if !is_needed {
        return Vec::new();
    }
    let accounts = &journal.accounts;
    let parents = |index: usize| {
        let names = accounts::with_parents(accounts.name(index)).skip(1);
        names.filter_map(|name| accounts.find(name)).collect()
    };
    (0..accounts.len()).map(parents).collect()
}

fn entry(transaction: &Transaction<'_>, lines: &[Line<'_>], settled: &[Settled]) -> BookEntry {
    let head = &transaction.head;
    let mut entry = BookEntry::new(transaction.line, transaction.raw, transaction.date);
    entry.payee = crate::text::with_single_blanks(head.payee);
    for text in [head.note, head.comment]
        .into_iter()
        .chain(transaction.comments.iter().copied())
    {
        if !text.is_empty() {
            join_text(&mut entry.memo, text);
        }
    }
    entry.reference = (!head.code.is_empty()).then(|| head.code.to_owned());
    entry.status = head.status.unwrap_or(RowStatus::Posted);
    entry.tags.clone_from(&transaction.tags);
    let real = settled.iter().filter(|posting| posting.kind == Kind::Real);
    entry.legs = real.map(|posting| leg(posting, lines)).collect();
    entry
}

fn leg(settled: &Settled, lines: &[Line<'_>]) -> Leg {
    let mut leg = Leg {
        worth: settled.worth,
        ..Leg::new(settled.account, settled.quantity, settled.unit)
    };
    if let Some(line) = settled.line.and_then(|at| lines.get(at)) {
        let comments = std::iter::once(line.posting.comment).chain(line.comments.iter().copied());
        for comment in comments.filter(|comment| !comment.is_empty()) {
            join_text(&mut leg.memo, comment);
        }
    }
    leg
}
