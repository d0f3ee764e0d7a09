//! Kiwibank in New Zealand: the side stands twice, and once with its sign. Header words as public readers
//! list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider};

pub(super) static KIWIBANK: Provider = Provider {
    name: "kiwibank",
    account: "Kiwibank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "account number",
            "date",
            "memo description",
            "source code payment type",
            "op name",
            "op bank account number",
            "amount credit",
            "amount debit",
            "amount",
            "balance",
        ],
        currency: Some("NZD"),
        columns: &[
            (Role::Account, &["account number"]),
            (Role::Date, &["date"]),
            (Role::Description, &["memo description"]),
            (Role::Type, &["source code payment type"]),
            (Role::Payee, &["op name"]),
            (Role::CounterNumber, &["op bank account number"]),
            (Role::Amount, &["amount"]),
            (Role::Balance, &["balance"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
