//! Wealthsimple's cash accounts. Layout as in the public sample of beanhub-extract.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static WEALTHSIMPLE: Provider = Provider {
    name: "wealthsimple",
    account: "Wealthsimple",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["date", "transaction", "description", "amount", "balance"],
        is_whole_header: true,
        currency: Some("CAD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Type, &["transaction"]),
            (Role::Description, &["description"]),
            (Role::Amount, &["amount"]),
            (Role::Balance, &["balance"]),
        ],
        ..Layout::PLAIN
    }],
    kinds: &[
        ("int", RowKind::Interest),
        ("cashback", RowKind::Cashback),
        ("trf", RowKind::Transfer),
        ("e_trf", RowKind::Transfer),
        ("spend", RowKind::Purchase),
        ("refund", RowKind::Refund),
    ],
};
