//! GnuCash books, whether they stand in XML or in a database: the way from its accounts, transactions
//! and splits to a [`Book`].

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::tree::Tree;
use super::{AccountClass, Book, BookAccount, BookEntry, Leg, Worth};
use crate::columns::currency::currency_of_code;
use crate::model::{AccountKind, Decision, Problem};
use crate::text::{join_text, with_single_blanks};

/// What GnuCash keeps, as it keeps it.
#[derive(Debug, Clone, Default)]
pub struct GnuCash {
    /// The accounts, without those of templates.
    pub accounts: Vec<GnuCashAccount>,
    /// The transactions, without templates.
    pub transactions: Vec<GnuCashTransaction>,
    /// How many transactions are templates of planned ones.
    pub templates: usize,
}

/// An account of GnuCash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GnuCashAccount {
    /// Its id.
    pub id: String,
    /// Its own name, without those above it.
    pub name: String,
    /// Its type, such as `BANK`.
    pub kind: String,
    /// What it holds.
    pub commodity: Commodity,
    /// The id of the account above it.
    pub parent: Option<String>,
    /// Its code, which is often the number at the bank.
    pub code: String,
}

/// What an amount is counted in: a namespace and a name in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commodity {
    /// `CURRENCY`, `ISO4217` or an exchange.
    pub space: String,
    /// A currency code or the name of a share.
    pub name: String,
}

impl Commodity {
    /// One word for it; shares that are called like a currency keep their exchange.
    fn word(&self) -> String {
        let is_currency = matches!(self.space.as_str(), "CURRENCY" | "ISO4217");
        if is_currency || currency_of_code(&self.name).is_none() {
            self.name.clone()
        } else {
            format!("{}:{}", self.space, self.name)
        }
    }
}

/// A transaction of GnuCash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GnuCashTransaction {
    /// The line where it starts, or the number of its record.
    pub line: u32,
    /// As it stands in the file.
    pub raw: String,
    /// Its id.
    pub id: String,
    /// What its values are counted in.
    pub commodity: Commodity,
    /// The number of a check or receipt.
    pub number: String,
    /// The day it was posted.
    pub date: Option<NaiveDate>,
    /// Its text.
    pub description: String,
    /// Its notes.
    pub notes: String,
    /// What it moves.
    pub splits: Vec<Split>,
}

/// One side of a transaction; amounts are fractions of whole numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Split {
    /// The account's id.
    pub account: String,
    /// Its value in the transaction's commodity.
    pub value: Option<Decimal>,
    /// Its amount in the account's commodity.
    pub quantity: Option<Decimal>,
    /// Its own text.
    pub memo: String,
}

/// The value of a fraction; `None` where it is none.
pub fn fraction(numerator: i64, denominator: i64) -> Option<Decimal> {
    let scale = (0..=18).find(|scale| 10_i64.checked_pow(*scale) == Some(denominator));
    match scale {
        Some(scale) => Decimal::try_new(numerator, scale).ok(),
        None => Decimal::from(numerator).checked_div(Decimal::from(denominator)),
    }
}

/// The value of `1050/100`.
pub(crate) fn fraction_of(text: &str) -> Option<Decimal> {
    let (numerator, denominator) = text.trim().split_once('/').unwrap_or((text.trim(), "1"));
    fraction(numerator.parse().ok()?, denominator.parse().ok()?)
}

impl GnuCash {
    /// The book that this is.
    pub fn into_book(self, format: &'static str, encoding: &str) -> Book {
        let mut book = Book {
            format,
            encoding: encoding.to_owned(),
            skipped: self.templates,
            ..Book::default()
        };
        let places = Places::of(&self.accounts, &mut book);
        for transaction in self.transactions {
            let line = transaction.line;
            match entry(transaction, &places, &mut book) {
                Ok(entry) => book.entries.push(entry),
                Err(message) => book.problems.push(Problem { line, message }),
            }
        }
        book
    }
}

/// Where an account stands in the book, and what it holds, by its id.
struct Places {
    by_id: HashMap<String, (usize, usize)>,
}

impl Places {
    fn of(accounts: &[GnuCashAccount], book: &mut Book) -> Self {
        let mut tree = Tree::default();
        for account in accounts.iter().filter(|account| account.kind != "ROOT") {
            tree.add(&account.id, &account.name, account.parent.as_deref());
        }
        let mut by_id = HashMap::new();
        let mut balancing = 0;
        for account in accounts {
            let class = class_of(&account.kind);
            let unit = book.units.index_of(&account.commodity.word());
            by_id.insert(account.id.clone(), (book.accounts.len(), unit));
            book.accounts.push(BookAccount {
                unit,
                number: Some(account.code.trim().to_owned()).filter(|code| !code.is_empty()),
                ..BookAccount::new(tree.full_name(&account.id), class)
            });
            balancing += usize::from(is_balancing(&account.kind));
        }
        if balancing > 0 {
            book.decisions.push(Decision {
                field: "accounts".to_owned(),
                reading: "balancing".to_owned(),
                evidence: format!("{balancing} accounts of shares, funds, bills or trading hold no money of one's own"),
            });
        }
        Self { by_id }
    }
}

fn class_of(kind: &str) -> AccountClass {
    AccountClass::Own(match kind {
        "BANK" | "CHECKING" => Some(AccountKind::Bank),
        "SAVINGS" | "MONEYMRKT" => Some(AccountKind::Savings),
        "CASH" => Some(AccountKind::Cash),
        "CREDIT" | "CREDITLINE" => Some(AccountKind::Card),
        "LIABILITY" => Some(AccountKind::Loan),
        "ASSET" => None,
        "INCOME" => return AccountClass::Income,
        "EXPENSE" => return AccountClass::Expense,
        _ => return AccountClass::Equity,
    })
}

/// Whether an account is neither money nor a category nor equity.
fn is_balancing(kind: &str) -> bool {
    !matches!(kind, "ROOT" | "EQUITY") && class_of(kind) == AccountClass::Equity
}

fn entry(
    transaction: GnuCashTransaction,
    places: &Places,
    book: &mut Book,
) -> Result<BookEntry, String> {
    let date = transaction
        .date
        .ok_or_else(|| "the transaction has no day it was posted on".to_owned())?;
    let mut entry = BookEntry::new(transaction.line, transaction.raw, date);
    entry.payee = with_single_blanks(&transaction.description);
    entry.memo = with_single_blanks(&transaction.notes);
    let number = transaction.number.trim();
    if !number.is_empty() {
        let is_check = number.bytes().all(|b| b.is_ascii_digit());
        let check = if is_check {
            format!("Check {number}")
        } else {
            number.to_owned()
        };
        join_text(&mut entry.memo, &check);
    }
    entry.reference = Some(transaction.id).filter(|id| !id.is_empty());
    let balance_unit = book.units.index_of(&transaction.commodity.word());
    for split in transaction.splits {
        let (account, unit) = *places
            .by_id
            .get(&split.account)
            .ok_or_else(|| "a split is of an account that the book does not have".to_owned())?;
        let amounts = split.quantity.zip(split.value);
        let (quantity, value) =
            amounts.ok_or_else(|| "a split has no amount such as 1050/100".to_owned())?;
        let is_plain = unit == balance_unit && quantity == value;
        entry.legs.push(Leg {
            worth: (!is_plain).then_some(Worth {
                amount: value,
                unit: balance_unit,
            }),
            memo: with_single_blanks(&split.memo),
            ..Leg::new(account, quantity, unit)
        });
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_keep_their_decimals() {
        assert_eq!(fraction_of("1050/100").unwrap().to_string(), "10.50");
        assert_eq!(
            fraction_of("-1/3").unwrap().round_dp(4).to_string(),
            "-0.3333"
        );
        assert_eq!(fraction_of("7").unwrap().to_string(), "7");
        for text in ["1/0", "x/100", "", "99999999999999999999/1"] {
            assert_eq!(fraction_of(text), None, "{text}");
        }
    }

    #[test]
    fn shares_called_like_a_currency_keep_their_exchange() {
        let commodity = |space: &str, name: &str| Commodity {
            space: space.to_owned(),
            name: name.to_owned(),
        };
        assert_eq!(commodity("CURRENCY", "EUR").word(), "EUR");
        assert_eq!(commodity("NASDAQ", "AAPL").word(), "AAPL");
        assert_eq!(commodity("NYSE", "ALL").word(), "NYSE:ALL");
    }
}
