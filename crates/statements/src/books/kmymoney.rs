//! KMyMoney's files (`mymoneystoragexml.cpp` of its sources): XML whose attributes say everything.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::gnucash::fraction_of;
use super::{AccountClass, Book, BookAccount, BookEntry, Leg, MAX_ENTRIES, Tree, Units, Worth};
use crate::model::{AccountKind, Decision, Hints, Problem, ReadError, Reading};
use crate::text::{join_text, with_single_blanks};
use crate::xml::{Piece, Tag, Xml};

/// Reads an unpacked KMyMoney file.
pub(crate) fn read(text: &str, encoding: &str, hints: &Hints) -> Result<Reading, ReadError> {
    let mut xml = Xml::of(text);
    let mut file = File::default();
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Start(tag) => {
                let (line, start) = (xml.line(), xml.start());
                file.begin(&tag, xml.path(), line, start);
            }
            Piece::End("TRANSACTION") if is_booked(xml.path()) => {
                if file.book.entries.len() >= MAX_ENTRIES {
                    let message = "the file has more than a million transactions";
                    return Err(ReadError::Limit(message.to_owned()));
                }
                let raw = text.get(file.start..xml.end()).unwrap_or_default();
                file.end_transaction(raw);
            }
            Piece::End("ACCOUNTS") => file.make_accounts(),
            _ => {}
        }
    }
    file.book.format = "kmymoney";
    encoding.clone_into(&mut file.book.encoding);
    Ok(file.book.into_reading(hints))
}

/// Whether a transaction has happened; those of schedules have not.
fn is_booked(path: &[&str]) -> bool {
    path.contains(&"TRANSACTIONS")
}

#[derive(Default)]
struct File {
    book: Book,
    payees: HashMap<String, String>,
    institutions: HashMap<String, String>,
    tags: HashMap<String, String>,
    accounts: Vec<Account>,
    by_id: HashMap<String, usize>,
    open: Option<Transaction>,
    start: usize,
}

#[derive(Default)]
struct Account {
    id: String,
    name: String,
    parent: String,
    kind: String,
    currency: String,
    number: String,
    institution: String,
}

#[derive(Default)]
struct Transaction {
    line: u32,
    id: String,
    date: String,
    memo: String,
    commodity: String,
    splits: Vec<Split>,
    tags: Vec<String>,
}

#[derive(Default)]
struct Split {
    account: String,
    payee: String,
    value: String,
    shares: String,
    memo: String,
    number: String,
}

impl File {
    fn begin(&mut self, tag: &Tag<'_>, path: &[&str], line: u32, start: usize) {
        let text = |name: &str| tag.attribute(name).unwrap_or_default().to_owned();
        match tag.name {
            "PAYEE" => {
                self.payees.insert(text("id"), text("name"));
            }
            "INSTITUTION" => {
                self.institutions.insert(text("id"), text("name"));
            }
            "TAG" if path.contains(&"TAGS") => {
                self.tags.insert(text("id"), text("name"));
            }
            "ACCOUNT" if path.contains(&"ACCOUNTS") => self.accounts.push(Account {
                id: text("id"),
                name: text("name"),
                parent: text("parentaccount"),
                kind: text("type"),
                currency: text("currency"),
                number: text("number"),
                institution: text("institution"),
            }),
            "TRANSACTION" if is_booked(path) => {
                self.start = start;
                self.open = Some(Transaction {
                    line,
                    id: text("id"),
                    date: text("postdate"),
                    memo: text("memo"),
                    commodity: text("commodity"),
                    ..Transaction::default()
                });
            }
            "SPLIT" => {
                if let Some(transaction) = &mut self.open {
                    transaction.splits.push(Split {
                        account: text("account"),
                        payee: text("payee"),
                        value: text("value"),
                        shares: text("shares"),
                        memo: text("memo"),
                        number: text("number"),
                    });
                }
            }
            "TAG" => {
                let name = self.tags.get(tag.attribute("id").unwrap_or_default());
                if let (Some(transaction), Some(name)) = (&mut self.open, name) {
                    transaction.tags.push(name.clone());
                }
            }
            _ => {}
        }
    }

    /// Accounts are named with those above them, which may stand further down.
    fn make_accounts(&mut self) {
        let accounts = std::mem::take(&mut self.accounts);
        let mut tree = Tree::default();
        // The roots `Asset`, `Expense` and so on are no part of a name.
        for account in accounts
            .iter()
            .filter(|account| !account.id.starts_with("AStd::"))
        {
            tree.add(&account.id, &account.name, Some(&account.parent));
        }
        let mut shares = 0;
        for account in accounts {
            let class = class_of(&account.kind, &account.id);
            shares += usize::from(class == AccountClass::Equity && account.kind == "15");
            let made = BookAccount {
                unit: self.book.units.index_of(&account.currency),
                number: Some(account.number).filter(|number| !number.is_empty()),
                institution: self.institutions.get(&account.institution).cloned(),
                ..BookAccount::new(tree.full_name(&account.id), class)
            };
            self.by_id.insert(account.id, self.book.accounts.len());
            self.book.accounts.push(made);
        }
        if shares > 0 {
            self.book.decisions.push(Decision {
                field: "accounts".to_owned(),
                reading: "balancing".to_owned(),
                evidence: format!("{shares} accounts of shares hold no money of one's own"),
            });
        }
    }

    fn end_transaction(&mut self, raw: &str) {
        let Some(transaction) = self.open.take() else {
            return;
        };
        let line = transaction.line;
        match self.entry(transaction, raw) {
            Ok(entry) => self.book.entries.push(entry),
            Err(message) => self.book.problems.push(Problem { line, message }),
        }
    }

    fn entry(&mut self, transaction: Transaction, raw: &str) -> Result<BookEntry, String> {
        let date: NaiveDate = transaction
            .date
            .parse()
            .map_err(|_| format!("“{}” is no date such as 2026-01-31", transaction.date))?;
        let mut entry = BookEntry::new(transaction.line, raw, date);
        let mut payees = transaction
            .splits
            .iter()
            .filter_map(|split| self.payees.get(&split.payee));
        entry.payee = with_single_blanks(payees.next().map_or("", String::as_str));
        let said = with_single_blanks(&transaction.memo);
        entry.memo.clone_from(&said);
        entry.reference = Some(transaction.id).filter(|id| !id.is_empty());
        entry.tags = transaction.tags;
        let numbers = transaction.splits.iter().map(|split| split.number.as_str());
        if let Some(number) = numbers.filter(|number| !number.is_empty()).max() {
            join_text(&mut entry.memo, &format!("Check {number}"));
        }
        let balance_unit = self.book.units.index_of(&transaction.commodity);
        for split in &transaction.splits {
            entry.legs.push(self.leg(split, balance_unit, &said)?);
        }
        Ok(entry)
    }

    fn leg(&self, split: &Split, balance_unit: usize, said: &str) -> Result<Leg, String> {
        let account = self.by_id.get(&split.account).copied();
        let account = account
            .ok_or_else(|| "a split is of an account that the file does not have".to_owned())?;
        let amounts = fraction_of(&split.shares).zip(fraction_of(&split.value));
        let (quantity, value) =
            amounts.ok_or_else(|| "a split has no amount such as 1050/100".to_owned())?;
        let unit = self
            .book
            .accounts
            .get(account)
            .map_or(Units::NONE, |account| account.unit);
        let is_plain = unit == balance_unit && quantity == value;
        let memo = with_single_blanks(&split.memo);
        Ok(Leg {
            worth: (!is_plain).then_some(Worth {
                amount: value,
                unit: balance_unit,
            }),
            memo: if memo == said { String::new() } else { memo },
            ..Leg::new(account, quantity, unit)
        })
    }
}

/// The account types by their numbers (`eMyMoney::Account::Type`).
fn class_of(kind: &str, id: &str) -> AccountClass {
    if id == "AStd::Equity" {
        return AccountClass::Equity;
    }
    AccountClass::Own(match kind {
        "1" => Some(AccountKind::Bank),
        "2" | "6" | "8" => Some(AccountKind::Savings),
        "3" => Some(AccountKind::Cash),
        "4" => Some(AccountKind::Card),
        "5" | "10" => Some(AccountKind::Loan),
        "9" | "14" => None,
        "12" => return AccountClass::Income,
        "13" => return AccountClass::Expense,
        _ => return AccountClass::Equity,
    })
}
