//! Monzo: the dashboard's export and the app's older one.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static MONZO: Provider = Provider {
    name: "monzo",
    account: "Monzo",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "transaction id",
                "date",
                "time",
                "type",
                "name",
                "emoji",
                "amount",
                "currency",
            ],
            columns: &[
                (Role::Reference, &["transaction id"]),
                (Role::Date, &["date"]),
                (Role::Time, &["time"]),
                (Role::Type, &["type"]),
                (Role::Payee, &["name"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount"]),
                (Role::Currency, &["currency"]),
                (Role::Description, &["description"]),
                (Role::Note, &["notes and tags"]),
                (Role::OriginalAmount, &["local amount"]),
                (Role::OriginalCurrency, &["local currency"]),
            ],
            date_order: Some(DateOrder::DayMonthYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "id",
                "created",
                "amount",
                "currency",
                "local amount",
                "emoji",
            ],
            columns: &[
                (Role::Reference, &["id"]),
                (Role::Date, &["created"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount"]),
                (Role::Currency, &["currency"]),
                (Role::Description, &["description"]),
                (Role::Note, &["notes"]),
                (Role::OriginalAmount, &["local amount"]),
                (Role::OriginalCurrency, &["local currency"]),
            ],
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("faster payment", RowKind::Transfer),
        ("monzo to monzo", RowKind::Transfer),
        ("pot transfer", RowKind::Transfer),
        ("card payment", RowKind::Purchase),
        ("direct debit", RowKind::Purchase),
    ],
};
