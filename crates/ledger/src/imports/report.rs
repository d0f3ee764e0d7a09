//! What a file holds and what an import of it does, as people and scripts are told.

use std::collections::HashMap;

use farthing_money::Money;
use farthing_statements::{PartPlace, ReadError, Reading, Row, Statement};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::known::Match;
use super::plan::{Fate, Plan, Section, count};
use super::postings::kind_of;
use super::{
    AccountReport, FileReport, ImportPreview, ImportResult, Neutral, ReadChoice, ReadQuestion,
    RowMatch, RowState, SampleRow, StatementFile,
};
use crate::error::{LedgerError, Result};
use crate::ids::{EntryId, ImportId};
use crate::register::{EntryRow, rows_of};
use crate::write::ChangeLabel;

/// How many rows a preview shows.
const SAMPLE_ROWS: usize = 200;
/// How many rows beside their twins a preview shows.
const SHOWN_MATCHES: usize = 500;

impl Plan {
    /// The contract for scripts.
    pub(crate) fn report(&self, file: &StatementFile, batch: Option<ImportId>) -> FileReport {
        FileReport {
            file: file.name.clone(),
            format: self.reading.format.to_owned(),
            provider: self.reading.provider.map(str::to_owned),
            encoding: self.reading.encoding.clone(),
            accounts: self.account_reports(),
            problems: self.problems.clone(),
            batch,
        }
    }

    /// What the window shows before the import; `matches` as [`told_matches`](Self::told_matches) gives them.
    pub(crate) fn preview(&self, file: &StatementFile, matches: Vec<RowMatch>) -> ImportPreview {
        ImportPreview {
            file: file.name.clone(),
            format: self.reading.format.to_owned(),
            provider: self.reading.provider.map(str::to_owned),
            encoding: self.reading.encoding.clone(),
            accounts: self.account_reports(),
            problems: self.problems.clone(),
            decisions: self.reading.decisions.iter().map(Into::into).collect(),
            questions: self.questions(),
            sample: self.sample(),
            matches,
            table: self.reading.table.as_deref().cloned(),
        }
    }

    /// What the import did.
    pub(crate) fn result(
        &self,
        file: &StatementFile,
        matches: Vec<RowMatch>,
        import: Option<(ImportId, ChangeLabel)>,
    ) -> ImportResult {
        let (batch, change) = import.unzip();
        let days = || {
            self.reading
                .statements
                .iter()
                .flat_map(|s| &s.rows)
                .map(|row| row.date)
        };
        ImportResult {
            batch,
            change,
            new: if batch.is_some() { self.count_new() } else { 0 },
            duplicates: self.sections.iter().map(Section::count_known).sum(),
            skipped: self.sections.iter().map(|s| s.skipped).sum(),
            problems: count(self.problems.len()),
            matches,
            transfers: self.transfers,
            from: days().min(),
            to: days().max(),
            report: self.report(file, batch),
        }
    }

    fn account_reports(&self) -> Vec<AccountReport> {
        let others = sums_of_parts(&self.reading);
        self.sections
            .iter()
            .zip(&self.reading.statements)
            .zip(others)
            .map(|((section, statement), others)| section.report(statement, others))
            .collect()
    }

    fn questions(&self) -> Vec<ReadQuestion> {
        let known = !self.sections.iter().any(Section::lacks_currency);
        let mut questions: Vec<ReadQuestion> = self
            .reading
            .questions
            .iter()
            .filter(|question| question.hint != "currency")
            .map(|question| ReadQuestion {
                hint: question.hint.to_owned(),
                prompt: question.prompt.clone(),
                choices: question
                    .choices
                    .iter()
                    .map(|choice| ReadChoice {
                        value: choice.value.clone().into_owned(),
                        example: choice.example.clone(),
                    })
                    .collect(),
            })
            .collect();
        questions.extend((!known).then(|| ReadQuestion {
            hint: "currency".to_owned(),
            prompt: "The file names no currency. Which currency are its amounts in?".to_owned(),
            choices: Vec::new(),
        }));
        questions
    }

    /// The rows that are or may be entries of the ledger, each beside its entry.
    pub(crate) async fn told_matches(&self, db: &mut SqliteConnection) -> Result<Vec<RowMatch>> {
        let shown = self.matches.get(..SHOWN_MATCHES).unwrap_or(&self.matches);
        let ids: Vec<EntryId> = shown.iter().map(|found| found.entry).collect();
        let entries: HashMap<EntryId, EntryRow> = rows_of(db, &ids)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let told = |found: &Match| {
            let section = self.sections.get(found.section)?;
            let statement = self.reading.statements.get(found.section)?;
            let planned = section.rows.get(found.place)?;
            let row = statement.rows.get(planned.index)?;
            Some(RowMatch {
                row: section.sample_row(row, planned.fate),
                entry: entries.get(&found.entry)?.clone(),
                relation: found.relation,
                certainty: found.certainty,
                reason: found.reason.clone(),
                same: found.same,
            })
        };
        Ok(shown.iter().filter_map(told).collect())
    }

    fn sample(&self) -> Vec<SampleRow> {
        self.sections
            .iter()
            .zip(&self.reading.statements)
            .flat_map(|(section, statement)| section.sample(&statement.rows))
            .take(SAMPLE_ROWS)
            .collect()
    }
}

impl Section {
    /// `others` is what rows of other statements bring into this one.
    fn report(&self, statement: &Statement, others: Decimal) -> AccountReport {
        let sided = || statement.rows.iter().filter(|row| !row.neutral);
        let neutral: Vec<Decimal> = statement
            .rows
            .iter()
            .filter(|r| r.neutral)
            .map(|r| r.amount)
            .collect();
        let text = |sum: Decimal| self.text(sum);
        let read = self.currency.is_some();
        AccountReport {
            account: self.name.clone(),
            account_id: self.account,
            kind: self.kind,
            currency: self.unit_word(),
            rows: count(statement.rows.len()),
            new: if read {
                self.count_new()
            } else {
                count(statement.rows.len())
            },
            duplicates: self.count_known(),
            skipped: self.skipped,
            sum: text(sided().map(|row| row.amount).sum::<Decimal>() + others),
            fees: text(sided().map(|row| row.fee).sum()),
            neutral: (!neutral.is_empty()).then(|| Neutral {
                rows: count(neutral.len()),
                sum: text(neutral.iter().copied().sum()),
            }),
        }
    }

    /// What the amounts are in, as the file has it.
    fn unit_word(&self) -> Option<String> {
        let code = self.currency.map(|currency| currency.code().to_owned());
        self.unit.clone().or(code)
    }

    /// A sum with the currency's decimals; as it is where the currency is not known.
    fn text(&self, sum: Decimal) -> String {
        match self
            .currency
            .map(|currency| Money::from_decimal(sum, currency))
        {
            Some(Ok(money)) => money.decimal_text(),
            _ => sum.normalize().to_string(),
        }
    }

    fn sample<'a>(&'a self, rows: &'a [Row]) -> impl Iterator<Item = SampleRow> + 'a {
        let fate_of = |index| {
            self.rows
                .binary_search_by_key(&index, |planned| planned.index)
                .ok()
                .and_then(|at| self.rows.get(at))
                .map_or(Fate::New, |planned| planned.fate)
        };
        rows.iter()
            .enumerate()
            .take(SAMPLE_ROWS)
            .map(move |(index, row)| self.sample_row(row, fate_of(index)))
    }

    fn sample_row(&self, row: &Row, fate: Fate) -> SampleRow {
        SampleRow {
            line: row.line,
            date: row.date,
            time: row.time,
            payee: row.payee.clone(),
            memo: row.memo.clone(),
            amount: self.text(row.amount),
            fee: self.text(row.fee),
            currency: self.unit_word(),
            kind: kind_of(row),
            state: match fate {
                Fate::New => RowState::New,
                Fate::Known | Fate::Twin(_) => RowState::Duplicate,
                Fate::Claim(_) | Fate::Final(_) => RowState::Posted,
            },
            raw: row.raw.clone(),
        }
    }
}

impl ImportPreview {
    /// What is asked about a file that cannot be read without an answer; `None` where no answer helps.
    pub(crate) fn asking(file: &StatementFile, error: &LedgerError) -> Option<Self> {
        let LedgerError::Unreadable { source, .. } = error else {
            return None;
        };
        let (hint, table) = match source {
            ReadError::PasswordNeeded | ReadError::PasswordWrong => ("password", None),
            ReadError::Unmapped(table) => ("mapping", Some(table.as_ref().clone())),
            _ => return None,
        };
        Some(Self {
            file: file.name.clone(),
            format: String::new(),
            provider: None,
            encoding: String::new(),
            accounts: Vec::new(),
            problems: Vec::new(),
            decisions: Vec::new(),
            questions: vec![ReadQuestion {
                hint: hint.to_owned(),
                prompt: format!("{source}."),
                choices: Vec::new(),
            }],
            sample: Vec::new(),
            matches: Vec::new(),
            table,
        })
    }
}

/// What the parts of all rows bring into each statement's account.
fn sums_of_parts(reading: &Reading) -> Vec<Decimal> {
    let mut sums = vec![Decimal::ZERO; reading.statements.len()];
    let rows = reading.statements.iter().flat_map(|s| &s.rows);
    for part in rows.filter(|row| !row.neutral).flat_map(Row::parts) {
        if let PartPlace::Account(index) = part.place
            && let Some(sum) = sums.get_mut(index)
        {
            *sum += part.amount;
        }
    }
    sums
}
