//! A plan for a table without a header: dates, amounts, sides and texts by what columns contain.

use rust_decimal::Decimal;

use super::chain::follows;
use super::currency::currency_of_code;
use super::infer::{Sample, dated_sample, preamble_of};
use super::number::{self, Scanned};
use super::role::{Role, Roles};
use super::{date, looks_like_date};
use crate::model::{DecimalMark, Decision};
use crate::plan::{Layout, Plan, Sign};
use crate::table::{Record, Table};

/// More columns of amounts are not tried against each other.
const MAX_PROVING: usize = 12;
/// How many lines say what the columns of an unknown table hold.
const SHAPE_ROWS: usize = 300;

/// What a column without a name contains.
#[derive(Debug, Clone, Copy, Default)]
struct Contents {
    rows: usize,
    dates: usize,
    money: usize,
    counts: usize,
    signed: usize,
    currencies: usize,
    texts: usize,
    text_chars: usize,
    empty: usize,
}

/// How the amounts of a table without a header were found.
struct Found {
    why: &'static str,
    /// Two columns, left and right, of which nothing says which is money out.
    open_sides: Option<(usize, usize)>,
}

impl Found {
    fn for_certain(why: &'static str) -> Self {
        Self {
            why,
            open_sides: None,
        }
    }
}

/// A plan by contents, or nothing where no column is a date beside an amount.
pub(super) fn without_header(table: &Table<'_>) -> Option<Plan> {
    let dated = dated_sample(table, 0);
    let width = usual_width(&dated)?;
    let sample: Vec<&Record> = dated
        .into_iter()
        .filter(|record| Table::width(record) == width)
        .collect();
    let contents: Vec<Contents> = (0..width)
        .map(|column| contents_of(table, &sample, column))
        .collect();
    let mut roles = Roles::default();
    let date = contents.iter().position(|c| c.dates * 2 > c.rows)?;
    roles.set(Role::Date, date);
    let money = Money {
        table,
        sample: &sample,
        contents: &contents,
    };
    let found = money.place(&mut roles)?;
    place_texts(&contents, &mut roles);
    let header = sample.first()?;
    Sample {
        table,
        header,
        rows: &sample,
    }
    .find_direction(&mut roles);
    let first = table
        .records
        .iter()
        .position(|r| table.row(r).any(|cell| looks_like_date(&cell)))?;
    let (currency, account_number) = preamble_of(table, first);
    Some(Plan {
        provider: None,
        layout: &Layout::INFERRED,
        sign: Sign::of_columns(&roles),
        open_sides: found.open_sides,
        width,
        header: None,
        first_record: first,
        currency,
        account_name: None,
        account_number,
        day_first_place: false,
        shape: None,
        decisions: vec![Decision {
            field: "columns".to_owned(),
            reading: columns_in_words(&roles),
            evidence: format!("no header; {}", found.why),
        }],
        roles,
    })
}

/// What the columns of a table hold, in words.
pub(super) fn shape_of_contents(table: &Table<'_>) -> String {
    let sample: Vec<&Record> = table.records.iter().take(SHAPE_ROWS).collect();
    let width = sample.iter().map(|r| Table::width(r)).max().unwrap_or(0);
    let words = (0..width).map(|column| contents_of(table, &sample, column).word());
    format!("no header|{}", words.collect::<Vec<_>>().join("|"))
}

impl Contents {
    /// The word for what most of its cells are.
    fn word(self) -> &'static str {
        let kinds = [
            (self.dates, "date"),
            (self.money, "amount"),
            (self.currencies, "currency"),
            (self.texts, "text"),
        ];
        let most = kinds.into_iter().max_by_key(|(count, _)| *count);
        most.filter(|(count, _)| *count > 0)
            .map_or("", |(_, word)| word)
    }
}

/// The most common number of cells; the smaller of two that are equally common.
fn usual_width(records: &[&Record]) -> Option<usize> {
    let mut widths: Vec<usize> = records.iter().map(|r| Table::width(r)).collect();
    widths.sort_unstable();
    let same = widths.chunk_by(|a, b| a == b).rev();
    let most = same.max_by_key(|same| same.len())?;
    most.first().copied()
}

fn columns_in_words(roles: &Roles) -> String {
    let named = [
        (Role::Date, "date"),
        (Role::Amount, "amount"),
        (Role::Debit, "money out"),
        (Role::Credit, "money in"),
        (Role::Balance, "balance"),
        (Role::Direction, "side"),
    ];
    let words = named
        .iter()
        .filter_map(|(role, word)| Some(format!("column {} {word}", roles.get(*role)? + 1)));
    words.collect::<Vec<_>>().join(", ")
}

fn contents_of(table: &Table<'_>, sample: &[&Record], column: usize) -> Contents {
    let mut contents = Contents::default();
    for record in sample {
        let cell = table.cell(record, column);
        contents.rows += 1;
        if cell.is_empty() || &*cell == "-" {
            contents.empty += 1;
        } else if date::scan(&cell).is_some() {
            contents.dates += 1;
        } else if let Some(number) = number::scan(&cell) {
            contents.money += usize::from(number.is_moneylike());
            contents.counts += usize::from(!number.is_moneylike());
            contents.signed += usize::from(number.is_signed());
        } else if currency_of_code(&cell).is_some() {
            contents.currencies += 1;
        } else {
            contents.texts += 1;
            contents.text_chars += cell.chars().count();
        }
    }
    contents
}

/// The columns of amounts, and how they hang together.
struct Money<'m, 't> {
    table: &'m Table<'t>,
    sample: &'m [&'m Record],
    contents: &'m [Contents],
}

impl Money<'_, '_> {
    /// Finds the amount or its two sides, and the balance; says why.
    fn place(&self, roles: &mut Roles) -> Option<Found> {
        let is_money = |c: &Contents| c.money > 0 && c.texts == 0 && c.dates == 0;
        let columns: Vec<usize> = self
            .contents
            .iter()
            .enumerate()
            .filter(|(_, c)| is_money(c))
            .map(|(column, _)| column)
            .collect();
        if let Some(found) = self.proved(&columns, roles) {
            return Some(found);
        }
        let mut columns = self.well_filled_first(&columns);
        let first = *columns.next()?;
        let second = columns.next().copied();
        if let Some(second) = second.filter(|second| self.is_either_or(first, *second)) {
            if let Some(balance) = columns.next() {
                roles.set(Role::Balance, *balance);
            }
            return Some(self.place_sides((first, second), roles));
        }
        if let Some(balance) = second {
            roles.set(Role::Balance, balance);
        }
        Some(self.place_amount(first, roles))
    }

    /// Columns from the first that is filled in most rows, or together with the next in all.
    fn well_filled_first<'c>(&self, columns: &'c [usize]) -> impl Iterator<Item = &'c usize> {
        let filled = |column: &usize| {
            let contents = self.contents.get(*column).copied().unwrap_or_default();
            contents.rows - contents.empty
        };
        let most = columns.iter().map(filled).max().unwrap_or(0);
        let is_good = |at: &usize| {
            let is_pair =
                || matches!(columns.get(*at..), Some([a, b, ..]) if self.is_either_or(*a, *b));
            columns
                .get(*at)
                .is_some_and(|column| filled(column) * 2 > most)
                || is_pair()
        };
        let first = (0..columns.len()).find(is_good).unwrap_or(0);
        columns.iter().skip(first)
    }

    /// An amount that takes one balance to the next, in its own row or from row to row.
    fn proved(&self, columns: &[usize], roles: &mut Roles) -> Option<Found> {
        if columns.len() < 2 || self.sample.len() < 2 {
            return None;
        }
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            let values: Vec<Values> = columns
                .iter()
                .take(MAX_PROVING)
                .filter_map(|column| Some((*column, self.values(*column, mark)?)))
                .collect();
            if let Some(proof) = proof_among(&values) {
                roles.set(Role::Amount, proof.amount);
                if let Some(balance) = proof.balance {
                    roles.set(Role::Balance, balance);
                }
                return Some(Found::for_certain(proof.why));
            }
        }
        None
    }

    /// All values of a column; `None` where one is missing or does not fit the mark.
    fn values(&self, column: usize, mark: DecimalMark) -> Option<Vec<Decimal>> {
        let value = |record: &&Record| {
            let cell = self.table.cell(record, column);
            self.table.amount(record, column, &cell)?.value(mark)
        };
        self.sample.iter().map(value).collect()
    }

    fn place_amount(&self, first: usize, roles: &mut Roles) -> Found {
        let contents = self.contents.get(first).copied().unwrap_or_default();
        let is_empty = |column: usize| self.contents.get(column).is_some_and(|c| c.empty == c.rows);
        let before = first.checked_sub(1).filter(|column| is_empty(*column));
        let after = Some(first + 1).filter(|column| is_empty(*column));
        let sides = match (after, before) {
            _ if contents.signed > 0 => None,
            (Some(after), _) => Some((first, after)),
            (None, Some(before)) => Some((before, first)),
            (None, None) => None,
        };
        if sides.is_none() {
            roles.set(Role::Amount, first);
            return Found::for_certain("the first column of amounts");
        }
        roles.set(Role::Debit, first);
        Found {
            why: "unsigned amounts beside an empty column",
            open_sides: sides,
        }
    }

    /// Whether each row fills one of two columns and never both; a zero fills nothing.
    fn is_either_or(&self, first: usize, second: usize) -> bool {
        let is_filled = |record: &Record, column| {
            let cell = self.table.cell(record, column);
            let is_nothing = number::scan(&cell).is_some_and(|number| number.is_zero());
            !cell.is_empty() && !is_nothing
        };
        self.sample
            .iter()
            .all(|record| is_filled(record, first) != is_filled(record, second))
    }

    fn place_sides(&self, (first, second): (usize, usize), roles: &mut Roles) -> Found {
        let filled = |column: usize| self.contents.get(column).map_or(0, |c| c.rows - c.empty);
        let (debit, is_open) = if self.has(first, Scanned::is_negative) {
            (first, false)
        } else if self.has(second, Scanned::is_negative) {
            (second, false)
        } else if filled(second) > filled(first) {
            (second, true)
        } else {
            (first, true)
        };
        roles.set(Role::Debit, debit);
        roles.set(Role::Credit, if debit == first { second } else { first });
        Found {
            why: if is_open {
                "each row fills one of two columns of amounts"
            } else {
                "of two columns of amounts, the one with minus signs is money out"
            },
            open_sides: is_open.then_some((first, second)),
        }
    }

    fn has(&self, column: usize, is: impl Fn(&Scanned) -> bool) -> bool {
        let mut cells = self.sample.iter().map(|r| self.table.cell(r, column));
        cells.any(|cell| number::scan(&cell).is_some_and(|scanned| is(&scanned)))
    }
}

/// Columns of which one is the amount, because the others follow from it.
struct Proof {
    amount: usize,
    /// The balance after each row, where the table has it.
    balance: Option<usize>,
    why: &'static str,
}

/// A column and what its rows hold.
type Values = (usize, Vec<Decimal>);

/// The amount and the balance among columns of values, the surest proof first.
fn proof_among(values: &[Values]) -> Option<Proof> {
    let pairs = || {
        let with_others = |amount| values.iter().map(move |balance| (amount, balance));
        let pairs = values.iter().flat_map(with_others);
        pairs.filter(|(amount, balance)| amount.0 != balance.0)
    };
    let why = "each amount leads from one balance to the next";
    if let Some((amount, balance)) = pairs().find(|(a, b)| leads_to(&a.1, &b.1)) {
        let (amount, balance) = (amount.0, Some(balance.0));
        return Some(Proof {
            amount,
            balance,
            why,
        });
    }
    // A sum is the same whichever of its parts is the amount: only that has minus signs.
    let is_sum = |(amount, balance): &(&Values, &Values)| {
        let others = values
            .iter()
            .filter(|o| o.0 != amount.0 && o.0 != balance.0);
        let mut before = others.filter(|before| !has_minus(&before.1));
        has_minus(&amount.1) && before.any(|before| adds_up(&before.1, &amount.1, &balance.1))
    };
    if let Some((amount, balance)) = pairs().find(is_sum) {
        let (amount, balance) = (amount.0, Some(balance.0));
        let why = "one balance and the amount give the other balance";
        return Some(Proof {
            amount,
            balance,
            why,
        });
    }
    let (amount, _) = pairs().find(|(a, b)| leads_from(&a.1, &b.1))?;
    let (amount, balance) = (amount.0, None);
    Some(Proof {
        amount,
        balance,
        why,
    })
}

fn has_minus(values: &[Decimal]) -> bool {
    values
        .iter()
        .any(|value| value.is_sign_negative() && !value.is_zero())
}

/// Whether in each row a balance and the amount give the other balance.
fn adds_up(before: &[Decimal], moved: &[Decimal], after: &[Decimal]) -> bool {
    let mut rows = before.iter().zip(moved).zip(after);
    rows.all(|((before, moved), after)| before.checked_add(*moved) == Some(*after))
}

/// Whether each balance is the one before its row, and the next that with the row's amount.
fn leads_from(moved: &[Decimal], balances: &[Decimal]) -> bool {
    let next = balances.iter().skip(1).map(|balance| Some(*balance));
    let first = balances
        .first()
        .map(|balance| (Decimal::ZERO, Some(*balance)));
    let steps = first.into_iter().chain(moved.iter().copied().zip(next));
    follows(steps).is_some_and(|steps| steps > 0)
}

/// Whether each balance is the one before plus its row's amount, from above or from below.
fn leads_to(moved: &[Decimal], balances: &[Decimal]) -> bool {
    let steps: Vec<_> = moved
        .iter()
        .zip(balances)
        .map(|(moved, balance)| (*moved, Some(*balance)))
        .collect();
    let holds = |steps: Option<usize>| steps.is_some_and(|steps| steps > 0);
    holds(follows(steps.iter().copied())) || holds(follows(steps.iter().rev().copied()))
}

/// The longest texts describe the row; a column of codes names its currency.
fn place_texts(contents: &[Contents], roles: &mut Roles) {
    let texts = contents.iter().enumerate().filter(|(_, c)| c.texts > 0);
    if let Some((column, _)) = texts.max_by_key(|(_, c)| c.text_chars) {
        roles.set(Role::Description, column);
    }
    if let Some(column) = contents
        .iter()
        .position(|c| c.currencies > 0 && c.currencies + c.empty == c.rows)
    {
        roles.set(Role::Currency, column);
    }
}
