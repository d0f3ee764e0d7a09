//! Apple Card: the monthly CSV and the monthly statement in PDF; purchases are positive, payments negative.
//!
//! The statement's tables and totals are those that public programs read: payments with a day, a
//! description and an amount; transactions with what they earned as Daily Cash besides.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static APPLE_CARD: Provider = Provider {
    name: "apple_card",
    account: "Apple Card",
    kind: AccountKind::Card,
    layouts: &[MONTH, TRANSACTIONS, PAYMENTS],
    kinds: &[
        ("purchase", RowKind::Purchase),
        ("installment", RowKind::Purchase),
        ("payment", RowKind::CardPayment),
        ("ach deposit", RowKind::CardPayment),
        ("return", RowKind::Refund),
        ("interest", RowKind::Interest),
        ("fee", RowKind::Fee),
        ("daily cash", RowKind::Cashback),
        ("refund", RowKind::Refund),
        ("credit", RowKind::Refund),
    ],
};

const MONTH: Layout = Layout {
    recognised_by: &[
        "transaction date",
        "clearing date",
        "merchant",
        "type",
        "amount usd",
    ],
    currency: Some("USD"),
    columns: &[
        (Role::Date, &["transaction date"]),
        (Role::SecondDate, &["clearing date"]),
        (Role::Description, &["description"]),
        (Role::Payee, &["merchant"]),
        (Role::Category, &["category"]),
        (Role::Type, &["type"]),
        (Role::Amount, &["amount usd"]),
    ],
    sign: Sign::Negated,
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};

const TRANSACTIONS: Layout = Layout {
    recognised_by: &["date", "description", "daily cash", "amount"],
    ..PAYMENTS
};

const PAYMENTS: Layout = Layout {
    recognised_by: &["date", "description", "amount"],
    // Statements of banks mention the card too, where it is paid; this stands at the top of its own.
    mentions: Some("apple card customer"),
    currency: Some("USD"),
    columns: &[
        (Role::Date, &["date"]),
        (Role::Description, &["description"]),
        (Role::Type, &["description"]),
        (Role::Amount, &["amount"]),
    ],
    sign: Sign::Negated,
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};
