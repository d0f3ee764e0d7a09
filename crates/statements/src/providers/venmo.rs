//! Venmo account statements, with one or two lines above the header and footers below.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Effect, FeeRule, Layout, PayeeRule, Provider, Rule, Test};

pub(super) static VENMO: Provider = Provider {
    name: "venmo",
    account: "Venmo",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "id",
            "datetime",
            "type",
            "status",
            "note",
            "from",
            "to",
            "amount total",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Reference, &["id"]),
            (Role::Date, &["datetime"]),
            (Role::Type, &["type"]),
            (Role::Status, &["status"]),
            (Role::Description, &["note"]),
            (Role::From, &["from"]),
            (Role::To, &["to"]),
            (Role::Note, &["destination"]),
            (Role::Amount, &["amount total"]),
            (Role::Fee, &["amount fee"]),
        ],
        fee: FeeRule::IncludedUnsigned,
        rules: &[Rule {
            when: &[(Role::Status, Test::IsNot(&["Complete", "Issued"]))],
            then: Effect::Skip,
        }],
        payee: PayeeRule::Parties("Charge"),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("merchant", RowKind::Purchase),
        ("transfer", RowKind::Transfer),
        ("payment", RowKind::Transfer),
        ("charge", RowKind::Transfer),
        ("refund", RowKind::Refund),
        ("fee", RowKind::Fee),
    ],
};
