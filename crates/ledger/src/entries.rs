//! Entries: what happened, as postings that sum to zero; typed in, changed, taken out.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use farthing_money::Money;

use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::image::Thing;
use crate::kinds::{Decided, EntryKind, EntryStatus};
use crate::register::EntryRow;
use crate::store::Ledger;
use crate::typed::{EntryInput, typed_postings, typed_time};
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

/// What happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub day: NaiveDate,
    /// The local second of the day, where it is known.
    pub second: Option<u32>,
    /// The zone of day and second as the source writes it.
    pub zone: Option<String>,
    pub kind: EntryKind,
    pub status: EntryStatus,
    pub payee: Option<PayeeId>,
    pub note: String,
    pub refund_of: Option<EntryId>,
    /// Sum to zero in each currency.
    pub postings: Vec<Posting>,
}

/// One account's part of an entry: positive into it, negative out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posting {
    pub account: AccountId,
    pub amount: Money,
}

impl Posting {
    pub(crate) fn of(account: AccountId, amount: Money) -> Self {
        Self { account, amount }
    }
}

impl Ledger {
    /// Adds an entry.
    pub async fn add_entry(&self, input: EntryInput, now: DateTime<Utc>) -> Result<EntryRow> {
        let mut write = self.begin(now).await?;
        let id = write.add_typed(&input).await?;
        write.commit(&format!("Add {}", title(&input))).await?;
        self.entry_row(id).await
    }

    /// Adds an entry that is typed at this moment on the clock of the person, and keeps the moment.
    pub async fn type_entry(
        &self,
        input: EntryInput,
        here: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<EntryRow> {
        let mut write = self.begin(now).await?;
        let id = write.add_typed(&input).await?;
        let entered = here.and_utc().timestamp();
        sqlx::query!("update entries set entered = ? where id = ?", entered, id)
            .execute(write.connection())
            .await?;
        write.commit(&format!("Add {}", title(&input))).await?;
        self.entry_row(id).await
    }

    /// Replaces what an entry says; where it came from stays. One that cannot be said as an
    /// [`EntryInput`] is refused, because its parts would be lost.
    pub async fn edit_entry(
        &self,
        id: EntryId,
        input: EntryInput,
        now: DateTime<Utc>,
    ) -> Result<EntryRow> {
        if self.entry(id).await?.as_typed.is_none() {
            return Err(LedgerError::invalid(
                "amount",
                "this entry has parts that cannot be typed here yet; change its category, or delete \
                 it and add its parts",
            ));
        }
        let mut write = self.begin(now).await?;
        let entry = write.understood(&input).await?;
        write.replace_entry(id, &entry).await?;
        write.note_decision(id, decided_in(&input), None).await?;
        write.set_tags(id, &input.tags).await?;
        write.commit(&format!("Change {}", title(&input))).await?;
        self.entry_row(id).await
    }

    /// Takes entries out. Imported ones are made void, so that the next import does not bring
    /// them back; the others are deleted.
    pub async fn delete_entries(&self, ids: &[EntryId], now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        for &id in ids {
            write.take_out(id).await?;
        }
        write.commit(&counted("Delete", ids.len())).await
    }

    /// Puts entries into a category: their spending or income moves there, fees and tips stay.
    pub async fn categorise(
        &self,
        ids: &[EntryId],
        category: AccountId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let name = sqlx::query_scalar!(
            "select name from accounts where id = ? and class in ('income', 'expense')",
            category
        )
        .fetch_optional(&self.pool)
        .await?
        .ok_or(LedgerError::Missing("category"))?;
        let mut write = self.begin(now).await?;
        for &id in ids {
            write.touch(Thing::Entry(id)).await?;
            write.move_to_category(id, category).await?;
            write.note_decision(id, Decided::Person, None).await?;
        }
        write
            .commit(&format!("{} into {name}", counted("Put", ids.len())))
            .await
    }
}

impl Write {
    async fn add_typed(&mut self, input: &EntryInput) -> Result<EntryId> {
        let entry = self.understood(input).await?;
        let id = self.insert_entry(&entry).await?;
        self.note_decision(id, decided_in(input), None).await?;
        self.add_tags(id, &input.tags).await?;
        Ok(id)
    }

    /// Writes a new entry with its postings.
    pub(crate) async fn insert_entry(&mut self, entry: &Entry) -> Result<EntryId> {
        let id = EntryId(self.new_id()?);
        self.make(Thing::Entry(id));
        let day = day_number(entry.day);
        sqlx::query!(
            "insert into entries (id, day, second, zone, kind, status, payee_id, note, refund_of)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            day,
            entry.second,
            entry.zone,
            entry.kind,
            entry.status,
            entry.payee,
            entry.note,
            entry.refund_of
        )
        .execute(self.connection())
        .await?;
        self.insert_postings(id, entry).await?;
        Ok(id)
    }

    /// Writes another entry in the place of one; where it came from stays.
    pub(crate) async fn replace_entry(&mut self, id: EntryId, entry: &Entry) -> Result<()> {
        self.touch(Thing::Entry(id)).await?;
        let day = day_number(entry.day);
        let done = sqlx::query!(
            "update entries set day = ?, second = ?, kind = ?, status = ?, payee_id = ?, note = ?
             where id = ?",
            day,
            entry.second,
            entry.kind,
            entry.status,
            entry.payee,
            entry.note,
            id
        )
        .execute(self.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(LedgerError::Missing("entry"));
        }
        sqlx::query!("delete from postings where entry_id = ?", id)
            .execute(self.connection())
            .await?;
        self.insert_postings(id, entry).await
    }

    async fn insert_postings(&mut self, id: EntryId, entry: &Entry) -> Result<()> {
        let day = day_number(entry.day);
        for (position, posting) in (0_i64..).zip(&entry.postings) {
            let (minor, currency) = (posting.amount.minor(), posting.amount.currency());
            let code = currency.code();
            sqlx::query!(
                "insert into postings (entry_id, position, account_id, day, minor, currency)
                 values (?, ?, ?, ?, ?, ?)",
                id,
                position,
                posting.account,
                day,
                minor,
                code
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }

    async fn take_out(&mut self, id: EntryId) -> Result<()> {
        self.touch(Thing::Entry(id)).await?;
        let imported = sqlx::query_scalar!(
            r#"select exists (select 1 from statement_rows where entry_id = ?) as "imported!: bool""#,
            id
        )
        .fetch_one(self.connection())
        .await?;
        if imported {
            sqlx::query!("update entries set status = 4 where id = ?", id)
                .execute(self.connection())
                .await?;
        } else {
            sqlx::query!("delete from entries where id = ?", id)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// An entry's spending or income goes to another category; fees and tips stay.
    pub(crate) async fn move_to_category(&mut self, id: EntryId, to: AccountId) -> Result<()> {
        sqlx::query!(
            "update postings set account_id = ?1 where entry_id = ?2 and account_id in
                 (select id from accounts where class in ('income', 'expense')
                  and (role is null or role in ('spending', 'income')))",
            to,
            id
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps who decided an entry's category.
    pub(crate) async fn note_decision(
        &mut self,
        id: EntryId,
        decided: Decided,
        rule: Option<i64>,
    ) -> Result<()> {
        sqlx::query!(
            "update entries set decided = ?, rule_id = ? where id = ?",
            decided,
            rule,
            id
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    async fn set_tags(&mut self, id: EntryId, tags: &[String]) -> Result<()> {
        sqlx::query!("delete from entry_tags where entry_id = ?", id)
            .execute(self.connection())
            .await?;
        self.add_tags(id, tags).await
    }

    pub(crate) async fn add_tags(&mut self, id: EntryId, tags: &[String]) -> Result<()> {
        for name in tags
            .iter()
            .map(|tag| tag.trim())
            .filter(|tag| !tag.is_empty())
        {
            let tag = self.tag(name).await?;
            sqlx::query!(
                "insert into entry_tags (entry_id, tag_id) values (?, ?) on conflict do nothing",
                id,
                tag
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }

    async fn tag(&mut self, name: &str) -> Result<i64> {
        let known = sqlx::query_scalar!("select id from tags where name = ?", name)
            .fetch_optional(self.connection())
            .await?;
        if let Some(known) = known {
            return Ok(known);
        }
        let id = self.new_id()?;
        self.make(Thing::Tag(id));
        sqlx::query!("insert into tags (id, name) values (?, ?)", id, name)
            .execute(self.connection())
            .await?;
        Ok(id)
    }

    /// What the person typed, as a balanced entry.
    async fn understood(&mut self, input: &EntryInput) -> Result<Entry> {
        let currency = named_currency(&input.currency)?;
        self.require_classes(input).await?;
        Ok(Entry {
            day: input.date,
            second: typed_time(input.time.as_deref())?,
            zone: None,
            kind: input.kind,
            status: input.status,
            payee: self.payee(&input.payee).await?,
            note: input.note.trim().to_owned(),
            refund_of: None,
            postings: typed_postings(input, currency)?,
        })
    }

    /// An error where an account is not what its field asks for.
    async fn require_classes(&mut self, input: &EntryInput) -> Result<()> {
        let named: [(_, _, &[&str]); 3] = [
            (Some(input.account), "account", &["own"]),
            (input.to_account, "to_account", &["own"]),
            (input.category, "category", &["income", "expense"]),
        ];
        let ids: Vec<AccountId> = named.iter().filter_map(|(id, ..)| *id).collect();
        let list = serde_json::to_string(&ids)?;
        let found = sqlx::query!(
            r#"select id as "id!: AccountId", class from accounts
               where id in (select value from json_each(?))"#,
            list
        )
        .fetch_all(self.connection())
        .await?;
        for (id, field, classes) in named {
            let class = found
                .iter()
                .find(|row| Some(row.id) == id)
                .map(|row| row.class.as_str());
            if id.is_some() && !class.is_some_and(|class| classes.contains(&class)) {
                return Err(LedgerError::invalid(field, "choose one from the list"));
            }
        }
        Ok(())
    }
}

/// Whoever types an entry without a category leaves it open.
fn decided_in(input: &EntryInput) -> Decided {
    match input.category {
        Some(_) => Decided::Person,
        None => Decided::Nobody,
    }
}

fn title(input: &EntryInput) -> String {
    let payee = input.payee.trim();
    let what = if payee.is_empty() { "entry" } else { payee };
    format!("{what} {} {}", input.amount.trim(), input.currency)
}

fn counted(verb: &str, count: usize) -> String {
    match count {
        1 => format!("{verb} 1 entry"),
        many => format!("{verb} {many} entries"),
    }
}
