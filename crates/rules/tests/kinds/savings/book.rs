//! The transactions and names of a case as the rules see them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::{Currency, Money};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Filter, Line, Status};
use farthing_rules::saving::{Cause, Deposit, Terms, total};
use serde_json::{Value, json};

use super::super::zone;
use super::{Case, Outcome, Split, Stop, Txn};

/// The transactions of a case as the rules see them, in their order.
pub(in crate::kinds) struct Book {
    pub(in crate::kinds) currency: Currency,
    names: Vec<String>,
    pub(super) list_prices: Vec<Option<Money>>,
    lines: Vec<Vec<Line>>,
    heads: Vec<Head>,
}

/// An entry without its lines.
struct Head {
    entry: Entry<'static>,
    payee: String,
}

impl Book {
    pub(in crate::kinds) fn of(case: &Case) -> Result<Self, String> {
        let mut book = Self {
            currency: told(Currency::iso(&case.currency))?,
            names: names_of(case),
            list_prices: Vec::new(),
            lines: Vec::new(),
            heads: Vec::new(),
        };
        let zone = case.tz.as_deref().unwrap_or("UTC");
        let dated = case.txns.iter().map(|txn| Ok((when(txn, zone)?, txn)));
        let mut dated = dated.collect::<Result<Vec<_>, String>>()?;
        dated.sort_by_key(|(when, _)| *when);
        for ((day, _), txn) in dated {
            book.add(day, txn)?;
        }
        Ok(book)
    }

    fn add(&mut self, day: NaiveDate, txn: &Txn) -> Result<(), String> {
        let list_price = txn.list_price.as_ref();
        let list_price = list_price.map(|price| told_money(price, self.currency));
        let lines = txn.splits.iter().map(|split| self.line(split));
        let lines = lines.collect::<Result<Vec<_>, String>>()?;
        let category = txn.category.as_ref();
        let entry = Entry {
            id: EntryId(self.number(&txn.id)),
            day,
            account: AccountId(self.number(&txn.account)),
            amount: told_money(&txn.amount, self.currency)?,
            authorised: None,
            kind: kind(txn.kind.as_deref())?,
            status: match txn.status.as_deref() {
                Some("pending") => Status::Pending,
                Some("void") => Status::Void,
                _ => Status::Posted,
            },
            payee: "",
            category: category.map(|name| CategoryId(self.number(name))),
            lines: &[],
            refund_of: None,
        };
        let payee = txn.payer.clone().unwrap_or_else(|| txn.merchant.clone());
        self.list_prices.push(list_price.transpose()?);
        self.lines.push(lines);
        self.heads.push(Head { entry, payee });
        Ok(())
    }

    pub(in crate::kinds) fn entries(&self) -> Vec<Entry<'_>> {
        let heads = self.heads.iter().zip(&self.lines);
        let entries = heads.map(|(head, lines)| Entry {
            payee: &head.payee,
            lines,
            ..head.entry
        });
        entries.collect()
    }

    fn line(&self, split: &Split) -> Result<Line, String> {
        let category = split.category.as_ref();
        Ok(Line {
            amount: told_money(&split.amount, self.currency)?,
            kind: kind(split.kind.as_deref())?,
            category: category.map(|name| CategoryId(self.number(name))),
        })
    }

    pub(in crate::kinds) fn terms(&self, case: &Case) -> Result<Terms, Stop> {
        let filter = case.filter.as_ref().map(|filter| Filter {
            payees: filter.merchants.clone(),
            categories: filter.categories.as_ref().map(|set| self.categories(set)),
            except: self.categories(&filter.exclude_categories),
        });
        let smallest = case.min_purchase.as_deref().or(case.min_deposit.as_deref());
        Ok(Terms {
            filter: filter.unwrap_or_default(),
            pauses: case.pauses.clone(),
            smallest: self.optional(smallest)?,
            ..Terms::of(self.currency)
        })
    }

    fn categories(&self, names: &BTreeSet<String>) -> BTreeSet<CategoryId> {
        names
            .iter()
            .map(|name| CategoryId(self.number(name)))
            .collect()
    }

    /// The number of a name; names that no one else uses share the one before the first.
    pub(super) fn number(&self, name: &str) -> i64 {
        let mut numbered = (0..).zip(&self.names);
        let found = numbered.find(|(_, known)| *known == name);
        found.map_or(-1, |(number, _)| number)
    }

    fn name(&self, number: i64) -> Option<&str> {
        let mut numbered = (0..).zip(&self.names);
        let found = numbered.find(|(known, _)| *known == number);
        found.map(|(_, name)| name.as_str())
    }

    pub(in crate::kinds) fn nothing(&self) -> Money {
        Money::zero(self.currency)
    }

    pub(in crate::kinds) fn money(&self, text: &str) -> Result<Money, Stop> {
        told_money(text, self.currency).map_err(Stop::Case)
    }

    pub(in crate::kinds) fn optional(&self, text: Option<&str>) -> Result<Option<Money>, Stop> {
        text.map(|text| self.money(text)).transpose()
    }

    pub(super) fn told(&self, deposits: &[Deposit]) -> Outcome {
        let total = total(deposits, self.currency)?;
        let deposits = deposits.iter().map(|deposit| self.told_deposit(deposit));
        Ok(json!({ "deposits": deposits.collect::<Vec<_>>(), "total": total.to_string() }))
    }

    fn told_deposit(&self, deposit: &Deposit) -> Value {
        let mut told = told_plain(deposit);
        match deposit.cause {
            Cause::Entry(entry) => told["txn"] = json!(self.name(entry.0)),
            Cause::Share(entry, goal) => {
                told["txn"] = json!(self.name(entry.0));
                told["goal"] = json!(self.name(goal.0));
            }
            Cause::Day(_) => {}
            Cause::Step(step) => told["step"] = json!(step),
            Cause::Streak { days, .. } => told["streak"] = json!(days),
            Cause::Receipt(receipt) => told["receipt"] = json!(self.name(receipt.0)),
            Cause::Item(item) => told["item"] = json!(self.name(item.0)),
        }
        told
    }
}

pub(super) fn told_plain(deposit: &Deposit) -> Value {
    json!({ "date": deposit.day, "amount": deposit.amount.to_string() })
}

/// Every name of a case once, so that each has a number.
fn names_of(case: &Case) -> Vec<String> {
    let txns = case.txns.iter().flat_map(|txn| {
        let splits = txn
            .splits
            .iter()
            .filter_map(|split| split.category.as_ref());
        [&txn.id, &txn.account]
            .into_iter()
            .chain(&txn.category)
            .chain(splits)
    });
    let goals = case.goals.iter().map(|goal| &goal.id);
    let receipts = case.receipts.iter().map(|receipt| &receipt.id);
    let items = case.items.iter().map(|item| &item.id);
    let all = txns.chain(goals).chain(receipts).chain(items);
    all.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

/// The local day of a transaction, and its time where that is known.
fn when(txn: &Txn, zone: &str) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    if let Some(ts) = &txn.ts {
        let local = zone::local(ts, zone)?;
        return Ok((local.date(), Some(local.time())));
    }
    let date = txn.date.ok_or("a transaction without a date")?;
    let time = txn.time.as_deref();
    let time = time.map(|time| NaiveTime::parse_from_str(time, "%H:%M"));
    Ok((date, told(time.transpose())?))
}

fn kind(word: Option<&str>) -> Result<Kind, String> {
    match word.unwrap_or("purchase") {
        "balance_transfer" => Ok(Kind::Transfer),
        "payment" => Ok(Kind::CardPayment),
        word => Kind::named(word).ok_or_else(|| format!("unknown kind {word}")),
    }
}

/// An amount with its own currency or unit, or a plain one in the currency of the case.
fn told_money(text: &str, currency: Currency) -> Result<Money, String> {
    let Some((number, code)) = text.split_once(' ') else {
        return told(Money::parse(text, currency));
    };
    let own = match code {
        "PTS" => told(Currency::own_unit(code, 0))?,
        code => told(Currency::iso(code))?,
    };
    told(Money::parse(number, own))
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
