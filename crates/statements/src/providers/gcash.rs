//! The transaction history of `GCash`, which it sends as PDF with a password, or the same as a table.
//!
//! Its columns and totals are those that public programs read: `Date and Time`, `Description`,
//! `Reference No.`, `Debit`, `Credit`, `Balance`, between a starting and an ending balance.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static GCASH: Provider = Provider {
    name: "gcash",
    account: "GCash",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "date and time",
            "description",
            "reference no",
            "debit",
            "credit",
            "balance",
        ],
        mentions: Some("gcash"),
        currency: Some("PHP"),
        columns: &[
            (Role::Date, &["date and time"]),
            (Role::Description, &["description"]),
            (Role::Type, &["description"]),
            (Role::Reference, &["reference no"]),
            (Role::Debit, &["debit"]),
            (Role::Credit, &["credit"]),
            (Role::Balance, &["balance"]),
        ],
        sign: Sign::Pair,
        rules: &[Rule {
            when: &[(
                Role::Description,
                Test::Is(&["STARTING BALANCE", "ENDING BALANCE"]),
            )],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("refund", RowKind::Refund),
        ("reversal", RowKind::Refund),
        ("cash-in", RowKind::TopUp),
        ("cash in", RowKind::TopUp),
        ("cash-out", RowKind::CashWithdrawal),
        ("cash out", RowKind::CashWithdrawal),
        ("fee", RowKind::Fee),
        ("interest", RowKind::Interest),
        ("transfer", RowKind::Transfer),
        ("sent", RowKind::Transfer),
        ("received", RowKind::Transfer),
        ("payment", RowKind::Purchase),
        ("buy load", RowKind::Purchase),
        ("bills", RowKind::Purchase),
    ],
};
