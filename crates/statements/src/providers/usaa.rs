//! USAA's banking export. Header words as public readers of it list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider};

pub(super) static USAA: Provider = Provider {
    name: "usaa",
    account: "USAA",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "description",
            "original description",
            "category",
            "amount",
            "status",
        ],
        is_whole_header: true,
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Payee, &["description"]),
            (Role::Description, &["original description"]),
            (Role::Category, &["category"]),
            (Role::Amount, &["amount"]),
            (Role::Status, &["status"]),
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
