//! National Australia Bank's newer layout, with an unnamed column.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static NAB: Provider = Provider {
    name: "nab",
    account: "NAB",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "amount",
            "account number",
            "transaction type",
            "transaction details",
            "balance",
            "category",
            "merchant name",
        ],
        currency: Some("AUD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Amount, &["amount"]),
            (Role::Account, &["account number"]),
            (Role::Type, &["transaction type"]),
            (Role::Description, &["transaction details"]),
            (Role::Balance, &["balance"]),
            (Role::Category, &["category"]),
            (Role::Payee, &["merchant name"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("transfer", RowKind::Transfer),
        ("atm", RowKind::CashWithdrawal),
        ("fees", RowKind::Fee),
        ("interest", RowKind::Interest),
    ],
};
