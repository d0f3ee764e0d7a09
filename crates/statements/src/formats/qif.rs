//! QIF: lines of one letter and a value, records closed by `^`, sections opened by `!`.

use farthing_money::Currency;

use crate::columns::decide::{DateContext, DateEvidence, NumberEvidence};
use crate::columns::{date, number};
use crate::decode::Decoded;
use crate::model::{
    AccountHint, AccountKind, DateOrder, DecimalMark, Hints, Problem, Reading, Row, RowKind,
    Statement,
};
use crate::rows::currency_question;

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

/// Reads a QIF text; investment records are counted as skipped, lists are left out.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Reading {
    let records = records_of(&decoded.text);
    let (mut dates, mut numbers) = (DateEvidence::default(), NumberEvidence::default());
    for record in records.iter().filter(|r| !r.is_investment) {
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
        problems: Vec::new(),
    };
    for record in &records {
        ledger.add(record, order, mark);
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

/// The account that a section's records belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Account<'t> {
    name: &'t str,
    kind: Option<AccountKind>,
}

/// One transaction as its lines give it.
#[derive(Debug, Default)]
struct Record<'t> {
    line: u32,
    raw: &'t str,
    is_investment: bool,
    account: Account<'t>,
    date: &'t str,
    amount: &'t str,
    number: &'t str,
    payee: &'t str,
    memo: &'t str,
    category: &'t str,
}

/// What the records of a section are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Transactions,
    Investments,
    Accounts,
    Lists,
}

fn records_of(text: &str) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    let mut section = Section::Transactions;
    let mut account = Account::default();
    let mut open: Option<(usize, Record<'_>)> = None;
    let mut position = 0;
    for (number, whole) in (1_u32..).zip(text.split_inclusive('\n')) {
        let (start, line) = (position, whole.trim());
        position += whole.len();
        if let Some(name) = line.strip_prefix('!') {
            section = section_of(name);
            account.kind = kind_of_section(name).or(account.kind);
            open = None;
        } else if line.starts_with('^') {
            let Some((from, mut record)) = open.take() else {
                continue;
            };
            record.raw = text.get(from..start).unwrap_or_default().trim_end();
            match section {
                Section::Accounts => {
                    account = Account {
                        name: record.number,
                        kind: kind_of_account(record.amount),
                    }
                }
                Section::Lists => {}
                Section::Transactions | Section::Investments => {
                    record.is_investment = section == Section::Investments;
                    record.account = account.clone();
                    records.push(record);
                }
            }
        } else if !line.is_empty() {
            let (_, record) = open.get_or_insert_with(|| {
                (
                    start,
                    Record {
                        line: number,
                        ..Record::default()
                    },
                )
            });
            record.set(line);
        }
    }
    if let Some((from, mut record)) = open.filter(|_| section == Section::Transactions) {
        record.raw = text.get(from..).unwrap_or_default().trim_end();
        record.account = account;
        records.push(record);
    }
    records
}

fn section_of(name: &str) -> Section {
    let name = name.to_ascii_lowercase();
    match name.trim() {
        "account" => Section::Accounts,
        "type:invst" => Section::Investments,
        name if name.starts_with("option:") || name.starts_with("clear:") => Section::Accounts,
        "type:bank" | "type:cash" | "type:ccard" | "type:oth a" | "type:oth l" | "type:port" => {
            Section::Transactions
        }
        _ => Section::Lists,
    }
}

fn kind_of_section(name: &str) -> Option<AccountKind> {
    let (word, kind) = name.split_once(':')?;
    word.eq_ignore_ascii_case("type")
        .then(|| kind_of_account(kind))
        .flatten()
}

fn kind_of_account(kind: &str) -> Option<AccountKind> {
    Some(match kind.trim().to_ascii_lowercase().as_str() {
        "bank" => AccountKind::Bank,
        "cash" => AccountKind::Cash,
        "ccard" => AccountKind::Card,
        "oth l" => AccountKind::Loan,
        "invst" | "port" => AccountKind::Investment,
        _ => return None,
    })
}

impl<'t> Record<'t> {
    fn set(&mut self, line: &'t str) {
        let mut chars = line.chars();
        let (letter, value) = (chars.next(), chars.as_str().trim());
        match letter {
            Some('D') => self.date = value,
            Some('T') => self.amount = value,
            Some('U') if self.amount.is_empty() => self.amount = value,
            Some('N') => self.number = value,
            Some('P') => self.payee = value,
            Some('M') => self.memo = value,
            Some('L') => self.category = value,
            _ => {}
        }
    }

    fn row(&self, order: DateOrder, mark: DecimalMark) -> Result<Row, String> {
        let date = date::scan(self.date).and_then(|scanned| scanned.day(order));
        let date = date.ok_or_else(|| {
            format!(
                "“{}” is not a date as the others of this file are",
                self.date
            )
        })?;
        let amount = number::scan(self.amount).and_then(|scanned| scanned.value(mark));
        let amount = amount.ok_or_else(|| {
            format!(
                "“{}” is not an amount as the others of this file are",
                self.amount
            )
        })?;
        let transfer = self
            .category
            .strip_prefix('[')
            .map(|name| name.split(']').next().unwrap_or(name));
        let payee = if self.payee.is_empty() {
            transfer.unwrap_or(self.memo)
        } else {
            self.payee
        };
        let mut row = Row {
            payee: payee.to_owned(),
            memo: self.memo_text(),
            category: (transfer.is_none() && !self.category.is_empty())
                .then(|| self.category.to_owned()),
            kind: self.kind(transfer.is_some()),
            ..Row::plain(self.line, self.raw.to_owned(), date, amount)
        };
        if let Some(account) = transfer {
            row.details_mut().counter_account = Some(account.to_owned());
        }
        Ok(row)
    }

    fn memo_text(&self) -> String {
        let is_check = !self.number.is_empty() && self.number.bytes().all(|b| b.is_ascii_digit());
        match (is_check, self.memo.is_empty()) {
            (false, _) => self.memo.to_owned(),
            (true, true) => format!("Check {}", self.number),
            (true, false) => format!("{} · Check {}", self.memo, self.number),
        }
    }

    fn kind(&self, is_transfer: bool) -> RowKind {
        match self.number.to_ascii_uppercase().as_str() {
            "ATM" => RowKind::CashWithdrawal,
            _ if is_transfer => RowKind::Transfer,
            _ => RowKind::Unknown,
        }
    }
}

struct Statements {
    currency: Option<Currency>,
    all: Vec<Statement>,
    problems: Vec<Problem>,
}

impl Statements {
    fn add(&mut self, record: &Record<'_>, order: DateOrder, mark: DecimalMark) {
        if record.is_investment {
            self.statement_of(&record.account).skipped += 1;
            return;
        }
        match record.row(order, mark) {
            Ok(row) => self.statement_of(&record.account).rows.push(row),
            Err(message) => self.problems.push(Problem {
                line: record.line,
                message,
            }),
        }
    }

    fn statement_of(&mut self, account: &Account<'_>) -> &mut Statement {
        let name = (!account.name.is_empty()).then_some(account.name);
        let same =
            |s: &Statement| s.account.name.as_deref() == name && s.account.kind == account.kind;
        let index = self.all.iter().rposition(same).unwrap_or(self.all.len());
        if index == self.all.len() {
            let account = AccountHint {
                name: name.map(str::to_owned),
                kind: account.kind,
                ..AccountHint::default()
            };
            self.all.push(Statement::of(account, self.currency));
        }
        &mut self.all[index]
    }
}
