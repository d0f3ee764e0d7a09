//! Charles Schwab's checking accounts. Layout as in the public samples of beancount-import.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static SCHWAB: Provider = Provider {
    name: "schwab",
    account: "Charles Schwab",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "date",
                "type",
                "check",
                "description",
                "withdrawal",
                "deposit",
                "runningbalance",
            ],
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Type, &["type"]),
                (Role::Reference, &["check"]),
                (Role::Description, &["description"]),
                (Role::Debit, &["withdrawal"]),
                (Role::Credit, &["deposit"]),
                (Role::Balance, &["runningbalance"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "status",
                "type",
                "checknumber",
                "description",
                "withdrawal",
                "deposit",
                "runningbalance",
            ],
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Status, &["status"]),
                (Role::Type, &["type"]),
                (Role::Reference, &["checknumber"]),
                (Role::Description, &["description"]),
                (Role::Debit, &["withdrawal"]),
                (Role::Credit, &["deposit"]),
                (Role::Balance, &["runningbalance"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("atmrebate", RowKind::Cashback),
        ("intadjust", RowKind::Interest),
        ("transfer", RowKind::Transfer),
        ("atm", RowKind::CashWithdrawal),
        ("visa", RowKind::Purchase),
    ],
};
