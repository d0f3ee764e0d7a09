//! Actual's budget files (`init.sql` and the migrations of its sources): whole cents without a
//! currency, split transactions as parents and children, each side of a transfer by itself.

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_statements::{
    AccountClass, Book, BookAccount, BookEntry, Leg, Problem, ReadError, RowStatus, Units,
};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::table::{As, Tables, Values, each_row};

/// The tables that tell a budget of Actual.
pub(super) const TABLES: [&str; 6] = [
    "accounts",
    "transactions",
    "payees",
    "payee_mapping",
    "categories",
    "category_groups",
];
const TRANSACTIONS: &str = "transactions";

/// Reads a budget.
pub(super) async fn read(db: &mut SqliteConnection, tables: &Tables) -> Result<Book, ReadError> {
    let mut budget = Budget::new();
    budget.read_currency(db, tables).await?;
    budget.read_accounts(db).await?;
    budget.read_payees(db).await?;
    budget.read_categories(db, tables).await?;
    let records = records(db, tables).await?;
    budget.add_entries(records);
    Ok(budget.book)
}

struct Budget {
    book: Book,
    unit: usize,
    accounts: HashMap<String, usize>,
    /// The name of a payee, and the account that it stands for in transfers.
    payees: HashMap<String, (String, Option<String>)>,
    payee_of: HashMap<String, String>,
    categories: HashMap<String, usize>,
    category_of: HashMap<String, String>,
    starting: usize,
    under_way: usize,
    uncategorised: usize,
}

/// A transaction as its record gives it.
struct Record {
    line: u32,
    id: String,
    /// The transaction that it is a part of.
    parent: Option<String>,
    account: String,
    category: String,
    cents: Option<i64>,
    payee: String,
    notes: String,
    day: Option<i64>,
    bank_id: Option<String>,
    bank_text: String,
    is_starting: bool,
    transferred: Option<String>,
    is_deleted: bool,
    is_pending: bool,
}

async fn records(db: &mut SqliteConnection, tables: &Tables) -> Result<Vec<Record>, ReadError> {
    let optional = |column, read| {
        if tables.has_column(TRANSACTIONS, column) {
            read
        } else {
            As::Missing
        }
    };
    let columns = [
        As::Word("id"),
        As::Whole("ischild"),
        optional("parent_id", As::Word("parent_id")),
        As::Word("acct"),
        As::Word("category"),
        As::Whole("amount"),
        As::Word("description"),
        As::Text("notes"),
        As::Whole("date"),
        As::Text("financial_id"),
        As::Text("imported_description"),
        As::Whole("starting_balance_flag"),
        As::Word("transferred_id"),
        As::Whole("tombstone"),
        optional("pending", As::Whole("pending")),
    ];
    let mut records = Vec::new();
    let mut line = 0_u32;
    each_row(db, TRANSACTIONS, &columns, |row| {
        line = line.saturating_add(1);
        records.push(record(line, row)?);
        Ok(())
    })
    .await?;
    Ok(records)
}

fn record(line: u32, row: &Values<'_>) -> Result<Record, ReadError> {
    let id = row.text(0)?;
    let is = |at| -> Result<bool, ReadError> { Ok(row.whole(at)?.is_some_and(|flag| flag != 0)) };
    let is_child = is(1)?;
    // Before there was a column for it, a child's id began with its parent's.
    let parent = row.optional_text(2)?;
    let parent = parent.or_else(|| id.split('/').next().map(str::to_owned));
    Ok(Record {
        line,
        parent: parent.filter(|_| is_child),
        account: row.text(3)?,
        category: row.text(4)?,
        cents: row.whole(5)?,
        payee: row.text(6)?,
        notes: row.text(7)?,
        day: row.whole(8)?,
        bank_id: row.optional_text(9)?.filter(|id| !id.is_empty()),
        bank_text: row.text(10)?,
        is_starting: is(11)?,
        transferred: row.optional_text(12)?,
        is_deleted: is(13)?,
        is_pending: is(14)?,
        id,
    })
}

impl Budget {
    fn new() -> Self {
        let mut book = Book {
            format: "actual",
            encoding: "UTF-8".to_owned(),
            ..Book::default()
        };
        let mut add = |name: &str, class| {
            book.accounts.push(BookAccount::new(name, class));
            book.accounts.len() - 1
        };
        Self {
            unit: Units::NONE,
            starting: add("Starting balances", AccountClass::Equity),
            under_way: add("Transfers", AccountClass::Equity),
            uncategorised: add("", AccountClass::Expense),
            accounts: HashMap::new(),
            payees: HashMap::new(),
            payee_of: HashMap::new(),
            categories: HashMap::new(),
            category_of: HashMap::new(),
            book,
        }
    }

    /// Newer budgets may say what they are in.
    async fn read_currency(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        if !tables.has(&["preferences"]) {
            return Ok(());
        }
        each_row(
            db,
            "preferences",
            &[As::Word("id"), As::Word("value")],
            |row| {
                if row.text(0)? == "defaultCurrencyCode" {
                    self.unit = self.book.units.index_of(row.text(1)?.trim());
                }
                Ok(())
            },
        )
        .await
    }

    async fn read_accounts(&mut self, db: &mut SqliteConnection) -> Result<(), ReadError> {
        each_row(db, "accounts", &[As::Word("id"), As::Text("name")], |row| {
            self.accounts.insert(row.text(0)?, self.book.accounts.len());
            let account = BookAccount::new(row.text(1)?, AccountClass::Own(None));
            self.book.accounts.push(account);
            Ok(())
        })
        .await
    }

    async fn read_payees(&mut self, db: &mut SqliteConnection) -> Result<(), ReadError> {
        let columns = [As::Word("id"), As::Text("name"), As::Word("transfer_acct")];
        each_row(db, "payees", &columns, |row| {
            self.payees
                .insert(row.text(0)?, (row.text(1)?, row.optional_text(2)?));
            Ok(())
        })
        .await?;
        each_row(
            db,
            "payee_mapping",
            &[As::Word("id"), As::Word("targetid")],
            |row| {
                self.payee_of.insert(row.text(0)?, row.text(1)?);
                Ok(())
            },
        )
        .await
    }

    async fn read_categories(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        let mut groups: HashMap<String, String> = HashMap::new();
        each_row(
            db,
            "category_groups",
            &[As::Word("id"), As::Text("name")],
            |row| {
                groups.insert(row.text(0)?, row.text(1)?);
                Ok(())
            },
        )
        .await?;
        let columns = [
            As::Word("id"),
            As::Text("name"),
            As::Whole("is_income"),
            As::Word("cat_group"),
        ];
        each_row(db, "categories", &columns, |row| {
            let is_income = row.whole(2)? == Some(1);
            let class = if is_income {
                AccountClass::Income
            } else {
                AccountClass::Expense
            };
            let name = row.text(1)?;
            let name = match groups.get(&row.text(3)?) {
                Some(group) => format!("{group}:{name}"),
                None => name,
            };
            self.categories
                .insert(row.text(0)?, self.book.accounts.len());
            self.book.accounts.push(BookAccount::new(name, class));
            Ok(())
        })
        .await?;
        if tables.has(&["category_mapping"]) {
            let columns = [As::Word("id"), As::Word("transferid")];
            each_row(db, "category_mapping", &columns, |row| {
                self.category_of.insert(row.text(0)?, row.text(1)?);
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    fn add_entries(&mut self, records: Vec<Record>) {
        let mut children: HashMap<String, Vec<Record>> = HashMap::new();
        let mut whole = Vec::new();
        for record in records {
            if let Some(parent) = &record.parent {
                children.entry(parent.clone()).or_default().push(record);
            } else if record.is_deleted {
                self.book.skipped += 1;
            } else {
                whole.push(record);
            }
        }
        let places: HashMap<&str, &str> = whole
            .iter()
            .map(|record| (record.id.as_str(), record.account.as_str()))
            .collect();
        for record in &whole {
            let children = children.remove(&record.id).unwrap_or_default();
            let across = record
                .transferred
                .as_deref()
                .and_then(|id| places.get(id))
                .copied();
            match self.entry(record, &children, across) {
                Ok(entry) => self.book.entries.push(entry),
                Err(message) => self.book.problems.push(Problem {
                    line: record.line,
                    message,
                }),
            }
        }
    }

    fn entry(
        &self,
        record: &Record,
        children: &[Record],
        across: Option<&str>,
    ) -> Result<BookEntry, String> {
        let day = record.day.and_then(day_of);
        let date = day.ok_or_else(|| "the transaction has no day such as 20260131".to_owned())?;
        let account = self.accounts.get(&record.account).copied();
        let account = account.ok_or_else(|| {
            "the transaction is of an account that the budget does not have".to_owned()
        })?;
        let amount = amount_of(record)?;
        let mut entry = BookEntry::new(record.line, raw(record), date);
        let payee = self.payee(record);
        let named = payee
            .map(|(name, _)| name.trim())
            .filter(|name| !name.is_empty());
        named
            .unwrap_or_else(|| record.bank_text.trim())
            .clone_into(&mut entry.payee);
        record.notes.trim().clone_into(&mut entry.memo);
        entry.reference = Some(record.bank_id.clone().unwrap_or_else(|| record.id.clone()));
        if record.is_pending {
            entry.status = RowStatus::Pending;
        }
        let target = payee.and_then(|(_, account)| account.as_deref()).or(across);
        entry.counter = target.and_then(|id| self.accounts.get(id)).copied();
        entry.legs.push(Leg::new(account, amount, self.unit));
        let mut alive = children.iter().filter(|child| !child.is_deleted).peekable();
        if alive.peek().is_some() {
            for child in alive {
                entry.legs.push(self.part(child)?);
            }
        } else if record.is_starting {
            entry.legs.push(Leg::new(self.starting, -amount, self.unit));
        } else if entry.counter.is_none()
            && let Some(category) = self.category(record)
        {
            entry.legs.push(Leg::new(category, -amount, self.unit));
        }
        Ok(entry)
    }

    /// A part of a split; the other side of a transfer in it is a transaction of its own.
    fn part(&self, child: &Record) -> Result<Leg, String> {
        let payee = self.payee(child);
        let target = payee.and_then(|(_, account)| account.as_deref());
        let target = target.and_then(|id| self.accounts.get(id));
        let target = target.and_then(|index| self.book.accounts.get(*index));
        let place = match target {
            Some(_) => self.under_way,
            None => self.category(child).unwrap_or(self.uncategorised),
        };
        let mut leg = Leg::new(place, -amount_of(child)?, self.unit);
        leg.memo = match target {
            Some(target) => format!("Transfer: {}", target.name),
            None => child.notes.trim().to_owned(),
        };
        Ok(leg)
    }

    fn payee(&self, record: &Record) -> Option<&(String, Option<String>)> {
        let id = self.payee_of.get(&record.payee).unwrap_or(&record.payee);
        self.payees.get(id)
    }

    fn category(&self, record: &Record) -> Option<usize> {
        let id = self
            .category_of
            .get(&record.category)
            .unwrap_or(&record.category);
        self.categories.get(id).copied()
    }
}

fn amount_of(record: &Record) -> Result<Decimal, String> {
    let cents = record
        .cents
        .ok_or_else(|| "the transaction has no amount in whole cents".to_owned())?;
    Ok(Decimal::new(cents, 2))
}

/// The day of `20260131`.
fn day_of(number: i64) -> Option<NaiveDate> {
    let part = |value: i64| u32::try_from(value).ok();
    let year = i32::try_from(number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, part(number / 100 % 100)?, part(number % 100)?)
}

/// The record as a person can read it.
fn raw(record: &Record) -> String {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    format!(
        "{}|{}|{}|{}|{}",
        record.id,
        number(record.day),
        number(record.cents),
        record.bank_text,
        record.notes
    )
}
