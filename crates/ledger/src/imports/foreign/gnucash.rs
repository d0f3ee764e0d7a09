//! GnuCash's SQLite files: accounts, transactions and splits as in its XML (`gnc-*-sql.cpp` of its
//! sources).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use farthing_statements::gnucash::{
    Commodity, GnuCash, GnuCashAccount, GnuCashTransaction, Split, fraction,
};
use farthing_statements::{Book, ReadError, Tree};
use sqlx::SqliteConnection;

use super::table::{As, Tables, each_row};

/// The tables that tell a book of GnuCash.
pub(super) const TABLES: [&str; 5] = ["books", "commodities", "accounts", "transactions", "splits"];

/// Reads a book.
pub(super) async fn read(db: &mut SqliteConnection, tables: &Tables) -> Result<Book, ReadError> {
    let commodities = commodities(db).await?;
    let template_root = template_root(db).await?;
    let accounts = accounts(db, &commodities).await?;
    let templates = templates(&accounts, template_root.as_deref());
    let mut splits = splits(db).await?;
    let slots = Slots::read(db, tables).await?;
    let mut book = GnuCash::default();
    let columns = [
        As::Word("guid"),
        As::Word("currency_guid"),
        As::Text("num"),
        As::Word("post_date"),
        As::Text("description"),
    ];
    let mut line = 0_u32;
    each_row(db, "transactions", &columns, |row| {
        line = line.saturating_add(1);
        let id = row.text(0)?;
        let splits = splits.remove(&id).unwrap_or_default();
        if splits
            .iter()
            .any(|split| templates.contains(&split.account))
        {
            book.templates += 1;
            return Ok(());
        }
        let posted = row.text(3)?;
        let mut transaction = GnuCashTransaction {
            line,
            commodity: commodities.get(&row.text(1)?).cloned().unwrap_or_default(),
            number: row.text(2)?,
            date: slots.days.get(&id).copied().or_else(|| day_of(&posted)),
            description: row.text(4)?,
            notes: slots.notes.get(&id).cloned().unwrap_or_default(),
            splits,
            id,
            raw: String::new(),
        };
        transaction.raw = raw(&transaction, &posted);
        book.transactions.push(transaction);
        Ok(())
    })
    .await?;
    book.accounts = accounts;
    book.accounts
        .retain(|account| !templates.contains(&account.id));
    Ok(book.into_book("gnucash_sqlite", "UTF-8"))
}

/// The record as a person can read it.
fn raw(transaction: &GnuCashTransaction, posted: &str) -> String {
    let (id, number) = (&transaction.id, &transaction.number);
    let head = format!("{id}|{posted}|{number}|{}", transaction.description);
    let split = |split: &Split| {
        let amount = split.quantity.map(|quantity| quantity.to_string());
        let amount = amount.unwrap_or_default();
        format!("{}|{amount}|{}", split.account, split.memo)
    };
    let splits = transaction.splits.iter().map(split);
    std::iter::once(head)
        .chain(splits)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The day of `20130102000000` or `2013-01-02 10:59:00`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(8).collect();
    NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

async fn commodities(db: &mut SqliteConnection) -> Result<HashMap<String, Commodity>, ReadError> {
    let mut commodities = HashMap::new();
    let columns = [
        As::Word("guid"),
        As::Text("namespace"),
        As::Text("mnemonic"),
    ];
    each_row(db, "commodities", &columns, |row| {
        let (space, name) = (row.text(1)?, row.text(2)?);
        commodities.insert(row.text(0)?, Commodity { space, name });
        Ok(())
    })
    .await?;
    Ok(commodities)
}

async fn template_root(db: &mut SqliteConnection) -> Result<Option<String>, ReadError> {
    let mut root = None;
    each_row(db, "books", &[As::Word("root_template_guid")], |row| {
        root = row.optional_text(0)?;
        Ok(())
    })
    .await?;
    Ok(root)
}

async fn accounts(
    db: &mut SqliteConnection,
    commodities: &HashMap<String, Commodity>,
) -> Result<Vec<GnuCashAccount>, ReadError> {
    let mut accounts = Vec::new();
    let columns = [
        As::Word("guid"),
        As::Text("name"),
        As::Word("account_type"),
        As::Word("commodity_guid"),
        As::Word("parent_guid"),
        As::Text("code"),
    ];
    each_row(db, "accounts", &columns, |row| {
        accounts.push(GnuCashAccount {
            id: row.text(0)?,
            name: row.text(1)?,
            kind: row.text(2)?,
            commodity: commodities.get(&row.text(3)?).cloned().unwrap_or_default(),
            parent: row.optional_text(4)?,
            code: row.text(5)?,
        });
        Ok(())
    })
    .await?;
    Ok(accounts)
}

/// The accounts of templates, which planned transactions are written on.
fn templates(accounts: &[GnuCashAccount], root: Option<&str>) -> HashSet<String> {
    let Some(root) = root else {
        return HashSet::new();
    };
    let mut tree = Tree::default();
    for account in accounts {
        tree.add(&account.id, &account.name, account.parent.as_deref());
    }
    let ids = accounts.iter().map(|account| &account.id);
    ids.filter(|id| tree.root(id) == root).cloned().collect()
}

async fn splits(db: &mut SqliteConnection) -> Result<HashMap<String, Vec<Split>>, ReadError> {
    let mut splits: HashMap<String, Vec<Split>> = HashMap::new();
    let columns = [
        As::Word("tx_guid"),
        As::Word("account_guid"),
        As::Text("memo"),
        As::Whole("value_num"),
        As::Whole("value_denom"),
        As::Whole("quantity_num"),
        As::Whole("quantity_denom"),
    ];
    each_row(db, "splits", &columns, |row| {
        let amount = |at: usize| -> Result<_, ReadError> {
            let whole = row.whole(at)?.zip(row.whole(at + 1)?);
            Ok(whole.and_then(|(numerator, denominator)| fraction(numerator, denominator)))
        };
        splits.entry(row.text(0)?).or_default().push(Split {
            account: row.text(1)?,
            memo: row.text(2)?,
            value: amount(3)?,
            quantity: amount(5)?,
        });
        Ok(())
    })
    .await?;
    Ok(splits)
}

/// What GnuCash keeps beside its transactions: notes, and the day that was chosen.
#[derive(Default)]
struct Slots {
    notes: HashMap<String, String>,
    days: HashMap<String, NaiveDate>,
}

impl Slots {
    async fn read(db: &mut SqliteConnection, tables: &Tables) -> Result<Self, ReadError> {
        let mut slots = Self::default();
        if !tables.has(&["slots"]) {
            return Ok(slots);
        }
        let day = if tables.has_column("slots", "gdate_val") {
            As::Word("gdate_val")
        } else {
            As::Missing
        };
        let columns = [
            As::Word("obj_guid"),
            As::Word("name"),
            As::Text("string_val"),
            day,
        ];
        each_row(db, "slots", &columns, |row| {
            match row.text(1)?.as_str() {
                "notes" => {
                    slots.notes.insert(row.text(0)?, row.text(2)?);
                }
                "date-posted" => {
                    if let Some(day) = day_of(&row.text(3)?) {
                        slots.days.insert(row.text(0)?, day);
                    }
                }
                _ => {}
            }
            Ok(())
        })
        .await?;
        Ok(slots)
    }
}
