//! NatWest and Royal Bank of Scotland.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static NATWEST: Provider = Provider {
    name: "natwest",
    account: "NatWest",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "type",
            "description",
            "value",
            "balance",
            "account name",
            "account number",
        ],
        currency: Some("GBP"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Type, &["type"]),
            (Role::Description, &["description"]),
            (Role::Amount, &["value"]),
            (Role::Balance, &["balance"]),
            (Role::Account, &["account number"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("atm", RowKind::CashWithdrawal),
        ("int", RowKind::Interest),
        ("chg", RowKind::Fee),
    ],
};
