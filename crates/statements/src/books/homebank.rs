//! HomeBank's files (`hb-xml.c` of its sources): flat elements whose attributes say everything.
//!
//! Each side of a transfer between two accounts is an operation of its own.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::values::minus;
use super::{
    AccountClass, Book, BookAccount, BookEntry, Leg, MAX_ENTRIES, Tree, Units, decimal_of_double,
};
use crate::model::{AccountKind, Hints, Problem, ReadError, Reading, StatedBalance};
use crate::text::{join_text, with_single_blanks};
use crate::xml::{Piece, Tag, Xml};

/// The flag of a category of income.
const INCOME: u32 = 2;
/// The statuses of what has not happened: a reminder, and a void operation.
const NOT_BOOKED: [&str; 2] = ["3", "4"];

/// Reads a HomeBank file.
pub(crate) fn read(text: &str, encoding: &str, hints: &Hints) -> Result<Reading, ReadError> {
    let mut xml = Xml::of(text);
    let mut file = File {
        book: Book {
            format: "homebank",
            encoding: encoding.to_owned(),
            ..Book::default()
        },
        ..File::default()
    };
    while let Some(piece) = xml.next()? {
        if let Piece::Start(tag) = piece {
            let raw = text.get(xml.start()..xml.end()).unwrap_or_default();
            let line = xml.line();
            file.take(&tag, raw, line)?;
        }
    }
    Ok(file.book.into_reading(hints))
}

#[derive(Default)]
struct File {
    book: Book,
    /// The word of each currency by its key.
    currencies: HashMap<String, usize>,
    accounts: HashMap<String, usize>,
    payees: HashMap<String, String>,
    categories: Tree,
    income: HashMap<String, bool>,
    /// The account of the book that a category became.
    category_accounts: HashMap<String, usize>,
}

impl File {
    fn take(&mut self, tag: &Tag<'_>, raw: &str, line: u32) -> Result<(), ReadError> {
        let key = || tag.attribute("key").unwrap_or_default();
        let name = || tag.attribute("name").unwrap_or_default();
        match tag.name {
            "cur" => {
                let unit = self
                    .book
                    .units
                    .index_of(tag.attribute("iso").unwrap_or_default());
                self.currencies.insert(key().to_owned(), unit);
            }
            "account" => self.take_account(tag),
            "pay" => {
                self.payees.insert(key().to_owned(), name().to_owned());
            }
            "cat" => {
                let flags: u32 = tag
                    .attribute("flags")
                    .and_then(|f| f.parse().ok())
                    .unwrap_or(0);
                self.categories.add(key(), name(), tag.attribute("parent"));
                self.income.insert(key().to_owned(), flags & INCOME != 0);
            }
            "ope" => {
                if self.book.entries.len() >= MAX_ENTRIES {
                    return Err(ReadError::Limit(
                        "the file has more than a million operations".to_owned(),
                    ));
                }
                self.take_operation(tag, raw, line);
            }
            _ => {}
        }
        Ok(())
    }

    fn take_account(&mut self, tag: &Tag<'_>) {
        let kind = match tag.attribute("type").unwrap_or_default() {
            "1" | "6" => Some(AccountKind::Bank),
            "2" => Some(AccountKind::Cash),
            "4" => Some(AccountKind::Card),
            "5" => Some(AccountKind::Loan),
            "7" => Some(AccountKind::Savings),
            _ => None,
        };
        let text = |name| {
            tag.attribute(name)
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let currency = tag
            .attribute("curr")
            .and_then(|key| self.currencies.get(key));
        let opening = tag.attribute("initial").and_then(decimal_of_double);
        let account = BookAccount {
            unit: currency.copied().unwrap_or(Units::NONE),
            number: text("number"),
            institution: text("bankname"),
            opening: opening.map(|amount| StatedBalance { date: None, amount }),
            ..BookAccount::new(text("name").unwrap_or_default(), AccountClass::Own(kind))
        };
        let key = tag.attribute("key").unwrap_or_default();
        self.accounts
            .insert(key.to_owned(), self.book.accounts.len());
        self.book.accounts.push(account);
    }

    fn take_operation(&mut self, tag: &Tag<'_>, raw: &str, line: u32) {
        if tag
            .attribute("st")
            .is_some_and(|status| NOT_BOOKED.contains(&status))
        {
            self.book.skipped += 1;
            return;
        }
        match self.operation(tag, raw, line) {
            Ok(entry) => self.book.entries.push(entry),
            Err(message) => self.book.problems.push(Problem { line, message }),
        }
    }

    fn operation(&mut self, tag: &Tag<'_>, raw: &str, line: u32) -> Result<BookEntry, String> {
        let day = tag.attribute("date").and_then(|day| day.parse().ok());
        let date = day
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .ok_or_else(|| "the operation has no day such as 731491".to_owned())?;
        let amount = tag
            .attribute("amount")
            .and_then(decimal_of_double)
            .ok_or_else(|| "the operation has no amount such as -30".to_owned())?;
        let account = self.account(tag, "account").ok_or_else(|| {
            "the operation is of an account that the file does not have".to_owned()
        })?;
        let unit = self
            .book
            .accounts
            .get(account)
            .map_or(Units::NONE, |account| account.unit);
        let mut entry = BookEntry::new(line, raw, date);
        let payee = tag.attribute("payee").and_then(|key| self.payees.get(key));
        entry.payee = with_single_blanks(payee.map_or("", String::as_str));
        for text in ["wording", "info"]
            .into_iter()
            .filter_map(|name| tag.attribute(name))
        {
            join_text(&mut entry.memo, text);
        }
        if entry.payee.is_empty() {
            entry.payee = std::mem::take(&mut entry.memo);
        }
        let tags = tag.attribute("tags").unwrap_or_default();
        entry.tags = tags.split_whitespace().map(str::to_owned).collect();
        entry.counter = self
            .account(tag, "dst_account")
            .filter(|counter| *counter != account);
        entry.legs.push(Leg::new(account, amount, unit));
        if tag.attribute("scat").is_some() {
            self.add_splits(tag, &mut entry, unit)?;
        } else if entry.counter.is_none()
            && let Some(category) = self.category(tag.attribute("category").unwrap_or("0"))
        {
            entry.legs.push(Leg::new(category, minus(amount), unit));
        }
        Ok(entry)
    }

    fn account(&self, tag: &Tag<'_>, name: &str) -> Option<usize> {
        self.accounts.get(tag.attribute(name)?).copied()
    }

    /// `scat="1||5" samt="-3||-4" smem="a||b"`.
    fn add_splits(
        &mut self,
        tag: &Tag<'_>,
        entry: &mut BookEntry,
        unit: usize,
    ) -> Result<(), String> {
        let list = |name| tag.attribute(name).unwrap_or_default().split("||");
        let mut memos = list("smem");
        for (key, amount) in list("scat").zip(list("samt")) {
            let amount: Decimal = decimal_of_double(amount)
                .ok_or_else(|| format!("“{amount}” is no amount of a split"))?;
            let category = self
                .category(key)
                .unwrap_or_else(|| self.category_account("", "", false));
            entry.legs.push(Leg {
                memo: with_single_blanks(memos.next().unwrap_or_default()),
                ..Leg::new(category, minus(amount), unit)
            });
        }
        Ok(())
    }

    /// The account of the book for a category; `None` for the key of no category.
    fn category(&mut self, key: &str) -> Option<usize> {
        let is_income = *self.income.get(key)?;
        let name = self.categories.full_name(key);
        Some(self.category_account(key, &name, is_income))
    }

    fn category_account(&mut self, key: &str, name: &str, is_income: bool) -> usize {
        if let Some(&index) = self.category_accounts.get(key) {
            return index;
        }
        let class = if is_income {
            AccountClass::Income
        } else {
            AccountClass::Expense
        };
        let index = self.book.accounts.len();
        self.book.accounts.push(BookAccount::new(name, class));
        self.category_accounts.insert(key.to_owned(), index);
        index
    }
}
