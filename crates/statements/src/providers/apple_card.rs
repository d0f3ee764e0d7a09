//! Apple Card's monthly CSV: purchases are positive, payments negative.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static APPLE_CARD: Provider = Provider {
    name: "apple_card",
    account: "Apple Card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "transaction date",
            "clearing date",
            "merchant",
            "type",
            "amount usd",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["transaction date"]),
            (Role::SecondDate, &["clearing date"]),
            (Role::Description, &["description"]),
            (Role::Payee, &["merchant"]),
            (Role::Category, &["category"]),
            (Role::Type, &["type"]),
            (Role::Amount, &["amount usd"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("purchase", RowKind::Purchase),
        ("installment", RowKind::Purchase),
        ("payment", RowKind::CardPayment),
        ("interest", RowKind::Interest),
        ("fee", RowKind::Fee),
        ("daily cash", RowKind::Cashback),
        ("refund", RowKind::Refund),
        ("credit", RowKind::Refund),
    ],
};
