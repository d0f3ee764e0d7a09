//! TD Bank in the United States. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static TD_BANK: Provider = Provider {
    name: "td_bank",
    account: "TD Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "bank rtn",
            "account number",
            "transaction type",
            "description",
            "debit",
            "credit",
            "account running balance",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Account, &["account number"]),
            (Role::Type, &["transaction type"]),
            (Role::Description, &["description"]),
            (Role::Debit, &["debit"]),
            (Role::Credit, &["credit"]),
            (Role::Balance, &["account running balance"]),
            (Role::Reference, &["check number"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("check", RowKind::Unknown),
        ("atm", RowKind::CashWithdrawal),
        ("fee", RowKind::Fee),
    ],
};
