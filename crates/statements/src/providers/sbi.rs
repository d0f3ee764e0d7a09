//! State Bank of India, whose download begins with the account's particulars.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static SBI: Provider = Provider {
    name: "sbi",
    account: "State Bank of India",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "txn date",
            "value date",
            "description",
            "ref no cheque no",
            "debit",
            "credit",
            "balance",
        ],
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["txn date"]),
            (Role::SecondDate, &["value date"]),
            (Role::Description, &["description"]),
            (Role::Reference, &["ref no cheque no"]),
            (Role::Debit, &["debit"]),
            (Role::Credit, &["credit"]),
            (Role::Balance, &["balance"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
