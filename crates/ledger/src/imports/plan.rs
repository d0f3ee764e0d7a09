//! What an import of a file would do: which account each row goes to, and which rows are new.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_statements::{AccountHint, Problem, Reading, Row, Statement};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::identity::{AsItIs, Identities, IdentitySet};
use super::known;
use super::rows::kind_of;
use super::{
    AccountReport, FileReport, ImportOptions, ImportPreview, ImportResult, Neutral, ReadChoice,
    ReadQuestion, RowProblem, RowState, SampleRow, StatementFile,
};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ImportId};
use crate::kinds::AccountKind;
use crate::totals::stored_currency;
use crate::wire::named_currency;
use crate::write::ChangeLabel;

/// How many rows a preview shows.
const SAMPLE_ROWS: usize = 200;

/// A file, read, with its place in the ledger.
pub(crate) struct Plan {
    pub reading: Reading,
    pub sections: Vec<Section>,
    problems: Vec<RowProblem>,
}

/// The rows of one account in one currency: the same index as in the reading's statements.
pub(crate) struct Section {
    pub account: Option<AccountId>,
    pub name: String,
    pub kind: AccountKind,
    pub hint: AccountHint,
    pub currency: Option<Currency>,
    pub rows: Vec<Planned>,
    skipped: u32,
}

/// A row whose amount was understood.
pub(crate) struct Planned {
    /// Its index in the statement.
    pub index: usize,
    pub amount: Money,
    pub fee: Money,
    pub identity: i64,
    pub duplicate: bool,
}

impl Plan {
    /// Finds the account of each part of the file.
    pub(crate) async fn make(
        db: &mut SqliteConnection,
        file: &StatementFile,
        reading: Reading,
        options: &ImportOptions,
    ) -> Result<Self> {
        require_one_account(&reading, options)?;
        let mut sections = Vec::with_capacity(reading.statements.len());
        for statement in &reading.statements {
            let mut section = Section::bare(file, &reading, statement, options)?;
            section
                .find_account(db, options, reading.shape.as_deref())
                .await?;
            section.find_currency(db).await?;
            sections.push(section);
        }
        Ok(Self::with_rows(reading, sections))
    }

    /// As [`make`](Self::make), where there is no ledger: every account is new.
    pub(crate) fn without_ledger(
        file: &StatementFile,
        reading: Reading,
        options: &ImportOptions,
    ) -> Result<Self> {
        require_one_account(&reading, options)?;
        let sections = reading
            .statements
            .iter()
            .map(|statement| Section::bare(file, &reading, statement, options))
            .collect::<Result<_>>()?;
        Ok(Self::with_rows(reading, sections))
    }

    fn with_rows(reading: Reading, mut sections: Vec<Section>) -> Self {
        let mut problems: Vec<RowProblem> = reading.problems.iter().map(RowProblem::from).collect();
        for (section, statement) in sections.iter_mut().zip(&reading.statements) {
            section.take_rows(&statement.rows, &mut problems);
        }
        problems.sort_by_key(|problem| problem.line);
        Self {
            reading,
            sections,
            problems,
        }
    }

    /// Marks the rows that the ledger has already.
    pub(crate) async fn find_duplicates(&mut self, db: &mut SqliteConnection) -> Result<()> {
        for (section, statement) in self.sections.iter_mut().zip(&self.reading.statements) {
            if let Some(account) = section.account {
                section.identify(account, &statement.rows);
            }
        }
        let wanted = self.mark_repeats();
        let Some(days) = self.days_of_new() else {
            return Ok(());
        };
        let known = known::known_among(db, &wanted, &days).await?;
        if !known.is_empty() {
            for row in self.sections.iter_mut().flat_map(|s| &mut s.rows) {
                row.duplicate |= known.contains(&row.identity);
            }
        }
        Ok(())
    }

    /// Marks the rows that the file itself brings twice, in two statements of one account; gives the
    /// identities of all rows that have one.
    pub(crate) fn mark_repeats(&mut self) -> IdentitySet {
        let rows = self.sections.iter().map(|s| s.rows.len()).sum();
        let mut identities = IdentitySet::with_capacity_and_hasher(rows, AsItIs::default());
        for section in self.sections.iter_mut().filter(|s| s.account.is_some()) {
            for row in section.rows.iter_mut().filter(|row| !row.duplicate) {
                row.duplicate = !identities.insert(row.identity);
            }
        }
        identities
    }

    /// The first and the last day of the new rows.
    pub(crate) fn days_of_new(&self) -> Option<RangeInclusive<NaiveDate>> {
        let days = || self.new_rows().map(|row| row.date);
        Some(days().min()?..=days().max()?)
    }

    /// The new rows, in the order of the file.
    pub(crate) fn new_rows(&self) -> impl Iterator<Item = &Row> {
        self.sections
            .iter()
            .zip(&self.reading.statements)
            .flat_map(|(section, statement)| {
                let new = section.rows.iter().filter(|planned| !planned.duplicate);
                new.filter_map(|planned| statement.rows.get(planned.index))
            })
    }

    /// The identities of the new rows, in the same order.
    pub(crate) fn new_identities(&self) -> impl Iterator<Item = i64> {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        rows.filter(|row| !row.duplicate).map(|row| row.identity)
    }

    /// An error when rows could not be read and the person has not agreed to go on without them.
    pub(crate) fn require_agreement(&self, options: &ImportOptions) -> Result<()> {
        match self.problems.first() {
            Some(first) if !options.accept_problems => Err(LedgerError::Question(format!(
                "{} of the file cannot be read; the first is on line {}: {}",
                match self.problems.len() {
                    1 => "1 row".to_owned(),
                    many => format!("{many} rows"),
                },
                first.line,
                first.message
            ))),
            _ => self.require_currencies(),
        }
    }

    fn require_currencies(&self) -> Result<()> {
        if self.sections.iter().any(|s| s.currency.is_none()) {
            return Err(LedgerError::Question(
                "The file names no currency. Which currency are its amounts in?".to_owned(),
            ));
        }
        Ok(())
    }

    /// How many rows are new.
    pub(crate) fn count_new(&self) -> u32 {
        self.sections.iter().map(Section::count_new).sum()
    }

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

    /// What the window shows before the import.
    pub(crate) fn preview(&self, file: &StatementFile) -> ImportPreview {
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
        }
    }

    /// What the import did.
    pub(crate) fn result(
        &self,
        file: &StatementFile,
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
            duplicates: self.sections.iter().map(Section::count_duplicates).sum(),
            skipped: self.sections.iter().map(|s| s.skipped).sum(),
            problems: count(self.problems.len()),
            from: days().min(),
            to: days().max(),
            report: self.report(file, batch),
        }
    }

    fn account_reports(&self) -> Vec<AccountReport> {
        self.sections
            .iter()
            .zip(&self.reading.statements)
            .map(|(section, statement)| section.report(statement))
            .collect()
    }

    fn questions(&self) -> Vec<ReadQuestion> {
        let known = self.sections.iter().all(|s| s.currency.is_some());
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
    fn bare(
        file: &StatementFile,
        reading: &Reading,
        statement: &Statement,
        options: &ImportOptions,
    ) -> Result<Self> {
        let chosen = options
            .account_name
            .as_deref()
            .map(str::trim)
            .filter(|n| !n.is_empty());
        let hinted = options
            .currency
            .as_deref()
            .map(named_currency)
            .transpose()?;
        Ok(Self {
            account: None,
            name: chosen.map_or_else(
                || suggested_name(file, reading, &statement.account),
                str::to_owned,
            ),
            kind: statement
                .account
                .kind
                .map_or(AccountKind::Bank, AccountKind::from),
            hint: statement.account.clone(),
            currency: statement.currency.or(hinted),
            rows: Vec::new(),
            skipped: count(statement.skipped),
        })
    }

    /// The person's choice, else the same number, else the same name, else the account that the
    /// last file of this shape went to.
    async fn find_account(
        &mut self,
        db: &mut SqliteConnection,
        options: &ImportOptions,
        shape: Option<&str>,
    ) -> Result<()> {
        let named = self.hint.name.is_some() || options.account_name.is_some();
        let shape = shape.filter(|_| !named && self.hint.number.is_none());
        let found = sqlx::query!(
            r#"select id as "id!: AccountId", name, kind as "kind!: AccountKind" from (
                   select id, name, kind, case
                       when id = ?1 then 1
                       when ?1 is null and ?2 is null and number = ?3 then 2
                       when ?1 is null and name = ?4 collate nocase
                            and (?2 is not null or ?3 is null or number is null) then 3
                       when ?1 is null and id = (select account_id from imports where shape = ?5
                            and account_id is not null order by imported_at desc limit 1) then 4
                       end as choice
                   from accounts where class = 'own')
               where choice is not null order by choice limit 1"#,
            options.account,
            options.account_name,
            self.hint.number,
            self.name,
            shape
        )
        .fetch_optional(db)
        .await?;
        if options.account.is_some() && found.is_none() {
            return Err(LedgerError::Missing("account"));
        }
        if let Some(found) = found {
            self.account = Some(found.id);
            self.name = found.name;
            self.kind = found.kind;
        }
        Ok(())
    }

    /// A file that names no currency is in the one that its account holds, if that is only one.
    async fn find_currency(&mut self, db: &mut SqliteConnection) -> Result<()> {
        let (None, Some(account)) = (self.currency, self.account) else {
            return Ok(());
        };
        let held = sqlx::query_scalar!(
            "select currency from balances where account_id = ?",
            account
        )
        .fetch_all(db)
        .await?;
        if let [only] = held.as_slice() {
            self.currency = Some(stored_currency(only)?);
        }
        Ok(())
    }

    /// Understands amounts in the section's currency; what does not fit is a problem, not a zero.
    fn take_rows(&mut self, rows: &[Row], problems: &mut Vec<RowProblem>) {
        let Some(currency) = self.currency else {
            return;
        };
        self.rows.reserve(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let money = |value: Decimal| Money::from_decimal(value, currency);
            match (money(row.amount), money(row.fee)) {
                (Ok(amount), Ok(fee)) => self.rows.push(Planned {
                    index,
                    amount,
                    fee,
                    identity: 0,
                    duplicate: false,
                }),
                (Err(error), _) | (_, Err(error)) => problems.push(RowProblem {
                    line: row.line,
                    message: error.to_string(),
                }),
            }
        }
    }

    /// Gives each row its identity in this account.
    pub(crate) fn identify(&mut self, account: AccountId, rows: &[Row]) {
        let mut identities = Identities::of(account);
        for planned in &mut self.rows {
            if let Some(row) = rows.get(planned.index) {
                planned.identity = identities.next(row, planned.amount);
            }
        }
    }

    fn count_new(&self) -> u32 {
        count(self.rows.iter().filter(|row| !row.duplicate).count())
    }

    fn count_duplicates(&self) -> u32 {
        count(self.rows.iter().filter(|row| row.duplicate).count())
    }

    fn report(&self, statement: &Statement) -> AccountReport {
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
            currency: self.currency.map(|c| c.code().to_owned()),
            rows: count(statement.rows.len()),
            new: if read {
                self.count_new()
            } else {
                count(statement.rows.len())
            },
            duplicates: self.count_duplicates(),
            skipped: self.skipped,
            sum: text(sided().map(|row| row.amount).sum()),
            fees: text(sided().map(|row| row.fee).sum()),
            neutral: (!neutral.is_empty()).then(|| Neutral {
                rows: count(neutral.len()),
                sum: text(neutral.iter().copied().sum()),
            }),
        }
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
        let known = |index| {
            self.rows
                .binary_search_by_key(&index, |planned| planned.index)
                .ok()
                .and_then(|at| self.rows.get(at))
                .is_some_and(|planned| planned.duplicate)
        };
        rows.iter()
            .enumerate()
            .take(SAMPLE_ROWS)
            .map(move |(index, row)| SampleRow {
                line: row.line,
                date: row.date,
                time: row.time,
                payee: row.payee.clone(),
                memo: row.memo.clone(),
                amount: self.text(row.amount),
                fee: self.text(row.fee),
                currency: self.currency.map(|c| c.code().to_owned()),
                kind: kind_of(row),
                state: if known(index) {
                    RowState::Duplicate
                } else {
                    RowState::New
                },
                raw: row.raw.clone(),
            })
    }
}

/// A chosen account fits only a file that speaks of one.
fn require_one_account(reading: &Reading, options: &ImportOptions) -> Result<()> {
    let chosen = options.account.is_some() || options.account_name.is_some();
    let first = reading.statements.first().map(|s| &s.account);
    let one = reading.statements.iter().all(|s| Some(&s.account) == first);
    if chosen && !one {
        return Err(LedgerError::invalid(
            "account",
            "this file speaks of several accounts; import it without choosing one",
        ));
    }
    Ok(())
}

/// What the file says, else the bank and the end of the number, else the file's name.
fn suggested_name(file: &StatementFile, reading: &Reading, hint: &AccountHint) -> String {
    if let Some(name) = hint.name.as_deref().filter(|name| !name.trim().is_empty()) {
        return name.trim().chars().take(200).collect();
    }
    let bank = hint
        .institution
        .as_deref()
        .or(reading.provider)
        .unwrap_or("Account");
    if let Some(number) = hint.number.as_deref() {
        let skip = number.chars().count().saturating_sub(4);
        let end: String = number.chars().skip(skip).collect();
        return format!("{bank} {end}").chars().take(200).collect();
    }
    let stem = file
        .name
        .rsplit_once('.')
        .map_or(file.name.as_str(), |(stem, _)| stem);
    let words = stem
        .replace(['_', '-'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if words.is_empty() {
        bank.to_owned()
    } else {
        words.chars().take(200).collect()
    }
}

fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

impl From<&Problem> for RowProblem {
    fn from(problem: &Problem) -> Self {
        Self {
            line: problem.line,
            message: problem.message.clone(),
        }
    }
}
