//! Imports: a statement file becomes entries, once, whole or not at all.
//!
//! `foreign` reads databases of other programs; every other file is understood in the statements crate.
//! `reading` reads the file with all that the person ever said about it; `plan` finds the account of
//! each row, and `limits` what an entry cannot hold; `known` finds what the ledger has already, with
//! `identity`; `rows` turns new rows into balanced entries, and `insert` writes them in bulk; `settle`
//! writes what became of entries that were there; `report` tells it.

mod foreign;
mod gather;
mod identity;
mod insert;
mod joins;
pub(crate) mod known;
mod limits;
mod maker;
mod plan;
mod postings;
mod reading;
mod report;
mod rows;
mod settle;
mod sorting;

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use farthing_statements::{
    DateOrder, DecimalMark, Decision, Mapping, Reading, SignAnswer, TableView,
};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ImportId};
use crate::kinds::{AccountKind, EntryKind};
use crate::register::EntryRow;
use crate::store::Ledger;
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
    pub date_order: Option<DateOrder>,
    /// The answer to an open decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// The answer to open sides.
    #[serde(default)]
    pub sign: Option<SignAnswer>,
    /// The day of messages that name none.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// The password of a protected file; kept nowhere.
    pub password: Option<String>,
    /// How a table is to be read; kept with its shape when it is imported.
    pub mapping: Option<Mapping>,
    /// Which accounts of another program's book are one's own, by its names for them.
    #[serde(default)]
    pub own_accounts: Vec<String>,
    /// The person's word for rows that may be entries of the ledger.
    #[serde(default)]
    pub answers: Vec<RowAnswer>,
    /// Import the readable rows although others could not be read.
    pub accept_problems: bool,
}

/// The person's word for a row that may be an entry of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowAnswer {
    /// The row's line in the file.
    pub line: u32,
    /// Whether it is that entry; otherwise it is added.
    pub same: bool,
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
    /// Rows that are or may be entries of the ledger under another identity.
    pub matches: Vec<RowMatch>,
    /// The file as a table, where it is one.
    pub table: Option<TableView>,
}

/// A row beside the entry that it is, or may be.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowMatch {
    /// The row.
    pub row: SampleRow,
    /// The entry.
    pub entry: EntryRow,
    /// What the row would be to the entry.
    pub relation: MatchRelation,
    /// How sure that is.
    pub certainty: MatchCertainty,
    /// Why, as part of a sentence.
    pub reason: String,
    /// Whether the row is taken for the entry; otherwise it is added.
    pub same: bool,
}

/// What a row is to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MatchRelation {
    /// The same event a second time.
    Duplicate,
    /// The final form of an entry that was pending.
    Posted,
}

/// How sure it is that a row is an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MatchCertainty {
    /// It cannot be mistaken.
    Certain,
    /// Best taken for the same, unless the person knows better.
    Likely,
    /// Only a question.
    Possible,
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
    /// The ledger has it.
    Duplicate,
    /// It makes a pending entry final.
    Posted,
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
    /// Rows that are or may be entries of the ledger under another identity, and what became of them.
    pub matches: Vec<RowMatch>,
    /// Transfers between own accounts that were found with these rows, and linked.
    pub transfers: u32,
    /// The first day among the file's rows.
    pub from: Option<NaiveDate>,
    /// The last day among the file's rows.
    pub to: Option<NaiveDate>,
    /// What the file holds, by account: the contract for scripts.
    #[cfg_attr(feature = "bindings", specta(skip))]
    #[serde(skip)]
    pub report: FileReport,
}

/// What a file holds, without a ledger: every row is new.
pub async fn report_without_ledger(
    file: &StatementFile,
    options: &ImportOptions,
) -> Result<FileReport> {
    let opened = reading::read(file, options).await?;
    Ok(Plan::without_ledger(file, opened.reading, options)?.report(file, None))
}

/// As [`Ledger::preview_import`], without a ledger: every row is new.
pub async fn preview_without_ledger(
    file: &StatementFile,
    options: &ImportOptions,
) -> Result<ImportPreview> {
    match reading::read(file, options).await {
        Ok(opened) => {
            let plan = Plan::without_ledger(file, opened.reading, options)?;
            Ok(plan.preview(file, Vec::new()))
        }
        Err(error) => ImportPreview::asking(file, &error).ok_or(error),
    }
}

impl Ledger {
    /// What an import of this file would do. Writes nothing.
    pub async fn preview_import(
        &self,
        file: &StatementFile,
        options: &ImportOptions,
    ) -> Result<ImportPreview> {
        let mut db = self.pool.acquire().await?;
        let opened = match reading::read_in(&mut db, file, options).await {
            Ok(opened) => opened,
            Err(error) => return ImportPreview::asking(file, &error).ok_or(error),
        };
        let mut plan = Plan::make(&mut db, file, opened.reading, options).await?;
        plan.find_known(&mut db, &options.answers).await?;
        let matches = plan.told_matches(&mut db).await?;
        Ok(plan.preview(file, matches))
    }

    /// Imports a file in one transaction. `progress` is told how far it is and may stop it.
    pub async fn import(
        &self,
        file: &StatementFile,
        options: &ImportOptions,
        now: DateTime<Utc>,
        progress: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
    ) -> Result<ImportResult> {
        let mut write = self.begin_import(now).await?;
        let opened = reading::read_in(write.connection(), file, options).await?;
        require_answers(&opened.reading)?;
        write.keep_mapping(&opened).await?;
        let mut plan = Plan::make(write.connection(), file, opened.reading, options).await?;
        plan.require_agreement(options)?;
        plan.find_known(write.connection(), &options.answers)
            .await?;
        let matches = plan.told_matches(write.connection()).await?;
        if plan.changes_nothing() {
            return Ok(plan.result(file, matches, None));
        }
        let (import, plan) = rows::write_import(&mut write, file, plan, progress).await?;
        write.settle_known(import, &plan).await?;
        write.note_accounts(import, &plan).await?;
        let label = format!("Import {} ({})", file.name, entries(plan.entries));
        let change = write.commit(&label).await?;
        Ok(plan.result(file, matches, Some((import, change))))
    }
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
