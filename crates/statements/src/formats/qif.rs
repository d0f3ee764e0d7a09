//! QIF: lines of one letter and a value, records closed by `^`, sections opened by `!`.

mod investment;
mod record;
mod splits;

use std::collections::HashMap;

use farthing_money::Currency;

use crate::columns::decide::{DateContext, DateEvidence, NumberEvidence};
use crate::columns::number;
use crate::decode::Decoded;
use crate::model::{AccountHint, DateOrder, DecimalMark, Hints, Problem, Reading, Statement};
use crate::rows::currency_question;
use record::{Account, Lists, Record, records_of};

/// How many lines may stand before the first section.
const HEADER_LINES: usize = 20;

/// Whether a text is QIF: a section line at its start.
pub(crate) fn is_qif(text: &str) -> bool {
    let is_section = |line: &str| {
        let line = line.trim().to_ascii_lowercase();
        ["!type:", "!account", "!option:", "!clear:"]
            .iter()
            .any(|word| line.starts_with(word))
    };
    text.lines().take(HEADER_LINES).any(is_section)
}

/// Reads a QIF text; of investments the money that moved, and lists are left out.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Reading {
    let (records, lists) = records_of(&decoded.text);
    let mut dates = DateEvidence::of_columns(vec!["D".to_owned()]);
    let mut numbers = NumberEvidence::of_columns(vec!["T".to_owned()]);
    for record in &records {
        dates.add(record.date);
        if let Some(scanned) = number::scan(record.amount) {
            numbers.add(record.amount, &scanned);
        }
    }
    let (mark, mark_decision, mark_question) = numbers.decide(hints.decimal_mark, None);
    let context = DateContext {
        hint: hints.date_order,
        day_first_place: mark == DecimalMark::Comma && numbers.has_proofs(),
        // The format is Quicken's, an American program.
        likely: Some(DateOrder::MonthDayYear),
        ..DateContext::default()
    };
    let (order, date_decision, date_question) = dates.decide(context);
    let mut ledger = Statements {
        currency: hints.currency,
        all: Vec::new(),
        known: HashMap::new(),
        current: None,
        problems: Vec::new(),
    };
    for record in &records {
        ledger.add(record, &lists, order, mark);
    }
    let asks = hints.currency.is_none() && ledger.all.iter().any(|s| !s.rows.is_empty());
    let questions = mark_question
        .into_iter()
        .chain(date_question)
        .chain(asks.then(currency_question));
    Reading {
        questions: questions.collect(),
        decisions: mark_decision.into_iter().chain(date_decision).collect(),
        statements: ledger.all,
        problems: ledger.problems,
        ..Reading::empty("qif", decoded.encoding)
    }
}

struct Statements<'t> {
    currency: Option<Currency>,
    all: Vec<Statement>,
    known: HashMap<Account<'t>, usize>,
    /// The account of the record before, and its statement.
    current: Option<(Account<'t>, usize)>,
    problems: Vec<Problem>,
}

impl<'t> Statements<'t> {
    fn add(&mut self, record: &Record<'t>, lists: &Lists<'t>, order: DateOrder, mark: DecimalMark) {
        let row = if record.is_investment {
            investment::row(record, lists, order, mark)
        } else {
            record.row(lists, order, mark)
        };
        match row {
            Ok(mut row) => {
                if let Err(message) = splits::add(&mut row, record, lists, mark) {
                    self.problem(record.line, message);
                }
                if let Some(statement) = self.statement_of(&record.account) {
                    statement.rows.push(row);
                }
            }
            Err(message) => self.problem(record.line, message),
        }
    }

    fn problem(&mut self, line: u32, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn statement_of(&mut self, account: &Account<'t>) -> Option<&mut Statement> {
        if let Some((current, index)) = &self.current
            && current == account
        {
            return self.all.get_mut(*index);
        }
        let (all, currency) = (&mut self.all, self.currency);
        let index = *self.known.entry(account.clone()).or_insert_with(|| {
            let hint = AccountHint {
                name: (!account.name.is_empty()).then(|| account.name.to_owned()),
                kind: account.kind,
                ..AccountHint::default()
            };
            all.push(Statement::of(hint, currency));
            all.len() - 1
        });
        self.current = Some((account.clone(), index));
        self.all.get_mut(index)
    }
}
