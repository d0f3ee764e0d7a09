//! DBS and POSB in Singapore, the older layout and the newer one. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static DBS: Provider = Provider {
    name: "dbs",
    account: "DBS",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "transaction date",
                "reference",
                "debit amount",
                "credit amount",
                "transaction ref1",
                "transaction ref2",
            ],
            currency: Some("SGD"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::Type, &["reference"]),
                (Role::Debit, &["debit amount"]),
                (Role::Credit, &["credit amount"]),
                (Role::Description, &["transaction ref1"]),
                (Role::Note, &["transaction ref2"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::DayMonthYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "transaction date",
                "transaction code",
                "description",
                "transaction ref1",
                "transaction ref2",
                "debit amount",
                "credit amount",
            ],
            currency: Some("SGD"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::Type, &["transaction code"]),
                (Role::Debit, &["debit amount"]),
                (Role::Credit, &["credit amount"]),
                (Role::Description, &["description"]),
                (Role::Status, &["status"]),
                (Role::Category, &["category"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::DayMonthYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("pos", RowKind::Purchase),
        ("awl", RowKind::CashWithdrawal),
        ("sal", RowKind::Income),
        ("int", RowKind::Interest),
    ],
};
