//! Which sheets of a workbook are the statement: all that share its layout and repeat nothing.
//!
//! One sheet leads: of a known provider, visible, with the most rows. Another one of the same layout
//! goes with it where its rows are other rows: a sheet for each month, or for each account. Months
//! do not overlap, so sheets whose days overlap are accounts of their own, under the sheet's name.
//! A sheet that repeats rows is left out, since they must not count twice; one of another layout is
//! named as a problem, since its rows would be lost in silence otherwise. Whoever wants that sheet
//! names it in the mapping.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Sheet;
use crate::columns::decide::{mark_in, order_in};
use crate::formats::csv::read_table;
use crate::model::{
    Decision, Hints, Problem, ReadError, Reading, Row, SignAnswer, StatedBalance, Statement,
};
use crate::rows::answer_in;
use crate::summary;
use crate::table::Table;

/// A sheet that was read.
struct Candidate {
    sheet: Sheet,
    reading: Reading,
}

impl Candidate {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.reading.statements.iter().flat_map(|s| &s.rows)
    }

    fn count(&self) -> usize {
        self.rows().count()
    }

    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.rows().map(|row| row.date);
        days().min().zip(days().max())
    }

    /// Whether another sheet is laid out the same way.
    fn is_like(&self, other: &Self) -> bool {
        let (a, b) = (&self.reading, &other.reading);
        a.provider == b.provider && a.shape == b.shape
    }

    /// How many rows both have, by day and amount.
    fn shared(&self, other: &Self, amount: fn(&Row) -> Decimal) -> usize {
        let mut counts: HashMap<(NaiveDate, Decimal), usize> = HashMap::new();
        for row in self.rows() {
            *counts.entry((row.date, amount(row))).or_default() += 1;
        }
        let is_known = |row: &&Row| {
            let count = counts.get_mut(&(row.date, amount(row)));
            count.is_some_and(|count| {
                let is_left = *count > 0;
                *count -= usize::from(is_left);
                is_left
            })
        };
        other.rows().filter(is_known).count()
    }
}

/// Reads the sheets that are the statement.
pub(super) fn read(
    sheets: Vec<Sheet>,
    format: &'static str,
    encoding: &'static str,
    hints: &Hints,
) -> Result<Reading, ReadError> {
    let wanted = hints.mapping.as_ref().and_then(|m| m.sheet.as_deref());
    let filled: Vec<Sheet> = sheets
        .into_iter()
        .filter(|sheet| sheet.table.len() > 0 && wanted.is_none_or(|name| sheet.name == name))
        .collect();
    if filled.is_empty() {
        return Err(nothing(wanted));
    }
    let is_only = filled.len() == 1;
    let (mut candidates, mut refusal) = (Vec::new(), None);
    for sheet in filled {
        match candidate(sheet, encoding, hints) {
            Ok(candidate) => candidates.push(candidate),
            Err(error) => refusal = Some(weightier(refusal, error)),
        }
    }
    let Some(lead) = take_lead(&mut candidates) else {
        let none = || ReadError::Unknown("no sheet of the workbook is a statement".to_owned());
        return Err(refusal.unwrap_or_else(none));
    };
    let others = candidates
        .into_iter()
        .map(|other| settled_by(&lead, other, encoding, hints))
        .collect::<Result<_, _>>()?;
    let mut reading = joined(lead, others, is_only);
    reading.format = format;
    encoding.clone_into(&mut reading.encoding);
    Ok(reading)
}

fn nothing(wanted: Option<&str>) -> ReadError {
    match wanted {
        None => ReadError::Empty,
        Some(name) => ReadError::BadMapping {
            field: "sheet",
            message: format!("the workbook has no filled sheet “{name}”"),
        },
    }
}

fn candidate(
    mut sheet: Sheet,
    encoding: &'static str,
    hints: &Hints,
) -> Result<Candidate, ReadError> {
    let read = |table: &Table<'_>| read_table(table, None, encoding, hints);
    let mut reading = sheet.table.as_table(read).map_err(|error| match error {
        ReadError::Unmapped(mut view) => {
            view.mapping.sheet = Some(sheet.name.clone());
            ReadError::Unmapped(view)
        }
        other => other,
    })?;
    if let Some(view) = &mut reading.table {
        view.mapping.sheet = Some(sheet.name.clone());
    }
    Ok(Candidate { sheet, reading })
}

/// What a sheet leaves open is read as in the one that leads, where that leaves nothing open.
fn settled_by(
    lead: &Candidate,
    other: Candidate,
    encoding: &'static str,
    hints: &Hints,
) -> Result<Candidate, ReadError> {
    let asks = |candidate: &Candidate, hint| {
        let mut asked = candidate.reading.questions.iter();
        asked.any(|question| question.hint == hint)
    };
    let is_open = |hint| asks(&other, hint) && !asks(lead, hint);
    let decided = |field| {
        let mut decisions = lead.reading.decisions.iter();
        let decision = decisions.find(|decision| decision.field == field)?;
        Some(decision.reading.as_str())
    };
    let mut known = hints.clone();
    if is_open("date_order") {
        known.date_order = decided("dates").and_then(order_in);
    }
    if is_open("decimal_mark") {
        known.decimal_mark = decided("decimals").and_then(mark_in);
    }
    if is_open("sign") {
        known.sign = decided("sign").map_or(Some(SignAnswer::AsWritten), answer_in);
    }
    if known == *hints || !other.is_like(lead) {
        return Ok(other);
    }
    candidate(other.sheet, encoding, &known)
}

/// Of several refusals the one that helps most: a table that can be laid down, else the first.
fn weightier(before: Option<ReadError>, error: ReadError) -> ReadError {
    match (before, error) {
        (Some(ReadError::Unmapped(view)), _) | (_, ReadError::Unmapped(view)) => {
            ReadError::Unmapped(view)
        }
        (Some(before), _) => before,
        (None, error) => error,
    }
}

/// Takes the sheet that leads out of the others.
fn take_lead(candidates: &mut Vec<Candidate>) -> Option<Candidate> {
    let weight = |c: &Candidate| (c.reading.provider.is_some(), !c.sheet.is_hidden, c.count());
    let weights = candidates.iter().map(weight).enumerate().rev();
    let (lead, _) = weights.max_by_key(|(_, weight)| *weight)?;
    Some(candidates.remove(lead))
}

/// What becomes of a sheet beside the one that leads.
enum Fate {
    Read,
    Repeats,
    Pending,
    Other(&'static str),
}

fn fate(lead: &Candidate, other: &Candidate) -> Fate {
    let fewer = lead.count().min(other.count());
    // The same rows may have lost their sign in one of the sheets.
    if lead.shared(other, |row| row.amount.abs()) * 2 > fewer {
        return Fate::Repeats;
    }
    if !lead.is_like(other) {
        return Fate::Other("its columns are others");
    }
    if summary::is_pending(&other.sheet.name) {
        return Fate::Pending;
    }
    if lead.shared(other, |row| row.amount) * 10 > fewer {
        return Fate::Other("some of its rows are there already");
    }
    Fate::Read
}

fn joined(lead: Candidate, others: Vec<Candidate>, is_only: bool) -> Reading {
    let (mut chosen, mut left, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for other in others.into_iter().filter(|other| other.count() > 0) {
        let rows = other.count();
        let name = other.sheet.name.clone();
        match fate(&lead, &other) {
            Fate::Read => chosen.push(other),
            Fate::Repeats => left.push(format!("“{name}” repeats rows of it")),
            Fate::Pending => left.push(format!("“{name}” is not final")),
            Fate::Other(why) => problems.push(Problem {
                line: 1,
                message: format!(
                    "the sheet “{name}” was not read, though it has {}: {why}; name it to read it alone",
                    match rows {
                        1 => "a row".to_owned(),
                        rows => format!("{rows} rows"),
                    }
                ),
            }),
        }
    }
    let decision = decision(&lead, &chosen, &left);
    let mut reading = together(lead, chosen);
    if !is_only {
        reading.decisions.insert(0, decision);
    }
    reading.problems.extend(problems);
    reading
}

fn decision(lead: &Candidate, chosen: &[Candidate], left: &[String]) -> Decision {
    let names = std::iter::once(lead).chain(chosen);
    let names: Vec<String> = names.map(|c| format!("“{}”", c.sheet.name)).collect();
    let why = if lead.reading.provider.is_some() {
        "a known layout"
    } else {
        "the most rows with a date and an amount"
    };
    let mut evidence = format!("“{}” has {why}", lead.sheet.name);
    if !chosen.is_empty() {
        evidence.push_str(", the others have the same columns and other rows");
    }
    for other in left {
        evidence.push_str("; ");
        evidence.push_str(other);
    }
    Decision {
        field: "sheet".to_owned(),
        reading: names.join(", "),
        evidence,
    }
}

/// One reading of all chosen sheets.
fn together(lead: Candidate, chosen: Vec<Candidate>) -> Reading {
    if chosen.is_empty() {
        return lead.reading;
    }
    let mut all = vec![lead];
    all.extend(chosen);
    let are_accounts = overlap(&all);
    let mut all = all.into_iter().map(|mut candidate| {
        let name = candidate.sheet.name;
        for problem in &mut candidate.reading.problems {
            problem.message = format!("sheet “{name}”: {}", problem.message);
        }
        for decision in &mut candidate.reading.decisions {
            decision.evidence = format!("sheet “{name}”: {}", decision.evidence);
        }
        for statement in candidate
            .reading
            .statements
            .iter_mut()
            .filter(|_| are_accounts)
        {
            let account = &mut statement.account;
            account.name = Some(match account.name.take() {
                Some(provider) => format!("{provider} {name}"),
                None => name.clone(),
            });
        }
        candidate.reading
    });
    let Some(mut reading) = all.next() else {
        return Reading::empty("xlsx", "UTF-8");
    };
    for other in all {
        reading.problems.extend(other.problems);
        for decision in other.decisions {
            let is_same =
                |d: &Decision| (&d.field, &d.reading) == (&decision.field, &decision.reading);
            if !reading.decisions.iter().any(is_same) {
                reading.decisions.push(decision);
            }
        }
        for question in other.questions {
            if !reading
                .questions
                .iter()
                .any(|asked| asked.hint == question.hint)
            {
                reading.questions.push(question);
            }
        }
        for statement in other.statements {
            add(&mut reading.statements, statement);
        }
    }
    reading
}

/// Whether sheets of one account number speak of the same days.
fn overlap(all: &[Candidate]) -> bool {
    let number = |c: &Candidate| {
        c.reading
            .statements
            .first()
            .and_then(|s| s.account.number.clone())
    };
    let mut spans: Vec<_> = all
        .iter()
        .filter_map(|c| Some((number(c), c.days()?)))
        .collect();
    spans.sort();
    spans.windows(2).any(|two| match two {
        [(a, (_, end)), (b, (start, _))] => a == b && end > start,
        _ => false,
    })
}

/// Puts the rows of a further month to those of the same account.
fn add(statements: &mut Vec<Statement>, more: Statement) {
    let same = statements
        .iter_mut()
        .find(|s| s.account == more.account && s.currency == more.currency);
    let Some(statement) = same else {
        statements.push(more);
        return;
    };
    statement.rows.extend(more.rows);
    statement.skipped += more.skipped;
    let day = |balance: &StatedBalance| balance.date;
    let (opening, closing) = (statement.opening, statement.closing);
    statement.opening = opening.into_iter().chain(more.opening).min_by_key(day);
    statement.closing = closing.into_iter().chain(more.closing).max_by_key(day);
}
