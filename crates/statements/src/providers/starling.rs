//! Starling, in whose header the amounts name their currency. Header words as the bank's own help lists them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static STARLING: Provider = Provider {
    name: "starling",
    account: "Starling",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "counter party",
            "reference",
            "type",
            "amount gbp",
            "balance gbp",
            "spending category",
        ],
        currency: Some("GBP"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Payee, &["counter party"]),
            (Role::Description, &["reference"]),
            (Role::Type, &["type"]),
            (Role::Amount, &["amount gbp"]),
            (Role::Balance, &["balance gbp"]),
            (Role::Category, &["spending category"]),
            (Role::Note, &["notes"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("faster payment", RowKind::Transfer),
        ("online payment", RowKind::Purchase),
        ("contactless", RowKind::Purchase),
        ("chip", RowKind::Purchase),
        ("atm", RowKind::CashWithdrawal),
        ("interest", RowKind::Interest),
    ],
};
