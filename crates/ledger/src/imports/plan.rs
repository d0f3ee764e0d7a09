//! What an import of a file would do: which account each row goes to, and which rows are new.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_statements::{AccountHint, PartPlace, Problem, Reading, Row, Statement, is_open_sign};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::identity::{AsItIs, IdentitySet};
use super::known::Match;
use super::{ImportOptions, RowProblem, StatementFile, limits};
use crate::accounts::account_name;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId};
use crate::kinds::AccountKind;
use crate::totals::stored_currency;
use crate::wire::named_currency;

/// A file, read, with its place in the ledger.
pub(crate) struct Plan {
    pub reading: Reading,
    pub sections: Vec<Section>,
    pub problems: Vec<RowProblem>,
    /// Rows beside the entries that they are or may be.
    pub matches: Vec<Match>,
    /// Entries that were made of the new rows.
    pub entries: u32,
    /// Transfers that were found when the rows were written.
    pub transfers: u32,
}

/// The rows of one account in one currency: the same index as in the reading's statements.
pub(crate) struct Section {
    pub account: Option<AccountId>,
    pub name: String,
    pub kind: AccountKind,
    pub hint: AccountHint,
    pub currency: Option<Currency>,
    /// The file's own word for what it counts in, where that is no currency code.
    pub unit: Option<String>,
    pub rows: Vec<Planned>,
    pub skipped: u32,
}

/// A row whose amount was understood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planned {
    /// Its index in the statement.
    pub index: usize,
    pub amount: Money,
    pub fee: Money,
    pub identity: i64,
    pub fate: Fate,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It becomes an entry.
    New,
    /// An earlier import brought it.
    Known,
    /// It is this entry, which came under another identity or was typed in.
    Twin(EntryId),
    /// This pending entry has become final with it, under another identity.
    Claim(EntryId),
    /// This pending entry, which it was already, has become final.
    Final(EntryId),
}

impl Fate {
    /// Whether the ledger learns the row's identity with it.
    pub(crate) fn brings_identity(self) -> bool {
        matches!(self, Self::New | Self::Twin(_) | Self::Claim(_))
    }
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
        let currencies: Vec<Option<Currency>> = sections.iter().map(|s| s.currency).collect();
        for (section, statement) in sections.iter_mut().zip(&reading.statements) {
            section.take_rows(&statement.rows, &currencies, &mut problems);
        }
        problems.sort_by_key(|problem| problem.line);
        Self {
            reading,
            sections,
            problems,
            matches: Vec::new(),
            entries: 0,
            transfers: 0,
        }
    }

    /// Marks the rows that the file itself brings twice, in two statements of one account; gives the
    /// identities of all rows that have one.
    pub(crate) fn mark_repeats(&mut self) -> IdentitySet {
        let rows = self.sections.iter().map(|s| s.rows.len()).sum();
        let mut identities = IdentitySet::with_capacity_and_hasher(rows, AsItIs::default());
        for section in self.sections.iter_mut().filter(|s| s.account.is_some()) {
            for row in section.rows.iter_mut().filter(|r| r.fate == Fate::New) {
                if !identities.insert(row.identity) {
                    row.fate = Fate::Known;
                }
            }
        }
        identities
    }

    /// The first and the last day of the rows that the ledger has not.
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
                section
                    .new_rows()
                    .filter_map(|planned| statement.rows.get(planned.index))
            })
    }

    /// The first and the last day of the rows that get an identity with this import.
    pub(crate) fn days_of_sources(&self) -> Option<RangeInclusive<NaiveDate>> {
        let days = || {
            let sections = self.sections.iter().zip(&self.reading.statements);
            sections.flat_map(|(section, statement)| {
                let rows = section.rows.iter().filter(|row| row.fate.brings_identity());
                rows.filter_map(|planned| Some(statement.rows.get(planned.index)?.date))
            })
        };
        Some(days().min()?..=days().max()?)
    }

    /// The identities that this import brings.
    pub(crate) fn new_identities(&self) -> impl Iterator<Item = i64> {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        rows.filter(|row| row.fate.brings_identity())
            .map(|row| row.identity)
    }

    /// An error when rows could not be read and the person has not agreed to go on without them.
    pub(crate) fn require_agreement(&self, options: &ImportOptions) -> Result<()> {
        match self.problems.first() {
            Some(first) if !options.accept_problems => Err(LedgerError::Question(format!(
                "The file has {} that the import would leave behind; the first is on line {}: {}",
                match self.problems.len() {
                    1 => "1 problem".to_owned(),
                    many => format!("{many} problems"),
                },
                first.line,
                first.message
            ))),
            _ => self.require_currencies(),
        }
    }

    fn require_currencies(&self) -> Result<()> {
        if self.sections.iter().any(Section::lacks_currency) {
            return Err(LedgerError::Question(
                "The file names no currency. Which currency are its amounts in?".to_owned(),
            ));
        }
        Ok(())
    }

    /// Whether an import would change anything.
    pub(crate) fn changes_nothing(&self) -> bool {
        let stays = |planned: &Planned| planned.fate == Fate::Known;
        self.sections.iter().all(|s| s.rows.iter().all(stays))
    }

    /// How many rows are new.
    pub(crate) fn count_new(&self) -> u32 {
        self.sections.iter().map(Section::count_new).sum()
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
            .filter(|name| !name.trim().is_empty())
            .map(account_name)
            .transpose()?;
        let hinted = options
            .currency
            .as_deref()
            .map(named_currency)
            .transpose()?;
        Ok(Self {
            account: None,
            name: chosen.unwrap_or_else(|| suggested_name(file, reading, &statement.account)),
            kind: statement
                .account
                .kind
                .map_or(AccountKind::Bank, AccountKind::from),
            hint: statement.account.clone(),
            // Where a file has words of its own, the answer stands in the statement already.
            currency: statement
                .currency
                .or(hinted.filter(|_| statement.commodity.is_none())),
            unit: statement.commodity.clone(),
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
        let (None, None, Some(account)) = (self.currency, &self.unit, self.account) else {
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
    fn take_rows(
        &mut self,
        rows: &[Row],
        currencies: &[Option<Currency>],
        problems: &mut Vec<RowProblem>,
    ) {
        let Some(currency) = self.currency else {
            self.leave_shares(rows, problems);
            return;
        };
        self.rows.reserve(rows.len());
        for (index, row) in rows.iter().enumerate() {
            match amounts(row, currency, currencies) {
                Ok((amount, fee)) => self.rows.push(Planned {
                    index,
                    amount,
                    fee,
                    identity: 0,
                    fate: Fate::New,
                }),
                Err(message) => problems.push(RowProblem {
                    line: row.line,
                    message,
                }),
            }
        }
    }

    /// What an account moves in shares alone is no money yet.
    fn leave_shares(&self, rows: &[Row], problems: &mut Vec<RowProblem>) {
        let Some(unit) = self.unit.as_deref().filter(|unit| !is_open_sign(unit)) else {
            return;
        };
        problems.extend(rows.iter().map(|row| RowProblem {
            line: row.line,
            message: format!("“{unit}” is no currency; what moves in it alone cannot be kept yet"),
        }));
    }

    /// The rows that become entries.
    pub(crate) fn new_rows(&self) -> impl Iterator<Item = &Planned> {
        self.rows.iter().filter(|row| row.fate == Fate::New)
    }

    pub(super) fn count_new(&self) -> u32 {
        count(self.new_rows().count())
    }

    /// Whether only the person knows what currency its amounts are in.
    pub(super) fn lacks_currency(&self) -> bool {
        self.currency.is_none() && self.unit.as_deref().is_none_or(is_open_sign)
    }

    pub(super) fn count_known(&self) -> u32 {
        count(self.rows.iter().filter(|row| row.fate != Fate::New).count())
    }
}

/// A row's amount and fee; a sentence where the row does not fit its currency or an entry.
fn amounts(
    row: &Row,
    currency: Currency,
    currencies: &[Option<Currency>],
) -> std::result::Result<(Money, Money), String> {
    let money = |value: Decimal, currency| {
        Money::from_decimal(value, currency).map_err(|error| error.to_string())
    };
    for part in row.parts() {
        money(part.value, currency)?;
        if let PartPlace::Account(index) = part.place
            && let Some(Some(other)) = currencies.get(index)
        {
            money(part.amount, *other)?;
        }
    }
    let (amount, fee) = (money(row.amount, currency)?, money(row.fee, currency)?);
    limits::beyond(row, amount, fee).map_or(Ok((amount, fee)), Err)
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

pub(super) fn count(size: usize) -> u32 {
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
