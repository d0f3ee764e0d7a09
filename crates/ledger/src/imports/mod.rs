//! Imports: a statement file becomes entries, once, whole or not at all.
//!
//! `plan` decides for each row which account it belongs to and whether the ledger has it already;
//! `rows` turns new rows into balanced entries, and `insert` writes them in bulk; `identity` says how a
//! row is known again, and `known` which rows are.

mod identity;
mod insert;
pub(crate) mod known;
mod plan;
mod rows;

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use farthing_statements::{DateOrder, DecimalMark, Decision, Hints, Reading};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ImportId};
use crate::kinds::{AccountKind, EntryKind};
use crate::store::Ledger;
use crate::wire::named_currency;
use crate::write::ChangeLabel;
use plan::Plan;

/// A file's name and content; where it lies is nobody's business here.
#[derive(Debug, Clone)]
pub struct StatementFile {
    /// The name without folders.
    pub name: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}

/// What the person chose for a file; all empty at first.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportOptions {
    /// The existing account it goes to, for a file of one account.
    pub account: Option<AccountId>,
    /// The name of the account it goes to, made if it is new; for a file of one account.
    pub account_name: Option<String>,
    /// The currency of a file that names none.
    pub currency: Option<String>,
    /// The answer to an open date order.
    #[cfg_attr(feature = "bindings", specta(type = Option<DateOrderAnswer>))]
    pub date_order: Option<DateOrder>,
    /// The answer to an open decimal mark.
    #[cfg_attr(feature = "bindings", specta(type = Option<DecimalMarkAnswer>))]
    pub decimal_mark: Option<DecimalMark>,
    /// Import the readable rows although others could not be read.
    pub accept_problems: bool,
}

/// What a file holds and what an import of it does: the contract for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file's name.
    pub file: String,
    /// The recognised format.
    pub format: String,
    /// The recognised wallet or bank.
    pub provider: Option<String>,
    /// The character encoding.
    pub encoding: String,
    /// One for each account and currency.
    pub accounts: Vec<AccountReport>,
    /// What could not be read.
    pub problems: Vec<RowProblem>,
    /// The import, when there was one.
    pub batch: Option<ImportId>,
}

/// What a file holds of one account in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountReport {
    /// The account's name.
    pub account: String,
    /// Its id, where it exists already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// What kind of account it is or will be.
    pub kind: AccountKind,
    /// The currency; none where the file names none and nobody said.
    pub currency: Option<String>,
    /// How many transactions the file has.
    pub rows: u32,
    /// How many of them are new.
    pub new: u32,
    /// How many the ledger has already.
    pub duplicates: u32,
    /// How many the layout's own rule leaves out.
    pub skipped: u32,
    /// Their signed total as the account sees it.
    pub sum: String,
    /// The part of it that is fees: negative for fees paid.
    pub fees: String,
    /// Rows without a provable side, in no sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neutral: Option<Neutral>,
}

/// Rows without a provable side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Neutral {
    /// How many.
    pub rows: u32,
    /// Their unsigned total.
    pub sum: String,
}

/// Something in a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowProblem {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong and what was expected.
    pub message: String,
}

/// A file before it is imported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportPreview {
    /// The file's name.
    pub file: String,
    /// The recognised format.
    pub format: String,
    /// The recognised wallet or bank.
    pub provider: Option<String>,
    /// The character encoding.
    pub encoding: String,
    /// One for each account and currency.
    pub accounts: Vec<AccountReport>,
    /// What could not be read.
    pub problems: Vec<RowProblem>,
    /// How columns were understood, and why.
    pub decisions: Vec<ReadDecision>,
    /// What must be answered before the import.
    pub questions: Vec<ReadQuestion>,
    /// The first rows as they would be taken.
    pub sample: Vec<SampleRow>,
}

/// How something in a file was understood, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReadDecision {
    /// What was decided.
    pub field: String,
    /// The reading.
    pub reading: String,
    /// The evidence.
    pub evidence: String,
}

/// Something about a file that only the person can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReadQuestion {
    /// Which option answers it: `date_order`, `decimal_mark` or `currency`.
    pub hint: String,
    /// The question.
    pub prompt: String,
    /// Possible answers; empty where any currency will do.
    pub choices: Vec<ReadChoice>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReadChoice {
    /// The value of the option.
    pub value: String,
    /// An example from the file as it would then be read.
    pub example: String,
}

/// A row of a file as it would be taken.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SampleRow {
    /// The line in the file.
    pub line: u32,
    /// The local day.
    pub date: NaiveDate,
    /// The local time.
    pub time: Option<NaiveTime>,
    /// Who was paid or who paid.
    pub payee: String,
    /// What else the row says.
    pub memo: String,
    /// The amount as the account sees it.
    pub amount: String,
    /// The fee in it.
    pub fee: String,
    /// The currency.
    pub currency: Option<String>,
    /// What it would become.
    pub kind: EntryKind,
    /// Whether the ledger has it already.
    pub state: RowState,
    /// The row as it stands in the file.
    pub raw: String,
}

/// Whether the ledger has a row already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// It would be added.
    New,
    /// An earlier import brought it.
    Duplicate,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Progress {
    /// Rows written.
    pub done: u32,
    /// Rows to write.
    pub total: u32,
}

/// What an import did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportResult {
    /// The import; none when the ledger had every row already.
    pub batch: Option<ImportId>,
    /// Its line in the history.
    pub change: Option<ChangeLabel>,
    /// Rows added.
    pub new: u32,
    /// Rows the ledger had.
    pub duplicates: u32,
    /// Rows the layout's own rule left out.
    pub skipped: u32,
    /// Rows that could not be read.
    pub problems: u32,
    /// The first day among the file's rows.
    pub from: Option<NaiveDate>,
    /// The last day among the file's rows.
    pub to: Option<NaiveDate>,
    /// What the file holds, by account: the contract for scripts.
    #[cfg_attr(feature = "bindings", specta(skip))]
    #[serde(skip)]
    pub report: FileReport,
}

/// The shape of [`DateOrder`] for the page.
#[cfg(feature = "bindings")]
#[derive(specta::Type, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DateOrderAnswer {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// The shape of [`DecimalMark`] for the page.
#[cfg(feature = "bindings")]
#[derive(specta::Type, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DecimalMarkAnswer {
    Point,
    Comma,
}

/// What a file holds, without a ledger: every row is new.
pub fn report_without_ledger(file: &StatementFile, options: &ImportOptions) -> Result<FileReport> {
    let reading = read(file, options)?;
    Ok(Plan::without_ledger(file, reading, options)?.report(file, None))
}

/// As [`Ledger::preview_import`], without a ledger: every row is new.
pub fn preview_without_ledger(
    file: &StatementFile,
    options: &ImportOptions,
) -> Result<ImportPreview> {
    let reading = read(file, options)?;
    Ok(Plan::without_ledger(file, reading, options)?.preview(file))
}

impl Ledger {
    /// What an import of this file would do. Writes nothing.
    pub async fn preview_import(
        &self,
        file: &StatementFile,
        options: &ImportOptions,
    ) -> Result<ImportPreview> {
        let reading = read(file, options)?;
        let mut db = self.pool.acquire().await?;
        let mut plan = Plan::make(&mut db, file, reading, options).await?;
        plan.find_duplicates(&mut db).await?;
        Ok(plan.preview(file))
    }

    /// Imports a file in one transaction. `progress` is told how far it is and may stop it.
    pub async fn import(
        &self,
        file: &StatementFile,
        options: &ImportOptions,
        now: DateTime<Utc>,
        progress: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
    ) -> Result<ImportResult> {
        let reading = read(file, options)?;
        require_answers(&reading)?;
        let mut write = self.begin_import(now).await?;
        let mut plan = Plan::make(write.connection(), file, reading, options).await?;
        plan.require_agreement(options)?;
        plan.find_duplicates(write.connection()).await?;
        if plan.count_new() == 0 {
            return Ok(plan.result(file, None));
        }
        let (import, plan) = rows::write_import(&mut write, file, plan, progress).await?;
        let label = format!("Import {} ({})", file.name, entries(plan.count_new()));
        let change = write.commit(&label).await?;
        Ok(plan.result(file, Some((import, change))))
    }
}

fn read(file: &StatementFile, options: &ImportOptions) -> Result<Reading> {
    let hints = Hints {
        date_order: options.date_order,
        decimal_mark: options.decimal_mark,
        currency: options
            .currency
            .as_deref()
            .map(named_currency)
            .transpose()?,
        ..Hints::default()
    };
    farthing_statements::read(&file.bytes, &hints).map_err(|source| LedgerError::Unreadable {
        file: file.name.clone(),
        source,
    })
}

/// A currency may also come from the account, so that question is asked later.
fn require_answers(reading: &Reading) -> Result<()> {
    match reading.questions.iter().find(|q| q.hint != "currency") {
        Some(open) => Err(LedgerError::Question(open.prompt.clone())),
        None => Ok(()),
    }
}

fn entries(count: u32) -> String {
    match count {
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    }
}

impl From<&Decision> for ReadDecision {
    fn from(decision: &Decision) -> Self {
        Self {
            field: decision.field.clone(),
            reading: decision.reading.clone(),
            evidence: decision.evidence.clone(),
        }
    }
}
