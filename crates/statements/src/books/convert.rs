//! A book becomes a reading: each transaction one row, with its other legs as the row's parts.

use std::borrow::Cow;
use std::ops::Range;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::statements::Statements;
use super::values::{Side, minus, plus, worths};
use super::{AccountClass, Book, BookAccount, BookEntry, Leg, Units};
use crate::columns::currency::currency_of_code;
use crate::model::{
    Choice, Decision, Hints, Original, Part, PartPlace, Problem, Question, Reading, Row, RowKind,
};
use crate::rows::currency_question;
use crate::text::join_text;

/// Larger than any amount of a person, in main units: 10^15 cents.
const MAX_AMOUNT: Decimal = Decimal::from_parts(1_316_134_912, 2_328, 0, false, 0);
/// The years that entries may be of.
const YEARS: Range<i32> = 1900..2200;

impl Book {
    /// The reading that this book is, with the person's answers.
    ///
    /// A transaction becomes one row in the statement of the first own account that it moves in
    /// money, or in shares where it moves no money; of two own accounts, that which gives. The others
    /// are its parts. One that moves no own account is a row of nothing, in a statement without a
    /// name.
    pub fn into_reading(self, hints: &Hints) -> Reading {
        let mut accounts = self.accounts;
        let asked = decide_classes(&mut accounts, &self.units, &self.entries, hints);
        let mut statements = Statements::of(&accounts, &self.units, &self.entries, hints);
        let mut problems = self.problems;
        for entry in self.entries {
            match row_of(entry, &mut statements) {
                Ok((index, row)) => {
                    if let Some(statement) = statements.all.get_mut(index) {
                        statement.rows.push(row);
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        let currency = statements.asks_for_currency().then(currency_question);
        let mut reading = Reading {
            questions: asked.into_iter().chain(currency).collect(),
            statements: statements.all,
            decisions: self.decisions,
            problems,
            ..Reading::empty(self.format, &self.encoding)
        };
        reading.problems.sort_by_key(|problem| problem.line);
        count_skipped(&mut reading, self.skipped);
        reading
    }
}

/// What the program counts nowhere stands with the first statement.
fn count_skipped(reading: &mut Reading, skipped: usize) {
    match reading.statements.first_mut() {
        Some(statement) => statement.skipped += skipped,
        None if skipped > 0 => reading.decisions.push(Decision {
            field: "transactions".to_owned(),
            reading: "none".to_owned(),
            evidence: format!("all {skipped} are void, deleted or templates"),
        }),
        None => {}
    }
}

/// Accounts that the person named become own ones, and the rest of the unknown ones categories;
/// asks where nobody has answered yet.
fn decide_classes(
    accounts: &mut [BookAccount],
    units: &Units,
    entries: &[BookEntry],
    hints: &Hints,
) -> Option<Question> {
    for account in accounts.iter_mut() {
        if account.class == AccountClass::Unknown && hints.own_accounts.contains(&account.name) {
            account.class = AccountClass::Own(None);
        }
    }
    let unknown = unknown_accounts(accounts, entries);
    for (account, unknown) in accounts.iter_mut().zip(&unknown) {
        if account.class == AccountClass::Unknown {
            account.class = unknown.likely_class();
        }
    }
    let choice = |(account, unknown): (&BookAccount, &UnknownAccount)| Choice {
        value: Cow::Owned(account.name.clone()),
        example: unknown.balance(units),
    };
    let used = accounts.iter().zip(&unknown).filter(|(_, u)| u.legs > 0);
    let choices: Vec<Choice> = used.map(choice).collect();
    (hints.own_accounts.is_empty() && !choices.is_empty()).then(|| Question {
        hint: "own_accounts",
        prompt: "Which of these accounts are your own? The others are taken as categories."
            .to_owned(),
        choices,
    })
}

/// What the entries say about an account of which the book tells nothing.
#[derive(Debug, Clone, Default)]
struct UnknownAccount {
    legs: usize,
    into: usize,
    unit: usize,
    total: Decimal,
}

impl UnknownAccount {
    /// An account that mostly receives is what money is spent on.
    fn likely_class(&self) -> AccountClass {
        if self.into * 2 >= self.legs {
            AccountClass::Expense
        } else {
            AccountClass::Income
        }
    }

    fn balance(&self, units: &Units) -> String {
        let total = self.total.normalize();
        format!("{total} {}", units.word(self.unit))
            .trim()
            .to_owned()
    }
}

fn unknown_accounts(accounts: &[BookAccount], entries: &[BookEntry]) -> Vec<UnknownAccount> {
    let mut unknown = vec![UnknownAccount::default(); accounts.len()];
    for leg in entries.iter().flat_map(|entry| &entry.legs) {
        let class = accounts.get(leg.account).map(|account| account.class);
        let (Some(AccountClass::Unknown), Some(account)) = (class, unknown.get_mut(leg.account))
        else {
            continue;
        };
        if account.legs == 0 {
            account.unit = leg.unit;
        }
        account.legs += 1;
        account.into += usize::from(leg.quantity.is_sign_positive());
        if account.unit == leg.unit {
            account.total = plus(account.total, leg.quantity);
        }
    }
    unknown
}

/// The row of an entry, and the statement it stands in.
fn row_of(mut entry: BookEntry, statements: &mut Statements<'_>) -> Result<(usize, Row), Problem> {
    check(&entry)?;
    let mut legs = std::mem::take(&mut entry.legs);
    // Nothing has no sign.
    for leg in legs.iter_mut().filter(|leg| leg.quantity.is_zero()) {
        leg.quantity = leg.quantity.abs();
    }
    let lead = lead_of(&legs, statements);
    let lead_place = lead.map(|leg| (leg.account, leg.unit));
    let (same, others): (Vec<&Leg>, Vec<&Leg>) = legs
        .iter()
        .partition(|leg| Some((leg.account, leg.unit)) == lead_place);
    let unit = lead.or(legs.first()).map_or(Units::NONE, |leg| {
        if lead.is_some() {
            leg.unit
        } else {
            leg.weight().1
        }
    });
    let side = Side {
        amount: total(same.iter().map(|leg| leg.quantity)),
        unit,
        weight: (
            total(same.iter().map(|leg| leg.weight().0)),
            lead.map_or(unit, |leg| leg.weight().1),
        ),
    };
    let index = lead_place.and_then(|(account, unit)| statements.index_of(account, unit));
    let index = index.unwrap_or_else(|| statements.nameless(unit));
    let mut row = Row::plain(entry.line, entry.raw, entry.date, side.amount);
    row.time = entry.time;
    row.payee = entry.payee;
    row.memo = entry.memo;
    row.reference = entry.reference;
    row.status = entry.status;
    for leg in same.iter().filter(|leg| !leg.memo.is_empty()) {
        join_text(&mut row.memo, &leg.memo);
    }
    set_parts(&mut row, &side, &others, statements);
    set_counter(&mut row, entry.counter, &others, statements);
    if !entry.tags.is_empty() {
        row.details_mut().tags = entry.tags;
    }
    Ok((index, row))
}

/// Days and amounts that no book of a person has.
fn check(entry: &BookEntry) -> Result<(), Problem> {
    let problem = |message: String| Problem {
        line: entry.line,
        message,
    };
    if !YEARS.contains(&entry.date.year()) {
        return Err(problem(format!(
            "{} is not between the years {} and {}",
            entry.date,
            YEARS.start,
            YEARS.end - 1
        )));
    }
    let weights = entry.legs.iter().map(|leg| leg.weight().0);
    let mut amounts = entry.legs.iter().map(|leg| leg.quantity).chain(weights);
    match amounts.find(|amount| amount.abs() > MAX_AMOUNT) {
        Some(amount) => Err(problem(format!("{amount} is more than any account holds"))),
        None => Ok(()),
    }
}

/// The leg that the row is about: money before shares; of a transfer, the side that gives.
fn lead_of<'l>(legs: &'l [Leg], statements: &Statements<'_>) -> Option<&'l Leg> {
    let rank = |leg: &Leg| match (leg.worth, statements.is_money(leg.unit)) {
        (None, true) => 0,
        (Some(_), true) => 1,
        (None, false) => 2,
        (Some(_), false) => 3,
    };
    let own = |leg: &&Leg| matches!(statements.class(leg.account), AccountClass::Own(_));
    if let [a, b] = legs
        && own(&a)
        && own(&b)
        && rank(a) == rank(b)
    {
        return Some(if b.quantity.is_sign_negative() { b } else { a });
    }
    legs.iter().filter(own).min_by_key(|leg| rank(leg))
}

fn total(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, plus)
}

fn set_parts(row: &mut Row, side: &Side, others: &[&Leg], statements: &Statements<'_>) {
    let (worths, missing) = worths(side, others);
    let mut parts: Vec<Part> = others
        .iter()
        .zip(worths)
        .map(|(leg, worth)| part_of(leg, worth, side.unit, statements))
        .collect();
    if !parts.is_empty() && !missing.is_zero() {
        parts.push(Part {
            place: PartPlace::Equity,
            amount: missing,
            value: missing,
            memo: "what the transaction is short of".to_owned(),
        });
    }
    row.kind = kind_of(row.amount, &parts);
    if let [part] = parts.as_slice()
        && let PartPlace::Expense(name) | PartPlace::Income(name) = &part.place
    {
        row.category = Some(name.clone());
    }
    if let [leg] = others {
        set_original(row, leg, side.unit, statements);
    }
    if !parts.is_empty() {
        row.details_mut().parts = parts;
    }
}

fn part_of(leg: &Leg, worth: Decimal, row_unit: usize, statements: &Statements<'_>) -> Part {
    let name = || statements.name(leg.account).to_owned();
    let place = match statements.class(leg.account) {
        AccountClass::Own(_) => statements
            .index_of(leg.account, leg.unit)
            .map_or(PartPlace::Equity, PartPlace::Account),
        AccountClass::Expense => PartPlace::Expense(name()),
        AccountClass::Income => PartPlace::Income(name()),
        AccountClass::Equity | AccountClass::Unknown => PartPlace::Equity,
    };
    let is_own = matches!(place, PartPlace::Account(_));
    let mut memo = leg.memo.clone();
    if place == PartPlace::Equity && memo.is_empty() {
        memo = name();
    }
    if !is_own && leg.unit != row_unit {
        let unit = statements.units.word(leg.unit);
        join_text(&mut memo, &format!("{} {unit}", leg.quantity.normalize()));
    }
    Part {
        place,
        amount: if is_own { leg.quantity } else { worth },
        value: worth,
        memo,
    }
}

/// What was paid in another currency than the account's.
fn set_original(row: &mut Row, leg: &Leg, row_unit: usize, statements: &Statements<'_>) {
    let is_category = matches!(
        statements.class(leg.account),
        AccountClass::Expense | AccountClass::Income
    );
    let currency = currency_of_code(statements.units.word(leg.unit));
    if let Some(currency) = currency.filter(|_| is_category && leg.unit != row_unit) {
        row.details_mut().original = Some(Original {
            amount: minus(leg.quantity),
            currency,
        });
    }
}

fn kind_of(amount: Decimal, parts: &[Part]) -> RowKind {
    let all = |is: fn(&PartPlace) -> bool| parts.iter().all(|part| is(&part.place));
    if parts.is_empty() {
        RowKind::Unknown
    } else if all(|place| matches!(place, PartPlace::Account(_) | PartPlace::Equity)) {
        RowKind::Transfer
    } else if all(|place| matches!(place, PartPlace::Expense(_))) {
        if amount.is_sign_negative() {
            RowKind::Purchase
        } else {
            RowKind::Refund
        }
    } else if all(|place| matches!(place, PartPlace::Income(_))) && amount.is_sign_positive() {
        RowKind::Income
    } else {
        RowKind::Unknown
    }
}

/// The own account on the other side, whether its side is a part or a row of its own.
fn set_counter(
    row: &mut Row,
    counter: Option<usize>,
    others: &[&Leg],
    statements: &Statements<'_>,
) {
    let only_other = match others {
        [leg] if matches!(statements.class(leg.account), AccountClass::Own(_)) => Some(leg.account),
        _ => None,
    };
    let account = counter.or(only_other);
    let Some(account) = account.and_then(|index| statements.accounts.get(index)) else {
        return;
    };
    row.kind = RowKind::Transfer;
    let details = row.details_mut();
    details.counter_account = Some(account.name.clone());
    details.counter_number.clone_from(&account.number);
}
