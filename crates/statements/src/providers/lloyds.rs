//! Lloyds, Halifax and Bank of Scotland, which share a layout.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static LLOYDS: Provider = Provider {
    name: "lloyds",
    account: "Lloyds",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "transaction date",
            "transaction type",
            "sort code",
            "account number",
            "transaction description",
            "debit amount",
            "credit amount",
            "balance",
        ],
        currency: Some("GBP"),
        columns: &[
            (Role::Date, &["transaction date"]),
            (Role::Type, &["transaction type"]),
            (Role::Account, &["account number"]),
            (Role::Description, &["transaction description"]),
            (Role::Debit, &["debit amount"]),
            (Role::Credit, &["credit amount"]),
            (Role::Balance, &["balance"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("cpt", RowKind::CashWithdrawal),
        ("tfr", RowKind::Transfer),
        ("int", RowKind::Interest),
        ("chg", RowKind::Fee),
    ],
};
