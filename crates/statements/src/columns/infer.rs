//! A plan for a table of no known provider: by its header words, or by what its columns contain.

use std::cmp::Reverse;

use farthing_money::Currency;

use super::contents::without_header;
use super::currency::{currency_of_cell, currency_of_code, only_currency_in};
use super::fees;
use super::flags::flag_of;
use super::header::{normalised, role_of, roles_of};
use super::number::{self, Flag};
use super::role::{Role, Roles};
use super::{looks_like_amount, looks_like_date};
use crate::model::Decision;
use crate::plan::{Plan, Sign};
use crate::table::{Record, Table};

/// Where headers are looked for: longer preambles than this have not been seen.
pub(crate) const HEADER_SEARCH: usize = 100;
/// How many dated rows decide what a column holds.
const SAMPLE_ROWS: usize = 300;
/// More accounts than a person has: a column with so many different ones is of other people's.
const MAX_ACCOUNTS: usize = 24;

/// A plan by header words or contents, or nothing where no column is a date beside an amount.
pub(crate) fn infer(table: &Table<'_>) -> Option<Plan> {
    with_header(table).or_else(|| without_header(table))
}

/// The currency and account number that the lines above the rows name.
pub(crate) fn preamble_of(table: &Table<'_>, header: usize) -> (Option<Currency>, Option<String>) {
    let lines = || {
        table
            .records
            .iter()
            .take(header)
            .map(|record| table.raw(record))
    };
    let text: String = lines().collect::<Vec<_>>().join("\n");
    (only_currency_in(&text), lines().find_map(iban_in))
}

/// An IBAN in a line, with or without blanks between its groups.
pub(crate) fn iban_in(line: &str) -> Option<String> {
    line.split([',', ';', '"', '\t', '/', '|'])
        .find_map(|part| {
            let part = part.rsplit(':').next().unwrap_or(part);
            let compact: String = part.chars().filter(|c| !c.is_whitespace()).collect();
            let bytes = compact.as_bytes();
            let is_iban = (15..=34).contains(&bytes.len())
                && bytes.iter().take(2).all(u8::is_ascii_uppercase)
                && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit)
                && bytes
                    .iter()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            is_iban.then_some(compact)
        })
}

/// Whether a cell is the number of an account rather than its name.
pub(crate) fn is_account_number(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '*' | '/' | '.');
    iban_in(cell).is_some() || (digits >= 4 && digits * 2 > cell.len() && cell.chars().all(is_part))
}

fn with_header(table: &Table<'_>) -> Option<Plan> {
    let candidates = table.records.iter().take(HEADER_SEARCH).enumerate();
    let (index, mut roles, _) = candidates
        .filter(|(_, record)| !table.row(record).any(|cell| looks_like_date(&cell)))
        .map(|(index, record)| (index, roles_of(table.row(record))))
        .filter(|(_, (roles, known))| *known >= 2 && roles.make_rows())
        .map(|(index, (roles, known))| (index, roles, known))
        .max_by_key(|(index, _, known)| (*known, Reverse(*index)))?;
    let header = table.records.get(index)?;
    let sample = dated_sample(table, index + 1);
    let columns = Sample {
        table,
        header,
        rows: &sample,
    };
    columns.settle_dates(&mut roles);
    columns.settle_amounts(&mut roles);
    columns.settle_amount_behind_its_currency(&mut roles);
    columns.settle_currency(&mut roles);
    columns.find_direction(&mut roles);
    columns.settle_account(&mut roles);
    let layout = fees::settle(&columns, &mut roles);
    let (preamble_currency, preamble_number) = preamble_of(table, index);
    let account_number = columns.only_account_number(&roles).or(preamble_number);
    Some(Plan {
        provider: None,
        layout,
        sign: Sign::of_columns(&roles),
        open_sides: None,
        width: width_of(table, header),
        header: Some(index),
        first_record: index + 1,
        currency: header_currency(table, header, &roles).or(preamble_currency),
        account_name: None,
        account_number,
        day_first_place: is_foreign(table, header, &roles),
        shape: Some(shape_of(table, header)),
        decisions: vec![header_decision(table, header, &roles)],
        roles,
    })
}

/// What a table of unknown columns is known by: the words of its first line that has only words,
/// else what its columns hold, which is a weaker sign.
pub(crate) fn shape_of_unknown(table: &Table<'_>) -> String {
    let is_words = |record: &&Record| {
        let mut cells = table.row(record).filter(|cell| !cell.is_empty()).peekable();
        Table::width(record) > 1
            && cells.peek().is_some()
            && cells.all(|cell| !looks_like_date(&cell) && number::scan(&cell).is_none())
    };
    let mut lines = table.records.iter().take(HEADER_SEARCH);
    match lines.find(is_words) {
        Some(words) => shape_of(table, words),
        None => super::contents::shape_of_contents(table),
    }
}

/// How many cells a header has, without empty ones at its end.
pub(crate) fn width_of(table: &Table<'_>, header: &Record) -> usize {
    let named = table
        .row(header)
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty());
    named.last().map_or(0, |(column, _)| column + 1)
}

/// A header's words, by which next month's file of the same bank is known again.
pub(crate) fn shape_of(table: &Table<'_>, header: &Record) -> String {
    table
        .row(header)
        .map(|cell| normalised(&cell))
        .collect::<Vec<_>>()
        .join("|")
}

fn header_decision(table: &Table<'_>, header: &Record, roles: &Roles) -> Decision {
    let name = |role| {
        roles
            .get(role)
            .map(|column| format!("“{}”", table.cell(header, column)))
    };
    let amounts: Vec<_> = [Role::Amount, Role::Debit, Role::Credit]
        .into_iter()
        .filter_map(name)
        .collect();
    let side = name(Role::Direction).map(|name| format!(", side {name}"));
    Decision {
        field: "columns".to_owned(),
        reading: format!(
            "date {}, amount {}{}",
            name(Role::Date).unwrap_or_default(),
            amounts.join(" and "),
            side.unwrap_or_default()
        ),
        evidence: format!("the header in line {}", header.line),
    }
}

/// The first rows that have a date anywhere.
pub(super) fn dated_sample<'a>(table: &'a Table<'_>, first: usize) -> Vec<&'a Record> {
    let records = table.records.iter().skip(first);
    records
        .filter(|record| table.row(record).any(|cell| looks_like_date(&cell)))
        .take(SAMPLE_ROWS)
        .collect()
}

/// The currency that the header's cells beside amounts name.
pub(crate) fn header_currency(
    table: &Table<'_>,
    header: &Record,
    roles: &Roles,
) -> Option<Currency> {
    [Role::Amount, Role::Debit, Role::Credit]
        .into_iter()
        .filter_map(|role| roles.get(role))
        .find_map(|column| only_currency_in(&table.cell(header, column)))
}

/// Whether the date's header word is in another language than English.
fn is_foreign(table: &Table<'_>, header: &Record, roles: &Roles) -> bool {
    const ENGLISH: [&str; 18] = [
        "date",
        "transaction",
        "trans",
        "tran",
        "txn",
        "booking",
        "completion",
        "completed",
        "datetime",
        "trade",
        "created",
        "release",
        "time",
        "timestamp",
        "posting",
        "post",
        "posted",
        "value",
    ];
    roles.get(Role::Date).is_some_and(|column| {
        let name = normalised(&table.cell(header, column));
        let first = name.split(' ').next().unwrap_or_default();
        !first.is_empty() && !ENGLISH.contains(&first) && name != "date de l operation"
    })
}

/// A header and the first rows below it, by which doubtful words are settled.
pub(super) struct Sample<'s, 't> {
    pub(super) table: &'s Table<'t>,
    pub(super) header: &'s Record,
    pub(super) rows: &'s [&'s Record],
}

impl Sample<'_, '_> {
    fn count(&self, column: usize, is: impl Fn(&str) -> bool) -> usize {
        let cells = self.rows.iter().map(|r| self.table.cell(r, column));
        cells.filter(|cell| is(cell)).count()
    }

    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(|r| Table::width(r)).max().unwrap_or(0)
    }

    /// Where the named date column has no dates, another one counts.
    fn settle_dates(&self, roles: &mut Roles) {
        let dates_in = |column: usize| self.count(column, looks_like_date);
        if roles.get(Role::Date).map_or(0, dates_in) > 0 {
            return;
        }
        let mostly_dates = |column: &usize| dates_in(*column) * 2 > self.rows.len();
        let second = roles
            .get(Role::SecondDate)
            .filter(|second| dates_in(*second) > 0);
        if let Some(column) = second.or_else(|| (0..self.width()).find(mostly_dates)) {
            roles.set(Role::Date, column);
        }
    }

    /// Where a named column has no amounts, another of the same meaning counts; and one column of
    /// amounts that is always empty gives way to two sides.
    fn settle_amounts(&self, roles: &mut Roles) {
        let amounts_in = |column: usize| self.count(column, looks_like_amount);
        for role in [Role::Amount, Role::Debit, Role::Credit, Role::Balance] {
            if roles.get(role).is_none_or(|column| amounts_in(column) > 0) {
                continue;
            }
            let means_it = |column: &usize| self.meaning(*column).is_some_and(|(of, _)| of == role);
            let others = (0..self.width()).filter(means_it);
            let mut filled = others.filter(|column| amounts_in(*column) > 0);
            if let Some(column) = filled.next() {
                roles.set(role, column);
            }
        }
        let are_filled = |role| roles.get(role).is_some_and(|column| amounts_in(column) > 0);
        let is_pair = are_filled(Role::Debit) || are_filled(Role::Credit);
        let is_unnamed = |column| self.count(column + 1, looks_like_amount) == 0;
        if is_pair && !are_filled(Role::Amount) && roles.get(Role::Amount).is_some_and(is_unnamed) {
            roles.clear(Role::Amount);
        }
    }

    /// The role that a column's header means, and how clearly.
    fn meaning(&self, column: usize) -> Option<(Role, u8)> {
        role_of(&normalised(&self.table.cell(self.header, column)))
    }

    /// Some headers name a pair of columns only once: the currency stands below the name, and the
    /// amount in the column after it.
    fn settle_amount_behind_its_currency(&self, roles: &mut Roles) {
        for role in [Role::Amount, Role::Balance] {
            let Some(column) = roles.get(role) else {
                continue;
            };
            let is_unnamed = self.table.cell(self.header, column + 1).is_empty();
            let codes = self.count(column, |cell| currency_of_cell(cell).is_some());
            let amounts = self.count(column + 1, looks_like_amount);
            if is_unnamed
                && codes > 0
                && amounts >= codes
                && self.count(column, looks_like_amount) == 0
            {
                roles.set(role, column + 1);
                if role == Role::Amount {
                    roles.set(Role::Currency, column);
                }
            }
        }
    }

    /// Which column names the account's currency, and which the one of an amount in another.
    fn settle_currency(&self, roles: &mut Roles) {
        let is_named = |column: &usize| matches!(self.meaning(*column), Some((Role::Currency, _)));
        let Some(mut column) = roles.get(Role::Currency) else {
            return self.find_currency(roles);
        };
        let original = roles.get(Role::OriginalAmount);
        if let Some(original) = original
            && roles.get(Role::OriginalCurrency).is_none()
        {
            // A code right after the other amount is of that amount.
            let mut others = (0..self.width()).filter(is_named);
            if column == original + 1 {
                roles.set(Role::OriginalCurrency, column);
                match others.find(|other| *other != original + 1) {
                    Some(other) => column = other,
                    None => return roles.clear(Role::Currency),
                }
                roles.set(Role::Currency, column);
            } else if original > column && roles.get(Role::Amount) != column.checked_sub(1) {
                return roles.clear(Role::Currency);
            }
        }
        if self.count(column, |cell| currency_of_cell(cell).is_some()) == 0 {
            roles.clear(Role::Currency);
        }
    }

    /// A column of nothing but codes, whose name says nothing else: `Valuta` is the currency in some
    /// languages, and a day in others.
    fn find_currency(&self, roles: &mut Roles) {
        let may_be = |column: usize| {
            matches!(self.meaning(column), None | Some((Role::SecondDate, _)))
                && !self.rows.is_empty()
                && self.count(column, |cell| currency_of_code(cell).is_some()) == self.rows.len()
        };
        if let Some(column) = (0..self.width()).find(|column| may_be(*column)) {
            roles.set(Role::Currency, column);
            if roles.get(Role::SecondDate) == Some(column) {
                roles.clear(Role::SecondDate);
            }
        }
    }

    /// Unsigned amounts beside a column of nothing but D and C, or debit and credit, have their side
    /// there; so have amounts whose signs always say the contrary.
    pub(super) fn find_direction(&self, roles: &mut Roles) {
        let Some(amount) = roles.get(Role::Amount) else {
            roles.clear(Role::Direction);
            return;
        };
        let named = roles.get(Role::Direction);
        let flags = named
            .into_iter()
            .chain(0..self.width())
            .find(|column| *column != amount && self.is_flag_column(*column));
        roles.clear(Role::Direction);
        let Some(column) = flags else {
            return;
        };
        let (mut agree, mut contrary) = (0, 0);
        for record in self.rows {
            let flag = flag_of(&self.table.cell(record, column));
            let scanned = number::scan(&self.table.cell(record, amount));
            let (Some(flag), Some(scanned)) = (flag, scanned) else {
                continue;
            };
            if scanned.is_zero() {
                continue;
            }
            let agrees = scanned.is_negative() == (flag == Flag::Out);
            agree += usize::from(agrees && scanned.is_signed());
            contrary += usize::from(!agrees && scanned.is_signed());
        }
        if named == Some(column) || agree == 0 || contrary > agree {
            roles.set(Role::Direction, column);
        }
    }

    fn is_flag_column(&self, column: usize) -> bool {
        let flags = self.count(column, |cell| flag_of(cell).is_some());
        let filled = self.count(column, |cell| !cell.is_empty());
        flags * 2 > self.rows.len() && (filled - flags) * 10 <= flags
    }

    /// A column of accounts is the person's own where it is filled and has few different ones; a
    /// column of numbers only where it stands before the date, or never changes.
    fn settle_account(&self, roles: &mut Roles) {
        if let Some(column) = roles.get(Role::Account)
            && !self.names_own_accounts(column)
        {
            roles.clear(Role::Account);
        }
        let Some(column) = roles.get(Role::AccountNumber) else {
            return;
        };
        let is_first = roles.get(Role::Date).is_some_and(|date| column < date);
        let is_same = self.rows.len() > 2 && self.distinct(column) == 1;
        let is_own = (is_first || is_same) && self.names_own_accounts(column);
        if !is_own {
            roles.clear(Role::AccountNumber);
            if roles.get(Role::CounterNumber).is_none() {
                roles.set(Role::CounterNumber, column);
            }
        } else if roles.get(Role::Account).is_none() {
            roles.set(Role::Account, column);
        }
    }

    fn names_own_accounts(&self, column: usize) -> bool {
        let filled = self.count(column, |cell| !cell.is_empty());
        filled * 10 >= self.rows.len() * 9 && self.distinct(column) <= MAX_ACCOUNTS
    }

    fn distinct(&self, column: usize) -> usize {
        let mut cells: Vec<_> = self
            .rows
            .iter()
            .map(|r| self.table.cell(r, column))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        cells.len()
    }

    /// The number of the account, where a column beside its name never changes.
    fn only_account_number(&self, roles: &Roles) -> Option<String> {
        let column = roles.get(Role::AccountNumber)?;
        if self.distinct(column) != 1 || roles.get(Role::Account) == Some(column) {
            return None;
        }
        let first = self.rows.first()?;
        let cell = self.table.cell(first, column);
        iban_in(&cell).or_else(|| (!cell.is_empty()).then(|| cell.into_owned()))
    }
}
