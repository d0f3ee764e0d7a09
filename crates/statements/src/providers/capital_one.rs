//! Capital One: cards with columns of debits and credits, and 360 accounts with a side beside the amount.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CAPITAL_ONE: Provider = Provider {
    name: "capital_one",
    account: "Capital One",
    kind: AccountKind::Card,
    layouts: &[
        Layout {
            recognised_by: &[
                "transaction date",
                "posted date",
                "card no",
                "description",
                "category",
                "debit",
                "credit",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::SecondDate, &["posted date"]),
                (Role::Account, &["card no"]),
                (Role::Description, &["description"]),
                (Role::Category, &["category"]),
                (Role::Debit, &["debit"]),
                (Role::Credit, &["credit"]),
            ],
            sign: Sign::Pair,
            date_order: Some(DateOrder::YearMonthDay),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "account number",
                "transaction description",
                "transaction date",
                "transaction type",
                "transaction amount",
                "balance",
            ],
            currency: Some("USD"),
            columns: &[
                (Role::Account, &["account number"]),
                (Role::Date, &["transaction date"]),
                (Role::Description, &["transaction description"]),
                (Role::Direction, &["transaction type"]),
                (Role::Amount, &["transaction amount"]),
                (Role::Balance, &["balance"]),
            ],
            sign: Sign::BySide,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
