//! GCash's transaction history as a table; the provider itself sends it as a PDF with these columns.

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
        ("cash-in", RowKind::TopUp),
        ("cash in", RowKind::TopUp),
        ("cash-out", RowKind::CashWithdrawal),
        ("transfer from", RowKind::Transfer),
        ("transfer to", RowKind::Transfer),
        ("sent", RowKind::Transfer),
        ("received", RowKind::Transfer),
        ("refund", RowKind::Refund),
        ("payment", RowKind::Purchase),
        ("buy load", RowKind::Purchase),
    ],
};
