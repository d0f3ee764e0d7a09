//! The Paytm wallet's statement; its transaction ids are not unique.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static PAYTM: Provider = Provider {
    name: "paytm",
    account: "Paytm",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "activity",
            "source destination",
            "wallet txn id",
            "debit",
            "credit",
        ],
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Type, &["activity"]),
            (Role::Payee, &["source destination"]),
            (Role::Reference, &["wallet txn id"]),
            (Role::Note, &["comment"]),
            (Role::Debit, &["debit"]),
            (Role::Credit, &["credit"]),
            (Role::Status, &["status"]),
        ],
        sign: Sign::Pair,
        rules: &[Rule {
            when: &[(
                Role::Status,
                Test::Is(&["FAILURE", "FAILED", "CANCELLED", "PENDING"]),
            )],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("added to wallet", RowKind::TopUp),
        ("paid for order", RowKind::Purchase),
        ("refund", RowKind::Refund),
        ("cashback", RowKind::Cashback),
        ("moved", RowKind::Transfer),
        ("transfer", RowKind::Transfer),
    ],
};
