//! Money Manager EX (`database/tables.sql` of its sources, versions with and without sub-categories).

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use farthing_statements::{
    AccountClass, AccountKind, Book, BookAccount, BookEntry, Leg, Problem, ReadError,
    StatedBalance, Tree, Units, decimal_of_double,
};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::table::{As, Tables, Values, each_row};

/// The tables that tell a file of Money Manager EX.
pub(super) const TABLES: [&str; 4] = [
    "accountlist_v1",
    "checkingaccount_v1",
    "currencyformats_v1",
    "payee_v1",
];
const TRANSACTIONS: &str = "checkingaccount_v1";
/// Amounts are kept as binary fractions: what is beyond this many decimals, or those of a unit that
/// has more, is dust of reckoning.
const DECIMALS: u32 = 6;

/// Reads a file.
pub(super) async fn read(db: &mut SqliteConnection, tables: &Tables) -> Result<Book, ReadError> {
    let mut file = File {
        book: Book {
            format: "mmex",
            encoding: "UTF-8".to_owned(),
            ..Book::default()
        },
        ..File::default()
    };
    file.read_currencies(db).await?;
    file.read_accounts(db, tables).await?;
    file.read_names(db, tables).await?;
    file.read_splits(db, tables).await?;
    file.read_tags(db, tables).await?;
    file.read_transactions(db, tables).await?;
    Ok(file.book)
}

#[derive(Default)]
struct File {
    book: Book,
    /// The unit and the decimals of each currency.
    currencies: HashMap<i64, (usize, u32)>,
    accounts: HashMap<i64, (usize, usize, u32)>,
    payees: HashMap<i64, String>,
    categories: Tree,
    splits: HashMap<i64, Vec<Split>>,
    tags: HashMap<i64, Vec<String>>,
    /// The account of the book that a category became, for spending and for income.
    category_accounts: HashMap<(String, bool), usize>,
}

struct Split {
    category: String,
    amount: Option<Decimal>,
    notes: String,
}

/// A transaction as its record gives it.
struct Record {
    id: i64,
    account: i64,
    to_account: Option<i64>,
    payee: Option<i64>,
    code: String,
    amount: Option<Decimal>,
    to_amount: Option<Decimal>,
    number: String,
    notes: String,
    category: String,
    date: String,
}

impl File {
    async fn read_currencies(&mut self, db: &mut SqliteConnection) -> Result<(), ReadError> {
        let columns = [
            As::Whole("currencyid"),
            As::Word("currency_symbol"),
            As::Whole("scale"),
        ];
        each_row(db, "currencyformats_v1", &columns, |row| {
            let unit = self.book.units.index_of(row.text(1)?.trim());
            let scale = row.whole(2)?.and_then(i64::checked_ilog10);
            if let Some(id) = row.whole(0)? {
                self.currencies
                    .insert(id, (unit, scale.unwrap_or(0).max(DECIMALS)));
            }
            Ok(())
        })
        .await
    }

    async fn read_accounts(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        let opened = if tables.has_column("accountlist_v1", "initialdate") {
            As::Word("initialdate")
        } else {
            As::Missing
        };
        let columns = [
            As::Whole("accountid"),
            As::Text("accountname"),
            As::Word("accounttype"),
            As::Text("accountnum"),
            As::Text("heldat"),
            As::Digits("initialbal"),
            As::Whole("currencyid"),
            opened,
        ];
        each_row(db, "accountlist_v1", &columns, |row| {
            let currency = row
                .whole(6)?
                .and_then(|id| self.currencies.get(&id))
                .copied();
            let (unit, decimals) = currency.unwrap_or((Units::NONE, DECIMALS));
            let opening = row
                .optional_text(5)?
                .and_then(|digits| amount(&digits, decimals));
            let date = NaiveDate::parse_from_str(&row.text(7)?, "%Y-%m-%d").ok();
            let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
            let account = BookAccount {
                unit,
                number: filled(row.text(3)?),
                institution: filled(row.text(4)?),
                opening: opening.map(|amount| StatedBalance { date, amount }),
                ..BookAccount::new(row.text(1)?, AccountClass::Own(kind_of(&row.text(2)?)))
            };
            if let Some(id) = row.whole(0)? {
                self.accounts
                    .insert(id, (self.book.accounts.len(), unit, decimals));
            }
            self.book.accounts.push(account);
            Ok(())
        })
        .await
    }

    /// Payees and categories; older files keep sub-categories in a table of their own.
    async fn read_names(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        each_row(
            db,
            "payee_v1",
            &[As::Whole("payeeid"), As::Text("payeename")],
            |row| {
                if let Some(id) = row.whole(0)? {
                    self.payees.insert(id, row.text(1)?);
                }
                Ok(())
            },
        )
        .await?;
        if tables.has(&["category_v1"]) {
            let parent = if tables.has_column("category_v1", "parentid") {
                As::Word("parentid")
            } else {
                As::Missing
            };
            let columns = [As::Word("categid"), As::Text("categname"), parent];
            each_row(db, "category_v1", &columns, |row| {
                let parent = row.optional_text(2)?;
                self.categories
                    .add(&row.text(0)?, &row.text(1)?, parent.as_deref());
                Ok(())
            })
            .await?;
        }
        if tables.has(&["subcategory_v1"]) {
            let columns = [
                As::Word("subcategid"),
                As::Text("subcategname"),
                As::Word("categid"),
            ];
            each_row(db, "subcategory_v1", &columns, |row| {
                let id = format!("sub {}", row.text(0)?);
                self.categories.add(&id, &row.text(1)?, Some(&row.text(2)?));
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    async fn read_splits(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        const SPLITS: &str = "splittransactions_v1";
        if !tables.has(&[SPLITS]) {
            return Ok(());
        }
        let optional = |column, read| {
            if tables.has_column(SPLITS, column) {
                read
            } else {
                As::Missing
            }
        };
        let columns = [
            As::Whole("transid"),
            As::Word("categid"),
            As::Digits("splittransamount"),
            optional("notes", As::Text("notes")),
            optional("subcategid", As::Word("subcategid")),
        ];
        each_row(db, SPLITS, &columns, |row| {
            let split = Split {
                category: category_id(row, 1, 4)?,
                amount: row
                    .optional_text(2)?
                    .and_then(|digits| amount(&digits, DECIMALS)),
                notes: row.text(3)?,
            };
            if let Some(id) = row.whole(0)? {
                self.splits.entry(id).or_default().push(split);
            }
            Ok(())
        })
        .await
    }

    async fn read_tags(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        if !tables.has(&["tag_v1", "taglink_v1"]) {
            return Ok(());
        }
        let mut names: HashMap<i64, String> = HashMap::new();
        each_row(
            db,
            "tag_v1",
            &[As::Whole("tagid"), As::Text("tagname")],
            |row| {
                if let Some(id) = row.whole(0)? {
                    names.insert(id, row.text(1)?);
                }
                Ok(())
            },
        )
        .await?;
        let columns = [As::Word("reftype"), As::Whole("refid"), As::Whole("tagid")];
        each_row(db, "taglink_v1", &columns, |row| {
            let name = row.whole(2)?.and_then(|id| names.get(&id));
            if row.text(0)? == "Transaction"
                && let (Some(id), Some(name)) = (row.whole(1)?, name)
            {
                self.tags.entry(id).or_default().push(name.clone());
            }
            Ok(())
        })
        .await
    }

    async fn read_transactions(
        &mut self,
        db: &mut SqliteConnection,
        tables: &Tables,
    ) -> Result<(), ReadError> {
        let optional = |column, read| {
            if tables.has_column(TRANSACTIONS, column) {
                read
            } else {
                As::Missing
            }
        };
        let columns = [
            As::Whole("transid"),
            As::Whole("accountid"),
            As::Whole("toaccountid"),
            As::Whole("payeeid"),
            As::Word("transcode"),
            As::Digits("transamount"),
            As::Digits("totransamount"),
            As::Word("status"),
            As::Text("transactionnumber"),
            As::Text("notes"),
            As::Word("categid"),
            As::Word("transdate"),
            optional("subcategid", As::Word("subcategid")),
            optional("deletedtime", As::Word("deletedtime")),
        ];
        let mut line = 0_u32;
        each_row(db, TRANSACTIONS, &columns, |row| {
            line = line.saturating_add(1);
            let is_void = row.text(7)?.starts_with(['V', 'v']);
            if is_void || !row.text(13)?.is_empty() {
                self.book.skipped += 1;
                return Ok(());
            }
            match self.entry(line, &record(row)?) {
                Ok(entry) => self.book.entries.push(entry),
                Err(message) => self.book.problems.push(Problem { line, message }),
            }
            Ok(())
        })
        .await
    }

    fn entry(&mut self, line: u32, record: &Record) -> Result<BookEntry, String> {
        let (date, time) = moment_of(&record.date)
            .ok_or_else(|| format!("“{}” is no date such as 2026-01-31", record.date))?;
        let mut entry = BookEntry::new(line, raw(record), date);
        entry.time = time;
        let payee = record.payee.and_then(|id| self.payees.get(&id));
        payee
            .map_or("", |name| name.trim())
            .clone_into(&mut entry.payee);
        let number = record.number.trim();
        let number = (!number.is_empty()).then(|| format!("No. {number}"));
        let notes = record
            .notes
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let notes = Some(notes).filter(|notes| !notes.is_empty());
        entry.memo = notes
            .into_iter()
            .chain(number)
            .collect::<Vec<_>>()
            .join(" · ");
        entry.reference = Some(format!("mmex {}", record.id));
        entry.tags = self.tags.remove(&record.id).unwrap_or_default();
        entry.legs = match record.code.as_str() {
            "Transfer" => self.transfer(record)?,
            "Deposit" => self.flow(record, true)?,
            "Withdrawal" => self.flow(record, false)?,
            other => {
                return Err(format!(
                    "“{other}” is neither a withdrawal, a deposit nor a transfer"
                ));
            }
        };
        Ok(entry)
    }

    /// The index, the unit and the decimals of an account.
    fn account(&self, id: Option<i64>) -> Result<(usize, usize, u32), String> {
        let account = id.and_then(|id| self.accounts.get(&id)).copied();
        account.ok_or_else(|| {
            "the transaction is of an account that the file does not have".to_owned()
        })
    }

    fn transfer(&self, record: &Record) -> Result<Vec<Leg>, String> {
        let (from, from_unit, decimals) = self.account(Some(record.account))?;
        let sent = record.amount.ok_or_else(no_amount)?.round_dp(decimals);
        let (to, to_unit, decimals) = self.account(record.to_account)?;
        let received = record.to_amount.unwrap_or(sent).round_dp(decimals);
        Ok(vec![
            Leg::new(from, -sent, from_unit),
            Leg::new(to, received, to_unit),
        ])
    }

    /// Money that came or left, with the categories it is for.
    fn flow(&mut self, record: &Record, is_income: bool) -> Result<Vec<Leg>, String> {
        let (account, unit, decimals) = self.account(Some(record.account))?;
        let amount = record.amount.ok_or_else(no_amount)?.round_dp(decimals);
        let signed = |amount: Decimal| if is_income { amount } else { -amount };
        let mut legs = vec![Leg::new(account, signed(amount), unit)];
        for split in self.splits.remove(&record.id).unwrap_or_default() {
            let amount = split.amount.ok_or_else(no_amount)?;
            let category = self.category(&split.category, is_income);
            legs.push(Leg {
                memo: split.notes,
                ..Leg::new(category, signed(-amount), unit)
            });
        }
        if legs.len() == 1 && !self.categories.full_name(&record.category).is_empty() {
            let category = self.category(&record.category, is_income);
            legs.push(Leg::new(category, signed(-amount), unit));
        }
        Ok(legs)
    }

    fn category(&mut self, id: &str, is_income: bool) -> usize {
        let name = self.categories.full_name(id);
        let class = if is_income {
            AccountClass::Income
        } else {
            AccountClass::Expense
        };
        let accounts = &mut self.book.accounts;
        *self
            .category_accounts
            .entry((name.clone(), is_income))
            .or_insert_with(|| {
                accounts.push(BookAccount::new(name, class));
                accounts.len() - 1
            })
    }
}

fn record(row: &Values<'_>) -> Result<Record, ReadError> {
    let digits = |at: usize| -> Result<_, ReadError> {
        Ok(row
            .optional_text(at)?
            .as_deref()
            .and_then(decimal_of_double))
    };
    Ok(Record {
        id: row.whole(0)?.unwrap_or_default(),
        account: row.whole(1)?.unwrap_or_default(),
        to_account: row.whole(2)?,
        payee: row.whole(3)?,
        code: row.text(4)?,
        amount: digits(5)?,
        to_amount: digits(6)?,
        number: row.text(8)?,
        notes: row.text(9)?,
        category: category_id(row, 10, 12)?,
        date: row.text(11)?,
    })
}

/// The record as a person can read it.
fn raw(record: &Record) -> String {
    let amount = record
        .amount
        .map(|amount| amount.to_string())
        .unwrap_or_default();
    format!(
        "{}|{}|{}|{amount}|{}|{}",
        record.id, record.date, record.code, record.number, record.notes
    )
}

/// The id in the tree of categories: of the sub-category where the file names one.
fn category_id(row: &Values<'_>, category: usize, sub: usize) -> Result<String, ReadError> {
    let sub = row.text(sub)?;
    if sub.is_empty() || sub == "-1" {
        return row.text(category);
    }
    Ok(format!("sub {sub}"))
}

fn no_amount() -> String {
    "the transaction, or a part of it, has no amount".to_owned()
}

fn amount(digits: &str, decimals: u32) -> Option<Decimal> {
    decimal_of_double(digits).map(|amount| amount.round_dp(decimals))
}

/// `2025-03-08` or `2025-03-08T08:59:02`; midnight is no time.
fn moment_of(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((date, None));
    }
    let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?;
    let time = Some(moment.time()).filter(|time| *time != NaiveTime::MIN);
    Some((moment.date(), time))
}

fn kind_of(kind: &str) -> Option<AccountKind> {
    Some(match kind {
        "Cash" => AccountKind::Cash,
        "Checking" => AccountKind::Bank,
        "Credit Card" => AccountKind::Card,
        "Loan" => AccountKind::Loan,
        "Term" => AccountKind::Savings,
        "Investment" | "Shares" => AccountKind::Investment,
        _ => return None,
    })
}
