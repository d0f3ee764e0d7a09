//! A plan for a table without a header: dates, amounts, sides and texts by what columns contain.

use rust_decimal::Decimal;

use super::currency::currency_of_code;
use super::flags::flag_of;
use super::infer::{Sample, dated_sample, iban_in, preamble_of};
use super::number::{self, Flag, Scanned};
use super::proof::{Values, proof_among, proof_by_flags};
use super::role::{Role, Roles};
use super::{date, looks_like_date};
use crate::model::{DateOrder, DecimalMark, Decision};
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
    ibans: usize,
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
    place_accounts(table, &sample, &contents, &mut roles);
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
        .position(|r| looks_like_date(&table.cell(r, date)))?;
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
            contents.ibans += usize::from(iban_in(&cell).is_some());
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
        let columns = self.columns();
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
            // Of bare numbers nobody knows which are the amounts: cups and what they cost look alike.
            if !self.has_marks() {
                return None;
            }
            roles.set(Role::Balance, balance);
        }
        Some(self.place_amount(first, roles))
    }

    /// The columns of amounts: those with marks, signs or symbols, and columns of bare numbers that are
    /// filled exactly where such a neighbour is not. Bare numbers alone may be ids, so they count only
    /// where there is nothing else.
    fn columns(&self) -> Vec<usize> {
        let numbers = self.numbers();
        let with = |is: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let columns = numbers.iter().copied();
            columns.filter(|column| is(*column)).collect()
        };
        let is_money = |column: usize| self.contents.get(column).is_some_and(|c| c.money > 0);
        let fills_up = |column: usize, neighbour: usize| {
            is_money(neighbour) && self.is_either_or(column, neighbour)
        };
        let money = with(&|column| {
            is_money(column)
                || fills_up(column, column + 1)
                || column
                    .checked_sub(1)
                    .is_some_and(|left| fills_up(column, left))
        });
        if money.is_empty() {
            return with(&|column| self.may_be_amounts(column));
        }
        money
    }

    /// Whether any amount has a mark, a sign or a symbol.
    fn has_marks(&self) -> bool {
        self.contents.iter().any(|contents| contents.money > 0)
    }

    /// The columns that hold numbers and nothing else.
    fn numbers(&self) -> Vec<usize> {
        let is_number = |c: &Contents| c.money + c.counts > 0 && c.texts == 0 && c.dates == 0;
        let columns = self.contents.iter().enumerate();
        let columns = columns.filter(|(_, c)| is_number(c));
        columns.map(|(column, _)| column).collect()
    }

    /// Whether bare numbers are short, and not all the same or one more each time.
    fn may_be_amounts(&self, column: usize) -> bool {
        let cells = self
            .sample
            .iter()
            .map(|record| self.table.cell(record, column));
        let numbers: Vec<u32> = cells.filter_map(|cell| cell.parse().ok()).collect();
        let (mut steps, mut first) = (numbers.windows(2), None);
        let is_counted = steps.all(|pair| match pair {
            [a, b] => {
                let step = i64::from(*b) - i64::from(*a);
                step.abs() < 2 && *first.get_or_insert(step) == step
            }
            _ => false,
        });
        numbers.iter().all(|number| *number < 100_000_000) && !is_counted
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
        // Two rows of bare numbers may add up by chance.
        let numbers = self.numbers();
        let columns = if self.sample.len() > 2 {
            &numbers
        } else {
            columns
        };
        if columns.len() < 2 || self.sample.len() < 2 {
            return None;
        }
        let (goes_down, flags) = (self.goes_down(), self.flags());
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            let values: Vec<Values> = columns
                .iter()
                .take(MAX_PROVING)
                .filter_map(|column| Some((*column, self.values(*column, mark)?)))
                .collect();
            let by_flags = || proof_by_flags(&values, flags.as_deref()?, goes_down);
            if let Some(proof) = proof_among(&values, goes_down).or_else(by_flags) {
                roles.set(Role::Amount, proof.amount);
                if let Some(balance) = proof.balance {
                    roles.set(Role::Balance, balance);
                }
                return Some(Found::for_certain(proof.why));
            }
        }
        None
    }

    /// The sides of all rows, where a column holds nothing else.
    fn flags(&self) -> Option<Vec<Flag>> {
        let of_column = |column| -> Option<Vec<Flag>> {
            let flag = |record: &&Record| flag_of(&self.table.cell(record, column));
            self.sample.iter().map(flag).collect()
        };
        (0..self.contents.len()).find_map(of_column)
    }

    /// Whether the oldest row stands first, where the days differ and leave no doubt.
    fn goes_down(&self) -> Option<bool> {
        let day = |record: &Record, order| {
            let mut cells = self.table.row(record);
            cells.find_map(|cell| Some(date::scan(&cell)?.day(order)))?
        };
        let way = |order| {
            let days: Option<Vec<_>> = self.sample.iter().map(|r| day(r, order)).collect();
            let days = days?;
            Some((*days.first()?, *days.last()?))
        };
        // A year of two digits at the start is too rare to count as a doubt.
        let mut ways = [DateOrder::DayMonthYear, DateOrder::MonthDayYear]
            .into_iter()
            .filter_map(way)
            .filter(|(first, last)| first != last)
            .map(|(first, last)| first < last);
        let one = ways.next()?;
        ways.all(|other| other == one).then_some(one)
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

/// A column of one and the same IBAN is of the own account, another one of the other side's.
fn place_accounts(table: &Table<'_>, sample: &[&Record], contents: &[Contents], roles: &mut Roles) {
    let with_ibans = contents.iter().enumerate().filter(|(_, c)| c.ibans > 0);
    for (column, contents) in with_ibans {
        let mut cells = sample.iter().map(|record| table.cell(record, column));
        let first = cells.next();
        let is_one = contents.ibans == contents.rows && cells.all(|cell| Some(cell) == first);
        let role = if is_one && roles.get(Role::Account).is_none() {
            Role::Account
        } else {
            Role::CounterNumber
        };
        if roles.get(role).is_none() {
            roles.set(role, column);
        }
    }
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
