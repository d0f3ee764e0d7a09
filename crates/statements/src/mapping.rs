//! How a table is to be read, as a person laid it down, and the table as they see it meanwhile.
//!
//! A mapping is kept with the shape of its file, so that next month's file is read the same way.

use std::collections::BTreeMap;

use farthing_money::Currency;
use serde::{Deserialize, Serialize};

use crate::columns::header::normalised;
use crate::columns::infer::{preamble_of, shape_of, shape_of_unknown, width_of};
use crate::columns::role::{Role, Roles};
use crate::model::{DateOrder, DecimalMark, Decision, Problem, ReadError};
use crate::plan::{Layout, Plan, Sign};
use crate::table::{MAX_COLUMNS, Record, Table};

/// How many lines a wizard shows from the top, from the first row on, and of odd rows.
const SHOWN_LINES: usize = 15;

/// How a table is to be read. What is left out is found as for any other table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The sheet of a workbook, by name.
    pub sheet: Option<String>,
    /// The character encoding, as the WHATWG names it: `UTF-8`, `windows-1252`, `gb18030`.
    pub encoding: Option<String>,
    /// The character between cells: `,` `;` `|` or a tab.
    pub delimiter: Option<char>,
    /// The line of the header, from 1; none where the table has none.
    pub header_line: Option<u32>,
    /// The first line with a transaction, from 1; otherwise the one after the header.
    pub first_line: Option<u32>,
    /// Which column plays which part.
    pub columns: BTreeMap<Role, Column>,
    /// Where an amount's sign comes from; otherwise what the columns say.
    pub sign: Option<SignRule>,
    /// The order of day, month and year.
    pub date_order: Option<DateOrder>,
    /// What stands before the cents.
    pub decimal_mark: Option<DecimalMark>,
    /// The currency of all amounts, where no column names it.
    #[cfg_attr(feature = "bindings", specta(type = Option<String>))]
    pub currency: Option<Currency>,
    /// The account of all rows, where no column names it.
    pub account: Option<String>,
}

/// Where an amount's sign comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SignRule {
    /// As written: negative for money that left.
    Signed,
    /// Purchases are positive, as card exports write them.
    Negated,
    /// Every row is money that left.
    AllOut,
    /// The number has no sign; a column says the side.
    BySide,
    /// Money out and money in have columns of their own.
    Pair,
}

impl From<SignRule> for Sign {
    fn from(rule: SignRule) -> Self {
        match rule {
            SignRule::Signed => Self::Signed,
            SignRule::Negated => Self::Negated,
            SignRule::AllOut => Self::AllOut,
            SignRule::BySide => Self::BySide,
            SignRule::Pair => Self::Pair,
        }
    }
}

impl SignRule {
    /// The rule of a plan, where a person could have laid it down.
    fn of(sign: Sign) -> Option<Self> {
        Some(match sign {
            Sign::Signed => Self::Signed,
            Sign::Negated => Self::Negated,
            Sign::AllOut => Self::AllOut,
            Sign::BySide => Self::BySide,
            Sign::Pair => Self::Pair,
            Sign::Sides(_) => return None,
        })
    }
}

/// A column by its number, from 1, or by its header's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(untagged)]
pub enum Column {
    /// Its number, from 1.
    Number(u16),
    /// Its header, whatever the capitals, accents and signs.
    Named(String),
}

/// A table as a person sees it while they say how to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TableView {
    /// How it is read now.
    pub mapping: Mapping,
    /// How many columns its widest shown line has.
    pub width: u32,
    /// The first lines of the file, whatever they hold.
    pub top: Vec<TableLine>,
    /// The first rows.
    pub first: Vec<TableLine>,
    /// Rows that could not be read.
    pub odd: Vec<TableLine>,
    /// The shape under which the mapping is kept.
    pub shape: String,
}

/// A line of a table, split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TableLine {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

impl Mapping {
    /// The plan that this mapping lays down for a table.
    pub(crate) fn plan(&self, table: &Table<'_>) -> Result<Plan, ReadError> {
        let header = self
            .header_line
            .map(|line| header_at(table, line))
            .transpose()?;
        let roles = self.roles(table, header.map(|(_, record)| record))?;
        if !roles.make_rows() {
            return Err(bad(
                "columns",
                "name the column of the date, and the one of the amount or those of money out and money in",
            ));
        }
        let first_record = self.first_record(table, header.map(|(index, _)| index));
        let (currency, account_number) = preamble_of(table, first_record);
        Ok(Plan {
            provider: None,
            layout: &Layout::INFERRED,
            sign: self
                .sign
                .map_or_else(|| Sign::of_columns(&roles), Sign::from),
            open_sides: None,
            width: header.map_or(0, |(_, record)| width_of(table, record)),
            header: header.map(|(index, _)| index),
            first_record,
            currency: self.currency.or(currency),
            account_name: self.account.clone(),
            account_number,
            day_first_place: false,
            shape: header.map(|(_, record)| shape_of(table, record)),
            decisions: vec![Decision {
                field: "columns".to_owned(),
                reading: columns_in_words(&roles),
                evidence: "laid down by you".to_owned(),
            }],
            roles,
        })
    }

    fn first_record(&self, table: &Table<'_>, header: Option<usize>) -> usize {
        let at_line = |line: u32| table.records.partition_point(|r| r.line < line);
        let after_header = header.map_or(0, |index| index + 1);
        self.first_line.map_or(after_header, at_line)
    }

    fn roles(&self, table: &Table<'_>, header: Option<&Record>) -> Result<Roles, ReadError> {
        let mut roles = Roles::default();
        for (role, column) in &self.columns {
            roles.set(*role, column.index(table, header)?);
        }
        Ok(roles)
    }
}

fn header_at<'t>(table: &'t Table<'_>, line: u32) -> Result<(usize, &'t Record), ReadError> {
    let mut records = table.records.iter().enumerate();
    records
        .find(|(_, record)| record.line == line)
        .ok_or_else(|| bad("header_line", format!("line {line} of the file is empty")))
}

impl Column {
    /// The column's place, from 0.
    fn index(&self, table: &Table<'_>, header: Option<&Record>) -> Result<usize, ReadError> {
        match (self, header) {
            (Self::Number(number), _) => usize::from(*number)
                .checked_sub(1)
                .filter(|index| *index < MAX_COLUMNS)
                .ok_or_else(|| bad("columns", "columns are counted from 1 to 256")),
            (Self::Named(name), Some(header)) => table
                .row(header)
                .position(|cell| normalised(&cell) == normalised(name))
                .ok_or_else(|| {
                    let cells: Vec<_> = table.row(header).collect();
                    bad(
                        "columns",
                        format!(
                            "“{name}” is not in the header of line {}: {}",
                            header.line,
                            cells.join(", ")
                        ),
                    )
                }),
            (Self::Named(name), None) => Err(bad(
                "columns",
                format!("“{name}” needs a header_line; write the column's number instead"),
            )),
        }
    }
}

impl TableView {
    /// The table as it is read with this plan, or as it stands where there is none yet.
    pub(crate) fn of(
        table: &Table<'_>,
        encoding: &str,
        plan: Option<&Plan>,
        problems: &[Problem],
    ) -> Self {
        let first_record = plan.map_or(0, |plan| plan.first_record);
        let shown = |records: &mut dyn Iterator<Item = &Record>| -> Vec<TableLine> {
            records
                .take(SHOWN_LINES)
                .map(|record| line_of(table, record))
                .collect()
        };
        let is_odd = |record: &&Record| {
            problems
                .binary_search_by_key(&record.line, |problem| problem.line)
                .is_ok()
        };
        let top = shown(&mut table.records.iter());
        let first = shown(&mut table.records.iter().skip(first_record));
        let odd = if problems.is_empty() {
            Vec::new()
        } else {
            shown(&mut table.records.iter().filter(is_odd))
        };
        let lines = top.iter().chain(&first).chain(&odd);
        let width = lines.map(|line| line.cells.len()).max().unwrap_or(0);
        Self {
            mapping: mapping_of(table, encoding, plan),
            width: u32::try_from(width).unwrap_or(u32::MAX),
            top,
            first,
            odd,
            shape: plan
                .and_then(|plan| plan.shape.clone())
                .unwrap_or_else(|| shape_of_unknown(table)),
        }
    }
}

fn line_of(table: &Table<'_>, record: &Record) -> TableLine {
    TableLine {
        line: record.line,
        cells: table
            .row(record)
            .map(std::borrow::Cow::into_owned)
            .collect(),
    }
}

/// The mapping that says what a plan does.
fn mapping_of(table: &Table<'_>, encoding: &str, plan: Option<&Plan>) -> Mapping {
    let found = Mapping {
        encoding: Some(encoding.to_owned()),
        delimiter: Some(char::from(table.delimiter)),
        ..Mapping::default()
    };
    let Some(plan) = plan else {
        return found;
    };
    let line_at = |index: usize| table.records.get(index).map(|record| record.line);
    let has_header = plan.shape.is_some() || plan.provider.is_some();
    let number = |column: usize| u16::try_from(column + 1).ok().map(Column::Number);
    Mapping {
        header_line: plan
            .first_record
            .checked_sub(1)
            .filter(|_| has_header)
            .and_then(line_at),
        first_line: line_at(plan.first_record),
        columns: plan
            .roles
            .all()
            .filter_map(|(role, column)| Some((role, number(column)?)))
            .collect(),
        // Of others, the columns and the rows say it.
        sign: plan.provider.and_then(|_| SignRule::of(plan.sign)),
        currency: plan.currency,
        account: plan.account_name.clone(),
        ..found
    }
}

fn columns_in_words(roles: &Roles) -> String {
    let words = roles
        .all()
        .map(|(role, column)| format!("column {} {}", column + 1, role.word()));
    words.collect::<Vec<_>>().join(", ")
}

fn bad(field: &'static str, message: impl Into<String>) -> ReadError {
    ReadError::BadMapping {
        field,
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Hints, ReadError, Reading};
    use crate::read;

    use super::*;

    const STRANGE: &[u8] =
        b"Kept by hand\nwhen~what~much~rest\n3.4.26~Tea~2,50~97,50\n4.4.26~Pay~-10~107,50\n";

    fn read_with(bytes: &[u8], mapping: &str) -> Result<Reading, ReadError> {
        let mapping: Mapping = serde_json::from_str(mapping).unwrap();
        let hints = Hints {
            mapping: Some(mapping),
            ..Hints::default()
        };
        read(bytes, &hints)
    }

    #[test]
    fn a_table_that_nobody_knows_is_read_as_it_was_laid_down() {
        let text = String::from_utf8_lossy(STRANGE).replace('~', "|");
        let reading = read_with(
            text.as_bytes(),
            r#"{"header_line": 2, "sign": "negated", "currency": "EUR", "account": "Tin",
                "columns": {"date": "When", "payee": 2, "amount": "much", "balance": 4}}"#,
        )
        .unwrap();
        let statement = &reading.statements[0];
        let amounts: Vec<String> = statement
            .rows
            .iter()
            .map(|r| r.amount.to_string())
            .collect();
        assert_eq!(amounts, ["-2.50", "10"]);
        assert_eq!(statement.account.name.as_deref(), Some("Tin"));
        assert_eq!(statement.rows[0].payee, "Tea");
        assert_eq!(statement.rows[0].date.to_string(), "2026-04-03");
        assert!(reading.questions.is_empty(), "{:?}", reading.questions);
    }

    #[test]
    fn a_column_that_is_not_there_is_named_with_those_that_are() {
        let text = b"when,much\n2026-04-03,1.50\n";
        let error = read_with(
            text,
            r#"{"header_line": 1, "columns": {"date": "when", "amount": "Betrag"}}"#,
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "columns: “Betrag” is not in the header of line 1: when, much"
        );
    }

    #[test]
    fn a_mapping_without_a_date_is_refused() {
        let error = read_with(b"a,b\n1,2\n", r#"{"columns": {"amount": 2}}"#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("columns: name the column of the date")
        );
    }

    #[test]
    fn a_table_without_a_date_column_is_shown_so_that_its_columns_can_be_named() {
        let error = read(b"who,much\nTea,1.50\nPay,2.50\n", &Hints::default()).unwrap_err();
        let ReadError::Unmapped(view) = error else {
            panic!("{error}");
        };
        assert_eq!(view.width, 2);
        assert_eq!(view.top[1].cells, ["Tea", "1.50"]);
        assert_eq!(view.mapping.delimiter, Some(','));
    }

    #[test]
    fn what_was_found_reads_the_file_the_same_way_when_it_is_laid_down() {
        let text = "Buchungstag;Text;Betrag\n03.04.2026;Tee;-2,50\n04.04.2026;Brot;-1,20\n";
        let found = read(text.as_bytes(), &Hints::default()).unwrap();
        let mapping = found.table.as_ref().unwrap().mapping.clone();
        let hints = Hints {
            mapping: Some(mapping),
            ..Hints::default()
        };
        let again = read(text.as_bytes(), &hints).unwrap();
        assert_eq!(again.statements, found.statements);
        assert_eq!(again.shape, found.shape);
    }
}
