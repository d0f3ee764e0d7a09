//! What an import does to entries that were there: it learns a second identity of them, or makes
//! pending ones final; and what it notes about each account of its file.

use chrono::{NaiveDate, Timelike};
use farthing_money::{Currency, Money};
use farthing_statements::{Row, StatedBalance, Statement};
use rust_decimal::Decimal;

use super::maker::stated_original;
use super::plan::{Fate, Plan, Planned, Section, count};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, ImportId, built_in};
use crate::image::Thing;
use crate::write::Write;

impl Write {
    /// Writes what became of the entries that rows of this file are.
    pub(super) async fn settle_known(&mut self, import: ImportId, plan: &Plan) -> Result<()> {
        for (section, statement) in plan.sections.iter().zip(&plan.reading.statements) {
            let account = section.account.ok_or(LedgerError::Missing("account"))?;
            for planned in &section.rows {
                let Some(row) = statement.rows.get(planned.index) else {
                    continue;
                };
                match planned.fate {
                    Fate::New | Fate::Known => {}
                    Fate::Twin(entry) => {
                        self.add_source(import, entry, planned, row).await?;
                        self.learn_original(entry, row).await?;
                    }
                    Fate::Claim(entry) => {
                        self.add_source(import, entry, planned, row).await?;
                        self.make_final(account, entry, planned, row).await?;
                    }
                    Fate::Final(entry) => self.make_final(account, entry, planned, row).await?,
                }
            }
        }
        Ok(())
    }

    /// The entry is known under this row's identity, too, from now on.
    async fn add_source(
        &mut self,
        import: ImportId,
        entry: EntryId,
        planned: &Planned,
        row: &Row,
    ) -> Result<()> {
        self.touch(Thing::Entry(entry)).await?;
        let counter = counter_of(row);
        sqlx::query!(
            "insert into statement_rows (entry_id, identity, import_id, line, raw, reference, counter)
             values (?, ?, ?, ?, ?, ?, ?)",
            entry,
            planned.identity,
            import,
            row.line,
            row.raw,
            row.reference,
            counter
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// A pending entry becomes what its posted row says: its day, and its amount where that changed.
    async fn make_final(
        &mut self,
        account: AccountId,
        entry: EntryId,
        planned: &Planned,
        row: &Row,
    ) -> Result<()> {
        self.touch(Thing::Entry(entry)).await?;
        let day = day_number(row.date);
        let second = row.time.map(|time| time.num_seconds_from_midnight());
        sqlx::query!(
            "update entries set status = 3, day = ?, second = coalesce(?, second) where id = ?",
            day,
            second,
            entry
        )
        .execute(self.connection())
        .await?;
        sqlx::query!("update postings set day = ? where entry_id = ?", day, entry)
            .execute(self.connection())
            .await?;
        self.change_amount(account, entry, planned.amount).await?;
        self.learn_original(entry, row).await
    }

    /// What the row says the payment was in another currency, over what was known of it.
    async fn learn_original(&mut self, entry: EntryId, row: &Row) -> Result<()> {
        let Some(original) = stated_original(row) else {
            return Ok(());
        };
        let (minor, code) = (original.minor(), original.currency().code().to_owned());
        sqlx::query!(
            "insert into originals (entry_id, minor, currency) values (?, ?, ?)
             on conflict (entry_id) do update set minor = excluded.minor, currency = excluded.currency",
            entry,
            minor,
            code
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The difference goes to the entry's first part that faces the account and is no fee.
    async fn change_amount(
        &mut self,
        account: AccountId,
        entry: EntryId,
        amount: Money,
    ) -> Result<()> {
        let code = amount.currency().code().to_owned();
        let before = sqlx::query_scalar!(
            r#"select coalesce(sum(minor), 0) as "minor!: i64" from postings
               where entry_id = ? and account_id = ? and currency = ?"#,
            entry,
            account,
            code
        )
        .fetch_one(self.connection())
        .await?;
        let more = amount
            .minor()
            .checked_sub(before)
            .ok_or(farthing_money::MoneyError::Overflow)?;
        if more == 0 {
            return Ok(());
        }
        let fees = built_in::FEES;
        sqlx::query!(
            "update postings set minor = minor + case when account_id = ?1 then ?2 else -?2 end
             where entry_id = ?3 and currency = ?4 and position in (
                 (select min(position) from postings
                  where entry_id = ?3 and account_id = ?1 and currency = ?4),
                 (select min(position) from postings
                  where entry_id = ?3 and account_id not in (?1, ?5) and currency = ?4))",
            account,
            more,
            entry,
            code,
            fees
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes what the file had for each account, and what it stated about itself.
    pub(super) async fn note_accounts(&mut self, import: ImportId, plan: &Plan) -> Result<()> {
        let sections = plan.sections.iter().zip(&plan.reading.statements);
        for (position, (section, statement)) in (0_i64..).zip(sections) {
            let (Some(account), Some(currency)) = (section.account, section.currency) else {
                continue;
            };
            let note = Note::of(section, statement, currency)?;
            let code = currency.code().to_owned();
            sqlx::query!(
                "insert into import_accounts (import_id, position, account_id, currency, rows, added,
                     known, skipped, minor, fee_minor, first_day, last_day, opening_minor,
                     opening_day, closing_minor, closing_day)
                 values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                import,
                position,
                account,
                code,
                note.rows,
                note.added,
                note.known,
                section.skipped,
                note.minor,
                note.fee_minor,
                note.first_day,
                note.last_day,
                note.opening.0,
                note.opening.1,
                note.closing.0,
                note.closing.1
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}

/// The account on the other side, by name or number, where the file says it.
pub(super) fn counter_of(row: &Row) -> Option<&str> {
    let details = row.details.as_deref()?;
    details
        .counter_account
        .as_deref()
        .or(details.counter_number.as_deref())
}

/// What is noted about an account of a file.
struct Note {
    rows: u32,
    added: u32,
    known: u32,
    minor: i64,
    fee_minor: i64,
    first_day: Option<i64>,
    last_day: Option<i64>,
    opening: (Option<i64>, Option<i64>),
    closing: (Option<i64>, Option<i64>),
}

impl Note {
    fn of(section: &Section, statement: &Statement, currency: Currency) -> Result<Self> {
        let sided = || statement.rows.iter().filter(|row| !row.neutral);
        let minor = |sum: Decimal| Money::from_decimal(sum, currency).map(|money| money.minor());
        let days = || statement.rows.iter().map(|row| row.date);
        let day = |day: Option<NaiveDate>| day.map(day_number);
        // A balance with more decimals than the currency has is stated by nobody in earnest.
        let stated = |balance: &Option<StatedBalance>| {
            let balance = balance.as_ref();
            let amount = balance.and_then(|b| minor(b.amount).ok());
            (
                amount,
                amount.and_then(|_| day(balance.and_then(|b| b.date))),
            )
        };
        Ok(Self {
            rows: count(statement.rows.len()),
            added: section.count_new(),
            known: section.count_known(),
            minor: minor(sided().map(|row| row.amount).sum())?,
            fee_minor: minor(sided().map(|row| row.fee).sum())?,
            first_day: day(days().min()),
            last_day: day(days().max()),
            opening: stated(&statement.opening),
            closing: stated(&statement.closing),
        })
    }
}
