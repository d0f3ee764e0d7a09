//! Discover cards: purchases are positive. Layout as in the public sample of Minance.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static DISCOVER: Provider = Provider {
    name: "discover",
    account: "Discover card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "trans date",
            "post date",
            "description",
            "amount",
            "category",
        ],
        is_whole_header: true,
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["trans date"]),
            (Role::SecondDate, &["post date"]),
            (Role::Description, &["description"]),
            (Role::Amount, &["amount"]),
            (Role::Category, &["category"]),
            (Role::Type, &["category"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("payments and credits", RowKind::CardPayment),
        ("fees", RowKind::Fee),
        ("interest", RowKind::Interest),
        ("cashback", RowKind::Cashback),
    ],
};
