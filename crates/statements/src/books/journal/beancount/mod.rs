//! beancount files: directives by date, transactions completed, balances padded.
//!
//! The grammar and the order of things are those of beancount's language manual, version 3.

mod booking;
mod cursor;
mod parse;

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use super::accounts::{kind_by_words, kind_of_debt, with_parents};
use crate::books::values::{minus, plus};
use crate::books::{AccountClass, Book, BookAccount, BookEntry, Leg};
use crate::decode::Decoded;
use crate::model::{Decision, Hints, Problem, Reading, RowStatus};
use booking::{Booker, Method};
use parse::{Directive, File, Transaction, What, parse};

/// Reads a beancount file.
pub(super) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Reading {
    let mut file = parse(&decoded.text);
    let mut book = Book {
        format: "beancount",
        encoding: decoded.encoding.to_owned(),
        problems: std::mem::take(&mut file.problems),
        units: std::mem::take(&mut file.units),
        ..Book::default()
    };
    if !file.plugins.is_empty() {
        book.decisions.push(Decision {
            field: "plugins".to_owned(),
            reading: "not run".to_owned(),
            evidence: file.plugins.join(", "),
        });
    }
    Books::of(&file).run(&file, &mut book);
    let accounts = file
        .accounts
        .iter()
        .map(|name| account(name, &file.options));
    book.accounts = accounts.collect();
    book.into_reading(hints)
}

fn account(name: &str, options: &HashMap<String, String>) -> BookAccount {
    let root = name.split(':').next().unwrap_or(name);
    let is = |option: &str, usual: &str| root == options.get(option).map_or(usual, String::as_str);
    let class = if is("name_assets", "Assets") {
        AccountClass::Own(kind_by_words(name))
    } else if is("name_liabilities", "Liabilities") {
        AccountClass::Own(Some(kind_of_debt(name)))
    } else if is("name_income", "Income") {
        AccountClass::Income
    } else if is("name_expenses", "Expenses") {
        AccountClass::Expense
    } else {
        AccountClass::Equity
    };
    BookAccount::new(name, class)
}

/// What accounts hold while the directives are followed by date.
struct Books {
    booker: Booker,
    /// What each account holds with its sub-accounts, where some balance is padded.
    held: HashMap<(usize, usize), Decimal>,
    /// Each account and its parents.
    above: Vec<Vec<usize>>,
    pads: HashMap<usize, Pad>,
}

/// A pad that waits for the next balance of its account.
struct Pad {
    directive: usize,
    source: usize,
    padded: HashSet<usize>,
}

impl Books {
    fn of(file: &File<'_>) -> Self {
        let mut booker = Booker::new();
        let method = file.options.get("booking_method");
        booker.default_method = method.map_or(Method::OldestFirst, |name| Method::of(name));
        let is_padded = file
            .directives
            .iter()
            .any(|d| matches!(d.what, What::Pad { .. }));
        Self {
            booker,
            held: HashMap::new(),
            above: if is_padded { above(file) } else { Vec::new() },
            pads: HashMap::new(),
        }
    }

    /// Follows the directives by date; the entries come out in file order.
    fn run(&mut self, file: &File<'_>, book: &mut Book) {
        let mut order: Vec<(usize, &Directive<'_>)> = file.directives.iter().enumerate().collect();
        // The order of one day: accounts open, balances hold at its start, then all else.
        let rank = |what: &What| match what {
            What::Open { .. } => 0,
            What::Balance { .. } => 1,
            What::Pad { .. } | What::Transaction(_) => 2,
        };
        order.sort_by_key(|(at, directive)| (directive.date, rank(&directive.what), *at));
        let mut entries: BTreeMap<(usize, usize), BookEntry> = BTreeMap::new();
        for (at, directive) in order {
            match &directive.what {
                What::Open {
                    account,
                    units,
                    booking,
                } => self.open(*account, units, booking.as_deref()),
                What::Pad { account, source } => {
                    let pad = Pad {
                        directive: at,
                        source: *source,
                        padded: HashSet::new(),
                    };
                    self.pads.insert(*account, pad);
                }
                What::Balance {
                    account,
                    amount,
                    unit,
                    tolerance,
                } => {
                    let tolerance = tolerance.unwrap_or_else(|| tolerance_of(*amount));
                    if let Some((pad, entry)) = self.pad(file, *account, *amount, *unit, tolerance)
                    {
                        entries.insert((pad, *unit + 1), entry);
                    }
                }
                What::Transaction(transaction) => {
                    match self.booker.book(directive.date, transaction) {
                        Ok(legs) => {
                            self.hold(&legs);
                            entries.insert((at, 0), entry(directive, transaction, legs));
                        }
                        Err(message) => book.problems.push(Problem {
                            line: directive.line,
                            message,
                        }),
                    }
                }
            }
        }
        book.entries = entries.into_values().collect();
    }

    fn open(&mut self, account: usize, units: &[usize], booking: Option<&str>) {
        if let [only] = units {
            self.booker.only_units.insert(account, *only);
        }
        if let Some(name) = booking {
            self.booker.methods.insert(account, Method::of(name));
        }
    }

    fn hold(&mut self, legs: &[Leg]) {
        for leg in legs {
            for account in self.above.get(leg.account).into_iter().flatten() {
                let sum = self.held.entry((*account, leg.unit)).or_default();
                *sum = plus(*sum, leg.quantity);
            }
        }
    }

    /// The entry that brings an account to its balance, where a pad waits for it.
    fn pad(
        &mut self,
        file: &File<'_>,
        account: usize,
        amount: Decimal,
        unit: usize,
        tolerance: Decimal,
    ) -> Option<(usize, BookEntry)> {
        let pad = self.pads.get_mut(&account)?;
        let first = pad.padded.insert(unit);
        let held = self.held.get(&(account, unit)).copied().unwrap_or_default();
        let missing = plus(amount, minus(held));
        if !first || missing.abs() <= tolerance {
            return None;
        }
        let (at, source) = (pad.directive, pad.source);
        let directive = file.directives.get(at)?;
        let mut entry = BookEntry::new(directive.line, directive.raw, directive.date);
        "Padding up to the next balance".clone_into(&mut entry.memo);
        entry.legs = vec![
            Leg::new(account, missing, unit),
            Leg::new(source, minus(missing), unit),
        ];
        self.hold(&entry.legs);
        Some((at, entry))
    }
}

/// Each account with its parents, as far as they are accounts of the file.
fn above(file: &File<'_>) -> Vec<Vec<usize>> {
    let by_name: HashMap<&str, usize> = file
        .accounts
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect();
    let parents = |name: &&str| {
        with_parents(name)
            .filter_map(|name| by_name.get(name).copied())
            .collect()
    };
    file.accounts.iter().map(parents).collect()
}

/// The last digit of the balance, as beancount allows.
fn tolerance_of(amount: Decimal) -> Decimal {
    match amount.scale() {
        0 => Decimal::ZERO,
        scale => Decimal::new(1, scale),
    }
}

fn entry(directive: &Directive<'_>, transaction: &Transaction, legs: Vec<Leg>) -> BookEntry {
    let mut entry = BookEntry::new(directive.line, directive.raw, directive.date);
    match &transaction.payee {
        Some(payee) if !payee.is_empty() => {
            entry.payee.clone_from(payee);
            entry.memo.clone_from(&transaction.narration);
        }
        _ => entry.payee.clone_from(&transaction.narration),
    }
    if transaction.is_pending {
        entry.status = RowStatus::Pending;
    }
    entry.tags.clone_from(&transaction.tags);
    entry.legs = legs;
    entry
}
