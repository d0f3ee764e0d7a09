//! Copilot Money's export of all accounts: what was spent is positive. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static COPILOT: Provider = Provider {
    name: "copilot",
    account: "Copilot",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "name",
            "amount",
            "status",
            "category",
            "parent category",
            "excluded",
            "tags",
            "type",
            "account",
            "account mask",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Account, &["account"]),
            (Role::Payee, &["name"]),
            (Role::Amount, &["amount"]),
            (Role::Status, &["status"]),
            (Role::Category, &["category"]),
            (Role::Type, &["type"]),
            (Role::Note, &["note"]),
            (Role::Tags, &["tags"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("internal transfer", RowKind::Transfer),
        ("income", RowKind::Income),
    ],
};
