//! A plan for a table of no known provider: by its header words, or by what its columns contain.

use farthing_money::Currency;

use super::currency::{currency_of_code, only_currency_in};
use super::header::{normalised, roles_of};
use super::number::Flag;
use super::role::{Role, Roles};
use super::{date, looks_like_date, number};
use crate::model::Decision;
use crate::plan::{Layout, Plan, Sign};
use crate::table::{Record, Table};

/// Where headers are looked for: longer preambles than this have not been seen.
pub(crate) const HEADER_SEARCH: usize = 100;
/// How many dated rows decide what a column without a name holds.
const SAMPLE_ROWS: usize = 300;

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
fn iban_in(line: &str) -> Option<String> {
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

fn with_header(table: &Table<'_>) -> Option<Plan> {
    let candidates = table.records.iter().take(HEADER_SEARCH).enumerate();
    let (index, mut roles, _) = candidates
        .filter(|(_, record)| !table.row(record).any(|cell| looks_like_date(&cell)))
        .map(|(index, record)| (index, roles_of(table.row(record))))
        .filter(|(_, (roles, known))| *known >= 2 && roles.make_rows())
        .map(|(index, (roles, known))| (index, roles, known))
        .max_by_key(|(_, _, known)| *known)?;
    let header = table.records.get(index)?;
    let sample = dated_sample(table, index + 1);
    settle_dates(table, &sample, &mut roles);
    settle_currency(table, &sample, &mut roles);
    find_direction(table, &sample, &mut roles);
    let (preamble_currency, account_number) = preamble_of(table, index);
    Some(Plan {
        provider: None,
        layout: &Layout::INFERRED,
        sign: Sign::of_columns(&roles),
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
    if let Some(words) = lines.find(is_words) {
        return shape_of(table, words);
    }
    let sample: Vec<&Record> = table.records.iter().take(SAMPLE_ROWS).collect();
    let width = sample.iter().map(|r| Table::width(r)).max().unwrap_or(0);
    let words = (0..width).map(|column| contents_of(table, &sample, column).word());
    format!("no header|{}", words.collect::<Vec<_>>().join("|"))
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
    Decision {
        field: "columns".to_owned(),
        reading: format!(
            "date {}, amount {}",
            name(Role::Date).unwrap_or_default(),
            amounts.join(" and ")
        ),
        evidence: format!("the header in line {}", header.line),
    }
}

/// The first rows that have a date anywhere.
fn dated_sample<'a>(table: &'a Table<'_>, first: usize) -> Vec<&'a Record> {
    let records = table.records.iter().skip(first);
    records
        .filter(|record| table.row(record).any(|cell| looks_like_date(&cell)))
        .take(SAMPLE_ROWS)
        .collect()
}

/// Where the named date column has no dates, another one counts.
fn settle_dates(table: &Table<'_>, sample: &[&Record], roles: &mut Roles) {
    let dates_in = |column: usize| {
        sample
            .iter()
            .filter(|r| looks_like_date(&table.cell(r, column)))
            .count()
    };
    let named = roles.get(Role::Date).map_or(0, dates_in);
    if named > 0 {
        return;
    }
    let width = sample.iter().map(|r| Table::width(r)).max().unwrap_or(0);
    let mostly_dates = |column: &usize| dates_in(*column) * 2 > sample.len();
    let second = roles
        .get(Role::SecondDate)
        .filter(|second| dates_in(*second) > 0);
    if let Some(column) = second.or_else(|| (0..width).find(mostly_dates)) {
        roles.set(Role::Date, column);
    }
}

/// A currency column beside an amount in another currency names that other one.
fn settle_currency(table: &Table<'_>, sample: &[&Record], roles: &mut Roles) {
    let Some(column) = roles.get(Role::Currency) else {
        return;
    };
    let codes = sample
        .iter()
        .filter(|r| currency_of_code(&table.cell(r, column)).is_some())
        .count();
    if codes == 0
        || roles
            .get(Role::OriginalAmount)
            .is_some_and(|original| original > column)
    {
        roles.clear(Role::Currency);
    }
}

fn header_currency(table: &Table<'_>, header: &Record, roles: &Roles) -> Option<Currency> {
    [Role::Amount, Role::Debit, Role::Credit]
        .into_iter()
        .filter_map(|role| roles.get(role))
        .find_map(|column| only_currency_in(&table.cell(header, column)))
}

/// Whether the date's header word is in another language than English.
fn is_foreign(table: &Table<'_>, header: &Record, roles: &Roles) -> bool {
    const ENGLISH: [&str; 14] = [
        "date",
        "transaction",
        "trans",
        "booking",
        "completion",
        "datetime",
        "trade",
        "created",
        "release",
        "time",
        "timestamp",
        "posting",
        "post",
        "value",
    ];
    roles.get(Role::Date).is_some_and(|column| {
        let name = normalised(&table.cell(header, column));
        let first = name.split(' ').next().unwrap_or_default();
        !first.is_empty() && !ENGLISH.contains(&first) && name != "date de l operation"
    })
}

/// Unsigned amounts beside a column of nothing but D and C, or debit and credit, have their side there.
fn find_direction(table: &Table<'_>, sample: &[&Record], roles: &mut Roles) {
    let Some(amount) = roles.get(Role::Amount) else {
        roles.clear(Role::Direction);
        return;
    };
    if let Some(column) = roles.get(Role::Direction) {
        if !is_flag_column(table, sample, column) {
            roles.clear(Role::Direction);
        }
        return;
    }
    let is_signed =
        |r: &&&Record| number::scan(&table.cell(r, amount)).is_some_and(|n| n.is_signed());
    if sample.iter().filter(is_signed).count() * 10 > sample.len() {
        return;
    }
    let width = sample.iter().map(|r| Table::width(r)).max().unwrap_or(0);
    if let Some(column) = (0..width).find(|column| is_flag_column(table, sample, *column)) {
        roles.set(Role::Direction, column);
    }
}

fn is_flag_column(table: &Table<'_>, sample: &[&Record], column: usize) -> bool {
    let (mut flags, mut others) = (0, 0);
    for record in sample {
        let cell = table.cell(record, column);
        let is_flag = flag_of(&cell).is_some();
        flags += usize::from(is_flag);
        others += usize::from(!is_flag && !cell.is_empty());
    }
    flags * 2 > sample.len() && others * 10 <= flags
}

/// The side that a word means in a column of sides.
pub(crate) fn flag_of(cell: &str) -> Option<Flag> {
    const OUT: [&str; 18] = [
        "d",
        "dr",
        "db",
        "debit",
        "o",
        "out",
        "outflow",
        "debet",
        "af",
        "soll",
        "s",
        "expense",
        "支出",
        "借",
        "借 dr",
        "debito",
        "outgoing",
        "withdrawal",
    ];
    const IN: [&str; 18] = [
        "c", "cr", "credit", "i", "in", "inflow", "k", "bij", "haben", "h", "income", "收入", "贷",
        "贷 cr", "credito", "incoming", "deposit", "p",
    ];
    let word = normalised(cell);
    if OUT.contains(&word.as_str()) {
        Some(Flag::Out)
    } else {
        IN.contains(&word.as_str()).then_some(Flag::In)
    }
}

/// What a column without a name contains.
#[derive(Debug, Clone, Copy, Default)]
struct Contents {
    rows: usize,
    dates: usize,
    money: usize,
    signed: usize,
    currencies: usize,
    texts: usize,
    text_chars: usize,
    empty: usize,
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

fn without_header(table: &Table<'_>) -> Option<Plan> {
    let sample = dated_sample(table, 0);
    let width = sample.iter().map(|r| Table::width(r)).max()?;
    let contents: Vec<Contents> = (0..width)
        .map(|column| contents_of(table, &sample, column))
        .collect();
    let mut roles = Roles::default();
    let date = contents.iter().position(|c| c.dates * 2 > c.rows)?;
    roles.set(Role::Date, date);
    let evidence = place_amounts(table, &sample, &contents, &mut roles)?;
    place_texts(&contents, &mut roles);
    find_direction(table, &sample, &mut roles);
    let first = table
        .records
        .iter()
        .position(|r| table.row(r).any(|cell| looks_like_date(&cell)))?;
    let (currency, account_number) = preamble_of(table, first);
    Some(Plan {
        provider: None,
        layout: &Layout::INFERRED,
        sign: Sign::of_columns(&roles),
        first_record: first,
        currency,
        account_name: None,
        account_number,
        day_first_place: false,
        shape: None,
        decisions: vec![Decision {
            field: "columns".to_owned(),
            reading: columns_in_words(&roles),
            evidence: format!("no header; {evidence}"),
        }],
        roles,
    })
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

/// Finds the amount or its two sides, and the balance; says why.
fn place_amounts(
    table: &Table<'_>,
    sample: &[&Record],
    contents: &[Contents],
    roles: &mut Roles,
) -> Option<&'static str> {
    let is_money = |c: &Contents| c.money > 0 && c.texts == 0 && c.dates == 0;
    let mut columns = contents
        .iter()
        .enumerate()
        .filter(|(_, c)| is_money(c))
        .map(|(column, _)| column);
    let first = columns.next()?;
    let second = columns.next();
    if let Some(second) = second.filter(|second| is_either_or(table, sample, first, *second)) {
        if let Some(balance) = columns.next() {
            roles.set(Role::Balance, balance);
        }
        return Some(place_sides(table, sample, contents, (first, second), roles));
    }
    if let Some(balance) = second {
        roles.set(Role::Balance, balance);
    }
    let signed = contents.get(first).is_some_and(|c| c.signed > 0);
    let is_empty = |column: usize| contents.get(column).is_some_and(|c| c.empty == c.rows);
    let empty_neighbour = is_empty(first + 1) || first.checked_sub(1).is_some_and(is_empty);
    let (role, why) = if !signed && empty_neighbour {
        (
            Role::Debit,
            "unsigned amounts beside an empty column are money out",
        )
    } else {
        (Role::Amount, "the first column of amounts")
    };
    roles.set(role, first);
    Some(why)
}

/// Whether each row fills one of two columns and never both.
fn is_either_or(table: &Table<'_>, sample: &[&Record], first: usize, second: usize) -> bool {
    sample
        .iter()
        .all(|record| table.cell(record, first).is_empty() != table.cell(record, second).is_empty())
}

fn place_sides(
    table: &Table<'_>,
    sample: &[&Record],
    contents: &[Contents],
    (first, second): (usize, usize),
    roles: &mut Roles,
) -> &'static str {
    let filled = |column: usize| contents.get(column).map_or(0, |c| c.rows - c.empty);
    let signs_first = contents.get(first).map_or(0, |c| c.signed);
    let (debit, why) = if signs_first > 0 && has_minus(table, sample, first) {
        (first, "the column with minus signs is money out")
    } else if has_minus(table, sample, second) {
        (second, "the column with minus signs is money out")
    } else if filled(second) > filled(first) {
        (second, "of two columns the fuller one is money out")
    } else {
        (first, "of two columns the fuller one is money out")
    };
    roles.set(Role::Debit, debit);
    roles.set(Role::Credit, if debit == first { second } else { first });
    why
}

fn has_minus(table: &Table<'_>, sample: &[&Record], column: usize) -> bool {
    sample
        .iter()
        .any(|r| number::scan(&table.cell(r, column)).is_some_and(|n| n.is_negative()))
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
