//! HDFC Bank, in whose header the value date is cut short.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static HDFC: Provider = Provider {
    name: "hdfc",
    account: "HDFC Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "narration",
            "value dat",
            "debit amount",
            "credit amount",
            "chq ref number",
            "closing balance",
        ],
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Description, &["narration"]),
            (Role::Debit, &["debit amount"]),
            (Role::Credit, &["credit amount"]),
            (Role::Reference, &["chq ref number"]),
            (Role::Balance, &["closing balance"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
