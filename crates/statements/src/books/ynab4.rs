//! YNAB 4 budgets: the package as a zip archive, or its `Budget.yfull` alone.
//!
//! The package holds what each device knows as one JSON text; the device that knows most is read.
//! Each side of a transfer is a transaction of its own.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::values::minus;
use super::{
    AccountClass, Book, BookAccount, BookEntry, Leg, MAX_ENTRIES, Units, decimal_of_double,
};
use crate::container::zip::Zip;
use crate::model::{AccountKind, Hints, Problem, ReadError, Reading};
use crate::text::{join_text, with_single_blanks};

/// The ids of the categories of income.
const INCOME: [&str; 2] = [
    "Category/__ImmediateIncome__",
    "Category/__DeferredIncome__",
];
const SPLIT: &str = "Category/__Split__";

/// Reads a package; `None` where the archive holds none.
pub(super) fn read_archive(zip: &Zip<'_>, hints: &Hints) -> Option<Result<Reading, ReadError>> {
    let meta = zip
        .names()
        .find(|name| name.ends_with("Budget.ymeta"))?
        .to_owned();
    let root = meta.strip_suffix("Budget.ymeta").unwrap_or_default();
    Some(newest_budget(zip, root, &meta).and_then(|budget| {
        let text = String::from_utf8_lossy(&budget);
        read(&text, hints)
    }))
}

/// Whether a JSON text is a whole budget.
pub(super) fn is_budget(text: &str) -> bool {
    text.starts_with('{')
        && text.contains("\"masterCategories\"")
        && text.contains("\"transactions\"")
}

/// Reads the JSON of a budget.
pub(crate) fn read(text: &str, hints: &Hints) -> Result<Reading, ReadError> {
    let budget: Budget<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let mut reader = Reader::of(&budget);
    for (number, raw) in (1..).zip(budget.transactions.iter().flatten()) {
        if reader.book.entries.len() >= MAX_ENTRIES {
            return Err(ReadError::Limit(
                "the budget has more than a million transactions".to_owned(),
            ));
        }
        reader.take(number, raw.get());
    }
    Ok(reader.book.into_reading(hints))
}

fn malformed(error: &serde_json::Error) -> ReadError {
    ReadError::Malformed {
        line: u32::try_from(error.line()).unwrap_or(u32::MAX),
        message: format!("the budget is broken here: {error}"),
    }
}

/// The full budget of the device that knows most.
fn newest_budget<'z>(zip: &Zip<'z>, root: &str, meta: &str) -> Result<Cow<'z, [u8]>, ReadError> {
    let part = |name: &str| {
        let missing = || ReadError::Unknown(format!("its package has no {name}"));
        zip.part(name).ok_or_else(missing)?
    };
    let meta: Meta = json(&part(meta)?)?;
    let folder = format!("{root}{}/", meta.relative_data_folder_name);
    let devices = format!("{folder}devices/");
    let mut newest: Option<Device> = None;
    let names = zip
        .names()
        .filter(|name| name.starts_with(&devices) && name.ends_with(".ydevice"));
    for name in names {
        let device: Device = json(&part(name)?)?;
        let knows_more = newest
            .as_ref()
            .is_none_or(|newest| newest.rank() < device.rank());
        newest = if knows_more { Some(device) } else { newest };
    }
    let device =
        newest.ok_or_else(|| ReadError::Unknown("its package names no device".to_owned()))?;
    part(&format!("{folder}{}/Budget.yfull", device.id))
}

fn json<T: for<'d> Deserialize<'d>>(bytes: &[u8]) -> Result<T, ReadError> {
    serde_json::from_slice(bytes).map_err(|error| malformed(&error))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    relative_data_folder_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    #[serde(rename = "deviceGUID")]
    id: String,
    #[serde(default)]
    has_full_knowledge: bool,
    /// `A-143,B-20`: the last change of each device that this one has.
    #[serde(default)]
    knowledge: String,
}

impl Device {
    fn rank(&self) -> (bool, u64) {
        let numbers = self
            .knowledge
            .split(',')
            .filter_map(|known| known.rsplit('-').next());
        let changes = numbers.filter_map(|number| number.trim().parse::<u64>().ok());
        (
            self.has_full_knowledge,
            changes.fold(0, u64::saturating_add),
        )
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Budget<'t> {
    accounts: Option<Vec<Account>>,
    payees: Option<Vec<Payee>>,
    master_categories: Option<Vec<MasterCategory>>,
    #[serde(borrow)]
    transactions: Option<Vec<&'t RawValue>>,
    #[serde(rename = "budgetMetaData")]
    meta: Option<BudgetMeta>,
}

#[derive(Deserialize)]
struct BudgetMeta {
    #[serde(rename = "currencyISOSymbol")]
    currency: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    entity_id: String,
    #[serde(rename = "accountName")]
    name: Option<String>,
    #[serde(rename = "accountType")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payee {
    entity_id: String,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MasterCategory {
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    sub_categories: Option<Vec<Category>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Category {
    entity_id: String,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    entity_id: Option<String>,
    account_id: String,
    date: NaiveDate,
    #[serde(deserialize_with = "exact")]
    amount: Decimal,
    payee_id: Option<String>,
    category_id: Option<String>,
    memo: Option<String>,
    check_number: Option<String>,
    #[serde(default)]
    is_tombstone: bool,
    target_account_id: Option<String>,
    sub_transactions: Option<Vec<SubTransaction>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubTransaction {
    #[serde(deserialize_with = "exact")]
    amount: Decimal,
    category_id: Option<String>,
    memo: Option<String>,
    #[serde(default)]
    is_tombstone: bool,
    target_account_id: Option<String>,
}

/// A number as it is written, never as a binary fraction.
fn exact<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Decimal, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    decimal_of_double(raw.get()).ok_or_else(|| de::Error::custom(format!("{raw} is no amount")))
}

struct Reader {
    book: Book,
    accounts: HashMap<String, usize>,
    payees: HashMap<String, String>,
    categories: HashMap<String, usize>,
    unit: usize,
    starting: usize,
    under_way: usize,
    uncategorised: usize,
}

impl Reader {
    fn of(budget: &Budget<'_>) -> Self {
        let mut book = Book {
            format: "ynab4",
            encoding: "UTF-8".to_owned(),
            ..Book::default()
        };
        let currency = budget
            .meta
            .as_ref()
            .and_then(|meta| meta.currency.as_deref());
        let unit = currency.map_or(Units::NONE, |code| book.units.index_of(code.trim()));
        let mut add = |name: &str, class| {
            book.accounts.push(BookAccount::new(name.trim(), class));
            book.accounts.len() - 1
        };
        let own = |kind: Option<&str>| AccountClass::Own(kind.and_then(kind_of));
        let accounts = budget.accounts.iter().flatten().map(|account| {
            let name = account.name.as_deref().unwrap_or_default();
            (
                account.entity_id.clone(),
                add(name, own(account.kind.as_deref())),
            )
        });
        let accounts = accounts.collect();
        let mut categories: HashMap<String, usize> = HashMap::new();
        for master in budget.master_categories.iter().flatten() {
            let class = match master.kind.as_deref() {
                Some("INFLOW") => AccountClass::Income,
                _ => AccountClass::Expense,
            };
            for category in master.sub_categories.iter().flatten() {
                let above = master.name.as_deref().unwrap_or_default();
                let name = format!("{above}:{}", category.name.as_deref().unwrap_or_default());
                categories.insert(category.entity_id.clone(), add(&name, class));
            }
        }
        let income = add("Income", AccountClass::Income);
        categories.extend(INCOME.map(|id| (id.to_owned(), income)));
        let payees = budget.payees.iter().flatten();
        let payees =
            payees.filter_map(|payee| Some((payee.entity_id.clone(), payee.name.clone()?)));
        Self {
            starting: add("Starting balances", AccountClass::Equity),
            under_way: add("Transfers", AccountClass::Equity),
            uncategorised: add("", AccountClass::Expense),
            payees: payees.collect(),
            accounts,
            categories,
            unit,
            book,
        }
    }

    fn take(&mut self, number: u32, raw: &str) {
        let entry = serde_json::from_str::<Transaction>(raw).map_err(|error| error.to_string());
        match entry.and_then(|transaction| self.entry(number, raw, transaction)) {
            Ok(Some(entry)) => self.book.entries.push(entry),
            Ok(None) => self.book.skipped += 1,
            Err(message) => self.book.problems.push(Problem {
                line: number,
                message,
            }),
        }
    }

    /// `None` for a deleted transaction.
    fn entry(
        &self,
        number: u32,
        raw: &str,
        transaction: Transaction,
    ) -> Result<Option<BookEntry>, String> {
        if transaction.is_tombstone {
            return Ok(None);
        }
        let account = self.accounts.get(&transaction.account_id).copied();
        let account = account.ok_or_else(|| {
            "the transaction is of an account that the budget does not have".to_owned()
        })?;
        let mut entry = BookEntry::new(number, raw, transaction.date);
        let payee = transaction
            .payee_id
            .as_ref()
            .and_then(|id| self.payees.get(id));
        let payee = payee.map_or("", String::as_str);
        entry.payee = with_single_blanks(payee);
        entry.memo = with_single_blanks(transaction.memo.as_deref().unwrap_or_default());
        if let Some(check) = transaction
            .check_number
            .filter(|check| !check.trim().is_empty())
        {
            join_text(&mut entry.memo, &format!("Check {check}"));
        }
        entry.reference = transaction.entity_id;
        let target = transaction.target_account_id.as_ref();
        entry.counter = target.and_then(|id| self.accounts.get(id)).copied();
        entry
            .legs
            .push(Leg::new(account, transaction.amount, self.unit));
        let category = transaction.category_id.as_deref().filter(|id| *id != SPLIT);
        let subs = transaction.sub_transactions.unwrap_or_default();
        if subs.iter().any(|sub| !sub.is_tombstone) {
            entry.legs.extend(
                subs.iter()
                    .filter(|sub| !sub.is_tombstone)
                    .map(|sub| self.part(sub)),
            );
        } else if let Some(category) = category.and_then(|id| self.categories.get(id)) {
            let place = if payee == "Starting Balance" {
                self.starting
            } else {
                *category
            };
            entry
                .legs
                .push(Leg::new(place, minus(transaction.amount), self.unit));
        }
        Ok(Some(entry))
    }

    fn part(&self, sub: &SubTransaction) -> Leg {
        let category = sub
            .category_id
            .as_ref()
            .and_then(|id| self.categories.get(id));
        // The other side of a transfer inside a split is a transaction of its own.
        let target = sub
            .target_account_id
            .as_ref()
            .and_then(|id| self.accounts.get(id));
        let target = target.and_then(|index| self.book.accounts.get(*index));
        let place = match target {
            Some(_) => self.under_way,
            None => category.copied().unwrap_or(self.uncategorised),
        };
        let mut leg = Leg::new(place, minus(sub.amount), self.unit);
        leg.memo = with_single_blanks(sub.memo.as_deref().unwrap_or_default());
        if let Some(target) = target {
            join_text(&mut leg.memo, &format!("Transfer: {}", target.name));
        }
        leg
    }
}

fn kind_of(kind: &str) -> Option<AccountKind> {
    Some(match kind {
        "Checking" => AccountKind::Bank,
        "Savings" => AccountKind::Savings,
        "CreditCard" => AccountKind::Card,
        "Cash" => AccountKind::Cash,
        "LineOfCredit" | "Mortgage" | "OtherLiability" => AccountKind::Loan,
        "PayPal" | "MerchantAccount" => AccountKind::Wallet,
        "InvestmentAccount" => AccountKind::Investment,
        _ => return None,
    })
}
