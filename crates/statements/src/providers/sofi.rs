//! SoFi's checking and savings accounts. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static SOFI: Provider = Provider {
    name: "sofi",
    account: "SoFi",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "description",
            "type",
            "amount",
            "current balance",
            "status",
        ],
        is_whole_header: true,
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Description, &["description"]),
            (Role::Type, &["type"]),
            (Role::Amount, &["amount"]),
            (Role::Balance, &["current balance"]),
            (Role::Status, &["status"]),
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("atm", RowKind::CashWithdrawal),
        ("interest_earned", RowKind::Interest),
        ("debit_card", RowKind::Purchase),
    ],
};
