//! One entry with the text that belongs to it, as a row of the statement.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::entry::{Day, Entry, Mark, day_of, entry_day, entry_of};
use super::fields::Field;
use super::info::{Info, account_in, info_of, is_iban, numbered_info_of};
use crate::columns::currency::currency_of_code;
use crate::columns::number::{self, negated};
use crate::model::{DecimalMark, Decision, Original, Problem, Row, RowKind, RowStatus};
use crate::table::MAX_CELL_BYTES;
use crate::text::{excerpt, join_text, raw_of, with_single_blanks};

/// What is written where there is no reference, or where it stands in the text instead.
const NO_REFERENCES: [&str; 10] = [
    "NONREF",
    "NOREF",
    "NONE",
    "NOTPROVIDED",
    "NIETOPGEGEVEN",
    "EREF",
    "KREF",
    "KREF+",
    "PREF",
    "MARF",
];

/// An entry whose texts may still follow.
pub(super) struct OpenRow<'t> {
    field: Field<'t>,
    end: usize,
    info: String,
    numbered: &'t str,
}

/// What a row needs to know of its message, and where it reports to.
pub(super) struct Surroundings<'a> {
    pub text: &'a str,
    pub own_number: &'a str,
    pub opening: Option<NaiveDate>,
    pub is_interim: bool,
    pub problems: &'a mut Vec<Problem>,
    pub month_ends: &'a mut Vec<Decision>,
}

impl<'t> OpenRow<'t> {
    pub(super) fn of(field: Field<'t>) -> Self {
        Self {
            field,
            end: field.end(),
            info: String::new(),
            numbered: "",
        }
    }

    pub(super) fn line(&self) -> u32 {
        self.field.line
    }

    /// Adds the text of `:86:` or `:NS:`.
    pub(super) fn add(&mut self, field: Field<'t>) {
        self.end = field.end();
        if field.tag == "NS" {
            self.numbered = field.text;
            return;
        }
        if !self.info.is_empty() && !self.info.ends_with('\n') {
            self.info.push('\n');
        }
        self.info.push_str(field.text);
    }

    /// The row; an error is the sentence of its problem.
    pub(super) fn row(self, around: &mut Surroundings<'_>) -> Result<Row, String> {
        let line = self.field.line;
        let first = self.field.first_line();
        if self.field.text.len() > MAX_CELL_BYTES {
            return Err(format!(
                "“{}” is no entry (:61:): it is longer than 8 KiB",
                excerpt(first)
            ));
        }
        let entry = entry_of(first)?;
        let date = self.date(&entry, around)?;
        let raw = raw_of(around.text, self.field.start, self.end);
        let mut row = Row::plain(line, raw, date, entry.amount);
        let is_pending = around.is_interim || entry.mark.is_expected();
        if is_pending {
            row.status = RowStatus::Pending;
        }
        let mut info = self.info(around);
        // Some banks repeat the account's own number on their charges.
        info.account = info.account.filter(|number| number != around.own_number);
        row.kind = kind_of(&entry, &info);
        self.tell(&mut row, &entry, info);
        Ok(row)
    }

    /// The value date. One that is none is told, and the message's own day stands in for it, so that
    /// the amount is not lost.
    fn date(&self, entry: &Entry<'_>, around: &mut Surroundings<'_>) -> Result<NaiveDate, String> {
        let (line, value) = (self.field.line, entry.value);
        match day_of(value) {
            Day::Real(day) => return Ok(day),
            Day::MonthEnd(day) => {
                note_month_end(around.month_ends, line, value, day);
                return Ok(day);
            }
            Day::None => {}
        }
        let no_day = format!("“{value}” is no day (year, month, day, such as 261231)");
        let opening = around.opening.ok_or_else(|| no_day.clone())?;
        let (day, whose) = match entry_day(entry.booked, opening) {
            Some(day) => (day, "its entry date"),
            None => (opening, "the day of the opening balance"),
        };
        let message = format!("{no_day}; the entry was put on {day}, {whose}");
        around.problems.push(Problem { line, message });
        Ok(day)
    }

    fn info(&self, around: &mut Surroundings<'_>) -> Info {
        let text = if self.info.is_empty() {
            self.numbered
        } else {
            &self.info
        };
        if text.len() > MAX_CELL_BYTES {
            let message = "the text of this entry is longer than 8 KiB; the rest was left out";
            around.problems.push(Problem {
                line: self.field.line,
                message: message.to_owned(),
            });
        }
        let text = text.get(..text.floor_char_boundary(MAX_CELL_BYTES));
        let text = text.unwrap_or_default();
        if self.info.is_empty() {
            numbered_info_of(text)
        } else {
            info_of(text)
        }
    }

    /// Who was paid, what for, and under which reference.
    fn tell(&self, row: &mut Row, entry: &Entry<'_>, info: Info) {
        let mut account = info.account;
        let mut more = String::new();
        for line in self.field.text.lines().skip(1).map(str::trim) {
            if let Some(paid) = line.strip_prefix("/OCMT/") {
                row.details_mut().original = original(paid, row.amount);
            } else if is_iban(line) {
                account.get_or_insert_with(|| line.to_owned());
            } else if !line.is_empty() {
                join_text(&mut more, line);
            }
        }
        // Some banks put the other side's account where the reference is: an IBAN, or before there
        // were any, a number with the name after it.
        let name_follows = !entry.rest.is_empty() && !is_none(entry.customer);
        if name_follows || is_iban(entry.customer) {
            account = account.or(account_in(entry.customer));
        } else {
            row.reference = reference_of(entry);
        }
        if let Some(account) = account {
            row.details_mut().counter_number = Some(account);
        }
        let name = if info.name.is_empty() {
            with_single_blanks(entry.rest)
        } else {
            info.name
        };
        let mut texts = [name, info.purpose, more, info.booking].into_iter();
        row.payee = texts.find(|text| !text.is_empty()).unwrap_or_default();
        for text in texts.filter(|text| !text.is_empty()) {
            join_text(&mut row.memo, &text);
        }
    }
}

fn is_none(reference: &str) -> bool {
    reference.len() < 2 || NO_REFERENCES.contains(&reference)
}

/// The bank's own reference, else the customer's.
fn reference_of(entry: &Entry<'_>) -> Option<String> {
    let mut all = [entry.bank, entry.customer].into_iter();
    all.find(|reference| !is_none(reference)).map(str::to_owned)
}

fn kind_of(entry: &Entry<'_>, info: &Info) -> RowKind {
    match (entry.mark, entry.code) {
        (Mark::DebitReversed, _) => RowKind::Refund,
        (Mark::CreditReversed, _) => RowKind::Unknown,
        (_, "CHG" | "COM") => RowKind::Fee,
        (_, "INT") => RowKind::Interest,
        (_, "DIV") => RowKind::Income,
        _ => info.kind.unwrap_or(RowKind::Unknown),
    }
}

/// `CAD47,11`: what was paid in another currency, with the sign of the row.
fn original(text: &str, amount: Decimal) -> Option<Original> {
    let (code, figures) = text.split_at_checked(3)?;
    let figures = figures.split('/').next().unwrap_or_default();
    let paid = number::scan(figures)?.value(DecimalMark::Comma)?.abs();
    Some(Original {
        currency: currency_of_code(code)?,
        amount: if amount.is_sign_negative() {
            negated(paid)
        } else {
            paid
        },
    })
}

/// Says once for the file how days after the end of a month were read.
fn note_month_end(all: &mut Vec<Decision>, line: u32, digits: &str, day: NaiveDate) {
    if all.is_empty() {
        all.push(Decision {
            field: "dates".to_owned(),
            reading: "a day after the end of its month is its last day".to_owned(),
            evidence: format!(
                "line {line}: “{digits}” is read as {day}; some banks reckon with months of 30 days"
            ),
        });
    }
}
