//! Citi cards: purchases in one column, payments in the other with a minus. Layout as in the public sample of Minance.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CITI: Provider = Provider {
    name: "citi",
    account: "Citi card",
    kind: AccountKind::Card,
    layouts: &[
        Layout {
            recognised_by: &[
                "status",
                "date",
                "description",
                "debit",
                "credit",
                "member name",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Status, &["status"]),
                (Role::Date, &["date"]),
                (Role::Description, &["description"]),
                (Role::Debit, &["debit"]),
                (Role::Credit, &["credit"]),
                (Role::Note, &["member name"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &["status", "date", "description", "debit", "credit"],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Status, &["status"]),
                (Role::Date, &["date"]),
                (Role::Description, &["description"]),
                (Role::Debit, &["debit"]),
                (Role::Credit, &["credit"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
