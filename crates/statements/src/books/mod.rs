//! Books of other programs: their accounts and whole transactions, before they become statements.
//!
//! Each reader fills a [`Book`]; [`Book::into_reading`] is the one place that decides which account a
//! transaction is a row of, what its other legs are worth there, and what must be asked.

mod convert;
mod database;
mod double;
pub mod gnucash;
pub(crate) mod gnucash_xml;
pub(crate) mod homebank;
pub(crate) mod journal;
pub(crate) mod kmymoney;
mod statements;
mod tree;
pub(crate) mod values;
pub(crate) mod ynab4;

pub use database::database_in;
pub use double::decimal_of_double;
pub use statements::is_open_sign;
pub use tree::Tree;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use crate::container::zip::{Zip, is_zip};
use crate::decode::Decoded;
use crate::model::{
    AccountKind, Decision, Hints, Problem, ReadError, Reading, RowStatus, StatedBalance,
};
use crate::xml::{Piece, Xml};

/// More transactions than any person's book holds.
pub(crate) const MAX_ENTRIES: usize = 1_000_000;
/// More accounts and categories than any person has.
pub(crate) const MAX_ACCOUNTS: usize = 100_000;

/// Everything that another program's file says.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The format as a short word: `hledger`, `gnucash_sqlite`.
    pub format: &'static str,
    /// The encoding of its text, as the WHATWG names it.
    pub encoding: String,
    /// The accounts and categories; legs name them by their index.
    pub accounts: Vec<BookAccount>,
    /// What amounts are counted in; legs name them by their index.
    pub units: Units,
    /// The transactions, in file order.
    pub entries: Vec<BookEntry>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How parts of it were understood, and why.
    pub decisions: Vec<Decision>,
    /// How many transactions the program itself counts nowhere: void, deleted, templates.
    pub skipped: usize,
}

/// An account or category of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookAccount {
    /// Its full name, as the file has it.
    pub name: String,
    /// What it is.
    pub class: AccountClass,
    /// What its opening balance is counted in: an index of [`Book::units`].
    pub unit: usize,
    /// The number, IBAN or id at its bank.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// What it held before the first entry, where the book says so without an entry.
    pub opening: Option<StatedBalance>,
}

impl BookAccount {
    /// An account of which no more is known than its name and what it is.
    pub fn new(name: impl Into<String>, class: AccountClass) -> Self {
        Self {
            name: name.into(),
            class,
            unit: Units::NONE,
            number: None,
            institution: None,
            opening: None,
        }
    }
}

/// What an account of a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountClass {
    /// A place of the person's that holds money, of a kind where the book tells.
    Own(Option<AccountKind>),
    /// A category of income.
    Income,
    /// A category of spending.
    Expense,
    /// What balances the book: opening balances, shares at cost, money under way.
    Equity,
    /// The book does not tell.
    Unknown,
}

/// The words for what amounts are counted in: currency codes, signs, names of shares.
#[derive(Debug, Clone)]
pub struct Units {
    words: Vec<String>,
    by_word: HashMap<String, usize>,
}

impl Units {
    /// The unit of an amount that names none.
    pub const NONE: usize = 0;

    /// The index of a word, which is added when it is new.
    pub fn index_of(&mut self, word: &str) -> usize {
        if let Some(&index) = self.by_word.get(word) {
            return index;
        }
        let index = self.words.len();
        self.words.push(word.to_owned());
        self.by_word.insert(word.to_owned(), index);
        index
    }

    /// The word; empty for none.
    pub fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

impl Default for Units {
    fn default() -> Self {
        Self {
            words: vec![String::new()],
            by_word: HashMap::from([(String::new(), Self::NONE)]),
        }
    }
}

/// One transaction of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookEntry {
    /// The line where it starts, from 1; for databases the number of the record.
    pub line: u32,
    /// The transaction as it stands in the file.
    pub raw: String,
    /// The day.
    pub date: NaiveDate,
    /// The time, where the book has one.
    pub time: Option<NaiveTime>,
    /// Who was paid or who paid.
    pub payee: String,
    /// What else it says.
    pub memo: String,
    /// The program's own id or the person's code for it.
    pub reference: Option<String>,
    /// Whether it is final.
    pub status: RowStatus,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it moves.
    pub legs: Vec<Leg>,
    /// The own account on the other side, where that side is an entry of its own.
    pub counter: Option<usize>,
}

impl BookEntry {
    /// A posted entry that says nothing but its day.
    pub fn new(line: u32, raw: impl Into<String>, date: NaiveDate) -> Self {
        Self {
            line,
            raw: raw.into(),
            date,
            time: None,
            payee: String::new(),
            memo: String::new(),
            reference: None,
            status: RowStatus::Posted,
            tags: Vec::new(),
            legs: Vec::new(),
            counter: None,
        }
    }
}

/// The effect of a transaction on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// The account, by its index.
    pub account: usize,
    /// The effect, positive into the account.
    pub quantity: Decimal,
    /// What it is counted in, by its index.
    pub unit: usize,
    /// What it is worth in the unit that the transaction balances in, where that is another.
    pub worth: Option<Worth>,
    /// What the book says about this leg alone.
    pub memo: String,
}

impl Leg {
    /// A leg that says nothing but its amount.
    pub fn new(account: usize, quantity: Decimal, unit: usize) -> Self {
        Self {
            account,
            quantity,
            unit,
            worth: None,
            memo: String::new(),
        }
    }

    /// The amount that a transaction is balanced with.
    pub(crate) fn weight(&self) -> (Decimal, usize) {
        self.worth
            .map_or((self.quantity, self.unit), |w| (w.amount, w.unit))
    }
}

/// What a leg is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The worth, signed as the leg.
    pub amount: Decimal,
    /// What it is counted in, by its index.
    pub unit: usize,
}

/// Reads the archives of other programs; `None` for any other archive.
pub(crate) fn read_archive(bytes: &[u8], hints: &Hints) -> Option<Result<Reading, ReadError>> {
    let zip = is_zip(bytes).then(|| Zip::open(bytes).ok()).flatten()?;
    ynab4::read_archive(&zip, hints)
}

/// Reads the XML and the journals of other programs; `None` for any other text.
pub(crate) fn read_text(
    decoded: &Decoded<'_>,
    hints: &Hints,
) -> Option<Result<Reading, ReadError>> {
    let (text, encoding) = (&decoded.text, decoded.encoding);
    match root_of(text) {
        Some("gnc-v2") => Some(gnucash_xml::read(text, encoding, hints)),
        Some("homebank") => Some(homebank::read(text, encoding, hints)),
        Some("KMYMONEY-FILE") => Some(kmymoney::read(text, encoding, hints)),
        _ if ynab4::is_budget(text) => Some(ynab4::read(text, hints)),
        _ => journal::read(decoded, hints).map(Ok),
    }
}

/// The name of an XML document's first element.
fn root_of(text: &str) -> Option<&str> {
    text.trim_start().starts_with('<').then_some(())?;
    match Xml::of(text).next() {
        Ok(Some(Piece::Start(tag))) => Some(tag.name),
        _ => None,
    }
}
