//! Westpac in Australia.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static WESTPAC: Provider = Provider {
    name: "westpac",
    account: "Westpac",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "bank account",
            "date",
            "narrative",
            "debit amount",
            "credit amount",
            "balance",
            "categories",
            "serial",
        ],
        currency: Some("AUD"),
        columns: &[
            (Role::Account, &["bank account"]),
            (Role::Date, &["date"]),
            (Role::Description, &["narrative"]),
            (Role::Debit, &["debit amount"]),
            (Role::Credit, &["credit amount"]),
            (Role::Balance, &["balance"]),
            (Role::Category, &["categories"]),
            (Role::Reference, &["serial"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
