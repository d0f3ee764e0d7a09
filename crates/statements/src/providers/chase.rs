//! Chase: checking accounts and cards. Layouts as in the public samples of beangulp and beanhub-extract.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static CHASE: Provider = Provider {
    name: "chase",
    account: "Chase",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "details",
                "posting date",
                "description",
                "amount",
                "type",
                "balance",
                "check or slip",
            ],
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["posting date"]),
                (Role::Description, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Type, &["type"]),
                (Role::Balance, &["balance"]),
                (Role::Reference, &["check or slip"]),
            ],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "transaction date",
                "post date",
                "description",
                "category",
                "type",
                "amount",
                "memo",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::SecondDate, &["post date"]),
                (Role::Description, &["description"]),
                (Role::Category, &["category"]),
                (Role::Type, &["type"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["memo"]),
            ],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "card",
                "transaction date",
                "post date",
                "description",
                "category",
                "type",
                "amount",
                "memo",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Account, &["card"]),
                (Role::Date, &["transaction date"]),
                (Role::SecondDate, &["post date"]),
                (Role::Description, &["description"]),
                (Role::Category, &["category"]),
                (Role::Type, &["type"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["memo"]),
            ],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("sale", RowKind::Purchase),
        ("payment", RowKind::CardPayment),
        ("return", RowKind::Refund),
        ("fee", RowKind::Fee),
        ("acct_xfer", RowKind::Transfer),
        ("atm", RowKind::CashWithdrawal),
        ("quickpay", RowKind::Transfer),
        ("loan_pmt", RowKind::Transfer),
    ],
};
