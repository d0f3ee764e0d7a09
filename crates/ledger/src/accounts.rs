//! Accounts of one's own and categories.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, Money};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::day::day_of;
use crate::entries::{Entry, Posting};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, built_in};
use crate::image::Thing;
use crate::kinds::{AccountKind, CategoryClass, EntryKind, EntryStatus};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::{Amount, amount, named_currency};
use crate::write::Write;

/// An own account with what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountSummary {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// The bank or wallet.
    pub institution: Option<String>,
    /// Its number as statements have it.
    pub number: Option<String>,
    /// What it holds, by currency; the currency with most entries first.
    pub balances: Vec<Amount>,
    /// How many entries touch it.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub entries: i64,
    /// The day of its first entry.
    pub first_date: Option<NaiveDate>,
    /// The day of its last entry.
    pub last_date: Option<NaiveDate>,
    /// Whether it is closed.
    pub closed: bool,
}

/// What is needed to add an account.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NewAccount {
    /// Its name, unique among own accounts.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// The currency of the opening balance.
    pub currency: String,
    /// What it holds today, as typed; empty for nothing.
    pub opening_balance: String,
}

/// What can be changed of an account.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountEdit {
    /// Its name, unique among own accounts.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Whether it is closed.
    pub closed: bool,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Category {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Whether money comes from it or goes to it.
    pub class: CategoryClass,
}

/// What is needed to add a category.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NewCategory {
    /// Its name, unique in its class.
    pub name: String,
    /// Whether money comes from it or goes to it.
    pub class: CategoryClass,
}

impl Ledger {
    /// Every own account, open ones first, then by name.
    pub async fn accounts(&self) -> Result<Vec<AccountSummary>> {
        let rows = sqlx::query!(
            r#"select id as "id: AccountId", kind as "kind!: AccountKind", name, institution, number,
                   closed as "closed: bool",
                   (select min(day) from postings where account_id = accounts.id) as "first: i64",
                   (select max(day) from postings where account_id = accounts.id) as "last: i64"
               from accounts where class = 'own' order by closed, name collate nocase"#
        )
        .fetch_all(&self.pool)
        .await?;
        let mut accounts = Vec::with_capacity(rows.len());
        for row in rows {
            let (balances, entries) = self.balances(row.id).await?;
            accounts.push(AccountSummary {
                id: row.id,
                name: row.name,
                kind: row.kind,
                institution: row.institution,
                number: row.number,
                balances,
                entries,
                first_date: row.first.map(day_of).transpose()?,
                last_date: row.last.map(day_of).transpose()?,
                closed: row.closed,
            });
        }
        Ok(accounts)
    }

    /// One own account.
    pub async fn account(&self, id: AccountId) -> Result<AccountSummary> {
        self.accounts()
            .await?
            .into_iter()
            .find(|account| account.id == id)
            .ok_or(LedgerError::Missing("account"))
    }

    async fn balances(&self, account: AccountId) -> Result<(Vec<Amount>, i64)> {
        let rows = sqlx::query!(
            "select currency, entries, minor from balances where account_id = ?
             order by entries desc, currency",
            account
        )
        .fetch_all(&self.pool)
        .await?;
        let entries = rows.iter().map(|row| row.entries).sum();
        let balances = rows
            .iter()
            .map(|row| amount(row.minor, stored_currency(&row.currency)?))
            .collect::<Result<_>>()?;
        Ok((balances, entries))
    }

    /// Adds an account, with what it holds on `today` if that is given.
    pub async fn add_account(
        &self,
        input: NewAccount,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<AccountSummary> {
        let name = account_name(&input.name)?;
        let opening = opening_balance(&input)?;
        let mut write = self.begin(now).await?;
        let id = write.insert_account(&name, input.kind, None, None).await?;
        if let Some(opening) = opening.filter(|money| !money.is_zero()) {
            write
                .insert_entry(&opening_entry(id, opening, today))
                .await?;
        }
        write.commit(&format!("Add account {name}")).await?;
        self.account(id).await
    }

    /// Renames an account, says what it is, closes or opens it.
    pub async fn edit_account(
        &self,
        id: AccountId,
        input: AccountEdit,
        now: DateTime<Utc>,
    ) -> Result<AccountSummary> {
        let name = account_name(&input.name)?;
        let mut write = self.begin(now).await?;
        write.touch(Thing::Account(id)).await?;
        require_free_name(write.connection(), "own", &name, Some(id)).await?;
        let done = sqlx::query!(
            "update accounts set name = ?, kind = ?, closed = ? where id = ? and class = 'own'",
            name,
            input.kind,
            input.closed,
            id
        )
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(LedgerError::Missing("account"));
        }
        write.commit(&format!("Change account {name}")).await?;
        self.account(id).await
    }

    /// Every category by name, expenses first.
    pub async fn categories(&self) -> Result<Vec<Category>> {
        Ok(sqlx::query_as!(
            Category,
            r#"select id as "id: AccountId", name, class as "class: CategoryClass" from accounts
               where class in ('income', 'expense') order by class, name collate nocase"#
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// Adds a category.
    pub async fn add_category(&self, input: NewCategory, now: DateTime<Utc>) -> Result<Category> {
        let name = account_name(&input.name)?;
        let mut write = self.begin(now).await?;
        let id = write.insert_category(&name, input.class).await?;
        write.commit(&format!("Add category {name}")).await?;
        Ok(Category {
            id,
            name,
            class: input.class,
        })
    }
}

impl Write {
    /// A new own account; its name must be free.
    pub(crate) async fn insert_account(
        &mut self,
        name: &str,
        kind: AccountKind,
        institution: Option<&str>,
        number: Option<&str>,
    ) -> Result<AccountId> {
        require_free_name(self.connection(), "own", name, None).await?;
        let id = AccountId(self.new_id()?);
        self.make(Thing::Account(id));
        sqlx::query!(
            "insert into accounts (id, class, kind, name, institution, number)
             values (?, 'own', ?, ?, ?, ?)",
            id,
            kind,
            name,
            institution,
            number
        )
        .execute(self.connection())
        .await?;
        Ok(id)
    }

    /// A new category; its name must be free in its class.
    pub(crate) async fn insert_category(
        &mut self,
        name: &str,
        class: CategoryClass,
    ) -> Result<AccountId> {
        let class_word = match class {
            CategoryClass::Income => "income",
            CategoryClass::Expense => "expense",
        };
        require_free_name(self.connection(), class_word, name, None).await?;
        let id = AccountId(self.new_id()?);
        self.make(Thing::Account(id));
        sqlx::query!(
            "insert into accounts (id, class, name) values (?, ?, ?)",
            id,
            class,
            name
        )
        .execute(self.connection())
        .await?;
        Ok(id)
    }
}

async fn require_free_name(
    db: &mut SqliteConnection,
    class: &str,
    name: &str,
    except: Option<AccountId>,
) -> Result<()> {
    let taken = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where class = ? and name = ? collate nocase"#,
        class,
        name
    )
    .fetch_optional(db)
    .await?;
    if taken.is_some_and(|id| Some(id) != except) {
        return Err(LedgerError::invalid(
            "name",
            format!("“{name}” exists already; choose another name"),
        ));
    }
    Ok(())
}

/// A name as it is kept: single spaces, 1 to 200 characters.
pub(crate) fn account_name(typed: &str) -> Result<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 {
        return Err(LedgerError::invalid(
            "name",
            "give it a name of 1 to 200 characters",
        ));
    }
    Ok(name)
}

fn opening_balance(input: &NewAccount) -> Result<Option<Money>> {
    if input.opening_balance.trim().is_empty() {
        return Ok(None);
    }
    let currency: Currency = named_currency(&input.currency)?;
    Money::parse(input.opening_balance.trim(), currency)
        .map(Some)
        .map_err(|error| LedgerError::invalid("opening_balance", error.to_string()))
}

fn opening_entry(account: AccountId, opening: Money, day: NaiveDate) -> Entry {
    Entry {
        day,
        second: None,
        zone: None,
        kind: EntryKind::Adjustment,
        status: EntryStatus::Posted,
        payee: None,
        note: "Opening balance".to_owned(),
        refund_of: None,
        postings: vec![
            Posting::of(account, opening),
            Posting::of(built_in::OPENING, opening.negated()),
        ],
    }
}
