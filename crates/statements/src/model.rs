//! What a statement file says, whatever its format.

use std::borrow::Cow;
use std::fmt;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::mapping::{Mapping, TableView};
use crate::messages::Template;

/// What the person has already answered about a file; empty at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The order of day, month and year where the file leaves it open.
    pub date_order: Option<DateOrder>,
    /// The decimal mark where the file leaves it open.
    pub decimal_mark: Option<DecimalMark>,
    /// The currency of a file that names none.
    pub currency: Option<Currency>,
    /// The day of messages that name none.
    pub day: Option<NaiveDate>,
    /// The person's own templates for messages.
    pub templates: Vec<Template>,
    /// Which side amounts without a sign, or columns without a name, are on.
    pub sign: Option<SignAnswer>,
    /// The password of a protected file.
    pub password: Option<Password>,
    /// How a table is to be read, as the person laid it down.
    pub mapping: Option<Mapping>,
    /// Which accounts of a book are the person's own, where their names do not say; as the file
    /// names them.
    pub own_accounts: Vec<String>,
}

/// A password, which no debug text shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The order in which a numeric date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/12/2026
    DayMonthYear,
    /// 12/31/2026
    MonthDayYear,
    /// 2026/12/31
    YearMonthDay,
}

/// The character between main and minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

/// On which side amounts are whose side the file leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SignAnswer {
    /// Positive is money that came; of two columns without names the left one is money that left.
    AsWritten,
    /// The other way round.
    Negated,
}

/// A whole file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The format as a short word: `csv`, `ofx1`, `ofx2`, `qfx`, `ofc`, `qif`, `mt940`, `mt942`, `camt052`,
    /// `camt053`, `camt054`, `mpesa_text`, `xlsx`, `xls`, `xlsb`, `ods`, `pdf`.
    pub format: &'static str,
    /// Whose layout it is, where recognised: `paypal`, `apple_card`, `mpesa`, `easypaisa`, `alipay`.
    pub provider: Option<&'static str>,
    /// The character encoding the bytes were read in, as the WHATWG names it: `UTF-8`, `gb18030`.
    pub encoding: String,
    /// One for each account and currency that the file speaks of, in file order.
    pub statements: Vec<Statement>,
    /// What could not be read, by line.
    pub problems: Vec<Problem>,
    /// How columns were understood, and why.
    pub decisions: Vec<Decision>,
    /// What must be answered (through [`Hints`]) before the file can be imported.
    pub questions: Vec<Question>,
    /// For tables of no known provider: the header's words, lower case, joined by `|`, so that the
    /// ledger knows next month's file of the same shape again. `None` for everything else.
    pub shape: Option<String>,
    /// The table as it was split, where the file is one.
    pub table: Option<Box<TableView>>,
}

impl Reading {
    /// A reading without statements, of a format and an encoding.
    pub(crate) fn empty(format: &'static str, encoding: &str) -> Self {
        Self {
            format,
            provider: None,
            encoding: encoding.to_owned(),
            statements: Vec::new(),
            problems: Vec::new(),
            decisions: Vec::new(),
            questions: Vec::new(),
            shape: None,
            table: None,
        }
    }
}

/// The rows of one account in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What the file says about the account.
    pub account: AccountHint,
    /// `None` where the file names no currency and no hint was given, and for units that are none.
    pub currency: Option<Currency>,
    /// The file's own word for what it counts in, where that is no currency code: `$`, `AAPL`.
    pub commodity: Option<String>,
    /// The transactions, in file order. One that moves several accounts stands in the statement of
    /// the first of them, with the others as its [`parts`](Details::parts).
    pub rows: Vec<Row>,
    /// How many rows were left out by the provider's own rule (cancelled, never paid, zero).
    pub skipped: usize,
    /// The balance before the first row, as the file states it.
    pub opening: Option<StatedBalance>,
    /// The balance after the last row, as the file states it.
    pub closing: Option<StatedBalance>,
}

impl Statement {
    /// A statement without rows.
    pub(crate) fn of(account: AccountHint, currency: Option<Currency>) -> Self {
        Self {
            account,
            currency,
            commodity: None,
            rows: Vec::new(),
            skipped: 0,
            opening: None,
            closing: None,
        }
    }
}

/// A balance that the file itself states, as the account sees it: negative for money owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedBalance {
    /// The day at whose end (closing) or start (opening) it holds, where the file says it.
    pub date: Option<NaiveDate>,
    /// The balance.
    pub amount: Decimal,
}

/// What a file says about its account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountHint {
    /// A name for people, such as `PayPal` or `Checking 4321`.
    pub name: Option<String>,
    /// The number, IBAN or id of the account, as the file has it.
    pub number: Option<String>,
    /// The bank or wallet.
    pub institution: Option<String>,
    /// What kind of account it is, where the format or layout tells.
    pub kind: Option<AccountKind>,
}

/// The kinds of account that a statement can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A current or checking account.
    Bank,
    /// A credit or charge card.
    Card,
    /// Notes and coins.
    Cash,
    /// A prepaid or mobile-money balance.
    Wallet,
    /// A savings account.
    Savings,
    /// A brokerage or fund account.
    Investment,
    /// Money borrowed.
    Loan,
}

/// One transaction of a statement, as the account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in the decoded file where the row starts, from 1.
    pub line: u32,
    /// The row as it stands in the file, decoded, without its line end.
    pub raw: String,
    /// The local calendar date.
    pub date: NaiveDate,
    /// The local time, where the file has one.
    pub time: Option<NaiveTime>,
    /// The zone of date and time as the file writes it, such as `PST` or `+03:00`.
    pub zone: Option<String>,
    /// What moved the account: negative for money that left, fee included. Unsigned where
    /// [`neutral`](Self::neutral).
    pub amount: Decimal,
    /// The part of `amount` that is the provider's fee: negative for a fee paid, zero for none.
    pub fee: Decimal,
    /// No side can be proved (Alipay's neutral rows): counted, but in no sum.
    pub neutral: bool,
    /// The provider's own id of this transaction, where it has one.
    pub reference: Option<String>,
    /// The reference of another row that this one belongs to (a conversion's payment, a refund's purchase).
    pub related: Option<String>,
    /// Who was paid or who paid, cleaned of padding.
    pub payee: String,
    /// What else the row says: its type, note, item; empty where nothing.
    pub memo: String,
    /// The provider's own category, where it has one.
    pub category: Option<String>,
    /// What kind of transaction the layout says it is.
    pub kind: RowKind,
    /// Whether it is final.
    pub status: RowStatus,
    /// The account's balance after the row, where the file says it.
    pub balance: Option<Decimal>,
    /// What only some rows have.
    pub details: Option<Box<Details>>,
}

impl Row {
    /// A posted row that says nothing but its day and its amount.
    pub(crate) fn plain(line: u32, raw: String, date: NaiveDate, amount: Decimal) -> Self {
        Self {
            line,
            raw,
            date,
            time: None,
            zone: None,
            amount,
            fee: Decimal::ZERO,
            neutral: false,
            reference: None,
            related: None,
            payee: String::new(),
            memo: String::new(),
            category: None,
            kind: RowKind::Unknown,
            status: RowStatus::Posted,
            balance: None,
            details: None,
        }
    }

    /// Where the amount went or came from, part by part; empty where the file does not split it.
    pub fn parts(&self) -> &[Part] {
        self.details.as_deref().map_or(&[], |d| &d.parts)
    }

    /// The details, made where there are none.
    pub(crate) fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }
}

/// What only some rows have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Where the row's amount went or came from. Where there are any, they and the row's own
    /// amount sum to zero in value.
    pub parts: Vec<Part>,
    /// The own account on the other side of a transfer, by the file's name for it.
    pub counter_account: Option<String>,
    /// The IBAN or number of the other side's account.
    pub counter_number: Option<String>,
    /// What was paid in another currency, before the account's bank or wallet converted it; signed
    /// as the row.
    pub original: Option<Original>,
    /// Tags of the file.
    pub tags: Vec<String>,
    /// The four digits by which cards know the kind of shop (ISO 18245).
    pub merchant_code: Option<String>,
}

/// An amount in another currency than the account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original {
    /// The amount.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// One part of a row: the effect on another account or category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it affects.
    pub place: PartPlace,
    /// The effect: positive into the account or category. In the statement's currency or commodity
    /// for an own account, else in the row's.
    pub amount: Decimal,
    /// Its value in the row's currency; the same as `amount` where both are in one.
    pub value: Decimal,
    /// What the file says about this part alone.
    pub memo: String,
}

/// What a part affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartPlace {
    /// An own account: the statement at this index of the reading.
    Account(usize),
    /// A category of spending, by the file's name.
    Expense(String),
    /// A category of income, by the file's name.
    Income(String),
    /// What an account held before the book began, and other balancing accounts.
    Equity,
}

/// What a row is, as far as the file tells; `Unknown` leaves it to the ledger's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// The file does not say: by its sign, a purchase or an income.
    Unknown,
    /// Money paid for goods, services, games, tips.
    Purchase,
    /// Money back for an earlier purchase.
    Refund,
    /// Between own accounts, to or from people.
    Transfer,
    /// One side of an exchange between two currencies of the same wallet or bank; the other side is
    /// a row of its own with the same reference or the same [`related`](Row::related) one.
    Conversion,
    /// Notes from a machine or an agent.
    CashWithdrawal,
    /// A charge of the provider, on a row of its own.
    Fee,
    /// Interest earned or owed.
    Interest,
    /// Salary, sales, gifts.
    Income,
    /// A card's balance paid.
    CardPayment,
    /// Money loaded onto a wallet.
    TopUp,
    /// A reward paid out.
    Cashback,
}

/// Whether a row is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// May still change or vanish.
    Pending,
    /// Final.
    Posted,
}

/// Something in the file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line in the decoded file, from 1.
    pub line: u32,
    /// What is wrong and what was expected, as a sentence.
    pub message: String,
}

/// How something was understood, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided: `dates`, `decimals`, `delimiter`, `columns`, `sheet`, `sign`, `currency`,
    /// `balance`, `totals`.
    pub field: String,
    /// The reading, such as `day/month/year`.
    pub reading: String,
    /// Why: `14 of 212 rows have a day above 12 in the first place`.
    pub evidence: String,
}

/// Something only the person can answer; the answer goes into [`Hints`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Which hint it asks for: `date_order`, `decimal_mark`, `sign`, `currency`, `day` or
    /// `own_accounts`.
    pub hint: &'static str,
    /// The question as a sentence.
    pub prompt: String,
    /// The possible answers; empty where any currency code will do. Several may be right for
    /// `own_accounts`.
    pub choices: Vec<Choice>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value for the hint, such as `day_month_year`.
    pub value: Cow<'static, str>,
    /// An example from the file as it would then be read.
    pub example: String,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than any statement.
    #[error("the file is larger than {limit_mib} MiB, which no statement is")]
    TooLarge {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// Not text, and no format known here.
    #[error("this is not a statement Farthing can read: {0}")]
    Unknown(String),
    /// A table whose columns nobody knows: the person has to say what they mean.
    #[error("no column of dates stands beside a column of amounts; say what its columns mean")]
    Unmapped(Box<TableView>),
    /// A mapping that does not fit the file.
    #[error("{field}: {message}")]
    BadMapping {
        /// The field of the mapping.
        field: &'static str,
        /// What is wrong and what would be right.
        message: String,
    },
    /// Protected, and no password was given.
    #[error("the file is protected with a password")]
    PasswordNeeded,
    /// Protected, and the given password does not open it.
    #[error("this password does not open the file")]
    PasswordWrong,
    /// Beyond a limit that no statement reaches, such as a small archive that unpacks to gigabytes.
    #[error("{0}; it was not read any further")]
    Limit(String),
    /// Recognised, but broken beyond reading.
    #[error("line {line}: {message}")]
    Malformed {
        /// The line in the decoded file, from 1.
        line: u32,
        /// What is wrong and what was expected.
        message: String,
    },
}
