//! Nationwide in the United Kingdom: account and balances above, the pound sign beside the amounts.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static NATIONWIDE: Provider = Provider {
    name: "nationwide",
    account: "Nationwide",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "transaction type",
            "description",
            "paid out",
            "paid in",
            "balance",
        ],
        is_whole_header: true,
        currency: Some("GBP"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Type, &["transaction type"]),
            (Role::Description, &["description"]),
            (Role::Debit, &["paid out"]),
            (Role::Credit, &["paid in"]),
            (Role::Balance, &["balance"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("atm", RowKind::CashWithdrawal),
        ("transfer", RowKind::Transfer),
        ("interest", RowKind::Interest),
        ("visa", RowKind::Purchase),
        ("contactless", RowKind::Purchase),
    ],
};
