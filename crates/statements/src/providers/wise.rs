//! Wise balance statements: the amount has its fee inside, or the fee has a row of its own.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, Row, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static WISE: Provider = Provider {
    name: "wise",
    account: "Wise",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "transferwise id",
            "date",
            "amount",
            "currency",
            "running balance",
        ],
        columns: &[
            (Role::Reference, &["transferwise id"]),
            (Role::Date, &["date time", "date"]),
            (Role::Amount, &["amount"]),
            (Role::Currency, &["currency"]),
            (Role::Type, &["description"]),
            (Role::Description, &["description"]),
            (Role::Note, &["payment reference"]),
            (Role::Balance, &["running balance"]),
            (Role::Payee, &["merchant"]),
            (Role::From, &["payer name"]),
            (Role::To, &["payee name"]),
            (Role::CounterNumber, &["payee account number"]),
            (Role::OriginalAmount, &["exchange to amount"]),
            (Role::OriginalCurrency, &["exchange to"]),
        ],
        related: Some(charged_for),
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("charges for", RowKind::Fee),
        ("card transaction", RowKind::Purchase),
        ("converted", RowKind::Conversion),
        ("topped up", RowKind::TopUp),
        ("sent money", RowKind::Transfer),
        ("received money", RowKind::Transfer),
        ("cashback", RowKind::Cashback),
    ],
};

/// A charge has the id of what it was charged for.
fn charged_for(row: &Row) -> Option<&str> {
    row.reference
        .as_deref()
        .filter(|_| row.kind == RowKind::Fee)
}
