//! ASB in New Zealand, below some lines about the account. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static ASB: Provider = Provider {
    name: "asb",
    account: "ASB",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "unique id",
            "tran type",
            "cheque number",
            "payee",
            "memo",
            "amount",
        ],
        currency: Some("NZD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Reference, &["unique id"]),
            (Role::Type, &["tran type"]),
            (Role::Payee, &["payee"]),
            (Role::Description, &["memo"]),
            (Role::Amount, &["amount"]),
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("tfr", RowKind::Transfer),
        ("eftpos", RowKind::Purchase),
        ("atm", RowKind::CashWithdrawal),
        ("bank fee", RowKind::Fee),
    ],
};
