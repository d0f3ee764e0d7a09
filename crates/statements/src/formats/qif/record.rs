//! The records of a QIF text, and what one says about its row.

use std::collections::{HashMap, HashSet};

use crate::columns::{date, number};
use crate::model::{AccountKind, DateOrder, DecimalMark, Row, RowKind};

/// What the lists of the file name.
#[derive(Debug, Default)]
pub(super) struct Lists<'t> {
    /// Categories, and whether each is of income.
    pub(super) categories: HashMap<&'t str, bool>,
    /// The person's own accounts.
    accounts: HashSet<&'t str>,
}

impl Lists<'_> {
    /// The own account that a category means: in square brackets, or by its very name.
    pub(super) fn account_in<'c>(&self, category: &'c str) -> Option<&'c str> {
        let by_name = || self.accounts.contains(category).then_some(category);
        account_in(category).or_else(by_name)
    }
}

/// The account that a section's records belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Account<'t> {
    pub(super) name: &'t str,
    pub(super) kind: Option<AccountKind>,
}

/// One transaction as its lines give it.
#[derive(Debug, Default)]
pub(super) struct Record<'t> {
    pub(super) line: u32,
    pub(super) raw: &'t str,
    pub(super) is_investment: bool,
    pub(super) account: Account<'t>,
    pub(super) date: &'t str,
    pub(super) amount: &'t str,
    pub(super) number: &'t str,
    pub(super) payee: &'t str,
    pub(super) memo: &'t str,
    pub(super) category: &'t str,
    pub(super) splits: Vec<Split<'t>>,
    pub(super) shares: Option<Box<Shares<'t>>>,
    /// In a list of categories: that it is of income.
    pub(super) is_income: bool,
}

/// What an investment's record says of its security.
#[derive(Debug, Default)]
pub(super) struct Shares<'t> {
    pub(super) security: &'t str,
    pub(super) quantity: &'t str,
    pub(super) price: &'t str,
}

/// One part of a split transaction.
#[derive(Debug, Default)]
pub(super) struct Split<'t> {
    pub(super) category: &'t str,
    pub(super) memo: &'t str,
    pub(super) amount: &'t str,
}

/// What the records of a section are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Transactions,
    Investments,
    Accounts,
    Categories,
    Lists,
}

/// All transactions of a text, and its lists.
pub(super) fn records_of(text: &str) -> (Vec<Record<'_>>, Lists<'_>) {
    let mut records = Vec::new();
    let mut lists = Lists::default();
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
                    lists.accounts.insert(record.number);
                    account = Account {
                        name: record.number,
                        kind: kind_of_account(record.amount),
                    }
                }
                Section::Categories => {
                    lists.categories.insert(record.number, record.is_income);
                }
                Section::Lists => {}
                Section::Transactions | Section::Investments => {
                    record.is_investment = section == Section::Investments;
                    record.account = account.clone();
                    records.push(record);
                }
            }
        } else if !line.is_empty() {
            let (_, record) = open.get_or_insert_with(|| (start, Record::at(number)));
            record.set(line, section);
        }
    }
    if let Some((from, mut record)) = open.filter(|_| section == Section::Transactions) {
        record.raw = text.get(from..).unwrap_or_default().trim_end();
        record.account = account;
        records.push(record);
    }
    (records, lists)
}

fn section_of(name: &str) -> Section {
    let name = name.to_ascii_lowercase();
    match name.trim() {
        "account" => Section::Accounts,
        "type:invst" => Section::Investments,
        "type:cat" => Section::Categories,
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
    fn at(line: u32) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    fn set(&mut self, line: &'t str, section: Section) {
        let mut chars = line.chars();
        let (letter, value) = (chars.next(), chars.as_str().trim());
        match letter {
            Some('I') if section == Section::Categories => self.is_income = true,
            Some('D') => self.date = value,
            Some('T') => self.amount = value,
            Some('U') if self.amount.is_empty() => self.amount = value,
            Some('N') => self.number = value,
            Some('P') => self.payee = value,
            Some('M') => self.memo = value,
            Some('L') => self.category = value,
            Some('Y') => self.shares().security = value,
            Some('Q') => self.shares().quantity = value,
            Some('I') => self.shares().price = value,
            Some('S') => self.splits.push(Split {
                category: value,
                ..Split::default()
            }),
            Some('E') => self.split(|split| split.memo = value),
            Some('$') => self.split(|split| split.amount = value),
            _ => {}
        }
    }

    fn shares(&mut self) -> &mut Shares<'t> {
        self.shares.get_or_insert_default()
    }

    fn split(&mut self, set: impl FnOnce(&mut Split<'t>)) {
        if let Some(split) = self.splits.last_mut() {
            set(split);
        }
    }

    /// The row of an account's transaction.
    pub(super) fn row(
        &self,
        lists: &Lists<'_>,
        order: DateOrder,
        mark: DecimalMark,
    ) -> Result<Row, String> {
        let date = self.day(order)?;
        let amount = number::scan(self.amount).and_then(|scanned| scanned.value(mark));
        let amount = amount.ok_or_else(|| {
            format!(
                "“{}” is not an amount as the others of this file are",
                self.amount
            )
        })?;
        let transfer = lists.account_in(self.category);
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

    /// The day of the record.
    pub(super) fn day(&self, order: DateOrder) -> Result<chrono::NaiveDate, String> {
        let date = date::scan(self.date).and_then(|scanned| scanned.day(order));
        date.ok_or_else(|| {
            format!(
                "“{}” is not a date as the others of this file are",
                self.date
            )
        })
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

/// The account that a category in square brackets names; what follows the bracket is a class.
fn account_in(category: &str) -> Option<&str> {
    let name = category.strip_prefix('[')?;
    Some(name.split(']').next().unwrap_or(name))
}
